r"""RTF files: their text in reading order, with the numbers of lists, tables, text boxes and notes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from archive.errors import Unreadable
from archive.extract.document import Document
from archive.extract.flow import LINE, PAGE, Paragraph, Piece, Section, apart, document, length, row
from archive.extract.numerals import gap_after
from archive.extract.process import more_time
from archive.extract.rtf_tables import Fonts, colours
from archive.extract.rtf_words import (
    ALIGN,
    BRACE,
    CHARACTERS,
    CODE_PAGE,
    FARTHEST,
    HEXADECIMAL,
    KEPT,
    LEFT_OUT,
    NARROW,
    NUMBER,
    NUMBERS,
    SIGN,
    SIZES,
    STARRED,
    STORIES,
    SWITCHES,
    SYMBOLS,
    TEXT,
    WIDE,
    WORD,
    State,
    Story,
    end_of_group,
)
from archive.extract.symbols import symbol

MAX_DEPTH = 2000
"""Groups within groups at most; word processors write some tens."""

_PIECE = 64 << 10
"""Bytes that may take as long as a page of a PDF."""
_MOST_PIECES = 300
"""What a larger file has are pictures, which take next to no time."""


def read_rtf(path: Path) -> Document:
    """The Document of an RTF file.

    Deleted and hidden text, field codes, comments, running heads and page numbers are left out. The header of the
    first page, which may be a masthead, comes first; text boxes stand before the paragraph that holds them, footnotes
    at the end of their page as far as page breaks are known. The numbers of lists are those that the writer printed.

    Args:
        path: the file; it is not changed.

    Raises:
        Unreadable: ``empty``, ``pictures``, ``too-many-pages``, ``damaged``.
    """
    data = path.read_bytes()
    more_time(min(len(data) // _PIECE, _MOST_PIECES))
    reading = _Reading(data)
    reading.read()
    return reading.document()


class _Reading:
    """A file being read: the groups and the stories that are open at a byte."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.state = State()
        self.groups: list[State] = []
        self.first_header: list[Paragraph] = []
        self.has_first_header = False
        self.section = Section()
        self.stories = [Story(blocks=[self.section])]
        self.sizes = {b"paperw": 12240, b"margl": 1800, b"margr": 1800}
        self.raw = bytearray()
        self.raw_font = -1
        self.to_skip = 0
        found = CODE_PAGE.search(data, 0, 4096)
        self.fonts = Fonts(int(found[1]) if found else 1252)
        self.colours: list[bool] = []

    def read(self) -> None:
        """Read to the end of the outermost group, or of the file."""
        pattern = WIDE if self.fonts.wide else NARROW
        while (match := pattern.match(self.data, self.at)) is not None:
            self.at = match.end()
            kind = match.lastindex
            if kind in (WORD, NUMBER):
                self.to_skip = 0
                act = _ACTS.get(match[WORD])
                if act is not None:
                    act(self, int(match[NUMBER]) if kind == NUMBER else None)
            elif kind == TEXT:
                self._bytes(match[TEXT])
            elif kind == HEXADECIMAL:
                self._bytes(bytes.fromhex(match[HEXADECIMAL].replace(b"\\", b"").replace(b"'", b"").decode()))
            elif kind == BRACE:
                if match[BRACE] == b"{":
                    self._open()
                else:
                    self._close()
                    if not self.groups:
                        break
            elif kind == SIGN:
                self._sign(match[SIGN])

    def document(self) -> Document:
        """What was read, once all was."""
        warnings = ["truncated"] if self.groups else []
        while self.groups:
            self._close()
        self._measure()
        section, *blocks = self.stories[0].blocks
        header = self.first_header if self.has_first_header else []
        return document([section, *header, *blocks], "rtf", "rtf", warnings)

    def _open(self) -> None:
        if len(self.groups) == MAX_DEPTH:
            raise Unreadable("damaged", "nested too deep")
        self.to_skip = 0
        self.groups.append(self.state)
        self.state = self.state.inherited()

    def _close(self) -> None:
        self.to_skip = 0
        if self.state.story or len(self.groups) == 1:
            self._end_story()
        if self.groups:
            self.state = self.groups.pop()

    def _skip_group(self) -> None:
        """Go to where the innermost group ends."""
        self.at, closed = end_of_group(self.data, self.at)
        if closed:
            self._close()

    def _sign(self, sign: bytes) -> None:
        """A control symbol."""
        if sign == b"*":
            match = STARRED.match(self.data, self.at)
            if match is None or match[1] not in KEPT:
                self._skip_group()
        elif sign in b"\r\n":
            self._end_paragraph()
        elif sign in SYMBOLS and not self._skips():
            self._text(SYMBOLS[sign])

    def _skips(self) -> bool:
        """Whether what comes stands only for readers that do not know the character before it."""
        if self.to_skip:
            self.to_skip -= 1
            return True
        return False

    def _leave_out(self, word: bytes) -> None:
        start = self.at
        if word == b"pict":
            self.stories[-1].paragraph.pieces[-1].picture = True
        elif word in (b"fonttbl", b"colortbl"):
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
                self._add("", len(raw) - skipped)

    def _decode(self) -> None:
        """Turn the bytes that have come into text."""
        if self.raw:
            self._add(self.fonts.decode(self.raw_font, bytes(self.raw)), 0)
            self.raw.clear()

    def _text(self, text: str) -> None:
        if self.state.hidden or self.state.deleted:
            return
        self._decode()
        piece = self.stories[-1].paragraph.pieces[-1]
        if self.state.number:
            text = gap_after(piece.parts[-1] if piece.parts else "") if text == "\t" else symbol(text, "•")
            self._add(text, 0)
        elif text in (LINE, PAGE):
            self.stories[-1].paragraph.pieces.append(Piece(text))
        else:
            self._add(text)

    def _add(self, text: str, letters: int | None = None) -> None:
        """Go on with letters; bytes count for their look before they are decoded."""
        state = self.state
        red = 0 <= state.colour < len(self.colours) and self.colours[state.colour]
        self.stories[-1].paragraph.pieces[-1].add(text, state.size, red, letters)

    def _unicode(self, number: int | None) -> None:
        self.to_skip = max(self.state.fallback, 0)
        code = (number or 0) & 0xFFFF
        self._text(symbol(chr(code)) if self.fonts.is_symbols(self.state.font) else chr(code))

    def _paragraph(self) -> Paragraph:
        """The paragraph that has been read, and begin another."""
        self._decode()
        story, state = self.stories[-1], self.state
        made, story.paragraph = story.paragraph, Paragraph()
        if state.page_break:
            made.pieces[0].begins = PAGE
        size = made.size
        made.align = state.align
        made.left = length(state.left / 20, state.left_chars / 100, size)
        made.first = length(state.first / 20, state.first_chars / 100, size)
        made.right = length(state.right / 20, state.right_chars / 100, size)
        made.before, made.after = state.before / 20, state.after / 20
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
        story.blocks.append(self._paragraph())

    def _end_cell(self, _: int | None = None) -> None:
        story = self.stories[-1]
        story.cell.append(self._paragraph())
        story.cells.append(story.cell)
        story.cell = []

    def _end_row(self, _: int | None = None) -> None:
        story = self.stories[-1]
        if story.cells:
            story.blocks += row(story.cells)
        story.cells = []

    def _end_table(self) -> None:
        """Set what stands in cells when the table breaks off."""
        story = self.stories[-1]
        if story.cell:
            story.cells.append(story.cell)
            story.cell = []
        self._end_row()

    def _end_inner_cell(self, _: int | None = None) -> None:
        self.stories[-1].cell.append(self._paragraph())

    def _end_section(self, _: int | None = None) -> None:
        self._decode()
        if self._begun():
            self._end_paragraph()
        self._end_table()
        self._measure()
        self.section = Section()
        self.stories[0].blocks.append(self.section)

    def _measure(self) -> None:
        """Tell how wide the text of the section is."""
        page, left, right = (self.sizes.get(own, self.sizes[usual]) for own, usual in SIZES)
        self.section.width = (page - left - right) / 20

    def _forget_sizes(self, _: int | None) -> None:
        for own, _usual in SIZES:
            self.sizes.pop(own, None)

    def _goes_on(self, _: int | None = None) -> None:
        self.section.new_page = False

    def _begun(self) -> bool:
        """Whether something has come of the next paragraph."""
        return self.stories[-1].paragraph.pieces != [Piece()]

    def _begin_story(self, word: bytes) -> None:
        self._decode()
        if not self.state.story:
            self.state.story = True
            self.state.table = 0
            self.stories.append(Story(word))

    def _end_story(self) -> None:
        """Set what is left of a story; a note waits for the foot of its page, the first header for the end."""
        self._decode()
        if self._begun():
            self.state.table = 0
            self._end_paragraph()
        self._end_table()
        if len(self.stories) > 1:
            story = self.stories.pop()
            if story.kind == b"footnote":
                self.stories[-1].paragraph.pieces[-1].notes += apart(story.blocks)
            elif story.kind != b"headerf":
                self.stories[-1].blocks += apart(story.blocks)
            else:
                self.first_header = self.first_header or apart(story.blocks)

    def _two_versions(self, _: int | None = None) -> None:
        """A group for readers without Unicode, then the same for those that have it."""
        start = self.data.find(b"{", self.at)
        if start >= 0:
            self.at = end_of_group(self.data, start + 1)[0]

    def _jump(self, number: int | None) -> None:
        self.at += max(number or 0, 0)

    def _size(self, number: int | None) -> None:
        """The size of letters that are not Western: of East Asian ones, unless they run from right to left."""
        if self.state.wide:
            self.state.half_points = number or 0

    def _title_page(self, _: int | None) -> None:
        self.has_first_header = True


