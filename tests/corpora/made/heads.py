"""The upper part of a notice: what stands above, masthead, number, title, addressees."""

from __future__ import annotations

import random
from dataclasses import dataclass

from . import forms, world
from .facts import Facts, title_core, upwards
from .rows import Made


@dataclass(frozen=True)
class Plan:
    """Which way each part of a notice is laid out; every value is dealt by itself.

    Attributes:
        head: a key of HEADS, or a form that has a writer of its own (order, announcement, minutes).
        number: a key of forms.NUMBER_FORMS.
        title: a value of TITLES.
        prefix: how the title names the issuers: ``none``, or parted by ``blank``, ``pause`` or ``lines``.
        above: a value of extras.ABOVE.
        to: how the addressees are printed.
        sign: a value of closing.SIGNATURES.
        date: a key of forms.DATES.
        date_place: a value of closing.DATE_PLACES.
        colophon: a value of closing.COLOPHONS.
        tail: a value of closing.TAILS.
        damage: a value of damage.DAMAGES.
    """

    head: str
    number: str
    title: str
    prefix: str
    above: str
    to: str
    sign: str
    date: str
    date_place: str
    colophon: str
    tail: str
    damage: str


TITLES = (
    "one",
    "pieces",
    "pieces",
    "issuer-line",
    "inside",
    "inside",
    "kind-alone",
    "apart",
    "subtitle",
    "batch",
    "trial",
    "three-inside",
)
TO = ("plain", "plain", "plain", "plain", "indented", "ascii-colon", "label", "blank-after")
SINGLE_HEADS = (
    "red",
    "red-apart",
    "red-gap",
    "red-wide",
    "bare",
    "bare-apart",
    "letter",
    "web",
    "web",
    "web-bracket",
    "web-label",
    "number-first",
    "number-first",
    "title-only",
    "signer",
    "rule",
    "serial-in-head",
)
JOINT_HEADS = (
    "stack-first",
    "stack-middle",
    "stack-last",
    "stack-own",
    "stack-bare",
    "row",
    "row-file",
    "lead-only",
    "web",
    "number-first",
    "stack-middle",
)


def masthead(made: Made, text: str, **more: object) -> None:
    made.add(text, "centre", "masthead", size="masthead", red=True, **more)


def single(made: Made, facts: Facts, plan: Plan, rng: random.Random) -> bool:
    """The masthead of one body; whether the number is to stand below the title."""
    name, kind = facts.lead.name, plan.head
    if kind in ("red", "signer", "rule"):
        if len(name) > 18:
            masthead(made, name[:-8])
            masthead(made, name[-8:] + "文件")
        else:
            masthead(made, name + "文件")
    elif kind == "red-apart":
        masthead(made, forms.apart(name + "文件"))
    elif kind == "red-wide":
        masthead(made, forms.apart(name + "文件", "　"))
    elif kind == "red-gap":
        masthead(made, name + "　　文　件")
    elif kind in ("bare", "letter"):
        masthead(made, name)
    elif kind == "bare-apart":
        masthead(made, forms.apart(name, "  " if rng.random() < 0.4 else " "))
    elif kind == "serial-in-head":
        masthead(made, name + " 文件")
    if kind in ("web", "web-bracket", "web-label", "number-first", "title-only"):
        return kind.startswith("web")
    made.truth["issuers"] = [name]
    return False


