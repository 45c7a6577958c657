"""The order of hits: BM25 over jieba words in a Whoosh index.

One field, frequencies only: the catalog says which notices match, so no positions are kept. Segments are written with
Whoosh's codec from postings sorted in memory, and read back term by term, without Whoosh.
"""

from __future__ import annotations

import pickle
import struct
import time
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from archive.private import make_folder
from archive.store import bm25
from archive.store.originals import sync_file
from archive.store.segment import LENGTHS, NAME, Segment, generation, listed

if TYPE_CHECKING:
    from archive.store.pool import Pool

_BROKEN = (
    ValueError, TypeError, LookupError, EOFError, AttributeError, OverflowError, MemoryError,
    pickle.UnpicklingError, struct.error, zlib.error,
)  # fmt: skip
"""What broken postings raise; a pickle may claim to be larger than memory."""
_FEW = 64
"""Where fewer than one document in so many is asked for, each is looked up in the postings."""


class Broken(Exception):
    """The index is missing or cannot be read; ``reindex`` makes it anew."""


class Ranking:
    """The index in one folder.

    Args:
        folder: the folder; ``create`` makes it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._generation = -1
        self._segments: list[Segment] = []

    def create(self) -> None:
        """Makes an empty index, over one that is there."""
        from shutil import rmtree

        from archive.store import codec

        if self.folder.exists():
            rmtree(self.folder)
        make_folder(self.folder)
        codec.TOC(codec.SCHEMA, [], 0).write(codec.Storage(str(self.folder)), NAME)
        self._sync()

    def scores(self, words: Sequence[str], keys: Sequence[int]) -> list[float]:
        """The BM25 score of each of these documents; 0 where it holds none of the words, or is not here.

        Args:
            words: folded words.
            keys: the documents.

        Raises:
            Broken: when the index cannot be read.
        """
        segments = self._read()
        count = sum(segment.live for segment in segments)
        few = len(keys) * _FEW < count
        top = max((segment.top for segment in segments), default=0)
        found = dict.fromkeys(keys, 0.0) if few else [0.0] * (1 + max(top, *keys))
        with _sound():
            norms = bm25.norms(LENGTHS, sum(segment.total for segment in segments) / max(1, count))
            wanted = [segment.documents(keys) if few else None for segment in segments]
            for word in dict.fromkeys(words):
                encoded = word.encode("utf-8", "replace")
                entries = [segment.info(encoded) for segment in segments]
                rareness = bm25.rareness(sum(map(Segment.frequency, segments, entries)), count)
                for segment, entry, these in zip(segments, entries, wanted, strict=True):
                    for ids, weights in segment.postings(entry, these) if entry else ():
                        pairs = zip(ids, weights, strict=True) if these is None else bm25.common(ids, weights, these)
                        bm25.add(found, pairs, rareness, norms, segment.lengths, segment.places)
        if isinstance(found, list):
            found[0] = 0.0
        return list(map(found.__getitem__, keys))

    def add(self, pool: Pool, gone: Iterable[int] = ()) -> None:
        """Adds documents in one commit, in place of those of the same keys; on disk for good when this returns.

        Args:
            pool: the documents; it is used up.
            gone: keys of documents to take out.

        Raises:
            Broken: when the index that is there cannot be read.
        """
        segments = self._read()
        try:
            self._add(segments, pool, set(gone))
        finally:
            self.close()  # segments know of deletions that may not have come to disk

    def _add(self, segments: list[Segment], pool: Pool, gone: set[int]) -> None:
        from shutil import rmtree

        from archive.store import codec
        from archive.store.segment_writing import forget, mergeable, pour, write

        number = self._generation + 1
        for stale in [*self.folder.glob(f"{NAME}.tmp"), *self.folder.glob(f"_{NAME}_*.toc.*")]:
            rmtree(stale) if stale.is_dir() else stale.unlink()
        pool.drop(gone)
        forget(segments, gone.union(pool.documents))
        merged = mergeable(segments, len(pool.keys))
        with _sound():
            for segment in merged:
                pour(segment, pool)
        storage = codec.Storage(str(self.folder))
        written = [write(storage, pool)] if pool.keys else []
        kept = [codec.listed(segment.listed) for segment in segments if segment not in merged]
        toc = codec.TOC(codec.SCHEMA, [*kept, *written], number)
        self._sync()
        toc.write(storage, NAME)
        self._sync()
        codec.clean_files(storage, NAME, number, toc.segments)

    def count(self) -> int:
        """How many documents it holds.

        Raises:
            Broken: when the index cannot be read.
        """
        return sum(segment.live for segment in self._read())

    def digest(self, without: Collection[int] = ()) -> int:
        """The sum of ``bm25.digest`` over the documents, but for those of some keys.

        Raises:
            Broken: when the index cannot be read, or does not hold what it says.
        """
        total = 0
        with _sound():
            for segment in self._read():
                keys = [0 if key in without else key for key in segment.places]
                total += sum(bm25.digest(key, "", length) for key, length in zip(keys, segment.lengths, strict=True))
                before = b""
                for word, entry in segment.words():
                    said, there = word.decode(), 0
                    for ids, weights in segment.postings(entry):
                        there += len(ids)
                        total += sum(
                            bm25.digest(keys[at], said, weight) for at, weight in zip(ids, weights, strict=True)
                        )
                    if word <= before or there != entry.documents:
                        raise ValueError(f"the postings of {said} are not as the list of words has them")
                    before = word
        return total

    def close(self) -> None:
        """Lets go of the files."""
        _close(self._segments)
        self._segments, self._generation = [], -1

    def _read(self) -> list[Segment]:
        """The segments of the last commit, opened; a commit in between is followed."""
        for _ in range(10):
            if self._opened():
                return self._segments
            time.sleep(0.01)
        raise Broken(f"files of the last commit are missing in {self.folder}")

    def _opened(self) -> bool:
        """Opens what the last commit brought; False where another one has just taken its files away."""
        opened: list[Segment] = []
        try:
            number = generation(self.folder)
            if number == self._generation:
                return True
            before = {(segment.listed.id, segment.gone): segment for segment in self._segments}
            for each in listed(self.folder, number):
                shared = before.get((each.id, frozenset(each.deleted)))
                opened.append(shared or Segment(self.folder, each))
        except FileNotFoundError:
            _close(opened, but=self._segments)
            return False
        except Exception as error:  # a broken file may raise anything
            raise Broken(f"{type(error).__name__}: {error}") from error
        _close(self._segments, but=opened)
        self._generation, self._segments = number, opened
        return True

    def _sync(self) -> None:
        for path in [*self.folder.iterdir(), self.folder]:
            sync_file(path)


def _close(segments: Iterable[Segment], but: Collection[Segment] = ()) -> None:
    for segment in segments:
        if segment not in but:
            segment.close()


@contextmanager
def _sound() -> Iterator[None]:
    """Turns what broken postings raise into Broken."""
    try:
        yield
    except _BROKEN as error:
        raise Broken(f"{type(error).__name__}: {error}") from error
