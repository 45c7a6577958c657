"""RTF files: text in reading order, numbering, tables, and files that are broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.extract import Document, read
from tests.corpora.office.notices import CASES, Case, truth
from tests.corpora.office.rtf import as_it_is, in_both, in_hexadecimal, in_unicode, rtf

MANNERS = (in_unicode, in_hexadecimal, in_both, as_it_is)


def opened(tmp_path: Path, data: bytes) -> Document:
    path = tmp_path / "来文.doc"
    path.write_bytes(data)
    return read(path)


def printed(document: Document) -> list[list[str]]:
    return [[line.text for line in page.lines] for page in document.pages]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("manner", MANNERS)
def test_made_files(case: Case, manner, tmp_path: Path) -> None:
    document = opened(tmp_path, rtf(case, manner))
    assert printed(document) == truth(case)
    assert (document.reader, document.warnings) == ("rtf", [])
