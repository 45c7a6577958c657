"""Automatic numbering of DOCX: the label that each numbered paragraph prints (ISO/IEC 29500-1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from archive.extract.docx_parts import W, attribute, child, is_on, whole
from archive.extract.docx_styles import Look, Styles, look_of
from archive.extract.numerals import form_of, numeral
from archive.extract.symbols import symbol

_LEVELS = 9
_FORM = W + "numFmt"
_SAID = ("start", "numFmt", "lvlText", "suff", "lvlRestart", "pStyle")
_PLACE = re.compile("%([1-9])")
_LONGEST = 40
"""Characters of the text of a level at most."""
_CLOSE = re.compile("[\u2460-\u24ff\u2e80-\u9fff\uff00-\uffef]$")
"""A label after which print needs no blank."""


@dataclass(slots=True)
class _Level:
    """How a level of a list is numbered."""

    start: int
    form: str
    text: str
    after: str
    decimal: bool
    restart: int | None
    style: str
    look: Look


@dataclass(slots=True)
class _List:
    """An abstract numbering; ``link`` is the style whose numbering stands for it."""

    levels: dict[int, _Level]
    link: str
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Instance:
    """A numbering that paragraphs refer to: a list, with levels and beginnings of its own."""

    of: str
    starts: dict[int, int]
    levels: dict[int, _Level]
    begun: bool = False


class Numbering:
    """The lists of a file and how far each has counted.

    Args:
        root: the numbering part, None where there is none.
        styles: the styles of the file.
    """

    def __init__(self, root: Any | None, styles: Styles) -> None:
        self._styles = styles
        found = () if root is None else root
        self._lists = {attribute(each, "abstractNumId"): _list(each) for each in found if each.tag == W + "abstractNum"}
        self._instances = {attribute(each, "numId"): _instance(each) for each in found if each.tag == W + "num"}

    def look(self, look: Look) -> Look:
        """What the level of a numbered paragraph adds to its look, empty for any other paragraph."""
        found = self._found(look)
        return {} if found is None else found[2].look

    def label(self, look: Look) -> str:
        """The label that the next paragraph of this look prints, with the blank after it; empty without numbering."""
        found = self._found(look)
        if found is None:
            return ""
        listed, instance, level, at = found
        self._count(listed, instance, at)
        said = _PLACE.sub(lambda match: self._number(listed, instance, level, int(match[1]) - 1), level.text)
        said = said.replace("\u200b", "").strip()
        if not said or level.after == "nothing":
            return said
        return said if level.after == "tab" and _CLOSE.search(said) else said + " "

    def _found(self, look: Look) -> tuple[_List, _Instance, _Level, int] | None:
        if "list" not in look:
            return None
        instance = self._instances.get(look["list"])
        listed = self._lists.get(instance.of) if instance is not None else None
        for _ in range(_LEVELS):
            if instance is None or listed is None or not listed.link:
                break
            instance = self._instances.get(self._styles.look(listed.link).get("list", ""))
            listed = self._lists.get(instance.of) if instance is not None else None
        if instance is None or listed is None:
            return None
        levels = listed.levels | instance.levels
        of_style = [at for at, level in levels.items() if level.style and level.style == look.get("list style")]
        at = of_style[0] if of_style else min(max(look.get("level", 0), 0), _LEVELS - 1)
        return (listed, instance, levels[at], at) if at in levels else None

    def _count(self, listed: _List, instance: _Instance, at: int) -> None:
        """One more at a level; what is below begins anew, unless its ``lvlRestart`` says otherwise (17.9.10)."""
        if not instance.begun:
            instance.begun = True
            for level, start in instance.starts.items():
                listed.counts[level] = start - 1
        levels = listed.levels | instance.levels
        listed.counts[at] = listed.counts.get(at, levels[at].start - 1) + 1
        for below in range(at + 1, _LEVELS):
            restart = levels[below].restart if below in levels else None
            if restart is None or at < restart:
                listed.counts.pop(below, None)

    def _number(self, listed: _List, instance: _Instance, level: _Level, at: int) -> str:
        named = instance.levels.get(at) or listed.levels.get(at)
        if named is None:
            return ""
        form = "decimal" if level.decimal and named.form != "none" else named.form
        return numeral(listed.counts.get(at, named.start), form_of(form))


def _list(element: Any) -> _List:
    levels = {whole(attribute(each, "ilvl")): _level(each) for each in element.findall(W + "lvl")[:_LEVELS]}
    link = child(element, "numStyleLink")
    return _List(levels, "" if link is None else attribute(link))


def _instance(element: Any) -> _Instance:
    of = child(element, "abstractNumId")
    made = _Instance("" if of is None else attribute(of), {}, {})
    for each in element.findall(W + "lvlOverride")[:_LEVELS]:
        at = whole(attribute(each, "ilvl"))
        if (start := child(each, "startOverride")) is not None:
            made.starts[at] = whole(attribute(start))
        if (level := child(each, "lvl")) is not None:
            made.levels[at] = _level(level)
    return made


def _level(element: Any) -> _Level:
    parts = {each.tag: each for each in reversed(element)}
    if _FORM not in parts and (newer := next(element.iter(_FORM), None)) is not None:
        parts[_FORM] = newer  # a form that only newer programs know stands in a choice with an older one beside it
    said = {name: attribute(parts[W + name]) for name in _SAID if W + name in parts}
    form = said.get("numFmt", "decimal")
    text = said.get("lvlText", "")[:_LONGEST]
    if form == "bullet":
        fonts = child(parts.get(W + "rPr"), "rFonts")
        text = symbol(text, font="" if fonts is None else attribute(fonts, "ascii"))
    return _Level(
        start=whole(said.get("start", ""), 1 if "start" in said else 0),
        form=form,
        text=text,
        after=said.get("suff", "tab"),
        decimal=is_on(parts.get(W + "isLgl")),
        restart=whole(said["lvlRestart"], 0) if "lvlRestart" in said else None,
        style=said.get("pStyle", ""),
        look=look_of(parts.get(W + "pPr"), None),
    )
