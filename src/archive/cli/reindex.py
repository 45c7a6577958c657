"""archive reindex: make the search indexes anew from the stored records."""

from __future__ import annotations

import click

from archive.cli import progress, records, screen
from archive.cli.help import Verb
from archive.cli.options import as_json, open_archive, wait
from archive.messages import _, ngettext


@click.command(
    "reindex",
    cls=Verb,
    short_help=_("Make the search indexes anew."),
    help=_(
        "Make the literal index and the ranking anew from the records: after an upgrade that asks for it, or when the "
        "folder whoosh/ was lost. Records and files are left as they are."
    ),
    examples=(
        ("archive reindex", _("Of the archive here.")),
        ("archive --index /srv/gongwen reindex", _("Of another.")),
    ),
)
@as_json(_("The count as JSON."))
@wait
def command(as_json: bool, wait: float) -> int:
    """Make the search indexes anew."""
    with open_archive(wait=wait) as archive, progress.shown(_("{rate:.0f} notices/s")) as advance:
        count = archive.reindex(advance)
    if as_json:
        records.write_json({"version": 1, "notices": count})
    else:
        screen.out(ngettext("{count} notice indexed", "{count} notices indexed", count).format(count=count))
    return 0
