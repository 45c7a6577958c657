"""A DOCX file, from its bytes to lines of a Document, beside LibreOffice that converts it to text."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from statistics import median

from tests.corpora.office.docx import MADE

from .. import pages
from ..corpus import GOLD
from ..floors import Verdict
from ..measure import interleave, run
from ..peers import Command, script
from ..table import Section, more, row
from ..workbench import Bench

PASSES = "10"
"""Of the archive's reader in one process: a pass takes no longer than it takes a process to warm up."""
OURS, MANY, FEW = "archive", "LibreOffice, all", "LibreOffice, a quarter"


def measure(bench: Bench) -> Section:
    """What a file more costs each; LibreOffice's own start is what a quarter of the files costs beyond their share."""
    files = write(bench.work / "made-docx", GOLD)
    quarter = files[::4]
    folder = pages.linked(files, bench.work / "docx")
    jobs = {
        OURS: lambda _: float(json.loads(run(script("reading", "documents", folder, PASSES), bench.env, keep=True).out))
    }
    program = shutil.which("soffice")
    if program:
        run(_conversion(program, bench, quarter), bench.env)  # makes its profile
        jobs[MANY] = lambda _: run(_conversion(program, bench, files), bench.env).cpu
        jobs[FEW] = lambda _: run(_conversion(program, bench, quarter), bench.env).cpu
    found = interleave(jobs, bench.runs)
    section = Section("docx", f"{len(files)} files, {bench.runs} runs", ("CPU ms a file", "least", "most"))
    ours = [1000 * each / len(files) for each in found[OURS]]
    section.rows.append(row("archive, reading", ours))
    if not program:
        section.notes.append("skipped: LibreOffice (soffice) is not installed")
        return section
    other = [1000 * each for each in more(found[MANY], found[FEW], len(files) - len(quarter))]
    section.rows.append(row("LibreOffice, a file more", other))
    section.rows.append(row("LibreOffice, with start and end", found[MANY], 1000 / len(files)))
    section.verdicts.append(Verdict("docx", median(ours) / median(other)))
    return section


def write(folder: Path, gold: Path) -> list[Path]:
    """Writes the files that are made up, and copies those of a gold folder, where it is there."""
    folder.mkdir(parents=True)
    found = []
    for at, made in enumerate(MADE.values()):
        found.append(folder / f"{at:04d}.docx")
        found[-1].write_bytes(made.data())
    for path in sorted(gold.glob("*.docx")):
        found.append(folder / path.name)
        shutil.copyfile(path, found[-1])
    return found


def _conversion(program: str, bench: Bench, files: list[Path]) -> Command:
    profile = f"-env:UserInstallation={(bench.work / 'office').as_uri()}"
    return [program, profile, "--headless", "--convert-to", "txt:Text", "--outdir", bench.work / "converted", *files]
