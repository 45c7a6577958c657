"""What ``sure`` is worth: how many values are marked so, and how many of those are right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from archive.notice import FIELDS, Evidence, Notice

from .columns import Cell, share, table
from .compare import Judged, judge, plain
from .corpora import GOLD, Case

RIGHT, MARKED = 0.99, 0.85
"""Of the sure values so many are right; of the values given so many are sure."""
IN_ALL = "in all"


@dataclass
class Tally:
    """Values given, those of them marked sure, and the right ones among each."""

    given: int = 0
    sure: int = 0
    right: int = 0
    sure_right: int = 0

    def add(self, sure: bool, right: bool) -> None:
        self.given += 1
        self.sure += sure
        self.right += right
        self.sure_right += sure and right

    @property
    def holds(self) -> bool:
        """Whether enough are sure, and enough of those right."""
        return self.sure >= MARKED * self.given and self.sure_right >= RIGHT * self.sure

    def cells(self) -> list[Cell]:
        """Given, sure, their share, right ones of the sure, their share."""
        return [
            self.given,
            self.sure,
            share(self.sure, self.given),
            self.sure_right,
            share(self.sure_right, self.sure),
            "" if self.holds else "below",
        ]


@dataclass
class Sureness:
    """Figures by field, by set of documents, and by (field, rule, sure)."""

    fields: dict[str, Tally] = field(default_factory=dict)
    sets: dict[str, Tally] = field(default_factory=dict)
    rules: dict[tuple[str, str, bool], Tally] = field(default_factory=dict)

    def add(self, corpus: str, each: Judged) -> None:
        """Counts the values of one field of one notice."""
        if each.notice is None or each.field not in FIELDS:
            return
        value = getattr(each.notice, each.field)
        for one in value if isinstance(value, list) else [value] if value else []:
            said = evidence(each.notice, each.field, one)
            sure, right = bool(said) and all(it.sure for it in said), each.holds(one)
            for name in (IN_ALL, "gold" if corpus == GOLD else "made up"):
                self.sets.setdefault(name, Tally()).add(sure, right)
            self.fields.setdefault(each.field, Tally()).add(sure, right)
            for rule, marked in {(it.rule, it.sure) for it in said} or {("(none)", False)}:
                self.rules.setdefault((each.field, rule, marked), Tally()).add(marked, right)


def evidence(notice: Notice, name: str, value: Any) -> list[Evidence]:
    """What a value rests on: of a list, the evidence of that value; else all of the field."""
    of_field = [each for each in notice.evidence if each.field == name]
    if not isinstance(getattr(notice, name), list):
        return of_field
    return [each for each in of_field if plain(each.value) == plain(str(value))]


def measure(cases: Iterable[Case]) -> Sureness:
    """Parses each document and counts the values of the fields that its truth labels."""
    out = Sureness()
    for case in cases:
        for fields in judge(case.truth, case.parse()):
            for each in fields:
                out.add(case.corpus, each)
    return out


def report(cases: Iterable[Case]) -> bool:
    """Prints both tables; whether in all enough is sure and enough of that right."""
    found = measure(cases)
    rows: list[list[Cell]] = [[name, *found.fields[name].cells()] for name in FIELDS if name in found.fields]
    rows += [[name, *found.sets[name].cells()] for name in ("gold", "made up", IN_ALL) if name in found.sets]
    print(table(("field", "given", "sure", "share", "right", "of sure", ""), rows))
    print()
    order = sorted(found.rules, key=lambda key: (FIELDS.index(key[0]), not key[2], -found.rules[key].given, key[1]))
    print(
        table(
            ("field", "rule", "marked", "given", "right", "wrong", "share"),
            [
                [name, rule, "sure" if marked else "unsure", each.given, each.right, each.given - each.right,
                 share(each.right, each.given)]
                for name, rule, marked in order
                for each in [found.rules[name, rule, marked]]
            ],
        )
    )  # fmt: skip
    below = [name for name in FIELDS if name in found.fields and not found.fields[name].holds]
    told = f"wanted: {RIGHT:.0%} of the sure right, {MARKED:.0%} of the given sure"
    print(f"\n{told}; fields below: {', '.join(below) or 'none'}")
    return found.sets.get(IN_ALL, Tally()).holds
