"""DOCX files to a Document: the pages that are known, and lines with what the layout says of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.errors import Unreadable
from archive.extract.document import MAX_PAGES, Document, Line, Page
from archive.extract.docx_numbers import Numbering
from archive.extract.docx_paragraph import LINE, Block, Paragraph, Piece, Section
from archive.extract.docx_parts import Parts, W, attribute, child, is_on
from archive.extract.docx_styles import Look, Styles, points
from archive.extract.docx_text import Story
from archive.extract.lines import blank_width, close_up, page_mark
from archive.extract.package import Package

_A4_TEXT = 442.2
"""Width of the text of GB/T 9704-2012, 156 mm, in points: that of a section that does not tell its own."""
_BODY = 16.0
"""Size of the body of GB/T 9704-2012, in points, where the file has no text to measure."""
_LINE = 1.5
"""Distance of lines, in sizes of the body."""
_FARTHEST = 60.0
"""Largest indent and gap, in characters and lines."""

_TAB = "　　"
"""Blanks as wide as a tab, where none is set: Word's own are 21 or 36 points wide."""
_RIGHT = frozenset(["right", "end"])


def read_docx(path: Path) -> Document:
    """The Document of a DOCX file, as it prints with all revisions accepted.

    A paragraph is a line; automatic numbers stand before their paragraphs, the text of text boxes before the paragraph
    that holds them, footnotes at the end of their page without the marks that refer to them, endnotes at the end of the
    file. A page ends where the file says so or where the program that last saved it found its end.

    Args:
        path: the file.

    Raises:
        Unreadable: ``damaged``, ``password``, ``too-large``, ``too-many-pages``, ``pictures`` where it
            prints nothing but pictures, ``empty`` where it prints nothing.
    """
    with Package(path) as package:
        parts = Parts(package)
        styles = Styles(parts.by_kind("styles"))
        numbering = Numbering(parts.by_kind("numbering"), styles)
        story = Story(styles, numbering, _notes(parts, "footnote"), _notes(parts, "endnote"))
        body = child(parts.text(), "body")
        if body is None:
            raise Unreadable("damaged", "no body")
        blocks = story.read(body)
        blocks = [*_masthead(parts, story, blocks), *blocks, *story.endnotes]
    pages = _set(blocks)
    if len(pages) > MAX_PAGES:
        raise Unreadable("too-many-pages", str(len(pages)))
    if not any(page.lines for page in pages):
        pictures = any(isinstance(block, Paragraph) and block.picture for block in blocks)
        raise Unreadable("pictures" if pictures else "empty")
    return Document("docx", pages, "docx", ["repaired"] if package.repaired else [])


def _notes(parts: Parts, kind: str) -> dict[str, Any]:
    """The notes of a kind by their id, without the lines that part them from the text."""
    root = parts.by_kind(f"{kind}s")
    found = () if root is None else root.findall(W + kind)
    return {attribute(each, "id"): each for each in found if attribute(each, "type") in ("", "normal")}


def _masthead(parts: Parts, story: Story, blocks: Iterable[Block]) -> list[Block]:
    """The header of the first page alone, and a red one: a masthead, while any other is a running head."""
    first = next((block.properties for block in blocks if isinstance(block, Section)), None)
    title_page = is_on(child(first, "titlePg"))
    for reference in () if first is None else first.findall(W + "headerReference"):
        kind = attribute(reference, "type") or "default"
        if kind == ("first" if title_page else "default") and (root := parts.by_reference(reference)) is not None:
            found = [block for block in story.read(root) if isinstance(block, Paragraph)]
            if title_page or any(piece.red for block in found for piece in block.pieces):
                return [block for block in found if page_mark(block.text) is None and not block.text.isdecimal()]
    return []


