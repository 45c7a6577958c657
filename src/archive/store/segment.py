"""Reading the ranking: its list of segments, and of a segment the words, their postings, the keys and lengths.

The files are Whoosh's own (codec whoosh3), read without Whoosh: importing that takes longer than a search.
"""

from __future__ import annotations

import io
import os
import struct
import sys
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, islice
from mmap import ACCESS_READ, mmap
from operator import lt
from pathlib import Path
from typing import NamedTuple

from archive.store import bm25
from archive.store.pickles import Listed, Plain, loads

NAME, FIELD, KEY = "MAIN", "words", "key"
"""Of the index, of its one field, and of the column that says which notice a document is."""
LENGTHS = [round((1.033**byte - 1) * 27) for byte in range(256)]
"""The length in words that stands for each class of length."""
_FORMAT = b"\x04\x08\x04" + struct.pack("!ii", -12345, -111)
"""What a list of segments begins with: sizes of numbers, their order, the version."""
_SIZES = struct.Struct("!ii")
_ENTRY = struct.Struct("!?xxxxIxxxxxxxxxxxxxxq")
"""Of a word's entry: whether its postings stand in it, how many documents have it, where its postings begin."""
_INLINED, _FEW = _ENTRY.size - struct.calcsize("!q"), 512
"""Where in an entry the postings stand, and the most bytes that they take."""


class Entry(NamedTuple):
    """A word's entry in a segment: how many documents have it, and where its postings begin, or a few themselves."""

    documents: int
    postings: int | tuple[list[int], Sequence[float]]


def length_class(words: int) -> int:
    """The class of length, as Whoosh has it, of a document of so many words."""
    return min(bisect_left(LENGTHS, words), 255)


def generation(folder: Path) -> int:
    """The number of the last commit.

    Raises:
        ValueError: where there is none.
    """
    head, ending = f"_{NAME}_", ".toc"
    lists = [name for name in os.listdir(folder) if name.endswith(ending) and name.startswith(head)]  # noqa: PTH208
    numbers = [name[len(head) : -len(ending)] for name in lists]
    return max(int(number) for number in numbers if number.isdecimal())


def listed(folder: Path, number: int) -> list[Listed]:
    """The segments of a commit.

    Raises:
        FileNotFoundError: where its list is gone.
        Exception: of any kind, where it is broken.
    """
    stream = io.BytesIO((folder / f"_{NAME}_{number}.toc").read_bytes())
    if stream.read(len(_FORMAT)) != _FORMAT:
        raise ValueError("a list of segments of another format")
    for _part in range(3):  # of Whoosh's version
        _varint(stream)
    stream.seek(_varint(stream), io.SEEK_CUR)  # the schema, which is always the same
    if struct.unpack("!ii", stream.read(8))[0] != number:
        raise ValueError("a list of segments of another commit")
    return [segment for segment in Plain(stream).load() if isinstance(segment, Listed)]


def _varint(stream: io.BytesIO) -> int:
    value = shift = 0
    while True:
        (byte,) = stream.read(1)
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value
        shift += 7


