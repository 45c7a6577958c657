"""The store of a folder: its files, one writer, crashes, readers beside a writer, catalogs old and bad."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import signal
import sqlite3
import stat
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import pairwise
from operator import sub
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import private
from archive.errors import ArchiveError, Damaged, Locked, NoArchive
from archive.notice import Citation, Evidence, Notice
from archive.query import And, parse
from archive.store import LocalStore, SourceFile, edited, lock, older, schema, segment
from archive.store.literal import tokens
from archive.store.originals import Originals
from archive.store.packing import SAID, pack, pack_evidence, pack_lines, unpack, unpack_evidence, unpack_lines
from archive.store.pool import Pool
from archive.store.ranking import Broken, Ranking
from archive.store.segment import Segment
from archive.store.verifying import Verifier
from archive.text import BREAK, units

FIXTURES = {version: Path(__file__).parent / "fixtures" / f"catalog-v{version}.sql" for version in (1, 2, 3, 4, 5, 6)}
FIXTURE = FIXTURES[schema.VERSION]


def pool(*documents: tuple[int, dict[str, int]]) -> Pool:
    filled = Pool()
    for key, words in documents:
        filled.add(
            key, {str(weight): " ".join(w for w in words if words[w] == weight) for weight in set(words.values())}
        )
    return filled


def put(store: LocalStore, *texts: str) -> list[str]:
    with store.writing() as writer:
        return [
            writer.add(
                SourceFile(f"{at:x}{ord(text[0]):05x}".ljust(64, "0"), 1),
                f"/{text[:9]}",
                1,
                [(Notice(text=text), None)],
            )[0]
            for at, text in enumerate(texts)
        ]


def ids(store: LocalStore, query: str) -> list[str]:
    return store.ids(parse(query))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


# Files


def test_no_archive_is_said(folder: Path) -> None:
    with pytest.raises(NoArchive):
        LocalStore.open(folder)
    assert not folder.exists()


def test_folders_are_0700_and_files_0600_also_under_umask_0(folder: Path) -> None:
    old = os.umask(0)
    try:
        with LocalStore.open(folder, create=True) as store, store.writing() as writer:
            staged = store.staging / "copy"
            with open(staged, "wb", opener=private.opened) as file:
                file.write(b"content")
            writer.keep(staged, "ab" + "0" * 62)
            writer.add(SourceFile("ab" + "0" * 62, 7), "/a", 1, [(Notice(text="甲"), None)])
            writer.commit()
            assert not staged.exists()
            paths = [folder, *folder.rglob("*")]
            assert any(path.name.endswith("-wal") for path in paths)
            assert any(path.name.endswith("-shm") for path in paths)
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in paths}
            wrong = {path.name for path in paths if modes[path.name] != (0o700 if path.is_dir() else 0o600)}
            assert not wrong
    finally:
        os.umask(old)
    assert any(path.suffix == ".pst" for path in (folder / "whoosh").rglob("*"))


def test_an_existing_folder_is_closed_to_others(folder: Path) -> None:
    folder.mkdir(mode=0o755)
    (folder / "README.md").write_text("note")
    LocalStore.open(folder, create=True).close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700 and (folder / "README.md").exists()


def test_originals(tmp_path: Path) -> None:
    originals = Originals(tmp_path / "originals")
    with pytest.raises(Damaged):
        originals.find("ab12")
    for content in (b"first", b"first"):
        staged = tmp_path / "staged"
        staged.write_bytes(content)
        kept = originals.keep(staged, "ab12")
        assert kept.read_bytes() == b"first" and kept.parent.name == "ab" and not staged.exists()
    kept.write_bytes(b"cut")
    (tmp_path / "staged").write_bytes(b"first")
    assert originals.keep(tmp_path / "staged", "ab12", recorded=True).read_bytes() == b"first"
    assert originals.find("ab12") == kept


def test_what_a_crash_left_without_a_record_is_no_original(tmp_path: Path) -> None:
    """Its name may have come to disk before its content; where a record was committed, both had."""
    originals = Originals(tmp_path / "originals")
    staged, left = tmp_path / "staged", originals.path("ab12")
    left.parent.mkdir(parents=True)
    for recorded, content in ((False, b"first"), (True, b"\0\0\0\0\0")):
        left.write_bytes(b"\0\0\0\0\0")
        staged.write_bytes(b"first")
        assert originals.keep(staged, "ab12", recorded).read_bytes() == content and not staged.exists()


@pytest.mark.parametrize("many", [1, 100])
@pytest.mark.parametrize("can", [True, False])
def test_originals_are_synced_before_their_record(
    folder: Path, monkeypatch: pytest.MonkeyPatch, many: int, can: bool
) -> None:
    """One by one, or many with their file system where the system can; a failure keeps the record out."""
    synced: list[str] = []
    monkeypatch.setattr("archive.store.originals.sync_file", lambda path: synced.append(path.name))
    monkeypatch.setattr("archive.store.originals.sync_all", lambda path: can and not synced.append(path.name))
    with LocalStore.open(folder, create=True) as store:
        with store.writing() as writer:
            names = [f"{at:064x}" for at in range(many)]
            for name in names:
                (store.staging / name).write_bytes(b"content")
                writer.keep(store.staging / name, name)
            writer.commit()
            assert sorted(synced) == (["originals"] if can and many > 64 else names)

        def full(_path: Path) -> bool:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("archive.store.originals.sync_file", full)
        with pytest.raises(OSError, match="No space"), store.writing() as writer:
            (store.staging / "more").write_bytes(b"content")
            writer.keep(store.staging / "more", "f" * 64)
            writer.add(SourceFile("f" * 64, 7), "/a", 1, [(Notice(text="甲"), None)])
        assert not ids(store, "甲")


def test_staging_is_emptied_of_what_a_crash_left(folder: Path) -> None:
    with LocalStore.open(folder, create=True) as store:
        put(store, "甲")
        (store.staging / "left").write_text("x")
        with store.writing():
            assert list(store.staging.iterdir()) == []


# Catalogs of other versions, and what is none


def old_archive(folder: Path, version: int) -> None:
    """An archive of a released version: the files were made by it and never change."""
    folder.mkdir()
    connection = sqlite3.connect(folder / schema.NAME)
    connection.executescript(FIXTURES[version].read_text(encoding="utf-8"))
    connection.close()


@pytest.mark.parametrize("version", FIXTURES)
def test_the_catalog_of_each_version_opens(folder: Path, version: int) -> None:
    old_archive(folder, version)
    with LocalStore.open(folder) as store:
        first, second, third = store.find("")
        assert ids(store, "青禾县 隐患排查") == [first] and ids(store, "issuer:应急") == [first]
        assert ids(store, "number:青总办2024") == [first] and ids(store, "cites:云川省安全条例") == [first]
        assert ids(store, "-排查") == [third]
        (notice,) = store.get([first])
        assert (notice.number, notice.date, notice.kind) == ("青总办〔2024〕9号", "2024-05-06", "通知")
        assert notice.place(notice.text.index("第二")) == (2, 1) and len(notice.evidence) == 2
        assert next(store.get([second])).superseded_by == first
        assert [failure.reason for failure in store.failures()] == ["damaged"]
        assert "ranking" in store.due()
        store.reindex()
        assert "ranking" not in store.due()
        with store.writing() as writer:
            writer.add(SourceFile("f" * 64, 1), "/new", 1, [(Notice(text="新来的"), None)])
        assert ids(store, "新来的") == ["f" * 12 + "-1"] and ids(store, "隐患排查") == [first]
        assert {(doubt.id, doubt.field) for doubt in store.doubts() if doubt.id == first} == {(first, "date")}
    assert {each.code for each in Verifier(folder).run()} == {"missing", "open"}  # no originals stand there


def test_the_schema_is_that_of_the_fixture() -> None:
    """Who changes a table raises VERSION, writes the step from the old one, and makes a fixture of the new one."""
    assert max(FIXTURES) == schema.VERSION
    tables = []
    for script in (schema.SCHEMA, FIXTURE.read_text(encoding="utf-8")):
        connection = sqlite3.connect(":memory:")
        connection.executescript(script)
        tables.append(
            sorted(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall())
        )
    assert tables[0] == tables[1]


@pytest.mark.parametrize("version", FIXTURES)
def test_a_migrated_catalog_is_as_a_new_one(folder: Path, version: int) -> None:
    """All tables and indexes, and what was read: evidence stands beside the texts, doubts in a table of their own."""
    old_archive(folder, version)
    LocalStore.open(folder).close()
    listed = []
    for script in ("", schema.SCHEMA):
        connection = sqlite3.connect(":memory:" if script else folder / schema.NAME)
        connection.executescript(script)
        listed.append(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql <> '' ORDER BY 1").fetchall())
        connection.close()
    assert listed[0] == listed[1]
    with LocalStore.open(folder) as store:
        first, second, _third = store.get(store.find(""))
    assert [
        (each.field, each.value, each.page, each.line, each.words, each.rule, each.sure) for each in first.evidence
    ] == [
        ("number", "青总办〔2024〕9号", 1, 1, "青总办〔2024〕9号", "masthead", True),
        ("date", "2024-05-06", 2, 1, "2024年5月6日", "closing", False),
    ]
    assert second.evidence == [] and first.lines == [(0, 1, 1), (7, 1, 2), (22, 2, 1)]


@given(
    st.text(alphabet=st.characters(), max_size=200)
    | st.text(st.sampled_from("江蘇省总工会\ud800𠀀\U0010ffff\ue000\0 "))
)
def test_texts_come_back_as_they_went_in(text: str) -> None:
    assert unpack(pack(text)) == unpack_evidence(pack_evidence(text)) == text


@given(st.text(alphabet=st.characters(), max_size=200) | st.text(st.sampled_from("江蘇省\ud800𠀀\0 ")))
def test_texts_of_older_schemas_come_back(text: str) -> None:
    deflated = zlib.compress(text.encode("utf-8", "surrogatepass"))
    assert unpack(older.text(deflated)) == unpack(older.text(b"U" + deflated)) == text
    if not any("\ud800" <= char <= "\udfff" for char in text):
        assert unpack(older.text(b"G" + zlib.compress(text.encode("gb18030")))) == text
    writer = zlib.compressobj(zdict=SAID)
    kept = b"E" + writer.compress(text.encode("utf-8", "surrogatepass")) + writer.flush()
    assert unpack_evidence(older.evidence(kept)) == text
    assert older.evidence(pack_evidence(text)) == pack_evidence(text)


@given(
    st.binary(max_size=40)
    | st.sampled_from([b"G", b"U", b"L[[", b"E", zlib.compress(b"{}"), b"L" + zlib.compress(b"7")])
)
def test_what_cannot_be_read_of_older_schemas_stays_as_it_is(kept: bytes) -> None:
    for again in (older.text, older.lines, older.evidence):
        made = again(kept)
        assert made == kept or made[:1] in b"tule"


def test_a_migration_goes_by_what_is_damaged_and_takes_odd_texts(folder: Path) -> None:
    old_archive(folder, 3)
    connection = sqlite3.connect(folder / schema.NAME)
    odd = b"U" + zlib.compress("\ud800怪字".encode("utf-8", "surrogatepass"))
    connection.execute("UPDATE texts SET text = ? WHERE notice = 3", (odd,))
    connection.execute("UPDATE texts SET text = x'00', lines = x'01', evidence = x'02' WHERE notice = 2")
    connection.commit()
    connection.close()
    with LocalStore.open(folder) as store:
        first, second, third = store.find("")
        assert ids(store, "怪字") == [third] and next(store.get([third])).text == "\ud800怪字"
        assert ids(store, "隐患排查") == [first]
        with pytest.raises(Damaged):
            list(store.get([second]))


@pytest.mark.parametrize("first", range(0, 0x110000, 0x4000))
def test_every_character_comes_back(first: int) -> None:
    text = "".join(map(chr, range(first, first + 0x4000)))
    assert unpack(pack(text)) == text


@given(st.lists(st.tuples(*[st.integers(-(2**40), 2**40)] * 3)))
def test_lines_come_back_as_they_went_in(lines: list[tuple[int, int, int]]) -> None:
    assert unpack_lines(pack_lines(lines)) == lines
    assert unpack_lines(older.lines(zlib.compress(json.dumps(lines).encode()))) == lines
    columns = [[column[0], *map(sub, column[1:], column)] for column in zip(*lines, strict=True)]
    assert unpack_lines(older.lines(b"L" + zlib.compress(json.dumps(columns).encode()))) == lines


@pytest.mark.parametrize("kept", [b"", b"t", b"l", b"tx\x9c", b"t\0\0\0\0\xff\xff\xff\x7f", b"?abcdefghijkl", None, 7])
def test_bytes_that_are_no_text_are_damaged(kept: bytes) -> None:
    for read in (unpack, unpack_lines, unpack_evidence):
        with pytest.raises(Damaged):
            read(kept)


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        (pack("关于做好防汛物资储备工作的通知" * 9), unpack),
        (pack_lines([(at * 40, at // 9 + 1, at) for at in range(99)]), unpack_lines),
        (pack_evidence('[["number","青总办〔2024〕9号",1,2,"","masthead",true]]'), unpack_evidence),
    ],
)
def test_a_flipped_or_missing_byte_is_seen(kept: bytes, read: Callable[[bytes], object]) -> None:
    for at in range(len(kept)):
        for damaged in (kept[:at], kept[:at] + bytes([kept[at] ^ 1 << at % 8]) + kept[at + 1 :]):
            with pytest.raises(Damaged):
                read(damaged)


@pytest.mark.parametrize("lines", [[(1 << 63, 1, 1)], [(0, 1, 1), (0, -(1 << 63), 1)]])
def test_numbers_that_no_page_has_are_refused(lines: list[tuple[int, int, int]]) -> None:
    with pytest.raises(OverflowError):
        pack_lines(lines)


def test_more_than_the_bytes_can_hold_is_given_no_room() -> None:
    body = (1 << 30).to_bytes(4, "little") + bytes(60)
    with pytest.raises(Damaged):
        unpack(b"t" + zlib.crc32(body).to_bytes(4, "little") + body)


@given(
    st.text(alphabet=st.characters(), max_size=300)
    | st.text(st.sampled_from("女职9a０Ａ \f\n\U00100000\U0010fffd\ud800\u00ad"))
)
def test_tokens_are_the_bigrams_of_units(text: str) -> None:
    row = ["\u2003" if unit == BREAK else unit for unit in units(text)]
    assert tokens(text) == " ".join(f"{one}\u00a0{two}" for one, two in pairwise([*row, "\u2002"]))


@pytest.mark.parametrize("text", ["女12" * 40_000, "女".join(map(str, range(10, 70_010)))])
def test_long_texts_have_tokens_too(text: str) -> None:
    """Also with more different runs than there are places for."""
    assert tokens(text) == " ".join(f"{one}\u00a0{two}" for one, two in pairwise([*units(text), "\u2002"]))


def test_a_long_unit_goes_in_as_its_hash() -> None:
    hashed = "=" + sha256(b"9" * 70).hexdigest()
    assert tokens("女" + "9" * 70) == f"女\u00a0{hashed} {hashed}\u00a0\u2002"


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (f"PRAGMA user_version={schema.VERSION + 1}", f"version {schema.VERSION + 1}"),
        ("PRAGMA application_id=1", "not a catalog"),
    ],
)
def test_another_catalog_is_refused(folder: Path, change: str, word: str) -> None:
    LocalStore.open(folder, create=True).close()
    connection = sqlite3.connect(folder / schema.NAME)
    connection.execute(change)
    connection.close()
    with pytest.raises(Damaged, match=word) as caught:
        LocalStore.open(folder)
    assert caught.value.advice and caught.value.exit_code == 4


@pytest.mark.parametrize("content", [b"", b"this is no database at all, only some text" * 20])
def test_a_file_that_is_no_catalog_is_refused(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / schema.NAME).write_bytes(content)
    with pytest.raises(Damaged):
        LocalStore.open(folder)


def test_a_torn_catalog_says_so(folder: Path) -> None:
    with LocalStore.open(folder, create=True) as store:
        put(store, *[f"甲{at}" * 300 for at in range(300)])
    path = folder / schema.NAME
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\0" * (len(whole) - 8192))
    with pytest.raises(Damaged) as caught, LocalStore.open(folder) as store:
        list(store.get(ids(store, "甲")))
    assert "backup" in caught.value.advice


@pytest.mark.parametrize("name", ["fold", "segmenter"])
def test_another_fold_or_segmenter_asks_for_reindex(folder: Path, name: str) -> None:
    with LocalStore.open(folder, create=True) as store:
        first = put(store, "甲")
    connection = sqlite3.connect(folder / schema.NAME)
    connection.execute("UPDATE meta SET value = 'old' WHERE name = ?", (name,))
    connection.commit()
    connection.close()
    with LocalStore.open(folder) as store:
        assert store.due() == [name] and ids(store, "甲") == first
        if name == "fold":
            with pytest.raises(Damaged, match="version"):
                put(store, "乙")
        store.reindex()
        assert store.due() == []
        put(store, "乙")
        assert len(ids(store, "甲 OR 乙")) == 2


@pytest.mark.parametrize(
    "query", ["issuer:总工会", "kind:通知", "number:云工发", "year:2024", "cites:条例", "排查", "9号"]
)
def test_reindex_makes_all_folded_values_anew(folder: Path, query: str) -> None:
    with LocalStore.open(folder, create=True) as store:
        notice = Notice(
            issuers=["云川省总工会"],
            kind="通知",
            number="云工发〔2024〕9号",
            text="排查9号",
            cites=[Citation("云川省条例")],
        )
        with store.writing() as writer:
            first = writer.add(SourceFile("a" * 64, 1), "/a", 1, [(notice, None)])
            writer.commit()
            writer.connection.execute("UPDATE names SET units = 'x'")
            writer.connection.execute("UPDATE numbers SET code = 'x', year = 1")
            writer.connection.execute("UPDATE notices SET year = 1")
            writer.connection.execute("UPDATE citations SET units = 'x'")
            writer.connection.execute("INSERT INTO literal(literal) VALUES('delete-all')")
        assert ids(store, query) == []
        store.reindex()
        assert ids(store, query) == first


# One writer at a time


def test_a_second_writer_waits_and_then_says_who_writes(folder: Path) -> None:
    with LocalStore.open(folder, create=True) as store, LocalStore.open(folder, wait=0.2) as other, store.writing():
        start = time.monotonic()
        with pytest.raises(Locked, match=f"process {os.getpid()} on .* since 20") as caught:
            put(other, "甲")
        assert 0.2 <= time.monotonic() - start < 5 and caught.value.exit_code == 4
        with pytest.raises(Locked):
            other.reindex()


def test_a_second_writer_gets_its_turn(folder: Path) -> None:
    store = LocalStore.open(folder, create=True)
    with store.writing():
        thread = threading.Thread(target=lambda: put(LocalStore.open(folder, wait=10), "乙"))
        thread.start()
        time.sleep(0.2)
        assert thread.is_alive()
    thread.join(10)
    assert len(ids(store, "乙")) == 1


def test_the_lock_of_a_dead_process_is_no_obstacle(folder: Path) -> None:
    LocalStore.open(folder, create=True).close()
    code = (
        "import os, signal, sys; from pathlib import Path; from archive.store import LocalStore\n"
        "with LocalStore.open(Path(sys.argv[1])).writing(): os.kill(os.getpid(), signal.SIGKILL)"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(folder)], check=False)
    assert ended.returncode == -signal.SIGKILL and (folder / lock.NAME).read_text()
    with LocalStore.open(folder, wait=0) as store:
        put(store, "甲")
    assert (folder / lock.NAME).read_text() == ""


def test_without_locks_writing_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def without(*_: object) -> None:
        raise OSError(37, "No locks available")

    store = LocalStore.open(folder, create=True)
    monkeypatch.setattr(fcntl, "flock", without)
    with pytest.raises(Damaged, match="no locks"):
        put(store, "甲")


def test_two_processes_make_one_archive(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from archive.store import *; from archive.notice import Notice\n"
        "store = LocalStore.open(Path(sys.argv[1]), create=True, wait=30)\n"
        "for at in range(3):\n"
        "    with store.writing() as w:\n"
        "        sha = (sys.argv[2] + str(at)).ljust(64, '0')\n"
        "        w.add(SourceFile(sha, 1), '/' + sha, 1, [(Notice(text='甲 ' + sha), None)])"
    )
    processes = [subprocess.Popen([sys.executable, "-c", code, str(folder), name]) for name in "abc"]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    with LocalStore.open(folder) as store:
        assert len(ids(store, "甲")) == 9 and store.due() == []


# Readers beside a writer


def test_readers_are_never_blocked_and_see_whole_commits(folder: Path) -> None:
    with LocalStore.open(folder, create=True) as store:
        put(store, "甲零")
        seen: list[int] = []
        wrong: list[str] = []
        stop = threading.Event()

        def read() -> None:
            with LocalStore.open(folder) as reader:
                while not stop.is_set():
                    answer = reader.search(parse("甲"), limit=None, rank_words=["甲零"])
                    notices = list(reader.get([row.id for row in answer.rows]))
                    if not (answer.total == len(answer.rows) == len(notices)) or (answer.total - 1) % 5:
                        wrong.append(f"{answer.total} {len(answer.rows)} {len(notices)}")
                    seen.append(answer.total)

        thread = threading.Thread(target=read)
        thread.start()
        with store.writing() as writer:
            for batch in range(12):
                for at in range(5):
                    sha256 = f"{batch:x}{at}".ljust(64, "f")
                    writer.add(SourceFile(sha256, 1), f"/{batch}/{at}", 1, [(Notice(text=f"甲零{batch}"), None)])
                assert store.search(parse("甲"), limit=0).total == 1 + 5 * batch
                writer.commit()
        store.reindex()
        time.sleep(0.1)
        stop.set()
        thread.join(20)
    assert not wrong and len(seen) > 5 and seen == sorted(seen) and seen[-1] == 61


@pytest.mark.parametrize("empty_log", [False, True])
def test_who_may_not_write_reads(empty_log: bool) -> None:
    """In a process that is not root: reading works without a -wal or with an empty one, writing says what is wrong."""
    if os.getuid():
        pytest.skip("needs root to become someone else")
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    try:
        folder = place / "archive"
        with LocalStore.open(folder, create=True) as store:
            first = put(store, "甲文")
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        assert not list(folder.glob("*-wal"))
        if empty_log:
            (folder / f"{schema.NAME}-wal").touch()
        child = os.fork()
        if not child:
            os.setgid(65534)
            os.setuid(65534)
            os._exit(_reads_only(folder, first))
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    finally:
        shutil.rmtree(place)


def _reads_only(folder: Path, first: list[str]) -> int:
    with LocalStore.open(folder) as store:
        answer = store.search(parse("甲"), rank_words=["甲"])
        if [row.id for row in answer.rows] != first or not answer.rows[0].score:
            return 1
        try:
            put(store, "乙")
        except ArchiveError as error:
            return 0 if "may not write" in error.message else 2
    return 3


def test_without_shared_memory_a_rollback_journal_serves(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a network drive, where SQLite answers another mode than WAL."""
    connect = sqlite3.connect

    class Drive(sqlite3.Connection):
        def execute(self, sql: str, *parameters: object) -> sqlite3.Cursor:  # type: ignore[override]
            return super().execute(sql.replace("journal_mode=WAL", "journal_mode"), *parameters)  # type: ignore[arg-type]

    monkeypatch.setattr(sqlite3, "connect", lambda *args, **more: connect(*args, **more, factory=Drive))
    with LocalStore.open(folder, create=True) as store:
        first = put(store, "甲")
        assert ids(store, "甲") == first
        mode = connect(folder / schema.NAME).execute("PRAGMA journal_mode").fetchone()[0]
        assert mode == "delete" and not list(folder.glob("*-wal"))


