"""What is taken in and asked for: the gazette where it is there, notices made up by tests/corpora where not."""

from __future__ import annotations

import itertools
import json
import lzma
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.corpora.made import generate, plain

SEED = 5
GAZETTE = Path(__file__).parents[3] / "shared" / "corpus" / "gazette.jsonl.xz"
"""Where the gazette lies beside the project."""
GOLD = GAZETTE.parents[1] / "gold" / "files"
"""Where labelled real files lie."""


@dataclass(frozen=True)
class Item:
    """One notice with what its catalogue says of it, empty where that says nothing."""

    name: str
    text: str
    issuer: str = ""
    number: str = ""
    date: str = ""
    subject: str = ""


class Corpus:
    """Notices in a fixed order; the first of them are the smaller corpora.

    Args:
        items: the notices.
        made: whether they are made up.
    """

    def __init__(self, items: Sequence[Item], made: bool) -> None:
        self.items, self.made = list(items), made

    def __len__(self) -> int:
        return len(self.items)

    def grow(self, size: int) -> None:
        """Adds notices until there are ``size``: sentences of all, dealt anew behind the heads of some."""
        if len(self.items) < size:
            more = resampled(list(self.items), random.Random(SEED))
            self.items += itertools.islice(more, size - len(self.items))

    def bytes(self, size: int) -> int:
        """UTF-8 bytes of the first ``size`` texts."""
        return sum(len(item.text.encode()) for item in self.items[:size])

    def write(self, folder: Path, size: int) -> None:
        """Writes the first ``size`` as files, one notice each."""
        folder.mkdir(parents=True)
        for item in self.items[:size]:
            (folder / item.name).write_text(item.text, encoding="utf-8", newline="")


def gazette(path: Path, size: int) -> Corpus:
    """The first ``size`` notices of a gazette file, all when it has fewer."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in itertools.islice(lines, size)]
    fields = ("text", "issuer", "number", "date", "subject")
    return Corpus([Item(f"{row['id']}.txt", *(row.get(field) or "" for field in fields)) for row in rows], made=False)


def made_up(size: int) -> Corpus:
    """Notices made up by tests/corpora/made, with the truth as their catalogue."""
    return Corpus(list(itertools.islice(_made_up(), size)), made=True)


def _made_up() -> Iterator[Item]:
    for seed in itertools.count(SEED):
        for at, (_form, notices) in enumerate(generate.files(seed)):
            for made in notices:
                truth = made.truth
                manner = plain.MANNERS[at % len(plain.MANNERS)]
                yield Item(
                    f"{seed:03d}-{at:03d}-{notices.index(made)}.txt",
                    plain.text([made.rows], manner, title=truth.get("title") or ""),
                    next(iter(truth.get("issuers", ())), ""),
                    truth.get("number") or "",
                    truth.get("date") or "",
                )


def resampled(items: Sequence[Item], rng: random.Random) -> Iterator[Item]:
    """Notices without end, each with the head of one of ``items`` and as many sentences, drawn from all.

    Digits of the head's last number are drawn anew, so that numbers repeat no more often than in the original.
    """
    pool = [sentence for item in items for sentence in sentences(body(item.text))]
    for at in itertools.count():
        model = rng.choice(items)
        head = model.text[: len(model.text) - len(body(model.text))]
        number = re.sub(r"\d", lambda _: str(rng.randrange(10)), model.number) if model.number in head else ""
        if number:
            head = head.replace(model.number, number)
        count = len(sentences(body(model.text)))
        yield Item(
            f"resampled-{at:06d}.txt", head + "".join(rng.choices(pool, k=count)), model.issuer, number, model.date
        )


def body(text: str) -> str:
    """A text without its first three lines."""
    return "".join(text.splitlines(keepends=True)[3:])


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with what ends it."""
    return re.findall(r"[^。\n]*[。\n]+|[^。\n]+", text)
