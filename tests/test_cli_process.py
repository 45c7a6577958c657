"""The program as a process: streams, encodings, locale, help, completion, and what it does not import."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from archive import cli
from archive.cli import screen
from archive.cli.help import Verb

PROGRAM = [sys.executable, "-c", "import sys; from archive.cli import main; sys.argv[0] = 'archive'; main()"]
HEAVY = (
    "rich", "whoosh", "jieba", "rjieba", "pypdfium2", "pdfminer", "pikepdf", "sqlite3", "multiprocessing",
    "archive.library", "archive.store", "archive.extract", "archive.parse",
)  # fmt: skip


def archive(
    *words: str | bytes, where: Path, code: int | None = 0, binary: bool = False, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the program in a folder, in English unless told otherwise, and check its exit code."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "ARCHIVE_", "PYTHON"))}
    surroundings = {**kept, "LANG": "C.UTF-8", "ARCHIVE_LANG": "en", **environment}
    done = subprocess.run(
        [*PROGRAM, *words], cwd=where, env=surroundings, capture_output=True, timeout=120, check=False
    )
    if code is not None:
        assert done.returncode == code, done.stderr.decode("utf-8", "replace")
    return done


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["search", "--help"], ["ingest", "--help"]])
def test_cold_start_imports_nothing_heavy(tmp_path: Path, words: list[str]) -> None:
    code = (
        "import sys\nfrom archive import cli\ncode = cli.run(sys.argv[1:])\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)\nsys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code, *words], cwd=tmp_path, capture_output=True, check=True)
    loaded = set(done.stderr.decode().split())
    assert "archive.cli" in loaded
    assert loaded.isdisjoint(HEAVY)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("verb", ["", *cli.VERBS])
def test_help(tmp_path: Path, verb: str, language: str) -> None:
    done = archive(*filter(None, (verb, "--help")), where=tmp_path, ARCHIVE_LANG=language)
    text = done.stdout.decode("utf-8")
    assert all(screen.width(line) <= 80 for line in text.splitlines())
    chinese = {
        "Usage:": "用法:",
        "Options:": "选项:",
        "Examples:": "示例:",
        "Show this message and exit.": "显示本帮助后退出。",
    }
    for english, words in chinese.items():
        if verb or english != "Examples:":
            assert (words if language == "zh" else english) in text
            assert (english if language == "zh" else words) not in text
    if language == "zh":
        assert not re.search(
            r"[a-z]{3,} [a-z]{2,} [a-z]{3,} [a-z]{2,}", re.sub(r"(?m)^.*(archive |cites:).*$", "", text)
        )


@pytest.mark.parametrize("verb", cli.VERBS)
def test_every_verb_has_examples_that_can_be_read(verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shlex

    monkeypatch.chdir(tmp_path)
    group = cli.build()
    command = group.get_command(click.Context(group), verb)
    assert isinstance(command, Verb)
    assert command.examples
    for line, meaning in command.examples:
        words = shlex.split(line.partition(" > ")[0])
        assert words[0] == "archive"
        assert meaning
        assert verb in words or "--retry-failed" in words
        for word in words:
            if word.endswith(("scans", ".pdf", "docs_in")):
                (tmp_path / Path(word).name).touch()
        monkeypatch.setenv("HOME", str(tmp_path))
        at = words.index(verb) if verb in words else 1
        named = group.get_command(click.Context(group), words[at])
        assert named is not None
        rest = [str(Path(word).expanduser()) if word.startswith("~") else word for word in words[at + 1 :]]
        named.make_context(words[at], rest)


@pytest.mark.parametrize(
    ("variables", "text"),
    [
        ({"LANG": "C", "LC_ALL": "C", "ARCHIVE_LANG": "zh"}, None),
        ({"PYTHONIOENCODING": "ascii", "ARCHIVE_LANG": "zh"}, "????"),
        ({"PYTHONIOENCODING": "gbk", "ARCHIVE_LANG": "zh"}, "档案库"),
        ({"PYTHONIOENCODING": "big5", "ARCHIVE_LANG": "zh"}, None),
        ({"PYTHONIOENCODING": "latin-1:strict", "ARCHIVE_LANG": "zh"}, "????"),
        ({"PYTHONUTF8": "1", "ARCHIVE_LANG": "zh"}, "档案库"),
    ],
)
def test_what_a_terminal_cannot_show_is_replaced(tmp_path: Path, variables: dict[str, str], text: str | None) -> None:
    done = archive(where=tmp_path, code=None, **variables)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    if text:
        encoding = variables.get("PYTHONIOENCODING", "utf-8").partition(":")[0]
        assert text in done.stdout.decode(encoding)
    done = archive("search", "女职工🈲\udcff(", where=tmp_path, code=2, **variables)
    assert b"Traceback" not in done.stderr


def test_without_an_archive_it_says_how_to_make_one(tmp_path: Path) -> None:
    done = archive(where=tmp_path)
    assert b"archive ingest" in done.stdout
    assert not list(tmp_path.iterdir())


def test_wrong_use_says_so(tmp_path: Path) -> None:
    for words, text in (
        (["serch"], "serch"),
        (["search", "--limt", "3"], "--limt"),
        (["search", "--limit", "-3"], "-3"),
        (["ingest", "nowhere"], "nowhere"),
        (["ingest"], "docs_in"),
        (["show"], "ID|NUMBER"),
        (["--index", "opensearch+https://host:9200/x", "search", "x"], "cluster"),
        (["search", "--sort", "size"], "size"),
        (["ingest", "no\nwhere\x1b"], r"no\nwhere\x1b"),
    ):
        done = archive(*words, where=tmp_path, code=2)
        assert done.stdout == b""
        assert text in done.stderr.decode()
        assert "Traceback" not in done.stderr.decode()
    assert not list(tmp_path.iterdir())


def test_a_file_name_that_is_no_text_is_no_crash(tmp_path: Path) -> None:
    done = archive("ingest", b"no\xff\xfewhere", where=tmp_path, code=2)
    assert b"Traceback" not in done.stderr
    done.stderr.decode("utf-8")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("archive se", {"plain,search"}),
        ("archive ", {f"plain,{verb}" for verb in cli.VERBS}),
        ("archive search --cou", {"plain,--count"}),
        ("archive search -k 通", {"plain,通知", "plain,通报", "plain,通告"}),
        ("archive export --format c", {"plain,csv"}),
    ],
)
def test_shell_completion(tmp_path: Path, words: str, expected: set[str]) -> None:
    count = len(words.split()) - (not words.endswith(" "))
    done = archive(
        where=tmp_path, code=0, _ARCHIVE_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(count)
    )  # fmt: skip
    assert set(done.stdout.decode().split()) == expected


def test_shell_completion_is_set_up(tmp_path: Path) -> None:
    done = archive(where=tmp_path, code=0, _ARCHIVE_COMPLETE="bash_source")
    assert b"_ARCHIVE_COMPLETE=bash_complete" in done.stdout


def test_closed_streams_are_no_error(tmp_path: Path) -> None:
    for closing in (">&-", "2>&-", ">&- 2>&-", "| true"):
        line = f'"$0" -c "$1" --help {closing}'
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", line, PROGRAM[0], PROGRAM[2]],
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, (closing, done.stderr)
        assert b"rror" not in done.stderr
