"""A reader process as its parent sees it: started, spoken with, ended."""

from __future__ import annotations

import contextlib
import importlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from archive.extract.process import LENGTH, Task, pack, unpack

TICK = 0.05
"""Seconds between two looks at the clock."""
KILL_SECONDS = 2.0
"""Seconds in which a process that was killed must be gone."""

_UNPRINTED = re.compile(r"[^\S\n]+|[\x00-\x09\x0b-\x1f\x7f-\x9f]+")
_TAIL = 4096


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may use.

    Attributes:
        memory_bytes: address space of a reader process, where the system can limit it.
        seconds: wall time of a task.
        seconds_per_page: wall time more for each page that the job tells by `more_time`.
        pages: pages that count at most.
        start_seconds: wall time in which a process must be ready.
        message_bytes: the largest answer.
        window: tasks under way for each worker, waiting for their turn included.
        parked_bytes: answers that wait for their turn; no new task begins while they are more.
    """

    memory_bytes: int = 2 << 30
    seconds: float = 10.0
    seconds_per_page: float = 0.1
    pages: int = 10_000
    start_seconds: float = 60.0
    message_bytes: int = 512 << 20
    window: int = 160
    parked_bytes: int = 64 << 20


class TooLarge(ValueError):
    """An answer over the limit."""


class Child:
    """A reader process as its parent sees it."""

    def __init__(self, job: str, limits: Limits) -> None:
        paths = [os.fspath(path) for path in sys.path if path]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONSAFEPATH": "1"}
        own: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            own = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "archive.extract.worker", job, str(limits.memory_bytes), str(limits.seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            **own,
        )
        self.limit, self.size = limits.message_bytes, 0
        module = importlib.import_module(job.partition(":")[0])
        self.put_back: Callable[[Task, Sequence[bytes]], None] = getattr(module, "put_back", lambda *_answer: None)
        self.tail: deque[bytes] = deque(maxlen=_TAIL // 256)
        self.drain = threading.Thread(target=self._drain, name="reader stderr", daemon=True)
        self.drain.start()

    def send(self, message: Task) -> None:
        """Give it a task."""
        assert self.process.stdin is not None
        self.process.stdin.write(pack(message))
        self.process.stdin.flush()

    def receive(self) -> Task | None:
        """The next message, None when the process has ended."""
        assert self.process.stdout is not None
        head = self.process.stdout.read(LENGTH.size)
        if len(head) < LENGTH.size:
            return None
        (self.size,) = LENGTH.unpack(head)
        if self.size > self.limit:
            raise TooLarge(f"{self.size} bytes")
        body = self.process.stdout.read(self.size)
        if len(body) < self.size:
            return None
        message, aside = unpack(body)
        try:
            if "answer" in message:
                self.put_back(message["answer"], aside)
        except (AttributeError, IndexError, KeyError, TypeError) as error:
            raise ValueError(f"{type(error).__name__}: {error}") from error
        return message

    def _drain(self) -> None:
        assert self.process.stderr is not None
        with contextlib.suppress(OSError, ValueError), self.process.stderr as said:
            while piece := os.read(said.fileno(), 256):
                self.tail.append(piece)

    def kill(self) -> None:
        """Kill it and what it has started, unless its end was noted: then its id may be another's."""
        if self.process.returncode is not None:
            return
        with contextlib.suppress(OSError):
            if sys.platform == "win32":
                self.process.kill()
            else:
                os.killpg(self.process.pid, signal.SIGKILL)

    def close(self) -> str:
        """End it; how it ended and the last it said."""
        ended = _has_ended(self.process)
        self.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(KILL_SECONDS)
        self.drain.join(2 * TICK)
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        said = _UNPRINTED.sub(" ", b"".join(self.tail).decode("utf-8", "replace")).strip().rpartition("\n")[2]
        return "; ".join(filter(None, [_status(self.process.returncode) if ended else "", said[:200]]))


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether it ends by itself within a moment; its id is kept, so that what it started can still be killed."""
    for _attempt in range(100):
        if sys.platform in ("win32", "darwin"):
            ended = process.poll() is not None
        else:
            ended = process.returncode is not None or bool(
                os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            )
        if ended:
            return True
        time.sleep(0.005)
    return False


def _status(code: int | None) -> str:
    if code is None or code >= 0:
        return f"exit status {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
