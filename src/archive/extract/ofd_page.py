"""One page of an OFD file as its objects draw it; figures in brackets name sections of GB/T 33190-2016."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate, groupby, repeat

from archive.extract.glyphs import (
    IDENTITY,
    OUTLINES,
    Box,
    Character,
    Found,
    Matrix,
    Rule,
    Sheet,
    Style,
    direction_of,
    is_red,
    rules_of,
    sheet_of,
    times,
    turned,
)
from archive.extract.ofd_values import Element, child, children, deltas, flag, local, number, numbers

MM = 72 / 25.4
"""Points a millimetre: OFD measures in millimetres, downwards from the top left corner (7.3)."""
MAX_GLYPHS = 100_000
"""Characters read of one page; a page with more is cut there."""
MAX_OBJECTS = 50_000
"""Objects drawn of one page, those within composite objects counted each time."""
MAX_DEPTH = 8
"""Composite objects within each other, and drawing parameters that rest on each other."""
MAX_CORNERS = 20_000
MAX_BEYOND = 0.02
"""Share of the characters of a page that may stand beyond its paper, where no viewer shows them."""
FARTHEST = 5_000.0
"""Points from the corner of the paper within which text that stands beyond it is looked for."""
_ASCENT, _DESCENT = 0.88, 0.12
_POINTS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""Numbers that follow each operator of a path (9.3)."""

_HEX = re.compile("#[0-9A-Fa-f]{1,2}")

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Resources:
    """What pages refer to by number.

    Attributes:
        params: drawing parameters (8.2).
        units: the drawings that composite objects show (13).
    """

    params: Mapping[str, Element] = field(default_factory=dict)
    units: Mapping[str, Element] = field(default_factory=dict)

    def painted(self, param: str | None, name: str) -> Element | None:
        """The child of a drawing parameter, or of those it rests on."""
        for _ in range(MAX_DEPTH):
            found = self.params.get(param or "")
            if found is None:
                return None
            if (colour := child(found, name)) is not None:
                return colour
            param = found.get("Relative")
        return None


