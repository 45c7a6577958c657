"""The search key of a text and its units: the only normalising in the project.

Every character folds to one character or to none, each by itself: width, case, brackets, quotes, dashes, radicals,
and traditional to simplified. A text is a row of units: each run of Latin letters or of digits is one, every other
visible character is one. White space and format characters only part runs.
"""

from __future__ import annotations

import re
from itertools import pairwise

from archive.tables.fold_table import DROPPED, SOURCE, TARGET

VERSION = 1
"""Version of fold and units; stored in archives, raised with every change of what a text folds to."""

BREAK = "\f"
"""Parts rows of units: no literal match reaches over it."""


class _Table(dict[int, int]):
    """A table for str.translate that remembers the characters that stay as they are."""

    def __missing__(self, code: int) -> int:
        code_to = 0xFFFD if 0xD800 <= code <= 0xDFFF else code
        self[code] = code_to
        return code_to


_KEY = _Table(zip(map(ord, SOURCE), map(ord, TARGET), strict=True))
_KEY.update(dict.fromkeys(map(ord, DROPPED), ord(" ")))
_KEY[ord(BREAK)] = ord(BREAK)

_LETTER, _DIGIT = "a-zß-öø-ɏ", "0-9"
_UNIT = re.compile(f"[{_LETTER}]+|[{_DIGIT}]+|[^ ]")
_RUN = {"letter": re.compile(f"[{_LETTER}]"), "digit": re.compile(f"[{_DIGIT}]")}


def key(text: str) -> str:
    """The folded text at its full length, with a space for each character that folds to none.

    >>> key("蘇工發〔２０２４〕 Ab")
    '苏工发(2024) ab'
    """
    return text.translate(_KEY)


def fold(text: str) -> str:
    """The search key of a text: equal for texts that differ only in width, script, case, brackets or blanks.

    >>> fold("江 蘇 省［２０２４］")
    '江苏省(2024)'
    """
    return key(text).replace(" ", "").replace(BREAK, "")


def units(text: str) -> list[str]:
    """The folded units of a text in order; BREAK stands for itself.

    >>> units("第１９号 Word2007")
    ['第', '19', '号', 'word', '2007']
    """
    return _UNIT.findall(text.translate(_KEY))


def spans(text: str) -> list[tuple[str, int, int]]:
    """The units of a text, each with its start and end in the text."""
    return [(match.group(), match.start(), match.end()) for match in _UNIT.finditer(text.translate(_KEY))]


def finder(row: tuple[str, ...] | list[str]) -> re.Pattern[str]:
    """A pattern that finds this row of units in ``key(text)``, at the offsets of the text itself.

    Raises:
        ValueError: for an empty row, which would stand everywhere.
    """
    if not row:
        raise ValueError("an empty row of units")
    parts = [_edge(row[0], "<!"), re.escape(row[0])]
    for before, unit in pairwise(row):
        parts += [" +" if _kind(unit) and _kind(unit) == _kind(before) else " *", re.escape(unit)]
    return re.compile("".join([*parts, _edge(row[-1], "!")]))


def _kind(unit: str) -> str | None:
    return next((name for name, run in _RUN.items() if run.match(unit)), None)


def _edge(unit: str, look: str) -> str:
    kind = _kind(unit)
    return "" if kind is None else f"(?{look}[{_LETTER if kind == 'letter' else _DIGIT}])"
