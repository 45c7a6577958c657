"""What both PDF readers give of a page: its printed characters with place, size and colour, and its ruling lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

MAX_GLYPHS = 1_000_000
"""Characters read of one page; a page with more is cut there."""


class Glyph(NamedTuple):
    """One printed character, in points from the top left corner of the page as it is read.

    Attributes:
        text: the character (one code point, or several where the file says so: a ligature, ActualText).
        left: left end of its advance.
        right: right end of its advance.
        base: its baseline, downwards from the top.
        size: its type size.
        red: whether it is printed in red.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    red: bool


class Rule(NamedTuple):
    """A straight ruling line, horizontal where ``top == bottom``, vertical where ``left == right``; points, downwards."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class Sheet:
    """One page as its reader gives it.

    Attributes:
        number: counted from 1.
        width: of the page as it is read, in points.
        height: the same.
        glyphs: upright printed characters in the order of the file, white space as it was typed among them.
        strays: texts that run across the page's direction (watermarks, sideways notes), a string each.
        rules: fetches the ruling lines; only good until the next page is asked for, as is the next.
        pictures: tells whether it shows pictures, or drawings as rich as outlined letters.
        hidden: whether its text is an invisible layer (what OCR leaves behind a scan).
        cut: whether it had more than ``MAX_GLYPHS`` characters.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    rules: Callable[[], list[Rule]] = list
    pictures: Callable[[], bool] = bool
    hidden: bool = False
    cut: bool = False


def is_red(red: float, green: float, blue: float) -> bool:
    """Whether a colour, each part 0 to 255, is what a person calls red: neither grey, orange nor wine so dark as black."""
    return red >= 140 and red - max(green, blue) >= 80 and abs(green - blue) <= 90


def visible(text: str) -> str:
    """A character as a reader gave it, controls and unmapped codes as U+FFFD, any blank as a space."""
    if text in ("\x02", "\ufffe"):
        return "-"
    code = ord(text[0]) if text else 0
    if code < 0x20 or 0x7F <= code < 0xA0 or code == 0xFFFF or 0xD800 <= code < 0xE000:
        return " " if text in "\t\n\r\x0b\x0c\x85" and text else "\ufffd"
    return " " if text.isspace() else text


THIN = 2.5
"""Points that a filled box may be thick and still be a ruling line."""


def rules_of(points: list[tuple[float, float]], stroked: bool) -> list[Rule]:
    """The ruling lines that one stroke or box of a drawing makes: itself when it is thin, else its straight edges if it is stroked.

    Args:
        points: corners in points, downwards; a closed figure ends where it began.
        stroked: its outline is drawn, not only its inside filled.
    """
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    if bottom - top <= THIN < right - left:
        middle = (top + bottom) / 2
        return [Rule(left, middle, right, middle)]
    if right - left <= THIN < bottom - top:
        middle = (left + right) / 2
        return [Rule(middle, top, middle, bottom)]
    rules = []
    if stroked:
        for (x0, y0), (x1, y1) in zip(points, points[1:]):
            if abs(x1 - x0) <= 0.5 < abs(y1 - y0):
                rules.append(Rule((x0 + x1) / 2, min(y0, y1), (x0 + x1) / 2, max(y0, y1)))
            elif abs(y1 - y0) <= 0.5 < abs(x1 - x0):
                rules.append(Rule(min(x0, x1), (y0 + y1) / 2, max(x0, x1), (y0 + y1) / 2))
    return rules
