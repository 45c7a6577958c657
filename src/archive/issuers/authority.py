"""The authority: what people confirmed about issuers, and what a printed or typed name means by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

from archive.issuers.entry import Issuer
from archive.text import fold


class Authority:
    """The confirmed issuers; names compare by their folded text, so width, script and blanks do not matter.

    Args:
        issuers: the issuers, no name, alias or code at two of them.
    """

    __slots__ = ("_codes", "_index", "issuers")

    def __init__(self, issuers: Iterable[Issuer] = ()) -> None:
        self.issuers = tuple(issuers)
        self._index = {fold(word): each for each in self.issuers for word in (each.name, *each.aliases)}
        self._codes = {fold(code): each for each in self.issuers for code in each.codes}

    @classmethod
    def read(cls, text: str = "") -> Authority:
        """The authority that the text of an ``issuers.toml`` says; an empty text is an empty one.

        Raises:
            ArchiveError: where the text cannot be read, with the place and what to do.
        """
        if not text:
            return cls()
        from archive.issuers.reading import read

        return cls(read(text))

    def issuer(self, name: str) -> Issuer | None:
        """The confirmed issuer of this name or alias."""
        return self._index.get(fold(name))

    def name(self, printed: str) -> str:
        """The confirmed full name of a printed name, else the printed name itself."""
        issuer = self.issuer(printed)
        return printed if issuer is None else issuer.name

    def names(self, name: str) -> tuple[str, ...]:
        """The full name and all aliases of the issuer of this name or alias; an unknown name alone."""
        issuer = self.issuer(name)
        return (name,) if issuer is None else (issuer.name, *issuer.aliases)

    def of_code(self, code: str) -> str | None:
        """The full name of the issuer whose agency code this is."""
        issuer = self._codes.get(fold(code))
        return None if issuer is None else issuer.name

    def whose(self, code: str, names: Iterable[str]) -> tuple[str | None, bool]:
        """Whose an agency code is, None where that cannot be told; and whether a person confirmed it.

        Args:
            code: the code.
            names: lead issuers of the notices that bear it; where all are one, in whatever script, it is that one's.
        """
        confirmed = self.of_code(code)
        if confirmed is not None:
            return confirmed, True
        found: dict[str, str] = {}
        for name in sorted(map(self.name, names)):
            found.setdefault(fold(name), name)
        return next(iter(found.values())) if len(found) == 1 else None, False

    def meanings(self, asked: str, seen: Iterable[str] = ()) -> list[str]:
        """The full names that a typed name means, each once.

        A confirmed name or alias means its issuer alone. Else it means every confirmed or seen name that it is a
        usual shortening of, as a whole (see ``shortening``). The name that was typed comes first, then confirmed
        ones, then shorter ones.

        Args:
            asked: what was typed.
            seen: names met in notices, in any order.
        """
        wanted = fold(asked)
        if not wanted:
            return []
        if wanted in self._index:
            return [self._index[wanted].name]
        from archive.issuers.shortening import TAIL, Shortening

        shortening = Shortening(wanted)
        found: dict[str, str] = {}
        for name in _alike(chain(self._index, seen), -TAIL, shortening.may_end):
            word = fold(name)
            if shortening.fits(word):
                issuer = self._index.get(word)
                full = name if issuer is None else issuer.name
                found[fold(full)] = min(full, found.get(fold(full), full))
        order = {word: (word != wanted, word not in self._index, len(name), name) for word, name in found.items()}
        return [found[word] for word in sorted(order, key=order.__getitem__)]

    def below(self, name: str, seen: Iterable[str] = ()) -> list[str]:
        """All names, as confirmed or as seen, of an issuer and of what stands below it.

        That is the issuer itself, the issuers whose parents lead to it, each with its aliases, and seen names that
        begin with the full name of one of these (江苏省总工会女职工部), unless a person gave them another parent.

        Args:
            name: name or alias of the issuer, confirmed or not.
            seen: names met in notices.
        """
        top = self.name(name)
        found: dict[str, tuple[str, ...]] = {}
        waiting = [(top, self.names(top))]
        children = defaultdict(list)
        for each in self.issuers:
            if each.parent is not None:
                children[fold(self.name(each.parent))].append(each)
        while waiting:
            while waiting:
                full, words = waiting.pop()
                if fold(full) not in found:
                    found[fold(full)] = words
                    waiting += [(each.name, (each.name, *each.aliases)) for each in children[fold(full)]]
            fulls = tuple(found)
            orphans = [each for each in self.issuers if each.parent is None and fold(each.name) not in found]
            waiting += [(each.name, self.names(each.name)) for each in orphans if fold(each.name).startswith(fulls)]
        heads = {fold(word)[:2] for words in found.values() for word in words}
        met = {
            each for each in _alike(seen, 2, lambda head: len(head) < 2 or head in heads) if self._below(each, fulls)
        }
        own = self.names(top)
        return [*own, *sorted(met.union(*found.values()).difference(own))]

    def _below(self, name: str, fulls: tuple[str, ...]) -> bool:
        issuer = self._index.get(word := fold(name))
        return word.startswith(fulls) if issuer is None else fold(issuer.name) in fulls

    def data(self) -> list[dict[str, Any]]:
        """The issuers as JSON data, sorted: the same for every order of the file."""
        return sorted((each.data() for each in self.issuers), key=lambda each: str(each["name"]))


def _alike(names: Iterable[str], size: int, wanted: Callable[[str], bool]) -> list[str]:
    """The names whose folded end (``size`` below 0) or beginning is wanted; each end is folded but once."""
    part = slice(size, None) if size < 0 else slice(size)
    known: dict[str, bool] = {}
    out = []
    for name in names:
        edge = name[part]
        verdict = known.get(edge)
        if verdict is None:
            verdict = known[edge] = wanted(fold(edge))
        if verdict:
            out.append(name)
    return out
