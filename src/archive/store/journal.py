"""The journal of corrections as it is read, and what a person should look at."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from archive.corrections import Correction, Fingerprint
from archive.notice import FIELDS
from archive.store.data import Doubt, Reason

COLUMNS = (
    "act", "item", "at", "who", "why", "sha256", "position", "number", "title", "words", "field", "old", "new",
    "undone", "undone_by",
)  # fmt: skip
NOT_SETTLED = "NOT EXISTS (SELECT 1 FROM corrections c WHERE c.notice = n.key AND c.field = {} AND c.undone IS NULL)"
_HERE = "n.superseded_by IS NULL AND "
_DOUBTS: tuple[tuple[Reason, str], ...] = (
    (
        "unsure",
        "SELECT DISTINCT n.source, n.position, n.id, u.field FROM unsure u CROSS JOIN notices n ON n.key = u.notice "
        "WHERE (u.rule <> 'file-name' OR n.number IS NULL) AND " + _HERE + NOT_SETTLED.format("u.field"),
    ),
    (
        "inferred",
        "SELECT n.source, n.position, n.id, 'issuers' FROM anonymous a CROSS JOIN notices n ON n.key = a.notice "
        "WHERE a.name IS NOT NULL AND NOT a.confirmed AND " + _HERE + "1",
    ),
    (
        "missing",
        "SELECT n.source, n.position, n.id, 'issuers' FROM anonymous a CROSS JOIN notices n ON n.key = a.notice "
        "WHERE a.name IS NULL AND " + _HERE + "1 UNION ALL "
        "SELECT n.source, n.position, n.id, 'title' FROM notices n WHERE n.title IS NULL AND "
        + _HERE + NOT_SETTLED.format("'title'") + " UNION ALL "
        "SELECT n.source, n.position, n.id, 'date' FROM notices n WHERE n.date IS NULL AND "
        + _HERE + NOT_SETTLED.format("'date'"),
    ),
)  # fmt: skip


def history(connection: sqlite3.Connection, where: str = "1", *parameters: Any) -> Iterator[Correction]:
    """Corrections, oldest first, also those undone.

    Args:
        connection: to the catalog.
        where: which of them, in terms of ``c``.
        parameters: its values.
    """
    sql = (
        f"SELECT {', '.join('c.' + name for name in COLUMNS)}, n.id FROM corrections c "
        f"LEFT JOIN notices n ON n.key = c.notice WHERE {where} ORDER BY c.at, c.act, c.item"
    )
    return (read_row(row) for row in connection.execute(sql, parameters))


def read_row(row: tuple[Any, ...]) -> Correction:
    """A correction from the values of ``COLUMNS`` and the id of its notice."""
    act, item, at, who, why, sha256, position, number, title, words, field, old, new, undone, undone_by, notice = row
    return Correction(
        act, item, at, who, why, sha256, position, Fingerprint(number, title, words), field,
        json.loads(old), json.loads(new), undone, undone_by, notice,
    )  # fmt: skip


def doubts(connection: sqlite3.Connection) -> list[Doubt]:
    """What a person should look at: each field once, in the order of files; corrections without a notice first."""
    waiting = "c.notice IS NULL AND c.undone IS NULL AND c.removed IS NULL AND c.sha256 IN (SELECT sha256 FROM sources)"
    out = [Doubt("detached", "", each.field, each) for each in history(connection, waiting)]
    found: dict[tuple[str, str], tuple[int, int, Reason]] = {}
    for reason, sql in _DOUBTS:
        for source, position, identity, field in connection.execute(sql):
            found.setdefault((identity, field), (source, position, reason))
    ordered = sorted(found.items(), key=lambda each: (each[1][:2], FIELDS.index(each[0][1])))
    return out + [Doubt(reason, identity, field) for (identity, field), (_, _, reason) in ordered]
