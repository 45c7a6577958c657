"""The first PDF reader: pypdfium2, its characters fetched in bulk through the raw interface."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from archive.errors import Unreadable
from archive.extract.glyphs import (
    IDENTITY,
    INVISIBLE,
    MAX_GLYPHS,
    OUTLINES,
    Found,
    Matrix,
    Rule,
    Sheet,
    Style,
    direction_of,
    is_red,
    rules_of,
    sheet_of,
    spread,
    times,
    turned,
)

FORM_DEPTH = 8
MAX_OBJECTS = 50_000
MAX_CORNERS = 20_000


class _Place(ctypes.Structure):
    """What the calls for one character or text object write into."""

    _fields_ = [
        *((name, ctypes.c_float) for name in ("left", "top", "right", "bottom")),
        *((name, ctypes.c_float) for name in ("a", "b", "c", "d", "e", "f")),
        *((name, ctypes.c_double) for name in ("x", "y")),
        *((name, ctypes.c_uint) for name in ("red", "green", "blue", "alpha")),
    ]


class _Calls(NamedTuple):
    """The calls made for each character or text object, with plain integers: ctypes objects would double the cost."""

    box: Any
    object: Any
    matrix: Any
    size: Any
    origin: Any
    colour: Any
    mode: Any
    item: Any
    kind: Any
    font: Any
    embedded: Any


def _calls(raw: Any) -> _Calls:
    def plain(function: Any, *types: Any) -> Any:
        address = ctypes.cast(function, ctypes.c_void_p).value or 0
        return ctypes.CFUNCTYPE(*types)(address)

    pointer, count = ctypes.c_void_p, ctypes.c_int
    return _Calls(
        plain(raw.FPDFText_GetLooseCharBox, count, pointer, count, pointer),
        plain(raw.FPDFText_GetTextObject, pointer, pointer, count),
        plain(raw.FPDFText_GetMatrix, count, pointer, count, pointer),
        plain(raw.FPDFText_GetFontSize, ctypes.c_double, pointer, count),
        plain(raw.FPDFText_GetCharOrigin, count, pointer, count, pointer, pointer),
        plain(raw.FPDFPageObj_GetFillColor, count, pointer, pointer, pointer, pointer, pointer),
        plain(raw.FPDFTextObj_GetTextRenderMode, count, pointer),
        plain(raw.FPDFPage_GetObject, pointer, pointer, count),
        plain(raw.FPDFPageObj_GetType, count, pointer),
        plain(raw.FPDFTextObj_GetFont, pointer, pointer),
        plain(raw.FPDFFont_GetIsEmbedded, count, pointer),
    )


class File:
    """A PDF opened by pdfium; use it in a ``with`` statement.

    Args:
        source: the file, or its bytes.

    Raises:
        Unreadable: ``password`` when it asks for one, ``damaged`` when pdfium cannot open it.
    """

    def __init__(self, source: Path | bytes) -> None:
        import pypdfium2
        import pypdfium2.raw as raw

        self._raw = raw
        self._calls = _calls(raw)
        try:
            self._document = pypdfium2.PdfDocument(source)
        except pypdfium2.PdfiumError as error:
            locked = getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
            raise Unreadable("password" if locked else "damaged", f"pdfium: {error}") from error
        self.count = len(self._document)

    def __enter__(self) -> File:
        return self

    def __exit__(self, *_: object) -> None:
        self._document.close()

    def sheets(self) -> Iterator[Sheet | None]:
        """Every page in order; None stands for a page that pdfium cannot load."""
        for index in range(self.count):
            with ExitStack() as stack:
                page = self._raw.FPDF_LoadPage(self._document.raw, index)
                if not page:
                    yield None
                    continue
                stack.callback(self._raw.FPDF_ClosePage, page)
                text = self._raw.FPDFText_LoadPage(page)
                if text:
                    stack.callback(self._raw.FPDFText_ClosePage, text)
                reading = _Reading(self._raw, self._calls, page, text)
                stack.callback(reading.close)
                yield reading.sheet(index + 1)


def _apart(found: Found) -> Found:
    """Characters side by side that pdfium puts all into the one box of what an ActualText stands for."""
    apart: Found = []
    start = 0
    for end in range(1, len(found) + 1):
        if end < len(found) and found[end][2] == found[start][2] and found[end][1] is found[start][1]:
            continue
        if end - start > 1:
            apart += spread("".join(letter for letter, _, _ in found[start:end]), found[start][1], [found[start][2]])
        else:
            apart.append(found[start])
        start = end
    return apart


class _Reading:
    """One page while it is open."""

    def __init__(self, raw: Any, calls: _Calls, page: Any, text: Any) -> None:
        self.raw, self.calls, self.page, self.text = raw, calls, page, text
        bounds = raw.FS_RECTF()
        if not raw.FPDF_GetPageBoundingBox(page, ctypes.byref(bounds)):
            bounds = raw.FS_RECTF(0, raw.FPDF_GetPageHeightF(page), raw.FPDF_GetPageWidthF(page), 0)
        self.bounds = (bounds.left, bounds.bottom, bounds.right, bounds.top)
        self.direction = 0
        self.open = True
        self.styles: dict[int, Style] = {}
        self.handle = ctypes.cast(text, ctypes.c_void_p).value
        self.place = _Place()
        self.address = ctypes.addressof(self.place)
        self.matrix = self.address + _Place.a.offset
        self.points = self.address + _Place.x.offset, self.address + _Place.y.offset
        self.parts = [self.address + part.offset for part in (_Place.red, _Place.green, _Place.blue, _Place.alpha)]

    def sheet(self, number: int) -> Sheet:
        """The page's characters, turned so that most of them stand upright."""
        found, cut = self._characters()
        sheet, self.direction = sheet_of(number, found, self.bounds, self.raw.FPDFPage_GetRotation(self.page))
        sheet.rules, sheet.pictures, sheet.cut = self._rules, self._pictures, cut
        sheet.dropped = not cut and self._dropped(found)
        return sheet

    def _characters(self) -> tuple[Found, bool]:
        """Text, style and box (left, bottom, right, top in the page's own space) of each character on the page."""
        raw, text = self.raw, self.text
        total = max(raw.FPDFText_CountChars(text), 0) if text else 0
        count = min(total, MAX_GLYPHS)
        codes = self._codes(count)
        handle, box, place = self.handle, self.place, self.address
        get_box, get_object = self.calls.box, self.calls.object
        styles = self.styles
        found = []
        last: int | None = None
        style: Style | None = None
        index = -1
        while index + 1 < count:
            index += 1
            item = get_object(handle, index)
            if not item:
                continue
            if item != last:
                last = item
                style = styles.get(item)
                if style is None:
                    style = styles[item] = self._style(item, index)
            assert style is not None
            code = codes[index]
            letter = chr(code)
            if 0xD800 <= code < 0xDC00 and index + 1 < count and 0xDC00 <= codes[index + 1] < 0xE000:
                letter = chr(0x10000 + (code - 0xD800) * 0x400 + codes[index + 1] - 0xDC00)
            if not get_box(handle, index, place):
                continue
            if letter > "\uffff":
                index += 1
            found.append((letter, style, (box.left, box.bottom, box.right, box.top)))
        return _apart(found), total > count

    def _dropped(self, found: Found) -> bool:
        """Whether pdfium may have left out letters: it leaves out every text object without extent.

        That is right of blanks. But where neither the file nor the machine has the font's glyphs, a letter printed by
        itself has no extent either.
        """
        calls, page = self.calls, ctypes.cast(self.page, ctypes.c_void_p).value
        count = min(self.raw.FPDFPage_CountObjects(self.page), MAX_OBJECTS)
        if count <= len(self.styles):
            return False
        items = [calls.item(page, index) for index in range(count)]
        missing = {
            calls.font(item)
            for item in items
            if item not in self.styles and calls.kind(item) == self.raw.FPDF_PAGEOBJ_TEXT
        }
        missing = {font for font in missing if not calls.embedded(font)}
        return bool(missing) and not missing <= self._drawn(found, missing)

    def _drawn(self, found: Found, fonts: set[int]) -> set[int]:
        """Those of the fonts whose glyphs have an extent: ideographs by themselves, where the font prints any."""
        texts: dict[int, str] = {}
        for letter, style, _ in found:
            texts[id(style)] = texts.get(id(style), "") + letter
        drawn: set[int] = set()
        blank: set[int] = set()
        for item, style in self.styles.items():
            font = self.calls.font(item)
            if font not in fonts:
                continue
            text = texts.get(id(style), "")
            han = sum("\u4e00" <= letter <= "\u9fff" for letter in text)
            if self._height(item) > 0 and han in (0, len(text)):
                drawn.add(font)
            elif han:
                blank.add(font)
        return drawn - blank

    def _height(self, item: int) -> float:
        edges = [ctypes.c_float() for _ in range(4)]
        handle = ctypes.cast(item, self.raw.FPDF_PAGEOBJECT)
        if not self.raw.FPDFPageObj_GetBounds(handle, *(ctypes.byref(edge) for edge in edges)):
            return 0.0
        return edges[3].value - edges[1].value

    def close(self) -> None:
        """From now on there are neither rules nor pictures; pdfium would crash on a page that is gone."""
        self.open = False

    def _codes(self, count: int) -> Any:
        """The UTF-16 unit of each character; pdfium's own text leaves some out, then one by one."""
        buffer = (ctypes.c_ushort * (count + 1))()
        if self.raw.FPDFText_GetText(self.text, 0, count, buffer) == count + 1:
            return buffer
        return [self.raw.FPDFText_GetUnicode(self.text, index) for index in range(count)]

    def _style(self, item: int, index: int) -> Style:
        """What the characters of a text object share, asked of the first."""
        calls, text, place = self.calls, self.handle, self.place
        calls.matrix(text, index, self.matrix)
        size = calls.size(text, index) * math.hypot(place.c, place.d)
        calls.origin(text, index, *self.points)
        red = bool(calls.colour(item, *self.parts)) and is_red(place.red, place.green, place.blue)
        direction = direction_of(place.a, place.b)
        base = place.y if direction is None or direction % 2 == 0 else place.x
        return Style(direction, base, size or 1.0, red, calls.mode(item) == INVISIBLE)

    def _objects(self) -> Iterator[tuple[Any, int, Matrix]]:
        """Page objects that are no text, also inside forms, with the matrix of their form; at most ``MAX_OBJECTS``."""
        raw = self.raw
        waiting = [(raw.FPDFPage_GetObject, raw.FPDFPage_CountObjects, self.page, IDENTITY, 0)] if self.open else []
        seen = 0
        while waiting:
            get, count, holder, matrix, depth = waiting.pop()
            for index in range(count(holder)):
                seen += 1
                if seen > MAX_OBJECTS:
                    return
                item = get(holder, index)
                kind = raw.FPDFPageObj_GetType(item)
                if kind == raw.FPDF_PAGEOBJ_FORM and depth < FORM_DEPTH:
                    inner = times(self._matrix(item), matrix)
                    waiting.append((raw.FPDFFormObj_GetObject, raw.FPDFFormObj_CountObjects, item, inner, depth + 1))
                elif kind != raw.FPDF_PAGEOBJ_TEXT:
                    yield item, kind, matrix

    def _matrix(self, item: Any) -> Matrix:
        matrix = self.raw.FS_MATRIX()
        if not self.raw.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
            return IDENTITY
        return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f

    def _rules(self) -> list[Rule]:
        raw = self.raw
        rules: list[Rule] = []
        for item, kind, form in self._objects():
            if kind == raw.FPDF_PAGEOBJ_PATH:
                stroked = ctypes.c_int()
                raw.FPDFPath_GetDrawMode(item, ctypes.byref(ctypes.c_int()), ctypes.byref(stroked))
                for points in self._figures(item, times(self._matrix(item), form)):
                    rules += rules_of(points, bool(stroked.value))
        return rules

    def _figures(self, path: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
        """The corners of each figure of a path, as the page is read; curves as their ends."""
        raw = self.raw
        a, b, c, d, e, f = matrix
        points: list[tuple[float, float]] = []
        x, y = ctypes.c_float(), ctypes.c_float()
        for index in range(min(raw.FPDFPath_CountSegments(path), MAX_CORNERS)):
            segment = raw.FPDFPath_GetPathSegment(path, index)
            if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
                if len(points) > 1:
                    yield points
                points = []
            raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
            point = a * x.value + c * y.value + e, b * x.value + d * y.value + f
            points.append(turned(*point, self.direction, self.bounds))
            if raw.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        if len(points) > 1:
            yield points

    def _pictures(self) -> bool:
        paths = 0
        for _, kind, _ in self._objects():
            if kind in (self.raw.FPDF_PAGEOBJ_IMAGE, self.raw.FPDF_PAGEOBJ_SHADING):
                return True
            paths += 1
        return paths >= OUTLINES
