"""The two rounds of a batch: all files in many processes, then the scans among them in one that may use more."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import Any

from archive.errors import Unreadable
from archive.extract import worker
from archive.extract.child import Limits
from archive.extract.recognition import installed

RECOGNITION = Limits(memory_bytes=6 << 30, seconds=90.0, seconds_per_page=30.0)
"""Of the process that recognises: rapidocr takes two gigabytes of addresses, one of memory, and some seconds a page."""

Task = dict[str, Any]
Outcomes = Generator[tuple[Task, Task | Unreadable], None, None]


def rounds(job: str, tasks: Iterable[Task], workers: int, ocr: str) -> Outcomes:
    """The outcomes of tasks as a Pool gives them, those of scans last: a single process has the models in its memory.

    Args:
        job: ``module:function`` that takes a task with ``ocr`` and ``now`` (see Recognition).
        tasks: without these two.
        workers: processes of the first round.
        ocr: one of ``MODES``; without what recognises, pictures stay unread.
    """
    ocr = ocr if installed() else "never"
    scans: list[Task] = []
    with worker.Pool(job, workers) as pool:
        for task, outcome in pool.run({**task, "ocr": ocr, "now": False} for task in tasks):
            if isinstance(outcome, Unreadable) and outcome.reason == "scan":
                scans.append({**task, "now": True})
            else:
                yield task, outcome
    if scans:
        with worker.Pool(job, 1, RECOGNITION) as pool:
            yield from pool.run(scans)
