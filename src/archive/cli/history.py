"""archive history: what people corrected, when and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from archive.cli import correct, records, screen
from archive.cli.help import AskingVerb
from archive.cli.options import as_json, no_pager, open_archive
from archive.messages import _

if TYPE_CHECKING:
    from archive.corrections import Correction


@click.command(
    "history",
    cls=AskingVerb,
    short_help=_("Tell what was corrected, when and why."),
    help=_("Tell what people corrected in one notice, or in all, newest first: old and new value, who, when and why."),
    examples=(
        ("archive history 3f9a", _("Of one notice.")),
        ("archive history --json", _("The whole journal, for a program.")),
    ),
)
@click.argument("notice", nargs=-1, metavar=_("[ID|NUMBER]"))
@as_json(_("One line of JSON for each value that was changed."))
@no_pager
def command(notice: Sequence[str], as_json: bool, no_pager: bool) -> int:
    """Tell what was corrected."""
    with open_archive() as archive:
        found = archive.history(archive.get(" ".join(notice)) if notice else None)
    if as_json:
        for each in found:
            records.write_json({"version": 1, **correct.data(each)})
    else:
        screen.show([line for act in acts(found) for line in draw(act)], not no_pager)
        if not found:
            screen.note(_("Nothing was corrected."))
    return 0


def acts(found: Sequence[Correction]) -> list[list[Correction]]:
    """The corrections that were made at once, together; newest first."""
    together: dict[str, list[Correction]] = {}
    for each in found:
        together.setdefault(each.act, []).append(each)
    return list(reversed(together.values()))


def draw(act: Sequence[Correction]) -> Iterator[str]:
    """The lines of one act."""
    known, columns = records.headings(), screen.columns()
    first = act[0]
    head = [first.act, local(first.at), first.who, first.why]
    yield from screen.folded("  ".join(screen.flat(part) for part in head if part), columns, hang="  ")
    for each in act:
        line = f"{each.notice or '?'}  {correct.told(known[each.field], each.old, each.new)}"
        if each.undone:
            line += "  " + _("(undone {when}, {who})").format(
                when=local(each.undone), who=screen.flat(each.undone_by or "")
            )
        elif not each.notice:
            line += "  " + _("(its notice is not here, or is split otherwise now)")
        yield from screen.folded(line, columns, "  ", "      ")


def local(moment: str) -> str:
    """A moment of the journal in the user's time zone, to the minute."""
    from datetime import datetime

    return datetime.fromisoformat(moment.replace("Z", "+00:00")).astimezone().strftime("%Y-%m-%d %H:%M")
