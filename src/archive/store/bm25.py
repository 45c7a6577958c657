"""BM25 over decoded postings: as Whoosh computes it, term by term instead of document by document."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from math import log

B, K1 = 0.75, 1.2
"""The constants that Whoosh has."""


def rareness(documents: int, count: int) -> float:
    """How much a word tells that ``documents`` of ``count`` documents have (idf)."""
    return log(count / (documents + 1)) + 1 if count else 0.0


def norms(lengths: Sequence[int], mean: float) -> list[float]:
    """For each of these lengths, in words, how much it weakens a word; ``mean`` is that of all documents."""
    return [K1 * (1 - B + B * length / mean) for length in lengths] if mean else [K1] * len(lengths)


def add(
    scores: list[float] | dict[int, float],
    pairs: Iterable[tuple[int, float]],
    rare: float,
    norms: Sequence[float],
    lengths: bytes,
    places: Sequence[int],
) -> None:
    """Adds what one word gives to the scores of documents.

    Args:
        scores: by the places of documents.
        pairs: documents that have the word, with its weight there.
        rare: ``rareness`` of the word.
        norms: by class of length.
        lengths: class of length of each document.
        places: of each document.
    """
    factor = rare * (K1 + 1)
    for document, weight in pairs:
        scores[places[document]] += factor * weight / (weight + norms[lengths[document]])


def common(ids: Sequence[int], weights: Sequence[float], wanted: Sequence[int]) -> Iterator[tuple[int, float]]:
    """The wanted documents of a block of postings with their weights; both ``ids`` and ``wanted`` ascend."""
    for document in wanted[bisect_left(wanted, ids[0]) : bisect_right(wanted, ids[-1])]:
        at = bisect_left(ids, document)
        if ids[at] == document:
            yield document, weights[at]


def digest(key: int, word: str, weight: float) -> int:
    """What tells a posting from others, the same only within one process; 0 for no key.

    Sums of it tell whether two rankings hold the same. The length of a document, as its class, stands for no word.
    """
    return hash((key, word, weight)) if key else 0
