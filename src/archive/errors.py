"""One family of errors: each has an exit code, says what happened, and what the user can do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from archive.messages import _


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
        reason: one of the codes of ``reasons``, stable for scripts.
        detail: facts of this file (untranslated), may be empty.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


@contextmanager
def damage_is_said(*others: type[BaseException]) -> Iterator[None]:
    """What is raised within it while a file is read becomes ``Unreadable``: ``damaged``, with what was raised.

    Libraries raise exceptions of any type where a broken file has anything in the place of anything.

    Args:
        others: what goes on as it is, as Unreadable and MemoryError do.

    Raises:
        Unreadable: ``damaged``.
    """
    passed: tuple[type[BaseException], ...] = (Unreadable, MemoryError, *others)
    try:
        yield
    except passed:
        raise
    except Exception as error:
        raise Unreadable("damaged", f"{type(error).__name__}: {error}"[:200]) from error


def reasons() -> dict[str, str]:
    """What each reason code means, in the user's words with what to do, in his language."""
    return {
        "empty": _("there is no text in it"),
        "unknown-kind": _("this kind of file cannot be read; archive kinds lists those that can"),
        "needs": _("what reads this kind of file is not installed: pip install '{detail}'"),
        "lock-file": _("it is only the mark that somebody has a document open, not the document"),
        "password": _("it asks for a password; save it without one and take that in"),
        "pictures": _(
            "it holds only pictures of pages (a scan), and no text was recognised in them; that needs "
            "pip install 'gongwen-archive[ocr]' and no --ocr never"
        ),
        "damaged": _("the file is damaged and could not be repaired"),
        "no-members": _("no notice can be read in it: {detail}"),
        "too-deep": _("it lies too deep, in containers within containers"),
        "too-large": _("the file is too large"),
        "too-many-pages": _("the file has too many pages"),
        "out-of-memory": _("reading it took more memory than is allowed"),
        "timed-out": _("reading it took longer than is allowed"),
        "crashed": _("the reader broke down on it"),
        "vanished": _("the file is gone"),
        "permission": _("you may not read this file"),
        "not-a-file": _("this is not a regular file"),
        "link": _("it is a link, and in a folder these are not followed; name the file itself"),
        "changed": _("the file changed while it was read; take it in again"),
        "secret": _("it bears a secrecy mark ({detail}); --allow-secret takes it in all the same"),
        "removed": _("it was removed from the archive ({detail})"),
        "disk": _("it could not be copied into the archive"),
    }


def explain(reason: str, detail: str = "") -> str:
    """One line for a reason code and the facts of the file."""
    text = reasons().get(reason, reason)
    if "{detail}" in text:
        return text.replace("{detail}", detail)
    return f"{text} ({detail})" if detail else text
