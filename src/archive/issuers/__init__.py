"""The authority file of issuers (发文机关): who they are, what else they are called, whose codes are whose.

``Authority`` is what the file says; the other functions give the text of the file with one thing changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archive.issuers.authority import Authority
from archive.issuers.entry import FILE, Issuer, Predecessor

if TYPE_CHECKING:
    from archive.issuers.editing import alias, code, include, merge, parent, predecessor, put, remove, unalias, uncode

__all__ = [
    "FILE",
    "Authority",
    "Issuer",
    "Predecessor",
    "alias",
    "code",
    "include",
    "merge",
    "parent",
    "predecessor",
    "put",
    "remove",
    "unalias",
    "uncode",
]


def __getattr__(name: str) -> Any:
    """Imports an edit when it is first used: a search needs none."""
    if name not in __all__:
        raise AttributeError(f"module 'archive.issuers' has no attribute {name!r}")
    from archive.issuers import editing

    return getattr(editing, name)
