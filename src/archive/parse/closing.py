"""The end of a notice: 署名 and 成文日期, 附件, 附注, and the 版记 with 抄送 and 印发."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from archive.parse import boilerplate, dates, kinds
from archive.parse.masthead import own_numbers
from archive.parse.names import close, headed, is_name, names
from archive.parse.rows import DAY_ENDS, Row
from archive.parse.title import is_rules

_KEYED = re.compile(r"(?P<key>抄送|抄报|分送|主送|发送|正本|副本)(?:机关|单位)?[:：]|主题词[:：]|[报送发][:：]")
_PRINTED = re.compile(r"印(?:发|發|制|製|刷)?[。.]?(?:[（(]?共印.{0,12}份[)）]?)?$")
_COUNT = re.compile(r"[（(]?共印.{0,12}份[)）]?")
_ATTACHED = re.compile(r"附[ \t\u3000]*件[ \t\u3000]*[:：]?(?P<first>.*)$|附[:：](?P<bare>.*)$")
_HEADING = re.compile(r"(?:附件|附表|附录|附錄)[0-9０-９一二三四五六七八九十]{0,3}[:：]?|附[:：]?")
_ITEM = re.compile(r"[（(]?(?P<at>[0-9０-９]{1,2})[)）]?[．.、,，\s]?\s*(?P<name>\S.*)$")
_NOTE = re.compile(r"[（(](?P<note>.{2,120})[)）]")
_OF_NOTE = re.compile("此件|联系|信息公开|公开(?:方式|属性|选项)")
_POST = re.compile(
    r"(?P<post>[^\s，。；：、]{0,24}(?:总理|總理|主席|总统|總統|[省市县縣区區州旗乡鄉镇鎮盟][长長]|[议議][长長]|部长|局长|厅长|署长|院长|主任|行长|委员长|秘书长|會長|部長|署長|院長|校長|所長|局長|處長|館長|委員|委員長|總經理|總裁|校长|会长|司长|指挥长|总指挥))"
)
_POST_LETTERS = frozenset("长長理席任统統员員裁")
"""Every post has one of them."""
_PERSON = re.compile(r"[\u3400-\u9fff·•○〇]{2,5}")
_SEAL = re.compile("[（(][^（()）]{0,30}(?:章|印)[)）]")
_END_STARTS = frozenset("附抄分主发正副报送共（(【[打关返收纠扫上下相责版网备政图浏2２年")
_BLANK_DAY = re.compile("(?:[0-9０-９]{4})?年(?:[0-9０-９]{1,2})?月日")
_COLUMNS = re.compile(r"\S(?:\t|[ \u3000]{2,})\S.*\S(?:\t|[ \u3000]{2,})\S")
_REACH_UP = 8


@dataclass
class Closing:
    """Places, among all lines, of the parts of a notice's end.

    Attributes:
        date: line of the 成文日期, and the day.
        sure: it stands below a 署名.
        signature: lines of the 署名.
        end: the first line after 署名, date and 附注.
    """

    date: tuple[int, str] | None = None
    sure: bool = False
    signature: list[int] = field(default_factory=list)
    end: int = 0


def heading(row: Row) -> bool:
    """Whether a line is 附件, 附件1 and no more: what an attachment begins with."""
    return row.flat[:1] == "附" and _HEADING.fullmatch(row.flat) is not None


def find(rows: list[Row], places: Sequence[int], known: list[str], undated: bool = True) -> Closing:
    """署名 and date of the notice whose lines below the head are ``places``.

    The first day that stands alone on a line below a name, else the first that stands alone at the right or ends the
    text; days of attachments and of the 印发 line are not asked. Without any, the names that end the text alone.

    Args:
        rows: all lines.
        places: the lines of the notice below its head, in order.
        known: names of the masthead and the title.
        undated: whether a 署名 without a day is looked for.
    """
    weak: Closing | None = None
    for closing in candidates(rows, places, known):
        if closing.sure:
            return closing
        weak = weak or closing
    return weak or (undated and _undated(rows, places, known)) or Closing(end=places[-1] + 1 if places else 0)


def _undated(rows: list[Row], places: Sequence[int], known: list[str]) -> Closing | None:
    """A 署名 without a day: names that the masthead or title knows, or at the right, with nothing of the text below."""
    for count in range(1, len(places) + 1):
        below = rows[places[count]] if count < len(places) else None
        titled = below is not None and is_rules(below.flat)
        if below is not None and not titled and not _ends(below) and (not below.top or _signs(below, known)):
            continue
        first = count
        if below is not None and (line := printed(below)) and not line[0] and rows[places[count - 1]].names:
            first -= 1
        block: list[int] = []
        while first > 1 and (_SEAL.fullmatch(rows[places[first - 1]].flat) or _signs(rows[places[first - 1]], known)):
            first -= 1
            if _SEAL.fullmatch(rows[places[first]].flat) is None:
                block.insert(0, places[first])
        if block:
            said = [(name, rows[at]) for at in block for name in signing(rows[at])]
            new = [name for name, row in said if not _is_known(name, row, known)]
            ended = _ends_text(rows, places[first - 1]) or all(name in known for name, _ in said)
            if ended and len(new) < len(said) and all(map(headed, new)):
                return Closing(None, False, block, _notes(rows, places, count))
        if below is None or heading(below):
            return None
    return None


def _ends(row: Row) -> bool:
    """Whether a line is one that stands below the 署名: 附注, 版记, an attachment, the foot of a web page."""
    if row.flat[0] not in _END_STARTS and "印" not in row.flat[-8:]:
        return False
    if heading(row) or colophon(row) or boilerplate.is_tail(row):
        return True
    return _NOTE.fullmatch(row.flat) is not None or _BLANK_DAY.fullmatch(row.flat) is not None


def _ends_text(rows: list[Row], at: int) -> bool:
    """Whether a line may be the last of the text, of its table, of the list of attachments or of 抄送."""
    row = rows[at]
    if row.flat[-1] in "。！？!）)；;”" or row.line.row or row.flat.startswith(("附件", "联系")):
        return True
    if _ITEM.match(row.text.strip()) or _COLUMNS.search(row.text) or _SEAL.fullmatch(row.flat):
        return True
    while at and rows[at].line.joins and not colophon(rows[at]):
        at -= 1
    return colophon(rows[at])


def _is_known(name: str, row: Row, known: list[str]) -> bool:
    if any(each.endswith(name) or name.endswith(each) for each in known):
        return True
    return not known


def candidates(rows: list[Row], places: Sequence[int], known: list[str]) -> Iterator[Closing]:
    """Every day on a line of its own that may be a 成文日期, in order."""
    for count, place in enumerate(places):
        row = rows[place]
        if row.flat[-1] not in DAY_ENDS or not 6 <= len(row.flat) <= 60 or row.line.row:
            continue
        day, beside = _day(row)
        if day is None:
            continue
        signature = _signature(rows, places, count, known, beside)
        if signature:
            yield Closing((place, day), True, signature, _notes(rows, places, count + 1))
        elif _stands_apart(rows, places, count):
            yield Closing((place, day), False, [], _notes(rows, places, count + 1))


def _day(row: Row) -> tuple[str | None, str]:
    """The day of a line that ends with one, and what stands before it."""
    if not dates.may_be_in(row.text):
        return None, ""
    if row.date is not None:
        return row.date, ""
    if len(row.flat) < 9 or (row.flat[-1] not in "日号" and not dates.has_marks(row.flat)):
        return None, ""
    text = row.text.strip()
    found = dates.find(text)
    if not found or found[-1][1] != len(text):
        return None, ""
    before = text[: found[-1][0]].strip()
    return (found[-1][2], before) if names(before) or _person(before) else (None, "")


def _signature(rows: list[Row], places: Sequence[int], count: int, known: list[str], beside: str) -> list[int]:
    if beside:
        return [places[count]]
    out: list[int] = []
    for back in range(count - 1, max(-1, count - 1 - _REACH_UP), -1):
        row = rows[places[back]]
        if _SEAL.fullmatch(row.flat):
            continue
        if _signs(row, known) and (not out or row.page == rows[out[0]].page or row.line.gap < 3):
            out.insert(0, places[back])
        else:
            break
    return out


def _signs(row: Row, known: list[str]) -> bool:
    if len(row.flat) > 50 or row.line.row or row.flat[-1] in "。：；，！？:":
        return False
    return bool(row.names) or row.flat in known or _person(row.text) is not None or _joined_names(row.text)


def _joined_names(text: str) -> bool:
    """Several short names parted by blanks, each of which is a name."""
    parts = text.split()
    return len(parts) > 1 and all(is_name(part) for part in parts)


def _person(text: str) -> tuple[str, str] | None:
    """Post and name of who signs: 部　　长　张三."""
    if len(text) > 60 or _POST_LETTERS.isdisjoint(text):
        return None
    pieces = text.replace("：", " ").replace(":", " ").split()
    for cut in range(1, len(pieces)):
        post, person = "".join(pieces[:cut]), "".join(pieces[cut:])
        for away in ("出国", "出國", "公出", "代行", "休假", "請假", "请假", "公假", "出差"):
            person = person.removesuffix(away)
        if _POST.fullmatch(post) and _PERSON.fullmatch(person):
            return post, person
    return None


def _stands_apart(rows: list[Row], places: Sequence[int], count: int) -> bool:
    """A day alone below the end of a sentence, with nothing of the text after it."""
    row = rows[places[count]]
    if row.date is None or count == 0:
        return False
    above = rows[places[count - 1]]
    after = rows[places[count + 1]] if count + 1 < len(places) else None
    right = row.line.indent >= 8 or (row.line.left or 0) > 0.45
    ends = above.flat[-1] in "。！？!”）)；" or right
    ends = ends or _ends_text(rows, places[count - 1])
    if after is None or colophon(after) or boilerplate.is_tail(after):
        return ends or len(above.flat) <= 25
    return ends and (right or heading(after) or _NOTE.fullmatch(after.flat) is not None or after.page != row.page)


def _notes(rows: list[Row], places: Sequence[int], count: int) -> int:
    """The first line after the 附注 that follow on the date."""
    while count < len(places) and _NOTE.fullmatch(rows[places[count]].flat):
        count += 1
    return places[count] if count < len(places) else places[-1] + 1


def signers(rows: list[Row], places: Sequence[int]) -> list[tuple[int, str, str]]:
    """Who signs below the text: (line, post, name) of the first block of such lines."""
    out: list[tuple[int, str, str]] = []
    for place in places:
        row = rows[place]
        found = _person(row.text) if len(row.flat) <= 30 and not row.line.row else None
        if found:
            out.append((place, *found))
        elif out:
            break
    return out


def note(rows: list[Row], places: Sequence[int], start: int | None, end: int) -> tuple[int, str] | None:
    """The 附注: the line in brackets between the date and ``end``; without a date one that speaks as 附注 do."""
    for place in places:
        if start is None or start < place < end:
            found = _NOTE.fullmatch(rows[place].flat) if rows[place].flat[0] in "（(" else None
            if (
                found
                and not _COUNT.fullmatch(rows[place].flat)
                and (start is not None or _OF_NOTE.match(found["note"]))
            ):
                return place, found["note"]
    return None


def colophon(row: Row) -> bool:
    """Whether a line belongs to the 版记."""
    flat = row.flat
    if flat[0] in "抄分主发正副报送":
        return len(flat) <= 300 and _KEYED.match(flat) is not None
    return printed(row) is not None or (len(flat) <= 30 and _COUNT.fullmatch(flat) is not None)


def printed(row: Row) -> tuple[str, str] | None:
    """The body and the day of a 印发 line."""
    flat = row.flat
    if len(flat) > 60 or "印" not in flat[-20:] or not _PRINTED.search(flat):
        return None
    text = row.text.strip()
    found = dates.find(text)
    if not found or len(found) > 1:
        return None
    body = names(text[: found[0][0]])
    before = close(text[: found[0][0]])
    if before and not body and len(before) > 30:
        return None
    return (body[0] if body else ""), found[0][2]


def copies(rows: list[Row], places: Sequence[int]) -> list[tuple[int, int, str]]:
    """抄送, 抄报, 分送, 正本 and 副本 as (first line, last line, words)."""
    out: list[tuple[int, int, str]] = []
    count = 0
    while count < len(places):
        row = rows[places[count]]
        found = _KEYED.match(row.flat) if row.flat[:1] in "抄分正副报送" else None
        if found is None:
            count += 1
            continue
        said, last = row.flat[found.end() :], count
        while last + 1 < len(places) and last - count < 8 and not said.endswith(("。", ".")):
            below = rows[places[last + 1]]
            if (
                colophon(below)
                or _day(below)[0] is not None
                or below.page > row.page + 1
                or own_numbers(rows, below.at)
                or heading(below)
                or is_rules(below.flat)
                or boilerplate.is_ornament(below)
                or _person(below.text)
                or (below.names and (not below.line.joins or headed(below.names[0])))
                or (_NOTE.fullmatch(below.flat) and not below.line.joins)
                or _SEAL.fullmatch(below.flat)
                or boilerplate.is_tail(below)
            ):
                break
            last += 1
            said += below.flat
        out.append((places[count], places[last], said))
        count = last + 1
    return out


def attachments(rows: list[Row], places: Sequence[int]) -> list[tuple[int, str]]:
    """The names of the list 附件： with the line of each."""
    for count, place in enumerate(places):
        row = rows[place]
        if row.flat[:1] != "附" or len(row.flat) > 120:
            continue
        found = _ATTACHED.match(row.text.strip())
        if found is None or (heading(row) and not _item(rows, places, count + 1)):
            continue
        first = (found["first"] or found["bare"] or "").strip()
        if found["first"] is not None and ":" not in row.flat[:4] and "：" not in row.flat[:4]:
            continue
        return _list(rows, places, count, first)
    return []


def _item(rows: list[Row], places: Sequence[int], count: int) -> bool:
    return count < len(places) and re.match(r"[1１][．.、]", rows[places[count]].flat) is not None


def _list(rows: list[Row], places: Sequence[int], count: int, first: str) -> list[tuple[int, str]]:
    out: list[tuple[int, str]] = []
    numbered = False
    if first:
        item = _ITEM.match(first)
        numbered = item is not None and item["at"] in ("1", "１")
        out.append((places[count], item["name"] if item and numbered else first))
    else:
        numbered = True
    for place in places[count + 1 : count + 40]:
        row = rows[place]
        item = _ITEM.match(row.text.strip())
        if row.names or _day(row)[0] or _ends(row) or _SEAL.fullmatch(row.flat) or row.flat[-1] in "。：":
            break
        if numbered and item and int(item["at"]) == len(out) + 1 and not row.line.joins:
            out.append((place, item["name"]))
        elif out and (row.line.joins or _wraps(rows[place - 1], row) or _ends_name(out[-1][1], row.flat)):
            out[-1] = (out[-1][0], out[-1][1] + row.text.strip())
        else:
            break
    return [(place, "".join(name.split()).rstrip("；;。，,")) for place, name in out]


def _ends_name(name: str, words: str) -> bool:
    """Whether a line ends the name of a notice that the line above leaves without its 文种."""
    return len(words) <= 40 and kinds.kind(name) is None and kinds.kind(close(name) + words) is not None


def _wraps(above: Row, row: Row) -> bool:
    """Whether a line of the list goes on with the name above it: it is set in, and that one is full."""
    return (
        row.line.indent >= 4
        and len(row.flat) < 40
        and (above.line.right is None or above.line.right > 0.75)
        and not row.line.gap
    )


def is_person(row: Row) -> bool:
    """Whether a line of the 署名 is a person's, by post and name."""
    return _person(row.text) is not None


def signing(row: Row) -> list[str]:
    """The names of a 署名 line: organisations, or post and person."""
    text = row.text.strip()
    found = dates.find(text)
    before = text[: found[-1][0]].strip() if found and found[-1][1] == len(text) else text
    if person := _person(before):
        return [person[1]]
    if who := row.names or names(before):
        return who
    return before.split() if _joined_names(before) else [close(before)] if before else []
