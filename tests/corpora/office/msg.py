"""Mails as Outlook saves them (MSG), byte by byte: properties in streams, attachments in storages ([MS-OXMSG])."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tests.corpora.office.ole2 import Tree, ole2

SUBJECT, BODY, HTML, SHORT, LONG, SHOWN = 0x0037, 0x1000, 0x1013, 0x3704, 0x3707, 0x3001
_DATA, _METHOD, _SENT, _FORMAT, _PAGE = 0x3701, 0x3705, 0x0039, 0x340D, 0x3FFD
_BINARY, _OBJECT, _LONG, _TIME = 0x0102, 0x000D, 0x0003, 0x0040
_SENT_AT = 133_698_240_000_000_000
"""3 September 2024, 00:00, in the tenths of microseconds since 1601 that [MS-OXCDATA] 2.11.1 counts."""


@dataclass(frozen=True)
class Attachment:
    """A file, a mail or another object in a mail.

    Attributes:
        data: its bytes, the mail, what stands in the storage of an object, or None for a mere link to a file.
        long: its name.
        short: its name as DOS writes it.
        shown: what a mail program calls it.
    """

    data: bytes | Mail | Mapping[str, bytes] | None
    long: str = ""
    short: str = ""
    shown: str = ""


@dataclass(frozen=True)
class Mail:
    """A mail.

    Attributes:
        subject: of it.
        body: its plain text, None where it has none.
        html: its page, in bytes.
        attachments: in order.
        page: the code page of its strings, "" for Unicode.
    """

    subject: str = "通知"
    body: str | None = None
    html: bytes = b""
    attachments: Sequence[Attachment] = ()
    page: str = ""


def msg(mail: Mail) -> bytes:
    """The file of a mail."""
    return ole2(message(mail, 32) | {"__nameid_version1.0": {f"__substg1.0_000{each}0102": b"" for each in "234"}})


def message(mail: Mail, head: int) -> dict[str, bytes | Tree]:
    """What stands in the storage of a mail, whose properties begin after so many bytes (2.4.1): 24 in another mail."""
    texts = {SUBJECT: mail.subject} | ({} if mail.body is None else {BODY: mail.body})
    numbers = {(_FORMAT, _LONG): 0 if mail.page else 0x40000, (_SENT, _TIME): _SENT_AT}
    if mail.page:
        numbers[_PAGE, _LONG] = {"gbk": 936, "big5": 950}[mail.page]
    made = _properties(texts, {HTML: mail.html} if mail.html else {}, numbers, mail.page, head)
    for at, each in enumerate(mail.attachments):
        made[f"__attach_version1.0_#{at:08X}"] = _attachment(each, mail.page)
    return made


def _attachment(each: Attachment, page: str) -> Tree:
    names = {code: name for code, name in ((LONG, each.long), (SHORT, each.short), (SHOWN, each.shown)) if name}
    stored = {_DATA: each.data} if isinstance(each.data, bytes) else {}
    method = 1 if stored else 5 if isinstance(each.data, Mail) else 4 if each.data is None else 6
    made = _properties(names, stored, {(_METHOD, _LONG): method}, page, 8)
    if isinstance(each.data, Mail):
        made[_name(_DATA, _OBJECT)] = message(replace(each.data, page=page), 24)
    elif isinstance(each.data, Mapping):
        made[_name(_DATA, _OBJECT)] = each.data
    return made


def _properties(
    texts: Mapping[int, str], data: Mapping[int, bytes], numbers: Mapping[tuple[int, int], int], page: str, head: int
) -> dict[str, bytes | Tree]:
    """The streams of some properties and the stream that lists them all (2.4)."""
    kind = 0x1E if page else 0x1F
    streams = {(code, kind): text.encode(page or "utf-16-le", "replace") for code, text in texts.items()}
    streams |= {(code, _BINARY): each for code, each in data.items()}
    rows = [struct.pack("<HHIII", kind, code, 6, len(each), 0) for (code, kind), each in streams.items()]
    rows += [struct.pack("<HHIQ", kind, code, 6, value) for (code, kind), value in numbers.items()]
    listed: dict[str, bytes | Tree] = {"__properties_version1.0": bytes(head) + b"".join(rows)}
    return listed | {_name(code, kind): each for (code, kind), each in streams.items()}


def _name(code: int, kind: int) -> str:
    return f"__substg1.0_{code:04X}{kind:04X}"
