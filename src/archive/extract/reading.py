"""What a reader made of a file of fixed pages (PDF, OFD), and the Document that comes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.errors import Unreadable
from archive.extract import layout
from archive.extract.document import Document
from archive.extract.glyphs import Box, Sheet
from archive.extract.layout import Leaf
from archive.extract.process import more_time
from archive.extract.quality import faulty, meaningless

HEAD = 0.6
"""Share of a page, from its top, whose pictures may be its masthead and title."""
WIDE, TALL = 0.2, 10.0
"""A picture of words is this wide at least, as a share of the page, and this tall, in points."""


@dataclass(slots=True)
class Reading:
    """What one reader made of a file.

    Attributes:
        leaves: the pages in reading order.
        reader: its name.
        lost: pages that the reader could not load.
        pictures: pages that show pictures and no text.
        recognised: pages whose text was recognised, in whole or in part.
        heads: pages with text whose upper half also shows pictures.
    """

    leaves: list[Leaf]
    reader: str
    lost: list[int] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    recognised: list[int] = field(default_factory=list)
    heads: dict[int, list[Box]] = field(default_factory=dict)

    @property
    def letters(self) -> int:
        """How many characters were read."""
        return sum(len(row.text) for leaf in self.leaves for row in leaf.rows)

    @classmethod
    def of(cls, sheets: Iterable[Sheet | None], reader: str) -> Reading:
        """The pages that a reader gives, None among them for those it lost."""
        reading = cls([], reader)
        for number, sheet in enumerate(sheets, 1):
            more_time(1)
            if sheet is None:
                reading.lost.append(number)
                reading.leaves.append(Leaf(number, 595.0, 842.0, [], []))
                continue
            leaf = layout.leaf(sheet)
            reading.leaves.append(leaf)
            if layout.only_marks(leaf) and sheet.pictures():
                reading.pictures.append(number)
            elif heads := _heads(sheet):
                reading.heads[number] = heads
        return reading

    def document(self, kind: str, warnings: list[str]) -> Document:
        """The Document of the pages.

        Args:
            kind: of the file.
            warnings: what was odd about the file as a whole; those of its pages are put after them.

        Raises:
            Unreadable: ``pictures`` (nothing but pictures), ``empty``, ``damaged``.
        """
        pages = layout.pages(self.leaves)
        if not any(page.lines for page in pages):
            if self.pictures:
                raise Unreadable("pictures")
            raise Unreadable("damaged" if self.lost or "truncated" in warnings else "empty")
        if self.pictures and not any(leaf.rows or leaf.strays for leaf in self.leaves):
            raise Unreadable("pictures")
        doubted = [leaf.number for leaf in self.leaves if faulty(leaf)]
        if doubted and all(meaningless(leaf) for leaf in self.leaves):
            raise Unreadable("damaged", "no character has a meaning")
        for code, numbers in (
            ("doubtful-pages", doubted),
            ("lost-pages", self.lost),
            ("picture-pages", self.pictures),
            ("ocr-pages", self.recognised),
            ("hidden-text", [leaf.number for leaf in self.leaves if leaf.hidden]),
            ("cut-pages", [leaf.number for leaf in self.leaves if leaf.cut]),
        ):
            if numbers:
                warnings.append(f"{code}:{','.join(map(str, numbers))}")
        return Document(kind, pages, self.reader, warnings)


def _heads(sheet: Sheet) -> list[Box]:
    """Where the upper half of a page shows pictures that no text stands on: left, top, right, bottom in points."""
    bare = []
    for left, top, right, bottom in _in_bands(sheet.pictured()):
        if top > HEAD * sheet.height or right - left < WIDE * sheet.width or bottom - top < TALL:
            continue
        if not any(left < glyph.left < right and top < glyph.base < bottom for glyph in sheet.glyphs):
            bare.append((left, top, right, bottom))
    return bare


def _in_bands(pictures: Iterable[Box]) -> list[Box]:
    """Pictures, those side by side as one: a printer driver cuts a line into several."""
    bands: list[Box] = []
    for left, top, right, bottom in sorted(pictures, key=lambda box: (round(box[1]), box[0])):
        if bands:
            x0, y0, x1, y1 = bands[-1]
            if abs(y0 - top) < 2 and abs(y1 - bottom) < 2 and left - x1 < TALL:
                bands[-1] = (x0, y0, max(x1, right), y1)
                continue
        bands.append((left, top, right, bottom))
    return bands