def joint(made: Made, facts: Facts, plan: Plan) -> bool:
    """The masthead of several bodies; whether the number is to stand below the title."""
    names, kind = [each.name for each in facts.issuers], plan.head
    spread = forms.same_width(names, " ")
    if kind in ("stack-first", "stack-middle", "stack-last"):
        beside = {"stack-first": 0, "stack-middle": (len(names) - 1) // 2, "stack-last": len(names) - 1}[kind]
        for place, name in enumerate(spread):
            cells = (name, "文件") if place == beside else ()
            between = kind == "stack-middle" and len(names) % 2 == 0
            made.add(name, "centre", "masthead", cells=cells, size="joint", red=True, between=between)
    elif kind in ("stack-own", "stack-bare"):
        for name in names:
            made.add(name, "centre", "masthead", size="joint", red=True)
        if kind == "stack-own":
            made.add("文件", "centre", "masthead", size="joint", red=True)
    elif kind in ("row", "row-file"):
        made.add(
            ("　" if kind == "row" else "  ").join(names) + (" 文件" if kind == "row-file" else ""),
            "centre",
            "masthead",
            red=True,
        )
    elif kind == "lead-only":
        masthead(made, names[0] + "文件")
    if kind in ("web", "number-first"):
        return kind == "web"
    made.truth["issuers"] = names[:1] if kind == "lead-only" else names
    return False


def number_row(made: Made, facts: Facts, plan: Plan) -> None:
    text = forms.number_text(facts.code, facts.day.year, facts.serial, plan.number)
    made.truth["number"] = facts.number
    if plan.number == "ordinal":
        made.alt("number", facts.number.replace("〕", "〕第"))
    if plan.head == "letter":
        made.add(text, "right", "number", right=0)
    elif plan.head == "signer":
        signer = facts.words["who"]
        made.truth["signer"] = signer
        made.add("", "left", "number", cells=(text, f"签发人：{signer}"))
    elif plan.head == "web-bracket":
        made.add(f"（{text}）", "centre", "number")
    elif plan.head == "web-label":
        made.add(f"文号：{text}", "left", "number")
    elif plan.head == "rule":
        made.add(text, "centre", "number")
        made.add("━━━━━━━━━━★━━━━━━━━━━", "centre", "rule")
    else:
        made.add(text, "centre", "number")


def prefix(facts: Facts, plan: Plan) -> list[str]:
    """The issuers as the title names them, in pieces."""
    names = [each.name for each in facts.issuers]
    if plan.prefix == "pause":
        return ["、".join(names)]
    if plan.prefix == "lines":
        return names
    return [" ".join(names)]


def title(made: Made, facts: Facts, plan: Plan, rng: random.Random) -> None:
    """The title's rows: wrapped, with subtitle, batch or mark of trial."""
    pieces = title_core(facts)
    whole = "".join(pieces)
    named = plan.prefix != "none" and facts.matter.kind not in (None, "令", "纪要", "公报")
    before = prefix(facts, plan) if named else []
    kind = plan.title
    if kind == "trial" and "印发" in whole:
        whole = whole.replace("若干措施", "若干措施（试行）")
        pieces = [whole]
    listed = facts.matter.kind in ("通知", "公告", "通报", "决定")
    if kind == "batch" and "（" not in whole and listed:
        whole += "（第二批）"
    rows = broken_title(before, pieces, whole, kind, rng)
    if kind == "apart" and len(rows) == 1 and len(rows[0]) < 24:
        rows = [forms.apart(rows[0])]
    for row in rows:
        made.add(row, "centre", "title", size="title")
    made.truth["title"] = "".join([*before, whole])
    made.truth["kind"] = facts.matter.kind
    if facts.matter.word == "答复":
        made.alt("kind", "答复")
    if kind == "subtitle" and facts.matter.kind in ("通知", "意见", "通报", "报告"):
        made.add("——以乡镇便民服务中心为重点", "centre", "title", size="title")
        made.truth["title"] += "——以乡镇便民服务中心为重点"
        made.alt("title", "".join([*before, whole]))


def broken_title(before: list[str], pieces: list[str], whole: str, kind: str, rng: random.Random) -> list[str]:
    if len(before) > 1:
        return [*before, *pieces]
    head = before[0] if before else ""
    if kind == "issuer-line" and head:
        return [head, *(pieces if len(whole) > 22 else [whole])]
    if kind in ("pieces", "subtitle"):
        if len(head) + len(pieces[0]) > 24:
            return [head, *pieces]
        return [head + pieces[0], *pieces[1:]]
    if kind == "batch" and "（" in whole[1:]:
        cut = whole.rfind("（")
        if whole.endswith("）"):
            return [*([head] if head else []), whole[:cut], whole[cut:]]
        return [head + whole[:cut], whole[cut:]]
    if kind == "inside":
        return forms.broken(head + whole, rng)
    if kind == "three-inside" and len(head + whole) > 24:
        first, rest = (head + whole)[:12], (head + whole)[12:]
        return [first, *forms.broken(rest, rng)]
    if kind == "kind-alone" and "的" in whole[-6:]:
        cut = whole.rindex("的") + (rng.random() < 0.5)
        return [head + whole[:cut], whole[cut:]]
    return [head + whole]


def addressed(made: Made, facts: Facts, plan: Plan, rng: random.Random) -> None:
    to = facts.matter.to
    if to == "none" or facts.matter.kind in ("令",):
        return
    line = (
        world.addressees(facts.lead, rng)
        if to == "below"
        else upwards(facts, rng)
        if to in ("above", "one", "congress", "deputy")
        else world.split_line(to)
    )
    if plan.to == "label":
        made.add(f"主送：{line.line}", "flush", "to")
    else:
        text = line.line + (":" if plan.to == "ascii-colon" else " ：" if plan.to == "blank-after" else "：")
        made.add(text, "paragraph" if plan.to == "indented" else "flush", "to")
    made.truth["addressees"] = list(line.names)
    if line.alt:
        made.alt("addressees", *[list(each) for each in line.alt])
