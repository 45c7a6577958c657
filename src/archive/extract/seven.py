"""7z files, unpacked whole: their members are packed as one stream."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from py7zr import SevenZipFile
from py7zr.exceptions import PasswordRequired
from py7zr.io import Py7zIO, WriterFactory

from archive import private
from archive.errors import Unreadable, damage_is_said


class _File(Py7zIO):
    """A member on its way to a file; what comes after so many bytes of all members ends it."""

    def __init__(self, home: _Home, path: Path) -> None:
        self.home, self.path, self.written = home, path, 0
        self.file: IO[bytes] | None = None

    def write(self, data: bytes | bytearray) -> int:
        self.home.left -= len(data)
        if self.home.left < 0:
            raise Unreadable("too-large", "unpacks to too many bytes")
        with open(self.path, "ab", opener=private.opened) as file:
            file.write(data)
        self.written += len(data)
        return len(data)

    def read(self, size: int | None = None) -> bytes:
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:
        return offset

    def flush(self) -> None:
        pass

    def size(self) -> int:
        return self.written


class _Home(WriterFactory):
    """Gives each member a file of its own, named by its turn: its own name is never one of a file here."""

    def __init__(self, folder: Path, most: int) -> None:
        self.folder, self.left = folder, most
        self.files: list[tuple[str, Path]] = []

    def create(self, filename: str) -> Py7zIO:
        path = self.folder / str(len(self.files))
        path.touch(0o600)
        self.files.append((filename, path))
        return _File(self, path)


def unpacked(path: Path, folder: Path, stack: ExitStack, most: int) -> Iterator[tuple[str, Path]]:
    """The names of a 7z file's members, each with the file it was unpacked to.

    Args:
        path: the file.
        folder: in which a private one is made for them.
        stack: deletes that one.
        most: bytes they may have in all.

    Raises:
        Unreadable: ``damaged``, ``password`` or ``too-large``.
    """
    try:
        with damage_is_said(PasswordRequired), SevenZipFile(path) as file:
            if file.needs_password():
                raise Unreadable("password")
            home = _Home(Path(stack.enter_context(TemporaryDirectory(dir=folder))), most)
            file.extractall(factory=home)
    except PasswordRequired:
        raise Unreadable("password") from None
    yield from home.files
