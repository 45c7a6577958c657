"""What pdfminer.six prints pages on: it keeps each character's place, size and colour; imported when needed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text

from archive.extract.glyphs import IDENTITY, INVISIBLE, Character, Matrix, Style, direction_of, is_red, spread

MAX_PATHS = 50_000


class Full(Exception):
    """The page has more characters than are read."""


class Device(PDFTextDevice):
    """Collects characters, paths and pictures of one page.

    Args:
        manager: pdfminer.six's own store of fonts.
        limit: characters of a page, from which on it is ``Full``.
    """

    def __init__(self, manager: PDFResourceManager, limit: int) -> None:
        super().__init__(manager)
        self.limit = limit
        self.start()

    def start(self) -> None:
        """Forget the page before."""
        self.found: list[Character] = []
        self.paths: list[tuple[list[tuple[float, float]], bool]] = []
        self.images = 0
        self.mode = 0
        self.tags: list[tuple[str, int] | None] = []
        self.style: Style | None = None

    def set_ctm(self, ctm: Matrix) -> None:
        """Take over where the page or form stands."""
        self.ctm = ctm

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Keep the characters of one operator, all of one style."""
        self.mode, self.style = textstate.render, None
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Matrix,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        state: Any,
    ) -> float:
        """Keep one character; gives its advance in text space, which moves the pen."""
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = "\ufffd"
        advance = font.char_width(cid) * fontsize * scaling
        a, b, c, d, e, f = matrix
        size = abs(fontsize) * math.hypot(c, d)
        if self.style is None:
            red = is_red(*_rgb(state.scolor if self.mode == 1 else state.ncolor))
            direction = direction_of(a, b)
            base = f + d * rise if direction is None or direction % 2 == 0 else e + c * rise
            self.style = Style(direction, base, size or 1.0, red, self.mode == INVISIBLE)
        xs = (e + c * rise, e + c * rise + a * advance, e + c * (rise + fontsize))
        ys = (f + d * rise, f + d * rise + b * advance, f + d * (rise + fontsize))
        self.found.append((text, self.style, (min(xs), min(ys), max(xs), max(ys))))
        if len(self.found) >= self.limit:
            raise Full
        return float(advance)

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        """Note an ActualText, which stands for what is printed until its tag ends (pdfminer.six itself ignores it)."""
        props = resolve1(props)
        actual = resolve1(props.get("ActualText")) if isinstance(props, dict) else None
        self.tags.append((decode_text(actual), len(self.found)) if isinstance(actual, bytes) else None)

    def end_tag(self) -> None:
        """Put the ActualText, the outermost one, in place of what was printed within its tag."""
        tag = self.tags.pop() if self.tags else None
        if tag is not None and len(self.found) > tag[1] and not any(self.tags):
            self.found[tag[1] :] = _spoken(tag[0], self.found[tag[1] :])

    def render_image(self, name: str, stream: Any) -> None:
        """Count a picture."""
        self.images += 1

    def paint_path(self, state: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        """Keep the corners of each figure of a path."""
        points: list[tuple[float, float]] = []
        a, b, c, d, e, f = self.ctm or IDENTITY
        for segment in path:
            if len(self.paths) >= MAX_PATHS:
                return
            if segment[0] == "m" and points:
                self.paths.append((points, stroke))
                points = []
            if segment[0] == "h":
                points += points[:1]
            elif len(segment) > 2:
                x, y = segment[-2:]
                points.append((a * x + c * y + e, b * x + d * y + f))
        if len(points) > 1:
            self.paths.append((points, stroke))


def _rgb(colour: Any) -> tuple[float, float, float]:
    """A fill colour as pdfminer.six keeps it, each part 0 to 255; patterns as black."""
    parts = colour if isinstance(colour, (tuple, list)) else (colour,)
    if not all(isinstance(part, (int, float)) for part in parts):
        return 0.0, 0.0, 0.0
    if len(parts) == 3:
        return parts[0] * 255, parts[1] * 255, parts[2] * 255
    if len(parts) == 4:
        cyan, magenta, yellow, black = parts
        return 255 * (1 - cyan) * (1 - black), 255 * (1 - magenta) * (1 - black), 255 * (1 - yellow) * (1 - black)
    return 0.0, 0.0, 0.0


def _spoken(text: str, printed: list[Character]) -> list[Character]:
    """The characters an ActualText stands for, spread over the place of what is printed there."""
    text = text.replace("\u00ad", "")
    if len(text) == len(printed):
        return [(letter, style, box) for letter, (_, style, box) in zip(text, printed, strict=True)]
    return spread(text, printed[0][1], [box for _, _, box in printed])
