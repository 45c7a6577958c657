"""Results of taking in: one a file, and the report of a batch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

STATUSES = ("added", "unchanged", "replaced", "empty", "failed", "refused")


@dataclass(slots=True)
class FileResult:
    """What became of one file.

    Attributes:
        path: the file, absolute.
        status: one of STATUSES.
        sha256: hash of its content, where it could be read.
        notices: ids of the notices it holds.
        reason: code of what was wrong (a key of ``archive.errors.reasons``), where something was.
        error: the same in the user's words.
        same_as: another place of the same content, where the archive had it already.
        warnings: codes of what was odd about the file.
        bytes: its size.
    """

    path: str
    status: str
    sha256: str | None = None
    notices: list[str] = field(default_factory=list)
    reason: str | None = None
    error: str | None = None
    same_as: str | None = None
    warnings: list[str] = field(default_factory=list)
    bytes: int = 0

    def record(self) -> dict[str, Any]:
        """The result as JSON data, version 1."""
        return {
            "version": 1,
            "path": self.path,
            "sha256": self.sha256,
            "status": self.status,
            "notices": self.notices,
            "error": self.error,
            "reason": self.reason,
            "same_as": self.same_as,
            "warnings": self.warnings,
        }


@dataclass(slots=True)
class Progress:
    """How far a batch is: the last result, files done and in all, notices and bytes so far."""

    result: FileResult
    done: int
    total: int
    notices: int
    bytes: int


@dataclass(slots=True)
class Report:
    """A batch in figures.

    Attributes:
        results: number of files by status.
        notices: notices added.
        seconds: how long it took.
        interrupted: it was stopped before its end; what was done is kept.
    """

    results: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STATUSES, 0))
    notices: int = 0
    seconds: float = 0.0
    interrupted: bool = False

    @property
    def unsound(self) -> bool:
        """Whether some files failed, were refused or were empty."""
        return any(self.results[status] for status in ("failed", "refused", "empty"))
