"""Tables of a page, row by row: cells between ruling lines, else columns that blank strips show."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.extract.glyphs import Glyph, Rule
from archive.extract.rows import Row, joined, parted, rows_of, segments, split

NEAR = 3.0
"""Points within which two ends of rules are the same place."""
MAX_RULES = 1500
COLUMN_GAP = 1.5
MIN_COLUMN_ROWS = 3
MIN_TEXT_ROWS = 8
TEXT_WIDTH = 9.0

Cell = tuple[int, int]


def _places(values: Iterable[float]) -> list[float]:
    """Different places among coordinates, those nearer than ``NEAR`` as one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > NEAR:
            places.append(value)
    return places


def _whole(rules: Sequence[Rule], upright: bool) -> list[Rule]:
    """Rules on one straight line that touch or overlap, as one each."""

    def key(rule: Rule) -> tuple[float, float]:
        return (rule.left, rule.top) if upright else (rule.top, rule.left)

    lanes: list[list[Rule]] = []
    for rule in sorted(rules, key=key):
        if not lanes or key(rule)[0] - key(lanes[-1][0])[0] > NEAR:
            lanes.append([])
        lanes[-1].append(rule)
    whole: list[Rule] = []
    for lane in lanes:
        start = len(whole)
        for rule in sorted(lane, key=lambda rule: rule.top if upright else rule.left):
            last = whole[-1] if len(whole) > start else None
            if last and upright and rule.top <= last.bottom + NEAR:
                whole[-1] = last._replace(bottom=max(last.bottom, rule.bottom))
            elif last and not upright and rule.left <= last.right + NEAR:
                whole[-1] = last._replace(right=max(last.right, rule.right))
            else:
                whole.append(rule)
    return whole


@dataclass(slots=True)
class Grid:
    """The cells that connected ruling lines make.

    Attributes:
        xs: upright edges from left to right, in points.
        ys: level edges from the top down.
        cells: for each box of the grid (column, row), the box at the top left of the cell it belongs to.
    """

    xs: list[float]
    ys: list[float]
    cells: dict[Cell, Cell]

    def at(self, x: float, y: float) -> Cell | None:
        """The cell at a point, None outside of the grid."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if -1 in (column, row) and (x > self.xs[0] - NEAR and y > self.ys[0] - NEAR):
            column, row = max(column, 0), max(row, 0)
        return self.cells.get((column, row))

    def alone(self, cell: Cell) -> bool:
        """Whether a cell fills the whole width of its row."""
        return all(self.cells[column, cell[1]] == cell for column in range(len(self.xs) - 1))

    def rows(self, glyphs: Sequence[Glyph]) -> list[Row]:
        """The table's rows from the top down; the lines of a cell that fills its row stay lines."""
        contents: dict[Cell, list[Glyph]] = {}
        for glyph in glyphs:
            cell = self.at((glyph.left + glyph.right) / 2, glyph.base - 0.35 * glyph.size)
            if cell is not None:
                contents.setdefault(cell, []).append(glyph)
        found: list[Row] = []
        by_row: dict[int, list[tuple[int, list[Row], bool]]] = {}
        for cell in sorted(contents):
            lines = rows_of(contents[cell])
            if lines:
                by_row.setdefault(cell[1], []).append((cell[0], lines, self.alone(cell)))
        for top in sorted(by_row):
            cells = by_row[top]
            if len(cells) == 1 and cells[0][2]:
                block = (self.xs[0], self.xs[-1])
                found += [replace(line, block=block, glyphs=()) for line in cells[0][1]]
            else:
                found.append(_table_row([joined(lines) for _, lines, _ in cells]))
        return found


def _table_row(cells: Sequence[Row]) -> Row:
    """Cells beside each other as one row."""
    return Row(
        "\t".join(cell.text for cell in cells),
        cells[0].left,
        max(cell.right for cell in cells),
        min(cell.base for cell in cells),
        cells[0].size,
        all(cell.red for cell in cells),
        cells=True,
    )


def grids(rules: Sequence[Rule]) -> list[Grid]:
    """The grids of two cells and more among ruling lines."""
    level = _whole([rule for rule in rules if rule.top == rule.bottom and rule.right - rule.left > 2 * NEAR], False)
    upright = _whole([rule for rule in rules if rule.left == rule.right and rule.bottom - rule.top > 2 * NEAR], True)
    if not level or not upright or len(level) + len(upright) > MAX_RULES:
        return []
    group = list(range(len(level) + len(upright)))

    def top(item: int) -> int:
        while group[item] != item:
            group[item] = group[group[item]]
            item = group[item]
        return item

    for i, across in enumerate(level):
        for j, down in enumerate(upright, len(level)):
            if (
                across.left - NEAR <= down.left <= across.right + NEAR
                and down.top - NEAR <= across.top <= down.bottom + NEAR
            ):
                group[top(i)] = top(j)
    found = []
    for root in {top(item) for item in range(len(group))}:
        connected = (
            [rule for i, rule in enumerate(level) if top(i) == root],
            [rule for j, rule in enumerate(upright, len(level)) if top(j) == root],
        )
        if (grid := _grid(*connected)) is not None:
            found.append(grid)
    return found


