"""``python -m tests.faults``: what is done to an archive that should not be, and what becomes of it.

Without options the short form (about three minutes); --long takes about fifty. Seeds are printed; the same seed
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

from tests.faults import full, hostile, kills, load, queries, rules, spoils
from tests.faults.yard import Section, tell

SECTIONS: dict[str, tuple[Callable[..., Section], tuple[int, ...], tuple[int, ...]]] = {
    "kill": (kills.section, (20,), (300,)),
    "damage": (spoils.section, (36,), (2000,)),
    "full": (full.section, (8,), (100,)),
    "hostile": (hostile.section, (1000,), (20_000,)),
    "queries": (queries.section, (1000,), (50_000,)),
    "rules": (rules.section, (60,), (0,)),
    "commits": (load.commits, (60, 2), (1000, 8)),
    "load": (load.section, (300, 20, 4), (10_000, 600, 8)),
}
"""Of each section how much its short and its long form does."""


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
            form, short, long = SECTIONS[name]
            section = form(Path(work), *(long if options.long else short), seed)
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