class Drawing:
    """A page while its objects are drawn.

    Args:
        resources: what they refer to.
    """

    def __init__(self, resources: Resources) -> None:
        self.resources = resources
        self.characters: list[Character] = []
        self.figures: list[tuple[list[Pair], bool]] = []
        self.images = 0
        self.paths = 0
        self.cut = False
        self._strips: dict[Element, tuple[float, float]] = {}
        self._corners = 0
        self._objects = 0

    def draw(self, content: Element) -> None:
        """Draw what stands in the content of a page or template, or an annotation's appearance, in its order."""
        waiting: list[tuple[Element, Matrix, str | None, int]] = [(content, IDENTITY, None, 0)]
        while waiting:
            item, matrix, param, depth = waiting.pop()
            kind = local(item)
            if not kind or not flag(item, "Visible", True):
                continue
            param = item.get("DrawParam") or param
            within: Element | None = None
            if kind in ("Content", "Layer", "PageBlock"):
                within = item
            elif kind == "Appearance":
                within, matrix = item, _placed(item, matrix)
            elif kind in ("TextObject", "PathObject", "ImageObject", "CompositeObject"):
                self._objects += 1
                if self._objects > MAX_OBJECTS:
                    self.cut = True
                    return
                matrix = _placed(item, matrix)
                if kind == "TextObject":
                    self._text(item, matrix, param)
                elif kind == "PathObject":
                    self._path(item, matrix)
                elif kind == "ImageObject":
                    self.images += 1
                elif depth < MAX_DEPTH:
                    unit = self.resources.units.get(item.get("ResourceID", ""))
                    within = child(unit, "Content") if unit is not None else None
                    depth += 1
            if within is not None:
                self._strips.update(_strips(within))
                waiting += [(each, matrix, param, depth) for each in reversed(within)]

    def _paint(self, item: Element, param: str | None) -> tuple[bool, bool]:
        """Whether an object is red, and whether nothing of it is seen."""
        fill, stroke = flag(item, "Fill", True), flag(item, "Stroke", False)
        name = "FillColor" if fill else "StrokeColor"
        colour = child(item, name)
        if colour is None:
            colour = self.resources.painted(param, name)
        clear = number(item.get("Alpha"), 255) <= 0 or not (fill or stroke)
        if colour is None:
            return False, clear
        return _red(colour.get("Value")), clear or number(colour.get("Alpha"), 255) <= 0

    def _text(self, item: Element, matrix: Matrix, param: str | None) -> None:
        size = number(item.get("Size") or item.get("size"), 0.0)
        if size <= 0:
            return
        red, hidden = self._paint(item, param)
        wide = number(item.get("HScale"), 1.0)
        reading, turn = _quarters(item.get("ReadDirection")), _quarters(item.get("CharDirection"))
        a, b, c, d, e, f = times(matrix, (MM, 0.0, 0.0, -MM, 0.0, 0.0))
        x = y = 0.0
        for code in children(item, "TextCode"):
            x, y = number(code.get("X"), x), number(code.get("Y"), y)
            room = MAX_GLYPHS - len(self.characters)
            text = (code.text or "").strip("\r\n\t")
            self.cut = self.cut or len(text) > room
            text = text[:room]
            if not text:
                continue
            widths = [size * wide * _guessed(letter) for letter in text]
            if (strip := self._strips.get(item)) is not None:
                x, stretch = strip
                widths = [width * stretch for width in widths]
            steps, reads = _steps(code if strip is None else None, widths, reading)
            for at, (step, width) in enumerate(zip(steps, widths, strict=True)):
                if 0 < (along := abs(step[0] + step[1])) < size * wide:
                    widths[at] = along if text[at] < "\x80" else min(along, width)
            places = list(accumulate(steps, lambda at, step: (at[0] + step[0], at[1] + step[1]), initial=(x, y)))
            x, y = places.pop()
            style = Style(
                direction_of(a * reads[0] + c * reads[1], b * reads[0] + d * reads[1]), 0.0, size, red, hidden
            )
            self._letters(text, places, widths, style, (a, b, c, d, e, f), turn)

    def _letters(
        self, text: str, places: list[Pair], widths: list[float], style: Style, matrix: Matrix, turn: int
    ) -> None:
        """Put the characters of one TextCode down, each as a box in points, upwards from the page's top left corner.

        Args:
            text: the characters.
            places: where each begins, in the object's space.
            widths: of each, in the same.
            style: of them all; its base is not known yet, its size is in the object's space.
            matrix: from there to the page.
            turn: quarter turns to the right of each character by itself.
        """
        a, b, c, d, e, f = matrix
        cos, sin = _TURNS[turn]
        size, direction = style.size, style.direction
        over_x, over_y = a * cos + c * sin, b * cos + d * sin
        up_x, up_y = size * (a * sin - c * cos), size * (b * sin - d * cos)
        style = style._replace(size=math.hypot(up_x, up_y))
        low_x, high_x = sorted((-_DESCENT * up_x, _ASCENT * up_x))
        low_y, high_y = sorted((-_DESCENT * up_y, _ASCENT * up_y))
        if not style.size:
            return
        for letter, (x, y), width in zip(text, places, widths, strict=True):
            at_x, at_y = a * x + c * y + e, b * x + d * y + f
            base = at_x if direction in (1, 3) else at_y
            if direction is not None and style.base != base:
                style = style._replace(base=base)
            to_x, to_y = width * over_x, width * over_y
            box = (
                at_x + low_x + min(to_x, 0.0),
                at_y + low_y + min(to_y, 0.0),
                at_x + high_x + max(to_x, 0.0),
                at_y + high_y + max(to_y, 0.0),
            )
            self.characters.append((letter, style, box))

    def _path(self, item: Element, matrix: Matrix) -> None:
        stroke, fill = flag(item, "Stroke", True), flag(item, "Fill", False)
        data = child(item, "AbbreviatedData")
        if data is None or not (stroke or fill) or number(item.get("Alpha"), 255) <= 0:
            return
        self.paths += 1
        a, b, c, d, e, f = times(matrix, (MM, 0.0, 0.0, -MM, 0.0, 0.0))
        for figure in _figures((data.text or "").split()[: 4 * MAX_CORNERS]):
            self._corners += len(figure)
            if self._corners > MAX_CORNERS:
                return
            self.figures.append(([(a * x + c * y + e, b * x + d * y + f) for x, y in figure], stroke))


def _guessed(letter: str) -> float:
    """The width of a character in type sizes, for where no distance to a next one tells it."""
    return 1.0 if letter >= "\x80" else 0.25 if letter in " .,:;!'|ijlI" else 0.5


def _strips(items: Element) -> Iterator[tuple[Element, tuple[float, float]]]:
    """Where texts that a writer puts over each other begin in fact, and by how much they are wider than guessed.

    easyofd gives each piece of a line the corner and the width of the whole line. Pieces of one line stand side by side
    in its boundary; the same text drawn again (for bold letters) stands where it is.
    """
    for strip, group in groupby(items, _strip):
        pieces = [(item, children(item, "TextCode")[0].text or "") for item in group if strip]
        if strip is None or len({text for _, text in pieces}) < 2:
            continue
        sizes = [number(item.get("Size") or item.get("size"), 0.0) for item, _ in pieces]
        lengths = [size * sum(map(_guessed, text)) for size, (_, text) in zip(sizes, pieces, strict=True)]
        stretch = strip[0] / (sum(lengths) or math.inf)
        if 0.7 < stretch < 3:
            for (item, _), start in zip(pieces, accumulate(lengths, initial=0.0), strict=False):
                yield item, (start * stretch, stretch)


def _strip(item: Element) -> tuple[float, str, str] | None:
    """The width of a text object that is a line high, and what else it shares with others of its line."""
    boundary = item.get("Boundary", "")
    box, codes = numbers(boundary, 4), children(item, "TextCode")
    if local(item) != "TextObject" or box is None or len(codes) != 1:
        return None
    high = number(item.get("Size") or item.get("size"), 0.0)
    return (box[2], boundary, codes[0].get("X", "")) if box[3] < 2 * high else None


