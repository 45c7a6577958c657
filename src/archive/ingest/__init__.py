"""The batch: walk, read and parse in worker processes, store in pieces; progress, report, resume."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from archive import number as numbers
from archive.errors import Unreadable, explain
from archive.extract.readers import readable_now
from archive.ingest.report import FileResult, Progress, Report
from archive.ingest.walk import changed, walk
from archive.messages import _
from archive.notice import MEMBER, Notice, from_data, labels, member_path
from archive.store.data import Prepared, SourceFile, Status
from archive.store.removing import left, removed, withheld
from archive.text import Folded

if TYPE_CHECKING:
    from archive.ingest.rounds import Listener
    from archive.store import LocalStore
    from archive.store.writing import Writer

__all__ = ["FileResult", "Progress", "Report", "ingest"]

PIECE_FILES, PIECE_BYTES, PIECE_SECONDS = 2000, 64 << 20, 30.0
"""A piece is committed after so many files, bytes of input, or seconds: what a crash can cost."""

_STATUS: dict[str, Status] = {"empty": "empty", "secret": "refused", "removed": "refused"}

JOB = "archive.ingest.reading:read_file"


def ingest(
    store: LocalStore,
    paths: Sequence[Path],
    *,
    workers: int | None = None,
    allow_secret: bool = False,
    retry_failed: bool = False,
    ocr: str = "auto",
    progress: Callable[[Progress], None] | None = None,
    page: Listener | None = None,
    who: str = "",
) -> Report:
    """Takes in files and folders.

    Args:
        store: the archive.
        paths: files and folders.
        workers: reader processes; None for one a core.
        allow_secret: take in papers with a secrecy mark too.
        retry_failed: try files again that could not be read before; with no paths, these alone.
        ocr: whether pictures of pages are recognised: "auto" where a page has no text that can be used, "never",
            "always".
        progress: called after each file.
        page: called before a page is recognised, with its file, its number and how many there are (0: not known).
        who: the user, for the journal.

    Raises:
        ArchiveError: for a path that does not exist, before anything is taken in.
        Locked: when another process writes to the archive.
    """
    files = list(walk(paths))
    with store.writing() as writer:
        failed = list(store.failures())
        if retry_failed:
            files = list(dict.fromkeys([*files, *(container(failure.path) for failure in failed)]))
        batch = _Batch(store, writer, allow_secret, retry_failed, progress, who)
        for each in failed:
            if retry_failed or readable_now(each.reason, each.detail) or (allow_secret and each.reason == "secret"):
                home = container(each.path)
                (batch.unread if home == each.path else batch.partial).add(home)
        batch.named = {os.path.abspath(path) for path in paths}  # noqa: PTH100 - links stay as named
        return batch.run(files, workers, ocr, page)


class _Interrupt:
    """Ctrl-C while it holds: noted at once, acted on only where nothing is half done."""

    def __init__(self) -> None:
        self.seen = False
        self.waiting = False

    def __enter__(self) -> _Interrupt:
        self.main = threading.current_thread() is threading.main_thread()
        if self.main:
            self.before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        if self.main:
            signal.signal(signal.SIGINT, self.before)

    def _note(self, _signal: int, _frame: FrameType | None) -> None:
        self.seen = True
        if self.waiting:
            raise KeyboardInterrupt

    def stoppable(self, items: Iterator[Any]) -> Iterator[Any]:
        """These items until Ctrl-C, which may come while the next one is waited for."""
        while not self.seen:
            try:
                self.waiting = True
                item = next(items)
            except (StopIteration, KeyboardInterrupt):
                return
            finally:
                self.waiting = False
            yield item


class _Batch:
    """One run over a list of files."""

    def __init__(
        self,
        store: LocalStore,
        writer: Writer,
        allow_secret: bool,
        retry_failed: bool,
        progress: Callable[[Progress], None] | None,
        who: str,
    ) -> None:
        self.store, self.writer, self.progress, self.who = store, writer, progress, who
        self.allow_secret, self.retry_failed = allow_secret, retry_failed
        self.named: set[str] = set()
        self.unread: set[str] = set()
        """Files that did not go in and are tried again."""
        self.partial: set[str] = set()
        """Containers of which some members did not."""
        self.former: dict[str, str] = {}
        """What paths held, as far as they are in work."""
        self.report = Report()
        self.done = self.total = self.bytes = 0
        self.piece_files, self.piece_bytes, self.piece_since = 0, 0, time.monotonic()

    @cached_property
    def withholds(self) -> bool:
        """Whether any notice was removed; nobody else can remove one meanwhile."""
        return bool(removed(self.writer))

    def run(self, files: list[str], workers: int | None, ocr: str, page: Listener | None) -> Report:
        started, self.total = time.monotonic(), len(files)
        self.writer.commit()  # what an earlier run left unranked is finished first
        tasks = self.tasks(files)
        first = next(tasks, None)
        if first is not None:
            from archive.ingest.rounds import rounds

            outcomes = rounds(JOB, _chain(first, tasks), len(files), workers, ocr, page)
            with closing(outcomes), _Interrupt() as interrupt:
                for task, outcome in interrupt.stoppable(outcomes):
                    self.take(task, outcome)
                    if self.piece_is_full():
                        self.commit(more=True)
                self.report.interrupted = interrupt.seen
        self.commit()
        self.report.seconds = time.monotonic() - started
        return self.report

    def tasks(self, files: Iterable[str]) -> Iterator[dict[str, Any]]:
        """What the workers have to do; a file that has not changed since is answered here."""
        for path, known in self.writer.known_each(files):
            size, mtime_ns = _stat(path)
            again = path in self.unread or path in self.partial
            if known and size and (known.bytes, known.mtime_ns) == (size, mtime_ns) and not again:
                if known.status == "stored" and known.sha256:
                    self.finish(FileResult(path, "unchanged", known.sha256, known.ids, bytes=size))
                    continue
                if known.reason != "link" or path not in self.named:
                    self.finish(_failure(path, known.reason, known.detail, size))
                    continue
            if known and known.sha256:
                self.former[path] = known.sha256
            yield {
                "path": path,
                "staging": os.fspath(self.store.staging),
                "known": [known.sha256] if known and known.status == "stored" and not again else [],
                "allow_secret": self.allow_secret,
                "follow": path in self.named,
                "words": self.writer.user,
                "size": size,
                "mtime_ns": mtime_ns,
            }

    def take(self, task: dict[str, Any], outcome: dict[str, Any] | Unreadable) -> None:
        """Stores what a worker made of one file."""
        path = task["path"]
        former = self.former.pop(path, None)
        if not isinstance(outcome, Unreadable):
            self.piece_bytes += outcome["bytes"]
            try:
                with self.writer.whole():
                    result, added = self.store_one(path, former, outcome)
                self.report.notices += added
                if result.status != "unchanged":
                    self.writer.tell("ingest", self.who, result.notices)
            except Unreadable as error:
                outcome = error
            except (ValueError, TypeError, KeyError, OverflowError) as error:
                outcome = Unreadable("crashed", f"{type(error).__name__}: {error}"[:200])
        if isinstance(outcome, Unreadable):
            result = self.fail(path, outcome.reason, outcome.detail, task)
        self.finish(result)
        if not isinstance(outcome, Unreadable):
            for name, reason, detail in outcome.get("failed", ()):
                self.total += 1
                self.finish(self.fail(member_path(path, name), reason, detail, task))

    def fail(self, path: str, reason: str, detail: str, task: dict[str, Any]) -> FileResult:
        """Records that a file, or a member of one, did not go in."""
        status = _STATUS.get(reason, "failed")
        self.writer.fail(path, status, reason, detail, task["size"], task["mtime_ns"])
        return _failure(path, reason, detail, task["size"])

    def store_one(self, path: str, former: str | None, outcome: dict[str, Any]) -> tuple[FileResult, int]:
        """Records what a worker read, as content, as a place of it, and in place of what the path held before.

        Returns:
            the result, and how many notices are new.

        Raises:
            Unreadable: where all notices of it were removed by a person.
        """
        sha256, size = outcome["sha256"], outcome["bytes"]
        gone = withheld(self.writer, sha256) if self.withholds else None
        if gone is not None:
            raise Unreadable("removed", f"{gone.at[:10]} {gone.who}")
        result = FileResult(path, "unchanged", sha256, warnings=outcome.get("warnings", []), bytes=size)
        added = 0
        if outcome.get("failed") or path in self.partial:
            self.writer.forget_members(path)
        if not outcome["known"] and (path in self.partial or not self.writer.has(sha256)):
            held = len(self.writer.ids_of(sha256)) if path in self.partial else 0
            result.notices = self.add(path, outcome)
            added = len(result.notices) - held
            result.status = "added" if added else "unchanged"
        else:
            if not outcome["known"]:
                self.writer.keep(Path(outcome["staged"]), sha256, recorded=True)
                result.same_as = next(iter(self.writer.places_of(sha256)), None)
                self.writer.revive(sha256)
            self.writer.place(path, sha256, size, outcome["mtime_ns"])
            result.notices = self.writer.ids_of(sha256)
        if former is not None and former != sha256:
            result.status = "replaced"
            result.warnings += self.replace(former, result.notices)
        return result, added

    def add(self, path: str, outcome: dict[str, Any]) -> list[str]:
        """Keeps the original of a new content, then records what was read from it; the ids."""
        self.writer.keep(Path(outcome["staged"]), outcome["sha256"])
        source = SourceFile(
            outcome["sha256"], outcome["bytes"], outcome["kind"], outcome["reader"], tuple(outcome["warnings"])
        )
        read = taken(outcome)
        if path in self.partial:
            read = left(self.writer, source.sha256, read)
        return self.writer.add(source, path, outcome["mtime_ns"], read)

    def replace(self, old_sha256: str, now: list[str]) -> list[str]:
        """Marks the notices of a path's former content that its new content holds again.

        They stay in search where another place still holds the old content, or where the new file holds no such
        notice: offices use names such as scan0001.pdf again.
        """
        warnings: list[str] = []
        if any(os.path.lexists(place) for place in self.writer.places_of(old_sha256)):
            return warnings
        held = list(self.writer.get(now))
        for old in self.writer.get(self.writer.ids_of(old_sha256)):
            new = next((notice for notice in held if _same(old, notice)), None)
            if new is not None:
                self.writer.supersede(old.id, new.id)
                called = [labels()[field] for field in self.writer.carry(old.id, new.id)]
                if called:
                    text = _("corrections of {old} are not carried over to {new}, which prints another {fields}")
                    warnings.append(text.format(old=old.id, new=new.id, fields=_(", ").join(called)))
        return warnings

    def finish(self, result: FileResult) -> None:
        self.done += 1
        self.bytes += result.bytes
        self.report.results[result.status] += 1
        if self.progress is not None:
            self.progress(Progress(result, self.done, self.total, self.report.notices, self.bytes))

    def piece_is_full(self) -> bool:
        self.piece_files += 1
        late = time.monotonic() - self.piece_since > PIECE_SECONDS
        return late or self.piece_files >= PIECE_FILES or self.piece_bytes >= PIECE_BYTES

    def commit(self, more: bool = False) -> None:
        self.writer.commit(more)
        self.piece_files, self.piece_bytes, self.piece_since = 0, 0, time.monotonic()


def taken(outcome: dict[str, Any]) -> list[tuple[Notice, Prepared]]:
    """The notices of what ``read_file`` and ``read_again`` gave, with what the indexes take of them.

    Raises:
        ValueError: for data that is not of that shape, as are the next two.
        TypeError: where it is of another type.
        KeyError: where something is missing.
    """
    return [(from_data(each["notice"]), _prepared(each)) for each in outcome["notices"]]


def _prepared(read: dict[str, Any]) -> Prepared:
    text, folded, words = read["notice"]["text"], read["folded"], read["words"]
    if not isinstance(words, dict) or len(folded) != len(text):
        raise ValueError("the folded text is another")
    folded.encode("utf-16-le")  # raises for lone surrogates, which no index takes
    return Prepared(Folded(folded), words)


def _same(old: Notice, new: Notice) -> bool:
    """Whether a new notice is an old one again: the same number, or without numbers the same issuers and title.

    A number that names no body (2024年第7号, 第12号) is the same only from the same issuers.
    """
    if old.number and old.number == new.number:
        return bool(numbers.parse(old.number).code) or old.issuers == new.issuers
    if old.number or new.number:
        return False
    return bool(old.title) and (old.title, old.issuers) == (new.title, new.issuers)


def _failure(path: str, reason: str, detail: str, size: int) -> FileResult:
    status = _STATUS.get(reason, "failed")
    return FileResult(path, status, reason=reason, error=explain(reason, detail), bytes=size)


def container(path: str) -> str:
    """The file on the disk that a path stands for: of the member of a container the container."""
    home, mark, _member = path.partition(MEMBER)
    return home if mark and not os.path.lexists(path) and os.path.isfile(home) else path  # noqa: PTH113


def _stat(path: str) -> tuple[int, int]:
    try:
        facts = os.stat(path)  # noqa: PTH116 - no Path for each of many files
    except OSError:
        return 0, 0
    return facts.st_size, changed(facts)


def _chain(first: dict[str, Any], rest: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    yield first
    yield from rest
