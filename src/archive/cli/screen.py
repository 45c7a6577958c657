"""What a terminal gets: cleaned text, widths of double-width characters, wrapping, colours, a pager."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cache, lru_cache

BOLD, DIM, MARK, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[1;31m", "\x1b[0m"

UNSAFE = (
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Controls, bidi overrides, line separators, tags, what has no width: they steer a terminal or hide what is said."""

_OPENERS = frozenset("([{<（［｛《〈「『【〔〖“‘")
_CLOSERS = frozenset(")]}>）］｝》〉」』】〕〗”’，。、；：？！％…—,.;:?!%")


def _shown(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def clean(text: str) -> str:
    """The text as one safe line: each unsafe character becomes one visible mark, so offsets stay."""
    return replaced(_shown, text)


def replaced(shown: Callable[[re.Match[str]], str], text: str) -> str:
    """The text with what could steer a terminal or hide what a line says shown in another way."""
    return text if text.isprintable() else _unsafe().sub(shown, text)


@cache
def _unsafe() -> re.Pattern[str]:
    return re.compile(UNSAFE)


def flat(text: str) -> str:
    """Like ``clean`` for running text, with line breaks and tabs as spaces; offsets stay."""
    return clean(re.sub(r"[\t-\r]", " ", text))


@lru_cache(maxsize=8192)
def _cells(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def width(text: str) -> int:
    """How many columns the text takes on a terminal (Unicode UAX 11; ambiguous characters take one)."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def pad(text: str, columns: int) -> str:
    """The text with spaces after it, up to ``columns``."""
    return text + " " * max(0, columns - width(text))


def clip(text: str, columns: int) -> str:
    """The text, cut with … where it is wider than ``columns``."""
    if width(text) <= columns:
        return text
    return text[: fitting(text, columns - 1)] + "…"


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if after == " ":
        return False
    if before == " ":
        return True
    if before in _OPENERS or after in _CLOSERS:
        return False
    return _cells(before) == 2 or _cells(after) == 2


def fitting(text: str, columns: int) -> int:
    """How many characters of the text fit into so many columns."""
    used = 0
    for at, char in enumerate(text):
        used += _cells(char)
        if used > columns:
            return at
    return len(text)


def wrap(text: str, first: int, rest: int | None = None) -> list[tuple[int, int]]:
    """Lines of one paragraph, as (start, end) in the text.

    No line begins with a closing mark or ends with an opening one (GB/T 15834, 5.1.10).

    Args:
        text: a paragraph without line breaks.
        first: columns of the first line.
        rest: columns of the others; as the first when not given.
    """
    lines: list[tuple[int, int]] = []
    start = used = fit = 0
    room = max(first, 2)
    for at, char in enumerate(text):
        if at > start and _may_break(text, at):
            fit = at
        used += _cells(char)
        while used > room and char != " " and start < at:
            cut = fit if fit > start else start + max(1, fitting(text[start:at], room))
            lines.append((start, cut))
            start, room = cut, max(first if rest is None else rest, 2)
            used = width(text[start : at + 1])
    lines.append((start, len(text)))
    return [(first_at, first_at + len(text[first_at:end].rstrip(" "))) for first_at, end in lines]


def folded(text: str, columns: int, indent: str = "", hang: str | None = None) -> list[str]:
    """The lines of a paragraph wrapped to ``columns``, each with its indent (``hang`` from the second on)."""
    hang = indent if hang is None else hang
    spans = wrap(text, columns - width(indent), columns - width(hang))
    return [(hang if index else indent) + text[start:end] for index, (start, end) in enumerate(spans)]


def paint(text: str, span: tuple[int, int], marks: Iterable[tuple[int, int]], colour: bool) -> str:
    """The part ``span`` of a text, with what stands between marks (offsets in the text) coloured."""
    start, end = span
    if not colour:
        return text[start:end]
    parts, at = [], start
    for mark_start, mark_end in sorted(marks):
        begin, stop = max(mark_start, at), min(mark_end, end)
        if begin < stop:
            parts += [text[at:begin], MARK, text[begin:stop], PLAIN]
            at = stop
    return "".join([*parts, text[at:end]])


def table(rows: Sequence[Sequence[str]], right: Sequence[int] = (), indent: str = "") -> list[str]:
    """Rows of cells as aligned lines, two spaces between columns; columns in ``right`` are set flush right."""
    count = max((len(row) for row in rows), default=0)
    widths = [max(width(row[at]) for row in rows if at < len(row)) for at in range(count)]
    lines = []
    for row in rows:
        cells = [
            " " * (widths[at] - width(cell)) + cell if at in right else pad(cell, widths[at])
            for at, cell in enumerate(row)
        ]
        lines.append((indent + "  ".join(cells)).rstrip())
    return lines


def prepare() -> None:
    """Set the streams up so that what a terminal cannot show is replaced, never an exception."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")


def on_terminal() -> bool:
    """Whether results go to a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def in_colour() -> bool:
    """Whether results may be coloured: on a terminal that can, unless NO_COLOR is set (no-color.org)."""
    return on_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def terminal_columns() -> int:
    """The width of the terminal, 80 where there is none."""
    import shutil

    return max(shutil.get_terminal_size((80, 24)).columns, 20)


def _terminal_lines() -> int:
    import shutil

    return shutil.get_terminal_size((80, 24)).lines


def columns() -> int:
    """The width to draw results for: the terminal's, and for a pipe no end, so that no line of a result is broken."""
    return terminal_columns() if on_terminal() else 1 << 20


def out(text: str = "") -> None:
    """A line of the result, to stdout."""
    if sys.stdout is not None:
        sys.stdout.write(text + "\n")


def note(text: str) -> None:
    """A line about the result, to stderr."""
    if sys.stderr is None:
        return
    if sys.stdout is not None:
        sys.stdout.flush()
    with suppress(OSError):
        sys.stderr.write(text + "\n")
        sys.stderr.flush()


def show(lines: Sequence[str], pager: bool = True) -> None:
    """The lines of a result, through a pager where they are more than the terminal has."""
    if pager and on_terminal() and len(lines) >= _terminal_lines():
        import click

        click.echo_via_pager("\n".join(lines))
    else:
        for line in lines:
            out(line)


def hush() -> None:
    """Send all further results nowhere: the reader of the pipe has gone, which is no error."""
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device, not a path of ours
        os.dup2(nowhere.fileno(), 1)
