"""The tree of a query: plain nodes that every store compiles and the oracle matches."""

from __future__ import annotations

from collections.abc import Iterator

from archive.number import Pattern
from archive.plain import dataclass

Units = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """Words of the text: ``units`` stand in a row in title or text (``title=True``: in the title).

    Where ``words`` is not empty it also matches, less literally, where each of these words stands so.
    """

    units: Units
    words: tuple[Units, ...] = ()
    title: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """``units`` stand in a row in one of the notice's values of ``field``: issuers, addressees, cc or kind.

    For ``kind`` the whole value must be these units.
    """

    field: str
    units: Units


@dataclass(frozen=True, slots=True)
class Named:
    """One of the notice's values of ``field`` (issuers, addressees or cc) is, as a whole, one of ``names``."""

    field: str
    names: tuple[Units, ...]


@dataclass(frozen=True, slots=True)
class Numbered:
    """The notice's number fits the pattern; with ``bare`` also where a cited one fits, or ``units`` stand in a row."""

    pattern: Pattern
    bare: bool = False
    units: Units = ()


@dataclass(frozen=True, slots=True)
class Cites:
    """The notice cites a document whose number fits ``pattern``, or whose title holds ``units`` in a row."""

    pattern: Pattern | None = None
    units: Units = ()


@dataclass(frozen=True, slots=True)
class Dated:
    """The date lies between two ISO days, both included; an open end is None. Undated notices never match."""

    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True)
class Coded:
    """The agency code of the number (苏工办), folded, is ``code``."""

    code: str


@dataclass(frozen=True, slots=True)
class Year:
    """The number's year, or without one the date's, lies between two years, both included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class And:
    """All of them; with no parts, every notice."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of them."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """All notices but these."""

    part: Node


Node = Text | Name | Named | Numbered | Cites | Dated | Coded | Year | And | Or | Not


def leaves(node: Node) -> Iterator[Node]:
    """The nodes under ``node`` that are asked for, not those under a NOT."""
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from leaves(part)
    elif not isinstance(node, Not):
        yield node
