"""Writes the text part of the broken corpus beside this file, see ORIGIN.md."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO
from pathlib import Path

NOTICE = (
    "临溪市水务局\n临水发〔2022〕5号\n\n关于加强城市供水管理的通知\n\n各县（区）水务局：\n　　现就有关事项通知如下。\n"
)
PAGE = (
    "<!DOCTYPE html>\n<html><head><title>通知公告</title></head>\n"
    "<body><p>关于加强城市供水管理的通知</p></body></html>\n"
)


def junk(size: int, seed: int) -> bytes:
    """Bytes without meaning, the same every time."""
    return random.Random(seed).randbytes(size)


def package() -> bytes:
    """A ZIP with one stored member that begins as a PDF does."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("notice.pdf", (2022, 1, 1, 0, 0, 0)), "%PDF-1.7 " + NOTICE)
    return out.getvalue()


FILES = {
    "empty.txt": b"",
    "blanks.txt": "\ufeff \t\r\n　\u200b\n\x0c\n".encode(),
    "only a mark.txt": "— 1 —\n".encode(),
    "junk.txt": junk(4000, 1),
    "junk without nul.txt": junk(4000, 2).replace(b"\x00", b"\x01"),
    "nul.txt": bytes(2000),
    "page.pdf": PAGE.encode(),
    "page.txt": ("\n <!-- 通知 -->\n" + PAGE).encode("gb18030"),
    "page utf-16.txt": PAGE.encode("utf-16"),
    "fragment.txt": "<div class='text'>关于加强城市供水管理的通知</div>".encode(),
    "package.txt": package(),
    "flat.xml.txt": "<?xml version='1.0' encoding='utf-8'?>\n<doc>通知</doc>".encode(),
    "ole2.pdf": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504),
    "picture.txt": b"AT&TFORM" + junk(200, 3),
    "packed.txt": b"\x1f\x8b\x08" + junk(200, 4),
    "web archive.txt": b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n",
}
"""Files that hold no notice; what `read` says of each stands in test_extract_text.py."""

MENDED = {
    "nul at the end.txt": NOTICE.encode() + bytes(3000),
    "controls.txt": NOTICE.replace("水务局\n", "水\x00务\x07局\x1b\n", 1).encode(),
    "one bad byte.txt": NOTICE.encode().replace("现".encode(), b"\xff", 1),
    "mentions pages.txt": (NOTICE + "　　网页须以 <html> 开头，<p> 分段。\n").encode(),
}
"""Files that are read all the same."""


def main() -> None:
    """Write all files."""
    for name, data in {**FILES, **MENDED}.items():
        (Path(__file__).parent / name).write_bytes(data)


if __name__ == "__main__":
    main()
