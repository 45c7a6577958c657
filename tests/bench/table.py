"""What a section found, and how it is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from unicodedata import east_asian_width

from .floors import Verdict

Cell = str | float | int | None


def more(many: Sequence[float], few: Sequence[float], count: int) -> list[float]:
    """What each of ``count`` things more costs, run by run, so that starting and ending is not counted."""
    return [(all_of_them - some) / count for all_of_them, some in zip(many, few, strict=True)]


def row(name: str, values: Sequence[float], factor: float = 1.0) -> tuple[str, float, float, float]:
    """A row of the median, the least and the most of the runs, each times a factor."""
    each = [factor * value for value in values]
    return name, median(each), min(each), max(each)


@dataclass
class Section:
    """One part of the report.

    Attributes:
        name: as ``--only`` calls it.
        title: what was measured, on how much.
        columns: heads of the columns.
        rows: a name and a figure for each column; None where there is none.
        verdicts: figures beside their floors.
        notes: what the reader should know, a line each.
    """

    name: str
    title: str
    columns: Sequence[str] = ()
    rows: list[Sequence[Cell]] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def text(self) -> str:
        """The section as plain text."""
        lines = [f"== {self.name}: {self.title}"]
        if self.rows:
            lines += _table(self.columns, self.rows)
        lines += [verdict.line() for verdict in self.verdicts]
        lines += [f"  ({note})" for note in self.notes]
        return "\n".join(lines)

    def record(self) -> dict[str, object]:
        """The section as JSON data."""
        return {
            "name": self.name,
            "title": self.title,
            "columns": list(self.columns),
            "rows": [list(row) for row in self.rows],
            "floors": [verdict.record() for verdict in self.verdicts],
            "notes": self.notes,
        }


def _table(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[str]:
    cells = [["", *columns], *([_shown(cell) for cell in row] for row in rows)]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    return ["  " + "  ".join(_padded(cell, widths[at], at) for at, cell in enumerate(row)).rstrip() for row in cells]


def _shown(cell: Cell) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, float):
        return f"{cell:,.3f}" if abs(cell) < 10 else f"{cell:,.1f}"
    return f"{cell:,}" if isinstance(cell, int) else cell


def _padded(cell: str, width: int, at: int) -> str:
    blanks = " " * (width - _width(cell))
    return cell + blanks if at == 0 else blanks + cell


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
