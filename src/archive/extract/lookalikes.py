"""What recognition takes for another character in document numbers, l for 1, O for 0, and brackets that do not fit."""

from __future__ import annotations

import re

_DIGITS = str.maketrans("０１２３４５６７８９OoＯ〇○QDlIiＩｌ|丨!ZzSsB", "01234567890000000" + "11111111" + "22558")
_ONE = "[0-9０-９OoＯ〇○QDlIiＩｌ|丨!ZzSsB]"
_OPEN, _CLOSE = "[〔\\[［【﹝(（〖「{｛]", "[〕\\]］】﹞)）〗」}｝]"
_YEARS, _SERIAL = rf"(?P<year>{_ONE}(?:\s?{_ONE}){{3}})", rf"(?P<serial>{_ONE}(?:\s?{_ONE}){{0,4}})"
_BRACKETED = re.compile(
    rf"(?P<open>{_OPEN})\s*{_YEARS}\s*(?P<close>{_CLOSE})(?P<between>\s*第?\s*){_SERIAL}\s*(?P<end>[号號弓次])"
)
_COUNTED = rf"{_SERIAL}\s*(?P<end>[号號])(?![线楼院馆])"
_REST = rf"(?P<between>\s*第?\s*){_COUNTED}"
_UNCLOSED = re.compile(rf"(?<=[\u4e00-\u9fff])(?P<open>[〔\[［【﹝])\s*{_YEARS}(?P<close>){_REST}")
_UNOPENED = re.compile(rf"(?<=[\u4e00-\u9fff])(?P<open>){_YEARS}\s*(?P<close>[〕\]］】﹞]){_REST}")
"""Recognition loses a bracket now and then: it is as thin as the edge of what is cut out of the picture."""
_ORDER = re.compile(rf"第\s*{_COUNTED}")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_PAIRS = ("〔〕", "[]", "［］", "【】", "()", "（）", "﹝﹞")


def mended(text: str) -> str:
    """A recognised line with the document numbers in it as they are printed; nothing else is changed.

    >>> mended("澜政办发〔2O24]l2号"), mended("澜政办发（2024〕１２ 弓"), mended("第l2号"), mended("澜政办发〔20245号")
    ('澜政办发〔2024〕12号', '澜政办发〔2024〕12号', '第12号', '澜政办发〔2024〕5号')
    """
    for number in (_BRACKETED, _UNCLOSED, _UNOPENED):
        text = number.sub(_number, text)
    return _ORDER.sub(_order, text)


def _figures(said: str) -> str:
    return "".join(said.split()).translate(_DIGITS)


def _number(match: re.Match[str]) -> str:
    year = _figures(match["year"])
    if not _YEAR.fullmatch(year):
        return match.group()
    opening, closing = match["open"], match["close"]
    if opening + closing not in _PAIRS:
        opening, closing = "〔", "〕"
    between, end = "".join(match["between"].split()), match["end"].replace("弓", "号")
    return f"{opening}{year}{closing}{between}{_figures(match['serial'])}{end}"


def _order(match: re.Match[str]) -> str:
    serial = _figures(match["serial"])
    return f"第{serial}{match['end']}" if re.search("[0-9０-９]", match["serial"]) or serial == "1" else match.group()
