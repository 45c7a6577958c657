"""The first PDF reader: pypdfium2, its characters fetched in bulk through the raw interface."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from itertools import compress, islice, repeat
from operator import eq, mul
from pathlib import Path
from typing import Any

from archive.errors import Unreadable
from archive.extract.calls import Calls, calls_of, columns, pointer
from archive.extract.glyphs import (
    IDENTITY,
    INVISIBLE,
    MAX_GLYPHS,
    OUTLINES,
    Box,
    Character,
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
    style_of,
    times,
    turned,
)

FORM_DEPTH = 8
MAX_OBJECTS = 50_000
MAX_CORNERS = 20_000
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


class File:
    """A PDF opened by pdfium; use it in a ``with`` statement.

    Args:
        source: the file, or its bytes.
        drawn: pages are to be drawn, for which letters without a font in the file need one of the system; what is
            read without is the same on every machine, and read sooner.

    Raises:
        Unreadable: ``password`` when it asks for one, ``damaged`` when pdfium cannot open it.
    """

    def __init__(self, source: Path | bytes, drawn: bool = False) -> None:
        import pypdfium2
        import pypdfium2.raw as raw

        raw.FPDF_SetSystemFontInfo(_system_fonts() if drawn else None)
        self._raw = raw
        self._calls = calls_of(raw)
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

    def picture(self, number: int) -> tuple[Any, float]:
        """A page as it is shown: its rows, columns and blue, green, red, and its width in points.

        Args:
            number: of the page, from 1.

        Raises:
            Unreadable: ``damaged`` where pdfium cannot draw it.
        """
        import pypdfium2

        try:
            page = self._document[number - 1]
            width, height = page.get_size()
            scale = min(DOTS / 72, MAX_SIDE / max(width, height, 1.0))
            bitmap = page.render(scale=scale)
            picture = bitmap.to_numpy()[..., :3].copy()
        except pypdfium2.PdfiumError as error:
            raise Unreadable("damaged", f"pdfium: {error}") from error
        return picture, width


@cache
def _system_fonts() -> Any:
    """What pdfium finds the fonts of the system with."""
    import pypdfium2.raw as raw

    return raw.FPDF_GetDefaultSystemFontInfo()


DOTS = 200
"""Pixels an inch of the picture of a page that is to be recognised."""
MAX_SIDE = 3400
"""Pixels of its longer side at most: an A3 sheet."""


def _apart(found: Found) -> Found:
    """Characters side by side that pdfium puts all into the one box of what an ActualText stands for."""
    if not any(map(eq, found.lefts, islice(found.lefts, 1, None))):
        return found
    characters = list(found.characters())
    apart: list[Character] = []
    start = 0
    for end in range(1, len(characters) + 1):
        _, style, box = characters[start]
        if end < len(characters) and characters[end][2] == box and characters[end][1] is style:
            continue
        letters = "".join(letter for letter, _, _ in characters[start:end])
        apart += spread(letters, style, [box]) if end - start > 1 else characters[start:end]
        start = end
    return Found.of(apart)


class _Reading:
    """One page while it is open."""

    def __init__(self, raw: Any, calls: Calls, page: Any, text: Any) -> None:
        self.raw, self.calls, self.page, self.text = raw, calls, page, text
        bounds = raw.FS_RECTF()
        if not raw.FPDF_GetPageBoundingBox(page, ctypes.byref(bounds)):
            bounds = raw.FS_RECTF(0, raw.FPDF_GetPageHeightF(page), raw.FPDF_GetPageWidthF(page), 0)
        self.bounds = (bounds.left, bounds.bottom, bounds.right, bounds.top)
        self.direction = 0
        self.open = True
        self.styles: dict[int, Style] = {}

    def sheet(self, number: int) -> Sheet:
        """The page's characters, turned so that most of them stand upright."""
        found, cut = self._characters()
        sheet, self.direction = sheet_of(number, found, self.bounds, self.raw.FPDFPage_GetRotation(self.page))
        sheet.rules, sheet.pictures, sheet.cut = self._rules, self._pictures, cut
        sheet.pictured = self._pictured
        sheet.dropped = not cut and self._dropped(found)
        return sheet

    def _characters(self) -> tuple[Found, bool]:
        """The characters of the page, and whether it has more than are read."""
        total = max(self.raw.FPDFText_CountChars(self.text), 0) if self.text else 0
        objects: list[int | None] = list(map(self.calls.object, repeat(self.text), range(min(total, MAX_GLYPHS))))
        letters = self._letters(objects)
        places = list(compress(range(len(objects)), objects))  # no object prints the line ends that pdfium adds
        lefts, tops, rights, bottoms = columns(
            self.calls.box, (repeat(self.text), places), len(places), ctypes.c_float, 4
        )
        items = list(filter(None, objects))
        self.styles = self._styles(dict(zip(reversed(items), reversed(places), strict=True)))
        styles = list(map(self.styles.__getitem__, items))
        found = Found(list(compress(letters, objects)), styles, lefts, bottoms, rights, tops)
        return _apart(found), total > len(objects)

    def _letters(self, objects: list[int | None]) -> list[str]:
        """The text of each character.

        Args:
            objects: the text object of each; the second half of a surrogate pair, which the first half takes in,
                loses it.
        """
        raw, text = self.raw, self.text
        codes = (ctypes.c_ushort * (len(objects) + 1))()
        if raw.FPDFText_GetText(text, 0, len(objects), codes) == len(codes):
            letters = list(map(chr, codes[:-1]))
        else:  # pdfium's own text leaves some out
            letters = [chr(raw.FPDFText_GetUnicode(text, index)) for index in range(len(objects))]
        for pair in _PAIR.finditer("".join(letters)):
            if objects[pair.start()]:
                letters[pair.start()] = pair.group().encode("utf-16", "surrogatepass").decode("utf-16")
                objects[pair.start() + 1] = None
        return letters

    def _styles(self, firsts: dict[int, int]) -> dict[int, Style]:
        """What the characters of each text object share.

        Args:
            firsts: the first character of each.
        """
        items, places = list(firsts), list(firsts.values())
        calls, handles, rows = self.calls, repeat(self.text), len(items)
        handed = list(map(pointer, items))
        matrices = columns(calls.matrix, (handles, places), rows, ctypes.c_float, 6)
        origins = columns(calls.origin, (handles, places), rows, ctypes.c_double, 2, pointers=2)
        colours = columns(calls.colour, (handed,), rows, ctypes.c_uint, 4, pointers=4)
        sizes, modes = map(calls.size, handles, places), map(calls.mode, handed)
        a, b, c, d, *_ = matrices
        directions = list(map(direction_of, a, b))
        bases = [x if direction in (1, 3) else y for direction, x, y in zip(directions, *origins, strict=True)]
        heights = [size or 1.0 for size in map(mul, sizes, map(math.hypot, c, d))]
        reds = [red > 0 and is_red(red, green, blue) for red, green, blue in zip(*colours[:3], strict=True)]
        hidden = [mode == INVISIBLE for mode in modes]
        return dict(zip(items, map(style_of, zip(directions, bases, heights, reds, hidden, strict=True)), strict=True))

    def _dropped(self, found: Found) -> bool:
        """Whether pdfium may have left out letters: it leaves out every text object without extent.

        That is right of blanks. But where neither the file nor the machine has the font's glyphs, a letter printed by
        itself has no extent either.
        """
        calls = self.calls
        count = min(self.raw.FPDFPage_CountObjects(self.page), MAX_OBJECTS)
        if count <= len(self.styles):
            return False
        items = map(calls.item, repeat(self.page), range(count))
        others = [pointer(item) for item in items if item not in self.styles]
        missing = {calls.font(item) for item in others if calls.kind(item) == self.raw.FPDF_PAGEOBJ_TEXT}
        missing = {font for font in missing if not calls.embedded(pointer(font))}
        return bool(missing) and not missing <= self._drawn(found, missing)

    def _drawn(self, found: Found, fonts: set[int]) -> set[int]:
        """Those of the fonts whose glyphs have an extent: ideographs by themselves, where the font prints any."""
        own = {item: font for item in self.styles if (font := self.calls.font(pointer(item))) in fonts}
        texts = {id(self.styles[item]): "" for item in own}
        for letter, style in zip(found.letters, found.styles, strict=True):
            if id(style) in texts:
                texts[id(style)] += letter
        drawn: set[int] = set()
        blank: set[int] = set()
        for item, font in own.items():
            text = texts[id(self.styles[item])]
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

    def _objects(self) -> Iterator[tuple[Any, int, Matrix]]:
        """Page objects that are no text, also inside forms, with the matrix of their form; at most ``MAX_OBJECTS``."""
        raw, calls = self.raw, self.calls
        waiting = [(calls.item, raw.FPDFPage_CountObjects, self.page, IDENTITY, 0)] if self.open else []
        seen = 0
        while waiting:
            get, count, holder, matrix, depth = waiting.pop()
            for index in range(count(holder)):
                seen += 1
                if seen > MAX_OBJECTS:
                    return
                item = get(holder, index)
                if item in self.styles:
                    continue
                handle = pointer(item)
                kind = calls.kind(handle)
                if kind == raw.FPDF_PAGEOBJ_FORM and depth < FORM_DEPTH:
                    inner = times(self._matrix(handle), matrix)
                    waiting.append((calls.inner_item, calls.inner_count, handle, inner, depth + 1))
                elif kind != raw.FPDF_PAGEOBJ_TEXT:
                    yield handle, kind, matrix

    def _matrix(self, item: Any) -> Matrix:
        matrix = self.raw.FS_MATRIX()
        if not self.calls.place(item, ctypes.byref(matrix)):
            return IDENTITY
        return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f

    def _rules(self) -> list[Rule]:
        rules: list[Rule] = []
        filled, stroked = ctypes.c_int(), ctypes.c_int()
        for item, kind, form in self._objects():
            if kind == self.raw.FPDF_PAGEOBJ_PATH:
                stroked.value = 0
                self.calls.drawn(item, ctypes.byref(filled), ctypes.byref(stroked))
                for points in self._figures(item, times(self._matrix(item), form)):
                    rules += rules_of(points, bool(stroked.value))
        return rules

    def _figures(self, path: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
        """The corners of each figure of a path, as the page is read; curves as their ends."""
        calls = self.calls
        a, b, c, d, e, f = matrix
        points: list[tuple[float, float]] = []
        x, y = ctypes.c_float(), ctypes.c_float()
        to_x, to_y = ctypes.byref(x), ctypes.byref(y)
        for index in range(min(calls.corners(path), MAX_CORNERS)):
            corner = pointer(calls.corner(path, index))
            if calls.step(corner) == self.raw.FPDF_SEGMENT_MOVETO:
                if len(points) > 1:
                    yield points
                points = []
            calls.point(corner, to_x, to_y)
            point = a * x.value + c * y.value + e, b * x.value + d * y.value + f
            points.append(turned(*point, self.direction, self.bounds))
            if calls.closes(corner):
                points.append(points[0])
        if len(points) > 1:
            yield points

    def _pictured(self) -> list[Box]:
        """Where the pictures stand, as the page is read; each fills the unit square of its matrix."""
        found = []
        for item, kind, form in self._objects():
            if kind == self.raw.FPDF_PAGEOBJ_IMAGE:
                a, b, c, d, e, f = times(self._matrix(item), form)
                corners = [
                    turned(a * x + c * y + e, b * x + d * y + f, self.direction, self.bounds)
                    for x in (0, 1)
                    for y in (0, 1)
                ]
                xs, ys = zip(*corners, strict=True)
                found.append((min(xs), min(ys), max(xs), max(ys)))
        return found

    def _pictures(self) -> bool:
        paths = 0
        for _, kind, _ in self._objects():
            if kind in (self.raw.FPDF_PAGEOBJ_IMAGE, self.raw.FPDF_PAGEOBJ_SHADING):
                return True
            paths += 1
        return paths >= OUTLINES
