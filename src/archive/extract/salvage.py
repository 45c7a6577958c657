"""ZIP files whose list of parts is lost: the list is made anew from the heads that stand before the parts."""

from __future__ import annotations

import struct

_HEAD = b"PK\x03\x04"
_LISTED = b"PK\x01\x02"
_FIELDS = struct.Struct("<4s5H3I2H")
"""Signature; version, flags, method, time, date; checksum, packed, unpacked size; lengths of name and extra field."""
_SIZES = struct.Struct("<3I")
_RECORD = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_SIZES_FOLLOW = 0x8


def with_list(data: bytes, most: int) -> bytes:
    """The ZIP file with a list of those parts that are whole (APPNOTE.TXT, 4.3.7 to 4.3.16).

    Args:
        data: the file.
        most: parts that are listed at most.
    """
    records: list[bytes] = []
    at = data.find(_HEAD)
    while at >= 0 and len(records) < most and at + _FIELDS.size <= len(data):
        _, version, flags, method, time, date, crc, packed, unpacked, name, extra = _FIELDS.unpack_from(data, at)
        begin = at + _FIELDS.size + name + extra
        if flags & _SIZES_FOLLOW and not packed:
            after = min(
                (place for mark in (_HEAD, _LISTED) if (place := data.find(mark, begin)) >= 0), default=len(data)
            )
            if after - begin >= _SIZES.size:
                crc, packed, unpacked = _SIZES.unpack_from(data, after - _SIZES.size)
        if begin + packed <= len(data):
            sizes = (crc, packed, unpacked, name, 0, 0, 0, 0, 0, at)
            start = at + _FIELDS.size
            head = _RECORD.pack(_LISTED, version, version, flags, method, time, date, *sizes)
            records.append(head + data[start : start + name])
            at = data.find(_HEAD, begin + packed)
        else:
            at = data.find(_HEAD, at + 1)
    count, listed = len(records), b"".join(records)
    return data + listed + _END.pack(b"PK\x05\x06", 0, 0, count, count, len(listed), len(data), 0)
