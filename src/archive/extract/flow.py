"""Paragraphs of a document that has no fixed lines (DOC, DOCX, RTF), set as lines on pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.errors import Unreadable
from archive.extract.document import MAX_PAGES, Document, Line, Page
from archive.extract.lines import blank_width, close_up, page_mark, text_width

LINE, PAGE, SOFT = "\n", "\f", "\v"
"""What a piece of a paragraph begins: a line, a page, a page where the program that saved the file found one to end."""

_BREAKS = re.compile(f"([{LINE}{PAGE}])")

_WIDTH = 442.2
"""Width of the text, in points, until a section tells its own: 156 mm (GB/T 9704-2012, 5.2.1)."""
_NARROWEST, _WIDEST = 72.0, 2000.0
"""Bounds of what a section may tell."""
_BODY = 16.0
"""Size of the body, in points, where there is none to measure: 三号 (GB/T 9704-2012, 5.2.2)."""
_PITCH = 1.75
"""Distance of baselines in type sizes: 28 points for 三号 (GB/T 9704-2012, 5.2.1 and 5.2.3: 22 lines a page)."""
_FARTHEST = 60.0
"""Largest indent and gap, in characters and lines."""

_TAB = "　　"
"""Blanks as wide as a tab, where none is set: those of word processors are 21 or 36 points wide."""
_SHARE = {"center": 0.5, "right": 1.0, "end": 1.0}
"""How much of the room that a line leaves stands before it."""

_NO_CHARACTER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]+")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(slots=True)
class Piece:
    """A part of a paragraph that no break parts.

    Attributes:
        begins: what it begins: LINE, PAGE or SOFT.
        parts: its letters, as they came.
        sizes: size in points → letters of that size.
        reds: red letters.
        notes: the footnotes that it refers to, as `apart` gives them.
        picture: whether it holds a picture.
    """

    begins: str = LINE
    parts: list[str] = field(default_factory=list)
    sizes: dict[float, int] = field(default_factory=dict)
    reds: int = 0
    notes: list[Paragraph] = field(default_factory=list)
    picture: bool = False

    @property
    def text(self) -> str:
        """Its letters."""
        return "".join(self.parts)

    @property
    def size(self) -> float:
        """The size of most letters, in points."""
        sizes = self.sizes
        return next(iter(sizes)) if len(sizes) == 1 else max(sizes, key=sizes.__getitem__, default=_BODY)

    @property
    def red(self) -> bool:
        """Whether more than half of the letters are red."""
        return 2 * self.reds > sum(self.sizes.values())

    def add(self, text: str, size: float, red: bool = False, letters: int | None = None) -> None:
        """Go on with letters of a look; ``letters`` is how many count for it, all but blanks unless told."""
        self.parts.append(text)
        letters = len(text) - text.count(" ") - text.count("\u3000") if letters is None else letters
        self.sizes[size] = self.sizes.get(size, 0) + letters
        self.reds += letters * red

    def take(self, other: Piece) -> None:
        """Count all but the letters themselves of another piece as this one's, also that a page ends before it."""
        for size, letters in other.sizes.items():
            self.sizes[size] = self.sizes.get(size, 0) + letters
        self.reds += other.reds
        self.notes += other.notes
        self.picture |= other.picture
        if other.begins != LINE:
            self.begins = SOFT