# Crashes

CRASH = """
import os, signal, sys
from pathlib import Path
from archive.notice import Notice
from archive.store import LocalStore, SourceFile, codec, ranking, segment_writing, writing
def die(*args, **more):
    os.kill(os.getpid(), signal.SIGKILL)
where = sys.argv[2]
store = LocalStore.open(Path(sys.argv[1]))
with store.writing() as w:
    for at in range(40):
        if at == 25:
            if where == "before the ranking": ranking.Ranking.add = die
            elif where == "in the ranking": segment_writing.write = die
            elif where == "before the list": codec.TOC.write = die
            elif where == "before the mark":
                add = ranking.Ranking.add
                ranking.Ranking.add = lambda *args: (add(*args), die())
            elif where == "before the commit": w.commit = die
        sha = f"{at:02}".ljust(64, "e")
        w.add(SourceFile(sha, 1), f"/{at}", 1, [(Notice(text=f"隐患排查 {'整治 ' * at}", title="通知"), None)])
        if at % 10 == 9: w.commit()
"""


def answers(store: LocalStore) -> list[object]:
    return [
        store.search(parse(query), limit=None, rank_words=["整治", "隐患"])
        for query in ("隐患", "整治 -排查", "排查 整治")
    ]


@pytest.mark.parametrize(
    "where", ["before the ranking", "in the ranking", "before the list", "before the mark", "before the commit"]
)
def test_kill_9_costs_the_open_piece_only(tmp_path: Path, where: str) -> None:
    stores = []
    for name, place in (("killed", where), ("whole", "nowhere")):
        LocalStore.open(tmp_path / name, create=True).close()
        command = [sys.executable, "-c", CRASH, str(tmp_path / name), place]
        assert subprocess.run(command, check=False).returncode == (0 if name == "whole" else -signal.SIGKILL)
        stores.append(LocalStore.open(tmp_path / name))
    killed, whole = stores
    kept = killed.search(And(), limit=0).total
    assert kept == (20 if where == "before the commit" else 30)
    missing = [row for row in killed.search(parse("隐患"), limit=None, rank_words=["隐患"]).rows if row.score is None]
    assert len(missing) == (0 if where in ("before the commit", "before the mark") else 10)
    again = [sys.executable, "-c", CRASH, str(tmp_path / "killed"), "nowhere"]
    assert subprocess.run(again, check=False).returncode == 0
    assert answers(killed) == answers(whole) and killed.due() == []
    left = {path.suffix for path in (tmp_path / "killed" / "whoosh" / "1").iterdir()}
    assert left == {path.suffix for path in (tmp_path / "whole" / "whoosh" / "1").iterdir()}


