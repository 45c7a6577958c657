"""The pieces written numbers are made of, as regular expressions over folded text, and numerals with their values."""

from __future__ import annotations

import re

HAN = "[〇\u3400-\u9fff\U00020000-\U000323af]"
"""An ideograph; a pattern with it takes a millisecond to compile."""
OPEN, CLOSE = '[(<"]', '[)>"]'
GROUP = r"\((?!(?:19|20)[0-9]{2}年?\))[^()<>\"\s]{1,8}\)"

YEAR = "(?:19|20)[0-9]{2}"
SHORT_YEAR = "(?:[01][0-9]|49|[5-9][0-9])"
HAN_YEAR = "[一二][〇零九][〇零一二三四五六七八九]{2}"

_NUMERAL = "〇零一二三四五六七八九十百千"
HAN_SERIAL = f"[{_NUMERAL}]{{1,18}}"
SUFFIX = f"(?:(?:[a-z][0-9]{{0,8}}|-[0-9a-z]{{1,4}}|之(?:[0-9]{{1,3}}|[{_NUMERAL}]{{1,3}})){{0,2}})"

LEADS = (
    "根据|依据|按照|依照|遵照|参照|对照|比照|按|照|据|依(?=.{3})|转发|印发|制发|核发|颁发|颁布|公布|发布|发表|"
    "执行|贯彻|落实|废止|撤销|取代|代替|修订|修正|订定|关于|对于|通过|下达|下发|批准|批转|收到|收悉|附件|文件|"
    "文号|编号|字号|名称|规定|通知|决定|意见|办法|方案|纪要|以下简称|详见|参见|另见|见|业经|业以|业于|前以|"
    "曾以|现将|现行|现予|已将|拟将|的|了|为|其|该|以|及|与|等|或|被|此|这|暨|之|由|在|号|"
    "[我本][国省市县区州校院部委会局厅署]|奉(?=总统)|所领|符合|(?<=.)于|[0-9〇一二三四五六七八九十][年月日]|"
    "同日|年度|[年月]日?"
)
"""A pattern of words that lead up to a citation and are part of no code."""
_PLAIN_LEADS = tuple(filter(str.isalpha, LEADS.split("|")))
_OTHER_LEADS = "|".join(lead for lead in LEADS.split("|") if not lead.isalpha())

_DIGITS = {char: digit for digit, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_IN_SUFFIX = f"[0-9]+|[{_NUMERAL}]+"
_SERIAL = f"[0-9]+|{HAN_SERIAL}"
_TOKEN = "[0-9]+|[^0-9]"
NUMERALS = f"0123456789{_NUMERAL}"
"""Every serial has one of them."""


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
    match = re.match(_SERIAL, serial)
    if match is None:
        raise ValueError(f"a serial without digits: {serial!r}")
    return value(match.group()), serial[match.end() :]


def suffix_key(suffix: str) -> str:
    """What stands behind the digits of a serial, so that equal ones are equal: 之一, 之1 and -1, -01 are one.

    >>> [suffix_key(suffix) for suffix in ("b", "之一", "-01", "b000114")]
    ['b', '-1', '-1', 'b114']
    """
    if not suffix:
        return ""
    return re.sub(_IN_SUFFIX, lambda match: str(value(match.group())), suffix).replace("之", "-")


def suffix_order(suffix: str) -> tuple[tuple[int, str], ...]:
    """A sortable value of a ``suffix_key``: -2 comes before -10."""
    return tuple((int(token), "") if token.isdigit() else (-1, token) for token in re.findall(_TOKEN, suffix))


def may_be_code(code: str) -> bool:
    """Whether a folded text can be an agency code: it holds an ideograph and does not begin like a citation.

    >>> may_be_code("苏工办"), may_be_code("根据苏工办"), may_be_code("")
    (True, False, True)
    """
    if not code:
        return True
    if "第" in code or "号" in code or not any(map(_han, code)):
        return False
    if len(code) < 3:
        return True
    return not code.startswith(_PLAIN_LEADS) and not re.match(_OTHER_LEADS, code)


def _han(char: str) -> bool:
    """Whether it is one of ``HAN``."""
    return "\u3400" <= char <= "\u9fff" or char == "〇" or "\U00020000" <= char <= "\U000323af"
