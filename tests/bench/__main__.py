"""``python -m tests.bench``: what the archive costs, beside what people would use instead, in one interleaved run.

Without options 10,000 notices of the gazette and 5 runs (about 40 minutes on two cores); --quick 1,000 notices and 3
runs (about 3 minutes). Times are medians. CPU is user and system time of a whole process tree. Nothing is written
into the project.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .corpus import GAZETTE
from .sections import SECTIONS
from .table import Section
from .workbench import Bench

QUICK, USUAL, LARGE = 1000, 10_000, 100_000
"""Notices of a run; growth is measured from a tenth of them."""


def main(words: Sequence[str] | None = None) -> int:
    """Measures, and prints the report; always 0: nothing here fails on time."""
    options = _options().parse_args(words)
    top = options.notices or (QUICK if options.quick else USUAL)
    sizes = (max(1, top // 10), max(2, 3 * top // 10), max(3, top), *([LARGE] if options.full else []))
    wanted = tuple(name for name in SECTIONS if not options.only or name in options.only)
    began = time.time()
    with _folder(options.keep) as work:
        bench = Bench(
            work=work,
            gazette=options.gazette if options.gazette.exists() else None,
            sizes=sizes,
            top=sizes[2],
            runs=options.runs or (3 if options.quick else 5),
            workers=options.workers,
            quick=options.quick,
            wanted=wanted,
        )
        found = []
        for name in wanted:
            found.append(SECTIONS[name](bench))
            if not options.json:
                print(found[-1].text() + "\n", flush=True)
    _report(found, bench, time.time() - began, options.json)
    return 0


def _report(found: Sequence[Section], bench: Bench, seconds: float, as_json: bool) -> None:
    """The summary: every floor again, and on what it was measured."""
    facts = {
        "date": time.strftime("%Y-%m-%d"),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "load": round(os.getloadavg()[0], 1),
        "corpus": "made-up notices" if bench.corpus.made else "gazette",
        "notices": bench.top,
        "runs": bench.runs,
        "seconds": round(seconds),
    }
    if as_json:
        sections = [section.record() for section in found]
        print(json.dumps({"version": 1, **facts, "sections": sections}, ensure_ascii=False, indent=1))
        return
    verdicts = [verdict for section in found for verdict in section.verdicts]
    print("== floors: measured, floor" + ("" if bench.top >= USUAL else f" (meant for {USUAL:,} notices)"))
    print("\n".join(verdict.line() for verdict in verdicts))
    print("\n" + ", ".join(f"{name} {value}" for name, value in facts.items()))
    print("command: python -m tests.bench " + " ".join(sys.argv[1:]))


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            yield Path(folder)
    else:
        keep.mkdir(parents=True, exist_ok=True)
        yield Path(tempfile.mkdtemp(prefix="bench-", dir=keep))


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="1,000 notices, 3 runs")
    size.add_argument("--full", action="store_true", help="also 100,000 notices, made by resampling sentences")
    parser.add_argument("--notices", type=int, metavar="N", help="so many notices instead of 10,000")
    parser.add_argument("--only", nargs="+", choices=list(SECTIONS), metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument(
        "--runs", type=int, metavar="N", help="runs of what takes seconds; cold searches have 4 times as many"
    )
    parser.add_argument(
        "--gazette", type=Path, default=GAZETTE, metavar="PATH", help="the gazette file; made-up notices without it"
    )
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="reader processes of the archive")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave files and indexes in a new folder in DIR")
    parser.add_argument("--json", action="store_true", help="the report as JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
