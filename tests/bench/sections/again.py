"""What does not change: one more file where many are, and a second run over the same files."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from archive import Archive

from .. import corpus
from ..floors import Verdict
from ..measure import Usage, interleave, median, run
from ..table import Section
from ..workbench import Bench

FULL, EMPTY, UNCHANGED = "one more file", "into an empty archive", "archive, nothing changed"
FIND = "find -newer; import click"


def one_more(bench: Bench) -> Section:
    """One file into a copy of the large archive, and into an empty one; each run another file."""
    runs = 2 * bench.runs
    full = bench.work / "one-more"
    shutil.copytree(bench.index(bench.top), full, copy_function=_copied)
    files = corpus.made_up(runs + 1)
    files.write(bench.work / "more", len(files))
    paths = sorted((bench.work / "more").iterdir())

    def into_empty(turn: int) -> Usage:
        index = bench.work / "empty" / str(turn)
        shutil.rmtree(index, ignore_errors=True)
        index.mkdir(parents=True)
        Archive.open(index, create=True).close()
        return _take(bench, index, paths[turn])

    jobs: dict[str, Callable[[int], Usage]] = {
        FULL: lambda turn: _take(bench, full, paths[turn]),
        EMPTY: into_empty,
    }
    for job in jobs.values():
        job(runs)
    found = {name: median(usages) for name, usages in interleave(jobs, runs).items()}
    section = Section("one-more", f"{bench.top:,} there, {runs} runs", ("CPU ms", "wall ms"))
    section.rows += [(name, 1000 * usage.cpu, 1000 * usage.wall) for name, usage in found.items()]
    section.verdicts.append(Verdict("one-more", found[FULL].wall / found[EMPTY].wall))
    section.verdicts.append(Verdict("one-more-cpu", found[FULL].cpu / found[EMPTY].cpu))
    return section


def again(bench: Bench) -> Section:
    """A second run over unchanged files beside find, which looks at the same files, and the start of a program."""
    index, files = bench.index(bench.top), bench.files(bench.top)
    stamp = bench.work / "stamp"
    stamp.touch()
    command = f'find "{files}" -newer "{stamp}"; "{sys.executable}" -c "import click"'
    jobs: dict[str, Callable[[int], Usage]] = {
        UNCHANGED: lambda _: _take(bench, index, files),
        FIND: lambda _: run(["sh", "-c", command], bench.env),
    }
    for job in jobs.values():
        job(0)
    found = {name: median(usages) for name, usages in interleave(jobs, bench.runs).items()}
    section = Section("again", f"{bench.top:,} unchanged files, {bench.runs} runs", ("CPU ms", "wall ms"))
    section.rows += [(name, 1000 * usage.cpu, 1000 * usage.wall) for name, usage in found.items()]
    section.verdicts.append(Verdict("again", found[UNCHANGED].wall / found[FIND].wall))
    return section


def _take(bench: Bench, index: Path, path: Path) -> Usage:
    return run(bench.archive(index, "ingest", "--workers", str(bench.workers), path), bench.env)


def _copied(source: str, target: str) -> None:
    """Copies a file of an archive; originals, which never change, are linked."""
    if "/originals/" in source:
        Path(target).hardlink_to(source)
    else:
        shutil.copy2(source, target)
