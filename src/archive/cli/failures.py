"""archive failures: the files that did not go in, why, and what to do about each kind."""

from __future__ import annotations

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
        if as_json:
            names = ("path", "status", "reason", "message", "when")
            for each in found:
                values: dict[str, Any] = {name: getattr(each, name) for name in names}
                records.write_json({"version": 1, **values, "path": str(each.path)})
            return 0
    screen.show(list(draw(Line(str(each.path), each.reason, each.message) for each in found)), not no_pager)
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
            text = _("{path}: {reason}").format(path=screen.clean(each.path), reason=screen.flat(each.message))
            yield from screen.folded(text, width, hang="    ")
        if most is not None and len(members) > most:
            text = ngettext("… and {count} more like it", "… and {count} more like it", len(members) - most)
            yield text.format(count=len(members) - most)
        hint = advice(reason)
        if hint:
            yield from screen.folded(hint, width, indent="    ")


def advice(reason: str) -> str:
    """What a clerk can do about a file that failed for this reason; empty where nothing is known."""
    again = _("then take it in again with archive ingest --retry-failed.")
    known = {
        "empty": _("Nothing is printed in it: see whether the right file was saved."),
        "unknown-kind": _("Only text and PDF are read: save it as PDF, {again}").format(again=again),
        "password": _("Save a copy without the password, {again}").format(again=again),
        "pictures": _("Its pages are pictures: have their text recognised (OCR), {again}").format(again=again),
        "damaged": _("Ask the sender for the file once more, {again}").format(again=again),
        "too-large": _("Split it into smaller files, or see whether it is a notice at all."),
        "too-many-pages": _("Split it into smaller files, or see whether it is a notice at all."),
        "out-of-memory": _("Print it to a new PDF, {again}").format(again=again),
        "timed-out": _("Print it to a new PDF, {again}").format(again=again),
        "crashed": _("Print it to a new PDF, {again}").format(again=again),
        "vanished": _("It went away while it was read: see where it is, {again}").format(again=again),
        "permission": _("You may not read it: have its permissions changed, {again}").format(again=again),
        "secret": _("Papers with a classification are kept out; --allow-secret takes them in."),
    }
    return known.get(reason, "")
