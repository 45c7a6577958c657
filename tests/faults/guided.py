"""Queries and document numbers that a fuzzer makes, guided by the code that they reach: atheris, where it is installed.

``python -m tests.faults.guided INDEX WORDS RUNS SEED`` is a process of its own, for the fuzzer ends it; the last line
that it prints is what it found, as JSON. WORDS is a file of words to begin from.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # what is imported here would not be guided
    from tests.faults.yard import Section

_GUIDED = "archive.query", "archive.number", "archive.text"
_MOST = 400
"""Bytes of a query."""


def section(found: Section, index: Path, pieces: tuple[str, ...], runs: int, seed: int) -> None:
    """Adds to ``found`` what so many guided queries lead to; nothing without atheris."""
    from tests.faults.yard import environment

    if find_spec("atheris") is None:
        return
    words = index.with_name("words.dict")
    quoted = ("".join(f"\\x{byte:02x}" for byte in piece.encode("utf-8", "surrogatepass")) for piece in pieces)
    words.write_text("".join(f'"{each}"\n' for each in quoted), encoding="ascii")
    command = [sys.executable, "-m", "tests.faults.guided", str(index), str(words), str(runs), str(seed)]
    done = subprocess.run(
        command, env=environment(), cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False
    )
    told = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not told:
        found.problems.append(f"the fuzzer: exit {done.returncode}: {done.stderr[-300:]}")
        return
    said = json.loads(told[-1])
    for outcome, count in said["outcomes"].items():
        found.outcomes[f"{outcome}, guided"] += count
    found.problems += said["problems"]


def main(index: str, words: str, runs: str, seed: str) -> None:
    """Asks an archive what the fuzzer makes up."""
    import atheris

    with atheris.instrument_imports(include=list(_GUIDED)):
        from archive import Archive
        from tests.faults.queries import asked
        from tests.faults.yard import Section

    found, archive, done = Section("guided"), Archive.open(index), 0

    def once(data: bytes) -> None:
        nonlocal done
        done += 1
        text = data.decode("utf-8", "surrogateescape")
        for name in ("query", "number"):
            asked(archive, name, text, found)
        if done == int(runs):
            print(json.dumps({"outcomes": found.outcomes, "problems": found.problems[:20]}), flush=True)

    atheris.Setup([sys.argv[0], f"-runs={runs}", f"-seed={seed}", f"-max_len={_MOST}", f"-dict={words}"], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
