"""Compound files (OLE2) written by hand: [MS-CFB] version 3 with sectors of 512 bytes and no mini stream."""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR = 512
_CUTOFF = 4096
_END, _FAT, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def ole2(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of streams; each is filled up with NUL to the size from which on it stands in sectors."""
    sectors: list[bytes] = []
    chain: list[int] = []

    def store(data: bytes) -> int:
        first = len(sectors)
        pieces = [data[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(data), SECTOR)]
        sectors.extend(pieces)
        chain.extend([*range(first + 1, first + len(pieces)), _END])
        return first

    entries = []
    for name, data in streams.items():
        data = data.ljust(_CUTOFF, b"\0")
        entries.append((name, 2, store(data), len(data)))
    rows = [_entry("Root Entry", 5, _END, 0, child=1)]
    for place, (name, kind, start, size) in enumerate(entries, 1):
        rows.append(_entry(name, kind, start, size, right=place + 1 if place < len(entries) else _FREE))
    directory = store(b"".join(rows))
    count = 1
    while count * SECTOR // 4 < len(sectors) + count:
        count += 1
    first_fat = len(sectors)
    chain += [_FAT] * count
    chain += [_FREE] * (count * SECTOR // 4 - len(chain))
    sectors.append(struct.pack(f"<{len(chain)}I", *chain))
    head = struct.pack(
        "<8s16x5H6x9I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, count, directory, 0, _CUTOFF,
        _END, 0, _END, 0,
    )  # fmt: skip
    fats = [first_fat + each for each in range(count)]
    return head + struct.pack("<109I", *(fats + [_FREE] * (109 - count))) + b"".join(sectors)


def _entry(name: str, kind: int, start: int, size: int, right: int = _FREE, child: int = _FREE) -> bytes:
    letters = (name + "\0").encode("utf-16-le")
    return struct.pack("<64sHBB3I36xIQ", letters, len(letters), kind, 1, _FREE, right, child, start, size)
