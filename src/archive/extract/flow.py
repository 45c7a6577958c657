"""Paragraphs of a document that has no fixed lines (DOC, RTF), set as lines on pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from archive.errors import Unreadable
from archive.extract.document import MAX_PAGES, Document, Line, Page
from archive.extract.lines import blank_width, close_up, page_mark

A4 = 595.3 - 2 * 90.0
"""Width of the text block of an A4 page as word processors set it up, in points."""

_PITCH = 1.75
"""Distance of baselines in type sizes: 28 points for 三号 (GB/T 9704-2012, 5.2.1 and 5.2.3: 22 lines a page)."""

_NO_CHARACTER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WITHIN = re.compile("[\t\n\f]+")
_BLANKS = re.compile(r"\s*")


@dataclass(slots=True)
class Paragraph:
    r"""One paragraph, or one row of a table.

    Attributes:
        text: its characters; manual line breaks are ``\n``, cells of a row are parted by tabs.
        size: of its letters, in points.
        red: whether its letters are red.
        align: ``left``, ``center`` or ``right``.
        left: its indent from the left edge of the text block, in points.
        first: what the first line is indented more than that.
        right: its indent from the right edge.
        before: blank space above it, in points.
        row: it is a row of a table.
        above: empty paragraphs above it.
    """

    text: str
    size: float = 10.5
    red: bool = False
    align: str = "left"
    left: float = 0.0
    first: float = 0.0
    right: float = 0.0
    before: float = 0.0
    row: bool = False
    above: int = 0


@dataclass(slots=True)
class Flow:
    """Paragraphs in reading order on pages, as far as their breaks are known.

    Attributes:
        width: of the text block, in points.
        notes: footnotes that stand at the foot of the page.
    """

    width: float = A4
    notes: list[Paragraph] = field(default_factory=list)
    _pages: list[list[Paragraph]] = field(default_factory=lambda: [[]])
    _empty: int = 0

    @property
    def paragraphs(self) -> list[Paragraph]:
        """All that was set so far."""
        return [paragraph for page in self._pages for paragraph in page]

    def begin(self, head: Flow) -> None:
        """Set another flow before all that was set so far."""
        self._pages[0][:0] = head.paragraphs

    def add(self, paragraph: Paragraph) -> None:
        """Set a paragraph; a form feed in it begins a new page."""
        first, *more = paragraph.text.split("\f")
        if not more:
            self._set(paragraph)
            return
        begun = bool(first.strip())
        if begun:
            self._set(replace(paragraph, text=first))
        for text in more:
            self.turn()
            if text.strip():
                rest = replace(paragraph, text=text)
                self._set(replace(rest, first=0.0, before=0.0) if begun else rest)
                begun = True

    def _set(self, paragraph: Paragraph) -> None:
        if not paragraph.text.strip():
            self._empty += 1
            return
        paragraph.above, self._empty = self._empty, 0
        self._pages[-1].append(paragraph)

    def row(self, cells: Iterable[Iterable[Paragraph]]) -> None:
        """Set a row of a table; where it has one cell, which only frames what stands in it, its paragraphs.

        Args:
            cells: the paragraphs of each.
        """
        cells = [list(cell) for cell in cells]
        if len(cells) == 1:
            for paragraph in cells[0]:
                self.add(paragraph)
            return
        first = next((each for cell in cells for each in cell if each.text.strip()), None)
        if first is not None:
            texts = [" ".join(filter(None, (_WITHIN.sub(" ", each.text).strip() for each in cell))) for cell in cells]
            self._set(Paragraph("\t".join(filter(None, texts)), first.size, first.red, row=True))

    def turn(self) -> None:
        """Begin a new page, unless nothing stands on this one yet, not even an empty paragraph.

        Raises:
            Unreadable: ``too-many-pages``.
        """
        if not self._pages[-1] and not self._empty:
            return
        if len(self._pages) == MAX_PAGES:
            raise Unreadable("too-many-pages")
        self._pages[-1] += self.notes
        self.notes = []
        self._empty = 0
        self._pages.append([])

    def document(self, kind: str, reader: str, warnings: list[str]) -> Document:
        """The Document of what was set.

        Raises:
            Unreadable: ``empty`` where no character prints.
        """
        self._pages[-1] += self.notes
        self.notes = []
        body = self._body()
        pages: list[Page] = []
        for paragraphs in self._pages:
            pages.append(Page(len(pages) + 1))
            self._fill(pages, paragraphs, body)
        while len(pages) > 1 and not pages[-1].lines:
            pages.pop()
        if not any(page.lines for page in pages):
            raise Unreadable("empty")
        return Document(kind, pages, reader, warnings)

    def _body(self) -> float:
        """The commonest size of letters outside of tables."""
        sizes: Counter[float] = Counter()
        for paragraphs in self._pages:
            for each in paragraphs:
                sizes[each.size] += 0 if each.row else len(each.text)
        return max(sizes.most_common(1)[0][0] if sizes else 10.5, 1.0)

    def _fill(self, pages: list[Page], paragraphs: Iterable[Paragraph], body: float) -> None:
        """Set paragraphs on the last page; after a page mark, which ends its page, on a further one."""
        gap = 0.0
        for paragraph in paragraphs:
            gap += paragraph.above + paragraph.before / (_PITCH * body)
            for place, text in enumerate(clean(paragraph.text).split("\n")):
                part = paragraph if place == 0 else replace(paragraph, first=0.0)
                line = self._line(text, part, body, gap)
                if line is None:
                    gap += 1
                    continue
                gap = 0.0
                mark = None if line.row else page_mark(line.text)
                if mark is None:
                    if pages[-1].mark is not None:
                        pages.append(Page(len(pages) + 1))
                    line.number = len(pages[-1].lines) + 1
                    pages[-1].lines.append(line)
                elif pages[-1].lines and pages[-1].mark is None:
                    pages[-1].mark = mark

    def _line(self, text: str, paragraph: Paragraph, body: float, gap: float) -> Line | None:
        """A line of a paragraph; None for one that prints nothing."""
        if not paragraph.row:
            text = text.replace("\t", " ")
        words = text.strip()
        if not words:
            return None
        blanks = _BLANKS.match(text)
        lead = blank_width(blanks.group()) if blanks else 0.0
        points = paragraph.left + paragraph.first + lead * paragraph.size
        if paragraph.align != "left" and not paragraph.row:
            printed = paragraph.size * (len(text.encode("utf-8", "replace")) + len(text)) / 4
            spare = max(0.0, self.width - paragraph.left - paragraph.right - printed)
            points += spare if paragraph.align == "right" else spare / 2
        return Line(
            close_up(words),
            0,
            indent=round(points / body, 2),
            gap=round(gap, 2),
            size=paragraph.size,
            red=paragraph.red,
            row=paragraph.row,
        )


def clean(text: str) -> str:
    """The text without control characters, halves of surrogate pairs put together and lone ones replaced."""
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _NO_CHARACTER.sub("", text)
