"""Originals read again: what is told is what is done, nothing else; what cannot be read keeps its records."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.errors import Locked, Unreadable
from archive.extract import worker
from archive.ingest import JOB, again
from archive.ingest.again import Difference, Reread
from archive.ingest.reading import read_again, read_file
from archive.library import Archive
from archive.notice import Notice
from archive.store import schema

TESTS = Path(__file__).parent


def paper(number: str, title: str, more: str = "", head: str = "青禾县人民政府办公室") -> str:
    body = f"各乡镇人民政府：\n请按时完成有关工作。{more}"
    return f"{head}\n{number}\n\n{title}\n\n{body}\n\n青禾县人民政府办公室\n2024年9月3日\n"


PLANTING, FLOODS, FIRES = "关于做好秋季植树工作的通知", "关于做好防汛工作的通知", "关于做好护林防火工作的通知"
FILES = {
    "一.txt": paper("青办发〔2024〕1号", PLANTING),
    "二.txt": paper("青办发〔2024〕2号", FLOODS) + "\f" + paper("青办发〔2024〕3号", FIRES),
    "三.txt": paper("青办函〔2024〕4号", "关于商请参加会议的函"),
}
NUMBERS = ["青办函〔2024〕4号", *(f"青办发〔2024〕{at}号" for at in (1, 2, 3))]


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


class HereAndNow:
    """In the place of reader processes where they are not what is tested: they take long to start."""

    def __init__(self, job: str, _workers: int) -> None:
        self.job = read_otherwise if job == OTHERWISE else {JOB: read_file, again.JOB: read_again}[job]

    def __enter__(self) -> HereAndNow:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def run(self, tasks: Iterator[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Any]]:
        for task in tasks:
            yield task, self.outcome(json.loads(json.dumps(task)))

    def outcome(self, task: dict[str, Any]) -> Any:
        try:
            return json.loads(json.dumps(self.job(task)))
        except Unreadable as error:
            return error


PROCESSES = worker.Pool


@pytest.fixture
def archive(tmp_path: Path, papers: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setattr(worker, "Pool", HereAndNow)
    with Archive.open(tmp_path / "index", create=True) as opened:
        opened.ingest([papers], workers=1)
        assert sorted(notice.number or "" for notice in opened.notices()) == sorted(NUMBERS)
        yield opened


OTHERWISE = f"{Path(__file__).stem}:read_otherwise"


def read_otherwise(task: dict[str, Any]) -> dict[str, Any]:
    """A reader of other rules, in a reader process: what $REREAD says of the file's name is done to what is read."""
    outcome = read_again(task)
    for action, argument in json.loads(os.environ["REREAD"]).get(task["name"], {}).items():
        notices = outcome["notices"]
        if action == "drop":
            outcome["notices"] = [each for each in notices if each["notice"]["position"] not in argument]
            for at, each in enumerate(outcome["notices"], 1):
                each["notice"]["position"] = at
        elif action == "set":
            for position, values in argument.items():
                notices[int(position) - 1]["notice"] |= values
        elif action == "again":
            notices.append({**notices[0], "notice": {**notices[0]["notice"], "position": len(notices) + 1, **argument}})
        elif action == "unreadable":
            raise Unreadable(argument)
        elif action == "exit":
            os._exit(3)
        elif action == "garble":
            notices[-1]["notice"]["lines"] = argument
    return outcome


