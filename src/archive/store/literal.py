"""The literal index: rows of units as bigrams for FTS5, and as one string each for ``instr``.

A text of the units 女 职 工 becomes the tokens 女·职 职·工 工·END, so that a row of units is a phrase and a single unit
is a prefix: FTS5 answers both exactly, and 9 never finds 19.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from itertools import pairwise

from archive.text import BREAK, RUNS, key, units

# These blanks fold to none, so they are never in a unit; not being ASCII they are token characters.
_BETWEEN = "\u00a0"
_END = "\u2002"
_BREAK = "\u2003"
_LONGEST = 64
"""Characters of a unit that go in as they are; FTS5 would cut tokens of 32 KB and more."""
_RUN = "\0"
"""What stands for a run while a text is laid out; it folds to a blank, so it is never in a unit."""
_UTF16, _UTF32 = (f"utf-{bits}-{sys.byteorder[0]}e" for bits in (16, 32))


def _atom(unit: str) -> str:
    if len(unit) > _LONGEST:
        from hashlib import sha256

        return "=" + sha256(unit.encode("utf-8", "surrogatepass")).hexdigest()
    return _BREAK if unit == BREAK else unit


def tokens(text: str) -> str:
    """The index tokens of a text, parted by spaces.

    >>> tokens("女 职工").replace("\u00a0", "·").replace("\u2002", "END")
    '女·职 职·工 工·END'
    """
    folded = key(text)
    pieces = re.split(f"({RUNS})", folded)  # runs stand at the odd places
    runs = list(map(_atom, pieces[1::2]))
    row = _RUN.join(pieces[::2]).replace(" ", "").replace(BREAK, _BREAK)
    return _spelled(_laid(row), row, runs) if row else ""


def _laid(row: str) -> str:
    """The bigrams of a row of characters: four characters a unit, laid out for all at once.

    The unit itself, the mark between, the next unit, a space.
    """
    from array import array

    data, count, kind, encoding = row.encode(_UTF16), len(row), "H", _UTF16
    if len(data) > 2 * count:
        data, kind, encoding = row.encode(_UTF32), "I", _UTF32
    codes = array(kind, data)
    laid = array(kind, [0, ord(_BETWEEN), ord(_END), ord(" ")]) * count
    laid[0::4] = codes
    laid[2:-4:4] = codes[1:]
    return laid[:-1].tobytes().decode(encoding)


def _spelled(joined: str, row: str, runs: Sequence[str]) -> str:
    """The bigrams of a row with its runs in the places that stand for them: each the next of one, itself in another."""
    parts: list[str] = []
    at = own = 0
    for before, run in zip(row.split(_RUN), runs, strict=False):
        own += 4 * len(before)
        parts += (joined[at : own - 2], run, " ", run) if own else (run,)
        at = own + 1
        own += 4
    return "".join([*parts, joined[at:]])


def _bigrams(row: Sequence[str]) -> str:
    return " ".join([before + _BETWEEN + after for before, after in pairwise(row)])


def phrase(row: Sequence[str], title: bool = False) -> str:
    """The MATCH expression for a row of at least one unit, in the title alone or anywhere."""
    atoms = [_atom(unit) for unit in row]
    match = f"{_quoted(atoms[0] + _BETWEEN)} *" if len(atoms) == 1 else _quoted(_bigrams(atoms))
    return f"title : {match}" if title else match


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def row_key(row: Sequence[str]) -> str:
    """A row of units as one string: a row stands in another when its string is in the other's."""
    return _BETWEEN + "".join(unit + _BETWEEN for unit in row)


def name_key(text: str) -> str:
    """``row_key`` of the units of a name."""
    return row_key(units(text))
