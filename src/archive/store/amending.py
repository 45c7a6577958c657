"""What people say of records and what follows from their codes: put into the records, and taken out again, exactly."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from uuid import uuid4
from zlib import crc32

from archive.corrections import LONGEST, Correction, Fingerprint, Value, bearer, check
from archive.errors import ArchiveError, NotFound
from archive.issuers import Authority
from archive.messages import _
from archive.notice import Notice, labels
from archive.store import journal
from archive.store.data import Change, Prepared, SourceFile
from archive.store.packing import unpack
from archive.store.records import Records
from archive.store.schema import storable
from archive.store.seals import enter, reseal, seal

_MARK = 16
"""Hexadecimal digits of a hash that stands for words."""
_CODES = 64
"""Names of lead issuers that one code is looked at for."""


class Amendments(Records):
    """Corrections and inferences over records.

    ``readings`` keeps what the rules read of each field in whose place a correction stands, so that undoing the last
    correction of a field gives back what stood there before the first one, whatever has been read again since.

    Args:
        connection: the writer's.
        authority: the confirmed issuers.
    """

    def __init__(self, connection: sqlite3.Connection, authority: Authority) -> None:
        super().__init__(connection)
        self.authority = authority

    def add(
        self, source: SourceFile, path: str, mtime_ns: int, notices: Sequence[tuple[Notice, Prepared | None]]
    ) -> list[str]:
        """As ``Records.add``; corrections that are there for this content find their notices."""
        ids = super().add(source, path, mtime_ns, notices)
        self._attach(source.sha256)
        return ids

    def reread(self, source: SourceFile, notices: Sequence[tuple[Notice, Prepared | None]]) -> list[str]:
        """As ``Records.reread``; corrections find their notices again."""
        ids = super().reread(source, notices)
        self._attach(source.sha256)
        return ids

    def correct(self, changes: Iterable[Change], who: str, why: str = "") -> list[Correction]:
        """Puts values of people into records, as one act.

        Args:
            changes: what to change; where the old value is the new one it is confirmed.
            who: the user.
            why: the reason.

        Raises:
            NotFound: for an id that is not there.
            ArchiveError: where a value is no longer the one that was seen, or the new one is none that people may give.
        """
        if len(why) > LONGEST:
            raise ArchiveError(
                _("the value of {field} is longer than {most} characters").format(field="why", most=LONGEST)
            )
        who, why = storable(who)[:LONGEST], storable(why)
        act, at = uuid4().hex[:12], self._moment()
        made = []
        for item, change in enumerate(changes, 1):
            check(change.field, change.old, change.new)
            place = self._stands(change.id)
            if place is None:
                raise NotFound(_("no notice has the id or number {value}").format(value=change.id))
            key, source, position = place
            if self.value(key, change.field) != change.old:
                raise ArchiveError(
                    _("the {field} of {id} has changed meanwhile").format(field=labels()[change.field], id=change.id),
                    _("look at it again (archive show) and repeat"),
                )
            mark = self._fingerprint(key)
            said = (mark, change.field, change.old, change.new)
            made.append(Correction(act, item, at, who, why, source, position, *said, notice=change.id))
            self._enter(made[-1], key)
            self._settle(key, change.field)
        return made

    def carry(self, old: str, new: str) -> list[str]:
        """Says of the notice that took another's place what people said of that one.

        Only where the rules read the field of both alike: what the new file prints otherwise may be what was missing.
        It stands under the act of the old one: undoing that takes back both. Its item follows from what it is said of,
        so that archives that hold the same files agree.

        Args:
            old: id of the notice whose place was taken.
            new: id of the one that took it.

        Returns:
            fields that were corrected in the old one, are printed otherwise in the new one, and were not carried over.
        """
        places = self._stands(old), self._stands(new)
        assert places[0] is not None and places[1] is not None
        key, (now, source, position) = places[0][0], places[1]
        last = {each.field: each for each in journal.history(self.connection, "n.id = ? AND c.undone IS NULL", old)}
        left = []
        for field, each in last.items():
            value = self.value(now, field)
            held = self.one("SELECT 1 FROM corrections WHERE notice = ? AND field = ? AND undone IS NULL", now, field)
            if held or (value == each.new and each.old != each.new):
                continue
            if self._reading(key, field) != self._reading(now, field):
                left.append(field)
                continue
            item = 1_000_000 + crc32(f"{source} {position} {field}".encode()) % 1_000_000_000
            if self.one("SELECT 1 FROM corrections WHERE act = ? AND item = ?", each.act, item) is None:
                said = (self._fingerprint(now), field, value, each.new)
                self._enter(
                    Correction(each.act, item, each.at, each.who, each.why, source, position, *said, notice=new), now
                )
                self._settle(now, field)
        return left

    def _stands(self, identity: str) -> tuple[int, str, int] | None:
        """Key of a notice, hash of its file and position there; None for an id that is not there."""
        sql = "SELECT n.key, s.sha256, n.position FROM notices n JOIN sources s ON s.id = n.source WHERE n.id = ?"
        row: tuple[int, str, int] | None = self.connection.execute(sql, (identity,)).fetchone()
        return row

    def undo(self, act: str, who: str) -> list[Correction]:
        """Takes back all that was said at once.

        Args:
            act: as ``Correction.act``.
            who: the user.

        Raises:
            NotFound: for an act that is not there, or taken back already.
        """
        taken = list(journal.history(self.connection, "c.act = ? AND c.undone IS NULL", act))
        if not taken:
            raise NotFound(_("there is no correction {act} that could be undone").format(act=act))
        self._withdraw("act = ?", (act,), self._moment(), who)
        return taken

    def _withdraw(self, where: str, parameters: tuple[object, ...], at: str, who: str) -> None:
        touched = self.connection.execute(
            f"SELECT DISTINCT notice, field FROM corrections WHERE {where} AND undone IS NULL", parameters
        ).fetchall()
        self.connection.execute(
            f"UPDATE corrections SET undone = ?, undone_by = ? WHERE {where} AND undone IS NULL",
            (at, storable(who)[:LONGEST], *parameters),
        )
        reseal(self.connection, "corrections", where, *parameters)
        for key, field in touched:
            if key is not None:
                self._settle(key, field)

    def discard(self, correction: Correction, who: str) -> None:
        """Takes back a single correction; one that is taken back already stays so."""
        self._withdraw("act = ? AND item = ?", (correction.act, correction.item), self._moment(), who)

    def assign(self, correction: Correction, identity: str) -> None:
        """Gives a correction, wherever it stood, to this notice of the same file.

        Raises:
            NotFound: where its file holds no such notice, or there is no such correction.
        """
        which = (correction.act, correction.item)
        held = self.connection.execute("SELECT notice FROM corrections WHERE act = ? AND item = ?", which).fetchone()
        if held is None:
            raise NotFound(_("there is no correction {act} that could be undone").format(act=correction.act))
        place = self._stands(identity)
        if place is None or place[1] != correction.sha256:
            raise NotFound(_("the file of this correction holds no notice {id}").format(id=identity))
        key, _content, position = place
        self._mark(which, position, self._fingerprint(key))
        self.connection.execute("UPDATE corrections SET notice = ? WHERE act = ? AND item = ?", (key, *which))
        for each in {key, held[0]} - {None}:
            self._settle(each, correction.field)

    def _mark(self, which: tuple[str, int], position: int, mark: Fingerprint) -> None:
        """Has a correction carry the mark of another notice."""
        self.connection.execute(
            "UPDATE corrections SET position = ?, number = ?, title = ?, words = ? WHERE act = ? AND item = ?",
            (position, mark.number, mark.title, mark.words, *which),
        )
        reseal(self.connection, "corrections", "act = ? AND item = ?", *which)

    def load(self, corrections: Iterable[Correction]) -> int:
        """Takes in corrections of another archive, or of this one; what is here already changes nothing.

        Returns:
            how many are new here, or newly undone, or were given a notice there while they wait for one here.
        """
        new = 0
        sources: set[str] = set()
        for each in corrections:
            which = (each.act, each.item)
            here = next(journal.history(self.connection, "c.act = ? AND c.item = ?", *which), None)
            if here is None:
                gone = self._removed(each)
                if gone is not None and not gone[1]:
                    continue  # what was said of a notice that was purged stays forgotten
                self._enter(each, None)
                if gone is not None:
                    self.connection.execute(
                        "UPDATE corrections SET removed = ? WHERE act = ? AND item = ?", (gone[0], *which)
                    )
            elif each.undone and not here.undone:
                self._withdraw("act = ? AND item = ?", which, each.undone, each.undone_by or "")
            elif not here.notice and (each.position, each.fingerprint) != (here.position, here.fingerprint):
                self._mark(which, each.position, each.fingerprint)
            else:
                continue
            sources.add(each.sha256)
            new += 1
        for source in sorted(sources):
            self._attach(source)
        return new

    def _removed(self, each: Correction) -> tuple[str, bool] | None:
        """The removed notice that a correction speaks of, and whether it is kept."""
        mark = hashed(each.fingerprint)
        sql = (
            "SELECT id, record IS NOT NULL FROM removed "
            "WHERE sha256 = ? AND number = ? AND title = ? AND words = ? ORDER BY abs(position - ?) LIMIT 1"
        )
        row = self.connection.execute(sql, (each.sha256, mark.number, mark.title, mark.words, each.position)).fetchone()
        return row and (row[0], bool(row[1]))

    def _moment(self) -> str:
        """This moment, but always after the last one: the order of corrections must not hang on a clock set back."""
        last = self.one("SELECT max(max(at), ifnull(max(undone), '')) FROM corrections")
        now = datetime.now(timezone.utc)
        if last and last >= now.isoformat(timespec="microseconds"):
            now = datetime.fromisoformat(last) + timedelta(microseconds=1)
        return now.isoformat(timespec="microseconds")

    def _enter(self, each: Correction, key: int | None) -> None:
        mark = each.fingerprint
        old, new = (json.dumps(value, ensure_ascii=False) for value in (each.old, each.new))
        row = (
            each.act, each.item, each.at, each.who, each.why, each.sha256, each.position, mark.number, mark.title,
            mark.words, each.field, old, new, each.undone, each.undone_by,
        )  # fmt: skip
        self.connection.execute(
            f"INSERT INTO corrections({', '.join(journal.COLUMNS)}, notice, seal) "
            f"VALUES({', '.join('?' * (len(journal.COLUMNS) + 2))})",
            (*row, key, seal(*row)),
        )

    def _attach(self, content: str) -> None:
        """Gives the corrections of a content that have no notice the one that they fit, and puts them in force."""
        waiting = (
            "SELECT id, position, number, title, words, field, undone FROM corrections "
            "WHERE sha256 = ? AND notice IS NULL AND removed IS NULL"
        )
        rows = self.connection.execute(waiting, (content,)).fetchall()
        if not rows:
            return
        sql = "SELECT key, position FROM notices WHERE source = (SELECT id FROM sources WHERE sha256 = ?) ORDER BY 2"
        here = self.connection.execute(sql, (content,)).fetchall()
        marks = [(position, self._fingerprint(key)) for key, position in here]
        found: dict[tuple[int, str], None] = {}
        for row, position, number, title, words, field, undone in rows:
            at = bearer(Fingerprint(number, title, words), position, marks)
            if at is not None:
                self.connection.execute("UPDATE corrections SET notice = ? WHERE id = ?", (here[at][0], row))
                if undone is None:
                    found[here[at][0], field] = None
        for key, field in found:
            self._settle(key, field)

    def _fingerprint(self, key: int) -> Fingerprint:
        number, title = (self._reading(key, field) for field in ("number", "title"))
        assert not isinstance(number, list) and not isinstance(title, list)
        stored = self.one("SELECT text FROM texts WHERE notice = ?", key)
        return Fingerprint.of(number, title, unpack(stored))

    def _reading(self, key: int, field: str) -> Value:
        """What the rules read, whatever stands in the record."""
        kept = self.one("SELECT value FROM readings WHERE notice = ? AND field = ?", key, field)
        if kept is not None:
            value: Value = json.loads(kept)
            return value
        if field == "issuers" and self.one("SELECT 1 FROM anonymous WHERE notice = ?", key):
            return []
        return self.value(key, field)

    def _settle(self, key: int, field: str) -> None:
        """Puts the last correction that holds into the record, or what was read where none does."""
        run = self.connection.execute
        reading = self._reading(key, field)
        last = self.one(
            "SELECT new FROM corrections WHERE notice = ? AND field = ? AND undone IS NULL "
            "ORDER BY at DESC, act DESC, item DESC LIMIT 1",
            key,
            field,
        )
        if last is None:
            run("DELETE FROM readings WHERE notice = ? AND field = ?", (key, field))
        else:
            row = (key, field, json.dumps(reading, ensure_ascii=False))
            enter(self.connection, "readings", row, "INSERT OR REPLACE")
        if field == "issuers":
            run("DELETE FROM anonymous WHERE notice = ?", (key,))
            if last is None and not reading:
                run("INSERT INTO anonymous VALUES(?, NULL, 0)", (key,))
        value = reading if last is None else json.loads(last)
        if value != self.value(key, field):
            self.set(key, field, value)
        else:
            self._touch(key)  # whose word it is may have changed

    def _infer(self) -> None:
        """Fills in issuers that are not printed, where all notices that bear the number's code are of one issuer.

        It is made anew for every code whose notices have changed, so the order in which files come in does not matter.
        An archive of an older version has none of it before its first commit.
        """
        said_by_people = self.authority.data()
        digest = sha256(json.dumps(said_by_people).encode()).hexdigest() if said_by_people else ""
        touched = None if self.meta("authority") != digest else self._touched
        if touched is None or touched:
            sql = (
                "SELECT a.notice, a.name, a.confirmed, ifnull(m.code, '') FROM anonymous a "
                "CROSS JOIN notices n ON n.key = a.notice LEFT JOIN numbers m ON m.id = n.number ORDER BY 1"
            )
            said: dict[str, tuple[str | None, bool]] = {"": (None, False)}
            for key, name, confirmed, code in self.connection.execute(sql).fetchall():
                if touched is not None and code and code not in touched:
                    continue
                if code not in said:
                    said[code] = self.authority.whose(code, self._leads(code))
                issuer, sure = said[code]
                known = self._name(issuer) if issuer else None
                if (known, sure) != (name, bool(confirmed)):
                    self.connection.execute(
                        "UPDATE anonymous SET name = ?, confirmed = ? WHERE notice = ?", (known, sure, key)
                    )
                    self.set(key, "issuers", [issuer] if issuer else [])
        if touched is None:
            self.connection.execute("INSERT OR REPLACE INTO meta VALUES('authority', ?)", (digest,))
        self._touched.clear()

    def _leads(self, code: str) -> list[str]:
        """The lead issuers, as printed or corrected, of the notices whose number has this code."""
        sql = (
            "SELECT DISTINCT i.name FROM numbers m CROSS JOIN notices n ON n.number = m.id CROSS JOIN lists l "
            "ON l.notice = n.key AND l.field = 'issuers' AND l.position = 0 CROSS JOIN names i ON i.id = l.name "
            "WHERE m.code = ? AND n.key NOT IN (SELECT notice FROM anonymous) LIMIT ?"
        )
        return [row[0] for row in self.connection.execute(sql, (code, _CODES))]


def hashed(mark: Fingerprint) -> Fingerprint:
    """A fingerprint that tells nothing but what is the same."""
    parts = (mark.number, mark.title, mark.words)
    return Fingerprint(*(part and sha256(part.encode("utf-8", "surrogatepass")).hexdigest()[:_MARK] for part in parts))
