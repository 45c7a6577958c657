"""The parser held to the made-up layouts: floors on every field, on splitting, and on what sureness means."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from archive.notice import FIELDS
from tests.corpora.made.generate import write
from tests.corpora.made.score import Scores, score, table

FLOOR = 0.98


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict[str, Any]], Path]:
    folder = tmp_path_factory.mktemp("made")
    return write(folder), folder


@pytest.fixture(scope="module")
def scores(made: tuple[list[dict[str, Any]], Path]) -> Scores:
    out = score(*made)
    print(table(out))
    return out


def test_there_is_enough(made: tuple[list[dict[str, Any]], Path]) -> None:
    records, folder = made
    notices = [notice for record in records for notice in record["notices"]]
    assert len(records) >= 150
    assert len(notices) >= 160
    assert {record["file"] for record in records} == {path.name for path in folder.iterdir()}
    kinds = {
        "决议",
        "决定",
        "令",
        "公报",
        "公告",
        "通告",
        "意见",
        "通知",
        "通报",
        "报告",
        "请示",
        "批复",
        "议案",
        "函",
        "纪要",
    }
    assert kinds <= {notice["kind"] for notice in notices}
    assert sum(record["type"] == "pdf" for record in records) * 2 == len(records)


def test_the_same_seed_gives_the_same_bytes(made: tuple[list[dict[str, Any]], Path], tmp_path: Path) -> None:
    records, folder = made
    assert write(tmp_path) == records
    assert all((tmp_path / path.name).read_bytes() == path.read_bytes() for path in folder.iterdir())


@pytest.mark.parametrize("name", [*FIELDS, "cut", "wrapper"])
def test_a_field_is_read_right(scores: Scores, name: str) -> None:
    print("\n".join(scores.misses[name]))
    assert scores.f1(name) >= FLOOR


def test_files_are_split_right(scores: Scores) -> None:
    print("\n".join(scores.misses["split"]))
    assert scores.split >= FLOOR * scores.files


def test_what_is_sure_is_right(scores: Scores) -> None:
    right, share = scores.sureness()
    assert right >= 0.99
    assert share >= 0.85