_TURNS: tuple[tuple[int, int], ...] = ((1, 0), (0, 1), (-1, 0), (0, -1))
"""Cosine and sine of the quarter turns to the right, in a space that runs downwards."""


def _quarters(text: str | None) -> int:
    return round(number(text, 0.0) / 90) % 4


def _placed(item: Element, outer: Matrix) -> Matrix:
    """The space of an object within that of what it stands in: its own matrix, then its corner (8.5)."""
    corner = numbers(item.get("Boundary"), 4) or [0.0] * 4
    moved = times((1.0, 0.0, 0.0, 1.0, corner[0], corner[1]), outer)
    own = numbers(item.get("CTM"), 6)
    return times((own[0], own[1], own[2], own[3], own[4], own[5]), moved) if own else moved


def _steps(code: Element | None, widths: list[float], reading: int) -> tuple[list[Pair], Pair]:
    """The way from each character to the next, from the last to the end of the text; and which way it is read.

    Args:
        code: tells the distances; None where the widths do.
        widths: of the characters.
        reading: quarter turns to the right of the way that they run.
    """
    count = len(widths) - 1
    across, down = (None if code is None else deltas(code.get(name), count) for name in ("DeltaX", "DeltaY"))
    cos, sin = _TURNS[reading]
    if across is None and down is None:
        return [(width * cos, width * sin) for width in widths], (float(cos), float(sin))
    back = -1.0 if reading > 1 else 1.0
    steps = [(back * dx, back * dy) for dx, dy in zip(across or repeat(0.0), down or repeat(0.0), strict=False)][:count]
    if reading == 0 and not any(dx for dx, _ in steps) and any(dy for _, dy in steps):
        cos, sin = 0, 1 if sum(dy for _, dy in steps) > 0 else -1
    return [*steps, (widths[-1] * cos, widths[-1] * sin)], (float(cos), float(sin))


def _red(value: str | None) -> bool:
    """Whether the parts of a colour, 0 to 255 each and also written ``#FF``, are a red in RGB or CMYK (8.3)."""
    words = (value or "").split()[:5]
    parts = [float(int(word[1:], 16)) if _HEX.fullmatch(word) else number(word, 0.0) for word in words]
    if len(parts) == 4:
        key = (255 - parts[3]) / 255
        parts = [(255 - part) * key for part in parts[:3]]
    return len(parts) == 3 and is_red(*parts)


def _figures(words: list[str]) -> Iterator[list[Pair]]:
    """The straight pieces of a path; a curve ends one and begins another."""
    figure: list[Pair] = []
    place = 0
    while place < len(words):
        operator = words[place]
        count = _POINTS.get(operator)
        values = numbers(" ".join(words[place + 1 : place + 1 + count]), count) if count is not None else None
        if count is None or values is None:
            place += 1
            continue
        place += 1 + count
        if operator == "C":
            figure += figure[:1]
        elif operator == "L":
            figure.append((values[0], values[1]))
        else:
            if figure:
                yield figure
            figure = [(values[-2], values[-1])]
    if figure:
        yield figure


def _holding(found: Found, paper: Box) -> Box:
    """The edges of the page: those of its paper, but of its text where more than MAX_BEYOND of that stands beyond.

    Some writers state one size of paper for whatever they print (easyofd 140 by 90 mm), and viewers then cut the text
    off. Such a page is as wide as its text with the margin on its left on both sides, and as high likewise.
    """
    wide, low = paper[2], paper[1]
    far = max(wide, -low, FARTHEST)
    edges = [box for box in zip(*found[2:], strict=True) if max(map(abs, box)) < far]
    beyond = sum(box[0] > wide or box[3] < low or box[2] < 0 or box[1] > 0 for box in edges)
    if beyond <= MAX_BEYOND * len(edges):
        return paper
    lefts, bottoms, rights, tops = zip(*edges, strict=True)
    left, bottom, right, top = min(lefts), min(bottoms), max(rights), max(tops)
    return min(left, 0.0), bottom + min(top, 0.0), right + max(left, 0.0), max(top, 0.0)


def sheet(page: int, contents: list[Element], resources: Resources, width: float, height: float) -> Sheet:
    """One page.

    Args:
        page: its number, from 1.
        contents: what its templates and the page itself draw, in order.
        resources: what they refer to.
        width: of the page in millimetres.
        height: the same.
    """
    drawing = Drawing(resources)
    for content in contents:
        drawing.draw(content)
    found = Found.of(drawing.characters)
    bounds = _holding(found, (0.0, -height * MM, width * MM, 0.0))
    made, direction = sheet_of(page, found, bounds, 0)
    made.cut = drawing.cut

    def rules() -> list[Rule]:
        return [
            rule
            for figure, stroked in drawing.figures
            for rule in rules_of([turned(x, y, direction, bounds) for x, y in figure], stroked)
        ]

    made.rules = rules
    made.pictures = lambda: drawing.images > 0 or drawing.paths >= OUTLINES
    return made
