"""Hits, snippets, places and facets of one search, and what to say when nothing is found."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from archive.messages import _
from archive.notice import Notice, Place
from archive.number import Pattern
from archive.plain import dataclass, field
from archive.query import And, Cites, Name, Node, Not, Numbered, Or, Text, every, leaves, named, parse, some
from archive.query import dated as dated_node
from archive.query import field as field_node
from archive.text import Finder, fold

if TYPE_CHECKING:
    from archive.issuers import Authority
    from archive.store import LocalStore, Row, Sort
    from archive.words import UserWords

MOST_PLACES = 20
"""Places of a hit that are listed."""
SNIPPET = 90
"""Characters of a snippet."""
CONTEXT = 16
"""Characters on each side of the words of a place."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of the text on one line, and where in it the asked words stand, as (start, end)."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class Hit:
    """One notice that was found.

    Attributes:
        notice: the notice.
        literal: whether it holds what was asked literally, not only its words.
        score: BM25 of the words asked; None where no words were ranked.
        spans: where in its text that stands which was asked, as (start, end), in order, none over another.
    """

    notice: Notice
    literal: bool
    score: float | None
    spans: list[tuple[int, int]] = field(default_factory=list)

    @property
    def snippet(self) -> Snippet:
        """The first place where most of what was asked stands."""
        return _snippet(self.notice.text, self.spans)

    @property
    def places(self) -> list[Place]:
        """The first places of what was asked."""
        text = self.notice.text
        return [
            Place(*self.notice.place(start), _one_line(text[max(0, start - CONTEXT) : end + CONTEXT]).strip())
            for start, end in self.spans[:MOST_PLACES]
        ]

    @property
    def places_total(self) -> int:
        """How many places there are."""
        return len(self.spans)

    def record(self) -> dict[str, Any]:
        """The hit as JSON data, version 1."""
        return {
            **self.notice.record(),
            "score": None if self.score is None else round(self.score, 4),
            "literal": self.literal,
            "snippet": self.snippet.text,
            "places": [{"page": place.page, "line": place.line, "text": place.text} for place in self.places],
            "places_total": self.places_total,
        }


@dataclass(slots=True)
class Results:
    """The answer to a search.

    Attributes:
        total: notices that match.
        literal: how many of them match literally.
        hits: the page that was asked for.
        facets: for each facet asked, (value, notices) by falling count.
        undated: notices that only the date filter left out because they bear no date.
        seconds: how long it took.
        notes: what the user should know, a line each.
    """

    total: int
    literal: int
    hits: list[Hit]
    facets: dict[str, list[tuple[str, int]]]
    undated: int
    seconds: float
    notes: list[str] = field(default_factory=list)


def tree(
    query: str = "",
    *,
    issuer: Sequence[str] = (),
    number: Sequence[str] = (),
    kind: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    user: UserWords | None = None,
) -> Node:
    """The tree of a query and the options that say the same: values of one option are alternatives.

    ``user`` are the user words of the archive.

    Raises:
        QueryError: where the query or a value cannot be read.
    """
    nodes: list[Node] = [parse(query, user)] if query.strip() else []
    for name, values in (("issuer", issuer), ("number", number), ("kind", kind)):
        if values:
            nodes.append(some([field_node(name, value) for value in values]))
    if since or until:
        nodes.append(dated_node(since, until))
    return every(nodes) if nodes else And()


_BODIES = ("issuers", "addressees", "cc")


def understood(store: LocalStore, node: Node, under: Sequence[str] = ()) -> Node:
    """The tree in which names of bodies also stand for what the authority file and the usual shortenings make of them.

    Args:
        store: the archive.
        node: the tree as asked.
        under: names of issuers; only their notices and those of the bodies below one of them.

    Raises:
        ArchiveError: where issuers.toml cannot be read.
    """
    return _Names(store).narrowed(node, under)


