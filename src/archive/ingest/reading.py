"""What a worker process does with one file: stage a private copy, read it, parse it, count the words of its notices.

It runs in a process of its own with limits (archive.extract.worker); what comes in and goes out is plain JSON data.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import sys
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from archive import private
from archive.errors import Unreadable
from archive.extract import LARGEST
from archive.extract.process import more_time
from archive.ingest.walk import changed, left_out
from archive.words import UserWords

if TYPE_CHECKING:
    from archive.extract import Part

MEMBER_POSITIONS = 1000
"""Between the positions of the notices of one member of a container and those of the next: the ids of one do not change
when another can be read some day."""

_CHUNK = 1 << 16
_WIDE = f"utf-16-{sys.byteorder[0]}e"
_RECORDS, _UNITS = "\x1e", "\x1f"
"""Between words of one weight and those of the next, and behind a weight; neither is ever in a word."""


def read_file(task: dict[str, Any]) -> dict[str, Any]:
    """Stages and reads one file.

    Args:
        task: ``path``, ``staging`` (folder of the private copy), ``known`` (hashes of content that need not be
            read again), ``allow_secret``, ``follow`` (where the path is a link), ``words`` (the user words),
            ``ocr`` and ``now`` (see Recognition).

    Returns:
        ``sha256``, ``bytes``, ``mtime_ns``, and either ``known`` (true, nothing is staged) or ``staged`` (path of the
        copy), ``kind``, ``reader``, ``warnings``, ``notices`` (a list of ``notice``, ``folded`` and ``words``) and
        ``failed``: name, reason and facts of the members of a container that cannot be read.

    Raises:
        Unreadable: with the reason; then no copy is left.
    """
    path = Path(task["path"])
    staged, facts = stage(path, Path(task["staging"]), task["follow"])
    try:
        if facts["sha256"] in task["known"]:
            staged.unlink()
            return {**facts, "known": True}
        found = _found(staged, path.name, task, Path(task["staging"]))
    except BaseException:
        staged.unlink(missing_ok=True)
        raise
    return {
        **facts,
        "known": False,
        "staged": str(staged),
        **found,
    }


def read_again(task: dict[str, Any]) -> dict[str, Any]:
    """Reads an original of the archive again.

    Args:
        task: ``original`` (its path), ``sha256``, ``name`` (the name the file came with), ``words`` (the archive's
            user words), ``ocr`` and ``now`` (see Recognition).

    Returns:
        ``bytes``, ``kind``, ``reader``, ``warnings``, ``notices`` and ``failed``, as ``read_file``.

    Raises:
        Unreadable: with the reason.
    """
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
    return {"bytes": size, **_found(path, task["name"], {**task, "allow_secret": True}, None)}


def _found(path: Path, name: str, task: dict[str, Any], folder: Path | None) -> dict[str, Any]:
    """What a file holds: its kind and reader, what was odd, its notices, and what of a container cannot be read.

    Raises:
        Unreadable: where nothing of it can be read, or some of it may not be.
    """
    from archive.extract import Recognition, read_all

    recognition = Recognition(task["ocr"], task["now"])
    found: dict[str, Any] = {"kind": "", "reader": "", "warnings": [], "notices": [], "failed": []}
    parts = read_all(path, name, folder=folder, skip=task.get("skip"), wanted=_wanted, recognition=recognition)
    for part in parts:
        if isinstance(part.document, Unreadable):
            found["failed"].append([part.member, part.document.reason, part.document.detail])
            continue
        mark = "" if part.member is None else f"{part.member}: "
        found["kind"] = part.container or part.document.kind
        found["reader"] = part.container or part.document.reader
        found["warnings"] += [mark + warning for warning in part.document.warnings]
        found["notices"] += _notices(part, name, task["allow_secret"], task["words"])
    if not found["notices"]:
        first = next(iter(found["failed"]), None)
        raise Unreadable("no-members", "" if first is None else f"{first[0]}: {first[1]} {first[2]}".strip())
    return found


def lay_out(answer: dict[str, Any]) -> list[bytes]:
    """Takes out of an answer what travels beside it: of each notice text, folded text, lines and words.

    Args:
        answer: what ``read_file`` or ``read_again`` gave.
    """
    aside: list[bytes] = []
    for each in answer.get("notices", ()):
        words = _RECORDS.join([weight + _UNITS + words for weight, words in each.pop("words").items()])
        texts = (each["notice"].pop("text"), each.pop("folded"), words)
        aside += [text.encode(_WIDE, "surrogatepass") for text in texts]
        aside.append(array("I", each["notice"].pop("lines")).tobytes())
    return aside


def put_back(answer: dict[str, Any], aside: Sequence[bytes]) -> None:
    """Puts what travelled beside an answer back into it.

    Raises:
        ValueError: for what ``lay_out`` does not give.
    """
    notices = answer.get("notices", ())
    if len(aside) != 4 * len(notices):
        raise ValueError("something is missing beside the answer")
    for at, each in zip(range(0, len(aside), 4), notices, strict=True):
        text, folded, words = (piece.decode(_WIDE, "surrogatepass") for piece in aside[at : at + 3])
        lines = array("I", aside[at + 3])
        each["notice"] |= {"text": text, "lines": lines}
        each |= {"folded": folded, "words": dict(record.split(_UNITS) for record in words.split(_RECORDS) if record)}


def _wanted(name: str) -> bool:
    """Whether a member of this name is no hidden or temporary file, nor lies in such a folder."""
    return not any(left_out(each) or each == "__MACOSX" for each in name.split("/"))


def _notices(part: Part, name: str, allow_secret: bool, user: UserWords) -> list[dict[str, Any]]:
    from archive.notice import to_data
    from archive.parse import parse
    from archive.parse.secrecy import secrecy_mark
    from archive.text import Folded, key
    from archive.words import weights

    assert not isinstance(part.document, Unreadable)
    notices = parse(part.document, name if part.member is None else part.member.rpartition("/")[2])
    if part.aside:
        notices = [notice for notice in notices if notice.number or (notice.kind and notice.issuers)]
    if part.member is not None and len(notices) >= MEMBER_POSITIONS:
        raise Unreadable("too-large", f"{part.member}: {len(notices)} notices")
    for notice in notices:
        mark = None if notice.secrecy else secrecy_mark(notice)
        if mark is not None:
            notice.secrecy = mark.value
            notice.evidence.append(mark)
        if notice.secrecy and not allow_secret:
            within = "" if part.member is None else f"{part.member}: "
            raise Unreadable("secret", within + notice.secrecy)
        if part.member is not None:
            notice.source.member = part.member
            notice.position += part.turn * MEMBER_POSITIONS
            notice.wrapper = notice.wrapper and notice.wrapper + part.turn * MEMBER_POSITIONS
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
