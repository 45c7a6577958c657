"""Several notices in one file: forwarded with a letter, or one after another."""

from __future__ import annotations

import random
from dataclasses import replace

from . import closing, forms, world
from .facts import facts
from .heads import Plan, number_row, single
from .matters import Matter
from .rows import Made, Row, fresh


def forwarding(inner: Made, plan: Plan, rng: random.Random) -> list[Made]:
    """A letter or notice that passes another notice on, and that notice after it with a head of its own."""
    word = rng.choice(("函", "通知"))
    matter = Matter(word, word, ("education", "water", "civil"), ("转发",), "", (), levels=("city", "county"))
    outer_facts = facts(matter, 1, rng, after=inner.day)
    plan = replace(
        plan,
        head=rng.choice(("red", "letter", "bare", "red-apart")),
        sign="full",
        date_place="end",
        damage="none",
        tail="none",
    )
    made = fresh()
    single(made, outer_facts, plan, rng)
    number_row(made, outer_facts, plan)
    name = inner.truth["title"]
    quoted = name.replace("《", "〈").replace("》", "〉")
    title = f"关于转发《{quoted}》的{word}"
    for row in [title] if len(title) < 26 else forms.broken(title, rng, 8):
        made.add(row, "centre", "title", size="title")
    made.truth["title"], made.truth["kind"] = title, word
    line = world.split_line(f"各县（市、区）{outer_facts.lead.name.removeprefix(outer_facts.place.name)}，局属各单位")
    made.add(line.line + "：", "flush", "to")
    made.truth["addressees"] = list(line.names)
    cited = f"（{inner.truth['number']}）" if inner.truth["number"] else ""
    made.add(
        f"现将《{quoted}》{cited}转发给你们，请结合实际认真贯彻落实，并于{outer_facts.words['D']}前将落实情况报送我局办公室。"
    )
    if rng.random() < 0.5:
        made.add(f"附件：{name}", part="attachments")
        made.truth["attachments"] = [name]
    closing.closing(made, outer_facts, plan, rng)
    closing.colophon(made, outer_facts, plan, rng)
    label = [Row("附件", "left", "label", page=True)] if rng.random() < 0.7 else []
    made.rows += label
    first = inner.rows[0]
    inner.rows[0] = replace(first, page=not label)
    inner.truth["wrapper"] = 1
    return [made, inner]


def row_of(count: int, draw: object, rng: random.Random) -> list[Made]:
    """So many independent notices; those after the first begin a page in half of the files."""
    paged = rng.random() < 0.5
    out = [draw() for _ in range(count)]  # type: ignore[operator]
    for made in out[1:]:
        made.rows[0] = replace(made.rows[0], page=paged)
    return out
