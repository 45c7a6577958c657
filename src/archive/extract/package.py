"""ZIP files as packages of named parts (DOCX, OFD), read within bounds: no library limits what a part unpacks to."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

from archive.errors import Unreadable

MAX_PARTS = 20_000
"""Parts of a package at most."""
MAX_PART = 64 << 20
"""Bytes of a part that is read, unpacked."""
MAX_UNPACKED = 512 << 20
"""Bytes of all parts that are read of one package, unpacked."""

_HEADER = struct.Struct("<4s22xHH")
"""Of a part: its magic, the lengths of its name and of what comes after that."""
ENCRYPTED = 0x1
"""Flag of a part that asks for a password."""
_SALVAGED = 256 << 20
"""Bytes of the largest file whose list of parts is made anew."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What packages may be packed with (ISO/IEC 29500-2, annex B)."""
BROKEN: tuple[type[Exception], ...] = (
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    IndexError,
    KeyError,
)
"""What reading a broken file raises."""
_TYPES = "[content_types].xml"
_ENDINGS = (
    ("word/document.xml", "docx"),
    ("ofd.xml", "ofd"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("mimetype", "odf"),
)


class Package:
    """A ZIP file opened for reading; a context manager.

    Part names are compared without regard to case and to the direction and number of leading slashes, as the writers
    of such files themselves do.

    Args:
        path: the file.

    Attributes:
        repaired: whether its list of parts was lost and made anew.

    Raises:
        Unreadable: ``damaged`` where no part is found, ``too-large`` for more than MAX_PARTS.
    """

    def __init__(self, path: Path) -> None:
        self.repaired = False
        try:
            self._file = zipfile.ZipFile(path)
        except BROKEN as error:
            self._file = _salvaged(path, str(error))
            self.repaired = True
        entries = self._file.infolist()
        if len(entries) > MAX_PARTS:
            self._file.close()
            raise Unreadable("too-large", f"{len(entries)} parts")
        self._entries = {_flat(entry.filename): entry for entry in entries if entry.filename[-1:] not in ("/", "")}
        self._left = MAX_UNPACKED

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    @property
    def kind(self) -> str:
        """``"docx"``, ``"ofd"``, the name of another kind of package, or ``"zip"`` for an ordinary one.

        Raises:
            Unreadable: where nothing in it says what it is, and its list of parts was lost.
        """
        for name, kind in _ENDINGS:
            if name in self._entries:
                return kind
        if _TYPES in self._entries and b"wordprocessingml" in self.read(_TYPES):
            return "docx"
        if self.repaired:
            raise Unreadable("damaged", "no list of its parts")
        return "zip"

    @property
    def names(self) -> list[str]:
        """The parts, in lower case, with forward slashes and none at the start."""
        return list(self._entries)

    def __contains__(self, name: str) -> bool:
        return _flat(name) in self._entries

    def read(self, name: str) -> bytes:
        """A part, unpacked.

        Raises:
            Unreadable: ``damaged`` where it is missing or broken, ``password`` where it is encrypted, ``too-large``
                where it unpacks to more than MAX_PART, or with those before it to more than MAX_UNPACKED.
        """
        entry = self._entries.get(_flat(name))
        if entry is None:
            raise Unreadable("damaged", f"no {name}"[:200])
        if entry.flag_bits & ENCRYPTED:
            raise Unreadable("password")
        if entry.compress_type not in _METHODS:
            raise Unreadable("damaged", f"{name}: method {entry.compress_type}"[:200])
        most = min(MAX_PART, self._left)
        if entry.compress_size > most + (most >> 8) + 64:  # packing never adds more
            raise Unreadable("too-large", f"{name} is packed in {entry.compress_size} bytes"[:200])
        try:
            data = self._unpacked(entry, most)
        except BROKEN as error:
            raise Unreadable("damaged", f"{name}: {error}"[:200]) from error
        if len(data) > most:
            raise Unreadable("too-large", f"{name} unpacks to more than {most} bytes"[:200])
        self._left -= len(data)
        return data

    def _unpacked(self, entry: zipfile.ZipInfo, most: int) -> bytes:
        """A part, or of a larger one more bytes than ``most``.

        The streams of zipfile take longer to make than most parts to unpack.
        """
        file = self._file.fp
        assert file is not None
        file.seek(entry.header_offset)
        head = file.read(_HEADER.size)
        magic, name, extra = _HEADER.unpack(head)
        if magic != b"PK\x03\x04":
            raise zipfile.BadZipFile("no header")
        file.seek(name + extra, os.SEEK_CUR)
        data = file.read(entry.compress_size)
        if entry.compress_type == zipfile.ZIP_DEFLATED:
            data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, most + 1)
        if len(data) <= most and zlib.crc32(data) != entry.CRC:
            raise zipfile.BadZipFile("wrong checksum")
        return data


def _salvaged(path: Path, why: str) -> zipfile.ZipFile:
    from archive.extract.salvage import with_list

    try:
        if path.stat().st_size > _SALVAGED:
            raise Unreadable("damaged", why)
        file = zipfile.ZipFile(io.BytesIO(with_list(path.read_bytes(), MAX_PARTS + 1)))
    except BROKEN:
        raise Unreadable("damaged", why) from None
    if not file.namelist():
        raise Unreadable("damaged", why)
    return file


def _flat(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


@cache
def _parser() -> Any:
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


def xml(data: bytes) -> Any:
    """The root element of a part that is XML; nothing in it is expanded or fetched, and its depth is bounded.

    Raises:
        lxml.etree.XMLSyntaxError: where it is none.
    """
    from lxml import etree

    return etree.fromstring(data, _parser())