class _Names:
    """What names of bodies mean in an archive; read when first needed."""

    def __init__(self, store: LocalStore) -> None:
        self.store = store
        self._meanings: dict[str, list[str]] = {}

    @cached_property
    def authority(self) -> Authority:
        return self.store.edited.authority()

    @cached_property
    def seen(self) -> list[str]:
        """The issuers of notices, and those that the authority file names as another's parent."""
        parents = {issuer.parent for issuer in self.authority.issuers if issuer.parent}
        return sorted({*self.store.names("issuers"), *parents})

    def below(self, name: str) -> list[str]:
        means = self.meanings(name) or [name]
        return [each for meaning in means for each in self.authority.below(meaning, self.seen)]

    def known(self, name: str) -> bool:
        return bool(self.meanings(name)) or any(fold(name) == fold(each) for each in self.seen)

    def meanings(self, asked: str) -> list[str]:
        if asked not in self._meanings:
            self._meanings[asked] = self.authority.meanings(asked, self.seen)
        return self._meanings[asked]

    def count(self, node: Node) -> int:
        return self.store.search(self.understood(node), limit=0).total

    def narrowed(self, node: Node, under: Sequence[str]) -> Node:
        node = self.understood(node)
        if not under:
            return node
        return every([node, named("issuers", (name for each in under for name in self.below(each)))])

    def understood(self, node: Node) -> Node:
        if isinstance(node, And | Or):
            return type(node)(tuple(map(self.understood, node.parts)))
        if isinstance(node, Not):
            return Not(self.understood(node.part))
        if not isinstance(node, Name) or node.field not in _BODIES:
            return node
        asked = "".join(node.units)
        names = [name for each in self.meanings(asked) for name in self.authority.names(each)]
        return Or((node, named(node.field, names))) if names else node


def search(
    store: LocalStore,
    node: Node,
    *,
    sort: Sort | None = None,
    limit: int | None = 10,
    offset: int = 0,
    exact: bool = False,
    facets: Sequence[str] = (),
    under: Sequence[str] = (),
) -> Results:
    """The notices that match a tree, one page of them.

    Args:
        store: the archive.
        node: the tree.
        sort: ``relevance``, ``date``, ``oldest``, ``number`` or ``issuer``; None for relevance where words were
            asked, else date.
        limit: hits of the page.
        offset: hits before the page.
        exact: leave out notices that match by their words alone.
        facets: fields to count by: ``issuer``, ``kind``, ``year`` or ``code``.
        under: as that of ``understood``.
    """
    started = time.perf_counter()
    names = _Names(store)
    with store.snapshot():
        asked, node = node, names.narrowed(node, under)
        texts = [leaf for leaf in leaves(node) if isinstance(leaf, Text)]
        bare = any(isinstance(leaf, Numbered) and leaf.bare for leaf in leaves(node))
        order: Sort = sort or ("relevance" if texts or bare else "date")
        words = _rank_words(texts, store.user_words()) if order == "relevance" and limit != 0 else []
        found = store.search(node, sort=order, limit=limit, offset=offset, exact=exact, rank_words=words, facets=facets)
        literal, loose = _finders(node)
        rows = {row.id: row for row in found.rows}
        hits = [_hit(each, rows[each.id], literal if rows[each.id].literal else loose) for each in store.get(rows)]
        notes = _choices(names, asked) + _nearest(names, asked, found.total)
        notes += [_nobody(store, name) for name in under if not found.total and not names.known(name)]
        due = [] if words else store.due(ranking=False)
    if words:  # of this moment: a snapshot does not hold the ranking's files
        due = store.due()
    notes = _due(due) + notes
    return Results(found.total, found.literal, hits, found.facets, found.undated, time.perf_counter() - started, notes)


def _due(reasons: Sequence[str]) -> list[str]:
    if "fold" in reasons:
        return [_("the index is of another version and may miss notices; make it anew: archive reindex")]
    return [_("the order of hits is out of date; make it anew: archive reindex")] if reasons else []


def _rank_words(texts: Sequence[Text], user: UserWords) -> list[str]:
    from archive.words import segment

    return list(dict.fromkeys(word for text in texts for word in segment("".join(text.units), user)))


def _finders(node: Node) -> tuple[Finder, Finder]:
    """What to mark in a literal hit (texts, bare numbers, cited titles), and in one that matches by its words."""
    rows = [leaf.units for leaf in leaves(node) if isinstance(leaf, Text | Numbered | Cites) and leaf.units]
    words = [word for leaf in leaves(node) if isinstance(leaf, Text) for word in leaf.words]
    return Finder(dict.fromkeys(rows)), Finder(dict.fromkeys([*words, *rows]))


def _hit(notice: Notice, row: Row, finder: Finder) -> Hit:
    merged: list[tuple[int, int]] = []
    for start, end in finder.spans(notice.text):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return Hit(notice, row.literal, row.score, merged)


