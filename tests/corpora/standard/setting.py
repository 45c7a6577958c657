"""Breaking text into printed lines: widths of the font, and what may not begin or end a line."""

from __future__ import annotations

import re

FONT = "STSong-Light"
NOT_FIRST = set("，。、；：！？）》〉”’〕】％…—")
NOT_LAST = set("（《〈“‘〔【")
PIECES = re.compile(r"[0-9A-Za-z.%/:+-]+|.", re.S)


def width(text: str, size: float, pitch: float) -> float:
    """Width of the text in points, set so that ideographs of ``size`` stand ``pitch`` points apart."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return float(pdfmetrics.stringWidth(text, FONT, size)) + len(text) * (pitch - size)


def wrap(text: str, room: float, size: float, pitch: float, first: float = 0.0, hang: float = 0.0) -> list[str]:
    """Break a paragraph into lines of at most ``room`` points.

    Args:
        text: the paragraph.
        room: width of a line in points.
        size: size of the letters in points.
        pitch: distance of ideographs in points.
        first: indent of the first line in points.
        hang: indent of the lines after it in points.

    Returns:
        The lines; joined, they are the paragraph again.
    """
    lines: list[str] = []
    line: list[str] = []
    left = room - first
    for piece in PIECES.findall(text):
        need = width(piece, size, pitch)
        # Half a point of grace: sums of widths are not exact.
        if line and need > left + 0.5:
            carried = [piece]
            while len(line) > 1 and (carried[0] in NOT_FIRST or line[-1] in NOT_LAST):
                carried.insert(0, line.pop())
            lines.append("".join(line))
            line = carried
            left = room - hang - sum(width(each, size, pitch) for each in line)
        else:
            line.append(piece)
            left -= need
    return [*lines, "".join(line)] if line else lines
