"""Processes measured from outside: CPU, wall and memory of the whole tree, several of them in turn."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

K = TypeVar("K")
T = TypeVar("T")
POLL = 0.1
"""Seconds between two looks at the memory of a tree."""
TOLD = 1.0
"""Runs of more seconds are told on stderr."""


class Failed(Exception):
    """A measured process did not do what it should."""


@dataclass(frozen=True)
class Usage:
    """What one process and all it started cost.

    Attributes:
        cpu: seconds of user and system time, of it and of all descendants that were waited for.
        wall: seconds from before its start to its end.
        peak: bytes, the highest sum of the proportional set sizes (PSS) of the tree, looked at every POLL seconds;
            None where nobody looked.
        largest: bytes, the highest resident size of any one process of the tree.
        out: what it wrote to stdout, where that was kept.
    """

    cpu: float
    wall: float
    peak: int | None
    largest: int
    out: bytes = b""


def run(
    command: Sequence[str | Path],
    env: Mapping[str, str],
    *,
    keep: bool = False,
    memory: bool = False,
    allowed: Sequence[int] = (0,),
) -> Usage:
    """Runs a command to its end.

    Args:
        command: the program and its arguments.
        env: its whole environment.
        keep: keep what it writes to stdout; else that goes to /dev/null.
        memory: look at the memory of the tree while it runs (costs about a hundredth of a core).
        allowed: exit statuses that are right.

    Raises:
        Failed: for another exit status, with the end of what it wrote to stderr.
    """
    with tempfile.TemporaryFile() as errors, tempfile.TemporaryFile() as kept:
        begin = time.perf_counter()
        process = subprocess.Popen(
            [os.fspath(word) for word in command], env=dict(env), stdin=subprocess.DEVNULL, stderr=errors,
            stdout=kept if keep else subprocess.DEVNULL,
        )  # fmt: skip
        watch = _Watch(process.pid) if memory else None
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.send_signal(signal.SIGTERM)
            process.wait()
            raise
        finally:
            peak = watch.stop() if watch else None
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in allowed:
            errors.seek(0)
            said = errors.read().decode("utf-8", "replace").strip()[-2000:]
            raise Failed(f"{' '.join(map(str, command))}: exit {process.returncode}\n{said}")
        kept.seek(0)
        unit = 1 if sys.platform == "darwin" else 1024
        return Usage(usage.ru_utime + usage.ru_stime, wall, peak, usage.ru_maxrss * unit, kept.read())


def interleave(jobs: Mapping[K, Callable[[int], T | None]], runs: int) -> dict[K, list[T]]:
    """What each job gives in each of ``runs`` rounds: A B C A B C …, so that what disturbs one disturbs all.

    Args:
        jobs: by name; each is called with the number of the round, and gives None where it sits one out.
        runs: how many rounds.
    """
    found: dict[K, list[T]] = {name: [] for name in jobs}
    for turn in range(runs):
        for name, job in jobs.items():
            begin = time.perf_counter()
            given = job(turn)
            if given is not None:
                found[name].append(given)
            if time.perf_counter() - begin > TOLD:
                who = name if isinstance(name, str) else " ".join(map(str, name))  # type: ignore[call-overload]
                told = f"{who}, run {turn + 1} of {runs}: {time.perf_counter() - begin:.1f} s"
                print(told, file=sys.stderr, flush=True)
    return found


def median(usages: Sequence[Usage]) -> Usage:
    """The middle of each figure by itself; the peak is the highest seen."""
    peaks = [usage.peak for usage in usages if usage.peak is not None]
    return Usage(
        statistics.median(usage.cpu for usage in usages),
        statistics.median(usage.wall for usage in usages),
        max(peaks) if peaks else None,
        max(usage.largest for usage in usages),
    )


class _Watch:
    """Looks at the memory of a process and its descendants until it is told to stop."""

    def __init__(self, root: int) -> None:
        self._root, self._peak, self._ended = root, 0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> int | None:
        """Ends it; gives the highest sum in bytes, None where the system does not tell."""
        self._ended.set()
        self._thread.join()
        return self._peak or None

    def _look(self) -> None:
        while not self._ended.wait(POLL):
            self._peak = max(self._peak, sum(map(_proportional, tree(self._root))))


def tree(root: int) -> list[int]:
    """A process and its descendants, by /proc; the root alone where there is none."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            after = stat.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(after[1]), []).append(int(stat.parent.name))
    found = [root]
    for pid in found:
        found += parents.get(pid, [])
    return found


def _proportional(pid: int) -> int:
    """The proportional set size of a process in bytes: what it shares with others counts in parts."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in text.splitlines() if line.startswith("Pss:")), 0)
