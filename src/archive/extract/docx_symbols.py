"""Characters of symbol fonts as Unicode: boxes, ticks and bullets of the fonts that Word calls Wingdings and Symbol."""

from __future__ import annotations

_FONTS = {
    "wingdings": {
        0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x74: "⧫", 0x75: "◆", 0x76: "❖",
        0x77: "◆", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xB2: "✧", 0xD8: "➢", 0xE0: "→", 0xF0: "⇨",
        0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
        **{0x81 + at: chr(0x2460 + at) for at in range(10)},
    },
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA2: "■", 0xA3: "□"},
    "symbol": {0xB7: "•", 0xA8: "♦", 0xB4: "×", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB0: "°", 0xAE: "→", 0xD7: "·"},
}  # fmt: skip
_PRIVATE = range(0xF000, 0xF100)
"""Where Word keeps the codes of a symbol font (ISO/IEC 29500-1, 17.3.3.30)."""


def symbols(text: str, font: str) -> str:
    r"""The text with the private codes of a symbol font as Unicode; what is not known stays.

    >>> symbols("\uf0fe 是 \uf0a8 否", "Wingdings")
    '☑ 是 □ 否'
    """
    if not any(ord(each) in _PRIVATE for each in text):
        return text
    known = _FONTS.get(font.lower(), {})
    return "".join(known.get(ord(each) - 0xF000, each) for each in text)
