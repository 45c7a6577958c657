"""The FTS5 table of character bigrams: contentless, tokens cut at blanks alone, a large hash."""

from __future__ import annotations

import sqlite3
from pathlib import Path

_TOKENS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".replace("'", "''")
_TOKENIZER = f"ascii tokenchars '{_TOKENS}'".replace("'", "''")


def created(path: Path, columnsize: int = 0) -> sqlite3.Connection:
    """A new database with the table ``fts``, in an open transaction; bm25 needs ``columnsize=1``."""
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        f"CREATE VIRTUAL TABLE fts USING fts5(text, content='', columnsize={columnsize}, tokenize='{_TOKENIZER}');"
        "INSERT INTO fts(fts, rank) VALUES('hashsize', 67108864); BEGIN;"
    )
    return db
