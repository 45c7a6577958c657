"""The top of a notice: which lines are its marks, masthead, number, title and addressees."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive import number
from archive.parse import addressees, dates, kinds, title
from archive.parse.names import close, names, strip_sheet
from archive.parse.rows import Row

REACH = 60
"""So many lines after its first one the head of a notice may take."""

_MOST_NUMBERS = 12
_NUMBERISH = re.compile("[号號次期]")
_BARE = re.compile(
    r"[（(]?(?:[〔\[［（(【﹝]?[0-9０-９〇○零一二三四五六七八九]{4}[〕\]］）)】﹞]?年?)?[总第]?[0-9０-９〇○零一二三四五六七八九十百]{1,7}[号號次期][)）]?"
)
_BRACKETED = re.compile("[〔［\\[（(【﹝][0-9０-９]{4}[〕］\\]）)】﹞][第字0-9０-９]{1,8}[号號]")
_SIGNER = re.compile(r"签\s*发\s*人?\s*[:：]?(?P<who>.*)$|簽\s*發\s*人\s*[:：]?(?P<whom>.*)$")
_COPY = re.compile(r"(?:份号|份號|份數|No\.?|№)?[:：]?(?P<copy>[0-9]{5,7})")
_SECRECY = re.compile(r"(?:密级[:：]?)?(?P<secrecy>(?:绝密|機密|机密|绝密|秘密|絕密|密)(?:[★☆*＊].{0,12}|[（(].{1,8}[)）])?)")
_URGENCY = re.compile(r"(?:紧急程度[:：]?)?(?P<urgency>特急|加急|平急|特提|急件|紧急)")
_MARKS = re.compile(rf"(?:{_COPY.pattern})?(?:{_SECRECY.pattern})?(?:{_URGENCY.pattern})?")
_SHEETS = "命令|令|公告|通告|書函|书函|函|通報|通报|公报|公報|簡報|简报"
_SORTS = "常务|专题|办公|党组|全体|工作|协调|联席|主席|主任|[局校院厅县市区镇]长|[部局院校厅行委]务|业务|現場|现场"
_SHEET = re.compile(
    rf"(?P<name>.{{2,60}}?)(?:{_SHEETS}|(?:(?:{_SORTS}){{0,3}}[会會][议議]?)?(?:第.{{1,6}}次)?[纪紀][要錄录])"
    r"(?:[（(]第.{1,8}[号號期][)）])?"
)
_ROC = re.compile(r"(?P<name>.{2,50}?)(?P<date>(?:中華)?民國(?:[^民年]{1,8})年.{1,6}月.{1,6}日)(?:[（(]補登[)）])?")
_MEETING = re.compile(r"(?P<name>[^第]{2,30})第[0-9一二三四五六七八九十百〇零]{1,6}次[会會][议議]")
_ATTACHED = re.compile(r"[（(]?附[件錄录表]?[0-9０-９一二三四五六七八九十]{0,3}[)）:：]?")


@dataclass
class Own:
    """A number that a line of the head consists of."""

    at: int
    number: str
    words: str
    joined: bool = False


@dataclass
class Head:
    """The places, among all lines, of the parts of a notice's top.

    Attributes:
        start: its first line.
        end: the first line after it.
        banner: lines above the masthead that say nothing of the notice.
        marks: lines of 份号, 密级, 紧急程度 and 签发人.
        masthead: lines of the masthead.
        numbers: its own numbers, the lead body's first.
        title: lines of the title.
        whole: the title ends with a 文种, or is set apart as titles are.
        dates: lines of the head that hold its date.
        addressees: lines of the 主送机关.
        gazette: its masthead is one of a gazette: name, 令 or 公告, and the date on one line.
        order: its masthead ends with 令.
    """

    start: int
    end: int
    banner: list[int] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    masthead: list[int] = field(default_factory=list)
    numbers: list[Own] = field(default_factory=list)
    title: list[int] = field(default_factory=list)
    whole: bool = False
    dates: list[int] = field(default_factory=list)
    addressees: list[int] = field(default_factory=list)
    gazette: bool = False
    order: bool = False

    @property
    def number_first(self) -> bool:
        """Whether its number stands above its title."""
        return bool(self.numbers) and (not self.title or self.numbers[0].at < self.title[0])


def read(rows: list[Row], start: int, stop: int) -> Head:
    """The head of the notice whose first line is ``start``; reads no line from ``stop`` on."""
    stop = min(stop, start + REACH)
    head = Head(start, start)
    at = _top(rows, head, _skip_banner(rows, head, start, stop), stop)
    if head.gazette or (head.order and head.numbers):
        head.end = at
        if not head.gazette or not at < stop or not title.is_subject(rows[at]):
            _subject_less(rows, head, at, stop)
            return head
    _middle(rows, head, at, stop)
    return head


def own_numbers(rows: list[Row], at: int) -> list[Own]:
    """The numbers that a line consists of, apart from a masthead before and a 签发人 after them."""
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
    found = number.find(row.text)
    text = row.text
    if not found and _BRACKETED.search(row.flat):
        text, found = row.flat, number.find(row.flat)
    if not found or not _only(text, found):
        return []
    return [Own(at, each.number.text, each.words) for each in found]


def _bare_number(rows: list[Row], at: int) -> list[Own]:
    """A number without a code below the masthead that it belongs to: 第12号 below …令, 2024年第7号 below …公告."""
    if at == 0 or not _above_bare(rows[at - 1]):
        return []
    above, row = rows[at - 1].text, rows[at]
    if rows[at - 1].flat.endswith("令"):
        joined = [each for each in number.find(f"{above}\n{row.text}") if each.end > len(above) + 1]
        if len(joined) == 1 and joined[0].start < len(above):
            return [Own(at, joined[0].number.text, joined[0].words, True)]
    try:
        return [Own(at, number.parse(row.flat.strip("（）()")).text, row.text.strip(), True)]
    except ValueError:
        return []


def _above_bare(row: Row) -> bool:
    return len(row.flat) <= 60 and (_SHEET.fullmatch(row.flat) is not None or bool(row.names))


def _only(text: str, found: list[number.Found]) -> bool:
    """Whether nothing stands beside the numbers but a masthead before them and a signer after them."""
    before, after = text[: found[0].start], text[found[-1].end :]
    between = [text[left.end : right.start] for left, right in zip(found, found[1:], strict=False)]
    before = before.strip(" \t\u3000（(")
    if before and not (names(before) or _SHEET.fullmatch(close(before)) or close(before) in ("文号", "发文字号", "文号：", "发文字号：")):
        return False
    after = after.strip(" \t\u3000）)")
    return (not after or _SIGNER.match(after) is not None) and all(not part.strip(" \t\u3000、,，；;及") for part in between)


def masthead_names(row: Row) -> list[str]:
    """The organisations that a masthead line names, without 文件, 令, 公告 or a date after them."""
    if row.names:
        return row.names
    text = row.text.strip()
    roc = _ROC.fullmatch(row.flat)
    if roc:
        text = _before(text, roc["name"])
    text = strip_sheet(text)
    if who := names(text):
        return who
    flat = close(text)
    if meeting := _MEETING.match(flat):
        return names(meeting["name"])
    if sheet := _SHEET.fullmatch(flat):
        return names(_before(text, sheet["name"]))
    found_numbers = number.find(text) if _NUMBERISH.search(flat) else []
    return names(text[: found_numbers[0].start]) if found_numbers else []


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
    if len(flat) > 40 or not flat:
        return {}
    if flat[0] in "签簽" and (signer := _SIGNER.fullmatch(row.text.strip())):
        who = (signer["who"] or signer["whom"] or "").strip()
        return {"signer": who} if who else {}
    if flat[0] not in "0123456789份No№绝機机绝秘絕密特加平急紧" or not (found := _MARKS.fullmatch(flat)):
        return {}
    values = {"copy_number": found["copy"], "secrecy": found["secrecy"], "urgency": found["urgency"]}
    return {name: value for name, value in values.items() if value and value != "密"}


def is_masthead(row: Row) -> bool:
    """Whether a line can stand in a masthead: names of organisations, with or without 文件."""
    if row.names:
        return True
    flat = row.flat
    return len(flat) <= 60 and (flat in ("文件", "令") or (flat.endswith("文件") and len(flat) <= 40 and "关于" not in flat))


def _skip_banner(rows: list[Row], head: Head, start: int, stop: int) -> int:
    """The first line that begins the head proper, where lines of a web page or 附件 stand above it."""
    for at in range(start, min(start + 4, stop)):
        row = rows[at]
        if marks(row) or is_masthead(row) or is_gazette(row) or own_numbers(rows, at) or is_sheet(rows, at):
            head.banner = list(range(start, at))
            return at
        if title.ends(row.flat) or row.flat.startswith("关于") or len(row.flat) > 60:
            break
    if _ATTACHED.fullmatch(rows[start].flat) and start + 1 < stop:
        head.banner = [start]
        return start + 1
    return start


def is_sheet(rows: list[Row], at: int) -> bool:
    """A line of a name and 令, 公告, 纪要, with its number or its date on the next line or its own."""
    row = rows[at]
    found = _SHEET.fullmatch(row.flat) if len(row.flat) <= 60 else None
    if found is None or not (names(_before(row.text, found["name"])) or _MEETING.match(row.flat)):
        return False
    for place in range(at + 1, min(at + 7, len(rows))):
        below = rows[place]
        if own_numbers(rows, place) or below.date is not None or is_gazette(below) or _BARE.fullmatch(below.flat):
            return True
        if not below.names:
            return False
    return False


def is_gazette(row: Row) -> bool:
    """Whether a line ends a gazette's masthead: a name, 令 or 公告, and the day in years of the Republic."""
    return "民國" in row.flat[:60] and len(row.flat) <= 80 and _ROC.fullmatch(row.flat) is not None


