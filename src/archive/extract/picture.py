"""Pictures of pages, scanned or photographed: TIFF with its pages, PNG, JPEG, bitmap, WebP, GIF."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.errors import Unreadable
from archive.extract import layout, ocr
from archive.extract.document import Document
from archive.extract.process import begin_page
from archive.extract.recognition import NOTHING, Recognition

FORMATS = {"png": "PNG", "jpeg": "JPEG", "tiff": "TIFF", "bitmap": "BMP", "webp": "WEBP", "gif": "GIF"}
"""Kinds of files and what Pillow calls them."""
MAX_PIXELS = 100_000_000
"""Of one page; an A3 sheet at 600 dots an inch has 70 million."""
MAX_PAGES = 500
LONGEST = 3400
"""Pixels of the longer side that are recognised: 200 dots an inch of an A3 sheet."""

_BROKEN = (OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, IndexError, OverflowError,
           ZeroDivisionError, AttributeError, struct.error)  # fmt: skip
"""What Pillow raises on broken files."""


def read_picture(path: Path, recognition: Recognition) -> Document:
    """The Document of a picture of pages.

    Args:
        path: the file.
        recognition: whether pictures are to be recognised, and whether now.

    Raises:
        Unreadable: ``pictures`` where they are not to be recognised or no text is found in them, ``scan`` where not
            now, ``too-large`` for more than ``MAX_PIXELS`` in a page, ``too-many-pages``, ``damaged``.
    """
    if recognition.mode == "never":
        raise Unreadable("pictures")
    if not recognition.now:
        raise Unreadable("scan")
    from archive.extract import recognizer

    leaves = []
    try:
        for number, (picture, width) in enumerate(_pages(path), 1):
            begin_page(number)
            leaves.append(ocr.leaf(number, recognizer.recognise(picture), width))
    except (Unreadable, MemoryError):
        raise
    except _BROKEN as error:
        raise Unreadable("damaged", f"{type(error).__name__}: {error}"[:200]) from error
    pages = layout.pages(leaves)
    if not any(page.lines for page in pages):
        raise Unreadable("pictures", NOTHING)
    return Document(_kind(path), pages, "rapidocr", [f"ocr-pages:{','.join(str(page.number) for page in pages)}"])


def _kind(path: Path) -> str:
    from archive.extract.kinds import HEAD, kind

    with path.open("rb") as file:
        return kind(file.read(HEAD))


def _pages(path: Path) -> Iterator[tuple[Any, float]]:
    """Each page as rows, columns and blue, green, red, and its width in points; of a moving picture the first."""
    from PIL import Image

    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with Image.open(path, formats=list(FORMATS.values())) as image:
            yield _page(image)
            if image.format != "TIFF":
                return
            for place in range(1, MAX_PAGES + 1):
                try:
                    image.seek(place)
                except EOFError:
                    return
                if place == MAX_PAGES:
                    raise Unreadable("too-many-pages")
                yield _page(image)
    except Image.DecompressionBombError as error:
        raise Unreadable("too-large", str(error)) from error


def _page(image: Any) -> tuple[Any, float]:
    import numpy
    from PIL import ImageOps

    width, height = image.size
    if width * height > MAX_PIXELS:
        raise Unreadable("too-large", f"{width} x {height}")
    if not width or not height:
        raise Unreadable("damaged", f"{width} x {height}")
    dots = _dots(image)
    image.draft("RGB", (LONGEST, LONGEST))
    shown = ImageOps.exif_transpose(image)
    shown.thumbnail((LONGEST, LONGEST))
    if shown.mode in ("RGBA", "LA", "PA", "P"):
        from PIL import Image

        shown = shown.convert("RGBA")
        shown = Image.alpha_composite(Image.new("RGBA", shown.size, "white"), shown)
    elif shown.mode.startswith(("I", "F")):
        shown = ImageOps.autocontrast(shown.point(lambda value: value / 256).convert("L"))
    turned = (shown.width > shown.height) != (width > height)
    wide, high = (height, width) if turned else (width, height)
    colours = numpy.asarray(shown.convert("RGB"))
    return numpy.ascontiguousarray(colours[..., ::-1]), ocr.points_wide(wide, high, dots)


def _dots(image: Any) -> float | None:
    """Pixels an inch as the file says."""
    said = image.info.get("dpi")
    try:
        return float(said[0]) if said else None
    except (TypeError, ValueError, ZeroDivisionError):
        return None
