# ruff: noqa: E501 - a text of the made-up notices is one line
"""Notices in traditional script with years of the Republic: 函, 公告 and 令 of made-up counties."""

from __future__ import annotations

import random

from . import forms
from .rows import Made, fresh

PLACES = (("海東縣政府", "海府", "縣長　林○德"), ("青嶼市政府", "青市府", "市長　張遠山"), ("南瀛縣議會", "南議", "議長　王曉嵐"),
          ("石鼻鄉公所", "石鄉", "鄉長　李○秋"))  # fmt: skip
SUBJECTS = (
    ("檢送本縣河川疏濬工程會勘紀錄一份，請查照。", ("旨揭會勘業於{M}辦理完竣。", "請於文到七日內函復意見，逾期視為無意見。")),
    ("有關校園周邊停車格劃設一案，復如說明，請查照。", ("復貴校{M}北校總字第1110002345號函。", "本案擬採時段管制，俟編列預算後施作。")),
    ("訂定「公有零售市場攤位租用要點」，並自即日生效，請轉知所屬。", ("攤位租期以三年為限，期滿得續約一次。", "租金按月繳納，逾期加徵滯納金。")),
)  # fmt: skip
NUMERALS = "○一二三四五六七八九"


def roc_date(year: int, month: int, day: int, form: str) -> str:
    """A day of the Republic's calendar: 中華民國112年5月3日, in Chinese figures, or 112.5.3."""
    if form == "chinese":
        return f"中華民國{forms.chinese(year - 100) and '一百' + ('零' if year < 110 else '') + forms.chinese(year - 100)}年{forms.chinese(month)}月{forms.chinese(day)}日"
    if form == "spaced":
        return f"中華民國 {year} 年 {month} 月 {day} 日"
    return f"中華民國{year}年{month}月{day}日"


def notice(rng: random.Random) -> Made:
    """One notice: a letter with labelled rows, a public announcement, or an order that sets rules."""
    made = fresh()
    issuer, code, head = rng.choice(PLACES)
    kind = rng.choice(("函", "函", "公告", "令"))
    year, month, day = 101 + int(rng.random() * 12), 1 + int(rng.random() * 12), 1 + int(rng.random() * 28)
    number = f"{code}{rng.choice('工教社農')}字第{year}{1000000 + int(rng.random() * 900000)}號"
    purpose, points = rng.choice(SUBJECTS)
    made.truth |= {"issuers": [issuer], "number": number, "kind": kind, "date": f"{year + 1911}-{month:02d}-{day:02d}"}
    del (
        made.truth["title"],
        made.truth["signature"],
        made.truth["attachments"],
        made.truth["signer"],
        made.truth["urgency"],
    )
    made.add(issuer + rng.choice(("　", "　　", "")) + kind, "centre", "masthead", size="title")
    date = roc_date(year, month, day, rng.choice(("plain", "plain", "spaced", "chinese")))
    if kind == "令":
        made.add(date, "right", "number", right=2)
        made.add(number, "right", "number", right=2)
    else:
        if kind == "函" and rng.random() < 0.6:
            made.add("地址：海東縣青嶼鄉中正路一段8號", "left", "label")
            made.add("承辦人：黃心怡　電話：07-5556688", "left", "label")
            made.add("受文者：青嶼市公所", "left", "label")
        made.add(f"發文日期：{date}", "left", "label")
        made.add(f"發文字號：{number}", "left", "label")
        if rng.random() < 0.6:
            made.add("速別：普通件", "left", "label")
            made.add("附件：如說明", "left", "label")
    past = roc_date(year - 1, 3, 5, "plain")
    made.add(f"主旨：{purpose}" if kind != "令" else "修正「攤販臨時集中場管理辦法」第三條。", "flush")
    made.add(
        "說明："
        if kind == "函"
        else "依據：地方制度法第十八條。"
        if kind == "公告"
        else "附修正「攤販臨時集中場管理辦法」第三條",
        "flush",
    )
    for at, point in enumerate(points, 1):
        made.add(f"{forms.chinese(at)}、{point.format(M=past)}", "flush")
    if kind == "函":
        made.add("正本：青嶼市公所、海東縣立圖書館", "flush", "colophon")
        made.add("副本：本府主計處", "flush", "colophon")
        made.truth |= {"addressees": ["青嶼市公所", "海東縣立圖書館"], "cc": ["本府主計處"]}
    made.add(head, "left", "sign")
    return made
