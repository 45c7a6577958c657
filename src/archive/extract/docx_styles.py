"""Styles of DOCX files: how paragraphs and letters look, from the defaults of the file down to a run's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from archive.extract.word_format import is_red

_DEPTH = 20
"""Styles that one may be based on, one over the other."""
_OFF = {"0", "false", "off"}
_COLOUR = re.compile("[0-9A-Fa-f]{6}")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
_POINTS = {"": 1 / 20, "pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "pi": 12.0}
"""Points by unit; a bare number is in twentieths of a point (ISO/IEC 29500-1, 22.9.2.14)."""


def child(element: Any, name: str) -> Any:
    """The first child of this name, in whatever namespace; None where there is none."""
    if element is None:
        return None
    end = "}" + name
    return next((each for each in element if isinstance(each.tag, str) and each.tag.endswith(end)), None)


def value(element: Any, name: str) -> str | None:
    """The value of an attribute, in whatever namespace."""
    if element is None:
        return None
    found = element.get(name)
    if found is not None:
        return str(found)
    return next((str(said) for key, said in element.items() if key.rpartition("}")[2] == name), None)


def switched(element: Any, name: str) -> bool:
    """Whether a property that is on or off is on."""
    found = child(element, name)
    return found is not None and value(found, "val") not in _OFF


def length(element: Any, name: str) -> float:
    """A length in points; 0 where none is given."""
    said = (value(element, name) or "").strip()
    match = _NUMBER.match(said)
    return float(match.group()) * _POINTS.get(said[match.end() :], 0.0) if match else 0.0


@dataclass(frozen=True, slots=True)
class Looks:
    """Properties by name, each as text; lengths in points."""

    of: dict[str, str] = field(default_factory=dict)

    def get(self, name: str, default: str = "") -> str:
        """A property."""
        return self.of.get(name, default)

    def flag(self, name: str) -> bool:
        """Whether a property is on."""
        return self.of.get(name) == "1"

    def number(self, name: str) -> float:
        """A property that is a number, 0 where it is not given."""
        return float(self.of.get(name) or 0)

    def indent(self, side: str, em: float) -> float:
        """An indent in points; where it is given in hundredths of a character, these count."""
        chars = self.number(f"{side} chars")
        return chars * em / 100 if chars else self.number(side)

    def under(self, other: Looks) -> Looks:
        """These with others laid over them."""
        return Looks({**self.of, **other.of}) if other.of else self


NOTHING = Looks()


def of_letters(element: Any) -> Looks:
    """The properties of letters (rPr) that matter here."""
    if element is None:
        return NOTHING
    found: dict[str, str] = {}
    for each in element:
        name = each.tag.rpartition("}")[2] if isinstance(each.tag, str) else ""
        said = value(each, "val")
        if name == "sz" and said and _NUMBER.fullmatch(said):
            found["size"] = str(float(said) / 2)
        elif name in ("vanish", "webHidden"):
            found["hidden"] = "0" if said in _OFF else "1"
        elif name == "color" and said:
            shares = [int(said[at : at + 2], 16) for at in (0, 2, 4)] if _COLOUR.fullmatch(said) else [0, 0, 0]
            found["red"] = str(int(is_red(*shares)))
        elif name == "rStyle" and said:
            found["style"] = said
    return Looks(found)


def of_paragraph(element: Any) -> Looks:
    """The properties of a paragraph (pPr) that matter here."""
    if element is None:
        return NOTHING
    found: dict[str, str] = {}
    align, indents, spacing = child(element, "jc"), child(element, "ind"), child(element, "spacing")
    if align is not None:
        found["align"] = value(align, "val") or ""
    for side, names in (("left", ("left", "start")), ("right", ("right", "end"))):
        _indent(found, indents, side, names, 1)
    _indent(found, indents, "first", ("hanging",), -1)
    _indent(found, indents, "first", ("firstLine",), 1)
    if spacing is not None:
        _given(found, "before", None if value(spacing, "before") is None else length(spacing, "before"))
        _given(found, "before lines", _whole(value(spacing, "beforeLines")))
    numbering = child(element, "numPr")
    if numbering is not None:
        found["list"] = value(child(numbering, "numId"), "val") or ""
        found["level"] = value(child(numbering, "ilvl"), "val") or found.get("level", "0")
    if child(element, "pageBreakBefore") is not None:
        found["page break"] = str(int(switched(element, "pageBreakBefore")))
    mark = child(element, "rPr")
    if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
        found["deleted mark"] = "1"
    if switched(mark, "vanish"):
        found["hidden mark"] = "1"
    return Looks(found)


def _indent(found: dict[str, str], element: Any, side: str, names: tuple[str, ...], sign: int) -> None:
    for name in names:
        if value(element, name) is not None:
            found[side] = str(sign * length(element, name))
            found.setdefault(f"{side} chars", "0")
        _given(found, f"{side} chars", _whole(value(element, f"{name}Chars")), sign)


def _given(found: dict[str, str], name: str, number: float | None, sign: int = 1) -> None:
    if number is not None:
        found[name] = str(sign * number)


def _whole(said: str | None) -> float | None:
    return float(said) if said and _NUMBER.fullmatch(said) else None


@dataclass(slots=True)
class Style:
    """A style: the one it is based on, and what it sets of its own."""

    base: str
    paragraph: Looks
    letters: Looks


@dataclass(slots=True)
class Styles:
    """The styles of a file.

    Attributes:
        styles: by id.
        default: id of the style of paragraphs that name none.
        letters: the defaults of the file for letters.
        paragraphs: those for paragraphs.
    """

    styles: dict[str, Style] = field(default_factory=dict)
    default: str = ""
    letters: Looks = NOTHING
    paragraphs: Looks = NOTHING
    _known: dict[str, Looks] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Any) -> Styles:
        """Read styles.xml; without one nothing is known."""
        found = cls()
        defaults = child(root, "docDefaults")
        found.letters = of_letters(child(child(defaults, "rPrDefault"), "rPr"))
        found.paragraphs = of_paragraph(child(child(defaults, "pPrDefault"), "pPr"))
        for each in root if root is not None else ():
            identity = value(each, "styleId")
            if identity is None:
                continue
            base = value(child(each, "basedOn"), "val") or ""
            found.styles[identity] = Style(base, of_paragraph(child(each, "pPr")), of_letters(child(each, "rPr")))
            if value(each, "type") == "paragraph" and value(each, "default") not in (None, *_OFF):
                found.default = identity
        return found

    def paragraph(self, own: Any, level: Looks = NOTHING) -> Looks:
        """How a paragraph and its letters look.

        Args:
            own: its properties (pPr); may be None.
            level: what its level of a list sets; it counts more than the style and less than its own.
        """
        style = value(child(own, "pStyle"), "val")
        identity = style if style in self.styles else self.default
        return self._style(identity or "").under(level).under(of_paragraph(own)).under(Looks({"style": identity or ""}))

    def run(self, own: Any, paragraph: Looks) -> Looks:
        """How the letters of a run look in a paragraph."""
        looks = of_letters(own)
        if "style" in looks.of:
            for each in self._line(looks.get("style")):
                paragraph = paragraph.under(each.letters)
        return paragraph.under(looks)

    def _style(self, identity: str) -> Looks:
        known = self._known.get(identity)
        if known is None:
            known = self.paragraphs.under(self.letters)
            for each in self._line(identity):
                known = known.under(each.paragraph).under(each.letters)
            self._known[identity] = known
        return known

    def _line(self, identity: str) -> Iterator[Style]:
        """A style after those it is based on."""
        line: list[Style] = []
        while (found := self.styles.get(identity)) is not None and len(line) < _DEPTH:
            line.append(found)
            identity = found.base
        return reversed(line)
