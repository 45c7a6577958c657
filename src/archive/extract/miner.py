"""The second PDF reader: pdfminer.six with a device of our own that keeps each character's place, size and colour."""

from __future__ import annotations

import io
import logging
import math
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from archive.errors import Unreadable
from archive.extract.glyphs import (
    IDENTITY,
    MAX_GLYPHS,
    Box,
    Found,
    Matrix,
    Rule,
    Sheet,
    Style,
    direction_of,
    is_red,
    rules_of,
    sheet_of,
    spread,
    turned,
)

INVISIBLE = 3
OUTLINES = 40
MAX_PATHS = 50_000


class File:
    """A PDF opened by pdfminer.six; use it in a ``with`` statement.

    Args:
        source: the file, or its bytes.

    Raises:
        Unreadable: ``password`` when it asks for one, ``damaged`` when pdfminer.six cannot open it.
    """

    def __init__(self, source: Path | bytes) -> None:
        from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
        from pdfminer.pdfparser import PDFParser

        # pdfminer.six warns of every odd operator; the Document's warnings say what matters
        logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
        self._stream = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
        try:
            self._document = PDFDocument(PDFParser(self._stream))
        except PDFPasswordIncorrect as error:
            self._stream.close()
            raise Unreadable("password") from error
        except Exception as error:  # of any kind, its parser is not written for broken files
            self._stream.close()
            raise Unreadable("damaged", f"pdfminer: {type(error).__name__}") from error

    def __enter__(self) -> File:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def sheets(self, wanted: set[int] | None = None, limit: int = 5000) -> Iterator[Sheet | None]:
        """Pages in order; None stands for a page that pdfminer.six cannot read.

        Args:
            wanted: numbers of the pages to read, None for all; of the others there is nothing, not even None.
            limit: how many pages at most are looked at.
        """
        from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
        from pdfminer.pdfpage import PDFPage

        manager = PDFResourceManager()
        device = _device()(manager)
        for number, page in enumerate(PDFPage.create_pages(self._document), 1):
            if number > limit:
                return
            if wanted is not None and number not in wanted:
                continue
            device.start()
            whole = True
            try:
                PDFPageInterpreter(manager, device).render_contents(page.resources, page.contents)
            except _Full:
                pass
            except MemoryError:
                raise
            except Exception:  # as above; what was read of the page until then is kept
                whole = False
            if not whole and not device.found:
                yield None
                continue
            x0, y0, x1, y1 = page.cropbox
            bounds = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            sheet, direction = sheet_of(number, device.found, bounds, int(page.rotate) // 90)
            sheet.rules = _Rules(list(device.paths), direction, bounds)
            sheet.pictures = _Pictures(device.images, len(device.paths))
            sheet.cut = len(device.found) >= MAX_GLYPHS
            yield sheet


class _Full(Exception):
    """The page has more characters than are read."""


class _Rules:
    """The ruling lines of a page's paths."""

    def __init__(self, paths: list[tuple[list[tuple[float, float]], bool]], direction: int, bounds: Box) -> None:
        self.paths, self.direction, self.bounds = paths, direction, bounds

    def __call__(self) -> list[Rule]:
        rules: list[Rule] = []
        for points, stroked in self.paths:
            rules += rules_of([turned(x, y, self.direction, self.bounds) for x, y in points], stroked)
        return rules


class _Pictures:
    """Whether a page shows pictures."""

    def __init__(self, images: int, paths: int) -> None:
        self.images, self.paths = images, paths

    def __call__(self) -> bool:
        return self.images > 0 or self.paths >= OUTLINES


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


@cache
def _device() -> Any:
    """The device's class, made when pdfminer.six is first needed."""
    from pdfminer.pdfdevice import PDFTextDevice
    from pdfminer.pdffont import PDFUnicodeNotDefined
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    class Device(PDFTextDevice):
        """Collects characters, paths and pictures of one page."""

        def start(self) -> None:
            self.found: Found = []
            self.paths: list[tuple[list[tuple[float, float]], bool]] = []
            self.images = 0
            self.mode = 0
            self.tags: list[tuple[str, int] | None] = []
            self.style: Style | None = None

        def set_ctm(self, ctm: Matrix) -> None:
            self.ctm = ctm

        def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
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
            if len(self.found) >= MAX_GLYPHS:
                raise _Full
            return float(advance)

        def begin_tag(self, tag: Any, props: Any = None) -> None:
            props = resolve1(props)
            actual = resolve1(props.get("ActualText")) if isinstance(props, dict) else None
            self.tags.append((decode_text(actual), len(self.found)) if isinstance(actual, bytes) else None)

        def end_tag(self) -> None:
            tag = self.tags.pop() if self.tags else None
            if tag is not None and len(self.found) > tag[1] and not any(self.tags):
                self.found[tag[1] :] = _spoken(tag[0], self.found[tag[1] :])

        def render_image(self, name: str, stream: Any) -> None:
            self.images += 1

        def paint_path(self, state: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
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

    return Device


def _spoken(text: str, printed: Found) -> Found:
    """The characters an ActualText stands for, spread over the place of what is printed there."""
    text = text.replace("\u00ad", "")
    if len(text) == len(printed):
        return [(letter, style, box) for letter, (_, style, box) in zip(text, printed, strict=True)]
    return spread(text, printed[0][1], [box for _, _, box in printed])
