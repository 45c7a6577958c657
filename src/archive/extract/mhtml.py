"""Saved web pages (MHTML, RFC 2557): the part that is the page, to a Document."""

from __future__ import annotations

import re
from email.message import Message
from email.parser import BytesParser
from pathlib import Path

from archive.errors import Unreadable
from archive.extract.document import Document
from archive.extract.web import read_page

_MOST_PARTS = 2000
_MOST_LINES = 1_500_000
_BOUNDARY = re.compile(rb"boundary\s*=", re.IGNORECASE)
_MOST_NESTED = 20


def read_mhtml(path: Path) -> Document:
    """The Document of a saved page: of its root part, and of the largest where the root is only a frame set.

    Args:
        path: the file.

    Raises:
        Unreadable: ``damaged`` where no part is a page, else as `archive.extract.web.read_html`.
    """
    data = path.read_bytes()
    if len(_BOUNDARY.findall(data)) > _MOST_NESTED or data.count(b"\n--") > _MOST_PARTS:
        raise Unreadable("damaged", "too many parts")
    if data.count(b"\n") > _MOST_LINES:
        raise Unreadable("too-large", f"more than {_MOST_LINES} lines")
    try:
        pages = _pages(BytesParser().parsebytes(data))
    except (LookupError, RecursionError, TypeError, UnicodeError, ValueError) as error:
        raise Unreadable("damaged", type(error).__name__) from None
    best: Document | Unreadable | None = None
    for body, charset in pages:
        page = _read(body, charset)
        if best is None or _length(page) > _length(best):
            best = page
    if isinstance(best, Document):
        return best
    raise best or Unreadable("damaged", "no page in it")


def _read(body: bytes, charset: str) -> Document | Unreadable:
    try:
        return read_page(body, charset, "mhtml")
    except Unreadable as error:
        return error


def _length(page: Document | Unreadable) -> int:
    return sum(len(line.text) for each in page.pages for line in each.lines) if isinstance(page, Document) else 0


def _pages(message: Message) -> list[tuple[bytes, str]]:
    """The parts that are pages, the root first: their bytes and the encoding they name."""
    root = _plain(message.get_param("start"))
    place = message.get("Snapshot-Content-Location") or message.get("Content-Location")
    ranked = []
    for part in message.walk():
        if part.get_content_type() not in ("text/html", "application/xhtml+xml"):
            continue
        body = part.get_payload(decode=True)
        if isinstance(body, bytes) and body.strip():
            first = (root and part.get("Content-ID") == root) or (place and part.get("Content-Location") == place)
            ranked.append((not first, body, _plain(part.get_param("charset"))))
    ranked.sort(key=lambda each: each[0])
    return [(body, charset) for _, body, charset in ranked]


def _plain(value: object) -> str:
    return value if isinstance(value, str) else ""
