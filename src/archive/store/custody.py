"""Notices taken out of an archive, brought back, and forgotten, with their originals."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime, timedelta, timezone

from archive.errors import ArchiveError
from archive.messages import _
from archive.store import schema
from archive.store.catalog import Catalog
from archive.store.local import LocalStore
from archive.store.lock import writer_lock
from archive.store.originals import QUARANTINE, Originals
from archive.store.removing import Removed, removed, settle
from archive.store.salvage import REBUILDING, clear_wreck


def remove(store: LocalStore, ids: Iterable[str], who: str, why: str) -> list[str]:
    """Takes notices out; see ``Removals.remove``. An original goes out of the way with its last notice."""
    with store.writing() as writer:
        done = writer.remove(ids, who, why)
        writer.tell("remove", who, done, why=why)
    settle_store(store)
    return done


def unremove(store: LocalStore, ids: Iterable[str], who: str) -> list[str]:
    """Brings notices back; see ``Removals.unremove``."""
    with store.writing() as writer:
        done = writer.unremove(ids)
        writer.tell("unremove", who, done)
        _settle(store, writer)  # an original is where it should be before its records are
    return done


def permit(store: LocalStore, ids: Iterable[str], who: str) -> list[str]:
    """Lets the files of purged notices be taken in again; see ``Removals.permit``."""
    with store.writing() as writer:
        done = writer.permit(ids)
        writer.tell("permit", who, done)
    return done


def purge(store: LocalStore, days: float, who: str) -> list[str]:
    """Forgets for good what was taken out so many days ago or earlier, in the records, the indexes and the file.

    Returns:
        the ids of the notices.
    """
    store.edited.user_words()  # without them the indexes cannot be made anew
    with store.writing() as writer:
        done = writer.purge(_before(days))
        if done:
            writer.tell("purge", who, done)
        begun = writer.meta("purging")
    settle_store(store)
    if begun:  # now, or by a purge that broke off
        store.reindex()  # the words of what is gone stand in both indexes until they are made anew
        _forget(store)
    return done


_UNUSED = """
DELETE FROM names WHERE id NOT IN (SELECT name FROM lists UNION SELECT ifnull(kind, 0) FROM notices
    UNION SELECT ifnull(name, 0) FROM anonymous);
DELETE FROM numbers WHERE id NOT IN (SELECT ifnull(number, 0) FROM notices
    UNION SELECT ifnull(number, 0) FROM citations);
"""


def _forget(store: LocalStore) -> None:
    """Leaves no word of what was purged in the catalog's file, nor in what a repair left.

    Raises:
        ArchiveError: while others read what was; the next purge finishes it.
    """
    with writer_lock(store.folder, store.wait), closing(schema.connect(store.folder / schema.NAME)) as connection:
        clear_wreck(store.folder)
        shutil.rmtree(store.folder / REBUILDING, ignore_errors=True)
        connection.execute("PRAGMA temp_store=FILE")
        connection.executescript(f"BEGIN IMMEDIATE;{_UNUSED}COMMIT;VACUUM;")
        if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            raise ArchiveError(
                _("others are reading the archive, so that what was purged still stands in its file"),
                _("run archive purge again when they have ended"),
            )
        connection.execute("DELETE FROM meta WHERE name = 'purging'")


def to_bring_back(store: LocalStore, days: float | None = None) -> list[Removed]:
    """The notices that can be brought back, all or those taken out so many days ago or earlier, the last ones first."""
    where, given = ("1", ()) if days is None else ("at <= ?", (_before(days),))
    return store.ask(removed, f"record IS NOT NULL AND {where}", given)


def purged(store: LocalStore) -> list[Removed]:
    """The notices that were purged, the last ones first."""
    return store.ask(removed, "record IS NULL")


def _before(days: float) -> str:
    """The moment so many days ago; for 0 one that is behind all, whatever a clock said once."""
    if not days:
        return "9999"
    return (datetime.now(timezone.utc) - timedelta(days=days)).isoformat(timespec="seconds")


def settle_store(store: LocalStore) -> None:
    """Puts the originals where they belong after removals; see ``settle``."""
    with writer_lock(store.folder, store.wait), closing(schema.connect(store.folder / schema.NAME)) as connection:
        _settle(store, Catalog(connection))


def _settle(store: LocalStore, catalog: Catalog) -> None:
    settle(catalog, store.originals, Originals(store.folder / QUARANTINE))
