"""One number in any written form → Number."""

from __future__ import annotations

import re
from functools import cache

from archive.number import forms
from archive.number.forms import CLOSE, GROUP, HAN, HAN_SERIAL, HAN_YEAR, OPEN, SHORT_YEAR, SUFFIX, YEAR
from archive.number.model import Form, Number
from archive.text import key

LONGEST = 120
"""No number has more visible characters."""

_CODE = f"(?:{HAN}|[a-z0-9·]|{GROUP}){{1,40}}"
_SERIAL = f"(?P<serial>(?:[0-9]{{1,8}}|{HAN_SERIAL}){SUFFIX})"
_LONG_SERIAL = f"(?P<serial>(?:[0-9]{{1,18}}|{HAN_SERIAL}){SUFFIX})"
_IN_BRACKETS = f"{OPEN}(?P<year>{YEAR}|{HAN_YEAR})年?度?{CLOSE}"
_ANNOUNCED = "(?:公告|通告)"

_FORMS: tuple[tuple[Form, str, str], ...] = (
    ("standard", "(", f"(?P<code>{_CODE})?{_IN_BRACKETS}第?{_SERIAL}(?P<end>[号次])?"),
    ("standard", "(字", f"(?P<code>{_CODE})(?P<mid>{_IN_BRACKETS})字第?{_SERIAL}号?"),
    (
        "standard",
        "(号",
        f"(?P<code>{_CODE}){OPEN}(?P<year>{SHORT_YEAR})年?{CLOSE}第?(?P<serial>[0-9]{{1,4}}{SUFFIX})号",
    ),
    ("standard", "(", f"{_IN_BRACKETS}(?P<code>{HAN}{{1,20}}?)(?:第|(?=[0-9])){_SERIAL}(?P<end>[号次])?"),
    ("standard", "(字号", f"(?P<code>{_CODE}字)第?{_SERIAL}号{OPEN}(?P<year>{YEAR})年?{CLOSE}"),
    ("order", "令", rf"(?P<code>{HAN}{{0,40}}令)\(?(?:(?P<year>{YEAR})年)?第?{_SERIAL}(?P<end>号)?\)?"),
    (
        "order",
        "令第号",
        f"(?P<code>(?:{HAN}{{1,40}}(?=(?:{YEAR}年)?第))?)(?:(?P<year>{YEAR})年)?第{_SERIAL}号(?P<order>令)",
    ),
    (
        "announcement",
        "年",
        rf"(?:{HAN}{{0,40}}{_ANNOUNCED})?\(?(?P<year>{YEAR}|{HAN_YEAR})年第?{_SERIAL}号?\)?{_ANNOUNCED}?",
    ),
    ("standard", "年号", f"(?P<code>{_CODE}?)(?<![0-9])(?P<year>{YEAR})(?:年第?|-){_SERIAL}号"),
    ("traditional", "(字号", f"(?P<code>{OPEN}{SHORT_YEAR}{CLOSE}{HAN}{{1,20}}字){_SERIAL}号"),
    ("traditional", "字", f"(?P<code>(?:{_CODE})?字)(?:第|(?=[0-9]{{4}})){_LONG_SERIAL}(?P<end>号)?"),
    ("traditional", "第号", f"(?P<code>{_CODE})第(?P<serial>[0-9]{{6,18}}{SUFFIX})号"),
    ("order", "第号", f"第{_SERIAL}号"),
)
"""Each with the characters, or what is like them, that stand in every number of it, so that few patterns are tried."""
_LIKE = {"<": "(", '"': "(", "-": "年"}
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}


def parse(text: str) -> Number:
    r"""The number that the whole text is, in any written form.

    Args:
        text: one number; brackets of any kind and mixed, full-width digits, spaces and line breaks inside,
            leading zeros, 第, year first or last, with or without 号.

    Raises:
        ValueError: when the text is not one number; 第○○○○号, a blank to fill in, is none.

    >>> str(parse("蘇工辦［２０２４)第００９號"))
    '蘇工辦〔2024〕9号'
    >>> str(parse("国 防 部 发 〔 2012 〕 21 号")), str(parse("〔1996〕武司字第82号"))
    ('国防部发〔2012〕21号', '武司字〔1996〕82号')
    >>> str(parse("中华人民共和国国务院令\n第707号")), str(parse("公告 2024年第7号")), str(parse("〔2024〕第3次"))
    ('中华人民共和国国务院令第707号', '2024年第7号', '〔2024〕3次')
    >>> str(parse("臺教學（六）字第 1020002942B 號"))
    '臺教學（六）字第1020002942B號'
    >>> parse("苏工办2024-9号") == parse("苏工办〔2024〕009号") != parse("苏工办〔2024〕19号")
    True
    >>> parse("主席令第七号") == parse("中华人民共和国主席令（第7号）")
    True
    """
    folded, printed = compact(text)
    number = read(folded, printed) if 2 < len(folded) <= LONGEST else None
    if number is None:
        raise ValueError(f"not a document number: {text[:80]!r}")
    return number


def compact(text: str) -> tuple[str, str]:
    """The folded text without blanks, and beside it, character by character, what is printed."""
    folded = key(text)
    printed = "".join(char for char, to in zip(text, folded, strict=True) if to not in " \f")
    return folded.replace(" ", "").replace("\f", ""), printed.translate(_WIDE)


def read(folded: str, printed: str) -> Number | None:
    """The number that a folded text without blanks is, or None; ``printed`` runs beside it."""
    there = {_LIKE.get(char, char) for char in folded}
    if there.isdisjoint(forms.NUMERALS):
        return None
    for form, needed, pattern in _FORMS:
        match = _compiled(pattern).fullmatch(folded) if there.issuperset(needed) else None
        number = _number(form, match, printed) if match else None
        if number is not None:
            return number
    return None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when first used: all of them take longer than most commands."""
    return re.compile(pattern)


def _number(form: Form, match: re.Match[str], printed: str) -> Number | None:
    groups = match.groupdict()
    code = printed[match.start("code") : match.end("code")] if groups.get("code") else ""
    serial = printed[match.start("serial") : match.end("serial")]
    written = groups.get("year")
    year = forms.year_value(written) if written else None
    digits, suffix = forms.split(match["serial"])
    if digits == 0 or not forms.may_be_code(groups.get("code") or ""):
        return None
    if form == "standard":
        counted = "次" if groups.get("end") == "次" else "号"
        short = f"{written}" if written and len(written) == 2 else f"{year}"
        code += "字" if groups.get("mid") else ""
        serial = f"{digits}{serial[len(serial) - len(suffix) :]}"
        return Number(code, year, serial, "minutes" if counted == "次" else form, f"{code}〔{short}〕{serial}{counted}")
    if form == "announcement":
        return Number("", year, serial, form, f"{year}年第{serial}号")
    folded = match.string
    if sum(map(folded.count, "[(<")) != sum(map(folded.count, "])>")):
        return None
    ending = "" if groups.get("end", "号") else "号"
    return Number(code + ("令" if groups.get("order") else ""), year, serial, form, printed + ending)
