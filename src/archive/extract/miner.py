"""The second PDF reader: pdfminer.six printing on a device of our own."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path

from archive.errors import Unreadable
from archive.extract.glyphs import (
    MAX_GLYPHS,
    OUTLINES,
    Box,
    Found,
    Rule,
    Sheet,
    rules_of,
    sheet_of,
    turned,
)


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

        from archive.extract.device import Device, Full

        manager = PDFResourceManager()
        device = Device(manager, MAX_GLYPHS)
        for number, page in enumerate(PDFPage.create_pages(self._document), 1):
            if number > limit:
                return
            if wanted is not None and number not in wanted:
                continue
            device.start()
            whole = True
            try:
                PDFPageInterpreter(manager, device).render_contents(page.resources, page.contents)
            except Full:
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
            sheet, direction = sheet_of(number, Found.of(device.found), bounds, int(page.rotate) // 90)
            sheet.rules = _Rules(list(device.paths), direction, bounds)
            sheet.pictures = _Pictures(device.images, len(device.paths))
            sheet.cut = len(device.found) >= MAX_GLYPHS
            yield sheet


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
