"""OLE2 compound files, told apart by the streams they hold."""

from __future__ import annotations

from pathlib import Path

from archive.errors import Unreadable

_STREAMS = (
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "msg"),
)


def compound_kind(path: Path) -> str:
    """``"doc"`` (Word and WPS), ``"msg"``, the name of another kind, or ``"ole2"`` for what is not known.

    Args:
        path: a file that begins as a compound file does.

    Raises:
        Unreadable: ``damaged`` where its directory cannot be read, ``password`` for an encrypted DOCX inside.
    """
    import olefile

    try:
        with olefile.OleFileIO(path) as file:
            if file.exists("EncryptedPackage"):
                raise Unreadable("password")
            return next((kind for name, kind in _STREAMS if file.exists(name)), "ole2")
    except Unreadable:
        raise
    except Exception as error:  # olefile raises what struct, its own checks and the file system raise
        raise Unreadable("damaged", f"{type(error).__name__}: {error}"[:200]) from error
