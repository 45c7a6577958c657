"""The literal index: rows of units as bigrams for FTS5, and as one string each for ``instr``.

A text of the units 女 职 工 becomes the tokens 女·职 职·工 工·END, so that a row of units is a phrase and a single unit
is a prefix: FTS5 answers both exactly, and 9 never finds 19.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise

from archive.text import BREAK, RUNS, key, units

# These blanks fold to none, so they are never in a unit; not being ASCII they are token characters.
_BETWEEN = "\u00a0"
_END = "\u2002"
_BREAK = "\u2003"
_LONGEST = 64
"""Characters of a unit that go in as they are; FTS5 would cut tokens of 32 KB and more."""
_PLACES, _MOST = 0x10_0000, 0xFFFE
"""The first of the code points that stand for different runs while a text is laid out, and how many there are."""
_TAKEN = f"[{chr(_PLACES)}-{chr(_PLACES + _MOST - 1)}]"
_UTF32 = f"utf-32-{sys.byteorder[0]}e"


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
    from array import array

    folded = key(text)
    pieces = re.split(f"({RUNS})", folded)  # runs stand at the odd places
    runs = dict.fromkeys(pieces[1::2])
    if len(runs) > _MOST or re.search(_TAKEN, folded):
        return _bigrams([*map(_atom, units(text)), _END])
    places = dict(zip(runs, map(chr, range(_PLACES, _PLACES + len(runs))), strict=True))
    pieces[1::2] = map(places.__getitem__, pieces[1::2])
    row = "".join(pieces).replace(" ", "").replace(BREAK, _BREAK)
    if not row:
        return ""
    # four characters a unit, laid out for all at once: itself, the mark between, the next unit, a space
    codes, count = array("I", row.encode(_UTF32)), len(row)
    laid = array("I", [ord(" ")]) * (4 * count)
    laid[0::4], laid[1::4] = codes, array("I", [ord(_BETWEEN)]) * count
    laid[2::4] = codes[1:] + array("I", [ord(_END)])
    joined = laid.tobytes().decode(_UTF32)[:-1]
    return _spelled(joined, row, {place: _atom(run) for run, place in places.items()}) if runs else joined


def _spelled(joined: str, row: str, runs: Mapping[str, str]) -> str:
    """The bigrams of a row with its runs in the places that stand for them: each the next of one, itself in another."""
    parts: list[str] = []
    at = 0
    for found in re.finditer(_TAKEN, row):
        run, own = runs[found[0]], 4 * found.start()
        parts += (joined[at : own - 2], run, " ", run) if own else (run,)
        at = own + 1
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
