"""What files would give, without an archive: read as they would be taken in, and nothing kept."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from archive.errors import Unreadable, explain
from archive.ingest import JOB, taken
from archive.ingest.walk import walk
from archive.notice import Notice, member_path
from archive.store.records import PREFIX
from archive.words import UserWords


@dataclass(slots=True)
class Preview:
    """What one file, or a member of one that cannot be read, would give.

    Attributes:
        path: the file, absolute.
        sha256: hash of its content, where it could be read.
        kind: as ``Document.kind``.
        reader: as ``Document.reader``.
        notices: with the ids that they would have in an archive without others.
        warnings: codes of what is odd about the file.
        reason: code of what is wrong (a key of ``archive.errors.reasons``), where something is.
        error: the same in the user's words.
    """

    path: str
    sha256: str | None = None
    kind: str = ""
    reader: str = ""
    notices: list[Notice] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    reason: str | None = None
    error: str | None = None

    def record(self) -> dict[str, Any]:
        """The preview as JSON data, version 1."""
        return {
            "version": 1,
            "path": self.path,
            "sha256": self.sha256,
            "status": "readable" if self.reason is None else "failed",
            "kind": self.kind,
            "reader": self.reader,
            "notices": [notice.record() for notice in self.notices],
            "warnings": self.warnings,
            "reason": self.reason,
            "error": self.error,
        }


def preview(
    paths: Sequence[Path], *, workers: int | None = None, allow_secret: bool = False, ocr: str = "auto"
) -> Iterator[Preview]:
    """Reads files as they would be taken in, one after the other.

    Args:
        paths: files and folders.
        workers: reader processes; None for one a core.
        allow_secret: read papers with a secrecy mark too.
        ocr: whether pictures of pages are recognised, as for ``ingest``.

    Raises:
        ArchiveError: for a path that does not exist, before anything is read.
    """
    from archive.ingest.rounds import rounds

    files = list(walk(paths))
    if not files:
        return
    named = {os.path.abspath(path) for path in paths}  # noqa: PTH100 - links stay as named
    with TemporaryDirectory() as place:
        tasks = (
            {
                "path": path, "staging": place, "known": [], "allow_secret": allow_secret, "follow": path in named,
                "words": UserWords(""),
            }
            for path in files
        )  # fmt: skip
        with closing(rounds(JOB, tasks, len(files), workers, ocr)) as outcomes:
            for task, outcome in outcomes:
                yield from _previews(task["path"], outcome)


def _previews(path: str, outcome: dict[str, Any] | Unreadable) -> Iterator[Preview]:
    if isinstance(outcome, Unreadable):
        yield Preview(path, reason=outcome.reason, error=explain(outcome.reason, outcome.detail))
        return
    Path(outcome["staged"]).unlink()
    sha256 = outcome["sha256"]
    notices = [notice for notice, _prepared in taken(outcome)]
    for notice in notices:
        notice.id = f"{sha256[:PREFIX]}-{notice.position}"
        notice.source.path, notice.source.sha256 = member_path(path, notice.source.member), sha256
    yield Preview(path, sha256, outcome["kind"], outcome["reader"], notices, outcome["warnings"])
    for name, reason, detail in outcome["failed"]:
        yield Preview(member_path(path, name), reason=reason, error=explain(reason, detail))
