"""``python -m tests.faults``: what is done to an archive that should not be, and what becomes of it.

Without options the short form (about five minutes); --long takes more than an hour. Seeds are printed; the same seed
does the same. Exit status 1 when something was lost, wrong or unsaid. Nothing is written into the project.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.faults import full, hostile, kills, load, queries, spoils
from tests.faults.yard import Section, tell

SECTIONS: dict[str, tuple[Callable[[Path, int], Section], Callable[[Path, int], Section]]] = {
    "kill": (
        lambda work, seed: kills.section(work, 20, seed),
        lambda work, seed: kills.section(work, 300, seed),
    ),
    "damage": (
        lambda work, seed: spoils.section(work, 36, seed),
        lambda work, seed: spoils.section(work, 2000, seed),
    ),
    "full": (
        lambda work, seed: full.section(work, 8, seed),
        lambda work, seed: full.section(work, 100, seed),
    ),
    "hostile": (
        lambda work, seed: hostile.section(work, 1000, seed),
        lambda work, seed: hostile.section(work, 20_000, seed),
    ),
    "queries": (
        lambda work, seed: queries.section(work, 1000, seed),
        lambda work, seed: queries.section(work, 50_000, seed),
    ),
    "load": (
        lambda work, seed: load.section(work, 300, 20, 4, seed),
        lambda work, seed: load.section(work, 10_000, 600, 8, seed),
    ),
}
"""The short and the long form of each section."""


def main() -> int:
    """Runs the sections that the command line asks for; the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--long", action="store_true", help="the long form")
    parser.add_argument("--only", nargs="+", choices=list(SECTIONS), help="only these sections", metavar="SECTION")
    parser.add_argument("--seed", type=int, default=None, help="the seed; another one each time without it")
    parser.add_argument("--json", action="store_true", help="as one line of JSON")
    options = parser.parse_args()
    seed = random.randrange(1_000_000) if options.seed is None else options.seed
    tell(f"seed {seed}")
    found = []
    for name in options.only or SECTIONS:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix=f"faults-{name}-") as work:
            section = SECTIONS[name][options.long](Path(work), seed)
        section.figures["minutes"] = round((time.monotonic() - began) / 60, 1)
        found.append(section)
        if not options.json:
            _print(section)
    if options.json:
        print(json.dumps({"seed": seed, "sections": [_data(section) for section in found]}, ensure_ascii=False))
    return int(any(section.problems for section in found))


def _print(section: Section) -> None:
    print(f"\n{section.name}: {sum(section.outcomes.values())}")
    for outcome, count in section.outcomes.most_common():
        print(f"  {count:7}  {outcome}")
    print("  " + "  ".join(f"{name} {value:g}" for name, value in section.figures.items()))
    for problem in section.problems:
        print(f"  PROBLEM  {problem}")


def _data(section: Section) -> dict[str, object]:
    return {
        "name": section.name, "outcomes": dict(section.outcomes), "figures": section.figures,
        "problems": section.problems,
    }  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
