"""版头, line by line: marks, names, numbers, and the lines that hold several of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from archive import number
from archive.parse import boilerplate, dates, kinds
from archive.parse.names import close, names, strip_sheet
from archive.parse.rows import Row

_NUMBERISH = re.compile("[号號次期]")
_BARE = re.compile(
    r"[（(]?(?:[〔\[［（(【﹝]?[0-9０-９〇○零一二三四五六七八九]{4}[〕\]］）)】﹞]?年?)?"
    r"[总第]?[0-9０-９〇○零一二三四五六七八九十百]{1,7}[号號次期][)）]?"
)
_BRACKETED = re.compile("[〔［\\[（(【﹝][0-9０-９]{4}[〕］\\]）)】﹞][第字0-9０-９]{1,8}[号號]")
_BEFORE_NUMBER = re.compile(r"(?:发文字号|發文字號|文号|字号|等级|紧急程度|密级)[:：]?.{0,16}")
_LABELLED = re.compile(r"[\u3400-\u9fff]{2,6}[:：].")
_BESIDE = re.compile(rf"{_LABELLED.pattern}|[\u3400-\u9fff]{{1,4}}机发(?:电)?第?[0-9０-９]{{0,6}}号$")
"""What stands right of a number: a label, or the number under which a telegram went out."""
_DASHED = re.compile(r"[—－─]{1,2}[\u3400-\u9fff《“]{2}")
_SENDER = re.compile(r"(?:发电|发文|制发|发布)(?:单位|机关|机构)[:：]")
_SIGNER = re.compile(r"[签簽]\s*[发發]\s*人?\s*[:：]?(?P<who>.*)$")
_COPY = r"(?:份号|份號|No\.?|№)?[:：]?(?P<copy>[0-9]{5,7})"
_SECRECY = (
    r"(?:密级[:：]?)?(?P<secrecy>(?:绝密|絕密|机密|機密|秘密)"
    r"(?:[★☆*＊].{0,12}?|[（(].{1,8}[)）])?)"
)
_URGENCY = "(?:紧急程度[:：]?)?(?P<urgency>特急|加急|平急|特提|急件)"
_MARKS = re.compile(f"(?:{_COPY})?(?:{_SECRECY})?(?:{_URGENCY})?")
_MARK_STARTS = frozenset("0123456789份No№绝絕机機秘密特加平急紧")
_SHEETS = "命令|令|公告|通告|書函|书函|函|通報|通报|公报|公報|簡報|简报"
_SHEET_WORD = re.compile(_SHEETS)
_MINUTES = re.compile(r"[\u3400-\u9fff]{0,4}[会會][议議][纪紀]要")
_NOTES = ("便函", "便笺", "公函")
"""What a letter without a masthead bears alone above its number."""

_SORTS = "常务|专题|办公|党组|全体|工作|协调|联席|主席|主任|[局校院厅县市区镇]长|[部局院校厅行委]务|业务|現場|现场"
_SHEET = re.compile(
    rf"(?P<name>.{{2,60}}?)(?:{_SHEETS}|(?:(?:{_SORTS}){{0,3}}[会會][议議]?)?(?:第.{{1,6}}次)?[纪紀][要錄录])"
    r"(?:[（(]第.{1,8}[号號期][)）])?"
)
_ROC = re.compile(
    r"(?P<name>.{2,50}?)(?P<date>(?:中[華国國].{0,2})?民國(?:[^民年]{1,8})年.{1,6}月.{1,6}日)(?:[（(]補登[)）])?"
)
_MEETING = re.compile("(?P<name>[^第]{2,30})第[0-9一二三四五六七八九十百〇零]{1,6}次[会會][议議]")
_ATTACHED = re.compile("[（(]?附[件錄录表]?[0-9０-９一二三四五六七八九十]{0,3}[)）:：]?")


@dataclass
class Own:
    """A number that a line of the head consists of.

    Attributes:
        at: the line.
        number: its standard form.
        words: as printed.
        joined: its masthead stands on the line above.
        order: it is the number of a 令, whose masthead stands with it.
        labelled: it stands behind 发文字号：, in what a web page says of the notice.
    """

    at: int
    number: str
    words: str
    joined: bool = False
    order: bool = False
    labelled: bool = False


@lru_cache(64)
def _numbers(line: str) -> list[number.Found]:
    """The numbers of a line, which is asked for them as what bears a number and as what names who gave it."""
    return number.find(line)


def own_numbers(rows: list[Row], at: int) -> list[Own]:
    """The numbers that a line consists of, apart from a masthead before and a 签发人 or a day after them."""
    row = rows[at]
    if row.own is None:
        row.own = _own_numbers(rows, at)
    own: list[Own] = row.own
    return own


def _own_numbers(rows: list[Row], at: int) -> list[Own]:
    row = rows[at]
    if len(row.flat) > 70 or row.line.row or not _NUMBERISH.search(row.flat):
        return []
    if _BARE.fullmatch(row.flat):
        return _bare_number(rows, at)
    text, found = row.text, _numbers(row.text)
    if not found and _BRACKETED.search(row.flat):
        text, found = row.flat, _numbers(row.flat)
    if not found or not _only(text, found):
        return []
    labelled = boilerplate.label(row) is not None
    return [Own(at, each.number.text, each.words, False, each.number.form == "order", labelled) for each in found]


def _bare_number(rows: list[Row], at: int) -> list[Own]:
    """A number without a code below the masthead that it belongs to: 第12号 below …令, 2024年第7号 below …公告."""
    if at == 0 or len(rows[at - 1].flat) > 60:
        return []
    if rows[at - 1].flat in _NOTES and rows[at].flat[0] in "〔[（(":
        try:
            return [Own(at, number.parse(rows[at - 1].flat + rows[at].flat).text, rows[at].text.strip(), True)]
        except ValueError:
            return []
    if not (_SHEET.fullmatch(rows[at - 1].flat) or rows[at - 1].names or is_sheet_word(rows, at - 1)):
        return []
    above, row = rows[at - 1].text, rows[at]
    if is_sheet_word(rows, at - 1):
        above = f"{rows[at - 2].text}{rows[at - 1].flat}"
    if above.endswith("令"):
        joined = [each for each in _numbers(f"{above}\n{row.text}") if each.end > len(above) + 1]
        if len(joined) == 1 and joined[0].start < len(above):
            return [Own(at, joined[0].number.text, joined[0].words, True, True)]
    try:
        bare = row.flat[1:-1] if row.flat[-1] in "）)" else row.flat
        return [Own(at, number.parse(bare).text, row.text.strip(), True)]
    except ValueError:
        return []


def _only(text: str, found: list[number.Found]) -> bool:
    """Whether nothing stands beside the numbers but a masthead or label before, a signer or a day after them."""
    before = text[: found[0].start].strip(" \t\u3000（(")
    if before and not (
        names(before)
        or dates.whole(before)
        or _SHEET.fullmatch(close(before))
        or _BEFORE_NUMBER.fullmatch(close(before))
    ):
        return False
    after = text[found[-1].end :].strip(" \t\u3000）)").removesuffix("印发")
    if after and not (_SIGNER.match(after) or dates.whole(after) or _BESIDE.match(close(after))):
        return False
    return all(not text[left.end : right.start].strip(" \t\u3000、,，；;及") for left, right in pairwise(found))


def is_issue(row: Row) -> bool:
    """Whether a line counts issues below a masthead, which is no document number: 第14期."""
    return row.flat[-1] == "期" and _BARE.fullmatch(row.flat) is not None


def is_bracketed(rows: list[Row], at: int) -> bool:
    """Whether a line is a number in brackets, as below a title: （云政发〔2022〕8号 2022年4月6日印发）."""
    return rows[at].flat[0] in "（(" and rows[at].flat[-1] in "）)" and bool(own_numbers(rows, at))


def masthead_names(row: Row) -> list[str]:
    """The organisations that a masthead line names, without 文件, 令, 公告, number or date beside them."""
    if row.head_names is None:
        row.head_names = _masthead_names(row)
    return row.head_names


def _masthead_names(row: Row) -> list[str]:
    if row.names:
        return row.names
    text = row.text.strip()
    if sender := _SENDER.match(text):
        return names(text[sender.end() :])
    if roc := _ROC.fullmatch(row.flat):
        text = _before(text, roc["name"])
    text = strip_sheet(text)
    if who := names(text):
        return who
    flat = close(text)
    if meeting := _MEETING.match(flat):
        return names(meeting["name"])
    if is_name_and_day(row):
        return names(text[: dates.find(text)[0][0]])
    if sheet := _SHEET.fullmatch(flat):
        return names(_before(text, sheet["name"]))
    found = _numbers(text) if _NUMBERISH.search(flat) else []
    if not found:
        return []
    before = text[: found[0].start] or found[0].words.partition("令")[0]
    return names(before.strip(" \u3000（("))


def _before(text: str, flat: str) -> str:
    """The part of a spaced text whose closed-up form is ``flat``, a beginning of its closed-up form."""
    left = len(flat)
    for place, letter in enumerate(text):
        if not left:
            return text[:place]
        left -= not letter.isspace()
    return text


def marks(row: Row) -> dict[str, str]:
    """份号, 密级, 紧急程度 and 签发人 where the line consists of them."""
    flat = row.flat
    if len(flat) > 40:
        return {}
    if flat[0] in "签簽":
        who = signer(row)
        return {"signer": who} if who else {}
    found = _MARKS.fullmatch(flat) if flat[0] in _MARK_STARTS else None
    if found is None:
        return {}
    values = {"copy_number": found["copy"], "secrecy": found["secrecy"], "urgency": found["urgency"]}
    return {name: value for name, value in values.items() if value}


def signer(row: Row) -> str | None:
    """签发人 on a line, alone or beside the number; several parted by 、."""
    found = _SIGNER.search(row.text) if "签" in row.flat or "簽" in row.flat else None
    who = "、".join(each for each in found["who"].split() if dates.whole(each) is None) if found else ""
    return who if 1 < len(who) <= 30 else None


def is_masthead(row: Row) -> bool:
    """Whether a line can stand in a masthead: names of organisations, with or without 文件."""
    flat = row.flat
    if row.names or flat in ("文件", "令"):
        return True
    if len(flat) > 40:
        return False
    return (flat.endswith("文件") and "关于" not in flat) or (flat[0] in "发制" and _SENDER.match(flat) is not None)


def in_masthead(rows: list[Row], at: int) -> bool:
    """The same with the next line in view: it may end the name; a subtitle there makes this line a title."""
    below = rows[at + 1] if at + 1 < len(rows) else None
    if below is None:
        return is_masthead(rows[at])
    return below.wrapped != "" or bool(below.of_row) or (is_masthead(rows[at]) and _DASHED.match(below.flat) is None)


def is_sheet(rows: list[Row], at: int) -> bool:
    """A line of a name and 令, 公告, 纪要, with its number or its date on the next line or its own."""
    row = rows[at]
    if is_sheet_word(rows, at):
        return True
    found = _SHEET.fullmatch(row.flat) if len(row.flat) <= 60 else None
    if found is None or not (names(_before(row.text, found["name"])) or _MEETING.match(row.flat)):
        return False
    for place in range(at + 1, min(at + 40, len(rows))):
        below = rows[place]
        if own_numbers(rows, place) or below.date is not None or is_gazette(below) or _BARE.fullmatch(below.flat):
            return True
        if _LABELLED.match(below.flat):
            return boilerplate.label(below) is not None
        if not below.names:
            return False
    return False


def is_sheet_word(rows: list[Row], at: int) -> bool:
    """Whether a line is 公告, 令 or 专题会议纪要 alone, between the issuer's name and a number without a code."""
    if not 0 < at < len(rows) - 1 or len(rows[at].flat) > 8:
        return False
    if not (_SHEET_WORD if len(rows[at].flat) <= 2 else _MINUTES).fullmatch(rows[at].flat):
        return False
    return bool(rows[at - 1].names) and _BARE.fullmatch(rows[at + 1].flat) is not None


