"""archive words from end to end, as a process: the user words, and when the index must be made anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.test_cli_archive import Here
from tests.test_cli_issuers import CITY, notice


@pytest.fixture
def here(tmp_path: Path) -> Here:
    """An archive of one notice."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "市4.txt").write_text(notice(CITY, "临工", 4), encoding="utf-8")
    program = Here(tmp_path)
    program.lines("ingest", "in", "--json", schema="ingest")
    return program


def due(here: Here) -> list[str]:
    (stats,) = here.lines("stats", "--json", schema="stats")
    reasons: list[str] = stats["due"]
    return reasons


def changed(here: Here, *words: str) -> dict[str, Any]:
    (line,) = here.lines("words", *words, "--json", schema="words")
    assert line.pop("version") == 1
    return line


def listed(here: Here) -> list[str]:
    return [line["word"] for line in here.lines("words", "list", "--json", schema="words")]


def text_of(here: Here) -> bytes:
    path = here.folder / "index" / "words.txt"
    return path.read_bytes() if path.exists() else b""


def test_none(here: Here) -> None:
    for words in (["words"], ["words", "list"]):
        done = here(*words)
        assert done.stdout == b"" and done.stderr == b"0 user words.\n"
    assert listed(here) == []
    assert due(here) == []


def test_add_then_due_then_reindex_then_not_due(here: Here) -> None:
    done = here("words", "add", "职工疗养", "临溪市总工会")
    assert done.stdout.decode() == "职工疗养: added\n临溪市总工会: added\n"
    assert b"archive reindex" in done.stderr
    assert due(here) == ["words"]
    assert "archive reindex" in here("words").stderr.decode()
    assert "archive reindex" in here("search", "职工疗养").stderr.decode()
    assert here.out("words") == "职工疗养\n临溪市总工会\n"
    here("reindex")
    assert due(here) == []
    assert "reindex" not in here("words").stderr.decode() + here("search", "职工疗养").stderr.decode()
    assert here.out("search", "职工疗养", "--count") == "1\n"


def test_what_says_the_same_changes_nothing(here: Here) -> None:
    here("words", "add", "职工疗养")
    here("reindex")
    before = text_of(here)
    done = here("words", "add", "職工療養")
    assert done.stdout == b"" and done.stderr == b"Nothing to change.\n"
    assert text_of(here) == before
    assert changed(here, "add", "职工疗养") == {"added": [], "removed": [], "changed": [], "due": False}


def test_a_frequency(here: Here) -> None:
    assert changed(here, "add", "疗养工作", "--frequency", "300")["added"] == ["疗养工作"]
    (line,) = here.lines("words", "--json", schema="words")
    assert (line["word"], line["frequency"], line["tag"]) == ("疗养工作", 300, None)
    assert here.out("words", "add", "疗养工作", "--frequency", "4000") == "疗养工作 300 → 疗养工作 4000\n"
    assert changed(here, "add", "疗养工作 50 n")["changed"] == ["疗养工作"]
    assert here.out("words") == "疗养工作  50  n\n"
    here("words", "add", "疗养", "--frequency", "0", code=2)


def test_remove(here: Here) -> None:
    here("words", "add", "职工疗养", "临溪市总工会", "报送名单")
    here("reindex")
    assert here.out("words", "remove", "臨溪市總工會") == "临溪市总工会: taken out\n"
    assert changed(here, "remove", "报送名单") == {"added": [], "removed": ["报送名单"], "changed": [], "due": True}
    assert listed(here) == ["职工疗养"]
    before = text_of(here)
    done = here("words", "remove", "职工疗养", "没有此词", code=2)
    assert "没有此词" in done.stderr.decode() and "职工疗养" not in done.stderr.decode()
    assert text_of(here) == before
    here("words", "add", "临溪市总工会", "报送名单")
    assert due(here) == []


@pytest.mark.parametrize(
    "word", ["", " ", "#注", "关于《通知》", "报 送 名 单", "甲\n乙", "甲\x1b[31m", "长" * 65, "《"]
)
def test_what_can_be_no_word_is_refused(here: Here, word: str) -> None:
    here("words", "add", "职工疗养")
    before = text_of(here)
    done = here("words", "add", "报送名单", word, code=2)
    assert done.stdout == b"" and b"\x1b" not in done.stderr and done.stderr.startswith(b"Error: ")
    assert text_of(here) == before


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_file_edited_by_hand_survives(here: Here, mark: str, ending: str) -> None:
    text = mark + ending.join(["# 收发室的词，别删", "职工疗养 30 n", "", "临溪市总工会"])
    (here.folder / "index" / "words.txt").write_bytes(text.encode("utf-8"))
    assert listed(here) == ["职工疗养", "临溪市总工会"]
    assert due(here) == ["words"]
    here("words", "add", "报送名单")
    assert text_of(here).decode("utf-8") == text + ending + "报送名单" + ending
    here("words", "remove", "报送名单", "职工疗养")
    assert text_of(here).decode("utf-8") == mark + ending.join(["# 收发室的词，别删", "", "临溪市总工会", ""])


def test_a_broken_file_is_told_with_its_line(here: Here) -> None:
    path = here.folder / "index" / "words.txt"
    path.write_text("职工疗养\n报 送 名 单\n", encoding="utf-8")
    for words in (["list"], ["add", "临溪"], ["remove", "职工疗养"]):
        done = here("words", *words, code=2)
        error, advice = done.stderr.decode().splitlines()
        assert "line 2" in error and advice
    assert path.read_text(encoding="utf-8") == "职工疗养\n报 送 名 单\n"
    path.write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in here("words", code=2).stderr.decode()


def test_without_an_archive(tmp_path: Path) -> None:
    for words in (["words"], ["words", "add", "职工疗养"], ["issuers"], ["issuers", "confirm", CITY]):
        assert "archive ingest" in Here(tmp_path)(*words, code=2).stderr.decode()
    assert not list(tmp_path.iterdir())