def is_attached(row: Row) -> bool:
    """Whether a line is 附件 or 附件1 and no more."""
    return row.flat[0] in "附（(" and _ATTACHED.fullmatch(row.flat) is not None


def _top(rows: list[Row], head: Head, at: int, stop: int) -> int:
    """Reads marks, masthead and number; gives the first line after them."""
    while at < stop:
        row = rows[at]
        if marks(row):
            head.marks.append(at)
        elif is_gazette(row):
            head.gazette = True
            head.masthead.append(at)
            head.dates.append(at)
        elif (found := own_numbers(rows, at)) and len(head.numbers) < _MOST_NUMBERS:
            head.numbers += found
            if not found[0].joined and masthead_names(row):
                head.masthead.append(at)
        elif is_sheet(rows, at):
            head.masthead.append(at)
            head.order = head.order or row.flat.endswith("令")
        elif head.masthead and not head.dates and (row.date is not None or _name_and_day(row)):
            head.dates.append(at)
            head.gazette = head.gazette or "民國" in row.flat
        elif is_masthead(row) and not (head.numbers and not head.gazette):
            head.masthead.append(at)
        else:
            break
        at += 1
    if at < stop and head.masthead and rows[head.masthead[-1]].flat.endswith("令"):
        head.order = True
    return at


