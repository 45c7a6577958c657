r"""RTF files: their text in reading order, with the numbers of lists, tables, text boxes and notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import Unreadable
from archive.extract.document import Document
from archive.extract.flow import Flow, Paragraph
from archive.extract.numerals import gap_after
from archive.extract.process import more_time
from archive.extract.rtf_tables import Fonts, colours
from archive.extract.symbols import symbol

MAX_DEPTH = 2000
"""Groups within groups at most; word processors write some tens."""

_PIECE = 64 << 10
"""Bytes that may take as long as a page of a PDF."""

_CONTROL = (
    rb"\\(?:([A-Za-z]{1,32})(-?\d{1,10})? ?|('[0-9A-Fa-f]{2}(?:\\'[0-9A-Fa-f]{2}){0,999})|([^A-Za-z]))"
    rb"|([{}])|[\r\n\x00]+|"
)
_NARROW = re.compile(_CONTROL + rb"([^\\{}\r\n\x00]+)", re.DOTALL)
_WIDE = re.compile(_CONTROL + rb"((?:[^\\{}\r\n\x00\x80-\xff]+|[\x81-\xfe][\x40-\xfe]|[\x80-\xff]){1,999})", re.DOTALL)
"""Where the code page has characters of two bytes, whose second one may look like a brace or backslash."""

_BOUNDS = re.compile(rb"\\[\\{}]|\\bin(\d{1,10}) ?|[{}]")
_STARRED = re.compile(rb"\s*\\([A-Za-z]{1,32})")
_CODE_PAGE = re.compile(rb"\\ansicpg(\d{1,5})")

_OWN_PAGES = frozenset((b"footnote", b"headerf"))
_STORIES = _OWN_PAGES | {b"shptxt", b"dptxbxtext"}
"""Groups that hold a text apart from the one around them: notes and headers, and boxes on the page."""

_KEPT = _STORIES | {b"shpinst", b"do", b"ud"}
"""Groups that are read although their writer marked them as ones to leave out (``\\*``)."""

_LEFT_OUT = frozenset(
    b"annotation atnauthor atndate atnid atntime author buptim category colortbl comment company creatim docfmt "
    b"fldinst filetbl fonttbl footer footerf footerl footerr ftncn ftnsep ftnsepc aftncn aftnsep aftnsepc "
    b"generator header headerl headerr info keywords listtable listoverridetable nextfile nonesttables operator "
    b"pict pntxta pntxtb private revtbl rxe shprslt sp stylesheet subject tc template title txe xe".split()
)
_CHARACTERS = {
    b"tab": "\t", b"line": "\n", b"page": "\f", b"column": "\n", b"emdash": "—", b"endash": "–", b"bullet": "•",
    b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"emspace": "\u2003", b"enspace": "\u2002",
    b"qmspace": "\u2005",
}  # fmt: skip
_SYMBOLS = {b"~": "\xa0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\t": "\t"}
_NUMBERS = {
    b"f": "font", b"fs": "half_points", b"cf": "colour", b"uc": "fallback", b"li": "left", b"fi": "first",
    b"ri": "right", b"culi": "left_chars", b"cufi": "first_chars", b"curi": "right_chars", b"sb": "before",
}  # fmt: skip
_SWITCHES = {b"v": "hidden", b"deleted": "deleted", b"pagebb": "page_break"}
_ALIGN = {b"ql": "left", b"qj": "left", b"qd": "left", b"qc": "center", b"qr": "right"}


def read_rtf(path: Path) -> Document:
    """The Document of an RTF file.

    Deleted and hidden text, field codes, comments, running heads and page numbers are left out. The header of the
    first page, which may be a masthead, comes first; text boxes stand before the paragraph that holds them, footnotes
    at the end of their page as far as page breaks are known. The numbers of lists are those that the writer printed.

    Args:
        path: the file; it is not changed.

    Raises:
        Unreadable: ``empty``, ``damaged``.
    """
    data = path.read_bytes()
    more_time(len(data) // _PIECE)
    reading = _Reading(data)
    reading.read()
    return reading.document()


@dataclass(slots=True)
class _State:
    """What holds within a group: looks of letters and of paragraphs; lengths in twips, or hundredths of a character."""

    font: int = -1
    half_points: int = 24
    colour: int = 0
    hidden: int = 0
    deleted: int = 0
    fallback: int = 1
    align: str = "left"
    left: int = 0
    first: int = 0
    right: int = 0
    left_chars: int = 0
    first_chars: int = 0
    right_chars: int = 0
    before: int = 0
    page_break: int = 0
    table: bool = False
    number: bool = False
    story: bool = False

    @property
    def size(self) -> float:
        """Of letters, in points."""
        return max(self.half_points, 2) / 2

    def plain(self) -> None:
        """Letters as they are without looks of their own."""
        self.font, self.half_points, self.colour, self.hidden, self.deleted = -1, 24, 0, 0, 0

    def ordinary(self) -> None:
        """Paragraphs as they are without looks of their own."""
        self.align, self.table = "left", False
        self.left = self.first = self.right = self.before = self.page_break = 0
        self.left_chars = self.first_chars = self.right_chars = 0


@dataclass(slots=True)
class _Story:
    """A text in the course of being read: the document's, a box's, a note's."""

    flow: Flow
    kind: bytes = b""
    parts: list[str] = field(default_factory=list)
    sizes: Counter[float] = field(default_factory=Counter)
    red: int = 0
    row: list[list[Paragraph]] = field(default_factory=list)
    cell: list[Paragraph] = field(default_factory=list)


