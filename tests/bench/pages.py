"""Born-digital PDFs as office programs write them, made of the rows of tests/corpora/made."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from tests.corpora.made import generate, paper
from tests.corpora.made.rows import Row
from tests.corpora.standard.draw import bound
from tests.corpora.standard.layout import Run, Sheet
from tests.corpora.standard.setting import width
from tests.corpora.standard.spec import Style

from .corpus import SEED

PARAGRAPHS = (4, 10, 20, 40)
"""Paragraphs that are added to a notice."""
PIECES = (3, 2, 3, 0)
"""Letters of one text object, in turn: word processors set two or three at a time, others whole lines (0)."""


def write(folder: Path, count: int) -> list[Path]:
    """Writes so many PDFs in eight settings, of one page to half a dozen; the same ones every time."""
    rng = random.Random(SEED)
    folder.mkdir(parents=True)
    notices = [made.rows for _form, several in generate.files(SEED) for made in several]
    pool = [row for rows in notices for row in rows if row.part == "body" and row.place == "paragraph" and row.text]
    found = []
    for at, length, setting in zip(range(count), cycle(PIECES), cycle((*paper.PAPERS, paper.Paper())), strict=False):
        rows = longer(rng.choice(notices), rng.choices(pool, k=rng.choice(PARAGRAPHS)))
        found.append(folder / f"{at:04d}.pdf")
        found[-1].write_bytes(pdf(rows, setting, length))
    return found


def longer(rows: Sequence[Row], more: Sequence[Row]) -> list[Row]:
    """The rows of a notice with more paragraphs behind the last one of its body."""
    last = max((at for at, row in enumerate(rows) if row.part == "body"), default=len(rows) - 1)
    return [*rows[: last + 1], *more, *rows[last + 1 :]]


def pdf(rows: Sequence[Row], setting: paper.Paper, length: int) -> bytes:
    """A notice as a PDF, with ``length`` letters in each text object; 0 for whole lines."""
    printer, above = paper.Printer(setting, ""), ""
    for row in rows:
        printer.add(row, above)
        above = row.part
    sheets = [Sheet([piece for run in sheet.runs for piece in pieces(run, length)], sheet.rules, sheet.mark)
              for sheet in printer.sheets]  # fmt: skip
    return bound(sheets, "", Style())


def pieces(run: Run, length: int) -> list[Run]:
    """A run as several that stand where it stood, each of ``length`` letters; itself for 0.

    A last letter stays with those before: the font is not embedded, and pdfium leaves out text objects whose only
    letter has no outline.
    """
    found, x, rest = [], run.x, run.text
    while rest:
        text = rest[:length] if length and len(rest) > length + 1 else rest
        rest = rest[len(text) :]
        found.append(replace(run, x=x, text=text))
        x += (width(text, run.size, run.size) + run.space * len(text)) * run.scale
    return found


def linked(files: Sequence[Path], folder: Path) -> Path:
    """A folder with these files, without copying them."""
    folder.mkdir(parents=True)
    for file in files:
        os.link(file, folder / file.name)
    return folder