@dataclass(slots=True)
class Paragraph:
    """One paragraph, or one row of a table.

    Attributes:
        pieces: its parts, one at least; cells of a row are parted by tabs.
        align: ``left``, ``center``, ``right``, or anything else that begins at the left.
        left: its indent from the left edge of the text block, in points.
        first: what the first line is indented more than that.
        right: its indent from the right edge.
        before: blank space above it, in points; where the paragraph above asks for more below it, that counts.
        after: blank space below it.
        row: it is a row of a table.
        boxed: it stands in a text box or a note, where no page ends.
    """

    pieces: list[Piece] = field(default_factory=lambda: [Piece()])
    align: str = "left"
    left: float = 0.0
    first: float = 0.0
    right: float = 0.0
    before: float = 0.0
    after: float = 0.0
    row: bool = False
    boxed: bool = False

    @property
    def text(self) -> str:
        """Its letters on one line."""
        return " ".join(filter(None, (piece.text.strip() for piece in self.pieces)))

    @property
    def size(self) -> float:
        """The size of most letters of its first piece that has any, in points: that of its indents in characters."""
        return next((piece.size for piece in self.pieces if piece.sizes), _BODY)

    def add(self, text: str, size: float, red: bool = False) -> None:
        """Go on with letters of a look, LINE and PAGE among them."""
        if LINE not in text and PAGE not in text:
            self.pieces[-1].add(text, size, red)
            return
        for part in _BREAKS.split(text):
            if part in (LINE, PAGE):
                self.pieces.append(Piece(part))
            else:
                self.pieces[-1].add(part, size, red)

    def begin_with(self, label: str, size: float) -> None:
        """Put a label before the first letter, behind the page end that may stand there; it counts for no look."""
        if label:
            piece = next((each for each in self.pieces if each.text.strip()), self.pieces[-1])
            piece.add(label, size, letters=0)
            piece.parts.insert(0, piece.parts.pop())


@dataclass(slots=True)
class Section:
    """The beginning of a section.

    Attributes:
        width: of its text, in points; where it can be none, as before.
        new_page: whether it begins a page.
    """

    width: float = 0.0
    new_page: bool = True


Block = Paragraph | Section


def length(points: float, characters: float, size: float) -> float:
    """An indent in points; where it is also given in characters, which are of a size, these count."""
    return characters * size if characters else points


def apart(blocks: Iterable[Block]) -> list[Paragraph]:
    """What is set apart from the text around it, as in a box, a note or a cell: paragraphs in which no page ends."""
    found = [block for block in blocks if isinstance(block, Paragraph)]
    for paragraph in found:
        paragraph.boxed = True
    return found


def row(cells: list[list[Paragraph]]) -> list[Paragraph]:
    """A row of a table on one line; where it has one cell, which only frames what stands in it, its paragraphs."""
    if len(cells) == 1:
        return cells[0]
    piece = Piece()
    for each in (each for cell in cells for paragraph in cell for each in paragraph.pieces):
        piece.take(each)
    texts = [" ".join(filter(None, (paragraph.text.replace("\t", " ") for paragraph in cell))) for cell in cells]
    piece.parts.append("\t".join(texts).rstrip())
    return [Paragraph([piece], row=True)]


def document(blocks: list[Block], kind: str, reader: str, warnings: list[str]) -> Document:
    """The Document of paragraphs in reading order, as far as the ends of pages are known.

    A page ends where the file says so, and at a page mark below text; a mark above it is the page's own. Footnotes
    stand at the end of their page.

    Raises:
        Unreadable: ``empty`` where no character prints, ``pictures`` where only pictures do, ``too-many-pages``.
    """
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    setting = _Setting(_body(paragraphs))
    for block in blocks:
        if isinstance(block, Paragraph):
            setting.put(block)
        else:
            setting.begin(block)
    setting.end()
    pages = setting.pages
    while len(pages) > 1 and not pages[-1].lines:
        pages.pop()
    if not any(page.lines for page in pages):
        pictures = any(piece.picture for paragraph in paragraphs for piece in paragraph.pieces)
        raise Unreadable("pictures" if pictures else "empty")
    return Document(kind, pages, reader, warnings)


def _body(paragraphs: Iterable[Paragraph]) -> float:
    """The commonest size of letters outside of tables, in points."""
    whole = Piece()
    for paragraph in paragraphs:
        for piece in () if paragraph.row else paragraph.pieces:
            whole.take(piece)
    return max(whole.size, 1.0)