def test_edited_files_are_read_again_only_when_they_are_others(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(edited, "read", lambda path: read.append(path.name) or path.read_text(encoding="utf-8"))
    with LocalStore.open(folder, create=True) as store:
        for name in ("甲县总工会", "乙县总工会"):
            (folder / edited.ISSUERS).write_text(f'[[issuer]]\nname = "{name}"\n', encoding="utf-8")
            (folder / edited.WORDS).write_text(name, encoding="utf-8")
            for _ in range(3):
                assert [each.name for each in store.edited.authority().issuers] == [name]
                assert store.edited.user_words() == name
        assert read == [edited.ISSUERS, edited.WORDS] * 2


# The ranking is disposable


@pytest.mark.parametrize("harm", ["missing", "no list", "cut", "junk"])
def test_without_a_ranking_search_goes_on_by_date(folder: Path, harm: str) -> None:
    with LocalStore.open(folder, create=True) as store:
        with store.writing() as writer:
            for at in range(4):
                notice = Notice(text="隐患 " * (at + 1), date=f"2024-01-0{at + 1}")
                writer.add(SourceFile(f"{at}" * 64, 1), f"/{at}", 1, [(notice, None)])
        before = store.search(parse("隐患"), rank_words=["隐患"]).rows
        assert all(row.score for row in before)
    harmed = folder / "whoosh" / "1"
    if harm == "missing":
        shutil.rmtree(folder / "whoosh")
    for path in harmed.glob("*.toc" if harm == "no list" else "*"):
        if harm == "no list":
            path.unlink()
        else:
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2] if harm == "cut" else b"junk" * 99)
    with LocalStore.open(folder) as store:
        rows = store.search(parse("隐患"), rank_words=["隐患"]).rows
        assert [row.id for row in rows] == [f"{at}" * 12 + "-1" for at in (3, 2, 1, 0)]
        assert not any(row.score for row in rows) and store.due() == ["ranking"]
        put(store, "隐患 新")
        assert len(ids(store, "隐患")) == 5 and store.due() == ["ranking"]
        store.reindex()
        assert store.due() == []
        assert all(row.score for row in store.search(parse("隐患"), rank_words=["隐患"]).rows)
        assert [path.name for path in (folder / "whoosh").iterdir()] == ["2"]


