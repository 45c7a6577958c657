"""Bytes to Document: one reader a kind of file, and the process they run in."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from archive.errors import Unreadable
from archive.extract.document import Document, Line, Page

__all__ = ["MAX_BYTES", "Document", "Line", "Page", "read"]

MAX_BYTES = {"text": 64 << 20, "pdf": 256 << 20}
"""The largest file of a kind that is read, in bytes."""

_PAGE_BYTES = 64 << 10
"""Bytes of text that may take as long as a page of a PDF."""


def read(path: Path, name: str = "") -> Document:
    """The printed text of a file.

    Args:
        path: the file, of at most MAX_BYTES.
        name: the name it came in under; no rule rests on it, the kind comes from the content alone.

    Raises:
        Unreadable: with its reason: what the file is instead, or why nothing can be read from it.
    """
    try:
        with _opened(path) as file:
            return _read(file, path)
    except (FileNotFoundError, NotADirectoryError):
        raise Unreadable("vanished") from None
    except PermissionError:
        raise Unreadable("permission") from None
    except OSError as error:
        raise Unreadable("damaged", error.strerror or type(error).__name__) from None


def _opened(path: Path) -> BinaryIO:
    """The file, opened without ever waiting for the other end of a pipe."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise Unreadable("not-a-file")
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    return open(path, "rb", buffering=0, opener=lambda where, _: os.open(where, flags))


def _read(file: BinaryIO, path: Path) -> Document:
    from archive.extract.kinds import HEAD, kind

    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        raise Unreadable("not-a-file")
    head = file.read(HEAD)
    if not head:
        raise Unreadable("empty")
    found = kind(head)
    size = os.fstat(file.fileno()).st_size
    if size > MAX_BYTES[found]:
        raise Unreadable("too-large", f"{size} bytes")
    if found == "pdf":
        from archive.extract.pdf import read_pdf

        return read_pdf(path)
    from archive.extract.plain import read_text
    from archive.extract.process import more_time

    more_time(size // _PAGE_BYTES)
    return read_text(head + file.read(MAX_BYTES["text"]))
