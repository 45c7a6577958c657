"""PDF files: which reader reads them best, and what is done for the damaged ones."""

from __future__ import annotations

import io
import logging
from pathlib import Path

from archive.errors import Unreadable, damage_is_said
from archive.extract import layout, miner, pdfium, scan
from archive.extract.document import MAX_PAGES, Document
from archive.extract.process import more_time
from archive.extract.quality import better, doubtful
from archive.extract.reading import Reading
from archive.extract.recognition import NOTHING, UNREAD, Recognition

HEAD = 1 << 16
"""How far into a file ``%PDF-`` is looked for, in bytes."""
TAIL = 2048
"""A whole file has ``%%EOF`` within this many bytes of its end."""


def read_pdf(path: Path, recognition: Recognition = UNREAD) -> Document:
    """The Document of a PDF file.

    pypdfium2 reads first. Where it cannot open the file, finds no page or loses one, pikepdf mends the file; where its
    characters look wrong, pdfminer.six reads the page too and the better of the two stays. Pages whose text is only in
    pictures are recognised.

    Args:
        path: the file; it is not changed.
        recognition: whether pictures are to be recognised, and whether now.

    Raises:
        Unreadable: ``password`` (one that opens the file is asked for), ``pictures`` (nothing but pictures), ``empty``,
            ``too-many-pages``, ``damaged``, ``scan`` (pictures are to be recognised, but not now).
        OSError: the file cannot be read at all.
    """
    try:
        with damage_is_said(OSError, RecursionError):
            return _read(path, recognition)
    except RecursionError as error:
        raise Unreadable("damaged", "nested too deep") from error


def _read(path: Path, recognition: Recognition) -> Document:
    warnings: list[str] = []
    source, torn = _from_header(path)
    if not isinstance(source, Path):
        warnings.append("repaired")
    reading = _first(source)
    if reading is None or reading.lost or not reading.leaves or torn:
        mended = _mended(source)
        again = _first(mended) if mended else None
        if again is None or not again.letters:
            again = _second(mended or source) if reading is None or not reading.letters else None
        if again is not None and (reading is None or again.letters > reading.letters):
            reading, source = again, mended or source
            warnings = ["repaired"]
    if reading is None:
        raise Unreadable("damaged")
    if torn:
        warnings.append("truncated")
    _better(reading, source)
    if recognition.mode != "never":
        scan.recognise(reading, source, recognition)
    try:
        return reading.document("pdf", warnings)
    except Unreadable as error:
        raise Unreadable("pictures", NOTHING) if error.reason == "pictures" and recognition.now else error from None


def _from_header(path: Path) -> tuple[Path | bytes, bool]:
    """The file, or its bytes from ``%PDF-`` on where something precedes it; and whether its end is missing."""
    with path.open("rb") as stream:
        start = stream.read(HEAD).find(b"%PDF-")
        size = stream.seek(0, io.SEEK_END)
        stream.seek(max(size - TAIL, 0))
        torn = b"%%EOF" not in stream.read()
        if start <= 0:
            return path, torn
        stream.seek(start)
        return stream.read(), torn


def _first(source: Path | bytes) -> Reading | None:
    """What pdfium reads, None where it cannot open the file."""
    try:
        with pdfium.File(source) as file:
            if file.count > MAX_PAGES:
                raise Unreadable("too-many-pages", str(file.count))
            return Reading.of(file.sheets(), "pdfium")
    except Unreadable as error:
        if error.reason == "damaged":
            return None
        raise


def _second(source: Path | bytes) -> Reading | None:
    """What pdfminer.six reads, None where it cannot open the file."""
    try:
        with miner.File(source) as file:
            reading = Reading.of(file.sheets(limit=MAX_PAGES + 1), "pdfminer")
    except Unreadable as error:
        if error.reason == "damaged":
            return None
        raise
    if len(reading.leaves) > MAX_PAGES:
        raise Unreadable("too-many-pages")
    return reading


def _mended(source: Path | bytes) -> bytes | None:
    """The file as pikepdf writes it anew, None where it cannot open it either."""
    import pikepdf

    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    try:
        with pikepdf.open(io.BytesIO(source) if isinstance(source, bytes) else source) as file:
            written = io.BytesIO()
            file.save(written)
            return written.getvalue()
    except pikepdf.PasswordError:
        raise Unreadable("password") from None
    except MemoryError:
        raise
    except Exception:  # pikepdf passes on what qpdf and its own object model raise
        return None


def _better(reading: Reading, source: Path | bytes) -> None:
    """Put pdfminer.six's page in place of each whose characters look wrong, where it has fewer faults.

    A file without any text is read by pdfminer.six as a whole, unless its pages are pictures.
    """
    if reading.reader != "pdfium":
        return
    blank = not reading.letters and len(reading.pictures) < len(reading.leaves)
    pages = {leaf.number for leaf in reading.leaves if blank or doubtful(leaf)}
    if not pages:
        return
    more_time(len(pages))
    try:
        with miner.File(source) as file:
            found = {sheet.number: layout.leaf(sheet) for sheet in file.sheets(pages) if sheet is not None}
    except Unreadable:
        return
    for place, leaf in enumerate(reading.leaves):
        other = found.get(leaf.number)
        if other is not None and better(other, leaf):
            reading.leaves[place] = other
            reading.reader = "pdfium+pdfminer"
