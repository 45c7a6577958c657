"""The labelled documents: those made up for this project, and a folder of real ones beside it."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from archive.errors import Unreadable
from archive.extract import Document, read
from archive.notice import Notice
from archive.parse import parse

ROOT = Path(__file__).parents[2]
CORPORA = ROOT / "tests" / "corpora"
GOLD = "gold"
TYPES = ("txt", "pdf")
"""What is read of a gold folder: text, and PDF that is more than pictures."""

Truth = dict[str, Any]
"""The labels of one notice, as in a gold file."""


@dataclass
class Case:
    """A file, the corpus it is from, and the truth of each of its notices."""

    corpus: str
    path: Path
    truth: list[Truth]

    @cached_property
    def document(self) -> Document | None:
        """What the file holds, read once; None, and a word on stderr, where it cannot be read."""
        try:
            return read(self.path)
        except Unreadable as error:
            print(f"{self.corpus} {self.path.name}: {error}", file=sys.stderr)
            return None

    def parse(self) -> list[Notice]:
        """The notices that the parser finds in it."""
        return parse(self.document, self.path.name) if self.document else []


def load(gold: Path | None = None) -> list[Case]:
    """Every made-up case and, where a gold folder is given, the real ones.

    Args:
        gold: a folder that holds gold.jsonl and files/.
    """
    cases = [*_standard(), *_bundles(), *_layouts(), *_labelled(), *_made()]
    return cases + list(_gold(gold)) if gold else cases


def _standard() -> Iterator[Case]:
    return _listed("standard", ROOT / "docs_in", _lines(CORPORA / "standard" / "docs_in.jsonl"))


def _bundles() -> Iterator[Case]:
    for path in sorted((CORPORA / "bundle").glob("*.txt")):
        yield Case("bundle", path, json.loads(path.with_suffix(".json").read_text("utf-8")))


def _layouts() -> Iterator[Case]:
    return _listed("layouts", CORPORA / "layouts", _lines(CORPORA / "layouts" / "truth.jsonl"))


def _labelled() -> Iterator[Case]:
    return _listed("labelled", CORPORA / "labelled", _lines(CORPORA / "labelled" / "truth.jsonl"))


def _made() -> Iterator[Case]:
    """The generated set, written anew each time."""
    from tests.corpora.made.generate import write

    folder = Path(_scratch().name)
    return _listed("made", folder, write(folder))


@cache
def _scratch() -> tempfile.TemporaryDirectory[str]:
    """A folder for what is generated, as long as the program runs."""
    return tempfile.TemporaryDirectory()


def _gold(folder: Path) -> Iterator[Case]:
    entries = (each for each in _lines(folder / "gold.jsonl") if each.get("expect", "ok") == "ok")
    kept = [each for each in entries if _type(each["file"]) in TYPES and not each.get("scanned")]
    return _listed(GOLD, folder / "files", kept)


def _listed(corpus: str, folder: Path, entries: Iterable[dict[str, Any]]) -> Iterator[Case]:
    for entry in entries:
        yield Case(corpus, folder / Path(entry["file"]).name, entry["notices"])


def _type(file: str) -> str:
    return file.rsplit(".", 1)[-1].lower()


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