def test_a_search_sees_one_state_of_the_archive(folder: Path) -> None:
    with LocalStore.open(folder, create=True) as store, LocalStore.open(folder) as writer:
        (first,) = put(store, "隐患 甲")
        with store.snapshot():
            assert ids(store, "隐患") == [first]
            put(writer, "乙 隐患")
            assert ids(store, "隐患") == [first] and len(store.find("")) == 1
            with store.snapshot():
                assert ids(store, "隐患") == [first]
            assert len(store.find("")) == 1
        assert len(ids(store, "隐患")) == len(store.find("")) == 2


class Harm:
    """A pickle that would write a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.path),)


@pytest.mark.parametrize("where", ["list", "schema", "old format"])
def test_a_ranking_runs_no_code(tmp_path: Path, where: str) -> None:
    from archive.store import codec

    order = Ranking(tmp_path / "ranking")
    order.create()
    order.add(pool((1, {"甲": 1})))
    (toc,) = order.folder.glob("*.toc")
    bad = pickle.dumps(Harm(tmp_path / "harmed"))
    storage = codec.Storage(str(order.folder))
    stream = storage.create_file(toc.name)
    for size in (4, 8, 4):
        stream.write_varint(size)
    stream.write_int(-12345)
    stream.write_int(-110 if where == "old format" else -111)
    for part in (2, 7, 4):
        stream.write_varint(part)
    stream.write_string(bad)
    stream.write_int(1)
    stream.write_int(0)
    stream.file.write(bad if where == "list" else pickle.dumps([], 2))
    stream.close()
    fresh = Ranking(order.folder)
    if where == "schema":
        assert fresh.count() == 0
    else:
        with pytest.raises(Broken):
            fresh.count()
    assert not (tmp_path / "harmed").exists()


@pytest.mark.parametrize("documents", [1, 30])
def test_postings_run_no_code(tmp_path: Path, documents: int) -> None:
    """Where they stand in the entry of their word, and where in a block."""
    order = Ranking(tmp_path / "ranking")
    order.create()
    order.add(pool(*((at + 1, {"甲": 1}) for at in range(documents))))
    (postings,) = order.folder.glob("*.pst")
    (terms,) = order.folder.glob("*.trm")
    bad = pickle.dumps(Harm(tmp_path / "harmed"))
    if documents == 1:
        data = terms.read_bytes()
        at = data.index(b"\x80\x02")
        terms.write_bytes(data[:at] + bad + data[at + len(bad) :])
    else:
        postings.write_bytes(b"W3Bl" + struct.pack("!i", -len(bad)) + bad)
    with pytest.raises(Broken, match="mkdir"):
        Ranking(order.folder).scores(["甲"], [1])
    assert not (tmp_path / "harmed").exists()


def test_scores_are_those_of_whoosh(tmp_path: Path) -> None:
    """BM25 as Whoosh computes it, over one segment and over several with a merge."""
    from whoosh.index import open_dir
    from whoosh.query import Or, Term
    from whoosh.scoring import BM25F

    documents = [
        (at + 1, {word: at % n + 1 for n, word in enumerate(["甲", "乙", "丙", "丁"], 1) if at % n == 0})
        for at in range(200)
    ]
    order = Ranking(tmp_path / "ranking")
    order.create()
    for at in range(0, 200, 10):
        order.add(pool(*documents[at : at + 10]))
    assert order.count() == 200 and len(list(order.folder.glob("*.trm"))) < 12
    with open_dir(str(order.folder)).searcher(weighting=BM25F(B=0.75, K1=1.2)) as searcher:
        query = Or([Term("words", word) for word in ("乙", "丁")])
        keys = searcher.reader().column_reader("key")
        wanted = {
            keys[number]: hit.score
            for hit in searcher.search(query, limit=None, optimize=False)
            for number in [hit.docnum]
        }
    assert len(wanted) > 90
    scores = order.scores(["乙", "丁", "乙"], range(300))
    assert scores == pytest.approx([wanted.get(key, 0) for key in range(300)], rel=1e-5)


def walked(matcher: Any) -> Iterator[tuple[int, float]]:
    while matcher.is_active():
        yield matcher.id(), matcher.weight()
        matcher.next()


def test_segments_are_read_as_whoosh_reads_them(tmp_path: Path) -> None:
    """Words, postings, keys, lengths and deletions, of segments with one block and several, some kept, some new."""
    from whoosh.index import open_dir
    from whoosh.util.numeric import byte_to_length

    assert [byte_to_length(byte) for byte in range(256)] == segment.LENGTHS
    order = Ranking(tmp_path / "ranking")
    order.create()
    order.add(pool(*((at, {"甲": at % 7 + 1, f"词{at % 300}": 2, "乙丙": 1}) for at in range(1, 3001))))
    order.add(pool(*((at, {"甲": 2, "𠀀": at, f"罕{at % 4}": at}) for at in range(3001, 3010))))
    order.add(pool((4000, {})), gone=[5, 3002])
    readers = [each for each, _offset in open_dir(str(order.folder)).reader().leaf_readers()]
    segments = [Segment(order.folder, each) for each in segment.listed(order.folder, segment.generation(order.folder))]
    assert sorted(each.count for each in segments) == [1, 9, 3000]
    assert order.count() == sum(each.live for each in segments) == 3008
    for mine, whooshs in zip(segments, readers, strict=True):
        assert mine.gone == set(whooshs._perdoc.deleted_docs())
        assert list(mine.keys) == list(whooshs.column_reader("key"))
        lengths = [whooshs.doc_field_length(document, "words", 0) for document in range(mine.count)]
        assert [segment.LENGTHS[length] for length in mine.lengths] == lengths
        assert mine.total == sum(length for at, length in enumerate(lengths) if at not in mine.gone)
        words = dict(mine.words())
        assert list(words) == [word for _field, word in whooshs.all_terms()]
        for word, info in words.items():
            assert info == mine.info(word)
            assert info.documents == whooshs.doc_frequency("words", word)
            postings = whooshs._terms.matcher("words", word, whooshs.schema["words"].format)
            mines = [each for block in mine.postings(info) for each in zip(*block, strict=True)]
            assert mines == list(walked(postings))
        assert mine.info("词".encode()) is mine.info("龥".encode()) is mine.info(b"") is None


def test_the_scores_of_a_few_of_many_are_the_same(tmp_path: Path) -> None:
    """Blocks without a wanted document are not read, and nothing else changes."""
    order = Ranking(tmp_path / "ranking")
    order.create()
    documents = [(at, {"甲": at % 5 + 1, "乙": 1} if at % 3 else {"丙": 1}) for at in range(1, 5001)]
    order.add(pool(*documents[:4000]))
    order.add(pool(*documents[4000:]))
    order.add(pool(), [2, 4100])
    everything = order.scores(["甲", "丙"], range(9001))
    assert [key for key in range(9001) if not everything[key]] == [0, 2, 4100, *range(5001, 9001)]
    for few in ([1], [5000], [3, 1500, 2999, 4001], [2, 9000, 4100, 1], [*range(2040, 2060)], []):
        assert order.scores(["甲", "丙"], few) == [everything[key] for key in few]


def test_what_a_commit_leaves_as_it_was_is_not_opened_again(tmp_path: Path) -> None:
    """A reader shares segments between commits, but none that lost a document or was merged away."""
    order = Ranking(tmp_path / "ranking")
    order.create()
    order.add(pool((1, {"甲": 1}), (2, {"甲": 2})))
    reader = Ranking(order.folder)
    assert reader.count() == 2
    (first,) = reader._segments
    order.add(pool((3, {"甲": 3})))
    assert reader.count() == 3
    assert first in reader._segments and len(reader._segments) == 2
    assert all(reader.scores(["甲"], [1, 2, 3]))
    order.add(pool((4, {"甲": 1})), gone=[2])
    assert [score > 0 for score in reader.scores(["甲"], [1, 2, 3, 4])] == [True, False, True, True]
    assert first not in reader._segments and len(reader._segments) == 3
    for key in range(5, 30):
        order.add(pool((key, {"甲": 1})))
        assert reader.count() == key - 1
        assert all(reader.scores(["甲"], [1, 3, *range(4, key + 1)]))


def test_documents_are_found_wherever_merges_put_them(tmp_path: Path) -> None:
    order = Ranking(tmp_path / "ranking")
    order.create()
    for first in range(0, 900, 60):
        order.add(pool(*((at, {"甲": at}) for at in range(first + 1, first + 61))), [first - 7] if first else [])
    order.add(pool((3, {"甲": 1000})))
    (merged, *others) = (
        Segment(order.folder, each) for each in segment.listed(order.folder, segment.generation(order.folder))
    )
    assert list(merged.keys) != sorted(merged.keys) and others
    for keys in ([3], [1, 2, 4], [1000, 60, 61, 420], [53, 5, 893]):
        few, many = order.scores(["甲"], keys), order.scores(["甲"], [*keys, *range(1, 901)])[: len(keys)]
        assert few == many and [bool(score) for score in few] == [
            key <= 900 and key not in range(53, 840, 60) for key in keys
        ]


def test_a_document_added_again_is_not_doubled(tmp_path: Path) -> None:
    order = Ranking(tmp_path / "ranking")
    order.create()
    for _ in range(12):
        order.add(pool(*((at, {"甲": 1, "乙": at}) for at in range(1, 9))))
    once = Ranking(tmp_path / "once")
    once.create()
    once.add(pool(*((at, {"甲": 1, "乙": at}) for at in range(1, 9))))
    assert order.count() == once.count() == 8
    assert order.scores(["甲"], range(1, 9)) == pytest.approx(once.scores(["甲"], range(1, 9)))
    order.add(pool((9, {"丙": 1})))
    assert [key for key, score in enumerate(order.scores(["丙"], range(20))) if score] == [9]


@given(st.integers(0, 200_000))
def test_a_class_of_length_is_whooshs(words: int) -> None:
    from whoosh.util.numeric import length_to_byte

    assert segment.length_class(words) == length_to_byte(words)


def make_fixture() -> None:
    """Writes FIXTURE as this version makes it; run once, when a version of the schema is new."""
    with tempfile.TemporaryDirectory() as place:
        with LocalStore.open(Path(place, "a"), create=True) as store, store.writing() as writer:
            first = Notice(
                issuers=["青禾县总工会", "青禾县应急管理局"],
                number="青总办〔2024〕9号",
                title="关于开展隐患排查的通知",
                kind="通知",
                date="2024-05-06",
                addressees=["各乡镇总工会"],
                cc=["县委办公室"],
                signature=["青禾县总工会"],
                note="此件公开",
                attachments=["排查表"],
                cites=[Citation("云川省安全条例", "云政发〔2020〕1号")],
                lines=[(0, 1, 1), (7, 1, 2), (22, 2, 1)],
                text="青禾县总工会\f关于开展隐患排查的通知\f正文。\n第二段。",
                evidence=[
                    Evidence("number", "青总办〔2024〕9号", 1, 1, "青总办〔2024〕9号", "masthead"),
                    Evidence("date", "2024-05-06", 2, 1, "2024年5月6日", "closing", False),
                ],
            )
            writer.add(SourceFile("a1" * 32, 9, "text", "text utf-8"), "/in/a.txt", 1, [(first, None)])
            writer.add(
                SourceFile("b2" * 32, 9, "text", "text utf-8"), "/in/b.txt", 1, [(Notice(text="旧的排查"), None)]
            )
            writer.add(SourceFile("c3" * 32, 9, "text", "text utf-8"), "/in/c.txt", 1, [(Notice(text="函"), None)])
            writer.supersede("b2" * 6 + "-1", "a1" * 6 + "-1")
            writer.fail("/in/d.pdf", "failed", "damaged", "cut", 1, 1)
        FIXTURE.write_text("".join(_dumped(Path(place, "a", schema.NAME))), encoding="utf-8")


def _dumped(path: Path) -> list[str]:
    from archive.store.catalog import Catalog
    from archive.store.literal import tokens

    connection = sqlite3.connect(path)
    run = connection.execute
    out = [f"PRAGMA application_id={schema.APPLICATION};\nPRAGMA user_version={schema.VERSION};\n", schema.SCHEMA]
    tables = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'literal%' AND name NOT LIKE 'sqlite%'"
    )
    for (name,) in run(tables).fetchall():
        columns = [row[1] for row in run(f"PRAGMA table_info({name})")]
        quoted = " || ', ' || ".join(f"quote({column})" for column in columns)
        out += [f"INSERT INTO {name} VALUES({row[0]});\n" for row in run(f"SELECT {quoted} FROM {name}")]
    for key, title, text in Catalog(connection).texts("n.superseded_by IS NULL"):
        values = run("SELECT quote(?), quote(?)", (tokens(title or ""), tokens(text))).fetchone()
        out.append(f"INSERT INTO literal(rowid, title, text) VALUES({key}, {values[0]}, {values[1]});\n")
    return out


def test_a_crash_with_a_rollback_journal_is_taken_back(folder: Path, tmp_path: Path) -> None:
    """A writer killed within a transaction leaves a journal that one who only reads could not roll back."""
    with LocalStore.open(folder, create=True) as store:
        first = put(store, "甲")
    program = (
        "import os, sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('PRAGMA journal_mode=DELETE'); c.execute('PRAGMA cache_size=1'); c.execute('BEGIN IMMEDIATE')\n"
        "c.execute('CREATE TABLE big(x)')\n"
        "c.executemany('INSERT INTO big VALUES(?)', [('y' * 4000,)] * 500)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(folder / schema.NAME)], check=False)
    assert (folder / f"{schema.NAME}-journal").exists()
    with LocalStore.open(folder) as store:
        assert ids(store, "甲") == first
        put(store, "乙")


def test_the_catalog_alone_is_whole_when_all_have_left(folder: Path, tmp_path: Path) -> None:
    for text in ("甲", "乙", "丙"):
        with LocalStore.open(folder, create=True) as store:
            put(store, text)
    assert not list(folder.glob("*-wal"))


def test_a_folder_with_other_things_becomes_no_archive(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("甲")
    tmp_path.chmod(0o755)
    with pytest.raises(ArchiveError, match=r"mine\.txt"):
        LocalStore.open(tmp_path, create=True)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert tmp_path.stat().st_mode & 0o777 == 0o755


def test_a_damaged_text_is_said(folder: Path) -> None:
    with LocalStore.open(folder, create=True) as store:
        (first,) = put(store, "甲")
    connection = sqlite3.connect(folder / schema.NAME)
    connection.execute("UPDATE texts SET text = x'789c0102'")
    connection.commit()
    connection.close()
    with LocalStore.open(folder) as store, pytest.raises(Damaged):
        list(store.get([first]))
