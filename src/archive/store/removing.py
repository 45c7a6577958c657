"""Notices that a person took out: hidden from all, kept for a while, and never taken in again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from archive.corrections import LONGEST, Fingerprint, bearer
from archive.errors import ArchiveError, NotFound
from archive.messages import _
from archive.notice import Notice, from_data, to_data
from archive.store.acts import now
from archive.store.amending import Amendments, hashed
from archive.store.catalog import Catalog
from archive.store.originals import Originals
from archive.store.packing import pack_evidence, unpack_evidence
from archive.store.records import PREFIX
from archive.store.schema import storable
from archive.store.seals import enter, reseal

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Removed:
    """A notice that was taken out.

    Attributes:
        id: what its id was.
        sha256: hash of its file.
        position: its position there.
        at: when, ISO time in UTC.
        who: the user.
        why: the reason that was given; may be empty.
        kept: whether it can be brought back.
    """

    id: str
    sha256: str
    position: int
    at: str
    who: str
    why: str
    kept: bool


class Removals(Amendments):
    """Takes notices out of the records and brings them back."""

    def remove(self, ids: Iterable[str], who: str, why: str = "") -> list[str]:
        """Takes notices out; what was read of them is kept until it is purged, and what people said of them.

        The notices whose place one had taken are found again; its renditions go with it.

        Args:
            ids: their whole ids.
            who: the user.
            why: the reason.

        Returns:
            the ids, those of renditions among them.

        Raises:
            NotFound: for an id that is not there.
            ArchiveError: for one that another removed notice has, whose file is split otherwise now.
        """
        done, moment = [], self._removal_moment()
        for identity in self._with_renditions(ids):
            place = self._stands(identity)
            if place is None:
                raise NotFound(_("no notice has the id or number {value}").format(value=identity))
            if self.one("SELECT 1 FROM removed WHERE id = ?", identity):
                raise ArchiveError(
                    _("another notice {id} was removed before").format(id=identity), _("purge that one first")
                )
            key, content, position = place
            (notice,) = self.get([identity], as_read=True)
            mark, successor = hashed(self._fingerprint(key)), notice.superseded_by or notice.rendition_of
            record = pack_evidence(json.dumps(to_data(notice), ensure_ascii=False, separators=(",", ":")))
            row = (
                identity, content, position, mark.number, mark.title, mark.words, moment, storable(who)[:LONGEST],
                storable(why)[:LONGEST],
            )  # fmt: skip
            sql = "SELECT id FROM notices WHERE superseded_by = ? ORDER BY 1"
            older = json.dumps([each[0] for each in self.connection.execute(sql, (identity,))])
            self.connection.execute("UPDATE corrections SET removed = ? WHERE notice = ?", (identity, key))
            self._remove(key, indexed=not successor)
            enter(self.connection, "removed", (*row, record, successor, older))
            self._find_again("n.superseded_by = ?", identity)
            done.append(identity)
        return done

    def _with_renditions(self, ids: Iterable[str]) -> list[str]:
        """These ids, each after those of its renditions."""
        sql = "SELECT id FROM notices WHERE superseded_by = ? AND rendition ORDER BY key"
        return list(
            dict.fromkeys(
                each
                for identity in ids
                for each in (*(row[0] for row in self.connection.execute(sql, (identity,))), identity)
            )
        )

    def _removal_moment(self) -> str:
        """Now, but not before what was done last: of a clock that is behind, nothing is purged too early."""
        done = "SELECT max(at) FROM (SELECT max(added) AS at FROM sources UNION ALL SELECT max(at) FROM removed)"
        return max(now(), self.one(done) or "")

    def unremove(self, ids: Iterable[str]) -> list[str]:
        """Brings notices back as they were, with what people said of them.

        Raises:
            NotFound: for one that was not taken out, or was purged since.
            ArchiveError: for one whose id another notice has now, for its file is split otherwise.
        """
        done = []
        for identity in dict.fromkeys(ids):
            sql = (
                "SELECT r.record, r.superseded_by, r.older, s.id FROM removed r JOIN sources s USING (sha256) "
                "WHERE r.id = ? AND r.record IS NOT NULL"
            )
            row = self.connection.execute(sql, (identity,)).fetchone()
            if row is None:
                raise NotFound(
                    _("there is no removed notice {id} that could be brought back").format(id=identity),
                    _("archive unremove lists those that can"),
                )
            if self._stands(identity) is not None:
                raise ArchiveError(_("another notice has the id {id} now").format(id=identity))
            record, successor, older, source = row
            self.connection.execute("DELETE FROM removed WHERE id = ?", (identity,))
            notice = from_data(json.loads(unpack_evidence(record)))
            key = self._add_notice(source, identity, notice, None, None if notice.rendition_of else successor)
            said = "SELECT DISTINCT field FROM corrections WHERE removed = ? AND undone IS NULL"
            fields = [each[0] for each in self.connection.execute(said, (identity,))]
            self.connection.execute(
                "UPDATE corrections SET notice = ?, removed = NULL WHERE removed = ?", (key, identity)
            )
            for field in fields:
                self._settle(key, field)
            for each in json.loads(older):
                if self.one("SELECT 1 FROM notices WHERE id = ? AND superseded_by IS NULL", each):
                    self.supersede(each, identity)
            done.append(identity)
        self.connection.execute("DELETE FROM failures WHERE reason = 'removed'")  # they may go in again
        return done

    def permit(self, ids: Iterable[str]) -> list[str]:
        """Lets the files of purged notices be taken in again; nothing of them is left but that they were removed.

        Args:
            ids: of purged notices; with each go all that were purged from its file.

        Returns:
            the ids of all that may come in again.

        Raises:
            NotFound: for one that was not purged.
        """
        done: list[str] = []
        for identity in ids:
            if identity in done:
                continue
            content = self.one("SELECT sha256 FROM removed WHERE id = ? AND record IS NULL", identity)
            if content is None:
                raise NotFound(
                    _("there is no purged notice {id}").format(id=identity), _("archive unremove --purged lists them")
                )
            purged = "FROM removed WHERE sha256 = ? AND record IS NULL"
            done += [row[0] for row in self.connection.execute(f"SELECT id {purged} ORDER BY id", (content,))]
            self.connection.execute(f"DELETE {purged}", (content,))
            source = self.one("SELECT id FROM sources WHERE sha256 LIKE ? || '%'", content)
            kept = "SELECT 1 FROM notices WHERE source = ? UNION ALL SELECT 1 FROM removed WHERE sha256 = ?"
            if source is not None and self.one(kept, source, content) is None:
                self.connection.execute("DELETE FROM places WHERE source = ?", (source,))
                self.connection.execute("DELETE FROM sources WHERE id = ?", (source,))
        self.connection.execute("DELETE FROM failures WHERE reason = 'removed'")
        return done

    def purge(self, until: str) -> list[str]:
        """Forgets for good what was read of the notices that were taken out up to a moment, and said of them.

        Args:
            until: ISO time in UTC.
        """
        sql = "SELECT id FROM removed WHERE at <= ? AND record IS NOT NULL ORDER BY id"
        ids = [row[0] for row in self.connection.execute(sql, (until,))]
        self.forget(ids)
        return ids

    def forget(self, ids: Sequence[str]) -> None:
        """Forgets what was read of removed notices, and said of them; that they were removed stays known."""
        for identity in ids:
            self.connection.execute("UPDATE removed SET record = NULL, why = '' WHERE id = ?", (identity,))
            reseal(self.connection, "removed", "id = ?", identity)
            self.connection.execute("DELETE FROM corrections WHERE removed = ?", (identity,))
        if ids:
            self.connection.execute("INSERT OR REPLACE INTO meta VALUES('purging', '1')")

    def withhold(self, identity: str, who: str, why: str, at: str) -> None:
        """Notes that a notice was taken out of which nothing is left but its id."""
        prefix, _dash, position = identity.rpartition("-")
        row = (identity, prefix, int(position), "", "", "", at, storable(who)[:LONGEST], storable(why)[:LONGEST])
        enter(self.connection, "removed", (*row, None, None, "[]"), "INSERT OR IGNORE")


_OF_CONTENT = f"sha256 IN (:content, substr(:content, 1, {PREFIX}))"
"""The removed notices of a content; of some only the beginning of its hash is known, from their id."""


def removed(catalog: Catalog, where: str = "1", parameters: Any = ()) -> list[Removed]:
    """The notices that were taken out, the last ones first.

    Args:
        catalog: the catalog.
        where: which of them, in terms of the table.
        parameters: its values.
    """
    sql = (
        "SELECT id, sha256, position, at, who, why, record IS NOT NULL FROM removed "
        f"WHERE {where} ORDER BY at DESC, sha256, position"
    )
    rows = catalog.connection.execute(sql, parameters)
    return [
        Removed(identity, content, position, at, who, why, bool(kept))
        for identity, content, position, at, who, why, kept in rows
    ]


def withheld(catalog: Catalog, content: str) -> Removed | None:
    """The last notice that was taken out of a content of which none is left; None where one is, or none was."""
    gone = next(iter(removed(catalog, _OF_CONTENT, {"content": content})), None)
    return None if gone is None or catalog.ids_of(content) else gone


def left(catalog: Catalog, content: str, read: Sequence[tuple[Notice, Item]]) -> list[tuple[Notice, Item]]:
    """What was read of a content, without the notices that were taken out of it.

    Raises:
        ArchiveError: where it cannot be told any more which these are.
    """
    sql = f"SELECT position, number, title, words FROM removed WHERE {_OF_CONTENT}"
    rows = catalog.connection.execute(sql, {"content": content}).fetchall()
    marks = [
        (notice.position, hashed(Fingerprint.of(notice.number, notice.title, notice.text))) for notice, _item in read
    ]
    gone = {_bearer(Fingerprint(*mark), position, marks) for position, *mark in rows}
    if None in gone or len(gone) != len(rows):
        raise ArchiveError(_("a notice that was removed from it can no longer be told from the others"))
    return [each for at, each in enumerate(read) if at not in gone]


def _bearer(mark: Fingerprint, position: int, marks: Sequence[tuple[int, Fingerprint]]) -> int | None:
    if mark == Fingerprint("", "", ""):  # nothing is known but its place
        return next((at for at, (place, _mark) in enumerate(marks) if place == position), None)
    return bearer(mark, position, marks)


def settle(catalog: Catalog, originals: Originals, quarantine: Originals) -> None:
    """Puts each original where it belongs after removals: out of the way when no notice of it is left.

    Doing it again changes nothing; what is purged is deleted.
    """
    kept: dict[str, bool] = {path.name: True for path in quarantine.files()}
    kept |= catalog.connection.execute("SELECT sha256, max(record IS NOT NULL) FROM removed GROUP BY 1")
    for content, keeps in kept.items():
        if catalog.ids_of(content):
            quarantine.move(content, originals)
        elif keeps:
            originals.move(content, quarantine)
        else:
            for each in (originals, quarantine):
                each.path(content).unlink(missing_ok=True)