class Segment:
    """One opened segment.

    Args:
        folder: where its files stand.
        listed: what the list of segments says of it.

    Raises:
        Exception: of any kind, where the files are broken.
    """

    def __init__(self, folder: Path, listed: Listed) -> None:
        self.listed = listed
        self.count = listed.count
        self.gone = frozenset(listed.deleted)
        self.live = self.count - len(self.gone)
        name = f"{NAME}_{listed.id}"
        self.keys = array("Q", (folder / f"{name}.{KEY}.col").read_bytes())
        if sys.byteorder == "little":
            self.keys.byteswap()
        lengths = folder / f"{name}._{FIELD}_len.col"
        self.lengths = (lengths.read_bytes() if lengths.exists() else b"").ljust(self.count, b"\0")
        if len(self.keys) != self.count or len(self.lengths) != self.count:
            raise ValueError(f"segment {name} is cut short")
        self._postings = _mapped(folder / f"{name}.pst")
        self._terms = terms = _mapped(folder / f"{name}.trm")
        tail = io.BytesIO(terms[len(terms) - 4 - struct.unpack_from("!i", terms, len(terms) - 4)[0] : -4])
        extras = Plain(tail).load()
        self._field: bytes = struct.pack("!H", extras["fieldmap"][FIELD])
        self._size: int = extras["indexlen"]
        self._places = struct.Struct("!" + extras["indextype"])
        self._index = len(terms) - 4 - len(tail.getbuffer()) + tail.tell()

    @cached_property
    def total(self) -> int:
        """The words of all documents: of the lengths as they are stored, so that merging changes no score."""
        stored = Counter(self.lengths)
        stored.subtract(self.lengths[document] for document in self.gone)
        return sum(LENGTHS[length] * many for length, many in stored.items())

    def info(self, word: bytes) -> Entry | None:
        """The word's entry in the segment, None where no document has it."""
        key = self._field + word
        at = bisect_left(range(self._size), key, key=lambda at: self._term(at)[0])
        if at == self._size:
            return None
        found, entry = self._term(at)
        return self._entry(entry) if found == key else None

    def frequency(self, info: Entry | None) -> int:
        """How many documents have the word of this entry."""
        if info is None or not self.gone:
            return 0 if info is None else info.documents
        gone = sorted(self.gone)
        found = (bm25.common(ids, weights, gone) for ids, weights in self.postings(info, gone))
        return info.documents - sum(1 for each in found for _ in each)

    @cached_property
    def top(self) -> int:
        """The highest key."""
        return max(self.keys, default=0)

    @cached_property
    def places(self) -> Sequence[int]:
        """The key of each document, 0 where it is deleted."""
        if not self.gone:
            return self.keys
        return array("Q", (0 if document in self.gone else key for document, key in enumerate(self.keys)))

    def documents(self, keys: Iterable[int]) -> list[int]:
        """The documents of those of these keys that are here, ascending."""
        ordered, documents = self._ordered
        places = ((bisect_left(ordered, key), key) for key in keys)
        found = (documents[at] for at, key in places if at < self.count and ordered[at] == key)
        return sorted(document for document in found if document not in self.gone)

    @cached_property
    def _ordered(self) -> tuple[Sequence[int], Sequence[int]]:
        """The keys, ascending, and the document of each: as they stand, unless a merge or a second reading came."""
        if all(map(lt, self.keys, islice(self.keys, 1, None))):
            return self.keys, range(self.count)
        order = array("L", sorted(range(self.count), key=self.keys.__getitem__))
        return array("Q", map(self.keys.__getitem__, order)), order

    def words(self) -> Iterator[tuple[bytes, Entry]]:
        """Each word with its entry."""
        for key, entry in map(self._term, range(self._size)):
            yield key[len(self._field) :], self._entry(entry)

    def postings(self, info: Entry, wanted: Sequence[int] | None = None) -> Iterator[tuple[list[int], Sequence[float]]]:
        """The documents of a word with their weights, block by block.

        Args:
            info: the word's entry.
            wanted: documents, ascending; blocks without one of them are left out.
        """
        if not isinstance(info.postings, int):
            yield info.postings
            return
        file = self._postings
        at, last, done = info.postings + 4, False, -1
        while not last:
            (length,) = struct.unpack_from("!i", file, at)
            last, length = length < 0, abs(length)
            stream = io.BytesIO(file[at + 4 : at + 4 + length])
            count, highest, _, packed, _, _ = Plain(stream).load()
            if wanted is None or bisect_right(wanted, done) < bisect_right(wanted, highest):
                data = stream.read()
                ids, weights, _ = loads(zlib.decompress(data) if packed else data)
                if weights is None or isinstance(weights, float):
                    weights = (1.0 if weights is None else weights,) * count
                documents = list(accumulate(ids))
                if len(documents) != count or documents[-1:] != [highest]:
                    raise ValueError("a block of postings does not hold what it says")
                yield documents, weights
            at, done = at + 4 + length, highest

    def close(self) -> None:
        """Lets go of the files."""
        for file in (self._terms, self._postings):
            if isinstance(file, mmap):
                file.close()

    def _term(self, at: int) -> tuple[bytes, int]:
        """A key by its place in the order of keys, and where its entry stands."""
        (place,) = self._places.unpack_from(self._terms, self._index + at * self._places.size)
        size, _ = _SIZES.unpack_from(self._terms, place)
        start = place + _SIZES.size
        return self._terms[start : start + size], start + size

    def _entry(self, at: int) -> Entry:
        inlined, documents, postings = _ENTRY.unpack_from(self._terms, at)
        if not inlined:
            return Entry(documents, postings)
        ids, weights, _ = loads(self._terms[at + _INLINED : at + _INLINED + _FEW])
        return Entry(documents, (list(ids), weights))


def _mapped(path: Path) -> mmap | bytes:
    """The content of a file; its memory is mapped, which an empty file cannot be."""
    with path.open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ) if path.stat().st_size else b""
