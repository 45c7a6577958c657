"""What an archivist needs: the journal, removals, copies elsewhere, an archive that is looked through and mended."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import Archive
from archive.errors import ArchiveError, Damaged, NoArchive, NotFound
from archive.ingest import rebuilding
from archive.store import acts, schema
from archive.store.seals import SEALED, seal, sealed, teach
from archive.store.verifying import Finding
from tests.faults import yard
from tests.test_cli_archive import Here

NOTICE = """{name}文件

{code}〔2024〕{serial}号

关于做好{topic}工作的通知

各乡镇人民政府：

    为做好{topic}工作，现将有关事项通知如下。请认真贯彻执行。

{name}
2024年5月{serial}日
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of a few notices, one file with two of them, a correction, user words, a failure."""
    home = tmp_path_factory.mktemp("custody")
    (home / "in").mkdir()
    for at, topic in enumerate(("防汛", "植树", "消防", "普查"), 1):
        text = NOTICE.format(name="青禾县人民政府", code="青政发", serial=at, topic=topic)
        (home / "in" / f"{topic}.txt").write_text(text, encoding="utf-8")
    two = [
        NOTICE.format(name="临溪市教育局", code="临教发", serial=at, topic=t) for at, t in ((5, "招生"), (6, "体育"))
    ]
    (home / "in" / "二件.txt").write_text("\n\n".join(two), encoding="utf-8")
    (home / "in" / "空.txt").write_text("", encoding="utf-8")
    with Archive.open(home / "index", create=True) as archive:
        archive.ingest([home / "in"], workers=1)
        notice = archive.get("青政发〔2024〕2号")
        archive.correct(archive.changes([notice], {"title": "关于做好绿化工作的通知"}), who="甲")
        archive.edit_words(lambda text: text + "绿化工作\n")
        archive.reindex()
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """A copy of it to break."""
    shutil.copytree(made, tmp_path / "home")
    with closing(sqlite3.connect(tmp_path / "home" / "index" / schema.NAME)) as connection:  # its files are there
        connection.create_function("moved", 1, lambda path: path.replace(str(made), str(tmp_path / "home")))
        teach(connection)
        connection.execute("UPDATE places SET path = moved(path)")
        connection.execute(f"UPDATE places SET seal = {sealed('places')}")
        connection.execute("UPDATE failures SET path = moved(path)")
        connection.execute(f"UPDATE failures SET seal = {sealed('failures')}")
        connection.commit()
    return tmp_path / "home"


@pytest.fixture
def archive(home: Path) -> Iterator[Archive]:
    with Archive.open(home / "index") as opened:
        yield opened


def codes(index: Path, quick: bool = False) -> dict[str, list[str]]:
    return {each.code: each.where for each in Archive.verifier(index).run(quick) if not each.harmless}


def run(index: Path, sql: str, *values: Any) -> None:
    with closing(sqlite3.connect(index / schema.NAME)) as connection:
        connection.execute(sql, values)
        connection.commit()


def test_a_sound_archive_is_whole(home: Path) -> None:
    verifier = Archive.verifier(home / "index")
    assert verifier.run() == []
    assert verifier.checked["notices"] == 6 and verifier.checked["originals"] == 5 and verifier.checked["acts"] >= 3
    assert Archive.verifier(home / "index").run(quick=True) == []


def test_no_archive_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoArchive):
        Archive.verifier(tmp_path)


def flipped(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0x55
    path.unlink()
    path.write_bytes(bytes(data))


def first(index: Path, pattern: str) -> Path:
    return sorted(index.glob(pattern))[0]


SPOILT: dict[str, tuple[Callable[[Path], None], str]] = {
    "title": (lambda index: run(index, "UPDATE notices SET title = '关于' WHERE key = 1"), "seal"),
    "added": (lambda index: run(index, "UPDATE sources SET added = '1999' WHERE id = 1"), "seal"),
    "correction": (lambda index: run(index, "UPDATE corrections SET new = '\"甲\"'"), "seal"),
    "who": (lambda index: run(index, "UPDATE corrections SET who = '乙'"), "seal"),
    "reading": (lambda index: run(index, "UPDATE readings SET value = 'null'"), "seal"),
    "place": (lambda index: run(index, "UPDATE places SET current = 0"), "seal"),
    "failure": (lambda index: run(index, "UPDATE failures SET detail = 'x'"), "seal"),
    "source": (lambda index: run(index, "UPDATE sources SET reader = 'y'"), "seal"),
    "another name": (lambda index: run(index, "UPDATE names SET name = name || '局'"), "derived"),
    "another number": (lambda index: run(index, "UPDATE numbers SET number = '甲〔2024〕' || id || '号'"), "derived"),
    "name": (lambda index: run(index, "UPDATE names SET units = 'x' WHERE id = 1"), "derived"),
    "number": (lambda index: run(index, "UPDATE numbers SET serial = 99 WHERE id = 1"), "derived"),
    "year": (lambda index: run(index, "UPDATE notices SET year = 1999 WHERE key = 1"), "derived"),
    "text": (lambda index: run(index, "UPDATE texts SET text = X'7400' WHERE notice = 1"), "text"),
    "lines": (lambda index: run(index, "UPDATE texts SET lines = X'6C00' WHERE notice = 1"), "text"),
    "evidence": (lambda index: run(index, "UPDATE texts SET evidence = X'65' WHERE notice = 1"), "text"),
    "unsure": (lambda index: run(index, "INSERT INTO unsure VALUES(1, 'title', 'none')"), "text"),
    "no text": (lambda index: run(index, "DELETE FROM texts WHERE notice = 1"), "incomplete"),
    "no notice": (lambda index: run(index, "DELETE FROM notices WHERE key = 1"), "incomplete"),
    "reference": (lambda index: run(index, "UPDATE notices SET kind = 999 WHERE key = 1"), "references"),
    "trigger": (
        lambda index: run(index, "CREATE TRIGGER t AFTER INSERT ON notices BEGIN DELETE FROM texts; END"), "unreadable",
    ),
    "no index": (lambda index: run(index, "DROP INDEX lists_name"), "strange"),
    "literal, one more": (lambda index: run(index, "INSERT INTO literal(rowid, text) VALUES(1, '甲')"), "literal"),
    "literal, empty": (lambda index: run(index, "INSERT INTO literal(literal) VALUES('delete-all')"), "literal"),
    "ranking gone": (lambda index: shutil.rmtree(index / "whoosh"), "ranking"),
    "ranking, a length": (lambda index: flipped(first(index, "whoosh/*/*_len.col"), 2), "ranking"),
    "ranking, a key": (lambda index: flipped(first(index, "whoosh/*/*.key.col"), 7), "ranking"),
    "ranking, list": (lambda index: first(index, "whoosh/*/*.toc").write_bytes(b"x"), "ranking"),
    "original gone": (lambda index: first(index, "originals/*/*").unlink(), "missing"),
    "original cut": (lambda index: first(index, "originals/*/*").write_bytes(b""), "altered"),
    "original changed": (lambda index: flipped(first(index, "originals/*/*"), 9), "altered"),
    "catalog gone": (lambda index: (index / schema.NAME).unlink(), "unreadable"),
    "catalog empty": (lambda index: (index / schema.NAME).write_bytes(b""), "unreadable"),
    "catalog another": (lambda index: (index / schema.NAME).write_bytes(b"SQLite? no" * 999), "unreadable"),
}  # fmt: skip
TOLD_OF_PEOPLE = {"catalog gone", "catalog empty", "catalog another", "correction", "who"}
"""What takes with it what people said."""


@pytest.mark.parametrize("case", SPOILT)
def test_damage_is_found_and_mended(case: str, home: Path) -> None:
    index = home / "index"
    before, answered = yard.records(index), yard.answers(index)
    spoil, code = SPOILT[case]
    spoil(index)
    assert code in codes(index), codes(index)
    done = Archive.repair(index, Archive.verifier(index).run(), workers=1)
    assert [each for each in done.left if not each.harmless] == []
    assert codes(index) == {}
    if case in TOLD_OF_PEOPLE:
        assert done.lost  # it is named
        return
    assert yard.records(index) == before and yard.answers(index) == answered
    assert done.lost == [] or case in ("reading", "place", "failure")


def test_a_quick_look_leaves_out_what_takes_long(home: Path) -> None:
    flipped(first(home / "index", "originals/*/*"), 9)
    run(home / "index", "INSERT INTO literal(literal) VALUES('delete-all')")
    assert codes(home / "index", quick=True) == {}
    assert set(codes(home / "index")) == {"altered", "literal"}


def test_what_cannot_be_brought_back_is_named(home: Path) -> None:
    index = home / "index"
    lost = first(index, "originals/*/*")
    lost.unlink()
    shutil.rmtree(home / "in")
    run(index, "UPDATE texts SET text = X'7400' WHERE notice IN (SELECT key FROM notices WHERE source = "
        "(SELECT id FROM sources WHERE sha256 = ?))", lost.name)  # fmt: skip
    done = Archive.repair(index, Archive.verifier(index).run(), workers=1)
    assert any(lost.name in each or "notices of" in each for each in done.lost)
    with Archive.open(index) as archive:
        assert archive.search("", limit=0).total == 4  # there were two in it
    assert codes(index) == {}


def test_records_of_a_lost_original_are_kept(home: Path) -> None:
    index = home / "index"
    before = yard.records(index)
    shutil.rmtree(index / "originals")
    shutil.rmtree(home / "in")
    done = Archive.repair(index, Archive.verifier(index).run(), workers=1)
    assert len(done.lost) == 5 and yard.records(index) == before
    assert set(codes(index)) == {"missing"}


def test_records_outlive_their_original_and_the_row_of_their_file(home: Path) -> None:
    before = yard.records(home / "index")
    shutil.rmtree(home / "in")
    shutil.rmtree(home / "index" / "originals")
    run(home / "index", "UPDATE sources SET reader = 'y'")
    done = Archive.repair(home / "index", Archive.verifier(home / "index").run(), workers=1)
    assert yard.records(home / "index") == before and len(done.lost) == 5


def test_a_damaged_catalog_is_kept(home: Path) -> None:
    index = home / "index"
    (index / schema.NAME).write_bytes(b"no catalog at all" * 1000)
    done = Archive.repair(index, Archive.verifier(index).run(), workers=1)
    assert Path(done.aside).read_bytes() == b"no catalog at all" * 1000
    assert stat.S_IMODE(Path(done.aside).stat().st_mode) & 0o077 == 0
    with Archive.open(index) as archive:
        assert archive.search("", limit=0).total == 6
        assert verbs(archive)[-2:] == ["repair", "repaired"]


def test_a_repair_waits_for_no_writer(home: Path) -> None:
    from archive.errors import Locked
    from archive.store.lock import writer_lock

    run(home / "index", "UPDATE notices SET title = '关于' WHERE key = 1")
    findings = Archive.verifier(home / "index").run()
    with writer_lock(home / "index", 0), pytest.raises(Locked):
        rebuilding.repair(home / "index", findings, who="甲", wait=0)


_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_STORED = st.one_of(st.none(), _TEXT, st.integers(-(1 << 63), (1 << 63) - 1), st.binary())


@given(st.lists(_STORED, min_size=1))
def test_a_seal_is_the_same_in_sql(values: list[Any]) -> None:
    values = [v for v in values if not isinstance(v, int) or abs(v) < 1 << 63]
    values = [
        v for v in values if not isinstance(v, str) or (v.encode("utf-8", "ignore").decode() == v and "\0" not in v)
    ]
    with closing(sqlite3.connect(":memory:")) as connection:
        teach(connection)
        marks = ", ".join("?" * len(values))
        assert not values or connection.execute(f"SELECT seal({marks})", values).fetchone()[0] == seal(*values)


def test_every_seal_holds_after_all_that_people_do(archive: Archive) -> None:
    notice = archive.get("青政发〔2024〕1号")
    for values in ({"title": "关于"}, {"date": "2023-01-02"}, {"issuers": ["临溪市人民政府"]}, {"note": "存"}):
        archive.correct(archive.changes([notice], values), who="甲")  # type: ignore[arg-type]
    archive.undo(who="乙")
    archive.load(list(archive.dump()))
    list(archive.reparse(apply=True, workers=1))
    archive.remove([archive.get("青政发〔2024〕3号")], "误收")
    assert Archive.verifier(archive._store.folder).run() == []
    assert set(SEALED) <= {
        name for (name,) in archive._store._catalog.connection.execute("SELECT name FROM sqlite_master")
    }


def verbs(archive: Archive) -> list[str]:
    return [act["verb"] for act in archive.acts()]


def test_the_journal_tells_who_did_what(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_USER", "张管理")
    notice = archive.get("青政发〔2024〕1号")
    archive.remove([notice], "误收")
    archive.unremove([notice.id])
    archive.correct(archive.changes([notice], {"note": "存"}), who="甲")
    archive.tell("export", notices=6, query="通知")
    found = list(archive.acts())
    assert [act["verb"] for act in found] == ["ingest", "correct", "words", "remove", "unremove", "correct", "export"]
    assert found[3]["who"] == "张管理" and found[3]["ids"] == [notice.id] and found[3]["why"] == "误收"
    assert found[5]["who"] == "甲" and found[6]["query"] == "通知"
    assert len(found[0]["ids"]) == 6


def test_a_run_that_changes_nothing_is_no_act(archive: Archive, home: Path) -> None:
    before = verbs(archive)
    archive.ingest([home / "in"], workers=1)
    assert verbs(archive) == before


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (lambda lines: lines[:1] + lines[2:], ["2"]),
        (lambda lines: [lines[0], lines[1].replace("correct", "Correct"), *lines[2:]], ["2"]),
        (lambda lines: [lines[0], "no json", *lines[1:]], ["2"]),
        (lambda lines: [lines[1], lines[0], *lines[2:]], ["1", "2", "3"]),
        (lambda lines: [*lines, lines[-1]], ["4"]),
    ],
)
def test_a_changed_journal_shows(change: Callable[[list[str]], list[str]], wrong: list[str], home: Path) -> None:
    path = home / "index" / acts.NAME
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) == 3
    path.write_text("\n".join(change(lines)) + "\n", encoding="utf-8")
    assert codes(home / "index")["journal"] == wrong


def test_a_line_that_a_crash_cut_is_no_end(home: Path) -> None:
    path = home / "index" / acts.NAME
    whole = path.read_text("utf-8")
    path.write_text(whole[:-20], encoding="utf-8")
    with Archive.open(home / "index") as archive:
        archive.tell("export")
        assert verbs(archive) == ["ingest", "correct", "export"]
    assert codes(home / "index")["journal"] == ["the last ones"]  # the catalog knows of the one that is gone


def test_acts_of_two_processes_follow_each_other(tmp_path: Path) -> None:
    import multiprocessing

    with multiprocessing.get_context("spawn").Pool(4) as pool:
        pool.map(_add_acts, [tmp_path] * 4)
    found = list(acts.Acts(tmp_path).checked())
    assert len(found) == 80 and all(line.sound for line in found)


def _add_acts(folder: Path) -> None:
    for at in range(20):
        acts.Acts(folder).add("ingest", "甲" * at, ["0" * 400] * at)


def test_many_ids_go_into_several_lines(tmp_path: Path) -> None:
    acts.Acts(tmp_path).add("ingest", "甲", [f"{at:012}-1" for at in range(4500)])
    found = list(acts.Acts(tmp_path).checked())
    assert [len(line.act["ids"]) for line in found if line.act and line.sound] == [2000, 2000, 500]


def test_a_removed_notice_is_nowhere(archive: Archive, home: Path) -> None:
    notice = archive.get("青政发〔2024〕2号")
    before = yard.records(home / "index"), yard.answers(home / "index")
    assert archive.remove([notice], "误收", who="甲") == [notice.id]
    assert archive.search("绿化").total == archive.search(number=["青政发〔2024〕2号"]).total == 0
    assert notice.id not in [each.id for each in archive.notices()]
    assert archive.stats().notices == 5
    with pytest.raises(NotFound, match="removed"):
        archive.get(notice.id)
    assert not any(doubt.reason == "detached" or doubt.id == notice.id for doubt in archive.doubts())
    assert not archive._store.originals.path(notice.source.sha256).exists()
    assert (home / "index" / "quarantine" / notice.source.sha256[:2] / notice.source.sha256).exists()
    assert [(each.id, each.who, each.why) for each in archive.removed()] == [(notice.id, "甲", "误收")]
    assert codes(home / "index") == {}
    archive.reindex()
    list(archive.reparse(apply=True, workers=1))
    assert archive.search("绿化").total == 0
    assert archive.unremove([notice.id]) == [notice.id]
    assert (yard.records(home / "index"), yard.answers(home / "index")) == before
    assert archive.original(notice).exists() and archive.removed() == []


def test_what_was_removed_is_not_taken_in_again(archive: Archive, home: Path) -> None:
    notice = archive.get("青政发〔2024〕1号")
    archive.remove([notice])
    copy = home / "in" / "again.txt"
    shutil.copy(home / "in" / "防汛.txt", copy)
    report = archive.ingest([copy], workers=1)
    assert report.results["refused"] == 1
    assert [each.reason for each in archive.failures() if each.path == str(copy)] == ["removed"]
    os.utime(home / "in" / "防汛.txt")
    assert archive.ingest([home / "in"], workers=1).results["refused"] == 2
    assert archive.search("防汛").total == 0 and codes(home / "index") == {}
    archive.unremove([notice.id])
    assert archive.ingest([home / "in"], workers=1).results["refused"] == 0
    assert archive.search("防汛").total == 1


def test_one_of_two_notices_of_a_file_is_removed(archive: Archive, home: Path) -> None:
    one, two = archive.get("临教发〔2024〕5号"), archive.get("临教发〔2024〕6号")
    assert one.source.sha256 == two.source.sha256
    archive.remove([one])
    assert archive.original(two).exists()
    assert [each.status for each in archive.reparse(apply=True, workers=1)] == ["same"] * 5
    assert [each.id for each in archive.of_content(one.source.sha256)] == [two.id]
    archive.remove([two])
    assert not archive._store.originals.path(two.source.sha256).exists()
    archive.unremove([one.id])
    assert archive.original(one).exists() and [each.id for each in archive.removed()] == [two.id]
    assert codes(home / "index") == {}


def test_a_removal_outlives_a_rebuilding(archive: Archive, home: Path) -> None:
    one = archive.get("临教发〔2024〕5号")
    archive.remove([one])
    before = yard.records(home / "index")
    run(home / "index", "UPDATE notices SET title = '关于' WHERE key = 1")
    Archive.repair(home / "index", Archive.verifier(home / "index").run(), workers=1)
    assert yard.records(home / "index") == before
    with Archive.open(home / "index") as again:
        assert [each.id for each in again.removed()] == [one.id] and again.unremove([one.id])


def test_a_file_read_otherwise_does_not_give_a_removed_notice_back(archive: Archive) -> None:
    from archive.notice import Notice
    from archive.store.removing import left

    one = archive.get("临教发〔2024〕5号")
    archive.remove([one])
    catalog = archive._store._catalog
    same = [(Notice(number=one.number, title=one.title, text=one.text), 1), (Notice(position=2, text="别的"), 2)]
    assert [item for _notice, item in left(catalog, one.source.sha256, same)] == [2]
    with pytest.raises(ArchiveError):
        left(catalog, one.source.sha256, [(Notice(number="甲〔2024〕1号", title="合并", text="全部"), 1)])


def packed(index: Path, sql: str, identity: str) -> bytes:
    """A stretch of a value as it is kept that stands nowhere else in the file."""
    with closing(sqlite3.connect(index / schema.NAME)) as connection:
        value: bytes = connection.execute(sql, (identity,)).fetchone()[0]
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = (index / schema.NAME).read_bytes()
    return next(value[at : at + 12] for at in range(len(value)) if whole.count(value[at : at + 12]) == 1)


def terms(index: Path) -> set[str]:
    """The terms of the literal index, also of deleted rows."""
    with closing(sqlite3.connect(index / schema.NAME)) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.v USING fts5vocab(main, literal, row)")
        return {row[0] for row in connection.execute("SELECT term FROM v")}


def test_purging_leaves_no_word(archive: Archive, home: Path) -> None:
    def held() -> bytes:
        return b"".join(path.read_bytes() for path in (home / "index").rglob("*") if path.is_file())

    notice = archive.get("青政发〔2024〕2号")
    marks = [packed(home / "index", "SELECT text FROM texts JOIN notices ON key = notice WHERE id = ?", notice.id)]
    assert "绿\u00a0化" in terms(home / "index")
    archive.remove([notice], "误收")
    marks.append(packed(home / "index", "SELECT record FROM removed WHERE id = ?", notice.id))
    assert marks[1] in held()
    assert archive.purge() == [] and archive.removed()
    assert archive.purge(days=0) == [notice.id] and archive.removed() == []
    with pytest.raises(NotFound):
        archive.unremove([notice.id])
    archive.close()
    whole = held()
    assert not any(mark in whole for mark in marks)
    assert "绿\u00a0化" not in terms(home / "index")
    assert notice.source.sha256.encode() in whole  # that it was there stays known
    assert not any(notice.source.sha256 == path.name for path in (home / "index").rglob("*"))
    assert codes(home / "index") == {}
    with Archive.open(home / "index") as again:
        copy = home / "in" / "植树二.txt"
        shutil.copy(home / "in" / "植树.txt", copy)
        assert again.ingest([copy], workers=1).results["refused"] == 1


def test_a_backup_is_an_archive(archive: Archive, home: Path) -> None:
    done = archive.backup(home / "copy")
    assert (done.notices, done.originals, done.added, done.missing) == (6, 5, 5, [])
    with Archive.open(home / "copy") as copy:
        assert copy.search("防汛").total == 1
    again = archive.backup(home / "copy")
    assert (again.originals, again.added) == (5, 0)
    for path in [home / "copy", *(home / "copy").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_a_backup_takes_what_is_new_and_keeps_the_last_catalog(archive: Archive, home: Path) -> None:
    archive.backup(home / "copy")
    old = (home / "copy" / schema.NAME).read_bytes()
    (home / "in" / "新.txt").write_text(
        NOTICE.format(name="临溪市人民政府", code="临政发", serial=9, topic="供水"), "utf-8"
    )
    archive.ingest([home / "in"], workers=1)
    assert archive.backup(home / "copy").added == 1
    assert (home / "copy" / f"{schema.NAME}.before").read_bytes() == old


def test_a_backup_reads_again_what_it_wrote(archive: Archive, home: Path) -> None:
    archive.backup(home / "copy")
    flipped(first(home / "copy", "originals/*/*"), 5)
    assert archive.backup(home / "copy").added == 0
    assert archive.backup(home / "copy", full=True).added == 1
    first(home / "index", "originals/*/*").unlink()
    first(home / "copy", "originals/*/*").unlink()
    assert len(archive.backup(home / "copy").missing) == 1


@pytest.mark.parametrize(
    "damage",
    ["UPDATE notices SET kind = 999 WHERE key = 1", "UPDATE texts SET text = zeroblob(200) WHERE notice = 1"],
)
def test_a_damaged_catalog_never_takes_the_place_of_a_backup(damage: str, archive: Archive, home: Path) -> None:
    archive.backup(home / "copy")
    good = (home / "copy" / schema.NAME).read_bytes()
    archive.close()
    run(home / "index", damage)
    with Archive.open(home / "index") as broken, pytest.raises(Damaged):
        broken.backup(home / "copy")
    assert (home / "copy" / schema.NAME).read_bytes() == good


@pytest.mark.parametrize("name", ["issuers.toml", "words.txt", acts.NAME, schema.BACKUP])
def test_what_a_crash_left_in_a_backup_stops_no_other(name: str, archive: Archive, home: Path) -> None:
    archive.backup(home / "copy")
    (home / "copy" / f"{name}.part").write_text("cut")
    assert archive.backup(home / "copy").originals == 5
    (home / "copy" / "others.part").touch()
    with pytest.raises(ArchiveError, match="others"):
        archive.backup(home / "copy")


@pytest.mark.parametrize("where", ["index", "index/copy", ".", "in"])
def test_a_backup_goes_elsewhere(where: str, archive: Archive, home: Path) -> None:
    with pytest.raises(ArchiveError):
        archive.backup(home / where)


def test_the_drill(archive: Archive, home: Path) -> None:
    """Backup, loss of all, restore: the same records and answers, corrections and removals too."""
    archive.remove([archive.get("青政发〔2024〕3号")], "误收")
    before = yard.records(home / "index"), yard.answers(home / "index"), list(archive.dump())
    archive.backup(home / "copy")
    archive.close()
    shutil.rmtree(home / "index")
    shutil.rmtree(home / "in")
    Archive.restore(home / "copy", home / "index")
    with Archive.open(home / "index") as again:
        assert (yard.records(home / "index"), yard.answers(home / "index"), list(again.dump())) == before
        assert again.unremove([again.removed()[0].id]) and again.original(again.get("青政发〔2024〕3号")).exists()
    assert codes(home / "index") == {}
    with pytest.raises(ArchiveError, match="empty"):
        Archive.restore(home / "copy", home / "index")
    with pytest.raises(ArchiveError):
        Archive.restore(home / "nowhere", home / "new")


@pytest.mark.parametrize("umask", [0, 0o077])
def test_nobody_else_may_read(umask: int, archive: Archive, home: Path) -> None:
    before = os.umask(umask)
    try:
        archive.remove([archive.get("青政发〔2024〕3号")])
        archive.backup(home / "copy")
        archive.reindex()
        archive.edit_words(lambda text: text + "防汛工作\n")
        run(home / "index", "UPDATE notices SET title = '关于' WHERE key = 1")
        Archive.repair(home / "index", Archive.verifier(home / "index").run(), workers=1)
        Archive.restore(home / "copy", home / "new")
        (home / "in" / "新.txt").write_text("临溪市人民政府\n关于供水的通知\n", "utf-8")
        with Archive.open(home / "new") as new:
            new.ingest([home / "in"], workers=1)
    finally:
        os.umask(before)
    for folder in ("copy", "new", "index"):
        made = [home / folder / "whoosh", home / folder / "originals", home / folder / "quarantine"]
        below = [path for each in made if each.exists() for path in each.rglob("*")]
        for path in [*(home / folder).iterdir(), *below]:
            if path.name != "originals" or folder != "index":
                assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


@pytest.mark.parametrize("umask", [0, 0o077])
def test_a_shared_archive_stays_shared(umask: int, archive: Archive, home: Path) -> None:
    import grp

    before = os.umask(umask)
    try:
        archive.share(grp.getgrgid(os.getegid()).gr_name)
        (home / "in" / "新.txt").write_text("临溪市人民政府\n关于供水的通知\n", "utf-8")
        archive.ingest([home / "in"], workers=1)
        archive.edit_words(lambda text: text + "防汛工作\n")
        archive.reindex()
        archive.remove([archive.get("青政发〔2024〕3号")])
    finally:
        os.umask(before)
    for path in [home / "index", *(home / "index").rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o2770 if path.is_dir() else 0o660), (path, oct(mode))
    with pytest.raises(ArchiveError, match="no group"):
        archive.share("no such group")
    archive.unshare()
    archive.reindex()
    for path in [home / "index", *(home / "index").rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), (path, oct(mode))


def test_a_catalog_of_a_stranger_runs_nothing(home: Path, tmp_path: Path) -> None:
    index, mark = home / "index", tmp_path / "ran"

    class Payload:
        def __reduce__(self) -> tuple[Any, ...]:
            return (Path.touch, (mark,))

    toc = first(index, "whoosh/*/*.toc")
    toc.write_bytes(toc.read_bytes()[:60] + pickle.dumps(Payload()))
    for path in index.glob("whoosh/*/*.pst"):
        path.write_bytes(pickle.dumps(Payload()) + path.read_bytes())
    with Archive.open(index) as archive:
        assert archive.search("防汛").total == 1
    assert "ranking" in codes(index) and not mark.exists()
    run(index, "CREATE VIEW v AS SELECT 1")
    with pytest.raises(Damaged, match="view"):
        Archive.open(index)
    assert not mark.exists()


def test_a_backup_never_takes_the_place_of_another_archive(archive: Archive, home: Path) -> None:
    with Archive.open(home / "other", create=True) as other:
        other.ingest([home / "in" / "防汛.txt"], workers=1)
    (home / "link").symlink_to(home / "other")
    before = (home / "other" / schema.NAME).read_bytes()
    for name in ("other", "link"):
        with pytest.raises(ArchiveError, match="another archive"):
            archive.backup(home / name)
    archive.backup(home / "copy")
    with Archive.open(home / "other") as other, pytest.raises(ArchiveError, match="another"):
        other.backup(home / "copy")
    assert (home / "other" / schema.NAME).read_bytes() == before


def test_only_backups_change_a_backup(archive: Archive, home: Path) -> None:
    archive.backup(home / "copy")
    assert Archive.verifier(home / "copy").run() == []
    with Archive.open(home / "copy") as copy:
        assert copy.search("防汛").total == 1 and copy.stats().due == []
        with pytest.raises(ArchiveError, match="is a backup"):
            copy.ingest([home / "in"], workers=1)
        with pytest.raises(ArchiveError, match="is a backup"):
            copy.reindex()


def test_what_lies_beside_the_catalog_of_a_backup_does_not_spoil_the_next(archive: Archive, home: Path) -> None:
    archive.backup(home / "copy")
    for end in ("-wal", "-journal", "-shm"):
        (home / "copy" / f"{schema.NAME}{end}").write_bytes(b"left by a crash" * 999)
    archive.backup(home / "copy")
    Archive.restore(home / "copy", home / "new")
    assert codes(home / "new") == {}


def test_nobody_writes_to_what_is_not_wholly_restored(archive: Archive, home: Path) -> None:
    archive.backup(home / "copy")
    Archive.restore(home / "copy", home / "new")
    (home / "new" / schema.RESTORING).touch()
    with Archive.open(home / "new") as new, pytest.raises(ArchiveError, match="wholly restored"):
        new.ingest([home / "in"], workers=1)
    Archive.restore(home / "copy", home / "new")
    with Archive.open(home / "new") as new:
        new.ingest([home / "in"], workers=1)
    with pytest.raises(ArchiveError):
        Archive.restore(home / "copy", home / "copy" / "within")
    assert not (home / "copy" / "within").exists()


def test_a_damaged_backup_is_said(archive: Archive, home: Path) -> None:
    archive.backup(home / "copy")
    (home / "copy" / schema.NAME).write_bytes(b"XXXX" * 5000)
    with pytest.raises(Damaged):
        Archive.restore(home / "copy", home / "new")


@pytest.mark.parametrize("loss", ["row", "rows", "catalog", "head"])
def test_a_removal_outlives_the_loss_of_its_row(loss: str, archive: Archive, home: Path) -> None:
    index = home / "index"
    whole, part = archive.get("青政发〔2024〕2号"), archive.get("临教发〔2024〕5号")
    archive.remove([whole, part], "误收")
    archive.close()
    before = yard.records(index)
    if loss == "row":
        run(index, "UPDATE removed SET why = 'x'")
    elif loss == "rows":
        run(index, "DELETE FROM removed")
    elif loss == "catalog":
        for path in index.glob(f"{schema.NAME}*"):
            path.unlink()
    else:
        flipped(index / schema.NAME, 2)
    Archive.repair(index, Archive.verifier(index).run(), workers=1)
    hidden = [json.loads(each)["id"] for each in yard.records(index)]
    assert hidden == [json.loads(each)["id"] for each in before]
    assert codes(index) == {}
    with Archive.open(index) as again:
        again.ingest([home / "in"], workers=1)
        assert again.search("", limit=0).total == 4
        assert {each.id for each in again.removed()} == {whole.id, part.id}
        again.unremove([whole.id, part.id])
        assert again.search("", limit=0).total == 6 and again.original(whole).exists()


def set_clock(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    moment = time.gmtime(seconds)
    monkeypatch.setattr(acts, "time", SimpleNamespace(strftime=time.strftime, gmtime=lambda: moment))


def test_a_clock_that_goes_backwards_costs_no_quarantine(
    archive: Archive, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is removed under a clock years behind is not purged at once when the clock is right again."""
    set_clock(monkeypatch, 1_500_000_000)
    text = NOTICE.format(name="青禾县人民政府", code="青政发", serial=9, topic="节水")
    (home / "in" / "节水.txt").write_text(text, encoding="utf-8")
    done = archive.ingest([home / "in"], workers=1)
    assert (done.results["added"], done.results["unchanged"]) == (1, 5)
    notice = archive.get("青政发〔2024〕3号")
    archive.correct(archive.changes([notice], {"kind": "通告"}), who="甲")
    archive.remove([notice])
    monkeypatch.undo()
    assert archive.purge() == [] and [each.id for each in archive.removed()] == [notice.id]
    assert [each["verb"] for each in archive.acts()][-3:] == ["ingest", "correct", "remove"]
    assert archive.backup(home / "copy").notices == 6 and not yard.damage(home / "index")


