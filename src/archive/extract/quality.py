"""Whether the characters a PDF reader gives are what is printed, judged by the characters alone."""

from __future__ import annotations

import unicodedata

from archive.extract.layout import Leaf
from archive.extract.rows import Row

MAX_FAULTS = 0.02
MAX_HEAD_FAULTS = 0.06
MEANINGLESS = 0.5
RARE = 0.5
"""What a rare ideograph counts: names have some, a font that is mapped wrong has many."""

SYMBOLS = range(0xF020, 0xF100)
"""Where the bullets and boxes of symbol fonts stand: private use, and right."""

FOREIGN = (range(0x250, 0x370), range(0x500, 0x600), range(0x700, 0xF00), range(0x1000, 0x1800), range(0x18B0, 0x1E00))
"""Scripts that notices have no words of; numbers of glyphs taken for characters fall there. Tibetan, Mongolian, Arabic
and Yi are not among them."""


class _Weights(dict[str, float]):
    """How much a character speaks against its reader, 0 to 1; remembered."""

    def __missing__(self, letter: str) -> float:
        weight = self[letter] = _weight(letter)
        return weight


_WEIGHTS = _Weights()


def _weight(letter: str) -> float:
    code = ord(letter)
    if letter == "\ufffd" or 0xE000 <= code < 0xF900 or code >= 0xF0000:
        return 0.0 if code in SYMBOLS else 1.0
    if code < 0x2E80:
        odd = unicodedata.category(letter) in ("Cc", "Cn", "Cs") or any(code in script for script in FOREIGN)
        return 1.0 if odd else 0.0
    if unicodedata.category(letter) == "Cn":
        return 1.0
    if 0x3400 <= code < 0xA000 or code >= 0x20000:
        return 0.0 if _common(letter) else RARE
    return 0.0


def _common(letter: str) -> bool:
    """Whether an ideograph is in GB 2312, or among the frequent characters of Big5."""
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        try:
            return letter.encode("big5") < b"\xc6\x7f"
        except UnicodeEncodeError:
            return False
    return True


def _share(rows: list[Row]) -> float:
    said = "".join("".join([row.text for row in rows]).split())
    return sum(map(_WEIGHTS.__getitem__, said)) / (len(said) or 1)


def _head(leaf: Leaf) -> list[Row]:
    """Masthead and title of a page: what is larger or redder than most, few characters in a font of their own."""
    sizes = sorted(row.size for row in leaf.rows)
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    return [row for row in leaf.rows if row.size > 1.15 * usual or row.red]


def faults(leaf: Leaf) -> float:
    """How wrong a page looks: its share of wrong characters and that of its head; 2 where nothing is read.

    Args:
        leaf: the page in reading order.
    """
    if not leaf.rows:
        return 2.0
    return _share(leaf.rows) + _share(_head(leaf))


def letters(leaf: Leaf) -> int:
    """How many characters a page has, blanks aside."""
    return sum(len(piece) for row in leaf.rows for piece in row.text.split())


def better(other: Leaf, leaf: Leaf) -> bool:
    """Whether another reader's page is to be taken: fewer faults, or as few and letters that the first one left out."""
    if faults(other) < faults(leaf):
        return letters(other) > 0.8 * letters(leaf)
    return leaf.dropped and faults(other) == faults(leaf) and letters(other) > letters(leaf)


def doubtful(leaf: Leaf) -> bool:
    """Whether another reader should read the page too."""
    return leaf.dropped or faulty(leaf)


def faulty(leaf: Leaf) -> bool:
    """Whether more of a page's characters look wrong than a reader who reads right gives."""
    return _share(leaf.rows) > MAX_FAULTS or _share(_head(leaf)) > MAX_HEAD_FAULTS


def meaningless(leaf: Leaf) -> bool:
    """Whether a page says nothing: it is blank, or hardly a character of it is one."""
    return _share(leaf.rows) > MEANINGLESS or not leaf.rows
