"""The catalog as it is read: records, places, failures and figures."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import Any

from archive.notice import FIELDS, Citation, Evidence, Notice, Rendition, Source, member_path
from archive.store.data import FACETS, Failure, Known, Stats
from archive.store.packing import unpack, unpack_evidence, unpack_lines
from archive.store.schema import VERSIONS, shown_path, stored_path
from archive.words import UserWords

_PIECE = 200

_NOTICE = """
SELECT n.key, n.id, m.number, n.title, k.name, n.date, n.printed, n.signer, n.secrecy, n.urgency, n.copy_number,
    n.note, n.cut, n.position, n.wrapper, n.superseded_by, n.rendition, n.page_from, n.page_to, n.member, s.sha256,
    t.text, t.lines, t.evidence, n.source
FROM notices n JOIN sources s ON s.id = n.source JOIN texts t ON t.notice = n.key
    LEFT JOIN numbers m ON m.id = n.number LEFT JOIN names k ON k.id = n.kind
WHERE n.id IN ({})"""

_NOTICES = "FROM {hits} CROSS JOIN notices n ON n.key = h.value"
_IDS = {
    "number": f"SELECT n.number AS id, count(*) AS many {_NOTICES} GROUP BY 1",
    "kind": f"SELECT n.kind AS id, count(*) AS many {_NOTICES} GROUP BY 1",
    "list": "SELECT l.name AS id, count(DISTINCT h.value) AS many FROM {hits} "
    "CROSS JOIN lists l ON l.notice = h.value AND l.field = '{field}' GROUP BY 1",
}
"""How many of ``{hits}`` have each value, by the value's id: ids sort faster than words."""
_KNOWN = """
SELECT asked.path, s.sha256, p.bytes, p.mtime_ns, f.bytes, f.mtime_ns, f.status, f.reason, f.detail,
    (SELECT group_concat(id, ' ') FROM (SELECT id FROM notices WHERE source = s.id ORDER BY position))
FROM (SELECT column1 AS path FROM (VALUES {})) asked LEFT JOIN places p ON p.path = asked.path AND p.current
    LEFT JOIN sources s ON s.id = p.source LEFT JOIN failures f ON f.path = asked.path"""

_COUNTED = {
    "number": f"SELECT m.number, c.many FROM ({_IDS['number']}) c CROSS JOIN numbers m ON m.id = c.id",
    "kind": f"SELECT m.name, c.many FROM ({_IDS['kind']}) c CROSS JOIN names m ON m.id = c.id",
    "list": f"SELECT m.name, c.many FROM ({_IDS['list']}) c CROSS JOIN names m ON m.id = c.id",
    "code": f"SELECT m.code, count(*) {_NOTICES} CROSS JOIN numbers m ON m.id = n.number WHERE m.code <> '' GROUP BY 1",
    "year": f"SELECT CAST(n.year AS TEXT), count(*) {_NOTICES} WHERE n.year IS NOT NULL GROUP BY 1",
}


def counting(field: str, hits: str) -> str:
    """The statement that counts a field's values, most frequent first, over ``hits``.

    Args:
        field: a key or value of ``FACETS``, or "number".
        hits: what to put after FROM; it gives the keys of notices as ``h.value``.
    """
    name = FACETS.get(field, field)
    return _COUNTED.get(name, _COUNTED["list"]).format(hits=hits, field=name) + " ORDER BY 2 DESC, 1"


