"""``archive ingest --dry-run`` and ``archive kinds``: what would be read, and with what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from archive.cli import run
from archive.cli.kinds import called
from archive.extract import readers
from archive.extract.readers import READERS, Reader, readable_now
from archive.ingest.preview import preview
from archive.library import Archive
from tests.test_containers import zipped
from tests.test_ingest import notice


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "一.txt").write_text(notice())
    (folder / "二.zip").write_bytes(
        zipped({"内.txt": notice("青办发〔2024〕4号").encode(), "图.png": b"SQLite format 3\x00"})
    )
    (folder / "密.txt").write_text("机密★1年\n" + notice())
    return folder


def test_what_files_would_give_without_an_archive(papers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(papers.parent.rglob("*"))
    assert run(["ingest", "--dry-run", "papers"]) == 3
    said = capsys.readouterr().out
    for words in ("papers/一.txt  text utf-8", "青办发〔2024〕3号  2024-09-03", "内.txt", "机密", "4 files, 2 notices"):
        assert words in said
    assert sorted(papers.parent.rglob("*")) == before


def test_the_ids_are_those_it_would_have(papers: Path) -> None:
    would = {each.id for found in preview([papers], workers=1) for each in found.notices}
    with Archive.open(papers.parent / "index", create=True) as archive:
        archive.ingest([papers], workers=1)
        assert would == set(archive.ids())


def test_json_is_of_its_shape(papers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ingest", "--dry-run", "--json", "papers", "--allow-secret"]) == 3
    schema = json.loads((Path(__file__).parent / "schema" / "preview.json").read_text("utf-8"))
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    for line in lines:
        Draft202012Validator(schema).validate(line)
    assert [Path(line["path"]).name for line in lines] == ["一.txt", "二.zip", "图.png", "密.txt"]
    assert [line["reason"] for line in lines] == [None, None, "unknown-kind", None]
    assert lines[1]["notices"][0]["source"]["member"] == "内.txt" and lines[3]["notices"][0]["secrecy"] == "机密★1年"


def test_every_kind_is_listed_with_what_reads_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["kinds"]) == 0
    said = capsys.readouterr().out
    listed = [line.split()[0] for line in said.partition("\n\n")[0].splitlines()]
    assert listed == list(READERS) and "pypdfium2 5." in said
    assert called().keys() == READERS.keys()


def test_what_is_missing_is_said_with_what_brings_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    lacking = Reader("plain:read_text", 1 << 20, ("no_such_module",), "gongwen-archive[x]")
    monkeypatch.setitem(READERS, "text", lacking)
    assert run(["kinds"]) == 0
    assert "missing: no_such_module" in (said := capsys.readouterr().out) and "pip install 'gongwen-archive[x]'" in said
    assert run(["kinds", "--json"]) == 0
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert first == {
        "version": 1, "kind": "text", "libraries": {}, "missing": ["no_such_module"], "install": "gongwen-archive[x]",
    }  # fmt: skip
    (tmp_path / "a.txt").write_text(notice())
    with pytest.raises(readers.Unreadable, match="needs"):
        readers.READERS["text"].load()


@pytest.mark.parametrize(
    ("reason", "detail", "now"),
    [
        ("unknown-kind", "zip", True),
        ("unknown-kind", "png!", False),
        ("needs", "gongwen-archive", True),
        ("damaged", "zip", False),
    ],
)
def test_what_failed_for_its_kind_is_tried_again_once_it_can_be_read(reason: str, detail: str, now: bool) -> None:
    assert readable_now(reason, detail) is now
