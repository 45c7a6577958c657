"""``python -m tests.quality``: how right the parser is, how sure, what each of its rules earns, what it costs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from . import ablation, corpora, cost, score, sureness


def main(words: list[str] | None = None) -> int:
    """Runs one sub-command; 1 where what was to be checked does not hold."""
    options = _options().parse_args(words)
    if options.command == "cost":
        paths = [each.path for each in corpora.load()] if options.folder is None else _files(options.folder)
        return 0 if cost.report(cost.measure(paths), options.check) else 1
    cases = corpora.load(options.gold)
    if options.command == "score":
        return 0 if score.report(cases, options.floor, options.misses) else 1
    if options.command == "sureness":
        return 0 if sureness.report(cases) or not options.check else 1
    return 0 if ablation.report(cases) else 1


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.quality", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    told = {
        "score": "right, wrong, missing and extra values of each field of each corpus",
        "sureness": "of the values given so many are marked sure, and of those so many right",
        "ablation": "values that become wrong, or right, without each rule of the parser",
    }
    for name, words in told.items():
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument("--gold", type=Path, metavar="DIR", help="real documents too: gold.jsonl and files/")
        if name == "score":
            command.add_argument("--floor", type=float, metavar="F1", help="exit 1 where a made-up corpus is below it")
            command.add_argument("--misses", type=int, default=0, metavar="N", help="show N misses a field and corpus")
        if name == "sureness":
            command.add_argument("--check", action="store_true", help="exit 1 where too few are sure, or too few right")
    words = "milliseconds of CPU that reading and parsing a notice take"
    command = commands.add_parser("cost", help=words, description=words)
    command.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="files to take; else those made up")
    command.add_argument("--check", type=float, metavar="MS", help="exit 1 where parsing takes more in the median")
    return parser


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file())


if __name__ == "__main__":
    sys.exit(main())
