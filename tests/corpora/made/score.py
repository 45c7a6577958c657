"""How well notices are read: fields against truth, and whether what is marked sure is right.

python -m tests.corpora.made.score [--seed N] [--misses N] [GOLD.jsonl FOLDER]
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.errors import Unreadable
from archive.extract import read
from archive.notice import FIELDS, Notice
from archive.parse import parse

from .generate import SEED, write

BRACKETS = str.maketrans("[(【﹝〔])】﹞〕", "〔〔〔〔〔〕〕〕〕〕")


def plain(value: object) -> str:
    """What must be equal: width, blanks, kind of bracket and quotation mark, and end punctuation are no difference."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(value))).translate(BRACKETS)
    return re.sub("[“”\"'‘’]", '"', text).strip(":：;；,，.。、").lower()


def values(value: Any) -> frozenset[str]:
    if value in (None, "", []):
        return frozenset()
    return frozenset(map(plain, value)) if isinstance(value, list) else frozenset({plain(value)})


@dataclass
class Scores:
    """Counts of a run: values that are true, given and both, by field; misses; and what was said of each given value.

    Attributes:
        said: (field, rule, sure) to (right, wrong).
    """

    true: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    misses: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    said: dict[tuple[str, str, bool], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    files: int = 0
    split: int = 0

    def f1(self, name: str) -> float:
        both = self.true[name] + self.given[name]
        return 2 * self.right[name] / both if both else 1.0

    def sureness(self, name: str = "") -> tuple[float, float]:
        """Share of the sure values that are right, and share of the values that are sure."""
        counts = [(sure, *count) for (each, _, sure), count in self.said.items() if name in ("", each)]
        sure = sum(right + wrong for is_sure, right, wrong in counts if is_sure)
        good = sum(right for is_sure, right, _ in counts if is_sure)
        every = sum(right + wrong for _, right, wrong in counts)
        return (good / sure if sure else 1.0), (sure / every if every else 1.0)


def alike(want: dict[str, Any], found: Notice) -> int:
    same = [
        name for name in FIELDS if name in want and want[name] and values(want[name]) == values(getattr(found, name))
    ]
    return sum(3 if name in ("number", "title") else 1 for name in same)


def paired(wanted: list[dict[str, Any]], found: list[Notice]) -> list[tuple[dict[str, Any], Notice | None]]:
    """Each true notice with the one found for it; then those found beyond that, with an empty truth."""
    if len(wanted) == len(found):
        return list(zip(wanted, found, strict=True))
    ranked = sorted(
        ((alike(want, each), -abs(i - j), i, j) for i, want in enumerate(wanted) for j, each in enumerate(found)),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    for _, _, i, j in ranked:
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    out: list[tuple[dict[str, Any], Notice | None]] = [
        (want, found[pairs[i]] if i in pairs else None) for i, want in enumerate(wanted)
    ]
    nothing: dict[str, Any] = dict.fromkeys(FIELDS)
    return out + [(nothing, each) for j, each in enumerate(found) if j not in pairs.values()]


def score_notice(scores: Scores, name: str, want: dict[str, Any], found: Notice | None) -> None:
    for each in (*FIELDS, "cut", "wrapper"):
        if each not in want:
            continue
        true, given = values(want[each] or None), values((getattr(found, each) or None) if found else None)
        for other in want.get("alt", {}).get(each, []):
            if true != given and values(other) == given:
                true = given
        scores.true[each] += len(true)
        scores.given[each] += len(given)
        scores.right[each] += len(true & given)
        if true != given:
            rules = [e.rule + ("" if e.sure else "?") for e in found.evidence if e.field == each] if found else []
            scores.misses[each].append(f"{name}: {sorted(true)} found {sorted(given)} {rules}")
        for evidence in found.evidence if found else ():
            if evidence.field == each and plain(evidence.value) in given:
                scores.said[each, evidence.rule, evidence.sure][plain(evidence.value) not in true] += 1


def score(records: list[dict[str, Any]], folder: Path) -> Scores:
    """Read and parse each file that the records tell of, and compare.

    Args:
        records: gold lines: ``file`` and ``notices``.
        folder: where the files are.

    Returns:
        The counts.
    """
    scores = Scores()
    for record in records:
        path = folder / record["file"]
        try:
            found = parse(read(path))
        except Unreadable:
            found = []
        scores.files += 1
        scores.split += len(found) == len(record["notices"])
        if len(found) != len(record["notices"]):
            titles = [each.title or each.text[:20] for each in found]
            scores.misses["split"].append(f"{path.name}: {len(record['notices'])} found {titles}")
        for want, each in paired(record["notices"], found):
            score_notice(scores, path.name, want, each)
    return scores


def table(scores: Scores) -> str:
    """The figures of a run as text: a line a field."""
    lines = [f"files {scores.files}, split right {scores.split}"]
    lines.append(f"{'field':<12}{'true':>6}{'given':>7}{'right':>7}{'F1':>7}{'sure is right':>15}{'is sure':>9}")
    for name in (*FIELDS, "cut", "wrapper"):
        good, share = scores.sureness(name)
        lines.append(
            f"{name:<12}{scores.true[name]:>6}{scores.given[name]:>7}{scores.right[name]:>7}"
            f"{scores.f1(name):>7.3f}{good:>15.3f}{share:>9.3f}"
        )
    good, share = scores.sureness()
    lines.append(f"{'all':<32}{'':>7}{good:>15.3f}{share:>9.3f}")
    return "\n".join(lines)


def rules(scores: Scores) -> str:
    """What each rule gave: how often right, how often wrong, and whether it is marked sure."""
    lines = [f"{'field':<12}{'rule':<44}{'sure':>5}{'right':>7}{'wrong':>7}"]
    for (name, rule, sure), (right, wrong) in sorted(scores.said.items()):
        lines.append(f"{name:<12}{rule:<44}{'yes' if sure else 'no':>5}{right:>7}{wrong:>7}")
    return "\n".join(lines)


def main() -> None:
    """Score the made-up set, or the gold lines and the folder that are named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="?", type=Path)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--misses", type=int, default=0, help="show so many of each field")
    parser.add_argument("--rules", action="store_true", help="also a line a rule")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = options.folder or Path(made)
        if options.gold:
            records = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines() if line]
            records = [each for each in records if each["file"].endswith((".txt", ".pdf")) and not each.get("scanned")]
        else:
            records = write(folder, options.seed)
        scores = score(records, folder)
    print(table(scores))
    if options.rules:
        print(rules(scores))
    for name, misses in scores.misses.items():
        for miss in misses[: options.misses]:
            print(f"  {name}: {miss}")


if __name__ == "__main__":
    main()
