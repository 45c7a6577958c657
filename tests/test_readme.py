"""The README is true: its session, its quick start, its Python, its verbs and options."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
README = (TOP / "README.md").read_text(encoding="utf-8")
VERBS = (
    "ingest", "search", "show", "export", "review", "correct", "history", "undo", "issuers", "words", "failures",
    "kinds", "stats", "reparse", "dump", "load", "reindex", "verify", "backup", "restore", "log", "remove", "unremove",
    "purge",
)  # fmt: skip


def blocks(heading: str, language: str) -> list[str]:
    section = re.split(r"^## ", README, flags=re.MULTILINE)
    (body,) = [part for part in section if part.startswith(heading)]
    return re.findall(rf"^```{language}\n(.*?)^```$", body, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    shutil.copytree(TOP / "docs_in", tmp_path / "docs_in")
    return tmp_path


def run(office: Path, command: str, language: str = "en") -> tuple[int, str]:
    words = shlex.split(command, comments=True)
    assert words[0] == "archive"
    environment = {key: value for key, value in os.environ.items() if key not in ("ARCHIVE_INDEX", "COLUMNS")}
    environment |= {"ARCHIVE_LANG": language, "ARCHIVE_USER": "王档", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "archive", *words[1:]],
        cwd=office, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
    )  # fmt: skip
    return done.returncode, done.stdout


def timeless(text: str) -> str:
    """What is printed, without times and without the names of acts."""
    text = re.sub(r"\d+\.\d+ s\b", "… s", text)
    text = re.sub(r"\b\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?\b", "…", text)
    return re.sub(r"\b[0-9a-f]{12}\b(?!-)", "…", text).strip()


def test_the_session_is_what_the_samples_give(office: Path) -> None:
    sections = [blocks(heading, "console")[0] for heading in ("A session", "Putting records right", "Keeping it")]
    steps = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", "".join(sections), flags=re.MULTILINE)
    assert len(steps) >= 10
    for command, printed in steps:
        status, output = run(office, command)
        assert status == bool(re.search("^0 notices", output, re.MULTILINE)), output
        assert timeless(output) == timeless(printed), command


def test_the_quick_start_runs(office: Path) -> None:
    (start,) = blocks("快速上手", "console")
    commands = [line[2:] for line in start.splitlines() if line.startswith("$ archive")]
    assert len(commands) >= 5
    for command in commands:
        status, output = run(office, command, "zh")
        assert status == 0, output


def test_the_python_runs(office: Path) -> None:
    (program,) = blocks("From Python", "python")
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program], cwd=office, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert "澜政办发〔2024〕18号" in done.stdout


def test_there_are_two_commands() -> None:
    assert len(blocks("Two commands", "sh")) == 2
    assert len(re.findall(r"^```sh$", README, flags=re.MULTILINE)) == 2


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_and_option_is_named(verb: str, tmp_path: Path) -> None:
    (row,) = re.findall(rf"^\| `archive {verb}\b.*$", README, flags=re.MULTILINE)
    _status, text = run(tmp_path, f"archive {verb} --help")
    options = set(re.findall(r"--[a-z-]+", text)) - {"--help", "--no-pager"}
    if verb in ("export",):
        options -= {"--issuer", "--number", "--kind", "--since", "--until"}
    assert {option for option in options if option in text.partition("Examples")[0]} <= set(
        re.findall(r"--[a-z-]+", README)
    )
    assert "Examples:" in text
    assert row
