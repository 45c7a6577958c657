"""archive verify: look whether all is whole, and bring back what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

import archive
from archive.cli import progress, records, screen
from archive.cli.help import Verb
from archive.cli.options import as_json, folder, wait
from archive.messages import _, ngettext

if TYPE_CHECKING:
    from archive.ingest.rebuilding import Repaired
    from archive.store.verifying import Finding


@click.command(
    "verify",
    cls=Verb,
    short_help=_("See whether the archive is whole, and repair it."),
    help=_(
        "Look at every part of the archive: the catalog's file and records, the texts, both indexes word by word, each "
        "original against its hash, the journal. Nothing is changed without --repair. "
        "Exit status 0 when all is whole, 3 when a repair could not bring everything back, 4 when something is damaged."
    ),
    examples=(
        ("archive verify", _("Look at everything.")),
        ("archive verify --quick", _("Without the bytes of the originals and the words of the indexes.")),
        ("archive verify --repair", _("And bring back what is damaged.")),
    ),
)
@click.option("--repair", is_flag=True, help=_("Bring back what is damaged; the damaged catalog is kept."))
@click.option("--quick", is_flag=True, help=_("Leave out what takes long."))
@click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help=_("How many files at once; default the cores.")
)
@as_json(_("One line of JSON."))
@wait
def command(repair: bool, quick: bool, workers: int | None, as_json: bool, wait: float) -> int:
    """See whether the archive is whole."""
    kept = archive.Archive
    with progress.shown(_("{rate:.0f}/s")) as advance:

        def told(_part: str, done: int, total: int) -> None:
            if advance is not None:
                advance(done, total)

        verifier = kept.verifier(folder(), told)
        findings = verifier.run(quick)
        damaged = [each for each in findings if not each.harmless]
        curable = any(each.cure for each in findings)
        done = (
            kept.repair(folder(), findings, wait=wait, workers=workers, progress=told) if repair and curable else None
        )
    left = damaged if done is None else [each for each in done.left if not each.harmless]
    if as_json:
        data = {"findings": [_data(each) for each in findings], "repair": done and _repair_data(done)}
        records.write_json({"version": 1, "sound": not left, "checked": verifier.checked, **data})
    else:
        _print(findings, done, verifier.checked, quick)
    if done is not None and (done.lost or left):
        return 3
    return 4 if left else 0


def _data(finding: Finding) -> dict[str, Any]:
    return {
        "part": finding.part, "code": finding.code, "message": finding.message, "count": finding.count,
        "where": finding.where, "detail": finding.detail, "cure": finding.cure, "harmless": finding.harmless,
    }  # fmt: skip


def _repair_data(done: Repaired) -> dict[str, Any]:
    return {
        "originals": done.originals, "copied": done.copied, "reread": done.reread, "reindexed": done.reindexed,
        "lost": done.lost, "aside": done.aside or None, "left": [_data(each) for each in done.left],
    }  # fmt: skip


def parts() -> dict[str, str]:
    """What each part of an archive is called in the user's language."""
    return {
        "catalog": _("catalog"),
        "records": _("records"),
        "literal": _("literal index"),
        "ranking": _("order of hits"),
        "originals": _("originals"),
        "journal": _("journal"),
        "edited": _("edited files"),
        "files": _("files"),
    }


def _print(findings: list[Finding], done: Repaired | None, checked: dict[str, int], quick: bool) -> None:
    for each in findings:
        _finding(each)
    if done is not None:
        _repaired(done)
    elif all(each.harmless for each in findings):
        notices, originals = checked.get("notices", 0), checked.get("originals", 0)
        text = _("All is whole: {notices}, {originals}.")
        screen.out(
            text.format(
                notices=ngettext("{count} notice", "{count} notices", notices).format(count=notices),
                originals=ngettext("{count} original", "{count} originals", originals).format(count=originals),
            )
        )
        if quick:
            screen.note(_("Not looked at: the bytes of the originals, the words of the indexes."))
    elif any(each.cure for each in findings):
        screen.note(_("archive verify --repair brings back what can be brought back; the damaged catalog is kept."))
    else:
        screen.note(_("Nothing here can mend this: put the files right by hand that are named."))


def _finding(each: Finding) -> None:
    mark = _("remark") if each.harmless else _("DAMAGED")
    text = f"{mark}  {parts()[each.part]}  {each.message}"
    count = f" ({each.count})" if each.where else ""
    width = screen.columns()
    for line in screen.folded(text + count, width, hang="    "):
        screen.out(line)
    for place in [*each.where[:5], *([each.detail] if each.detail else [])]:
        for line in screen.folded(screen.flat(place), width, indent="    "):
            screen.out(line)
    if each.count > 5 and each.where:
        screen.out(
            "    " + ngettext("… and {count} more", "… and {count} more", each.count - 5).format(count=each.count - 5)
        )


def _repaired(done: Repaired) -> None:
    rows = [
        (_("originals copied anew"), str(len(done.originals))),
        (_("files whose records were taken over"), str(done.copied)),
        (_("files read again"), str(done.reread)),
    ]
    for line in screen.table([row for row in rows if row[1] != "0"], right=(1,)):
        screen.out(line)
    if done.reindexed:
        screen.out(_("The indexes were made anew."))
    if done.aside:
        screen.note(_("The damaged catalog is kept: {path}").format(path=screen.clean(done.aside)))
    for each in done.lost:
        screen.out(_("LOST  {what}").format(what=screen.flat(each)))
    if done.lost:
        screen.note(_("What is lost may be in a backup (archive restore); the journal names it too."))
    remaining = [each for each in done.left if not each.harmless]
    if remaining:
        screen.out(_("Still damaged:"))
        for finding in remaining:
            _finding(finding)
    elif not done.lost:
        screen.out(_("All is whole again."))
