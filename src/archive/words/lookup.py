"""Jieba's words of a short text, looked up in its dictionary as the file lies on disk.

Loading that dictionary takes a hundred times as long as cutting a query by it. Its lines are sorted by their bytes but
for a few at the top and two words less than a kilobyte from their place, so a word is found by halving.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from math import log
from mmap import ACCESS_READ, mmap
from pathlib import Path

_BYTES, _TOTAL = 5_071_852, 60_101_967
"""The dictionary of jieba 0.42.1: its size, and its frequencies in all."""
_SORTED = "\n一 ".encode()
"""Where its sorted lines begin."""
_KEPT = 4096
"""Words whose frequency is remembered."""
_ASTRAY, _WINDOW = 1024, 2048
"""Bytes that a line stands from its place at most, and bytes that are not halved further but searched."""
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789+#&._%-")
_HAN = (
    ("\u4e00", "\u9fff"), ("\u3400", "\u4dbf"), ("\uf900", "\ufaff"),
    ("\U00020000", "\U0002a6df"), ("\U0002a700", "\U0002ebef"), ("\U0002f800", "\U0002fa1f"),
)  # fmt: skip
"""What rjieba takes for the characters of words; every other one is alone."""


class Lookup:
    """A segmenter without HMM that reads of the dictionary only what a text needs.

    Args:
        path: jieba's dict.txt.

    Raises:
        OSError: where it cannot be read.
        ValueError: where it is that of another version.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._lines = mmap(file.fileno(), 0, access=ACCESS_READ)
        if len(self._lines) != _BYTES:
            raise ValueError(f"not the dictionary of jieba 0.42.1: {path}")
        self._sorted = self._lines.find(_SORTED)
        self._total = _TOTAL
        self._own: dict[str, int] = {}
        self._listed = lru_cache(_KEPT)(self._found)
        for line in self._lines[: self._sorted].decode().split("\n"):
            word, frequency, _tag = line.split(" ")
            self._put(word, int(frequency))

    def cut(self, text: str) -> list[str]:
        """The words of a folded text in order, and each character between them."""
        words: list[str] = []
        for joined, run in groupby(text, _joined):
            block = "".join(run)
            words += self._parted(block) if joined else block
        return words

    def frequency(self, word: str) -> int | None:
        """How frequent a word is; 0 where others only begin so, None where not even that."""
        own = self._own.get(word)
        if own or word[0].isascii():
            return own
        listed = self._listed(word)
        return own if listed is None else listed

    def suggested(self, word: str) -> int:
        """The frequency with which a word comes out whole."""
        share = 1.0
        for part in self.cut(word):
            share *= self._known(part) / self._total
        return max(int(share * self._total) + 1, self._known(word))

    def learn(self, word: str, frequency: int) -> None:
        """Gives a word this frequency."""
        self._total += frequency - (self.frequency(word) or 0)
        self._put(word, frequency)

    def _known(self, word: str) -> int:
        frequency = self.frequency(word)
        return 1 if frequency is None else frequency

    def _put(self, word: str, frequency: int) -> None:
        self._own[word] = frequency
        for end in range(1, len(word)):
            self._own.setdefault(word[:end], 0)

    def _parted(self, block: str) -> list[str]:
        """The words of a stretch: the likeliest way to part it, of equal ones that with the longest first word."""
        total = log(self._total)
        best = [(0.0, 0)] * (len(block) + 1)
        for start in reversed(range(len(block))):
            found = list(self._starting(block, start)) or [(start + 1, 1)]
            best[start] = max((log(frequency) - total + best[end][0], end) for end, frequency in found)
        words: list[str] = []
        at, alone = 0, False
        while at < len(block):
            word = block[at : best[at][1]]
            latin = len(word) == 1 and word.isascii() and word.isalnum()
            if alone and latin:
                words[-1] += word
            else:
                words.append(word)
            at, alone = best[at][1], latin
        return words

    def _starting(self, block: str, start: int) -> Iterator[tuple[int, int]]:
        """The ends of the words that begin at ``start``, with their frequencies."""
        for end in range(start + 1, len(block) + 1):
            frequency = self.frequency(block[start:end])
            if frequency is None:
                return
            if frequency:
                yield end, frequency

    def _found(self, asked: str) -> int | None:
        """The frequency in the sorted lines."""
        lines, word = self._lines, asked.encode()
        size = len(word)
        low, high = self._sorted, _BYTES
        while high - low > _WINDOW:
            middle = (low + high) // 2
            start = lines.find(b"\n", middle) + 1
            if lines[start : start + size] < word:
                low = start
            else:
                high = middle
        window = lines[max(0, low - _ASTRAY) : high + _ASTRAY]
        word = b"\n" + word
        at = window.find(word)
        if at < 0:
            return None
        at = window.find(word + b" ", at)
        return 0 if at < 0 else int(window[at + len(word) : window.index(b" ", at + len(word) + 1)])


def _joined(char: str) -> bool:
    return char in _LATIN or any(first <= char <= last for first, last in _HAN)
