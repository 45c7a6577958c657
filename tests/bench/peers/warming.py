"""How long each query takes a peer, in one process that has answered others before."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path


def report(queries: str, before: str, ask: Callable[[list[str]], int]) -> None:
    """Prints seconds and totals as JSON.

    Args:
        queries: a file with a list of lists of words.
        before: the same, asked first and not measured.
        ask: answers one, as for a page of ten, and gives how many there are.
    """
    asked, first = (json.loads(Path(file).read_text("utf-8")) for file in (queries, before))
    seconds, cpu, totals = [], [], []
    for words in first:
        ask(words)
    for words in asked:
        begin, began = time.perf_counter(), time.process_time()
        totals.append(ask(words))
        cpu.append(time.process_time() - began)
        seconds.append(time.perf_counter() - begin)
    print(json.dumps({"seconds": seconds, "cpu": cpu, "totals": totals}))
