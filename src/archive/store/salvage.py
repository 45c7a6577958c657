"""What can still be read of a damaged catalog."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from archive.errors import Damaged
from archive.messages import _
from archive.notice import Notice
from archive.store import schema
from archive.store.catalog import Catalog
from archive.store.derived import misfits
from archive.store.originals import sync_folder
from archive.store.seals import SEALED, seal, teach

_KEYS = {
    "sources": "id", "places": "path, source", "failures": "path", "corrections": "id", "removed": "id",
    "notices": "key", "meta": "name",
}  # fmt: skip
"""What rows of a table are ordered by, as they lie in the file."""

_UNREADABLE = (sqlite3.DatabaseError, Damaged, ValueError, TypeError, LookupError, AttributeError)
_DOUBTFUL = """
SELECT 1 FROM notices n LEFT JOIN lists l ON l.notice = n.key LEFT JOIN citations c ON c.notice = n.key
WHERE n.source = :source AND (l.name IN (SELECT value FROM json_each(:names))
    OR n.kind IN (SELECT value FROM json_each(:names)) OR n.number IN (SELECT value FROM json_each(:numbers))
    OR c.number IN (SELECT value FROM json_each(:numbers))) LIMIT 1"""
_HEAD, _PAGE, _MOST = 100, 4096, 1 << 40
"""Bytes of the head of an SQLite file and of a page of a catalog, and more than any catalog has."""
_MAGIC, _FRACTIONS = b"SQLite format 3\0", b"\0\x40\x20\x20"
_WRECK, REBUILDING = "wreck.sqlite3", "rebuilding"
"""What stands in an archive while it is repaired: a copy of the damaged catalog, and the new one."""


class Wreck:
    """A damaged catalog, read as far as it goes.

    Args:
        path: a copy of it; what SQLite does to it on opening does no harm.

    Attributes:
        lost: what could not be read, a line each.
    """

    def __init__(self, path: Path) -> None:
        self.lost: list[str] = []
        self._connection: sqlite3.Connection | None = None
        self._doubts: dict[str, str] | None = None
        self.sound = False
        """Whether SQLite finds nothing wrong with the file and its references: then no row is missing."""
        with suppress(*_UNREADABLE):
            self._connection = sqlite3.connect(path, isolation_level=None)
            self._connection.execute("PRAGMA writable_schema=ON")  # a damaged line of the schema hides no other
            self._connection.execute("PRAGMA trusted_schema=OFF")
            self._connection.execute("PRAGMA cell_size_check=ON")
            teach(self._connection)
            whole = self._connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
            self.sound = whole and self._connection.execute("PRAGMA foreign_key_check").fetchone() is None

    def close(self) -> None:
        """Lets go of the file."""
        if self._connection is not None:
            self._connection.close()

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table, in the order of the file, each with whether it is "sound": as it was written.

        They are read from the front and, where that breaks off, from the back.
        """
        found: dict[tuple[Any, ...], dict[str, Any]] = {}
        keys = _KEYS[table].split(", ")
        whole = False
        for order in ("ASC", "DESC"):
            by = ", ".join(f"{key} {order}" for key in keys)
            try:
                if self._connection is None:
                    raise sqlite3.DatabaseError
                cursor = self._connection.execute(f"SELECT * FROM {table} ORDER BY {by}")
                names = [each[0] for each in cursor.description]
                for values in cursor:
                    row = dict(zip(names, values, strict=True))
                    found[tuple(row[key] for key in keys)] = row
            except (sqlite3.DatabaseError, ValueError):
                continue
            whole = True
            break
        if not whole:
            self.lost.append(_("rows of the table {table}").format(table=table))
        for row in found.values():
            row["sound"] = table not in SEALED or row.get("seal") == seal(*(row.get(name) for name in SEALED[table]))
        return sorted(found.values(), key=lambda row: [(str(type(row[key])), row[key]) for key in keys])

    def sound_rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table that are as they were written; the others are lost."""
        rows = self.rows(table)
        key = _KEYS[table].split(", ")[0]
        said = _("a row of the table {table}: {key}")
        self.lost += [said.format(table=table, key=row[key]) for row in rows if not row["sound"]]
        return [row for row in rows if row["sound"]]

    def notices(self, source: int) -> list[Notice] | None:
        """The notices of a content as the rules read them, None where they are not all as they were written."""
        if self._connection is None:
            return None
        catalog = Catalog(self._connection)
        ask = "SELECT id, seal IS NOT seal({}) FROM notices WHERE source = ? ORDER BY position"
        try:
            rows = self._connection.execute(ask.format(", ".join(SEALED["notices"])), (source,)).fetchall()
            found = list(catalog.get([identity for identity, _broken in rows], as_read=True))
            for notice in found:
                notice.lines, notice.evidence, notice.text  # noqa: B018 - read here, or an error
            doubtful = self._connection.execute(_DOUBTFUL, {"source": source, **self._wrong()}).fetchone()
        except _UNREADABLE:
            return None
        sound = len(found) == len(rows) and not any(broken for _identity, broken in rows) and not doubtful
        return found if sound and found else None

    def _wrong(self) -> dict[str, str]:
        """The rows of names and numbers that are not as what follows from them says."""
        if self._doubts is None:
            assert self._connection is not None
            self._doubts = {
                table: json.dumps([row for row, _value in misfits(self._connection, table)])
                for table in ("names", "numbers")
            }
        return self._doubts


@contextmanager
def wreck(catalog: Path, folder: Path) -> Iterator[Wreck]:
    """A copy of a damaged catalog in a folder, opened as far as it goes."""
    copy = folder / _WRECK
    clear_wreck(folder)
    for end in ("", "-wal"):
        with suppress(FileNotFoundError):
            shutil.copyfile(catalog.with_name(catalog.name + end), copy.with_name(copy.name + end))
    try:
        _pad(copy)
        with closing(Wreck(copy)) as found:
            yield found
    finally:
        clear_wreck(folder)


def clear_wreck(folder: Path) -> None:
    """Takes away what a repair that broke off left of a copy of the damaged catalog."""
    for each in folder.glob(f"{_WRECK}*"):
        each.unlink()


def _pad(path: Path) -> None:
    """Gives a file a head that SQLite reads, and makes one that was cut short as long as its head says."""
    with suppress(OSError), path.open("r+b") as file:
        head = bytearray(file.read(_HEAD).ljust(_HEAD, b"\0"))
        length = file.seek(0, os.SEEK_END)
        if head[:16] != _MAGIC or head[16:18] != _PAGE.to_bytes(2, "big") or head[20:24] != _FRACTIONS:
            plain = _MAGIC + _PAGE.to_bytes(2, "big") + b"\1\1" + _FRACTIONS + bytes(4)
            plain += (length // _PAGE).to_bytes(4, "big") + bytes(12) + (4).to_bytes(4, "big") + bytes(8)
            plain += (1).to_bytes(4, "big") + schema.VERSION.to_bytes(4, "big") + bytes(4)
            head[: len(plain)] = plain
            file.seek(0)
            file.write(head)
        wanted = _PAGE * int.from_bytes(head[28:32], "big")
        if length < wanted < _MOST:
            file.truncate(wanted)


def put_aside(folder: Path, fresh: Path, stamp: str) -> Path | None:
    """Puts a new catalog in the place of the damaged one, which is kept.

    Args:
        folder: the archive's.
        fresh: the new catalog, closed.
        stamp: ends the name of the damaged one.

    Returns:
        where the damaged one is now, None where there was none.
    """
    path = folder / schema.NAME
    aside, more = path.with_name(f"{path.name}.damaged-{stamp}"), 1
    while aside.exists():
        aside, more = path.with_name(f"{path.name}.damaged-{stamp}-{more}"), more + 1
    for end in ("-wal", "-shm"):  # what SQLite would take for the new one's
        with suppress(FileNotFoundError):
            path.with_name(path.name + end).replace(aside.with_name(aside.name + end))
    with suppress(FileNotFoundError):
        aside.hardlink_to(path)
    fresh.replace(path)
    sync_folder(folder)
    return aside if aside.exists() else None
