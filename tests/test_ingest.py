"""Taking in: a result a file, places, replacement, what was refused, interruption and resumption."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive.errors import ArchiveError, Locked, Unreadable, explain, reasons
from archive.extract.process import pack, unpack
from archive.ingest import Progress, Report
from archive.ingest.reading import lay_out, put_back, read_file, stage
from archive.ingest.walk import left_out, walk
from archive.library import Archive
from archive.notice import Notice
from archive.parse.secrecy import secrecy_mark
from archive.words import UserWords


def notice(number: str = "青办发〔2024〕3号", title: str = "关于做好秋季植树工作的通知", more: str = "") -> str:
    head = f"青禾县人民政府办公室\n{number}\n\n" if number else ""
    return f"{head}{title}\n\n各乡镇人民政府：\n请按时完成植树任务。{more}\n\n青禾县人民政府办公室\n2024年9月3日\n"


def take(archive: Archive, *paths: Path, **options: bool) -> dict[str, str]:
    """Status by file name."""
    seen: list[Progress] = []
    archive.ingest(list(paths), workers=1, progress=seen.append, **options)
    return {Path(each.result.path).name: each.result.status for each in seen}


def ids(archive: Archive, query: str = "") -> list[str]:
    return list(archive.ids(query))


def test_walk_is_stable_and_leaves_out_hidden_temporary_and_archives(papers: Path) -> None:
    for name in ("乙.txt", "甲.txt", ".hidden", "~$甲.doc", "x.tmp", "Thumbs.db", "old~", "a b.txt"):
        (papers / name).write_text("甲")
    (papers / "sub").mkdir()
    (papers / "sub" / "1.txt").write_text("乙")
    (papers / ".git").mkdir()
    (papers / ".git" / "config").write_text("丙")
    index = papers / "index"
    index.mkdir()
    (index / "catalog.sqlite3").write_text("")
    (index / "originals").mkdir()
    (index / "originals" / "1").write_text("丁")
    found = [Path(path).relative_to(papers).as_posix() for path in walk([papers, papers / "甲.txt"])]
    assert found == ["a b.txt", "乙.txt", "甲.txt", "sub/1.txt"]
    assert list(walk([papers / ".hidden"])) == [str(papers / ".hidden")]
    with pytest.raises(ArchiveError, match="nowhere"):
        list(walk([papers / "nowhere"]))


def test_links_in_folders_are_reported_and_never_followed(archive: Archive, papers: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text(notice("青办发〔2024〕50号"))
    (papers / "file.txt").symlink_to(outside / "secret.txt")
    (papers / "folder").symlink_to(outside)
    (papers / "up").symlink_to("..")
    (papers / "loop.txt").symlink_to("loop.txt")
    (papers / "zero.txt").symlink_to("/dev/zero")
    (papers / ".hidden").symlink_to(outside)
    (papers / "whole.txt").write_text(notice("青办发〔2024〕51号"))
    assert take(archive, papers) == {
        "file.txt": "failed", "folder": "failed", "up": "failed", "loop.txt": "failed", "zero.txt": "failed",
        "whole.txt": "added",
    }  # fmt: skip
    assert {failure.reason for failure in archive.failures()} == {"link"}
    assert len(ids(archive)) == 1
    archive.ingest([papers / "file.txt"], workers=1)  # named itself
    assert len(ids(archive)) == 2


@pytest.mark.parametrize("name", [".a", "~$a.docx", "a.TMP", "a.part", "desktop.ini", "a~"])
def test_left_out(name: str) -> None:
    assert left_out(name)
    assert not left_out(name.strip(".~$").replace("TMP", "txt").replace("part", "txt").replace(".ini", ".txt") + "1")


def test_every_reason_is_explained() -> None:
    assert explain("unknown-kind", "zip").endswith("(zip)")
    assert "秘密" in explain("secret", "秘密")
    assert explain("no-such-code") == "no-such-code"
    assert all(text and not text.endswith(".") for text in reasons().values())


def test_results_of_one_file_over_its_life(archive: Archive, papers: Path) -> None:
    file = papers / "一.txt"
    file.write_text(notice())
    assert take(archive, papers) == {"一.txt": "added"}
    assert take(archive, papers) == {"一.txt": "unchanged"}
    os.utime(file, ns=(1, 1))
    assert take(archive, papers) == {"一.txt": "unchanged"}
    (first,) = ids(archive)
    file.write_text(notice(more="逾期不候。"))
    assert take(archive, papers) == {"一.txt": "replaced"}
    (second,) = ids(archive)
    assert first != second
    assert archive.get(first).superseded_by == second
    assert ids(archive, "逾期不候") == [second]
    assert take(archive, papers) == {"一.txt": "unchanged"}


def test_content_that_comes_back_is_found_again(archive: Archive, papers: Path) -> None:
    file = papers / "一.txt"
    versions = [notice(), notice(more="逾期不候。")]
    for text in versions:
        file.write_text(text)
        take(archive, papers)
    file.write_text(versions[0])
    assert take(archive, papers) == {"一.txt": "replaced"}
    (found,) = ids(archive)
    assert archive.get(found).superseded_by is None
    assert ids(archive, "逾期不候") == []


def test_a_name_used_again_for_another_notice_loses_nothing(archive: Archive, papers: Path) -> None:
    file = papers / "scan0001.txt"
    file.write_text(notice())
    take(archive, papers)
    file.write_text(notice("青办发〔2024〕4号", "关于召开防火会议的通知"))
    assert take(archive, papers) == {"scan0001.txt": "replaced"}
    assert len(ids(archive)) == 2
    assert archive.get("青办发〔2024〕3号").title == "关于做好秋季植树工作的通知"


def test_without_number_the_same_issuers_and_title_are_the_same_notice(archive: Archive, papers: Path) -> None:
    file = papers / "信.txt"
    file.write_text(notice(""))
    take(archive, papers)
    file.write_text(notice("", more="谢谢。"))
    take(archive, papers)
    assert len(ids(archive)) == 1
    file.write_text(notice("", title="关于另一件事的通知"))
    take(archive, papers)
    assert len(ids(archive)) == 2


def test_old_content_that_lies_elsewhere_too_stays(archive: Archive, papers: Path) -> None:
    (papers / "一.txt").write_text(notice())
    (papers / "二.txt").write_text(notice())
    assert take(archive, papers) == {"一.txt": "added", "二.txt": "unchanged"}
    (only,) = ids(archive)
    places = [Path(each.path).name for each in archive.get(only).source.renditions]
    assert places == ["一.txt", "二.txt"]
    (papers / "一.txt").write_text(notice(more="逾期不候。"))
    take(archive, papers)
    assert len(ids(archive)) == 2


def test_failures_are_listed_kept_and_tried_again(archive: Archive, papers: Path) -> None:
    (papers / "空.txt").write_text(" \n")
    (papers / "junk.txt").write_bytes(bytes(range(256)) * 20)
    (papers / "好.txt").write_text(notice())
    expected = {"空.txt": "empty", "junk.txt": "failed", "好.txt": "added"}
    assert take(archive, papers) == expected
    assert take(archive, papers) == {**expected, "好.txt": "unchanged"}
    assert {Path(each.path).name: each.reason for each in archive.failures()} == {
        "空.txt": "empty",
        "junk.txt": "unknown-kind",
    }
    (papers / "空.txt").write_text(notice("青办发〔2024〕5号"))
    seen: list[Progress] = []
    report = archive.ingest([], workers=1, retry_failed=True, progress=seen.append)
    assert {Path(each.result.path).name: each.result.status for each in seen} == {
        "空.txt": "added",
        "junk.txt": "failed",
    }
    assert report.unsound
    assert [Path(each.path).name for each in archive.failures()] == ["junk.txt"]


def test_a_file_that_became_unreadable_keeps_what_it_held(archive: Archive, papers: Path) -> None:
    file = papers / "一.txt"
    file.write_text(notice())
    take(archive, papers)
    file.write_bytes(b"\x00\x01\x02" * 100)
    assert take(archive, papers) == {"一.txt": "failed"}
    assert len(ids(archive, "植树任务")) == 1


MARKS = [
    "机密★1年", "绝密", "秘　密", "特急 机密★1年", "机密 1年", "机密：1年", "★机密★", "【机密】", "（秘密）",
    "机密▲", "机密✩1年", "密级：秘密 保密期限：5年", "0012 机密★1年", "第000012号 机密★1年", "SECRET 机密★1年",
    "等级：特急·明电 机密", "密等：密", "000001 机密★1年 特急", "絕密★長期", "秘密★１０年", "机密★一年",
]  # fmt: skip
UNMARKED = ["青禾县国家保密局", "绝密档案解密工作", "机密设备", "密集", "保密", "秘密工作", "1年", "特急", "★"]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("place", ["above", "beside the number", "beside the masthead", "below the masthead"])
def test_a_secrecy_mark_is_found_in_every_form_and_place(mark: str, place: str) -> None:
    office, number = "青禾县人民政府办公室文件", "青办发〔2024〕3号"
    head = {
        "above": f"{mark}\n{office}\n{number}",
        "beside the number": f"{office}\n{number}　　{mark}",
        "beside the masthead": f"{office}　{mark}\n{number}",
        "below the masthead": f"{office}\n{mark}\n{number}",
    }[place]
    text = f"{head}\f关于做好秋季植树工作的通知\f各乡镇人民政府：\n请按时完成。"
    found = secrecy_mark(Notice(text=text, lines=[(0, 1, 1)]))
    assert found is not None
    assert found.page == 1


@pytest.mark.parametrize("line", UNMARKED)
def test_what_is_no_secrecy_mark(line: str) -> None:
    body = "严防机密、秘密外泄。（机密）文件另发。"
    for text in (
        f"{line}\n青办发〔2024〕3号\f关于保守国家秘密的通知\f各乡镇：\n{body}",
        f"关于机密文件的通知\f各乡镇：\n机密 文件\n{body}",
    ):
        assert secrecy_mark(Notice(text=text)) is None


@pytest.mark.parametrize("mark", ["机密★1年", "特急 机密★1年", "【机密】", "密级：秘密 保密期限：5年"])
def test_a_marked_paper_is_refused_and_marked_when_allowed(archive: Archive, papers: Path, mark: str) -> None:
    (papers / "密.txt").write_text(f"{mark}\n{notice()}")
    assert take(archive, papers) == {"密.txt": "refused"}
    assert take(archive, papers, allow_secret=True) == {"密.txt": "added"}
    found = archive.get(ids(archive)[0])
    assert found.secrecy
    assert [each.words for each in found.evidence if each.field == "secrecy"]


SECRET = "机密★5年\n" + notice()


def test_papers_with_a_secrecy_mark_are_refused(archive: Archive, papers: Path, tmp_path: Path) -> None:
    (papers / "密.txt").write_text(SECRET)
    (papers / "谈.txt").write_text(notice(more="保守国家秘密，严防机密外泄。"))
    assert take(archive, papers) == {"密.txt": "refused", "谈.txt": "added"}
    kept = [
        path
        for folder in ("originals", "staging")
        for path in (tmp_path / "index" / folder).rglob("*")
        if path.is_file()
    ]
    assert len(kept) == 1
    assert all("机密★" not in path.read_text() for path in kept)
    assert ids(archive, "机密★5年") == []
    (failure,) = archive.failures()
    assert (failure.status, failure.reason) == ("refused", "secret")
    assert take(archive, papers, allow_secret=True) == {"密.txt": "added", "谈.txt": "unchanged"}
    assert archive.failures() == []


def test_the_original_is_kept_byte_for_byte_and_the_input_untouched(archive: Archive, papers: Path) -> None:
    data = notice().encode("gb18030") + b"\r\n"
    file = papers / "国标.txt"
    file.write_bytes(data)
    before = file.stat()
    take(archive, papers)
    stored = archive.original(archive.get(ids(archive)[0]))
    assert stored.read_bytes() == data == file.read_bytes()
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert not list(stored.parents[2].glob("staging/*"))


def test_folder_and_files_are_private_under_any_umask(tmp_path: Path, papers: Path) -> None:
    (papers / "一.txt").write_text(notice())
    before = os.umask(0)
    try:
        with Archive.open(tmp_path / "private", create=True) as archive:
            take(archive, papers)
            archive.search("植树")
            archive.reindex()
            for path in [tmp_path / "private", *(tmp_path / "private").rglob("*")]:
                mode = stat.S_IMODE(path.stat().st_mode)
                assert mode == (0o700 if path.is_dir() else 0o600), path
    finally:
        os.umask(before)


def test_stage_notes_a_file_that_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "一.txt"
    file.write_text("甲" * 100)
    import archive.ingest.reading as reading

    copy = reading._copy

    def slow(source: object, target: Path) -> tuple[str, int]:
        done = copy(source, target)  # type: ignore[arg-type]
        file.write_text("乙" * 50)
        return done

    monkeypatch.setattr(reading, "_copy", slow)
    with pytest.raises(Unreadable, match="changed"):
        stage(file, tmp_path)
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.parametrize("make", ["missing", "folder", "fifo"])
def test_stage_says_what_is_no_file(tmp_path: Path, make: str) -> None:
    path = tmp_path / "x"
    if make == "folder":
        path.mkdir()
    elif make == "fifo":
        os.mkfifo(path)
    with pytest.raises(Unreadable) as caught:
        stage(path, tmp_path)
    assert caught.value.reason == ("vanished" if make == "missing" else "not-a-file")


def test_a_number_without_a_body_is_the_same_only_from_the_same_issuers(archive: Archive, papers: Path) -> None:
    file = papers / "公告.txt"
    for office, words in (("市场监督管理局", "蔬菜合格"), ("财政局", "预算公开"), ("财政局", "预算公开更正")):
        file.write_text(
            f"青禾县{office}公告\n2024年第7号\n\n关于{words}的公告\n\n现将{words}情况公告如下。\n\n青禾县{office}\n2024年3月1日\n"
        )
        take(archive, papers)
    assert len(ids(archive, "蔬菜合格")) == 1
    assert len(ids(archive, "预算公开")) == 1
    assert len(ids(archive)) == 2


def test_a_place_that_is_gone_does_not_keep_old_content_in_search(archive: Archive, papers: Path) -> None:
    for name in ("一.txt", "二.txt"):
        (papers / name).write_text(notice())
    take(archive, papers)
    (papers / "二.txt").unlink()
    (papers / "一.txt").write_text(notice(more="逾期不候。"))
    take(archive, papers)
    assert len(ids(archive)) == 1


def test_a_lost_original_is_kept_anew(archive: Archive, papers: Path) -> None:
    (papers / "一.txt").write_text(notice())
    take(archive, papers)
    stored = archive.original(archive.get(ids(archive)[0]))
    stored.unlink()
    (papers / "二.txt").write_text(notice())
    take(archive, papers)
    assert stored.read_text() == notice()


@pytest.mark.parametrize("year", [1600, 1969, 2300, 2600])
def test_any_time_of_change_goes_in(archive: Archive, papers: Path, year: int) -> None:
    file = papers / "一.txt"
    file.write_text(notice())
    when = (year - 1970) * 31_556_952
    try:
        os.utime(file, (when, when))
    except OSError:
        pytest.skip("this file system holds no such time")
    assert take(archive, papers) == {"一.txt": "added"}
    assert take(archive, papers) == {"一.txt": "unchanged"}


def test_a_file_that_cannot_be_stored_costs_itself_alone(
    archive: Archive, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in (1, 2, 3):
        (papers / f"{at}.txt").write_text(notice(f"青办发〔2024〕{at}号"))
    import archive.ingest as ingest

    plain = ingest.from_data

    def fragile(data: dict[str, object]) -> Notice:
        if data["number"] == "青办发〔2024〕2号":
            raise TypeError("broken data")
        return plain(data)

    monkeypatch.setattr(ingest, "from_data", fragile)
    assert take(archive, papers) == {"1.txt": "added", "2.txt": "failed", "3.txt": "added"}
    assert len(ids(archive)) == 2
    assert [each.reason for each in archive.failures()] == ["crashed"]
    (failure,) = archive.failures()
    assert failure.detail == "TypeError: broken data"
    assert failure.message == explain("crashed", failure.detail)


def test_a_folder_that_cannot_be_listed_is_reported(papers: Path) -> None:
    (papers / "closed").mkdir(mode=0)
    (papers / "一.txt").write_text(notice())
    if os.access(papers / "closed", os.R_OK):
        program = (
            "import os, sys\nfrom pathlib import Path\nfrom archive.ingest.walk import walk\nos.seteuid(65534)\n"
            "print(*[Path(path).name for path in walk([Path(sys.argv[1])])])"
        )
        for folder in (papers, *list(papers.parents)[:-2]):
            folder.chmod(0o755)
        done = subprocess.run([sys.executable, "-c", program, str(papers)], capture_output=True, encoding="utf-8")
        assert done.stdout.split() == ["一.txt", "closed"], done.stderr
    else:
        assert [Path(path).name for path in walk([papers])] == ["一.txt", "closed"]
    (papers / "closed").chmod(0o700)


def test_names_that_are_hard(archive: Archive, papers: Path) -> None:
    names = ["a b.txt", "引'号\".txt", "换\n行.txt", "-n.txt", "%s{}.txt", "长" * 80 + ".txt"]
    for at, name in enumerate(names):
        (papers / name).write_text(notice(f"青办发〔2024〕{at + 10}号"))
    odd = os.fsdecode(os.fsencode(papers) + b"/\xff\xfe.txt")
    Path(odd).write_text(notice("青办发〔2024〕99号"))
    assert set(take(archive, papers).values()) == {"added"}
    assert set(take(archive, papers).values()) == {"unchanged"}
    assert len(ids(archive)) == len(names) + 1


def run(index: Path, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "archive", "--index", str(index), *words]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True
    )


def answers(index: Path) -> tuple[list[str], list[str]]:
    with Archive.open(index) as archive:
        records = sorted(json.dumps(each.record(), sort_keys=True) + each.text for each in archive.notices())
        return records, [hit.notice.id for hit in archive.search("植树 任务", limit=500).hits]


def many(papers: Path, count: int = 120) -> None:
    for at in range(count):
        (papers / f"{at:03}.txt").write_text(notice(f"青办发〔2024〕{at + 1}号", more=f"植树第{at}片。" * (at % 7 + 1)))


@pytest.mark.parametrize("after", [0.1, 0.2, 0.3, 0.4, 0.6, 0.8])
def test_a_killed_batch_is_finished_by_the_same_command(tmp_path: Path, papers: Path, after: float) -> None:
    many(papers)
    started = run(tmp_path / "killed", "ingest", "--workers", "2", str(papers))
    time.sleep(after)
    os.killpg(started.pid, signal.SIGKILL)
    started.communicate()
    for index in ("killed", "whole"):
        finished = run(tmp_path / index, "ingest", "--workers", "2", str(papers))
        finished.communicate()
        assert finished.returncode == 0
    assert answers(tmp_path / "killed") == answers(tmp_path / "whole")
    assert not list((tmp_path / "killed" / "staging").iterdir())


def test_a_kill_after_the_first_piece_keeps_it(tmp_path: Path, papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many(papers, 40)
    program = (
        "import os, sys, archive.ingest as ingest\nfrom archive.library import Archive\n"
        "ingest.PIECE_FILES = 10\n"
        "def step(progress):\n    if progress.done == 25: os.kill(os.getpid(), 9)\n"
        "Archive.open(sys.argv[1], create=True).ingest([sys.argv[2]], workers=1, progress=step)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "index"), str(papers)], capture_output=True)
    assert done.returncode == -signal.SIGKILL
    with Archive.open(tmp_path / "index") as archive:
        assert archive.search().total == 20
        statuses = take(archive, papers)
        assert sorted(statuses.values()) == ["added"] * 20 + ["unchanged"] * 20
        assert archive.search("植树任务").total == 40


def test_ctrl_c_keeps_what_is_committed(tmp_path: Path, papers: Path) -> None:
    many(papers, 400)
    index = tmp_path / "index"
    started = run(index, "ingest", "--workers", "1", "--json", str(papers))
    assert started.stdout is not None
    for _line in range(5):
        started.stdout.readline()
    started.send_signal(signal.SIGINT)
    started.communicate(timeout=30)
    assert started.returncode == 130
    with Archive.open(index) as archive:
        total = archive.search().total
        assert 5 <= total < 400
        assert archive.search("植树任务").total == total
        report: Report = archive.ingest([papers], workers=2)
        assert report.results["unchanged"] == total
        assert archive.search().total == 400


def test_a_second_writer_waits_then_says_who_holds_the_archive(tmp_path: Path, papers: Path) -> None:
    (papers / "一.txt").write_text(notice())
    with Archive.open(tmp_path / "index", create=True) as first, first._store.writing():
        with Archive.open(tmp_path / "index", wait=0.2) as second, pytest.raises(Locked, match=str(os.getpid())):
            second.ingest([papers], workers=1)
        with Archive.open(tmp_path / "index") as reader:
            assert reader.search().total == 0


def test_a_path_longer_than_the_system_takes_is_told_and_the_rest_goes_in(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    top, depth = tmp_path / "in", 0
    top.mkdir()
    monkeypatch.chdir(top)
    while len(os.fsencode(top)) + depth * 241 < 4096 + 300:
        Path("文件.txt").write_text(f"关于第{depth}项工作的通知\n各乡镇：\n请照办。", encoding="utf-8")
        Path("夹" * 80).mkdir()
        os.chdir("夹" * 80)
        depth += 1
    monkeypatch.undo()
    report = archive.ingest([top], workers=1)
    told = [each for each in archive.failures() if each.reason == "not-a-file"]
    assert report.results["added"] >= depth - 2 and len(told) == 1 == report.results["failed"]
    assert len(os.fsencode(told[0].path)) > 3800


def test_what_travels_beside_an_answer_comes_back_as_it_was(papers: Path, tmp_path: Path) -> None:
    (papers / "一.txt").write_text(notice(more="\ud800".encode("utf-8", "replace").decode() + "㐀𠀀 ＡＢ"))
    task = {
        "path": str(papers / "一.txt"), "staging": str(tmp_path), "known": [], "allow_secret": False, "follow": True,
        "words": UserWords(""), "ocr": "never", "now": False,
    }  # fmt: skip
    answer = read_file(task)
    wanted = json.loads(json.dumps(answer))
    aside = lay_out(answer)
    assert "text" not in answer["notices"][0]["notice"] and len(aside) == 4
    message, pieces = unpack(pack({"answer": answer}, aside)[4:])
    put_back(message["answer"], pieces)
    assert json.loads(json.dumps(message["answer"], default=list)) == wanted


@pytest.mark.parametrize(
    "aside", [[], [b""] * 3, [b""] * 5, [b"x", b"", b"", b""], [b"", b"", b"", b"abc"], [b"", b"", b"\0", b""]]
)
def test_what_cannot_come_back_is_an_error(aside: list[bytes]) -> None:
    with pytest.raises(ValueError):
        put_back({"notices": [{"notice": {}}]}, aside)
