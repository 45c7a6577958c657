"""Taking in texts, end to end, beside the peers and the bare parts."""

from __future__ import annotations

import json
import statistics

from ..floors import Verdict
from ..measure import Usage, median
from ..peers import TOLD, missing
from ..rounds import ARCHIVE, PARTS
from ..table import Cell, Section
from ..workbench import Bench, size_of


def measure(bench: Bench) -> Section:
    """CPU, wall, memory and disk of taking in ``bench.top`` notices."""
    taken, top = bench.taken_in, bench.top
    megabytes = bench.corpus.bytes(top) / 1e6
    title = f"{top:,} texts, {megabytes:.1f} MB, {bench.runs} runs, --workers {bench.workers}"
    section = Section("ingest", title, ("CPU s", "wall s", "peak MB", "on disk MB", "runs"))
    section.rows.append(_row(ARCHIVE, taken[ARCHIVE, top], size_of(bench.index(top))))
    for name in bench.indexers:
        section.rows.append(_row(name, taken[name, top], size_of(bench.peer_index(name, top))))
    parts = [json.loads(usage.out)["spent"] for usage in taken[PARTS, top]]
    for part in parts[0]:
        spent = statistics.median(each[part] for each in parts)
        section.rows.append((f"bare {part}", spent, None, None, None, len(parts)))
    usage, whole = median(taken[ARCHIVE, top]), statistics.median(sum(each.values()) for each in parts)
    section.rows.append((PARTS, whole, None, None, None, len(parts)))
    if "recoll" in bench.peers:
        section.verdicts.append(Verdict("ingest-wall", usage.wall / median(taken["recoll", top]).wall))
    section.verdicts.append(Verdict("ingest-cpu", usage.cpu / whole))
    section.notes += [f"not installed: {TOLD[name]}" for name in missing()]
    return section


def _row(name: str, usages: list[Usage], disk: int) -> list[Cell]:
    usage = median(usages)
    peak = None if usage.peak is None else usage.peak / 1e6
    return [name, usage.cpu, usage.wall, peak, disk / 1e6, len(usages)]
