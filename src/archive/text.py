"""The search key of a text and its units: the only normalising in the project.

Every character folds to one character or to none, each by itself: width, case, brackets, quotes, dashes, radicals,
and traditional to simplified. A text is a row of units: each run of Latin letters or of digits is one, every other
visible character is one. White space and format characters only part runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
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
RUNS = f"[{_LETTER}]{{2,}}|[{_DIGIT}]{{2,}}"
"""A pattern of the units that have more than one character in a folded text."""
_RUN = {"letter": f"[{_LETTER}]", "digit": f"[{_DIGIT}]"}


def key(text: str) -> str:
    """The folded text at its full length, with a space for each character that folds to none.

    >>> key("蘇工發〔２０２４〕 Ab")
    '苏工发(2024) ab'
    """
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
        self._rows = [tuple(row) for row in rows]
        if () in self._rows:
            raise ValueError("an empty row of units")

    @cached_property
    def _plain(self) -> list[re.Pattern[str]]:
        return [_written(row, _WHITE) for row in self._rows]

    @cached_property
    def _marked(self) -> list[re.Pattern[str]]:
        return [_written(row, _one_of(DROPPED.replace(BREAK, ""))) for row in self._rows]

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the rows stand, each place as (start, end), in order; places of different rows may overlap."""
        patterns = self._marked if _unusual().search(text) else self._plain
        return sorted({match.span() for pattern in patterns for match in pattern.finditer(text)})


_WHITE = r"[^\S\f]"
"""White space, all of which but BREAK folds to none; compiles ten times faster than a list of all that does."""


@cache
def _unusual() -> re.Pattern[str]:
    """Characters beyond white space that fold to none, and all beyond U+FFFF, among which are such."""
    invisible = _one_of(char for char in DROPPED if char <= "\uffff" and not char.isspace())
    return re.compile(f"{invisible[:-1]}\U00010000-\U0010ffff]")


def _written(row: Sequence[str], blank: str) -> re.Pattern[str]:
    first, *rest = map(_sources, row[0])
    parts = [first, _edge(row[0], "(?<!{}(?s:.))"), *rest]  # behind the first character: a search begins faster with it
    for before, unit in pairwise(row):
        parts += [blank, "+" if _kind(unit) and _kind(unit) == _kind(before) else "*", *map(_sources, unit)]
    return re.compile("".join([*parts, _edge(row[-1], "(?!{})")]))


def _sources(char: str) -> str:
    """A pattern of the characters that fold to this one."""
    found, at = [char], TARGET.find(char)
    while at >= 0:
        found.append(SOURCE[at])
        at = TARGET.find(char, at + 1)
    if char == "\ufffd":
        found += map(chr, range(0xD800, 0xE000))
    return _one_of(found) if found[1:] else re.escape(char)


def _one_of(chars: Iterable[str]) -> str:
    """A pattern of one of these characters, with ranges, which are faster to look up."""
    runs: list[list[str]] = []
    for char in sorted(set(chars)):
        if runs and ord(char) == ord(runs[-1][1]) + 1:
            runs[-1][1] = char
        else:
            runs.append([char, char])
    return f"[{''.join('-'.join(map(re.escape, dict.fromkeys(run))) for run in runs)}]"


def _kind(unit: str) -> str | None:
    if "0" <= unit[0] <= "9":
        return "digit"
    return "letter" if re.match(_RUN["letter"], unit) else None


def _edge(unit: str, look: str) -> str:
    kind = _kind(unit)
    return "" if kind is None else look.format(_members(kind))


@cache
def _members(kind: str) -> str:
    """A pattern of the characters that fold to a letter, or to a digit."""
    run, latin = re.compile(_RUN[kind]), [chr(code) for code in range(0x250)]
    sources = [SOURCE[match.start()] for match in run.finditer(TARGET)]
    return _one_of([*sources, *(char for char in latin if run.match(key(char)))])
