"""archive kinds: which kinds of files are read here, with what, and what is missing for the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import click

from archive.cli import records, screen
from archive.cli.help import Verb
from archive.cli.options import as_json
from archive.messages import _

if TYPE_CHECKING:
    from archive.extract.readers import Reader


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
    from importlib.metadata import packages_distributions

    from archive.extract.readers import READERS

    homes = packages_distributions()
    libraries = {kind: _versions(reader, homes) for kind, reader in READERS.items()}
    if not as_json:
        for line in _draw(READERS, libraries):
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
        "ofd": _("OFD, the fixed layout of GB/T 33190"),
        "docx": _("DOCX, of Word and WPS"),
        "doc": _("DOC and WPS, the binary format of Word"),
        "rtf": _("RTF"),
        "html": _("web page"),
        "mhtml": _("web page saved with its pictures (MHTML)"),
        "png": _("picture of a page, PNG"),
        "jpeg": _("picture of a page, JPEG"),
        "tiff": _("pictures of pages, TIFF"),
        "bitmap": _("picture of a page, BMP"),
        "webp": _("picture of a page, WebP"),
        "gif": _("picture of a page, GIF"),
        "eml": _("mail (.eml) with its attachments"),
        "msg": _("mail that Outlook saved (.msg)"),
        "zip": _("ZIP with files in it"),
        "7z": _("7z with files in it"),
        "tar": _("TAR with files in it, packed or not"),
        "gzip": _("file or TAR packed by gzip"),
        "bzip2": _("file or TAR packed by bzip2"),
        "xz": _("file or TAR packed by xz"),
    }


def _versions(reader: Reader, homes: Mapping[str, list[str]]) -> dict[str, str]:
    """The distributions that a reader's modules come from, with their versions."""
    from importlib.metadata import version

    names = [homes[module][0] for module in reader.needs if module in homes]
    return {name: version(name) for name in names}


def _draw(readers: Mapping[str, Reader], libraries: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    names = called()
    rows = []
    for kind, reader in readers.items():
        given = ", ".join(" ".join(pair) for pair in libraries[kind].items())
        state = _("missing: {names}").format(names=", ".join(reader.missing)) if reader.missing else given
        rows.append((kind, names[kind], state or "–"))
    yield from screen.table(rows)
    for needed in sorted({reader.brought_by for reader in readers.values() if reader.missing}):
        yield ""
        yield _("To read what is missing: pip install '{name}'").format(name=needed)
