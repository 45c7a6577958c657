"""Originals read again with today's rules: what would change, and putting it in place."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.corrections import Value, get
from archive.errors import Unreadable, explain
from archive.notice import FIELDS, Notice, from_data, to_data
from archive.store.data import SourceFile

if TYPE_CHECKING:
    from archive.store import LocalStore
    from archive.store.writing import Writer

JOB = "archive.ingest.reading:read_again"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of a notice that today's rules read otherwise; ``text`` stands for its text, citations and evidence."""

    id: str
    field: str
    old: Value
    new: Value
    corrected: bool = False


@dataclass(slots=True)
class Reread:
    """What reading one original again gives.

    Attributes:
        path: where the file came from.
        sha256: its hash.
        status: "same", "changed" or "failed".
        differences: fields that are read otherwise; where a person corrected one, the record keeps his value.
        gone: ids of notices that the file is no longer split into.
        new: ids of notices that it was not split into before.
        error: why it could not be read again; its records stay.
    """

    path: str
    sha256: str
    status: str = "same"
    differences: list[Difference] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    error: str = ""


def reparse(
    store: LocalStore,
    contents: Sequence[str],
    *,
    apply: bool = False,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Reread]:
    """Reads originals again, each with what it would change, in this order.

    Args:
        store: the archive.
        contents: hashes of the originals.
        apply: put what changed into the records; each file as a whole, all committed at the end.
        workers: reader processes; None for one a core.
        progress: called with files done and in all.

    Raises:
        Locked: when it is to be applied and another process writes to the archive.
    """
    from archive.extract.worker import Pool

    if not contents:
        return
    with Pool(JOB, min(workers or os.cpu_count() or 1, len(contents))) as pool:
        outcomes = pool.run(_tasks(store, contents))
        if apply:
            with store.writing() as writer:
                yield from _each(store, outcomes, writer, len(contents), progress)
        else:
            yield from _each(store, outcomes, None, len(contents), progress)


def _tasks(store: LocalStore, contents: Sequence[str]) -> Iterator[dict[str, Any]]:
    words = store.user_words()
    for sha256 in contents:
        path = store.places_of(sha256)[:1] or [sha256]
        original = os.fspath(store.originals.path(sha256))
        yield {"original": original, "name": Path(path[0]).name, "path": path[0], "sha256": sha256, "words": words}


def _each(
    store: LocalStore,
    outcomes: Iterator[tuple[dict[str, Any], dict[str, Any] | Unreadable]],
    writer: Writer | None,
    total: int,
    progress: Callable[[int, int], None] | None,
) -> Iterator[Reread]:
    for done, (task, outcome) in enumerate(outcomes, 1):
        result = Reread(task["path"], task["sha256"])
        if isinstance(outcome, Unreadable):
            result.status, result.error = "failed", explain(outcome.reason, outcome.detail)
        else:
            old = store.as_read(result.sha256)
            read = [(from_data(each["notice"]), each["words"]) for each in outcome["notices"]]
            compare(result, old, [notice for notice, _words in read])
            if writer is not None and result.status == "changed":
                size = store.originals.path(result.sha256).stat().st_size
                source = SourceFile(result.sha256, size, outcome["kind"], outcome["reader"], tuple(outcome["warnings"]))
                with writer.whole():
                    writer.reread(source, read)
        if progress is not None:
            progress(done, total)
        yield result


def compare(result: Reread, old: Sequence[Notice], new: Sequence[Notice]) -> None:
    """Fills in what differs between the notices of a file as they were read and as they are read now.

    Args:
        result: of that file.
        old: as they were read, with their ids, and the corrected fields named.
        new: as they are read now.
    """
    before = {notice.position: notice for notice in old}
    after = {notice.position: notice for notice in new}
    stem = old[0].id.rpartition("-")[0] if old else result.sha256[:12]
    result.gone = [before[at].id for at in sorted(before.keys() - after.keys())]
    result.new = [f"{stem}-{at}" for at in sorted(after.keys() - before.keys())]
    for at in sorted(before.keys() & after.keys()):
        mine, its = before[at], after[at]
        for name in FIELDS:
            if get(mine, name) != get(its, name):
                difference = Difference(mine.id, name, get(mine, name), get(its, name), name in mine.corrected)
                result.differences.append(difference)
        if _rest(mine) != _rest(its):
            result.differences.append(Difference(mine.id, "text", None, None))
    if result.gone or result.new or result.differences:
        result.status = "changed"


def _rest(notice: Notice) -> dict[str, Any]:
    """All of a notice but its fields and what the archive adds to it."""
    data = to_data(notice)
    for name in (*FIELDS, "id", "source", "superseded_by", "corrected", "inferred"):
        del data[name]
    data["pages"] = (notice.source.page_from, notice.source.page_to)
    data["lines"] = [tuple(line) for line in data["lines"]]
    return data
