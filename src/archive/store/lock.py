"""One writer at a time: a lock that ends with the process that holds it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from archive.errors import ArchiveError, Damaged, Locked
from archive.messages import _
from archive.private import opened

NAME = "lock"
_PAUSE = 0.05


@contextmanager
def writer_lock(folder: Path, wait: float) -> Iterator[None]:
    """Holds the archive in ``folder`` for writing.

    Args:
        folder: the archive.
        wait: seconds to wait for another writer to end.

    Raises:
        Locked: when another one still holds it then; it says who, and since when.
        Damaged: on a file system without locks, where two writers would ruin each other's work.
    """
    descriptor = _open(folder)
    try:
        _acquire(descriptor, folder, time.monotonic() + wait)
        holder = {"pid": os.getpid(), "host": os.uname().nodename, "since": datetime.now().isoformat(" ", "seconds")}
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(holder).encode(), 0)
        try:
            yield
        finally:
            with suppress(OSError):
                os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _open(folder: Path) -> int:
    try:
        return opened(folder / NAME, os.O_RDWR)
    except PermissionError as error:
        raise ArchiveError(
            _("you may not write to the archive {folder}").format(folder=folder),
            _("ask its owner, or name another archive with --index"),
        ) from error


def _acquire(descriptor: int, folder: Path, deadline: float) -> None:
    while not _taken(descriptor, folder):
        if time.monotonic() >= deadline:
            raise _locked(descriptor, folder)
        time.sleep(_PAUSE)


def _taken(descriptor: int, folder: Path) -> bool:
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        raise Damaged(
            _("the file system of {folder} has no locks: {reason}").format(folder=folder, reason=error),
            _("keep the archive on a local disk"),
        ) from error
    return True


def _locked(descriptor: int, folder: Path) -> Locked:
    advice = _("wait until it has ended, or give more time with --wait")
    try:
        holder = json.loads(os.pread(descriptor, 4096, 0))
        message = _("process {pid} on {host} has been writing to the archive {folder} since {since}").format(
            folder=folder, pid=holder["pid"], host=holder["host"], since=holder["since"]
        )
    except (ValueError, KeyError, TypeError):
        message = _("another process is writing to the archive {folder}").format(folder=folder)
    return Locked(message, advice)