def _setting(name: str, bare: int) -> _Act:
    """Set an attribute of the state, to ``bare`` where the word has no number."""

    def act(reading: _Reading, number: int | None) -> None:
        setattr(reading.state, name, bare if number is None else min(max(number, -FARTHEST), FARTHEST))

    return act


def _printing(text: str) -> _Act:
    return lambda reading, _: reading._text(text)


def _aligning(name: str) -> _Act:
    return lambda reading, _: setattr(reading.state, "align", name)


def _not_wide(reading: _Reading, _: int | None) -> None:
    reading.state.wide = 0


def _page_size(word: bytes) -> _Act:
    return lambda reading, number: reading.sizes.update({word: number or 0})


def _story(word: bytes) -> _Act:
    return lambda reading, _: reading._begin_story(word)


def _left_out(word: bytes) -> _Act:
    return lambda reading, _: reading._leave_out(word)


_Act = Callable[[_Reading, "int | None"], None]

_ACTS: dict[bytes, _Act] = {
    **{word: _setting(name, 0) for word, name in NUMBERS.items()},
    **{word: _setting(name, 1) for word, name in SWITCHES.items()},
    **{word: _printing(text) for word, text in CHARACTERS.items()},
    **{word: _aligning(name) for word, name in ALIGN.items()},
    **{word: _page_size(word) for pair in SIZES for word in pair},
    **{word: _story(word) for word in STORIES},
    **{word: _left_out(word) for word in LEFT_OUT},
    b"par": _Reading._end_printed_paragraph,
    b"cell": _Reading._end_cell,
    b"nestcell": _Reading._end_inner_cell,
    b"row": _Reading._end_row,
    b"sect": _Reading._end_section,
    b"sectd": _Reading._forget_sizes,
    b"sbknone": _Reading._goes_on,
    b"sbkcol": _Reading._goes_on,
    b"u": _Reading._unicode,
    b"deff": lambda reading, number: setattr(reading.fonts, "usual", number or 0),
    b"upr": _Reading._two_versions,
    b"bin": _Reading._jump,
    b"afs": _Reading._size,
    **dict.fromkeys((b"loch", b"hich", b"rtlch", b"ltrch"), _not_wide),
    b"titlepg": _Reading._title_page,
    b"plain": lambda reading, _: reading.state.plain(),
    b"pard": lambda reading, _: reading.state.ordinary(),
}
"""What each control word does; the others say nothing that is read here."""
