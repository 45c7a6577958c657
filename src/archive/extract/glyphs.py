"""What both PDF readers give of a page: its printed characters with place, size and colour, and its ruling lines."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import compress, pairwise
from typing import Any, NamedTuple

MAX_GLYPHS = 1_000_000
"""Characters read of one page; a page with more is cut there."""
INVISIBLE = 3
"""The text rendering mode of PDF that prints nothing."""
OUTLINES = 40
"""A page without text that draws so many paths is a picture of one."""


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
    """A straight ruling line in points, downwards; level where ``top == bottom``, upright where ``left == right``."""

    left: float
    top: float
    right: float
    bottom: float


Box = tuple[float, float, float, float]
"""Left, bottom, right and top in the page's own space (points, upwards)."""

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Style(NamedTuple):
    """What the characters printed by one operator share.

    Attributes:
        direction: quarter turns to the left that the text runs at, None where it runs aslant.
        base: its baseline, a height where it runs level, else a distance from the left; in the page's own space.
        size: its type size in points.
        red: whether it is printed in red.
        hidden: whether it is not printed at all.
    """

    direction: int | None
    base: float
    size: float
    red: bool
    hidden: bool


style_of: Callable[[Iterable[Any]], Style] = partial(tuple.__new__, Style)
"""A Style of its parts, in half the time that the class takes."""

Character = tuple[str, Style, Box]
"""The text of a character, its style and its box."""


class Found(NamedTuple):
    """The characters of a page as its reader finds them, in columns: what is done to all of them is done at once."""

    letters: Sequence[str]
    styles: Sequence[Style]
    lefts: Sequence[float]
    bottoms: Sequence[float]
    rights: Sequence[float]
    tops: Sequence[float]

    @classmethod
    def of(cls, characters: Iterable[Character]) -> Found:
        """The columns of characters."""
        letters, styles, boxes = tuple(zip(*characters, strict=True)) or ((), (), ())
        return cls(letters, styles, *(tuple(zip(*boxes, strict=True)) or ((), (), (), ())))

    def characters(self) -> Iterator[Character]:
        """The characters one by one."""
        return zip(self.letters, self.styles, zip(*self[2:], strict=True), strict=True)

    def styled(self) -> tuple[tuple[Any, ...], ...]:
        """The columns of their styles: direction, base, size, red and hidden."""
        return tuple(zip(*self.styles, strict=True)) or ((), (), (), (), ())

    def within(self, bounds: Box) -> Found:
        """The characters that stand on the page at least in part."""
        left, bottom, right, top = bounds
        inside = self.lefts and max(self.lefts) <= right and max(self.bottoms) <= top
        inside = inside and min(self.rights) >= left and min(self.tops) >= bottom
        if inside and math.isfinite(sum(map(sum, self[2:]))):  # what is no number hides from min and max
            return self
        edges = zip(*self[2:], strict=True)
        return self.kept([x1 >= left and x0 <= right and y1 >= bottom and y0 <= top for x0, y0, x1, y1 in edges])

    def kept(self, keep: Sequence[bool]) -> Found:
        """The characters that are to be kept."""
        columns: Any = (list(compress(column, keep)) for column in self)
        return self if all(keep) else Found(*columns)


