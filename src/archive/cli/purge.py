"""archive purge: forget removed notices for good."""

from __future__ import annotations

import click

from archive.cli import records, screen, unremove
from archive.cli.help import Verb
from archive.cli.options import as_json, open_archive, wait
from archive.messages import _, ngettext


@click.command(
    "purge",
    cls=Verb,
    short_help=_("Forget removed notices for good."),
    help=_(
        "Forget for good, after asking, what was removed 30 days ago or earlier: its records, its words in both "
        "indexes, and its originals. That it was removed, when and by whom stays known, so that it is not taken in "
        "again. Backups and kept damaged catalogs are not touched."
    ),
    examples=(
        ("archive purge", _("Asks first.")),
        ("archive purge --days 0 --yes", _("At once, and without asking.")),
    ),
)
@click.option(
    "--days",
    type=click.FloatRange(min=0, max=36500),
    default=30,
    show_default=True,
    metavar="N",
    help=_("What was removed so many days ago or earlier."),
)
@click.option("--yes", is_flag=True, help=_("Do not ask."))
@as_json(_("The ids as JSON."))
@wait
def command(days: float, yes: bool, as_json: bool, wait: float) -> int:
    """Forget removed notices for good."""
    with open_archive(wait=wait) as archive:
        if not yes:
            due = archive.removed(days)
            for each in due:
                screen.note(unremove.line(each))
            text = ngettext("Forget {count} notice for good?", "Forget {count} notices for good?", len(due))
            if due and not click.confirm(text.format(count=len(due)), err=True):
                screen.note(_("Nothing was forgotten."))
                return 1
        done = archive.purge(days)
    if as_json:
        records.write_json({"version": 1, "purged": done})
    else:
        text = ngettext("{count} notice forgotten for good.", "{count} notices forgotten for good.", len(done))
        screen.out(text.format(count=len(done)))
    return 0
