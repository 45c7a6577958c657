"""What people add, from end to end: correct, history, undo, review, reparse, dump, load; each as a process."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import termios
import time
from pathlib import Path

import pytest

from tests.test_cli_archive import PROGRAM, SAMPLES, Here, surroundings

ALONE = "澜溪市档案馆文件\n\n澜档发〔2024〕3号\n\n关于做好档案移交工作的通知\n\n各科室：\n\n请于月底前移交。\n\n澜溪市档案馆\n2024年3月4日\n"  # noqa: E501
LATER = "2099-01-01T00:00:00.000000+00:00"
UNSURE = "各科室：\n\n现将有关事项通知如下。\n\n请于月底前清点办公用品，逾期不再受理。\n"


@pytest.fixture
def here(tmp_path: Path) -> Here:
    """An archive of three files: an ordinary notice, one that lacks nearly all, and a bundle of three."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "移交.txt").write_text(ALONE, encoding="utf-8")
    (folder / "清点.txt").write_text(UNSURE, encoding="utf-8")
    (folder / "三件.txt").write_bytes((SAMPLES / "2024年5月收文三件.txt").read_bytes())
    program = Here(tmp_path)
    program.lines("ingest", "in", "--json", schema="ingest")
    return program


def record(here: Here, name: str) -> dict[str, object]:
    (line,) = here.lines("show", name, "--json", schema="show")
    return line


def test_correct_and_undo(here: Here) -> None:
    before = record(here, "澜档发2024-3")
    (made,) = here.lines(
        "correct", "澜档发2024-3", "标题=关于做好1987年度档案移交工作的通知", "--why", "漏字", "-y", "--json",
        schema="correction",
    )  # fmt: skip
    assert (made["field"], made["old"], made["why"]) == ("title", before["title"], "漏字")
    after = record(here, "澜档发2024-3")
    assert after["title"] == "关于做好1987年度档案移交工作的通知" and after["corrected"] == ["title"]
    assert {name for name in after if after[name] != before[name]} == {"title", "corrected"}
    assert here.out("search", "标题:1987年度", "--ids") == f"{before['id']}\n"
    assert "(corrected)" in here.out("show", "澜档发2024-3")
    assert "correction" in here.out("show", "澜档发2024-3", "--evidence")
    assert [line["act"] for line in here.lines("history", "澜档发2024-3", "--json", schema="correction")] == [
        made["act"]
    ]
    (taken,) = here.lines("undo", "--json", schema="correction")
    assert taken["act"] == made["act"]
    assert record(here, "澜档发2024-3") == before
    here("search", "标题:1987年度", code=1)
    assert "undone" in here.out("history") and "undo" in here("undo", code=1).stderr.decode()


def test_before_and_after_are_shown_and_asked(here: Here) -> None:
    words = ("correct", "澜档发2024-3", "date=2024年3月5日", "issuers=澜溪市档案馆；澜溪市档案局")
    asked = here(*words, code=2)
    assert "2024-03-04 → 2024-03-05" in asked.stdout.decode() and "--yes" in asked.stderr.decode()
    assert "澜溪市档案馆；澜溪市档案局" in here.out(*words, "--dry-run")
    assert record(here, "澜档发2024-3")["corrected"] == []
    code, shown = typed(here, words, [("[y/N]", "n\n")])
    assert (code, record(here, "澜档发2024-3")["corrected"]) == (0, []), shown
    typed(here, words, [("[y/N]", "y\n")])
    assert record(here, "澜档发2024-3")["issuers"] == ["澜溪市档案馆", "澜溪市档案局"]
    assert here.out("search", "-i", "档案局", "--count") == "1\n"


def test_many_at_once(here: Here) -> None:
    made = here.lines("correct", "--query", "通知", "signer=甲", "-y", "--json", schema="correction")
    assert len(made) > 1 and len({each["act"] for each in made}) == 1
    here("undo")
    assert all(not record(here, str(each["id"]))["corrected"] for each in made)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("澜档发2024-3",), 2, "Say what to change"),
        (("澜档发2024-3", "date=三月"), 2, "not a day"),
        (("澜档发2024-3", "number=九"), 2, "not a document number"),
        (("澜档发2024-3", "colour=红"), 2, "there is no field colour"),
        (("澜档发2024-3", "title=甲", "title=乙"), 2, "one value only"),
        (("date=2024-01-01",), 2, "Name a notice"),
        (("澜档发2024-3", "--query", "通知", "date="), 2, "not both"),
        (("ffff-9", "date="), 1, "no notice"),
        (("--query", "没有这样的字", "date="), 1, "No notice is found"),
        (("--query", "  ", "signer=甲"), 2, "every notice"),
        (("澜档发2024-3", "title=" + "长" * 3000), 2, "longer than"),
        (("澜档发2024-3", "title=\x1b[31m红"), 2, "control characters"),
    ],
)
def test_what_cannot_be_corrected(here: Here, words: tuple[str, ...], code: int, said: str) -> None:
    assert said in here("correct", *words, "--yes", code=code).stderr.decode()
    assert here.out("history") == ""


