"""Looks whether an archive is whole: every part against its checksum, or against what it was made from."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError, Damaged
from archive.messages import _
from archive.notice import Evidence
from archive.store import bm25, schema
from archive.store.acts import Acts
from archive.store.catalog import Catalog
from archive.store.derived import misfits, year
from archive.store.edited import Edited
from archive.store.literal import name_key, tokens
from archive.store.originals import FOLDERS, Originals
from archive.store.packing import unpack, unpack_evidence, unpack_lines
from archive.store.seals import SEALED, sealed, teach
from archive.store.segment import length_class
from archive.words import UserWords

Progress = Callable[[str, int, int], None]

_SHOWN = 20
_BROKEN = (sqlite3.DatabaseError, Damaged, TypeError, ValueError, LookupError, AttributeError)
"""What may come of a damaged file that SQLite does not notice."""
_CHUNK = 1 << 20


@dataclass(slots=True)
class Finding:
    """Something that is not as it should be.

    Attributes:
        part: "catalog", "records", "literal", "ranking", "originals", "journal", "edited" or "files".
        code: what is wrong, stable for scripts.
        count: how often.
        where: the first places of these.
        detail: facts, untranslated.
        cure: what brings it back: "rebuild" (records from what can be read and from the originals), "reindex",
            "copy" (an original that still lies where it came from), or "" where nothing here does.
        harmless: nothing is lost or wrong by it.
    """

    part: str
    code: str
    count: int = 1
    where: list[str] = field(default_factory=list)
    detail: str = ""
    cure: str = ""
    harmless: bool = False

    @property
    def message(self) -> str:
        """What is wrong, in the user's words."""
        return messages().get(self.code, self.code)


def messages() -> dict[str, str]:
    """What each code of a finding means, in the user's language."""
    return {
        "unreadable": _("the catalog cannot be read"),
        "structure": _("the catalog's file is damaged"),
        "references": _("records of the catalog refer to others that are not there"),
        "strange": _("the catalog holds what no archive has"),
        "seal": _("rows of the catalog are other than they were written"),
        "text": _("texts of notices are damaged"),
        "incomplete": _("records lack a part"),
        "derived": _("values that follow from the records do not fit them"),
        "literal": _("the literal index does not fit the texts"),
        "ranking": _("the order of hits does not fit the texts"),
        "missing": _("originals are missing"),
        "altered": _("originals are other than they were taken in"),
        "unreadable-original": _("originals cannot be read"),
        "stray": _("files among the originals that no record knows, such as a crash leaves"),
        "misplaced": _("originals lie in another folder than they should"),
        "journal": _("lines of the journal were changed or taken out"),
        "edited": _("a file that people edit cannot be read"),
        "open": _("users who should not may read or write files of the archive"),
    }


