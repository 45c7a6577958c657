"""Right, wrong, missing and extra values of each field, a table a corpus."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from archive.notice import Notice

from .columns import Cell, table
from .compare import ALL, IDENTITY, Judged, judge
from .corpora import GOLD, Case

HEAD = ("field", "right", "wrong", "missing", "extra", "recall", "precision", "F1")


@dataclass
class Tally:
    """Values of one field over many notices."""

    right: int = 0
    wrong: int = 0
    missing: int = 0
    extra: int = 0
    said: int = 0

    def add(self, each: Judged) -> None:
        self.right += each.right
        self.wrong += each.wrong
        self.missing += each.missing
        self.extra += each.extra
        self.said += len(each.said)

    @property
    def errors(self) -> int:
        return self.wrong + self.missing + self.extra

    @property
    def recall(self) -> float:
        wanted = self.right + self.wrong + self.missing
        return self.right / wanted if wanted else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.said if self.said else 1.0

    @property
    def f1(self) -> float:
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


@dataclass
class Score:
    """Figures of one corpus."""

    files: int = 0
    split: int = 0
    notices: int = 0
    whole: int = 0
    fields: dict[str, Tally] = field(default_factory=dict)
    misses: list[tuple[str, str, Judged]] = field(default_factory=list)

    def add(self, case: Case, found: Sequence[Notice]) -> None:
        """Counts one document."""
        self.files += 1
        self.split += len(found) == len(case.truth)
        self.notices += len(case.truth)
        for place, fields in enumerate(judge(case.truth, found)):
            short = [each for each in fields if each.right < max(len(each.want), len(each.said))]
            self.whole += place < len(case.truth) and not any(each.field in IDENTITY for each in short)
            self.misses += [(case.corpus, case.path.name, each) for each in short]
            for each in fields:
                self.fields.setdefault(each.field, Tally()).add(each)

    def f1(self) -> dict[str, float]:
        """F1 of each field, and the share of files that fell into the right number of notices."""
        return {"split": self.split / self.files if self.files else 0.0, **{k: v.f1 for k, v in self.fields.items()}}


def score(cases: Iterable[Case]) -> dict[str, Score]:
    """Parses each document and counts, a corpus at a time; ``made up`` is all that is not gold."""
    scores: dict[str, Score] = {}
    for case in cases:
        found = case.parse()
        for name in (case.corpus, "made up"):
            if case.corpus != GOLD or name == GOLD:
                scores.setdefault(name, Score()).add(case, found)
    return {name: scores[name] for name in sorted(scores, key=lambda name: (name == GOLD, name == "made up"))}


def show(name: str, figures: Score) -> str:
    """The table of one corpus."""
    rows: list[list[Cell]] = []
    for each in ALL:
        if tally := figures.fields.get(each):
            counts = [tally.right, tally.wrong, tally.missing, tally.extra]
            rows.append([each, *counts, tally.recall, tally.precision, tally.f1])
    told = f"{name}: {figures.files} files, {figures.notices} notices, split right {figures.split}/{figures.files}, "
    told += f"{'+'.join(IDENTITY)} all right {figures.whole}/{figures.notices}"
    return f"{told}\n{table(HEAD, rows)}"


def report(cases: Iterable[Case], floor: float | None = None, misses: int = 0) -> bool:
    """Prints the tables; whether no field of the made-up corpora stands below the floor.

    Args:
        cases: documents with their truth.
        floor: lowest F1 that a field of a made-up corpus, and its split, may have.
        misses: how many wrong values to show of each field of each corpus, on stderr.
    """
    scores = score(cases)
    print("\n\n".join(show(name, figures) for name, figures in scores.items()))
    for name, figures in scores.items():
        for each in ALL if name != "made up" else ():
            for _, file, miss in [one for one in figures.misses if one[2].field == each][:misses]:
                print(f"  {name} {each}: {file}: {sorted(miss.want)} found {sorted(miss.said)}", file=sys.stderr)
    below = [
        f"{name} {each} {value:.3f}"
        for name, figures in scores.items()
        for each, value in figures.f1().items()
        if floor is not None and name != GOLD and value < floor
    ]
    if below:
        print(f"\nbelow {floor}: {', '.join(below)}")
    return not below
