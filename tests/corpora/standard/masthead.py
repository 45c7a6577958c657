"""The head of the first page: copy number, secrecy, urgency, the red names, number, signer, red line, title."""

from __future__ import annotations

from .layout import HIGH, LEFT, MM, ROOM, TOP, WIDE, Rule, Run, Setter
from .setting import width


def masthead(setter: Setter) -> None:
    """Set the head of the notice and its title; leaves the row after the title free."""
    if setter.spec.form == "letter":
        letter(setter)
    elif setter.spec.form == "order":
        order(setter)
    else:
        document(setter)


def corner(setter: Setter) -> None:
    """份号, 密级 and 紧急程度, flush left, each on its line (GB/T 9704-2012, 7.2.1 to 7.2.3)."""
    spec = setter.spec
    for text in (spec.copy_number, spec.secrecy, spec.urgency):
        if text:
            setter.put(text, 0, setter.row, setter.style.size)
            setter.row += 1


def red(setter: Setter, text: str, x: float, y: float, size: float, room: float) -> None:
    """Red letters that fill ``room`` points: narrowed when too long, letter-spaced when too short."""
    if setter.style.spaced_masthead:
        text = " ".join(text)
    natural = width(text, size, size)
    scale = min(1.0, room / natural)
    space = (room - natural * scale) / max(len(text) - 1, 1)
    setter.sheets[-1].runs.append(Run(x, y, text, size, space / scale, scale, red=True))


def document(setter: Setter) -> None:
    corner(setter)
    spec, sheet = setter.spec, setter.sheets[-1]
    y = TOP + 35 * MM
    if len(spec.names) == 1:
        text = spec.names[0] + spec.masthead_word
        room = min(ROOM, 54 * len(text))
        red(setter, text, LEFT + (ROOM - room) / 2, y + 44, 50, room)
        y += 54
    else:
        size = 34.0 if len(spec.names) == 2 else 28.0
        step = size * 1.35
        word = 2.6 * size if spec.masthead_word else 0
        room = min(ROOM - word, max(len(name) for name in spec.names) * size * 1.05)
        x = LEFT + (ROOM - room - word) / 2
        for place, name in enumerate(spec.names):
            red(setter, name, x, y + size * 0.88 + place * step, size, room)
        if word:
            middle = y + (len(spec.names) - 1) * step / 2
            red(setter, spec.masthead_word, x + room + 0.5 * size, middle + size * 0.88, size, 2.1 * size)
        y += step * (len(spec.names) - 1) + size
    # Two empty lines under the names, then the number; the red line 4 mm below it (7.2.5, 7.2.7).
    row = (y - TOP) / setter.leading + 2
    if spec.signer:
        signer = f"签发人：{spec.signer}"
        setter.put(spec.number or "", setter.pitch, row, setter.style.size)
        setter.put(signer, ROOM - setter.pitch - setter.width(signer), row, setter.style.size)
    elif spec.number:
        setter.put(spec.number, (ROOM - setter.width(spec.number)) / 2, row, setter.style.size)
    under = TOP + (row + 1) * setter.leading + 1 * MM
    sheet.rules.append(Rule(LEFT, under, LEFT + ROOM, under, 1.6, red=True))
    setter.row = (under - TOP) / setter.leading + 2
    setter.title(spec.title_lines)


def letter(setter: Setter) -> None:
    """信函格式 (10.1): names 30 mm from the top, double red lines 170 mm long, number at the right under the first."""
    spec, sheet = setter.spec, setter.sheets[-1]
    name = spec.names[0]
    room = min(ROOM, 46 * len(name))
    red(setter, name, (WIDE - room) / 2, 30 * MM + 36, 42, room)
    left, right = (WIDE - 170 * MM) / 2, (WIDE + 170 * MM) / 2
    upper, lower = 30 * MM + 44 + 4 * MM, HIGH - 20 * MM
    for y, weight in ((upper, 2.2), (upper + 3.2, 0.7), (lower - 3.2, 0.7), (lower, 2.2)):
        sheet.rules.append(Rule(left, y, right, y, weight, red=True))
    setter.row = row = (upper + 3.2 + 7 / 8 * setter.style.size - TOP) / setter.leading - 0.2
    corner(setter)
    if spec.number:
        setter.put(spec.number, ROOM - setter.width(spec.number), row, setter.style.size)
    setter.row = max(setter.row, row + 1) + 2
    setter.title(spec.title_lines)


def order(setter: Setter) -> None:
    """命令（令）格式 (10.2): names 20 mm under the top of the text block, number two lines below, no red line."""
    spec = setter.spec
    text = spec.names[0] + "令"
    room = min(ROOM, 54 * len(text))
    red(setter, text, LEFT + (ROOM - room) / 2, TOP + 20 * MM + 44, 50, room)
    setter.row = (20 * MM + 54) / setter.leading + 2
    if spec.number:
        setter.centred(spec.number, setter.style.size)
    setter.row += 2
