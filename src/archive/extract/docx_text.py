"""The text of a DOCX body in reading order: what is printed of it, and what stands there but is not printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from archive.errors import Unreadable
from archive.extract.docx_numbers import Numbering
from archive.extract.docx_parts import M, W, attribute, child, is_on, whole
from archive.extract.docx_styles import Look, Styles, points
from archive.extract.flow import LINE, PAGE, SOFT, Block, Paragraph, Piece, Section, apart, length, row
from archive.extract.symbols import symbol

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATIVES = _MC + "AlternateContent"
_ART = "{urn:schemas-microsoft-com:vml}textpath"
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
_BREAKS = re.compile("[\t\n\r\x0b\x0c\x85\u2028\u2029]+")

_UNPRINTED = frozenset(
    [W + name for name in ("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "customXmlPr",
     "smartTagPr", "del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "rubyPr", "annotationRef")]
)  # fmt: skip
_MARKS = {W + "tab": "\t", W + "ptab": " ", W + "noBreakHyphen": "-", W + "softHyphen": ""}
_MERGES = frozenset([W + "vMerge", W + "hMerge"])

_LINE_OF_SPACE = 15.6
"""A line, in points, in which space between paragraphs is given; Word says the same in points beside it."""
MAX_PARAGRAPHS = 200_000
"""Paragraphs of a file at most."""


class Story:
    """Reads one text after another: the body, a header, a note; numbering goes on through all of them.

    Args:
        styles: the styles of the file.
        numbering: its lists.
        footnotes: the footnotes by their id; each is read once.
        endnotes: the same.
    """

    def __init__(
        self, styles: Styles, numbering: Numbering, footnotes: dict[str, Any], endnotes: dict[str, Any]
    ) -> None:
        self._styles = styles
        self._numbering = numbering
        self._notes = {W + "footnoteReference": footnotes, W + "endnoteReference": endnotes}
        self.endnotes: list[Paragraph] = []
        self._out: list[Block] = []
        self._paragraph = Paragraph()
        self._look: Look = {}
        self._fields: list[bool] = []
        self._carried = False
        self._left = MAX_PARAGRAPHS

    def read(self, element: Any) -> list[Block]:
        """What is printed of the paragraphs and tables in an element.

        Raises:
            Unreadable: ``too-large`` for more than MAX_PARAGRAPHS.
        """
        kept = self._out, self._paragraph, self._look, self._fields, self._carried
        self._out, self._paragraph, self._fields, self._carried = [], Paragraph(), [], False
        self._blocks(element)
        if self._carried:
            self._put()
        out = self._out
        self._out, self._paragraph, self._look, self._fields, self._carried = kept
        return out

    def _blocks(self, element: Any) -> None:
        for each in element:
            tag = each.tag
            if tag == W + "p":
                self._read_paragraph(each)
            elif tag == W + "tbl":
                self._read_table(each)
            elif tag == W + "sectPr":
                self._out.append(_section(each))
            elif tag == _ALTERNATIVES:
                self._blocks(_choice(each))
            elif tag not in _UNPRINTED:
                self._blocks(each)

    def _read_paragraph(self, element: Any) -> None:
        self._left -= 1
        if self._left < 0:
            raise Unreadable("too-large", f"more than {MAX_PARAGRAPHS} paragraphs")
        look = self._look = self._styles.paragraph(child(element, "pPr"), self._numbering.look)
        section = look.get("section")
        goes_on = look.get("goes on", False) and section is None
        if not self._carried:
            self._paragraph = Paragraph()
        if look.get("new page") and not self._paragraph.text:
            self._paragraph.pieces[0].begins = PAGE
        label = "" if goes_on or look.get("hidden") else self._numbering.label(look)
        self._inline(element, look)
        while self._fields and self._fields[-1]:
            self._fields.pop()
        self._paragraph.begin_with(label, look["size"])
        self._carried = goes_on
        if not goes_on:
            self._put()
        if section is not None:
            self._out.append(_section(section))

    def _put(self) -> None:
        self._out.append(_styled(self._paragraph, self._look))
        self._carried = False

    def _inline(self, element: Any, look: Look) -> None:
        for each in element:
            read = _READERS.get(each.tag, Story._inline)
            if read is not None:
                read(self, each, look)

    def _read_run(self, run: Any, _: Look) -> None:
        look = self._styles.run(self._look, child(run, "rPr"))
        if not look.get("hidden"):
            self._inline(run, look)
            return
        for each in run.findall(W + "fldChar"):
            self._read_field(each, look)

    def _read_choice(self, alternatives: Any, look: Look) -> None:
        self._inline(_choice(alternatives), look)

    def _read_text(self, element: Any, look: Look) -> None:
        text = element.text or ""
        if element.get(_PRESERVE) != "preserve":
            text = text.strip(" \t\r\n")
        if not text.isprintable():  # no break and no letter of a symbol font is
            text = symbol(_BREAKS.sub(" ", text), font=look.get("font", ""))
        self._say(text, look)

    def _read_mark(self, element: Any, look: Look) -> None:
        self._say(_MARKS[element.tag], look)

    def _say(self, text: str, look: Look) -> None:
        if text and True not in self._fields:
            self._paragraph.add(text, look["size"], look.get("red", False))

    def _read_symbol(self, element: Any, look: Look) -> None:
        code = attribute(element, "char")
        value = int(code, 16) if re.fullmatch("[0-9a-fA-F]{1,5}", code) else 0
        font = attribute(element, "font")
        if value < 0x100 and font.lower().startswith(("wingdings", "symbol")):
            value += 0xF000
        if value >= 0x20 and not 0xD800 <= value < 0xE000:
            self._say(symbol(chr(value), font=font), look)

    def _read_break(self, element: Any, _: Look) -> None:
        kind = PAGE if attribute(element, "type") == "page" else LINE
        self._paragraph.pieces.append(Piece(kind))

    def _read_page_end(self, _: Any, __: Look) -> None:
        self._paragraph.pieces.append(Piece(SOFT))

    def _read_field(self, element: Any, look: Look) -> None:
        """A field's code is not printed, its result is; a form's box and choice are their own results."""
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._say(_form(child(element, "ffData")), look)
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _read_box(self, element: Any, _: Look) -> None:
        """A text box stands before the paragraph that holds it, but after a page break that this begins with."""
        if True in self._fields:
            return
        paragraph, out = self._paragraph, self._out
        if not paragraph.text and any(piece.begins != LINE for piece in paragraph.pieces):
            out.append(Paragraph(paragraph.pieces))
            paragraph.pieces = [Piece()]
        out += apart(self.read(element))

    def _read_art(self, element: Any, look: Look) -> None:
        art = Paragraph(boxed=True)
        art.add(_BREAKS.sub(" ", element.get("string", "")), look["size"])
        if art.text:
            self._out.append(_styled(art, look))

    def _read_picture(self, element: Any, look: Look) -> None:
        self._paragraph.pieces[-1].picture = True
        self._inline(element, look)

    def _read_note(self, element: Any, _: Look) -> None:
        note = self._notes[element.tag].pop(attribute(element, "id"), None)
        if note is not None:
            notes = self._paragraph.pieces[-1].notes if element.tag == W + "footnoteReference" else self.endnotes
            notes += apart(self.read(note))

    def _read_table(self, table: Any) -> None:
        """A table row by row; one of a single column is a frame around paragraphs."""
        rows = [(_cells_before(each), list(_cells(each))) for each in _rows(table)]
        framed = all(len(cells) <= 1 for _, cells in rows)
        for before, cells in rows:
            if framed:
                for cell in cells:
                    self._blocks(cell)
            elif len(cells) == 1:
                self._read_wide(cells[0])
            else:
                read = [[] if _is_merged(cell) else apart(self.read(cell)) for cell in cells]
                self._out += row([[]] * before + read)

    def _read_wide(self, cell: Any) -> None:
        """A row that is a single cell: each paragraph in it is a row of its own."""
        for each in [] if _is_merged(cell) else self.read(cell):
            if isinstance(each, Paragraph):
                each.row = True
                self._out.append(each)


_READERS: dict[str, Callable[[Story, Any, Look], None] | None] = {
    **dict.fromkeys(_UNPRINTED),
    W + "r": Story._read_run,
    **dict.fromkeys((W + "t", M + "t"), Story._read_text),
    **dict.fromkeys(_MARKS, Story._read_mark),
    _ALTERNATIVES: Story._read_choice,
    W + "sym": Story._read_symbol,
    W + "br": Story._read_break,
    W + "cr": Story._read_break,
    W + "lastRenderedPageBreak": Story._read_page_end,
    W + "fldChar": Story._read_field,
    W + "txbxContent": Story._read_box,
    _ART: Story._read_art,
    W + "drawing": Story._read_picture,
    W + "pict": Story._read_picture,
    W + "object": Story._read_picture,
    W + "footnoteReference": Story._read_note,
    W + "endnoteReference": Story._read_note,
}
"""How an element inside a paragraph is read, by its tag; of any other, what is in it."""


def _choice(alternatives: Any) -> Any:
    """The first of several forms of the same content, the older one only where there is no other."""
    found = alternatives.find(_MC + "Choice")
    if found is None or not len(found):
        found = alternatives.find(_MC + "Fallback")
    return () if found is None else found


def _section(properties: Any) -> Section:
    """What a section says of itself."""
    kind, size, margins = (child(properties, name) for name in ("type", "pgSz", "pgMar"))
    section = Section(new_page=kind is None or attribute(kind) not in ("continuous", "nextColumn"))
    if size is not None and margins is not None:
        sides = (points(attribute(margins, name)) or 0.0 for name in ("left", "right"))
        section.width = (points(attribute(size, "w")) or 0.0) - sum(sides)
    return section


def _styled(paragraph: Paragraph, look: Look) -> Paragraph:
    """The paragraph, with the layout of a look."""
    said = look.get
    paragraph.align = said("align", "")
    size = paragraph.size
    paragraph.left = length(said("left", 0.0), said("left chars", 0.0), size)
    paragraph.first = length(said("first", 0.0), said("first chars", 0.0), size)
    paragraph.right = length(said("right", 0.0), said("right chars", 0.0), size)
    paragraph.before = said("before") or said("before lines", 0.0) * _LINE_OF_SPACE
    paragraph.after = said("after") or said("after lines", 0.0) * _LINE_OF_SPACE
    return paragraph


def _form(data: Any | None) -> str:
    """What a field of a form shows: a box, ticked or not, or the entry that was chosen."""
    if (box := child(data, "checkBox")) is not None:
        ticked = child(box, "checked")
        return "☑" if is_on(ticked if ticked is not None else child(box, "default")) else "□"
    if (choices := child(data, "ddList")) is not None:
        chosen = child(choices, "result")
        entries = choices.findall(W + "listEntry")
        at = whole(attribute(chosen)) if chosen is not None else 0
        return attribute(entries[at]) if 0 <= at < len(entries) else ""
    return ""


def _rows(table: Any) -> Iterator[Any]:
    """The rows of a table, also in content controls, without those that a revision deleted or that are hidden."""
    for each in table:
        if each.tag == W + "tr":
            properties = child(each, "trPr")
            if child(properties, "del") is None and not is_on(child(properties, "hidden")):
                yield each
        elif each.tag not in _UNPRINTED and each.tag != W + "p":
            yield from _rows(each)


def _cells_before(row: Any) -> bool:
    """Whether a row leaves out cells before its first."""
    return (before := child(row, "trPr", "gridBefore")) is not None and 0 < whole(attribute(before)) < 64


def _cells(row: Any) -> Iterator[Any]:
    for each in row:
        if each.tag == W + "tc":
            yield each
        elif each.tag not in _UNPRINTED and each.tag not in (W + "p", W + "tbl"):
            yield from _cells(each)


def _is_merged(cell: Any) -> bool:
    """Whether the cell only goes on with the one above or before it, whose text is printed there."""
    properties = child(cell, "tcPr")
    merges = () if properties is None else properties.iterchildren(*_MERGES)
    return any(attribute(each) != "restart" for each in merges)
