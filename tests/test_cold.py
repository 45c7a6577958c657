"""What a search in a new process imports and compiles: half of its time is that, so every module is counted.

A module more is a fifth of a millisecond, a pattern with ranges of ideographs a whole one. A failing test prints what
came in: import it where it is used, or put it here when every search needs it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.notice import Notice
from archive.store import LocalStore, SourceFile

ROOMS: dict[str, tuple[str, ...]] = {
    "cli": ("complaint", "help", "hits", "options", "records", "screen", "search"),
    "custody": (), "errors": (), "library": (), "messages": (), "notice": (),
    "number": ("asking", "forms", "model", "reading"),
    "people": (), "plain": (), "private": (),
    "query": ("language", "oracle", "tree"),
    "search": (),
    "store": (
        "answer", "catalog", "compile", "data", "edited", "literal", "local", "lock", "originals", "packing", "schema",
        "seals",
    ),
    "tables": ("fold_table",),
    "text": (),
    "words": ("segmenter",),
}  # fmt: skip
ALWAYS = {"archive", *(f"archive.{room}" for room in ROOMS)}
ALWAYS |= {f"archive.{room}.{part}" for room, parts in ROOMS.items() for part in parts}
RANKING = {f"archive.store.{name}" for name in ("bm25", "pickles", "ranking", "segment")}
CUT = {"archive.words.lookup"}
NAMES = {f"archive.issuers{name}" for name in ("", ".authority", ".entry", ".short_forms", ".shortening")}

SEARCHES: dict[str, tuple[tuple[str, ...], set[str], int]] = {
    "a number": (("-n", "云工发[2024]5"), set(), 3),
    "a number of another form": (("-n", "云工字第0012345号"), set(), 3),
    "a bare number": (("云工发[2024]5号",), set(), 3),
    "an issuer": (("-i", "云川省总工会"), NAMES, 5),
    "a short name": (("-i", "省总"), NAMES, 5),
    "a kind": (("-k", "通知"), set(), 0),
    "days": (("--since", "2024-03", "--until", "2024"), set(), 1),
    "a word": (("防汛",), RANKING | CUT, 0),
    "a word by date": (("防汛", "--sort", "date"), set(), 0),
    "how many": (("防汛", "--count"), set(), 0),
    "a word that may part": (("防汛物资",), RANKING | CUT, 0),
    "words and a field": (("防汛 -食堂 文种:通知",), RANKING | CUT, 1),
}
"""What is asked; the modules beyond ``ALWAYS`` that it imports; how many patterns with Chinese in them it compiles."""

NEVER = {
    "whoosh", "jieba", "rjieba", "rich", "pypdfium2", "pdfminer", "pikepdf", "tomlkit", "tomllib",
    "asyncio", "concurrent", "dataclasses", "email", "hashlib", "logging", "multiprocessing", "shutil", "socket",
    "subprocess", "tempfile",
}  # fmt: skip
ONLY_WITH_WORDS = {"pickle", "mmap", "array"}

PROGRAM = """
import re, sys, click
try: compiler = re._compiler
except AttributeError: import sre_compile as compiler
before, compile, patterns = set(sys.modules), compiler.compile, []
compiler.compile = lambda pattern, flags=0: (patterns.append(pattern), compile(pattern, flags))[1]
from archive.cli import run
status = run(sys.argv[1:])
import json
print(json.dumps([status, sorted(set(sys.modules) - before), list(map(str, patterns))]), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    with LocalStore.open(folder, create=True) as store, store.writing() as writer:
        for at, number in enumerate(("云工发〔2024〕5号", "云工字第12345号")):
            notice = Notice(
                issuers=["云川省总工会"], number=number, title="关于防汛的通知", kind="通知", date="2024-05-06",
                text=f"云川省总工会\f关于防汛的通知\f防汛物资已备好，{number}同时废止。", lines=[(0, 1, 1)],
            )  # fmt: skip
            writer.add(SourceFile(f"{at}" * 64, 1), f"/{at}", 1, [(notice, None)])
    return folder


@pytest.mark.parametrize("asked", SEARCHES)
def test_a_search_imports_and_compiles_only_what_it_needs(asked: str, archive: Path) -> None:
    words, more, chinese = SEARCHES[asked]
    command = [sys.executable, "-X", "utf8", "-c", PROGRAM, "--index", os.fspath(archive), "search", *words]
    environment = {**os.environ, "ARCHIVE_LANG": "en"}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=True)
    status, modules, patterns = json.loads(done.stderr.splitlines()[-1])
    assert status == 0, done.stderr
    assert {name for name in modules if name.partition(".")[0] == "archive"} == ALWAYS | more
    assert not NEVER & {name.partition(".")[0] for name in modules}
    assert more >= RANKING or not ONLY_WITH_WORDS & set(modules)
    compiled = [pattern for pattern in patterns if any("\u3007" <= char <= "\u9fff" for char in pattern)]
    assert len(compiled) == chinese, compiled
