"""Lines around a notice that are none of it: rules and stars, the top of a web page, rows of label：value."""

from __future__ import annotations

import re

from archive.parse import kinds
from archive.parse.rows import Row

_ORNAMENT = re.compile(r"[★☆✩*＊─━—―–_＿=＝－\-·•◆■□●~～]+")
_ORNAMENTS = frozenset("★☆✩*＊─━—―–_＿=＝－-·•◆■□●~～")
_PATH = re.compile(r"[^。；]{1,30}[>＞›»→][^。；]{0,60}|.{0,8}首页[/\-].{0,60}")
_STEPS = ("首页", ">", "＞", "›", "»")
_LABEL = re.compile(r"[【\[（(]?(?P<label>[\u3400-\u9fff]{2,15})[:：](?P<value>.*)")
_OF_NOTICE = re.compile(
    "附件|附表|主送|抄送|抄报|分送|签发|簽發|主旨|依据|依據|说明|說明|辦法|公告事|各|有关|全|尊敬|按|为|根据|现|经|关于|特此"
)
"""What labels of the notice's own parts, addressees and sentences begin with."""
_OF_READERS = re.compile("(?:[位门們们门关會会局厅府委办校院司部区县市省者友]|同志|机构|代表|企业|员)$")
_OF_PAGE = re.compile("发[布文]|發文|受文|制发|信息|公开|责任|来源|承[办辦]|主[办辦]|起草|[联聯][系絡]")
_TITLED = re.compile("名称|标题|题名|題名|主题")
_OF_SHEET = re.compile(
    "檔號|保存年限|速別|密等.*|地址|電話|傳真|承辦.{1,4}|聯絡.{1,4}|索引号|主题词|废止日期|有效性|文号|关键词"
)
"""Labels that may stand without a value."""
_DATED = re.compile("(?:成文|发文|發文|生成)(?:日期|时间)")
_TAIL = re.compile(
    "[【\\[（(]?(?:打印|关闭|返回|分享|收藏|纠错|扫一扫|上一[篇条页]|下一[篇条页]|相关(?:链接|文档|附件|文章|解读|稿件)|责任编辑|"
    "版权所有|主办单位|网站标识码|备案号|政策解读|图解|浏览次数)"
)
_ACCOUNT = re.compile(
    ".{0,14}[0-9０-９]{4}[-－][0-9０-９]{2}[-－][0-9０-９]{4}[:：][0-9０-９]{2}.{0,14}|.{0,6}点击.{0,10}关注.{0,8}"
)
_SITE = re.compile(".{1,10}(?:网站?|门户|平台|频道)")
_ADDRESS = re.compile(
    "[0-9０-９]{5,6}|[\u3400-\u9fff]{2,16}[路街巷段道][\u3400-\u9fff]{0,4}[0-9０-９]{1,4}[號号](?:[\u3400-\u9fff0-9０-９]{0,4}[樓楼室])?"
)
_ADDRESS_ENDS = frozenset("0123456789０１２３４５６７８９號号樓楼室")
_LEADER = re.compile("(?:…{1,}|[.．·]{4,})[（(]?[0-9０-９]{1,4}[)）]?")
_NUMBERED = re.compile("[\u3400-\u9fff]{2,12}[〔［\\[（(][0-9０-９]{4}[〕］\\]）)][0-9０-９]{1,4}号")
_MANY = 12
_REPEATED = re.compile("[_|｜—]|[ \u3000]-")


def label(row: Row) -> tuple[str, str] | None:
    """Label and value of a line like 来源：… or 發文字號：…; None for sentences and the parts of a notice."""
    flat = row.flat
    if len(flat) > 120 or not (":" in flat[:17] or "：" in flat[:17]):
        return None
    found = _LABEL.match(flat)
    if found is None or flat[-1] in "。；！？;!?":
        return None
    name, value = found["label"], found["value"]
    if _OF_SHEET.fullmatch(name):
        return name, value
    if not value or value[-1] in "：:" or len(name) > 8 or _OF_NOTICE.match(name):
        return None
    if _OF_READERS.search(name) and not _OF_PAGE.match(name):
        return None
    return None if kinds.kind(flat) is not None and not _TITLED.search(name) else (name, value)


