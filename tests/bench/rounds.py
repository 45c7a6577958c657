"""The rounds of taking in: whoever indexes, at every size that a wanted section asks for, in one interleaved run."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from .measure import Usage, interleave, run
from .peers import script

if TYPE_CHECKING:
    from .workbench import Bench

ARCHIVE, PARTS = "archive", "bare parts"
FEW = 3
"""Notices that everyone takes in before anything is measured."""
ONCE = ("stock",)
"""Peers that no floor of taking in asks for, and that take minutes: run in the first round only."""


def taken_in(bench: Bench) -> dict[tuple[str, int], list[Usage]]:
    """What each run of each of them cost, by name and number of notices."""
    jobs: dict[tuple[str, int], Callable[[int], Usage | None]] = {
        (ARCHIVE, size): lambda turn, size=size: _ours(bench, size, turn) for size in _sizes(bench)
    }
    if "ingest" in bench.wanted:
        jobs[PARTS, bench.top] = lambda _: bare(bench, bench.top)
        for name in bench.indexers:
            jobs[name, bench.top] = lambda turn, name=name: _peer(bench, name, turn)
    _warm_up(bench, [name for name, size in jobs if size == bench.top])
    return interleave(jobs, bench.runs)


def _warm_up(bench: Bench, names: Sequence[str]) -> None:
    """Lets each of them compile its byte code and read its files once, on a few notices."""
    for name in names:
        if name == ARCHIVE:
            bench.take_in(FEW)
        elif name == PARTS:
            bare(bench, FEW)
        else:
            bench.peer_takes_in(name, FEW)


def _sizes(bench: Bench) -> list[int]:
    if "growth" in bench.wanted:
        return list(bench.sizes)
    return [*([bench.third] if "memory" in bench.wanted else []), bench.top]


def _ours(bench: Bench, size: int, turn: int) -> Usage | None:
    return None if turn and size > bench.top else bench.take_in(size, memory=turn == 0)


def _peer(bench: Bench, name: str, turn: int) -> Usage | None:
    return None if turn and name in ONCE else bench.peer_takes_in(name, bench.top, memory=turn == 0)


def bare(bench: Bench, size: int) -> Usage:
    """Runs the bare parts on the first ``size`` notices."""
    folder = bench.work / "bare"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return run(script("bare", bench.files(size), folder), bench.env, keep=True)