@pytest.fixture
def other_rules(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Has the next rereads go by other rules: keywords are names of files without their suffix."""

    def use(**plan: dict[str, Any]) -> None:
        monkeypatch.setattr(again, "JOB", OTHERWISE)
        monkeypatch.syspath_prepend(str(TESTS))
        monkeypatch.setenv("REREAD", json.dumps({f"{name}.txt": each for name, each in plan.items()}))

    return use


def reparse(archive: Archive, query: str = "", **options: Any) -> dict[str, Reread]:
    return {Path(each.path).name: each for each in archive.reparse(query, workers=1, **options)}


def statuses(found: dict[str, Reread]) -> dict[str, str]:
    return {name: each.status for name, each in sorted(found.items())}


SAME = {"一.txt": "same", "三.txt": "same", "二.txt": "same"}


def by_number(archive: Archive, number: str) -> Notice:
    return archive.get(number)


def records(archive: Archive) -> dict[str, Any]:
    """All that an archive says, by id."""
    found = {notice.id: notice for notice in archive.read(archive._store.find(""))}
    return {each: found[each] for each in sorted(found)}


def edit(archive: Archive, *statements: str) -> None:
    """What older rules left in the catalog."""
    connection = sqlite3.connect(archive._store.folder / schema.NAME)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def on_disk(archive: Archive) -> dict[str, str]:
    """The hash of each file of the archive; of the catalog, whose file may be tidied, that of all its rows."""
    folder = archive._store.folder
    out = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith(schema.NAME) and path.name != "lock":
            out[path.relative_to(folder).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    connection = sqlite3.connect(f"{(folder / schema.NAME).as_uri()}?mode=ro", uri=True)
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = [str(row) for table in tables if table != "literal" for row in connection.execute(f"SELECT * FROM {table}")]
    connection.close()
    assert len(rows) > 20 and len(out) > 3
    return out | {"catalog": hashlib.sha256("\n".join(rows).encode("utf-8", "surrogatepass")).hexdigest()}


# Nothing has changed


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    from tests.corpora.made import generate

    folder = tmp_path_factory.mktemp("corpora")
    generate.main(str(folder / "made"))
    with Archive.open(folder / "index", create=True) as opened:
        opened.ingest([TESTS.parent / "docs_in", TESTS / "corpora", folder / "made"], workers=2, allow_secret=True)
        yield opened


def test_what_has_not_changed_is_the_same_for_all_samples(corpora: Archive) -> None:
    assert corpora.stats().files > 200
    found = list(corpora.reparse(workers=2))
    assert len(found) == corpora.stats().files
    assert [each for each in found if each.status != "same"] == []
    assert not any(each.differences or each.gone or each.new or each.error for each in found)


def test_applying_what_has_not_changed_writes_nothing(corpora: Archive) -> None:
    before = on_disk(corpora)
    assert Counter(each.status for each in corpora.reparse(apply=True, workers=2)).keys() == {"same"}
    assert on_disk(corpora) == before


def test_corrected_inferred_and_replaced_notices_are_the_same_too(archive: Archive, papers: Path) -> None:
    (papers / "四.txt").write_text(
        paper("青办发〔2024〕5号", FIRES, head="").replace("\n\n青禾县人民政府办公室\n2024", "\n\n2024"),
        encoding="utf-8",
    )
    (papers / "一.txt").write_text(paper("青办发〔2024〕1号", PLANTING, "逾期不候。"), encoding="utf-8")
    archive.ingest([papers], workers=1)
    notice = by_number(archive, "青办发〔2024〕2号")
    archive.correct(archive.changes([notice], {"title": "新题", "signature": ["甲县"], "date": None, "kind": "通知"}))
    assert any(each.inferred for each in records(archive).values())
    assert any(each.superseded_by for each in records(archive).values())
    before = on_disk(archive)
    assert Counter(each.status for each in archive.reparse(apply=True)) == {"same": 5}
    assert on_disk(archive) == before


@pytest.mark.parametrize("names", [("a.txt", "青办发〔2024〕7号.txt"), ("青办发〔2024〕7号.txt", "a.txt")])
def test_a_file_of_several_names_is_read_by_the_one_it_came_with(
    archive: Archive, papers: Path, names: tuple[str, str]
) -> None:
    for name in names:
        (papers / name).write_text(paper("", PLANTING, "另行通知。"), encoding="utf-8")
        archive.ingest([papers], workers=1)
    (notice,) = archive.notices("另行通知")
    assert len(notice.source.renditions) == 2
    assert [each.rule for each in notice.evidence if each.rule == "file-name"] == ["file-name"] * (names[0] != "a.txt")
    assert {each.status for each in archive.reparse(apply=True)} == {"same"}


def test_replaced_content_is_read_by_its_former_name(archive: Archive, papers: Path) -> None:
    file = papers / "青办发〔2024〕7号.txt"
    for more in ("甲", "乙"):
        file.write_text(paper("", PLANTING, more), encoding="utf-8")
        archive.ingest([file], workers=1)
    (old,) = [each for each in records(archive).values() if each.superseded_by]
    assert [each.value for each in old.evidence if each.rule == "file-name"] == ["青办发〔2024〕7号"]
    assert {each.status for each in archive.reparse(apply=True)} == {"same"}


# Something has changed


def test_what_older_rules_left_is_told_and_nothing_is_touched(archive: Archive) -> None:
    first, second = (by_number(archive, f"青办发〔2024〕{at}号") for at in (1, 3))
    edit(
        archive,
        f"UPDATE notices SET title = '旧题', date = NULL WHERE id = '{first.id}'",
        f"DELETE FROM lists WHERE field = 'issuers' AND notice = (SELECT key FROM notices WHERE id = '{second.id}')",
        f"DELETE FROM citations WHERE notice = (SELECT key FROM notices WHERE id = '{second.id}')",
        f"UPDATE texts SET evidence = (SELECT t.evidence FROM texts t JOIN notices ON key = notice "
        f"WHERE id = '{first.id}') WHERE notice = (SELECT key FROM notices WHERE id = '{second.id}')",
    )
    before = on_disk(archive)
    found = reparse(archive)
    assert statuses(found) == {**SAME, "一.txt": "changed", "二.txt": "changed"}
    assert found["一.txt"].differences == [
        Difference(first.id, "title", "旧题", PLANTING),
        Difference(first.id, "date", None, "2024-09-03"),
    ]
    assert found["二.txt"].differences == [
        Difference(second.id, "issuers", [], ["青禾县人民政府办公室"]),
        Difference(second.id, "text", None, None),
    ]
    assert on_disk(archive) == before and reparse(archive) == found


def test_applying_changes_what_was_told_and_nothing_else(archive: Archive, other_rules: Callable[..., None]) -> None:
    before = records(archive)
    first, third = by_number(archive, "青办发〔2024〕1号"), by_number(archive, "青办发〔2024〕3号")
    plan = {"title": "关于做好冬季植树工作的通知", "date": "2024-09-04", "kind": None, "cc": ["县委办公室"]}
    other_rules(一={"set": {"1": plan}}, 二={"set": {"2": {"number": "青办发〔2024〕33号", "cut": True}}})
    told = reparse(archive)
    assert records(archive) == before
    assert reparse(archive, apply=True) == told
    assert statuses(told) == {**SAME, "一.txt": "changed", "二.txt": "changed"}
    for name, value in plan.items():
        setattr(before[first.id], name, value)
    before[third.id].number, before[third.id].cut = "青办发〔2024〕33号", True
    assert records(archive) == before
    assert {(each.id, each.field) for each in told["一.txt"].differences} == {(first.id, name) for name in plan}
    assert [each.field for each in told["二.txt"].differences] == ["number", "text"]
    assert list(archive.ids("title:冬季植树")) == list(archive.ids("to:各乡镇 cc:县委")) == [first.id]
    assert list(archive.ids("title:秋季植树")) == list(archive.ids("number:青办发〔2024〕3号")) == []
    assert archive._store.due() == []
    assert statuses(reparse(archive, apply=True)) == SAME


def test_corrections_are_kept_and_undoing_gives_what_is_read_now(
    archive: Archive, other_rules: Callable[..., None]
) -> None:
    notice = by_number(archive, "青办发〔2024〕1号")
    archive.correct(archive.changes([notice], {"title": "关于植树的函", "date": "2024-09-03"}))
    other_rules(一={"set": {"1": {"title": "植树", "kind": "函", "date": "2024-01-01"}}})
    told = reparse(archive)["一.txt"]
    assert told.differences == [
        Difference(notice.id, "title", PLANTING, "植树", corrected=True),
        Difference(notice.id, "kind", "通知", "函"),
        Difference(notice.id, "date", "2024-09-03", "2024-01-01", corrected=True),
    ]
    assert reparse(archive, apply=True)["一.txt"] == told
    now = archive.get(notice.id)
    assert (now.title, now.kind, now.date) == ("关于植树的函", "函", "2024-09-03") and now.corrected == [
        "title",
        "date",
    ]
    assert statuses(reparse(archive)) == SAME
    archive.undo()
    now = archive.get(notice.id)
    assert (now.title, now.kind, now.date, now.corrected) == ("植树", "函", "2024-01-01", [])
    assert list(archive.ids("title:植树的函")) == [] and statuses(reparse(archive)) == SAME


def test_a_file_that_is_split_otherwise(archive: Archive, other_rules: Callable[..., None]) -> None:
    """Notice 2 of 2 becomes the only one, then there are two again: its correction goes with it, both ways."""
    floods, fires = by_number(archive, "青办发〔2024〕2号"), by_number(archive, "青办发〔2024〕3号")
    archive.correct(archive.changes([fires], {"title": "关于防火的函"}))
    archive.correct(archive.changes([floods], {"title": "关于防汛的函"}))
    other_rules(二={"drop": [1]})
    told = reparse(archive)["二.txt"]
    assert (told.status, told.gone, told.new) == ("changed", [fires.id], [])
    assert {each.field for each in told.differences} >= {"number", "title", "text"}
    assert reparse(archive, apply=True)["二.txt"] == told
    now = by_number(archive, "青办发〔2024〕3号")
    assert (now.id, now.title) == (floods.id, "关于防火的函")
    assert [notice.id for notice in archive.of_content(fires.source.sha256)] == [floods.id]
    detached = [each.correction for each in archive.doubts() if each.reason == "detached"]
    assert [each.new for each in detached if each] == ["关于防汛的函"]
    assert archive.search("防汛").total == 0
    other_rules()
    told = reparse(archive)["二.txt"]
    assert (told.gone, told.new) == ([], [fires.id])
    reparse(archive, apply=True)
    assert [notice.title for notice in archive.of_content(fires.source.sha256)] == ["关于防汛的函", "关于防火的函"]
    assert not [each for each in archive.doubts() if each.reason == "detached"]


def test_a_correction_that_fits_several_waits(archive: Archive, other_rules: Callable[..., None]) -> None:
    notice = by_number(archive, "青办发〔2024〕1号")
    archive.correct(archive.changes([notice], {"date": "2024-09-09"}))
    other_rules(一={"set": {"1": {"number": "青办发〔2024〕11号"}}, "again": {"number": "青办发〔2024〕12号"}})
    told = reparse(archive, apply=True)["一.txt"]
    assert told.new == [f"{notice.id[:-1]}2"]
    assert [each.date for each in archive.of_content(notice.source.sha256)] == ["2024-09-03"] * 2
    (doubt,) = [each for each in archive.doubts() if each.correction]
    assert doubt.correction is not None
    archive.assign(doubt.correction, archive.get(told.new[0]))
    assert [each.date for each in archive.of_content(notice.source.sha256)] == ["2024-09-03", "2024-09-09"]
    assert statuses(reparse(archive, apply=True)) == SAME
    assert [each.date for each in archive.of_content(notice.source.sha256)] == ["2024-09-03", "2024-09-09"]


def test_what_follows_from_codes_is_made_anew(archive: Archive, other_rules: Callable[..., None]) -> None:
    other_rules(一={"set": {"1": {"issuers": []}}})
    (change,) = reparse(archive, apply=True)["一.txt"].differences
    assert (change.field, change.new) == ("issuers", [])
    notice = by_number(archive, "青办发〔2024〕1号")
    assert (notice.issuers, notice.inferred) == (["青禾县人民政府办公室"], ["issuers"])
    assert statuses(reparse(archive)) == SAME
    other_rules(二={"set": {"1": {"issuers": ["甲县"]}}}, 一={"set": {"1": {"issuers": []}}})
    assert statuses(reparse(archive, apply=True)) == {**SAME, "二.txt": "changed"}
    assert by_number(archive, "青办发〔2024〕1号").issuers == []


def test_replaced_notices_stay_replaced_unless_their_successor_goes(
    archive: Archive, papers: Path, other_rules: Callable[..., None]
) -> None:
    (papers / "二.txt").write_text(FILES["二.txt"].replace("有关工作", "下列工作"), encoding="utf-8")
    archive.ingest([papers], workers=1)
    olds = [each for each in records(archive).values() if each.superseded_by]
    assert len(olds) == 2 and list(archive.ids("完成有关工作 防汛")) == []
    archive.reparse(apply=True)
    other_rules(二={"set": {"1": {"signer": "甲"}}})
    assert Counter(each.status for each in archive.reparse(apply=True)) == {"same": 2, "changed": 2}
    assert [archive.get(each.id).superseded_by for each in olds] == [each.superseded_by for each in olds]
    (now,) = archive._store.contents(archive.ids("下列工作"))
    other_rules(二={"drop": [2]})
    list(archive.reparse(apply=True, contents=[now]))
    assert [archive.get(each.id).superseded_by for each in olds] == [olds[0].superseded_by, None]
    assert list(archive.ids("有关工作 title:护林防火")) == [olds[1].id]


# Something is wrong


def original(archive: Archive, number: str) -> Path:
    return archive.original(by_number(archive, number))


@pytest.mark.parametrize("damage", ["missing", "cut", "other", "empty", "folder"])
@pytest.mark.parametrize("apply", [False, True])
def test_an_original_that_is_not_whole_keeps_its_records(
    archive: Archive, other_rules: Callable[..., None], damage: str, apply: bool
) -> None:
    path, before = original(archive, "青办发〔2024〕2号"), records(archive)
    content = path.read_bytes()
    path.unlink()
    if damage == "folder":
        path.mkdir()
    elif damage != "missing":
        path.write_bytes({"cut": content[: len(content) // 2], "other": content[::-1], "empty": b""}[damage])
    other_rules(一={"set": {"1": {"signer": "甲"}}})
    found = reparse(archive, apply=apply)
    assert statuses(found) == {**SAME, "一.txt": "changed", "二.txt": "failed"}
    assert found["二.txt"].error and not (found["二.txt"].differences or found["二.txt"].gone or found["二.txt"].new)
    for notice in records(archive).values():
        if apply and notice.number == "青办发〔2024〕1号":
            before[notice.id].signer = "甲"
        assert notice == before[notice.id]
    assert len(list(archive.ids("防汛 OR 防火"))) == 2


WRONG: list[dict[str, Any]] = [
    {"unreadable": "timed-out"}, {"garble": [["x", "y", "z"]]}, {"garble": 7}, {"set": {"1": {"cites": [1]}}},
    {"set": {"2": {"title": 7}}},
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_what_breaks_costs_its_own_file_only(
    archive: Archive, other_rules: Callable[..., None], wrong: dict[str, Any]
) -> None:
    before = records(archive)
    other_rules(一={"set": {"1": {"signer": "甲"}}}, 二=wrong, 三={"set": {"1": {"signer": "乙"}}})
    found = reparse(archive, apply=True)
    assert statuses(found) == {"一.txt": "changed", "三.txt": "changed", "二.txt": "failed"}
    assert found["二.txt"].error and not found["二.txt"].differences
    after = records(archive)
    assert sorted(each.signer or "" for each in after.values()) == ["", "", "乙", "甲"]
    assert [each for each in before.values() if after[each.id] == each] == [
        each for each in before.values() if each.number in ("青办发〔2024〕2号", "青办发〔2024〕3号")
    ]


def test_a_reader_process_that_ends_costs_its_own_file_only(
    archive: Archive, other_rules: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "Pool", PROCESSES)
    test_what_breaks_costs_its_own_file_only(archive, other_rules, {"exit": 1})


def test_breaking_off_leaves_whole_pieces(
    archive: Archive, papers: Path, other_rules: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(again, "PIECE", 2)
    for at in range(5):
        (papers / f"{at}.txt").write_text(paper(f"青办函〔2024〕{at + 20}号", f"第{at}件"), encoding="utf-8")
    archive.ingest([papers], workers=1)
    plan = {str(at): {"set": {"1": {"signer": "甲"}}} for at in range(5)}
    other_rules(**plan)
    run = archive.reparse("第0件 OR 第1件 OR 第2件 OR 第3件 OR 第4件", apply=True, workers=1)
    assert [next(run).status for _ in range(5)] == ["changed"] * 5
    run.close()
    assert [notice.signer for notice in archive.notices("title:件")].count("甲") == 4
    assert not any(path.name.endswith(".part") for path in archive._store.folder.rglob("*"))
    assert Counter(each.status for each in archive.reparse(apply=True)) == {"same": 7, "changed": 1}
    assert [notice.signer for notice in archive.notices("title:件")].count("甲") == 5
    assert archive._store.due() == []


def test_only_what_a_query_finds_is_read(archive: Archive) -> None:
    told: list[tuple[int, int]] = []
    found = reparse(archive, "防火", progress=lambda done, total: told.append((done, total)))
    assert list(found) == ["二.txt"] and told == [(1, 1)]
    assert list(reparse(archive, kind=["函"])) == ["三.txt"]
    assert list(archive.reparse("没有这样的公文")) == list(archive.reparse(contents=[])) == []
    sha256 = by_number(archive, "青办发〔2024〕1号").source.sha256
    assert [each.sha256 for each in archive.reparse(contents=[sha256, sha256], workers=1)] == [sha256]


def test_looking_goes_on_beside_a_writer_and_applying_waits(archive: Archive) -> None:
    with Archive.open(archive._store.folder, wait=0) as other, other._store.writing():
        assert statuses(reparse(archive)) == SAME
        archive._store.wait = 0
        with pytest.raises(Locked):
            reparse(archive, apply=True)
