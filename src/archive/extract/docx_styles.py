"""Styles of DOCX: the properties of paragraphs and runs that bear on how a line is read, merged as Word does."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from archive.extract.docx_parts import W, attribute, child, is_on, whole
from archive.extract.glyphs import is_red

Look = dict[str, Any]
"""Properties by name: ``size`` (points), ``red``, ``hidden``, ``font``, ``style``; of paragraphs ``align``, ``left``,
``right``, ``first``, ``before``, ``after`` (points; in characters or lines where the name says so), ``new page``,
``list``, ``level``; of one paragraph alone ``goes on`` (with the next one), ``section`` (the properties of the one that
ends with it).
"""
_Read = Callable[[Look, Any], None]
"""Puts what one property says into a look."""

_MEASURE = re.compile(r"(-?[0-9]{1,7}(?:\.[0-9]{1,6})?)(pt|cm|mm|in|pc|pi)?")
_POINTS = {None: 1 / 20, "pt": 1.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0, "pc": 12.0, "pi": 12.0}
_COLOUR = re.compile("([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})")
_DELETED = frozenset([W + "del", W + "moveFrom"])
_HIDDEN = frozenset([W + "vanish", W + "specVanish"])
_DEEPEST = 64
"""Styles that one may be based on, one by another."""


def points(text: str, plain: float = 1 / 20) -> float | None:
    """A measure in points, None where it is none (ISO/IEC 29500-1, 22.9.2.14).

    Args:
        text: a number, with a unit or without.
        plain: points of a number without unit; twentieths unless told.
    """
    if text.isdigit() and text.isascii() and len(text) < 8:
        return int(text) * plain
    match = _MEASURE.fullmatch(text)
    return None if match is None else float(match[1]) * (_POINTS[match[2]] if match[2] else plain)


def _size(look: Look, element: Any) -> None:
    if size := points(attribute(element), 1 / 2):
        look["size"] = size


def _red(look: Look, element: Any) -> None:
    match = _COLOUR.fullmatch(attribute(element))
    red, green, blue = (int(part, 16) for part in match.groups()) if match else (0, 0, 0)
    look["red"] = is_red(red, green, blue)


def _font(look: Look, element: Any) -> None:
    if font := attribute(element, "ascii") or attribute(element, "hAnsi"):
        look["font"] = font


def _said(name: str) -> _Read:
    """A reader of a property that is its value."""

    def read(look: Look, element: Any) -> None:
        look[name] = attribute(element)

    return read


def _switch(name: str) -> _Read:
    """A reader of a property that is on or off."""

    def read(look: Look, element: Any) -> None:
        look[name] = is_on(element)

    return read


def _measures(names: dict[str, str]) -> _Read:
    """A reader of attributes that are measures; those in hundredths of a character or line have that in their names."""
    known = {
        W + name: (
            key.lstrip("-"),
            (-1 if key.startswith("-") else 1),
            1 / 100 if key.endswith(("chars", "lines")) else 1 / 20,
        )
        for name, key in names.items()
    }

    def read(look: Look, element: Any) -> None:
        for name, text in element.items():
            if name in known:
                key, sign, plain = known[name]
                if (value := points(text, plain)) is not None:
                    look[key] = sign * value

    return read


def _list(look: Look, element: Any) -> None:
    if (number := child(element, "numId")) is not None:
        look["list"] = attribute(number)
    if (level := child(element, "ilvl")) is not None:
        look["level"] = whole(attribute(level))


def _mark(look: Look, element: Any) -> None:
    """Whether the mark that ends a paragraph is deleted or hidden, so that the next one goes on with it."""
    for each in element:
        tag = each.tag
        if tag in _DELETED or (tag in _HIDDEN and is_on(each)):
            look["goes on"] = True


def _end(look: Look, element: Any) -> None:
    look["section"] = element


_INDENTS = {
    "left": "left", "start": "left", "right": "right", "end": "right", "firstLine": "first", "hanging": "-first",
    "leftChars": "left chars", "startChars": "left chars", "rightChars": "right chars", "endChars": "right chars",
    "firstLineChars": "first chars", "hangingChars": "-first chars",
}  # fmt: skip
_SPACES = {"before": "before", "after": "after", "beforeLines": "before lines", "afterLines": "after lines"}

_OF_RUNS: dict[str, _Read] = {
    W + "sz": _size,
    W + "color": _red,
    W + "rFonts": _font,
    W + "vanish": _switch("hidden"),
    W + "rStyle": _said("style"),
}
_OF_PARAGRAPHS: dict[str, _Read] = {
    W + "jc": _said("align"),
    W + "ind": _measures(_INDENTS),
    W + "spacing": _measures(_SPACES),
    W + "pageBreakBefore": _switch("new page"),
    W + "numPr": _list,
    W + "pStyle": _said("style"),
}
_OF_ONE_PARAGRAPH = {**_OF_PARAGRAPHS, W + "rPr": _mark, W + "sectPr": _end}
"""What a paragraph says that no style does."""


def _read(properties: Any | None, reads: dict[str, _Read], look: Look) -> Look:
    """The look, with what properties add to it, which may be None."""
    for element in () if properties is None else properties:
        if (read := reads.get(element.tag)) is not None:
            read(look, element)
    return look


def look_of(paragraph: Any | None, run: Any | None) -> Look:
    """The look that a style or a level says itself, by its properties of paragraphs and of runs; either may be None."""
    return _read(run, _OF_RUNS, _read(paragraph, _OF_PARAGRAPHS, {}))


class Styles:
    """The styles of a file.

    Args:
        root: the part of the styles, None where there is none.
    """

    def __init__(self, root: Any | None) -> None:
        found = () if root is None else root.findall(W + "style")
        self._styles = {attribute(each, "styleId"): each for each in found}
        self._usual = next(
            (
                attribute(each, "styleId")
                for each in found
                if attribute(each, "type") == "paragraph" and attribute(each, "default") in ("1", "true", "on")
            ),
            "",
        )
        defaults = child(root, "docDefaults")
        self._defaults = {"size": 10.0, **look_of(
            child(defaults, "pPrDefault", "pPr"), child(defaults, "rPrDefault", "rPr")
        )}  # fmt: skip
        self._looks: dict[str, Look] = {}

    def look(self, name: str) -> Look:
        """What a style says, with those it is based on; empty for an unknown one."""
        if name not in self._looks:
            chain: list[str] = []
            while name in self._styles and name not in chain and len(chain) < _DEEPEST:
                chain.append(name)
                based = child(self._styles[name], "basedOn")
                name = "" if based is None else attribute(based)
            look: Look = {}
            for each in reversed(chain):
                own = look_of(child(self._styles[each], "pPr"), child(self._styles[each], "rPr"))
                look |= own | ({"list style": each} if "list" in own or "level" in own else {})
            if not chain:
                return {}
            self._looks[chain[0]] = look
            return look
        return self._looks[name]

    def paragraph(self, properties: Any | None, level: Callable[[Look], Look]) -> Look:
        """The look of a paragraph by its style, its list and itself, the nearest last.

        Args:
            properties: its ``w:pPr``, may be None.
            level: what a list adds to a paragraph of a look.
        """
        own = _read(properties, _OF_ONE_PARAGRAPH, {})
        name = own.pop("style", "")
        base = self.look(name if name in self._styles else self._usual)
        if "list" in own:
            merged = self._defaults | base | {"list style": ""} | own
            return merged | level(merged) | own
        return self._defaults | level(base | own) | base | own

    def run(self, paragraph: Look, properties: Any | None) -> Look:
        """The look of a run in a paragraph of a look; properties is its ``w:rPr``, may be None."""
        own = _read(properties, _OF_RUNS, {})
        if "style" in own:
            return paragraph | self.look(own.pop("style")) | own
        return paragraph | own if own else paragraph
