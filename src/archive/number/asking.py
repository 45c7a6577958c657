"""What users type for a number or a part of one → Pattern."""

from __future__ import annotations

import re
from typing import Literal

from archive.number import forms
from archive.number.forms import CLOSE, GROUP, HAN, HAN_YEAR, OPEN, YEAR
from archive.number.model import Form, Number, code_key
from archive.number.reading import LONGEST, compact, read
from archive.plain import dataclass
from archive.text import key

Place = Literal["exact", "prefix", "suffix"]


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a user asks of numbers: all that is not None must hold; each field is a comparison on a column of ``Parts``.

    Attributes:
        code: folded, as ``Parts.code``; None is any code, also none.
        place: how ``code`` compares: "exact"; "prefix" where only the beginning of a number is typed (苏工 finds
            苏工办); "suffix" for names of 令 (国务院令, 令), whose beginning users leave out.
        year: the year.
        serial_from: the least serial.
        serial_to: the greatest serial, included; equal to ``serial_from`` where one is asked.
        suffix: exactly what follows the serial's digits, "" for nothing; None is anything (ranges).
        form: "minutes" where 次 is typed, "announcement" where 公告 is, else None.
    """

    code: str | None = None
    place: Place = "exact"
    year: int | None = None
    serial_from: int | None = None
    serial_to: int | None = None
    suffix: str | None = None
    form: Form | None = None

    def matches(self, number: Number) -> bool:
        """Whether the number is one of those asked for."""
        code, year, serial, suffix, form = number.parts
        return (
            (self.code is None or self._fits(code))
            and (self.year is None or self.year == year)
            and (self.serial_from is None or self.serial_from <= serial)
            and (self.serial_to is None or serial <= self.serial_to)
            and (self.suffix is None or self.suffix == suffix)
            and (self.form is None or self.form == form)
        )

    def __str__(self) -> str:
        """The pattern as a user would write it: 苏工办〔2024〕1..20."""
        year = "" if self.year is None else f"〔{self.year}〕"
        serial = "" if self.serial_from is None else f"{self.serial_from}{self.suffix or ''}"
        if self.serial_to != self.serial_from:
            serial += f"..{self.serial_to}"
        return f"{self.code or ''}{year}{serial}"

    def _fits(self, code: str) -> bool:
        asked = self.code or ""
        if self.place == "prefix":
            return code.startswith(asked)
        return code.endswith(asked) if self.place == "suffix" else code == asked


_OF_CODE = f"(?![第号次年至]){HAN}"
_CODE = rf"(?P<code>(?:{_OF_CODE}|{GROUP}|[a-z0-9·]{{1,4}}(?={_OF_CODE})){{1,40}}|{_OF_CODE}(?: {_OF_CODE}){{2,20}})"
_SERIAL = f"(?P<from>[0-9]{{1,18}})(?P<suffix>{forms.SUFFIX})"
_RANGE = r" *(?:号 *)?(?:\.\.|~|至) *(?:第 *)?(?P<to>[0-9]{1,18})"
_END = " *(?P<counted>[号次])?(?:文件?|令)?"
_PLAIN = rf"(?P<plain>{YEAR})(?: *年|(?= +[0-9]| *第)|-(?=[0-9])|\Z)"
_YEAR = rf"(?:{OPEN} *(?P<year>{YEAR}|{HAN_YEAR}) *年? *{CLOSE}|{_PLAIN})"
_ASKED = rf"(?:{_CODE} *)??(?:{_YEAR} *)?(?:字 *)?(?:(?:第 *)?{_SERIAL}(?:{_RANGE})?{_END})?"
_EDGES = ")|\"',;、，；）｜”’」】]"


def pattern(text: str) -> Pattern:
    """What a user's way of typing a number, or a part of one, asks for.

    A number alone is a serial of any code and year, but 19xx and 20xx alone are a year, as in 苏工办 2024: serials
    that high are rare, and 2024号 asks for them.

    Args:
        text: a number in any written form, or code, year and serial (or a range of serials) in that order.

    Raises:
        ValueError: when it reads as neither.

    >>> nine = pattern("苏工办〔2024〕9号")
    >>> typed = ("苏工办[2024]9号", "蘇工辦 2024 9", "苏工办２０２４年第００９号", "苏工办2024-9号")
    >>> all(pattern(text) == nine for text in typed)
    True
    >>> pattern("9")
    Pattern(code=None, place='exact', year=None, serial_from=9, serial_to=9, suffix='', form=None)
    >>> pattern("苏工办〔2024〕1..20").serial_to, pattern("(2024)第009号").serial_from, pattern("2024").year
    (20, 9, 2024)
    >>> pattern("国务院令第707号").place, pattern("苏工办").place
    ('suffix', 'prefix')
    """
    asked = _asked(text)
    if asked is None:
        raise ValueError(f"not a document number or a part of one: {text[:80]!r}")
    return asked


def _asked(text: str) -> Pattern | None:
    folded, printed = compact(text)
    if not folded or len(folded) > LONGEST:
        return None
    number = read(folded, printed)
    if number is not None:
        return _complete(number, folded)
    match = re.fullmatch(_ASKED, re.sub(r"\s+", " ", key(text)).strip())
    return None if match is None else _partial(match)


def _complete(number: Number, folded: str) -> Pattern:
    """The pattern of a number: 第12号 has any code, an order any name that ends so."""
    code, year, serial, suffix, form = number.parts
    place: Place = "suffix" if code.endswith("令") or code == "字" else "exact"
    asked_form: Form | None = None
    if form == "minutes" or (form == "announcement" and re.search("[公通]告", folded)):
        asked_form = form
    return Pattern(code or None, place, year, serial, serial, suffix, asked_form)


def _partial(match: re.Match[str]) -> Pattern | None:
    year_word = match["year"] or match["plain"]
    first, last = match["from"], match["to"]
    code = code_key(match["code"]) if match["code"] else None
    if code is not None and not forms.may_be_code(code):
        return None
    alone = code is None and year_word is None
    if alone and first is None:
        return None
    suffix = None if first is None or last else forms.suffix_key(match["suffix"])
    if last and (match["suffix"] or int(last) < int(first) or (alone and re.match(YEAR, first))):
        return None
    year = forms.year_value(year_word) if year_word else None
    place: Place = "exact" if first or year_word else "prefix"
    if code and code.endswith("令"):
        place = "suffix"
    form: Form | None = "minutes" if match["counted"] == "次" else None
    serial_from = int(first) if first else None
    return Pattern(code, place, year, serial_from, int(last) if last else serial_from, suffix, form)


def longest(text: str, start: int) -> tuple[Pattern, int] | None:
    """The longest text from ``start`` that reads as a pattern, and where it ends: at a blank, bracket or the end.

    >>> longest("苏工办 2024 9 女职工", 0)[1], longest("苏工办〔2024〕9号)", 0)[1]
    (10, 11)
    """
    for end in _ends(text, start):
        asked = _asked(text[start:end])
        if asked is not None:
            return asked, end
    return None


def bare(text: str, start: int) -> tuple[Pattern, int] | None:
    """The longest complete document number from ``start``, and where it ends; None where none stands.

    Complete is what names its code or 令, or has its year in brackets or as 2024年第7号, with a serial; without blanks
    in it also what is written in another way than documents write it, as 苏工办2024-9.

    >>> bare("苏工办[2024]9号 女职工", 0)[1], bare("苏工办 2024 9", 0), bare("9号", 0)
    (11, None, None)
    """
    for end in _ends(text, start):
        folded, printed = compact(text[start:end])
        number = read(folded, printed)
        if number is not None and (number.code or number.form == "announcement" or folded[0] in '(<"'):
            return _complete(number, folded), end
        plain = any("0" <= char <= "9" for char in folded) and not any(map(str.isspace, text[start:end]))
        asked = _asked(text[start:end]) if plain else None
        named = asked is not None and (asked.code or folded.endswith(("号", "次")))
        if asked is not None and named and asked.year and asked.serial_from and asked.serial_from == asked.serial_to:
            return asked, end
    return None


def _ends(text: str, start: int) -> list[int]:
    """Where a value that begins at ``start`` may end, farthest first."""
    if start >= len(text):
        return []
    stop = min(len(text), start + LONGEST)
    ends = [
        at
        for at in range(start + 1, stop + 1)
        if (at == stop or text[at] in _EDGES or text[at].isspace()) and not text[at - 1].isspace()
    ]
    if stop == len(text) and stop not in ends:
        ends.append(stop)
    return ends[::-1]
