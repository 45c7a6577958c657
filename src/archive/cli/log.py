"""archive log: what was done to the archive, and by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import click

from archive.cli import records, screen
from archive.cli.help import Verb
from archive.cli.history import local
from archive.cli.options import as_json, no_pager, open_archive
from archive.messages import _, ngettext

_DAY = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
_ID = re.compile(r"(?i)[0-9a-f]{4,}(-[0-9]*)?")


@click.command(
    "log",
    cls=Verb,
    short_help=_("Show what was done, and by whom."),
    help=_(
        "Show the journal, oldest first: who took in, corrected, exported, removed, brought back, backed up or "
        "repaired what. With ID only what concerns that notice."
    ),
    examples=(
        ("archive log", _("All of it.")),
        ("archive log --verb export --since 2026-11", _("What was exported since November.")),
        ("archive log 3f2a9c0d1e4b-1", _("What was done to a notice.")),
    ),
)
@click.argument("identity", required=False, metavar="[ID]")
@click.option("--verb", "verbs", multiple=True, metavar=_("VERB"), help=_("Only these acts; may be given again."))
@click.option("--who", metavar=_("NAME"), help=_("Only what this user did."))
@click.option("--since", metavar=_("DAY"), help=_("From this day on (2026-11-28, 2026-11, 2026)."))
@click.option("--until", metavar=_("DAY"), help=_("Up to this day."))
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help=_("Only the last N."))
@as_json(_("One line of JSON an act."))
@no_pager
def command(
    identity: str | None,
    verbs: Sequence[str],
    who: str | None,
    since: str | None,
    until: str | None,
    limit: int | None,
    as_json: bool,
    no_pager: bool,
) -> int:
    """Show what was done."""
    for day in filter(None, (since, until)):
        if not _DAY.fullmatch(day):
            raise click.UsageError(_("not a day, month or year: {value}").format(value=day))
    unknown = [each for each in verbs if each not in called()]
    if unknown:
        known = _(", ").join(called())
        raise click.UsageError(_("there is no act {name}; there are: {names}").format(name=unknown[0], names=known))

    def wanted(act: dict[str, Any]) -> bool:
        day = local(act["at"])[:10]
        return (
            (not verbs or act["verb"] in verbs)
            and (who is None or act["who"] == who)
            and (since is None or day >= since)
            and (until is None or day[: len(until)] <= until)
            and (identity is None or any(str(each).startswith(identity.lower()) for each in act["ids"]))
        )

    with open_archive() as archive:
        if identity is not None and not _ID.fullmatch(identity):
            identity = archive.get(identity).id
        found = [act for act in archive.acts() if wanted(act)]
    if limit is not None:
        found = found[max(0, len(found) - limit) :]
    if as_json:
        for act in found:
            records.write_json(act)
    else:
        screen.show(list(draw(found)), not no_pager)
        if not found:
            screen.note(_("The journal tells of no such act."))
    return 0 if found else 1


def called() -> dict[str, str]:
    """What each act is called in the user's language."""
    return {
        "ingest": _("took in"), "correct": _("corrected"), "undo": _("took back"), "assign": _("assigned"),
        "discard": _("discarded"), "issuers": _("issuers edited"), "words": _("words edited"), "load": _("loaded"),
        "reparse": _("read again"), "export": _("exported"), "save": _("copied out"),
        "remove": _("removed"), "unremove": _("brought back"), "purge": _("purged"), "backup": _("backed up"),
        "restore": _("restored"), "repair": _("repair begun"), "repaired": _("repaired"), "share": _("shared"),
        "unshare": _("made private"), "permit": _("let in again"),
    }  # fmt: skip


def draw(acts: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Acts, a line or more each."""
    names = called()
    for act in acts:
        ids = [str(each) for each in act["ids"]]
        several = ngettext("{count} notice", "{count} notices", len(ids)).format(count=len(ids))
        what = " ".join(ids) if len(ids) <= 3 else several
        known = {"version", "at", "who", "host", "verb", "ids"}
        told = {name: value for name, value in act.items() if name not in known and value not in ("", [], {})}
        facts = " ".join(f"{name}={value}" for name, value in told.items())
        verb = names.get(act["verb"], act["verb"])
        text = "  ".join(filter(None, (local(act["at"]), act["who"], verb, what if ids else "", facts)))
        yield from screen.folded(screen.flat(text), screen.columns(), hang="    ")
