"""Who may read and write the files of an archive: its owner, or also a group that the owner shares it with.

A folder that its group may write, with the set-group-ID bit, is shared, and so is all that is made in it. Whatever the
umask is, nobody else may read anything.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from archive.errors import ArchiveError
from archive.messages import _

_SHARED = stat.S_ISGID | stat.S_IWGRP


def is_shared(folder: str | Path) -> bool:
    """Whether a group may read and write what is in a folder."""
    return os.stat(folder).st_mode & _SHARED == _SHARED  # noqa: PTH116 - asked for each file


def file_mode(path: str | Path) -> int:
    """The mode of a file at this path."""
    return 0o660 if is_shared(os.path.dirname(path) or ".") else 0o600  # noqa: PTH120 - asked for each file


def opened(path: str | Path, flags: int) -> int:
    """A descriptor of a file that is made where there is none, as ``opener`` of ``open`` wants it."""
    mode = file_mode(path)
    more = os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, flags | more, mode)
    if mode != 0o600:  # the umask may have taken from it
        with suppress(PermissionError):
            os.fchmod(descriptor, mode)
    return descriptor


def make_folder(path: Path) -> None:
    """Makes a folder where there is none, and those above it."""
    if not path.is_dir():
        make_folder(path.parent)
        shared = is_shared(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)
        if shared:
            path.chmod(0o2770)


def number_of(group: str) -> int:
    """The number of a group of users.

    Raises:
        ArchiveError: when there is none of this name.
    """
    import grp

    try:
        return grp.getgrnam(group).gr_gid
    except KeyError:
        raise ArchiveError(
            _("there is no group {name} on this machine").format(name=group), _("getent group lists those there are")
        ) from None


def share(folder: Path, group: str) -> None:
    """Lets a group read and write an archive, and all that comes into it later.

    Args:
        folder: the archive.
        group: name of the group.

    Raises:
        ArchiveError: when there is no such group, or the archive is not the user's own.
    """
    _let_in(folder, number_of(group), 0o2770, 0o660)


def unshare(folder: Path) -> None:
    """Lets nobody but the owner read and write an archive, nor what comes into it later.

    Args:
        folder: the archive.

    Raises:
        ArchiveError: when the archive is not the user's own.
    """
    _let_in(folder, -1, 0o700, 0o600)


def _let_in(folder: Path, group: int, folder_mode: int, file_mode: int) -> None:
    try:
        for place, folders, names in os.walk(folder):
            for path in [place, *(os.path.join(place, name) for name in names)]:  # noqa: PTH118 - many files
                if not os.path.islink(path):  # noqa: PTH114
                    os.chown(path, -1, group)
                    os.chmod(path, folder_mode if path == place else file_mode)  # noqa: PTH101
            folders.sort()
    except PermissionError as error:
        raise ArchiveError(
            _("you may not change who may read {path}").format(path=error.filename),
            _("its owner, a member of the group, can"),
        ) from error
