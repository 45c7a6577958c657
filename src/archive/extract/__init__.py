"""Bytes to Document: one reader a kind of file, and the process they run in."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from archive.errors import Unreadable
from archive.extract.document import Document, Line, Page, Part
from archive.extract.process import more_time
from archive.extract.readers import READERS
from archive.extract.recognition import UNREAD, Recognition
from archive.notice import MEMBER

if TYPE_CHECKING:
    from archive.extract.package import Package

__all__ = ["LARGEST", "Document", "Line", "Page", "Part", "Recognition", "read", "read_all", "unpack"]

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
    found = _read(path, recognition)
    if not isinstance(found, Document):
        raise Unreadable("unknown-kind", found)
    return found


def read_all(
    path: Path,
    name: str,
    *,
    folder: Path | None = None,
    skip: Mapping[str, Sequence[str]] | None = None,
    wanted: Callable[[str], bool] = bool,
    recognition: Recognition = UNREAD,
) -> Iterator[Part]:
    """What is printed in a file, or in each member of a container.

    Args:
        path: the file.
        name: the name it came in under.
        folder: in which a private one is made for members; None for the system's.
        skip: reason and facts of members on which a reader broke down before.
        wanted: whether a member of this name is read at all.
        recognition: whether the text of pictures of pages is to be recognised.

    Raises:
        Unreadable: for the file as a whole; ``scan`` as ``read``.
    """
    found = _read(path, recognition)
    if isinstance(found, Document):
        yield Part(None, 1, found)
        return
    from tempfile import TemporaryDirectory

    from archive.extract.bundle import Bundle

    with TemporaryDirectory(dir=folder) as place:
        bundle = Bundle(Path(place), partial(_read, recognition=recognition), skip or {}, wanted)
        for part in bundle.parts(path, found, name):
            if isinstance(part.document, Unreadable) and part.document.reason == "scan":
                raise part.document
            yield replace(part, container=found)


def unpack(path: Path, name: str, member: str, folder: Path) -> Path:
    """Unpacks one member of a container.

    Args:
        path: the container.
        name: the name it came under.
        member: as of ``Part``.
        folder: private, for it.

    Returns:
        where it is.

    Raises:
        Unreadable: where it is not there.
    """
    from archive.extract.bundle import Bundle

    bundle = Bundle(folder, _read, {}, bool)
    for each in member.split(MEMBER):
        found = _read(path)
        if isinstance(found, Document):
            raise Unreadable("damaged", member)
        path = bundle.one(path, found, name, each)
        name = each
    return path


def _read(path: Path, recognition: Recognition = UNREAD) -> Document | str:
    """The text of a file, or its kind where it is a container."""
    try:
        with _opened(path) as file:
            found = _kind(file, path)
            if isinstance(found, Document):
                return found
            if found != "zip":
                return _of_kind(file, found, path, recognition)
            from archive.extract.package import Package

            with Package(path) as package:
                return _of_kind(file, package.kind, path, recognition, package)
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


def _kind(file: BinaryIO, path: Path) -> Document | str:
    """The kind of a file, or its text where that is plain: only reading proves it."""
    from archive.extract.kinds import HEAD, kind

    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        raise Unreadable("not-a-file")
    head = file.read(HEAD)
    if not head:
        raise Unreadable("empty")
    found = kind(head)
    if found == "lock":
        raise Unreadable("lock-file")
    if found == "ole2":
        from archive.extract.compound import compound_kind

        return compound_kind(path)
    return _text(file, head) if found == "text" else found


def _text(file: BinaryIO, head: bytes) -> Document | str:
    """A text file, or the kind of its markup, which shows only once the encoding is known."""
    read_text = _reader(file, "text")
    more_time(os.fstat(file.fileno()).st_size // _PAGE_BYTES)
    try:
        document: Document = read_text(head + file.read(READERS["text"].largest))
    except Unreadable as error:
        if error.reason != "unknown-kind" or error.detail not in READERS:
            raise
        return error.detail
    return document


def _of_kind(
    file: BinaryIO, kind: str, path: Path, recognition: Recognition, package: Package | None = None
) -> Document | str:
    """The text of a file of a kind, or the kind where it is a container."""
    reader = _reader(file, kind)
    known = READERS[kind]
    if known.holds:
        return kind
    source = package if known.packaged else path
    try:
        document: Document = reader(source, recognition) if known.recognises else reader(source)
    except Unreadable as error:
        if error.reason != "damaged":
            raise
        from archive.extract.office import again

        converted = again(path, kind)
        if converted is None:
            raise
        return converted
    return document


def _reader(file: BinaryIO, kind: str) -> Callable[..., Any]:
    """The reader of a kind, for a file that is not over its limit."""
    reader = READERS.get(kind)
    if reader is None:
        raise Unreadable("unknown-kind", kind)
    size = os.fstat(file.fileno()).st_size
    if size > reader.largest:
        raise Unreadable("too-large", f"{size} bytes")
    return reader.load()
