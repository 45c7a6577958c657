"""Writes one notice: rows and truth from facts and a plan."""

from __future__ import annotations

import random
import re

from . import closing, extras, forms, heads
from .facts import Facts
from .heads import Plan
from .rows import Made, Row, fresh


def ordinary(facts: Facts, plan: Plan, rng: random.Random) -> Made:
    """A notice in the order of GB/T 9704-2012, or as offices and their web pages vary it."""
    made = fresh()
    made.day = facts.day
    below = heads.joint(made, facts, plan) if len(facts.issuers) > 1 else heads.single(made, facts, plan, rng)
    numbered = plan.head != "title-only"
    if numbered and not below:
        heads.number_row(made, facts, plan)
    heads.title(made, facts, plan, rng)
    if numbered and below:
        heads.number_row(made, facts, plan)
    under_title(made, facts, plan)
    heads.addressed(made, facts, plan, rng)
    body(made, facts, rng)
    if plan.tail == "after-date-contact":
        made.add(f"联系人：{facts.words['who']}　　电话：0799-3{facts.words['c']}11")
    closing.attachments(made, facts, rng)
    closing.closing(made, facts, plan, rng)
    if rng.random() < 0.3:
        closing.note(made, facts, rng)
    if facts.matter.kind == "决议":
        passed(made, facts)
    finish(made, facts, plan, rng)
    known_issuers(made, facts, plan)
    made.rows[:0] = extras.above(made, facts, plan.above, plan.number)
    return made


def passed(made: Made, facts: Facts) -> None:
    """A resolution is of the day on which the meeting passed it; a day at the signature is as right."""
    year, month, day = re.findall(r"[0-9]+", facts.words["M"])
    voted = f"{year}-{int(month):02d}-{int(day):02d}"
    if made.truth["date"]:
        made.alt("date", voted)
    else:
        made.truth["date"] = voted


def under_title(made: Made, facts: Facts, plan: Plan) -> None:
    """A day in brackets under the title, or beside the number; a web page's line of sources."""
    if plan.date_place == "under-title":
        made.add(f"（{forms.DATES[plan.date](facts.day)}）", "centre", "title-note")
        made.truth["date"] = facts.day.isoformat()
    elif plan.date_place == "number-row" and plan.head == "web":
        row = made.rows.pop()
        made.rows.append(Row("", "left", "number", cells=(row.text, forms.DATES[plan.date](facts.day))))
        made.truth["date"] = facts.day.isoformat()
    if plan.above == "source-line":
        later = f"{facts.day.year + 1}-01-09"
        made.add(
            f"发布时间：{later} 10:23　来源：{facts.place.name}融媒体中心　点击数：{facts.words['c']}",
            "centre",
            "source",
            size="small",
        )


def body(made: Made, facts: Facts, rng: random.Random) -> None:
    lead = facts.fill(facts.matter.lead)
    if facts.forwarded:
        words = facts.words
        core = "".join(heads.title_core(facts)).removeprefix("转发")
        made.add(f"现将《{core}》（{words['num']}）转发给你们，请结合实际抓好落实，执行情况于{words['D']}前书面报告。")
    else:
        made.add(lead)
    points = [facts.fill(point) for point in facts.matter.points]
    if rng.random() < 0.25:
        points.insert(1, f"{facts.words['num2']}规定的有关事项，继续执行到{facts.words['y2']}年6月30日。")
    for point in points:
        made.add(point)
    for row in facts.matter.table:
        made.add("", "left", "table", cells=tuple(facts.fill(cell) for cell in row))
    if facts.matter.kind in ("通知", "通报", "报告") and not facts.matter.table and rng.random() < 0.4:
        made.add("特此" + (facts.matter.kind or "") + "。")


def finish(made: Made, facts: Facts, plan: Plan, rng: random.Random) -> None:
    """Attachments and colophon; in some papers the colophon comes first."""
    after = closing.tail(made, facts, plan, rng)
    if plan.tail == "issued" and "印发" in (made.truth["title"] or ""):
        after = closing.issued_rules(facts, f"{facts.place.name}支持个体工商户纾困发展若干措施")
    if rng.random() < 0.6:
        made.rows += after
        closing.colophon(made, facts, plan, rng)
    else:
        closing.colophon(made, facts, plan, rng)
        made.rows += after
    if plan.tail == "web-tail":
        made.rows += extras.web_tail(facts)


def known_issuers(made: Made, facts: Facts, plan: Plan) -> None:
    """Where neither masthead nor signature names them, the issuers that the title begins with."""
    names = [each.name for each in facts.issuers]
    if not made.truth["issuers"] and made.truth["title"].startswith(names[0]):
        made.truth["issuers"] = names
    if not made.truth["issuers"] and made.truth["printed"]:
        imprint = [row.cells[0] if row.cells else row.text for row in made.rows if row.part == "colophon"]
        office = next((each for each in reversed(imprint) if each.startswith(names[0])), names[0])
        made.alt("issuers", [office], names[:1])


