"""What catalogs of older schemas kept, made again as it is kept now; for their migration alone.

Schemas 1 and 2 deflated texts in UTF-8 and lines as JSON; schema 3 put a mark before them: G for GB 18030, U for UTF-8,
L for lines as differences, E for evidence. What cannot be read stays as it is: it is damaged as it was before.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from functools import wraps
from itertools import accumulate

from archive.store.packing import SAID, pack, pack_evidence, pack_lines

_DEFLATED = b"x"


def _readable(made: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    @wraps(made)
    def made_or_left(kept: bytes) -> bytes:
        try:
            return made(kept)
        except (zlib.error, ValueError, TypeError, OverflowError):
            return kept

    return made_or_left


@_readable
def text(kept: bytes) -> bytes:
    """A text."""
    if kept[:1] == b"G":
        return pack(zlib.decompress(kept[1:]).decode("gb18030"))
    return pack(_inflated(kept, b"U").decode("utf-8", "surrogatepass"))


@_readable
def lines(kept: bytes) -> bytes:
    """Lines."""
    found = json.loads(_inflated(kept, b"L"))
    if kept[:1] != _DEFLATED:
        found = zip(*map(accumulate, found), strict=True)
    return pack_lines([(offset, page, line) for offset, page, line in found])


@_readable
def evidence(kept: bytes) -> bytes:
    """Evidence; that of schemas before 3 comes as it is kept now."""
    said = zlib.decompressobj(zdict=SAID).decompress(kept[1:])
    return pack_evidence(said.decode("utf-8", "surrogatepass"))


def _inflated(kept: bytes, mark: bytes) -> bytes:
    return zlib.decompress(kept.removeprefix(mark))
