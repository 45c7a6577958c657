"""What goes into a store and what it answers: plain data, the same for every store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from archive.errors import explain
from archive.plain import dataclass, field

if TYPE_CHECKING:
    from archive.corrections import Correction, Value
    from archive.text import Folded
    from archive.words import Weights

Status = Literal["stored", "failed", "refused", "empty"]
Sort = Literal["relevance", "date", "oldest", "number", "issuer"]
Reason = Literal["unsure", "inferred", "missing", "detached"]
FACETS = {"issuer": "issuers", "kind": "kind", "code": "code", "year": "year", "to": "addressees", "cc": "cc"}
"""Names of facets, as users type them, and what they count."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the indexes take of a notice, made where it was read.

    Attributes:
        folded: its text.
        words: its ``archive.words.weights``.
    """

    folded: Folded
    words: Weights


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The content of a file, wherever it lies.

    Attributes:
        sha256: its hash, 64 hexadecimal digits.
        bytes: its size.
        kind: as ``Document.kind``.
        reader: as ``Document.reader``.
        warnings: as ``Document.warnings``.
    """

    sha256: str
    bytes: int
    kind: str = ""
    reader: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What became of a path when it was last looked at.

    Attributes:
        sha256: the content it holds in the archive; None where it never went in.
        bytes: size of the file when it was last looked at.
        mtime_ns: its time of change then.
        status: "stored", or how it did not go in.
        reason: code of what was wrong.
        detail: facts of this file.
        ids: the notices that were read from that content, in its order, also superseded ones.
    """

    sha256: str | None
    bytes: int
    mtime_ns: int
    status: Status
    reason: str = ""
    detail: str = ""
    ids: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that did not go in: a reason code of ``Unreadable``, and when it was tried (ISO time, UTC)."""

    path: str
    status: Status
    reason: str
    detail: str
    when: str
    bytes: int
    mtime_ns: int

    @property
    def message(self) -> str:
        """Why, in the user's words."""
        return explain(self.reason, self.detail)


@dataclass(frozen=True, slots=True)
class Change:
    """A field of a notice that is to be another: its value as it was seen, and the new one."""

    id: str
    field: str
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class Doubt:
    """A field of a notice that a person should look at.

    Attributes:
        reason: "unsure": a rule that may be wrong read it; "inferred": it follows from the number's code; "missing":
            a notice is expected to bear it; "detached": a correction that fits no notice of its file, or several.
        id: the notice's; empty for a correction without one.
        field: its name.
        correction: the one that is detached.
    """

    reason: Reason
    id: str
    field: str
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One match: whether it is literal, and its score where one is known."""

    id: str
    literal: bool
    score: float | None = None


@dataclass(slots=True)
class Found:
    """An answer.

    Attributes:
        total: how many notices match.
        literal: how many of them match literally.
        rows: those of the page that was asked for, in order.
        facets: for each asked field, (value, notices) with most notices first.
        undated: notices that only lack a date to match.
    """

    total: int = 0
    literal: int = 0
    rows: list[Row] = field(default_factory=list)
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    undated: int = 0


@dataclass(slots=True)
class Stats:
    """The archive in figures: live notices, files with content of their own, distinct issuers, dates, size on disk.

    ``review`` counts the values that a person should look at, by field; ``due`` names what is out of date or missing,
    so that ``reindex`` should run: "fold", "segmenter", "words", "ranking".
    """

    notices: int = 0
    files: int = 0
    places: int = 0
    issuers: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    years: dict[str, int] = field(default_factory=dict)
    first: str | None = None
    last: str | None = None
    undated: int = 0
    unnumbered: int = 0
    superseded: int = 0
    renditions: int = 0
    failures: int = 0
    review: dict[str, int] = field(default_factory=dict)
    bytes: int = 0
    due: list[str] = field(default_factory=list)

    def record(self) -> dict[str, Any]:
        """The figures as JSON data."""
        from dataclasses import asdict

        return asdict(self)
