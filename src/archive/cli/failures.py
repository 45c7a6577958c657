"""archive failures: the files that did not go in, why, and what to do about each kind."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import click

from archive.cli import records, screen
from archive.cli.help import Verb
from archive.cli.options import as_json, no_pager, open_archive
from archive.messages import _, ngettext


class Line(NamedTuple):
    """One file that did not go in."""

    path: str
    reason: str | None
    message: str


@click.command(
    "failures",
    cls=Verb,
    short_help=_("List the files that did not go in, and why."),
    help=_("List the files that failed, were refused or are empty, with the reason and what can be done."),
    examples=(
        ("archive failures", _("All of them, by reason.")),
        ("archive ingest --retry-failed", _("Try them again.")),
    ),
)
@as_json(_("One line of JSON a file."))
@no_pager
def command(as_json: bool, no_pager: bool) -> int:
    """List the files that did not go in."""
    with open_archive() as archive:
        found = archive.failures()
    told = [Line(each.path, each.reason, each.message) for each in found]
    if as_json:
        for each, line in zip(found, told, strict=True):
            facts: dict[str, Any] = {"status": each.status, "when": each.when}
            records.write_json(
                {"version": 1, "path": line.path, **facts, "reason": line.reason, "message": line.message}
            )
        return 0
    screen.show(list(draw(told)), not no_pager)
    text = ngettext("{count} file did not go in.", "{count} files did not go in.", len(found))
    screen.note(text.format(count=len(found)) if found else _("No file failed."))
    return 0


def draw(files: Iterable[Line], most: int | None = None) -> Iterator[str]:
    """Files by reason, each reason with its advice.

    Args:
        files: what did not go in.
        most: how many of one reason are listed; the others are counted.
    """
    groups: dict[str, list[Line]] = {}
    for each in files:
        groups.setdefault(each.reason or "", []).append(each)
    for reason, members in groups.items():
        width = screen.columns()
        for each in members[:most]:
            text = _("{path}: {reason}").format(path=screen.clean(near(each.path)), reason=screen.flat(each.message))
            yield from screen.folded(text, width, hang="    ")
        if most is not None and len(members) > most:
            text = ngettext("… and {count} more like it", "… and {count} more like it", len(members) - most)
            yield text.format(count=len(members) - most)
        hint = advice().get(reason)
        if hint:
            yield from screen.folded(hint, width, indent="    ")


def near(path: str) -> str:
    """The path as seen from the current folder, where it lies below it."""
    here = os.path.join(os.getcwd(), "")  # noqa: PTH109, PTH118 - plain strings keep names that are not UTF-8
    return path[len(here) :] if path.startswith(here) else path


def advice() -> dict[str, str]:
    """What a clerk can do about files that failed, by reason; where the message itself says it, there is none."""
    large = _("Split it into smaller files, or see whether it is a notice at all.")
    heavy = _("Print it to a new PDF and take that in.")
    return {
        "empty": _("See whether the right file was saved."),
        "unknown-kind": _("Save it as PDF or as text and take that in."),
        "damaged": _("Ask the sender for the file once more."),
        "too-large": large,
        "too-many-pages": large,
        "out-of-memory": heavy,
        "timed-out": heavy,
        "crashed": heavy,
        "permission": _("Have its permissions changed, then: archive ingest --retry-failed"),
        "removed": _("archive unremove brings it back, unless it was purged."),
        "vanished": _("See where it has gone, and take it in from there."),
        "disk": _("See whether the disk is full, then: archive ingest --retry-failed"),
    }
