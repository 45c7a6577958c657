"""What a worker process does with one file: stage a private copy, read it, parse it, count the words of its notices.

It runs in a process of its own with limits (archive.extract.worker); what comes in and goes out is plain JSON data.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path
from typing import Any, BinaryIO

from archive import private
from archive.errors import Unreadable
from archive.extract import LARGEST
from archive.extract.process import more_time
from archive.ingest.walk import changed
from archive.words import UserWords

_CHUNK = 1 << 20


def read_file(task: dict[str, Any]) -> dict[str, Any]:
    """Stages and reads one file.

    Args:
        task: ``path``, ``staging`` (folder of the private copy), ``known`` (hashes of content that need not be
            read again), ``allow_secret``, ``follow`` (where the path is a link), ``words`` (the user words),
            ``ocr`` and ``now`` (see Recognition).

    Returns:
        ``sha256``, ``bytes``, ``mtime_ns``, and either ``known`` (true, nothing is staged) or ``staged`` (path of the
        copy), ``kind``, ``reader``, ``warnings`` and ``notices``: a list of ``notice``, ``folded`` and ``words``.

    Raises:
        Unreadable: with the reason; then no copy is left.
    """
    from archive.extract import Recognition, read

    path = Path(task["path"])
    staged, facts = stage(path, Path(task["staging"]), task["follow"])
    try:
        if facts["sha256"] in task["known"]:
            staged.unlink()
            return {**facts, "known": True}
        document = read(staged, path.name, Recognition(task["ocr"], task["now"]))
        notices = _notices(document, path.name, task["allow_secret"], task["words"])
    except BaseException:
        staged.unlink(missing_ok=True)
        raise
    return {
        **facts,
        "known": False,
        "staged": str(staged),
        "kind": document.kind,
        "reader": document.reader,
        "warnings": document.warnings,
        "notices": notices,
    }


def read_again(task: dict[str, Any]) -> dict[str, Any]:
    """Reads an original of the archive again.

    Args:
        task: ``original`` (its path), ``sha256``, ``name`` (the name the file came with), ``words`` (the archive's
            user words), ``ocr`` and ``now`` (see Recognition).

    Returns:
        ``bytes``, ``kind``, ``reader``, ``warnings`` and ``notices``, as ``read_file``.

    Raises:
        Unreadable: with the reason.
    """
    from archive.extract import Recognition, read

    path = Path(task["original"])
    try:
        size = path.stat().st_size
        more_time(size >> 20)
        with path.open("rb") as file:
            sound = _digest(file) == task["sha256"]
    except PermissionError:
        raise Unreadable("permission") from None
    except OSError:
        raise Unreadable("vanished") from None
    if not sound:
        raise Unreadable("damaged", "sha256")
    document = read(path, task["name"], Recognition(task["ocr"], task["now"]))
    return {
        "bytes": size,
        "kind": document.kind,
        "reader": document.reader,
        "warnings": document.warnings,
        "notices": _notices(document, task["name"], True, task["words"]),
    }


def _notices(document: Any, name: str, allow_secret: bool, user: UserWords) -> list[dict[str, Any]]:
    from archive.notice import to_data
    from archive.parse import parse
    from archive.parse.secrecy import secrecy_mark
    from archive.text import Folded, key
    from archive.words import weights

    notices = parse(document, name)
    for notice in notices:
        mark = None if notice.secrecy else secrecy_mark(notice)
        if mark is not None:
            notice.secrecy = mark.value
            notice.evidence.append(mark)
        if notice.secrecy and not allow_secret:
            raise Unreadable("secret", notice.secrecy)
    folded = [Folded(key(notice.text)) for notice in notices]
    return [
        {"notice": to_data(notice), "folded": text, "words": weights(notice.title, text, user=user)}
        for notice, text in zip(notices, folded, strict=True)
    ]


def _digest(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def stage(path: Path, folder: Path, follow: bool = True) -> tuple[Path, dict[str, Any]]:
    """A private copy of a file in ``folder``, and its hash, size and time; ``follow`` it where it is a link.

    Raises:
        Unreadable: when it cannot be read, is no regular file, is too large, or changes while it is read.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if not follow:
        flags |= getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(path, flags)
    except PermissionError:
        raise Unreadable("permission") from None
    except (FileNotFoundError, NotADirectoryError):
        raise Unreadable("vanished") from None
    except OSError as error:
        if error.errno == errno.ELOOP and not follow:
            raise Unreadable("link") from None
        raise Unreadable("not-a-file", error.strerror or "") from None
    before = os.fstat(descriptor)
    if not stat.S_ISREG(before.st_mode):
        os.close(descriptor)
        raise Unreadable("not-a-file")
    more_time(before.st_size >> 20)
    with os.fdopen(descriptor, "rb", buffering=0) as source:
        if before.st_size > LARGEST:
            raise Unreadable("too-large", f"{before.st_size} bytes")
        if not before.st_size:
            raise Unreadable("empty")
        copy = folder / f"{os.getpid()}-{before.st_ino}-{before.st_mtime_ns}.part"
        try:
            digest, size = _copy(source, copy)
        except OSError as error:
            copy.unlink(missing_ok=True)
            raise Unreadable("disk", error.strerror or "") from None
        after = os.fstat(descriptor)
    if (size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or size != before.st_size:
        copy.unlink()
        raise Unreadable("changed")
    return copy, {"sha256": digest, "bytes": size, "mtime_ns": changed(after)}


def _copy(source: BinaryIO, copy: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with open(copy, "wb", opener=private.opened) as target:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > LARGEST:
                break
            digest.update(chunk)
            target.write(chunk)
    return digest.hexdigest(), size
