"""A folder of files read in one process: reading.py READER FOLDER [PASSES] prints the CPU seconds of a pass.

READER is ``documents`` (the archive's readers), ``scans`` (pictures of pages, as the archive recognises them) or
``rapidocr`` (the same by that alone). Not counted: imports, fetching pictures from the disk, and what is read before
all once more: the first file, and where there are several passes, all files.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def documents(files: list[Path]) -> tuple[Callable[[Any], object], list[Any]]:
    from archive.extract import read

    return read, list(files)


def scans(files: list[Path]) -> tuple[Callable[[Any], object], list[Any]]:
    from archive.extract import layout, ocr, recognizer

    def recognise(picture: Any) -> object:
        found = recognizer.recognise(picture)
        return layout.pages([ocr.leaf(1, found, ocr.points_wide(found.width, found.height, None))])

    return recognise, pictures(files)


def rapidocr(files: list[Path]) -> tuple[Callable[[Any], object], list[Any]]:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"}), pictures(files)


def pictures(files: list[Path]) -> list[Any]:
    """The pictures as OpenCV has them: rows of dots of blue, green and red."""
    import numpy
    from PIL import Image

    return [numpy.ascontiguousarray(numpy.asarray(Image.open(path).convert("RGB"))[..., ::-1]) for path in files]


READERS = {"documents": documents, "scans": scans, "rapidocr": rapidocr}


def main(reader: str, folder: str, passes: str = "1") -> None:
    read, papers = READERS[reader](sorted(Path(folder).iterdir()))
    counted = int(passes)
    for paper in papers if counted > 1 else papers[:1]:
        read(paper)
    begin = time.process_time()
    for paper in papers * counted:
        read(paper)
    print((time.process_time() - begin) / counted)


if __name__ == "__main__":
    main(*sys.argv[1:])
