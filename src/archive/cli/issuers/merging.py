"""archive issuers merge and remove: what is asked before it is done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from archive.cli import screen
from archive.cli.correct import agreed
from archive.cli.help import Verb
from archive.cli.issuers.editing import edit, full, inferred, new
from archive.cli.issuers.listing import fields, of_entry, rows
from archive.cli.options import open_archive, wait
from archive.messages import _

if TYPE_CHECKING:
    from archive.issuers import Authority
    from archive.register import Register


@click.command(
    "merge",
    cls=Verb,
    short_help=_("Make one issuer of two."),
    help=_(
        "Make one issuer of two: the names and codes of OLD become INTO's, and what stood below OLD stands below INTO. "
        "What both have, how many notices a search for INTO finds before and after, and which inferred issuers change "
        "is shown, and you are asked. What the notices print stays."
    ),
    examples=(
        ("archive issuers merge 云川总工会 云川省总工会 --dry-run", _("Only look.")),
        ("archive issuers merge 云川总工会 云川省总工会", _("Look, and then decide.")),
    ),
)
@click.argument("old", metavar=_("OLD"))
@click.argument("into", metavar=_("INTO"))
@click.option("-y", "--yes", is_flag=True, help=_("Do not ask."))
@click.option("--dry-run", is_flag=True, help=_("Only show what would change."))
@new
@wait
def merge(old: str, into: str, yes: bool, dry_run: bool, new: bool, wait: float) -> int:
    """Make one issuer of two."""
    from archive import issuers

    with open_archive(wait=wait) as archive:
        register = archive.register()
        one, other = full(register, old, new), full(register, into, new)
        text = archive.issuers_text()
        changed = issuers.merge(text, one, other)
        if changed == text:
            screen.note(_("Nothing to change: these are one issuer, {name}.").format(name=screen.flat(other)))
            return 0
        for line in _preview(register, one, other, issuers.Authority.read(changed)):
            screen.out(line)
        if dry_run or not (yes or agreed(_("Merge them?"))):
            return 0
        return edit(archive, register, lambda text: issuers.merge(text, one, other), foretold=True)


def _preview(register: Register, old: str, into: str, after: Authority) -> Iterator[str]:
    """What two issuers have, and what merging them does."""
    columns = screen.columns()
    for name in (old, into):
        yield from fields(rows(register, name), columns, screen.in_colour())
        yield ""
    yield _("Merged:")
    entry = after.issuer(into)
    assert entry is not None
    yield from fields([(_("issuer"), entry.name), *of_entry(entry)], columns, screen.in_colour(), "  ")
    yield ""
    changed = register.inferences(after)
    before, then = register.found(into), register.found(into, after, changed)
    text = _("archive search -i {name} finds {before} notices now, {after} then.")
    yield from screen.folded(screen.flat(text.format(name=into, before=before, after=then)), columns)
    yield from inferred(changed)


@click.command(
    "remove",
    cls=Verb,
    short_help=_("Take out what was entered of an issuer."),
    help=_(
        "Take the entry of an issuer out: its aliases, codes, parent and predecessors. It is shown, and you are asked. "
        "Names that notices print stay in the list as seen."
    ),
    examples=(("archive issuers remove 云川总工会", _("Its entry; you are asked.")),),
)
@click.argument("name", metavar=_("NAME"))
@click.option("-y", "--yes", is_flag=True, help=_("Do not ask."))
@click.option("--dry-run", is_flag=True, help=_("Only show what would be taken out."))
@wait
def remove(name: str, yes: bool, dry_run: bool, wait: float) -> int:
    """Take the entry of an issuer out."""
    from archive import issuers

    with open_archive(wait=wait) as archive:
        register = archive.register()
        issuer = register.full(name)
        entry = register.authority.issuer(issuer)
        if entry is None:
            screen.note(_("Nothing to change: {name} has no entry.").format(name=screen.flat(issuer)))
            return 0
        for line in fields([(_("issuer"), entry.name), *of_entry(entry)], screen.columns(), screen.in_colour()):
            screen.out(line)
        without = issuers.Authority.read(issuers.remove(archive.issuers_text(), issuer))
        for line in inferred(register.inferences(without)):
            screen.out(line)
        if dry_run or not (yes or agreed(_("Take this out?"))):
            return 0
        return edit(archive, register, lambda text: issuers.remove(text, issuer), foretold=True)
