"""Rows to a text file, as people save, copy, export and retype notices."""

from __future__ import annotations

import random
from dataclasses import dataclass

from .rows import Row

MARKS = ("— {} —", "- {} -", "—{}—", "第 {} 页 共 9 页", "{}", "－{}－")


@dataclass(frozen=True)
class Manner:
    """How a text is laid out.

    Attributes:
        indent: what a paragraph begins with.
        blank: the blank that centred and right rows are pushed with; empty for none.
        wrap: letters a line, or 0 for a paragraph a line.
        between: empty lines between ``parts``, ``rows`` or ``none``.
        mark: page mark, or empty.
        header: whether each page begins with a running head.
        gap: what parts the cells of a row.
        newline: line end.
        encoding: of the file.
    """

    indent: str = "　　"
    blank: str = ""
    wrap: int = 0
    between: str = "parts"
    mark: str = ""
    header: bool = False
    gap: str = "　　"
    newline: str = "\n"
    encoding: str = "utf-8"


MANNERS = (
    Manner(),
    Manner(indent="", between="rows"),
    Manner(indent="", between="none"),
    Manner(blank="　", wrap=28, mark="— {} —", encoding="gb18030", newline="\r\n"),
    Manner(indent="    ", blank=" ", between="parts", gap="        "),
    Manner(blank=" ", wrap=36, between="none", mark="- {} -"),
    Manner(indent="\t", between="none", gap="\t", newline="\r\n"),
    Manner(wrap=33, mark="第 {} 页 共 9 页", header=True),
    Manner(encoding="gb18030", between="parts"),
    Manner(encoding="utf-16", between="rows"),
    Manner(indent="", wrap=40, between="none"),
    Manner(encoding="utf-8-sig", newline="\r\n", between="none", gap="      "),
    Manner(blank="　", wrap=30, mark="－{}－", between="none"),
)
PITCH = 28


def letters(text: str) -> float:
    """Width of a text in ideographs."""
    return sum(0.5 if char.isascii() else 1 for char in text)


def row_lines(row: Row, manner: Manner) -> list[str]:
    """One row as the lines of the file."""
    text = manner.gap.join(row.cells) if row.cells else row.text
    room = manner.wrap or PITCH
    if row.place in ("centre", "right") and manner.blank:
        free = room - letters(text) - (row.right if row.place == "right" else 0)
        count = max(0, free / (2 if row.place == "centre" else 1))
        return [manner.blank * int(count / letters(manner.blank)) + text]
    if row.place == "paragraph":
        text = manner.indent + text
    if not manner.wrap or row.place in ("centre", "right") or row.cells:
        return [text]
    return wrapped(text, manner.wrap)


def wrapped(text: str, room: int) -> list[str]:
    lines, line = [], ""
    for char in text:
        if letters(line + char) > room and char not in "，。、；：！？）》”":
            lines.append(line)
            line = ""
        line += char
    return [*lines, line]


def text(notices: list[list[Row]], manner: Manner, between: str = "\n\n", title: str = "") -> str:
    """Several notices as the text of one file.

    Args:
        notices: the rows of each.
        manner: how they are laid out.
        between: what stands between two notices, where the later one does not begin a page.
        title: the running head, where the manner has one.

    Returns:
        The text with plain line feeds.
    """
    lines: list[str] = []
    page, on_page = 1, 0
    for place, rows in enumerate(notices):
        if place and manner.mark:
            lines.append(manner.mark.format(page))
            page, on_page = page + 1, 0
        elif place:
            lines += between.split("\n")[1:]
        last = ""
        for at, row in enumerate(rows):
            if manner.mark and (on_page >= 26 or (row.page and at)):
                lines += [manner.mark.format(page), *([title] if manner.header and title else [])]
                page, on_page = page + 1, 0
            elif at and (manner.between == "rows" or (manner.between == "parts" and row.part != last)):
                lines.append("")
            last = row.part
            for line in row_lines(row, manner):
                if manner.mark and manner.wrap and on_page >= 28:
                    lines += [manner.mark.format(page), *([title] if manner.header and title else [])]
                    page, on_page = page + 1, 0
                lines.append(line)
                on_page += 1
    if manner.mark:
        lines.append(manner.mark.format(page))
    return "\n".join(lines) + "\n"


def encoded(content: str, manner: Manner) -> bytes:
    return content.replace("\n", manner.newline).encode(manner.encoding)


def broken_words(rows: list[Row], rng: random.Random) -> list[Row]:
    """Paragraphs broken in the middle of words, as text copied out of a PDF is."""
    out: list[Row] = []
    for row in rows:
        if row.part == "body" and row.place == "paragraph" and not row.cells and len(row.text) > 40:
            at = 18 + int(rng.random() * (len(row.text) - 30))
            out += [Row(row.text[:at], "paragraph", "body", page=row.page), Row(row.text[at:], "flush", "body")]
        else:
            out.append(row)
    return out


def stray_marks(rows: list[Row], rng: random.Random) -> list[Row]:
    """A page's number left standing inside a paragraph."""
    body = [at for at, row in enumerate(rows) if row.part == "body" and row.place == "paragraph" and len(row.text) > 40]
    if not body:
        return rows
    at = rng.choice(body)
    row, cut = rows[at], len(rows[at].text) // 2
    mark = rng.choice(("— 3 —", "- 2 -", "—2—"))
    middle = [
        Row(row.text[:cut], "paragraph", "body"),
        Row(mark, "centre", "body"),
        Row(row.text[cut:], "flush", "body"),
    ]
    return [*rows[:at], *middle, *rows[at + 1 :]]


def stray_blanks(content: str, rng: random.Random) -> str:
    """Blanks around marks and figures, as a recognised scan has them."""
    out = []
    for char in content:
        if char in "，。；、：" and rng.random() < 0.6:
            out.append(" " + char + " " if rng.random() < 0.5 else char + " ")
        else:
            out.append(char)
    return "".join(out)
