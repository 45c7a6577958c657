"""The printed lines as the parser walks them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from archive.extract.document import Document, Line
from archive.parse import dates
from archive.parse.names import close, headed, is_name, names, strip_sheet

DAY_ENDS = frozenset("日号號）)章时分0123456789０１２３４５６７８９")
"""Characters that a line which holds a date and no more ends with."""
_HEAD = 14
_STOPS = frozenset("。；：，、！？:;")
_NOTHING = "\u3000"
"""What a line without a visible character is taken for: its ``flat`` is never empty."""
_GLUED = re.compile(
    r"(?:(?:\s*[—－─]{1,2} ?[0-9０-９]{1,3} ?[—－─]{1,2})+"
    r"|(?<=[月 0-9０-９一二三四五六七八九十][0-9０-９ 一二三四五六七八九十]日)\s*附件\s*[0-9０-９]{0,2}\s*[:：]?)$"
)
"""A page mark, or the 附件 of the next page, that a copy runs into the line above it."""
_DASHES = frozenset("—－─")
_COMPATIBLE = re.compile("[\uf900-\ufad9]")


@dataclass
class Row:
    """A line of the document with what is asked of it again and again.

    Attributes:
        at: place among all lines of the document, from 0.
        page: page of the file, from 1.
        mark: page number printed on that page.
        top: it is the first line of its page.
        line: the line.
        text: its text without what runs into it from the next; compatibility ideographs of short lines are unified.
        flat: the same without blanks; never empty.
    """

    at: int
    page: int
    mark: int | None
    top: bool
    line: Line
    text: str
    flat: str
    above: Row | None = field(default=None, repr=False, compare=False)
    """The line above it on the same page."""
    running: bool = field(default=False, init=False)
    """It is a running head: a page after the first begins with it, and the notice's first lines print it too."""
    own: Any = field(default=None, init=False)
    """The numbers it consists of, once ``masthead.own_numbers`` has looked."""
    head_names: list[str] | None = field(default=None, init=False)
    """The organisations that it names as a masthead line, once ``masthead.masthead_names`` has looked."""

    @cached_property
    def names(self) -> list[str]:
        """The organisations it consists of; what ends here may begin on the line above."""
        if len(self.flat) > 90 or self.line.row:
            return []
        return self.of_row or ([self.wrapped] if self.wrapped else names(self.text))

    @cached_property
    def of_row(self) -> list[str]:
        """Names that begin on the line above, parted by 、 or blanks, where the break stands within one of them."""
        above = self.above
        if above is None or len(self.flat) > 20 or not 8 < len(above.flat) <= 60 or self.line.gap >= 1:
            return []
        if (
            ("、" not in above.flat and len(above.text.split()) < 2)
            or self.flat[-1] in _STOPS
            or above.flat[-1] in _STOPS
        ):
            return []
        who = names(above.text + self.text)
        return who if len(who) > 1 and not names(above.text) else []

    @cached_property
    def wrapped(self) -> str:
        """The name that begins on the line above and ends with this one, where neither is one by itself."""
        above = self.above
        if above is None or len(self.flat) > 30 or self.line.gap >= 1 or len(above.flat) > 45 or not headed(above.flat):
            return ""
        sizes = (above.line.size or 0, self.line.size or 0)
        rest = close(strip_sheet(self.text))
        named = is_name(close(strip_sheet(above.text)))
        if headed(rest) or abs(sizes[0] - sizes[1]) > 1 or named or not is_name(above.flat + rest):
            return ""
        return above.flat + rest

    @cached_property
    def date(self) -> str | None:
        """The date it consists of."""
        if self.flat[-1] not in DAY_ENDS or not 6 <= len(self.flat) <= 40:
            return None
        return dates.whole(self.text)


def rows(document: Document) -> list[Row]:
    """All lines of a document in order."""
    out: list[Row] = []
    for page in document.pages:
        odd = _COMPATIBLE.search("".join([line.text for line in page.lines])) is not None
        above = None
        for line in page.lines:
            text = line.text
            if odd and len(text) < 120:
                text = _COMPATIBLE.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)
            if len(text) < 70 and (text[-1:] in _DASHES or "附" in text[-7:]):
                text = _GLUED.sub("", text)
            above = Row(len(out), page.number, page.mark, above is None, line, text, close(text) or _NOTHING, above)
            out.append(above)
    _mark_running_heads(document, out)
    return out


def _mark_running_heads(document: Document, out: list[Row]) -> None:
    """Marks first lines of later pages that repeat what two other pages begin with, or the title of the first."""
    if len(document.pages) < 2:
        return
    tops = [row for row in out if row.top and len(row.flat) <= 80]
    seen = Counter(row.flat for row in tops)
    head = [row.flat for row in out[:_HEAD] if row.page == out[0].page]
    for row in tops:
        if row.page > out[0].page and len(row.flat) >= 6 and not row.names:
            row.running = seen[row.flat] > 2 or any(_is_from(head, at, row.flat) for at in range(len(head)))


def _is_from(lines: list[str], at: int, words: str) -> bool:
    """Whether the lines from ``at`` on, joined, are these words."""
    joined = ""
    for line in lines[at : at + 8]:
        joined += line
        if len(joined) >= len(words):
            break
    return joined == words
