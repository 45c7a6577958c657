"""Reading order of a page, and the lines of a document with their place in the text block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from archive.extract.document import Line, Page
from archive.extract.glyphs import Glyph, Sheet
from archive.extract.lines import close_up, join, page_mark, settled_marks
from archive.extract.rows import Row, parted, rows_of
from archive.extract.tables import COLUMN_GAP, Grid, grids, in_columns

LONG = 0.6
"""Share of the longest line from which on a line counts as long."""


@dataclass(slots=True)
class Leaf:
    """A page in reading order.

    Attributes:
        number: counted from 1.
        width: in points.
        height: the same.
        rows: what is printed, without the page mark once ``take_marks`` has been over it.
        strays: texts across the page's direction.
        notes: texts of annotations.
        mark: the page number it prints.
        dropped: whether its reader may have left letters out.
        hidden: whether its text is an invisible layer.
        cut: whether it had more characters than are read.
    """

    number: int
    width: float
    height: float
    rows: list[Row]
    strays: list[str]
    notes: list[str] = field(default_factory=list)
    mark: int | None = None
    dropped: bool = False
    hidden: bool = False
    cut: bool = False


def leaf(sheet: Sheet) -> Leaf:
    """A page's rows in reading order; its ruling lines are fetched only where something looks like a table."""
    rows = rows_of(sheet.glyphs)
    if _tabular(rows):
        found = grids(sheet.rules())
        if found:
            rows = _with_tables(sheet.glyphs, found)
        rows = in_columns(rows)
    strays = [text.strip() for text in sheet.strays if text.strip()]
    made = Leaf(sheet.number, sheet.width or 1.0, sheet.height or 1.0, rows, strays, sheet.notes)
    made.dropped, made.hidden, made.cut = sheet.dropped, sheet.hidden, sheet.cut
    return made


def _tabular(rows: Sequence[Row]) -> bool:
    """Whether rows have wide gaps, or stand closer together than running text does."""
    for above, below in pairwise(rows):
        if 0 < below.base - above.base < 1.05 * min(above.size, below.size):
            return True
    return any(parted(row, COLUMN_GAP) for row in rows)


def _with_tables(glyphs: Sequence[Glyph], tables: Sequence[Grid]) -> list[Row]:
    """The rows of a page on which ruled tables stand among text."""
    inside: list[list[Glyph]] = [[] for _ in tables]
    outside: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.left + glyph.right) / 2, glyph.base - 0.35 * glyph.size
        home = next((held for grid, held in zip(tables, inside, strict=True) if grid.at(x, y) is not None), outside)
        home.append(glyph)
    rows = rows_of(outside)
    for grid, held in sorted(zip(tables, inside, strict=True), key=lambda pair: pair[0].ys[0]):
        at = next((index for index, row in enumerate(rows) if row.base > grid.ys[0] + 1), len(rows))
        rows[at:at] = grid.rows(held)
    return rows


def only_marks(leaf: Leaf) -> bool:
    """Whether a page prints nothing but its page mark."""
    return not leaf.strays and all(page_mark(row.text) is not None or row.text.isdecimal() for row in leaf.rows[:4])


def take_marks(leaves: Sequence[Leaf]) -> None:
    """Move the page marks out of the rows: first or last row of a page, at most two of each (a bundle has its own)."""
    for each in leaves:
        for at in (-1, 0):
            for _ in range(2):
                mark = page_mark(each.rows[at].text) if each.rows and not each.rows[at].cells else None
                if mark is None:
                    break
                each.mark = mark if each.mark is None else each.mark
                del each.rows[at]
    bare = settled_marks([[row.text for row in each.rows] for each in leaves if each.mark is None])
    unmarked = [each for each in leaves if each.mark is None]
    for (place, at), mark in bare.items():
        row = unmarked[place].rows[at]
        if not row.cells and not 0.15 < row.base / unmarked[place].height < 0.85:
            unmarked[place].mark = mark
            del unmarked[place].rows[at]


@dataclass(slots=True)
class _Body:
    """What is usual in the running text of a document.

    Attributes:
        size: type size, in points.
        pitch: distance of baselines, in points.
        left: left edge of the text block, in points.
        right: right edge.
    """

    size: float
    pitch: float
    left: float
    right: float

    @classmethod
    def of(cls, leaves: Sequence[Leaf]) -> _Body:
        long = [row for each in leaves for row in _long(each.rows)]
        if not long:
            return cls(16.0, 28.0, 0.0, max((each.width for each in leaves), default=1.0))
        sizes: Counter[float] = Counter()
        for row in long:
            sizes[_half(row.size)] += len(row.text)
        size = sizes.most_common(1)[0][0]
        steps = Counter(_half(down) for each in leaves for down in _steps(each.rows, size))
        pitch = steps.most_common(1)[0][0] if steps else 1.75 * size
        left, right = _edges([row for row in long if _half(row.size) == size], size, None)
        return cls(size, pitch, left, right)

    def on(self, page: Leaf) -> tuple[float, float]:
        """Left and right edge of the text block on a page: its own where it has enough lines to tell."""
        long = [row for row in _long(page.rows) if _half(row.size) == self.size]
        return _edges(long, self.size, self) if len(long) > 2 else (self.left, self.right)


