"""One issuer as people confirmed it: plain data."""

from __future__ import annotations

from typing import Any

from archive.plain import dataclass

FILE = "issuers.toml"
"""The authority file of an archive; only what a person confirmed stands in it."""


@dataclass(frozen=True, slots=True)
class Predecessor:
    """The body whose place an issuer took; ``until`` is its last day, month or year (ISO), None when not known."""

    name: str
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Issuer:
    """One issuer (发文机关).

    Attributes:
        name: its full name.
        aliases: its other names, short ones too.
        codes: its agency codes (发文机关代字), e.g. ``苏工发``.
        parent: the body above it; may be one that has no entry of its own.
        predecessors: the bodies before it.
    """

    name: str
    aliases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    parent: str | None = None
    predecessors: tuple[Predecessor, ...] = ()

    def data(self) -> dict[str, Any]:
        """The issuer as JSON data, lists sorted."""
        former = sorted(self.predecessors, key=lambda each: (each.name, each.until or ""))
        return {
            "name": self.name,
            "aliases": sorted(self.aliases),
            "codes": sorted(self.codes),
            "parent": self.parent,
            "predecessors": [{"name": each.name, "until": each.until} for each in former],
        }