class Catalog:
    """Reads one snapshot after another of a catalog.

    Args:
        connection: an open connection to it.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._metas: dict[str, str] | None = None
        """The values of the archive as a whole, while a snapshot holds."""

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """What is read within it is read as of one moment."""
        if self.connection.in_transaction:
            yield
            return
        self.connection.execute("BEGIN")
        try:
            self._metas = dict(self.connection.execute("SELECT name, value FROM meta").fetchall())
            yield
        finally:
            self._metas = None
            self.connection.execute("ROLLBACK")

    def one(self, sql: str, *parameters: Any) -> Any:
        """The first column of the first row, None where there is no row."""
        row = self.connection.execute(sql, parameters).fetchone()
        return None if row is None else row[0]

    def meta(self, name: str) -> str | None:
        """A value of the archive as a whole."""
        if self._metas is not None:
            return self._metas.get(name)
        value: str | None = self.one("SELECT value FROM meta WHERE name = ?", name)
        return value

    def due(self) -> list[str]:
        """What this archive was made with that is another now: "fold", "segmenter"."""
        return [name for name, value in VERSIONS.items() if self.meta(name) != value]

    def ranked(self) -> int:
        """How many notices the ranking has taken in."""
        count: int = self.one("SELECT (SELECT count(*) FROM notices) - (SELECT count(*) FROM notices WHERE ranked = 0)")
        return count

    def user_words(self) -> UserWords:
        """The user words that the ranking was made with."""
        return UserWords(self.meta("words") or "")

    def known_each(self, paths: Iterable[str]) -> Iterator[tuple[str, Known | None]]:
        """Each of these paths, in this order, with what became of it when it was last looked at."""
        asked = iter(paths)
        while piece := list(islice(asked, _PIECE)):
            sql = _KNOWN.format(",".join(["(?)"] * len(piece)))
            found = {row[0]: row[1:] for row in self.connection.execute(sql, [stored_path(path) for path in piece])}
            yield from ((path, _known(*found[stored_path(path)])) for path in piece)

    def has(self, sha256: str) -> bool:
        """Whether the content of this hash is in the archive."""
        return self.one("SELECT 1 FROM sources WHERE sha256 = ?", sha256) is not None

    def ids_of(self, sha256: str) -> list[str]:
        """Ids of the notices that were read from this content, in its order, also superseded ones."""
        sql = "SELECT id FROM notices WHERE source = (SELECT id FROM sources WHERE sha256 = ?) ORDER BY position"
        return [row[0] for row in self.connection.execute(sql, (sha256,))]

    def contents(self, ids: Iterable[str] | None) -> list[str]:
        """Hashes of the contents that these notices were read from, or of all, in the order they came in."""
        if ids is None:
            sql = "SELECT sha256 FROM sources WHERE id IN (SELECT source FROM notices) ORDER BY id"
            return [row[0] for row in self.connection.execute(sql)]
        sql = (
            "SELECT sha256 FROM sources WHERE id IN "
            "(SELECT source FROM notices WHERE id IN (SELECT value FROM json_each(?))) ORDER BY id"
        )
        return [row[0] for row in self.connection.execute(sql, (json.dumps(list(ids)),))]

    def places_of(self, sha256: str) -> list[str]:
        """Paths that hold this content now, sorted."""
        sql = (
            "SELECT path FROM places WHERE source = (SELECT id FROM sources WHERE sha256 = ?) AND current ORDER BY path"
        )
        return [shown_path(row[0]) for row in self.connection.execute(sql, (sha256,))]

    def failures(self) -> list[Failure]:
        """The files that did not go in, by path."""
        rows = self.connection.execute(
            "SELECT path, status, reason, detail, tried, bytes, mtime_ns FROM failures ORDER BY path"
        )
        return [Failure(shown_path(path), *rest) for path, *rest in rows]

    def find(self, prefix: str) -> list[str]:
        """Ids of all notices, also superseded ones, whose id begins so, sorted."""
        sql = "SELECT id FROM notices WHERE id >= ? AND id < ? ORDER BY source, position"
        return [row[0] for row in self.connection.execute(sql, (prefix, prefix + "\U0010ffff"))]

    def values(self, field: str) -> list[tuple[str, int]]:
        """The distinct values of a field with the number of live notices that have each, most frequent first.

        Args:
            field: a key or value of ``FACETS``, or "number".
        """
        rows = self.connection.execute(
            counting(field, "(SELECT key AS value FROM notices WHERE superseded_by IS NULL) h")
        )
        return [(value, count) for value, count in rows]

    def names(self, field: str) -> list[str]:
        """The distinct names that stand in a list of some notice, sorted."""
        there = "SELECT 1 FROM lists l WHERE l.name = m.id AND l.field = ?"
        sql = f"SELECT name FROM names m WHERE EXISTS ({there}) ORDER BY 1"
        return [row[0] for row in self.connection.execute(sql, (field,))]

    def near_numbers(self, codes: Sequence[str] | None, year: int | None, serial: int | None) -> list[str]:
        """Up to three numbers of live notices, nearest in year, then in serial, first.

        Args:
            codes: agency codes, folded, that they may have; None is any.
            year: from which years are counted; None where all are as near.
            serial: from which serials are counted.
        """
        sql = (
            "SELECT number FROM numbers m WHERE code IN (SELECT value FROM json_each(:codes)) "
            "AND EXISTS (SELECT 1 FROM notices n WHERE n.number = m.id AND n.superseded_by IS NULL) "
            "ORDER BY abs(ifnull(year - :year, :year)), abs(serial - :serial), "
            "code, ifnull(year, 0), serial, suffix_order LIMIT 3"
        )
        if codes is None:
            sql = sql.replace("code IN (SELECT value FROM json_each(:codes))", "code IS NOT NULL")
        given = {"codes": json.dumps(codes), "year": year or None, "serial": serial or None}
        return [row[0] for row in self.connection.execute(sql, given)]

    def codes(self) -> dict[str, list[str]]:
        """The agency codes of each lead issuer's notices, as printed by it or corrected; inferred ones left out."""
        sql = (
            "SELECT DISTINCT i.name, m.code FROM lists l CROSS JOIN notices n ON n.key = l.notice "
            "CROSS JOIN numbers m ON m.id = n.number CROSS JOIN names i ON i.id = l.name "
            "WHERE l.field = 'issuers' AND l.position = 0 AND m.code <> '' "
            "AND n.key NOT IN (SELECT notice FROM anonymous) ORDER BY 1, 2"
        )
        found: dict[str, list[str]] = {}
        for name, code in self.connection.execute(sql):
            found.setdefault(name, []).append(code)
        return found

    def get(self, ids: Iterable[str], as_read: bool = False) -> Iterator[Notice]:
        """The notices of these ids, whole, in this order; ids that are not there are left out.

        Args:
            ids: the ids.
            as_read: give them as the rules read them, without what people or other notices say.
        """
        asked = iter(ids)
        while piece := list(islice(asked, _PIECE)):
            found = self._whole(piece, as_read)
            yield from (found[each] for each in piece if each in found)

    def _whole(self, ids: Sequence[str], as_read: bool) -> dict[str, Notice]:
        marks = ",".join("?" * len(ids))
        notices: dict[int, Notice] = {}
        sources: dict[int, list[Notice]] = {}
        for row in self.connection.execute(_NOTICE.format(marks), ids):
            notice = _notice(row)
            notices[row[0]] = notice
            sources.setdefault(row[-1], []).append(notice)
        self._fill(notices)
        self._as_read(notices) if as_read else self._amended(notices)
        self._locate(sources)
        return {notice.id: notice for notice in notices.values()}

    def _fill(self, notices: dict[int, Notice]) -> None:
        """Adds what a notice has several of."""
        keys, marks = list(notices), ",".join("?" * len(notices))
        lists = (
            "SELECT l.notice, l.field, m.name FROM lists l CROSS JOIN names m ON m.id = l.name "
            "WHERE l.notice IN ({}) ORDER BY l.notice, l.field, l.position"
        )
        for key, field, name in self.connection.execute(lists.format(marks), keys):
            getattr(notices[key], field).append(name)
        cites = (
            "SELECT c.notice, c.title, m.number FROM citations c LEFT JOIN numbers m ON m.id = c.number "
            f"WHERE c.notice IN ({marks}) ORDER BY c.notice, c.position"
        )
        for key, title, number in self.connection.execute(cites, keys):
            notices[key].cites.append(Citation(title, number))

    def _as_read(self, notices: dict[int, Notice]) -> None:
        """Puts back what the rules read, and names the fields for which people say otherwise."""
        marks = ",".join("?" * len(notices))
        for (key,) in self.connection.execute(f"SELECT notice FROM anonymous WHERE notice IN ({marks})", list(notices)):
            notices[key].issuers = []
        kept = f"SELECT notice, field, value FROM readings WHERE notice IN ({marks})"
        for key, field, value in self.connection.execute(kept, list(notices)):
            setattr(notices[key], field, json.loads(value))
            notices[key].corrected.append(field)

    def _amended(self, notices: dict[int, Notice]) -> None:
        """Adds which values people gave and which follow from the number's code, with that as evidence."""
        self._corrected(notices)
        marks = ",".join("?" * len(notices))
        inferred = (
            "SELECT a.notice, i.name, a.confirmed, m.code FROM anonymous a CROSS JOIN names i ON i.id = a.name "
            "CROSS JOIN notices n ON n.key = a.notice CROSS JOIN numbers m ON m.id = n.number "
            f"WHERE a.notice IN ({marks})"
        )
        for key, name, confirmed, code in self.connection.execute(inferred, list(notices)):
            rule = "code-confirmed" if confirmed else "code-of-others"
            notices[key].inferred.append("issuers")
            notices[key].evidence.append(Evidence("issuers", name, 0, 0, code, rule, bool(confirmed)))

    def _corrected(self, notices: dict[int, Notice]) -> None:
        marks = ",".join("?" * len(notices))
        given = f"c.notice IN ({marks}) AND c.undone IS NULL"
        if self.one(f"SELECT 1 FROM corrections c WHERE {given} LIMIT 1", *notices) is None:
            return
        from archive.store.journal import history

        last: dict[tuple[str | None, str], Evidence] = {}
        for each in history(self.connection, given, *notices):
            said = "；".join(each.new) if isinstance(each.new, list) else each.new or ""
            words = " · ".join(filter(None, (each.who, each.at[:10], each.why)))
            last[each.notice, each.field] = Evidence(each.field, said, 0, 0, words, "correction")
        by_id = {notice.id: notice for notice in notices.values()}
        for (identity, field), evidence in last.items():
            notice = by_id[identity or ""]
            notice.corrected.append(field)
            notice.evidence.insert(0, evidence)
        for notice in by_id.values():
            notice.corrected.sort(key=FIELDS.index)

    def _locate(self, sources: dict[int, list[Notice]]) -> None:
        """Adds where the file lies, or lay when it came in, and the other files that hold the same notice."""
        places = self._paths(list(sources))
        for source, notices in sources.items():
            for notice in notices:
                own = notice.source
                own.renditions = [
                    Rendition(member_path(path, own.member), own.sha256) for path in places.get(source, ())
                ]
                own.path = own.renditions[0].path if own.renditions else ""
        if self.meta("renditions"):
            self._add_renditions({notice.id: notice for notices in sources.values() for notice in notices})

    def _paths(self, sources: Sequence[int]) -> dict[int, list[str]]:
        """Where contents lie; where one lies nowhere any more, where it lay."""
        marks = ",".join("?" * len(sources))
        places: dict[int, list[tuple[int, str]]] = {}
        sql = f"SELECT source, current, path FROM places WHERE source IN ({marks}) ORDER BY current DESC, path"
        for source, current, path in self.connection.execute(sql, list(sources)):
            places.setdefault(source, []).append((current, shown_path(path)))
        return {
            source: [path for current, path in found if current] or [path for _, path in found]
            for source, found in places.items()
        }

    def _add_renditions(self, notices: dict[str, Notice]) -> None:
        marks = ",".join("?" * len(notices))
        sql = (
            "SELECT n.superseded_by, n.source, n.member, s.sha256 FROM notices n JOIN sources s ON s.id = n.source "
            f"WHERE n.superseded_by IN ({marks}) AND n.superseded_by IS NOT NULL AND n.rendition ORDER BY n.key"
        )
        rows = self.connection.execute(sql, list(notices)).fetchall()
        if not rows:
            return
        places = self._paths(list({source for _, source, *_ in rows}))
        for identity, source, member, sha256 in rows:
            paths = [member_path(path, member) for path in places.get(source, ())]
            notices[identity].source.renditions += [Rendition(path, sha256) for path in paths]

    def texts(self, where: str = "1", *parameters: Any) -> Iterator[tuple[int, str | None, str]]:
        """Key, title and text of notices, in the order they came in."""
        sql = f"SELECT n.key, n.title, t.text FROM notices n JOIN texts t ON t.notice = n.key WHERE {where} ORDER BY 1"
        for key, title, text in self.connection.execute(sql, parameters):
            yield key, title, unpack(text)

    def stats(self) -> Stats:
        """The archive in figures, without size and what is due of the ranking."""
        from archive.store.journal import doubts

        live = "FROM notices WHERE superseded_by IS NULL"
        return Stats(
            notices=self.one(f"SELECT count(*) {live}"),
            files=self.one("SELECT count(*) FROM sources"),
            places=self.one("SELECT count(*) FROM places WHERE current"),
            issuers=len(self.values("issuers")),
            kinds=dict(self.values("kind")),
            years=dict(sorted(self.values("year"))),
            first=self.one(f"SELECT min(date) {live}"),
            last=self.one(f"SELECT max(date) {live}"),
            undated=self.one(f"SELECT count(*) {live} AND date IS NULL"),
            unnumbered=self.one(f"SELECT count(*) {live} AND number IS NULL"),
            superseded=self.one("SELECT count(*) FROM notices WHERE superseded_by IS NOT NULL AND rendition = 0"),
            renditions=self.one("SELECT count(*) FROM notices WHERE superseded_by IS NOT NULL AND rendition = 1"),
            failures=self.one("SELECT count(*) FROM failures"),
            review=dict(Counter(doubt.field for doubt in doubts(self.connection)).most_common()),
            due=self.due(),
        )


