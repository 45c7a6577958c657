"""Searches in one process, one after the other."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from ..corpus import SEED
from ..floors import Verdict
from ..measure import Usage, interleave, run
from ..mix import COUNTS, Query, by_date, mix
from ..peers import script
from ..rounds import ONCE
from ..table import Cell, Section
from ..workbench import Bench

WARMING = 0.3
"""Share of another mix that is asked before, so that a first query is not measured."""
STOCK_QUERIES = 10
"""The stock pipeline takes a second for some, and no floor asks for it: so many, in the first round only."""
MIX, DATE = "archive, the mix", "archive, newest first"


class Timed(NamedTuple):
    """Seconds of each query."""

    wall: list[float]
    cpu: list[float]


def measure(bench: Bench) -> Section:
    """The mix, newest first beside the bare FTS5 script, and words beside the peers that rank."""
    queries, dated = mix(bench.corpus.items, SEED), by_date(bench.corpus.items, SEED)
    worded = [query for query in queries if query.sort in ("one word", "several words")]
    jobs: dict[str, Callable[[int], Timed | None]] = {MIX: asker(bench, queries), DATE: asker(bench, dated)}
    asked = {"fts5": dated, "tantivy": worded, "stock": worded[:STOCK_QUERIES]}
    others = [query for query in _before(bench) if query.words]
    first = {"fts5": others, "tantivy": others, "stock": others[:STOCK_QUERIES]}
    for name in (name for name in asked if name in bench.peers):
        words, before = (saved(bench, name, [query.words for query in each]) for each in (asked[name], first[name]))
        command = script(bench.peers[name].script, "warm", bench.peer_index(name, bench.top), words, before)
        jobs[name] = lambda turn, name=name, command=command: (
            None if turn and name in ONCE else _timed(run(command, bench.env, keep=True))
        )
    found = {name: settled(rounds) for name, rounds in interleave(jobs, bench.runs).items()}
    title = f"{len(queries)} queries, {bench.top:,} notices, {bench.runs} runs, ms"
    section = Section("warm", title, ("p50", "p95", "slowest", "CPU p50", "p95", "queries"))
    section.rows.append(_row(MIX, found[MIX]))
    for sort in COUNTS:
        section.rows.append(_row(f"  {sort}", _of(sort, queries, found[MIX])))
    section.rows.append(_row("  words alone", _of(("one word", "several words"), queries, found[MIX])))
    told = {DATE: DATE, "fts5": "fts5, newest first", "tantivy": "tantivy, words", "stock": "stock, words"}
    section.rows += [_row(told[name], seconds) for name, seconds in found.items() if name in told]
    for key, share in (("warm-p50", 0.5), ("warm-p95", 0.95), ("warm-max", 1)):
        section.verdicts.append(Verdict(key, 1000 * percentile(found[MIX].wall, share)))
    if "fts5" in found:
        section.verdicts.append(Verdict("warm-date-all", sum(found[DATE].wall) / sum(found["fts5"].wall)))
        for key, share in (("warm-date", 0.5), ("warm-date-p95", 0.95)):
            section.verdicts.append(
                Verdict(key, percentile(found[DATE].wall, share) / percentile(found["fts5"].wall, share))
            )
    slow = sorted(zip(found[MIX].wall, queries, strict=True), key=lambda each: -each[0])[:3]
    section.notes += [f"{1000 * seconds:.1f} ms: {query.asked()}" for seconds, query in slow]
    return section


def asker(bench: Bench, queries: Sequence[Query], size: int | None = None) -> Callable[[int], Timed]:
    """A job that asks the archive these queries, after others of the same kinds."""
    size = size or bench.top
    asked = saved(bench, "asked", [query.asked() for query in queries])
    before = saved(bench, "before", [query.asked() for query in _before(bench)])
    command = script("ours", "warm", bench.index(size), asked, before)
    return lambda _: _timed(run(command, bench.env, keep=True))


def _before(bench: Bench) -> list[Query]:
    return mix(bench.corpus.items, SEED + 1, WARMING)


def settled(rounds: Sequence[Timed]) -> Timed:
    """For each query the median over the rounds."""
    return Timed(*([statistics.median(each) for each in zip(*kind, strict=True)] for kind in zip(*rounds, strict=True)))


def percentile(values: Sequence[float], share: float) -> float:
    """The least value that at least ``share`` of the values do not go above."""
    row = sorted(values)
    return row[max(0, -int(-share * len(row) // 1) - 1)]


def saved(bench: Bench, name: str, data: object) -> Path:
    """Data as a file of JSON, for a process to read."""
    folder = bench.work / "asked"
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-{len(list(folder.iterdir()))}.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def _timed(usage: Usage) -> Timed:
    given = json.loads(usage.out)
    return Timed(given["seconds"], given["cpu"])


def _of(sorts: str | Sequence[str], queries: Sequence[Query], timed: Timed) -> Timed:
    wanted = (sorts,) if isinstance(sorts, str) else sorts
    places = [at for at, query in enumerate(queries) if query.sort in wanted]
    return Timed(*([kind[at] for at in places] for kind in timed))


def _row(name: str, timed: Timed) -> list[Cell]:
    wall = [1000 * percentile(timed.wall, share) for share in (0.5, 0.95, 1)]
    return [name, *wall, *(1000 * percentile(timed.cpu, share) for share in (0.5, 0.95)), len(timed.wall)]