@dataclass(slots=True)
class _Setting:
    """The pages as they fill.

    Attributes:
        body: size of the body, in points.
        width: width of the text of the section, in points.
        gap: blank lines since the last line.
        filled: whether something stands on the last page.
        notes: the footnotes of the last page.
        after: space that the last paragraph asks for below it, in lines.
    """

    body: float
    width: float = _A4_TEXT
    pages: list[Page] = field(default_factory=lambda: [Page(1)])
    gap: float = 0.0
    filled: bool = False
    notes: list[Paragraph] = field(default_factory=list)
    after: float = 0.0

    def turn(self) -> None:
        """Begin a new page, unless nothing stands on this one."""
        if self.filled:
            self.end()
            self.pages.append(Page(len(self.pages) + 1))
            self.gap, self.after, self.filled = 0.0, 0.0, False

    def end(self) -> None:
        """Put the footnotes of the page to its end."""
        notes, self.notes = self.notes, []
        for note in notes:
            note.boxed = True
            self.put(note)

    def put(self, paragraph: Paragraph) -> None:
        """Set a paragraph."""
        look = paragraph.look
        if look.get("new page") and not paragraph.boxed:
            self.turn()
        self.gap += max(self.after, self._space(look, "before")) - self.after
        said = False
        pages = len(self.pages)
        for piece in paragraph.pieces:
            if piece.after not in ("", LINE) and not paragraph.boxed:
                self.turn()
            said |= self._put_piece(piece, paragraph, first=not said, joins=said and len(self.pages) > pages)
            pages = len(self.pages) if piece.text.strip() else pages
            self.notes += piece.notes
        self.filled |= paragraph.picture
        self.after = self._space(look, "after")
        self.gap += self.after + (not said)

    def _put_piece(self, piece: Piece, paragraph: Paragraph, first: bool, joins: bool) -> bool:
        text = piece.text.rstrip() if paragraph.row else piece.text.strip().replace("\t", " ")
        page = self.pages[-1]
        if not text:
            return False
        mark = page_mark(text) if not paragraph.row else None
        if mark is not None:
            page.mark = mark
            return True
        if not paragraph.row:
            text = close_up(text)
        line = Line(text, len(page.lines) + 1, joins and piece.after != LINE, size=piece.size, red=piece.red)
        line.row = paragraph.row
        line.gap = round(min(self.gap, _FARTHEST), 2)
        if not paragraph.row and not line.joins:
            line.indent = self._indent(piece, paragraph.look, text, first)
        page.lines.append(line)
        self.gap, self.filled = 0.0, True
        return True

    def _indent(self, piece: Piece, look: Look, text: str, first: bool) -> float:
        """Characters of the body from the edge of the text block to the first letter."""
        size = piece.size or self.body
        whole = piece.text
        blank = blank_width(whole[: len(whole) - len(whole.lstrip())].replace("\t", _TAB)) * size
        left, right = self._side(look, "left"), self._side(look, "right")
        start = left + blank + (self._side(look, "first") if first else 0.0)
        room = self.width - right - sum(1.0 if ord(each) > 0x2E7F else 0.5 for each in text) * size
        if look.get("align") == "center":
            start += (room - start) / 2
        elif look.get("align") in _RIGHT:
            start = room
        return round(min(max(start / self.body, 0.0), _FARTHEST), 2)

    def _side(self, look: Look, name: str) -> float:
        chars: float = look.get(f"{name} chars", 0.0)
        plain: float = look.get(name, 0.0)
        return chars * look.get("size", self.body) if chars else plain

    def _space(self, look: Look, name: str) -> float:
        lines: float = look.get(f"{name} lines", 0.0)
        plain: float = look.get(name, 0.0)
        return min(max(lines or plain / (_LINE * self.body), 0.0), _FARTHEST)


def _set(blocks: list[Block]) -> list[Page]:
    """The pages of what is printed."""
    setting = _Setting(_body(blocks))
    sections = [block.properties for block in blocks if isinstance(block, Section)]
    place = 0
    setting.width = _width(sections[0]) if sections else _A4_TEXT
    for block in blocks:
        if isinstance(block, Paragraph):
            setting.put(block)
            continue
        place += 1
        if place < len(sections):
            setting.width = _width(sections[place])
            kind = child(sections[place], "type")
            if kind is None or attribute(kind) not in ("continuous", "nextColumn"):
                setting.turn()
    setting.end()
    return setting.pages


def _body(blocks: Iterable[Block]) -> float:
    """The commonest size of letters, in points."""
    sizes: Counter[float] = Counter()
    for block in blocks:
        for piece in block.pieces if isinstance(block, Paragraph) and not block.row else ():
            sizes.update(piece.sizes)
    return max(1.0, sizes.most_common(1)[0][0]) if sizes else _BODY


def _width(section: Any) -> float:
    """Width of the text of a section, in points."""
    size, margins = child(section, "pgSz"), child(section, "pgMar")
    if size is None or margins is None:
        return _A4_TEXT
    page = points(attribute(size, "w"))
    sides = [points(attribute(margins, name)) for name in ("left", "right")]
    width = (page or 0.0) - sum(side or 0.0 for side in sides)
    return width if 72.0 <= width <= 2000.0 else _A4_TEXT
