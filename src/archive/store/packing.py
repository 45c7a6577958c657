"""Texts, their evidence, and where their lines stand, as the catalog keeps them.

Each is a mark, a checksum and an LZ4 block. Texts are in UTF-16, its byte order before them: a page of hits is read in
a fifth of the time that deflated GB 18030 takes, for a tenth of the text more.
"""

from __future__ import annotations

import struct
from codecs import utf_16_decode
from collections.abc import Sequence
from itertools import accumulate
from operator import sub
from zlib import crc32

from archive.errors import Damaged
from archive.messages import _

_TEXT, _ANY, _LINES, _EVIDENCE = b"t", b"u", b"l", b"e"
"""A text in UTF-16, one with lone surrogates in UTF-8, lines, evidence."""
_CHECKSUM = slice(1, 5)
_BODY = 5
_MOST = 255
"""LZ4 makes at most so many bytes of one: what claims to be more is damaged, and not given room."""
_WIDTHS = {"b": 7, "h": 15, "i": 31, "q": 63}
"""Layouts of a number, as ``struct`` has them, and the bits that each has."""
SAID = (
    b'[["copy_number","","masthead",true],["urgency","","masthead",true],["secrecy","","masthead",true],'
    b'["printed","","colophon",true],["cc","","colophon",true],["note","","below-date",true],'
    b'["attachments","","attachment-list",true],["addressees","","below-title",true],'
    b'["signature","","above-date",true],["date","","below-signature",true],["issuers","","signature",true],'
    b'["kind","","title",true],["number","","number-line",true],["title","","title-without-kind",true],'
    b'["title","","title-with-kind",true],["title","","subject",false],["number","","number-below-title",true],'
    b'["kind","","masthead",true],["issuers","","masthead",true],["number","","gazette",true],'
    b'["date","","gazette",true],["signature","","post-and-name",true],["signer","","post-and-name",true]]'
)
"""What evidence often says. It never changes, even where rules do: what is kept cannot be read without it."""


def pack(text: str) -> bytes:
    """A text as it is kept."""
    try:
        return _sealed(_TEXT, text.encode("utf-16"))
    except UnicodeEncodeError:
        return _sealed(_ANY, text.encode("utf-8", "surrogatepass"))


def unpack(kept: bytes) -> str:
    """The text that ``pack`` was given.

    Raises:
        Damaged: where these bytes are no such text.
    """
    try:
        if kept[:1] == _TEXT:
            return utf_16_decode(_opened(_TEXT, kept), "strict", True)[0]
        return _opened(_ANY, kept).decode("utf-8", "surrogatepass")
    except (UnicodeDecodeError, TypeError) as error:
        raise _damaged(error) from error


def pack_lines(lines: Sequence[tuple[int, int, int]]) -> bytes:
    """Lines, each with offset, page and number, as they are kept: for each of the three the differences."""
    columns = [_column([column[0], *map(sub, column[1:], column)]) for column in zip(*lines, strict=True)]
    return _sealed(_LINES, len(lines).to_bytes(4, "little") + b"".join(columns))


def unpack_lines(kept: bytes) -> list[tuple[int, int, int]]:
    """The lines that ``pack_lines`` was given.

    Raises:
        Damaged: where these bytes are no such lines.
    """
    body = _opened(_LINES, kept)
    count, at, columns = int.from_bytes(body[:4], "little"), 4, []
    try:
        while at < len(body):
            layout = f"<{count}{body[at : at + 1].decode()}"
            columns.append(accumulate(struct.unpack_from(layout, body, at + 1)))
            at += 1 + struct.calcsize(layout)
        return list(zip(*columns, strict=True))
    except (ValueError, struct.error) as error:
        raise _damaged(error) from error


def _column(values: Sequence[int]) -> bytes:
    most = max(max(values), -1 - min(values))
    width = next((width for width, bits in _WIDTHS.items() if most < 1 << bits), None)
    if width is None:
        raise OverflowError(most)
    return width.encode() + struct.pack(f"<{len(values)}{width}", *values)


def pack_evidence(said: str) -> bytes:
    """Evidence, as JSON, as it is kept."""
    return _sealed(_EVIDENCE, said.encode("utf-8", "surrogatepass"), SAID)


def unpack_evidence(kept: bytes) -> str:
    """The JSON that ``pack_evidence`` was given.

    Raises:
        Damaged: where these bytes are no such JSON.
    """
    try:
        return _opened(_EVIDENCE, kept, SAID).decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise _damaged(error) from error


def _sealed(mark: bytes, content: bytes, dictionary: bytes = b"") -> bytes:
    from lz4.block import compress

    body: bytes = compress(content, dict=dictionary)
    return mark + crc32(body).to_bytes(4, "little") + body


def _opened(mark: bytes, kept: bytes, dictionary: bytes = b"") -> bytes:
    from lz4.block import LZ4BlockError, decompress

    try:
        body = kept[_BODY:]
        size = int.from_bytes(body[:4], "little")  # LZ4's own head of a block
        if kept[:1] != mark or kept[_CHECKSUM] != crc32(body).to_bytes(4, "little") or size > _MOST * len(body):
            raise ValueError(kept[:_BODY])
        content: bytes = decompress(body, dict=dictionary)
    except (LZ4BlockError, ValueError, TypeError) as error:
        raise _damaged(error) from error
    return content


def _damaged(error: Exception) -> Damaged:
    return Damaged(
        _("a text in the catalog is damaged: {reason}").format(reason=error),
        _("archive verify --repair brings back what can be brought back; or restore a backup"),
    )
