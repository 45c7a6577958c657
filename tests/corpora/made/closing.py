"""The lower part of a notice: attachments, signature, day, note, colophon, what is attached."""

from __future__ import annotations

import datetime
import random

from . import forms, world
from .facts import Facts
from .heads import Plan
from .rows import Made, Row

SIGNATURES = (
    "full",
    "full",
    "full",
    "full",
    "apart",
    "parted",
    "stamped",
    "stamp-row",
    "same-row",
    "glued",
    "short",
    "none",
    "wrapped",
)
JOINT_SIGNATURES = ("stack", "stack", "row", "grid", "apart-row", "pause", "lead", "none", "short")
DATE_PLACES = ("end", "end", "end", "end", "end", "end", "next-page", "under-title", "none", "number-row")
COLOPHONS = (
    "none",
    "none",
    "full",
    "full",
    "printed",
    "copied",
    "two-rows",
    "with-copies",
    "before-date",
    "subject-words",
)
TAILS = ("none", "none", "none", "attached", "attached", "issued", "form", "web-tail", "after-date-contact")
NOTES = (
    "此件公开发布",
    "此件依申请公开",
    "信息公开形式：主动公开",
    "此件发至县级",
    "联系人：{who}，联系电话：0799-3{c}20",
)


def attachments(made: Made, facts: Facts, rng: random.Random) -> None:
    names = [facts.fill(name) for name in facts.matter.attachments]
    if not names:
        return
    made.truth["attachments"] = names
    if len(names) == 1:
        made.add(f"附件：{names[0]}", part="attachments")
        return
    mark = rng.choice((".", "．", ". "))
    for place, name in enumerate(names, 1):
        made.add((f"附件：{place}" if place == 1 else f"　　　{place}") + mark + name, part="attachments")


def closing(made: Made, facts: Facts, plan: Plan, rng: random.Random) -> None:
    """Signature and day, in one of many arrangements."""
    if plan.colophon == "before-date":
        cc(made, facts, rng)
    day = forms.DATES[plan.date](facts.day)
    dated = plan.date_place in ("end", "next-page")
    if plan.sign in ("same-row", "glued") and dated and len(facts.lead.name) < 20:
        made.add(facts.lead.name + ("" if plan.sign == "glued" else "　　") + day, "right", "sign")
        sign_truth(made, [facts.lead.name])
        made.truth["date"] = facts.day.isoformat()
        return
    if len(facts.issuers) > 1:
        joint(made, facts, plan)
    else:
        alone(made, facts, plan)
    if dated:
        made.add(day, "right", "date", right=4, page=plan.date_place == "next-page")
        made.truth["date"] = facts.day.isoformat()


def sign_truth(made: Made, names: list[str], full: list[str] | None = None) -> None:
    """Record the signature, and the issuers that it adds to those of the masthead."""
    made.truth["signature"] = names
    issuers = made.truth["issuers"]
    for name in full or names:
        if name not in issuers:
            issuers.append(name)


def alone(made: Made, facts: Facts, plan: Plan) -> None:
    body, name = facts.lead, facts.lead.name
    if plan.sign == "none":
        return
    printed = name
    if plan.sign == "apart":
        printed = forms.apart(name)
    elif plan.sign == "parted" and name.startswith(body.place.name):
        printed = body.place.name + "　" + name.removeprefix(body.place.name)
    elif plan.sign == "stamped":
        printed = name + "（盖章）"
    elif plan.sign == "short" and body.short and name in made.truth["issuers"]:
        made.add(body.short, "right", "sign")
        sign_truth(made, [body.short], [name])
        return
    if plan.sign == "stamp-row":
        made.add("（印章）", "right", "sign")
    if plan.sign == "wrapped" and len(name) > 16:
        made.add(name[:-7], "right", "sign")
        made.add(name[-7:], "right", "sign")
    else:
        made.add(printed, "right", "sign")
    sign_truth(made, [name])


def joint(made: Made, facts: Facts, plan: Plan) -> None:
    names, kind = [each.name for each in facts.issuers], plan.sign
    if kind == "none" and made.truth["issuers"] == names:
        return
    shorts = [each.short for each in facts.issuers]
    if kind == "short" and all(shorts) and made.truth["issuers"] == names:
        made.add("　".join(shorts), "right", "sign")
        sign_truth(made, shorts, names)
        return
    if kind == "lead" and made.truth["issuers"] == names:
        made.add(names[0], "right", "sign")
        sign_truth(made, names[:1])
        return
    if kind in ("row", "apart-row", "grid", "pause"):
        blank, spread = "　　", names
        if kind == "apart-row":
            spread = [forms.apart(name) if len(name) < 10 else name for name in names]
            blank = "    "
        step = 2 if kind != "pause" else len(names)
        for at in range(0, len(names), step):
            if kind == "pause":
                made.add("、".join(names), "right", "sign")
            else:
                made.add("", "right", "sign", cells=tuple(spread[at : at + step]), size=blank)
    else:
        for name in names:
            made.add(name, "right", "sign")
    sign_truth(made, names)


