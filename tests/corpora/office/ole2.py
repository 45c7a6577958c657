"""Compound files (OLE2) written by hand: [MS-CFB] version 3 with sectors of 512 bytes and a mini stream of 64."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Union

SECTOR, _MINI, CUTOFF = 512, 64, 4096
_END, _FAT, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF

Tree = Mapping[str, Union[bytes, "Tree"]]
"""What a storage holds by name: streams, and further storages."""


class _Chains:
    """Pieces of one size and the chains that they form (2.3, 2.4)."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.pieces: list[bytes] = []
        self.next: list[int] = []

    def store(self, data: bytes) -> int:
        """Appends a stream; where it begins."""
        first = len(self.pieces)
        self.pieces += [data[at : at + self.size].ljust(self.size, b"\0") for at in range(0, len(data), self.size)]
        if len(self.pieces) == first:
            return _END
        self.next += [*range(first + 1, len(self.pieces)), _END]
        return first


def ole2(streams: Tree) -> bytes:
    """A compound file of streams and storages; a stream shorter than CUTOFF stands in the mini stream."""
    sectors, small = _Chains(SECTOR), _Chains(_MINI)
    rows: list[bytes] = [b""]

    def children(tree: Tree) -> int:
        """Appends the entries of a storage, a balanced tree by length and letters of the name (2.6.4); its top."""

        def top(names: list[str]) -> int:
            if not names:
                return _FREE
            middle, here = len(names) // 2, len(rows)
            name, held = names[middle], tree[names[middle]]
            rows.append(b"")
            sides = top(names[:middle]), top(names[middle + 1 :])
            if isinstance(held, bytes):
                chains = small if len(held) < CUTOFF else sectors
                rows[here] = _entry(name, 2, chains.store(held), len(held), sides)
            else:
                rows[here] = _entry(name, 1, 0, 0, sides, children(held))
            return here

        return top(sorted(tree, key=lambda name: (len(name), name.upper())))

    child = children(streams)
    mini = b"".join(small.pieces)
    rows[0] = _entry("Root Entry", 5, sectors.store(mini), len(mini), child=child)
    directory = sectors.store(b"".join(rows))
    small_table = struct.pack(f"<{len(small.next)}I", *small.next)
    small_table += b"\xff" * (-len(small_table) % SECTOR)
    first_small = sectors.store(small_table)
    count = 1
    while count * SECTOR // 4 < len(sectors.pieces) + count:
        count += 1
    fats = [len(sectors.pieces) + each for each in range(count)]
    chain = sectors.next + [_FAT] * count
    chain += [_FREE] * (count * SECTOR // 4 - len(chain))
    head = struct.pack(
        "<8s16x5H6x9I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, count, directory, 0, CUTOFF,
        first_small, len(small_table) // SECTOR, _END, 0,
    )  # fmt: skip
    head += struct.pack("<109I", *(fats + [_FREE] * (109 - count)))
    return head + b"".join(sectors.pieces) + struct.pack(f"<{len(chain)}I", *chain)


def _entry(
    name: str, kind: int, start: int, size: int, sides: tuple[int, int] = (_FREE, _FREE), child: int = _FREE
) -> bytes:
    letters = (name + "\0").encode("utf-16-le")
    return struct.pack("<64sHBB3I36xIQ", letters, len(letters), kind, 1, *sides, child, start, size)
