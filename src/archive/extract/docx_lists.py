"""Automatic numbering of DOCX files: the number of each paragraph as it prints."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from archive.extract.docx_styles import NOTHING, Looks, Styles, child, of_paragraph, switched, value
from archive.extract.numerals import form_of, gap_after, numeral
from archive.extract.symbols import symbol

LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_LONGEST = 200
_DECIMAL, _PADDED = "decimal", "decimalZero"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list.

    Attributes:
        start: its first number.
        form: name of its number format.
        text: what prints, with the place of each level's number as %1 to %9.
        follow: what stands behind the number: ``tab``, ``space`` or ``nothing``.
        plain: all numbers are in digits.
        restart: the level, from 1, whose next number makes it begin anew; 0 for none, None for any above it.
        style: the style of paragraphs that belong to it.
        looks: what it sets for its paragraphs.
    """

    start: int = 1
    form: str = _DECIMAL
    text: str = ""
    follow: str = "tab"
    plain: bool = False
    restart: int | None = None
    style: str = ""
    looks: Looks = NOTHING


@dataclass(frozen=True, slots=True)
class Place:
    """The list and level of a paragraph, and what that level sets for it."""

    number: str
    at: int
    looks: Looks


@dataclass(slots=True)
class _List:
    """A list as paragraphs use it: the one it counts with, its levels, and where it begins anew."""

    counts: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(slots=True)
class Lists:
    """The lists of a file, counted as far as it has been read."""

    lists: dict[str, _List] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: Any, styles: Styles) -> Lists:
        """Read numbering.xml; without one nothing is numbered."""
        found = cls()
        patterns: dict[str, Any] = {}
        uses: dict[str, Any] = {}
        for each in root if root is not None else ():
            if child(each, "abstractNumId") is not None:
                uses[value(each, "numId") or ""] = each
            elif value(each, "abstractNumId") is not None:
                patterns[value(each, "abstractNumId") or ""] = each
        for number, use in uses.items():
            found.lists[number] = _use(use, patterns, uses, styles)
        return found

    def level(self, looks: Looks) -> Place | None:
        """The place of a paragraph in a list, None where it has no number.

        Args:
            looks: how the paragraph looks; of its style only the list is told, the style's place in that its level.
        """
        found = self.lists.get(looks.get("list"))
        if found is None or looks.get("list") == "0":
            return None
        styled = next(
            (at for at, each in found.levels.items() if each.style and each.style == looks.get("style")), None
        )
        said = looks.get("level", "0")
        at = int(said) if said.isdecimal() else 0
        if at == 0 and styled is not None:
            at = styled
        level = found.levels.get(at)
        return None if level is None else Place(looks.get("list"), at, level.looks)

    def next(self, place: Place) -> str:
        """Count one paragraph and give its number as it prints, with the blank that follows."""
        found, at = self.lists[place.number], place.at
        level = found.levels[at]
        counts = self._counts.setdefault(found.counts, [None] * LEVELS)
        if at in found.starts and (place.number, at) not in self._begun:
            counts[at] = found.starts[at]
        else:
            before = counts[at]
            counts[at] = level.start if before is None else before + 1
        self._begun.add((place.number, at))
        for below in range(at + 1, LEVELS):
            restart = found.levels[below].restart if below in found.levels else None
            if restart is None or 0 < at + 1 <= restart:
                counts[below] = None
        text = _printed(level, found.levels, counts)
        return text if level.follow == "nothing" else text + gap_after(text)


def _printed(level: Level, levels: Mapping[int, Level], counts: list[int | None]) -> str:
    if level.form == "bullet":
        return symbol(level.text, "•")

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        other = levels.get(at, level)
        form = _DECIMAL if level.plain and other.form != _PADDED else other.form
        value = counts[at]
        return numeral(other.start if value is None else value, form_of(form))

    return "" if level.form == "none" and level.text == "%1" else _PLACE.sub(number, level.text)


def _use(use: Any, patterns: Mapping[str, Any], uses: Mapping[str, Any], styles: Styles) -> _List:
    """A list as it is used: the levels of its pattern, with its own laid over them."""
    identity = value(child(use, "abstractNumId"), "val") or ""
    pattern = patterns.get(identity)
    linked = value(child(pattern, "numStyleLink"), "val")
    if linked is not None and linked in styles.styles:  # the pattern is that of a style for lists
        other = uses.get(styles.styles[linked].paragraph.get("list"))
        identity = value(child(other, "abstractNumId"), "val") or identity
        pattern = patterns.get(identity, pattern)
    levels = dict(_levels(pattern))
    starts: dict[int, int] = {}
    for each in use:
        if value(each, "ilvl") is not None:
            at = _whole(value(each, "ilvl"))
            levels.update(_levels(each))
            start = child(each, "startOverride")
            if start is not None:
                starts[at] = _whole(value(start, "val"))
    return _List(identity, levels, starts)


def _levels(parent: Any) -> list[tuple[int, Level]]:
    found = []
    for each in parent if parent is not None else ():
        if child(each, "lvlText") is None and child(each, "numFmt") is None:
            continue
        at = _whole(value(each, "ilvl"))
        restart = child(each, "lvlRestart")
        level = Level(
            _whole(value(child(each, "start"), "val") or "1"),
            value(child(each, "numFmt"), "val") or _DECIMAL,
            (value(child(each, "lvlText"), "val") or "")[:_LONGEST],
            value(child(each, "suff"), "val") or "tab",
            switched(each, "isLgl"),
            None if restart is None else _whole(value(restart, "val")),
            value(child(each, "pStyle"), "val") or "",
            of_paragraph(child(each, "pPr")),
        )
        if 0 <= at < LEVELS:
            found.append((at, level))
    return found


def _whole(said: str | None) -> int:
    return int(said) if said and said.isdecimal() and len(said) < 10 else 0
