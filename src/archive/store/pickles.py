"""Pickles of a Whoosh index, read without running what they may hold.

Whoosh keeps its list of segments and every block of postings as pickles, and a pickle can call anything. Here only the
classes that belong into an index are known.
"""

from __future__ import annotations

import io
import pickle
from typing import Any

_ALLOWED = {
    ("whoosh.codec.whoosh3", "W3Segment"),
    ("whoosh.codec.whoosh3", "W3Codec"),
    ("collections", "defaultdict"),
    ("builtins", "int"),
    ("builtins", "set"),
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
        return super().find_class(module, name)


def loads(data: bytes, *_: Any, **__: Any) -> Any:
    """As ``pickle.loads``."""
    return Plain(io.BytesIO(data)).load()
