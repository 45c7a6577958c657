"""Pieces of recognised text to a page: its angle, its rows, and the place and size of every character."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from archive.extract import layout
from archive.extract.glyphs import Glyph, Sheet
from archive.extract.layout import Leaf
from archive.extract.lookalikes import mended

Corners = tuple[tuple[float, float], ...]
"""A quadrangle in pixels: the top left corner of the text, then clockwise."""

A4_SHORT, A4_LONG = 595.0, 842.0
"""Points."""
STEEP = 8.0
"""Degrees by which a line may stand off its page; the round text of a seal stands off more."""

_INK = 0.92
"""Height of the ink of ideographs, in type sizes."""
_BASE = 0.38
"""How far the baseline is below the middle of an ideograph, in type sizes."""
_SIZES = (9.0, 10.5, 12.0, 14.0, 16.0, 18.0, 22.0, 26.0, 36.0, 42.0)
"""Type sizes of notices, 小五 to 初号: what a picture shows is near one of them."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of text, or a piece of one, as it was recognised.

    Attributes:
        text: its characters.
        corners: where it stands.
        score: how sure the model is, 0 to 1.
        red: whether its letters are red.
    """

    text: str
    corners: Corners
    score: float = 1.0
    red: bool = False


class Found(NamedTuple):
    """What was recognised of a picture, and its width and height in pixels once it was turned upright."""

    pieces: Sequence[Piece]
    width: int
    height: int


class _Box(NamedTuple):
    """A piece on the page, in points from its top left corner."""

    piece: Piece
    left: float
    right: float
    middle: float
    size: float


def lying(boxes: Sequence[Corners]) -> bool:
    """Whether most lines of a page run upwards or downwards.

    Args:
        boxes: the corners of its lines, not yet read.
    """
    spans = [(math.dist(box[0], box[1]), math.dist(box[1], box[2])) for box in boxes]
    long = [tall > wide for wide, tall in spans if max(wide, tall) > 2 * min(wide, tall)]
    return 2 * sum(long) > len(long)


def with_large(fine: Sequence[Corners], coarse: Sequence[Corners]) -> list[Corners]:
    """The lines of a page, those in large type as they are found in a coarse picture of it.

    Args:
        fine: the corners of lines as a fine picture shows them.
        coarse: the same of a coarse picture, in the same pixels.
    """
    usual = median([_tall(box) for box in fine] or [0.0])
    large = [box for box in coarse if _tall(box) > 1.6 * usual and math.dist(box[0], box[1]) > _tall(box)]
    return [box for box in fine if not any(_within(box, other) for other in large)] + large


def _tall(box: Corners) -> float:
    return math.dist(box[1], box[2])


def _within(box: Corners, other: Corners) -> bool:
    """Whether the middle of a box lies in another one."""
    x, y = sum(x for x, _ in box) / 4, sum(y for _, y in box) / 4
    return min(x for x, _ in other) <= x <= max(x for x, _ in other) and (
        min(y for _, y in other) <= y <= max(y for _, y in other)
    )


def turned_over(boxes: Sequence[Corners], width: float, height: float) -> list[Corners]:
    """The corners of lines after half a turn of the picture."""
    return [tuple((width - x, height - y) for x, y in (*box[2:], *box[:2])) for box in boxes]


def points_wide(width: int, height: int, dots: float | None) -> float:
    """The width of a page in points: what its resolution says where that gives a sheet of A5 to A3, else as of an A4.

    Args:
        width: in pixels.
        height: the same.
        dots: pixels an inch, where known.
    """
    if dots and A4_SHORT / math.sqrt(2.1) < min(width, height) * 72 / dots < A4_LONG * 1.05:
        return width * 72 / dots
    return A4_SHORT if width <= height else A4_LONG


def leaf(number: int, found: Found, width: float) -> Leaf:
    """A page of what was recognised, in reading order, each of its rows marked.

    Args:
        number: of the page, from 1.
        found: its pieces.
        width: of the page, in points.
    """
    scale = width / max(found.width, 1)
    sheet = Sheet(number, width, found.height * scale)
    sheet.glyphs = [glyph for row in _rows(_boxes(found, scale)) for glyph in _glyphs(row)]
    made = layout.leaf(sheet)
    for row in made.rows:
        row.recognised = True
    return made


def _boxes(found: Found, scale: float) -> list[_Box]:
    """The pieces on the page set upright; what stands steeply on it is left out."""
    angles = [_angle(piece.corners) for piece in found.pieces if len(piece.text) > 3] or [0.0]
    turn = median(angles)
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    x0, y0 = found.width / 2, found.height / 2
    boxes: list[_Box] = []
    for piece in found.pieces:
        if abs(_angle(piece.corners) - turn) > STEEP and len(piece.text) > 1:
            continue
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = (
            ((x - x0) * cos + (y - y0) * sin + x0, (y - y0) * cos - (x - x0) * sin + y0) for x, y in piece.corners
        )
        left, right, top, bottom = ((a + b) / 2 * scale for a, b in ((ax, dx), (bx, cx), (ay, by), (cy, dy)))
        size = _size(_ems(piece.text), right - left, bottom - top)
        margin = max(0.0, min((bottom - top - _INK * size) / 2, (right - left) / 4))
        boxes.append(_Box(piece, left + margin, right - margin, (top + bottom) / 2, size))
    return _settled(boxes)


def _angle(corners: Corners) -> float:
    """Degrees by which a line falls from left to right."""
    (ax, ay), (bx, by) = corners[:2]
    return math.degrees(math.atan2(by - ay, bx - ax))


def _ems(text: str) -> float:
    """The width of a text in type sizes."""
    return sum(0.5 if letter.isascii() else 1.0 for letter in text)


def _size(ems: float, wide: float, tall: float) -> float:
    """The type size of a line by its box, which stands out as far on every side.

    So ``wide`` is the text and two margins, ``tall`` its ink and two margins; where letters are spaced or few, the
    height alone tells.
    """
    if ems < 3:
        return tall * 0.8
    return min(max((wide - tall) / (ems - _INK), tall * 0.55), tall * 0.95)


def _settled(boxes: Sequence[_Box]) -> list[_Box]:
    """The boxes with type sizes that there are: that of the running text where they are near it."""
    measured = sorted((box.size, len(box.piece.text)) for box in boxes)
    half = sum(count for _, count in measured) / 2
    usual = next((size for at, (size, _) in enumerate(measured) if sum(n for _, n in measured[: at + 1]) >= half), 1.0)
    body = _nearest(usual)
    return [box._replace(size=body if abs(box.size - usual) < 0.16 * usual else _nearest(box.size)) for box in boxes]


def _nearest(size: float) -> float:
    nearest = min(_SIZES, key=lambda each: abs(math.log(each / max(size, 1.0))))
    return nearest if abs(nearest - size) < 0.12 * nearest else max(round(2 * size) / 2, 0.5)


def _rows(boxes: Sequence[_Box]) -> list[list[_Box]]:
    """Boxes that stand beside each other, each row from the left, the rows from the top."""
    rows: list[list[_Box]] = []
    for box in sorted(boxes, key=lambda box: box.middle):
        row = rows[-1] if rows else []
        beside = all(
            box.left >= other.right - 0.5 * box.size or box.right <= other.left + 0.5 * box.size for other in row
        )
        if row and beside and box.middle - row[0].middle < 0.4 * min(box.size, row[0].size):
            row.append(box)
        else:
            rows.append([box])
    return [sorted(row, key=lambda box: box.left) for row in rows]


def _glyphs(row: Sequence[_Box]) -> list[Glyph]:
    """The characters of a row, each over its share of its box."""
    size = max(row, key=lambda box: len(box.piece.text)).size
    base = sum(box.middle for box in row) / len(row) + _BASE * size
    glyphs = []
    for box in row:
        text = mended(box.piece.text)
        step = (box.right - box.left) / (_ems(text) or 1)
        own = size if abs(box.size - size) < 0.3 * size else box.size
        at = box.left
        for letter in text:
            end = at + step * _ems(letter)
            glyphs.append(Glyph(letter, at, end, base, own, box.piece.red))
            at = end
    return glyphs
