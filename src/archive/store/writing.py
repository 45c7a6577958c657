"""The one writer: records and literal index first, marked "not ranked yet", then the ranking, then the mark goes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archive.errors import Damaged
from archive.issuers import Authority
from archive.messages import _
from archive.notice import MEMBER
from archive.store import ranking
from archive.store.acts import Acts, now
from archive.store.data import Status
from archive.store.originals import Originals
from archive.store.pool import Pool
from archive.store.removing import Removals
from archive.store.schema import storable, stored_path
from archive.store.seals import enter
from archive.words import UserWords, weights

_TOGETHER = 500
"""Texts that are looked up at a time."""


class Writer(Removals):
    """What may be done while an archive is held for writing; it reads its own uncommitted work.

    Nothing lasts before ``commit``; leaving the ``with`` block commits, leaving it by an exception takes back what was
    not committed.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        originals: Originals,
        order: ranking.Ranking,
        authority: Authority,
        acts: Acts,
    ) -> None:
        super().__init__(connection, authority)
        self._acts, self._told = acts, list[tuple[str, str, list[str], dict[str, Any]]]()
        self.originals = originals
        self._order = order
        if "fold" in self.due():
            raise Damaged(
                _("the indexes were made by another version of this program"), _("make them anew: archive reindex")
            )
        self._begin()

    def _begin(self) -> None:
        self.connection.execute("BEGIN IMMEDIATE")

    def keep(self, staged: Path, sha256: str, recorded: bool = False) -> Path:
        """Makes a staged copy (in ``LocalStore.staging``) the original; see ``Originals.keep``.

        It must come before the ``add`` of that content.
        """
        return self.originals.keep(staged, sha256, recorded)

    def tell(self, verb: str, who: str, ids: Sequence[str] = (), **facts: Any) -> None:
        """Has the next commit say in the journal what was done and by whom; see ``Acts.add``."""
        if not facts and self._told and self._told[-1][:2] == (verb, who) and not self._told[-1][3]:
            self._told[-1][2].extend(ids)
        else:
            self._told.append((verb, who, list(ids), facts))

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
        row = (stored_path(path), status, reason, storable(detail), now(), size, mtime_ns)
        enter(self.connection, "failures", row, "INSERT OR REPLACE")

    def forget_members(self, path: str) -> None:
        """Forgets which members of a container did not go in.

        Args:
            path: the container.
        """
        first, last = (stored_path(path + MEMBER[:-1] + chr(ord(MEMBER[-1]) + more)) for more in (0, 1))
        self.connection.execute("DELETE FROM failures WHERE path >= ? AND path < ?", (first, last))

    def revive(self, sha256: str) -> None:
        """Lets the notices of a content be found again that others had taken the place of: a path holds it anew.

        Args:
            sha256: the content.
        """
        self._find_again("NOT n.rendition AND n.source = (SELECT id FROM sources WHERE sha256 = ?)", sha256)

    def commit(self, more: bool = False) -> None:
        """Makes all since the last commit last: first the records, then their place in the ranking.

        When the process dies in between, the next commit finishes the work; doing it twice changes nothing.

        Args:
            more: another commit is to come soon; the ranking may wait for it.
        """
        self._infer()
        self._index()
        self.originals.sync()
        for verb, who, ids, facts in self._told:
            last = self._acts.add(verb, who, ids, **facts)
            self.connection.execute("INSERT OR REPLACE INTO meta VALUES('journal', ?)", (last,))
        self._told.clear()
        self.connection.execute("COMMIT")
        try:
            if self._pool.full or not more:
                self._rank()
        finally:
            self._begin()

    def _rank(self) -> None:
        """Brings the ranking up to the records; searches do without where it is broken, by date, until a reindex."""
        waiting = {row[0] for row in self.connection.execute("SELECT key FROM notices WHERE ranked = 0")}
        forgotten = sorted(waiting.difference(self._pool.documents))
        try:
            for at in range(0, len(forgotten), _TOGETHER):
                marks = ",".join(map(str, forgotten[at : at + _TOGETHER]))
                for key, title, text in self.texts(f"n.key IN ({marks})"):
                    self._pool.add(key, weights(title, text, user=self.user))
                if self._pool.full:
                    self._order_pool()
            self._order_pool()
        except ranking.Broken as error:
            self.connection.execute("INSERT OR REPLACE INTO meta VALUES('broken', ?)", (str(error),))

    def _order_pool(self) -> None:
        gone = [row[0] for row in self.connection.execute("SELECT key FROM gone")]
        pool, self._pool = self._pool, Pool()
        keys = [(key,) for key in pool.documents]
        if pool.keys or gone:
            self._order.add(pool, gone)
            self.connection.execute("BEGIN IMMEDIATE")
            self.connection.execute("DELETE FROM gone")
            self.connection.executemany("UPDATE notices SET ranked = 1 WHERE key = ?", keys)
            self.connection.execute("COMMIT")

    @contextmanager
    def whole(self) -> Iterator[None]:
        """What is done within it is done as a whole: an exception takes it back, and nothing that came before it."""
        self.connection.execute("SAVEPOINT whole")
        indexing, pooled = len(self._indexing), len(self._pool.keys)
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK TO whole")
            self._name.cache_clear()
            self._number.cache_clear()
            del self._indexing[indexing:]
            self._pool.drop_from(pooled)
            raise
        finally:
            self.connection.execute("RELEASE whole")

    def begin_with(self, user: UserWords) -> None:
        """Notes the user words that an archive without notices begins with; any other needs ``reindex``."""
        if self.one("SELECT 1 FROM notices LIMIT 1") is None:
            self.connection.execute("INSERT OR REPLACE INTO meta VALUES('words', ?)", (user,))

    def close(self) -> None:
        """Ends the transaction that stands open, taking back what was not committed."""
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")
