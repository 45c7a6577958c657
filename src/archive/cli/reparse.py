"""archive reparse: read the originals again with today's rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from archive.cli import correct, progress, records, screen
from archive.cli.help import AskingVerb
from archive.cli.options import as_json, narrowed, open_archive, question, recognition, wait
from archive.messages import _, ngettext

if TYPE_CHECKING:
    from archive.ingest.again import Reread
    from archive.library import Archive


@click.command(
    "reparse",
    cls=AskingVerb,
    short_help=_("Read the originals again with today's rules."),
    help=_(
        "Read the stored originals again, all or those of the notices a query finds: after an upgrade whose rules read "
        "more. What would change is shown and you are asked. Corrections are kept; one whose notice is split otherwise "
        "now finds it by number, title and first words, or waits in archive review."
    ),
    examples=(
        ("archive reparse --dry-run", _("What today's rules would read otherwise.")),
        ("archive reparse code:澜政办发 --yes", _("Those of one code, without asking.")),
    ),
)
@question
@click.option("-y", "--yes", is_flag=True, help=_("Do not ask."))
@click.option("--dry-run", is_flag=True, help=_("Only show what would change."))
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help=_("Reader processes; one a core by default."))
@recognition
@as_json(_("One line of JSON a file."))
@wait
def command(
    words: Sequence[str],
    yes: bool,
    dry_run: bool,
    workers: int | None,
    ocr: str,
    as_json: bool,
    wait: float,
    **options: Any,
) -> int:
    """Read the originals again."""
    query = " ".join(word.strip() for word in words)
    asked = narrowed(**options)
    with open_archive(wait=wait) as archive:
        found = _run(archive, as_json, query=query, apply=yes and not dry_run, workers=workers, ocr=ocr, **asked)
        if not found and (query or any(asked.values())):
            screen.note(_("No notice is found."))
            return 1
        changed = [each.sha256 for each in found if each.status == "changed"]
        applied = yes and not dry_run
        _summary(found, applied)
        if changed and not applied and not dry_run and correct.agreed(_("Put this into the records?")):
            again = list(archive.reparse(apply=True, contents=changed, workers=workers, ocr=ocr))
            _summary(again, True)
    return 3 if any(each.status == "failed" for each in found) else 0


def _run(archive: Archive, as_json: bool, **asked: Any) -> list[Reread]:
    found = []
    with progress.drawn(_("{rate:.0f} files/s")) as bar:
        for each in archive.reparse(progress=bar.advance if bar else None, page=bar.page if bar else None, **asked):
            found.append(each)
            if as_json:
                records.write_json({"version": 1, **asdict(each)})
            else:
                for line in draw(each):
                    screen.out(line)
    return found


def draw(each: Reread) -> Iterator[str]:
    """The lines of one file; none where nothing is read otherwise."""
    if each.status == "same":
        return
    known, columns = records.headings(), screen.columns()
    yield from screen.folded(screen.flat(each.path), columns, hang="  ")
    if each.error:
        yield from screen.folded(each.error, columns, "  ")
    for change in each.differences:
        if change.field == "text":
            line = _("text, citations or evidence are read otherwise")
        else:
            line = correct.told(known[change.field], change.old, change.new)
        if change.corrected:
            line += "  " + _("(corrected: the record stays)")
        yield from screen.folded(f"{change.id}  {line}", columns, "  ", "      ")
    for identity in each.gone:
        yield "  " + _("{id}  is no notice of its own any more").format(id=identity)
    for identity in each.new:
        yield "  " + _("{id}  is a notice of its own now").format(id=identity)


def _summary(found: Sequence[Reread], applied: bool) -> None:
    changed = sum(each.status == "changed" for each in found)
    failed = sum(each.status == "failed" for each in found)
    text = (
        ngettext("{count} file put into the records.", "{count} files put into the records.", changed)
        if applied
        else ngettext("{count} file would change.", "{count} files would change.", changed)
    )
    read = ngettext("{count} file read again.", "{count} files read again.", len(found)).format(count=len(found))
    screen.note(read)
    screen.note(text.format(count=changed))
    if failed:
        text = ngettext("{count} file could not be read again.", "{count} files could not be read again.", failed)
        screen.note(text.format(count=failed))
