"""The two rounds of a batch: all files in many processes, then the scans among them in one that may use more."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable
from typing import Any

from archive.errors import Unreadable
from archive.extract import worker
from archive.extract.child import Limits
from archive.extract.recognition import installed

RECOGNITION = Limits(memory_bytes=6 << 30, seconds=90.0, seconds_per_page=30.0)
"""Of the process that recognises: rapidocr takes two gigabytes of addresses, one of memory, and some seconds a page."""

Task = dict[str, Any]
Outcomes = Generator[tuple[Task, Task | Unreadable], None, None]
Listener = Callable[[str, int, int], None]
"""Is told the file of which a page is recognised now, the number of the page, and of how many (0: not known)."""


def rounds(
    job: str, tasks: Iterable[Task], files: int, workers: int | None, ocr: str, page: Listener | None = None
) -> Outcomes:
    """The outcomes of tasks as a Pool gives them, those of scans last: a single process has the models in its memory.

    Args:
        job: ``module:function`` that takes a task with ``ocr`` and ``now`` (see Recognition).
        tasks: without these two.
        files: how many tasks there are.
        workers: processes of the first round at most; None for one a core.
        ocr: one of ``MODES``; without what recognises, pictures stay unread.
        page: called before a page is recognised.
    """

    def tell(task: Task, number: int, of: int) -> None:
        if page is not None:
            page(task["path"], number, of)

    ocr = ocr if installed() else "never"
    scans: list[Task] = []
    with worker.Pool(job, min(workers or os.cpu_count() or 1, files)) as pool:
        for task, outcome in pool.run({**task, "ocr": ocr, "now": False} for task in tasks):
            if isinstance(outcome, Unreadable) and outcome.reason == "scan":
                scans.append({**task, "now": True})
            else:
                yield task, outcome
    if scans:
        with worker.Pool(job, 1, RECOGNITION, tell) as pool:
            yield from pool.run(scans)
