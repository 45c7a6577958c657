"""Edits of issuers.toml by program: text in, text out; people's comments, order and layout stay."""

from __future__ import annotations

from collections.abc import Callable

from archive.issuers.entry import Issuer, Predecessor
from archive.issuers.reading import from_data
from archive.issuers.sheet import Sheet, taken
from archive.text import fold


def put(text: str, name: str) -> str:
    """Makes a name a confirmed issuer.

    Args:
        text: of the authority file; so in every function here.
        name: its full name.

    Raises:
        ArchiveError: when the name is another issuer's alias, or what comes out could not be read; so in every
            function here.
    """
    return _edited(text, lambda sheet: sheet.join([Issuer(name)]))


def alias(text: str, name: str, alias: str) -> str:
    """Gives an issuer, who may be new, another name."""
    return _edited(text, lambda sheet: sheet.join([Issuer(sheet.full(name), aliases=(alias,))]))


def code(text: str, name: str, code: str) -> str:
    """Gives an issuer, who may be new, an agency code."""
    return _edited(text, lambda sheet: sheet.join([Issuer(sheet.full(name), codes=(code,))]))


def predecessor(text: str, name: str, old: str, until: str | None = None) -> str:
    """Gives an issuer, who may be new, a predecessor, and with ``until`` its last day, month or year."""
    former = Predecessor(old, until)
    return _edited(text, lambda sheet: sheet.join([Issuer(sheet.full(name), predecessors=(former,))], replace=True))


def parent(text: str, name: str, parent: str | None) -> str:
    """Puts an issuer, who may be new, below another; None takes its parent away."""

    def change(sheet: Sheet) -> None:
        if parent is not None:
            sheet.join([Issuer(sheet.full(name), parent=sheet.full(parent))], replace=True)
        elif (issuer := sheet.authority.issuer(name)) is not None:
            sheet.drop(issuer, "parent")

    return _edited(text, change)


def unalias(text: str, name: str, alias: str) -> str:
    """Takes an alias away from an issuer."""
    return _edited(text, lambda sheet: sheet.take(name, "aliases", alias))


def uncode(text: str, name: str, code: str) -> str:
    """Takes an agency code away from an issuer."""
    return _edited(text, lambda sheet: sheet.take(name, "codes", code))


def remove(text: str, name: str) -> str:
    """Takes the entry of an issuer out; comments on lines of their own stay."""

    def change(sheet: Sheet) -> None:
        issuer = sheet.authority.issuer(name)
        if issuer is not None and fold(issuer.name) != fold(name):
            raise taken(name, issuer.name)
        if issuer is not None:
            sheet.cut(issuer)

    return _edited(text, change)


def merge(text: str, old: str, into: str) -> str:
    """Makes one issuer of two: what the old one has, its name too, becomes the other's.

    Children of the old one get the other as parent. The other's own parent stays, unless that leads to the old one;
    where it has none, it gets the old one's.
    """

    def change(sheet: Sheet) -> None:
        known, target = sheet.authority.issuer(old), sheet.full(into)
        if fold(sheet.full(old)) == fold(target):
            return
        if known is None:
            sheet.join([Issuer(target, aliases=(old,))])
            return
        if fold(known.name) != fold(old):
            raise taken(old, known.name)
        heir = sheet.authority.issuer(target)
        above = sheet.above(known)
        old_leads = fold(known.name) in sheet.lineage(target)
        for each in sheet.authority.issuers:
            if each != heir and fold(sheet.above(each) or "") == fold(known.name):
                sheet.set_parent(each, target)
        if heir is not None and old_leads:
            sheet.drop(heir, "parent")
        sheet.cut(known)
        sheet.again()
        met = {fold(target), *(fold(each.name) for each in (heir.predecessors if heir else ()))}
        former = tuple(each for each in known.predecessors if fold(each.name) not in met)
        sheet.join([Issuer(target, (known.name, *known.aliases), known.codes, None, former)])
        sheet.again()
        heir = sheet.authority.issuer(target)
        if heir is not None and heir.parent is None and above is not None and fold(target) not in sheet.lineage(above):
            sheet.set_parent(heir, above)

    return _edited(text, change)


def include(text: str, data: object) -> str:
    """Adds entries as ``Authority.data`` gives them to what stands there already.

    Raises:
        ArchiveError: for data of another shape, or where it says something else than the file does.
    """
    return _edited(text, lambda sheet: sheet.join(from_data(data)))


def _edited(text: str, change: Callable[[Sheet], None]) -> str:
    sheet = Sheet(text)
    change(sheet)
    return sheet.finish()
