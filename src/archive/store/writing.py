"""The one writer: records and literal index first, marked "not ranked yet", then the ranking, then the mark goes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timezone
from functools import lru_cache
from pathlib import Path

from archive.errors import Damaged
from archive.messages import _
from archive.notice import Notice
from archive.store import ranking
from archive.store.catalog import Catalog, packed, unpacked
from archive.store.data import SourceFile, Status
from archive.store.derived import TOGETHER, Words, index, number_columns, year
from archive.store.literal import name_key, tokens
from archive.store.originals import Originals
from archive.store.schema import storable, stored_path
from archive.words import weights

LISTS = ("issuers", "addressees", "cc", "signature", "attachments")
_SCALARS = ("title", "date", "printed", "signer", "secrecy", "urgency", "copy_number", "note")
_PREFIX = 12
"""Characters of the source's hash that begin an id."""


class Writer(Catalog):
    """What may be done while an archive is held for writing; it reads its own uncommitted work.

    Nothing lasts before ``commit``; leaving the ``with`` block commits, leaving it by an exception takes back what was
    not committed.
    """

    def __init__(self, connection: sqlite3.Connection, originals: Originals, order: ranking.Ranking) -> None:
        super().__init__(connection)
        self.originals = originals
        self._order = order
        self._pending: dict[int, Words] = {}
        self._name = lru_cache(65536)(self._name_id)
        self._number = lru_cache(65536)(self._number_id)
        if "fold" in self.due():
            raise Damaged(
                _("the indexes were made by another version of this program"), _("make them anew: archive reindex")
            )
        self._begin()

    def _begin(self) -> None:
        self.connection.execute("BEGIN IMMEDIATE")

    def keep(self, staged: Path, sha256: str) -> Path:
        """Makes a staged copy (in ``LocalStore.staging``, synced) the original; see ``Originals.keep``.

        It must come before the ``add`` of that content.
        """
        return self.originals.keep(staged, sha256)

    def add(
        self, source: SourceFile, path: str, mtime_ns: int, notices: Sequence[tuple[Notice, Words | None]]
    ) -> list[str]:
        """Records a content, the place it was found at, and its notices, instead of those it had.

        Args:
            source: the content.
            path: where it lies; the path's older content, where it had one, stays recorded as a former one.
            mtime_ns: time of change of the file there.
            notices: in the order of the file, positions from 1, each with its ``archive.words.weights``; None has them
                made here.

        Returns:
            the ids, in the same order. The notices themselves are not changed.
        """
        row, superseded = self._source(source)
        prefix = self.one("SELECT prefix FROM sources WHERE id = ?", row)
        self.place(path, source.sha256, source.bytes, mtime_ns)
        ids = []
        for notice, words in notices:
            identity = f"{prefix}-{notice.position}"
            self._add_notice(row, identity, notice, words, superseded.get(identity))
            ids.append(identity)
        return ids

    def _source(self, source: SourceFile) -> tuple[int, dict[str, str]]:
        """The row of a content, new or emptied, and which of its old notices another had taken the place of."""
        facts = (source.bytes, storable(source.kind), storable(source.reader), json.dumps(source.warnings))
        row: int | None = self.one("SELECT id FROM sources WHERE sha256 = ?", source.sha256)
        if row is None:
            length = _PREFIX
            while self.one("SELECT 1 FROM sources WHERE prefix = ?", source.sha256[:length]):
                length += 4
            cursor = self.connection.execute(
                "INSERT INTO sources(sha256, prefix, bytes, kind, reader, warnings, added) VALUES(?, ?, ?, ?, ?, ?, ?)",
                (source.sha256, source.sha256[:length], *facts, _now()),
            )
            return int(cursor.lastrowid or 0), {}
        self.connection.execute("UPDATE sources SET bytes=?, kind=?, reader=?, warnings=? WHERE id=?", (*facts, row))
        superseded = {}
        live = self.connection.execute("SELECT key, id, superseded_by FROM notices WHERE source = ?", (row,)).fetchall()
        for key, identity, successor in live:
            if successor:
                superseded[identity] = successor
            self._remove(key, indexed=not successor)
        return row, superseded

    def _remove(self, key: int, indexed: bool) -> None:
        if indexed:
            self._unindex(key)
        self._pending.pop(key, None)
        for table in ("lists", "texts", "citations", "evidence"):
            self.connection.execute(f"DELETE FROM {table} WHERE notice = ?", (key,))
        self.connection.execute("DELETE FROM notices WHERE key = ?", (key,))
        self.connection.execute("INSERT INTO gone VALUES(?)", (key,))

    def _unindex(self, key: int) -> None:
        for _key, title, text in list(self.texts("n.key = ?", key)):
            self.connection.execute(
                "INSERT INTO literal(literal, rowid, title, text) VALUES('delete', ?, ?, ?)",
                (key, tokens(title or ""), tokens(text)),
            )

    def _add_notice(self, row: int, identity: str, notice: Notice, words: Words | None, successor: str | None) -> None:
        run = self.connection.execute
        many = self.connection.executemany
        scalars = [None if value is None else storable(value) for value in (getattr(notice, f) for f in _SCALARS)]
        cursor = run(
            f"INSERT INTO notices(id, source, position, number, kind, year, {', '.join(_SCALARS)}, cut, page_from, "
            f"page_to, wrapper, superseded_by) VALUES({', '.join('?' * (len(_SCALARS) + 11))})",
            (
                identity, row, notice.position, self._number(storable(notice.number)) if notice.number else None,
                self._name(storable(notice.kind)) if notice.kind else None, year(notice.number, notice.date),
                *scalars, notice.cut, notice.source.page_from, notice.source.page_to, notice.wrapper, successor,
            ),
        )  # fmt: skip
        key = int(cursor.lastrowid or 0)
        many(
            "INSERT INTO lists VALUES(?, ?, ?, ?)",
            [
                (key, name, at, self._name(storable(value)))
                for name in LISTS
                for at, value in enumerate(getattr(notice, name))
            ],
        )
        lines = packed(json.dumps(notice.lines, separators=(",", ":")))
        run("INSERT INTO texts VALUES(?, ?, ?)", (key, packed(notice.text), lines))
        many(
            "INSERT INTO citations VALUES(?, ?, ?, ?, ?)",
            [
                (
                    key, at, cite.title and storable(cite.title), None if cite.title is None else name_key(cite.title),
                    self._number(storable(cite.number)) if cite.number else None,
                )
                for at, cite in enumerate(notice.cites)
            ],
        )  # fmt: skip
        many(
            "INSERT INTO evidence VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (key, at, e.field, storable(e.value), e.page, e.line, storable(e.words), e.rule, e.sure)
                for at, e in enumerate(notice.evidence)
            ],
        )
        if successor is None:
            index(self.connection, key, notice.title, notice.text)
        self._pending[key] = weights(notice.title, notice.text) if words is None else words

    def _name_id(self, name: str) -> int:
        known: int | None = self.one("SELECT id FROM names WHERE name = ?", name)
        if known is not None:
            return known
        cursor = self.connection.execute("INSERT INTO names(name, units) VALUES(?, ?)", (name, name_key(name)))
        return int(cursor.lastrowid or 0)

    def _number_id(self, number: str) -> int:
        known: int | None = self.one("SELECT id FROM numbers WHERE number = ?", number)
        if known is not None:
            return known
        cursor = self.connection.execute(
            "INSERT INTO numbers(number, code, year, serial, suffix, form, suffix_order) VALUES(?, ?, ?, ?, ?, ?, ?)",
            (number, *number_columns(number)),
        )
        return int(cursor.lastrowid or 0)

    def place(self, path: str, sha256: str, size: int, mtime_ns: int) -> None:
        """Records that a path holds a content that is in the archive, and that nothing is wrong with it any more.

        Args:
            path: the file.
            sha256: its content.
            size: bytes of the file.
            mtime_ns: its time of change.
        """
        stored = stored_path(path)
        run = self.connection.execute
        run("UPDATE places SET current = 0 WHERE path = ?", (stored,))
        run(
            "INSERT OR REPLACE INTO places SELECT ?, id, ?, ?, 1 FROM sources WHERE sha256 = ?",
            (stored, size, mtime_ns, sha256),
        )
        run("DELETE FROM failures WHERE path = ?", (stored,))

    def fail(self, path: str, status: Status, reason: str, detail: str, size: int, mtime_ns: int) -> None:
        """Records that a file did not go in; what the path held before stays as it was.

        Args:
            path: the file.
            status: "failed", "refused" or "empty".
            reason: a code of ``Unreadable``.
            detail: facts of this file.
            size: bytes of the file, 0 where not known.
            mtime_ns: its time of change, 0 where not known.
        """
        self.connection.execute(
            "INSERT OR REPLACE INTO failures VALUES(?, ?, ?, ?, ?, ?, ?)",
            (stored_path(path), status, reason, storable(detail), _now(), size, mtime_ns),
        )

    def supersede(self, old: str, new: str) -> None:
        """Marks a notice as replaced by another: kept, but no longer found.

        Args:
            old: its id.
            new: id of the notice that takes its place.
        """
        row = self.connection.execute("SELECT key, superseded_by FROM notices WHERE id = ?", (old,)).fetchone()
        if row is None or old == new:
            return
        if row[1] is None:
            self._unindex(row[0])
        self.connection.execute("UPDATE notices SET superseded_by = ? WHERE key = ?", (new, row[0]))

    def revive(self, sha256: str) -> None:
        """Lets the notices of a content be found again that others had taken the place of: a path holds it anew.

        Args:
            sha256: the content.
        """
        sql = (
            "SELECT n.key, n.title, t.text FROM notices n JOIN texts t ON t.notice = n.key "
            "WHERE n.superseded_by IS NOT NULL AND n.source = (SELECT id FROM sources WHERE sha256 = ?)"
        )
        for key, title, text in self.connection.execute(sql, (sha256,)).fetchall():
            index(self.connection, key, title, unpacked(text))
            self.connection.execute("UPDATE notices SET superseded_by = NULL WHERE key = ?", (key,))

    def commit(self) -> None:
        """Makes all since the last commit last: first the records, then their place in the ranking.

        When the process dies in between, the next commit finishes the work; doing it twice changes nothing.
        """
        self.originals.sync()
        self.connection.execute("COMMIT")
        try:
            self._rank()
        finally:
            self._begin()

    def _rank(self) -> None:
        waiting = [row[0] for row in self.connection.execute("SELECT key FROM notices WHERE ranked = 0 ORDER BY key")]
        gone = [row[0] for row in self.connection.execute("SELECT key FROM gone")]
        for start in range(0, len(waiting) if waiting else len(gone), TOGETHER):
            piece = waiting[start : start + TOGETHER]
            forgotten = [key for key in piece if key not in self._pending]
            for at in range(0, len(forgotten), 500):
                marks = ",".join(map(str, forgotten[at : at + 500]))
                for key, title, text in self.texts(f"n.key IN ({marks})"):
                    self._pending[key] = weights(title, text)
            try:
                self._order.add([(key, self._pending[key]) for key in piece], gone)
            except ranking.Broken as error:  # searches go on by date; these notices wait for reindex
                self.connection.execute("INSERT OR REPLACE INTO meta VALUES('broken', ?)", (str(error),))
                break
            self.connection.execute("BEGIN IMMEDIATE")
            self.connection.execute("DELETE FROM gone")
            self.connection.executemany("UPDATE notices SET ranked = 1 WHERE key = ?", [(key,) for key in piece])
            self.connection.execute("COMMIT")
        self._pending.clear()

    @contextmanager
    def whole(self) -> Iterator[None]:
        """What is done within it is done as a whole: an exception takes it back, and nothing that came before it."""
        self.connection.execute("SAVEPOINT whole")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK TO whole")
            self._name.cache_clear()
            self._number.cache_clear()
            raise
        finally:
            self.connection.execute("RELEASE whole")

    def close(self) -> None:
        """Ends the transaction that stands open, taking back what was not committed."""
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="seconds")
