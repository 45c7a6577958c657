"""archive restore: make an archive of a backup."""

from __future__ import annotations

from pathlib import Path

import click

import archive
from archive.cli import backup, progress
from archive.cli.help import Verb
from archive.cli.options import as_json, folder
from archive.messages import _


@click.command(
    "restore",
    cls=Verb,
    short_help=_("Make an archive of a backup."),
    help=_(
        "Make an archive of the backup in SOURCE, in the folder that --index names, which must be empty or new. "
        "All is looked through before it stands there, and the order of hits is made anew."
    ),
    examples=(("archive --index new restore /mnt/backup/gongwen", _("Into the folder new.")),),
)
@click.argument("source", type=click.Path(path_type=Path), metavar=_("SOURCE"))
@as_json(_("One line of JSON."))
def command(source: Path, as_json: bool) -> int:
    """Make an archive of a backup."""
    target = folder()
    with progress.shown(_("{rate:.0f} files/s")) as advance:
        done = archive.Archive.restore(source, target, advance)
    return backup.told(done, as_json, str(target))
