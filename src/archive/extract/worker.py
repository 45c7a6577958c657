"""A pool of reader processes: a file that crashes, hangs or eats memory costs its own result and nothing else.

Messages are JSON, one each way, each after its length in four bytes. This is the parent's side with child.py, which
holds one process; process.py is what runs in it.
"""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from types import TracebackType

from archive.errors import ArchiveError, Unreadable
from archive.extract.child import KILL_SECONDS, TICK, Child, Limits, TooLarge
from archive.extract.process import NO_MEMORY, Task, main
from archive.messages import _

_MEMORY_WORDS = re.compile(r"MemoryError|bad_alloc|[Oo]ut of memory|Cannot allocate memory")
_MOST_SKIPPED = 20
"""Parts of a file that may break a reader down before the file is given up."""


@dataclass(eq=False, slots=True)
class _Slot:
    """A task, and its outcome once it has one."""

    task: Task
    finished: SimpleQueue[_Slot]
    outcome: Task | Unreadable | ArchiveError | None = None
    page: tuple[int, int] | None = None
    size: int = 0
    dropped: bool = False


class Pool:
    """Reader processes that do one job for many tasks; a context manager, leaving it ends them all.

    Args:
        job: ``module:function`` that the processes import; takes and gives a JSON dict, may raise Unreadable.
        workers: how many processes; they start when there are tasks for them.
        limits: what one task may use.
        page: called in ``run`` with a task, the page of it that is recognised now and how many pages it has.
    """

    def __init__(
        self,
        job: str,
        workers: int = 2,
        limits: Limits | None = None,
        page: Callable[[Task, int, int], None] | None = None,
    ) -> None:
        self.job, self.workers, self.limits = job, max(1, workers), limits or Limits()
        self.page = page
        self.todo: SimpleQueue[_Slot | None] = SimpleQueue()
        self._seats: list[_Seat] = []
        self._closed = threading.Event()
        self._lock = threading.Lock()
        self._parked = 0
        self._front: _Slot | None = None

    def __enter__(self) -> Pool:
        self._seats = [_Seat(self) for _ in range(self.workers)]
        threading.Thread(target=self._watch, name="reader watch", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed.set()
        for seat in self._seats:
            self.todo.put(None)
            seat.end()
        for seat in self._seats:
            seat.thread.join(KILL_SECONDS)

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Task | Unreadable]]:
        """The outcomes of the tasks, in their order; tasks are taken as room for them comes.

        Args:
            tasks: JSON dicts for the job.

        Yields:
            Each task with the job's answer, or with why there is none: the Unreadable that the job raised, or
            ``crashed``, ``out-of-memory``, ``timed-out``, ``too-large``.

        Raises:
            ArchiveError: when no reader process can start.
        """
        source, finished = iter(tasks), SimpleQueue[_Slot]()
        waiting: deque[_Slot] = deque()
        more = True
        try:
            while more or waiting:
                if more and (len(waiting) < self.limits.window * self.workers or not waiting):
                    task = next(source, None)
                    if task is None:
                        more = False
                    else:
                        waiting.append(_Slot(task, finished))
                        self.todo.put(waiting[-1])
                    continue
                self._front = waiting[0]
                while waiting[0].outcome is None:
                    with contextlib.suppress(Empty):
                        self._tell(finished.get(timeout=0.5))
                slot = waiting.popleft()
                self._take(slot)
                if isinstance(slot.outcome, ArchiveError):
                    raise slot.outcome
                assert slot.outcome is not None
                yield slot.task, slot.outcome
        finally:
            for slot in waiting:
                self._take(slot)

    def finish(self, slot: _Slot, outcome: Task | Unreadable | ArchiveError, size: int = 0) -> None:
        """Hand in the outcome of a task; for the threads of the pool."""
        with self._lock:
            slot.outcome, slot.size = outcome, size
            if not slot.dropped:
                self._parked += size
        slot.finished.put(slot)

    def _tell(self, slot: _Slot) -> None:
        page, slot.page = slot.page, None
        if page is not None and self.page is not None:
            self.page(slot.task, *page)

    def _take(self, slot: _Slot) -> None:
        with self._lock:
            self._parked -= slot.size
            slot.dropped = True

    def may_begin(self, slot: _Slot) -> bool:
        """Wait until answers leave room for one more; False when the task is wanted no longer."""
        while not slot.dropped and not self._closed.is_set():
            if self._parked < self.limits.parked_bytes or slot is self._front:
                return True
            time.sleep(TICK)
        return False

    def _watch(self) -> None:
        """Kill what is past its time; leave behind a process that even so does not end."""
        while not self._closed.wait(TICK):
            now = time.monotonic()
            for place, seat in enumerate(self._seats):
                if seat.overdue(now) and not self._closed.is_set():
                    self._seats[place] = _Seat(self)


