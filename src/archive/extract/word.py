"""The streams of a Word file (DOC, WPS): its text in pieces, and the tables of properties that go with it."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import olefile

from archive.errors import Unreadable
from archive.extract.compound import opened
from archive.extract.encoding import decode

WORD_97 = 0x00C0
"""Lowest nFib of the format with a table stream ([MS-DOC] 2.5.2); files of Word 6 and 95 have lower ones."""

_MOST = 128 << 20
"""Bytes of a stream that is read."""
_LONGEST = 4096
"""Bytes of properties that are read at one place; a row of 63 cells, the most that Word makes, has less."""
_PAGE = 512
_WORD = (0xA5EC, 0xA5DC, 0xA5DB)
_ENCRYPTED = 0x0100
_COMPLEX = 0x0004
_WHICH_TABLE = 0x0200
_COUNTS = ("main", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header boxes")
"""The parts of the text in the order in which they stand ([MS-DOC] 2.3), as in FibRgLw97 from 76 on."""

_CODE_PAGE_TOP = {code: chr(code) if code in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([code]).decode("cp1252")
                  for code in range(0x80, 0xA0)}  # fmt: skip


class Piece(NamedTuple):
    """Characters that stand together in the file: places ``start`` to ``end`` of the text from byte ``at`` on."""

    start: int
    end: int
    at: int
    width: int
    grpprl: bytes


class Run(NamedTuple):
    """Bytes ``start`` to ``end`` of the file with one set of properties."""

    start: int
    end: int
    style: int
    grpprl: bytes


@dataclass(slots=True)
class Word:
    """A Word file.

    Attributes:
        fib: its head, the first bytes of the stream ``document``.
        document: the stream WordDocument.
        table: the stream with the tables.
        path: the file, for the stream Data.
        old: it is of Word 6 or 95.
        pieces: in the order of the text.
        text: one character a place, surrogate pairs as two.
        torn: part of the text lies outside of the file.
    """

    fib: bytes
    document: bytes
    table: bytes
    path: Path
    old: bool
    pieces: list[Piece] = field(default_factory=list)
    text: str = ""
    torn: bool = False
    _starts: list[int] = field(default_factory=list)
    _data: bytes | None = None

    @classmethod
    def open(cls, path: Path) -> Word:
        """Read the file.

        Raises:
            Unreadable: ``password``, ``damaged``, ``too-large``.
        """
        with opened(path) as file:
            document = _stream(file, "WordDocument")
            if len(document) < _PAGE or _u16(document, 0) not in _WORD:
                raise Unreadable("damaged", "no Word file")
            flags = _u16(document, 10)
            if flags & _ENCRYPTED:
                raise Unreadable("password")
            old = _u16(document, 2) < WORD_97
            names = ("1Table", "0Table") if flags & _WHICH_TABLE else ("0Table", "1Table")
            table = document if old else next((_stream(file, name) for name in names if file.exists(name)), b"")
        word = cls(document[: _PAGE * 4], document, table, path, old)
        word._read_text()
        return word

    def parts(self) -> dict[str, range]:
        """Places of each part of the text; of Word 6 and 95 only the main one is read."""
        counts = (len(self.text), *[0] * 7) if self.old else struct.unpack_from("<8i", self.fib, 76)
        parts, start = {}, 0
        for name, count in zip(_COUNTS, counts, strict=True):
            end = min(start + max(count, 0), len(self.text))
            parts[name] = range(start, end)
            start = end
        return parts

    def listed(self, index: int) -> bytes:
        """A table by its place in FibRgFcLcb97 ([MS-DOC] 2.5.6), empty where there is none."""
        at = 154 + 8 * index
        if self.old or index >= _u16(self.fib, 152) or at + 8 > len(self.fib):
            return b""
        start, length = struct.unpack_from("<II", self.fib, at)
        return self.table[start : start + length]

    def plc(self, index: int, size: int) -> tuple[Sequence[int], list[bytes]]:
        """A table of places and of what holds from each to the next ([MS-DOC] 2.2.2).

        Args:
            index: its place in FibRgFcLcb97.
            size: bytes of an element.

        Returns:
            The places, one more than elements, and the elements; as far as the places rise.
        """
        places, elements = _plc(self.listed(index), size)
        rising = next((at for at in range(1, len(places)) if places[at] < places[at - 1]), len(places))
        return places[:rising], elements[: max(rising - 1, 0)]

    def byte_of(self, place: int) -> tuple[int, bytes]:
        """Where a character stands in the stream, and the properties of its piece."""
        piece = self.pieces[max(bisect_right(self._starts, place) - 1, 0)]
        return piece.at + (place - piece.start) * piece.width, piece.grpprl

    def runs(self, index: int, paragraphs: bool) -> list[Run]:
        """The properties of all characters (PlcBteChpx) or paragraphs (PlcBtePapx) by byte, none over another."""
        _, numbers = self.plc(index, 4)
        found: list[Run] = []
        for number in numbers[: len(self.document) // _PAGE]:
            start = (_u32(number, 0) & 0x3FFFFF) * _PAGE
            page = self.document[start : start + _PAGE]
            if len(page) == _PAGE:
                found += _paragraphs(page) if paragraphs else _characters(page)
        found.sort(key=lambda run: run.start)
        kept: list[Run] = []
        for run in found:
            if run.end > run.start >= (kept[-1].end if kept else 0):
                kept.append(run)
        return kept

    def data(self, at: int) -> bytes:
        """Properties that are kept in the stream Data (PrcData)."""
        if self._data is None:
            with opened(self.path) as file:
                small = file.exists("Data") and file.get_size("Data") <= _MOST
                self._data = _stream(file, "Data") if small else b""
        return self._data[at + 2 : at + 2 + min(_u16(self._data, at), _LONGEST)]

    def _read_text(self) -> None:
        self.pieces = list(self._old_pieces() if self.old else _pieces(self.listed(33)))
        if sum(piece.end - piece.start for piece in self.pieces) > len(self.document):
            raise Unreadable("damaged", "more text than bytes")
        self._starts = [piece.start for piece in self.pieces]
        self.text = "".join(map(self._characters, self.pieces))
        if self.old:
            (count,) = struct.unpack_from("<I", self.fib, 52)
            self.text = decode(self.text[:count].encode("latin-1"))[0]
        if not self.text:
            raise Unreadable("damaged", "no text")

    def _old_pieces(self) -> Iterator[Piece]:
        """Of Word 6 and 95, whose text stands in one piece unless it was saved fast."""
        if _u16(self.fib, 10) & _COMPLEX:
            start, length = struct.unpack_from("<II", self.fib, 0x160)
            return (piece._replace(width=1) for piece in _pieces(self.table[start : start + length]))
        first, last = struct.unpack_from("<II", self.fib, 24)
        return iter([Piece(0, max(0, min(last, len(self.document)) - first), first, 1, b"")])

    def _characters(self, piece: Piece) -> str:
        """One character a place; what lies outside of the file is NUL."""
        count = piece.end - piece.start
        raw = self.document[piece.at : piece.at + count * piece.width]
        if piece.width == 2:
            text = "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2])))
        else:
            text = raw.decode("latin-1").translate({} if self.old else _CODE_PAGE_TOP)
        self.torn = self.torn or len(text) < count
        return text.ljust(count, "\0")


def _stream(file: olefile.OleFileIO, name: str) -> bytes:
    if not file.exists(name):
        raise Unreadable("damaged", f"no stream {name}")
    if file.get_size(name) > _MOST:
        raise Unreadable("too-large", f"{name}: {file.get_size(name)} bytes")
    data: bytes = file.openstream(name).read()
    return data


def _u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")


def _u32(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")


def _plc(data: bytes, size: int) -> tuple[Sequence[int], list[bytes]]:
    count = (len(data) - 4) // (4 + size)
    if count < 1:
        return (), []
    start = 4 * (count + 1)
    places = struct.unpack_from(f"<{count + 1}I", data)
    return places, [data[start + size * each : start + size * (each + 1)] for each in range(count)]


def _pieces(clx: bytes) -> Iterator[Piece]:
    """The piece table of a Clx ([MS-DOC] 2.9.38): properties first, then the pieces."""
    shared: list[bytes] = []
    at = 0
    while at < len(clx) and clx[at] == 1:
        length = _u16(clx, at + 1)
        shared.append(clx[at + 3 : at + 3 + min(length, _LONGEST)])
        at += 3 + length
    if at >= len(clx) or clx[at] != 2:
        raise Unreadable("damaged", "no piece table")
    places, pieces = _plc(clx[at + 5 : at + 5 + _u32(clx, at + 1)], 8)
    for (start, end), piece in zip(pairwise(places), pieces, strict=True):
        if end < start:
            raise Unreadable("damaged", "pieces out of order")
        where, prm = _u32(piece, 2), _u16(piece, 6)
        narrow = bool(where & 0x40000000)
        where &= 0x3FFFFFFF
        yield Piece(start, end, where // 2 if narrow else where, 1 if narrow else 2, _modifier(prm, shared))


_SHORT = {0x05: 0x2403, 0x18: 0x2416, 0x19: 0x2417, 0x41: 0x0800, 0x5C: 0x083C, 0x62: 0x2A42}
"""Those of the properties of a Prm0 ([MS-DOC] 2.9.215) that are read here."""


def _modifier(prm: int, shared: Sequence[bytes]) -> bytes:
    """The properties that a fast save laid over a piece."""
    if prm & 1:
        return shared[prm >> 1] if prm >> 1 < len(shared) else b""
    code = _SHORT.get(prm >> 1 & 0x7F)
    return b"" if code is None else struct.pack("<HB", code, prm >> 8)


def _characters(page: bytes) -> Iterator[Run]:
    """The runs of a ChpxFkp ([MS-DOC] 2.9.33)."""
    count = min(page[-1], 101)
    places = struct.unpack_from(f"<{count + 1}I", page)
    for each in range(count):
        at = 2 * page[4 * (count + 1) + each]
        grpprl = page[at + 1 : at + 1 + page[at]] if at else b""
        yield Run(places[each], places[each + 1], 0, grpprl)


def _paragraphs(page: bytes) -> Iterator[Run]:
    """The runs of a PapxFkp ([MS-DOC] 2.9.175)."""
    count = min(page[-1], 29)
    places = struct.unpack_from(f"<{count + 1}I", page)
    for each in range(count):
        at = 2 * page[4 * (count + 1) + 13 * each]
        style, grpprl = 0, b""
        if at:
            length = 2 * page[at] - 1 if page[at] else 2 * page[min(at + 1, _PAGE - 1)]
            at += 1 if page[at] else 2
            style, grpprl = _u16(page, at), page[at + 2 : at + length]
        yield Run(places[each], places[each + 1], style, grpprl)
