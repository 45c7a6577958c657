"""Writing a segment of the ranking from postings in memory, and merging others into it.

The files are Whoosh's own; they are written without its writer, which would handle every posting by itself.
"""

from __future__ import annotations

import pickle
import struct
import zlib
from collections.abc import Iterator, Sequence
from operator import sub
from pathlib import Path
from shutil import rmtree
from typing import Any

from archive.store import codec
from archive.store.pool import Pool
from archive.store.segment import FIELD, KEY, LENGTHS, NAME, Segment

_BLOCK = 1024
"""Postings a block: eight times Whoosh's, because blocks are read whole here."""
_FEW = 24
"""So few postings stand in the entry of their word, without a block; a block of them is not compressed."""
_FANOUT = 8
"""So many segments of about one size are merged into one."""
_INFO, _EXTENT = struct.Struct("!BfIBBfII"), struct.Struct("!qi")
_FIELD_NUMBER = b"\0\0"


def forget(segments: list[Segment], keys: set[int]) -> None:
    """Marks the documents of these keys as deleted; on disk with the next list of segments."""
    for segment in segments:
        for document, key in documents_of(segment):
            if key in keys:
                segment.listed.deleted.add(document)


def documents_of(segment: Segment) -> Iterator[tuple[int, int]]:
    """The documents of a segment that are not deleted, with their keys."""
    gone = segment.listed.deleted  # with those of this commit
    return ((document, key) for document, key in enumerate(segment.keys) if document not in gone)


def mergeable(segments: Sequence[Segment], added: int) -> list[Segment]:
    """The segments to merge with ``added`` new documents: those of a size that has become too frequent."""
    merged: list[Segment] = []
    size = added
    while True:
        level = [segment for segment in segments if segment not in merged and segment.count <= size * _FANOUT // 2]
        if len(level) < _FANOUT - 1:
            return merged
        merged += level
        size += sum(segment.count for segment in level)


def pour(segment: Segment, pool: Pool) -> None:
    """Puts the documents of a segment behind those that are to be written."""
    places = [-1] * segment.count
    for document, key in documents_of(segment):
        places[document] = pool.begin(key, LENGTHS[segment.lengths[document]])
    for word, info in segment.words():
        for ids, weights in segment.postings(info):
            kept = zip(map(places.__getitem__, ids), weights, strict=True)
            pool.post(word.decode(), ((place, int(weight)) for place, weight in kept if place >= 0))


def write(storage: Any, pool: Pool) -> Any:
    """Writes a segment.

    Args:
        storage: of Whoosh, the folder.
        pool: the documents.

    Returns:
        the segment, for Whoosh's list of segments.
    """
    coder = codec.W3Codec()
    segment = coder.new_segment(storage, NAME)
    documents = coder.per_document_writer(storage, segment)
    words, key_column = codec.SCHEMA[FIELD], codec.SCHEMA[KEY].column_type
    for document, key in enumerate(pool.keys):
        documents.start_doc(document)
        documents.add_field(FIELD, words, None, pool.lengths[document])
        documents.add_column_value(KEY, key_column, key)
        documents.finish_doc()
    documents.close()
    rmtree(Path(storage.folder, f"{NAME}.tmp"), ignore_errors=True)
    blocks = segment.create_file(storage, coder.POSTS_EXT)
    table = codec.Table(segment.create_file(storage, coder.TERMS_EXT))
    table.extras["fieldmap"] = {FIELD: 0}
    table.add_all((_FIELD_NUMBER + word, _posted(ids, weights, blocks)) for word, ids, weights in pool.words())
    table.close()
    blocks.close()
    segment.set_doc_count(len(pool.keys))
    for document in pool.dropped:
        segment.delete_document(document)
    return segment


def _posted(ids: list[int], weights: list[int], file: Any) -> bytes:
    """Writes the postings of a word; its entry in the table of words."""
    few = len(ids) < _FEW
    info = _INFO.pack(few, sum(weights), len(ids), 0, 0, max(weights), ids[0], ids[-1])
    if few:
        return info + pickle.dumps((tuple(ids), tuple(weights), ()), 2)
    start, last = file.tell(), len(ids) - _BLOCK
    blocks = (_block(ids[at : at + _BLOCK], weights[at : at + _BLOCK], at >= last) for at in range(0, len(ids), _BLOCK))
    length = file.write(b"".join([codec.WHOOSH3_HEADER_MAGIC, *blocks]))
    return info + _EXTENT.pack(start, length)


def _block(ids: list[int], weights: list[int], last: bool) -> bytes:
    """A block: how long it is (negative for the last one), what tells whether it is wanted, and its postings."""
    data = pickle.dumps((_small([ids[0], *map(sub, ids[1:], ids)]), _small(weights), None), 3)
    packed = 1 if len(ids) > _FEW else 0
    told = pickle.dumps((len(ids), ids[-1], float(max(weights)), packed, 0, 0), 2)
    block = told + (zlib.compress(data, packed) if packed else data)
    return struct.pack("!i", -len(block) if last else len(block)) + block


def _small(numbers: list[int]) -> bytes | tuple[int, ...]:
    """Numbers as they are read fast and take little room."""
    return bytes(numbers) if max(numbers) < 256 else tuple(numbers)
