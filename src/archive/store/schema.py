"""The catalog's file: its tables, its versions, and how it is opened for writing and for reading."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archive import text, words
from archive.errors import ArchiveError, Damaged
from archive.messages import _
from archive.private import opened
from archive.store.originals import sync_file, sync_folder
from archive.store.seals import SEALED, sealed, teach

VERSION = 6
APPLICATION = 0x676F6E67
"""``PRAGMA application_id`` of a catalog: "gong"."""
NAME, RANKINGS = "catalog.sqlite3", "whoosh"
BACKUP, RESTORING = "backup.json", "restoring"
"""Files that mark a backup, saying of which archive, and an archive that is not wholly restored."""
VERSIONS = {"fold": str(text.VERSION), "segmenter": words.VERSION}
"""What the indexes of an archive were made with; a change of one asks for ``reindex``."""

# ascii takes these as separators unless told otherwise; blanks and controls stay separators.
_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
TOKENIZER = ("ascii tokenchars '" + _PUNCTUATION.replace("'", "''") + "'").replace("'", "''")

_FIRST = f"""
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sources(
    id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, prefix TEXT NOT NULL UNIQUE, bytes INTEGER NOT NULL,
    kind TEXT NOT NULL, reader TEXT NOT NULL, warnings TEXT NOT NULL, added TEXT NOT NULL);
CREATE TABLE places(
    path TEXT NOT NULL, source INTEGER NOT NULL REFERENCES sources(id), bytes INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL, current INTEGER NOT NULL, PRIMARY KEY(path, source)) WITHOUT ROWID;
