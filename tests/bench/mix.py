"""The fixed mix of queries: what people ask for, drawn from the first notices of a corpus with a seed."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.text import key
from archive.words import segment

from .corpus import Item

HAN = re.compile("[\u4e00-\u9fff]+")
DRAWN_FROM = 1000
"""Queries are drawn from so many notices, so that they are the same for every larger corpus."""
COUNTS = {
    "one word": 40, "several words": 40, "name": 20, "substring": 30, "issuer": 20, "number": 10, "dates": 15,
    "facets": 10, "sort": 10, "page 5": 5,
}  # fmt: skip
"""Queries of each sort; 200 together."""


@dataclass(frozen=True)
class Query:
    """One query.

    Attributes:
        sort: a key of COUNTS.
        words: what is asked of the text.
        options: the other keyword arguments of ``Archive.search``.
    """

    sort: str
    words: tuple[str, ...]
    options: dict[str, Any] = field(default_factory=dict)

    def asked(self) -> dict[str, Any]:
        """The keyword arguments of ``Archive.search``."""
        return {"query": " ".join(self.words), **self.options}


def printed_words(text: str) -> Iterator[str]:
    """The dictionary words of a text as they are printed there."""
    row, at = key(text), 0
    for word in segment(text):
        at = row.find(word, at)
        yield text[at : at + len(word)]
        at += len(word)


class Drawer:
    """Draws words, names and pieces of text.

    Args:
        items: the notices.
        seed: the same one gives the same queries.
    """

    def __init__(self, items: Sequence[Item], seed: int) -> None:
        self.rng = random.Random(seed)
        self.items = items[:DRAWN_FROM]
        self.words = [sorted({word for word in printed_words(item.text) if _dictionary(word)}) for item in self.items]
        counts = Counter(word for words in self.words for word in words)
        total = len(self.items)
        self.bands = {
            "rare": [word for word, count in counts.items() if count <= 2],
            "middling": [word for word, count in counts.items() if 2 < count <= total // 30],
            "common": [word for word, count in counts.items() if total // 30 < count <= total // 2],
        }

    def word(self) -> str:
        """A word: in a quarter of the cases a rare one, in another a common one."""
        band = self.rng.choice(("rare", "middling", "middling", "common"))
        return self.rng.choice(self.bands[band] or self.bands["rare"])

    def common(self) -> str:
        """A word that many notices have."""
        return self.rng.choice(self.bands["common"] or self.bands["middling"] or self.bands["rare"])

    def several(self) -> tuple[str, ...]:
        """Two or three words of one notice."""
        words = self.rng.choice([words for words in self.words if len(words) > 3])
        return tuple(self.rng.sample(words, self.rng.choice((2, 2, 2, 3))))

    def piece(self) -> str:
        """Two to six characters in a row, wherever words begin and end."""
        runs = [run for run in HAN.findall(self.rng.choice(self.items).text) if len(run) > 6]
        run = self.rng.choice(runs or ["有关事项的通知"])
        length = self.rng.randint(2, 6)
        at = self.rng.randrange(len(run) - length + 1)
        return run[at : at + length]

    def value(self, name: str) -> str:
        """What the catalogue has in a field of some notice whose text shows it."""
        values = [getattr(item, name) for item in self.items]
        shown = [value for value, item in zip(values, self.items, strict=True) if value and value in item.text]
        return self.rng.choice(shown or list(filter(None, values)))

    def years(self) -> dict[str, str]:
        """A range of two years in which some notice lies."""
        year = int(self.rng.choice([item.date for item in self.items if item.date])[:4])
        return {"since": str(year - 1), "until": str(year)}


def mix(items: Sequence[Item], seed: int, share: float = 1.0) -> list[Query]:
    """The mix in a fixed random order.

    Args:
        items: the notices to draw from.
        seed: the same one gives the same queries.
        share: of COUNTS.
    """
    drawer = Drawer(items, seed)
    rng = drawer.rng
    make: dict[str, Callable[[], tuple[tuple[str, ...], dict[str, Any]]]] = {
        "one word": lambda: ((drawer.word(),), {}),
        "several words": lambda: (drawer.several(), {}),
        "name": lambda: ((drawer.value("issuer"),), {}),
        "substring": lambda: ((drawer.piece(),), {}),
        "issuer": lambda: ((drawer.word(),) if rng.random() < 0.5 else (), {"issuer": [drawer.value("issuer")]}),
        "number": lambda: ((), {"number": [drawer.value("number")]}),
        "dates": lambda: ((drawer.word(),), drawer.years()),
        "facets": lambda: ((drawer.word(),), {"facets": ["issuer", "kind", "year", "code"]}),
        "sort": lambda: ((drawer.word(),), {"sort": rng.choice(("date", "oldest", "number", "issuer"))}),
        "page 5": lambda: ((drawer.common(),), {"offset": 40}),
    }
    queries = [Query(sort, *make[sort]()) for sort, count in COUNTS.items() for _ in range(max(1, int(count * share)))]
    rng.shuffle(queries)
    return queries


def by_date(items: Sequence[Item], seed: int, count: int = 60) -> list[Query]:
    """Queries for the newest notices that hold a word, two words, or a piece of text."""
    drawer = Drawer(items, seed)
    kinds = (lambda: (drawer.word(),), drawer.several, lambda: (drawer.piece(),))
    return [Query("date", kinds[at % 3](), {"sort": "date"}) for at in range(count)]


def rare(items: Sequence[Item], seed: int, count: int = 60, most: int = 5) -> list[Query]:
    """Words that at most ``most`` of all these notices have."""
    counts = Counter(
        word for item in items for word in {word for word in printed_words(item.text) if _dictionary(word)}
    )
    words = sorted(word for word, number in counts.items() if number <= most)
    return [Query("rare", (word,)) for word in random.Random(seed).sample(words, min(count, len(words)))]


def _dictionary(word: str) -> bool:
    return len(word) > 1 and HAN.fullmatch(word) is not None
