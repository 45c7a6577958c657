"""Write the made-up layouts and their truth: ``python -m tests.corpora.made.generate FOLDER``."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from . import closing, extras, forms, heads, letters, matters, paper, plain, several, traditional, writer
from .facts import facts
from .heads import Plan
from .rows import Made

SEED = 9704
T = TypeVar("T")
DAMAGES = ("none", "none", "none", "none", "none", "none", "broken-words", "stray-mark", "blanks", "cut")
PREFIXES = ("none", "blank", "blank", "pause", "lines", "blank", "none")
BARE_HEADS = ("web", "web-bracket", "web-label", "number-first", "title-only")
NOT_SIGNED = ("none", "short")
SEPARATORS = ("\n\n", "\n\n\n", "\n", "\n――――――――――――――\n", "\n\f")


class Deck(Generic[T]):
    """Deals the values in random order, each once before any comes again: all of them are met."""

    def __init__(self, values: Sequence[T], rng: random.Random) -> None:
        self.values, self.rng = list(values), rng
        self.left: list[T] = []

    def deal(self) -> T:
        if not self.left:
            self.left = list(self.values)
            self.rng.shuffle(self.left)
        return self.left.pop()


class Dealer:
    """Deals plans and notices; a plan's parts vary each by itself."""

    def __init__(self, seed: int) -> None:
        self.rng = rng = random.Random(seed)
        names = ("numbers", "titles", "above", "to", "dates", "places", "colophons", "tails", "damages", "prefixes")
        values: tuple[Sequence[str], ...] = (
            forms.NUMBER_FORMS,
            heads.TITLES,
            extras.ABOVE,
            heads.TO,
            forms.DATE_FORMS,
            closing.DATE_PLACES,
            closing.COLOPHONS,
            closing.TAILS,
            DAMAGES,
            PREFIXES,
        )
        self.decks = {name: Deck(each, rng) for name, each in zip(names, values, strict=True)}
        self.heads = {False: Deck(heads.SINGLE_HEADS, rng), True: Deck(heads.JOINT_HEADS, rng)}
        self.signs = {False: Deck(closing.SIGNATURES, rng), True: Deck(closing.JOINT_SIGNATURES, rng)}
        self.shapes = Deck(("forwarding", "row"), rng)
        usual = [*matters.NOTIFICATIONS, *matters.DECISIONS, *letters.LETTERS, *letters.OTHERS]
        self.matters = Deck(usual, rng)
        self.joint_matters = Deck([each for each in usual if len(each.fields) > 1 or "university" in each.fields], rng)

    def plan(self, joint: bool = False) -> Plan:
        deal = {name: deck.deal() for name, deck in self.decks.items()}
        return Plan(
            head=self.heads[joint].deal(),
            number=deal["numbers"],
            title=deal["titles"],
            prefix=deal["prefixes"],
            above=deal["above"],
            to=deal["to"],
            sign=self.signs[joint].deal(),
            date=deal["dates"],
            date_place=deal["places"],
            colophon=deal["colophons"],
            tail=deal["tails"],
            damage=deal["damages"],
        )

    def notice(self, joint: bool = False, plan: Plan | None = None) -> Made:
        """An ordinary notice that says somewhere who issued it."""
        plan = plan or self.plan(joint)
        matter = (self.joint_matters if joint else self.matters).deal()
        fact = facts(matter, self.rng.choice((2, 2, 3)) if joint else 1, self.rng)
        if plan.head in BARE_HEADS and plan.sign in NOT_SIGNED:
            named = matter.kind not in (None, "公报") and not matter.bare
            plan = replace(plan, prefix="blank") if named else replace(plan, sign="full")
        if matter.kind is None and plan.head != "title-only":
            plan = replace(plan, head="title-only" if len(fact.issuers) == 1 else plan.head)
        made = writer.ordinary(fact, plan, self.rng)
        made.truth["plan"] = plan
        return made

    def announcement(self) -> Made:
        joint = self.rng.random() < 0.3
        matter = self.rng.choice([each for each in matters.DECISIONS if each.kind in ("公告", "通告")])
        plan = replace(self.plan(joint), damage="none", date_place="end", prefix="none", title="pieces")
        made = writer.announcement(facts(matter, 2 if joint else 1, self.rng), plan, self.rng)
        made.truth["plan"] = plan
        return made

    def special(self, kind: str) -> Made:
        """An order or minutes."""
        plan = replace(self.plan(), damage="none", date_place="end")
        matter = self.rng.choice(letters.ORDERS if kind == "order" else letters.MINUTES)
        write = writer.order if kind == "order" else writer.minutes
        made = write(facts(matter, 1, self.rng), plan, self.rng)
        made.truth["plan"] = plan
        return made

    def bundle(self) -> list[Made]:
        def draw() -> Made:
            plan = replace(self.plan(), damage="none", tail=self.rng.choice(("none", "attached")), above="none")
            if self.rng.random() < 0.2:
                return self.announcement()
            if plan.sign in NOT_SIGNED or plan.date_place != "end":
                plan = replace(plan, sign="full", date_place="end")
            return self.notice(plan=plan)

        if self.shapes.deal() == "forwarding":
            inner = replace(
                self.plan(),
                damage="none",
                above="none",
                tail="none",
                head=self.rng.choice(("red", "red-apart", "bare", "letter")),
            )
            forwarded = self.notice(plan=inner)
            while forwarded.truth["kind"] is None:
                forwarded = self.notice(plan=inner)
            return several.forwarding(forwarded, self.plan(), self.rng)
        return several.row_of(self.rng.choice((2, 2, 3, 4)), draw, self.rng)


