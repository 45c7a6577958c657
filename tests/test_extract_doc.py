"""DOC and WPS files: text in reading order, numbering, tables, and files that are broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.extract import read
from tests.corpora.office.doc import by_width, doc, one_piece, pieces_of
from tests.corpora.office.notices import CASES, Case, truth

SPLITS = {"one piece": one_piece, "of seven": pieces_of(7), "by width": by_width}


def opened(tmp_path: Path, data: bytes):
    path = tmp_path / "来文.doc"
    path.write_bytes(data)
    return read(path)


def printed(document) -> list[list[str]]:
    return [[line.text for line in page.lines] for page in document.pages]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("backwards", [False, True], ids=["forwards", "backwards"])
def test_made_files(case: Case, split: str, backwards: bool, tmp_path: Path) -> None:
    document = opened(tmp_path, doc(case, SPLITS[split], backwards=backwards))
    assert printed(document) == truth(case)
    assert document.warnings == []
