"""Printed rows: what a notice is made of before it becomes a text file or a PDF."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Row:
    """One row or one paragraph as the author wrote it.

    Attributes:
        text: its letters; empty for an empty line.
        place: ``paragraph`` (indented by two letters, wrapped), ``flush`` (wrapped), ``left``, ``centre``, ``right``.
        part: the part of the notice it belongs to; blank lines may stand between parts.
        cells: where it is a row of columns, these instead of ``text``.
        size: size of its letters: ``body``, ``title``, ``small``, ``masthead``.
        red: whether its letters are red.
        page: whether it begins a page.
        right: how many letters from the right edge it ends, where it stands at the right.
        between: it stands half a row lower (文件 beside two stacked names).
    """

    text: str
    place: str = "paragraph"
    part: str = "body"
    cells: tuple[str, ...] = ()
    size: str = "body"
    red: bool = False
    page: bool = False
    right: float = 2.0
    between: bool = False


@dataclass
class Made:
    """A made-up notice: its rows, what a careful clerk would record of it, and its day even where it prints none."""

    rows: list[Row] = field(default_factory=list)
    truth: dict[str, Any] = field(default_factory=dict)
    day: datetime.date | None = None

    def add(self, text: str, place: str = "paragraph", part: str = "body", **more: Any) -> None:
        self.rows.append(Row(text, place, part, **more))

    def alt(self, name: str, *values: Any) -> None:
        """Say that these values of a field are as right."""
        known = self.truth.setdefault("alt", {}).setdefault(name, [])
        known.extend(value for value in values if value not in known and value != self.truth[name])


EMPTY_TRUTH: dict[str, Any] = {
    "issuers": [],
    "number": None,
    "title": None,
    "kind": None,
    "date": None,
    "addressees": [],
    "cc": [],
    "printed": None,
    "signature": [],
    "signer": None,
    "secrecy": None,
    "urgency": None,
    "copy_number": None,
    "attachments": [],
    "note": None,
    "cut": False,
}


def fresh() -> Made:
    """A notice of which nothing is said yet."""
    return Made(truth={name: list(value) if isinstance(value, list) else value for name, value in EMPTY_TRUTH.items()})
