"""Plain-text tables, aligned, to be read in a terminal and pasted into a README."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

Cell = str | int | float | None
"""Text stands at the left, figures at the right; a float is a share, None is nothing to tell."""


def table(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Rows under their headings, two blanks between columns.

    >>> print(table(["field", "right", "share"], [["title", 9, 0.9], ["cc", 10, None]]))
    field  right  share
    title      9  0.900
    cc        10      -
    """
    figures = [any(isinstance(row[at], int | float) for row in rows) for at in range(len(head))]
    lines = [list(head), *([_cell(cell) for cell in row] for row in rows)]
    widths = [max(_width(line[at]) for line in lines) for at in range(len(head))]
    return "\n".join("  ".join(map(_padded, line, widths, figures)).rstrip() for line in lines)


def share(part: int, whole: int) -> float | None:
    """A part of a whole, where there is a whole."""
    return part / whole if whole else None


def _padded(text: str, wide: int, right: bool) -> str:
    blanks = " " * (wide - _width(text))
    return blanks + text if right else text + blanks


def _width(text: str) -> int:
    """Columns of a terminal; an ideograph takes two."""
    return sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in text)


def _cell(cell: Cell) -> str:
    if cell is None:
        return "-"
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)
