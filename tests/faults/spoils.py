"""Files of an archive cut short and bytes of them changed: found, said, brought back."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from archive.ingest.rebuilding import repair
from tests.faults import yard
from tests.faults.yard import Section

_LEFT_OUT = {"lock"}
"""Files that hold nothing."""


def section(work: Path, trials: int, seed: int) -> Section:
    """Spoils a file of an archive, each time another one.

    What ``verify`` does not find must change no answer; what it finds must be brought back by ``--repair`` or named as
    lost.
    """
    found = Section("damage")
    base = work / "base"
    yard.run(base, "ingest", yard.files(work / "in", 120))
    names = yard.run(base, "search", "通知", "--ids", "--limit", "3").stdout.split()
    yard.run(base, "correct", "--yes", names[0], "title=关于开展演练的通知")
    yard.run(base, "remove", "--yes", names[1])
    yard.run(base, "ingest", yard.files(work / "more", 140))  # a second segment
    wanted = yard.records(base), yard.answers(base)
    kinds = _kinds(base)
    for at in range(trials):
        kind = sorted(kinds)[at % len(kinds)]

        def trial(rng: random.Random, kind: str = kind) -> str:
            return _trial(base, work / "trial", rng.choice(kinds[kind]), wanted, rng, work / "in")

        yard.attempt(found, kind, trial, seed * 100_000 + at)
        if (at + 1) % 20 == 0:
            yard.tell(f"damage: {at + 1} of {trials}, {len(found.problems)} problems")
    return found


def _kinds(base: Path) -> dict[str, list[Path]]:
    """The files of an archive by what they are: of each kind as many are spoilt."""
    kinds: dict[str, list[Path]] = {}
    for path in sorted(base.rglob("*")):
        if path.is_file() and path.stat().st_size and path.name not in _LEFT_OUT:
            within = path.relative_to(base)
            kind = within.parts[0] if within.parts[0] != "whoosh" else path.name[path.name.rindex(".") :]
            kinds.setdefault(kind, []).append(within)
    kinds["catalog.sqlite3, again"] = kinds["catalog.sqlite3, once more"] = kinds["catalog.sqlite3"]
    return kinds


def spoil(data: bytes, rng: random.Random) -> bytes:
    """The bytes cut short, or some of them changed, or a stretch of them zeroed."""
    at, how = rng.randrange(len(data)), rng.random()
    if how < 0.25:
        return data[:at]
    if how < 0.35:
        stretch = rng.choice((512, 4096))
        return data[:at] + bytes(len(data[at : at + stretch])) + data[at + stretch :]
    spoilt = bytearray(data)
    for each in range(at, min(len(data), at + rng.choice((1, 1, 1, 4, 64)))):
        spoilt[each] ^= rng.randrange(1, 256)
    return bytes(spoilt)


def _trial(base: Path, index: Path, within: Path, wanted: object, rng: random.Random, came_from: Path) -> str:
    yard.copied(base, index)
    path = index / within
    data = path.read_bytes()
    path.unlink()  # it may be linked
    path.write_bytes(spoil(data, rng))
    findings = yard.damage(index)
    if not findings:
        assert (yard.records(index), yard.answers(index)) == wanted, f"{within}: not found, and the answers are others"
        return "without effect"
    if rng.random() < 0.3:
        came_from.rename(came_from.with_name("gone"))  # then an original has nowhere to come from
    try:
        done = repair(index, findings, who="tester", workers=1)
    finally:
        if came_from.with_name("gone").exists():
            came_from.with_name("gone").rename(came_from)
    left = [each for each in done.left if not each.harmless]
    if within.parts[0] == "journal.jsonl":
        assert {each.part for each in left} <= {"journal"}, yard.told(left)
        return "found; what a journal said cannot be brought back"
    same = (yard.records(index), yard.answers(index)) == wanted
    if done.lost:
        return "found, the rest brought back, the loss named"
    assert not left, f"{within}: still {yard.told(left)}"
    assert same, f"{within}: repaired, but the answers are others"
    shutil.rmtree(index)
    return "found and brought back"
