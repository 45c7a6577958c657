"""What people would use instead: how each is run, where it is installed."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

Command = list[str | Path]
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Peer:
    """How a peer is run.

    Attributes:
        take_in: the command that indexes a folder of texts into an empty folder.
        ask: the command that prints the first ten that hold a word, given the texts, the index and the word.
        script: which of the scripts here it is, if any.
        indexes: whether it has an index at all.
    """

    take_in: Callable[[Path, Path], Command]
    ask: Callable[[Path, Path, str], Command]
    script: str = ""
    indexes: bool = True


def script(name: str, *words: str | Path) -> Command:
    """The command line of one of the scripts here."""
    return [sys.executable, HERE / f"{name}.py", *words]


def _scripted(name: str) -> Peer:
    return Peer(
        lambda files, index: script(name, "index", files, index),
        lambda _files, index, word: script(name, "search", index, word),
        name,
    )


def _recoll_takes_in(files: Path, index: Path) -> Command:
    """Its defaults but for one: it lowers its own priority, which would only measure how busy the machine is."""
    (index / "recoll.conf").write_text(f'topdirs = "{files.absolute()}"\nidxniceprio = 0\n', encoding="utf-8")
    return ["recollindex", "-c", index, "-z"]


_NEEDS: dict[str, tuple[Sequence[str], Sequence[str], Peer]] = {
    "recoll": (
        ("recollindex", "recollq"),
        (),
        Peer(_recoll_takes_in, lambda _files, index, word: ["recollq", "-c", index, "-n", "10", "-A", word]),
    ),
    "rg": (
        ("rg",),
        (),
        Peer(
            lambda _files, _index: ["true"],
            lambda files, _index, word: ["rg", "--no-config", "--max-count", "1", "--fixed-strings", word, files],
            indexes=False,
        ),
    ),
    "fts5": ((), (), _scripted("fts5")),
    "tantivy": ((), ("tantivy", "rjieba"), _scripted("tantivy_jieba")),
    "stock": ((), ("whoosh", "jieba"), _scripted("stock")),
}
"""By name: the programs and the modules it needs, and how it is run."""

TOLD = {
    "recoll": "recollindex/recollq, with its defaults",
    "rg": "ripgrep over the extracted text",
    "fts5": "a bare SQLite FTS5 script, character bigrams",
    "tantivy": "tantivy over rjieba's words",
    "stock": "Whoosh with jieba.analyse.ChineseAnalyzer, as in every tutorial",
}


def installed() -> dict[str, Peer]:
    """The peers that are installed here, by name."""
    return {
        name: peer
        for name, (programs, modules, peer) in _NEEDS.items()
        if all(map(shutil.which, programs)) and all(map(importlib.util.find_spec, modules))
    }


def missing() -> list[str]:
    """The peers that are not."""
    return [name for name in _NEEDS if name not in installed()]
