"""kill -9 at a random moment of every command that writes."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.faults import yard
from tests.faults.yard import Section


@dataclass
class Act:
    """A command that writes.

    Attributes:
        words: the command's, for an archive in a folder.
        base: the archive it begins with, None for none.
        damaged: whether that is damaged.
    """

    words: Callable[[Path], list[str | Path]]
    base: Path | None
    damaged: bool = False


def section(work: Path, trials: int, seed: int) -> Section:
    """Kills commands at random moments.

    Each time the archive must open, be whole, hold all that was committed, and after the same command once more be the
    same as one that nobody disturbed.
    """
    found = Section("kill -9")
    acts = _acts(work)
    wanted, seconds = {}, {}
    for name, act in acts.items():
        index = _begin(act, work / f"whole-{name}")
        began = time.monotonic()
        done = yard.run(index, *act.words(index))
        seconds[name] = time.monotonic() - began
        if done.returncode != 0:
            found.problems.append(f"{name}: exit {done.returncode} undisturbed: {done.stderr[-300:]}")
            continue
        wanted[name] = _state(_result(index, act))
        found.figures[f"{name}, s"] = round(seconds[name], 2)
    names = sorted(wanted)
    for at in range(trials):
        name = names[at % len(names)]

        def trial(rng: random.Random, name: str = name) -> str:
            return _trial(work / "trial", acts[name], wanted[name], seconds[name], rng)

        yard.attempt(found, name, trial, seed * 100_000 + at)
        if (at + 1) % 20 == 0:
            yard.tell(f"kill -9: {at + 1} of {trials}, {len(found.problems)} problems")
    return found


def _acts(work: Path) -> dict[str, Act]:
    files, more = yard.files(work / "in", 40), yard.files(work / "more", 70)
    base, people = work / "base", work / "people"
    yard.run(base, "ingest", files)
    names = yard.run(base, "search", "通知", "--ids", "--limit", "4").stdout.split()
    shutil.copytree(base, people)
    yard.run(people, "correct", "--yes", names[0], "title=关于开展演练的通知")
    yard.run(people, "words", "add", "应急演练")
    broken = yard.copied(base, work / "broken")
    with closing(sqlite3.connect(broken / "catalog.sqlite3")) as connection:
        connection.execute("UPDATE notices SET title = 'x' WHERE key = 3")
        connection.commit()
    dump, copy = work / "people.jsonl", work / "copy"
    dump.write_text(yard.run(people, "dump").stdout, encoding="utf-8")
    yard.run(base, "backup", copy)
    return {
        "ingest": Act(lambda _: ["ingest", "--workers", "1", more], base),
        "ingest, first": Act(lambda _: ["ingest", "--workers", "1", files], None),
        "correct": Act(lambda _: ["correct", "--yes", names[1], "title=关于开展演练的函"], base),
        "reindex": Act(lambda _: ["reindex"], base),
        "words": Act(lambda _: ["words", "add", "隐患排查"], base),
        "load": Act(lambda _: ["load", dump], base),
        "remove": Act(lambda _: ["remove", "--yes", names[2]], base),
        "reparse": Act(lambda _: ["reparse"], people),
        "restore": Act(lambda _: ["restore", copy], None),
        "repair": Act(lambda _: ["verify", "--repair", "--workers", "1"], broken, damaged=True),
        "backup": Act(lambda index: ["backup", index.with_name(index.name + "-backup")], people),
    }


def _begin(act: Act, index: Path) -> Path:
    for path in (index, _copy_of(index)):
        shutil.rmtree(path, ignore_errors=True)
    return yard.copied(act.base, index) if act.base else index


def _copy_of(index: Path) -> Path:
    return index.with_name(index.name + "-backup")


def _result(index: Path, act: Act) -> Path:
    return _copy_of(index) if act.words(index)[0] == "backup" else index


def _state(index: Path) -> tuple[list[str], dict[str, set[str]], dict[str, list[str]]]:
    """Records, sets of hits, and their order after a reindex."""
    held, found = yard.records(index), yard.sets(yard.answers(index))
    yard.run(index, "reindex")
    return held, found, yard.answers(index)


def _trial(index: Path, act: Act, wanted: object, seconds: float, rng: random.Random) -> str:
    _begin(act, index)
    before = yard.records(act.base) if act.base else []
    process = subprocess.Popen(
        yard.command(index, *act.words(index)), env=yard.environment(), stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    time.sleep(rng.random() * seconds * 1.1)
    ended = process.poll() is not None
    with contextlib.suppress(ProcessLookupError):
        if rng.random() < 0.5:
            process.kill()
        else:  # its readers too, as when a machine goes down
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if act.base or (index / "catalog.sqlite3").exists():
        if not act.damaged:
            _whole(index)
        lacking = {_id(each) for each in before} - {_id(each) for each in yard.records(index)}
        assert act.words(index)[0] == "remove" or not lacking, f"lost {sorted(lacking)[:3]}"
    restored = (index / "catalog.sqlite3").exists() and not (index / "restoring").exists()
    again = yard.run(index, *act.words(index))
    was_done = {"remove": again.returncode == 1, "restore": again.returncode == 2 and restored}
    said = f"exit {again.returncode} the second time: {again.stderr[-300:]}"
    assert again.returncode == 0 or was_done.get(str(act.words(index)[0])), said
    result = _result(index, act)
    _whole(result)
    assert _state(result) == wanted, "the archive is another than an undisturbed one"
    return "ended before" if ended else "killed, finished by the same command"


def _whole(index: Path) -> None:
    findings = yard.damage(index)
    bare = (index / "restoring").exists() or not (index / "whoosh").exists()  # their order of hits is made last
    findings = [each for each in findings if not (bare and each.part == "ranking")]
    assert not findings, f"not whole: {yard.told(findings)}"


def _id(record: str) -> str:
    at = record.index('"id": "') + len('"id": "')
    return record[at : record.index('"', at)]
