"""An archive of Chinese official notices (公文): the public library.

>>> from archive.number import parse
>>> str(parse("苏工办[2024]第009号"))
'苏工办〔2024〕9号'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archive.errors import ArchiveError
    from archive.library import Archive
    from archive.notice import Notice
    from archive.number import Number
    from archive.query import Node as Query

__version__ = "0.6.2"
__all__ = ["Archive", "ArchiveError", "Notice", "Number", "Query", "__version__"]

_HOMES = {
    "Archive": ("archive.library", "Archive"),
    "ArchiveError": ("archive.errors", "ArchiveError"),
    "Notice": ("archive.notice", "Notice"),
    "Number": ("archive.number", "Number"),
    "Query": ("archive.query", "Node"),
}


def __getattr__(name: str) -> Any:
    """Imports a public name when it is first used, so that importing the package costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'archive' has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
