"""The one place that turns an error into words on stderr and an exit code."""

from __future__ import annotations

import errno
import os
import sys

import click

from archive.cli import screen
from archive.errors import Ambiguous, ArchiveError, QueryError
from archive.messages import _

FAULT = 70
"""Exit code of an error that is ours (EX_SOFTWARE of sysexits.h), so that no script takes it for "nothing found"."""

_STORAGE = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS)


def complain(error: BaseException, debug: bool = False) -> int:
    """Say what went wrong and what to do about it.

    Args:
        error: what a verb raised.
        debug: show the traceback too.

    Returns:
        The exit code.
    """
    if debug:
        import traceback

        screen.note("".join(map(_line, "".join(traceback.format_exception(error)).splitlines(keepends=True))))
    if isinstance(error, (KeyboardInterrupt, click.Abort)):
        screen.note(_("Interrupted."))
        return 130
    if isinstance(error, click.ClickException):
        return _misuse(error)
    if isinstance(error, ArchiveError):
        return _told(error)
    if isinstance(error, OSError):
        return _system(error)
    name = screen.flat(f"{type(error).__name__}: {error}")
    screen.note(_("Error: {message}").format(message=_("an unexpected fault: {name}").format(name=name)))
    screen.note(_("Run it again with archive --debug … and report what it prints."))
    return FAULT


def _line(text: str) -> str:
    return screen.flat(text.rstrip("\n")) + "\n"


def _misuse(error: click.ClickException) -> int:
    context = getattr(error, "ctx", None)
    if context is not None:
        screen.note(screen.flat(context.get_usage()))
        if context.command.get_help_option(context) is not None:
            screen.note(_("Try '{command} --help'.").format(command=context.command_path))
        screen.note("")
    screen.note(_("Error: {message}").format(message=screen.flat(error.format_message())))
    return 2


def _told(error: ArchiveError) -> int:
    screen.note(_("Error: {message}").format(message=screen.flat(error.message)))
    if isinstance(error, QueryError) and error.query.strip():
        for line in pointed(error.query, error.at, screen.terminal_columns() - 2):
            screen.note("  " + line)
    if isinstance(error, Ambiguous):
        for choice in error.choices:
            screen.note("  " + screen.flat(choice))
    if error.advice:
        screen.note(screen.flat(error.advice))
    return error.exit_code


def pointed(query: str, at: int, columns: int) -> list[str]:
    """The query and, below, a caret under the character at ``at``; of a long query the part around it."""
    text = screen.flat(query)
    at = min(max(at, 0), len(text))
    start = 0
    while start < at and screen.width(text[start:at]) > columns * 2 // 3:
        start += 1
    head = "…" if start else ""
    line = screen.clip(head + text[start:], columns)
    return [line, " " * screen.width(head + text[start:at]) + "^"]


def _system(error: OSError) -> int:
    known = {
        errno.ENOSPC: _("the disk is full"),
        errno.EACCES: _("you may not read or write this"),
        errno.ENOENT: _("there is no such file"),
        errno.EISDIR: _("this is a folder"),
    }
    what = known.get(error.errno or 0) or error.strerror or type(error).__name__
    if error.filename is not None:
        what = f"{what}: {screen.clean(os.fsdecode(error.filename))}"
    screen.note(_("Error: {message}").format(message=what))
    return 4 if error.errno in _STORAGE else 2


def finish(code: int) -> int:
    """Flush what was printed; a reader that has closed the pipe is no error.

    Returns:
        The exit code to end with.
    """
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        screen.hush()
    return code
