"""The pieces written numbers are made of, as regular expressions over folded text, and numerals with their values."""

from __future__ import annotations

import re

HAN = "[〇\u3400-\u9fff\U00020000-\U000323af]"
OPEN, CLOSE = '[(<"]', '[)>"]'
GROUP = r"\((?!(?:19|20)[0-9]{2}年?\))[^()<>\"\s]{1,8}\)"

YEAR = "(?:19|20)[0-9]{2}"
SHORT_YEAR = "(?:[01][0-9]|49|[5-9][0-9])"
HAN_YEAR = "[一二][〇零九][〇零一二三四五六七八九]{2}"

_NUMERAL = "〇零一二三四五六七八九十百千"
HAN_SERIAL = f"[{_NUMERAL}]{{1,18}}"
SUFFIX = f"(?:(?:[a-z][0-9]{{0,8}}|-[0-9a-z]{{1,4}}|之(?:[0-9]{{1,3}}|[{_NUMERAL}]{{1,3}})){{0,2}})"

_DIGITS = {char: digit for digit, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_IN_SUFFIX = re.compile(f"[0-9]+|[{_NUMERAL}]+")
_SERIAL = re.compile(f"[0-9]+|{HAN_SERIAL}")
_TOKEN = re.compile("[0-9]+|[^0-9]")


def value(word: str) -> int:
    """The value of a numeral in Western digits, or in Chinese ones, digit by digit or with 十 百 千.

    >>> [value(word) for word in ("009", "七", "十二", "一〇二", "一百零二", "二〇二四")]
    [9, 7, 12, 102, 102, 2024]
    """
    if word.isascii():
        return int(word)
    if not any(char in _UNITS for char in word):
        return int("".join(str(_DIGITS[char]) for char in word))
    total, digit = 0, None
    for char in word:
        if char in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[char]
            digit = None
        else:
            digit = _DIGITS[char] or None
    return total + (digit or 0)


def year_value(word: str) -> int:
    """The year that stands in the bracket of a number; of two digits, 49–99 are of the 20th century.

    Two digits from 20 to 48 are no year here: no notice of those years was numbered so.
    """
    year = value(word)
    if year >= 100:
        return year
    return year + (1900 if year >= 49 else 2000)


def split(serial: str) -> tuple[int, str]:
    """The value of a folded serial's digits, and what follows them.

    >>> split("0960078165b"), split("七之一")
    ((960078165, 'b'), (7, '之一'))
    """
    match = _SERIAL.match(serial)
    if match is None:
        raise ValueError(f"a serial without digits: {serial!r}")
    return value(match.group()), serial[match.end() :]


def suffix_key(suffix: str) -> str:
    """What stands behind the digits of a serial, so that equal ones are equal: 之一, 之1 and -1, -01 are one.

    >>> [suffix_key(suffix) for suffix in ("b", "之一", "-01", "b000114")]
    ['b', '-1', '-1', 'b114']
    """
    return _IN_SUFFIX.sub(lambda match: str(value(match.group())), suffix).replace("之", "-")


def suffix_order(suffix: str) -> tuple[tuple[int, str], ...]:
    """A sortable value of a ``suffix_key``: -2 comes before -10."""
    return tuple((int(token), "") if token.isdigit() else (-1, token) for token in _TOKEN.findall(suffix))