class _Reading:
    """A file being read: the groups and the stories that are open at a byte."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.state = _State()
        self.groups: list[_State] = []
        self.main = Flow()
        self.first_header: Flow | None = None
        self.has_first_header = False
        self.stories = [_Story(self.main)]
        self.sizes = {b"paperw": 12240, b"margl": 1800, b"margr": 1800}
        self.raw = bytearray()
        self.raw_font = -1
        self.to_skip = 0
        self.turns = False
        found = _CODE_PAGE.search(data, 0, 4096)
        self.fonts = Fonts(int(found[1]) if found else 1252)
        self.colours: list[bool] = []

    def read(self) -> None:
        """Read to the end of the outermost group, or of the file."""
        pattern = _WIDE if self.fonts.wide else _NARROW
        while (match := pattern.match(self.data, self.at)) is not None:
            self.at = match.end()
            word, number, hexadecimal, sign, brace, text = match.groups()
            if text is not None:
                self._bytes(text)
            elif hexadecimal is not None:
                self._bytes(bytes.fromhex(hexadecimal.replace(b"\\", b"").replace(b"'", b"").decode()))
            elif word is not None:
                self.to_skip = 0
                self._word(word, None if number is None else int(number))
            elif brace == b"{":
                self._open()
            elif brace == b"}":
                self._close()
                if not self.groups:
                    break
            elif sign is not None:
                self._sign(sign)

    def document(self) -> Document:
        """What was read, once all was."""
        warnings = ["truncated"] if self.groups else []
        while self.groups:
            self._close()
        self._end_story()
        if self.has_first_header and self.first_header is not None:
            self.main.begin(self.first_header)
        self.main.width = max(self.sizes[b"paperw"] - self.sizes[b"margl"] - self.sizes[b"margr"], 0) / 20
        return self.main.document("rtf", "rtf", warnings)

    def _open(self) -> None:
        if len(self.groups) == MAX_DEPTH:
            raise Unreadable("damaged", "nested too deep")
        self.to_skip = 0
        self.groups.append(self.state)
        self.state = copy(self.state)
        self.state.story = False

    def _close(self) -> None:
        self.to_skip = 0
        if self.state.story:
            self._end_story()
        if self.groups:
            self.state = self.groups.pop()

    def _skip_group(self) -> None:
        """Go to where the innermost group ends."""
        self.at, closed = end_of_group(self.data, self.at)
        if closed:
            self._close()

    def _word(self, word: bytes, number: int | None) -> None:
        """A control word, with its number where it has one."""
        state = self.state
        if word in _NUMBERS:
            setattr(state, _NUMBERS[word], min(max(number or 0, -31680), 31680))
        elif word in _CHARACTERS:
            self._text(_CHARACTERS[word])
        elif word in _SWITCHES:
            setattr(state, _SWITCHES[word], 1 if number is None else number)
        elif word in _ALIGN:
            state.align = _ALIGN[word]
        elif word in _STORIES:
            self._begin_story(word)
        elif word in _LEFT_OUT:
            self._leave_out(word)
        elif word in self.sizes:
            self.sizes[word] = number or 0
        elif (act := _ACTS.get(word)) is not None:
            act(self, number)

    def _sign(self, sign: bytes) -> None:
        """A control symbol."""
        if sign == b"*":
            match = _STARRED.match(self.data, self.at)
            if match is None or match[1] not in _KEPT:
                self._skip_group()
        elif sign in b"\r\n":
            self._end_paragraph()
        elif sign in _SYMBOLS and not self._skips():
            self._text(_SYMBOLS[sign])

    def _skips(self) -> bool:
        """Whether what comes stands only for readers that do not know the character before it."""
        if self.to_skip:
            self.to_skip -= 1
            return True
        return False

    def _leave_out(self, word: bytes) -> None:
        start = self.at
        if word in (b"fonttbl", b"colortbl"):
            group = self.data[start : end_of_group(self.data, start)[0]]
            if word == b"fonttbl":
                self.fonts.read(group)
            else:
                self.colours = colours(group)
        self._skip_group()

    def _bytes(self, raw: bytes) -> None:
        skipped = min(self.to_skip, len(raw))
        self.to_skip -= skipped
        if self.raw_font != self.state.font:
            self._decode()
            self.raw_font = self.state.font
        if not (self.state.hidden or self.state.deleted):
            self.raw += raw[skipped:]
            if self.state.number or self.fonts.is_symbols(self.raw_font):
                self._decode()
            else:
                self._weigh(len(raw) - skipped)

    def _decode(self) -> None:
        """Turn the bytes that have come into text."""
        if self.raw:
            self.stories[-1].parts.append(self.fonts.decode(self.raw_font, bytes(self.raw)))
            self.raw.clear()

    def _text(self, text: str) -> None:
        if self.state.hidden or self.state.deleted:
            return
        self._decode()
        parts = self.stories[-1].parts
        if self.state.number:
            text = gap_after(parts[-1] if parts else "") if text == "\t" else symbol(text, "•")
        else:
            self._weigh(len(text) if text.strip() else 0)
        parts.append(text)

    def _weigh(self, letters: int) -> None:
        story, state = self.stories[-1], self.state
        story.sizes[state.size] += letters
        red = 0 <= state.colour < len(self.colours) and self.colours[state.colour]
        story.red += letters if red else -letters

    def _unicode(self, number: int | None) -> None:
        self.to_skip = max(self.state.fallback, 0)
        code = (number or 0) & 0xFFFF
        self._text(symbol(chr(code)) if self.fonts.is_symbols(self.state.font) else chr(code))

    def _paragraph(self) -> Paragraph:
        """The paragraph that has been read, and begin another."""
        self._decode()
        story, state = self.stories[-1], self.state
        size = story.sizes.most_common(1)[0][0] if story.sizes else state.size
        made = Paragraph(
            "".join(story.parts),
            size,
            story.red > 0,
            state.align,
            _points(state.left, state.left_chars, size),
            _points(state.first, state.first_chars, size),
            _points(state.right, state.right_chars, size),
            state.before / 20,
        )
        story.parts, story.sizes, story.red = [], Counter(), 0
        return made

    def _end_printed_paragraph(self, _: int | None) -> None:
        """End a paragraph, unless its mark is deleted or hidden: then it goes on in the next."""
        if not (self.state.hidden or self.state.deleted):
            self._end_paragraph()

    def _end_paragraph(self, _: int | None = None) -> None:
        story = self.stories[-1]
        if self.state.table:
            story.cell.append(self._paragraph())
            return
        self._end_table()
        if (self.turns and len(self.stories) == 1) or self.state.page_break:
            story.flow.turn()
            self.turns = False
        story.flow.add(self._paragraph())

    def _end_cell(self, _: int | None = None) -> None:
        story = self.stories[-1]
        story.cell.append(self._paragraph())
        story.row.append(story.cell)
        story.cell = []

    def _end_row(self, _: int | None = None) -> None:
        story = self.stories[-1]
        if story.row:
            story.flow.row(story.row)
        story.row = []

    def _end_table(self) -> None:
        """Set what stands in cells when the table breaks off."""
        story = self.stories[-1]
        if story.cell:
            story.row.append(story.cell)
            story.cell = []
        self._end_row()

    def _end_inner_cell(self, _: int | None = None) -> None:
        self.stories[-1].cell.append(self._paragraph())

    def _end_section(self, _: int | None = None) -> None:
        self._decode()
        if self.stories[-1].parts:
            self._end_paragraph()
        self.turns = True

    def _goes_on(self, _: int | None = None) -> None:
        self.turns = False

    def _begin_story(self, word: bytes) -> None:
        self._decode()
        if self.state.story:
            return
        self.state.story = True
        self.state.table = False
        flow = Flow() if word in _OWN_PAGES else self.stories[-1].flow
        self.stories.append(_Story(flow, word))

    def _end_story(self) -> None:
        """Set what is left of a story; a note waits for the foot of its page, the first header for the end."""
        self._decode()
        story = self.stories[-1]
        if story.parts:
            self.state.table = False
            self._end_paragraph()
        self._end_table()
        if len(self.stories) > 1:
            self.stories.pop()
            if story.kind == b"footnote":
                self.stories[-1].flow.notes += story.flow.paragraphs
            elif story.kind == b"headerf" and self.first_header is None:
                self.first_header = story.flow

    def _two_versions(self, _: int | None = None) -> None:
        """A group for readers without Unicode, then the same for those that have it."""
        start = self.data.find(b"{", self.at)
        if start >= 0:
            self.at = end_of_group(self.data, start + 1)[0]

    def _jump(self, number: int | None) -> None:
        self.at += max(number or 0, 0)

    def _title_page(self, _: int | None) -> None:
        self.has_first_header = True


_ACTS: dict[bytes, Callable[[_Reading, int | None], None]] = {
    b"par": _Reading._end_printed_paragraph,
    b"cell": _Reading._end_cell,
    b"nestcell": _Reading._end_inner_cell,
    b"row": _Reading._end_row,
    b"sect": _Reading._end_section,
    b"sbknone": _Reading._goes_on,
    b"sbkcol": _Reading._goes_on,
    b"u": _Reading._unicode,
    b"upr": _Reading._two_versions,
    b"bin": _Reading._jump,
    b"titlepg": _Reading._title_page,
    b"plain": lambda reading, _: reading.state.plain(),
    b"pard": lambda reading, _: reading.state.ordinary(),
    b"intbl": lambda reading, _: setattr(reading.state, "table", True),
    b"listtext": lambda reading, _: setattr(reading.state, "number", True),
    b"pntext": lambda reading, _: setattr(reading.state, "number", True),
}


def _points(twips: int, chars: int, size: float) -> float:
    """An indent in points; where it is given in hundredths of a character, these count."""
    return chars * size / 100 if chars else twips / 20


def end_of_group(data: bytes, at: int) -> tuple[int, bool]:
    """Where a group ends, and whether it does so before the end of the file.

    Args:
        data: the file.
        at: a byte within the group and within none inside of it.
    """
    depth = 1
    while (match := _BOUNDS.search(data, at)) is not None:
        at = match.end()
        if match[1] is not None:
            at += int(match[1])
        elif match[0] == b"{":
            depth += 1
        elif match[0] == b"}":
            depth -= 1
            if not depth:
                return at, True
    return len(data), False
