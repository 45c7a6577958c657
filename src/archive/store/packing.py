"""Texts, and where their lines stand, as the catalog keeps them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from itertools import accumulate
from operator import sub

from archive.errors import Damaged
from archive.messages import _

_LEVEL = 5
_CHINESE, _ANY, _LINES = b"G", b"U", b"L"
"""What follows, compressed: a text in GB 18030, a tenth smaller than in UTF-8; one in UTF-8; lines as differences.
Schemas before 3 have texts and lines without a mark, in UTF-8, where the first byte is zlib's."""
_OLD = b"x"


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


def _damaged(error: Exception) -> Damaged:
    return Damaged(
        _("a text in the catalog is damaged: {reason}").format(reason=error),
        _("bring it back from a backup; the originals are unharmed and can be taken in again"),
    )
