"""One family of errors: each has an exit code, says what happened, and what the user can do."""

from __future__ import annotations

from collections.abc import Sequence


class ArchiveError(Exception):
    """What the user can be told in his own words.

    Args:
        message: what happened and where, already translated.
        advice: what to do about it, already translated; may be empty.
    """

    exit_code = 2

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class QueryError(ArchiveError):
    """A query that cannot be read; ``at`` is the offset in the query of what is wrong."""

    def __init__(self, message: str, query: str, at: int, advice: str = "") -> None:
        super().__init__(message, advice)
        self.query = query
        self.at = at


class NotFound(ArchiveError):
    """No notice with this id or number."""

    exit_code = 1


class Ambiguous(ArchiveError):
    """An id or number that several notices have; ``choices`` are their descriptions, a line each."""

    def __init__(self, message: str, choices: Sequence[str], advice: str = "") -> None:
        super().__init__(message, advice)
        self.choices = tuple(choices)


class NoArchive(ArchiveError):
    """There is no archive in this folder."""


class Locked(ArchiveError):
    """Another process is writing to the archive."""

    exit_code = 4


class Damaged(ArchiveError):
    """A file of the archive is missing, broken or of an unknown version."""

    exit_code = 4


class Unreadable(Exception):
    """A file that no reader can turn into text; becomes a line of the report, never ends a batch.

    Args:
        reason: one of the codes of ``archive.ingest.report.reasons``, stable for scripts.
        detail: facts of this file (untranslated), may be empty.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail
