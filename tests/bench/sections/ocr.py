"""A scanned page, recognised and set as lines, beside bare rapidocr on the same picture."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from ..floors import Verdict
from ..measure import interleave, run
from ..peers import script
from ..table import Section, row
from ..workbench import Bench

PAGES = {False: 12, True: 6}
"""Pages, by whether it is a quick run: as many of each manner of spoiling."""
READERS = {"scans": "archive", "rapidocr": "rapidocr alone"}


def measure(bench: Bench) -> Section:
    """CPU seconds a page of each, and how the archive's compare."""
    count = PAGES[bench.quick]
    section = Section("ocr", f"{count} pages, {bench.runs} runs", ("CPU s a page", "least", "most"))
    if lacking := _lacking():
        section.notes.append(f"skipped: {lacking}")
        return section
    folder = write(bench.work / "made-scans", count)

    def job(reader: str) -> Callable[[int], float]:
        return lambda _: float(json.loads(run(script("reading", reader, folder), bench.env, keep=True).out)) / count

    found = interleave({reader: job(reader) for reader in READERS}, bench.runs)
    for reader, name in READERS.items():
        section.rows.append(row(name, found[reader]))
    section.verdicts.append(Verdict("ocr", median(found["scans"]) / median(found["rapidocr"])))
    return section


def _lacking() -> str:
    """What is missing to measure it, "" for nothing."""
    if not all(map(find_spec, ("rapidocr", "onnxruntime", "PIL"))):
        return "rapidocr is not installed (gongwen-archive[ocr])"
    from tests.corpora.scan.draw import font_path

    return "" if font_path() else "no font with Chinese letters to draw pages in"


def write(folder: Path, count: int) -> Path:
    """Writes so many pages as pictures; the same ones every time."""
    from tests.corpora.scan.pages import made

    folder.mkdir(parents=True)
    for at, (_spoilt, picture, _text) in enumerate(made(count)):
        picture.save(folder / f"{at:04d}.png")
    return folder
