"""How numbers, days and names are written: one fact, many printed forms."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Sequence

DIGITS = "〇一二三四五六七八九"
BRACKETS = {
    "standard": "〔〕",
    "square": "[]",
    "square-wide": "［］",
    "round": "()",
    "round-wide": "（）",
    "lenticular": "【】",
    "small": "﹝﹞",
    "damaged": "〔)",
    "damaged-2": "[〕",
    "damaged-3": "（]",
}


def wide(text: str) -> str:
    """ASCII digits in full width."""
    return "".join(chr(ord(char) + 0xFEE0) if char.isascii() and char.isdigit() else char for char in text)


def number_text(code: str, year: int, serial: int, form: str) -> str:
    """A document number as printed in one of the forms NUMBER_FORMS."""
    if form in BRACKETS:
        return f"{code}{BRACKETS[form][0]}{year}{BRACKETS[form][1]}{serial}号"
    return {
        "spaced": f"{code} 〔{year}〕 {serial} 号",
        "spaced-inside": f"{code}〔 {year} 〕{serial}号",
        "letters-apart": " ".join(code) + f" 〔 {year} 〕 {serial} 号",
        "gap-before-serial": f"{code}[{year}] {serial}号",
        "zeros": f"{code}〔{year}〕{serial:03d}号",
        "zeros-round": f"{code}（{year}）{serial:02d}号",
        "wide-digits": wide(f"{code}〔{year}〕{serial}号"),
        "ordinal": f"{code}〔{year}〕第{serial}号",
        "no-gap-round": f"{code}({year}){serial} 号",
    }[form]


NUMBER_FORMS = (
    *BRACKETS,
    "standard",
    "standard",
    "standard",
    "standard",
    "standard",
    "spaced",
    "spaced-inside",
    "letters-apart",
    "gap-before-serial",
    "zeros",
    "zeros-round",
    "wide-digits",
    "ordinal",
    "no-gap-round",
)


def chinese(number: int) -> str:
    """A number below a hundred in Chinese: 12 is 十二."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (
        DIGITS[ones] if ones or not tens else ""
    )


def chinese_date(day: datetime.date, zero: str = "〇") -> str:
    year = "".join(DIGITS[int(digit)] for digit in str(day.year)).replace("〇", zero)
    return f"{year}年{chinese(day.month)}月{chinese(day.day)}日"


DATES: dict[str, Callable[[datetime.date], str]] = {
    "plain": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "chinese": chinese_date,
    "chinese-circle": lambda day: chinese_date(day, "○"),
    "chinese-digit": lambda day: chinese_date(day, "0"),
    "chinese-letter": lambda day: chinese_date(day, "O"),
    "chinese-word": lambda day: chinese_date(day, "零"),
    "spaced": lambda day: f"{day.year} 年 {day.month} 月 {day.day} 日",
    "apart": lambda day: " ".join(f"{day.year}年{day.month}月{day.day}日"),
    "chinese-apart": lambda day: " ".join(chinese_date(day)),
    "dots": lambda day: f"{day.year}.{day.month}.{day.day}",
    "hyphens": lambda day: day.isoformat(),
    "padded": lambda day: f"{day.year}年{day.month:02d}月{day.day:02d}日",
    "wide": lambda day: wide(f"{day.year}年{day.month}月{day.day}日"),
}
DATE_FORMS = (*DATES, "plain", "plain", "plain", "plain", "plain", "chinese")


def apart(name: str, blank: str = " ") -> str:
    """The letters of a name spaced out."""
    return blank.join(name)


def same_width(names: Sequence[str], blank: str = "　") -> list[str]:
    """Names spread to the width of the longest, as stacked mastheads are."""
    longest = max(map(len, names))
    return [
        name if len(name) == longest else (blank * max(1, (longest - len(name)) // (len(name) - 1))).join(name)
        for name in names
    ]


def broken(text: str, rng: random.Random, least: int = 4) -> list[str]:
    """The text in two lines, broken anywhere but before or after a mark."""
    marks = set("，。、；：！？（）《》〈〉“”‘’〔〕—．.")
    inner = [
        at
        for at in range(least, len(text) - least)
        if text[at] not in marks and text[at - 1] not in marks and not (text[at].isascii() and text[at - 1].isascii())
    ]
    if not inner:
        return [text]
    at = rng.choice(inner)
    return [text[:at], text[at:]]
