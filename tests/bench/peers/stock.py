"""Whoosh with jieba.analyse.ChineseAnalyzer, as every tutorial has it: id, title, content; QueryParser; highlights.

stock.py index FILES INDEX · stock.py search INDEX WORD · stock.py warm INDEX QUERIES WARMING
"""

from __future__ import annotations

import json
import logging
import sys
import warnings
from pathlib import Path

warnings.simplefilter("ignore")
import jieba  # noqa: E402
import warming  # noqa: E402
from jieba.analyse import ChineseAnalyzer  # noqa: E402
from whoosh.fields import ID, TEXT, Schema  # noqa: E402
from whoosh.index import FileIndex, create_in, open_dir  # noqa: E402
from whoosh.qparser import QueryParser  # noqa: E402
from whoosh.searching import Searcher  # noqa: E402

jieba.setLogLevel(logging.WARNING)


def index(files: Path, folder: Path) -> None:
    analyzer = ChineseAnalyzer()
    schema = Schema(
        id=ID(stored=True, unique=True),
        title=TEXT(stored=True, analyzer=analyzer),
        content=TEXT(stored=True, analyzer=analyzer),
    )
    writer = create_in(folder, schema).writer()
    for path in sorted(files.iterdir()):
        text = path.read_text(encoding="utf-8", errors="replace")
        writer.add_document(id=path.name, title=text.partition("\n")[0], content=text)
    writer.commit()


def ask(found: FileIndex, searcher: Searcher, words: list[str]) -> tuple[int, list[tuple[str, str, str]]]:
    """How many hold the words, and the ten best with their highlights."""
    query = QueryParser("content", found.schema).parse(" ".join(words))
    results = searcher.search(query, limit=10)
    return len(results), [(hit["id"], hit["title"], hit.highlights("content")) for hit in results]


def main(verb: str, *words: str) -> None:
    if verb == "index":
        index(Path(words[0]), Path(words[1]))
        return
    found = open_dir(words[0])
    with found.searcher() as searcher:
        if verb == "search":
            print(json.dumps(ask(found, searcher, list(words[1:])), ensure_ascii=False))
        else:
            warming.report(words[1], words[2], lambda query: ask(found, searcher, query)[0])


if __name__ == "__main__":
    main(*sys.argv[1:])
