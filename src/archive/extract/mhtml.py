"""Saved web pages (MHTML, RFC 2557): the part that is the page, to a Document."""

from __future__ import annotations

import re
from email.message import Message
from email.parser import BytesParser
from pathlib import Path
from typing import NamedTuple

from archive.errors import Unreadable
from archive.extract.document import Document
from archive.extract.web import read_page

_MOST_PARTS = 2000
_MOST_LINES = 1_500_000
_BOUNDARY = re.compile(rb"boundary\s*=", re.IGNORECASE)
_MOST_NESTED = 20


class _Part(NamedTuple):
    """A page in the file: its bytes, the encoding they are said to have, and the addresses that lead to it."""

    data: bytes
    charset: str
    addresses: tuple[str, ...]


def read_mhtml(path: Path) -> Document:
    """The Document of a saved page: its root part with the frames in it, or the longest part where that has no text.

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
        pages = _parts(BytesParser().parsebytes(data))
    except (LookupError, RecursionError, TypeError, UnicodeError, ValueError) as error:
        raise Unreadable("damaged", type(error).__name__) from None
    if not pages:
        raise Unreadable("damaged", "no page in it")
    root, *others = pages
    folder = root.addresses[-1].rpartition("/")[0] + "/"
    frames = {
        address: (each.data, each.charset)
        for each in others
        for whole in each.addresses
        for address in (whole, whole.removeprefix(folder))
        if address
    }
    try:
        return read_page(root.data, root.charset, "mhtml", frames)
    except Unreadable as error:
        found = [page for each in others if (page := _read(each))]
        if not found:
            raise error from None
        return max(found, key=_length)


def _read(part: _Part) -> Document | None:
    try:
        return read_page(part.data, part.charset, "mhtml")
    except Unreadable:
        return None


def _length(page: Document) -> int:
    return sum(len(line.text) for each in page.pages for line in each.lines)


def _parts(message: Message) -> list[_Part]:
    """The parts that are pages, the root first."""
    root = _plain(message.get_param("start"))
    place = message.get("Snapshot-Content-Location") or message.get("Content-Location")
    ranked = []
    for part in message.walk():
        if part.get_content_type() not in ("text/html", "application/xhtml+xml"):
            continue
        body = part.get_payload(decode=True)
        if isinstance(body, bytes) and body.strip():
            name, where = str(part.get("Content-ID") or ""), str(part.get("Content-Location") or "")
            first = (root and name == root) or (place and where == place)
            made = _Part(body, _plain(part.get_param("charset")), (name and f"cid:{name.strip('<> ')}", where))
            ranked.append((not first, made))
    ranked.sort(key=lambda each: each[0])
    return [made for _, made in ranked]


def _plain(value: object) -> str:
    return value if isinstance(value, str) else ""
