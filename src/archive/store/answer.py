"""Answers a query: which notices match is one SQL statement, in what order the ranking helps to say."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from heapq import nlargest
from operator import itemgetter

from archive.query import Node
from archive.store.catalog import counting
from archive.store.compile import LIVE, Condition, asked_number, condition, statement, text_match, undated, wordless
from archive.store.data import Found, Row, Sort

Scorer = Callable[[Sequence[str], Sequence[int]], Sequence[float]]
"""The score of each of these documents for these words, 0 where it is not known."""
Tier = tuple[bool, Sequence[int], Sequence[float]]
"""Matches that only their scores and dates tell apart: whether they are literal, their keys, their scores."""

_ORDERS = {
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
_KEYS = "SELECT count(*), json_group_array({}) FROM {} {{}}"
"""Keys travel as one JSON array: SQLite makes and reads it five times faster than rows or a table of them."""
_THESE = "json_each(?) h CROSS JOIN notices n ON n.key = h.value"


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
    """Answers a query within the snapshot that stands open; arguments as those of ``LocalStore.search``."""
    facets = list(facets)
    found = Found(undated=_undated(connection, node, exact))
    if limit == 0 and not facets:
        found.total, found.literal = _counted(connection, node, exact)
        return found
    found.total, keys = _keys(connection, node, exact)
    some = not exact and not wordless(node)
    literal = set(json.loads(_keys(connection, node, True)[1])).intersection(json.loads(keys)) if some else None
    found.literal = found.total if literal is None else len(literal)
    for name in facets:
        found.facets[name] = list(connection.execute(counting(name, "json_each(?) h"), (keys,)))
    if limit != 0:
        stop = found.total if limit is None else min(found.total, offset + limit)
        if sort == "relevance":
            row = json.loads(keys)
            scores = scorer(rank_words, row) if rank_words and stop > offset else [0.0] * len(row)
            parts = tiers(row, scores, _asked(connection, node), literal)
            found.rows = list(ranked(connection, parts, offset, stop))
        else:
            page = _sorted(connection, keys, sort, stop, offset)
            found.rows = [Row(identity, literal is None or key in literal) for key, identity in page]
    return found


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


def _keys(connection: sqlite3.Connection, node: Node, exact: bool) -> tuple[int, str]:
    """How many notices match, and their keys as a JSON array."""
    match = text_match(node, exact)
    if match is not None:
        sql, where = _KEYS.format("rowid", "literal WHERE"), Condition("literal MATCH ?", [match])
    else:
        sql, where = _KEYS.format("n.key", f"notices n WHERE {LIVE} AND"), condition(node, exact)
    count, keys = connection.execute(*statement(sql, where)).fetchone()
    return count, keys


def _asked(connection: sqlite3.Connection, node: Node) -> set[int]:
    """The keys of the notices whose number is asked for bare."""
    where = asked_number(node)
    if where is None:
        return set()
    return {key for (key,) in connection.execute(*statement("SELECT n.key FROM notices n WHERE {}", where))}


def _sorted(connection: sqlite3.Connection, keys: str, sort: Sort, stop: int, start: int = 0) -> list[tuple[int, str]]:
    """Key and id of the notices from ``start`` to ``stop`` among these, in this order."""
    if stop <= start:
        return []
    sql = f"SELECT n.key, n.id FROM {_THESE}{_JOINS.get(sort, '')} ORDER BY {_ORDERS[sort]} LIMIT ? OFFSET ?"
    return connection.execute(sql, (keys, stop - start, start)).fetchall()


def ranked(connection: sqlite3.Connection, parts: Iterable[Tier], start: int, stop: int) -> Iterator[Row]:
    """The rows from ``start`` to ``stop`` of matches in tiers, the best first."""
    done = 0
    for literal, keys, scores in parts:
        if done < stop and done + len(keys) > start:
            for identity, score in _best(connection, keys, scores, stop - done)[max(0, start - done) :]:
                yield Row(identity, literal, score or None)
        done += len(keys)


def tiers(
    keys: Sequence[int], scores: Sequence[float], first: Collection[int], literal: Collection[int] | None
) -> list[Tier]:
    """Matches by whether they bear the number that is asked for, then by whether they are literal."""
    if not first and literal is None:
        return [(True, keys, scores)]
    parts: dict[tuple[bool, bool], tuple[list[int], list[float]]] = {
        (asked, exact): ([], []) for asked in (True, False) for exact in (True, False)
    }
    for key, score in zip(keys, scores, strict=True):
        part = parts[key in first, literal is None or key in literal]
        part[0].append(key)
        part[1].append(score)
    return [(exact, *part) for (_, exact), part in parts.items()]


def _best(
    connection: sqlite3.Connection, keys: Sequence[int], scores: Sequence[float], count: int
) -> list[tuple[str, float]]:
    """Id and score of the best so many of these notices, by score, then date, then id.

    Dates are looked up only where they may matter.
    """
    last = nlargest(count, scores)[-1] if count < len(keys) else 0.0
    high = [(key, score) for key, score in zip(keys, scores, strict=True) if score >= last]
    above = {key: score for key, score in high if score > last}
    level = [key for key, score in high if score == last]
    dated = _sorted(connection, json.dumps(list(above)), "date", len(above))
    best = sorted(((identity, above[key]) for key, identity in dated), key=itemgetter(1), reverse=True)
    rest = _sorted(connection, json.dumps(level), "date", count - len(above))
    return best + [(identity, last) for _, identity in rest]
