"""The words of RTF that say something about its text, and what holds within a group."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.extract.flow import Block, Paragraph

FARTHEST = 31680
"""The largest length, 22 inches, in twips."""

_CONTROL = (
    rb"\\(?:([A-Za-z]{1,32})(-?\d{1,10})? ?|('[0-9A-Fa-f]{2}(?:\\'[0-9A-Fa-f]{2}){0,999})|([^A-Za-z]))"
    rb"|([{}])|[\r\n\x00]+|"
)
NARROW = re.compile(_CONTROL + rb"([^\\{}\r\n\x00]+)", re.DOTALL)
WIDE = re.compile(_CONTROL + rb"((?:[^\\{}\r\n\x00\x80-\xff]+|[\x81-\xfe][\x40-\xfe]|[\x80-\xff]){1,999})", re.DOTALL)
"""Where the code page has characters of two bytes, whose second one may look like a brace or backslash."""

WORD, NUMBER, HEXADECIMAL, SIGN, BRACE, TEXT = range(1, 7)

_BOUNDS = re.compile(rb"\\[\\{}]|\\bin(\d{1,10}) ?|[{}]")
STARRED = re.compile(rb"\s*\\([A-Za-z]{1,32})")
CODE_PAGE = re.compile(rb"\\ansicpg(\d{1,5})")

STORIES = frozenset((b"footnote", b"headerf", b"shptxt", b"dptxbxtext"))
"""Groups that hold a text apart from the one around them: notes and headers, and boxes on the page."""

KEPT = STORIES | {b"shpinst", b"shppict", b"do", b"ud"}
"""Groups that are read although their writer marked them as ones to leave out (``\\*``)."""

LEFT_OUT = frozenset(
    b"annotation atnauthor atndate atnid atntime author buptim category colortbl comment company creatim docfmt "
    b"fldinst filetbl fonttbl footer footerf footerl footerr ftncn ftnsep ftnsepc aftncn aftnsep aftnsepc "
    b"generator header headerl headerr info keywords listtable listoverridetable nextfile nonesttables operator "
    b"pict pntxta pntxtb private revtbl rxe shprslt sp stylesheet subject tc template title txe xe".split()
)
CHARACTERS = {
    b"tab": "\t", b"line": "\n", b"page": "\f", b"column": "\n", b"emdash": "—", b"endash": "–", b"bullet": "•",
    b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"emspace": "\u2003", b"enspace": "\u2002",
    b"qmspace": "\u2005",
}  # fmt: skip
SYMBOLS = {b"~": "\xa0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\t": "\t"}
NUMBERS = {
    b"f": "font", b"fs": "half_points", b"cf": "colour", b"uc": "fallback", b"li": "left", b"fi": "first",
    b"ri": "right", b"culi": "left_chars", b"cufi": "first_chars", b"curi": "right_chars", b"sb": "before",
    b"sa": "after",
}  # fmt: skip
SWITCHES = {
    b"v": "hidden", b"deleted": "deleted", b"pagebb": "page_break", b"intbl": "table", b"listtext": "number",
    b"pntext": "number", b"dbch": "wide",
}  # fmt: skip
SIZES = ((b"pgwsxn", b"paperw"), (b"marglsxn", b"margl"), (b"margrsxn", b"margr"))
"""Width of the paper and margins: of a section, and of any that does not tell its own."""
ALIGN = {b"ql": "left", b"qj": "left", b"qd": "left", b"qc": "center", b"qr": "right"}


@dataclass
class State:
    r"""What holds within a group: looks of letters and of paragraphs; lengths in twips, or hundredths of a character.

    Attributes:
        wide: what is said of letters is said of East Asian ones (``\dbch``).
        story: the group is the text of a story.
    """

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
    after: int = 0
    page_break: int = 0
    table: int = 0
    number: int = 0
    wide: int = 0
    story: bool = False

    def inherited(self) -> State:
        """What holds at the beginning of a group within this one."""
        made = State.__new__(State)
        made.__dict__.update(self.__dict__)
        made.story = False
        return made

    @property
    def size(self) -> float:
        """Of letters, in points."""
        return max(self.half_points, 2) / 2

    def plain(self) -> None:
        """Letters as they are without looks of their own."""
        self.font, self.half_points, self.colour, self.hidden, self.deleted = -1, 24, 0, 0, 0

    def ordinary(self) -> None:
        """Paragraphs as they are without looks of their own."""
        self.align, self.table = "left", 0
        self.left = self.first = self.right = self.before = self.after = self.page_break = 0
        self.left_chars = self.first_chars = self.right_chars = 0


@dataclass(slots=True)
class Story:
    """A text in the course of being read: the document's, a box's, a note's."""

    kind: bytes = b""
    blocks: list[Block] = field(default_factory=list)
    paragraph: Paragraph = field(default_factory=Paragraph)
    cells: list[list[Paragraph]] = field(default_factory=list)
    cell: list[Paragraph] = field(default_factory=list)


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
