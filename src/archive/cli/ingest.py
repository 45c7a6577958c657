"""archive ingest: take files into the archive, with progress and a report."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli import failures, progress, records, screen
from archive.cli.help import Verb
from archive.cli.options import as_json, open_archive, recognition, wait
from archive.messages import _, ngettext

if TYPE_CHECKING:
    from archive.ingest import Progress, Report

STATUSES = ("added", "replaced", "unchanged", "empty", "refused", "failed")
_UNSOUND = ("failed", "refused", "empty")
_LISTED = 5


@click.command(
    "ingest",
    cls=Verb,
    short_help=_("Take files into the archive."),
    help=_(
        "Take files and folders into the archive, docs_in when none is named. Files are copied, never changed or "
        "moved; what is in already is left as it is. Ctrl-C stops and keeps what is done. "
        "Exit status 3 when some files failed, were refused or are empty."
    ),
    examples=(
        ("archive ingest", _("Everything in docs_in.")),
        ("archive ingest ~/scans 通知.pdf", _("A folder with all below it, and a file.")),
        ("archive ingest --dry-run 通知.pdf", _("What would be read of a file.")),
        ("archive ingest --retry-failed", _("Once more those that failed.")),
        ("archive ingest --json docs_in > report.jsonl", _("A line of JSON a file, for a program.")),
    ),
)
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar=_("[PATH]..."))
@click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help=_("How many files at once; default the cores.")
)
@as_json(_("One line of JSON a file."))
@click.option("--allow-secret", is_flag=True, help=_("Also take in papers with a classification (密级)."))
@click.option("--shared-group", metavar=_("GROUP"), help=_("Let this group of users read and write the archive."))
@click.option("--private", is_flag=True, help=_("Let nobody but its owner read and write the archive any more."))
@click.option("--dry-run", is_flag=True, help=_("Only tell what each file would give; nothing is taken in."))
@click.option("--retry-failed", is_flag=True, help=_("Try those again that failed before."))
@recognition
@wait
def command(
    paths: Sequence[Path],
    workers: int | None,
    as_json: bool,
    allow_secret: bool,
    shared_group: str | None,
    private: bool,
    dry_run: bool,
    retry_failed: bool,
    ocr: str,
    wait: float,
) -> int:
    """Take files into the archive."""
    if not paths and not retry_failed:
        paths = (Path("docs_in"),)
        if not paths[0].exists():
            raise click.UsageError(_("There is no folder docs_in here; name the files or folders to take in."))
    if dry_run:
        from archive.cli import preview

        return preview.show(paths, workers, allow_secret, ocr, as_json)
    _check(shared_group, private)
    collected: list[failures.Line] = []
    jumbled = as_json and screen.on_terminal()
    with (
        open_archive(create=not retry_failed or bool(paths), wait=wait) as archive,
        progress.drawn(_("{rate:.0f} files/s"), hidden=jumbled) as bar,
    ):
        if shared_group:
            archive.share(shared_group)
        if private:
            archive.unshare()
        report = archive.ingest(
            paths,
            workers=workers,
            allow_secret=allow_secret,
            retry_failed=retry_failed,
            ocr=ocr,
            progress=_teller(bar, as_json, collected),
            page=bar.page if bar else None,
        )
    say = screen.note if as_json else screen.out
    for line in summary(report, collected):
        say(line)
    if report.interrupted:
        screen.note(_("Interrupted; what is counted above is in. The same command again does the rest."))
        return 130
    return 3 if report.unsound else 0


def _check(shared_group: str | None, private: bool) -> None:
    """Refuse options that cannot be done, before anything is made."""
    if shared_group and private:
        raise click.UsageError(_("--shared-group and --private cannot go together."))
    if shared_group:
        from archive.private import number_of

        number_of(shared_group)


def _teller(bar: progress.Bar | None, as_json: bool, collected: list[failures.Line]) -> Callable[[Progress], None]:
    """What tells of each file that was taken in, and collects those that were not."""
    called = statuses()

    def tell(step: Progress) -> None:
        result = step.result
        if result.status in _UNSOUND:
            collected.append(failures.Line(result.path, result.reason, result.error or ""))
        if bar is not None:
            bar.advance(step.done, step.total)
        if as_json:
            _json_line(step)
        elif bar is None:
            _plain_line(called, step)

    return tell


def _json_line(step: Progress) -> None:
    try:
        records.write_json(step.result.record())
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:  # whoever read the report has gone; the files still go in
        screen.hush()


def _plain_line(called: Mapping[str, str], step: Progress) -> None:
    result = step.result
    if result.status == "unchanged":
        return
    total = f"/{step.total}" if step.total else ""
    what = ngettext("{count} notice", "{count} notices", len(result.notices)).format(count=len(result.notices))
    name = screen.clean(failures.near(result.path))
    odd = f"  [{', '.join(result.warnings)}]" if result.warnings else ""
    screen.note(f"{step.done}{total}  {called[result.status]}  {name}  {screen.flat(result.error or what)}{odd}")


def statuses() -> dict[str, str]:
    """What a status is called in the user's language."""
    return {
        "added": _("added"),
        "replaced": _("replaced"),
        "unchanged": _("unchanged"),
        "empty": _("empty"),
        "refused": _("refused"),
        "failed": _("failed"),
    }


def summary(report: Report, unsound: Sequence[failures.Line]) -> list[str]:
    """The table at the end: files by status, the notices and the time, then what did not go in and why."""
    names = statuses()
    rows = [(names[status], str(report.results[status])) for status in STATUSES if report.results.get(status)]
    lines = screen.table(rows, right=(1,))
    files = sum(report.results.values())
    text = _("{files}, {notices}, {seconds:.1f} s").format(
        files=ngettext("{count} file", "{count} files", files).format(count=files),
        notices=ngettext("{count} notice", "{count} notices", report.notices).format(count=report.notices),
        seconds=report.seconds,
    )
    lines.append(text)
    if unsound:
        lines += ["", *failures.draw(unsound, _LISTED)]
        if len(unsound) > _LISTED:
            lines.append(_("All of them: archive failures"))
    return lines
