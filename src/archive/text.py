"""The search key of a text and its units: the only normalising in the project.

Every character folds to one character or to none, each by itself: width, case, brackets, quotes, dashes, radicals,
and traditional to simplified. A text is a row of units: each run of Latin letters or of digits is one, every other
visible character is one. White space and format characters only part runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from archive.tables.fold_table import DROPPED, SOURCE, TARGET

VERSION = 1
"""Version of fold and units; stored in archives, raised with every change of what a text folds to."""

BREAK = "\f"
"""Parts rows of units: no literal match reaches over it."""


class _Table(dict[int, int]):
    """A table for str.translate, filled with the characters that it meets."""

    def __missing__(self, code: int) -> int:
        char, at = chr(code), SOURCE.find(chr(code))
        to = TARGET[at] if at >= 0 else " " if char in DROPPED and char != BREAK else char
        self[code] = 0xFFFD if "\ud800" <= to <= "\udfff" else ord(to)
        return self[code]


_KEY = _Table()
_LONG = 1000
"""Characters of a text that is worth ``_plane``."""

_LETTER, _DIGIT = "a-zß-öø-ɏ", "0-9"
_UNIT = re.compile(f"[{_LETTER}]+|[{_DIGIT}]+|[^ ]")
RUNS = f"[{_LETTER}{_DIGIT}](?:(?<=[{_DIGIT}])[{_DIGIT}]+|(?<=[{_LETTER}])[{_LETTER}]+)"
"""A pattern of the units that have more than one character in a folded text."""
_RUN = {"letter": f"[{_LETTER}]", "digit": f"[{_DIGIT}]"}


class Folded(str):
    """A text that ``key`` has folded; it leaves it as it is."""

    __slots__ = ()


def key(text: str) -> str:
    """The folded text at its full length, with a space for each character that folds to none.

    >>> key("蘇工發〔２０２４〕 Ab")
    '苏工发(2024) ab'
    """
    if isinstance(text, Folded):
        return text
    if len(text) < _LONG or len(text.encode("utf-16-le", "surrogatepass")) != 2 * len(text):
        return text.translate(_KEY)
    return text.translate(_plane())


@cache
def _plane() -> list[int]:
    """What each character of the basic plane folds to: a list takes half the time of a dict, once it is made."""
    table = list(range(0x10000))
    for characters, folded in ((SOURCE, TARGET), (DROPPED.replace(BREAK, ""), " " * len(DROPPED))):
        for character, to in zip(characters, folded, strict=False):
            if character <= "\uffff":
                table[ord(character)] = ord(to)
    table[0xD800:0xE000] = [0xFFFD] * 0x800
    return table


def fold(text: str) -> str:
    """The search key of a text: equal for texts that differ only in width, script, case, brackets or blanks.

    >>> fold("江 蘇 省［２０２４］")
    '江苏省(2024)'
    """
    return key(text).replace(" ", "").replace(BREAK, "")


def units(text: str) -> list[str]:
    """The folded units of a text in order; BREAK stands for itself.

    >>> units("第１９号 Word2007")
    ['第', '19', '号', 'word', '2007']
    """
    return _UNIT.findall(text.translate(_KEY))


def spans(text: str) -> list[tuple[str, int, int]]:
    """The units of a text, each with its start and end in the text."""
    return [(match.group(), match.start(), match.end()) for match in _UNIT.finditer(text.translate(_KEY))]


class Finder:
    r"""Finds rows of units in texts at their own offsets, however they are written there.

    A row stands in a text in any width, case and script, over blanks and line ends, but not over a BREAK; what it finds
    in the text is what a plain scan of ``key(text)`` finds.

    Args:
        rows: the rows.

    Raises:
        ValueError: for an empty row, which would stand everywhere.

    >>> Finder([("9", "号"), ("职", "工")]).spans("女職 工〔19〕９\n号")
    [(1, 4), (8, 11)]
    """

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        self._rows = [_row(tuple(row)) for row in rows]

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the rows stand, each place as (start, end), in order; places of different rows may overlap."""
        return sorted({span for row in self._rows for span in row.spans(text)})


_TOGETHER, _PARTING, _APART = range(3)
"""How a character stands to the one before it: within a unit, in the next one, in the next one of the same kind."""
_MANY = 16
"""Characters that a text is not searched for one by one."""


class _Row:
    """A row of units as it may be written: a pattern would take longer to compile than to find by hand."""

    def __init__(self, row: Sequence[str]) -> None:
        if not row:
            raise ValueError("an empty row of units")
        kinds = [_kind(unit) for unit in row]
        gaps = [_TOGETHER, *(_APART if kind and kind == before else _PARTING for before, kind in pairwise(kinds))]
        chars = [(_sources(char), _TOGETHER if at else gap) for gap, unit in zip(gaps, row, strict=True)
                 for at, char in enumerate(unit)]  # fmt: skip
        (self._first, _), *self._rest = chars
        self._before, self._behind = _members(kinds[0]), _members(kinds[-1])

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the row stands, from left to right; no two places overlap."""
        end = 0
        second, gap = self._rest[0] if self._rest else (None, _TOGETHER)
        for start in self._starts(text):
            if second is not None:  # most go no further
                char = text[start + 1 : start + 2]
                if char not in second and (not gap or char not in _BLANKS):
                    continue
            if start >= end and text[start - 1 : start] not in self._before:
                found = self._end(text, start + 1)
                if found:
                    yield start, found
                    end = found

    def _starts(self, text: str) -> list[int]:
        if len(self._first) > _MANY:
            return [at for at, char in enumerate(text) if char in self._first]
        starts = []
        for char in self._first:
            at = text.find(char)
            while at >= 0:
                starts.append(at)
                at = text.find(char, at + 1)
        return sorted(starts)

    def _end(self, text: str, at: int) -> int:
        """Where the row ends that has its second character at or behind this place; 0 where it does not go on."""
        for sources, gap in self._rest:
            char = text[at : at + 1]
            if gap and (char not in sources or gap == _APART):
                if char not in _BLANKS:
                    return 0
                while char in _BLANKS:
                    at += 1
                    char = text[at : at + 1]
            if char not in sources:
                return 0
            at += 1
        return 0 if text[at : at + 1] in self._behind else at


@lru_cache(256)
def _row(units: tuple[str, ...]) -> _Row:
    return _Row(units)


_BLANKS = frozenset(DROPPED.replace(BREAK, ""))
"""What folds to none."""


@lru_cache(4096)
def _sources(char: str) -> frozenset[str]:
    """The characters that fold to this one."""
    found, at = {char}, TARGET.find(char)
    while at >= 0:
        found.add(SOURCE[at])
        at = TARGET.find(char, at + 1)
    if char == "\ufffd":
        found.update(map(chr, range(0xD800, 0xE000)))
    return frozenset(found)


def _kind(unit: str) -> str | None:
    if "0" <= unit[0] <= "9":
        return "digit"
    return "letter" if re.match(_RUN["letter"], unit) else None


@cache
def _members(kind: str | None) -> frozenset[str]:
    """The characters that fold to a letter, or to a digit; none for another kind."""
    if kind is None:
        return frozenset()
    run, latin = re.compile(_RUN[kind]), [chr(code) for code in range(0x250)]
    sources = [SOURCE[match.start()] for match in run.finditer(TARGET)]
    return frozenset([*sources, *(char for char in latin if run.match(key(char)))])
