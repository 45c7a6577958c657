"""A notice's text from its lines: paragraphs joined, the title set apart.

Where two lines are joined, Latin words stay two and the digits of one number become one.
"""

from __future__ import annotations

import re

from archive.parse.rows import Row

_BREAKS = re.compile("[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]")
"""Where ``splitlines`` splits."""


def text(
    rows: list[Row], places: list[int], title: set[int], apart: set[int]
) -> tuple[str, list[tuple[int, int, int]]]:
    """The text of a notice, and for each of its lines (offset, page, line).

    Args:
        rows: all lines of the document.
        places: the lines of the notice, in order.
        title: the lines of its title: joined to one, with a form feed before and after.
        apart: lines that no other line is joined to: masthead, number, date.
    """
    out: list[str] = []
    lines: list[tuple[int, int, int]] = []
    length, last, before = 0, None, ""
    said = "".join([rows[place].line.text for place in places])
    broken = said.splitlines() != [said]
    for place in places:
        row = rows[place]
        words = row.line.text.strip()
        if broken:
            words = _BREAKS.sub(" ", words)
        if last is not None:
            plain = not (row.line.joins or place in title or last in title)
            part = "\n" if plain else _between(rows[last], row, title, apart, before, words)
            out.append(part)
            length += len(part)
        lines.append((length, row.page, row.line.number))
        out.append(words)
        length += len(words)
        last, before = place, words or before
    return "".join(out), lines


def _between(above: Row, row: Row, title: set[int], apart: set[int], before: str, words: str) -> str:
    if (above.at in title) != (row.at in title):
        return "\f"
    if above.at != row.at - 1:
        return "\n"
    joins = row.line.joins and row.at not in apart and above.at not in apart
    if not joins and row.at not in title:
        return "\n"
    left, right = before[-1:], words[:1]
    if left.isalnum() and right.isalnum() and not (_is_ideograph(left) or _is_ideograph(right)):
        return "" if left.isdigit() and right.isdigit() else " "
    return ""


def _is_ideograph(letter: str) -> bool:
    return "\u2e80" <= letter < "\uff00" or letter > "\uffff"
