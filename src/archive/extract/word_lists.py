"""Automatic numbering of a Word file: its lists, and the numbers as they print."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.extract.numerals import gap_after, numeral
from archive.extract.symbols import symbol
from archive.extract.word import Word
from archive.extract.word_format import properties

LEVELS = 9
_LONGEST = 255
"""Characters of a number at most."""

_LISTS, _OVERRIDES = 73, 74
_BULLET = 23
_NO_STYLE = 0x0FFF
_NOTHING_FOLLOWS = 2


@dataclass(slots=True)
class Level:
    """A level of a list ([MS-DOC] 2.9.150).

    Attributes:
        start: its first number.
        form: how numbers are written (MSONFC).
        text: what prints, with the characters 0 to 8 in place of the numbers of levels.
        places: where in ``text`` those stand.
        plain: numbers of higher levels print in plain digits (isLgl).
        restart: the level from which on down a new number restarts this one; from 0.
        follow: what comes after: 0 a tab, 1 a blank, 2 nothing.
        paragraph: the properties that it gives its paragraphs.
    """

    start: int = 1
    form: int = 0
    text: str = ""
    places: frozenset[int] = frozenset()
    plain: bool = False
    restart: int = LEVELS
    follow: int = 0
    paragraph: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _List:
    styles: tuple[int, ...]
    levels: list[Level]


@dataclass(slots=True)
class _Override:
    """How paragraphs use a list: ``starts`` and ``levels`` by level, in place of the list's own."""

    number: int
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


@dataclass(slots=True)
class Lists:
    """The lists of a file and how far they have been counted."""

    lists: dict[int, _List] = field(default_factory=dict)
    overrides: list[_Override] = field(default_factory=list)
    _counts: dict[int, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[int, int]] = field(default_factory=set)

    @classmethod
    def of(cls, word: Word) -> Lists:
        """Read the lists; what is broken in them is left out."""
        lists: dict[int, _List] = {}
        overrides: list[_Override] = []
        try:
            _read_lists(_from(word, _LISTS), lists)
            _read_overrides(_from(word, _OVERRIDES), overrides)
        except (struct.error, IndexError):
            pass
        return cls(lists, overrides)

    def level(self, style: int, paragraph: Mapping[str, int]) -> tuple[int, int, Level] | None:
        """The list that a paragraph belongs to, with its place among the overrides from 1, and the level there."""
        use = paragraph.get("list", 0)
        if not 1 <= use <= len(self.overrides):
            return None
        override = self.overrides[use - 1]
        found = self.lists.get(override.number)
        if found is None:
            return None
        at = paragraph.get("level")
        if at is None:
            at = found.styles.index(style) if style in found.styles and style != _NO_STYLE else 0
        level = override.levels.get(at) or (found.levels[at] if at < len(found.levels) else None)
        return None if level is None else (use, at, level)

    def next(self, use: int, at: int, level: Level) -> str:
        """Count one paragraph and give its number as it prints, with the blank that follows.

        Args:
            use: place of its override, from 1.
            at: its level, from 0.
            level: what `level` gave.
        """
        override = self.overrides[use - 1]
        counts = self._counts.setdefault(override.number, [None] * LEVELS)
        if at in override.starts and (use, at) not in self._begun:
            counts[at] = override.starts[at]
        else:
            before = counts[at]
            counts[at] = level.start if before is None else before + 1
        self._begun.add((use, at))
        levels = self.lists[override.number].levels
        for below in range(at + 1, LEVELS):
            if below >= len(levels) or at < levels[below].restart:
                counts[below] = None
        text = self._text(override, counts, level)
        return text if level.follow == _NOTHING_FOLLOWS else text + gap_after(text)

    def _text(self, override: _Override, counts: list[int | None], level: Level) -> str:
        if level.form == _BULLET:
            return symbol(level.text, "•")
        levels = self.lists[override.number].levels
        out = ""
        for place, each in enumerate(level.text):
            if place not in level.places:
                out += each
                continue
            at = ord(each)
            other = level if at >= len(levels) else override.levels.get(at, levels[at])
            value = counts[at]
            form = 0 if level.plain and other.form != 22 else other.form
            out += numeral(other.start if value is None else value, form)
        return out


def _from(word: Word, index: int) -> bytes:
    """A table with what follows it in the stream: levels stand behind the lists, outside of the length told."""
    start, length = struct.unpack_from("<II", word.fib, 154 + 8 * index) if not word.old else (0, 0)
    return word.table[start:] if length else b""


def _read_lists(data: bytes, lists: dict[int, _List]) -> None:
    """PlfLst ([MS-DOC] 2.9.191) and the levels behind it."""
    if not data:
        return
    count = int.from_bytes(data[:2], "little")
    heads = [struct.unpack_from("<ii9HBB", data, 2 + 28 * each) for each in range(count)]
    at = 2 + 28 * count
    for number, _, *styles, flags, _ in heads:
        found = _List(tuple(styles), [])
        lists[number] = found
        for _ in range(1 if flags & 1 else LEVELS):
            level, at = _level(data, at)
            found.levels.append(level)


def _level(data: bytes, at: int) -> tuple[Level, int]:
    """A level (LVL, [MS-DOC] 2.9.149), and where the next one begins."""
    start, form, flags = struct.unpack_from("<iBB", data, at)
    places = frozenset(each - 1 for each in data[at + 6 : at + 15] if each)
    follow, of_characters, of_paragraph, restart = data[at + 15], data[at + 24], data[at + 25], data[at + 26]
    at += 28
    paragraph = properties(data[at : at + of_paragraph])
    at += of_paragraph + of_characters
    (length,) = struct.unpack_from("<H", data, at)
    text = data[at + 2 : at + 2 + 2 * min(length, _LONGEST)].decode("utf-16-le", "replace")
    kept = frozenset(each for each in places if each < len(text) and ord(text[each]) < LEVELS)
    level = Level(start, form, text, kept, bool(flags & 4), restart if flags & 8 else LEVELS, follow, paragraph)
    return level, at + 2 + 2 * length


def _read_overrides(data: bytes, overrides: list[_Override]) -> None:
    """PlfLfo ([MS-DOC] 2.9.190)."""
    if not data:
        return
    (count,) = struct.unpack_from("<I", data)
    at = 4 + 16 * count
    for each in range(min(count, len(data) // 16)):
        number, _, _, levels, *_ = struct.unpack_from("<iIIB", data, 4 + 16 * each)
        override = _Override(number)
        overrides.append(override)
        at += 4
        for _ in range(levels):
            start, flags = struct.unpack_from("<iI", data, at)
            at += 8
            if flags & 0x20:
                override.levels[flags & 15], at = _level(data, at)
                start = override.levels[flags & 15].start
            if flags & 0x10:
                override.starts[flags & 15] = start
