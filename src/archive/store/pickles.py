"""Pickles of a Whoosh index, read without running what they may hold.

Whoosh keeps its list of segments and every block of postings as pickles, and a pickle can call anything. Here only the
classes that belong into an index are known, and Whoosh's own are not even imported.
"""

from __future__ import annotations

import io
import pickle
from collections import defaultdict
from typing import Any


class Listed:
    """What the list of segments says of one.

    Attributes:
        id: the part of its files' names that is its own.
        count: its documents, with those that are deleted.
        deleted: which of them are; may be added to.
        totals: for each field the words of all documents when they were written.
    """

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.id: str = state["segid"]
        self.count: int = state["_doccount"]
        self.deleted: set[int] = set(state["_deleted"] or ())
        self.totals: dict[str, int] = dict(state["_fieldlengths"])


class _Codec:
    """How a segment was written, which its files say too."""


_ALLOWED = {
    ("whoosh.codec.whoosh3", "W3Segment"): Listed,
    ("whoosh.codec.whoosh3", "W3Codec"): _Codec,
    ("collections", "defaultdict"): defaultdict,
    ("builtins", "int"): int,
    ("builtins", "set"): set,
}


class Plain(pickle.Unpickler):
    """An unpickler that refuses every class which has no place in an index.

    Raises:
        UnpicklingError: by ``load``, for such a class.
    """

    def find_class(self, module: str, name: str) -> Any:
        """The class of this name."""
        if (module, name) not in _ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in an index")
        return _ALLOWED[module, name]


def loads(data: bytes) -> Any:
    """As ``pickle.loads``."""
    return Plain(io.BytesIO(data)).load()
