"""The originals: every file that went in, byte for byte, named by its hash."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from archive.errors import Damaged
from archive.messages import _
from archive.private import make_folder, opened

FOLDERS = ORIGINALS, QUARANTINE = "originals", "quarantine"
"""Of an archive: where originals lie, and those of which every notice was removed."""
_CHUNK = 1 << 20
_MANY = 64
"""Files from which on the whole file system is synced at once."""


class Originals:
    """A folder of files named by their SHA-256, in 256 folders by its first byte.

    Args:
        folder: the folder; made when the first file comes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._unsynced: set[Path] = set()
        self._grown: set[Path] = set()
        """Folders in which a folder was made."""

    def path(self, sha256: str) -> Path:
        """Where the original of this hash lies, whether it is there or not."""
        return self.folder / sha256[:2] / sha256

    def keep(self, staged: Path, sha256: str, recorded: bool = False) -> Path:
        """Makes a staged private copy the original; it is on disk for good after the next ``sync``.

        Args:
            staged: the copy, on the same file system; it is gone afterwards.
            sha256: its hash.
            recorded: a record of this content was committed, so that what is kept already is on disk for good. What a
                crash left without a record is not trusted.
        """
        target = self.path(sha256)
        if recorded and target.exists() and target.stat().st_size == staged.stat().st_size:
            staged.unlink()
            return target
        try:
            staged.replace(target)
        except FileNotFoundError:
            self._make(target.parent)
            staged.replace(target)
        self._unsynced.add(target)
        return target

    def files(self) -> Iterator[Path]:
        """All files that lie here."""
        return (path for path in self.folder.rglob("*") if not path.is_dir()) if self.folder.is_dir() else iter(())

    def move(self, sha256: str, to: Originals) -> None:
        """Gives an original to another folder of originals of the same archive, where it is not there already."""
        path, target = self.path(sha256), to.path(sha256)
        if path.exists():
            to._make(target.parent)
            path.replace(target)
            sync_folder(target.parent)
            sync_folder(path.parent)

    def _make(self, folder: Path) -> None:
        for each in (self.folder, folder):
            if not each.is_dir():
                make_folder(each)
                self._grown.add(each.parent)

    def sync(self) -> None:
        """Sees that all that was kept is on disk for good: before a record made from it is committed.

        Raises:
            OSError: when it cannot be; the records must not be committed.
        """
        if len(self._unsynced) > _MANY and sync_all(self.folder):
            self._unsynced.clear()
            self._grown.clear()
        for path in self._unsynced:
            sync_file(path)
        for folder in {path.parent for path in self._unsynced} | self._grown:
            sync_folder(folder)
        self._unsynced.clear()
        self._grown.clear()

    def find(self, sha256: str) -> Path:
        """The original of this hash.

        Raises:
            Damaged: when it is gone.
        """
        path = self.path(sha256)
        if not path.is_file():
            raise Damaged(
                _("the original {path} is missing").format(path=path),
                _("archive verify --repair brings back what can be brought back; or restore a backup"),
            )
        return path


def sync_file(path: Path) -> None:
    """Sees that the content of a file, or the names in a folder, are on disk for good."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def copy(path: Path, target: Path) -> None:
    """Copies a file, on disk for good and for those alone who may read what is in the target's folder."""
    from shutil import copyfileobj

    source = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(source, "rb") as file:
        make_folder(target.parent)
        with open(target, "wb", opener=opened) as copied:
            copyfileobj(file, copied, _CHUNK)
            copied.flush()
            os.fsync(copied.fileno())


def sync_all(folder: Path) -> bool:
    """Sees that all of a folder's file system is on disk for good, in a third of the time that file by file takes.

    Returns:
        whether this system can.

    Raises:
        OSError: when something cannot be written.
    """
    if not sys.platform.startswith("linux"):
        return False
    import ctypes

    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if syncfs is None:
        return False
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if syncfs(descriptor):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), os.fspath(folder))
    finally:
        os.close(descriptor)
    return True


def sync_folder(folder: Path) -> None:
    """Sees that the names in a folder are on disk for good."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:  # some file systems sync no folders
        pass
    finally:
        os.close(descriptor)


def clear(staging: Path) -> None:
    """Empties the staging folder of what a crash, of a reader or of all, left there."""
    from shutil import rmtree

    make_folder(staging)
    with os.scandir(staging) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                rmtree(entry.path, ignore_errors=True)
            else:
                Path(entry.path).unlink()


def size(folder: Path) -> int:
    """Bytes of all files in a folder and in those below it; ``rglob`` takes three times as long."""
    with os.scandir(folder) as entries:
        return sum(
            size(Path(entry.path)) if entry.is_dir(follow_symlinks=False) else entry.stat().st_size
            for entry in entries
            if entry.is_dir(follow_symlinks=False) or entry.is_file()
        )
