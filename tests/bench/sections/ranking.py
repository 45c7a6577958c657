"""Whether the best come first: queries of two subject words, judged by the gazette's cataloguers."""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from archive.words import segment

from ..corpus import SEED, Item
from ..floors import Verdict
from ..measure import run
from ..mix import HAN
from ..peers import script
from ..table import Section
from ..workbench import Bench
from .warm import saved

QUERIES, LEAST, MOST = 300, 3, 200
"""So many queries, each with so many relevant notices."""
BEST = 10


def measure(bench: Bench) -> Section:
    """P@10 and MRR of the archive, and of tantivy and FTS5 bm25 over the same tokens.

    All of them are asked for notices with both words, as the archive understands words beside each other; how the
    peers do with either word is shown, not judged.
    """
    items = bench.corpus.items[: bench.top]
    section = Section("ranking", f"two subject words, {bench.top:,} notices", (f"P@{BEST}", "MRR", "nothing found"))
    asked = queries(items, SEED)
    if bench.corpus.made or not asked:
        section.notes.append("skipped: only the gazette has a catalogue of subjects")
        return section
    section.title += f", {len(asked)} queries"
    answers = {"archive": _ours(bench, [words for words, _ in asked], items)}
    tokens = bench.work / "tokens.txt"
    tokens.write_text("".join(" ".join(segment(item.text)) + "\n" for item in items), encoding="utf-8")
    words = saved(bench, "pairs", [words for words, _ in asked])
    for name in ("tantivy", "fts5"):
        if name in bench.peers:
            folder = bench.work / f"{name}-ranking"
            folder.mkdir()
            command = script(bench.peers[name].script, "rank", folder, tokens, words)
            given = json.loads(run(command, bench.env, keep=True).out)
            answers |= {f"{name}, {which} of the words": lines for which, lines in given.items()}
    judged = {name: judge(lines, [relevant for _, relevant in asked]) for name, lines in answers.items()}
    section.rows += [(name, *figures) for name, figures in judged.items()]
    others = [figures for name, figures in judged.items() if name.endswith("all of the words")]
    if others:
        section.verdicts.append(Verdict("precision", judged["archive"][0] / max(each[0] for each in others)))
        section.verdicts.append(Verdict("reciprocal", judged["archive"][1] / max(each[1] for each in others)))
    return section


def queries(items: Sequence[Item], seed: int, count: int = QUERIES) -> list[tuple[tuple[str, str], frozenset[int]]]:
    """Pairs of subject words in random order, with the places of the notices whose subjects hold both."""
    pairs: dict[tuple[str, str], set[int]] = defaultdict(set)
    subjects = [
        sorted({word for word in segment(item.subject) if len(word) > 1 and HAN.fullmatch(word)}) for item in items
    ]
    often = Counter(word for words in subjects for word in words)
    for at, words in enumerate(subjects):
        for pair in combinations([word for word in words if often[word] >= LEAST], 2):
            pairs[pair].add(at)
    fit = sorted(pair for pair, places in pairs.items() if LEAST <= len(places) <= MOST)
    chosen = random.Random(seed).sample(fit, min(count, len(fit)))
    return [(pair, frozenset(pairs[pair])) for pair in chosen]


def judge(answers: Sequence[Sequence[int]], relevant: Sequence[Collection[int]]) -> tuple[float, float, int]:
    """Precision in the first ten, mean reciprocal rank of the first right one there, and queries without an answer.

    Args:
        answers: for each query the places that were found, best first, none twice.
        relevant: for each query the places that are right.
    """
    precision = reciprocal = 0.0
    for found, right in zip(answers, relevant, strict=True):
        ranks = [rank for rank, place in enumerate(found[:BEST], 1) if place in right]
        precision += len(ranks) / BEST
        reciprocal += 1 / ranks[0] if ranks else 0
    return precision / len(answers), reciprocal / len(answers), sum(not found for found in answers)


def _ours(bench: Bench, pairs: Sequence[tuple[str, str]], items: Sequence[Item]) -> list[list[int]]:
    asked = saved(bench, "pairs", [" ".join(pair) for pair in pairs])
    given = json.loads(run(script("ours", "rank", bench.index(bench.top), asked), bench.env, keep=True).out)
    places = {item.name: at for at, item in enumerate(items)}
    return [_places(names, places) for names in given]


def _places(names: Sequence[str], places: Mapping[str, int]) -> list[int]:
    """The files of the hits, each once: a file may hold several notices."""
    return list(dict.fromkeys(places[Path(name).name] for name in names))[:BEST]