def test_correcting_to_the_same_value_confirms(here: Here) -> None:
    here("correct", "澜档发2024-3", "date=2024-03-04", "-y")
    assert record(here, "澜档发2024-3")["corrected"] == ["date"]
    assert "Nothing to change" in here("correct", "澜档发2024-3", "date=2024-03-04", "-y").stderr.decode()


def test_dump_and_load(here: Here) -> None:
    here("correct", "澜档发2024-3", "date=2024-03-05", "-y")
    here("correct", "澜档发2024-3", "cc=市委办；市府办", "-y")
    here("undo")
    here("words", "add", "档案移交")
    dumped = here.out("dump")
    assert dumped == here.out("dump")
    lines = here.lines("dump", schema="dump")
    assert [line["type"] for line in lines] == ["correction", "correction", "word"]
    (here.folder / "people.jsonl").write_text(dumped, encoding="utf-8")
    told = here.lines("--index", "other", "load", "people.jsonl", "--json", schema="load")
    assert told[0]["new"] == {"correction": 2, "issuer": 0, "word": 1} and told[0]["waiting"] == 1
    here("--index", "other", "ingest", "in")
    assert here.out("--index", "other", "dump") == dumped
    assert here.out("--index", "other", "export", "--format", "csv") == here.out("export", "--format", "csv")
    again = here.lines("--index", "other", "load", "people.jsonl", "--json", schema="load")
    assert again[0] == {"version": 1, "new": {"correction": 0, "issuer": 0, "word": 0}, "waiting": 0, "lost": 0}


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"version": 1, "type": "x"}', '{"version": 2, "type": "word"}', "9" * 5000]
)
def test_a_wrong_line_loads_nothing(here: Here, line: str) -> None:
    good = json.dumps({"version": 1, "type": "word", "word": "档案移交", "frequency": None, "tag": None})
    (here.folder / "people.jsonl").write_text(f"{good}\n{line}\n", encoding="utf-8")
    assert "line 2" in here("load", "people.jsonl", code=2).stderr.decode()
    assert here.out("dump") == ""


def test_reparse_of_unchanged_rules_changes_nothing(here: Here) -> None:
    before = here.out("export")
    lines = here.lines("reparse", "--json", "-y", schema="reparse")
    assert [line["status"] for line in lines] == ["same"] * 3
    assert here.out("export") == before
    assert "1 file read again" in here("reparse", "-n", "澜档发", "--dry-run").stderr.decode()


def test_reparse_tells_of_an_original_that_is_gone(here: Here) -> None:
    original = Path(here.out("show", "澜档发2024-3", "--original").strip())
    original.unlink()
    lines = here.lines("reparse", "--json", "-y", code=3, schema="reparse")
    assert sorted(line["status"] for line in lines) == ["failed", "same", "same"]
    assert record(here, "澜档发2024-3")["date"] == "2024-03-04"


def test_review_lists(here: Here) -> None:
    lines = here.lines("review", "--list", "--json", schema="review")
    (odd,) = {line["id"] for line in lines}
    assert {(line["field"], line["reason"]) for line in lines} >= {("kind", "unsure"), ("title", "missing")}
    listed = here.out("review", "--list")
    assert listed.count(str(odd)) == len(lines) and "said-in-text" in listed
    assert here.out("review", "--list", "-n", "澜档发") == ""
    assert "--list" in here("review", code=2).stderr.decode()


def test_review_walks(here: Here) -> None:
    lines = here.lines("review", "--list", "--json")
    fields = [line["field"] for line in lines]
    keys = {"issuers": "c澜溪市后勤处\n", "title": "c关于清点办公用品的通知\n", "kind": "a", "date": "a"}
    steps = [("[q] end", keys[str(field)]) for field in fields]
    code, shown = typed(here, ("review",), steps)
    assert code == 0 and f"{len(lines)} decisions" in shown, shown
    assert "现将有关事项通知如下" in shown
    found = record(here, str(lines[0]["id"]))
    assert found["title"] == "关于清点办公用品的通知" and found["issuers"] == ["澜溪市后勤处"]
    assert found["date"] is None and set(found["corrected"]) == set(fields)  # type: ignore[call-overload]
    assert here.lines("review", "--list", "--json") == []
    assert here("review").stderr.decode() == "Nothing to look at.\n"


def test_review_asks_again_for_what_is_no_value(here: Here) -> None:
    fields = [str(line["field"]) for line in here.lines("review", "--list", "--json")]
    steps = [("[q] end", "s")] * fields.index("date")
    steps += [("[q] end", "c"), ("none)", "昨天\n"), ("not a day", "2024.3.5\n"), ("", "q")]
    code, shown = typed(here, ("review",), steps)
    assert code == 0 and "write it as" in shown and "1 decision." in shown, shown
    (made,) = here.lines("history", "--json", schema="correction")
    assert (made["field"], made["old"], made["new"]) == ("date", None, "2024-03-05")


