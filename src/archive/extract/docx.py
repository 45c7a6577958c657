"""DOCX files: their text in reading order, with numbering, tables, text boxes and notes."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from archive.errors import Unreadable
from archive.extract.document import Document
from archive.extract.docx_lists import Lists
from archive.extract.docx_styles import Looks, Styles, child, length, switched, value
from archive.extract.flow import A4, SOFT, Flow, Paragraph
from archive.extract.package import Package
from archive.extract.process import more_time
from archive.extract.symbols import symbol

_PIECE = 1 << 20
"""Bytes of XML that may take as long as a page of a PDF."""
MAX_NOTES = 5000

_ALIGN = {"center": "center", "right": "right", "end": "right"}
_WITHIN = {"hyperlink", "smartTag", "ins", "moveTo", "sdt", "sdtContent", "fldSimple", "dir", "bdo", "customXml"}
"""Elements around runs that print what is in them."""
_AROUND = {"sdt", "sdtContent", "customXml", "ins", "moveTo"}
"""Elements around paragraphs."""
_LETTERS = {
    "tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "", "lastRenderedPageBreak": SOFT,
}  # fmt: skip
_NEW_PAGE = {"nextPage", "oddPage", "evenPage", None}
"""Kinds of section breaks that begin a page; without a kind one does (ISO/IEC 29500-1, 17.6.22)."""
_DRAWN = {"drawing", "pict", "object"}


def read_docx(path: Path) -> Document:
    """The Document of a DOCX file.

    Deleted, hidden and moved text, field codes, comments, running heads and page numbers are left out. The header of a
    first page of its own, which may be a masthead, comes first; text boxes stand before the paragraph that holds them,
    footnotes at the end of their page as far as page breaks are known.

    Args:
        path: the file; it is not changed.

    Raises:
        Unreadable: ``password``, ``empty``, ``too-large``, ``damaged``.
    """
    try:
        with Package(path) as package:
            reading = _Reading.of(package)
            reading.body()
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # parts that contradict each other raise exceptions of many types
        raise Unreadable("damaged", f"{type(error).__name__}: {error}"[:200]) from error
    return reading.flow.document("docx", "docx", reading.warnings)


def parse(data: bytes) -> Any:
    """The root of a part; what is broken in it is left out, and no entity of it is expanded.

    Raises:
        Unreadable: ``damaged`` where nothing is left.
    """
    more_time(len(data) // _PIECE)
    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True)
    root = etree.fromstring(data, safe)
    if root is None:
        raise Unreadable("damaged", "no XML")
    return root


def name_of(element: Any) -> str:
    """The name of an element without its namespace: the strict and the transitional form differ in nothing else."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


