"""Postings in memory, on their way into a segment of the ranking."""

from __future__ import annotations

import sys
from array import array
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from itertools import repeat

from archive.words import Weights

_WEIGHT, _DOCUMENT = (0, 1) if sys.byteorder == "little" else (1, 0)
_FULL = 4_000_000
"""Postings: of about 6,000 notices of three pages, in 60 MB."""


class Pool:
    """Documents in memory, word by word.

    Attributes:
        keys: of the documents, in order.
        lengths: of the documents, in words.
        dropped: documents that are not to be found, by their place in ``keys``.
    """

    def __init__(self) -> None:
        self.keys, self.lengths = array("Q"), array("L")
        self.dropped: set[int] = set()
        self._postings = 0
        # a posting is its document in the upper half and the weight in the lower one
        self._of: defaultdict[str, array[int]] = defaultdict(partial(array, "Q"))

    @property
    def full(self) -> bool:
        """Whether it is time to write a segment."""
        return self._postings > _FULL

    def add(self, key: int, weights: Weights) -> None:
        """Adds a document.

        Args:
            key: from 1; of several documents with one key ``drop`` leaves the last.
            weights: its words, each weight below 2 ** 32.
        """
        document, length = self.begin(key, 0), 0
        for weight, joined in weights.items():
            words, posting = joined.split(" "), document << 32 | int(weight)
            deque(map(array.append, map(self._of.__getitem__, words), repeat(posting)), 0)  # for all words at once
            length += int(weight) * len(words)
            self._postings += len(words)
        self.lengths[document] = length

    def begin(self, key: int, length: int) -> int:
        """Adds a document without words; its place in ``keys``."""
        self.keys.append(key)
        self.lengths.append(length)
        return len(self.keys) - 1

    def post(self, word: str, postings: Iterable[tuple[int, int]]) -> None:
        """Adds postings of a word: a document's place in ``keys``, which ascends, and the weight."""
        append = self._of[word].append
        for document, weight in postings:
            append(document << 32 | weight)

    @property
    def documents(self) -> dict[int, int]:
        """The place in ``keys`` of each key's last document that is not dropped."""
        return {key: document for document, key in enumerate(self.keys) if document not in self.dropped}

    def drop(self, keys: Collection[int]) -> None:
        """Drops the documents of these keys, and of several with one key all but the last."""
        kept = {document for key, document in self.documents.items() if key not in keys}
        self.dropped.update(document for document in range(len(self.keys)) if document not in kept)

    def drop_from(self, document: int) -> None:
        """Drops the documents from this one on."""
        self.dropped.update(range(document, len(self.keys)))

    def words(self) -> Iterator[tuple[bytes, list[int], list[int]]]:
        """The words in the order of their bytes, each with its documents, ascending, and their weights."""
        for word in sorted(self._of):
            postings = self._of[word]
            if not postings:  # those of a merged segment were all of documents that are gone
                continue
            halves = memoryview(postings).cast("B").cast("I")
            yield word.encode("utf-8", "replace"), halves[_DOCUMENT::2].tolist(), halves[_WEIGHT::2].tolist()