def dated(row: Row) -> bool:
    """Whether a line is labelled 成文日期."""
    found = label(row)
    return found is not None and _DATED.fullmatch(found[0]) is not None


def stands_around(row: Row) -> bool:
    """Whether a line is a rule or a star, a path through a web site, or label and value."""
    if is_ornament(row) or is_path(row) or label(row) is not None or _is_of_account(row):
        return True
    return row.flat[-1] in _ADDRESS_ENDS and len(row.flat) <= 40 and _ADDRESS.fullmatch(row.flat) is not None


def is_contents(row: Row) -> bool:
    """Whether a line is one of a table of contents: dots lead from a title to its page."""
    flat = row.flat
    return (
        flat[-1] in "0123456789０１２３４５６７８９)）"
        and ("…" in flat or ".." in flat or "··" in flat)
        and bool(_LEADER.search(flat[-40:]))
    )


def is_tail(row: Row) -> bool:
    """Whether a line is one of those that a web page has below the text."""
    return len(row.flat) <= 90 and _TAIL.match(row.flat) is not None


def _is_of_account(row: Row) -> bool:
    """Whether a line comes with a copy from a social network: the account and the minute, the call to follow it."""
    return len(row.flat) <= 40 and (":" in row.flat or "关注" in row.flat) and _ACCOUNT.fullmatch(row.flat) is not None


def is_ornament(row: Row) -> bool:
    """Whether a line holds nothing but rules and stars."""
    return row.flat[0] in _ORNAMENTS and _ORNAMENT.fullmatch(row.flat) is not None


def is_path(row: Row) -> bool:
    """Whether a line tells where on a site the page is: 首页 > 政务公开."""
    flat = row.flat
    if len(flat) > 90 or not (">" in flat or "首页" in flat or "＞" in flat or "›" in flat or "»" in flat):
        return False
    return _PATH.fullmatch(flat) is not None


def site_title(rows: list[Row], start: int, stop: int) -> int:
    """The first line after the title that a browser shows of a page (…的通知_某某网站), or ``start``."""
    said = ""
    for end in range(start + 1, min(start + 2, stop) + 1):
        said += rows[end - 1].flat
        if len(said) > 100 or "：" in said or "。" in said:
            return start
        if "_" in said[5:]:
            return end + (end < stop and (rows[end].line.joins or _SITE.fullmatch(rows[end].flat) is not None))
    return start


def top(rows: list[Row], start: int, stop: int) -> int:
    """The first line below the top of a web page: its path, and its title where the page prints that again.

    Args:
        rows: all lines.
        start: the first line asked.
        stop: no line from here on is asked.
    """
    begin = start
    first, site = _page_title(rows, start, stop)
    for at in range(start, min(start + _MANY, stop)):
        row = rows[at]
        if is_path(row):
            begin = at + 1
            if begin < stop and not site:
                first, site = _page_title(rows, begin, stop)
        elif (
            row.flat.startswith("原创")
            and _is_of_account(row)
            and any(kinds.kind(below.flat) for below in rows[at + 1 : min(at + 5, stop)])
        ):
            begin = at + 1
        elif at > begin and (site or kinds.kind(first) is not None) and _is_again(rows, at, stop, first):
            return at
        elif at > begin + 1 and (row.flat[-1] in "。；" or len(row.flat) > 90):
            break
    return begin if begin < stop else start


def _page_title(rows: list[Row], at: int, stop: int) -> tuple[str, bool]:
    """The title that a page has on a line above what it prints, without its number, and whether a site follows it."""
    printed = rows[at].text.strip()
    following = rows[at + 1] if at + 1 < stop else None
    if following is not None and (following.line.joins or ("_" in following.text and "_" not in printed)):
        printed += following.text.strip()
    said, *site = re.split(_REPEATED, printed, maxsplit=1)
    return _NUMBERED.sub("", "".join(said.split()), count=1), bool(site)


def _is_again(rows: list[Row], at: int, stop: int, first: str) -> bool:
    """Whether the lines from ``at`` on, joined, are the title that the page began with."""
    joined = ""
    for place in range(at, min(at + 5, stop)):
        joined += rows[place].flat
        if joined == first:
            return len(first) > 4
        if not first.startswith(joined):
            return False
    return False
