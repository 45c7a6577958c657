"""Tantivy over rjieba's words: one field of words cut at white space, all of them asked.

tantivy_jieba.py index FILES INDEX · tantivy_jieba.py search INDEX WORD · tantivy_jieba.py warm INDEX QUERIES WARMING ·
tantivy_jieba.py rank INDEX TEXTS QUERIES (lines of ready tokens, and a JSON list of lists of words: prints for each
query the numbers of the ten best lines with all the words, and with any)
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import rjieba
import tantivy
import warming


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("path", stored=True, tokenizer_name="raw")
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    builder.add_bytes_field("text", stored=True, indexed=False)
    return builder.build()


def index(files: Path, folder: Path) -> None:
    made = tantivy.Index(schema(), path=str(folder))
    writer = made.writer(heap_size=128 << 20, num_threads=2)
    for path in sorted(files.iterdir()):
        text = path.read_text(encoding="utf-8", errors="replace")
        words = " ".join(cut(text))
        writer.add_document(tantivy.Document(path=path.name, words=words, text=text.encode()))
    writer.commit()
    writer.wait_merging_threads()


def cut(text: str) -> list[str]:
    return [word for word in rjieba.cut(text, False) if not word.isspace()]


def of_words(words: list[str], found: tantivy.Index, occur: tantivy.Occur = tantivy.Occur.Must) -> tantivy.Query:
    terms = [tantivy.Query.term_query(found.schema, "words", word, index_option="freq") for word in words]
    return tantivy.Query.boolean_query([(occur, term) for term in terms])


def ask(found: tantivy.Index, searcher: tantivy.Searcher, words: list[str]) -> tuple[int, list[tuple[str, str]]]:
    """How many hold all the words, and the ten best with a snippet."""
    answer = searcher.search(of_words([part for word in words for part in cut(word)], found), limit=10, count=True)
    hits = []
    for _score, address in answer.hits:
        document = searcher.doc(address)
        text = bytes(document["text"][0]).decode()
        at = max(0, text.find(words[0]) - 20)
        hits.append((document["path"][0], text[at : at + 90]))
    return answer.count, hits


def rank(folder: Path, texts: Path, queries: list[list[str]]) -> dict[str, list[list[int]]]:
    """The ten best lines of ready tokens for each query."""
    made = tantivy.Index(schema(), path=str(folder))
    writer = made.writer(heap_size=128 << 20, num_threads=1)
    with texts.open(encoding="utf-8") as lines:
        for at, line in enumerate(lines):
            writer.add_document(tantivy.Document(path=str(at), words=line))
    writer.commit()
    writer.wait_merging_threads()
    made.reload()
    searcher = made.searcher()

    def best(words: list[str], occur: tantivy.Occur) -> list[int]:
        hits = searcher.search(of_words(words, made, occur), limit=10).hits
        return [int(searcher.doc(address)["path"][0]) for _score, address in hits]

    kinds = {"all": tantivy.Occur.Must, "any": tantivy.Occur.Should}
    return {name: [best(words, occur) for words in queries] for name, occur in kinds.items()}


def main(verb: str, *words: str) -> None:
    if verb == "index":
        index(Path(words[0]), Path(words[1]))
    elif verb == "rank":
        print(json.dumps(rank(Path(words[0]), Path(words[1]), json.loads(Path(words[2]).read_text("utf-8")))))
    else:
        found = tantivy.Index.open(words[0])
        searcher = found.searcher()
        if verb == "search":
            print(json.dumps(ask(found, searcher, list(words[1:])), ensure_ascii=False))
        else:
            warming.report(words[1], words[2], lambda query: ask(found, searcher, query)[0])


if __name__ == "__main__":
    main(*sys.argv[1:])
