"""Scanned pages of the notices that tests/corpora/made makes, in each manner of spoiling in turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.corpora.made import generate
from tests.corpora.scan.draw import VARIANTS, Spoilt, scans


def made(count: int) -> Iterator[tuple[Spoilt, Any, str]]:
    """The first pages of so many PDFs: what was done to each, its picture (Pillow), and the text printed on it."""
    with TemporaryDirectory() as folder:
        generate.write(Path(folder))
        files = sorted(Path(folder).glob("**/*.pdf"))
        for at, path in enumerate(files[:: max(1, len(files) // count)][:count]):
            spoilt = VARIANTS[at % len(VARIANTS)]
            yield spoilt, *scans(path.read_bytes(), spoilt)[0]