def _long(rows: Sequence[Row]) -> list[Row]:
    """Long rows of running text, outside of tables."""
    plain = [row for row in rows if not row.cells and not row.block] or [row for row in rows if not row.cells]
    widest = max((row.right - row.left for row in plain), default=0.0)
    return [row for row in plain if row.right - row.left > LONG * widest]


def _steps(rows: Sequence[Row], size: float) -> Iterator[float]:
    """Distances between the baselines of neighbouring rows of the body."""
    for above, below in pairwise(rows):
        if not (above.cells or below.cells) and _half(above.size) == size == _half(below.size):
            down = below.base - above.base
            if size < down < 3 * size:
                yield down


def _edges(rows: Sequence[Row], size: float, body: _Body | None) -> tuple[float, float]:
    """The commonest left edge, the outer one of equals or of two a paragraph's indent apart, and the right edge."""
    step = size / 4
    lefts = Counter(round(row.left / step) for row in rows)
    most = max(lefts.values())
    commonest = min(edge for edge, count in lefts.items() if count == most)
    left = median(row.left for row in rows if round(row.left / step) == commonest)
    outer = [row.left for row in rows if 1.2 * size < left - row.left < 3 * size]
    if outer:
        left = max(outer)
    elif body is not None and 1.5 * size < left - body.left < 2.5 * size:
        left = body.left
    rights = sorted(row.right for row in rows)
    return left, rights[len(rights) * 4 // 5]


def _half(value: float) -> float:
    return round(value * 2) / 2


def pages(leaves: Sequence[Leaf]) -> list[Page]:
    """The pages of a document from its leaves, lines joined to paragraphs.

    Args:
        leaves: in order; their page marks are taken out of their rows.
    """
    take_marks(leaves)
    body = _Body.of(leaves)
    made: list[Page] = []
    shifts: list[tuple[Line, float]] = []
    homes: list[tuple[Line, tuple[float, float] | None]] = []
    for each in leaves:
        page = Page(each.number, mark=each.mark)
        edges = body.on(each)
        above: Row | None = None
        for number, row in enumerate(each.rows, 1):
            left, right = row.block or edges
            line = _line(row, above, left, each.width, body, number)
            page.lines.append(line)
            shifts.append((line, (body.right - right) / each.width))
            homes.append((line, row.block))
            above = row
        made.append(page)
    _join(made, shifts, homes, body.size)
    for each, page in zip(leaves, made, strict=True):
        page.lines += [Line(text, len(page.lines) + 1) for text in (*each.strays, *each.notes)]
    return made


def _line(row: Row, above: Row | None, left: float, width: float, body: _Body, number: int) -> Line:
    gap = 0.0
    if above is not None and row.base > above.base:
        gap = max(0.0, (row.base - above.base) / body.pitch - max(1.0, row.size / body.size))
    return Line(
        text=close_up(row.text),
        number=number,
        indent=round((row.left - left) / body.size, 2),
        gap=round(gap, 2),
        size=_half(row.size),
        red=row.red,
        left=round(min(max(row.left / width, 0.0), 1.0), 4),
        right=round(min(max(row.right / width, 0.0), 1.0), 4),
        row=row.cells,
        recognised=row.recognised,
    )


def _join(
    made: Sequence[Page],
    shifts: Sequence[tuple[Line, float]],
    homes: Sequence[tuple[Line, tuple[float, float] | None]],
    size: float,
) -> None:
    """Join wrapped lines.

    ``lines.join`` knows one right margin, and red for the colour of mastheads: meanwhile every page, column and cell is
    moved to the one margin, and red body text is black.
    """
    places = [(line, line.left, line.right, line.red) for line, _ in shifts]
    for line, shift in shifts:
        line.left = (line.left or 0.0) + shift
        line.right = (line.right or 0.0) + shift
        line.red = line.red and (line.size or 0.0) > 1.2 * size
    join(made)
    for line, left, right, red in places:
        line.left, line.right, line.red = left, right, red
    for (_, block), (line, own) in pairwise(homes):
        line.joins = line.joins and (block is None) == (own is None)
