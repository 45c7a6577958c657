"""Records as they are written: a content, its notices, what is made from them, and single fields changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from functools import lru_cache

from archive.corrections import Value
from archive.notice import LISTS, Notice
from archive.store.acts import now
from archive.store.catalog import Catalog
from archive.store.data import Prepared, SourceFile
from archive.store.derived import index, number_columns, unindex, year
from archive.store.literal import name_key
from archive.store.packing import pack, pack_evidence, pack_lines
from archive.store.pool import Pool
from archive.store.renditions import parted, twin
from archive.store.schema import storable, stored_path
from archive.store.seals import reseal, seal, sealed
from archive.words import weights

SCALARS = ("title", "date", "printed", "signer", "secrecy", "urgency", "copy_number", "note")
PREFIX = 12
"""Characters of the source's hash that begin an id."""


class Records(Catalog):
    """Writes records within the transaction that stands open.

    Args:
        connection: the writer's.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self.user = self.user_words()
        self._pool = Pool()
        self._indexing: list[tuple[bool, int, str | None, str]] = []
        """What comes into the literal index (True) and what goes, in order: key, title, text (it may be folded)."""
        self._newest_number = 0
        """The row of the last number that no notice had borne before."""
        self._touched: set[str] = set()
        """Agency codes whose notices have changed since the last commit."""
        self._name = lru_cache(65536)(self._name_id)
        self._number = lru_cache(65536)(self._number_id)

    def add(
        self, source: SourceFile, path: str, mtime_ns: int, notices: Sequence[tuple[Notice, Prepared | None]]
    ) -> list[str]:
        """Records a content, the place it was found at, and its notices, instead of those it had.

        Args:
            source: the content.
            path: where it lies; the path's older content, where it had one, stays recorded as a former one.
            mtime_ns: time of change of the file there.
            notices: in the order of the file, positions from 1, each with what the indexes take of it; None has that
                made here.

        Returns:
            the ids, in the same order. The notices themselves are not changed.
        """
        row, prefix, superseded = self._source(source)
        self.place(path, source.sha256, source.bytes, mtime_ns)
        return self._add_notices(row, prefix, notices, superseded)

    def reread(self, source: SourceFile, notices: Sequence[tuple[Notice, Prepared | None]]) -> list[str]:
        """Records the notices of a content that is here, instead of those it had; its places stay.

        Args:
            source: the content.
            notices: as those of ``add``.

        Returns:
            the ids, in the same order.
        """
        row, prefix, superseded = self._source(source)
        return self._add_notices(row, prefix, notices, superseded)

    def _add_notices(
        self,
        row: int,
        prefix: str,
        notices: Sequence[tuple[Notice, Prepared | None]],
        superseded: Mapping[str, str],
    ) -> list[str]:
        ids = []
        for notice, prepared in notices:
            identity = f"{prefix}-{notice.position}"
            self._add_notice(row, identity, notice, prepared, superseded.get(identity))
            ids.append(identity)
        for key in parted(self.connection, prefix):
            self._find_again("n.key = ?", key)
        return ids

    def _find_again(self, where: str, *parameters: object) -> None:
        """Lets notices be found again that another had taken the place of."""
        for key, title, text in list(self.texts(f"n.superseded_by IS NOT NULL AND {where}", *parameters)):
            self.connection.execute("UPDATE notices SET superseded_by = NULL, rendition = 0 WHERE key = ?", (key,))
            numbered = self.one("SELECT number IS NOT NULL FROM notices WHERE key = ?", key)
            if not self._link(key, numbered):
                self._indexing.append((True, key, title, text))

    def _link(self, key: int, numbered: bool) -> bool:
        """Marks a notice that no index holds as a rendition, where the same came in from another file before."""
        first = twin(self.connection, key, numbered)
        if first is not None:
            self.connection.execute("UPDATE notices SET superseded_by = ?, rendition = 1 WHERE key = ?", (first, key))
            self.connection.execute("INSERT OR REPLACE INTO meta VALUES('renditions', '1')")
        return first is not None

    def supersede(self, old: str, new: str, rendition: bool = False) -> None:
        """Marks a notice as replaced by another: kept, but no longer found.

        Args:
            old: its id.
            new: id of the notice that takes its place.
            rendition: whether that is the same notice, read from another file.
        """
        row = self.connection.execute("SELECT key, superseded_by FROM notices WHERE id = ?", (old,)).fetchone()
        if row is None or old == new:
            return
        if row[1] is None:
            self._unindex(row[0])
        values = (new, int(rendition), row[0])
        self.connection.execute("UPDATE notices SET superseded_by = ?, rendition = ? WHERE key = ?", values)
        self._find_again("n.rendition AND n.superseded_by = ?", old)

    def _source(self, source: SourceFile) -> tuple[int, str, dict[str, str]]:
        """The row and prefix of a content, new or emptied, and which old notices of it had a successor."""
        facts = (source.bytes, storable(source.kind), storable(source.reader), json.dumps(source.warnings))
        known = self.connection.execute("SELECT id, prefix FROM sources WHERE sha256 = ?", (source.sha256,)).fetchone()
        if known is None:
            length, moment = PREFIX, now()
            while self.one("SELECT 1 FROM sources WHERE prefix = ?", source.sha256[:length]):
                length += 4
            cursor = self.connection.execute(
                "INSERT INTO sources(sha256, prefix, bytes, kind, reader, warnings, added, seal) "
                "VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
                (source.sha256, source.sha256[:length], *facts, moment, seal(source.sha256, *facts, moment)),
            )
            return int(cursor.lastrowid or 0), source.sha256[:length], {}
        row, prefix = known
        self.connection.execute("UPDATE sources SET bytes=?, kind=?, reader=?, warnings=? WHERE id=?", (*facts, row))
        reseal(self.connection, "sources", "id = ?", row)
        superseded = {}
        held = self.connection.execute(
            "SELECT key, id, superseded_by, rendition FROM notices WHERE source = ?", (row,)
        ).fetchall()
        for key, identity, successor, rendition in held:
            if successor and not rendition:
                superseded[identity] = successor
            self._remove(key, indexed=not successor)
        return row, prefix, superseded

    def _remove(self, key: int, indexed: bool) -> None:
        if indexed:
            self._unindex(key)
        self._touch(key)
        self.connection.execute("UPDATE corrections SET notice = NULL WHERE notice = ?", (key,))
        for table in ("lists", "texts", "citations", "unsure", "readings", "anonymous"):
            self.connection.execute(f"DELETE FROM {table} WHERE notice = ?", (key,))
        self.connection.execute("DELETE FROM notices WHERE key = ?", (key,))
        self.connection.execute("INSERT INTO gone VALUES(?)", (key,))

    def _unindex(self, key: int) -> None:
        self._indexing.extend((False, *row) for row in self.texts("n.key = ?", key))

    def _index(self) -> None:
        """Brings the literal index up to the records: in one go, for FTS5 writes to disk at the end of a savepoint."""
        for comes, key, title, text in self._indexing:
            (index if comes else unindex)(self.connection, key, title, text)
        self._indexing.clear()

    def _add_notice(
        self, row: int, identity: str, notice: Notice, prepared: Prepared | None, successor: str | None
    ) -> int:
        """Adds a notice; its key."""
        number, alone = self._numbered(notice)
        key = self._add_record(row, identity, notice, number, successor)
        self._add_lists(key, notice)
        self._add_text(key, notice)
        text = prepared.folded if prepared else notice.text
        if successor is None and (alone or not self._link(key, number is not None)):
            self._indexing.append((True, key, notice.title, text))
        self._pool.add(key, prepared.words if prepared else weights(notice.title, text, user=self.user))
        if not notice.issuers:
            self.connection.execute("INSERT INTO anonymous VALUES(?, NULL, 0)", (key,))
        code = number_columns(storable(notice.number))[0] if notice.number else None
        if code:
            self._touched.add(str(code))
        return key

    def _numbered(self, notice: Notice) -> tuple[int | None, bool]:
        """The row of a notice's number, and whether no other notice bears that yet."""
        self._newest_number = 0
        number = self._number(storable(notice.number)) if notice.number else None
        return number, number is not None and number == self._newest_number

    def _add_record(self, row: int, identity: str, notice: Notice, number: int | None, successor: str | None) -> int:
        """Adds what a notice has one of; its key."""
        scalars = [None if value is None else storable(value) for value in (getattr(notice, f) for f in SCALARS)]
        source = notice.source
        member = None if source.member is None else storable(source.member)
        said = [*scalars, int(notice.cut), source.page_from, source.page_to, notice.wrapper, member]
        cursor = self.connection.execute(
            f"INSERT INTO notices(id, source, position, number, kind, year, {', '.join(SCALARS)}, cut, page_from, "
            f"page_to, wrapper, member, superseded_by, seal) VALUES({', '.join('?' * (len(SCALARS) + 13))})",
            (
                identity, row, notice.position, number,
                self._name(storable(notice.kind)) if notice.kind else None, year(notice.number, notice.date),
                *said, successor, seal(identity, *said),
            ),
        )  # fmt: skip
        return int(cursor.lastrowid or 0)

    def _add_lists(self, key: int, notice: Notice) -> None:
        """Adds what a notice has several of."""
        self.connection.executemany(
            "INSERT INTO lists VALUES(?, ?, ?, ?)",
            [
                (key, name, at, self._name(storable(value)))
                for name in LISTS
                for at, value in enumerate(getattr(notice, name))
            ],
        )
        self.connection.executemany(
            "INSERT INTO citations VALUES(?, ?, ?, ?, ?)",
            [
                (
                    key, at, cite.title and storable(cite.title), None if cite.title is None else name_key(cite.title),
                    self._number(storable(cite.number)) if cite.number else None,
                )
                for at, cite in enumerate(notice.cites)
            ],
        )  # fmt: skip

    def _add_text(self, key: int, notice: Notice) -> None:
        rests = [(e.field, e.value, e.page, e.line, e.words, e.rule, e.sure) for e in notice.evidence]
        evidence = pack_evidence(json.dumps(rests, ensure_ascii=False, separators=(",", ":")))
        self.connection.execute(
            "INSERT INTO texts(notice, text, lines, evidence) VALUES(?, ?, ?, ?)",
            (key, pack(notice.text), pack_lines(notice.lines), evidence),
        )
        unsure = {(key, storable(e.field), storable(e.rule)) for e in notice.evidence if not e.sure}
        self.connection.executemany("INSERT INTO unsure VALUES(?, ?, ?)", sorted(unsure))

    def _touch(self, key: int) -> None:
        code = self.one("SELECT m.code FROM notices n JOIN numbers m ON m.id = n.number WHERE n.key = ?", key)
        if code:
            self._touched.add(code)

    def set(self, key: int, field: str, value: Value) -> None:
        """Changes one field of a record, and what is made from it.

        Args:
            key: the notice's.
            field: its name.
            value: the new value.
        """
        self._touch(key)
        run = self.connection.execute
        if field in LISTS:
            run("DELETE FROM lists WHERE notice = ? AND field = ?", (key, field))
            names = [(key, field, at, self._name(storable(each))) for at, each in enumerate(value or ())]
            self.connection.executemany("INSERT INTO lists VALUES(?, ?, ?, ?)", names)
            return
        assert not isinstance(value, list)
        stored = None if value is None else storable(value)
        if field == "title":
            self._retitle(key, stored)
        elif field in ("number", "kind"):
            known = self._number if field == "number" else self._name
            run(f"UPDATE notices SET {field} = ? WHERE key = ?", (stored and known(stored), key))
        else:
            run(f"UPDATE notices SET {field} = ? WHERE key = ?", (stored, key))
        reseal(self.connection, "notices", "key = ?", key)
        if field in ("number", "date"):
            row = "SELECT m.number, n.date FROM notices n LEFT JOIN numbers m ON m.id = n.number WHERE n.key = ?"
            run("UPDATE notices SET year = ? WHERE key = ?", (year(*run(row, (key,)).fetchone()), key))
            self._touch(key)

    def _retitle(self, key: int, title: str | None) -> None:
        live = self.one("SELECT superseded_by IS NULL FROM notices WHERE key = ?", key)
        if live:
            self._unindex(key)
        self.connection.execute("UPDATE notices SET title = ?, ranked = 0 WHERE key = ?", (title, key))
        for _key, _title, text in list(self.texts("n.key = ?", key)):
            if live:
                self._indexing.append((True, key, title, text))
            self._pool.add(key, weights(title, text, user=self.user))

    def value(self, key: int, field: str) -> Value:
        """The value of one field of a record."""
        if field in LISTS:
            sql = "SELECT m.name FROM lists l JOIN names m ON m.id = l.name WHERE l.notice = ? AND l.field = ?"
            return [row[0] for row in self.connection.execute(sql + " ORDER BY l.position", (key, field))]
        table = {"number": "numbers", "kind": "names"}.get(field)
        if table is None:
            found: str | None = self.one(f"SELECT {field} FROM notices WHERE key = ?", key)
            return found
        column = {"number": "number", "kind": "name"}[field]
        sql = f"SELECT m.{column} FROM notices n JOIN {table} m ON m.id = n.{field} WHERE n.key = ?"
        joined: str | None = self.one(sql, key)
        return joined

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
        self._newest_number = int(cursor.lastrowid or 0)
        return self._newest_number

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
        former = f"UPDATE places SET current = 0, seal = {sealed('places').replace('current', '0')} WHERE path = ?"
        run(former, (stored,))
        run(
            "INSERT OR REPLACE INTO places SELECT :path, id, :bytes, :time, 1, seal(:path, id, :bytes, :time, 1) "
            "FROM sources WHERE sha256 = :sha256",
            {"path": stored, "bytes": size, "time": mtime_ns, "sha256": sha256},
        )
        run("DELETE FROM failures WHERE path = ?", (stored,))
