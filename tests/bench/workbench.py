"""The folder of one benchmark: corpora, archives and the peers' indexes, each made when it is first needed."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import archive

from . import corpus, rounds
from .measure import Usage, run
from .peers import Peer, installed

PEERS = Path(__file__).parent / "peers"


@dataclass
class Bench:
    """What a section needs to know.

    Attributes:
        work: a folder that is this benchmark's own.
        gazette: the gazette file; without it notices are made up.
        sizes: numbers of notices to grow over; ``top`` is what most is measured at.
        top: one of ``sizes``.
        runs: rounds of whatever takes seconds.
        workers: reader processes of the archive.
        quick: whether less than usual is to be measured.
        wanted: names of the sections that were asked for.
    """

    work: Path
    gazette: Path | None
    sizes: tuple[int, ...]
    top: int
    runs: int = 5
    workers: int = 2
    quick: bool = False
    wanted: tuple[str, ...] = ()
    _indexes: dict[tuple[str, int], Path] = field(default_factory=dict)

    @property
    def third(self) -> int:
        """The size before ``top``, about a third of it."""
        return max((size for size in self.sizes if size < self.top), default=self.top)

    @cached_property
    def corpus(self) -> corpus.Corpus:
        """The notices, as many as the largest size asks for, and some more to be added later."""
        size = max(self.sizes)
        found = corpus.gazette(self.gazette, size) if self.gazette else corpus.made_up(size)
        found.grow(size)
        return found

    @cached_property
    def env(self) -> dict[str, str]:
        """The environment of every measured process: byte code, home and scratch lie in the work folder."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("ARCHIVE_", "PYTHON"))}
        for name in ("home", "tmp", "bytecode"):
            (self.work / name).mkdir(exist_ok=True)
        return kept | {
            "PYTHONPATH": str(Path(archive.__file__).parents[1]),
            "PYTHONPYCACHEPREFIX": str(self.work / "bytecode"),
            "HOME": str(self.work / "home"),
            "TMPDIR": str(self.work / "tmp"),
            "LC_ALL": "C.UTF-8",
        }

    def files(self, size: int) -> Path:
        """A folder with the first ``size`` notices, a file each."""
        folder = self.work / "files" / str(size)
        if not folder.exists():
            self.corpus.write(folder, size)
        return folder

    @cached_property
    def program(self) -> list[str]:
        """How the archive is started: the installed command where it runs this tree, else ``-m archive``."""
        command = Path(sys.executable).with_name("archive")
        return [sys.executable, str(command)] if command.exists() else [sys.executable, "-m", "archive"]

    def archive(self, index: Path, *words: str | Path) -> list[str | Path]:
        """The command line of a verb of the archive."""
        return [*self.program, "--index", index, *words]

    def take_in(self, size: int, memory: bool = False) -> Usage:
        """Makes the archive of the first ``size`` notices anew."""
        index = self.work / "archive" / str(size)
        shutil.rmtree(index, ignore_errors=True)
        index.parent.mkdir(exist_ok=True)
        files = self.files(size)
        command = self.archive(index, "ingest", "--workers", str(self.workers), files)
        usage = run(command, self.env, memory=memory)
        self._indexes["archive", size] = index
        return usage

    def index(self, size: int) -> Path:
        """The archive of the first ``size`` notices."""
        if ("archive", size) not in self._indexes:
            self.take_in(size)
        return self._indexes["archive", size]

    @cached_property
    def peers(self) -> dict[str, Peer]:
        """The peers that are installed, by name."""
        return installed()

    def peer_takes_in(self, name: str, size: int, memory: bool = False) -> Usage:
        """Makes the index of a peer anew."""
        index = self.work / name / str(size)
        shutil.rmtree(index, ignore_errors=True)
        index.mkdir(parents=True)
        usage = run(self.peers[name].take_in(self.files(size), index), self.env, memory=memory)
        self._indexes[name, size] = index
        return usage

    @cached_property
    def indexers(self) -> list[str]:
        """The peers that make an index."""
        return [name for name, peer in self.peers.items() if peer.indexes]

    @cached_property
    def taken_in(self) -> dict[tuple[str, int], list[Usage]]:
        """What taking in cost, by who and how many, as far as the wanted sections ask."""
        return rounds.taken_in(self)

    def peer_index(self, name: str, size: int) -> Path:
        """The index of a peer over the first ``size`` notices."""
        if (name, size) not in self._indexes:
            self.peer_takes_in(name, size)
        return self._indexes[name, size]


def size_of(folder: Path) -> int:
    """Bytes of the files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