CREATE UNIQUE INDEX places_current ON places(path) WHERE current;
CREATE INDEX places_source ON places(source);
CREATE TABLE failures(
    path TEXT PRIMARY KEY, status TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, tried TEXT NOT NULL,
    bytes INTEGER NOT NULL, mtime_ns INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE names(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, units TEXT NOT NULL);
CREATE TABLE numbers(
    id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, code TEXT, year INTEGER, serial INTEGER, suffix TEXT,
    form TEXT, suffix_order TEXT);
CREATE INDEX numbers_parts ON numbers(code, year, serial);
CREATE TABLE notices(
    key INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, source INTEGER NOT NULL REFERENCES sources(id),
    position INTEGER NOT NULL, number INTEGER REFERENCES numbers(id), title TEXT, kind INTEGER REFERENCES names(id),
    date TEXT, year INTEGER, printed TEXT, signer TEXT, secrecy TEXT, urgency TEXT, copy_number TEXT, note TEXT,
    cut INTEGER NOT NULL, page_from INTEGER NOT NULL, page_to INTEGER NOT NULL, wrapper INTEGER, superseded_by TEXT,
    ranked INTEGER NOT NULL DEFAULT 0);
CREATE INDEX notices_source ON notices(source, position);
CREATE INDEX notices_number ON notices(number);
CREATE INDEX notices_kind ON notices(kind);
CREATE INDEX notices_date ON notices(date DESC, id);
CREATE INDEX notices_year ON notices(year);
CREATE INDEX notices_superseded ON notices(superseded_by) WHERE superseded_by IS NOT NULL;
CREATE INDEX notices_unranked ON notices(ranked) WHERE ranked = 0;
CREATE TABLE gone(key INTEGER PRIMARY KEY);
CREATE TABLE lists(
    notice INTEGER NOT NULL REFERENCES notices(key), field TEXT NOT NULL, position INTEGER NOT NULL,
    name INTEGER NOT NULL REFERENCES names(id), PRIMARY KEY(notice, field, position)) WITHOUT ROWID;
CREATE INDEX lists_name ON lists(name, field, notice);
CREATE TABLE texts(notice INTEGER PRIMARY KEY REFERENCES notices(key), text BLOB NOT NULL, lines BLOB NOT NULL);
CREATE TABLE citations(
    notice INTEGER NOT NULL REFERENCES notices(key), position INTEGER NOT NULL, title TEXT, units TEXT,
    number INTEGER REFERENCES numbers(id), PRIMARY KEY(notice, position)) WITHOUT ROWID;
CREATE INDEX citations_number ON citations(number);
CREATE TABLE evidence(
    notice INTEGER NOT NULL REFERENCES notices(key), position INTEGER NOT NULL, field TEXT NOT NULL,
    value TEXT NOT NULL, page INTEGER NOT NULL, line INTEGER NOT NULL, words TEXT NOT NULL, rule TEXT NOT NULL,
    sure INTEGER NOT NULL, PRIMARY KEY(notice, position)) WITHOUT ROWID;
CREATE VIRTUAL TABLE literal USING fts5(title, text, content='', columnsize=0, tokenize='{TOKENIZER}');
INSERT INTO literal(literal, rank) VALUES('hashsize', 67108864);
"""
_SECOND = """
CREATE TABLE corrections(
    id INTEGER PRIMARY KEY, act TEXT NOT NULL, item INTEGER NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL,
    why TEXT NOT NULL, sha256 TEXT NOT NULL, position INTEGER NOT NULL, number TEXT NOT NULL, title TEXT NOT NULL,
    words TEXT NOT NULL, field TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL, undone TEXT, undone_by TEXT,
    notice INTEGER REFERENCES notices(key), UNIQUE(act, item));
CREATE INDEX corrections_source ON corrections(sha256);
CREATE INDEX corrections_notice ON corrections(notice, field);
CREATE TABLE readings(
    notice INTEGER NOT NULL REFERENCES notices(key), field TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY(notice, field)) WITHOUT ROWID;
CREATE TABLE anonymous(
    notice INTEGER PRIMARY KEY REFERENCES notices(key), name INTEGER REFERENCES names(id), confirmed INTEGER NOT NULL);
CREATE INDEX evidence_unsure ON evidence(notice) WHERE sure = 0;
"""
_THIRD = """
ALTER TABLE texts ADD COLUMN evidence BLOB;
CREATE TABLE unsure(
    notice INTEGER NOT NULL REFERENCES notices(key), field TEXT NOT NULL, rule TEXT NOT NULL,
    PRIMARY KEY(notice, field, rule)) WITHOUT ROWID;
INSERT INTO literal(literal, rank) VALUES('automerge', 0);
INSERT INTO literal(literal, rank) VALUES('hashsize', 100663296);
DROP INDEX places_current;
"""
_MOVED = """
UPDATE texts SET evidence = pack((
    SELECT json_group_array(json_array(field, value, page, line, words, rule, sure))
    FROM (SELECT * FROM evidence WHERE evidence.notice = texts.notice ORDER BY position)));
INSERT INTO unsure SELECT DISTINCT notice, field, rule FROM evidence WHERE sure = 0;
"""
_DROPPED = "DROP TABLE evidence;"
_FOURTH = f"""
DROP TABLE literal;
CREATE VIRTUAL TABLE literal USING fts5(text, title, content='', columnsize=0, tokenize='{TOKENIZER}');
INSERT INTO literal(literal, rank) VALUES('automerge', 0);
INSERT INTO literal(literal, rank) VALUES('crisismerge', 8);
INSERT INTO literal(literal, rank) VALUES('hashsize', 100663296);
"""
_REPACKED = """
UPDATE texts SET text = older_text(text), lines = older_lines(lines), evidence = older_evidence(evidence);
INSERT INTO literal(rowid, text, title) SELECT n.key, text_tokens(t.text), tokens(ifnull(n.title, ''))
FROM notices n JOIN texts t ON t.notice = n.key WHERE n.superseded_by IS NULL ORDER BY n.key;
"""
_FIFTH = """
CREATE TABLE removed(
    id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, position INTEGER NOT NULL, number TEXT NOT NULL, title TEXT NOT NULL,
    words TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL, superseded_by TEXT,
    older TEXT NOT NULL, record BLOB) WITHOUT ROWID;
CREATE INDEX removed_sha256 ON removed(sha256);
ALTER TABLE corrections ADD COLUMN removed TEXT;
""" + "".join(f"ALTER TABLE {table} ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;\n" for table in SEALED)
_NOTICE_SEAL = sealed("notices").replace(", member", "")
"""Of a notice before schema 6."""
_SEALS = "".join(f"UPDATE {table} SET seal = {sealed(table)};\n" for table in SEALED if table != "notices")
_SEALS += f"UPDATE notices SET seal = {_NOTICE_SEAL};\n"
_SIXTH = """
ALTER TABLE notices ADD COLUMN member TEXT;
ALTER TABLE notices ADD COLUMN rendition INTEGER NOT NULL DEFAULT 0;
CREATE INDEX notices_unnumbered ON notices(title) WHERE number IS NULL;
"""
SCHEMA = _FIRST + _SECOND + _THIRD + _DROPPED + _FOURTH + _FIFTH + _SIXTH
"""``literal`` holds the live notices only, the text first: FTS5 marks each place in a later column with two bytes.
Its segments are merged by eights: what a merge leaves free in the file is as much as it read.
``ranked`` is 0 until the ranking has taken a notice in, and ``gone`` holds the keys of removed notices until it has let
go of them. ``readings`` holds what the rules read where a correction stands in the record; ``anonymous`` the notices
whose issuers are neither read nor corrected, and what their code says; ``unsure`` the fields that a rule read which may
be wrong. ``removed`` holds what was taken out by a person: which notice it was, its marks as hashes, and until it is
purged the whole record; ``older`` are the notices whose place it had taken. ``seal`` is a row's checksum. A correction
of a removed notice names it in ``removed``. ``member`` is the name of a notice's file within a container;
``rendition`` is 1 where ``superseded_by`` names not a successor, but the same notice read from another file.
"""

_STEPS = {
    1: _SECOND
    + """
INSERT INTO anonymous SELECT key, NULL, 0 FROM notices
WHERE NOT EXISTS (SELECT 1 FROM lists l WHERE l.notice = notices.key AND l.field = 'issuers');
""",
    2: _THIRD + _MOVED + _DROPPED,
    3: _FOURTH + _REPACKED,
    4: _FIFTH + _SEALS + "INSERT OR IGNORE INTO meta VALUES('archive', lower(hex(randomblob(8))));",
    5: _SIXTH + f"UPDATE notices SET seal = {sealed('notices')} WHERE seal = {_NOTICE_SEAL};",
}
"""What makes the next version of each older one."""

_MAPPED = 1 << 30
"""Bytes of a catalog that readers see through memory: pages that are not in their cache cost a fifth."""
_SURROGATE = "[\ud800-\udfff]"


def storable(value: str) -> str:
    """The text as SQLite takes it: lone surrogates as U+FFFD."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return re.sub(_SURROGATE, "\ufffd", value)
    return value


def stored_path(path: str) -> str | bytes:
    """The path as it is stored: bytes where it is no UTF-8."""
    return os.fsencode(path) if re.search(_SURROGATE, path) else path


def shown_path(stored: str | bytes) -> str:
    """The path that ``stored_path`` was given."""
    return os.fsdecode(stored)


@contextmanager
def speaking(path: Path) -> Iterator[None]:
    """Turns what SQLite says of a catalog into errors with advice."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "malformed" in str(error) or "disk I/O" in str(error):
            raise _damaged(path, str(error)) from error
        raise ArchiveError(
            _("the catalog {path} cannot be used: {reason}").format(path=path, reason=error),
            _("see whether the disk is full and whether you may read and write there"),
        ) from error
    except UnicodeDecodeError as error:  # SQLite quotes a damaged name in what it says
        raise _damaged(path, "UTF-8") from error
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError | sqlite3.InterfaceError):
            raise
        raise _damaged(path, str(error)) from error


def _damaged(path: Path, reason: str) -> Damaged:
    return Damaged(
        _("the catalog {path} is damaged: {reason}").format(path=path, reason=reason),
        _("archive verify --repair brings back what can be brought back; or restore a backup"),
    )


def connect(path: Path) -> sqlite3.Connection:
    """A connection for the one writer; what it commits lasts through a loss of power.

    Where the file system has no shared memory for a write-ahead log (some network drives), a rollback journal serves.
    """
    connection = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False, cached_statements=256)
    mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    if mode != "wal":
        connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA cache_size=-16384")
    connection.execute("PRAGMA temp_store=MEMORY")
    _guard(connection)
    teach(connection)
    return connection


def _guard(connection: sqlite3.Connection) -> None:
    """Has a catalog from elsewhere run nothing of its own, and damage be noticed where it is met."""
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")


def in_one_file(path: Path) -> None:
    """Sees that nothing of a catalog that was closed stands in a log beside it, as where the disk was full.

    Raises:
        OSError: when something does.
    """
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), os.fspath(log))


def create(path: Path, ranking: str) -> None:
    """Makes an empty catalog at ``path``, 0600 from its first byte, with the name of its ranking's folder."""
    fresh = path.with_name(path.name + ".new")
    for end in ("", "-journal", "-wal", "-shm"):
        fresh.with_name(fresh.name + end).unlink(missing_ok=True)
    os.close(opened(fresh, os.O_RDWR | os.O_EXCL))
    connection = sqlite3.connect(fresh, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous=FULL")  # no log beside it: a full disk could keep that from coming over
        connection.execute(f"PRAGMA application_id={APPLICATION}")
        connection.executescript(f"BEGIN;{SCHEMA}PRAGMA user_version={VERSION};COMMIT;")
        values = {**VERSIONS, "ranking": ranking, "archive": os.urandom(8).hex()}
        connection.executemany("INSERT INTO meta VALUES(?, ?)", values.items())
    finally:
        connection.close()
    fresh.replace(path)


def connect_to_read(path: Path) -> sqlite3.Connection:
    """A connection for one who only reads; it sees what was committed and blocks nobody.

    Who may write in the folder opens the file for writing all the same: only so can SQLite take back what a crash left
    half written, and empty the log when the last one leaves. Who may not opens the file as it lies there, but only
    when no -wal with content stands beside it: what that holds would be missed.
    """
    writable = os.access(path.parent, os.W_OK)
    wal = path.with_name(path.name + "-wal")
    logged = wal.exists() and wal.stat().st_size
    ways = ["mode=rw"] if writable else ["mode=ro"] if logged else ["immutable=1", "mode=ro"]
    for way in ways:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?{way}", uri=True, timeout=10, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA cache_size=-32768")
            connection.execute(f"PRAGMA mmap_size={_MAPPED}")
            connection.execute("PRAGMA temp_store=MEMORY")
            _guard(connection)
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:
            connection.close()
            if way == ways[-1]:
                raise
        except sqlite3.DatabaseError:
            connection.close()
            raise
        else:
            return connection
    raise AssertionError


def check(connection: sqlite3.Connection, path: Path) -> int:
    """Sees that this is a catalog of a version that is known here; gives its version.

    Raises:
        Damaged: when it is not.
    """
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION:
        raise Damaged(
            _("{path} is not a catalog of an archive").format(path=path),
            _("look whether the right folder is named with --index"),
        )
    if connection.execute("SELECT 1 FROM sqlite_master WHERE type IN ('trigger', 'view') LIMIT 1").fetchone():
        raise Damaged(
            _("the catalog {path} holds what no archive has: {what}").format(path=path, what="trigger, view"),
            _("see where it comes from; archive verify --repair makes one without"),
        )
    if version != VERSION and version not in _STEPS:
        raise Damaged(
            _("the catalog {path} has version {found}, this program knows {known}").format(
                path=path, found=version, known=VERSION
            ),
            _("use the version of this program that made it, or a newer one"),
        )
    return version


def migrate(path: Path) -> None:
    """Makes a catalog of an older version one of this version; the old one stays beside it, ``.v1`` and so on."""
    connection = connect(path)
    try:
        version = check(connection, path)
        if version == VERSION:
            return
        _keep(connection, path.with_name(f"{path.name}.v{version}"))
        _teach(connection)
        steps = "".join(_STEPS[step] for step in range(version, VERSION))
        connection.executescript(f"BEGIN IMMEDIATE;{steps}PRAGMA user_version={VERSION};COMMIT;")
    finally:
        connection.close()


def _teach(connection: sqlite3.Connection) -> None:
    """The functions that the steps use."""
    from archive.store import literal, older, packing

    def text_tokens(kept: bytes) -> str:
        try:
            return literal.tokens(packing.unpack(kept))
        except Damaged:
            return ""

    functions: dict[str, Callable[[Any], Any]] = {
        "pack": packing.pack_evidence, "tokens": literal.tokens, "text_tokens": text_tokens,
        "older_text": older.text, "older_lines": older.lines, "older_evidence": older.evidence,
    }  # fmt: skip
    for name, function in functions.items():
        connection.create_function(name, 1, function, deterministic=True)


def _keep(connection: sqlite3.Connection, path: Path) -> None:
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    os.close(opened(part, os.O_RDWR | os.O_EXCL))
    copy = sqlite3.connect(part)
    try:
        connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.close()
    sync_file(part)
    part.replace(path)
    sync_folder(path.parent)
