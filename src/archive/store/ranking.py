"""The order of hits: BM25 over jieba words in a Whoosh index.

One field, frequencies only: the catalog says which notices match, so no positions are kept. Segments are written with
Whoosh's codec from postings sorted in memory, and read back term by term, without Whoosh.
"""

from __future__ import annotations

import os
import pickle
import struct
import time
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.store import bm25
from archive.store.segment import LENGTHS, NAME, Segment, generation, listed

if TYPE_CHECKING:
    from archive.store.pool import Pool

_FEW = 8
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
        self.folder.parent.mkdir(mode=0o700, exist_ok=True)
        self.folder.mkdir(mode=0o700)
        whoosh = codec.loaded()
        whoosh.TOC(whoosh.schema, [], 0).write(whoosh.Storage(str(self.folder)), NAME)
        self._sync()

    def scores(self, words: Sequence[str], keys: Collection[int] | None = None) -> dict[int, float]:
        """The BM25 score of every document that holds one of the words, by its key.

        Args:
            words: folded words.
            keys: the documents whose score is asked for; None is all. Others may be scored too.

        Raises:
            Broken: when the index cannot be read.
        """
        segments = self._read()
        count = sum(segment.live for segment in segments)
        total = sum(segment.total for segment in segments)
        found: dict[int, float] = {}
        asked = []
        with _sound():
            for word in dict.fromkeys(words):
                encoded = word.encode("utf-8", "replace")
                infos = [segment.info(encoded) for segment in segments]
                documents = sum(map(Segment.frequency, segments, infos))
                asked.append((infos, bm25.rareness(documents, count)))
            for at, segment in enumerate(segments):
                wanted = None
                if keys is not None and len(keys) * _FEW < count:
                    wanted = [document for document, key in enumerate(segment.keys) if key in keys]
                entries = [(infos[at], rare) for infos, rare in asked]
                found.update(_scored(segment, entries, total / max(1, count), wanted))
        return found

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

        whoosh, number = codec.loaded(), self._generation + 1
        for stale in [*self.folder.glob(f"{NAME}.tmp"), *self.folder.glob(f"_{NAME}_*.toc.*")]:
            rmtree(stale) if stale.is_dir() else stale.unlink()
        pool.drop(gone)
        forget(segments, gone.union(pool.documents))
        merged = mergeable(segments, len(pool.keys))
        with _sound():
            for segment in merged:
                pour(segment, pool)
        storage = whoosh.Storage(str(self.folder))
        written = [write(storage, pool)] if pool.keys else []
        kept = [codec.listed(segment.listed) for segment in segments if segment not in merged]
        toc = whoosh.TOC(whoosh.schema, [*kept, *written], number)
        self._sync()
        toc.write(storage, NAME)
        self._sync()
        whoosh.clean(storage, NAME, number, toc.segments)

    def count(self) -> int:
        """How many documents it holds.

        Raises:
            Broken: when the index cannot be read.
        """
        return sum(segment.live for segment in self._read())

    def close(self) -> None:
        """Lets go of the files."""
        for segment in self._segments:
            segment.close()
        self._segments, self._generation = [], -1

    def _read(self) -> list[Segment]:
        """The segments of the last commit, opened; a commit in between is followed."""
        for _ in range(10):
            if self._opened():
                return self._segments
            time.sleep(0.01)
        raise Broken(f"files of the last commit are missing in {self.folder}")

    def _opened(self) -> bool:
        """Opens the last commit; False where another one has just taken its files away."""
        opened: list[Segment] = []
        try:
            number = generation(self.folder)
            if number == self._generation:
                return True
            opened.extend(Segment(self.folder, segment) for segment in listed(self.folder, number))
        except FileNotFoundError:
            for segment in opened:
                segment.close()
            return False
        except Exception as error:  # a broken file may raise anything
            raise Broken(f"{type(error).__name__}: {error}") from error
        self.close()
        self._generation, self._segments = number, opened
        return True

    def _sync(self) -> None:
        for path in [*self.folder.iterdir(), self.folder]:
            descriptor = os.open(path, os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)


@contextmanager
def _sound() -> Iterator[None]:
    """Turns what broken postings raise into Broken."""
    try:
        yield
    except (ValueError, TypeError, LookupError, EOFError, pickle.UnpicklingError, struct.error, zlib.error) as error:
        raise Broken(f"{type(error).__name__}: {error}") from error


def _scored(
    segment: Segment, asked: Iterable[tuple[Any, float]], mean: float, wanted: Sequence[int] | None
) -> dict[int, float]:
    """Scores of the documents of a segment by key, for words with their entries and rareness."""
    norms = bm25.norms(LENGTHS, mean)
    scores = [0.0] * segment.count
    for info, rareness in asked:
        if info is not None:
            for ids, weights in segment.postings(info, wanted):
                pairs = zip(ids, weights, strict=True) if wanted is None else bm25.common(ids, weights, wanted)
                bm25.add(scores, pairs, rareness, norms, segment.lengths)
    for document in segment.gone:
        scores[document] = 0.0
    keys = segment.keys
    return {keys[document]: score for document, score in enumerate(scores) if score}
