"""What catalogs of older schemas kept, made again as it is kept now; for their migration alone.

Schemas 1 and 2 deflated texts in UTF-8 and lines as JSON; schema 3 put a mark before them: G for GB 18030, U for UTF-8,
L for lines as differences, E for evidence.
"""

from __future__ import annotations

import json
import zlib
from itertools import accumulate

from archive.store.packing import MARKS, SAID, pack, pack_evidence, pack_lines

_DEFLATED = b"x"


def text(kept: bytes) -> bytes:
    """A text."""
    if kept[:1] in MARKS:
        return kept
    if kept[:1] == b"G":
        return pack(zlib.decompress(kept[1:]).decode("gb18030"))
    return pack(_inflated(kept, b"U").decode("utf-8", "surrogatepass"))


def lines(kept: bytes) -> bytes:
    """Lines."""
    if kept[:1] in MARKS:
        return kept
    found = json.loads(_inflated(kept, b"L"))
    if kept[:1] != _DEFLATED:
        found = zip(*map(accumulate, found), strict=True)
    return pack_lines([(offset, page, line) for offset, page, line in found])


def evidence(kept: bytes) -> bytes:
    """Evidence, which came to stand beside the texts in schema 3."""
    if kept[:1] in MARKS:
        return kept
    said = zlib.decompressobj(zdict=SAID).decompress(kept[1:])
    return pack_evidence(said.decode("utf-8", "surrogatepass"))


def _inflated(kept: bytes, mark: bytes) -> bytes:
    return zlib.decompress(kept.removeprefix(mark))