def test_a_clock_that_was_ahead_keeps_nothing_from_being_purged(
    archive: Archive, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, 4_000_000_000)
    (home / "in" / "消防.txt").write_text("关于消防的通知\n各乡镇：\n请照办。", encoding="utf-8")
    archive.ingest([home / "in"], workers=1)
    monkeypatch.undo()
    notice = archive.get("青政发〔2024〕1号")
    archive.remove([notice])
    assert archive.purge() == [] and archive.purge(days=0) == [notice.id]


def test_a_purged_file_comes_in_again_only_where_a_person_lets_it(archive: Archive, home: Path) -> None:
    paths = [home / "in" / "防汛.txt", home / "in" / "二件.txt"]
    alone, first = archive.get("青政发〔2024〕1号"), archive.get("临教发〔2024〕5号")
    archive.remove([alone, first])
    with pytest.raises(NotFound):
        archive.permit([alone.id])
    archive.purge(days=0)
    assert archive.ingest(paths, workers=1).notices == 0 and archive.search("防汛").total == 0
    assert {each.id for each in archive.purged()} == {alone.id, first.id}
    with pytest.raises(NotFound):
        archive.unremove([alone.id])
    assert archive.permit([alone.id[:6]]) == [alone.id]
    assert archive.search("防汛").total == 0 and not yard.damage(home / "index")
    assert archive.ingest(paths, workers=1).notices == 1 and archive.get(alone.id).text == alone.text
    assert archive.permit([first.id]) == [first.id] and archive.purged() == []
    list(archive.reparse(apply=True, workers=1))
    assert archive.get(first.id).number == first.number and not yard.damage(home / "index")
    archive.close()
    (home / "index" / schema.NAME).unlink()
    Archive.repair(home / "index", Archive.verifier(home / "index").run(), workers=1)
    with Archive.open(home / "index") as again:
        assert again.get(alone.id).number == alone.number and again.purged() == []


