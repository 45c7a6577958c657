"""Any text as a query or a document number: an answer or a clear error, in a tenth of a second."""

from __future__ import annotations

import random
import time
from pathlib import Path

from archive import Archive, ArchiveError, number
from tests.faults import guided, yard
from tests.faults.yard import Section

PIECES = (
    "通知", "关于", "职工 ", "女", "防汛", "(", ")", "（", "）", '"', "“", "”", "「", "」", " OR ", " NOT ",
    "-", "|", "｜", "issuer:", "发文机关：", "number:", "文号:", "date:", "日期：", "..", "2024", "2024-06-31",
    "〔2024〕", "[2024]", "第", "号", "號", "9", "０１", "kind:", "title:", "to:", "cc:", "cites:", "year:",
    "code:", "苏工办", "字第", "\u3000", " ", "\t", "\n", "\f", "\u0000", "\u202e", "\ufeff", "\ud800", "𠮷",
    "é", "ABC", "*", "\\", "'", ";--", "%", "_", "{}", "一二三", "二〇二四年", "民國113年", "、", "，", ":",
    "：",
)  # fmt: skip
_SECONDS = 0.1


def section(work: Path, count: int, seed: int) -> Section:
    """Asks an archive what no clerk would."""
    found = Section("queries")
    index = work / "index"
    yard.run(index, "ingest", yard.files(work / "in", 200))
    rng, slowest = random.Random(seed), 0.0
    with Archive.open(index) as archive:
        for _ in range(count):
            query = "".join(rng.choices(PIECES, k=rng.choice((1, 2, 4, 8, 16, 64, 256))))
            for name in ("query", "number"):
                slowest = max(slowest, asked(archive, name, query, found))
        for unit in PIECES:
            for text in (unit * (100_000 // len(unit)), (unit + "9") * (50_000 // len(unit)), unit + "（" * 100_000):
                began = time.perf_counter()
                number.find(text)
                took = time.perf_counter() - began
                found.outcomes["100 KB of one piece, numbers looked for"] += 1
                if took > 2:
                    found.problems.append(f"numbers: {took:.1f} s for {unit!r} × {len(text)}")
    guided.section(found, index, PIECES, count, seed)
    found.figures["slowest ms"] = round(1000 * slowest, 1)
    return found


def asked(archive: Archive, name: str, query: str, found: Section) -> float:
    """Asks a query or a number; the seconds it takes, the least of three times where it takes long."""
    best = _ask(archive, name, query, found)
    if best > _SECONDS:  # the machine may have been busy
        best = min(_ask(archive, name, query, found) for _try in range(3))
    if best > _SECONDS:
        found.problems.append(f"{best:.2f} s: {name} {query!r}"[:300])
    return best


def _ask(archive: Archive, name: str, query: str, found: Section) -> float:
    began = time.perf_counter()
    try:
        if name == "query":
            archive.search(query)
        else:
            archive.search(number=[query])
        found.outcomes["answered"] += 1
    except ArchiveError:
        found.outcomes["a clear error"] += 1
    except Exception as error:  # whatever it is, it is a fault
        found.problems.append(f"{type(error).__name__}: {error}: {query!r}"[:300])
        found.outcomes["fault"] += 1
    return time.perf_counter() - began