@dataclass(slots=True)
class _Setting:
    """The pages as they fill.

    Attributes:
        body: size of the body, in points.
        width: width of the text of the section, in points.
        gap: blank lines since the last line.
        after: space that the last paragraph asks for below it, in lines.
        filled: whether something is printed on the last page.
        ended: whether the last page has its mark below its text.
        notes: the footnotes of the last page.
    """

    body: float
    width: float = _WIDTH
    pages: list[Page] = field(default_factory=lambda: [Page(1)])
    gap: float = 0.0
    after: float = 0.0
    filled: bool = False
    ended: bool = False
    notes: list[Paragraph] = field(default_factory=list)

    def begin(self, section: Section) -> None:
        """Begin a section."""
        if section.new_page:
            self.turn()
        if _NARROWEST <= section.width <= _WIDEST:
            self.width = section.width

    def turn(self, soft: bool = False) -> bool:
        """Begin a new page, unless nothing stands on this one yet, blank lines being nothing to a soft end.

        Returns:
            Whether it did.
        """
        turns = self.filled or (self.gap > 0 and not soft)
        if turns:
            self._next_page()
        return turns

    def _next_page(self) -> None:
        if len(self.pages) == MAX_PAGES:
            raise Unreadable("too-many-pages")
        self.end()
        self.pages.append(Page(len(self.pages) + 1))
        self.gap, self.after, self.filled, self.ended = 0.0, 0.0, False, False

    def end(self) -> None:
        """Put the footnotes of the page to its end."""
        for note in self.notes[:]:
            self.put(note)
        self.notes.clear()

    def put(self, paragraph: Paragraph) -> None:
        """Set a paragraph."""
        gap = max(self._lines(paragraph.before) - self.after, 0.0) if paragraph.before else 0.0
        said = False
        for piece in paragraph.pieces:
            turned = False
            if piece.begins != LINE and not paragraph.boxed:
                turned, gap = self.turn(piece.begins == SOFT), 0.0
            line = self._line(piece, paragraph, first=not said)
            if line is None:
                gap += piece.begins == LINE
            else:
                line.joins = said and turned and piece.begins == SOFT
                self.gap, gap = self.gap + gap, 0.0
                self._print(line, paragraph.boxed)
                said = True
            self.filled |= piece.picture
            self.notes += piece.notes
        self.after = self._lines(paragraph.after) if paragraph.after else 0.0
        self.gap += gap + self.after

    def _print(self, line: Line, boxed: bool) -> None:
        """Set a line, or take it for the mark of its page."""
        mark = None if line.row else page_mark(line.text)
        if mark is not None:
            self._mark(mark, boxed)
        else:
            if self.ended and not boxed:
                self._next_page()
            page = self.pages[-1]
            line.number = len(page.lines) + 1
            line.gap = round(min(self.gap, _FARTHEST), 2)
            page.lines.append(line)
        self.gap, self.filled = 0.0, True

    def _mark(self, mark: int, boxed: bool) -> None:
        """Mark the page, which ends there below its text; where the mark stands above, the next one begins a page."""
        page = self.pages[-1]
        if page.mark is None:
            page.mark, self.ended = mark, bool(page.lines) and not boxed
        elif page.lines and not (self.ended or boxed):
            self._next_page()
            self.pages[-1].mark = mark

    def _line(self, piece: Piece, paragraph: Paragraph, first: bool) -> Line | None:
        """The line of a piece, without number and gap; None for one that prints nothing."""
        if not piece.parts:
            return None
        text = clean(piece.text).rstrip()
        if paragraph.row:
            words = text.lstrip(" \xa0\u3000")
            return Line(close_up(words), 0, size=piece.size, red=piece.red, row=True) if words else None
        words = text.lstrip()
        if not words:
            return None
        size = piece.size
        lead = text[: len(text) - len(words)].replace("\t", _TAB)
        blanks = blank_width(lead) * size if lead else 0.0
        start = paragraph.left + (paragraph.first if first else 0.0)
        spare = self.width - paragraph.right - start - blanks - text_width(words) * size
        start += blanks + max(spare, 0.0) * _SHARE.get(paragraph.align, 0.0)
        indent = round(min(max(start / self.body, 0.0), _FARTHEST), 2)
        return Line(close_up(words.replace("\t", " ")), 0, indent=indent, size=size, red=piece.red)

    def _lines(self, space: float) -> float:
        return max(space / (_PITCH * self.body), 0.0)


def clean(text: str) -> str:
    """The text without control characters, halves of surrogate pairs put together and lone ones replaced."""
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _NO_CHARACTER.sub("", text)
