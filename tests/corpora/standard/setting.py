"""Breaking text into printed lines: widths of the font, and what may not begin or end a line."""

from __future__ import annotations

import re

# Widths of space to ~ in STSong-Light, in thousandths of the size; all else is a whole letter wide.
WIDTHS = (
    207, 270, 342, 467, 462, 797, 710, 239, 374, 374, 423, 605, 238, 375, 238, 334, 462, 462, 462, 462, 462, 462, 462,
    462, 462, 462, 238, 238, 605, 605, 605, 344, 748, 684, 560, 695, 739, 563, 511, 729, 793, 318, 312, 666, 526, 896,
    758, 772, 544, 772, 628, 465, 607, 753, 711, 972, 647, 620, 607, 374, 333, 374, 606, 500, 239, 417, 503, 427, 529,
    415, 264, 444, 518, 241, 230, 495, 228, 793, 527, 524, 524, 504, 338, 336, 277, 517, 450, 652, 466, 452, 407, 370,
    258, 370, 605,
)  # fmt: skip
NOT_FIRST = set("，。、；：！？）》〉”’〕】％…—")
NOT_LAST = set("（《〈“‘〔【")
PIECES = re.compile(r"[0-9A-Za-z.%/:+-]+|.", re.S)


def width(text: str, size: float, pitch: float) -> float:
    """Width of the text in points, set so that ideographs of ``size`` stand ``pitch`` points apart."""
    units = sum(WIDTHS[ord(char) - 32] if " " <= char <= "~" else 1000 for char in text)
    return units * size / 1000 + len(text) * (pitch - size)


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
