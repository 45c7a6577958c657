"""Results of taking in: one a file, and the report of a batch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from archive.messages import _

STATUSES = ("added", "unchanged", "replaced", "empty", "failed", "refused")


def reasons() -> dict[str, str]:
    """What each reason code means, in the user's words with what to do, in his language."""
    return {
        "empty": _("there is no text in it"),
        "unknown-kind": _("this kind of file cannot be read; text files and PDF can"),
        "password": _("the PDF asks for a password; save it without one and take that in"),
        "pictures": _("the PDF holds only pictures of pages (a scan); it needs text recognition first"),
        "damaged": _("the file is damaged and could not be repaired"),
        "too-large": _("the file is too large"),
        "too-many-pages": _("the file has too many pages"),
        "out-of-memory": _("reading it took more memory than is allowed"),
        "timed-out": _("reading it took longer than is allowed"),
        "crashed": _("the reader broke down on it"),
        "vanished": _("the file is gone"),
        "permission": _("you may not read this file"),
        "not-a-file": _("this is not a regular file"),
        "changed": _("the file changed while it was read; take it in again"),
        "secret": _("it bears a secrecy mark ({detail}); --allow-secret takes it in all the same"),
        "disk": _("it could not be copied into the archive"),
    }


def explain(reason: str, detail: str = "") -> str:
    """One line for a reason code and the facts of the file."""
    text = reasons().get(reason, reason)
    if "{detail}" in text:
        return text.replace("{detail}", detail)
    return f"{text} ({detail})" if detail else text


@dataclass(slots=True)
class FileResult:
    """What became of one file.

    Attributes:
        path: the file, absolute.
        status: one of STATUSES.
        sha256: hash of its content, where it could be read.
        notices: ids of the notices it holds.
        reason: code of what was wrong (a key of ``reasons``), where something was.
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
