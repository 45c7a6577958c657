"""How cost grows with the number of notices: exponents fitted over several sizes."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from ..corpus import SEED
from ..floors import Verdict
from ..measure import interleave, median
from ..mix import mix, rare
from ..rounds import ARCHIVE
from ..table import Cell, Section
from ..workbench import Bench
from .disk import without_originals
from .warm import asker, percentile, settled

MOST = 5
"""Notices that a rare word stands in, at most."""


def measure(bench: Bench) -> Section:
    """Taking in, disk and warm searches at every size; the mix is the same, rare words are rare at each size."""
    items, sizes = bench.corpus.items, bench.sizes
    queries = mix(items, SEED)
    jobs = {("mix", size): asker(bench, queries, size) for size in sizes}
    jobs |= {("rare", size): asker(bench, rare(items[:size], SEED, most=MOST), size) for size in sizes}
    asked = {name: settled(found) for name, found in interleave(jobs, bench.runs).items()}
    taken = {size: median(bench.taken_in[ARCHIVE, size]) for size in sizes}
    figures: dict[str, list[float]] = {
        "growth-cpu": [taken[size].cpu for size in sizes],
        "growth-wall": [taken[size].wall for size in sizes],
        "growth-disk": [without_originals(bench.index(size)) / 1e6 for size in sizes],
        "growth-warm": [1000 * percentile(asked["mix", size].cpu, 0.95) for size in sizes],
        "growth-rare": [1000 * percentile(asked["rare", size].cpu, 0.95) for size in sizes],
    }
    names = ("taking in, CPU s", "taking in, wall s", "on disk MB", "mix, CPU, p95 ms", "rare words, CPU, p95 ms")
    section = Section("growth", "by number of notices", [f"{size:,}" for size in sizes])
    for (key, values), name in zip(figures.items(), names, strict=True):
        cells: list[Cell] = [name, *values]
        section.rows.append(cells)
        section.verdicts.append(Verdict(key, exponent(sizes, values)))
    if max(sizes) > bench.top:
        section.notes.append(f"beyond {bench.top:,} made by resampling sentences, and taken in once")
    return section


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """The power of the size that fits the values best: the slope by least squares in logarithms."""
    across, up = [log(size) for size in sizes], [log(value) for value in values]
    middle, level = sum(across) / len(across), sum(up) / len(up)
    spread = sum((x - middle) ** 2 for x in across)
    return sum((x - middle) * (y - level) for x, y in zip(across, up, strict=True)) / spread
