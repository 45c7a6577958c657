"""The bare parts on the archive's own data: segmenter, FTS5 and stock Whoosh, each alone; prints CPU seconds as JSON.

bare.py FILES INDEX. Reading, folding, the bigram strings and the joined tokens are made before and not counted; the
Whoosh field is one KEYWORD field with frequencies, no positions, nothing stored.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from pathlib import Path

warnings.simplefilter("ignore")
import rjieba  # noqa: E402
from bigrams import created  # noqa: E402
from whoosh.fields import ID, KEYWORD, Schema  # noqa: E402
from whoosh.index import create_in  # noqa: E402

from archive.text import key, units  # noqa: E402


def bigrams(text: str) -> str:
    row = units(text)
    return " ".join([before + "\u00a0" + after for before, after in zip(row, [*row[1:], "\u2002"], strict=True)])


def cutting(texts: list[str]) -> list[list[str]]:
    return [rjieba.cut(text, False) for text in texts]


def inserting(rows: list[str], folder: Path) -> None:
    db = created(folder / "bare.sqlite3")
    db.executemany("INSERT INTO fts(rowid, text) VALUES(?, ?)", enumerate(rows, 1))
    db.execute("COMMIT")
    db.close()


def adding(tokens: list[str], folder: Path) -> None:
    writer = create_in(folder, Schema(id=ID(), words=KEYWORD(scorable=True))).writer()
    for at, words in enumerate(tokens):
        writer.add_document(id=str(at), words=words)
    writer.commit()


def main(files: str, folder: str) -> None:
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(Path(files).iterdir())]
    folded = [key(text) for text in texts]
    rjieba.cut("先", False)
    clock, spent = time.process_time, {}
    begin = clock()
    cut = cutting(folded)
    spent["segmenter"] = clock() - begin
    tokens = [" ".join(word for word in words if not word.isspace()) for words in cut]
    del cut
    begin = clock()
    rows = list(map(bigrams, texts))
    made = clock() - begin
    begin = clock()
    inserting(rows, Path(folder))
    spent["FTS5"] = clock() - begin
    del rows
    begin = clock()
    adding(tokens, Path(folder))
    spent["Whoosh"] = clock() - begin
    print(json.dumps({"spent": spent, "bigram strings, not counted": made}))


if __name__ == "__main__":
    main(*sys.argv[1:])
