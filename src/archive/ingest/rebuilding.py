"""A damaged archive brought back: originals from where they came, indexes from the records, records from the rest."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError, Unreadable, explain
from archive.ingest import taken
from archive.ingest.walk import changed
from archive.messages import _
from archive.notice import Notice
from archive.private import make_folder
from archive.store import LocalStore, schema
from archive.store.acts import Acts, now
from archive.store.catalog import Catalog
from archive.store.creating import next_ranking
from archive.store.custody import settle_store, to_bring_back
from archive.store.data import SourceFile
from archive.store.edited import ISSUERS, WORDS, Edited
from archive.store.journal import COLUMNS, read_row
from archive.store.lock import writer_lock
from archive.store.originals import FOLDERS, QUARANTINE, Originals, copy, sync_folder
from archive.store.removing import left
from archive.store.salvage import REBUILDING, Wreck, put_aside, wreck
from archive.store.seals import SEALED, enter, reseal
from archive.store.verifying import Finding, Verifier, file_hash
from archive.store.writing import Writer

_HASH = re.compile("[0-9a-f]{64}")
_ID = re.compile("[0-9a-f]{12,64}-[1-9][0-9]{0,8}")
JOB = "archive.ingest.reading:read_again"
_PIECE = 1000
_TOLD = 100
"""Losses that the journal names."""


@dataclass(slots=True)
class Repaired:
    """What a repair did.

    Attributes:
        originals: hashes of originals that were copied from where they had come from.
        copied: contents whose records were taken over as they were.
        reread: contents that were read again from their originals.
        reindexed: whether the indexes were made anew.
        lost: what could not be brought back, a line each.
        aside: where the damaged catalog is kept, where it was replaced.
        left: what is still found.
    """

    originals: list[str] = field(default_factory=list)
    copied: int = 0
    reread: int = 0
    reindexed: bool = False
    lost: list[str] = field(default_factory=list)
    aside: str = ""
    left: list[Finding] = field(default_factory=list)


def repair(
    folder: Path,
    findings: Iterable[Finding],
    *,
    who: str,
    wait: float = 10.0,
    workers: int | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Repaired:
    """Brings back what can be brought back, and looks at all again.

    Args:
        folder: the archive.
        findings: what ``Verifier.run`` found.
        who: the user, for the journal.
        wait: seconds to wait for another writer to end.
        workers: reader processes; None for one a core.
        progress: called with the part, and pieces of it done and in all.

    Raises:
        Locked: when another process writes to the archive.
    """
    done, told = Repaired(), progress or (lambda *_: None)
    findings = list(findings)
    cures = {each.cure for each in findings}
    acts = Acts(folder)
    if "journal" in cures:
        kept = acts.mend(time.strftime("%Y%m%dT%H%M%S"))
        done.lost.append(_("lines of the journal; the old one is kept: {path}").format(path=kept))
    acts.add("repair", who, found=sorted({each.code for each in findings}))  # told before it is done
    if "rebuild" in cures:
        _Rebuilding(folder, done, wait, workers, told).run()
        with LocalStore.open(folder, wait=wait) as store:
            settle_store(store)
    if "copy" in cures:
        with LocalStore.open(folder, wait=wait) as store:
            _bring_originals(store, done)
    if cures & {"rebuild", "reindex"}:
        with LocalStore.open(folder, wait=wait) as store:
            try:
                store.reindex(lambda at, total: told("ranking", at, total))
                done.reindexed = True
            except ArchiveError:  # a file that people edit cannot be read; a new catalog has its indexes already
                if "rebuild" not in cures:
                    raise
    if cures & {"rebuild", "journal"}:
        last = acts.add("repaired", who, copied=done.copied, reread=done.reread, lost=done.lost[:_TOLD])
        with closing(schema.connect(folder / schema.NAME)) as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES('journal', ?)", (last,))
    done.left = Verifier(folder, progress).run()
    return done


def _bring_originals(store: LocalStore, done: Repaired) -> None:
    """Copies originals that are missing or altered from a place where the same content still lies."""
    settle_store(store)
    quarantine = Originals(store.folder / QUARANTINE)
    removed = {each.sha256: quarantine for each in to_bring_back(store)}
    wanted = {**removed, **dict.fromkeys(store.contents(None), store.originals)}
    with store.writing():
        for content, originals in wanted.items():
            if not _holds(os.fspath(originals.path(content)), content):
                paths = store.ask(Catalog.places_of, content)
                if _bring(originals, content, paths):
                    done.originals.append(content)
                else:
                    done.lost.append(_("original {hash} ({path})").format(hash=content[:12], path=(*paths, "?")[0]))
        store.originals.sync()
        quarantine.sync()


def _bring(originals: Originals, content: str, paths: Iterable[str]) -> bool:
    """Copies an original from the first of these paths that still holds it; whether one does."""
    found = next((path for path in paths if _holds(path, content)), None)
    if found is None:
        return False
    staging = originals.folder.parent / "staging"
    staged = staging / content
    copy(Path(found), staged)
    if file_hash(staged) != content:  # it has changed just now
        staged.unlink()
        return False
    originals.keep(staged, content)
    return True


def _holds(path: str, content: str) -> bool:
    try:
        return file_hash(Path(path)) == content
    except (OSError, ValueError):
        return False


def _is_tombstone(row: dict[str, Any]) -> bool:
    """Whether a row can still say which notice was removed, though it may be other than it was written."""
    texts = [row[name] for name in SEALED["removed"] if name not in ("position", "record", "superseded_by")]
    return (
        all(isinstance(text, str) for text in texts)
        and _ID.fullmatch(row["id"]) is not None
        and row["sha256"].startswith(row["id"].rpartition("-")[0])
        and isinstance(row["position"], int)
    )


class _Rebuilding:
    """Makes a new catalog beside the damaged one, and puts it in its place when it is whole."""

    def __init__(
        self, folder: Path, done: Repaired, wait: float, workers: int | None, told: Callable[[str, int, int], None]
    ) -> None:
        self.folder, self.done, self.wait, self.workers, self.told = folder, done, wait, workers, told
        self.originals, self.quarantine = (Originals(folder / name) for name in FOLDERS)
        self._whole: dict[str, Path | None] = {}

    def run(self) -> None:
        with writer_lock(self.folder, self.wait):
            fresh = self.folder / REBUILDING
            shutil.rmtree(fresh, ignore_errors=True)
            make_folder(fresh)
            edited = Edited(self.folder)
            for name, read in ((ISSUERS, edited.authority), (WORDS, edited.user_words)):
                with suppress(FileNotFoundError, ArchiveError):
                    read()  # one that cannot be read must not stop this
                    shutil.copyfile(self.folder / name, fresh / name)
            with wreck(self.folder / schema.NAME, self.folder) as old, LocalStore.open(fresh, create=True) as store:
                store.originals = self.originals
                self._fill(store, old)
                self.done.lost += old.lost
            self._put_in_place(fresh)

    def _put_in_place(self, fresh: Path) -> None:
        rankings = self.folder / schema.RANKINGS
        make_folder(rankings)
        name = next_ranking(self.folder)
        connection = schema.connect(fresh / schema.NAME)
        try:
            made = connection.execute("SELECT value FROM meta WHERE name = 'ranking'").fetchone()[0]
            (fresh / schema.RANKINGS / made).replace(rankings / name)
            connection.execute("UPDATE meta SET value = ? WHERE name = 'ranking'", (name,))
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
        schema.in_one_file(fresh / schema.NAME)
        sync_folder(rankings)
        aside = put_aside(self.folder, fresh / schema.NAME, time.strftime("%Y%m%dT%H%M%S"))
        self.done.aside = str(aside or "")
        shutil.rmtree(fresh)

    def _fill(self, store: LocalStore, old: Wreck) -> None:
        sources = [row for row in old.rows("sources") if _HASH.fullmatch(str(row["sha256"]))]
        removed = [row for row in old.rows("removed") if _is_tombstone(row)]
        withheld = {row["sha256"] for row in removed}
        by_content = self._places(old, {source["id"]: source["sha256"] for source in sources})
        for source in sources:
            if self._lying(source["sha256"]) is None and source["sha256"] not in withheld:
                paths = [schema.shown_path(place["path"]) for place in by_content.get(source["sha256"], [])]
                if _bring(self.originals, source["sha256"], paths):
                    self.done.originals.append(source["sha256"])
                    del self._whole[source["sha256"]]
        successors = {
            row["id"]: (row["superseded_by"], bool(row.get("rendition")))
            for row in old.rows("notices")
            if row["superseded_by"]
        }
        with store.writing() as writer:
            for row in removed:
                enter(writer.connection, "removed", [row[name] for name in SEALED["removed"]])
            gone = self._gone()
            forgotten = gone.keys() - {row["id"] for row in removed}
            prefixes = tuple(identity.rpartition("-")[0] for identity in forgotten)
            again = self._take_over(writer, old, sources, withheld, prefixes)
            unknown = list(self._unknown(sources))
            self._read_again(store, writer, [*again, *unknown], by_content)
            placed = [
                (place, source) for source in [*sources, *unknown] for place in by_content.get(source["sha256"], [])
            ]
            for place, source in sorted(placed, key=lambda each: bool(each[0]["current"])):
                path = schema.shown_path(place["path"])
                writer.place(path, source["sha256"], place["bytes"], place["mtime_ns"])
            self._remove_again(writer, gone)
            for source in sources:
                if source["sound"]:
                    facts = (source["added"], source["sha256"])
                    writer.connection.execute("UPDATE sources SET added = ? WHERE sha256 = ?", facts)
                    reseal(writer.connection, "sources", "sha256 = ?", source["sha256"])
            for identity, (successor, rendition) in successors.items():
                writer.supersede(identity, successor, rendition)
            writer.load(read_row((*(row[name] for name in COLUMNS), None)) for row in old.sound_rows("corrections"))
            for row in old.sound_rows("failures"):
                values = [row[name] for name in SEALED["failures"]]
                enter(writer.connection, "failures", values, "INSERT OR REPLACE")

    def _places(self, old: Wreck, contents: dict[int, str]) -> dict[str, list[dict[str, Any]]]:
        """Where each content lay, by its hash: as it was written, or as can be seen there now."""
        found: dict[str, list[dict[str, Any]]] = {}
        for place in old.rows("places"):
            content = contents.get(place["source"], "") if place["sound"] else ""
            seen = {} if content else self._seen(place["path"])
            if not content and not seen:
                self.done.lost.append(_("where this file came from: {path}").format(path=place["path"]))
                continue
            found.setdefault(content or seen["sha256"], []).append({**place, **seen})
        return found

    def _seen(self, stored: Any) -> dict[str, Any]:
        """What lies at a path now, where it is a content of the archive."""
        try:
            path = schema.shown_path(stored)
            facts, content = os.stat(path), file_hash(Path(path))  # noqa: PTH116 - it may be no UTF-8
        except (OSError, ValueError, TypeError):
            return {}
        if not self.originals.path(content).exists():
            return {}
        return {"bytes": facts.st_size, "mtime_ns": changed(facts), "current": 1, "sha256": content}

    def _take_over(
        self, writer: Writer, old: Wreck, sources: list[dict[str, Any]], removed: set[str], forgotten: tuple[str, ...]
    ) -> list[dict[str, Any]]:
        """Takes over the records of contents that are whole; the other contents, which must be read again.

        Of a file that SQLite finds damaged no table is known to be complete, so its records serve only where the
        original cannot.
        """
        again = []
        for at, source in enumerate(sources, 1):
            usable = old.sound or not self._sound(source["sha256"])
            held = old.notices(source["id"]) if usable else None
            if held and not all(source["sha256"].startswith(notice.id.rpartition("-")[0]) for notice in held):
                held = None  # the row has lost whose it is
            if source["sha256"] in removed and not self.originals.path(source["sha256"]).exists():
                held = held or []  # all of it was taken out
            if held is None or (source["sha256"].startswith(forgotten) and self._lying(source["sha256"])):
                again.append(source)
            else:
                self._record(writer, source, held)
                self.done.copied += 1
            self.told("records", at, len(sources))
        return again

    def _lying(self, content: str) -> Path | None:
        """Where an original lies, whole; each is read once."""
        if content not in self._whole:
            paths = [each.path(content) for each in (self.originals, self.quarantine)]
            self._whole[content] = next((path for path in paths if _holds(os.fspath(path), content)), None)
        return self._whole[content]

    def _gone(self) -> dict[str, dict[str, Any]]:
        """The notices that were removed, as the journal says, each with the act."""
        gone: dict[str, dict[str, Any]] = {}
        for act in Acts(self.folder).read():
            ids = [each for each in act["ids"] if isinstance(each, str) and _ID.fullmatch(each)]
            if act["verb"] in ("remove", "purge"):
                gone |= dict.fromkeys(ids, act)
            elif act["verb"] in ("unremove", "permit"):
                gone = {identity: each for identity, each in gone.items() if identity not in ids}
        return gone

    def _remove_again(self, writer: Writer, gone: dict[str, dict[str, Any]]) -> None:
        """Takes out what the journal says was removed, and what lies in quarantine, where the catalog forgot it."""
        for path in self.quarantine.files():
            for identity in writer.ids_of(path.name):
                gone.setdefault(identity, {"who": "?", "why": "", "at": now()})
        known = {row[0] for row in writer.connection.execute("SELECT id FROM removed")}
        for identity, act in gone.items():
            if identity in known:
                continue
            who, why = str(act["who"]), str(act.get("why", ""))
            if writer.one("SELECT 1 FROM notices WHERE id = ?", identity):
                writer.remove([identity], who, why)
                if act.get("verb") == "purge":
                    writer.forget([identity])
            else:
                writer.withhold(identity, who, why, str(act["at"])[:25])

    def _sound(self, content: str) -> bool:
        return self._lying(content) == self.originals.path(content)

    def _record(self, writer: Writer, source: dict[str, Any], notices: list[Notice]) -> None:
        warnings = tuple(json.loads(source["warnings"])) if source["sound"] else ()
        facts = (source["bytes"], source["kind"], source["reader"], warnings)
        writer.reread(SourceFile(source["sha256"], *facts), [(notice, None) for notice in notices])

    def _unknown(self, sources: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """The originals that no row that can be read knows."""
        known = {source["sha256"] for source in sources}
        for originals in (self.originals, self.quarantine):
            for path in originals.files():
                if path.name not in known and _holds(os.fspath(path), path.name):
                    known.add(path.name)
                    yield {"sha256": path.name, "sound": False}

    def _read_again(
        self, store: LocalStore, writer: Writer, sources: list[dict[str, Any]], places: dict[str, list[dict[str, Any]]]
    ) -> None:
        from archive.ingest.rounds import rounds

        if not sources:
            return
        tasks = (self._task(writer, source, places) for source in sources)
        with closing(rounds(JOB, tasks, len(sources), self.workers, "auto")) as outcomes:
            for at, (task, outcome) in enumerate(outcomes, 1):
                try:
                    if isinstance(outcome, Unreadable):
                        raise ArchiveError(explain(outcome.reason, outcome.detail))
                    facts = (outcome["bytes"], outcome["kind"], outcome["reader"], tuple(outcome["warnings"]))
                    with writer.whole():
                        read = left(writer, task["sha256"], taken(outcome))
                        writer.reread(SourceFile(task["sha256"], *facts), read)
                    self.done.reread += 1
                except (ArchiveError, ValueError, TypeError, KeyError, OverflowError) as error:
                    self.done.lost.append(_("notices of {path}: {reason}").format(path=task["path"], reason=error))
                if at % _PIECE == 0:
                    writer.commit(more=True)
                self.told("originals", at, len(sources))

    def _task(self, writer: Writer, source: dict[str, Any], places: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
        content = source["sha256"]
        paths = [schema.shown_path(place["path"]) for place in places.get(content, [])] or [content]
        original = os.fspath(self._lying(content) or self.originals.path(content))
        return {"original": original, "sha256": content, "path": paths[0], "name": Path(paths[0]).name,
                "words": writer.user}  # fmt: skip
