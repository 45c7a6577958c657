"""What tests of several modules begin with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import Archive


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder for files that are to be taken in."""
    folder = tmp_path / "papers"
    folder.mkdir()
    return folder


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive without notices."""
    with Archive.open(tmp_path / "index", create=True) as opened:
        yield opened
