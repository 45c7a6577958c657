"""The program from end to end over the samples of docs_in: take in, find, show, write out, in both languages."""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from archive.cli import screen
from tests.corpora.broken_pdf import CASES

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "docs_in"
SCHEMAS = {path.stem: json.loads(path.read_text("utf-8")) for path in (ROOT / "tests" / "schema").glob("*.json")}
REGISTRY: Registry[Any] = Registry().with_resources(
    (schema["$id"], Resource.from_contents(schema)) for schema in SCHEMAS.values()
)
PROGRAM = [sys.executable, "-c", "import sys; from archive.cli import main; sys.argv[0] = 'archive'; main()"]


def surroundings(**more: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LC_", "ARCHIVE_", "PYTHON", "PAGER", "LESS", "NO_COLOR", "COLUMNS", "LINES"))
    }
    return {**kept, "LANG": "C.UTF-8", "ARCHIVE_LANG": "en", "TERM": "xterm", **more}


class Here:
    """A folder with an archive, and the program run there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *words: str, code: int | None = 0, **more: str) -> subprocess.CompletedProcess[bytes]:
        done = subprocess.run(
            [*PROGRAM, *words], cwd=self.folder, env=surroundings(**more), capture_output=True, timeout=300, check=False
        )
        assert code is None or done.returncode == code, (words, done.stdout.decode(), done.stderr.decode())
        assert b"Traceback" not in done.stderr
        return done

    def out(self, *words: str, code: int = 0, **more: str) -> str:
        return self(*words, code=code, **more).stdout.decode("utf-8")

    def lines(self, *words: str, code: int = 0, schema: str = "") -> list[dict[str, Any]]:
        """Lines of JSON, each held against a schema."""
        found = [json.loads(line) for line in self.out(*words, code=code).splitlines()]
        if schema:
            validator = Draft202012Validator(SCHEMAS[schema], registry=REGISTRY)
            for line in found:
                validator.validate(line)
        return found

    def on_terminal(
        self, *words: str, columns: int = 80, rows: int = 500, typed: str = "", **more: str
    ) -> tuple[int, str]:
        """The exit code, and all that a terminal of this size gets when this is typed there."""
        main, side = pty.openpty()
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        process = subprocess.Popen(
            [*PROGRAM, *words], cwd=self.folder, env=surroundings(**more), stdin=side, stdout=side, stderr=side
        )
        os.close(side)
        os.write(main, typed.encode())
        parts = []
        while True:
            try:
                part = os.read(main, 65536)
            except OSError:
                break
            if not part:
                break
            parts.append(part)
        os.close(main)
        return process.wait(60), b"".join(parts).decode("utf-8").replace("\r\n", "\n")


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Here:
    """The samples, taken in."""
    folder = tmp_path_factory.mktemp("archive")
    (folder / "docs_in").symlink_to(SAMPLES)
    program = Here(folder)
    results = program.lines("ingest", "--json", schema="ingest")
    assert len(results) == 8
    assert {line["status"] for line in results} == {"added"}
    return program


def test_schemas_are_schemas() -> None:
    assert set(SCHEMAS) >= {"notice", "search", "show", "export", "ingest", "correction", "dump"}
    for schema in SCHEMAS.values():
        Draft202012Validator.check_schema(schema)


def test_a_second_run_changes_nothing(here: Here) -> None:
    assert {line["status"] for line in here.lines("ingest", "--json", schema="ingest")} == {"unchanged"}
    done = here("ingest")
    assert re.search(r"unchanged +8\n8 files, 0 notices", done.stdout.decode())


def test_json_of_every_verb(here: Here) -> None:
    hits = here.lines("search", "通知", "--json", schema="search")
    assert hits
    number = next(hit["number"] for hit in hits if hit["number"])
    assert here.lines("search", "通知", "--count", "--json", schema="count")[0]["total"] >= len(hits)
    for field in ("issuer", "kind", "year", "code"):
        assert here.lines("search", "--facets", field, "--json", schema="facets")
    for words in (["show", number], ["show", hits[0]["id"]], ["show", number, "--evidence"]):
        (shown,) = here.lines(*words, "--json", schema="show")
        assert ("evidence" in shown) == ("--evidence" in words)
        assert shown["text"]
    assert shown["evidence"]
    exported = here.lines("export", schema="export")
    assert len(exported) >= 10
    (stats,) = here.lines("stats", "--json", schema="stats")
    assert stats["notices"] == len(exported)
    assert here.lines("failures", "--json", schema="failures") == []
    assert here.lines("reindex", "--json", schema="reindex") == [{"version": 1, "notices": len(exported)}]


@pytest.mark.parametrize(
    "words",
    ["防汛", "防汛 -水库", "“隐患大排查”", "（防汛 ｜ 档案）", "－防汛", "文种：通知", "防汛　备汛", "NOT 防汛"],
)
def test_queries_as_an_input_method_types_them(here: Here, words: str) -> None:
    found = here.lines("search", *words.split(" "), "--json", "--limit", "0", schema="search")
    again = here.lines("search", words, "--json", "--limit", "0", schema="search")
    assert [hit["id"] for hit in found] == [hit["id"] for hit in again] != []
    ids = here.out("search", words, "--ids").split()
    assert sorted(ids) == sorted(hit["id"] for hit in found)
    assert here.out("search", words, "--count") == f"{len(ids)}\n"


def test_not_leaves_out(here: Here) -> None:
    every = set(here.out("search", "--ids").split())
    with_word = set(here.out("search", "防汛", "--ids").split())
    without = set(here.out("search", "-防汛", "--ids").split())
    assert with_word
    assert without
    assert with_word | without == every
    assert not with_word & without


def test_exit_codes(here: Here, tmp_path: Path) -> None:
    here("search", "防汛", code=0)
    here("search", "此词绝无仅有", code=1)
    here("search", "此词绝无仅有", "--json", code=1)
    here("search", "此词绝无仅有", "--count", code=1)
    here("search", "(防汛", code=2)
    here("search", "date:昨天", code=2)
    here("show", "zzzz", code=1)
    here("--index", "elsewhere", "search", "防汛", code=2)
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "catalog.sqlite3").write_bytes(b"no catalog at all" * 100)
    Here(tmp_path)("search", "防汛", code=4)


def test_errors_point_at_the_place(here: Here) -> None:
    done = here("search", "防汛", "(备汛", code=2)
    lines = done.stderr.decode().splitlines()
    at = lines.index("  防汛 (备汛")
    assert lines[at + 1] == " " * (2 + 5) + "^"


def test_what_is_not_there_names_the_nearest(here: Here) -> None:
    assert "青禾县教育局" in here("search", "-i", "青河县教育局", code=1).stderr.decode()


def test_undated_notices_are_counted_on_stderr(here: Here) -> None:
    undated = [line for line in here.lines("export", schema="export") if line["date"] is None]
    done = here("search", "--since", "1990", "--count")
    assert ("left out by the date" in done.stderr.decode()) == bool(undated)


def test_csv(here: Here, tmp_path: Path) -> None:
    for words in (["search", "通知", "--csv", "--limit", "0"], ["export", "通知", "--format", "csv"]):
        raw = here(*words).stdout
        assert raw.startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
        assert {row["id"] for row in rows} == set(here.out("search", "通知", "--ids").split())
    chinese = here("export", "--format", "csv", ARCHIVE_LANG="zh").stdout.decode("utf-8-sig")
    assert chinese.splitlines()[0].startswith("标识,发文字号,成文日期,发文机关,标题")


def test_originals_come_out_as_they_went_in(here: Here, tmp_path: Path) -> None:
    for line in here.lines("export", schema="export"):
        stored = Path(here.out("show", line["id"], "--original").rstrip("\n"))
        saved = Path(here.out("show", line["id"], "--save", str(tmp_path)).rstrip("\n"))
        assert saved.name == Path(line["source"]["path"]).name
        assert (here.folder / stored).read_bytes() == saved.read_bytes() == (SAMPLES / saved.name).read_bytes()


def test_the_archive_alone_tells_what_is_in_it(here: Here) -> None:
    for language, words in (("en", "notices"), ("zh", "件公文")):
        text = here.out(ARCHIVE_LANG=language)
        assert words in text
        tries = re.findall(r"^  archive (\S+(?: \S+)*)  ", text, re.M)
        assert len(tries) == 3
        for line in tries:
            here(*line.split())


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("words", [["search", "通知"], ["search", "安全"], ["stats"], ["ingest"], ["failures"], []])
@pytest.mark.parametrize("columns", [80, 50])
def test_lines_fit_the_terminal(here: Here, words: list[str], columns: int, language: str) -> None:
    code, text = here.on_terminal(*words, columns=columns, ARCHIVE_LANG=language)
    assert code == 0
    lines = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|\r", "", text).splitlines()
    if words != ["ingest"]:  # the progress bar is drawn over itself
        assert [line for line in lines if screen.width(line) > columns] == []


def test_colour_only_where_it_is_drawn(here: Here) -> None:
    code, text = here.on_terminal("search", "防汛")
    assert code == 0
    assert f"{screen.MARK}防汛{screen.PLAIN}" in text
    assert re.search(r"\d+ notices?, \d+ literal \(\d\.\d\d s\)", text)
    assert "\x1b[" not in here.on_terminal("search", "防汛", NO_COLOR="1")[1]
    assert "\x1b[" not in here.on_terminal("search", "防汛", TERM="dumb")[1]
    done = here("search", "防汛")
    assert b"\x1b" not in done.stdout + done.stderr


def test_a_long_answer_goes_through_the_pager(here: Here) -> None:
    pager = f"{sys.executable} -c \"import sys; print('PAGED', len(sys.stdin.read()))\""
    assert "PAGED" in here.on_terminal("search", "", rows=10, PAGER=pager)[1]
    assert "PAGED" not in here.on_terminal("search", "", rows=10, PAGER=pager)[1].replace("PAGED", "", 1)
    assert "PAGED" not in here.on_terminal("search", "", "--no-pager", rows=10, PAGER=pager)[1]
    assert "PAGED" not in here.on_terminal("search", "防汛", rows=500, PAGER=pager)[1]


def test_a_closed_pipe_is_no_error(here: Here) -> None:
    for words in ("export", "search '' --limit 0", "search '' --json", "search '' --csv", "show 澜政办发〔2024〕18号"):
        line = f'"$0" -c "$1" {words} | head -c 1 >/dev/null; echo ${{PIPESTATUS[0]}}'
        done = subprocess.run(
            ["bash", "-c", line, PROGRAM[0], PROGRAM[2]],
            cwd=here.folder,
            env=surroundings(),
            capture_output=True,
            check=True,
        )
        assert done.stdout == b"0\n", words
        assert b"rror" not in done.stderr, done.stderr


def test_a_terminal_without_chinese(here: Here) -> None:
    for encoding in ("gbk", "ascii", "big5"):
        done = here("search", "防汛", PYTHONIOENCODING=encoding)
        assert done.stdout.decode(encoding)
        assert json.loads(here("search", "防汛", "--json", "--limit", "1", PYTHONIOENCODING=encoding).stdout)


def test_bad_files_are_lines_of_the_report(tmp_path: Path) -> None:
    files = tmp_path / "收文"
    files.mkdir()
    good = (SAMPLES / "做好2024年防汛备汛工作.txt").read_bytes()
    (files / "空.txt").touch()
    (files / "junk.txt").write_bytes(bytes(range(256)) * 40)
    (files / "blank.txt").write_text(" \n\u3000\n\f\n", "utf-8")
    (files / "名 有'空格\"和\n换行\x1b[31m.txt").write_bytes(good)
    foul = (
        good.decode("utf-8").replace("防汛备汛", "防\x1b]0;拥有\x07汛表彰", 1).replace("18号", "20号")
        + "\n现予表彰\x9b2J。\n"
    )
    (files / "坏\x1b]0;x\x07.txt").write_text(foul, "utf-8")
    (files / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog")
    (files / os.fsdecode(b"bytes\xff\xfe.txt")).write_bytes(good.replace("18号".encode(), "19号".encode()))
    program = Here(tmp_path)
    lines = program.lines("ingest", "收文", "--json", code=3, schema="ingest")
    assert len(lines) == 7
    status = {Path(line["path"]).name: line["status"] for line in lines}
    assert status["空.txt"] == status["blank.txt"] == "empty"
    assert status["junk.txt"] == status["cut.pdf"] == "failed"
    assert sorted(status.values()) == ["added"] * 3 + ["empty"] * 2 + ["failed"] * 2
    failures = program.lines("failures", "--json", schema="failures")
    assert {Path(line["path"]).name for line in failures} == {"空.txt", "blank.txt", "junk.txt", "cut.pdf"}
    for words in (["ingest", "收文"], ["failures"], ["search", "表彰"], ["search", "防汛"], ["export"], ["stats"]):
        code, text = program.on_terminal(*words, NO_COLOR="1", ARCHIVE_LANG="zh")
        assert code == (3 if words[0] == "ingest" else 0)
        assert "\x07" not in text
        assert "\x9b" not in text
        if words[0] != "ingest":
            assert "\x1b" not in text
        done = subprocess.run(
            [*PROGRAM, *words], cwd=tmp_path, env=surroundings(), capture_output=True, timeout=300, check=False
        )
        assert b"\x1b" not in done.stdout + done.stderr
    text = program.out("failures", ARCHIVE_LANG="zh")
    assert "收文/空.txt：文件中没有文字" in text
    assert "请来文单位重新发送该文件" in text


@pytest.mark.parametrize(
    ("name", "make", "reason"),
    [
        ("页面.pdf", lambda: b"<!DOCTYPE html><html>" + b"<div>" * 9000, "damaged"),
        ("加密 文件.pdf", CASES["user-password"], "password"),
        ("扫描件.pdf", CASES["picture"], "pictures"),
        ("半截.pdf", CASES["cut-early"], "damaged"),
        ("噪声.pdf", CASES["garbage"], "damaged"),
        ("压缩.txt", lambda: b"PK\x03\x04" + bytes(200), "damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isascii() else None,
)
def test_a_bad_file_is_a_clear_line_and_the_others_go_in(
    tmp_path: Path, name: str, make: Callable[[], bytes], reason: str
) -> None:
    files = tmp_path / "收文"
    files.mkdir()
    (files / name).write_bytes(make())
    (files / "好.txt").write_bytes((SAMPLES / "做好2024年防汛备汛工作.txt").read_bytes())
    (files / "好.pdf").write_bytes((SAMPLES / "reservoir-reinforcement-request.pdf").read_bytes())
    program = Here(tmp_path)
    lines = {
        Path(each["path"]).name: each for each in program.lines("ingest", "收文", "--json", code=3, schema="ingest")
    }
    assert (lines[name]["status"], lines[name]["reason"], lines[name]["notices"]) == ("failed", reason, [])
    assert lines["好.txt"]["status"] == lines["好.pdf"]["status"] == "added"
    (failure,) = program.lines("failures", "--json", schema="failures")
    assert failure["message"] == lines[name]["error"]


def test_ctrl_c_keeps_what_is_done(tmp_path: Path) -> None:
    files = tmp_path / "docs_in"
    files.mkdir()
    good = (SAMPLES / "做好2024年防汛备汛工作.txt").read_text("utf-8")
    for at in range(3000):
        (files / f"{at:04}.txt").write_text(good.replace("18号", f"{at + 100}号"), "utf-8")
    process = subprocess.Popen(
        [*PROGRAM, "ingest", "--json", "--workers", "1"],
        cwd=tmp_path, env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        bufsize=0,  # else what is read beyond the first line would be missing from what communicate gives
    )  # fmt: skip
    assert process.stdout is not None
    first = process.stdout.readline()
    refused = Here(tmp_path)("ingest", "--wait", "0.1", code=4)
    assert str(process.pid) in refused.stderr.decode()
    Here(tmp_path)("search", "--since", "2024", "--ids", code=None)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130, err
    assert b"Interrupted" in err
    assert b"Traceback" not in err
    told = [json.loads(line) for line in (first + out).splitlines()]
    assert 0 < len(told) < 3000
    kept = Here(tmp_path).out("search", "--ids").split()
    assert sorted(kept) == sorted(id for line in told for id in line["notices"])
    Here(tmp_path)("ingest")
    assert len(Here(tmp_path).out("search", "--ids").split()) == 3000
