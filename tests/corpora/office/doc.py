"""Word files (DOC) written by hand: head, piece table, properties, styles, lists, sections, headers, notes, text boxes.

What stands where is told by [MS-DOC]; only what a reader of the text needs is written.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from tests.corpora.office.notices import Box, Case, Field, Grid, Level, Note, Par, Part, Section, Symbol, Words
from tests.corpora.office.ole2 import ole2

PAGE = 512
HEAD = 2048
"""Byte at which the text begins."""

_ALIGN = {"left": 0, "center": 1, "right": 2}
_HIDDEN_STYLE = 2
_RED = 0x000000FF


def sprm(code: int, value: int) -> bytes:
    """A single property; the length of its operand is told by its code."""
    length = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}[code >> 13]
    return struct.pack("<H", code) + value.to_bytes(length, "little", signed=value < 0)


@dataclass
class Text:
    """A part of the text: its letters, the looks of each, and the properties that each paragraph mark bears.

    ``data`` is the stream in which the properties of rows are kept, where they stand apart.
    """

    letters: str = ""
    looks: list[bytes] = field(default_factory=list)
    marks: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    notes: list[tuple[int, str]] = field(default_factory=list)
    boxes: list[tuple[int, Box]] = field(default_factory=list)
    ends: list[tuple[int, Section]] = field(default_factory=list)
    data: bytearray | None = None

    def add(self, letters: str, looks: bytes = b"") -> None:
        """Set letters."""
        self.letters += letters
        self.looks += [looks] * len(letters)

    def end(self, mark: str, style: int = 0, grpprl: bytes = b"") -> None:
        """Set the mark that ends a paragraph, cell, row or section."""
        self.marks[len(self.letters)] = (style, grpprl)
        self.add(mark)


def units(text: str) -> str:
    """The text with each character outside of the basic plane as two halves."""
    data = text.encode("utf-16-le")
    return "".join(chr(data[at] | data[at + 1] << 8) for at in range(0, len(data), 2))


def _part(text: Text, part: Part) -> None:
    match part:
        case Words():
            looks = sprm(0x4A43, int(2 * part.size)) if part.size != 16 else b""
            looks += sprm(0x6870, _RED) if part.red else b""
            looks += sprm(0x4A30, _HIDDEN_STYLE) if part.hidden else b""
            looks += sprm(0x0800, 1) if part.deleted else b""
            text.add(units(part.text), looks)
        case Field():
            text.add("\x13", sprm(0x0855, 1))
            text.add(units(part.code))
            if part.result is not None:
                text.add("\x14" + units(part.result))
            text.add("\x15", sprm(0x0855, 1))
        case Note():
            text.notes.append((len(text.letters), part.text))
            text.add("\x02", sprm(0x0855, 1))
        case Box():
            text.boxes.append((len(text.letters), part))
            text.add("\x08", sprm(0x0855, 1))
        case Symbol():
            text.add("(", sprm(0x0855, 1) + sprm(0x6A09, 3 | (0xF000 | part.place) << 16))
        case str():
            text.add(units(part))


def _paragraph(text: Text, par: Par) -> None:
    for part in par.parts:
        _part(text, part)
    grpprl = sprm(0x2403, _ALIGN[par.align]) if par.align != "left" else b""
    grpprl += sprm(0x8411, int(par.first * 320)) + sprm(0x4457, int(par.first * 100)) if par.first else b""
    grpprl += sprm(0x840F, int(par.left * 320)) if par.left else b""
    grpprl += sprm(0xA413, int(par.before * 20)) if par.before else b""
    grpprl += sprm(0xA414, int(par.after * 20)) if par.after else b""
    grpprl += sprm(0x2407, 1) if par.new_page else b""
    if par.item and not par.styled:
        grpprl += sprm(0x260A, par.item[1]) + sprm(0x460B, par.item[0] + 1)
    text.end("\r", 1 if par.styled else 0, grpprl)


def _grid(text: Text, grid: Grid) -> None:
    inside = sprm(0x2416, 1) + sprm(0x6649, 1)
    for row in grid.rows:
        for cell in row:
            *before, last = (cell,) if isinstance(cell, str) else cell
            for each in before:
                text.add(units(each))
                text.end("\r", 0, inside)
            text.add(units(last))
            text.end("\x07", 0, inside)
        cells = struct.pack("<HHBB", 0xD608, 22 * len(row) + 4, len(row), 0) + bytes(22 * len(row) + 1)
        grpprl = inside + cells + sprm(0x2417, 1)
        if text.data is not None:
            at = len(text.data)
            text.data += struct.pack("<H", len(grpprl)) + grpprl
            grpprl = sprm(0x6646, at)
        text.end("\x07", 0, grpprl)


def _story(texts: list[str]) -> tuple[Text, list[int]]:
    """Texts of a paragraph each behind one another, and where each begins."""
    story, starts = Text(), []
    for each in texts:
        starts.append(len(story.letters))
        story.add(units(each))
        story.end("\r")
    starts.append(len(story.letters))
    if story.letters:
        story.end("\r")
    return story, starts


def _main(case: Case, apart: bool) -> Text:
    text = Text(data=bytearray(b"\0\0\0\0") if apart else None)
    for block in case.blocks:
        match block:
            case Par():
                _paragraph(text, block)
            case Grid():
                _grid(text, block)
            case Section():
                text.end("\x0c")
                text.ends.append((len(text.letters), block))
    return text


Split = Callable[[str], Iterator[tuple[int, int]]]
"""Cuts a text into pieces, from place to place."""


def one_piece(text: str) -> Iterator[tuple[int, int]]:
    """All of it."""
    yield 0, len(text)


def pieces_of(length: int) -> Split:
    """Pieces of a length, as in a file that was saved fast."""

    def split(text: str) -> Iterator[tuple[int, int]]:
        for at in range(0, len(text), length):
            yield at, min(at + length, len(text))

    return split


def by_width(text: str) -> Iterator[tuple[int, int]]:
    """A piece for each stretch of letters that fit in 8 bits, and for each of others."""
    at = 0
    for _, group in groupby(text, _narrow):
        length = len(list(group))
        yield at, at + length
        at += length


def _narrow(letter: str) -> bool:
    return letter < "\x80" or letter in "\u2013\u201c\u201d\u2026\u20ac\xe9"


def doc(
    case: Case,
    split: Split = one_piece,
    *,
    backwards: bool = False,
    flags: int = 0,
    nfib: int = 0xC1,
    prm: int = 0,
    laid_over: bytes = b"",
    apart: bool = False,
) -> bytes:
    """The file of a case.

    Args:
        case: what it holds.
        split: how its text is cut into pieces; one whose letters fit is kept in 8 bits, unless it is the only one.
        backwards: the last piece stands first in the file.
        flags: further flags of its head.
        nfib: the version it names.
        prm: what is laid over each piece, in short.
        laid_over: what is laid over each piece, at length.
        apart: the properties of rows stand in a stream of their own.
    """
    main = _main(case, apart)
    notes, note_starts = _story([text for _, text in main.notes])
    headers = (
        ["", *[""] * 5, "", case.running, "", case.running, case.first_header, ""]
        if case.first_header or case.running
        else []
    )
    heads, head_starts = _story(headers)
    boxes, box_starts = _story([box.text for _, box in main.boxes])
    parts = [main, notes, heads, boxes]
    text = Text()
    for part in parts:
        text.marks.update({len(text.letters) + at: mark for at, mark in part.marks.items()})
        text.add(part.letters)
        text.looks[len(text.letters) - len(part.letters) :] = part.looks
    if len(text.letters) > len(main.letters):
        text.end("\r")
    pieces, body, order = _stored(text.letters, split, backwards, 1 if laid_over else prm)
    document = bytearray(HEAD) + body
    table = _Table()
    table.set(1, _styles(case))
    shared = b"\x01" + struct.pack("<H", len(laid_over)) + laid_over if laid_over else b""
    table.set(33, shared + b"\x02" + struct.pack("<I", len(pieces)) + pieces)
    _properties(document, table, text, order)
    ends = [*main.ends, (len(main.letters), Section())]
    _sections(document, table, ends, bool(case.first_header))
    if main.notes:
        table.set(2, _plc([at for at, _ in main.notes] + [len(main.letters)], [b"\1\0"] * len(main.notes)))
        table.set(3, _plc([*note_starts, note_starts[-1] + 1], []))
    if headers:
        table.set(11, _plc([*head_starts, head_starts[-1] + 1], []))
    if main.boxes:
        _boxes(table, main, box_starts)
    if case.lists:
        _lists(table, case)
    counts = [len(main.letters), len(notes.letters), len(heads.letters), 0, 0, 0, len(boxes.letters), 0]
    document[:HEAD] = _head(table, counts, flags, nfib, len(document)).ljust(HEAD, b"\0")
    streams = {"WordDocument": bytes(document), "1Table": bytes(table.data)}
    return ole2(streams if main.data is None else {**streams, "Data": bytes(main.data)})


@dataclass
class _Table:
    """The table stream, and where in it each table is."""

    data: bytearray = field(default_factory=bytearray)
    places: dict[int, tuple[int, int]] = field(default_factory=dict)

    def set(self, index: int, data: bytes, more: bytes = b"") -> None:
        self.places[index] = (len(self.data), len(data))
        self.data += data + more
        self.data += bytes(-len(self.data) % 4)


def _head(table: _Table, counts: list[int], flags: int, nfib: int, size: int) -> bytes:
    base = struct.pack("<HHHHHHHIBBHHII", 0xA5EC, nfib, 0, 0x804, 0, 0x1200 | flags, 0xBF, 0, 0, 0, 0, 0, HEAD, size)
    words = struct.pack("<H28x", 14)
    longs = struct.pack("<HI8x8i44x", 22, size, *counts)
    pairs = b"".join(struct.pack("<II", *table.places.get(index, (0, 0))) for index in range(93))
    return base + words + longs + struct.pack("<H", 93) + pairs


def _plc(places: list[int], elements: list[bytes]) -> bytes:
    return struct.pack(f"<{len(places)}I", *places) + b"".join(elements)


def _stored(letters: str, split: Split, backwards: bool, prm: int) -> tuple[bytes, bytes, list[tuple[int, int, int]]]:
    """The piece table, the bytes of the text, and the letters in the order of the bytes: place, byte, width."""
    cuts = list(split(letters))
    starts: dict[int, tuple[int, int]] = {}
    body = bytearray()
    order: list[tuple[int, int, int]] = []
    for begin, end in reversed(cuts) if backwards else cuts:
        piece = letters[begin:end]
        narrow = len(cuts) > 1 and all(map(_narrow, piece))
        at, width = HEAD + len(body), 1 if narrow else 2
        starts[begin] = (2 * at | 0x40000000 if narrow else at, width)
        body += piece.encode("cp1252") if narrow else piece.encode("utf-16-le", "surrogatepass")
        order += [(begin + each, at + each * width, width) for each in range(end - begin)]
    elements = [struct.pack("<HIH", 0, starts[begin][0], prm) for begin, _ in cuts]
    return _plc([*(begin for begin, _ in cuts), len(letters)], elements), bytes(body), order


def _properties(document: bytearray, table: _Table, text: Text, order: list[tuple[int, int, int]]) -> None:
    """The pages of properties of characters and of paragraphs, and the tables that list them."""
    marks = sorted(text.marks)
    mark_of = [0] * len(text.letters)
    at = 0
    for place in range(len(text.letters)):
        mark_of[place] = marks[min(at, len(marks) - 1)]
        at += place == marks[min(at, len(marks) - 1)]
    characters = _runs(order, lambda place: text.looks[place])
    paragraphs = _runs(
        order,
        lambda place: struct.pack("<IH", mark_of[place], text.marks[mark_of[place]][0]) + text.marks[mark_of[place]][1],
    )
    _pages(document, table, 12, characters, _character_page)
    _pages(document, table, 13, [(begin, end, value[4:]) for begin, end, value in paragraphs], _paragraph_page)


def _runs(order: list[tuple[int, int, int]], value: Callable[[int], bytes]) -> list[tuple[int, int, bytes]]:
    runs: list[tuple[int, int, bytes]] = []
    for place, at, width in order:
        looks = value(place)
        if runs and runs[-1][1] == at and runs[-1][2] == looks:
            runs[-1] = (runs[-1][0], at + width, looks)
        else:
            runs.append((at, at + width, looks))
    return runs


Runs = list[tuple[int, int, bytes]]


def _pages(document: bytearray, table: _Table, index: int, runs: Runs, page: Callable[[Runs], bytes]) -> None:
    numbers, places = [], []
    for at in range(0, len(runs), 6):
        document += bytes(-len(document) % PAGE)
        numbers.append(struct.pack("<I", len(document) // PAGE))
        places.append(runs[at][0])
        document += page(runs[at : at + 6])
    table.set(index, _plc([*places, runs[-1][1]], numbers))


def _character_page(runs: Runs) -> bytes:
    return _page(runs, 1, lambda value: bytes([len(value)]) + value)


def _paragraph_page(runs: Runs) -> bytes:
    return _page(
        runs,
        13,
        lambda value: (bytes([len(value) // 2 + 1]) if len(value) % 2 else bytes([0, len(value) // 2])) + value,
    )


def _page(runs: Runs, width: int, wrap: Callable[[bytes], bytes]) -> bytes:
    """A page of properties: places, where the properties of each run stand, and these from the end on."""
    page = bytearray(PAGE)
    page[-1] = len(runs)
    struct.pack_into(f"<{len(runs) + 1}I", page, 0, *(begin for begin, _, _ in runs), runs[-1][1])
    free = PAGE - 2
    for place, (_, _, value) in enumerate(runs):
        if not value:
            continue
        wrapped = wrap(value)
        free = (free - len(wrapped)) // 2 * 2
        page[free : free + len(wrapped)] = wrapped
        page[4 * (len(runs) + 1) + width * place] = free // 2
    return bytes(page)


def _styles(case: Case) -> bytes:
    """Body text of 16 points, a paragraph style with the first list, a character style that hides."""
    listed = sprm(0x460B, 1) if case.lists else b""
    styles = [
        _style("正文", 1, 0xFFF, struct.pack("<H", 0), sprm(0x4A43, 32)),
        _style("标题 1", 1, 0, struct.pack("<H", 1) + listed, b""),
        _style("隐藏", 2, 0xFFF, sprm(0x083C, 1)),
    ]
    return struct.pack("<H", 18) + struct.pack("<HH14x", len(styles), 10) + b"".join(styles)


def _style(name: str, kind: int, base: int, *properties: bytes) -> bytes:
    entry = struct.pack("<HHHHH", 0, kind | base << 4, len(properties), 0, 0)
    entry += struct.pack("<H", len(name)) + name.encode("utf-16-le") + b"\0\0"
    for each in properties:
        entry += struct.pack("<H", len(each)) + each + bytes(len(each) % 2)
    return struct.pack("<H", len(entry)) + entry


def _sections(document: bytearray, table: _Table, ends: list[tuple[int, Section]], title_page: bool) -> None:
    elements = []
    margins = sprm(0xB021, 1588) + sprm(0xB022, 1474)
    section = Section()
    for _, below in ends:
        grpprl = sprm(0xB01F, round(20 * section.paper)) + margins + sprm(0x3009, 2 if section.new_page else 0)
        grpprl += sprm(0x300A, 1) if title_page else b""
        elements.append(struct.pack("<HIHI", 0, len(document), 0, 0))
        document += struct.pack("<H", len(grpprl)) + grpprl
        section = below
    table.set(6, _plc([0, *(end for end, _ in ends)], elements))


def _boxes(table: _Table, main: Text, starts: list[int]) -> None:
    shapes = [1025 + 8 * place for place in range(len(main.boxes))]
    held = [struct.pack("<I22x", shape) for shape in shapes]
    texts = [
        struct.pack("<IIHIII", 1, 0, 0, 0xFFFFFFFF, shape + 1 if box.grouped else shape, 0)
        for shape, (_, box) in zip(shapes, main.boxes, strict=True)
    ]
    table.set(40, _plc([*(at for at, _ in main.boxes), len(main.letters)], held))
    table.set(56, _plc([*starts, starts[-1] + 1], [*texts, bytes(22)]))
    groups = b"".join(
        _container(0xF003, _shape(shape) + _shape(shape + 1)) if box.grouped else _shape(shape)
        for shape, (_, box) in zip(shapes, main.boxes, strict=True)
    )
    table.set(50, _container(0xF000, b"") + b"\0" + _container(0xF002, _container(0xF003, _shape(1024) + groups)))


def _container(kind: int, data: bytes) -> bytes:
    return struct.pack("<HHI", 0x000F, kind, len(data)) + data


def _shape(number: int) -> bytes:
    return _container(0xF004, struct.pack("<HHIII", 0x0002, 0xF00A, 8, number, 0))


def _lists(table: _Table, case: Case) -> None:
    heads, levels = b"", b""
    for number, each in enumerate(case.lists):
        heads += struct.pack("<ii9HBB", 100 + number, 0, 1 if number == 0 else 0xFFF, *[0xFFF] * 8, 0, 0)
        levels += b"".join(_level(level) for level in [*each, *[Level(0, "")] * (9 - len(each))])
    table.set(73, struct.pack("<H", len(case.lists)) + heads, levels)
    uses = [(number, None) for number in range(len(case.lists))] + list(case.starts)
    first, second = b"", b""
    for number, start in uses:
        first += struct.pack("<iIIBBBB", 100 + number, 0, 0, start is not None, 0, 0, 0)
        second += struct.pack("<I", 0xFFFFFFFF) + (b"" if start is None else struct.pack("<iI", start, 0x10))
    table.set(74, struct.pack("<I", len(uses)) + first + second)


def _level(level: Level) -> bytes:
    text, places = "", []
    for at, piece in enumerate(level.text.split("%")):
        if at:
            places.append(len(text) + 1)
            text += chr(int(piece[0]) - 1)
            piece = piece[1:]
        text += piece
    numbers = bytes(places).ljust(9, b"\0")
    head = struct.pack(
        "<iBB9sBIIBBBB", level.start, level.form, 4 * level.plain, numbers, level.follow, 0, 0, 0, 0, 0, 0
    )
    return head + struct.pack("<H", len(text)) + text.encode("utf-16-le")


def word_95(text: str, *, flags: int = 0, cut: int = 0) -> bytes:
    """A file of Word 95, whose text is kept in 8 bits of code page 936; saved fast, in two pieces, where it is cut."""
    data = text.encode("gb18030")
    pieces = b""
    if cut:
        elements = [struct.pack("<HIH", 0, at, 0) for at in (HEAD + len(data) - cut, HEAD)]
        pieces = b"\x02" + struct.pack("<I", 28) + _plc([0, cut, len(data)], elements)
        flags |= 0x0004
        data = data[cut:] + data[:cut]
    head = bytearray(HEAD)
    struct.pack_into("<HHHHHH", head, 0, 0xA5DC, 104, 0, 0x804, 0, flags)
    struct.pack_into("<II", head, 24, HEAD, HEAD + len(data))
    struct.pack_into("<I", head, 52, len(data))
    struct.pack_into("<II", head, 0x160, HEAD + len(data), len(pieces))
    return ole2({"WordDocument": bytes(head) + data + pieces})
