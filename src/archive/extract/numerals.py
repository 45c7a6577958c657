"""Numbers as automatic numbering prints them (ISO/IEC 29500-1, 17.18.59), whatever kind of file asks for it."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_ZERO_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST = 1_000_000


def numeral(value: int, form: str) -> str:
    """A number in a form of automatic numbering; decimal where the form is unknown or does not reach so far.

    Args:
        value: the number.
        form: ``w:numFmt``, e.g. ``chineseCountingThousand``.

    >>> numeral(21, "chineseCounting"), numeral(120, "chineseCountingThousand"), numeral(3, "upperLetter")
    ('二十一', '一百二十', 'C')
    """
    write = _FORMS.get(form)
    return (write(value) if write is not None and 0 <= value < _MOST else None) or _decimal(value)


def _decimal(value: int) -> str:
    return str(value)


def _counted(digits: str, units: str, one_ten: bool = False) -> Callable[[int], str]:
    """Numerals with their units, 一百二十; zeros between are said once.

    Args:
        digits: the ten digits.
        units: ten, hundred, thousand and ten thousand.
        one_ten: whether 10 to 19 begin with a one.
    """

    def below(value: int) -> str:
        said, gap = "", False
        for power in (3, 2, 1, 0):
            digit = value // 10**power % 10
            if digit:
                said += (digits[0] if gap and said else "") + digits[digit] + (units[power - 1] if power else "")
                gap = False
            else:
                gap = True
        return said

    def write(value: int) -> str:
        if not value:
            return digits[0]
        high, low = divmod(value, 10_000)
        said = below(high) + units[3] if high else ""
        said += (digits[0] if high and 0 < low < 1000 else "") + below(low)
        return said[1:] if not one_ten and said.startswith(digits[1] + units[0]) else said

    return write


def _each_digit(digits: str) -> Callable[[int], str]:
    return lambda value: "".join(digits[int(digit)] for digit in str(value))


def _chinese_counting(value: int) -> str:
    """Up to 99 with 十, above it digit by digit."""
    return (_CHINESE if 0 < value < 100 else _each_digit("○" + _DIGITS[1:]))(value)


def _one_of(marks: str, first: int = 1) -> Callable[[int], str]:
    """The mark of a number; none beyond the last, which is then decimal."""
    return lambda value: marks[value - first] if first <= value < first + len(marks) else ""


def _sixty(value: int) -> str:
    return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12] if value else ""


def _letters(first: str) -> Callable[[int], str]:
    """A to Z, then AA, BB, CCC … as Word counts."""
    return lambda value: chr(ord(first) + (value - 1) % 26) * ((value - 1) // 26 + 1) if 0 < value <= 780 else ""


def _roman(value: int) -> str:
    if value > 9999:
        return ""
    said = ""
    for worth, letters in _ROMAN:
        said += letters * (value // worth)
        value %= worth
    return said


def _ordinal(value: int) -> str:
    return f"{value}{'th' if value // 10 % 10 == 1 else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"


_CHINESE = _counted(_ZERO_DIGITS, "十百千万")
_WIDE = _each_digit("０１２３４５６７８９")
_CIRCLED = "".join(map(chr, [*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0)]))

_FORMS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "\u200b",
    "decimalZero": lambda value: f"{value:02}",
    "chineseCounting": _chinese_counting,
    "chineseCountingThousand": _CHINESE,
    "taiwaneseCounting": _chinese_counting,
    "taiwaneseCountingThousand": _counted(_ZERO_DIGITS, "十百千萬"),
    "japaneseCounting": _counted(_DIGITS, "十百千万"),
    "ideographDigital": _each_digit(_DIGITS),
    "japaneseDigitalTenThousand": _each_digit(_DIGITS),
    "taiwaneseDigital": _each_digit("○" + _DIGITS[1:]),
    "koreanDigital2": _each_digit(_ZERO_DIGITS),
    "chineseLegalSimplified": _counted(_LEGAL, "拾佰仟萬", one_ten=True),
    "ideographLegalTraditional": _counted(_LEGAL_TRADITIONAL, "拾佰仟萬", one_ten=True),
    "japaneseLegal": _counted("零壱弐参四五六七八九", "拾百阡萬", one_ten=True),
    "ideographTraditional": _one_of(_STEMS),
    "ideographZodiac": _one_of(_BRANCHES),
    "ideographZodiacTraditional": _sixty,
    "ideographEnclosedCircle": _one_of("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "decimalEnclosedCircle": _one_of(_CIRCLED),
    "decimalEnclosedCircleChinese": _one_of(_CIRCLED),
    "decimalEnclosedFullstop": _one_of("".join(map(chr, range(0x2488, 0x249C)))),
    "decimalEnclosedParen": _one_of("".join(map(chr, range(0x2474, 0x2488)))),
    "decimalFullWidth": _WIDE,
    "decimalFullWidth2": _WIDE,
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "ordinal": _ordinal,
    "numberInDash": lambda value: f"- {value} -",
}
"""By ``w:numFmt``."""
