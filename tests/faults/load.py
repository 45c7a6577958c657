"""One writer and eight readers at once: no error, no wrong count, no growing memory."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archive import Archive
from archive.extract import read
from archive.ingest.reading import stage
from archive.parse import parse as notices_of
from archive.query import match, parse
from archive.store import LocalStore, SourceFile
from tests.faults import yard
from tests.faults.yard import Section

WORDS = ("通知", "会议", "防汛", "职工", "关于", "工作", "培训", "检查", "项目 资金", "安全 -生产")
_GROWN = 1.3
"""So much larger than in its first quarter a reader's memory may be in its last."""


def section(work: Path, count: int, seconds: float, readers: int, seed: int) -> Section:
    """Readers ask while a writer takes in file after file.

    Args:
        work: a folder.
        count: notices that are there at the start, and as many come in.
        seconds: how long.
        readers: how many.
        seed: of what is asked.
    """
    found = Section("load")
    paths = sorted(yard.files(work / "all", 2 * count).iterdir())
    rng = random.Random(seed)
    rng.shuffle(paths)
    first = work / "first"
    first.mkdir()
    for path in paths[:count]:
        os.link(path, first / path.name)
    index = work / "index"
    yard.run(index, "ingest", first, seconds=1200)
    quiet = _reader_alone(index, seed)
    with _readers(index, readers, seed) as answers:
        until = time.time() + seconds
        found.outcomes["pieces committed"] += _write(index, paths[count:], until, found)
        time.sleep(max(0, until - time.time()))
    quiet += _reader_alone(index, seed)  # the archive has grown, by half as much again and more
    _judge(found, index, answers, quiet)
    return found


def commits(work: Path, count: int, readers: int, seed: int) -> Section:
    """Readers ask while a writer commits one notice after another.

    Args:
        work: a folder.
        count: commits.
        readers: how many.
        seed: of what is asked.
    """
    found = Section("commits")
    paths = sorted(yard.files(work / "all", count + 20).iterdir())
    index = work / "index"
    yard.run(index, "ingest", *paths[:20])
    quiet = _reader_alone(index, seed)
    with _readers(index, readers, seed) as answers:
        _commit(index, paths[20:])
        found.outcomes["commits"] += count
    _judge(found, index, answers, quiet)
    found.problems += [yard.told(findings)] if (findings := yard.damage(index)) else []
    return found


def _commit(index: Path, paths: Sequence[Path]) -> None:
    with LocalStore.open(index) as store, store.writing() as writer:
        for path in paths:
            staged, facts = stage(path, store.staging)
            document = read(staged, path.name)
            writer.keep(staged, facts["sha256"])
            source = SourceFile(facts["sha256"], facts["bytes"], document.kind, document.reader)
            notices = [(notice, None) for notice in notices_of(document, path.name)]
            writer.add(source, str(path), facts["mtime_ns"], notices)
            writer.commit()


@contextmanager
def _readers(index: Path, count: int, seed: int) -> Iterator[list[dict[str, Any]]]:
    """So many processes that ask from beginning to end of the block; behind it what they were told is in the list."""
    context = multiprocessing.get_context("spawn")
    told, over, ready = context.Queue(), context.Event(), context.Barrier(count + 1)
    processes = [context.Process(target=_read, args=(index, over, ready, seed + at, told)) for at in range(count)]
    for process in processes:
        process.start()
    answers: list[dict[str, Any]] = []
    try:
        ready.wait(60)
        yield answers
    finally:
        over.set()
    answers += [told.get(timeout=600) for _ in processes]
    for process in processes:
        process.join()


def _reader_alone(index: Path, seed: int) -> list[float]:
    """The seconds that its answers take."""
    until = time.time() + 3
    asked = _asked(index, lambda: time.time() >= until, seed)
    return [seconds for _word, _total, seconds, _when in asked["answers"]]


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else 0.0


def _asked(index: Path, over: Callable[[], bool], seed: int) -> dict[str, Any]:
    rng, answers, memory = random.Random(seed), [], []
    with Archive.open(index) as archive:
        while not over():
            word = rng.choice(WORDS)
            began = time.perf_counter()
            found = archive.search(word, limit=10)
            answers.append((word, found.total, time.perf_counter() - began, time.time()))
            if len(answers) % 50 == 1:
                memory.append(_resident())
                tree = parse(word)
                wrong = [hit.notice.id for hit in found.hits if not match(tree, hit.notice)]
                if wrong:
                    return {"error": f"{word} found {wrong}", "answers": answers, "memory": memory}
            time.sleep(0.02)
    return {"error": "", "answers": answers, "memory": memory}


def _resident() -> int:
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1])
    return 0


def _read(index: Path, over: Any, ready: Any, seed: int, told: Any) -> None:
    try:
        ready.wait(60)
        told.put(_asked(index, over.is_set, seed))
    except Exception as error:  # told to the one who asks
        told.put({"error": f"{type(error).__name__}: {error}", "answers": [], "memory": []})


def _write(index: Path, paths: list[Path], until: float, found: Section) -> int:
    done, at = 0, 0
    while time.time() < until and at < len(paths):
        some, at = paths[at : at + 10], at + 10
        done += 1
        answer = yard.run(index, "ingest", "--workers", "1", *some)
        if answer.returncode != 0:
            found.problems.append(f"writer: exit {answer.returncode}: {answer.stderr[-300:]}")
            return done
    return done


def _judge(found: Section, index: Path, answers: list[dict[str, Any]], quiet: list[float]) -> None:
    """Each count must be one that a scan of the notices gives for some moment between the reader's two commits."""
    with Archive.open(index) as archive:
        notices = list(archive.notices())
        most = {word: sum(match(parse(word), notice) for notice in notices) for word in WORDS}
        totals = {word: archive.search(word, limit=0).total for word in WORDS}
    if totals != most:
        found.problems.append(f"at the end: {json.dumps({w: (totals[w], most[w]) for w in WORDS}, ensure_ascii=False)}")
    times: list[float] = []
    for told in answers:
        if told["error"]:
            found.problems.append(told["error"])
        last: dict[str, int] = {}
        for word, total, seconds, _when in told["answers"]:
            times.append(seconds)
            if not last.get(word, 0) <= total <= most[word]:
                found.problems.append(f"{word}: {total} after {last.get(word)}, {most[word]} at the end")
            last[word] = total
        memory = told["memory"]
        quarter = max(1, len(memory) // 4)
        if len(memory) > 8 and max(memory[-quarter:]) > _GROWN * max(memory[:quarter]) + 20_000:
            found.problems.append(f"a reader's memory grew from {memory[:quarter]} to {memory[-quarter:]} KB")
    found.outcomes["answers, none wrong" if not found.problems else "answers"] += len(times)
    found.figures["p95 ms, alone"] = round(1000 * _p95(quiet), 2)
    found.figures["p95 ms, eight and a writer"] = round(1000 * _p95(times), 2)
