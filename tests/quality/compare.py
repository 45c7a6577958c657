"""What a parser found held against the truth, value by value.

Width, blanks, brackets and end punctuation count against no one; an issuer may be found under a longer name that ends
with the true one; a list is compared as a set; where a notice has ``alt``, any of its values is as right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from archive.notice import FIELDS, Citation, Notice

from .corpora import Truth

MAIN = ("issuers", "number", "title", "kind", "date", "addressees", "cc")
"""Held against every notice, and the only ones by which notices are paired."""
IDENTITY = ("issuers", "number", "title", "date")
"""What must all be right for a notice to be found by what is known of it."""
REST = ("cites", "cut", "wrapper", "pages", "first_words", "last_words")
ALL = (*FIELDS, *REST)

Values = frozenset[str]


@lru_cache(maxsize=1 << 16)
def plain(value: str) -> str:
    """A value without what counts against no one.

    >>> plain("苏工办[2024]９号："), plain("各县（区）")
    ('苏工办〔2024〕9号', '各县〔区〕')
    """
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", value))
    text = re.sub(r"[\])】﹞〕]", "〕", re.sub(r"[\[(【﹝〔]", "〔", text))
    return re.sub(r"[“”\"'‘’]", '"', text).strip(":：;；,，.。、").lower()


def values(value: Any) -> Values:
    """A field's values; what is absent, null or false has none."""
    if value is None or value is False or value == "" or value == []:
        return frozenset()
    items = value if isinstance(value, list | tuple) else [value]
    return frozenset(plain(_words(item)) for item in items)


def _words(item: Any) -> str:
    if isinstance(item, Citation):
        return f"{item.title or ''} {item.number or ''}"
    if isinstance(item, dict):
        return f"{item.get('title') or ''} {item.get('number') or ''}"
    return str(item)


@dataclass(frozen=True)
class Judged:
    """One field of one notice: what it should hold and what was found.

    Attributes:
        field: its name.
        notice: the notice found, or None where none was.
        want: true values.
        said: values found.
        right: true values that were found.
    """

    field: str
    notice: Notice | None
    want: Values
    said: Values
    right: int

    @property
    def wrong(self) -> int:
        """Values found in the place of true ones."""
        return max(0, min(len(self.want), len(self.said)) - self.right)

    @property
    def missing(self) -> int:
        """True values for which none was found."""
        return len(self.want) - self.right - self.wrong

    @property
    def extra(self) -> int:
        """Values found where there is none."""
        return max(0, len(self.said) - self.right - self.wrong)

    def holds(self, value: Any) -> bool:
        """Whether a value found is a true one."""
        return is_right(self.field, self.want, plain(_words(value)))


def is_right(field: str, want: Values, said: str) -> bool:
    """Whether a value is among the true ones, an issuer also under a longer name."""
    return said in want or (field == "issuers" and any(len(each) >= 3 and said.endswith(each) for each in want))


def judge(truth: Sequence[Truth], found: Sequence[Notice]) -> Iterator[list[Judged]]:
    """The fields of each notice of a document; a notice that only one side has stands against nothing.

    Only labelled fields are held against a notice; against one too many, all that the document's labels name.
    """
    labelled = {field for want in truth for field in ALL if field in want or (field == "pages" and "page_from" in want)}
    for want, notice in paired(truth, found):
        fields = [field for field in ALL if field in want or (field == "pages" and "page_from" in want)]
        if not want:
            fields = [field for field in ALL if field in MAIN or field in labelled - set(REST)]
        yield [_judged(field, want, notice) for field in fields]


def paired(truth: Sequence[Truth], found: Sequence[Notice]) -> list[tuple[Truth, Notice | None]]:
    """Notices labelled and found of one document, best matches first, each used once; ``{}`` where none is labelled."""
    wanted = [{field: values(each.get(field)) for field in MAIN} for each in truth]
    said = [{field: values(getattr(each, field)) for field in MAIN} for each in found]
    ranked = sorted(
        ((_alike(wanted[i], said[j]), -abs(i - j), i, j) for i in range(len(truth)) for j in range(len(found))),
        reverse=True,
    )
    partner: dict[int, int] = {}
    for _, _, i, j in ranked:
        if i not in partner and j not in partner.values():
            partner[i] = j
    pairs: list[tuple[Truth, Notice | None]] = [
        (want, found[partner[i]] if i in partner else None) for i, want in enumerate(truth)
    ]
    return pairs + [({}, each) for j, each in enumerate(found) if j not in partner.values()]


def _alike(want: dict[str, Values], said: dict[str, Values]) -> int:
    return sum(3 if field in ("number", "title") else 1 for field in MAIN if want[field] and want[field] == said[field])


def _judged(field: str, want: Truth, notice: Notice | None) -> Judged:
    true, said = _true(field, want), _said(field, want, notice) if notice else frozenset()
    for other in (want.get("alt") or {}).get(field, []):
        if true != said and values(other) == said:
            true = said
    if field == "issuers":
        right = sum(any(is_right(field, frozenset([each]), one) for one in said) for each in true)
    else:
        right = len(true & said)
    return Judged(field, notice, true, said, right)


def _true(field: str, want: Truth) -> Values:
    if field == "pages":
        return values(f"{want['page_from']}-{want['page_to']}") if want else frozenset()
    return values(want.get(field))


def _said(field: str, want: Truth, notice: Notice) -> Values:
    if field == "pages":
        return values(f"{notice.source.page_from}-{notice.source.page_to}")
    if field in ("first_words", "last_words"):
        words, text = plain(want[field]), plain(notice.text)
        there = words in text if field == "first_words" else text.endswith(words)
        return values(want[field]) if there else frozenset(["(not there)"])
    return values(getattr(notice, field))
