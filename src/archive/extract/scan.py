"""Which pages of a PDF are recognised from their pictures, and what takes their place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import Unreadable
from archive.extract import layout, ocr, pdfium
from archive.extract.glyphs import Box, Sheet
from archive.extract.layout import Leaf
from archive.extract.process import more_time
from archive.extract.quality import faulty, letters
from archive.extract.recognition import Recognition
from archive.extract.rows import Row

HEAD = 0.6
"""Share of a page, from its top, whose pictures may be its masthead and title."""
WIDE, TALL = 0.2, 10.0
"""A picture of words is this wide at least, as a share of the page, and this tall, in points."""
ALIKE = 0.9
"""Share of its characters that an invisible text has in common with what is recognised, unless it is a bad one."""


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


def recognise(reading: Reading, source: Path | bytes, recognition: Recognition) -> None:
    """Put what is recognised in place of the pages that need it, beside the text of those whose head is a picture.

    Args:
        reading: what the text layers gave; it is changed.
        source: the file.
        recognition: its mode is not "never".

    Raises:
        Unreadable: ``scan`` where pages need it and it is not to be done now.
    """
    hidden = [leaf.number for leaf in reading.leaves if leaf.hidden]
    every = recognition.mode == "always"
    whole = {leaf.number for leaf in reading.leaves if every or faulty(leaf)} | set(reading.pictures)
    if not (whole or hidden or reading.heads):
        return
    if not recognition.now:
        raise Unreadable("scan")
    with pdfium.File(source) as file:
        if hidden and not whole.issuperset(hidden) and _bad(reading, file, hidden[0]):
            whole |= set(hidden)
        for place, leaf in enumerate(reading.leaves):
            if leaf.number in whole:
                made = _recognised(file, leaf.number)
                if letters(made):
                    reading.leaves[place] = made
                    reading.recognised.append(leaf.number)
            elif leaf.number in reading.heads and _with_head(leaf, _recognised(file, leaf.number), reading):
                reading.recognised.append(leaf.number)
    reading.pictures = [number for number in reading.pictures if number not in reading.recognised]
    if reading.recognised:
        reading.reader += "+rapidocr"


def _recognised(file: pdfium.File, number: int) -> Leaf:
    from archive.extract import recognizer

    more_time(1)
    picture, width = file.picture(number)
    found = recognizer.recognise(picture)
    turned = (found.width > found.height) != (picture.shape[1] > picture.shape[0])
    return ocr.leaf(number, found, width * picture.shape[0] / picture.shape[1] if turned else width)


def _bad(reading: Reading, file: pdfium.File, number: int) -> bool:
    """Whether the invisible text of a file is a bad one: that of a page has other characters than its picture shows."""
    said, shown = (
        Counter("".join("".join(row.text.split()) for row in leaf.rows))
        for leaf in (reading.leaves[number - 1], _recognised(file, number))
    )
    return (said & shown).total() < ALIKE * max(said.total(), shown.total())


def _with_head(leaf: Leaf, shown: Leaf, reading: Reading) -> bool:
    """Put the rows that stand in the pictures of a page's head among those of its text; whether there are any."""
    found = [row for row in shown.rows if any(_in(row, box) for box in reading.heads[leaf.number])]
    for row in found:
        at = next((at for at, other in enumerate(leaf.rows) if other.base > row.base), len(leaf.rows))
        leaf.rows.insert(at, row)
    return bool(found)


def _in(row: Row, box: Box) -> bool:
    left, top, right, bottom = box
    return left <= (row.left + row.right) / 2 <= right and top <= row.base - 0.3 * row.size <= bottom