def _snippet(text: str, spans: Sequence[tuple[int, int]]) -> Snippet:
    """The stretch of the text that holds most of the spans, the first of equals; without any, the beginning."""
    if spans:
        best = spans[_richest(spans)]
        start = max(0, best[0] - CONTEXT)
        paragraph = max(text.rfind("\n", 0, best[0]), text.rfind("\f", 0, best[0])) + 1
        start = max(start, paragraph) if best[0] - paragraph <= CONTEXT * 2 else start
    else:
        start = text.rfind("\f") + 1
    end = min(len(text), start + SNIPPET)
    head, tail = "…" if start and text[start - 1] not in "\n\f" else "", "…" if end < len(text) else ""
    shift = len(head) - start
    marks = tuple(
        (low + shift, min(high, end) + shift)
        for low, high in spans
        if start <= low < end and (high <= end or low == best[0])
    )
    return Snippet(head + _one_line(text[start:end]) + tail, marks)


def _richest(spans: Sequence[tuple[int, int]]) -> int:
    """The place of the span from which on most others stand within a snippet, the first of equals."""
    best = most = upto = 0
    for at, (start, _end) in enumerate(spans):
        while upto < len(spans) and spans[upto][0] < start + SNIPPET:
            upto += 1
        if upto - at > most:
            best, most = at, upto - at
    return best


def _one_line(text: str) -> str:
    return text.replace("\n", " ").replace("\f", " ").replace("\t", " ")  # three times as fast as translate


def _nearest(names: _Names, node: Node, total: int) -> list[str]:
    """For each issuer, kind and number that nothing in the archive bears, the nearest that something does."""
    notes: list[str] = []
    store = names.store
    asked_for = [leaf for leaf in leaves(node) if isinstance(leaf, Name | Numbered)]
    if total and len(asked_for) < 2:
        return notes
    for leaf in asked_for:
        if isinstance(leaf, Name) and leaf.field in ("issuers", "kind") and not names.count(leaf):
            asked = "".join(leaf.units)
            label = _("issuer") if leaf.field == "issuers" else _("kind")
            notes.append(_missing(label, asked, _close(asked, [name for name, _many in store.values(leaf.field)])))
        elif isinstance(leaf, Numbered) and not names.count(leaf):
            notes.append(_missing(_("number"), str(leaf.pattern), _near_numbers(store, leaf.pattern)))
    return notes


def _choices(names: _Names, node: Node) -> list[str]:
    """For each short name that means several issuers, which these are and how many notices each has."""
    notes = []
    for leaf in leaves(node):
        if isinstance(leaf, Name) and leaf.field == "issuers":
            asked = "".join(leaf.units)
            means = names.meanings(asked)
            if len(means) > 1:
                found = {name: named("issuers", names.authority.names(name)) for name in means[:MOST_PLACES]}
                counts = [(names.store.search(node, limit=0).total, name) for name, node in found.items()]
                listed = _(", ").join(f"{name} ({count})" for count, name in sorted(counts, key=lambda each: -each[0]))
                notes.append(_("{asked} may mean: {names}").format(asked=asked, names=listed))
    return notes


def _nobody(store: LocalStore, name: str) -> str:
    return _missing(_("issuer"), name, _close(name, store.names("issuers")))


def _near_numbers(store: LocalStore, pattern: Pattern) -> list[str]:
    """Numbers of the same code, nearest in year and serial first; else of the codes that look alike."""
    if not pattern.code and not pattern.year:
        return []
    year, serial = pattern.year, pattern.serial_from
    if not pattern.code:
        return store.near_numbers(None, year, serial)
    return store.near_numbers([pattern.code], year, serial) or store.near_numbers(
        _close(pattern.code, [code for code, _many in store.values("code")]), year, serial
    )


def _missing(label: str, asked: str, near: Sequence[str]) -> str:
    if not near:
        return _("no notice here has the {field} {value}").format(field=label, value=asked)
    return _("no notice here has the {field} {value}; the nearest: {nearest}").format(
        field=label, value=asked, nearest=_(", ").join(near)
    )


def _close(asked: str, names: Sequence[str]) -> list[str]:
    import difflib

    chars = set(asked)
    return difflib.get_close_matches(asked, [name for name in names if not chars.isdisjoint(name)], n=3, cutoff=0.4)
