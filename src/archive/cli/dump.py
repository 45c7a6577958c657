"""archive dump: all that people added, as lines of JSON."""

from __future__ import annotations

import click

from archive.cli import records, screen
from archive.cli.help import Verb
from archive.cli.options import open_archive
from archive.messages import _, ngettext


@click.command(
    "dump",
    cls=Verb,
    short_help=_("Write out all that people added."),
    help=_(
        "Write corrections, confirmed issuers and user words to standard output: lines of JSON in a stable order, to "
        "be kept under version control and taken in elsewhere by archive load."
    ),
    examples=(("archive dump > people.jsonl", _("Everything.")),),
)
def command() -> int:
    """Write out all that people added."""
    with open_archive() as archive:
        count = records.write_lines(archive.dump())
    screen.note(ngettext("{count} entry", "{count} entries", count).format(count=count))
    return 0
