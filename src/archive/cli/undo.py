"""archive undo: take a correction back."""

from __future__ import annotations

import click

from archive.cli import correct, history, records, screen
from archive.cli.help import Verb
from archive.cli.options import as_json, open_archive, wait
from archive.messages import _, ngettext


@click.command(
    "undo",
    cls=Verb,
    short_help=_("Take a correction back."),
    help=_("Take back all that was corrected at once: the last act, or the one that archive history names."),
    examples=(
        ("archive undo", _("The last correction.")),
        ("archive undo 5c1f0a9be2d4", _("An earlier one.")),
    ),
)
@click.argument("act", required=False, metavar=_("[ACT]"))
@as_json(_("One line of JSON for each value that was taken back."))
@wait
def command(act: str | None, as_json: bool, wait: float) -> int:
    """Take a correction back."""
    with open_archive(wait=wait) as archive:
        taken = archive.undo(act and act.strip().lower())
    if as_json:
        for each in taken:
            records.write_json({"version": 1, **correct.data(each)})
        return 0
    for line in history.draw(taken):
        screen.out(line)
    text = ngettext("{count} correction taken back.", "{count} corrections taken back.", len(taken))
    screen.note(text.format(count=len(taken)))
    return 0
