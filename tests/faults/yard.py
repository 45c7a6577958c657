"""Archives to break, commands to run on them, and what must be the same in two of them."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive import Archive
from archive.store.verifying import Finding, Verifier
from tests.bench import corpus

QUERIES = ("通知", "工作", "关于 通知", "“的通知”", "kind:通知", "date:2020..", "职工 -会议", "number:2024")
"""What two archives must answer alike."""


@dataclass
class Section:
    """What one kind of fault led to.

    Attributes:
        name: of the kind.
        outcomes: how often each outcome was seen.
        problems: what should not have been, a line each.
        figures: what was measured.
    """

    name: str
    outcomes: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)


def tell(text: str) -> None:
    """Says on stderr how far it is."""
    print(text, file=sys.stderr, flush=True)


def files(folder: Path, count: int) -> Path:
    """A folder of so many made-up notices, as text."""
    corpus.made_up(count).write(folder, count)
    return folder


def environment() -> dict[str, str]:
    """What a command runs with: English messages, a known user."""
    return {**os.environ, "LC_ALL": "C.UTF-8", "ARCHIVE_LANG": "en", "ARCHIVE_USER": "tester", "PYTHONHASHSEED": "0"}


def command(index: Path, *words: str | Path) -> list[str]:
    """The command line of a verb on an archive."""
    return [sys.executable, "-m", "archive", "--index", str(index), *map(str, words)]


def run(index: Path, *words: str | Path, seconds: float = 120, **more: Any) -> subprocess.CompletedProcess[str]:
    """Runs a verb to its end."""
    return subprocess.run(
        command(index, *words), env=environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=seconds, check=False, **more,
    )  # fmt: skip


def copied(archive: Path, to: Path) -> Path:
    """A copy of an archive; originals, which never change in place, are linked."""

    def copy(source: str, target: str) -> None:
        if "/originals/" in source:
            os.link(source, target)
        else:
            shutil.copy2(source, target)

    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(archive, to, copy_function=copy)
    return to


def records(index: Path) -> list[str]:
    """All an archive says of its notices, sorted: records, texts, lines, evidence; times of people's acts left out."""
    with Archive.open(index) as archive:
        found = []
        for notice in archive.notices():
            rests = [
                (e.field, e.value, e.page, e.line, e.rule, e.sure) for e in notice.evidence if e.rule != "correction"
            ]
            said = {**notice.record(), "text": notice.text, "lines": notice.lines, "evidence": sorted(rests)}
            found.append(json.dumps(said, ensure_ascii=False, sort_keys=True))
        return sorted(found)


def answers(index: Path) -> dict[str, list[str]]:
    """The ids that each of QUERIES finds, in order."""
    with Archive.open(index) as archive:
        return {query: [hit.notice.id for hit in archive.search(query, limit=None).hits] for query in QUERIES}


def sets(answered: Mapping[str, Sequence[str]]) -> dict[str, set[str]]:
    """Answers without their order."""
    return {query: set(ids) for query, ids in answered.items()}


def damage(index: Path) -> list[Finding]:
    """What ``verify`` finds that is not harmless."""
    return [each for each in Verifier(index).run() if not each.harmless]


def told(findings: Sequence[Finding]) -> str:
    """Findings in a line."""
    return "; ".join(f"{each.part} {each.code} {each.where[:2]} {each.detail}" for each in findings)


def attempt(section: Section, label: str, trial: Callable[[random.Random], str], seed: int) -> None:
    """Runs one trial and counts its outcome; an exception is a problem."""
    try:
        outcome = trial(random.Random(seed))
    except Exception as error:  # a trial may break in any way, and the others go on
        outcome = "failed"
        section.problems.append(f"{label}, seed {seed}: {type(error).__name__}: {error}"[:600])
        tell(section.problems[-1])
    section.outcomes[outcome] += 1
