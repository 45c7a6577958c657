"""Query trees to SQL: one condition on the catalog's notices, true for exactly those that ``query.match`` takes."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count

from archive.number import Pattern
from archive.plain import dataclass, field
from archive.query import And, Cites, Coded, Dated, Name, Named, Node, Not, Numbered, Or, Text, Year, leaves
from archive.query.tree import Units
from archive.store.literal import phrase, row_key

LIVE = "n.superseded_by IS NULL"
_DEEPEST = 50
"""FTS5 takes expressions nested to 256; text conditions deeper than this are joined by SQL instead."""


_NESTED = 12
"""SQLite's parser takes about thirty conditions in each other; deeper ones become tables of the WITH clause."""

Parameters = list[str | int]


@dataclass(slots=True)
class Condition:
    """A condition on ``notices n`` with its parameters in order.

    Attributes:
        sql: the condition.
        parameters: what its question marks stand for.
        tables: what a WITH clause must define before: each a name and a definition.
    """

    sql: str
    parameters: Parameters = field(default_factory=list)
    tables: list[tuple[str, Condition]] = field(default_factory=list)


def statement(sql: str, *conditions: Condition) -> tuple[str, Parameters]:
    """A whole statement of these conditions, in order, with its parameters.

    Args:
        sql: the statement with ``{}`` for each condition.
        conditions: what to put there.
    """
    tables = [table for each in conditions for table in each.tables]
    head = "WITH " + ", ".join(f"{name} AS ({body.sql})" for name, body in tables) + " " if tables else ""
    parameters = [value for _, body in tables for value in body.parameters]
    parameters += [value for each in conditions for value in each.parameters]
    return head + sql.format(*(each.sql for each in conditions)), parameters


def condition(node: Node, exact: bool = False) -> Condition:
    """What a live notice must fulfil to match.

    Args:
        node: the tree.
        exact: leave out what matches by its words alone.
    """
    compiler = _Compiler(exact)
    return Condition(compiler.sql(node), compiler.parameters, compiler.tables)


def undated(node: Node, exact: bool = False) -> Condition | None:
    """What an undated notice must fulfil that would match were it not for its date; None where no date is asked."""
    if not any(isinstance(leaf, Dated) for leaf in leaves(node)):
        return None  # under a NOT a date only leaves out
    relaxed, strict = _Compiler(exact, dates=False), _Compiler(exact)
    sql = f"n.date IS NULL AND {relaxed.sql(node)} AND NOT {strict.sql(node)}"
    return Condition(sql, relaxed.parameters + strict.parameters, relaxed.tables + strict.tables)


def asked_number(node: Node) -> Condition | None:
    """True for the notices that bear a number which is asked for bare; None where none is."""
    patterns = [leaf.pattern for leaf in leaves(node) if isinstance(leaf, Numbered) and leaf.bare]
    if not patterns:
        return None
    compiler = _Compiler(exact=True)
    return Condition(_any([compiler.bears(pattern) for pattern in patterns]), compiler.parameters)


def wordless(node: Node) -> bool:
    """Whether every match of the tree is literal: no text in it also matches by its words."""
    if isinstance(node, And | Or):
        return all(map(wordless, node.parts))
    if isinstance(node, Not):
        return wordless(node.part)
    return not (isinstance(node, Text) and node.words)


def text_match(node: Node, exact: bool = False, depth: int = 0) -> str | None:
    """One FTS5 expression for a tree of nothing but text with something to find, else None."""
    if depth > _DEEPEST:
        return None
    if isinstance(node, Text):
        return _phrases(node, exact)
    if isinstance(node, Or):
        parts = [text_match(part, exact, depth + 1) for part in node.parts]
        found = [part for part in parts if part is not None]
        return f"({' OR '.join(found)})" if found and len(found) == len(parts) else None
    if isinstance(node, And):
        return _conjunction(node, exact, depth)
    return None


def _phrases(node: Text, exact: bool) -> str | None:
    words = [word for word in node.words if word]
    if not node.units or (node.words and not words and not exact):
        return None
    literal = phrase(node.units, node.title)
    if exact or not words:
        return literal
    return f"({literal} OR ({' AND '.join(phrase(word, node.title) for word in words)}))"


def _conjunction(node: And, exact: bool, depth: int) -> str | None:
    wanted: list[str] = []
    unwanted: list[str] = []
    for part in node.parts:
        negative = isinstance(part, Not)
        match = text_match(part.part if isinstance(part, Not) else part, exact, depth + 1)
        if match is None:
            return None
        (unwanted if negative else wanted).append(match)
    if not wanted:
        return None
    match = f"({' AND '.join(wanted)})"
    return f"({match} NOT ({' OR '.join(unwanted)}))" if unwanted else match


def _all(parts: list[str]) -> str:
    return f"({' AND '.join(parts)})" if parts else "1"


def _any(parts: list[str]) -> str:
    return f"({' OR '.join(parts)})" if parts else "0"


_NAMES = count()


