"""Which files a batch takes: in a stable order, hidden and temporary ones left out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.errors import ArchiveError
from archive.messages import _

_ARCHIVE = "catalog.sqlite3"
"""A folder that holds this file is an archive."""
_TEMPORARY_NAMES = {"thumbs.db", "desktop.ini", "ehthumbs.db"}
_TEMPORARY_ENDS = (".tmp", ".temp", ".part", ".crdownload", ".swp", "~")


def walk(paths: Iterable[Path]) -> Iterator[str]:
    """The absolute paths of the files under these paths, each once, sorted by name within each folder.

    A file that is named itself is taken whatever its name; in folders, hidden and temporary files and archives are left
    out. Links in folders, also to folders, and folders that cannot be listed are given themselves, for the reader to
    say why they are not read.

    Args:
        paths: files and folders.

    Raises:
        ArchiveError: for a path that does not exist.
    """
    seen: set[str] = set()
    for path in paths:
        if not os.path.lexists(path):
            raise ArchiveError(
                _("there is no file or folder {path}").format(path=path), _("look at the name, or where you are")
            )
        for file in _files(os.path.abspath(path)):  # noqa: PTH100 - links stay as named
            if file not in seen:
                seen.add(file)
                yield file


def _files(path: str) -> Iterator[str]:
    if not os.path.isdir(path):  # noqa: PTH112 - no Path for each of many files
        yield path
        return
    closed: list[str] = []
    for folder, folders, names in os.walk(path, onerror=lambda error: closed.append(error.filename)):
        if _ARCHIVE in names:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not left_out(name))
        names += [name for name in folders if os.path.islink(os.path.join(folder, name))]  # noqa: PTH114, PTH118
        yield from (os.path.join(folder, name) for name in sorted(names) if not left_out(name))  # noqa: PTH118
    yield from closed


def left_out(name: str) -> bool:
    """Whether a file or folder of this name is hidden or temporary."""
    lower = name.lower()
    return name.startswith((".", "~$")) or lower in _TEMPORARY_NAMES or lower.endswith(_TEMPORARY_ENDS)


def changed(facts: os.stat_result) -> int:
    """The time of change of a file in nanoseconds, within what a catalog holds (the years 1677 to 2262)."""
    return max(-(1 << 63), min(facts.st_mtime_ns, (1 << 63) - 1))
