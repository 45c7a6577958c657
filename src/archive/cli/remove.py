"""archive remove: take notices out of the archive."""

from __future__ import annotations

from collections.abc import Sequence

import click

from archive.cli import records, screen
from archive.cli.help import Verb
from archive.cli.options import as_json, open_archive, wait
from archive.messages import _, ngettext


@click.command(
    "remove",
    cls=Verb,
    short_help=_("Take notices out of the archive."),
    help=_(
        "Take notices out of all answers, after asking. The files they came from are not taken in again, and for 30 "
        "days they can be brought back (archive unremove). An original goes with the last of its notices."
    ),
    examples=(
        ("archive remove 3f2a9c0d1e4b-1", _("Asks first.")),
        ("archive remove --yes --why 误收 云工办〔2024〕9号", _("By number, without asking, with the reason.")),
    ),
)
@click.argument("names", nargs=-1, required=True, metavar=_("ID|NUMBER..."))
@click.option("--why", default="", metavar=_("TEXT"), help=_("Why they are removed, for the journal."))
@click.option("--yes", is_flag=True, help=_("Do not ask."))
@as_json(_("The ids as JSON."))
@wait
def command(names: Sequence[str], why: str, yes: bool, as_json: bool, wait: float) -> int:
    """Take notices out of the archive."""
    from archive.library import describe

    with open_archive(wait=wait) as archive:
        notices = [archive.get(name) for name in dict.fromkeys(names)]
        if not yes:
            for notice in notices:
                for line in screen.folded(screen.flat(describe(notice)), screen.terminal_columns(), hang="    "):
                    screen.note(line)
            text = ngettext("Remove {count} notice?", "Remove {count} notices?", len(notices))
            if not click.confirm(text.format(count=len(notices)), err=True):
                screen.note(_("Nothing was removed."))
                return 1
        done = archive.remove(notices, why)
    if as_json:
        records.write_json({"version": 1, "removed": done})
    else:
        text = ngettext("{count} notice removed.", "{count} notices removed.", len(done))
        screen.out(text.format(count=len(done)))
        screen.note(_("For 30 days they can be brought back: archive unremove {ids}").format(ids=" ".join(done)))
    return 0