def _grid(level: Sequence[Rule], upright: Sequence[Rule]) -> Grid | None:
    """The grid of connected rules, None where it is less than two cells."""
    if not level or not upright:
        return None
    xs = _places([rule.left for rule in upright] + [rule.left for rule in level] + [rule.right for rule in level])
    ys = _places([rule.top for rule in level] + [rule.top for rule in upright] + [rule.bottom for rule in upright])
    boxes = [(column, row) for row in range(len(ys) - 1) for column in range(len(xs) - 1)]
    if len(boxes) < 2 or len(boxes) > 20 * MAX_RULES:
        return None
    walls = {
        (column, row)
        for rule in upright
        for column in (bisect_right(xs, rule.left + 0.01) - 1,)
        for row in range(len(ys) - 1)
        if rule.top <= (ys[row] + ys[row + 1]) / 2 <= rule.bottom
    }
    floors = {
        (column, row)
        for rule in level
        for row in (bisect_right(ys, rule.top + 0.01) - 1,)
        for column in range(len(xs) - 1)
        if rule.left <= (xs[column] + xs[column + 1]) / 2 <= rule.right
    }
    cells: dict[Cell, Cell] = {}
    for column, row in sorted(boxes, key=lambda box: (box[1], box[0])):
        cell = (column, row)
        if row and (column, row) not in floors:
            cell = cells[column, row - 1]
        elif column and (column, row) not in walls:
            left = cells[column - 1, row]
            cell = left if left[1] == row else cell
        cells[column, row] = cell
    return Grid(xs, ys, cells) if len(set(cells.values())) > 1 else None


def in_columns(rows: Sequence[Row]) -> list[Row]:
    """Rows of a page with those that blank strips part into columns read as a table, or as columns of running text."""
    found: list[Row] = []
    index = 0
    while index < len(rows):
        end, gutters = _run(rows, index)
        if end <= index:
            found.append(rows[index])
            index += 1
            continue
        edges = [(left + right) / 2 for left, right in gutters]
        part = [split(row, edges) for row in rows[index:end]]
        found += _as_text(part, gutters) or _as_table(part) or rows[index:end]
        index = end
    return found


def _run(rows: Sequence[Row], start: int) -> tuple[int, list[tuple[float, float]]]:
    """The end of the rows from ``start`` on that the same blank strips cut, and the strips; the start for none."""
    if rows[start].cells or rows[start].block or not parted(rows[start], COLUMN_GAP):
        return start, []
    gutters: list[tuple[float, float]] = []
    end, several = start, 0
    for at in range(start, len(rows)):
        row = rows[at]
        if row.cells or row.block or (at > start and row.base - rows[at - 1].base > 3.5 * row.size):
            break
        parts = segments(row, COLUMN_GAP)
        free = [(left[1], right[0]) for left, right in pairwise(parts)]
        if at == start:
            kept = free
        else:
            free = [(-1e9, parts[0][0]), *free, (parts[-1][1], 1e9)]
            kept = [
                (max(left, low), min(right, high))
                for left, right in gutters
                for low, high in free
                if min(right, high) - max(left, low) >= row.size
            ]
        if not kept or (len(kept) < len(gutters) and several >= 2 * MIN_COLUMN_ROWS):
            break
        gutters = kept
        if len(parts) > 1:
            several += 1
            end = at + 1
    return (end, gutters) if several >= MIN_COLUMN_ROWS else (start, [])


def _as_text(part: Sequence[Sequence[Row | None]], gutters: Sequence[tuple[float, float]]) -> list[Row]:
    """Two columns of running text: the left one, then the right one; nothing where it is not that."""
    if len(part) < MIN_TEXT_ROWS or len(gutters) != 1:
        return []
    found: list[Row] = []
    for column in (0, 1):
        rows = [row for pieces in part if (row := pieces[column])]
        widths = sorted((row.right - row.left) / row.size for row in rows)
        if len(rows) < 0.6 * len(part) or widths[len(widths) // 2] < TEXT_WIDTH:
            return []
        block = (min(row.left for row in rows), max(row.right for row in rows))
        found += [replace(row, block=block) for row in rows]
    return found


def _as_table(part: Sequence[Sequence[Row | None]]) -> list[Row]:
    """A table without rules: where the first column is blank the cells above go on; nothing for lists of names."""
    if len(part) <= MIN_COLUMN_ROWS + 1 and all(
        len(row.text) > 2 and all("\u4e00" <= letter <= "\u9fff" or letter.isspace() for letter in row.text)
        for pieces in part
        for row in pieces
        if row
    ):
        return []
    table: list[list[list[Row]]] = []
    base = 0.0
    for pieces in part:
        first = next(row for row in pieces if row)
        if table and pieces[0] is None and first.base - base < 1.9 * first.size and table[-1][0]:
            for cell, row in zip(table[-1], pieces, strict=True):
                cell += [row] if row else []
        else:
            table.append([[row] if row else [] for row in pieces])
        base = first.base
    return [_table_row([joined(cell) for cell in cells if cell]) for cells in table]
