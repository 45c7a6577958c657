"""Whether a paper bears a secrecy mark (密级), in any form that offices use: asked before a paper is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.notice import Evidence, Notice
from archive.text import BREAK, key

_LINES, _LONGEST = 15, 60
_EDGE = r"[\s★☆✩✪✭▲△◆*·:：(){}<>\"'、,，;；/|-]"
_LEVEL, _COUNT = "绝 *密|机 *密|秘 *密", "[0-9一二三四五六七八九十]"
_MARK = re.compile(
    rf"(?:^|(?<={_EDGE}))(?:{_LEVEL})(?=$|{_EDGE}|{_COUNT}|长)(?:{_EDGE}*(?:{_COUNT}+ *[年月]|长 *期))?"
    rf"|密 *[级等] *: *(?:{_LEVEL}|密)"
)
_ENDS = re.compile("[:：。；;]$")


def secrecy_mark(notice: Notice) -> Evidence | None:
    """The secrecy mark in the head of a notice, with its place; None where it bears none.

    GB/T 9704-2012 prints 机密★1年 on a line of its own. Offices also print it beside the copy number, the urgency, the
    number or the masthead, in brackets, or after 密级. The word within a sentence or a title is no mark.

    Args:
        notice: as parsed.
    """
    for offset, line in _head(notice.text):
        found = _MARK.search(key(line).rstrip())
        if found:
            page, number = notice.place(offset)
            words = line[found.start() : found.end()].strip()
            return Evidence("secrecy", words, page, number, line.strip(), "secrecy-mark")
    return None


def _head(text: str) -> Iterator[tuple[int, str]]:
    """The lines, with their offsets, that may stand above the addressees: none is a sentence."""
    offset = 0
    for count, line in enumerate(re.split(f"[\n{BREAK}]", text)):
        if count == _LINES or len(line.strip()) > _LONGEST or (count and _ENDS.search(line.strip())):
            return
        yield offset, line
        offset += len(line) + 1