class _Seat:
    """A thread of the parent with the one process it feeds."""

    def __init__(self, pool: Pool) -> None:
        self.pool, self.limits = pool, pool.limits
        self.lock = threading.Lock()
        self.child: Child | None = None
        self.slot: _Slot | None = None
        self.deadline, self.allowed = 0.0, 0.0
        self.late: float | None = None
        self.part = ""
        self.left = False
        self.thread = threading.Thread(target=self._work, name="reader", daemon=True)
        self.thread.start()

    def end(self) -> None:
        """Take no further task and kill the process."""
        with self.lock:
            self.left = True
            if self.child is not None:
                self.child.kill()

    def overdue(self, now: float) -> bool:
        """Kill the process when it is past its time; whether it has outlived that, so that this seat is given up."""
        with self.lock:
            if self.slot is None or self.child is None or now <= self.deadline or self.left:
                return False
            if self.late is None:
                self.late = now
                self.child.kill()
            if now - self.late < KILL_SECONDS:
                return False
            self.left = True
            self.pool.finish(self.slot, self._timed_out())
            return True

    def _timed_out(self) -> Unreadable:
        return Unreadable("timed-out", f"{self.allowed:g} s")

    def _work(self) -> None:
        while not self.left and (slot := self.pool.todo.get()) is not None:
            if not self.pool.may_begin(slot):
                continue
            used = self.child is not None
            outcome, size = self._try(slot)
            died = self.child is None and isinstance(outcome, Unreadable) and outcome.reason != "timed-out"
            if used and died and not self.left:
                # Only a fresh process proves that it was this file, and none of those read before it.
                outcome, size = self._try(slot)
            for _turn in range(_MOST_SKIPPED):
                if self.left or self.child is not None or not self.part or not isinstance(outcome, Unreadable):
                    break
                slot.task.setdefault("skip", {})[self.part] = [outcome.reason, outcome.detail]
                outcome, size = self._try(slot)
            if not self.left:
                self.pool.finish(slot, outcome, size)
        if self.child is not None:
            self.child.close()

    def _try(self, slot: _Slot) -> tuple[Task | Unreadable | ArchiveError, int]:
        try:
            self._begin(slot, self.limits.start_seconds)
            if self.child is None:
                with self.lock:
                    if self.left:
                        return Unreadable("crashed"), 0
                    self.child = Child(self.pool.job, self.limits)
                if self.child.receive() is None:
                    return self._not_started(), 0
            self.part = ""
            self._begin(slot, self.limits.seconds)
            return self._ask(self.child, slot)
        except OSError as error:
            return _cannot_start(str(error)), 0
        finally:
            with self.lock:
                self.slot = None

    def _begin(self, slot: _Slot, seconds: float) -> None:
        with self.lock:
            self.slot, self.late, self.allowed = slot, None, seconds
            self.deadline = time.monotonic() + seconds

    def _ask(self, child: Child, slot: _Slot) -> tuple[Task | Unreadable, int]:
        child.tail.clear()
        try:
            child.send(slot.task)
            while (message := child.receive()) is not None:
                if "part" in message:
                    self.part = message["part"]
                    self._begin(slot, self.limits.seconds)
                    continue
                if "pages" not in message:
                    return self._outcome(message), child.size
                with self.lock:
                    more = self.limits.seconds_per_page * min(message["pages"], self.limits.pages)
                    self.allowed += more
                    self.deadline += more
                if "page" in message:
                    slot.page = tuple(message["page"])
                    slot.finished.put(slot)
        except BrokenPipeError:
            pass
        except ValueError as error:
            return self._bury(Unreadable("too-large" if isinstance(error, TooLarge) else "crashed", str(error))), 0
        return self._bury(None), 0

    def _outcome(self, message: Task) -> Task | Unreadable:
        if "answer" in message:
            answer: Task = message["answer"]
            return answer
        failure = Unreadable(message["reason"], message["detail"])
        return self._bury(failure) if message.get("leaving") else failure

    def _bury(self, failure: Unreadable | None) -> Unreadable:
        """End the process; why its task has no answer, where that is not known yet."""
        with self.lock:
            child, self.child = self.child, None
            late = self.late is not None
        detail = child.close() if child is not None else ""
        if late:
            return self._timed_out()
        if failure is None:
            memory = child is not None and (child.process.returncode == NO_MEMORY or _MEMORY_WORDS.search(detail))
            failure = Unreadable("out-of-memory" if memory else "crashed", detail)
        return failure

    def _not_started(self) -> ArchiveError:
        return _cannot_start(self._bury(None).detail)


def _cannot_start(detail: str) -> ArchiveError:
    return ArchiveError(
        _("The reader process cannot start: {detail}").format(detail=detail),
        _("Try again with fewer workers, or install the program again."),
    )


if __name__ == "__main__":
    main()
