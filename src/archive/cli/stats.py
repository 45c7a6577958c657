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
        record = archive.stats()
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
        "issuers": _("issuers"),
        "kinds": _("kinds"),
        "years": _("years"),
        "first": _("first date"),
        "last": _("last date"),
        "undated": _("undated"),
        "unnumbered": _("without number"),
        "superseded": _("superseded"),
        "failures": _("files that did not go in"),
        "bytes": _("size"),
    }


def draw(record: dict[str, Any]) -> Iterator[str]:
    """The numbers as lines: single ones first, then those by value."""
    known = labels()
    single = [
        (name, value) for name, value in record.items() if name != "version" and not isinstance(value, dict | list)
    ]
    yield from screen.table([(known.get(name, name), _value(name, value)) for name, value in single])
    for name, values in record.items():
        pairs = list(values.items() if isinstance(values, dict) else values) if isinstance(values, dict | list) else []
        if pairs:
            yield ""
            yield known.get(name, name)
            rows = [(str(count), screen.flat(str(value))) for value, count in pairs]
            yield from screen.table(rows, right=(0,), indent="  ")


def _value(name: str, value: Any) -> str:
    if value is None:
        return "–"
    if name == "bytes":
        return f"{value / 1e6:.1f} MB"
    return screen.flat(str(value))