def test_blanks_in_review_keep_the_value_and_ctrl_d_ends(here: Here) -> None:
    fields = [str(line["field"]) for line in here.lines("review", "--list", "--json")]
    steps = [("[q] end", "s")] * fields.index("kind") + [("[q] end", "c"), ("none)", "  \n"), ("[q] end", "\x04")]
    code, shown = typed(here, ("review",), steps)
    assert code == 0 and "fault" not in shown
    (made,) = here.lines("history", "--json", schema="correction")
    assert (made["field"], made["old"], made["new"]) == ("kind", "通知", "通知")


def test_a_lost_correction_is_given_back_or_discarded(here: Here) -> None:
    here("correct", "澜档发2024-3", "date=2024-03-05", "-y")
    dumped = here.lines("dump", schema="dump")
    mark = {"number": "别的[2001]1号", "title": "别的", "words": "别的"}
    lines = [
        {**dumped[0], "act": act * 12, "fingerprint": mark, "new": f"2024-03-0{day}", "at": LATER}
        for act, day in ("a7", "b8")
    ]
    (here.folder / "lost.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    (told,) = here.lines("load", "lost.jsonl", "--json", schema="load")
    assert (told["waiting"], told["lost"]) == (0, 2)
    listed = here.lines("review", "--json", schema="review")
    assert [line["reason"] for line in listed[:2]] == ["detached", "detached"]
    code, shown = typed(here, ("review",), [("[q] end", "1"), ("[q] end", "d"), ("[y/N]", "y\n"), ("[q] end", "q")])
    assert code == 0 and "别的" in shown, shown
    assert record(here, "澜档发2024-3")["date"] == "2024-03-07"
    assert [line["reason"] for line in here.lines("review", "--json") if line["reason"] == "detached"] == []


def test_review_of_one_id(here: Here) -> None:
    (odd,) = {str(line["id"]) for line in here.lines("review", "--json")}
    assert {str(line["id"]) for line in here.lines("review", odd, "--json")} == {odd}
    assert here.lines("review", "澜档发2024-3", "--json") == []
    assert "No notice" in here("review", "没有这样的字", code=1).stderr.decode()


def test_a_replaced_file_keeps_its_corrections(here: Here) -> None:
    here("correct", "澜档发2024-3", "signer=王五", "--why", "补", "-y")
    here("correct", "澜档发2024-3", "date=2024-03-05", "-y")
    (here.folder / "in" / "移交.txt").write_text(
        ALONE.replace("月底", "月末").replace("3月4日", "3月6日"), encoding="utf-8"
    )
    done = here("ingest", "in")
    assert "not carried over" in done.stdout.decode() + done.stderr.decode()
    after = record(here, "澜档发2024-3")
    assert (after["signer"], after["date"], after["corrected"]) == ("王五", "2024-03-06", ["signer"])
    assert here.lines("history", "澜档发2024-3", "--json")[0]["why"] == "补"
    assert here.lines("reparse", "--json", "-y")[0]["status"] == "same"
    acts = [str(line["act"]) for line in here.lines("history", "--json")]
    here("undo", acts[0])
    assert record(here, "澜档发2024-3")["signer"] is None


def test_review_goes_back_skips_and_ends(here: Here) -> None:
    code, shown = typed(here, ("review",), [("[q] end", "s"), ("2 of", "b"), ("1 of", "x"), ("", "q")])
    assert code == 0 and "0 decisions" in shown and shown.count("1 of") == 2
    assert here.out("history") == ""


def typed(here: Here, words: tuple[str, ...], steps: list[tuple[str, str]]) -> tuple[int, str]:
    """Runs the program at a terminal and types: each text is typed once what comes before it has been printed anew."""
    main, side = pty.openpty()
    fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 80, 0, 0))
    process = subprocess.Popen(
        [*PROGRAM, *words], cwd=here.folder, env=surroundings(), stdin=side, stdout=side, stderr=side
    )
    os.close(side)
    shown, seen, until = "", 0, time.monotonic() + 60
    pending = list(steps)
    while time.monotonic() < until:
        if not select.select([main], [], [], 0.3)[0]:
            if pending and pending[0][0] in shown[seen:]:
                seen = len(shown)
                for part in keystrokes(pending.pop(0)[1]):
                    os.write(main, part.encode())
                    time.sleep(0.2)
            continue
        try:
            part = os.read(main, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part.decode("utf-8", "replace")
    os.close(main)
    return process.wait(30), shown


def keystrokes(keys: str) -> list[str]:
    """A key that is read alone, then the line that is asked for after it."""
    return [keys] if len(keys) < 3 or keys[0] != "c" else [keys[0], keys[1:]]
