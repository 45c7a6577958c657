"""How well and how fast scans are read beside bare rapidocr: ``python -m tests.quality.scans [PAGES]``."""

from __future__ import annotations

import sys
import time
from itertools import pairwise

from archive import number
from archive.extract import layout, ocr
from archive.extract.lines import page_mark
from archive.text import key
from tests.corpora.scan.pages import made as made_pages


def distance(one: str, other: str) -> int:
    """Characters to put in, take out or change."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        new = [at]
        for (corner, above), char in zip(pairwise(row), other, strict=True):
            new.append(min(above + 1, new[-1] + 1, corner + (letter != char)))
        row = new
    return row[-1]


def bare(text: str) -> str:
    """What counts of a text: its search key without blanks."""
    return key(text).replace(" ", "").replace("\n", "").replace("\f", "").replace("\t", "")


def main(wanted: int) -> None:
    """Print the figures."""
    import numpy
    from rapidocr import RapidOCR

    from archive.extract import recognizer

    other = RapidOCR(params={"Global.log_level": "critical"})
    pages = [
        (spoilt, numpy.ascontiguousarray(numpy.asarray(picture)[..., ::-1]), text)
        for spoilt, picture, text in made_pages(wanted)
    ]
    totals: dict[str, list[float]] = {}
    numbers = [0, 0]
    recognizer.recognise(pages[0][1])
    other(pages[0][1])
    for spoilt, picture, text in pages:
        begun = time.process_time()
        found = recognizer.recognise(picture)
        made = ocr.leaf(1, found, ocr.points_wide(found.width, found.height, None))
        lines = [line.text for line in layout.pages([made])[0].lines]
        own_seconds = time.process_time() - begun
        begun = time.process_time()
        result = other(picture)
        bare_seconds = time.process_time() - begun
        truth = bare(text)
        others = [each for each in result.txts or () if page_mark(each) is None]
        own, its = (distance(truth, bare("".join(said))) for said in (lines, others))
        sums = totals.setdefault(str(spoilt), [0.0] * 5)
        for place, value in enumerate((len(truth), own, its, own_seconds, bare_seconds)):
            sums[place] += value
        printed = [each.number.text for each in number.find(text)]
        read = {each.number.text for each in number.find("\n".join(lines))}
        numbers[0] += len(printed)
        numbers[1] += sum(each in read for each in printed)
        missing = [each for each in printed if each not in read]
        print(
            f"{own}/{len(truth)} bare {its}  {own_seconds:.1f} s bare {bare_seconds:.1f} s {missing or ''}", flush=True
        )
    for name, sums in [*totals.items(), ("all", [sum(each) for each in zip(*totals.values(), strict=True)])]:
        letters, own, its, own_seconds, bare_seconds = sums
        print(
            f"{own / letters:.2%} wrong, bare {its / letters:.2%}; "
            f"time {own_seconds / bare_seconds:.2f} of bare  {name}"
        )
    print(f"numbers right {numbers[1]} of {numbers[0]}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
