"""发文字号: read every written form, write the standard one, compare, order, ranges, gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archive.number.asking import Pattern, bare, longest, pattern
from archive.number.model import Form, Number, Parts, code_key, gaps
from archive.number.reading import parse

if TYPE_CHECKING:
    from archive.number.finding import Found, find

__all__ = [
    "Form",
    "Found",
    "Number",
    "Parts",
    "Pattern",
    "bare",
    "code_key",
    "find",
    "gaps",
    "longest",
    "parse",
    "pattern",
]


def __getattr__(name: str) -> Any:
    """Imports what finds numbers in running text when it is first used: a search needs none of it."""
    if name not in ("Found", "find"):
        raise AttributeError(f"module 'archive.number' has no attribute {name!r}")
    from archive.number import finding

    globals().update(Found=finding.Found, find=finding.find)
    return globals()[name]
