"""Writing a segment of the ranking from postings in memory, and merging others into it."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import rmtree
from typing import Any

from archive.store import codec
from archive.store.segment import FIELD, KEY, LENGTHS, NAME, Segment

_BLOCK = 1024
"""Postings a block: eight times Whoosh's, because blocks are read whole here."""
_FANOUT = 8
"""So many segments of about one size are merged into one."""
Postings = tuple["array[int]", "array[float]"]


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


def pour(segment: Segment, keys: array[int], lengths: array[int], pool: dict[bytes, Postings]) -> None:
    """Puts the documents of a segment behind those that are to be written."""
    places = [-1] * segment.count
    for document, key in documents_of(segment):
        places[document] = len(keys)
        keys.append(key)
        lengths.append(LENGTHS[segment.lengths[document]])
    whole = not segment.listed.deleted
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


def write(storage: Any, keys: array[int], lengths: array[int], pool: dict[bytes, Postings]) -> Any:
    """Writes a segment: the terms sorted, each with its postings in whole blocks."""
    whoosh = codec.loaded()
    coder = whoosh.W3Codec(blocklimit=_BLOCK)
    segment = coder.new_segment(storage, NAME)
    documents = coder.per_document_writer(storage, segment)
    words, key_column = whoosh.schema[FIELD], whoosh.schema[KEY].column_type
    for document, key in enumerate(keys):
        documents.start_doc(document)
        documents.add_field(FIELD, words, None, lengths[document])
        documents.add_column_value(KEY, key_column, key)
        documents.finish_doc()
    documents.close()
    rmtree(Path(storage.folder, f"{NAME}.tmp"), ignore_errors=True)
    terms = coder.field_writer(storage, segment)
    terms.start_field(FIELD, words)
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
