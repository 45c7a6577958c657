"""What this machine needs to do next to nothing."""

from __future__ import annotations

import sys

from ..measure import Usage, interleave, median, run
from ..table import Section
from ..workbench import Bench

PASS, CLICK = "python -c pass", 'python -c "import click"'


def measure(bench: Bench) -> Section:
    """Start and end of Python, and of Python with click."""
    jobs = {PASS: lambda _: python(bench, "pass"), CLICK: lambda _: python(bench, "import click")}
    for job in jobs.values():
        job(0)
    found = interleave(jobs, 4 * bench.runs)
    rows = [(name, 1000 * median(usages).cpu, 1000 * median(usages).wall) for name, usages in found.items()]
    return Section("floor", f"the machine itself, {4 * bench.runs} runs", ("CPU ms", "wall ms"), list(rows))


def python(bench: Bench, code: str) -> Usage:
    """Runs a line of Python."""
    return run([sys.executable, "-c", code], bench.env)
