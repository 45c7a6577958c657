"""Text files: bytes in any Chinese encoding to a Document of pages of lines."""

from __future__ import annotations

import re

from archive.errors import Unreadable
from archive.extract.document import Document, Line, Page
from archive.extract.encoding import decode
from archive.extract.kinds import refuse
from archive.extract.lines import MARK_OPENS, blank_width, close_up, join, page_mark, settled_marks

_UNCLEAN = re.compile("[\x00-\x08\x0b\r-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LINE_END = re.compile("\r\n|[\r\x0b\x85\u2028\u2029]")
_DROPPED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_INVISIBLE = "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_BLANK = re.compile(rf"[\s{_INVISIBLE}]*")
_MARK_LENGTH = 24

Row = tuple[int, int, str, str]
"""A line that prints something: its number, the blank lines above it, its characters with and without blank ends."""


def read_text(data: bytes) -> Document:
    """The Document of a text file.

    Control characters are dropped, lone surrogates and bytes that fit no character become U+FFFD. A form feed ends a
    page, and so does a page mark.

    Args:
        data: the whole file.

    Raises:
        Unreadable: ``empty`` where no character prints, ``unknown-kind`` for markup and for what is no text.
    """
    text, encoding = decode(data)
    refuse(text)
    warnings = []
    if "\ufffd" in text:
        warnings.append("cut-character" if text.find("\ufffd") == len(text) - 1 else "lost-characters")
    pages = _pages(_rows(_clean(text)))
    if not any(page.lines for page in pages):
        raise Unreadable("empty")
    join(pages)
    return Document("text", pages, f"text {encoding}", warnings)


def _clean(text: str) -> str:
    if _UNCLEAN.search(text):
        text = _SURROGATE.sub("\ufffd", _DROPPED.sub("", _LINE_END.sub("\n", text)))
    return text.removeprefix("\ufeff")


def _rows(text: str) -> list[list[Row]]:
    """The lines that print something, parted at form feeds."""
    parts: list[list[Row]] = []
    first = 1
    for whole in text.split("\f"):
        rows: list[Row] = []
        gap = 0
        for number, piece in enumerate(whole.split("\n"), first):
            body = piece.strip()
            if not body or (body[0] in _INVISIBLE and _BLANK.fullmatch(body)):
                gap += number > first or not parts  # what stands behind a form feed is the rest of a line
                continue
            rows.append((number, gap, piece, body))
            gap = 0
        parts.append(rows)
        first = number
    if not parts[-1]:
        parts.pop()
    return parts


def _pages(parts: list[list[Row]]) -> list[Page]:
    """The pages between form feeds and page marks; a mark that heads its part begins the page it stands on."""
    pages: list[Page] = []
    bare = settled_marks([[row[3] for row in part] for part in parts]) if len(parts) > 1 else {}
    for place, part in enumerate(parts):
        marks = _marks(part)
        marks.update({at: bare[place, at] for at in (0, len(part) - 1) if (place, at) in bare})
        heads = 0 in marks and len(part) - 1 not in marks
        page = Page(len(pages) + 1)
        pages.append(page)
        if not marks:
            page.lines = list(map(_line, part))
            continue
        ended = False
        for at, row in enumerate(part):
            mark = marks.get(at)
            if (heads and at and mark is not None) or (ended and not heads):
                page = Page(len(pages) + 1)
                pages.append(page)
            ended = mark is not None
            if mark is None:
                page.lines.append(_line(row))
            else:
                page.mark = mark
    return pages


def _marks(part: list[Row]) -> dict[int, int]:
    """The page marks among lines: place → number printed."""
    may_be = [at for at, (_, _, _, body) in enumerate(part) if body[0] in MARK_OPENS and len(body) <= _MARK_LENGTH]
    return {at: mark for at in may_be if (mark := page_mark(part[at][3])) is not None}


def _line(row: Row) -> Line:
    number, gap, text, body = row
    indent = 0.0 if text[0] == body[0] else blank_width(text[: text.index(body[0])])
    return Line(close_up(body), number, False, indent, float(gap))
