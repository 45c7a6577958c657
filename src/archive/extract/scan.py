"""Which pages of a PDF are recognised from their pictures, and what takes their place."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from archive.errors import Unreadable
from archive.extract import ocr, pdfium
from archive.extract.glyphs import Box
from archive.extract.layout import Leaf
from archive.extract.process import begin_page
from archive.extract.quality import faulty, letters
from archive.extract.reading import Reading
from archive.extract.recognition import Recognition
from archive.extract.rows import Row

ALIKE = 0.9
"""Share of its characters that an invisible text has in common with what is recognised, unless it is a bad one."""


def recognise(reading: Reading, source: Path | bytes, recognition: Recognition) -> None:
    """Put what is recognised in place of the pages that need it, beside the text of those whose head is a picture.

    Args:
        reading: what the text layers gave; it is changed.
        source: the file.
        recognition: its mode is not "never".

    Raises:
        Unreadable: ``scan`` where pages need it and it is not to be done now.
    """
    hidden = [leaf.number for leaf in reading.leaves if leaf.hidden]
    every = recognition.mode == "always"
    whole = {leaf.number for leaf in reading.leaves if every or faulty(leaf)} | set(reading.pictures)
    if not (whole or hidden or reading.heads):
        return
    if not recognition.now:
        raise Unreadable("scan")
    with pdfium.File(source, drawn=True) as file:
        if hidden and not whole.issuperset(hidden) and _bad(reading, file, hidden[0]):
            whole |= set(hidden)
        for place, leaf in enumerate(reading.leaves):
            if leaf.number in whole:
                made = _recognised(file, leaf.number)
                if letters(made):
                    reading.leaves[place] = made
                    reading.recognised.append(leaf.number)
            elif leaf.number in reading.heads and _with_head(leaf, _recognised(file, leaf.number), reading):
                reading.recognised.append(leaf.number)
    reading.pictures = [number for number in reading.pictures if number not in reading.recognised]
    if reading.recognised:
        reading.reader += "+rapidocr"


def _recognised(file: pdfium.File, number: int) -> Leaf:
    from archive.extract import recognizer

    begin_page(number, file.count)
    picture, width = file.picture(number)
    found = recognizer.recognise(picture)
    turned = (found.width > found.height) != (picture.shape[1] > picture.shape[0])
    return ocr.leaf(number, found, width * picture.shape[0] / picture.shape[1] if turned else width)


def _bad(reading: Reading, file: pdfium.File, number: int) -> bool:
    """Whether the invisible text of a file is a bad one: that of a page has other characters than its picture shows."""
    said, shown = (
        Counter("".join("".join(row.text.split()) for row in leaf.rows))
        for leaf in (reading.leaves[number - 1], _recognised(file, number))
    )
    return (said & shown).total() < ALIKE * max(said.total(), shown.total())


def _with_head(leaf: Leaf, shown: Leaf, reading: Reading) -> bool:
    """Put the rows that stand in the pictures of a page's head among those of its text; whether there are any."""
    found = [row for row in shown.rows if any(_in(row, box) for box in reading.heads[leaf.number])]
    for row in found:
        at = next((at for at, other in enumerate(leaf.rows) if other.base > row.base), len(leaf.rows))
        leaf.rows.insert(at, row)
    return bool(found)


def _in(row: Row, box: Box) -> bool:
    left, top, right, bottom = box
    return left <= (row.left + row.right) / 2 <= right and top <= row.base - 0.3 * row.size <= bottom
