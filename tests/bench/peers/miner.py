"""pdfminer.six's extract_text over a folder of PDFs.

miner.py read FOLDER prints its CPU seconds, import and the first file not counted; miner.py count FOLDER the pages.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from pdfminer.high_level import extract_text
from pdfminer.pdfpage import PDFPage


def main(verb: str, folder: str) -> None:
    files = sorted(Path(folder).iterdir())
    if verb == "count":
        total = 0
        for path in files:
            with path.open("rb") as file:
                total += sum(1 for _ in PDFPage.get_pages(file))
        print(total)
        return
    extract_text(files[0])
    begin = time.process_time()
    for path in files:
        extract_text(path)
    print(time.process_time() - begin)


if __name__ == "__main__":
    main(*sys.argv[1:])
