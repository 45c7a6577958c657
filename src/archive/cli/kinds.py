"""archive kinds: which kinds of files are read here, with what, and what is missing for the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.metadata import packages_distributions, version

import click

from archive.cli import records, screen
from archive.cli.help import Verb
from archive.cli.options import as_json
from archive.extract.readers import READERS, Reader
from archive.messages import _


@click.command(
    "kinds",
    cls=Verb,
    short_help=_("Tell which kinds of files can be read."),
    help=_("Tell which kinds of files can be read here, by which libraries, and what to install for the others."),
    examples=(
        ("archive kinds", _("The table.")),
        ("archive kinds --json", _("A line of JSON a kind, for a program.")),
    ),
)
@as_json(_("One line of JSON a kind."))
def command(as_json: bool) -> int:
    """Tell which kinds of files can be read."""
    homes = packages_distributions()
    libraries = {kind: _versions(reader, homes) for kind, reader in READERS.items()}
    if not as_json:
        for line in _draw(libraries):
            screen.out(line)
        return 0
    for kind, reader in READERS.items():
        install = reader.brought_by if reader.missing else None
        records.write_json(
            {"version": 1, "kind": kind, "libraries": libraries[kind], "missing": reader.missing, "install": install}
        )
    return 0


def called() -> dict[str, str]:
    """What each kind is called in the user's language."""
    return {
        "text": _("text, in any Chinese encoding"),
        "pdf": _("PDF"),
        "png": _("picture of a page, PNG"),
        "jpeg": _("picture of a page, JPEG"),
        "tiff": _("pictures of pages, TIFF"),
        "bitmap": _("picture of a page, BMP"),
        "webp": _("picture of a page, WebP"),
        "gif": _("picture of a page, GIF"),
    }


def _versions(reader: Reader, homes: Mapping[str, list[str]]) -> dict[str, str]:
    """The distributions that a reader's modules come from, with their versions."""
    names = [homes[module][0] for module in reader.needs if module in homes]
    return {name: version(name) for name in names}


def _draw(libraries: dict[str, dict[str, str]]) -> Iterator[str]:
    names = called()
    rows = []
    for kind, reader in READERS.items():
        given = ", ".join(" ".join(pair) for pair in libraries[kind].items())
        state = _("missing: {names}").format(names=", ".join(reader.missing)) if reader.missing else given
        rows.append((kind, names[kind], state or "–"))
    yield from screen.table(rows)
    for needed in sorted({reader.brought_by for reader in READERS.values() if reader.missing}):
        yield ""
        yield _("To read what is missing: pip install '{name}'").format(name=needed)