class Verifier:
    """Looks through one archive without changing it; others may search and write meanwhile.

    Args:
        folder: the archive.
        progress: called with the part, and pieces of it done and in all.
    """

    def __init__(self, folder: Path, progress: Progress | None = None) -> None:
        self.folder, self.progress = folder, progress or (lambda *_: None)
        self.findings: list[Finding] = []
        self._is_backup = (folder / schema.BACKUP).exists()
        self._last_seal: str | None = None
        """Of the last line that a writer added to the journal, as the catalog has it."""
        self.checked: dict[str, int] = {}
        """How many of what were looked at."""

    def run(self, quick: bool = False) -> list[Finding]:
        """Looks at everything.

        Args:
            quick: leave out what takes long: the bytes of the originals, the two indexes word by word.
        """
        path = self.folder / schema.NAME
        self._known_version(path)
        try:
            with closing(schema.connect_to_read(path)) as connection:
                self._catalog_of(connection, path, quick)
        except _BROKEN as error:
            self._found("catalog", "unreadable", [], detail=str(error), cure="rebuild")
        self._journal()
        self._edited()
        self._modes()
        return self.findings

    def _known_version(self, path: Path) -> None:
        """Sees that a catalog, where it says so, is of this version.

        Raises:
            ArchiveError: where it is of another.
        """
        version = schema.VERSION
        with suppress(*_BROKEN), closing(schema.connect_to_read(path)) as connection:
            said = connection.execute("PRAGMA user_version").fetchone()[0]
            if connection.execute("PRAGMA application_id").fetchone()[0] == schema.APPLICATION and 0 < said < 100:
                version = said
        if version != schema.VERSION:
            raise ArchiveError(
                _("the catalog {path} has version {found}, this program knows {known}").format(
                    path=path, found=version, known=schema.VERSION
                ),
                _("open it once with this version, such as by archive stats; that migrates it")
                if version < schema.VERSION
                else _("use the version of this program that made it, or a newer one"),
            )

    def look_at_records(self, connection: sqlite3.Connection) -> list[Finding]:
        """What is wrong with the records and texts of a catalog that nobody changes."""
        self._teach(connection)
        self._each(Catalog(connection), self._structure, self._rows, self._texts)
        return self.findings

    def _each(self, catalog: Catalog, *steps: Callable[[Catalog], None]) -> None:
        for step in steps:
            try:
                step(catalog)
            except _BROKEN as error:  # noqa: PERF203 - each step finds what it can
                self._found("catalog", "structure", [], detail=str(error), cure="rebuild")

    def _found(self, part: str, code: str, where: list[str], **facts: Any) -> None:
        count = max(1, len(where))
        self.findings.append(Finding(part, code, count, where[:_SHOWN], **facts))

    def _catalog_of(self, connection: sqlite3.Connection, path: Path, quick: bool) -> None:
        schema.check(connection, path)
        connection.execute("PRAGMA temp_store=FILE")
        self._teach(connection)
        catalog = Catalog(connection)
        with catalog.snapshot():
            self._last_seal = catalog.meta("journal")
            self._each(catalog, self._structure, self._rows, self._derived, self._texts)
            whole = not any(each.cure == "rebuild" for each in self.findings)
            if whole and not quick:
                self._each(catalog, self._literal)
            with suppress(*_BROKEN):
                self._originals(catalog, quick)
        for _again in range(3):  # another commit may come between the catalog's moment and the ranking's
            with catalog.snapshot():
                said = self._ranking(catalog, quick) if whole and not self._is_backup else None
            if said is None:
                return
        self._found("ranking", "ranking", [], detail=said, cure="reindex")

    def _teach(self, connection: sqlite3.Connection) -> None:
        teach(connection)
        connection.create_function("tokens", 1, lambda title: tokens(title or ""), deterministic=True)
        connection.create_function("text_tokens", 1, lambda kept: tokens(unpack(kept)), deterministic=True)

    def _structure(self, catalog: Catalog) -> None:
        said = [row[0] for row in catalog.connection.execute("PRAGMA integrity_check(20)")]
        if said != ["ok"]:
            self._found("catalog", "structure", said, cure="rebuild")
        broken = [f"{table} {row}" for table, row, *_ in catalog.connection.execute("PRAGMA foreign_key_check")]
        if broken:
            self._found("catalog", "references", broken, cure="rebuild")
        with closing(sqlite3.connect(":memory:")) as model:
            model.executescript(schema.SCHEMA)
            sql = "SELECT type, name, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
            ours, wanted = (set(each.execute(sql)) for each in (catalog.connection, model))
        strange = sorted(f"{kind} {name}" for kind, name, _table in ours ^ wanted)
        if strange:
            self._found("catalog", "strange", strange, cure="rebuild")

    def _rows(self, catalog: Catalog) -> None:
        """Rows whose seal is another, and records that lack a part."""
        wrong = []
        for table in SEALED:
            key = {"notices": "id", "sources": "sha256", "readings": "notice"}.get(table, SEALED[table][0])
            sql = f"SELECT {key} FROM {table} WHERE seal IS NOT {sealed(table)}"
            wrong += [f"{table} {schema.shown_path(row[0]) if table == 'places' else row[0]}"
                      for row in catalog.connection.execute(sql)]  # fmt: skip
        if wrong:
            self._found("records", "seal", wrong, cure="rebuild")
        lacking = [
            *catalog.connection.execute("SELECT id FROM notices WHERE key NOT IN (SELECT notice FROM texts)"),
            *catalog.connection.execute("SELECT notice FROM texts WHERE notice NOT IN (SELECT key FROM notices)"),
            *catalog.connection.execute(
                "SELECT sha256 FROM sources WHERE id NOT IN (SELECT source FROM notices) "
                "AND sha256 NOT IN (SELECT sha256 FROM removed)"
            ),
            *catalog.connection.execute(
                "SELECT n.id FROM notices n JOIN sources s ON s.id = n.source WHERE n.id <> s.prefix || '-' || position"
            ),
            *catalog.connection.execute("SELECT sha256 FROM sources WHERE prefix <> substr(sha256, 1, length(prefix))"),
        ]
        if lacking:
            self._found("records", "incomplete", [str(row[0]) for row in lacking], cure="rebuild")

    def _derived(self, catalog: Catalog) -> None:
        """What ``reindex`` makes: folded names, parts of numbers, years."""
        ask = catalog.connection.execute
        if catalog.due():
            return  # made by another version: reindex is due as it is
        wrong = [value for table in ("names", "numbers") for _row, value in misfits(catalog.connection, table)]
        cited = "SELECT title, units FROM citations WHERE title IS NOT NULL"
        wrong += [title for title, units in ask(cited) if units != name_key(title)]
        years = "SELECT n.id, n.year, m.number, n.date FROM notices n LEFT JOIN numbers m ON m.id = n.number"
        wrong += [row for row, is_year, number, date in ask(years) if is_year != year(number, date)]
        if wrong:
            self._found("records", "derived", wrong, cure="rebuild")

    def _texts(self, catalog: Catalog) -> None:
        wrong, unsure = [], set(catalog.connection.execute("SELECT notice, field, rule FROM unsure"))
        total = catalog.one("SELECT count(*) FROM notices")
        sql = "SELECT n.key, n.id, t.text, t.lines, t.evidence FROM notices n JOIN texts t ON t.notice = n.key"
        for done, (key, identity, text, lines, evidence) in enumerate(catalog.connection.execute(sql), 1):
            try:
                unpack(text)
                unpack_lines(lines)
                rests = [Evidence(*each) for each in json.loads(unpack_evidence(evidence))]
                said = {(key, schema.storable(e.field), schema.storable(e.rule)) for e in rests if not e.sure}
                if not said <= unsure:
                    wrong.append(identity)
                unsure -= said
            except (Damaged, ValueError, TypeError):
                wrong.append(identity)
            self.progress("records", done, total)
        wrong += [f"unsure {key}" for key, _field, _rule in unsure]
        self.checked["notices"] = total
        if wrong:
            self._found("records", "text", wrong, cure="rebuild")

    def _literal(self, catalog: Catalog) -> None:
        """The literal index against the texts: FTS5's own check of a copy that is told where the texts are."""
        run = catalog.connection.execute
        if "fold" in catalog.due():
            return
        run(
            "CREATE TEMP VIEW written AS SELECT n.key AS key, text_tokens(t.text) AS text, tokens(n.title) AS title "
            "FROM main.notices n JOIN main.texts t ON t.notice = n.key WHERE n.superseded_by IS NULL"
        )
        options = f"content='written', content_rowid='key', columnsize=0, tokenize='{schema.TOKENIZER}'"
        try:
            run(f"CREATE VIRTUAL TABLE temp.copied USING fts5(text, title, {options})")
            for part in ("data", "idx"):
                run(f"DELETE FROM temp.copied_{part}")
                run(f"INSERT INTO temp.copied_{part} SELECT * FROM main.literal_{part}")
            run("INSERT INTO temp.copied(copied, rank) VALUES('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            self._found("literal", "literal", [], detail=str(error), cure="reindex")

    def _ranking(self, catalog: Catalog, quick: bool) -> str | None:
        """What is wrong with the ranking beside the texts: the sum of all postings' hashes is another."""
        from archive.store.ranking import Broken, Ranking

        if catalog.meta("broken") or catalog.due():
            return catalog.meta("broken")  # made with other words it is no worse than reindex is due
        unranked = {row[0] for row in catalog.connection.execute("SELECT key FROM notices WHERE ranked = 0")}
        unranked |= {row[0] for row in catalog.connection.execute("SELECT key FROM gone")}
        name = catalog.meta("ranking") or ""
        try:
            with closing(Ranking(self.folder / schema.RANKINGS / (name if name.isdecimal() else "none"))) as order:
                if quick:
                    return None if order.count() >= catalog.ranked() else f"{order.count()} < {catalog.ranked()}"
                return None if order.digest(unranked) == self._digest(catalog) else ""
        except Broken as error:
            return str(error)

    def _digest(self, catalog: Catalog) -> int:
        from archive.words import weights

        user, total, count = UserWords(catalog.meta("words") or ""), 0, catalog.ranked()
        for done, (key, title, text) in enumerate(catalog.texts("n.ranked = 1"), 1):
            groups = weights(title, text, user=user)
            words = [(word, int(weight)) for weight, said in groups.items() for word in said.split(" ")]
            total += sum(bm25.digest(key, word, weight) for word, weight in words)
            total += bm25.digest(key, "", length_class(sum(weight for _word, weight in words)))
            self.progress("ranking", done, count)
        return total

    def _originals(self, catalog: Catalog, quick: bool) -> None:
        originals, quarantine = (Originals(self.folder / name) for name in FOLDERS)
        sql = (
            "SELECT s.sha256, s.bytes, EXISTS (SELECT 1 FROM notices n WHERE n.source = s.id), "
            "EXISTS (SELECT 1 FROM removed r WHERE r.sha256 = s.sha256 AND r.record IS NOT NULL) FROM sources s"
        )
        rows = catalog.connection.execute(sql).fetchall()
        missing, altered, closed, misplaced = [], [], [], []
        for done, (content, size, used, kept) in enumerate(rows, 1):
            here, other = (originals, quarantine) if used or self._is_backup else (quarantine, originals)
            path = here.path(content)
            if not path.exists() and other.path(content).exists():
                misplaced.append(content)
                path = other.path(content)
            try:
                if not (used or kept):
                    continue
                if os.lstat(path).st_size != size or (not quick and file_hash(path) != content):
                    altered.append(content)
            except FileNotFoundError:
                missing.append(content)
            except OSError:
                closed.append(content)
            self.progress("originals", done, len(rows))
        self.checked["originals"] = sum(bool(used or kept) for _content, _size, used, kept in rows)
        for code, where in (("missing", missing), ("altered", altered), ("unreadable-original", closed)):
            if where:
                self._found("originals", code, where, cure="copy")
        if misplaced:
            self._found("originals", "misplaced", misplaced, cure="copy", harmless=True)
        known = {content for content, *_ in rows}
        stray = [path.name for each in (originals, quarantine) for path in each.files() if path.name not in known]
        if stray:
            self._found("originals", "stray", sorted(stray), harmless=True)

    def _journal(self) -> None:
        try:
            lines = list(Acts(self.folder).checked())
        except OSError as error:
            self._found("journal", "journal", [], detail=str(error))
            return
        self.checked["acts"] = len(lines)
        wrong = [str(line.number) for line in lines if not line.sound]
        if self._last_seal and self._last_seal not in {line.seal for line in lines}:
            wrong.append(_("the last ones"))
        if wrong:
            self._found("journal", "journal", wrong, cure="journal")

    def _modes(self) -> None:
        paths = [self.folder, *(path for path in self.folder.iterdir() if path.name != "lock")]
        wide = [path.name for path in paths if path.lstat().st_mode & 0o007 and not path.is_symlink()]
        if wide:
            self._found("files", "open", sorted(wide), harmless=True)

    def _edited(self) -> None:
        edited = Edited(self.folder)
        for read in (edited.authority, edited.user_words):
            try:
                read()
            except ArchiveError as error:  # noqa: PERF203 - there are two
                self._found("edited", "edited", [error.message])


def file_hash(path: Path) -> str:
    """The SHA-256 of a file; one that is no regular file is not opened.

    Raises:
        OSError: when it cannot be read.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("not a regular file")
        digest = hashlib.sha256()
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
        return digest.hexdigest()
