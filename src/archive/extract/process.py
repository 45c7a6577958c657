"""The reader process: takes tasks from its parent one by one, limits itself, and keeps its libraries off the wire."""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import signal
import struct
import sys
from collections.abc import Callable, Sequence
from typing import IO, Any

from archive.errors import Unreadable

Task = dict[str, Any]

LENGTH = struct.Struct(">I")
NO_MEMORY = 71
"""Exit status of a process that has no memory left even to say so."""

_SPARE_SECONDS = 60
_GARBAGE = 50_000
"""Objects between two looks for garbage: a notice makes some thousands, and hardly one that refers to itself."""
_DETAIL = 200
_wire: IO[bytes] | None = None
_seconds = 0.0


def pack(message: Task, aside: Sequence[bytes] = ()) -> bytes:
    """A message as it travels; lone surrogates in it (file names that are not UTF-8) survive.

    Args:
        message: JSON data.
        aside: what goes beside it as it is: large strings cost five times as much in JSON.
    """
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    pieces = [part for piece in (body, *aside) for part in (LENGTH.pack(len(piece)), piece)]
    return LENGTH.pack(sum(map(len, pieces))) + b"".join(pieces)


def unpack(body: bytes) -> tuple[Task, list[bytes]]:
    """The message that `pack` was given, and what went beside it.

    Raises:
        ValueError: for bytes that are no message.
    """
    pieces, at = [], 0
    while at < len(body):
        if at + LENGTH.size > len(body):
            raise ValueError("no message")
        end = at + LENGTH.size + LENGTH.unpack_from(body, at)[0]
        if end > len(body):
            raise ValueError("no message")
        pieces.append(body[at + LENGTH.size : end])
        at = end
    message = json.loads(pieces[0].decode("utf-8", "surrogatepass")) if pieces else None
    if not isinstance(message, dict):
        raise ValueError("no message")
    return message, pieces[1:]


def more_time(pages: int) -> None:
    """Tell the parent how many pages this task has, for it to wait longer; outside a reader process nothing happens.

    Args:
        pages: pages of the file, or 64 KB pieces of a large text.
    """
    if pages > 0:
        _tell({"pages": pages}, _seconds + pages)


def begin_page(number: int, of: int = 0) -> None:
    """Tell the parent which page is recognised next, and to wait for it; outside a reader process nothing happens.

    Args:
        number: of the page, from 1.
        of: how many pages the file has, where that is known.
    """
    _tell({"pages": 1, "page": [number, of]}, _seconds + 1)


def begin_part(name: str) -> None:
    """Tell the parent which part of its file this task comes to; outside a reader process nothing happens.

    The time begins anew, and where the process breaks down on that part, it alone is left out.

    Args:
        name: of the part; a task that is given again has it in ``skip`` with the reason and facts.
    """
    _tell({"part": name}, _seconds)


def _tell(message: Task, seconds: float) -> None:
    """Send a message of the task that is under way, which may take so long from now."""
    if _wire is None:
        return
    _wire.write(pack(message))
    _wire.flush()
    _alarm(seconds)


def serve(job: str, memory_bytes: int, seconds: float) -> None:
    """Do a job for each task that comes in, until no more come.

    Args:
        job: ``module:function``, imported before the first task; the module's ``lay_out``, where it has one, takes out
            of an answer what goes beside it.
        memory_bytes: address space of this process.
        seconds: wall time of a task; the parent keeps it, here it only sees to an end when the parent is gone.
    """
    global _wire, _seconds
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tasks, _wire = _take_wire()
    _seconds = seconds
    _limit(memory_bytes)
    module, _, name = job.partition(":")
    home = importlib.import_module(module)
    function: Callable[[Task], Task] = getattr(home, name)
    lay_out: Callable[[Task], Sequence[bytes]] = getattr(home, "lay_out", lambda _answer: ())
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GARBAGE, 10, 10)
    _wire.write(pack({"ready": True}))
    _wire.flush()
    while len(head := tasks.read(LENGTH.size)) == LENGTH.size:
        task, _aside = unpack(tasks.read(LENGTH.unpack(head)[0]))
        _alarm(seconds)
        answer = _answer(function, lay_out, task)
        _alarm(None)
        _wire.write(answer)
        _wire.flush()


def _answer(function: Callable[[Task], Task], lay_out: Callable[[Task], Sequence[bytes]], task: Task) -> bytes:
    try:
        answer = function(task)
        aside = lay_out(answer)
        return pack({"answer": answer}, aside)
    except Unreadable as error:
        return pack({"reason": error.reason, "detail": error.detail})
    except MemoryError:
        gc.collect()
        return pack({"reason": "out-of-memory", "detail": "", "leaving": True})
    except BaseException as error:
        said = f"{type(error).__name__}: {error}".rstrip(": ")
        return pack({"reason": "crashed", "detail": said[:_DETAIL]})


def _take_wire() -> tuple[IO[bytes], IO[bytes]]:
    """The pipes to the parent, moved away from where libraries print; no process started from here inherits them."""
    tasks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=lambda: _shut(tasks.fileno(), answers.fileno()))
    return tasks, answers


def _shut(*ends: int) -> None:
    for end in ends:
        os.close(end)


def _limit(memory_bytes: int) -> None:
    try:
        import resource
    except ImportError:
        return
    for kind, value in ((resource.RLIMIT_AS, memory_bytes), (resource.RLIMIT_CORE, 0)):
        _, most = resource.getrlimit(kind)
        if most != resource.RLIM_INFINITY:
            value = min(value, most)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, most))


def _alarm(seconds: float | None) -> None:
    """End this process, when it hangs and no parent is left to end it."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0 if seconds is None else seconds * 2 + _SPARE_SECONDS)


def main() -> None:
    """Serve the job on the command line."""
    job, memory_bytes, seconds = sys.argv[1:]
    try:
        serve(job, int(memory_bytes), float(seconds))
    except MemoryError:
        os._exit(NO_MEMORY)
    except BrokenPipeError:
        os._exit(1)
