"""OLE2 compound files, told apart by the streams they hold."""

from __future__ import annotations

import io
from pathlib import Path

import olefile

from archive.errors import Unreadable

_SECTOR = 512

_STREAMS = (
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "msg"),
)


def opened(path: Path) -> olefile.OleFileIO:
    """A compound file, its last sector filled up where the writer left the file shorter.

    Args:
        path: the file.

    Raises:
        Exception: olefile raises what struct, its own checks and the file system raise.
    """
    lacking = -path.stat().st_size % _SECTOR
    return olefile.OleFileIO(io.BytesIO(path.read_bytes() + bytes(lacking)) if lacking else path)


def compound_kind(path: Path) -> str:
    """``"doc"`` (Word and WPS), ``"msg"``, the name of another kind, or ``"ole2"`` for what is not known.

    Args:
        path: a file that begins as a compound file does.

    Raises:
        Unreadable: ``damaged`` where its directory cannot be read, ``password`` for an encrypted DOCX inside.
    """
    try:
        with opened(path) as file:
            if file.exists("EncryptedPackage"):
                raise Unreadable("password")
            return next((kind for name, kind in _STREAMS if file.exists(name)), "ole2")
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable("damaged", f"{type(error).__name__}: {error}"[:200]) from error
