"""The journal of what was done to an archive and by whom: lines of JSON that are only ever added to.

Each line carries a seal over itself and the seal before it, so that a line that is changed or taken out shows. A line
is written before what it tells of is committed: after a crash an act may stand there twice, or without effect, but
none is missing.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

from archive.private import opened
from archive.store.originals import sync_folder

NAME = "journal.jsonl"
VERSION = 1
_SEAL = 32
"""Characters of a seal: half of a SHA-256."""
_TAIL = 1 << 16
_LONGEST = 1 << 24
"""Bytes of a line that is read; no act is told in more."""
_AT_ONCE = 2000
"""Ids that one line names; more of them go into several."""


class Acts:
    """The journal of one archive.

    Args:
        folder: the archive's.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME

    def add(self, verb: str, who: str, ids: list[str] | None = None, **facts: Any) -> str:
        """Adds an act, on disk for good when this returns.

        Args:
            verb: what was done.
            who: the user.
            ids: notices that it was done to.
            facts: what else there is to know, as JSON data.

        Returns:
            the seal of its last line.

        Raises:
            OSError: when it cannot be written; then nothing is.
        """
        told = ids or []
        pieces = [told[at : at + _AT_ONCE] for at in range(0, max(1, len(told)), _AT_ONCE)]
        known = {"version": VERSION, "at": now(), "who": who, "host": os.uname().nodename, "verb": verb, **facts}
        return self._append([{**known, "ids": piece} for piece in pieces])

    def _append(self, acts: Iterable[dict[str, Any]]) -> str:
        import fcntl

        fresh = not self.path.exists()
        descriptor = opened(self.path, os.O_RDWR | os.O_APPEND)
        with os.fdopen(descriptor, "r+b", buffering=0) as file:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            end, before = _whole(file)
            lines = []
            for act in acts:
                before = _seal(act, before)
                lines.append(json.dumps({**act, "seal": before}, ensure_ascii=False, separators=(",", ":")) + "\n")
            os.ftruncate(descriptor, end)  # what a crash left of a line was told of no act
            try:
                left = memoryview("".join(lines).encode("utf-8", "surrogateescape"))
                while left:
                    left = left[os.write(descriptor, left) :]
                os.fsync(descriptor)
            except OSError:
                os.ftruncate(descriptor, end)
                raise
        if fresh:
            sync_folder(self.path.parent)
        return before

    def read(self) -> Iterator[dict[str, Any]]:
        """The acts, oldest first; lines that are none are left out."""
        return (line.act for line in self.checked() if line.act is not None)

    def checked(self) -> Iterator[Line]:
        """The lines, oldest first."""
        try:
            file = self.path.open("rb")
        except FileNotFoundError:
            return
        before = ""
        with file:
            for number, text in enumerate(iter(lambda: file.readline(_LONGEST), b""), 1):
                act = _act(text)
                if act is None:
                    if text.endswith(b"\n"):  # else a crash cut it short, or it is just being written
                        yield Line(number, None, False, "")
                    continue
                seal = act.pop("seal")
                yield Line(number, act, seal == _seal(act, before), seal)
                before = seal

    def mend(self, stamp: str) -> Path:
        """Begins a new journal with all acts that can be read; the old one is kept.

        Args:
            stamp: ends the name of the old one.

        Returns:
            where the old one is now.
        """
        acts = list(self.read())
        aside = self.path.with_name(f"{self.path.name}.damaged-{stamp}")
        if self.path.exists():
            self.path.replace(aside)
        self._append(acts)
        return aside


class Line(NamedTuple):
    """A line of the journal: its act, None where it is none, whether it follows the one before as written, its seal."""

    number: int
    act: dict[str, Any] | None
    sound: bool
    seal: str


def _act(line: bytes) -> dict[str, Any] | None:
    try:
        act = json.loads(line.decode("utf-8", "surrogateescape"))
    except (ValueError, RecursionError):
        return None
    wanted: dict[str, type] = {"at": str, "who": str, "host": str, "verb": str, "ids": list, "seal": str}
    return act if isinstance(act, dict) and all(isinstance(act.get(k), t) for k, t in wanted.items()) else None


def _whole(file: IO[bytes]) -> tuple[int, str]:
    """Where the last whole line of a file ends, and its seal."""
    end, size = file.seek(0, os.SEEK_END), _TAIL
    while True:
        start = max(0, end - size)
        file.seek(start)
        tail = file.read(end - start)
        stop = tail.rfind(b"\n") + 1
        at = tail.rfind(b"\n", 0, max(0, stop - 1)) + 1
        if at or not start or size >= _LONGEST:
            act = _act(tail[at:stop])
            return start + stop, str(act["seal"]) if act else ""
        size *= 2


def _seal(act: dict[str, Any], before: str) -> str:
    from hashlib import sha256

    text = before + json.dumps(act, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:_SEAL]


def now() -> str:
    """This moment in UTC, as ISO time."""
    return time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime())


def user() -> str:
    """Who runs the program: $ARCHIVE_USER, else the name of the login."""
    import getpass

    try:
        return os.environ.get("ARCHIVE_USER", "").strip() or getpass.getuser()
    except (OSError, KeyError):
        return "?"
