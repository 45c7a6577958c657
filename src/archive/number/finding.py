"""Numbers in running text → [Found]."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from archive.number import codes
from archive.number.forms import CLOSE, HAN, HAN_SERIAL, HAN_YEAR, NUMERALS, OPEN, SHORT_YEAR, SUFFIX, YEAR
from archive.number.model import Number
from archive.number.reading import compact, read
from archive.text import BREAK, key

_GAP = "[ \n]{0,4}"
_SPREAD_YEAR = "[12] ?[09] ?[0-9] ?[0-9]"
_DIGITS = "[0-9](?: ?[0-9]){0,7}"
_SERIAL = f"(?:{_DIGITS}|{HAN_SERIAL}){SUFFIX}"
_BRACKET = f"{OPEN} ?(?:{_SPREAD_YEAR}|{HAN_YEAR}) ?年?度? ?{CLOSE}{_GAP}"
_NO_HOUSE = "(?![楼院室房铺门井线]|机组|地块|宗地)"

_TAILS = {
    "first": f"{_BRACKET}{HAN}{{1,12}}?字{_GAP}(?:第{_GAP})?{_SERIAL}{_GAP}号",
    "dated": f"{OPEN}{SHORT_YEAR}{CLOSE}{_GAP}{HAN}{{1,10}}?字[0-9]{{1,4}}号",
    "several": f"{_BRACKET}(?P<list>[0-9]{{1,4}}(?:[、,和][0-9]{{1,4}}){{1,12}})号{_NO_HOUSE}",
    "bracket": f"{_BRACKET}(?:字{_GAP})?(?:第{_GAP})?{_SERIAL}{_GAP}(?:号{_NO_HOUSE}|(?P<times>次))",
    "loose": f'{_BRACKET}(?:第{_GAP})?[0-9]{{1,4}}(?= {{0,4}}(?:[,;。、)>"\n]|\\Z))',
    "short": f"{OPEN} ?{SHORT_YEAR} ?年?{CLOSE}{_GAP}(?:第{_GAP})?[0-9]{{1,4}}{SUFFIX}{_GAP}号",
    "registry": f"字{_GAP}(?:第{_GAP}(?:[0-9]{{1,18}}|{HAN_SERIAL})|[0-9]{{4,18}}){SUFFIX}{_GAP}号",
    "order": rf"令[ \n]{{0,40}}(?P<paren>\()?{_GAP}(?:{YEAR}{_GAP}年{_GAP})?第{_GAP}{_SERIAL}{_GAP}号(?(paren)\))",
    "orders": f"令{_GAP}[0-9]{{1,4}}{_GAP}号",
    "named": f"(?:{YEAR}{_GAP}年{_GAP})?第{_GAP}{_SERIAL}{_GAP}号{_GAP}令(?![人状牌])",
    "long": f"第{_GAP}[0-9]{{6,18}}{SUFFIX}{_GAP}号",
    "year": f"(?:{YEAR}|{HAN_YEAR}){_GAP}年{_GAP}(?:第{_GAP})?{_SERIAL}{_GAP}号",
}
_CLEAR = frozenset("〔〕[]［］【】﹝﹞")
_JOIN = re.compile(r"[ \n]{0,2}(?:、|,|以及|和|及|与|同)?[ \n]{0,2}\Z")
_NEXT = re.compile(
    f"{_GAP}(?:、|,|以及|和|及|与){_GAP}(?:第{_GAP})?(?P<serial>[0-9]{{1,4}}){_GAP}号"
    "(?![楼线院室房铺机台段门馆厅车库井路公令])"
)
_BODY_END = re.compile("(?:[院部会府厅局委署行]|主席)\\Z")
_ANNOUNCES = re.compile(r"(?:公告|通告)[ \n]{0,20}\(?[ \n]{0,4}\Z")
_ANNOUNCED = re.compile(f"{_GAP}(?:公告|通告)")
_REST = re.compile(r" {0,80}(?:\n|\Z)")
_LIST = re.compile("[0-9]+")
_MARK = re.compile(r"[号號次〔\[［【﹝]")
"""Without one of these nothing is a number."""
_BEFORE_MARK = frozenset(NUMERALS + "abcdefghijklmnopqrstuvwxyz \f")
"""What a serial ends with, and the blank that may stand behind it, folded."""
_BEFORE, _AFTER = 300, 150
"""So far from such a mark everything lies that is asked of its number."""


@dataclass(frozen=True, slots=True)
class Found:
    """A number in running text: ``words`` is what stands between offsets ``start`` and ``end``."""

    start: int
    end: int
    number: Number
    words: str


def find(text: str) -> list[Found]:
    r"""Every complete document number in running text, left to right; they do not overlap.

    A number is complete when its code or the name of its 令 stands with it, when it is a 公告 with its year, or minutes
    on a line of their own; 〔2022〕3号 and 2号 directly after another number take code and year from that one.

    Args:
        text: any length; the time taken grows with the length alone.

    >>> [str(found.number) for found in find("根据苏工办〔2024〕9号文件和省总工会苏工发﹝2023﹞ 04 号、5号通知")]
    ['苏工办〔2024〕9号', '苏工发〔2023〕4号', '苏工发〔2023〕5号']
    >>> [found.words for found in find("行政院公告\n中華民國96年2月6日\n院臺防字第0960002761號")]
    ['院臺防字第0960002761號']
    >>> find("第9号台风、住9号楼、（2024）3次会议、2024年9月")
    []
    """
    folded = _near_marks(text)
    found: list[Found] = []
    if not folded:
        return found
    tails, at = _tails(), 0
    while tail := tails.search(folded, at):
        fresh = _read(text, folded, tail, found)
        found += fresh
        at = fresh[-1].end if fresh else tail.start() + 1
    return found


def _near_marks(text: str) -> str:
    """The folded text with its line breaks; what lies far from any number is blotted out, for folding is dear."""
    out: list[str] = []
    done = upto = 0
    for mark in _MARK.finditer(text):
        if mark.start() + _AFTER <= upto or not _may_close(text, mark):
            continue
        begin = max(upto, mark.start() - _BEFORE)
        if begin > upto:
            out += [_folded(text[done:upto]), "\0" * (begin - upto)]
            done = begin
        upto = min(len(text), mark.start() + _AFTER)
    return "".join(out) + _folded(text[done:upto]) if upto else ""


def _may_close(text: str, mark: re.Match[str]) -> bool:
    """Whether a mark may be that of a number: a bracket, or 号 or 次 behind a serial, as in none of 番号 and 此次."""
    return mark[0] not in "号號次" or key(text[mark.start() - 1 : mark.start()]) in _BEFORE_MARK


def _folded(text: str) -> str:
    if BREAK in text:
        return "\n".join(map(key, text.split("\n")))
    return key(text.replace("\n", BREAK)).replace(BREAK, "\n")


@cache
def _tails() -> re.Pattern[str]:
    """Compiled when first used: this takes longer than most commands."""
    return re.compile(
        '(?=[(<"字令第12一二])(?:' + "|".join(f"(?P<{name}>{tail})" for name, tail in _TAILS.items()) + ")"
    )


def _read(text: str, folded: str, tail: re.Match[str], found: list[Found]) -> list[Found]:
    """The numbers that a tail closes: none when it is no number after all, several when a series goes on behind it."""
    floor = found[-1].end if found else 0
    kind = tail.lastgroup or ""
    if kind in ("bracket", "several", "loose", "short"):
        return _bracketed(text, folded, tail, found, floor)
    begins = _start(folded, tail, floor)
    return [] if begins is None else _made(text, begins, tail.end())


def _made(text: str, start: int, end: int) -> list[Found]:
    number = read(*compact(text[start:end]))
    return [] if number is None else [Found(start, end, number, text[start:end])]


def _start(folded: str, tail: re.Match[str], floor: int) -> int | None:
    """Where the number begins whose tail is not a year in brackets."""
    kind, at = tail.lastgroup, tail.start()
    if kind in ("first", "dated"):
        return at
    if kind == "registry":
        return codes.begin(folded, at + 1, floor, registry=True)
    if kind in ("order", "orders"):
        name = codes.begin_order(folded, at + 1, floor)
        return None if name == at and folded[max(floor, at - 1) : at] in tuple(")(<") else name
    if kind == "named":
        name = codes.begin_order(folded, at, floor)
        return name if _BODY_END.search(folded[name:at].rstrip(" \n")) else at
    if kind == "long":
        start = codes.begin(folded, at, floor, registry=True)
        return start if start is not None and re.fullmatch(f"[台臺]{HAN}{{2,4}}", folded[start:at]) else None
    return _year_start(folded, tail, floor)


def _year_start(folded: str, tail: re.Match[str], floor: int) -> int | None:
    """2024年第7号 is an announcement beside that word or on its own line, 苏工办2024年9号 has its code before it."""
    at, end = tail.start(), tail.end()
    if _ANNOUNCES.search(folded, max(floor, at - 30), at) or _ANNOUNCED.match(folded, end) or _alone(folded, at, end):
        return at
    start = codes.begin(folded, at, floor)
    if start is None or start == at or not re.search("[发字函办]\\Z", folded[start:at]) or at - start < 3:
        return None
    return None if re.match(f"(?!文|等|通知|规定){HAN}", folded[end : end + 2]) else start


def _alone(folded: str, start: int, end: int) -> bool:
    """Whether nothing else stands on its lines; margins wider than 80 blanks are not looked over."""
    return bool(re.search(r"(?:\A|\n)[ ]*\Z", folded[max(0, start - 80) : start]) and _REST.match(folded, end))


def _bracketed(text: str, folded: str, tail: re.Match[str], found: list[Found], floor: int) -> list[Found]:
    at, end, kind = tail.start(), tail.end(), tail.lastgroup
    if kind == "loose" and text[at] not in _CLEAR:
        return []
    start = codes.begin(folded, at, floor)
    times = tail["times"]
    if start is None or (times and not re.search("纪要?$|会议?$|字$", folded[start:at].rstrip(" \n"))):
        if times and _alone(folded, at, end):
            return _made(text, at, end)
        if found and not times and _JOIN.fullmatch(folded, floor, at):
            return _inherited(text, tail, found[-1])
        return []
    if kind == "several":
        return _several(text, tail, start)
    first = _made(text, start, end)
    return first + _series(text, folded, first[0]) if first and not times else first


def _several(text: str, tail: re.Match[str], start: int) -> list[Found]:
    """苏工办〔2024〕1、2、3号: the first with its code, the others by their serials."""
    spans = [match.span() for match in _LIST.finditer(tail.string, *tail.span("list"))]
    made = _made(text, start, spans[0][1])
    return made + [_like(text, made[0], *span) for span in spans[1:]] if made else []


def _like(text: str, first: Found, start: int, end: int) -> Found:
    """A number of which only the serial is printed at ``start``."""
    serial = re.sub("[^0-9]", "", key(text[start:end])).lstrip("0") or "0"
    code, year = first.number.code, first.number.text[len(first.number.code) :].partition("〕")[0]
    number = replace(first.number, serial=serial, text=f"{code}{year}〕{serial}号")
    return Found(start, end, number, text[start:end])


def _inherited(text: str, tail: re.Match[str], last: Found) -> list[Found]:
    """〔2022〕3号 after another number of the same code."""
    number = read(*compact(text[tail.start() : tail.end()]))
    if number is None or number.form != "standard" or not last.number.code or last.number.form != "standard":
        return []
    number = replace(number, code=last.number.code, text=last.number.code + number.text)
    return [Found(tail.start(), tail.end(), number, text[tail.start() : tail.end()])]


def _series(text: str, folded: str, first: Found) -> list[Found]:
    """2号 and 3号 directly after a number in brackets."""
    out: list[Found] = []
    at = first.end
    while first.number.form == "standard" and (match := _NEXT.match(folded, at)):
        out.append(_like(text, first, match.start("serial"), match.end()))
        at = match.end()
    return out
