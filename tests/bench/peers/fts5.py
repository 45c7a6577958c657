"""A bare SQLite FTS5 script: character bigrams, and a table with the date and the text; nothing else.

fts5.py index FILES INDEX · fts5.py search INDEX WORD · fts5.py warm INDEX QUERIES WARMING ·
fts5.py rank INDEX TEXTS QUERIES (lines of ready tokens, and a JSON list of lists of words: prints for each query the
numbers of the ten best lines by bm25 with all the words, and with any)
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
from itertools import pairwise
from pathlib import Path

import warming
from bigrams import created

_DAY = re.compile(r"([0-9]{2,4})年([0-9]{1,2})月([0-9]{1,2})日")


def bigrams(text: str) -> str:
    packed = "".join(text.split())
    return " ".join([before + after for before, after in zip(packed, packed[1:] + "$", strict=True)])


def phrase(word: str) -> str:
    packed = "".join(word.split())
    pairs = [before + after for before, after in pairwise(packed)] or [packed]
    star = "" if len(packed) > 1 else " *"
    return '"' + " ".join(pairs).replace('"', '""') + '"' + star


def day(text: str) -> str | None:
    found = _DAY.search(text)
    if not found:
        return None
    year, month, date = map(int, found.groups())
    return f"{year + 1911 if year < 1000 else year}-{month:02d}-{date:02d}"


def index(files: Path, folder: Path) -> None:
    db = created(folder / "fts5.sqlite3")
    db.execute("CREATE TABLE docs(id INTEGER PRIMARY KEY, path TEXT, date TEXT, text TEXT)")
    db.execute("CREATE INDEX by_date ON docs(date)")
    for key, path in enumerate(sorted(files.iterdir()), 1):
        text = path.read_text(encoding="utf-8", errors="replace")
        db.execute("INSERT INTO docs VALUES(?, ?, ?, ?)", (key, path.name, day(text), text))
        db.execute("INSERT INTO fts(rowid, text) VALUES(?, ?)", (key, bigrams(text)))
    db.execute("COMMIT")
    db.close()


def ask(db: sqlite3.Connection, words: list[str]) -> tuple[int, list[tuple[str, str, str]]]:
    """How many hold all the words, and the ten newest with a snippet."""
    match = " AND ".join(map(phrase, words))
    total = db.execute("SELECT count(*) FROM fts WHERE fts MATCH ?", (match,)).fetchone()[0]
    best = "SELECT id FROM docs WHERE id IN (SELECT rowid FROM fts WHERE fts MATCH ?) ORDER BY date DESC, id LIMIT 10"
    rows = db.execute(f"SELECT path, date, text FROM docs WHERE id IN ({best}) ORDER BY date DESC, id", (match,))
    found = []
    for path, date, text in rows:
        at = max(0, text.find(words[0]) - 20)
        found.append((path, date, text[at : at + 90]))
    return total, found


def rank(folder: Path, texts: Path, queries: list[list[str]]) -> dict[str, list[list[int]]]:
    """The ten best lines of ready tokens for each query."""
    db = created(folder / "rank.sqlite3", columnsize=1)
    with texts.open(encoding="utf-8") as lines:
        db.executemany("INSERT INTO fts(rowid, text) VALUES(?, ?)", enumerate(lines, 1))
    sql = "SELECT rowid - 1 FROM fts WHERE fts MATCH ? ORDER BY bm25(fts), rowid LIMIT 10"

    def best(words: list[str], between: str) -> list[int]:
        return [row[0] for row in db.execute(sql, (between.join(f'"{word}"' for word in words),))]

    return {
        "all": [best(words, " AND ") for words in queries],
        "any": [best(words, " OR ") for words in queries],
    }


def main(verb: str, *words: str) -> None:
    if verb == "index":
        index(Path(words[0]), Path(words[1]))
        return
    if verb == "rank":
        print(json.dumps(rank(Path(words[0]), Path(words[1]), json.loads(Path(words[2]).read_text("utf-8")))))
        return
    db = sqlite3.connect(Path(words[0]) / "fts5.sqlite3")
    if verb == "search":
        print(json.dumps(ask(db, list(words[1:])), ensure_ascii=False))
        return
    warming.report(words[1], words[2], lambda query: ask(db, query)[0])


if __name__ == "__main__":
    main(*sys.argv[1:])
