"""The order of hits: BM25 over jieba words in a Whoosh index; the only module that knows Whoosh.

One field, frequencies only: the catalog says which notices match, so no positions are kept. Segments are written with
Whoosh's codec from postings sorted in memory, and read back term by term. Whoosh keeps its segment list and posting
blocks as pickles; here they are read with an unpickler that knows three classes.
"""

from __future__ import annotations

import io
import os
import pickle
import struct
import sys
import time
import warnings
import zlib
from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import accumulate
from pathlib import Path
from shutil import rmtree
from types import SimpleNamespace
from typing import Any

from archive.store import bm25
from archive.store.pickles import Plain, loads

_NAME, _FIELD, _KEY = "MAIN", "words", "key"
_BLOCK = 1024
"""Postings a block: eight times Whoosh's, because blocks are read whole here."""
_FEW = 8
"""Where fewer than one document in so many is asked for, each is looked up in the postings."""
_FANOUT = 8
"""So many segments of about one size are merged into one."""
Postings = tuple["array[int]", "array[float]"]


class Broken(Exception):
    """The index is missing or cannot be read; ``reindex`` makes it anew."""


@cache
def _whoosh() -> SimpleNamespace:
    """What of Whoosh is used here, its own unpickling replaced."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        from whoosh import columns, fields, formats, index
        from whoosh.codec import whoosh3
        from whoosh.filedb import filestore, structfile
        from whoosh.util.numeric import byte_to_length
    structfile.load_pickle = lambda file: Plain(file).load()
    whoosh3.loads = columns.loads = loads
    index.toc_loaders.clear()  # readers of old formats, with an unpickler of their own

    class Storage(filestore.FileStorage):  # type: ignore[misc]
        """A folder whose files are 0600 and can be synced."""

        def create_file(self, name: str, mode: str = "wb", **_: Any) -> Any:
            flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
            descriptor = os.open(Path(self.folder, name), flags, 0o600)
            return structfile.StructFile(os.fdopen(descriptor, mode), name=name)

        def temp_storage(self, name: str | None = None) -> Any:
            path = Path(self.folder, name or "tmp")
            path.mkdir(mode=0o700, exist_ok=True)
            return Storage(str(path))

    words = fields.FieldType(formats.Existence(), None, scorable=True)
    schema = fields.Schema(**{_FIELD: words, _KEY: fields.COLUMN(columns.NumericColumn("Q"))})
    return SimpleNamespace(
        TOC=index.TOC, W3Codec=whoosh3.W3Codec, W3TermInfo=whoosh3.W3TermInfo, clean=index.clean_files,
        lengths=[byte_to_length(byte) for byte in range(256)], Storage=Storage, schema=schema,
    )  # fmt: skip


class _Segment:
    """One opened segment: its words, and for each document its key and length."""

    def __init__(self, storage: Any, segment: Any) -> None:
        codec, name = segment.codec(), segment.segment_id()
        folder = Path(storage.folder)
        count = segment.doc_count_all()
        self.segment = segment
        self.count: int = count
        self.keys = array("Q", (folder / f"{name}.{_KEY}.col").read_bytes())
        if sys.byteorder == "little":
            self.keys.byteswap()
        lengths = folder / f"{name}._{_FIELD}_len.col"
        self.lengths = (lengths.read_bytes() if lengths.exists() else b"").ljust(count, b"\0")
        self.terms = codec.terms_reader(storage, segment)
        if len(self.keys) != count or len(self.lengths) != count:
            raise ValueError(f"segment {name} is cut short")
        self.gone = frozenset(segment.deleted_docs())
        self.live = count - len(self.gone)
        # of the lengths as they are stored, so that merging changes no score
        stored = Counter(self.lengths)
        stored.subtract(self.lengths[document] for document in self.gone)
        self.total = sum(_whoosh().lengths[length] * many for length, many in stored.items())

    def info(self, word: bytes) -> Any:
        """The word's entry in the segment, None where no document has it."""
        key = self.terms._keycoder(_FIELD, word)
        try:
            return _whoosh().W3TermInfo.from_bytes(self.terms._tindex[key])
        except KeyError:
            return None

    def frequency(self, info: Any) -> int:
        """How many documents have the word of this entry."""
        if info is None or not self.gone:
            return 0 if info is None else int(info._df)
        return sum(document not in self.gone for ids, _ in self.postings(info) for document in ids)

    def words(self) -> Iterator[tuple[bytes, Any]]:
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
        self.terms.close()


