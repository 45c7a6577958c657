"""Bytes to Document: one reader a kind of file, and the process they run in."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from archive.errors import Unreadable
from archive.extract.document import Document, Line, Page
from archive.extract.readers import READERS
from archive.extract.recognition import UNREAD, Recognition

__all__ = ["LARGEST", "Document", "Line", "Page", "Recognition", "read"]

LARGEST = max(reader.largest for reader in READERS.values())
"""Bytes of the largest file of any kind."""

_PAGE_BYTES = 64 << 10
"""Bytes of text that may take as long as a page of a PDF."""


def read(path: Path, name: str = "", recognition: Recognition = UNREAD) -> Document:
    """The printed text of a file.

    Args:
        path: the file, of at most the bytes that its reader takes.
        name: the name it came in under; no rule rests on it, the kind comes from the content alone.
        recognition: whether the text of pictures of pages is to be recognised.

    Raises:
        Unreadable: with its reason: what the file is instead, or why nothing can be read from it; ``scan`` where its
            pictures are to be recognised, but not now.
    """
    try:
        with _opened(path) as file:
            return _read(file, path, recognition)
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


def _read(file: BinaryIO, path: Path, recognition: Recognition) -> Document:
    from archive.extract.kinds import HEAD, kind

    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        raise Unreadable("not-a-file")
    head = file.read(HEAD)
    if not head:
        raise Unreadable("empty")
    found = kind(head)
    if found == "text":
        return _read_text(file, head, path)
    if found == "zip":
        from archive.extract.package import package_kind

        found = package_kind(path)
    elif found == "ole2":
        from archive.extract.compound import compound_kind

        found = compound_kind(path)
    read_kind = _reader(file, found)
    return read_kind(path, recognition) if READERS[found].recognises else read_kind(path)


def _reader(file: BinaryIO, kind: str) -> Callable[..., Document]:
    """The reader of a kind, for a file that is not over its limit."""
    reader = READERS.get(kind)
    if reader is None:
        raise Unreadable("unknown-kind", kind)
    size = os.fstat(file.fileno()).st_size
    if size > reader.largest:
        raise Unreadable("too-large", f"{size} bytes")
    return reader.load()


def _read_text(file: BinaryIO, head: bytes, path: Path) -> Document:
    """A text file; markup shows only once the encoding is known."""
    from archive.extract.process import more_time

    read_text = _reader(file, "text")
    size = os.fstat(file.fileno()).st_size
    more_time(size // _PAGE_BYTES)
    try:
        return read_text(head + file.read(READERS["text"].largest))
    except Unreadable as error:
        if error.reason != "unknown-kind" or error.detail not in READERS:
            raise
        return _reader(file, error.detail)(path)
