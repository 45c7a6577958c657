"""`match`: what every store must answer, by a plain scan of one notice."""

from __future__ import annotations

from collections.abc import Callable

from archive import number as numbers
from archive.notice import Notice
from archive.number import Pattern
from archive.query.tree import And, Cites, Coded, Dated, Name, Named, Node, Not, Numbered, Or, Text, Units, Year
from archive.text import units


def match(node: Node, notice: Notice, exact: bool = False) -> bool:
    """Whether a notice matches, by a plain scan of its units: what every store must answer.

    Args:
        node: the tree.
        notice: the notice.
        exact: leave out what matches by its words alone.
    """
    if isinstance(node, And):
        return all(match(part, notice, exact) for part in node.parts)
    if isinstance(node, Or):
        return any(match(part, notice, exact) for part in node.parts)
    if isinstance(node, Not):
        return not match(node.part, notice, exact)
    return _LEAVES[type(node)](node, notice, exact)


def stands(row: Units, text: str | None) -> bool:
    """Whether these units stand in a row in a text."""
    found, length = units(text or ""), len(row)
    return any(tuple(found[at : at + length]) == row for at in range(len(found) - length + 1))


def _match_text(node: Text, notice: Notice, exact: bool) -> bool:
    def there(row: Units) -> bool:
        return stands(row, notice.title) or (not node.title and stands(row, notice.text))

    return there(node.units) or (bool(node.words) and not exact and all(map(there, node.words)))


def _match_name(node: Name, notice: Notice, exact: bool) -> bool:
    values = getattr(notice, node.field)
    if node.field == "kind":
        return values is not None and tuple(units(values)) == node.units
    return any(stands(node.units, value) for value in values)


def _match_named(node: Named, notice: Notice, exact: bool) -> bool:
    return any(tuple(units(value)) in node.names for value in getattr(notice, node.field))


def _fits(pattern: Pattern, printed: str | None) -> bool:
    return printed is not None and pattern.matches(numbers.parse(printed))


def _match_numbered(node: Numbered, notice: Notice, exact: bool) -> bool:
    if _fits(node.pattern, notice.number) or not node.bare:
        return _fits(node.pattern, notice.number)
    cited = any(_fits(node.pattern, cite.number) for cite in notice.cites)
    return cited or _match_text(Text(node.units), notice, exact)


def _match_cites(node: Cites, notice: Notice, exact: bool) -> bool:
    if node.pattern is not None:
        return any(_fits(node.pattern, cite.number) for cite in notice.cites)
    return any(stands(node.units, cite.title) for cite in notice.cites)


def _match_dated(node: Dated, notice: Notice, exact: bool) -> bool:
    return notice.date is not None and (node.first or "") <= notice.date <= (node.last or "9999")


def _match_coded(node: Coded, notice: Notice, exact: bool) -> bool:
    return notice.number is not None and numbers.parse(notice.number).parts.code == node.code


def _match_year(node: Year, notice: Notice, exact: bool) -> bool:
    year = numbers.parse(notice.number).year if notice.number else None
    if year is None and notice.date:
        year = int(notice.date[:4])
    return year is not None and node.first <= year <= node.last


_LEAVES: dict[type, Callable[..., bool]] = {
    Text: _match_text, Name: _match_name, Named: _match_named, Numbered: _match_numbered, Cites: _match_cites,
    Dated: _match_dated, Coded: _match_coded, Year: _match_year,
}  # fmt: skip
