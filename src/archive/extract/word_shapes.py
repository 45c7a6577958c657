"""Text boxes of a Word file: which text they hold, and where in the text they are held."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from archive.extract.word import Word

_BOXES = (("main", "boxes", 56, 40), ("headers", "header boxes", 58, 41))
"""Part that holds boxes, part with their text, tables of the boxes and of the shapes ([MS-DOC] 2.8.32, 2.8.37)."""

_DRAWINGS = 50
_DRAWING, _GROUP, _SHAPE = 0xF002, 0xF003, 0xF00A
_CONTAINER = 0x0F


def boxes_at(word: Word) -> list[tuple[int, range]]:
    """The places of each text box, by the place where it is held; by -1 where that is not found."""
    parts = word.parts()
    groups = dict(_groups(word.listed(_DRAWINGS)))
    found: list[tuple[int, range]] = []
    for holder, part, boxes, shapes in _BOXES:
        anchors, held = word.plc(shapes, 26)
        at = {int.from_bytes(shape[:4], "little"): place for place, shape in zip(anchors, held, strict=False)}
        places, texts = word.plc(boxes, 22)
        start, stop = parts[part].start, parts[part].stop
        for (begin, end), text in zip(pairwise(places), texts, strict=True):
            shape = int.from_bytes(text[14:18], "little")
            place = at.get(shape, at.get(groups.get(shape, -1)))
            box = range(start + begin, min(start + end, stop))
            if shape and box:
                found.append((-1 if place is None else parts[holder].start + place, box))
    return sorted(found, key=lambda each: (each[0], each[1].start))


def _groups(data: bytes) -> Iterator[tuple[int, int]]:
    """For each shape within a group the shape that stands for the outermost group ([MS-ODRAW] 2.2.14 to 2.2.16)."""
    at = group_end = group = 0
    outer = True
    while at + 8 <= len(data):
        if data[at + 3] != 0xF0:  # a byte between drawings tells main text from headers
            at += 1
            continue
        kind, length = int.from_bytes(data[at + 2 : at + 4], "little"), int.from_bytes(data[at + 4 : at + 8], "little")
        if kind == _DRAWING:
            outer = True
        elif kind == _GROUP:
            if not outer and at >= group_end:
                group_end, group = at + 8 + length, 0
            outer = False
        elif kind == _SHAPE and at < group_end:
            shape = int.from_bytes(data[at + 8 : at + 12], "little")
            group = group or shape
            yield shape, group
        at += 8 if data[at] & _CONTAINER == _CONTAINER else 8 + length
