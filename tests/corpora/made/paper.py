"""Rows to PDF pages, with the writer of the standard corpus."""

from __future__ import annotations

from dataclasses import dataclass

from tests.corpora.standard.draw import bound
from tests.corpora.standard.layout import DEPTH, LEFT, MM, ROOM, TOP, Rule, Run, Sheet
from tests.corpora.standard.setting import width, wrap
from tests.corpora.standard.spec import Style

from .rows import Row

SIZES = {"title": 1.375, "small": 0.875, "body": 1.0}


@dataclass(frozen=True)
class Paper:
    """How pages are set.

    Attributes:
        chars: ideographs a line.
        lines: lines a page.
        size: size of the body in points.
        mark: page mark, or empty.
        header: whether each page has a running head and foot.
        closed: names of a stacked masthead are spread by the letters' distance, not by blanks.
        ruled: the number stands over a red line, the colophon between black ones.
    """

    chars: int = 28
    lines: int = 22
    size: float = 16
    mark: str = "— {} —"
    header: bool = False
    closed: bool = True
    ruled: bool = True


PAPERS = (
    Paper(),
    Paper(mark="- {} -"),
    Paper(chars=32, lines=26, size=14),
    Paper(chars=37, lines=30, size=12, mark="{}", ruled=False),
    Paper(mark=""),
    Paper(chars=30, lines=24, size=15, mark="第 {} 页 共 9 页", header=True),
    Paper(closed=False),
    Paper(mark="—{}—", closed=False),
)


