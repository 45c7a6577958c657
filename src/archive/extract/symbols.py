"""Letters of symbol fonts, as the characters that they look like."""

from __future__ import annotations

import re

_PRIVATE = 0xF000
_LETTER = re.compile("[\uf000-\uf0ff]")
_LOOKS = {
    0x52: "☑", 0x54: "☒", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x74: "⧫",
    0x75: "◆", 0x76: "❖", 0x77: "◆", 0x9F: "•", 0xA1: "○", 0xA3: "□", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xB2: "✧",
    0xB7: "•", 0xD8: "➢", 0xE0: "→", 0xF0: "⇨", 0xFB: "☒", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
"""By place in the font, Wingdings where fonts differ."""
_OTHERS = {
    "wingdings 2": {
        0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA2: "■", 0xA3: "□",
    },
    "symbol": {0xB7: "•", 0xA8: "♦", 0xB4: "×", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB0: "°", 0xAE: "→", 0xD7: "·"},
}  # fmt: skip

_DIGITS = {
    first + at: digits[at] for first, digits in ((0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩"), (0x8B, "⓿❶❷❸❹❺❻❼❽❾❿")) for at in range(11)
}


def symbol(text: str, unknown: str = "", font: str = "") -> str:
    r"""Letters of a symbol font (U+F020 to U+F0FF) as they look.

    >>> symbol("\uf06c"), symbol("\uf0a8"), symbol("●"), symbol("\uf0b3", font="Symbol")
    ('●', '□', '●', '≥')

    Args:
        text: the letters; what is none of a symbol font stays.
        unknown: what stands for those whose look is not known; they stay where it is empty.
        font: its name, where it is told.
    """
    if _LETTER.search(text) is None:
        return text
    looks = _OTHERS.get(font.lower(), _LOOKS)
    return "".join([_look(each, looks) or unknown or each for each in text])


def _look(letter: str, looks: dict[int, str]) -> str | None:
    place = ord(letter) - _PRIVATE
    if not 0 <= place <= 0xFF:
        return letter
    return looks.get(place) or (_DIGITS.get(place) if looks is _LOOKS else None)