class _Compiler:
    """Writes a condition from left to right, so that parameters come in the order of their question marks.

    Args:
        exact: leave out what matches by its words alone.
        dates: False takes every notice for one of a fitting date.
    """

    def __init__(self, exact: bool, dates: bool = True) -> None:
        self.exact = exact
        self.dates = dates
        self.positive = True
        self.parameters: Parameters = []
        self.tables: list[tuple[str, Condition]] = []
        self._depth = 0
        self._leaves: dict[type, Callable[..., str]] = {
            Text: self._text, Name: self._name, Named: self._named, Numbered: self._numbered,
            Cites: self._cites, Dated: self._dated, Coded: self._coded, Year: self._year,
        }  # fmt: skip

    def sql(self, node: Node) -> str:
        """The condition of a node."""
        if not isinstance(node, And | Or | Not):
            return self._leaves[type(node)](node)
        self._depth += 1
        sql = self._tree(node) if self._depth % _NESTED else self._table(node)
        self._depth -= 1
        return sql

    def _table(self, node: And | Or | Not) -> str:
        outer, self.parameters = self.parameters, []
        body = f"SELECT n.key AS key FROM notices n WHERE {self._tree(node)}"
        name = f"t{next(_NAMES)}"
        self.tables.append((name, Condition(body, self.parameters)))
        self.parameters = outer
        return f"n.key IN (SELECT key FROM {name})"

    def _tree(self, node: And | Or | Not) -> str:
        if isinstance(node, Not):
            self.positive = not self.positive
            inner = self.sql(node.part)
            self.positive = not self.positive
            return f"NOT {inner}"
        match = text_match(node, self.exact)
        return self._joined(node) if match is None else self._found(match)

    def _joined(self, node: And | Or) -> str:
        """The parts of a mixed node: what can be one text expression is one, the rest stand beside it."""
        texts: list[Node] = []
        others: list[Node] = []
        for part in node.parts:
            positive = text_match(part, self.exact, 1) is not None
            negative = isinstance(node, And) and isinstance(part, Not) and text_match(part.part, self.exact, 1)
            (texts if positive or negative else others).append(part)
        match = text_match(type(node)(tuple(texts)), self.exact) if texts else None
        if match is None:
            texts, others = [], list(node.parts)
        parts = [self.sql(part) for part in others]
        if match is not None:
            parts.append(self._found(match))
        return _all(parts) if isinstance(node, And) else _any(parts)

    def _found(self, match: str) -> str:
        self.parameters.append(match)
        return "n.key IN (SELECT rowid FROM literal WHERE literal MATCH ?)"

    def _text(self, node: Text) -> str:
        match = text_match(node, self.exact)
        if match is not None:
            return self._found(match)
        return "1"  # a row of no units stands everywhere

    def _name(self, node: Name) -> str:
        if node.field == "kind":
            self.parameters.append(row_key(node.units))
            return "ifnull(n.kind IN (SELECT id FROM names WHERE units = ?), 0)"
        self.parameters += [node.field, row_key(node.units)]
        return (
            "n.key IN (SELECT l.notice FROM names m CROSS JOIN lists l ON l.name = m.id AND l.field = ? "
            "WHERE instr(m.units, ?) > 0)"
        )

    def _named(self, node: Named) -> str:
        self.parameters += [node.field, json.dumps([row_key(name) for name in node.names])]
        return (
            "n.key IN (SELECT l.notice FROM names m CROSS JOIN lists l ON l.name = m.id AND l.field = ? "
            "WHERE m.units IN (SELECT value FROM json_each(?)))"
        )

    def bears(self, pattern: Pattern) -> str:
        """The notice's own number is one of those asked for."""
        return f"n.key IN (SELECT b.key FROM notices b WHERE b.number IN ({self._pattern(pattern)}))"

    def _cited(self, pattern: Pattern) -> str:
        return f"n.key IN (SELECT c.notice FROM citations c WHERE c.number IN ({self._pattern(pattern)}))"

    def _numbered(self, node: Numbered) -> str:
        if not node.bare:
            return self.bears(node.pattern)
        return _any([self.bears(node.pattern), self._cited(node.pattern), self._text(Text(node.units))])

    def _cites(self, node: Cites) -> str:
        if node.pattern is not None:
            return self._cited(node.pattern)
        return f"n.key IN (SELECT c.notice FROM citations c WHERE {self._stands('c.units', node.units)})"

    def _stands(self, column: str, row: Units) -> str:
        self.parameters.append(row_key(row))
        return f"instr({column}, ?) > 0"

    def _pattern(self, pattern: Pattern) -> str:
        """The ids of the distinct numbers that ``Pattern.matches`` takes, by the columns of their parts."""
        parts = ["code IS NOT NULL"]
        code = pattern.code
        if code is not None and pattern.place == "exact":
            parts.append(self._compare("code = ?", code))
        elif code is not None and pattern.place == "prefix":
            parts.append(self._compare(f"substr(code, 1, {len(code)}) = ?", code))
        elif code:
            parts.append(self._compare(f"substr(code, -{len(code)}) = ?", code))
        for comparison, value in (
            ("year = ?", pattern.year), ("serial >= ?", pattern.serial_from), ("serial <= ?", pattern.serial_to),
            ("suffix = ?", pattern.suffix), ("form = ?", pattern.form),
        ):  # fmt: skip
            if value is not None:
                parts.append(self._compare(comparison, value))
        return f"SELECT id FROM numbers WHERE {' AND '.join(parts)}"

    def _compare(self, comparison: str, value: str | int) -> str:
        self.parameters.append(value)
        return comparison

    def _dated(self, node: Dated) -> str:
        if not self.dates:
            return "1" if self.positive else "0"
        self.parameters += [node.first or "", node.last or "9999"]
        return "ifnull(n.date BETWEEN ? AND ?, 0)"

    def _coded(self, node: Coded) -> str:
        self.parameters.append(node.code)
        return "n.key IN (SELECT b.key FROM notices b WHERE b.number IN (SELECT id FROM numbers WHERE code = ?))"

    def _year(self, node: Year) -> str:
        self.parameters += [node.first, node.last]
        return "ifnull(n.year BETWEEN ? AND ?, 0)"
