"""Properties of paragraphs and characters in a Word file: single ones (sprms) and styles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from archive.extract.word import Word

Properties = Mapping[str, int]

_LENGTHS = (1, 1, 2, 4, 2, 2, 0, 3)
"""Bytes of an operand by spra ([MS-DOC] 2.2.5.1); 0 is told by the operand itself."""

_TABS, _TABLES_OF_CELLS = 0xC615, (0xD606, 0xD608)
_DEPTH = 16
"""Styles that a style is based on, at most."""

_PARAGRAPH = {
    0x2403: "align", 0x2461: "align", 0x2407: "page break", 0x260A: "level", 0x460B: "list",
    0x840E: "right", 0x845D: "right", 0x840F: "left", 0x845E: "left", 0x8411: "first", 0x8460: "first",
    0x4455: "right chars", 0x4456: "left chars", 0x4457: "first chars", 0xA413: "before", 0xA414: "after",
    0x2416: "in table", 0x2417: "row end", 0x6645: "elsewhere", 0x6646: "elsewhere",
}  # fmt: skip
_CHARACTER = {
    0x0800: "deleted", 0x083C: "hidden", 0x4A30: "style", 0x4A43: "half points", 0x2A42: "red", 0x6870: "red",
    0x6A09: "symbol",
}  # fmt: skip
_SECTION = {0x3009: "break", 0x300A: "title page", 0xB01F: "width", 0xB021: "left", 0xB022: "right"}
_TABLES = {1: _PARAGRAPH, 2: _CHARACTER, 4: _SECTION}
_SIGNED = frozenset((0x840E, 0x845D, 0x840F, 0x845E, 0x8411, 0x8460, 0x4455, 0x4456, 0x4457, 0x460B))
_RED: dict[int, Callable[[int], bool]] = {
    0x2A42: lambda place: place in (6, 13),
    0x6870: lambda colour: is_red(colour & 255, colour >> 8 & 255, colour >> 16 & 255),
}


def is_red(red: int, green: int, blue: int) -> bool:
    """Whether a colour is the red of mastheads, also a dark one; each share from 0 to 255."""
    return red >= 0x80 and max(green, blue) <= red * 3 // 8


def properties(grpprl: bytes, of: int = 1) -> dict[str, int]:
    """The properties that single ones set, those of one kind that are read here.

    Args:
        grpprl: sprms one after the other ([MS-DOC] 2.2.5); the rest of a broken one is left.
        of: 1 for paragraphs, 2 for characters, 4 for sections (sgc).
    """
    names = _TABLES[of]
    found: dict[str, int] = {}
    for code, operand in _sprms(grpprl):
        name = names.get(code)
        if name is not None:
            value = int.from_bytes(operand, "little", signed=code in _SIGNED)
            found[name] = int(_RED[code](value)) if code in _RED else value
    return found


def _sprms(grpprl: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 2 < len(grpprl):
        code = grpprl[at] | grpprl[at + 1] << 8
        at += 2
        length = _LENGTHS[code >> 13] or _told(code, grpprl, at)
        yield code, grpprl[at : at + length]
        at += length


def _told(code: int, grpprl: bytes, at: int) -> int:
    """Bytes of an operand that begins with its length."""
    if code in _TABLES_OF_CELLS:
        return int.from_bytes(grpprl[at : at + 2], "little") + 1
    if code == _TABS and grpprl[at] == 255:
        deleted = grpprl[at + 1] if at + 1 < len(grpprl) else 0
        added = at + 2 + 4 * deleted
        return 3 + 4 * deleted + 3 * (grpprl[added] if added < len(grpprl) else 0)
    return 1 + grpprl[at]


@dataclass(slots=True)
class Style:
    """A style: the one it is based on, and what it sets of its own."""

    base: int
    paragraph: dict[str, int] = field(default_factory=dict)
    character: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Styles:
    """The styles of a file, and the properties of runs under them."""

    word: Word
    styles: dict[int, Style] = field(default_factory=dict)
    _paragraphs: dict[tuple[int, bytes], Properties] = field(default_factory=dict)
    _known: dict[tuple[int, bytes], dict[str, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, word: Word) -> Styles:
        """Read the style sheet ([MS-DOC] 2.9.271); what is broken in it is left out."""
        return cls(word, dict(_read(word.listed(1))))

    def paragraph(self, style: int, grpprl: bytes, level: Properties | None = None) -> Properties:
        """The properties of a paragraph.

        Args:
            style: its style.
            grpprl: what it sets of its own.
            level: what its level of a list sets; it counts more than the style and less than its own.
        """
        if level is None and (style, grpprl) in self._paragraphs:
            return self._paragraphs[style, grpprl]
        found: dict[str, int] = {}
        for each in self._line(style):
            found.update(each.paragraph)
        found.update(level or {})
        own = properties(grpprl)
        if "elsewhere" in own:
            own.update(properties(self.word.data(own["elsewhere"])))
        found.update(own)
        if level is None:
            self._paragraphs[style, grpprl] = found
        return found

    def character(self, style: int, grpprl: bytes) -> dict[str, int]:
        """The properties of characters in a paragraph of a style."""
        known = self._known.get((style, grpprl))
        if known is None:
            known = {}
            for each in self._line(style):
                known.update(each.character)
            own = properties(grpprl, 2)
            for each in self._line(own["style"]) if "style" in own else ():
                known.update(each.character)
            base = known.get("hidden", 0)
            known.update(own)
            if own.get("hidden", 0) & 0x80:  # as the style says, or the opposite
                known["hidden"] = base ^ own["hidden"] & 1
            self._known[style, grpprl] = known
        return known

    def _line(self, style: int) -> list[Style]:
        """A style after those it is based on."""
        line: list[Style] = []
        while (found := self.styles.get(style)) is not None and len(line) < _DEPTH:
            line.append(found)
            style = found.base
        return line[::-1]


def _read(sheet: bytes) -> Iterator[tuple[int, Style]]:
    if len(sheet) < 6:
        return
    at = 2 + int.from_bytes(sheet[:2], "little")
    count, head = int.from_bytes(sheet[2:4], "little"), int.from_bytes(sheet[4:6], "little")
    for number in range(count):
        length = int.from_bytes(sheet[at : at + 2], "little")
        entry = sheet[at + 2 : at + 2 + length]
        at += 2 + length
        if at > len(sheet):
            return
        if len(entry) > head:
            yield number, _style(entry, head)


def _style(entry: bytes, head: int) -> Style:
    """A style from its STD ([MS-DOC] 2.9.258): head, name, then properties of paragraphs, of characters."""
    kind = entry[2] & 0x0F
    style = Style((entry[2] | entry[3] << 8) >> 4)
    at = head + 4 + 2 * int.from_bytes(entry[head : head + 2], "little")
    for of in {1: (1, 2), 2: (2,)}.get(kind, ()):
        length = int.from_bytes(entry[at : at + 2], "little")
        grpprl = entry[at + 2 : at + 2 + length]
        at += 2 + length + length % 2
        if of == 1:
            style.paragraph = properties(grpprl[2:])
        else:
            style.character = properties(grpprl, 2)
    return style
