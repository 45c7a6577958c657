"""Calls into pdfium for each character of a page, without conversions and many at once."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import repeat
from typing import Any

KEPT = 2048
"""Rows that room is kept for from page to page."""


class Calls:
    """The calls made for each character, page object or corner of a drawing.

    They know no types of their arguments, so that nothing is converted: an index goes as it is, an object through
    ``pointer``, and what is written into as ``byref``. That halves the cost.

    Args:
        raw: the module ``pypdfium2.raw``.
    """

    def __init__(self, raw: Any) -> None:
        def plain(function: Any, result: Any = ctypes.c_int) -> Any:
            return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)

        self.box = plain(raw.FPDFText_GetLooseCharBox)
        self.object = plain(raw.FPDFText_GetTextObject, ctypes.c_void_p)
        self.matrix = plain(raw.FPDFText_GetMatrix)
        self.size = plain(raw.FPDFText_GetFontSize, ctypes.c_double)
        self.origin = plain(raw.FPDFText_GetCharOrigin)
        self.colour = plain(raw.FPDFPageObj_GetFillColor)
        self.mode = plain(raw.FPDFTextObj_GetTextRenderMode)
        self.item = plain(raw.FPDFPage_GetObject, ctypes.c_void_p)
        self.kind = plain(raw.FPDFPageObj_GetType)
        self.font = plain(raw.FPDFTextObj_GetFont, ctypes.c_void_p)
        self.embedded = plain(raw.FPDFFont_GetIsEmbedded)
        self.inner_item = plain(raw.FPDFFormObj_GetObject, ctypes.c_void_p)
        self.inner_count = plain(raw.FPDFFormObj_CountObjects)
        self.place = plain(raw.FPDFPageObj_GetMatrix)
        self.drawn = plain(raw.FPDFPath_GetDrawMode)
        self.corners = plain(raw.FPDFPath_CountSegments)
        self.corner = plain(raw.FPDFPath_GetPathSegment, ctypes.c_void_p)
        self.point = plain(raw.FPDFPathSegment_GetPoint)
        self.step = plain(raw.FPDFPathSegment_GetType)
        self.closes = plain(raw.FPDFPathSegment_GetClose)


calls_of = cache(Calls)

pointer = ctypes.c_void_p.from_param


def columns(
    call: Any, arguments: Sequence[Iterable[Any]], rows: int, kind: Any, parts: int, pointers: int = 1
) -> list[list[Any]]:
    """What a call writes for each of many characters or text objects, part by part; zeros where it writes nothing.

    Args:
        call: one of Calls that writes numbers.
        arguments: what it takes before its pointers, of each.
        rows: how many there are.
        kind: the type of a number.
        parts: how many numbers it writes.
        pointers: whether one pointer tells where they all go, or as many as there are numbers.
    """
    if rows > KEPT:
        room, places = _room(kind, parts, pointers, rows)
    else:
        room, places = _kept_room(kind, parts, pointers)
        ctypes.memset(room, 0, ctypes.sizeof(kind) * parts * rows)
    deque(map(call, *arguments, *places), maxlen=0)
    numbers = room[: parts * rows]
    return [numbers[part::parts] for part in range(parts)]


def _room(kind: Any, parts: int, pointers: int, rows: int) -> tuple[Any, list[Iterable[Any]]]:
    """Room for what a call writes, and the pointers into it."""
    room, size = (kind * (parts * rows))(), ctypes.sizeof(kind)
    steps = (range(at * size, rows * parts * size, parts * size) for at in range(pointers))
    return room, [map(ctypes.byref, repeat(room), step) for step in steps]


@cache
def _kept_room(kind: Any, parts: int, pointers: int) -> tuple[Any, list[Iterable[Any]]]:
    """The same for one page after the other: making the pointers would cost half of the calls."""
    room, places = _room(kind, parts, pointers, KEPT)
    return room, [list(column) for column in places]