def spoilt(made: Made, rng: random.Random) -> None:
    """Damage to a file of any kind: the end is missing, words are broken, a page mark is left in the text."""
    damage = made.truth["plan"].damage
    if damage == "broken-words":
        made.rows = plain.broken_words(made.rows, rng)
    elif damage == "stray-mark":
        made.rows = plain.stray_marks(made.rows, rng)
    elif damage == "cut" and made.truth["issuers"] and any(row.part == "masthead" for row in made.rows):
        cut_off(made)


def cut_off(made: Made) -> None:
    """The paper breaks off in the middle of its text; what stood below is not there."""
    long = [place for place, row in enumerate(made.rows) if row.part == "body" and len(row.text) > 30]
    if not long:
        return
    at = long[0]
    row = made.rows[at]
    made.rows = [*made.rows[:at], replace(row, text=row.text[: len(row.text) // 2])]
    names = [row.cells[0] if row.cells else row.text for row in made.rows if row.part == "masthead"]
    head = "".join(names).replace(" ", "").replace("　", "")
    made.truth["issuers"] = [
        name
        for name in made.truth["issuers"]
        if name in head or name in (made.truth["title"] or "").partition("关于")[0]
    ]
    gone = {"signature": [], "printed": None, "cc": [], "attachments": [], "note": None, "cut": True}
    plan = made.truth["plan"]
    if plan.date_place in ("end", "next-page") and not plan.above.startswith("labels"):
        gone["date"] = None
    made.truth |= gone


def files(seed: int = SEED) -> list[tuple[str, list[Made]]]:
    """The notices of each file, by what was asked for it."""
    dealer = Dealer(seed)
    makers: list[tuple[str, int, Callable[[], list[Made]]]] = [
        ("single", 92, lambda: [dealer.notice()]),
        ("joint", 28, lambda: [dealer.notice(joint=True)]),
        ("announcement", 8, lambda: [dealer.announcement()]),
        ("order", 7, lambda: [dealer.special("order")]),
        ("minutes", 5, lambda: [dealer.special("minutes")]),
        ("traditional", 6, lambda: [traditional.notice(dealer.rng)]),
        ("several", 14, dealer.bundle),
    ]
    return [(name, make()) for name, count, make in makers for _ in range(count)]


def write(folder: Path, seed: int = SEED) -> list[dict[str, Any]]:
    """Write the files, half of them text and half PDF, and give their truth.

    Args:
        folder: where to; made when it is not there.
        seed: another one gives other notices of the same layouts.

    Returns:
        One record a file, as a gold line has it: ``file``, ``type``, ``oddities`` and ``notices``, each with the fields
        of ``archive.notice.Notice`` that the paper prints, ``cut``, ``wrapper`` and ``alt``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed + 1)
    manners, papers, gaps = Deck(plain.MANNERS, rng), Deck(paper.PAPERS, rng), Deck(SEPARATORS, rng)
    out = []
    for at, (form, notices) in enumerate(files(seed), 1):
        as_text = at % 2 == 1
        name = f"{form}-{at:03d}.{'txt' if as_text else 'pdf'}"
        plans = [made.truth.pop("plan", None) for made in notices]
        for made, plan in zip(notices, plans, strict=True):
            if plan and len(notices) == 1:
                made.truth["plan"] = plan
                spoilt(made, rng)
                del made.truth["plan"]
        rows = [made.rows for made in notices]
        title = notices[0].truth.get("title") or "" if len(notices) == 1 else ""
        if as_text:
            manner = manners.deal()
            content = plain.text(rows, manner, gaps.deal(), title)
            if plans[0] and plans[0].damage == "blanks" and len(notices) == 1:
                content = plain.stray_blanks(content, rng)
            (folder / name).write_bytes(plain.encoded(content, manner))
        else:
            (folder / name).write_bytes(paper.pdf(rows, papers.deal(), title))
        odd = ", ".join(
            sorted(
                {
                    value
                    for plan in plans
                    if plan
                    for value in vars(plan).values()
                    if value not in ("none", "plain", "full", "end")
                }
            )
        )
        out.append({"file": name, "type": name[-3:], "oddities": odd, "notices": [made.truth for made in notices]})
    return out


def main(folder: str) -> None:
    """Write the files and ``gold.jsonl`` into a folder."""
    target = Path(folder)
    records = write(target)
    lines = [json.dumps(each, ensure_ascii=False) for each in records]
    (target / "gold.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(records)} files, {sum(len(each['notices']) for each in records)} notices")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.corpora.made.generate FOLDER")
    main(sys.argv[1])
