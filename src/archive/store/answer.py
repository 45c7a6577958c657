"""Answers a query: which notices match is one SQL statement, in what order the ranking helps to say."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from heapq import nlargest

from archive.query import Node
from archive.store.catalog import counting
from archive.store.compile import LIVE, Condition, asked_number, condition, statement, text_match, undated, wordless
from archive.store.data import Found, Row, Sort

Scorer = Callable[[Sequence[str], Collection[int]], Mapping[int, float]]
"""Scores by key of the documents that hold one of these words, at least for these keys."""

_ORDERS = {
    "relevance": "h.first DESC, h.literal DESC, n.date IS NULL, n.date DESC, n.id",
    "date": "n.date DESC, n.id",
    "oldest": "n.date IS NULL, n.date, n.id",
    "number": "m.code IS NULL, m.code, ifnull(m.year, 0), m.serial, m.suffix_order, n.id",
    "issuer": "i.name IS NULL, i.name, n.date IS NULL, n.date DESC, n.id",
}
_JOINS = {
    "number": " LEFT JOIN numbers m ON m.id = n.number",
    "issuer": " LEFT JOIN lists l ON l.notice = n.key AND l.field = 'issuers' AND l.position = 0"
    " LEFT JOIN names i ON i.id = l.name",
}
_HITS = "hit h CROSS JOIN notices n ON n.key = h.key"
_BY_DATE = "notices n CROSS JOIN hit h ON h.key = n.key"
"""The same along the index of dates, where so many notices match that a page is soon full."""
_MANY = 500


def answer(
    connection: sqlite3.Connection,
    node: Node,
    scorer: Scorer,
    *,
    sort: Sort,
    limit: int | None,
    offset: int,
    exact: bool,
    rank_words: Sequence[str],
    facets: Iterable[str],
) -> Found:
    """Answers a query within one snapshot; arguments as those of ``LocalStore.search``."""
    facets = list(facets)
    connection.execute("BEGIN")
    try:
        found = Found(undated=_undated(connection, node, exact))
        if limit == 0 and not facets:
            found.total, found.literal = _counted(connection, node, exact)
            return found
        _match(connection, node, exact)
        found.total, found.literal = connection.execute("SELECT count(*), ifnull(sum(literal), 0) FROM hit").fetchone()
        for name in facets:
            found.facets[name] = list(connection.execute(counting(name, _HITS)))
        if limit != 0:
            stop = found.total if limit is None else min(found.total, offset + limit)
            words = rank_words if sort == "relevance" else ()
            ranked = _ranked(connection, scorer, words, offset, stop) if words else None
            found.rows = list(_sorted(connection, sort, offset, stop, found.total) if ranked is None else ranked)
        return found
    finally:
        connection.execute("ROLLBACK")


def _counted(connection: sqlite3.Connection, node: Node, exact: bool) -> tuple[int, int]:
    total = _count(connection, node, exact)
    if exact or wordless(node):
        return total, total
    loose, literal = condition(node), condition(node, exact=True)
    return total, _count_where(connection, loose, literal)


def _count(connection: sqlite3.Connection, node: Node, exact: bool) -> int:
    match = text_match(node, exact)
    if match is not None:  # the literal index holds live notices only
        row = connection.execute("SELECT count(*) FROM literal WHERE literal MATCH ?", (match,)).fetchone()
        return int(row[0])
    return _count_where(connection, condition(node, exact))


def _count_where(connection: sqlite3.Connection, *where: Condition) -> int:
    sql = f"SELECT count(*) FROM notices n WHERE {LIVE}" + " AND {}" * len(where)
    return int(connection.execute(*statement(sql, *where)).fetchone()[0])


def _undated(connection: sqlite3.Connection, node: Node, exact: bool) -> int:
    where = undated(node, exact)
    return 0 if where is None else _count_where(connection, where)


def _match(connection: sqlite3.Connection, node: Node, exact: bool) -> None:
    """Fills the table ``hit`` with the keys of the matches."""
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS hit(key INTEGER PRIMARY KEY, first INTEGER NOT NULL, literal INTEGER NOT NULL)"
    )
    connection.execute("DELETE FROM hit")
    first = asked_number(node) or Condition("0")
    literal = Condition("1") if exact or wordless(node) else condition(node, exact=True)
    match = text_match(node, exact)
    if match is not None:
        found = Condition("literal MATCH ?", [match])
        sql = "INSERT INTO hit SELECT n.key, 0, {} FROM (SELECT rowid AS key FROM literal WHERE {}) n"
        connection.execute(*statement(sql, literal, found))
        return
    sql = f"INSERT INTO hit SELECT n.key, {{}}, {{}} FROM notices n WHERE {LIVE} AND {{}}"
    connection.execute(*statement(sql, first, literal, condition(node, exact)))


def _sorted(connection: sqlite3.Connection, sort: Sort, start: int, stop: int, total: int) -> Iterator[Row]:
    hits = _BY_DATE if sort == "date" and stop - start < total // 10 and total > _MANY else _HITS
    sql = f"SELECT n.id, h.literal FROM {hits}{_JOINS.get(sort, '')} ORDER BY {_ORDERS[sort]} LIMIT ? OFFSET ?"
    rows = connection.execute(sql, (max(0, stop - start), start))
    return (Row(identity, bool(literal)) for identity, literal in rows)


def _ranked(
    connection: sqlite3.Connection, scorer: Scorer, words: Sequence[str], start: int, stop: int
) -> Iterator[Row] | None:
    """Rows of a page by asked number, literalness and score; dates are looked up only where these may be equal.

    None where there are no scores.
    """
    hits = connection.execute("SELECT key, first, literal FROM hit").fetchall()
    scores = scorer(words, {key for key, _, _ in hits})
    if not scores or stop <= start:
        return None
    unknown, score = float("-inf"), scores.get
    ranks = {key: (first, literal, score(key, unknown)) for key, first, literal in hits}
    if stop < len(ranks):
        last = nlargest(stop, ranks.values())[-1]
        ranks = {key: rank for key, rank in ranks.items() if rank >= last}
    told = list(_dates(connection, ranks))
    told.sort(key=lambda row: row[1])
    told.sort(key=lambda row: (ranks[row[0]], row[2] or ""), reverse=True)
    return (
        Row(identity, bool(ranks[key][1]), None if ranks[key][2] == unknown else ranks[key][2])
        for key, identity, _ in told[start:stop]
    )


def _dates(connection: sqlite3.Connection, keys: Collection[int]) -> Iterator[tuple[int, str, str | None]]:
    """Key, id and date of these notices."""
    if len(keys) > _MANY:
        rows = connection.execute(f"SELECT n.key, n.id, n.date FROM {_HITS}")
        return (row for row in rows if row[0] in keys)
    marks = ",".join(map(str, keys))
    return connection.execute(f"SELECT key, id, date FROM notices WHERE key IN ({marks})")
