"""DOC and WPS files, the binary format of Word: their text in reading order, with numbering, tables and text boxes."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from archive.errors import damage_is_said
from archive.extract.document import MAX_PAGES, Document
from archive.extract.flow import PAGE, Block, Paragraph, Piece, Section, apart, document, length, row
from archive.extract.process import more_time
from archive.extract.symbols import symbol
from archive.extract.word import Run, Word
from archive.extract.word_format import Styles, properties
from archive.extract.word_lists import Lists
from archive.extract.word_shapes import boxes_at

MAX_SECTIONS = 2000
_LONGEST = 1024
"""Bytes of the properties of a section that are read."""
_PIECE = 64 << 10
"""Characters that may take as long as a page of a PDF."""

_ENDS = re.compile("[\r\x07\x0c]")
_FIELD = re.compile("([\x13-\x15])")
_PRINTED = str.maketrans({"\x0b": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": None, "\r": None})
_ALIGN = {1: "center", 2: "right"}
_INDENTS = (("left", "left chars"), ("first", "first chars"), ("right", "right chars"))
_NEW_PAGE = 2
_PICTURE, _PICTURE_BESIDE = "\x01\x08"
"""What stands in the text for a picture in the line, and for one beside it."""
_FIRST_HEADER = 6 + 4
"""Place of the header of the first page among the headers ([MS-DOC] 2.3.5): after six of notes, four of the section."""

_SECTIONS, _HEADERS, _CHARACTERS, _PARAGRAPHS = 6, 11, 12, 13
_NOTES = (("footnotes", 2, 3), ("endnotes", 46, 47))
"""Part of the text, and the tables of where its notes are called and where each begins."""


def read_doc(path: Path) -> Document:
    """The Document of a DOC or WPS file.

    Deleted and hidden text, field codes, comments, running heads and page numbers are left out. The header of the
    first page, which may be a masthead, comes first; text boxes stand before the paragraph that holds them, footnotes
    at the end of their page as far as page breaks are known.

    Args:
        path: the file; it is not changed.

    Raises:
        Unreadable: ``password``, ``empty``, ``pictures``, ``too-large``, ``too-many-pages``, ``damaged``.
    """
    with damage_is_said(FileNotFoundError, PermissionError):
        word = Word.open(path)
        more_time(min(len(word.text) // _PIECE, MAX_PAGES))
        blocks = _Reading.of(word).blocks()
    return document(blocks, "doc", "doc word-95" if word.old else "doc", ["truncated"] if word.torn else [])


@dataclass(slots=True)
class _Reading:
    """A file being read.

    Attributes:
        word: its text and tables.
        styles: its styles.
        lists: its lists, counted as far as it has been read.
        paragraphs: properties of paragraphs, sorted by byte.
        runs: the properties of characters, by place in the text.
        sections: the place behind each section, with the section's properties.
        boxes: the places of text boxes, by where they are held.
        notes: the places of notes, by where they are called.
    """

    word: Word
    styles: Styles
    lists: Lists
    paragraphs: list[Run]
    runs: list[tuple[int, int, bytes]]
    sections: list[tuple[int, Mapping[str, int]]]
    boxes: list[tuple[int, range]]
    notes: list[tuple[int, range]]
    _starts: list[int] = field(default_factory=list)
    _ends: list[int] = field(default_factory=list)
    _breaks: frozenset[int] = frozenset()

    @classmethod
    def of(cls, word: Word) -> _Reading:
        """Read the tables of a file."""
        reading = cls(
            word,
            Styles.of(word),
            Lists.of(word),
            word.runs(_PARAGRAPHS, True),
            list(_placed(word, word.runs(_CHARACTERS, False))),
            list(_sections(word)),
            boxes_at(word),
            sorted(_notes(word), key=lambda note: note[0]),
        )
        reading._starts = [run.start for run in reading.paragraphs]
        reading._ends = [end for _, end, _ in reading.runs]
        reading._breaks = frozenset(end - 1 for end, _ in reading.sections)
        return reading

    def blocks(self) -> list[Block]:
        """All that prints."""
        first = self.sections[0][1] if self.sections else {}
        out: list[Block] = [_section(first)]
        parts = self.word.parts()
        if first.get("title page"):
            places, _ = self.word.plc(_HEADERS, 0)
            start = parts["headers"].start
            for begin, end in list(pairwise(places))[_FIRST_HEADER : _FIRST_HEADER + 1]:
                out += apart(self._story(range(start + begin, min(start + end, parts["headers"].stop))))
        out += self._story(parts["main"])
        for place, box in self.boxes:
            if place < 0:
                out += apart(self._story(box))
        return out

    def _story(self, places: range) -> list[Block]:
        """What prints of one part of the text."""
        begun, ended = (self.word.text.count(mark, places.start, places.stop) for mark in "\x13\x15")
        fields = _Fields(begun == ended)
        out: list[Block] = []
        cells: list[list[Paragraph]] = []
        cell: list[Paragraph] = []
        start = places.start
        for end in self._marks(places):
            mark = self.word.text[end : end + 1] if end < places.stop else ""
            style, under = self._under(end)
            if under.get("page break"):
                out.append(Paragraph([Piece(PAGE)]))
            for at in _between(self.boxes, start, end):
                out += apart(self._story(self.boxes[at][1]))
            if under.get("row end") or (self.word.old and cells and mark == "\x07" and start == end):
                out += row(cells)
                cells = []
            elif mark == "\x07" or under.get("in table"):
                cell.append(self._paragraph(start, end, style, under, fields))
                if mark == "\x07":
                    cells.append(cell)
                    cell = []
            else:
                if cells or cell:
                    out += row([*cells, cell])
                    cells, cell = [], []
                out.append(self._paragraph(start, end, style, under, fields))
            if mark == "\x0c":
                out.append(_section(self._next_section(end)))
            start = end + 1
        if cells or cell:
            out += row([*cells, cell])
        return out

    def _marks(self, places: range) -> Iterator[int]:
        """Where paragraphs end; one whose mark is deleted or hidden goes on in the next."""
        last = places.start - 1
        for match in _ENDS.finditer(self.word.text, places.start, places.stop):
            end, mark = match.start(), match.group()
            if (mark == "\x0c" and end not in self._breaks) or (mark == "\r" and self._gone(end)):
                continue
            yield end
            last = end
        if last + 1 < places.stop:
            yield places.stop

    def _gone(self, end: int) -> bool:
        run = next(self._runs_in(end, end + 1), None)
        return run is not None and _gone(self.styles.character(0, run[2]))

    def _next_section(self, end: int) -> Mapping[str, int]:
        return next((section for stop, section in self.sections if stop > end + 1), {})

    def _under(self, end: int) -> tuple[int, Mapping[str, int]]:
        """The style of the paragraph that ends at a place, and its properties with those of its level of a list."""
        if not self.paragraphs:
            return 0, {}
        byte, laid_over = self.word.byte_of(end)
        run = self.paragraphs[max(bisect_right(self._starts, byte) - 1, 0)]
        style, own = (run.style, run.grpprl) if run.start <= byte < run.end else (0, b"")
        under = self.styles.paragraph(style, own + laid_over)
        level = self.lists.level(style, under)
        return style, under if level is None else self.styles.paragraph(style, own + laid_over, level[2].paragraph)

    def _paragraph(self, start: int, end: int, style: int, under: Mapping[str, int], fields: _Fields) -> Paragraph:
        """A paragraph with its number, what is printed of its fields, and the notes it calls."""
        made = Paragraph(
            align=_ALIGN.get(under.get("align", 0), "left"),
            before=under.get("before", 0) / 20,
            after=under.get("after", 0) / 20,
        )
        for begin, stop, grpprl in self._runs_in(start, end):
            looks = self.styles.character(style, grpprl)
            text = fields.printed(self.word.text[begin:stop])
            if _gone(looks) or not text:
                continue
            text = symbol(chr(looks["symbol"] >> 16)) if "symbol" in looks else text
            made.add(text, _size(looks), bool(looks.get("red")))
            made.pieces[-1].picture |= _PICTURE in text or _PICTURE_BESIDE in text
            for at in _between(self.notes, begin, stop - 1) if self.notes else ():
                made.pieces[-1].notes += apart(self._story(self.notes[at][1]))
        level = self.lists.level(style, under)
        if level is not None:
            made.begin_with(self.lists.next(*level), _size(self.styles.character(style, b"")))
        size = made.size
        made.left, made.first, made.right = (
            length(under.get(name, 0) / 20, under.get(chars, 0) / 100, size) for name, chars in _INDENTS
        )
        return made

    def _runs_in(self, start: int, end: int) -> Iterator[tuple[int, int, bytes]]:
        """The runs of characters between two places, in order and without gaps."""
        at = bisect_right(self._ends, start)
        while start < end:
            begin, stop, grpprl = self.runs[at] if at < len(self.runs) else (end, end, b"")
            if begin > start:
                yield start, min(begin, end), b""
            if begin < end:
                yield max(begin, start), min(stop, end), grpprl
            start = max(stop, start + 1) if begin < end else end
            at += 1


class _Fields:
    """The fields that are open at a place of a story; where not each that begins also ends, none is taken for one."""

    def __init__(self, all_end: bool) -> None:
        self._all_end = all_end
        self._in_code: list[bool] = []
        self._codes = 0

    def printed(self, text: str) -> str:
        """What prints of the next piece of the story: the results of fields, not their codes."""
        if not self._all_end or (not self._in_code and not _FIELD.search(text)):
            return text.translate(_PRINTED)
        out: list[str] = []
        for part in _FIELD.split(text):
            if part == "\x13":
                self._in_code.append(True)
                self._codes += 1
            elif part in ("\x14", "\x15") and self._in_code:
                self._codes -= self._in_code[-1]
                self._in_code[-1] = False
                if part == "\x15":
                    self._in_code.pop()
            elif not self._codes:
                out.append(part)
        return "".join(out).translate(_PRINTED)


def _gone(looks: Mapping[str, int]) -> bool:
    return bool(looks.get("hidden") or looks.get("deleted"))


def _size(looks: Mapping[str, int]) -> float:
    return looks.get("half points", 20) / 2


def _section(said: Mapping[str, int]) -> Section:
    width = said["width"] - said.get("left", 1800) - said.get("right", 1800) if "width" in said else 0
    return Section(width / 20, said.get("break", _NEW_PAGE) >= _NEW_PAGE)


def _between(places: list[tuple[int, range]], start: int, end: int) -> range:
    first = bisect_left(places, start, key=lambda each: each[0])
    return range(first, bisect_right(places, end, key=lambda each: each[0]))


def _placed(word: Word, runs: list[Run]) -> Iterator[tuple[int, int, bytes]]:
    """The runs of characters by place in the text: the pieces need not stand in the order of the file."""
    ends = [run.end for run in runs]
    for piece in word.pieces:
        size = (piece.end - piece.start) * piece.width
        at = bisect_right(ends, piece.at)
        while at < len(runs) and runs[at].start < piece.at + size:
            run = runs[at]
            begin = max(run.start - piece.at, 0) // piece.width
            end = min(run.end - piece.at, size) // piece.width
            if begin < end:
                yield piece.start + begin, piece.start + end, run.grpprl + piece.grpprl
            at += 1


def _sections(word: Word) -> Iterator[tuple[int, dict[str, int]]]:
    places, sections = word.plc(_SECTIONS, 12)
    for end, section in zip(places[1 : MAX_SECTIONS + 1], sections, strict=False):
        at = int.from_bytes(section[2:6], "little")
        length = min(int.from_bytes(word.document[at : at + 2], "little"), _LONGEST)
        yield end, properties(word.document[at + 2 : at + 2 + length], 4)


def _notes(word: Word) -> Iterator[tuple[int, range]]:
    parts = word.parts()
    for part, called, kept in _NOTES:
        callers, _ = word.plc(called, 2)
        places, _ = word.plc(kept, 0)
        start, stop = parts[part].start, parts[part].stop
        for caller, (begin, end) in zip(callers, pairwise(places), strict=False):
            yield caller, range(start + begin, min(start + end, stop))
