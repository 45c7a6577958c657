"""Jobs that readers might turn out to be: each runs in a real reader process, see test_worker.py."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from archive.errors import Unreadable
from archive.extract.process import begin_page, begin_part, more_time


def echo(task: dict) -> dict:
    return {"echo": task, "pid": os.getpid()}


def act(task: dict) -> dict:
    """Do what the task says, for batches in which one file misbehaves."""
    return {"done": globals()[task["do"]](task), "pid": os.getpid()}


def nothing(task: dict) -> str:
    return "nothing"


def leave(task: dict) -> None:
    os._exit(3)


def kill_self(task: dict) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def abort(task: dict) -> None:
    os.write(2, b"corrupt\x1b[31m table\n")
    os.abort()


def hang(task: dict) -> None:
    time.sleep(600)


def spin(task: dict) -> None:
    while True:
        pass


def slow(task: dict) -> str:
    more_time(task["pages"])
    time.sleep(task["seconds"])
    return "slow"


def leaf_through(task: dict) -> str:
    for number in range(1, task["pages"] + 1):
        begin_page(number, task["pages"] if task["known"] else 0)
        time.sleep(0.3)
    return "leafed"


def allocate(task: dict) -> int:
    return len(bytearray(8 << 30))


def say_no_memory(task: dict) -> None:
    os.write(2, b"terminate called after throwing an instance of 'std::bad_alloc'\n")
    os.abort()


def members(task: dict) -> dict:
    """Goes through a file's members, of which some break it down."""
    read = []
    for name in task["members"]:
        if name in task.get("skip", {}):
            continue
        begin_part(name)
        if name in ("崩", "挂"):
            abort(task) if name == "崩" else hang(task)
        read.append(name)
    return {"read": read, "skipped": task["skip"]}


def refuse(task: dict) -> None:
    raise Unreadable("password", "two words")


def fail(task: dict) -> None:
    raise LookupError("no such table")


def exit_politely(task: dict) -> None:
    sys.exit("enough")


def chatter(task: dict) -> str:
    print("\x00\x00\x00\x05{}", "x" * 100_000)
    sys.stdout.flush()
    os.write(1, b"\xff" * 100_000)
    os.write(2, b"\xff" * 100_000)
    return sys.stdin.read()


def close_everything(task: dict) -> None:
    os.closerange(0, 64)
    time.sleep(600)


def garble(task: dict) -> None:
    """Write to the wire itself, which no library knows of."""
    from archive.extract import process

    os.write(process._wire.fileno(), b"\x00\x00\x00\x05[oops")
    time.sleep(600)


def huge(task: dict) -> str:
    return "x" * task["size"]


def huge_and_noted(task: dict) -> str:
    Path(task["note"]).touch()
    return huge(task)


def fork_and_answer(task: dict) -> int:
    pid = os.fork()
    if pid == 0:
        time.sleep(600)
        os._exit(0)
    return pid


def fork_and_hang(task: dict) -> None:
    pid = os.fork()
    if pid == 0:
        time.sleep(600)
        os._exit(0)
    Path(task["note"]).write_text(str(pid))
    time.sleep(600)


def fork_and_leave(task: dict) -> None:
    pid = os.fork()
    if pid == 0:
        time.sleep(600)
        os._exit(0)
    Path(task["note"]).write_text(str(pid))
    os._exit(4)


def limits(task: dict) -> list:
    import resource

    return [resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CORE)[0]]


def interrupt_self(task: dict) -> str:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.05)
    return "still here"


def die_when_used_wrapped(task: dict) -> dict:
    """Crash where it is not this process's first task."""
    global _used
    if _used:
        os._exit(9)
    _used = True
    return {"done": "first"}


_used = False
