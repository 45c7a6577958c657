"""Letters of symbol fonts, as the characters that they look like."""

from __future__ import annotations

_PRIVATE = 0xF000
_LOOKS = {
    0x52: "☑", 0x54: "☒", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖",
    0x9F: "•", 0xA1: "○", 0xA3: "□", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xB7: "•", 0xD8: "➢", 0xFB: "☒",
    0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
"""By place in the font, Wingdings where fonts differ."""

_DIGITS = {
    first + at: digits[at] for first, digits in ((0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩"), (0x8B, "⓿❶❷❸❹❺❻❼❽❾❿")) for at in range(11)
}


def symbol(text: str, unknown: str = "") -> str:
    r"""Letters of a symbol font (U+F020 to U+F0FF) as they look.

    >>> symbol("\uf06c"), symbol("\uf0a8"), symbol("●")
    ('●', '□', '●')

    Args:
        text: the letters; what is none of a symbol font stays.
        unknown: what stands for those whose look is not known; they stay where it is empty.
    """
    return "".join([_look(each) or unknown or each for each in text])


def _look(letter: str) -> str | None:
    place = ord(letter) - _PRIVATE
    if not 0 <= place <= 0xFF:
        return letter
    return _LOOKS.get(place) or _DIGITS.get(place)
