"""archive show: one notice, its record and its text."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.cli import records, screen
from archive.cli.help import AskingVerb
from archive.cli.options import as_json, no_pager, open_archive
from archive.messages import _

if TYPE_CHECKING:
    from archive.notice import Notice

_FIELDS = (
    "number", "title", "issuers", "kind", "date", "addressees", "cc", "printed", "signature", "signer",
    "secrecy", "urgency", "copy_number", "attachments", "note",
)  # fmt: skip


@click.command(
    "show",
    cls=AskingVerb,
    short_help=_("Show one notice, its record and its text."),
    help=_(
        "Show one notice by its document number, or by its id (four characters of it are enough if no other has them)."
    ),
    examples=(
        ("archive show 澜政办发〔2024〕18号", _("The record and the text.")),
        ("archive show 3f9a --evidence", _("What each field rests on: page, line, words and rule.")),
        ("archive show 3f9a --save ~/Desktop", _("Copy the file it came from out of the archive.")),
    ),
)
@click.argument("notice", nargs=-1, required=True, metavar=_("ID|NUMBER"))
@as_json(_("The record and the text as one line of JSON."))
@click.option("--evidence", is_flag=True, help=_("Also where each field comes from."))
@click.option("--original", is_flag=True, help=_("Only the path of the stored file."))
@click.option(
    "--save",
    type=click.Path(file_okay=False, path_type=Path),
    metavar=_("DIR"),
    help=_("Copy the stored file to this folder under the name it came with."),
)
@no_pager
def command(
    notice: Sequence[str], as_json: bool, evidence: bool, original: bool, save: Path | None, no_pager: bool
) -> int:
    """Show one notice."""
    with open_archive() as archive:
        found = archive.get(" ".join(word.strip() for word in notice))
        if original or save is not None:
            archive.tell("save", ids=[found.id])
        if original:
            _path(archive.original(found))
        elif save is not None:
            _path(archive.save_original(found, save))
        elif as_json:
            records.write_json(data(found, evidence))
        else:
            screen.show(list(draw(found, screen.columns(), screen.in_colour(), evidence)), not no_pager)
    return 0


def data(notice: Notice, evidence: bool = False) -> dict[str, Any]:
    """The record with the text, and on request what its fields rest on."""
    names = ("field", "value", "page", "line", "words", "rule", "sure")
    rests = [{name: getattr(each, name) for name in names} for each in notice.evidence]
    return {**notice.record(), "text": notice.text, **({"evidence": rests} if evidence else {})}


def draw(notice: Notice, columns: int, colour: bool, evidence: bool = False) -> Iterator[str]:
    """The lines of a notice: its fields, what they rest on if asked, and its text."""
    fields = list(_fields(notice))
    widest = max(screen.width(name) for name, _value in fields)
    for name, value in fields:
        hang = " " * (widest + 2)
        lines = screen.folded(screen.flat(value), columns, hang)
        label = screen.pad(name, widest + 2)
        yield (screen.DIM + label + screen.PLAIN if colour else label) + lines[0][len(hang) :]
        yield from lines[1:]
    if evidence:
        yield ""
        yield from _evidence(notice, columns)
    yield ""
    for part in notice.text.split("\f"):
        for paragraph in part.split("\n"):
            yield from screen.folded(screen.flat(paragraph), columns)
        yield ""


def _fields(notice: Notice) -> Iterator[tuple[str, str]]:
    known = records.headings()
    for name in _FIELDS:
        value = getattr(notice, name)
        said = "；".join(value) if isinstance(value, list) else value or ""
        if name in notice.corrected:
            yield known[name], _("{value} (corrected)").format(value=said or "–")
        elif name in notice.inferred:
            yield known[name], _("{value} (inferred)").format(value=said)
        elif said:
            yield known[name], said
    if notice.cut:
        yield known["cut"], _("the text breaks off before its end")
    cites = [" ".join(filter(None, (cite.title and f"《{cite.title}》", cite.number))) for cite in notice.cites]
    if cites:
        yield _("cites"), "；".join(cites)
    if notice.superseded_by:
        yield known["superseded_by"], notice.superseded_by
    if notice.rendition_of:
        yield _("same notice as"), notice.rendition_of
    source = notice.source
    pages = str(source.page_from) if source.page_from == source.page_to else f"{source.page_from}–{source.page_to}"
    yield _("file"), _("{path}, page {pages}").format(path=source.path, pages=pages)
    for each in source.renditions:
        if each.path != source.path:
            yield _("also"), each.path
    yield known["id"], notice.id


def _evidence(notice: Notice, columns: int) -> Iterator[str]:
    rows = [(_("field"), _("page"), _("line"), _("rule"), _("words"))]
    known = records.headings()
    for each in notice.evidence:
        rule = each.rule if each.sure else each.rule + " ?"
        place = (str(each.page), str(each.line)) if each.page else ("–", "–")
        row = (known.get(each.field, each.field), *place, rule, screen.flat(each.words))
        if row != rows[-1]:  # several addressees stand on one line
            rows.append(row)
    before = screen.table([row[:-1] for row in rows], right=(1, 2))
    widest = max(map(screen.width, before)) + 2
    for line, row in zip(before, rows, strict=True):
        lines = screen.folded(row[-1], columns, " " * widest)
        yield screen.pad(line, widest) + lines[0][widest:]
        yield from lines[1:]


def _path(path: Path) -> None:
    if screen.on_terminal() or sys.stdout is None:
        screen.out(screen.clean(str(path)))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(os.fsencode(path) + b"\n")
