"""Texts, and where their lines stand, as the catalog keeps them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from itertools import accumulate
from operator import sub

from archive.errors import Damaged
from archive.messages import _

_LEVEL = 6
_CHINESE, _ANY, _LINES, _EVIDENCE = b"G", b"U", b"L", b"E"
"""What follows, compressed: a text in GB 18030, a tenth smaller than in UTF-8; one in UTF-8; lines as differences;
evidence. Schemas before 3 have texts and lines without a mark, in UTF-8, where the first byte is zlib's."""
_OLD = b"x"
_SAID = (
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
        return _CHINESE + zlib.compress(text.encode("gb18030"), _LEVEL)
    except UnicodeEncodeError:  # lone surrogates
        return _ANY + zlib.compress(text.encode("utf-8", "surrogatepass"), _LEVEL)


def unpack(kept: bytes) -> str:
    """The text that ``pack`` was given.

    Raises:
        Damaged: where these bytes are no such text.
    """
    try:
        if kept[:1] == _CHINESE:
            return zlib.decompress(kept[1:]).decode("gb18030")
        return zlib.decompress(kept if kept[:1] == _OLD else kept[1:]).decode("utf-8", "surrogatepass")
    except (zlib.error, UnicodeDecodeError, TypeError) as error:
        raise _damaged(error) from error


def pack_lines(lines: Sequence[tuple[int, int, int]]) -> bytes:
    """Lines, each with offset, page and number, as they are kept."""
    columns = [[column[0], *map(sub, column[1:], column)] for column in zip(*lines, strict=True)]
    return _LINES + zlib.compress(json.dumps(columns, separators=(",", ":")).encode(), _LEVEL)


def unpack_lines(kept: bytes) -> list[tuple[int, int, int]]:
    """The lines that ``pack_lines`` was given.

    Raises:
        Damaged: where these bytes are no such lines.
    """
    try:
        if kept[:1] != _LINES:
            return [(offset, page, line) for offset, page, line in json.loads(zlib.decompress(kept))]
        columns = json.loads(zlib.decompress(kept[1:]))
        return list(zip(*map(accumulate, columns), strict=True)) if columns else []
    except (zlib.error, ValueError, TypeError) as error:
        raise _damaged(error) from error


def pack_evidence(said: str) -> bytes:
    """Evidence, as JSON, as it is kept."""
    writer = zlib.compressobj(_LEVEL, zdict=_SAID)
    return _EVIDENCE + writer.compress(said.encode("utf-8", "surrogatepass")) + writer.flush()


def unpack_evidence(kept: bytes) -> str:
    """The JSON that ``pack_evidence`` was given.

    Raises:
        Damaged: where these bytes are no such JSON.
    """
    try:
        if kept[:1] != _EVIDENCE:
            raise ValueError(kept[:1])
        return zlib.decompressobj(zdict=_SAID).decompress(kept[1:]).decode("utf-8", "surrogatepass")
    except (zlib.error, ValueError, TypeError) as error:
        raise _damaged(error) from error


def _damaged(error: Exception) -> Damaged:
    return Damaged(
        _("a text in the catalog is damaged: {reason}").format(reason=error),
        _("bring it back from a backup; the originals are unharmed and can be taken in again"),
    )