class Printer:
    """Sets rows page by page."""

    def __init__(self, paper: Paper, title: str) -> None:
        self.paper = paper
        self.title = title
        self.pitch = ROOM / paper.chars
        self.leading = DEPTH / paper.lines
        self.sheets: list[Sheet] = []
        self.turn()

    def turn(self) -> None:
        self.sheets.append(Sheet())
        self.row = 0.0
        page = len(self.sheets)
        if self.paper.header and self.title and page > 1:
            self.put(self.title, (ROOM - width(self.title, 9, 9)) / 2, -1.6, 9)
        if self.paper.mark:
            mark = self.paper.mark.format(page)
            x = LEFT + (ROOM - width(mark, 12, 12)) / 2
            self.sheets[-1].mark = Run(x, TOP + DEPTH + 7 * MM + 6, mark, 12)

    def put(self, text: str, x: float, row: float, size: float, **more: float | bool) -> None:
        y = TOP + row * self.leading + self.leading / 2 + size * 0.36
        self.sheets[-1].runs.append(Run(LEFT + x, y, text, size, **more))  # type: ignore[arg-type]

    def need(self, rows: float) -> None:
        if self.row + rows > self.paper.lines + 0.05:
            self.turn()

    def line(self, text: str, row: Row, size: float, pitch: float, indent: float = 0.0, full: bool = False) -> None:
        """One line of letters where its row says."""
        self.need(size / self.paper.size)
        wide = width(text, size, pitch)
        x = {"centre": (ROOM - wide) / 2, "right": ROOM - row.right * self.pitch - wide}.get(row.place, indent)
        space = pitch - size + ((ROOM - indent - wide) / (len(text) - 1) if full and len(text) > 1 else 0)
        self.put(text, max(x, 0), self.row, size, space=space, red=row.red)
        self.row += 1.2 * size / self.paper.size if row.size == "title" else 1

    def masthead(self, row: Row) -> None:
        """Large red letters, spread or narrowed to the room that they have."""
        size = 44.0 if row.size == "masthead" else 28.0
        text = row.cells[0] if row.cells else row.text
        if self.paper.closed and row.size == "joint":
            text = text.replace(" ", "")
        room = min(ROOM, size * 1.1 * len(text)) if row.size == "masthead" else ROOM * 0.72
        natural = width(text, size, size)
        scale = min(1.0, room / natural)
        space = (room - natural * scale) / max(len(text) - 1, 1) / scale
        left = (ROOM - room) / 2 if row.size == "masthead" else ROOM * 0.04
        self.put(text, left, self.row + 0.6, size, space=space, scale=scale, red=True)
        if row.cells:
            half = 0.5 * size * 1.4 / self.leading if row.between else 0
            self.put(row.cells[1], ROOM * 0.8, self.row + 0.6 + half, size, red=True)
        self.row += size * 1.4 / self.leading

    def cells(self, row: Row, size: float) -> None:
        self.need(1)
        pitch = size * self.pitch / self.paper.size
        if row.part == "table":
            step = ROOM / len(row.cells)
            y = TOP + (self.row + 1) * self.leading
            self.sheets[-1].rules += [Rule(LEFT, each, LEFT + ROOM, each, 0.5) for each in (y - self.leading, y)]
            for place, cell in enumerate(row.cells):
                self.put(cell, place * step + 4, self.row, 11)
        elif row.part == "sign":
            for place, cell in enumerate(row.cells):
                centre = ROOM * (0.27 if place % 2 == 0 else 0.73)
                self.put(cell, max(centre - width(cell, size, pitch) / 2, 0), self.row, size, space=pitch - size)
        else:
            self.put(row.cells[0], pitch, self.row, size, space=pitch - size)
            last = row.cells[-1]
            if sum(width(cell, size, pitch) for cell in row.cells) > ROOM - 3 * pitch:
                self.row += 1
                self.need(1)
            self.put(last, ROOM - pitch - width(last, size, pitch), self.row, size, space=pitch - size)
        self.row += 1

    def add(self, row: Row, above: str) -> None:
        """One row or paragraph of the notice, after one of the part ``above``."""
        if row.page and (self.sheets[-1].runs):
            self.turn()
        size = self.paper.size * SIZES.get(row.size, 1.0)
        if row.part != above and above:
            self.row += {"title": 2.0, "number": 1.5, "sign": 1.5, "colophon": 1.0, "to": 1.0}.get(row.part, 0.4)
            if above == "number" and self.paper.ruled:
                y = TOP + (self.row - 1.4) * self.leading
                self.sheets[-1].rules.append(Rule(LEFT, y, LEFT + ROOM, y, 1.6, red=True))
        if row.part == "colophon" and above != "colophon" and self.paper.ruled:
            y = TOP + self.row * self.leading
            self.sheets[-1].rules.append(Rule(LEFT, y, LEFT + ROOM, y, 1))
        if row.part == "masthead" and row.size in ("masthead", "joint"):
            self.masthead(row)
        elif row.cells:
            self.cells(row, size)
        else:
            self.paragraph(row, size)

    def paragraph(self, row: Row, size: float) -> None:
        pitch = size * self.pitch / self.paper.size
        first = 2 * self.pitch if row.place == "paragraph" else 0.0
        size = min(size, size * ROOM / max(width(row.text, size, size), 1)) if row.size == "masthead" else size
        lines = wrap(row.text, ROOM, size, min(pitch, size * 1.1), first)
        if len(lines) > 1 and len(lines[-1]) == 1:
            lines[-2:] = [lines[-2][:-1], lines[-2][-1] + lines[-1]]
        for place, line in enumerate(lines):
            full = place < len(lines) - 1 and row.place in ("paragraph", "flush")
            self.line(line, row, size, min(pitch, size * 1.1), first if place == 0 else 0.0, full)


def pdf(notices: list[list[Row]], paper: Paper, title: str = "") -> bytes:
    """Several notices as one PDF, each on a page of its own.

    Args:
        notices: the rows of each.
        paper: how the pages are set.
        title: the running head, where the paper has one.

    Returns:
        The file.

    Raises:
        ValueError: for a character that the font's encoding cannot hold.
    """
    printer = Printer(paper, title)
    for place, rows in enumerate(notices):
        if place:
            printer.turn()
        above = ""
        for row in rows:
            printer.add(row, above)
            above = row.part
    return bound(printer.sheets, title, Style())
