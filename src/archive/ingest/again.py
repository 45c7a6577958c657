"""Originals read again with today's rules: what would change, and putting it in place."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive import number
from archive.corrections import Value, get
from archive.errors import ArchiveError, Unreadable, explain
from archive.ingest import taken
from archive.notice import FIELDS, Notice, to_data
from archive.store.data import SourceFile
from archive.store.removing import left

if TYPE_CHECKING:
    from archive.ingest.rounds import Listener
    from archive.store import LocalStore
    from archive.store.writing import Writer

JOB = "archive.ingest.reading:read_again"
PIECE = 1000
"""Changed files that are committed together."""


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
    ocr: str = "auto",
    progress: Callable[[int, int], None] | None = None,
    page: Listener | None = None,
    who: str = "",
) -> Iterator[Reread]:
    """Reads originals again, each with what it would change, in this order, scans last.

    Args:
        store: the archive.
        contents: hashes of the originals.
        apply: put what changed into the records, each file as a whole. Breaking off costs a piece at most, and
            doing it again finishes the work.
        workers: reader processes; None for one a core.
        ocr: whether pictures of pages are recognised, as for ``ingest``.
        progress: called with files done and in all.
        page: called before a page is recognised, as for ``ingest``.
        who: the user, for the journal.

    Raises:
        Locked: when it is to be applied and another process writes to the archive.
    """
    from archive.ingest.rounds import rounds

    if not contents:
        return
    contents = list(dict.fromkeys(contents))
    with closing(rounds(JOB, _tasks(store, contents), len(contents), workers, ocr, page)) as outcomes:
        if apply:
            with store.writing() as writer:
                yield from _each(store, outcomes, writer, len(contents), progress, who)
        else:
            yield from _each(store, outcomes, None, len(contents), progress, who)


def _tasks(store: LocalStore, contents: Sequence[str]) -> Iterator[dict[str, Any]]:
    words = store.user_words()
    for sha256 in contents:
        notices = store.as_read(sha256)
        paths = [each.path for each in notices[0].source.renditions] if notices else [sha256]
        yield {
            "original": os.fspath(store.originals.path(sha256)), "sha256": sha256, "path": paths[0],
            "name": _name(paths, notices), "words": words,
        }  # fmt: skip


def _name(paths: Sequence[str], notices: Sequence[Notice]) -> str:
    """The name that a file was read under: of all its names one that says what the evidence has from a name."""
    said = sorted(each.words for notice in notices for each in notice.evidence if each.rule == "file-name")
    names = [Path(path).name for path in paths]
    return next((name for name in names if sorted(each.words for each in number.find(name)) == said), names[0])


def _each(
    store: LocalStore,
    outcomes: Iterator[tuple[dict[str, Any], dict[str, Any] | Unreadable]],
    writer: Writer | None,
    total: int,
    progress: Callable[[int, int], None] | None,
    who: str,
) -> Iterator[Reread]:
    changed = 0
    for done, (task, outcome) in enumerate(outcomes, 1):
        result = Reread(task["path"], task["sha256"])
        if not isinstance(outcome, Unreadable):
            try:
                _take(store, result, outcome, writer, who)
            except ArchiveError as error:
                result = Reread(task["path"], task["sha256"], "failed", error=error.message)
            except (ValueError, TypeError, KeyError, OverflowError) as error:
                result = Reread(task["path"], task["sha256"])
                outcome = Unreadable("crashed", f"{type(error).__name__}: {error}"[:200])
        if isinstance(outcome, Unreadable):
            result.status, result.error = "failed", explain(outcome.reason, outcome.detail)
        changed += result.status == "changed"
        if writer is not None and changed == PIECE:
            writer.commit(more=True)
            changed = 0
        if progress is not None:
            progress(done, total)
        yield result


def _take(store: LocalStore, result: Reread, outcome: dict[str, Any], writer: Writer | None, who: str) -> None:
    read = store.ask(left, result.sha256, taken(outcome))
    compare(result, store.as_read(result.sha256), [notice for notice, _prepared in read])
    if writer is not None and result.status == "changed":
        facts = (outcome["bytes"], outcome["kind"], outcome["reader"], tuple(outcome["warnings"]))
        with writer.whole():
            ids = writer.reread(SourceFile(result.sha256, *facts), read)
        writer.tell("reparse", who, ids)


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
    for name in (*FIELDS, "id", "source", "renditions", "superseded_by", "rendition_of", "corrected", "inferred"):
        del data[name]
    data["pages"] = (notice.source.page_from, notice.source.page_to)
    return data
