"""Reading one segment of the ranking: its words, their postings, and for each document its key and length."""

from __future__ import annotations

import io
import sys
import zlib
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from archive.store import codec
from archive.store.codec import FIELD, KEY
from archive.store.pickles import Plain, loads


class Segment:
    """One opened segment.

    Args:
        storage: of Whoosh, the folder.
        segment: of Whoosh, as the list of segments has it.

    Raises:
        Exception: of any kind, where the files are broken.
    """

    def __init__(self, storage: Any, segment: Any) -> None:
        name = segment.segment_id()
        folder = Path(storage.folder)
        count = segment.doc_count_all()
        self.segment = segment
        self.count: int = count
        self.keys = array("Q", (folder / f"{name}.{KEY}.col").read_bytes())
        if sys.byteorder == "little":
            self.keys.byteswap()
        lengths = folder / f"{name}._{FIELD}_len.col"
        self.lengths = (lengths.read_bytes() if lengths.exists() else b"").ljust(count, b"\0")
        self.terms = segment.codec().terms_reader(storage, segment)
        if len(self.keys) != count or len(self.lengths) != count:
            raise ValueError(f"segment {name} is cut short")
        self.gone = frozenset(segment.deleted_docs())
        self.live = count - len(self.gone)
        # of the lengths as they are stored, so that merging changes no score
        stored = Counter(self.lengths)
        stored.subtract(self.lengths[document] for document in self.gone)
        self.total = sum(codec.loaded().lengths[length] * many for length, many in stored.items())

    def info(self, word: bytes) -> Any:
        """The word's entry in the segment, None where no document has it."""
        key = self.terms._keycoder(FIELD, word)
        try:
            return codec.loaded().W3TermInfo.from_bytes(self.terms._tindex[key])
        except KeyError:
            return None

    def frequency(self, info: Any) -> int:
        """How many documents have the word of this entry."""
        if info is None or not self.gone:
            return 0 if info is None else int(info._df)
        return sum(document not in self.gone for ids, _ in self.postings(info) for document in ids)

    def words(self) -> Iterator[tuple[bytes, Any]]:
        """Each word with its entry."""
        for (_, word), info in self.terms.items():
            yield word, info

    def postings(self, info: Any, wanted: Sequence[int] | None = None) -> Iterator[tuple[list[int], Sequence[float]]]:
        """The documents of a word with their weights, block by block.

        Args:
            info: the word's entry.
            wanted: documents, ascending; blocks without one of them are left out.
        """
        file = self.terms._postfile
        at, last, done = info.extent()[0] + 4, False, -1
        while not last:
            length = file.get_int(at)
            last, length = length < 0, abs(length)
            stream = io.BytesIO(file.get(at + 4, length))
            count, highest, _, packed, _, _ = Plain(stream).load()
            if wanted is None or bisect_right(wanted, done) < bisect_right(wanted, highest):
                data = stream.read()
                ids, weights, _ = loads(zlib.decompress(data) if packed else data)
                if weights is None or isinstance(weights, float):
                    weights = (1.0 if weights is None else weights,) * count
                yield list(accumulate(ids)), weights
            at, done = at + 4 + length, highest

    def close(self) -> None:
        """Lets go of the files."""
        self.terms.close()