def test_a_purge_outlives_the_loss_of_the_catalog(archive: Archive, home: Path) -> None:
    archive.remove([archive.get("青政发〔2024〕1号")])
    archive.purge(days=0)
    archive.close()
    (home / "index" / schema.NAME).unlink()
    Archive.repair(home / "index", Archive.verifier(home / "index").run(), workers=1)
    run(home / "index", "UPDATE notices SET title = '关于' WHERE key = 1")  # and once more, with the catalog there
    Archive.repair(home / "index", Archive.verifier(home / "index").run(), workers=1)
    assert not any("防汛" in path.read_text("utf-8") for path in (home / "index" / "originals").glob("*/*"))
    with Archive.open(home / "index") as again:
        shutil.copy(home / "in" / "防汛.txt", home / "in" / "防汛二.txt")
        assert again.ingest([home / "in"], workers=1).results["refused"] >= 1
        assert again.search("防汛").total == 0


def test_no_new_archive_is_made_where_a_catalog_is_lost(home: Path) -> None:
    (home / "index" / schema.NAME).unlink()
    with pytest.raises(Damaged, match="missing"):
        Archive.open(home / "index", create=True)


def test_a_head_that_cannot_be_read_costs_nothing(home: Path) -> None:
    before = yard.records(home / "index")
    for at in (0, 16, 21):
        flipped(home / "index" / schema.NAME, at)
    done = Archive.repair(home / "index", Archive.verifier(home / "index").run(), workers=1)
    assert done.lost == [] and yard.records(home / "index") == before


