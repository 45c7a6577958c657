"""What the catalog holds that is made from its records: the literal index, folded values, columns of numbers."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import lru_cache

from archive import number as numbers
from archive.number.forms import suffix_order
from archive.store import ranking, schema
from archive.store.catalog import Catalog
from archive.store.literal import name_key, tokens
from archive.store.pool import Pool
from archive.words import UserWords, weights


def index(connection: sqlite3.Connection, key: int, title: str | None, text: str) -> None:
    """Puts one notice into the literal index."""
    connection.execute(
        "INSERT INTO literal(rowid, text, title) VALUES(?, ?, ?)", (key, tokens(text), tokens(title or ""))
    )


def unindex(connection: sqlite3.Connection, key: int, title: str | None, text: str) -> None:
    """Takes one notice out of the literal index, which must be given what it took in."""
    connection.execute(
        "INSERT INTO literal(literal, rowid, text, title) VALUES('delete', ?, ?, ?)",
        (key, tokens(text), tokens(title or "")),
    )


def year(number: str | None, date: str | None) -> int | None:
    """The year of a printed number, or without one the date's."""
    of_number = number_columns(number)[1] if number else None
    if isinstance(of_number, int):
        return of_number
    return int(date[:4]) if date and date[:4].isdigit() else None


@lru_cache(4096)
def number_columns(number: str) -> tuple[str | int | None, ...]:
    """Code, year, serial, suffix, form and a sortable suffix of a printed number; all None where it reads as none."""
    try:
        parts = numbers.parse(number).parts
    except ValueError:
        return (None,) * 6
    order = "".join(f"1{digits:020}" if not token else f"0{token}" for digits, token in suffix_order(parts.suffix))
    return (*parts, f"{order} {int(parts.form == 'minutes')}")


def misfits(connection: sqlite3.Connection, table: str) -> list[tuple[int, str]]:
    """Id and value of the rows of ``names`` or ``numbers`` whose other columns are not what follows from the value."""
    if table == "names":
        rows = connection.execute("SELECT id, name, units FROM names")
        return [(row, name) for row, name, units in rows if units != name_key(name)]
    rows = connection.execute("SELECT id, number, code, year, serial, suffix, form, suffix_order FROM numbers")
    return [(row, number) for row, number, *parts in rows if tuple(parts) != number_columns(number)]


def reindex(
    connection: sqlite3.Connection,
    order: ranking.Ranking,
    folder: str,
    user: UserWords,
    progress: Callable[[int, int], None] | None,
) -> int:
    """Makes everything that is derived from the records anew, in one transaction.

    Args:
        connection: the writer's.
        order: an empty ranking.
        folder: the name of its folder, which becomes the archive's.
        user: the user words.
        progress: called with notices done and in all.

    Returns:
        the number of notices.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        _refold(connection)
        total = connection.execute("SELECT count(*) FROM notices").fetchone()[0]
        connection.execute("INSERT INTO literal(literal) VALUES('delete-all')")
        pool = Pool()
        live = {row[0] for row in connection.execute("SELECT key FROM notices WHERE superseded_by IS NULL")}
        for done, (key, title, text) in enumerate(Catalog(connection).texts(), start=1):
            if key in live:
                index(connection, key, title, text)
            pool.add(key, weights(title, text, user=user))
            if pool.full or done == total:
                order.add(pool)
                pool = Pool()
            if progress:
                progress(done, total)
        connection.execute("UPDATE notices SET ranked = 1")
        connection.execute("DELETE FROM gone")
        connection.execute("DELETE FROM meta WHERE name = 'broken'")
        values = {**schema.VERSIONS, "ranking": folder, "words": user}
        connection.executemany("INSERT OR REPLACE INTO meta VALUES(?, ?)", values.items())
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return int(total)


def _refold(connection: sqlite3.Connection) -> None:
    """Makes the folded values of names, numbers and cited titles, and years, anew."""
    run, many = connection.execute, connection.executemany
    names = run("SELECT id, name FROM names").fetchall()
    many("UPDATE names SET units = ? WHERE id = ?", [(name_key(name), at) for at, name in names])
    printed = run("SELECT id, number FROM numbers").fetchall()
    columns = "code = ?, year = ?, serial = ?, suffix = ?, form = ?, suffix_order = ?"
    many(f"UPDATE numbers SET {columns} WHERE id = ?", [(*number_columns(number), at) for at, number in printed])
    titles = run("SELECT title, notice, position FROM citations WHERE title IS NOT NULL").fetchall()
    many(
        "UPDATE citations SET units = ? WHERE notice = ? AND position = ?",
        [(name_key(title), notice, at) for title, notice, at in titles],
    )
    dated = run("SELECT m.number, n.date, n.key FROM notices n LEFT JOIN numbers m ON m.id = n.number").fetchall()
    many("UPDATE notices SET year = ? WHERE key = ?", [(year(number, date), key) for number, date, key in dated])
