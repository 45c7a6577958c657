"""A copy of an archive elsewhere, made while it is in use, added to each time, and brought back from there."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import ArchiveError, Damaged
from archive.messages import _
from archive.private import make_folder, opened
from archive.store import acts, schema
from archive.store.catalog import Catalog
from archive.store.creating import holds_nothing_but
from archive.store.edited import ISSUERS, WORDS, write
from archive.store.lock import writer_lock
from archive.store.originals import FOLDERS, ORIGINALS, Originals, copy, sync_file, sync_folder
from archive.store.ranking import Ranking
from archive.store.removing import settle
from archive.store.verifying import Verifier, file_hash

Progress = Callable[[int, int], None]

_BESIDE = (ISSUERS, WORDS, acts.NAME)
_BEFORE = ".before"
_WANTED = (
    "id IN (SELECT source FROM notices) OR sha256 IN (SELECT sha256 FROM removed WHERE record IS NOT NULL) "
    "OR sha256 NOT IN (SELECT sha256 FROM removed)"
)
"""Contents whose original is kept; the others were purged."""
_NOTES = {"README.md", ".gitkeep"}
_MARKS = (schema.RESTORING, schema.BACKUP, *_NOTES)
_OWN = {*FOLDERS, *_BESIDE, schema.NAME, "lock", "staging", schema.RANKINGS, *_MARKS}


@dataclass(slots=True)
class Copied:
    """What a backup did.

    Attributes:
        notices: how many it holds.
        originals: how many it holds.
        added: how many of these it took in this time.
        bytes: of those.
        missing: hashes of originals that the archive itself lacks, or holds damaged; an older copy was kept.
    """

    notices: int = 0
    originals: int = 0
    added: int = 0
    bytes: int = 0
    missing: list[str] = field(default_factory=list)


def backup(source: Path, target: Path, full: bool = False, progress: Progress | None = None) -> Copied:
    """Brings a copy of an archive up to date: a moment's catalog, all originals it names, and what people edit.

    The originals come first, then the catalog takes the place of the former one, which stays beside it. All that is
    written is read again. The order of hits is left out, for it is made from the rest.

    Args:
        source: the folder of the archive; others may search and write meanwhile.
        target: the folder of the copy; made where there is none.
        full: read the originals again too that an earlier backup wrote.
        progress: called with originals done and in all.

    Raises:
        ArchiveError: when the target is no folder of a backup, or lies in the archive.
        Damaged: when the catalog of the archive is damaged; the copy is left as it was.
        OSError: when something cannot be read or written; what was copied stays.
    """
    source, target = source.absolute(), target.absolute()
    fit(source, target)
    _mark(source, target)
    return _bring(source, target, full, progress)


def _mark(source: Path, target: Path) -> None:
    """Makes a folder the backup of one archive, for good.

    Raises:
        ArchiveError: when it is another archive, or the backup of another.
    """
    with closing(schema.connect_to_read(source / schema.NAME)) as connection:
        identity = Catalog(connection).meta("archive")
    mark = target / schema.BACKUP
    if mark.exists() or any((target / name).exists() for name in (schema.NAME, schema.NAME + _BEFORE)):
        try:
            known = json.loads(mark.read_text("utf-8"))["archive"]
        except (OSError, ValueError, TypeError, KeyError):
            known = None
        if known != identity:
            raise ArchiveError(
                _("{folder} is another archive, or the backup of another").format(folder=target),
                _("name an empty or a new folder for the backup"),
            )
        return
    if not target.exists():
        make_folder(target)
        target.chmod(0o700)
    write(mark, json.dumps({"version": 1, "archive": identity}))


def _bring(source: Path, target: Path, full: bool, progress: Progress | None) -> Copied:
    make_folder(target / ORIGINALS)
    with writer_lock(target, 0):
        fresh = target / (schema.NAME + ".part")
        _snapshot(source / schema.NAME, fresh)
        done = Copied()
        with closing(sqlite3.connect(f"{fresh.as_uri()}?mode=ro", uri=True)) as catalog:
            done.notices = catalog.execute("SELECT count(*) FROM notices").fetchone()[0]
            rows = catalog.execute(f"SELECT sha256, bytes FROM sources WHERE {_WANTED}").fetchall()
            purged = catalog.execute(f"SELECT sha256 FROM sources WHERE NOT ({_WANTED})").fetchall()
        for at, (content, size) in enumerate(rows, 1):
            _original(source, target, content, size, full, done)
            if progress:
                progress(at, len(rows))
        for name in _BESIDE:
            if (source / name).is_file():
                _replace(source / name, target / name)
        for folder in FOLDERS:
            if (target / folder).is_dir():
                for each in [*(target / folder).iterdir(), target / folder]:
                    sync_folder(each)
        _put(fresh, target / schema.NAME)
        for (content,) in purged:
            Originals(target / ORIGINALS).path(content).unlink(missing_ok=True)
        sync_folder(target)
    return done


def _put(fresh: Path, path: Path) -> None:
    """Puts a catalog in the place of the former one, which stays beside it; at no moment there is none."""
    before = path.with_name(path.name + _BEFORE)
    if path.exists():
        link = before.with_name(before.name + ".part")
        link.unlink(missing_ok=True)
        link.hardlink_to(path)
        link.replace(before)
    for end in ("-wal", "-shm", "-journal"):  # of the former one: SQLite would take them for the new one's
        path.with_name(path.name + end).unlink(missing_ok=True)
    fresh.replace(path)


def fit(source: Path, target: Path) -> None:
    """Sees that one folder may be copied to another.

    Raises:
        ArchiveError: when one lies in the other, or the target is none or holds other things.
    """
    real, other = source.resolve(), target.resolve()
    if other == real or real in other.parents or other in real.parents:
        raise ArchiveError(
            _("the backup {target} and the archive {source} lie one in the other").format(target=target, source=source),
            _("name a folder elsewhere, best on another disk"),
        )
    if target.exists():
        if not target.is_dir():
            raise ArchiveError(_("{path} is no folder").format(path=target), _("name a folder for the backup"))
        holds_nothing_but(target, _OWN, _("name an empty or a new folder for the backup"))


def _snapshot(source: Path, fresh: Path) -> None:
    """A copy of a catalog as it is at one moment, looked through."""
    fresh.unlink(missing_ok=True)
    os.close(opened(fresh, os.O_RDWR | os.O_EXCL))
    with schema.speaking(source):
        _copy_catalog(source, fresh)
    schema.in_one_file(fresh)
    sync_file(fresh)


def _copy_catalog(source: Path, fresh: Path) -> None:
    with closing(schema.connect_to_read(source)) as catalog, closing(sqlite3.connect(fresh)) as target:
        version = schema.check(catalog, source)
        catalog.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
    if version != schema.VERSION:
        schema.migrate(fresh)
        fresh.with_name(f"{fresh.name}.v{version}").unlink()
    with closing(sqlite3.connect(fresh)) as target:
        target.execute("PRAGMA journal_mode=DELETE")
        found = Verifier(fresh.parent).look_at_records(target)
        if found:
            raise Damaged(
                _("the catalog {path} is damaged: {reason}").format(path=source, reason=found[0].message),
                _("what was copied before is as it was; look at the archive with: archive verify"),
            )


def _original(source: Path, target: Path, content: str, size: int, full: bool, done: Copied) -> None:
    done.originals += 1
    here = Originals(target / ORIGINALS).path(content)
    if here.exists() and here.stat().st_size == size and (not full or file_hash(here) == content):
        return
    for folder in FOLDERS:
        path = Originals(source / folder).path(content)
        with suppress(FileNotFoundError):
            part = here.with_name(content + ".part")
            copy(path, part)
            if file_hash(part) == content:
                part.replace(here)
                done.added += 1
                done.bytes += here.stat().st_size
                return
            part.unlink()
    done.missing.append(content)


def _replace(path: Path, target: Path) -> None:
    """Puts a copy of a file in the place of the old one, as a whole."""
    part = target.with_name(target.name + ".part")
    copy(path, part)
    part.replace(target)


def restore(source: Path, target: Path, progress: Progress | None = None) -> Copied:
    """Makes an archive of a backup; the order of hits has to be made by ``reindex`` afterwards.

    Nothing stands under the archive's name before all is copied and looked through; doing it again after a crash
    finishes it. ``schema.RESTORING`` is left for the caller to take away.

    Args:
        source: the folder of the backup.
        target: the folder of the archive; empty, or not there.
        progress: called with originals done and in all.

    Raises:
        ArchiveError: when the source is no backup, or the target holds something.
        Damaged: when the backup's catalog is damaged.
        OSError: when something cannot be read or written.
    """
    source, target = source.absolute(), target.absolute()
    fit(source, target)
    if not (source / schema.NAME).is_file():
        raise ArchiveError(_("there is no backup in {folder}").format(folder=source), _("look at the name"))
    begun = (target / schema.RESTORING).exists()
    if target.exists() and not begun and (not target.is_dir() or {each.name for each in target.iterdir()} - _NOTES):
        raise ArchiveError(
            _("{folder} is not empty").format(folder=target),
            _("name a new folder with --index, or move what is there away"),
        )
    make_folder(target)
    target.chmod(0o700)
    (target / schema.RESTORING).touch(0o600)
    done = _bring(source, target, False, progress)
    (target / (schema.NAME + _BEFORE)).unlink(missing_ok=True)
    with closing(schema.connect(target / schema.NAME)) as connection:
        connection.execute("INSERT OR REPLACE INTO meta VALUES('ranking', '1')")
        settle(Catalog(connection), *(Originals(target / folder) for folder in FOLDERS))
    Ranking(target / schema.RANKINGS / "1").create()
    return done