def announcement(facts: Facts, plan: Plan, rng: random.Random) -> Made:
    """公告 numbered by year or alone, its name over one line or two, with a title or none."""
    made = fresh()
    names, kind = [each.name for each in facts.issuers], facts.matter.kind or "公告"
    if len(names) > 1 or rng.random() < 0.5:
        for name in names:
            made.add(name, "centre", "masthead", size="joint", red=True)
        made.add(rng.choice((kind, forms.apart(kind, "　"))), "centre", "masthead", size="masthead", red=True)
    else:
        made.add(names[0] + kind, "centre", "masthead", size="masthead", red=True)
    made.truth["issuers"] = list(names)
    year, serial = facts.day.year, facts.serial % 30 + 1
    text = rng.choice(
        (f"{year}年第{serial}号", f"{year}年 第 {serial} 号", f"第{serial}号", f"（{year}年第{serial}号）")
    )
    made.add(text, "centre", "number")
    made.truth["number"] = text.replace(" ", "").strip("（）")
    made.truth["kind"] = kind
    if rng.random() < 0.75:
        heads.title(made, facts, plan, rng)
    else:
        made.truth["title"] = None
        made.alt("title", names[0] + kind, "".join(names) + kind)
    if text.startswith("第"):
        made.alt("number", f"{names[0]}{kind}{made.truth['number']}")
    body(made, facts, rng)
    closing.closing(made, facts, plan, rng)
    return made


def order(facts: Facts, plan: Plan, rng: random.Random) -> Made:
    """An order (令) with the rules that it puts into force."""
    made = fresh()
    name, serial = facts.lead.name, facts.serial
    shape = rng.choice(("two", "two", "one-line", "three", "brackets"))
    if shape == "one-line":
        made.add(f"{name}令第{serial}号", "centre", "masthead", red=True, size="title")
    elif shape == "three":
        for text in (name, "令"):
            made.add(text, "centre", "masthead", red=True, size="masthead")
        made.add(f"第{serial}号", "centre", "number")
    else:
        made.add(name + rng.choice(("令", "　令")), "centre", "masthead", red=True, size="masthead")
        made.add(
            f"（第{serial}号）" if shape == "brackets" else rng.choice((f"第{serial}号", f"第 {serial} 号")),
            "centre",
            "number",
        )
    rules = heads.title_core(facts)[-1]
    signer, post = facts.words["who"], facts.words["post"] if facts.lead.field == "government" else "厅长"
    made.truth |= {
        "issuers": [name],
        "number": f"{name}令第{serial}号",
        "kind": "令",
        "title": rules,
        "date": facts.day.isoformat(),
        "signature": [signer],
        "signer": signer,
    }
    made.alt("signature", [f"{post} {signer}"], [f"{post}{signer}"])
    if shape == "brackets":
        made.alt("number", f"{name}令（第{serial}号）")
    made.add(facts.fill(facts.matter.lead))
    made.add(
        rng.choice((f"{post}　{signer}", f"{forms.apart(post, '　')}　　{signer}", f"{post}：{signer}")),
        "right",
        "sign",
        right=4,
    )
    made.add(forms.DATES[plan.date](facts.day), "right", "date", right=4)
    made.rows.append(Row(rules, "centre", "attached-title", size="title", page=rng.random() < 0.5))
    if rng.random() < 0.4:
        made.add(f"（{facts.words['M']}{facts.place.name}人民政府第8次常务会议通过）", "centre", "title-note")
    for point in facts.matter.points:
        made.add(facts.fill(point))
    return made


def minutes(facts: Facts, plan: Plan, rng: random.Random) -> Made:
    """纪要: its title is its masthead, its number counts meetings."""
    made = fresh()
    name = "".join(heads.title_core(facts))
    body_name, year, serial = facts.lead.name, facts.day.year, facts.serial % 20 + 1
    made.truth |= {"issuers": [body_name], "kind": "纪要", "title": name, "date": facts.day.isoformat()}
    made.add(name, "centre", "title", size="masthead", red=True)
    text = rng.choice((f"〔{year}〕{serial}次", f"〔{year}〕 {serial} 次", f"{facts.lead.code}纪〔{year}〕{serial}号"))
    made.truth["number"] = text.replace(" ", "")
    made.add(text, "centre", "number")
    if rng.random() < 0.6:
        made.add("", "left", "issuer-row", cells=(body_name, forms.DATES[plan.date](facts.day)))
        body(made, facts, rng)
    else:
        body(made, facts, rng)
        made.add(body_name, "right", "sign")
        made.add(forms.DATES[plan.date](facts.day), "right", "date", right=4)
        made.truth["signature"] = [body_name]
    closing.colophon(made, facts, plan, rng)
    if facts.matter.fields[0] == "government":
        government = f"{facts.place.name}人民政府"
        made.alt("issuers", [government], [government, body_name])
    return made