@dataclass(slots=True)
class Sheet:
    """One page as its reader gives it.

    Attributes:
        number: counted from 1.
        width: of the page as it is read, in points.
        height: the same.
        glyphs: upright printed characters in the order of the file, white space as it was typed among them.
        strays: texts that run across the page's direction (watermarks, sideways notes), a string each.
        notes: what was put on the page later (annotations), a string a line.
        rules: fetches the ruling lines; only good until the next page is asked for, as is the next.
        pictures: tells whether it shows pictures, or drawings as rich as outlined letters.
        pictured: where its pictures stand: left, top, right, bottom in points from its top left corner.
        hidden: whether its text is an invisible layer (what OCR leaves behind a scan).
        cut: whether it had more than ``MAX_GLYPHS`` characters.
        dropped: whether the reader may have left letters out.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rules: Callable[[], list[Rule]] = list
    pictures: Callable[[], bool] = bool
    pictured: Callable[[], list[Box]] = list
    hidden: bool = False
    cut: bool = False
    dropped: bool = False


def spread(text: str, style: Style, boxes: Sequence[Box]) -> list[Character]:
    """Characters side by side over the place of boxes.

    Args:
        text: the characters, one after the other.
        style: of them all.
        boxes: what they cover together.
    """
    left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
    step_x, step_y = ((right - left) / max(len(text), 1), 0.0), (0.0, (top - bottom) / max(len(text), 1))
    dx, dy = step_x if (style.direction or 0) % 2 == 0 else step_y
    found = []
    for place, letter in enumerate(text):
        if dx:
            found.append((letter, style, (left + place * dx, bottom, left + (place + 1) * dx, top)))
        else:
            found.append((letter, style, (left, bottom + place * dy, right, bottom + (place + 1) * dy)))
    return found


def direction_of(a: float, b: float) -> int | None:
    """Quarter turns to the left of a text whose matrix begins with a, b; None where it runs aslant."""
    if b == 0.0 and a > 0.0:
        return 0
    angle = math.degrees(math.atan2(b, a)) / 90
    return round(angle) % 4 if abs(angle - round(angle)) < 0.04 else None


def times(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that does first one, then the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def turned(x: float, y: float, direction: int, bounds: Box) -> tuple[float, float]:
    """A point of the page's own space as the page is read: from the top left corner, downwards.

    Args:
        x: from the left.
        y: upwards.
        direction: quarter turns to the left that upright text runs at there.
        bounds: the page's edges.
    """
    left, bottom, right, top = bounds
    if direction == 0:
        return x - left, top - y
    if direction == 1:
        return y - bottom, x - left
    if direction == 2:
        return right - x, y - bottom
    return top - y, right - x


_glyph: Callable[[Iterable[Any]], Glyph] = partial(tuple.__new__, Glyph)
"""A Glyph of its parts, in half the time that the class takes."""


def sheet_of(number: int, found: Found, bounds: Box, rotation: int) -> tuple[Sheet, int]:
    """A page of what its reader found, turned so that most characters stand upright, and that direction.

    An invisible text is what OCR leaves behind a scan, or a double of what is printed: it is read only where it is most
    of the page.

    Args:
        number: of the page, from 1.
        found: its characters.
        bounds: the page's edges.
        rotation: the page's own quarter turns, for a page without text.
    """
    left, bottom, right, top = bounds
    found = found.within(bounds)
    columns = turns, _, _, _, unseen = found.styled()
    hidden = 2 * sum(unseen) > len(unseen)
    if any(unseen) and not hidden:
        found = found.kept([not each for each in unseen])
        columns = turns, *_ = found.styled()
    directions = {turn: turns.count(turn) for turn in dict.fromkeys(turns) if turn is not None}
    direction = max(directions, key=directions.__getitem__, default=rotation % 4)
    width, height = (right - left, top - bottom) if direction % 2 == 0 else (top - bottom, right - left)
    sheet = Sheet(number, width, height, hidden=hidden)
    if directions.get(direction, 0) < len(turns):
        sheet.strays = _strays(found, direction)
        found = found.kept([style.direction == direction for style in found.styles])
        columns = found.styled()
    sheet.glyphs = _upright(found, columns, direction, bounds)
    return sheet, direction


def _strays(found: Found, direction: int) -> list[str]:
    """The texts of styles that run in other directions; such a style goes on with the next characters of its own."""
    strays: list[str] = []
    stray: Style | None = None
    for letter, style in zip(found.letters, found.styles, strict=True):
        if style.direction != direction:
            if stray is not style:
                strays.append("")
                stray = style
            strays[-1] += visible(letter)
    return strays


def _upright(found: Found, styled: tuple[tuple[Any, ...], ...], direction: int, bounds: Box) -> list[Glyph]:
    """The glyphs of characters that all run in one direction; ``styled`` is what ``Found.styled`` gives of them."""
    left, bottom, right, top = bounds
    letters, _, lefts, bottoms, rights, tops = found
    _, bases, sizes, reds, _ = styled
    placed: tuple[Sequence[float], Sequence[float], Sequence[float]]
    if direction == 0 and left == 0:
        placed = lefts, rights, [top - base for base in bases]
    elif direction == 0:
        placed = [x - left for x in lefts], [x - left for x in rights], [top - base for base in bases]
    elif direction == 1:
        placed = [y - bottom for y in bottoms], [y - bottom for y in tops], [base - left for base in bases]
    elif direction == 2:
        placed = [right - x for x in rights], [right - x for x in lefts], [base - bottom for base in bases]
    else:
        placed = [top - y for y in tops], [top - y for y in bottoms], [right - base for base in bases]
    return list(map(_glyph, zip(map(visible, letters), *placed, sizes, reds, strict=True)))


def is_red(red: float, green: float, blue: float) -> bool:
    """Whether a colour, each part 0 to 255, is what a person calls red: neither grey nor nearly black."""
    return red >= 140 and red - max(green, blue) >= 80 and abs(green - blue) <= 90


@lru_cache(1 << 14)
def visible(text: str) -> str:
    """A character as a reader gave it, controls and unmapped codes as U+FFFD, any blank as a space."""
    if text in ("\x02", "\ufffe"):
        return "-"
    if not text.strip():
        return " " if text else "\ufffd"
    code = ord(text[0])
    if code < 0x20 or 0x7F <= code < 0xA0 or code == 0xFFFF or 0xD800 <= code < 0xE000:
        return "\ufffd"
    return text


THIN = 2.5
"""Points that a filled box may be thick and still be a ruling line."""


def rules_of(points: list[tuple[float, float]], stroked: bool) -> list[Rule]:
    """The ruling lines of one figure of a drawing: itself when it is thin, else its straight edges where it is stroked.

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
        for (x0, y0), (x1, y1) in pairwise(points):
            if abs(x1 - x0) <= 0.5 < abs(y1 - y0):
                rules.append(Rule((x0 + x1) / 2, min(y0, y1), (x0 + x1) / 2, max(y0, y1)))
            elif abs(y1 - y0) <= 0.5 < abs(x1 - x0):
                rules.append(Rule(min(x0, x1), (y0 + y1) / 2, max(x0, x1), (y0 + y1) / 2))
    return rules
