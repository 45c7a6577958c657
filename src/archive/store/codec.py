"""What is used of Whoosh; the only module that imports it."""

from __future__ import annotations

import os
import warnings
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from archive.store.pickles import Plain, loads

NAME, FIELD, KEY = "MAIN", "words", "key"
"""Of the index, of its one field, and of the column that says which notice a document is."""


@cache
def loaded() -> SimpleNamespace:
    """What of Whoosh is used here, its own unpickling replaced."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        from whoosh import columns, fields, formats, index
        from whoosh.codec import whoosh3
        from whoosh.filedb import filestore, structfile
        from whoosh.util.numeric import byte_to_length
    structfile.load_pickle = lambda file: Plain(file).load()
    whoosh3.loads = columns.loads = loads
    index.toc_loaders.clear()  # readers of old formats, with an unpickler of their own

    class Storage(filestore.FileStorage):  # type: ignore[misc]
        """A folder whose files are 0600 and can be synced."""

        def create_file(self, name: str, mode: str = "wb", **_: Any) -> Any:
            flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
            descriptor = os.open(Path(self.folder, name), flags, 0o600)
            return structfile.StructFile(os.fdopen(descriptor, mode), name=name)

        def temp_storage(self, name: str | None = None) -> Any:
            path = Path(self.folder, name or "tmp")
            path.mkdir(mode=0o700, exist_ok=True)
            return Storage(str(path))

    words = fields.FieldType(formats.Existence(), None, scorable=True)
    schema = fields.Schema(**{FIELD: words, KEY: fields.COLUMN(columns.NumericColumn("Q"))})
    return SimpleNamespace(
        TOC=index.TOC, W3Codec=whoosh3.W3Codec, W3TermInfo=whoosh3.W3TermInfo, clean=index.clean_files,
        lengths=[byte_to_length(byte) for byte in range(256)], Storage=Storage, schema=schema,
    )  # fmt: skip
