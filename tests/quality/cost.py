"""What reading and parsing cost: milliseconds of CPU a notice."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.errors import Unreadable
from archive.extract import read
from archive.parse import parse

from .columns import table

RUNS = 5


@dataclass(frozen=True)
class Cost:
    """Milliseconds of CPU a notice, of each run."""

    files: int
    notices: int
    reading: list[float]
    parsing: list[float]


def measure(paths: Sequence[Path]) -> Cost:
    """Reads and parses every file, one after the other, RUNS times, after a first time that is not counted.

    Raises:
        ValueError: without a file that can be read.
    """
    paths = [path for path in paths if _readable(path)]
    if not paths:
        raise ValueError("no file that can be read")
    reading, parsing, notices = [], [], 0
    for _ in range(RUNS):
        read_in = parsed_in = 0.0
        notices = 0
        for path in paths:
            start = time.process_time()
            document = read(path)
            between = time.process_time()
            notices += len(parse(document))
            parsed_in += time.process_time() - between
            read_in += between - start
        reading.append(1000 * read_in / notices)
        parsing.append(1000 * parsed_in / notices)
    return Cost(len(paths), notices, reading, parsing)


def report(cost: Cost, limit: float | None = None) -> bool:
    """Prints median, least and most of the runs; whether parsing stays within the limit.

    Args:
        cost: as measured.
        limit: milliseconds of CPU that parsing a notice may take, in the median.
    """
    print(f"{cost.files} files, {cost.notices} notices, {RUNS} runs; milliseconds of CPU a notice")
    runs = (("read", cost.reading), ("parse", cost.parsing))
    print(
        table(("", "median", "least", "most"), [[name, statistics.median(ms), min(ms), max(ms)] for name, ms in runs])
    )
    above = limit is not None and statistics.median(cost.parsing) > limit
    if above:
        print(f"above {limit} ms")
    return not above


def _readable(path: Path) -> bool:
    try:
        parse(read(path))
    except Unreadable:
        return False
    return True
