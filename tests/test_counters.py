"""What the archive does, counted exactly and from outside: statements, postings, segments, bytes read, files.

A figure that moves is no fault by itself. It shows what a change costs before a clock can; put the new one here where
it is less, or worth it. The tests compare whole tables, so a failing one prints what to put.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from archive import Archive
from archive.words import weights

SIZES = (40, 400)
"""Notices of the archives that are asked; what does not depend on the size is counted in both."""

PER_NOTICE = {"SAVEPOINT": 1, "SELECT": 6, "INSERT": 11, "UPDATE": 2, "DELETE": 1, "RELEASE": 1}
"""Statements that taking in one notice more costs, by their first word."""

RANKING = {"_MAIN_1.toc", ".key.col", "._words_len.col", ".trm", ".pst"}
"""Files of a ranking of one segment, its name left out."""

SECOND_RUN = {"PRAGMA": 13, "BEGIN": 4, "SELECT": 17, "COMMIT": 3, "ROLLBACK": 1}
"""Statements of a run over eight files that have not changed."""

SEARCHES: dict[str, tuple[dict[str, Any], int]] = {
    "word": ({"query": "防汛"}, 17),
    "words": ({"query": "防汛 储备 -食堂"}, 17),
    "phrase": ({"query": "“防汛物资”"}, 17),
    "word by parts": ({"query": "食堂办法"}, 18),
    "number": ({"number": ["云工发〔2024〕5号"]}, 12),
    "bare number": ({"query": "云工发[2024]5号"}, 13),
    "issuer": ({"issuer": ["教育厅"]}, 13),
    "word and issuer": ({"query": "食堂", "issuer": ["教育厅"]}, 18),
    "days": ({"query": "防汛", "since": "2024-03", "until": "2024-05"}, 18),
    "facets": ({"query": "防汛", "facets": ["issuer", "year"]}, 19),
    "newest first": ({"query": "防汛", "sort": "date"}, 12),
    "page 2": ({"query": "防汛", "offset": 5, "limit": 5}, 17),
    "count": ({"query": "防汛", "limit": 0}, 5),
    "nothing asked": ({}, 12),
}
"""Options of a search, and the statements that it runs in an archive that has answered another one before."""

OPENED: dict[str, tuple[tuple[str, ...], set[str]]] = {
    "word": (("防汛",), {"catalog.sqlite3", "words.txt", *RANKING}),
    "number": (("-n", "云工发〔2024〕5号"), {"catalog.sqlite3", "words.txt"}),
    "issuer": (("-i", "教育厅"), {"catalog.sqlite3", "words.txt", "issuers.toml"}),
}
"""Words of a search in a new process, and the files of the archive that it looks for; its modules: test_cold.py."""

SEGMENTS = [1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7, 8, 2]
"""Segments of the ranking after each of 16 commits of four notices."""
WRITTEN = 5938
"""Postings that these commits write; a posting is written anew where its segment is merged into another."""


def a_text(at: int) -> str:
    """A notice like all others but for issuer, matter, number and day."""
    issuer = ("云川省总工会", "云川省教育厅", "澜溪市财政局", "青禾县人民政府")[at % 4]
    code = ("云工发", "云教发", "澜财发", "禾政发")[at % 4]
    matter = ("防汛物资储备", "职工技能竞赛", "校园食堂安全", "机关档案整理")[at // 4 % 4]
    return (
        f"{issuer}文件\n{code}〔2024〕{at + 1}号\n\n{issuer}关于做好{matter}工作的通知\n\n各市总工会，各直属单位：\n"
        f"　　根据《云川省{matter}办法》（云川发〔2023〕7号），现就做好{matter}有关事项通知如下。\n"
        f"　　一、提高认识。各单位要安排专人负责，第{at + 1}次调度前报送情况。\n\n"
        f"{issuer}\n2024年{at % 12 + 1}月{at % 28 + 1}日\n"
    )


def taken_in(home: Path, index: str, places: range) -> Path:
    """The archive of this name with these notices too."""
    files = home / f"{index}-{places.start}"
    files.mkdir()
    for at in places:
        (files / f"{at:04d}.txt").write_text(a_text(at), encoding="utf-8")
    with Archive.open(home / index, create=True) as archive:
        assert archive.ingest([files], workers=1).notices == len(places)
    return home / index


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    home = tmp_path_factory.mktemp("archives")
    return [taken_in(home, str(size), range(size)) for size in SIZES]


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch, watch: Callable[[sqlite3.Connection], object]) -> Iterator[None]:
    """Calls ``watch`` for every connection that is opened within."""
    connect = sqlite3.connect

    def connected(*words: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(*words, **options)
        watch(connection)
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", connected)
        yield


@contextmanager
def statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """Counts the statements of all connections opened within, by their first word."""
    counted: Counter[str] = Counter()

    def note(statement: str) -> None:
        if not statement.startswith("--"):  # what a virtual table asks on its own
            counted[statement.split(None, 1)[0].rstrip(";").upper()] += 1

    with watched(monkeypatch, lambda connection: connection.set_trace_callback(note)):
        yield counted


def bytes_read() -> int:
    """Bytes that this process has read so far, from wherever they came; 0 where the system does not tell."""
    try:
        with open("/proc/self/io", "rb", buffering=0) as file:  # noqa: PTH123
            return int(file.read(64).split()[1])
    except OSError:
        return 0


def postings(index: Path) -> dict[str, int]:
    """The postings of each segment of the ranking, as Whoosh itself reads them."""
    from whoosh.index import open_dir

    (folder,) = (index / "whoosh").iterdir()
    with open_dir(folder).reader() as reader:
        return {
            leaf.segment().segment_id(): sum(leaf.doc_frequency(*term) for term in leaf.all_terms())
            for leaf, _ in reader.leaf_readers()
        }


def test_statements_of_a_notice_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = []
    for size in (16, 32):
        with statements(monkeypatch) as counted:
            taken_in(tmp_path, f"{size}", range(size))
        counts.append(counted)
    more = {word: (count - counts[0][word]) / 16 for word, count in counts[1].items() if count != counts[0][word]}
    assert more == PER_NOTICE


def test_statements_of_a_second_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = taken_in(tmp_path, "index", range(8))
    with statements(monkeypatch) as counted, Archive.open(index) as archive:
        assert archive.ingest([tmp_path / "index-0"], workers=1).results["unchanged"] == 8
    assert counted == SECOND_RUN


def test_statements_of_a_search(archives: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    for index in archives:
        found = {}
        for name, (options, _) in SEARCHES.items():
            with statements(monkeypatch) as counted, Archive.open(index) as archive:
                archive.search("通知", issuer=["财政局"], facets=["issuer"])
                counted.clear()
                assert archive.search(**options).total, name
                found[name] = counted.total()
        assert found == {name: count for name, (_, count) in SEARCHES.items()}


BYTES = 90_276
"""Bytes that a search by number reads from the smaller archive, and its pages and the list of user words."""


def of_a_number(index: Path) -> None:
    with Archive.open(index) as archive:
        assert archive.search(number=["云工发〔2024〕5号"]).total == 1


@pytest.mark.skipif(not bytes_read(), reason="the system does not tell")
def test_bytes_read_for_a_number(archives: list[Path]) -> None:
    of_a_number(archives[0])  # modules are read too
    before = bytes_read()
    of_a_number(archives[0])
    assert bytes_read() - before <= BYTES


def test_a_number_is_found_in_as_many_steps_whatever_the_size(
    archives: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def steps(index: Path) -> int:
        """Instructions of SQLite's machine."""
        ticks = count()
        with watched(monkeypatch, lambda connection: connection.set_progress_handler(lambda: next(ticks) < 0, 1)):
            of_a_number(index)
        return next(ticks)

    small, large = map(steps, archives)
    assert 100 < small <= large <= small + 50  # the trees may be a level deeper


