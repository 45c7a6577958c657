"""archive issuers list and show: the issuers, and all that is known of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from archive.cli import records, screen
from archive.cli.help import Verb
from archive.cli.options import as_json, no_pager, open_archive
from archive.messages import _, ngettext

if TYPE_CHECKING:
    from archive.issuers import Issuer
    from archive.register import Body, Register

_MOST = 30
"""Issuers below one that are listed."""
_NAME = 36
"""Columns of the names in a list; what is wider moves its codes to the right."""


@click.command(
    "list",
    cls=Verb,
    short_help=_("List the issuers."),
    help=_(
        "List the issuers, with how many notices each has and the codes of their numbers, most notices first. "
        "Confirmed are those that a person entered; seen those that stand in notices only. With PART those with this "
        "in a name, and those it is short for; exit status 1 when there are none."
    ),
    examples=(
        ("archive issuers list", _("All of them.")),
        ("archive issuers list 总工会 --seen", _("Those with this in their name that no one has confirmed.")),
        ("archive issuers list --json", _("For a program.")),
    ),
)
@click.argument("part", required=False, metavar=_("[PART]"))
@click.option("--confirmed", is_flag=True, help=_("Only those that a person entered."))
@click.option("--seen", is_flag=True, help=_("Only those that stand in notices alone."))
@as_json(_("One line of JSON an issuer."))
@no_pager
def list_all(part: str | None, confirmed: bool, seen: bool, as_json: bool, no_pager: bool) -> int:
    """List the issuers."""
    if confirmed and seen:
        raise click.UsageError(_("Say either --confirmed or --seen, not both."))
    with open_archive() as archive:
        register = archive.register()
        found = register.named(part) if part is not None else register.bodies()
        near = register.near(part) if part and not found else []
    found = [each for each in found if each.confirmed or not confirmed if not (each.confirmed and seen)]
    if as_json:
        records.write_lines(data(each) for each in found)
    else:
        screen.show(list(draw(found, screen.columns())), not no_pager)
        text = ngettext("{count} issuer, {confirmed} confirmed.", "{count} issuers, {confirmed} confirmed.", len(found))
        screen.note(text.format(count=len(found), confirmed=sum(each.confirmed for each in found)))
    if near:
        screen.note(screen.flat(_("The nearest: {names}").format(names=_(", ").join(near))))
    return 1 if part is not None and not found else 0


def data(body: Body) -> dict[str, Any]:
    """An issuer for programs."""
    entry = body.entry.data()
    return {
        "version": 1,
        "name": entry["name"],
        "status": "confirmed" if body.confirmed else "seen" if body.notices else "named",
        "notices": body.notices,
        "aliases": entry["aliases"],
        "codes": {"confirmed": entry["codes"], "seen": list(body.codes)},
        "parent": entry["parent"],
        "predecessors": entry["predecessors"],
    }


def draw(found: Sequence[Body], columns: int) -> Iterator[str]:
    """Issuers as lines of a table."""
    if not found:
        return
    rows = [(_("notices"), "", _("issuer"), _("codes"))]
    for each in found:
        status = _("confirmed") if each.confirmed else _("seen")
        codes = dict.fromkeys([*each.entry.codes, *each.codes])
        rows.append((str(each.notices), status, screen.flat(each.entry.name), screen.flat(" ".join(codes))))
    before = screen.table([row[:2] for row in rows], right=(0,))
    start = max(map(screen.width, before)) + 2
    widest = min(max(screen.width(row[2]) for row in rows), _NAME)
    for line, row in zip(before, rows, strict=True):
        text = screen.pad(row[2], widest) + "  " + row[3] if row[3] else row[2]
        lines = screen.folded(text, columns, " " * start)
        yield (screen.pad(line, start) + lines[0][start:]).rstrip()
        yield from lines[1:]


@click.command(
    "show",
    cls=Verb,
    short_help=_("Show what is known of one issuer."),
    help=_(
        "Show what is known of one issuer, by its name, an alias or the usual short form: its other names, its codes, "
        "what stands above and below it, what came before and after it. Codes in brackets are not confirmed."
    ),
    examples=(
        ("archive issuers show 云川省总工会", _("By its full name.")),
        ("archive issuers show 省总 --json", _("By a short form, for a program.")),
    ),
)
@click.argument("name", metavar=_("NAME"))
@as_json(_("One line of JSON."))
@no_pager
def show(name: str, as_json: bool, no_pager: bool) -> int:
    """Show what is known of one issuer."""
    with open_archive() as archive:
        register = archive.register()
        full = register.full(name)
        if as_json:
            records.write_json(data_of_one(register, full))
        else:
            screen.show(list(fields(rows(register, full), screen.columns(), screen.in_colour())), not no_pager)
    return 0


def data_of_one(register: Register, full: str) -> dict[str, Any]:
    """All that is known of an issuer, for programs."""
    return {
        **data(register.body(full)),
        "code_notices": register.count_codes(full),
        "printed": _counted(register.printed(full).items()),
        "notices_below": register.count_below(full),
        "below": _counted((name, register.body(name).notices) for name in register.below(full)),
        "successors": register.later(full),
    }


def _counted(names: Iterable[tuple[str, int]]) -> list[dict[str, Any]]:
    return [{"name": name, "notices": count} for name, count in names]


def rows(register: Register, full: str) -> Iterator[tuple[str, str]]:
    """All that is known of an issuer, as labels and values."""
    body = register.body(full)
    status = _("{name} (confirmed)") if body.confirmed else _("{name} (not confirmed)")
    yield _("issuer"), status.format(name=full)
    yield from of_entry(body.entry, register.count_codes(full))
    later = register.later(full)
    if later:
        yield _("successors"), "；".join(later)
    printed = register.printed(full)
    if list(printed) != [full] and printed:
        yield _("printed as"), "；".join(f"{name} ({count})" for name, count in printed.items())
    every = register.count_below(full)
    more = _("{count}, with what stands below it {every}").format(count=body.notices, every=every)
    yield _("notices"), more if every != body.notices else str(body.notices)
    below = sorted((-register.body(name).notices, name) for name in register.below(full))
    if below:
        names = [f"{name} ({-count})" for count, name in below[:_MOST]]
        text = ngettext("… and {count} more", "… and {count} more", len(below) - _MOST)
        rest = [text.format(count=len(below) - _MOST)] if len(below) > _MOST else []
        yield _("below"), "；".join([*names, *rest])


def of_entry(entry: Issuer, seen: dict[str, int] | None = None) -> Iterator[tuple[str, str]]:
    """What issuers.toml says of an issuer, as labels and values.

    Args:
        entry: what it says.
        seen: codes of its notices, with their counts.
    """
    from archive.text import fold

    counts = dict(seen or {})
    if entry.aliases:
        yield _("aliases"), "；".join(entry.aliases)
    codes = []
    for code in entry.codes:
        count = counts.pop(fold(code), None)
        codes.append(code if count is None else f"{code} {count}")
    codes += [f"({code} {count})" for code, count in counts.items()]
    if codes:
        yield _("codes"), "；".join(codes)
    if entry.parent:
        yield _("parent"), entry.parent
    if entry.predecessors:
        dated = [
            _("{name} (until {date})").format(name=each.name, date=each.until) if each.until else each.name
            for each in entry.predecessors
        ]
        yield _("predecessors"), "；".join(dated)


def fields(rows: Iterable[tuple[str, str]], columns: int, colour: bool = False, indent: str = "") -> Iterator[str]:
    """Labels and values as lines, the values under each other."""
    found = list(rows)
    widest = max((screen.width(label) for label, _value in found), default=0)
    hang = indent + " " * (widest + 2)
    for label, value in found:
        first, *rest = screen.folded(screen.flat(value), columns, hang)
        shown = indent + screen.pad(label, widest + 2)
        yield (screen.DIM + shown + screen.PLAIN if colour else shown) + first[len(hang) :]
        yield from rest
