"""What stands around a notice and is none of it: marks in the corner, web pages, stamps, banners."""

from __future__ import annotations

import datetime

from . import forms
from .facts import Facts
from .rows import Made, Row

ABOVE = (
    "none",
    "none",
    "none",
    "none",
    "none",
    "copy",
    "urgency",
    "copy-urgency",
    "banner",
    "receipt",
    "crumbs",
    "labels",
    "labels-wide",
    "html",
    "site-title",
    "source-line",
    "ornament",
)


def above(made: Made, facts: Facts, kind: str, number_form: str) -> list[Row]:
    """The rows above the notice; what they say of it goes into its truth."""
    if kind in ("copy", "copy-urgency"):
        made.truth["copy_number"] = f"{facts.serial:06d}"
    if kind in ("urgency", "copy-urgency"):
        made.truth["urgency"] = "特急" if facts.serial % 2 else "加急"
    corner = [value for value in (made.truth["copy_number"], made.truth["urgency"]) if value]
    rows = [Row(value, "left", "corner") for value in corner]
    if kind == "banner":
        rows.append(Row("弘扬劳模精神　争当时代先锋", "centre", "banner", size="small"))
    elif kind == "receipt":
        later = facts.day + datetime.timedelta(days=4)
        rows.append(
            Row(
                f"收文日期：{later.year}年{later.month}月{later.day}日　　收文编号：0{facts.serial}",
                "left",
                "banner",
                size="small",
            )
        )
    elif kind == "crumbs":
        rows.append(Row("当前位置：首页 > 政务公开 > 政策文件", "left", "banner", size="small"))
    elif kind in ("labels", "labels-wide"):
        rows += labels(made, facts, kind == "labels-wide", number_form)
    elif kind == "html":
        rows += [
            Row("&nbsp;&nbsp;正文&gt;&gt;</span>", "left", "banner", size="small"),
            Row("字体：[大 中 小]　打印本页", "left", "banner", size="small"),
        ]
    elif kind == "site-title" and made.truth["title"]:
        rows.append(Row(f"{made.truth['title']}_{facts.place.name}人民政府门户网站", "left", "banner", size="small"))
    return rows


def labels(made: Made, facts: Facts, wide: bool, number_form: str) -> list[Row]:
    """The table over a notice on a web page: says the number, the issuer and two days, one of which is the notice's."""
    posted = facts.day + datetime.timedelta(days=9)
    pairs = [
        ("索引号", f"00{facts.serial}-2024-00{facts.serial}"),
        ("主题分类", "综合政务"),
        ("发布日期", posted.isoformat()),
    ]
    if made.truth["number"]:
        pairs.append(("发文字号", forms.number_text(facts.code, facts.day.year, facts.serial, number_form)))
    if made.truth["date"]:
        pairs.append(("成文日期", made.truth["date"]))
    if not wide:
        return [Row(f"{name}：{value}", "left", "banner", size="small") for name, value in pairs]
    rows = []
    for at in range(0, len(pairs), 2):
        cells = tuple(f"{name}：{value}" for name, value in pairs[at : at + 2])
        text, cells = (cells[0], ()) if len(cells) == 1 else ("", cells)
        rows.append(Row(text, "left", "banner", cells=cells, size="small"))
    return rows


def web_tail(facts: Facts) -> list[Row]:
    """What a web page has below the text."""
    return [
        Row("【打印本页】　【关闭窗口】", "right", "web-tail", size="small"),
        Row(
            f"上一篇：{facts.place.name}林业局关于做好{facts.day.year}年义务植树工作的通知",
            "left",
            "web-tail",
            size="small",
        ),
        Row("版权所有：云川信息中心　备案号：云ICP备00000000号", "centre", "web-tail", size="small"),
    ]
