"""archive export: records as JSON lines or a table, all or those a query finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from archive.cli import records, screen, search, show
from archive.cli.help import AskingVerb
from archive.cli.options import narrowed, open_archive, question
from archive.messages import _, ngettext


@click.command(
    "export",
    cls=AskingVerb,
    short_help=_("Write records as JSON lines or a table."),
    help=_(
        "Write the records of all notices, or of those a query finds, to standard output: JSON lines with the text, "
        "or CSV that Excel opens."
    ),
    examples=(
        ("archive export > notices.jsonl", _("Everything, one line of JSON a notice.")),
        ("archive export --format csv -k 通报 --since 2024 > 通报.csv", _("A table for Excel.")),
    ),
)
@question
@click.option(
    "--format",
    "form",
    type=click.Choice(("jsonl", "csv")),
    default="jsonl",
    show_default=True,
    help=_("jsonl: one line of JSON a notice; csv: a table for Excel."),
)
def command(words: Sequence[str], form: str, **options: Any) -> int:
    """Write records."""
    query = " ".join(word.strip() for word in words)
    with open_archive() as archive:
        archive.tell("export", query=query, options={k: v for k, v in options.items() if v})
        notices = archive.notices(query, **narrowed(**options))
        if form == "csv":
            count = records.write_csv(notice.record() for notice in notices)
        else:
            count = records.write_lines(show.data(notice) for notice in notices)
        search.remarks(archive.search(query, **narrowed(**options), limit=0))
    screen.note(ngettext("{count} notice", "{count} notices", count).format(count=count))
    return 0 if count or (not query and not any(options.values())) else 1
