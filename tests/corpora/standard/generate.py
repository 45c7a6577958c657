"""Write the generated sample notices: ``python -m tests.corpora.standard.generate docs_in``."""

from __future__ import annotations

import sys
from pathlib import Path

from .draw import pdf, wrapped_text
from .samples import CANTEENS, RECUPERATION, RESERVOIR
from .spec import NoticeSpec

SPECS: dict[str, NoticeSpec] = {
    "职工疗休养通知.txt": RECUPERATION,
    "reservoir-reinforcement-request.pdf": RESERVOIR,
    "学校食堂食品安全专项检查.pdf": CANTEENS,
}


def content(name: str) -> bytes:
    """The bytes of one sample file; text is GB18030 with DOS line ends, as old offices' word processors saved it."""
    spec = SPECS[name]
    if name.endswith(".pdf"):
        return pdf(spec)
    return wrapped_text(spec).replace("\n", "\r\n").encode("gb18030")


def main(folder: str) -> None:
    """Write every generated sample into ``folder``, which is made when it is not there."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for name in SPECS:
        (target / name).write_bytes(content(name))
        print(target / name)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.corpora.standard.generate FOLDER")
    main(sys.argv[1])
