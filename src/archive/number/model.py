"""A document number as plain data: what is printed, what it is compared by, and gaps in a run of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import total_ordering
from typing import Literal, NamedTuple

from archive.number import forms
from archive.plain import dataclass
from archive.text import fold

Form = Literal["standard", "order", "announcement", "minutes", "traditional"]

_STATE = "中华人民共和国"


class Parts(NamedTuple):
    """What a number is compared by, one column each.

    Attributes:
        code: agency code, folded; of an order its name without 中华人民共和国 (国务院令); "" where none is printed.
        year: Gregorian year, None where none is printed.
        serial: value of the serial.
        suffix: what follows the digits of the serial, folded: "b", "-1"; mostly "".
        form: how it is numbered.
    """

    code: str
    year: int | None
    serial: int
    suffix: str
    form: Form


def code_key(code: str) -> str:
    """The column value of a printed agency code or order name.

    >>> code_key("蘇工辦"), code_key("中华人民共和国国务院令")
    ('苏工办', '国务院令')
    """
    folded = fold(code)
    if folded.endswith("令") and len(folded) > len(_STATE) + 1:
        return folded.removeprefix(_STATE)
    return folded


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Number:
    """A document number (发文字号); equal to every other way of writing it, ordered by code, year and serial.

    Attributes:
        code: agency code as printed, spaces closed (苏工办); of an order its name with 令; "" where none is printed.
        year: Gregorian year, or None.
        serial: the serial with what follows its digits: without leading zeros, as printed for orders and 字第…號.
        form: "standard" 苏工办〔2024〕9号, "order" 国务院令第707号 and plain 第12号, "announcement"
            2024年第7号, "minutes" 〔2024〕3次, or "traditional" 臺教學（六）字第1020002942B號.
        text: the standard printed form.
    """

    code: str
    year: int | None
    serial: str
    form: Form
    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def parts(self) -> Parts:
        """What the number is compared by: equal for every way of writing it."""
        serial, suffix = forms.split(fold(self.serial))
        return Parts(code_key(self.code), self.year, serial, forms.suffix_key(suffix), self.form)

    @property
    def key(self) -> str:
        """The same for two numbers exactly when they are the same number: script, width, brackets and zeros aside."""
        code, year, serial, suffix, form = self.parts
        return f"{code}({'' if year is None else year}){serial}{suffix}{'次' if form == 'minutes' else ''}"

    @property
    def order(self) -> tuple[str, int, int, tuple[tuple[int, str], ...], bool]:
        """Sorts by code, year (none first), serial and suffix; equal exactly when the keys are."""
        code, year, serial, suffix, form = self.parts
        return code, year or 0, serial, forms.suffix_order(suffix), form == "minutes"

    def __eq__(self, other: object) -> bool:
        return self.key == other.key if isinstance(other, Number) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.key)

    def __lt__(self, other: Number) -> bool:
        return self.order < other.order


def gaps(numbers: Iterable[Number]) -> dict[tuple[str, int], list[int]]:
    """The serials that are missing between 1 and the highest one, for each code and year that lacks some.

    Args:
        numbers: any numbers; those without code or year are left out, 9之1 counts as 9.

    Returns:
        for (folded code, year) the missing serials, ascending. Minutes count under their code followed by 次.

    >>> from archive.number import parse
    >>> gaps([parse("苏工办〔2024〕1号"), parse("苏工办〔2024〕4号"), parse("苏工办〔2023〕1号")])
    {('苏工办', 2024): [2, 3]}
    """
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for number in numbers:
        code, year, serial, _, form = number.parts
        if code and year is not None and serial < 1_000_000:
            seen[code + ("次" if form == "minutes" else ""), year].add(serial)
    missing = {at: sorted(set(range(1, max(have, default=0))) - have) for at, have in sorted(seen.items())}
    return {at: serials for at, serials in missing.items() if serials}
