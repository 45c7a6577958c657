"""Where notices are kept and found: ``LocalStore`` for a folder, and the plain data it takes and gives."""

from archive.store.data import FACETS, Change, Doubt, Failure, Found, Known, Row, Sort, SourceFile, Stats, Status
from archive.store.local import LocalStore

__all__ = [
    "FACETS", "Change", "Doubt", "Failure", "Found", "Known", "LocalStore", "Row", "Sort", "SourceFile", "Stats",
    "Status",
]  # fmt: skip