def test_a_purge_that_broke_off_is_finished_by_the_next(
    archive: Archive, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from archive.store import custody

    notice = archive.get("青政发〔2024〕4号")
    archive.remove([notice])
    forget = custody._forget

    def dies(_store: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(custody, "_forget", dies)
    with pytest.raises(KeyboardInterrupt):
        archive.purge(days=0)
    monkeypatch.setattr(custody, "_forget", forget)
    assert archive.purge(days=0) == []
    with closing(sqlite3.connect(home / "index" / schema.NAME)) as connection:
        assert not connection.execute("SELECT 1 FROM meta WHERE name = 'purging'").fetchall()
        assert not connection.execute("SELECT 1 FROM numbers WHERE number LIKE '%4号'").fetchall()
    assert "普\u00a0查" not in terms(home / "index")
    archive.remove([archive.get("青政发〔2024〕3号")])
    (home / "index" / "words.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(ArchiveError):
        archive.purge(days=0)
    assert archive.removed()  # nothing was begun


def test_what_people_said_of_a_removed_notice_stays_with_it(archive: Archive, home: Path) -> None:
    one, two = archive.get("临教发〔2024〕5号"), archive.get("临教发〔2024〕6号")
    archive.correct(archive.changes([one], {"title": "关于甲的通知"}), who="甲")
    dump = list(archive.dump())
    archive.remove([one, two])
    archive.unremove([two.id])
    assert archive.get(two.id).title == two.title
    archive.unremove([one.id])
    assert archive.get(one.id).title == "关于甲的通知"
    archive.remove([one])
    archive.purge(days=0)
    assert not any("甲的通知" in json.dumps(each, ensure_ascii=False) for each in archive.dump())
    archive.load(dump)
    assert not any("甲的通知" in json.dumps(each, ensure_ascii=False) for each in archive.dump())
    assert archive.get(two.id).title == two.title and codes(home / "index") == {}


def test_an_older_notice_is_found_again_when_its_successor_is_removed(archive: Archive, home: Path) -> None:
    old = archive.get("青政发〔2024〕1号")
    path = home / "in" / "防汛.txt"
    path.write_text(path.read_text("utf-8").replace("请认真", "请立即"), encoding="utf-8")
    archive.ingest([path], workers=1)
    new = archive.get("青政发〔2024〕1号")
    assert new.id != old.id and archive.search("防汛").total == 1
    archive.remove([new])
    assert [hit.notice.id for hit in archive.search("防汛").hits] == [old.id]
    archive.unremove([new.id])
    assert [hit.notice.id for hit in archive.search("防汛").hits] == [new.id] and codes(home / "index") == {}


def test_a_journal_that_lost_its_end_shows_and_is_begun_anew(here: Here) -> None:
    path = here.folder / "index" / acts.NAME
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    assert "journal" in codes(here.folder / "index")
    assert "LOST  lines of the journal" in here("verify", "--repair", code=3).stdout.decode()
    assert here.out("verify").startswith("All is whole")
    assert [act["verb"] for act in here.lines("log", "--json")] == ["ingest", "correct", "repair", "repaired"]
    path.unlink()
    assert "journal" in codes(here.folder / "index")


def test_a_full_disk_leaves_no_part_of_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = acts.Acts(tmp_path)
    journal.add("ingest", "甲")
    before, write = journal.path.read_bytes(), os.write

    def full(descriptor: int, data: Any) -> int:
        write(descriptor, bytes(data)[:20])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="space"):
        journal.add("export", "甲")
    assert journal.path.read_bytes() == before


@pytest.mark.parametrize("name", [acts.NAME, "lock"])
def test_links_in_an_archive_are_not_followed(name: str, archive: Archive, home: Path) -> None:
    (home / "index" / name).unlink()
    (home / "victim").write_text("whole")
    (home / "index" / name).symlink_to(home / "victim")
    with pytest.raises((OSError, ArchiveError)):
        archive.remove([archive.get("青政发〔2024〕1号")])
    assert (home / "victim").read_text() == "whole"


def test_an_archive_in_a_shared_folder_is_private(home: Path) -> None:
    (home / "share").mkdir()
    (home / "share").chmod(0o2775)
    with Archive.open(home / "share" / "index", create=True) as archive:
        archive.ingest([home / "in"], workers=1)
        archive.backup(home / "share" / "copy")
    for name in ("index", "copy"):
        for path in [home / "share" / name, *(home / "share" / name).rglob("*")]:
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


@pytest.mark.parametrize("version", [4, 7])
def test_an_archive_of_another_version_is_not_called_damaged(version: int, home: Path) -> None:
    run(home / "index", f"PRAGMA user_version = {version}")
    with pytest.raises(ArchiveError, match="version"):
        Archive.verifier(home / "index").run()


def test_a_ranking_without_a_name_is_mended(home: Path) -> None:
    run(home / "index", "UPDATE meta SET value = 'q' WHERE name = 'ranking'")
    assert "ranking" in codes(home / "index")
    done = Archive.repair(home / "index", Archive.verifier(home / "index").run(), workers=1)
    assert done.lost == [] and codes(home / "index") == {}


def test_a_repair_goes_on_without_files_that_people_broke(home: Path) -> None:
    run(home / "index", "UPDATE notices SET title = '关于' WHERE key = 1")
    (home / "index" / "issuers.toml").write_text("[[issuer")
    done = Archive.repair(home / "index", Archive.verifier(home / "index").run(), workers=1)
    assert {each.code for each in done.left if not each.harmless} == {"edited"}
    assert not list((home / "index").glob("wreck*")) and not (home / "index" / "rebuilding").exists()
    assert (home / "index" / "issuers.toml").read_text() == "[[issuer"


@pytest.fixture
def here(home: Path) -> Here:
    return Here(home)


def test_the_verbs_from_end_to_end(here: Here) -> None:
    assert here.out("verify") == "All is whole: 6 notices, 5 originals.\n"
    (identity,) = here.out("search", "-n", "青政发〔2024〕1号", "--ids").split()
    assert json.loads(here.out("remove", "--yes", "--json", "--why", "误收", "青政发〔2024〕1号")) == {
        "version": 1, "removed": [identity],
    }  # fmt: skip
    assert here("show", identity, code=1).stderr.decode().startswith(f"Error: {identity} was removed on ")
    assert identity in here.out("unremove")
    assert "1 notice brought back." in here.out("unremove", identity[:6])
    here("unremove", code=1)
    assert here.out("backup", "copy") == "copy: 6 notices, 5 originals, 5 new\n"
    assert here.out("--index", "new", "restore", "copy") == "new: 6 notices, 5 originals, 5 new\n"
    assert here.out("--index", "new", "search", "防汛", "--count") == here.out("search", "防汛", "--count")
    acts = here.lines("log", "--json")
    assert [act["verb"] for act in acts][-3:] == ["remove", "unremove", "backup"]
    assert here.out("log", "--verb", "remove").split()[3:5] == ["removed", identity]
    for wrong in (("--verb", "移除"), ("--since", "昨天"), ("--until", "2026-13")):
        here("log", *wrong, code=2)
    here("log", "--until", "1999", code=1)
    here("log", "--who", "nobody", code=1)
    assert len(here.lines("log", identity, "--json")) == 3
    assert len(here.lines("log", "--limit", "2", "--json")) == 2
    here("export")
    assert here.lines("log", "--verb", "export", "--json")[0]["query"] == ""


def test_remove_asks_first(here: Here) -> None:
    code, shown = here.on_terminal("remove", "青政发〔2024〕1号", typed="n\n")
    assert code == 1 and "Remove 1 notice? [y/N]" in shown and "青政发〔2024〕1号" in shown
    here("remove", "青政发〔2024〕1号", code=130)  # nobody answers
    assert here.out("search", "防汛", "--count").strip() == "1"
    here("remove", "--yes", "青政发〔2024〕1号")
    assert "0 notices forgotten" in here.out("purge", "--yes")
    assert "0 notices forgotten" in here.out("purge")  # nothing is old enough, nothing is asked
    here("purge", "--days", "0", code=130)
    assert "1 notice forgotten" in here.out("purge", "--yes", "--days", "0")


def test_verify_says_and_mends(here: Here) -> None:
    index = here.folder / "index"
    run(index, "UPDATE notices SET title = '\x1b[2J' WHERE key = 1")
    flipped(first(index, "originals/*/*"), 9)
    said = here("verify", code=4).stdout.decode()
    assert "DAMAGED  records  rows of the catalog are other than they were written (1)" in said
    assert "DAMAGED  originals  originals are other than they were taken in (1)" in said
    (told,) = here.lines("verify", "--json", code=4)
    assert not told["sound"] and {each["code"] for each in told["findings"]} >= {"seal", "altered"}
    mended = here("verify", "--repair").stdout.decode()
    assert "All is whole again." in mended
    assert here.lines("verify", "--json")[0]["sound"]


def test_a_repair_that_loses_something_says_so(here: Here) -> None:
    first(here.folder / "index", "originals/*/*").unlink()
    shutil.rmtree(here.folder / "in")
    assert "LOST  original " in here("verify", "--repair", code=3).stdout.decode()
    assert here.lines("verify", "--repair", "--json", code=3)[0]["repair"]["lost"]


def test_findings_have_words(tmp_path: Path) -> None:
    from archive.cli import verify
    from archive.store import verifying

    source = Path(verifying.__file__).read_text("utf-8")
    for code in verifying.messages():
        assert f'"{code}"' in source.replace(f'"{code}": _(', ""), code
    assert Finding("x", "unknown").message == "unknown"
    assert set(verify.parts()) == {
        "catalog",
        "records",
        "literal",
        "ranking",
        "originals",
        "journal",
        "edited",
        "files",
    }
