"""Checksums of rows of the catalog, for what no index of SQLite holds a second time."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from zlib import crc32

SEALED = {
    "sources": ("sha256", "bytes", "kind", "reader", "warnings", "added"),
    "notices": (
        "id", "title", "date", "printed", "signer", "secrecy", "urgency", "copy_number", "note", "cut", "page_from",
        "page_to", "wrapper", "member",
    ),
    "corrections": (
        "act", "item", "at", "who", "why", "sha256", "position", "number", "title", "words", "field", "old", "new",
        "undone", "undone_by",
    ),
    "readings": ("notice", "field", "value"),
    "failures": ("path", "status", "reason", "detail", "tried", "bytes", "mtime_ns"),
    "places": ("path", "source", "bytes", "mtime_ns", "current"),
    "removed": (
        "id", "sha256", "position", "number", "title", "words", "at", "who", "why", "record", "superseded_by",
        "older",
    ),
}  # fmt: skip
"""The columns of each table that its column ``seal`` speaks for, in this order for good."""


def seal(*values: object) -> int:
    """The checksum of a row's values: texts, whole numbers, bytes and None."""
    return crc32(b"\x1f".join(map(_bytes, values)))


def _bytes(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    return b"\0" if value is None else str(value).encode("utf-8", "surrogatepass")


def sealed(table: str) -> str:
    """The SQL expression of a row's checksum, for a connection that ``teach`` was called for."""
    return f"seal({', '.join(SEALED[table])})"


def enter(connection: sqlite3.Connection, table: str, values: Sequence[object], how: str = "INSERT") -> None:
    """Puts a row into a table with its seal.

    Args:
        connection: the writer's.
        table: its name; it has no columns but those of ``SEALED`` that must be given.
        values: of these columns, in this order.
        how: what stands before INTO.
    """
    columns = SEALED[table]
    sql = f"{how} INTO {table}({', '.join(columns)}, seal) VALUES({'?, ' * len(columns)}?)"
    connection.execute(sql, (*values, seal(*values)))


def reseal(connection: sqlite3.Connection, table: str, where: str, *parameters: object) -> None:
    """Seals rows as they are now."""
    connection.execute(f"UPDATE {table} SET seal = {sealed(table)} WHERE {where}", parameters)


def teach(connection: sqlite3.Connection) -> None:
    """Gives a connection the function ``seal``."""
    connection.create_function("seal", -1, seal, deterministic=True)