@dataclass(slots=True)
class _Reading:
    """A file being read.

    Attributes:
        package: its parts.
        home: name of the main part.
        main: its root.
        styles: its styles.
        lists: its lists, counted as far as it has been read.
        notes: the elements of its notes, by kind and id.
        flow: what was set so far.
        warnings: codes of what is odd.
    """

    package: Package
    home: str
    main: Any
    styles: Styles
    lists: Lists
    notes: dict[tuple[str, str], Any]
    flow: Flow = field(default_factory=Flow)
    warnings: list[str] = field(default_factory=list)
    _carried: Paragraph | None = None
    _depth: int = 0

    @classmethod
    def of(cls, package: Package) -> _Reading:
        """Read the parts of a file that say how the text looks."""
        home = next((target for kind, _, target in _links(package, "") if kind == "officeDocument"), "")
        if home not in package:
            home = "word/document.xml"
        main = parse(package.read(home))
        parts = {kind: target for kind, _, target in _links(package, home)}
        roots = {
            kind: parse(package.read(parts[kind]))
            for kind in ("styles", "numbering", "footnotes", "endnotes")
            if parts.get(kind, "") in package
        }
        styles = Styles.of(roots.get("styles"))
        notes = {
            (kind, str(value(note, "id"))): note
            for kind in ("footnotes", "endnotes")
            for note in list(roots.get(kind, ()))[:MAX_NOTES]
            if value(note, "type") in (None, "normal")
        }
        return cls(package, home, main, styles, Lists.of(roots.get("numbering"), styles), notes)

    def body(self) -> None:
        """Set the main part, after the header of the first page where it is one of its own."""
        body = next((each for each in self.main if name_of(each) == "body"), self.main)
        sections = [each for each in body.iter() if name_of(each) == "sectPr"]
        if sections:
            self.flow.width = _width(sections[0])
            header = self._first_header(sections[0])
            if header is not None:
                self._blocks(header)
        self._blocks(body)
        if self._carried is not None:
            self.flow.add(self._carried)

    def _first_header(self, section: Any) -> Any:
        if not switched(section, "titlePg"):
            return None
        for each in section:
            if name_of(each) == "headerReference" and value(each, "type") == "first":
                target = next((to for _, link, to in _links(self.package, self.home) if link == value(each, "id")), "")
                return parse(self.package.read(target)) if target in self.package else None
        return None

    def _blocks(self, parent: Any) -> None:
        """Set the paragraphs and tables of an element."""
        for element in parent:
            name = name_of(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                for row in _below(element, "tr"):
                    self._row(row)
            elif name in _AROUND:
                self._blocks(element)
            elif name == "altChunk":
                self.warnings.append("embedded-document")

    def _paragraph(self, element: Any) -> None:
        """Set a paragraph after the text boxes that it holds; a section that ends with it may end the page."""
        made, merged = self._made(element)
        if self._carried is not None:
            made = _joined(self._carried, made)
        self._carried = made if merged else None
        if not merged:
            self.flow.add(made)
        section = child(child(element, "pPr"), "sectPr")
        if section is not None and self._turns(section):
            self.flow.turn()

    def _turns(self, section: Any) -> bool:
        """Whether the section after this one begins a page, which the next one's own kind tells."""
        sections = [each for each in self.main.iter() if name_of(each) == "sectPr"]
        at = next((at for at, each in enumerate(sections) if each is section), len(sections))
        following = sections[at + 1] if at + 1 < len(sections) else None
        return following is not None and value(child(following, "type"), "val") in _NEW_PAGE

    def _made(self, element: Any, boxes: bool = True) -> tuple[Paragraph, bool]:
        """A paragraph with its number, and whether its mark is deleted, so that the next one goes on with it."""
        own = child(element, "pPr")
        looks = self.styles.paragraph(own)
        level = self.lists.level(looks)
        if level is not None:
            looks = self.styles.paragraph(own, level.looks)
        line = _Line()
        self._inline(element, looks, line, boxes)
        number = self.lists.next(level) if level is not None and not looks.flag("hidden mark") else ""
        size = line.size or looks.number("size") or 10.5
        text = number + "".join(line.parts)
        if looks.flag("page break") and not text.startswith("\f"):
            text = "\f" + text
        return (
            Paragraph(
                text,
                size,
                line.red > 0,
                _ALIGN.get(looks.get("align", ""), "left"),
                looks.indent("left", size),
                0.0 if number else looks.indent("first", size),
                looks.indent("right", size),
                looks.number("before lines") * 0.24 or looks.number("before"),
            ),
            looks.flag("deleted mark"),
        )

    def _inline(self, parent: Any, looks: Looks, line: _Line, boxes: bool) -> None:
        """Collect what the runs of a paragraph print."""
        for element in parent:
            name = name_of(element)
            if name == "r":
                self._run(element, looks, line, boxes)
            elif name in _WITHIN:
                self._inline(element, looks, line, boxes)
            elif name in ("oMath", "oMathPara"):
                line.add("".join(each.text or "" for each in element.iter() if name_of(each) == "t"))

    def _run(self, run: Any, looks: Looks, line: _Line, boxes: bool) -> None:
        own = self.styles.run(child(run, "rPr"), looks)
        for element in run:
            name = name_of(element)
            if name == "fldChar":
                line.field(str(value(element, "fldCharType")))
            elif name in _DRAWN or name == "AlternateContent":
                if boxes and not own.flag("hidden"):
                    for box in _boxes(element):
                        self._blocks(box)
            elif own.flag("hidden") or line.in_code:
                continue
            elif name in ("footnoteReference", "endnoteReference"):
                self._note(name.removesuffix("Reference") + "s", str(value(element, "id")))
            elif name == "ruby":
                self._inline(child(element, "rubyBase") or (), looks, line, boxes)
            else:
                line.add(_letters(element, name), own.number("size"), own.flag("red"))

    def _note(self, kind: str, number: str) -> None:
        """Keep a note for the foot of the page; each is called once."""
        note = self.notes.pop((kind, number), None)
        for element in note if note is not None else ():
            if name_of(element) == "p":
                self.flow.notes.append(self._made(element, boxes=False)[0])

    def _row(self, row: Any) -> None:
        """Set a row of a table; one that is deleted or hidden is left out."""
        own = child(row, "trPr")
        if child(own, "del") is not None or switched(own, "hidden"):
            return
        cells: list[list[Paragraph]] = []
        turned = False
        for cell in _below(row, "tc"):
            merged = child(child(cell, "tcPr"), "vMerge")
            if merged is None or value(merged, "val") == "restart":
                cells.append(list(self._cell(cell)))
        for paragraph in (each for cell in cells for each in cell):
            turned = turned or SOFT in paragraph.text
            paragraph.text = paragraph.text.replace(SOFT, "").replace("\f", "")
        if turned:
            self.flow.turn()
        self.flow.row(cells)

    def _cell(self, parent: Any) -> Iterator[Paragraph]:
        for element in parent:
            name = name_of(element)
            if name == "p":
                yield self._made(element)[0]
            elif name == "tbl" or name == "tr" or name == "tc" or name in _AROUND:
                yield from self._cell(element)


@dataclass(slots=True)
class _Line:
    """What the runs of a paragraph gave so far.

    Attributes:
        parts: its text.
        red: letters that are red, less those that are not.
        in_code: whether the place is in the code of a field.
    """

    parts: list[str] = field(default_factory=list)
    red: int = 0
    in_code: bool = False
    _sizes: Counter[float] = field(default_factory=Counter)
    _codes: list[bool] = field(default_factory=list)

    def add(self, text: str, size: float = 0.0, red: bool = False) -> None:
        """Add letters."""
        if text and not self.in_code:
            self.parts.append(text)
            letters = len(text.strip())
            self._sizes[size] += letters
            self.red += letters if red else -letters

    def field(self, kind: str) -> None:
        """Enter the code of a field, its result, or leave it."""
        if kind == "begin":
            self._codes.append(True)
        elif self._codes:
            self._codes[-1] = False
            if kind == "end":
                self._codes.pop()
        self.in_code = any(self._codes)

    @property
    def size(self) -> float:
        """The commonest size of the letters, in points; 0 where none is known."""
        return self._sizes.most_common(1)[0][0] if self._sizes else 0.0


def _letters(element: Any, name: str) -> str:
    """What one element of a run prints."""
    if name == "t":
        return element.text or ""
    if name == "br":
        return {"page": "\f", "column": "\n"}.get(value(element, "type") or "", "\n")
    if name == "sym":
        return symbol(chr(int(value(element, "char") or "0", 16) & 0xFFFF))
    return _LETTERS.get(name, "")


def _boxes(element: Any) -> Iterator[Any]:
    """The contents of the text boxes of a drawing, each once: one that is given in two ways is drawn in one."""
    name = name_of(element)
    if name == "txbxContent":
        yield element
        return
    children = list(element)
    if name == "AlternateContent":
        ways = [list(_boxes(each)) for each in children if name_of(each) in ("Choice", "Fallback")]
        yield from next(filter(None, ways), ())
        return
    for each in children:
        yield from _boxes(each)


def _below(parent: Any, wanted: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also where something stands around them."""
    for element in parent:
        name = name_of(element)
        if name == wanted:
            yield element
        elif name in _AROUND:
            yield from _below(element, wanted)


def _joined(first: Paragraph, second: Paragraph) -> Paragraph:
    first.text += second.text
    return first


def _width(section: Any) -> float:
    """Width of the text block of a section, in points."""
    page, margins = child(section, "pgSz"), child(section, "pgMar")
    width = length(page, "w") - length(margins, "left") - length(margins, "right")
    return width if width > 0 else A4


def _links(package: Package, part: str) -> Iterator[tuple[str, str, str]]:
    """The relationships of a part: the end of the type, the id, and the part it leads to."""
    folder, name = posixpath.split(part.lower().lstrip("/"))
    links = posixpath.join(folder, "_rels", f"{name}.rels")
    if links not in package:
        return
    for each in parse(package.read(links)):
        target = (value(each, "Target") or "").lower().replace("\\", "/")
        if value(each, "TargetMode") != "External":
            where = target if target.startswith("/") else posixpath.join("/", folder, target)
            kind = (value(each, "Type") or "").rpartition("/")[2]
            yield kind, value(each, "Id") or "", posixpath.normpath(where).lstrip("/")
