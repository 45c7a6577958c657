"""The issuers of an archive: those that people confirmed and those that its notices bear; what an edit would do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from archive.errors import Ambiguous, NotFound
from archive.issuers import Authority, Issuer
from archive.messages import _
from archive.query import Coded, Or, field, named
from archive.text import fold

if TYPE_CHECKING:
    from archive.store import LocalStore

_NEAR = 3
"""Names that are offered in the place of an unknown one."""


@dataclass(frozen=True, slots=True)
class Body:
    """An issuer as people and notices know it.

    Attributes:
        entry: what issuers.toml says of it, its parent by the full name; its name alone where it says nothing.
        confirmed: whether it stands there.
        notices: how many notices bear it, under any of its names.
        codes: the agency codes that it leads notices with, confirmed or not.
    """

    entry: Issuer
    confirmed: bool
    notices: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inference:
    """A notice whose issuer is not printed but told by the number's code, and would be told otherwise.

    Attributes:
        id: the notice's.
        number: its number.
        before: the issuer now, None where nothing tells it; and whether a person said whose code it is.
        after: the same then.
    """

    id: str
    number: str
    before: tuple[str | None, bool]
    after: tuple[str | None, bool]


class Register:
    """The issuers at one moment.

    Args:
        store: the archive's.

    Raises:
        ArchiveError: where issuers.toml cannot be read.
    """

    def __init__(self, store: LocalStore) -> None:
        self.authority = store.edited.authority()
        self._store = store
        self._printed: dict[str, dict[str, int]] = defaultdict(dict)
        self._full: dict[str, str] = {fold(each.name): each.name for each in self.authority.issuers}
        for name, count in store.values("issuers"):
            issuer = self.authority.issuer(name)
            full = self._full.setdefault(fold(name), name) if issuer is None else issuer.name
            self._printed[fold(full)][name] = count
        for each in self.authority.issuers:
            for name in filter(None, (each.parent, *(former.name for former in each.predecessors))):
                if self.authority.issuer(name) is None:
                    self._full.setdefault(fold(name), name)

    @cached_property
    def _borne(self) -> dict[str, list[str]]:
        """The agency codes of each lead issuer, as printed."""
        return self._store.codes()

    @cached_property
    def _leads(self) -> dict[str, list[str]]:
        """For each agency code the names, as printed, of the lead issuers of its notices."""
        found = defaultdict(list)
        for name, codes in self._borne.items():
            for code in codes:
                found[code].append(name)
        return found

    @cached_property
    def _codes(self) -> dict[str, set[str]]:
        found = defaultdict(set)
        for name, codes in self._borne.items():
            found[fold(self.authority.name(name))].update(codes)
        return found

    @property
    def seen(self) -> list[str]:
        """The names that notices bear, as printed."""
        return [name for names in self._printed.values() for name in names]

    def bodies(self) -> list[Body]:
        """The issuers that are confirmed or have notices, those of most notices first."""
        found = [each for each in map(self.body, self._full.values()) if each.confirmed or each.notices]
        return sorted(found, key=lambda each: (-each.notices, each.entry.name))

    def named(self, part: str) -> list[Body]:
        """Those of ``bodies`` with this in one of their names, or for one of which it is a usual short form."""
        word = fold(part)
        means = {fold(name) for name in self.authority.meanings(part, self._full.values())}
        found = []
        for each in self.bodies():
            full = each.entry.name
            names = (full, *each.entry.aliases, *self.printed(full))
            if fold(full) in means or any(word in fold(name) for name in names):
                found.append(each)
        return found

    def body(self, full: str) -> Body:
        """The issuer of this full name, as ``full`` gives it."""
        entry = self.authority.issuer(full)
        if entry is not None and entry.parent is not None:
            entry = replace(entry, parent=self.authority.name(entry.parent))
        names = self.printed(full)
        notices = sum(names.values()) if len(names) < 2 else self.count(names)
        codes = tuple(sorted(self._codes.get(fold(full), ())))
        return Body(entry or Issuer(full), entry is not None, notices, codes)

    def printed(self, full: str) -> dict[str, int]:
        """The names of an issuer that stand in notices, and in how many each, most first."""
        return self._printed.get(fold(full), {})

    def full(self, asked: str, *, as_typed: bool = False) -> str:
        """The full name that a typed name means: a name, an alias, or a usual shortening.

        Args:
            asked: what was typed.
            as_typed: take a name that nothing here bears as it is.

        Raises:
            Ambiguous: when it means several issuers.
            NotFound: when it means none; the advice names near ones.
        """
        asked = asked.strip()
        full = self._full.get(fold(asked), self.authority.name(asked))
        if fold(full) in self._full or (as_typed and fold(asked)):
            return full
        means = [self._full.get(fold(name), name) for name in self.authority.meanings(asked, self._full.values())]
        if len(means) == 1:
            return means[0]
        if means:
            counted = sorted(((self.body(name).notices, name) for name in means), key=lambda each: (-each[0], each[1]))
            raise Ambiguous(
                _("{asked} may mean {count} issuers").format(asked=asked, count=len(means)),
                [f"{name} ({count})" for count, name in counted],
                _("give the full name of one of them"),
            )
        near = self.near(asked)
        raise NotFound(
            _("no issuer here is called {asked}").format(asked=asked),
            _("the nearest: {names}").format(names=_(", ").join(near)) if near else "",
        )

    def near(self, asked: str) -> list[str]:
        """The full names that hold what was typed, else those that look like it; a few."""
        word = fold(asked)
        names = {fold(name): self._full[fold(self.authority.name(name))] for name in self.seen}
        for each in self.authority.issuers:
            names |= {fold(name): each.name for name in (each.name, *each.aliases)}
        found = [names[each] for each in names if word and word in each]
        if not found:
            import difflib

            found = [names[each] for each in difflib.get_close_matches(word, names, n=_NEAR, cutoff=0.4)]
        return list(dict.fromkeys(found))[:_NEAR]

    def below(self, full: str) -> list[str]:
        """The full names of the issuers that stand below one."""
        names = map(self.authority.name, self.authority.below(full, self.seen))
        found = dict.fromkeys(self._full.get(fold(name), name) for name in names)
        return [name for name in found if fold(name) != fold(full)]

    def later(self, full: str) -> list[str]:
        """The full names of the issuers whose predecessor one is."""
        names = set(map(fold, self.authority.names(full)))
        return [each.name for each in self.authority.issuers if names & {fold(old.name) for old in each.predecessors}]

    def count(self, names: Iterable[str]) -> int:
        """How many notices bear one of these names."""
        return self._store.search(named("issuers", names), limit=0).total

    def count_below(self, full: str) -> int:
        """How many notices are of an issuer or of what stands below it."""
        return self.count(self.authority.below(full, self.seen))

    def count_codes(self, full: str) -> dict[str, int]:
        """How many notices of an issuer bear each of the codes that it leads notices with."""
        found = self._store.search(named("issuers", self.printed(full)), limit=0, facets=["code"]).facets["code"]
        return {code: count for code, count in found if code in self._codes.get(fold(full), ())}

    def others(self, full: str, code: str) -> list[str]:
        """The full names of the other issuers that lead notices with this code, or whose it is by issuers.toml."""
        names = [*map(self.authority.name, self._leads.get(code, ())), self.authority.of_code(code) or full]
        found = dict.fromkeys(self._full.get(fold(name), name) for name in names)
        return [name for name in found if fold(name) != fold(full)]

    def found(self, name: str, after: Authority | None = None, changed: Sequence[Inference] = ()) -> int:
        """How many notices a search by issuer finds, now or by another authority file.

        Args:
            name: the issuer that is asked for.
            after: the other file.
            changed: the inferences that change with it.
        """
        authority = after or self.authority
        meanings = authority.meanings(name, self.seen)
        names = dict.fromkeys(each for meaning in meanings for each in authority.names(meaning))
        asked = field("issuer", name)
        ids = set(self._store.ids(Or((asked, named("issuers", names))) if names else asked))
        ids.difference_update(each.id for each in changed)
        wanted = set(map(fold, names))
        told = set()
        for each in changed:
            word = fold(each.after[0] or "")
            if word in wanted or fold(name) in word:
                told.add(each.id)
        return len(ids | told)

    def inferences(self, after: Authority) -> list[Inference]:
        """The notices whose inferred issuers would change with another authority file."""
        confirmed = [code for each in (self.authority, after) for issuer in each.issuers for code in issuer.codes]
        codes = dict.fromkeys([*self._leads, *map(fold, confirmed)])
        changed = {code for code in codes if self._told(code, after) != self._told(code, self.authority)}
        found = []
        for notice in self._store.get(self._store.ids(Or(tuple(map(Coded, sorted(changed)))))) if changed else ():
            if "issuers" in notice.corrected or (notice.issuers and "issuers" not in notice.inferred):
                continue
            assert notice.number is not None
            sure = any(each.rule == "code-confirmed" for each in notice.evidence)
            before = (notice.issuers[0] if notice.issuers else None, sure)
            found.append(Inference(notice.id, notice.number, before, self._told(_code(notice.number), after)))
        return found

    def _told(self, code: str, authority: Authority) -> tuple[str | None, bool]:
        """Whose code this is by a file, else by the notices that print it; and whether the file says it."""
        return authority.whose(code, self._leads.get(code, ()))


def _code(number: str) -> str:
    from archive.number import parse

    return parse(number).parts.code