@pytest.mark.parametrize("name", OPENED)
def test_files_of_a_cold_search(name: str, archives: list[Path]) -> None:
    program = (
        "import json, sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event in ('open', 'sqlite3.connect')"
        " else None)\n"
        "from archive.cli import run\n"
        "status = run(sys.argv[1:])\n"
        "print(json.dumps([status, opened]), file=sys.stderr)\n"
    )
    words, files = OPENED[name]
    for index in archives:
        command = [sys.executable, "-c", program, "--index", os.fspath(index), "search", *words, "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        status, opened = json.loads(done.stderr.splitlines()[-1])
        names = {path.removesuffix("?mode=rw").rpartition("/")[2] for path in opened if os.fspath(index) in path}
        assert status == 0
        assert {re.sub(r"^MAIN_\w*?(?=\.|\._)", "", name) for name in names} == files


def test_postings_are_written_once_or_when_segments_merge(tmp_path: Path) -> None:
    index = taken_in(tmp_path, "whole", range(64))
    with Archive.open(index) as archive:
        distinct = sum(
            len(" ".join(weights(notice.title, notice.text).values()).split()) for notice in archive.notices()
        )
    assert list(postings(index).values()) == [distinct]
    segments, seen = [], {}
    for at in range(16):
        found = postings(taken_in(tmp_path, "pieces", range(4 * at, 4 * at + 4)))
        segments.append(len(found))
        seen |= found
    assert segments == SEGMENTS
    assert sum(seen.values()) == WRITTEN
    assert sum(postings(tmp_path / "pieces").values()) == distinct
