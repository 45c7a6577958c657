"""archive unremove: bring removed notices back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from archive.cli import records, screen
from archive.cli.help import Verb
from archive.cli.history import local
from archive.cli.options import as_json, open_archive, wait
from archive.messages import _, ngettext

if TYPE_CHECKING:
    from archive.store.removing import Removed


@click.command(
    "unremove",
    cls=Verb,
    short_help=_("Bring removed notices back."),
    help=_(
        "Bring notices back that were removed, with their corrections; without ID, list those that can be. Of what was "
        "purged nothing is left: with --purged, its file may be taken in again."
    ),
    examples=(
        ("archive unremove", _("Which can be brought back.")),
        ("archive unremove 3f2a9c0d1e4b-1", _("Bring one back.")),
        ("archive unremove --purged 3f2a9c0d1e4b-1", _("Let a file in again whose notice was purged.")),
    ),
)
@click.argument("ids", nargs=-1, metavar=_("[ID]..."))
@click.option("--purged", is_flag=True, help=_("Let files in again whose notices were purged; without ID, list them."))
@as_json(_("The ids as JSON; without ID a line a notice."))
@wait
def command(ids: Sequence[str], purged: bool, as_json: bool, wait: float) -> int:
    """Bring removed notices back."""
    with open_archive(wait=wait) as archive:
        if ids:
            done = archive.permit(ids) if purged else archive.unremove(ids)
        else:
            found = archive.purged() if purged else archive.removed()
    if ids:
        if as_json:
            records.write_json({"version": 1, "permitted" if purged else "brought_back": done})
            return 0
        if purged:
            text = ngettext(
                "{count} notice may come in again: archive ingest with its file, or archive reparse.",
                "{count} notices may come in again: archive ingest with their files, or archive reparse.",
                len(done),
            )
        else:
            text = ngettext("{count} notice brought back.", "{count} notices brought back.", len(done))
        screen.out(text.format(count=len(done)))
        return 0
    for each in found:
        if as_json:
            records.write_json({"version": 1, "id": each.id, "at": each.at, "who": each.who, "why": each.why})
        else:
            screen.out(line(each))
    if not found:
        screen.note(_("No notice was purged.") if purged else _("No notice was removed."))
    return 0 if found else 1


def line(each: Removed) -> str:
    """A removed notice: its id, when it was removed, by whom, and why."""
    return screen.flat("  ".join(filter(None, (each.id, local(each.at), each.who, each.why))))
