"""A made-up notice as plain data: what is printed, and the fields that a reader must find in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Table:
    """A ruled table; ``widths`` are the shares of its columns, all equal when left out."""

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    caption: str = ""


Block = str | Table


@dataclass(frozen=True)
class Attachment:
    """An attachment by name; with ``blocks`` it is printed too, on a page of its own, under ``title_lines``."""

    name: str
    blocks: tuple[Block, ...] = ()
    title_lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Style:
    """How the pages are set; as GB/T 9704-2012 has it unless told otherwise.

    Attributes:
        chars: characters (ideographs) a line.
        lines: lines a page.
        size: size of the body in points (16 is 三号).
        title_size: size of the title in points (22 is 二号).
        mark: page mark, with ``{}`` for the number; empty for none.
        marks_alternate: even pages have their mark at the left; else all are centred.
        justify: full lines reach the right margin exactly.
        sealed: signature and date stand as under a seal (date four characters from the right).
        red: the red of masthead and line, as RGB (three shares) or CMYK (four).
        spaced_masthead: the masthead's letters are parted by spaces that are printed.
    """

    chars: int = 28
    lines: int = 22
    size: float = 16
    title_size: float = 22
    mark: str = "— {} —"
    marks_alternate: bool = True
    justify: bool = True
    sealed: bool = True
    red: tuple[float, ...] = (1, 0, 0)
    spaced_masthead: bool = False


@dataclass(frozen=True)
class NoticeSpec:
    """A made-up notice.

    Attributes:
        issuers: full names, lead body first.
        number: as printed; for an order ``第12号``.
        title_lines: the title as it is broken into lines.
        kind: 文种, or None where the title names none of the statutory ones.
        body: paragraphs and tables, in order.
        form: ``document`` has a masthead over a red line, ``letter`` is 信函格式, ``order`` is 命令（令）格式.
        date: ``YYYY-MM-DD``.
        addressees: each by itself; ``address_line`` is how they are printed where that is not all parted by ``，``.
        mastheads: names in the masthead where they are not ``issuers`` (a lead body alone, a short name).
        masthead_word: what follows them, ``文件`` or nothing.
        signature: names under the text, ``issuers`` when left out; ``unsigned`` prints none.
        office: who printed it (the colophon's last line), with ``printed`` as ``YYYY-MM-DD``.
        enclosed: for an order, what it puts into force; ``title_lines`` is its title.
        post: for an order, the office of the signer (省长).
        cites: (title, number) of the documents the text names.
    """

    issuers: tuple[str, ...]
    title_lines: tuple[str, ...]
    body: tuple[Block, ...]
    kind: str | None = "通知"
    number: str | None = None
    form: Literal["document", "letter", "order"] = "document"
    date: str | None = None
    addressees: tuple[str, ...] = ()
    address_line: str = ""
    mastheads: tuple[str, ...] = ()
    masthead_word: str = "文件"
    signature: tuple[str, ...] = ()
    unsigned: bool = False
    signer: str | None = None
    post: str = ""
    secrecy: str | None = None
    urgency: str | None = None
    copy_number: str | None = None
    attachments: tuple[Attachment, ...] = ()
    note: str | None = None
    cc: tuple[str, ...] = ()
    cc_line: str = ""
    office: str = ""
    printed: str | None = None
    enclosed: tuple[Block, ...] = ()
    cites: tuple[tuple[str | None, str | None], ...] = ()
    style: Style = field(default_factory=Style)

    @property
    def names(self) -> tuple[str, ...]:
        """The names in the masthead."""
        return self.mastheads or self.issuers

    @property
    def signed(self) -> tuple[str, ...]:
        """The names under the text."""
        return () if self.unsigned else self.signature or self.issuers

    @property
    def addressed(self) -> str:
        """The printed line of addressees, without its colon."""
        return self.address_line or "，".join(self.addressees)

    @property
    def copied(self) -> str:
        """The printed line of 抄送, without its full stop."""
        return self.cc_line or "，".join(self.cc)

    @property
    def attachment_lines(self) -> tuple[tuple[str, str], ...]:
        """Label and name of each line of the list of attachments."""
        if len(self.attachments) == 1:
            return (("附件：", self.attachments[0].name),)
        return tuple(
            (("附件：" if place == 1 else "") + f"{place}. ", each.name)
            for place, each in enumerate(self.attachments, 1)
        )


def printed_date(date: str) -> str:
    """``2024-07-08`` as a notice prints it: ``2024年7月8日``."""
    year, month, day = (int(part) for part in date.split("-"))
    return f"{year}年{month}月{day}日"


def truth(spec: NoticeSpec) -> dict[str, Any]:
    """The fields that a reader must find in the notice, under the names they have in ``archive.notice.Notice``."""
    order = spec.form == "order"
    number = f"{spec.names[0]}令{spec.number}" if order else spec.number
    signed = [spec.signer] if order and spec.signer else list(spec.signed)
    words = next(block for block in spec.body if isinstance(block, str))
    return {
        "issuers": list(spec.issuers),
        "number": number,
        "title": "".join(spec.title_lines),
        "kind": spec.kind,
        "date": spec.date,
        "addressees": list(spec.addressees),
        "cc": list(spec.cc),
        "printed": spec.printed,
        "signature": signed,
        "signer": spec.signer,
        "secrecy": spec.secrecy,
        "urgency": spec.urgency,
        "copy_number": spec.copy_number,
        "attachments": [each.name for each in spec.attachments],
        "note": spec.note,
        "first_words": words[:12],
        "cites": [{"title": title, "number": cited} for title, cited in spec.cites],
    }
