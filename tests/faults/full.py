"""A disk that is full, or lets nobody write."""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.faults import yard
from tests.faults.yard import Section

_KB = 1 << 10


def section(work: Path, trials: int, seed: int) -> Section:
    """Takes files in on a disk that is full at a random point; given room, the same command must finish the work.

    As root a small tmpfs is the disk; else no file may grow beyond a limit, which the system refuses likewise.
    """
    found = Section("disk full")
    files = yard.files(work / "in", 60)
    whole = work / "whole"
    yard.run(whole, "ingest", files)
    wanted = yard.records(whole), yard.sets(yard.answers(whole))
    size = sum(path.stat().st_size for path in whole.rglob("*") if path.is_file())
    disk = _Disk(work / "disk")
    found.figures["tmpfs"] = float(disk.is_real)
    for at in range(trials):

        def trial(rng: random.Random) -> str:
            return _trial(disk, files, wanted, int(size * (0.02 + 1.3 * rng.random())))

        yard.attempt(found, "disk full", trial, seed * 100_000 + at)
    disk.free()
    yard.attempt(found, "read only", lambda _: _read_only(whole), seed)
    return found


class _Disk:
    """A folder with room for so many bytes.

    Args:
        folder: the folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.limit = folder, 0
        folder.mkdir()
        self.is_real = os.geteuid() == 0 and self._mount("size=1m")

    def _mount(self, options: str) -> bool:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self.folder)], capture_output=True, check=False
        )
        return done.returncode == 0

    def free(self) -> None:
        """Gives the folder back, with nothing in it."""
        if self.is_real:
            subprocess.run(["umount", str(self.folder)], capture_output=True, check=True)
        else:
            shutil.rmtree(self.folder)
            self.folder.mkdir()

    def begin(self, size: int) -> None:
        """Empties it, and gives it this size."""
        self.free()
        self.limit = size
        if self.is_real:
            assert self._mount(f"size={max(size // _KB, 64)}k")

    def grow(self) -> None:
        """Gives it room enough."""
        self.limit = 0
        if self.is_real:
            subprocess.run(["mount", "-o", "remount,size=512m", str(self.folder)], check=True)

    def run(self, words: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
        """Runs a verb on the archive there."""
        more: dict[str, Any] = {}
        if self.limit and not self.is_real:
            limit = self.limit // 4
            more["preexec_fn"] = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        return yard.run(self.folder / "index", *words, **more)


def _trial(disk: _Disk, files: Path, wanted: object, size: int) -> str:
    disk.begin(size)
    first = disk.run(["ingest", "--workers", "1", files])
    assert first.returncode in (0, 2, 3, 4), f"exit {first.returncode}: {first.stderr[-300:]}"
    assert "Traceback" not in first.stderr and "unexpected" not in first.stderr, first.stderr[-600:]
    if first.returncode in (2, 4):
        assert "Error" in first.stderr, first.stderr
    disk.grow()
    index = disk.folder / "index"
    if (index / "catalog.sqlite3").exists():
        findings = yard.damage(index)
        assert not findings, yard.told(findings)
    again = disk.run(["ingest", "--retry-failed", "--workers", "1", files])
    assert again.returncode == 0, f"exit {again.returncode} with room: {again.stderr[-300:]}"
    assert (yard.records(index), yard.sets(yard.answers(index))) == wanted, "another archive than on a large disk"
    return {0: "it was enough", 3: "some files told", 2: "told", 4: "told"}[first.returncode]


def _read_only(index: Path) -> str:
    """Who may only read finds all, and is told so when he would write."""
    if os.geteuid() == 0:
        done = _as_nobody(index, lambda: yard.run(index, "search", "通知", "--count", preexec_fn=_nobody))
        return "read as another user" if done else "no other user here"
    for path in [index, *index.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    found = yard.run(index, "search", "通知", "--count")
    assert found.returncode == 0, found.stderr
    refused = yard.run(index, "reindex")
    assert refused.returncode in (2, 4) and "Traceback" not in refused.stderr, refused.stderr
    return "read, and refused to write"


def _nobody() -> None:
    os.setgid(65534)
    os.setuid(65534)


def _as_nobody(index: Path, ask: Callable[[], subprocess.CompletedProcess[str]]) -> bool:
    for path in [index, *index.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    for path in index.parents:
        if path.stat().st_uid == 0 and not path.stat().st_mode & 0o001 and path != Path("/"):
            path.chmod(path.stat().st_mode | 0o055)
    try:
        done = ask()
    except PermissionError:  # another user may not even run Python from here
        return False
    if "No module named" in done.stderr or "Permission denied" in done.stderr:
        return False
    assert done.returncode == 0, done.stderr
    refused = yard.run(index, "reindex", preexec_fn=_nobody)
    assert refused.returncode in (2, 4) and "Traceback" not in refused.stderr, refused.stderr
    return True
