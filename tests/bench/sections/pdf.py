"""A page of a born-digital PDF, the whole way into the archive, beside pdfminer.six's extract_text."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from statistics import median

from .. import pages
from ..floors import Verdict
from ..measure import interleave, run
from ..peers import script
from ..table import Section, more, row
from ..workbench import Bench

FILES = {False: 240, True: 80}
"""Files that are taken in, by whether it is a quick run; a quarter of them also alone."""
MANY, FEW, MINER = "archive, all", "archive, a quarter", "pdfminer.six extract_text"


def measure(bench: Bench) -> Section:
    """What a page more costs: all files less a quarter of them, so that starting and ending is not counted."""
    files = pages.write(bench.work / "made-pdf", FILES[bench.quick])
    quarter = files[: len(files) // 4]
    folders = {MANY: pages.linked(files, bench.work / "pdf"), FEW: pages.linked(quarter, bench.work / "pdf-quarter")}
    counts = {name: _count(bench, folder) for name, folder in folders.items()}
    jobs: dict[str, Callable[[int], float]] = {
        MANY: lambda _: _take(bench, folders[MANY]),
        FEW: lambda _: _take(bench, folders[FEW]),
        MINER: lambda _: float(json.loads(run(script("miner", "read", folders[MANY]), bench.env, keep=True).out)),
    }
    found = interleave(jobs, bench.runs)
    per_page = [1000 * each for each in more(found[MANY], found[FEW], counts[MANY] - counts[FEW])]
    miner = 1000 * median(found[MINER]) / counts[MANY]
    title = f"{len(files)} files of {counts[MANY]} pages, {bench.runs} runs"
    section = Section("pdf", title, ("CPU ms a page", "least", "most"))
    section.rows.append(row("archive, a page more", per_page))
    section.rows.append(row("archive, with start and end", found[MANY], 1000 / counts[MANY]))
    section.rows.append(row(MINER, found[MINER], 1000 / counts[MANY]))
    section.verdicts.append(Verdict("pdf", median(per_page) / miner))
    return section


def _take(bench: Bench, folder: Path) -> float:
    index = bench.work / "pdf-archive"
    shutil.rmtree(index, ignore_errors=True)
    return run(bench.archive(index, "ingest", "--workers", str(bench.workers), folder), bench.env).cpu


def _count(bench: Bench, folder: Path) -> int:
    return int(json.loads(run(script("miner", "count", folder), bench.env, keep=True).out))
