"""archive stats: what is in the archive, in numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from archive.cli import records, screen
from archive.cli.help import Verb
from archive.cli.options import as_json, open_archive
from archive.messages import _


@click.command(
    "stats",
    cls=Verb,
    short_help=_("Tell what is in the archive, in numbers."),
    help=_("Tell how many files and notices are in the archive, of which issuers, kinds and years."),
    examples=(
        ("archive stats", _("The numbers.")),
        ("archive stats --json", _("The same for a program.")),
    ),
)
@as_json(_("One line of JSON."))
def command(as_json: bool) -> int:
    """Tell what is in the archive."""
    with open_archive() as archive:
        record = archive.stats().record()
    if as_json:
        records.write_json({"version": 1, **record})
    else:
        for line in draw(record):
            screen.out(line)
    return 0


def labels() -> dict[str, str]:
    """What each number is called in the user's language."""
    return {
        "notices": _("notices"),
        "files": _("files"),
        "places": _("places of files"),
        "issuers": _("issuers"),
        "first": _("first date"),
        "last": _("last date"),
        "undated": _("undated"),
        "unnumbered": _("without number"),
        "superseded": _("superseded"),
        "renditions": _("further files of the same notice"),
        "failures": _("files that did not go in"),
        "bytes": _("size"),
        "kinds": _("kinds"),
        "years": _("years"),
        "review": _("values to look at (archive review), by field"),
    }


def draw(record: dict[str, Any]) -> Iterator[str]:
    """The numbers as lines: single ones first, then those by value."""
    known = labels()
    rows = [(known[name], _value(name, record[name])) for name in known if not isinstance(record.get(name, {}), dict)]
    yield from screen.table(rows)
    for name in known:
        values = record.get(name)
        if isinstance(values, dict) and values:
            yield ""
            yield known[name]
            called = records.headings() if name == "review" else {}
            counts = [(str(count), screen.flat(called.get(value, str(value)))) for value, count in values.items()]
            yield from screen.table(counts, right=(0,), indent="  ")
    if record.get("due"):
        yield ""
        yield _("The search indexes are out of date: archive reindex")


def _value(name: str, value: Any) -> str:
    if value is None:
        return "–"
    return f"{value / 1e6:.1f} MB" if name == "bytes" else screen.flat(str(value))