def is_gazette(row: Row) -> bool:
    """Whether a line ends a gazette's masthead: a name, 令 or 公告, and the day in years of the Republic."""
    return "民國" in row.flat[:60] and len(row.flat) <= 80 and _ROC.fullmatch(row.flat) is not None


def is_attached(row: Row) -> bool:
    """Whether a line is 附件 or 附件1 and no more."""
    return row.flat[0] in "附（(" and _ATTACHED.fullmatch(row.flat) is not None


def is_name_and_day(row: Row) -> bool:
    """Whether a line is that below the masthead of 纪要: the office at the left, the day at the right."""
    if len(row.flat) > 60 or row.flat[-1] not in "日0123456789":
        return False
    found = dates.find(row.text)
    return len(found) == 1 and found[0][1] >= len(row.text.rstrip()) and bool(names(row.text[: found[0][0]]))


def day(row: Row) -> str | None:
    """The day that a line of the head holds."""
    if row.date is not None:
        return row.date
    found = dates.find(row.text)
    return found[-1][2] if found else None


def sheet_kind(row: Row) -> str | None:
    """The 文种 that a masthead line ends with, its number and date aside: 令, 公告, 函, 纪要."""
    if len(row.flat) > 80:
        return None
    roc = _ROC.fullmatch(row.flat)
    flat = roc["name"] if roc else row.flat
    if len(flat) <= 2 and _SHEET_WORD.fullmatch(flat):
        return kinds.kind(flat)
    if _MEETING.match(flat):
        return kinds.kind(flat)
    sheet = _SHEET.match(flat)
    if sheet is None or row.names or flat.endswith("文件"):
        return None
    return kinds.kind(flat[: sheet.end()])


def sheet_names(words: str) -> list[str]:
    """The organisations of a title that is a masthead too: 云川省人民政府公告."""
    found = _SHEET.fullmatch(words)
    return names(found["name"]) if found else []


def meeting_names(row: Row) -> list[str]:
    """The body whose meeting a line names."""
    found = _MEETING.match(row.flat)
    return names(found["name"]) if found else []
