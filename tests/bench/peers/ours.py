"""The archive asked through its public library, in one process.

ours.py warm INDEX QUERIES WARMING (JSON lists of the keyword arguments of Archive.search; the second list is asked
first and not measured) · ours.py rank INDEX QUERIES (prints for each query the file names of the ten best)
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from archive import Archive


def warm(index: str, queries: list[dict[str, Any]], before: list[dict[str, Any]]) -> dict[str, list[float]]:
    with Archive.open(index) as archive:
        for query in before:
            archive.search(**query)
        wall, cpu, totals = [], [], []
        for query in queries:
            begin, began = time.perf_counter(), time.process_time()
            found = archive.search(**query)
            [hit.snippet for hit in found.hits]  # made when it is asked for
            cpu.append(time.process_time() - began)
            wall.append(time.perf_counter() - begin)
            totals.append(found.total)
    return {"seconds": wall, "cpu": cpu, "totals": totals}


def rank(index: str, queries: list[str]) -> list[list[str]]:
    with Archive.open(index) as archive:
        return [
            [Path(hit.notice.source.path).name for hit in archive.search(query, limit=20).hits] for query in queries
        ]


def main(verb: str, index: str, *files: str) -> None:
    given = [json.loads(Path(file).read_text("utf-8")) for file in files]
    print(json.dumps(warm(index, *given) if verb == "warm" else rank(index, *given)))


if __name__ == "__main__":
    main(*sys.argv[1:])
