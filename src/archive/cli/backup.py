"""archive backup: bring a copy of the archive up to date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli import progress, records, screen
from archive.cli.help import Verb
from archive.cli.options import as_json, open_archive
from archive.messages import _, ngettext

if TYPE_CHECKING:
    from archive.store.backup import Copied


@click.command(
    "backup",
    cls=Verb,
    short_help=_("Copy the archive elsewhere, adding what is new."),
    help=_(
        "Bring a copy of the archive in DEST up to date, while others search and write: the records as they are at one "
        "moment, and each original that is not there yet. What is written is read again, and the records of the last "
        "backup stay beside the new ones. The copy can be searched like an archive: archive --index DEST search …"
    ),
    examples=(
        ("archive backup /mnt/backup/gongwen", _("The first time all, later what is new.")),
        ("archive backup --full /mnt/backup/gongwen", _("Also read all again that was copied before.")),
    ),
)
@click.argument("target", type=click.Path(path_type=Path), metavar=_("DEST"))
@click.option("--full", is_flag=True, help=_("Read the originals again too that were copied before."))
@as_json(_("One line of JSON."))
def command(target: Path, full: bool, as_json: bool) -> int:
    """Copy the archive elsewhere."""
    with open_archive() as archive, progress.shown(_("{rate:.0f} files/s")) as advance:
        done = archive.backup(target, full=full, progress=advance)
    return told(done, as_json, str(target))


def told(done: Copied, as_json: bool, where: str) -> int:
    """Say what was copied; the exit status."""
    if as_json:
        records.write_json({
            "version": 1, "notices": done.notices, "originals": done.originals, "added": done.added,
            "bytes": done.bytes, "missing": done.missing,
        })  # fmt: skip
    else:
        text = _("{path}: {notices}, {originals}, {added} new")
        notices = ngettext("{count} notice", "{count} notices", done.notices).format(count=done.notices)
        originals = ngettext("{count} original", "{count} originals", done.originals).format(count=done.originals)
        screen.out(text.format(path=screen.clean(where), notices=notices, originals=originals, added=done.added))
        for each in done.missing:
            screen.out(_("MISSING  {what}").format(what=each))
        if done.missing:
            screen.note(_("Originals are missing or damaged; see: archive verify"))
    return 3 if done.missing else 0
