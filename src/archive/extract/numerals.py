"""Numerals of automatic numbering, as word processors print them."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "一二三四五六七八九"
_LEGAL = "壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST = 32767
_CIRCLED = (("㊱", 36), ("㉑", 21), ("①", 1))
"""The first of each row of circled numbers in Unicode."""


def _counted(digits: str, units: str, zero: str, bare_ten: bool) -> Callable[[int], str]:
    """The way of writing with units: 一百二十三; ``bare_ten`` writes 十一 for 一十一."""

    def written(value: int) -> str:
        out, gap = "", False
        for place, unit in ((4, units[3]), (3, units[2]), (2, units[1]), (1, units[0]), (0, "")):
            digit = value // 10**place % 10
            if digit:
                bare = bare_ten and place == 1 and 10 <= value < 20
                out += (zero if gap and out else "") + ("" if bare else digits[digit - 1]) + unit
            gap = digit == 0
        return out or zero

    return written


def _digit_by_digit(zero: str) -> Callable[[int], str]:
    digits = zero + _DIGITS
    return lambda value: "".join(digits[int(each)] for each in str(value))


def _chinese(value: int) -> str:
    """一 to 九十九 with ten written out, above that digit by digit."""
    return _COUNTED(value) if value < 100 else _digit_by_digit("○")(value)


def _from(first: str, most: int) -> Callable[[int], str]:
    """Characters in a row of Unicode, plain digits beyond them."""
    return lambda value: chr(ord(first) + value - 1) if 1 <= value <= most else str(value)


def _circled(value: int) -> str:
    first, least = next((each for each in _CIRCLED if value >= each[1]), ("", 0))
    return chr(ord(first) + value - least) if 1 <= value <= 50 else str(value)


def _of(letters: str) -> Callable[[int], str]:
    return lambda value: letters[value - 1] if 1 <= value <= len(letters) else str(value)


def _cycle(value: int) -> str:
    """甲子 to 癸亥."""
    return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12] if 1 <= value <= 60 else str(value)


def _letters(value: int) -> str:
    """A to z, aa, bb."""
    return chr(97 + (value - 1) % 26) * min((value - 1) // 26 + 1, 30) if value else ""


def _roman(value: int) -> str:
    out = ""
    for worth, letters in _ROMAN:
        out += letters * (value // worth)
        value %= worth
    return out


def _ordinal(value: int) -> str:
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{value}{'th' if value % 100 in (11, 12, 13) else ends.get(value % 10, 'th')}"


def _wide(value: int) -> str:
    return "".join(chr(ord(each) + 0xFEE0) for each in str(value))


_COUNTED = _counted(_DIGITS, "十百千万", "零", True)
_TAIWANESE = _counted(_DIGITS, "十百千萬", "零", True)

_FORMS: dict[int, Callable[[int], str]] = {
    1: lambda value: _roman(value).upper(),
    2: _roman,
    3: lambda value: _letters(value).upper(),
    4: _letters,
    5: _ordinal,
    10: _digit_by_digit("〇"),
    11: _counted(_DIGITS, "十百千万", "〇", True),
    14: _wide,
    16: _counted(_LEGAL_TRADITIONAL, "拾百仟萬", "零", False),
    17: _digit_by_digit("〇"),
    18: _circled,
    19: _wide,
    22: lambda value: f"{value:02}",
    26: _from("⒈", 20),
    27: _from("⑴", 20),
    28: _circled,
    29: _from("㊀", 10),
    30: _of(_STEMS),
    31: _of(_BRANCHES),
    32: _cycle,
    33: lambda value: _TAIWANESE(value) if value < 100 else _digit_by_digit("○")(value),
    34: _counted(_LEGAL_TRADITIONAL, "拾佰仟萬", "零", False),
    35: _TAIWANESE,
    36: _digit_by_digit("○"),
    37: _chinese,
    38: _counted(_LEGAL, "拾佰仟万", "零", False),
    39: _COUNTED,
    40: _digit_by_digit("○"),
    255: lambda value: "",
}
"""By number format code (MSONFC of [MS-OSHARED] 2.2.1.3); every other code is plain digits."""


_NAMES = """
    decimal upperRoman lowerRoman upperLetter lowerLetter ordinal cardinalText ordinalText hex chicago
    ideographDigital japaneseCounting aiueo iroha decimalFullWidth decimalHalfWidth japaneseLegal
    japaneseDigitalTenThousand decimalEnclosedCircle decimalFullWidth2 aiueoFullWidth irohaFullWidth decimalZero
    bullet ganada chosung decimalEnclosedFullstop decimalEnclosedParen decimalEnclosedCircleChinese
    ideographEnclosedCircle ideographTraditional ideographZodiac ideographZodiacTraditional taiwaneseCounting
    ideographLegalTraditional taiwaneseCountingThousand taiwaneseDigital chineseCounting chineseLegalSimplified
    chineseCountingThousand koreanDigital
"""  # fmt: skip
_CODES = {name: code for code, name in enumerate(_NAMES.split())}
"""The names of these formats in DOCX (ISO/IEC 29500-1, 17.18.59), by code."""


def form_of(name: str) -> int:
    """The code of a number format by its name in DOCX; that of plain digits for one that is not known."""
    return 255 if name == "none" else _CODES.get(name, 0)


def numeral(value: int, form: int) -> str:
    """A number as a list prints it.

    >>> numeral(12, 37), numeral(3, 28), numeral(12, 0), numeral(110, 39)
    ('十二', '③', '12', '一百一十')

    Args:
        value: the number; one that no list reaches is written in plain digits.
        form: its format, a code of MSONFC.
    """
    if not 0 <= value <= _LARGEST:
        return str(value)
    return _FORMS.get(form, str)(value)


def gap_after(number: str) -> str:
    """What stands for a tab or blank behind a number: nothing where its last mark is as wide as it needs.

    >>> "一、" + gap_after("一、") + "总则", "1." + gap_after("1.") + "总则"
    ('一、总则', '1. 总则')
    """
    return "" if not number or number[-1] in "、．）：。" else " "
