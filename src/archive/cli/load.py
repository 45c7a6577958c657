"""archive load: take in what archive dump wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

import click

from archive.cli import records, screen
from archive.cli.help import Verb
from archive.cli.options import as_json, open_archive, wait
from archive.errors import ArchiveError
from archive.messages import _

_LONGEST = 1 << 20
"""Characters of one line."""


@click.command(
    "load",
    cls=Verb,
    short_help=_("Take in what archive dump wrote."),
    help=_(
        "Take in corrections, confirmed issuers and user words that archive dump wrote, here or elsewhere. Corrections "
        "find their notices by the file's content; those whose file is not here yet wait for it. What is here already "
        "changes nothing; a line that cannot be read refuses all."
    ),
    examples=(("archive --index new load people.jsonl", _("Into another archive, before or after its files.")),),
)
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True), metavar=_("FILE"))
@as_json(_("What is new, as JSON."))
@wait
def command(file: str, as_json: bool, wait: float) -> int:
    """Take in what was dumped."""
    with (
        click.open_file(file, encoding="utf-8-sig") as lines,
        open_archive(create=True, wait=wait) as archive,
    ):
        new = archive.load(_lines(lines))
        lost = sum(doubt.correction is not None for doubt in archive.doubts())
        waiting = sum(not each.notice and not each.undone for each in archive.history()) - lost
    counts = {name: new[name] for name in ("correction", "issuer", "word")}
    if as_json:
        records.write_json({"version": 1, "new": counts, "waiting": waiting, "lost": lost})
        return 0
    labels = {"correction": _("corrections"), "issuer": _("issuers"), "word": _("user words")}
    for line in screen.table([(labels[name], str(count)) for name, count in counts.items()], right=(1,)):
        screen.out(line)
    if waiting:
        screen.note(_("Corrections that wait for their files to be taken in: {count}").format(count=waiting))
    if lost:
        screen.note(_("Corrections whose notice is not found: {count} (archive review)").format(count=lost))
    return 0


def _lines(file: IO[str]) -> Iterator[Any]:
    at = 0
    try:
        while line := file.readline(_LONGEST + 1):
            at += 1
            if len(line) > _LONGEST:
                raise ValueError
            if line.strip():
                yield json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ArchiveError(
            _("line {line} is not from archive dump: {reason}").format(line=at or 1, reason=_("it is no JSON")),
            _("nothing was taken in"),
        ) from error