def _name_and_day(row: Row) -> bool:
    """The line below the masthead of 纪要: the office at the left, the day at the right."""
    if len(row.flat) > 60 or not row.flat.endswith("日"):
        return False
    found = dates.find(row.text)
    return len(found) == 1 and found[0][1] >= len(row.text.rstrip()) and bool(names(row.text[: found[0][0]]))


def _subject_less(rows: list[Row], head: Head, at: int, stop: int) -> None:
    """An order may still have a title of its own before its body."""
    if head.gazette:
        return
    found = title.read(rows, at, stop)
    if found.whole:
        head.title, head.whole, head.end = found.lines, True, found.end


def _middle(rows: list[Row], head: Head, at: int, stop: int) -> None:
    """Reads title, a number below it, and the addressees."""
    found = title.read(rows, at, stop)
    head.title, head.whole, head.end = found.lines, found.whole, max(at, found.end)
    _own_first_line(rows, head)
    at = head.end
    while at < stop and head.title:
        row = rows[at]
        if not head.numbers and (own := own_numbers(rows, at)):
            head.numbers += own
        elif marks(row):
            head.marks.append(at)
        elif row.date is not None or title.is_adoption(row):
            head.dates.append(at)
        else:
            break
        at += 1
        head.end = at
    to = addressees.read(rows, at, stop, after_title=bool(head.title or head.numbers))
    if to is not None:
        head.addressees = list(range(at, to))
        head.end = to


def _own_first_line(rows: list[Row], head: Head) -> None:
    """A name that stands alone above 关于…: the first line of the title where nothing parts it from the second."""
    if not head.title or not head.masthead or head.number_first:
        return
    first = rows[head.title[0]]
    if not title.BEGINS.match(first.flat):
        return
    while head.masthead and head.masthead[-1] == head.title[0] - 1:
        above, below = rows[head.masthead[-1]], rows[head.title[0]]
        sized = above.line.size is not None and below.line.size is not None and abs(above.line.size - below.line.size) > 1
        if below.line.gap >= 1 or sized or (above.line.red and not below.line.red) or above.flat.endswith("文件"):
            return
        head.title.insert(0, head.masthead.pop())


def signer(row: Row) -> str | None:
    """签发人 on a line that holds more than that."""
    found = _SIGNER.search(row.text) if "签" in row.flat or "簽" in row.flat else None
    who = "、".join((found["who"] or found["whom"] or "").split()) if found else ""
    return who or None


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
    found = _ROC.fullmatch(row.flat)
    flat = found["name"] if found else row.flat
    if flat == "令":
        return "令"
    sheet = _SHEET.match(flat)
    if sheet is None or _MEETING.match(flat) or row.names or flat.endswith("文件"):
        return kinds.kind(flat) if _MEETING.match(flat) else None
    return kinds.kind(flat[: sheet.end()])


def meeting_names(rows: list[Row], head: Head) -> list[tuple[int, str]]:
    """The body whose meeting the head's first lines name."""
    for at in [*head.masthead, *head.title]:
        found = _MEETING.match(rows[at].flat)
        if found and (who := names(found["name"])):
            return [(at, name) for name in who]
    return []
