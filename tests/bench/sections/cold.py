"""A search from process start to exit."""

from __future__ import annotations

from collections.abc import Callable

from ..corpus import SEED
from ..floors import Verdict
from ..measure import Failed, Usage, interleave, median, run
from ..mix import Drawer
from ..rounds import ONCE
from ..table import Section
from ..workbench import Bench
from .floor import CLICK, python

WORD, NUMBER, ISSUER = "archive, a word", "archive, a number", "archive, an issuer"
HITLESS = 1
"""Exit status of a search without hits, as of rg."""


def measure(bench: Bench) -> Section:
    """The archive by word, number and issuer; every peer by word; the same words in the same order."""
    runs = 4 * bench.runs
    index, drawer = bench.index(bench.top), Drawer(bench.corpus.items, SEED)
    words = [drawer.word() for _ in range(runs)]
    numbers, issuers = ([drawer.value(name) for _ in range(runs)] for name in ("number", "issuer"))
    jobs: dict[str, Callable[[int], Usage | None]] = {
        CLICK: lambda _: python(bench, "import click"),
        WORD: lambda turn: _hits(bench, bench.archive(index, "search", words[turn], "--json")),
        NUMBER: lambda turn: _hits(bench, bench.archive(index, "search", "-n", numbers[turn], "--json")),
        ISSUER: lambda turn: _hits(bench, bench.archive(index, "search", "-i", issuers[turn], "--json")),
    }
    files = bench.files(bench.top)
    for name, peer in bench.peers.items():
        folder = bench.peer_index(name, bench.top) if peer.indexes else bench.work
        commands = [peer.ask(files, folder, word) for word in words]
        turns = bench.runs if name in ONCE else runs
        jobs[name] = lambda turn, commands=commands, turns=turns: (
            run(commands[turn], bench.env, allowed=(0, HITLESS)) if turn < turns else None
        )
    for job in jobs.values():
        job(0)
    found = {name: median(usages) for name, usages in interleave(jobs, runs).items()}
    section = Section("cold", f"process start to exit, {bench.top:,} notices, {runs} runs", ("CPU ms", "wall ms"))
    section.rows += [(name, 1000 * usage.cpu, 1000 * usage.wall) for name, usage in found.items()]
    floor = found[CLICK].wall
    for key, name in (("cold-word", WORD), ("cold-number", NUMBER), ("cold-issuer", ISSUER)):
        section.verdicts.append(Verdict(key, found[name].wall / floor))
    if "stock" in found:
        section.verdicts.append(Verdict("cold-word-stock", found[WORD].wall / found["stock"].wall))
    return section


def _hits(bench: Bench, command: list) -> Usage:
    usage = run(command, bench.env, keep=True)
    if not usage.out.startswith(b'{"version": 1'):
        raise Failed(f"{command}: no hit")
    return usage
