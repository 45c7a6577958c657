"""Dates as notices print them: Arabic, spaced, dotted, in Chinese numerals, in years of the Republic."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

_ZERO = "〇○零０ＯOoО◯"
_DIGITS = {mark: value for value, marks in enumerate((_ZERO + "0", "一１1壹", "二２2贰", "三３3", "四４4", "五５5", "六６6", "七７7", "八８8", "九９9")) for mark in marks}  # fmt: skip  # noqa: E501
_YEAR = "0-9０-９" + _ZERO + "一二三四五六七八九"
_SMALL = _YEAR + "十元百廿卅"
_BLANK = "[ \t\u3000\u00a0]{0,6}"
_LONG = re.compile(
    f"(?P<era>(?:中[ \t\u3000]?[华華][ \t\u3000]?)?民[ \t\u3000]?[国國])?{_BLANK}"
    f"(?P<year>(?:[{_SMALL}]{_BLANK}){{1,6}})年{_BLANK}"
    f"(?P<month>(?:[{_SMALL}]{_BLANK}){{1,3}})月{_BLANK}"
    f"(?P<day>(?:[{_SMALL}]{_BLANK}){{1,3}})[日号號]"
)
_SHORT = re.compile(r"(?<![0-9０-９.\-/])(?P<year>(?:19|20|１９|２０)[0-9０-９]{2})(?P<mark>[.．\-－/／])(?P<month>[0-9０-９]{1,2})(?P=mark)(?P<day>[0-9０-９]{1,2})(?![0-9０-９.\-/])")  # fmt: skip  # noqa: E501
_AROUND = " \t\u3000\u00a0\u200b()（）[]〔〕。，,"
_MARKS = re.compile(r"[.．\-－/／]")
_TIME = re.compile("[0-9０-９]{1,2}(?:[:：时][0-9０-９]{1,2}分?|时)")
_SEALED = ("補登", "补登", "盖章", "蓋章", "印章", "公章", "章")


def numeral(text: str) -> int | None:
    """The value of a numeral below 1000 or of a row of digits (二〇二四, 十五, 一百零二, ２０２４).

    >>> numeral("二○二四"), numeral("二十一"), numeral("一百零二"), numeral("元")
    (2024, 21, 102, 1)
    """
    text = "".join(text.split())
    if text.isascii() and text.isdigit():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十")
    if text == "元":
        return 1
    if not any(mark in text for mark in "十百"):
        if not text or any(mark not in _DIGITS for mark in text):
            return None
        return int("".join(str(_DIGITS[mark]) for mark in text))
    total = 0
    hundreds, mark, rest = text.rpartition("百")
    if mark:
        total += 100 * (_DIGITS.get(hundreds, 0) if hundreds else 1)
    rest = rest.lstrip(_ZERO + "0")
    tens, mark, ones = rest.rpartition("十")
    if mark:
        if (tens and tens not in _DIGITS) or (ones and ones not in _DIGITS):
            return None
        return total + 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)
    if rest and rest not in _DIGITS:
        return None
    return total + (_DIGITS[rest] if rest else 0)


def find(text: str) -> list[tuple[int, int, str]]:
    """Every date in a text as (start, end, ``YYYY-MM-DD``), left to right; what the calendar lacks is left out.

    >>> find("中華民國102年2月20日（補登）")
    [(0, 13, '2013-02-20')]
    """
    return list(_found(text)) if may_be_in(text) else []


@lru_cache(64)
def _found(text: str) -> tuple[tuple[int, int, str], ...]:
    """The dates of a text, which is asked for them as a line of the head and as one of the end."""
    out = [(*found.span(), iso) for found in _LONG.finditer(text) if (iso := _iso(found))] if "年" in text else []
    if _has_year(text) and has_marks(text):
        out += [(*found.span(), iso) for found in _SHORT.finditer(text) if (iso := _iso(found))]
        out.sort()
    return tuple(out)


def may_be_in(text: str) -> bool:
    """Whether a text holds what every date has: 年, or the beginning of a year and a mark between numbers."""
    return "年" in text or (_has_year(text) and has_marks(text))


def whole(text: str) -> str | None:
    """The date that a line consists of, brackets and a note of a seal or a late entry aside.

    >>> whole("二〇二四年一月五日"), whole("2024 年 1 月 5 日"), whole("自2024年1月5日起施行")
    ('2024-01-05', '2024-01-05', None)
    """
    if len(text) > 60:
        return None
    found = find(text)
    if len(found) != 1:
        return None
    start, end, iso = found[0]
    rest = (text[:start] + text[end:]).strip(_AROUND)
    return iso if not rest or rest in _SEALED or _TIME.fullmatch(rest) else None


def has_marks(text: str) -> bool:
    """Whether a text holds a point, hyphen or slash, as a date without 年 does."""
    return _MARKS.search(text) is not None


def _has_year(text: str) -> bool:
    return "20" in text or "19" in text or "２０" in text or "１９" in text


def _iso(found: re.Match[str]) -> str | None:
    year, month, day = (numeral(found[part]) for part in ("year", "month", "day"))
    if year is None or month is None or day is None:
        return None
    era = found.groupdict().get("era")
    if era:
        year += 1911
    if not 1900 <= year <= 2100:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
