"""Memory while taking in: the highest sum of proportional set sizes (PSS) of the whole process tree."""

from __future__ import annotations

from ..floors import Verdict
from ..measure import POLL, median
from ..rounds import ARCHIVE
from ..table import Section
from ..workbench import Bench


def measure(bench: Bench) -> Section:
    """The peak at ``bench.top`` notices, and beside that of about a third of them."""
    section = Section("memory", f"PSS of the tree, seen every {POLL} s in one run", ("tree MB", "largest process MB"))
    peaks = {}
    for size in dict.fromkeys((bench.third, bench.top)):
        usage = median(bench.taken_in[ARCHIVE, size])
        if usage.peak is None:
            section.notes.append("this system does not tell")
            return section
        peaks[size] = usage.peak
        section.rows.append((f"{size:,} notices", usage.peak / 1e6, usage.largest / 1e6))
    section.verdicts.append(Verdict("memory", peaks[bench.top] / 1e6))
    section.verdicts.append(Verdict("memory-growth", peaks[bench.top] / peaks[bench.third]))
    return section