def _known(sha256: str | None, size: int, mtime_ns: int, *rest: Any) -> Known | None:
    *failure, ids = rest
    if failure[0] is not None:
        return Known(sha256, *failure)
    return Known(sha256, size, mtime_ns, "stored", ids=ids.split() if ids else []) if sha256 else None


def _unpacked(kept: bytes) -> list[Evidence]:
    return [_evidence(*each) for each in json.loads(unpack_evidence(kept))]


def _evidence(field: str, value: str, page: int, line: int, words: str, rule: str, sure: int) -> Evidence:
    return Evidence(field, value, page, line, words, rule, bool(sure))


def _notice(row: Sequence[Any]) -> Notice:
    (
        _, identity, number, title, kind, date, printed, signer, secrecy, urgency, copy_number, note, cut, position,
        wrapper, successor, rendition, page_from, page_to, member, sha256, text, lines, evidence, _,
    ) = row  # fmt: skip
    notice = Notice(
        id=identity, number=number, title=title, kind=kind, date=date, printed=printed, signer=signer, secrecy=secrecy,
        urgency=urgency, copy_number=copy_number, note=note, cut=bool(cut), position=position, wrapper=wrapper,
        superseded_by=None if rendition else successor, rendition_of=successor if rendition else None,
        text=unpack(text), source=Source(sha256=sha256, page_from=page_from, page_to=page_to, member=member),
    )  # fmt: skip
    notice.put_off(lines=partial(unpack_lines, lines), evidence=partial(_unpacked, evidence))
    return notice