def note(made: Made, facts: Facts, rng: random.Random) -> None:
    text = facts.fill(rng.choice(NOTES))
    made.add(f"（{text}）", part="note")
    made.truth["note"] = text


def cc(made: Made, facts: Facts, rng: random.Random) -> None:
    names = world.copied(facts.lead, rng)
    label = rng.choice(("抄送：", "抄送：", "抄  送：", "抄送:"))
    made.add(label + "，".join(names) + rng.choice(("。", "。", "")), "flush", "colophon", size="small")
    made.truth["cc"] = list(names)


def colophon(made: Made, facts: Facts, plan: Plan, rng: random.Random) -> None:
    kind = plan.colophon
    if kind == "subject-words":
        made.add("主题词：水利　设施　通知", "flush", "colophon", size="small")
    if kind in ("full", "copied", "two-rows", "with-copies", "subject-words"):
        cc(made, facts, rng)
    if kind not in ("full", "printed", "two-rows", "with-copies", "subject-words"):
        return
    day = facts.day + datetime.timedelta(days=int(rng.random() * 6))
    office = facts.lead.name + ("" if facts.lead.name.endswith(("办公室", "办公厅", "处")) else "办公室")
    printed = forms.DATES["plain"](day) + "印发"
    made.truth["printed"] = day.isoformat()
    if kind == "two-rows":
        made.add(office, "flush", "colophon", size="small")
        made.add(printed, "right", "colophon", size="small", right=1)
    else:
        made.add("", "left", "colophon", cells=(office, printed), size="small")
    if kind == "with-copies":
        made.add("（共印60份）", "right", "colophon", size="small", right=1)


def tail(made: Made, facts: Facts, plan: Plan, rng: random.Random) -> list[Row]:
    """What stands after the signature (returned) or below the colophon (added)."""
    names = made.truth["attachments"]
    if plan.tail == "attached" and names:
        rows: list[Row] = []
        for place, name in enumerate(names, 1):
            label = "附件" + (str(place) if len(names) > 1 else "")
            rows.append(Row(label, "left", "label", page=True))
            rows.append(Row(name, "centre", "attached-title", size="title"))
            rows += enclosed(facts, rng, place)
        return rows
    if plan.tail == "form":
        return [
            Row("附件", "left", "label", page=True), Row("申报（推荐）表", "centre", "attached-title", size="title"),
            Row("", "left", "table", cells=("单位名称", "（盖章）", "填报日期", "年　月　日")),
            Row("", "left", "table", cells=("负责人", "　　", "联系电话", "　　　")),
            Row("单位意见：　　　　　　　　　　　　　　　　　　年　　月　　日", "flush", "table"),
        ]  # fmt: skip
    return []


def enclosed(facts: Facts, rng: random.Random, place: int) -> list[Row]:
    words = facts.words
    if rng.random() < 0.5:
        return [
            Row("", "left", "table", cells=("序号", "单位", "数量（处）", "完成时间")),
            *(Row("", "left", "table", cells=(str(at), name, str(3 + at * place), f"{words['y']}年{at + 4}月"))
              for at, name in enumerate(("杏花乡", "石门镇", "柳坪乡", "岚山镇"), 1)),
        ]  # fmt: skip
    return [
        Row(f"一、总体要求。{words['y2']}年底前，基本建成责任清晰、运转有序的工作机制。"),
        Row(f"二、工作步骤。分三个阶段推进，{words['D']}前完成第一阶段任务，其余按月调度。"),
        Row("三、组织实施。各单位主要负责人为第一责任人，确定专人负责，及时上报进展。"),
    ]


def issued_rules(facts: Facts, name: str) -> list[Row]:
    """The rules that a notice issues, printed after it under their own title."""
    rows = [Row(name, "centre", "attached-title", size="title", page=True)]
    rows += [
        Row(f"第一条　为了规范有关工作，根据{facts.words['num']}文件精神，结合实际，制定本办法。"),
        Row("第二条　本办法所称个体工商户，是指依法登记、从事工商业经营的自然人。"),
        Row(f"第三条　符合条件的，于每年{facts.words['d']}前提出申请。"),
        Row(f"第四条　本办法自{facts.words['D']}起施行。"),
    ]
    return rows
