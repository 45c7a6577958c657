"""What is used of Whoosh, to write the ranking; the only module that imports it, and imported only to write."""

from __future__ import annotations

import os
import struct
import warnings
from collections import defaultdict
from collections.abc import Iterable
from hashlib import md5
from pathlib import Path
from typing import Any

from archive.private import make_folder, opened
from archive.store.pickles import Listed
from archive.store.segment import FIELD, KEY, NAME

with warnings.catch_warnings():
    warnings.simplefilter("ignore", SyntaxWarning)
    from whoosh import columns, fields, formats
    from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3Segment
    from whoosh.filedb import filestore, filetables, structfile
    from whoosh.index import TOC, clean_files

__all__ = ["SCHEMA", "TOC", "WHOOSH3_HEADER_MAGIC", "Storage", "Table", "W3Codec", "clean_files", "listed"]

_LENGTHS = struct.Struct("!ii")
_PLACE = struct.Struct("!Iq")
"""A place in a hash: of a word its hash, and where its entry stands."""

SCHEMA = fields.Schema(**{
    FIELD: fields.FieldType(formats.Existence(), None, scorable=True), KEY: fields.COLUMN(columns.NumericColumn("Q")),
})  # fmt: skip


class Storage(filestore.FileStorage):  # type: ignore[misc]
    """A folder whose files are 0600 and can be synced."""

    def create_file(self, name: str, mode: str = "wb", **_: Any) -> Any:
        """A new file of this name, as Whoosh's own."""
        descriptor = opened(Path(self.folder, name), os.O_RDWR | os.O_TRUNC | getattr(os, "O_BINARY", 0))
        return structfile.StructFile(os.fdopen(descriptor, mode), name=name)

    def temp_storage(self, name: str | None = None) -> Any:
        """A folder within this one, as Whoosh's own."""
        path = Path(self.folder, name or "tmp")
        make_folder(path)
        return Storage(str(path))


class Table(filetables.OrderedHashWriter):  # type: ignore[misc]
    """A table of words whose hash has an eighth more places than words, where Whoosh's has twice as many."""

    def add_all(self, items: Iterable[tuple[bytes, bytes]]) -> None:
        """Adds words with their entries, as ``add`` one after another; the words must ascend."""
        at, places, write = self.dbfile.tell(), [], self.dbfile.file.write
        for key, value in items:
            places.append(at)
            write(_LENGTHS.pack(len(key), len(value)) + key + value)
            hashed = int.from_bytes(md5(key).digest()[-4:], "big")
            self.buckets[hashed & 255].append((hashed, at))
            at += _LENGTHS.size + len(key) + len(value)
        self.index.extend(places)

    def _write_hashes(self) -> None:
        for entries in self.buckets:
            slots = len(entries) * 9 // 8 + 1 if entries else 0
            self.directory.append((self.dbfile.tell(), slots))
            places = [(0, 0)] * slots
            for hashed, position in entries:
                at = (hashed >> 8) % slots
                while places[at][1]:
                    at = (at + 1) % slots
                places[at] = hashed, position
            self.dbfile.write(b"".join(_PLACE.pack(*place) for place in places))


def listed(segment: Listed) -> Any:
    """A segment that is there already, as Whoosh lists it."""
    again = W3Segment(W3Codec(), NAME, segment.count, segment.id, segment.deleted or None)
    again._fieldlengths = defaultdict(int, segment.totals)
    return again