class Ranking:
    """The index in one folder.

    Args:
        folder: the folder; ``create`` makes it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._generation = -1
        self._segments: list[_Segment] = []

    def create(self) -> None:
        """Makes an empty index, over one that is there."""
        if self.folder.exists():
            rmtree(self.folder)
        self.folder.parent.mkdir(mode=0o700, exist_ok=True)
        self.folder.mkdir(mode=0o700)
        whoosh = _whoosh()
        whoosh.TOC(whoosh.schema, [], 0).write(whoosh.Storage(str(self.folder)), _NAME)
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
                documents = sum(map(_Segment.frequency, segments, infos))
                asked.append((infos, bm25.rareness(documents, count)))
            for at, segment in enumerate(segments):
                wanted = None
                if keys is not None and len(keys) * _FEW < count:
                    wanted = [document for document, key in enumerate(segment.keys) if key in keys]
                entries = [(infos[at], rare) for infos, rare in asked]
                found.update(_scored(segment, entries, total / max(1, count), wanted))
        return found

    def add(self, documents: Iterable[tuple[int, Mapping[str, float]]], gone: Iterable[int] = ()) -> None:
        """Adds documents in one commit, in place of those of the same keys; on disk for good when this returns.

        Args:
            documents: key (from 1) and the weight of each word.
            gone: keys of documents to take out.

        Raises:
            Broken: when the index that is there cannot be read.
        """
        segments = self._read()
        try:
            self._add(segments, documents, set(gone))
        finally:
            self.close()  # segments know of deletions that may not have come to disk

    def _add(
        self, segments: list[_Segment], documents: Iterable[tuple[int, Mapping[str, float]]], gone: set[int]
    ) -> None:
        whoosh, generation = _whoosh(), self._generation + 1
        for stale in [*self.folder.glob(f"{_NAME}.tmp"), *self.folder.glob(f"_{_NAME}_*.toc.*")]:
            rmtree(stale) if stale.is_dir() else stale.unlink()
        keys, lengths = array("Q"), array("L")
        pool: dict[bytes, Postings] = defaultdict(lambda: (array("I"), array("f")))
        for key, words in documents:
            for word, weight in words.items():
                ids, weights = pool[word.encode("utf-8", "replace")]
                ids.append(len(keys))
                weights.append(weight)
            keys.append(key)
            lengths.append(int(sum(words.values())))
        _forget(segments, gone.union(keys))
        merged = _mergeable(segments, len(keys))
        with _sound():
            for segment in merged:
                _pour(segment, keys, lengths, pool)
        storage = whoosh.Storage(str(self.folder))
        written = [_write(storage, keys, lengths, pool)] if keys else []
        kept = [segment.segment for segment in segments if segment not in merged]
        toc = whoosh.TOC(whoosh.schema, [*kept, *written], generation)
        self._sync()
        toc.write(storage, _NAME)
        self._sync()
        whoosh.clean(storage, _NAME, generation, toc.segments)

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

    def _read(self) -> list[_Segment]:
        """The segments of the last commit, opened; a commit in between is followed."""
        for _ in range(10):
            if self._opened():
                return self._segments
            time.sleep(0.01)
        raise Broken(f"files of the last commit are missing in {self.folder}")

    def _opened(self) -> bool:
        """Opens the last commit; False where another one has just taken its files away."""
        whoosh = _whoosh()
        storage = whoosh.Storage(str(self.folder))
        opened: list[_Segment] = []
        try:
            generation = whoosh.TOC._latest_generation(storage, _NAME)
            if generation == self._generation >= 0:
                return True
            toc = whoosh.TOC.read(storage, _NAME, schema=whoosh.schema)
            opened.extend(_Segment(storage, segment) for segment in toc.segments)
        except FileNotFoundError:
            for segment in opened:
                segment.close()
            return False
        except Exception as error:  # a broken file makes Whoosh raise anything
            raise Broken(f"{type(error).__name__}: {error}") from error
        self.close()
        self._generation, self._segments = toc.generation, opened
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
    except (ValueError, TypeError, IndexError, EOFError, pickle.UnpicklingError, struct.error, zlib.error) as error:
        raise Broken(f"{type(error).__name__}: {error}") from error


def _forget(segments: list[_Segment], keys: set[int]) -> None:
    for segment in segments:
        for document, key in _documents(segment):
            if key in keys:
                segment.segment.delete_document(document)


def _documents(segment: _Segment) -> Iterator[tuple[int, int]]:
    """The documents of a segment that are not deleted, with their keys."""
    gone = set(segment.segment.deleted_docs())  # with those of this commit
    return ((document, key) for document, key in enumerate(segment.keys) if document not in gone)


def _scored(
    segment: _Segment, asked: Iterable[tuple[Any, float]], mean: float, wanted: Sequence[int] | None
) -> dict[int, float]:
    """Scores of the documents of a segment by key, for words with their entries and rareness."""
    norms = bm25.norms(_whoosh().lengths, mean)
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


def _mergeable(segments: Sequence[_Segment], added: int) -> list[_Segment]:
    """The segments to merge with ``added`` new documents: those of a size that has become too frequent."""
    merged: list[_Segment] = []
    size = added
    while True:
        level = [segment for segment in segments if segment not in merged and segment.count <= size * _FANOUT // 2]
        if len(level) < _FANOUT - 1:
            return merged
        merged += level
        size += sum(segment.count for segment in level)


def _pour(segment: _Segment, keys: array[int], lengths: array[int], pool: dict[bytes, Postings]) -> None:
    """Puts the documents of a segment behind those that are to be written."""
    whoosh = _whoosh()
    places = [-1] * segment.count
    for document, key in _documents(segment):
        places[document] = len(keys)
        keys.append(key)
        lengths.append(whoosh.lengths[segment.lengths[document]])
    whole = not segment.segment.deleted_count()
    for word, info in segment.words():
        into_ids, into_weights = pool[word]
        for ids, weights in segment.postings(info):
            if whole:
                into_ids.extend(places[0] + document for document in ids)
                into_weights.extend(weights)
                continue
            for document, weight in zip(ids, weights, strict=True):
                if places[document] >= 0:
                    into_ids.append(places[document])
                    into_weights.append(weight)


def _write(storage: Any, keys: array[int], lengths: array[int], pool: dict[bytes, Postings]) -> Any:
    """Writes a segment: the terms sorted, each with its postings in whole blocks."""
    whoosh = _whoosh()
    codec = whoosh.W3Codec(blocklimit=_BLOCK)
    segment = codec.new_segment(storage, _NAME)
    documents = codec.per_document_writer(storage, segment)
    words, key_column = whoosh.schema[_FIELD], whoosh.schema[_KEY].column_type
    for document, key in enumerate(keys):
        documents.start_doc(document)
        documents.add_field(_FIELD, words, None, lengths[document])
        documents.add_column_value(_KEY, key_column, key)
        documents.finish_doc()
    documents.close()
    rmtree(Path(storage.folder, f"{_NAME}.tmp"), ignore_errors=True)
    terms = codec.field_writer(storage, segment)
    terms.start_field(_FIELD, words)
    for word in sorted(pool):
        ids, weights = pool[word]
        if not ids:
            continue
        terms.start_term(word)
        blocks = terms._postwriter
        blocks._compression = 3 if len(ids) > 24 else 0  # a short block only grows
        for start in range(0, len(ids), _BLOCK):
            if start:
                blocks._write_block()
            blocks._ids, blocks._weights = ids[start : start + _BLOCK], weights[start : start + _BLOCK]
            blocks._maxweight = max(blocks._weights)
        terms.finish_term()
    terms.finish_field()
    terms.close()
    segment.set_doc_count(len(keys))
    return segment
