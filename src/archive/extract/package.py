"""ZIP files as packages of named parts (DOCX, OFD), read within bounds: no library limits what a part unpacks to."""

from __future__ import annotations

import io
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
        try:
            with self._file.open(entry) as part:
                data = part.read(most + 1)
        except BROKEN as error:
            raise Unreadable("damaged", f"{name}: {error}"[:200]) from error
        if len(data) > most:
            raise Unreadable("too-large", f"{name} unpacks to more than {most} bytes"[:200])
        self._left -= len(data)
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


def package_kind(path: Path) -> str:
    """``"docx"``, ``"ofd"``, the name of another kind of package, or ``"zip"`` for an ordinary one.

    Args:
        path: a file that begins as a ZIP file does.

    Raises:
        Unreadable: where no parts are found.
    """
    with Package(path) as package:
        if "[content_types].xml" in package:
            types = package.read("[content_types].xml")
            if b"wordprocessingml" in types:
                return "docx"
        for name, kind in _ENDINGS:
            if name in package:
                return kind
        if package.repaired:
            raise Unreadable("damaged", "no list of its parts")
    return "zip"
