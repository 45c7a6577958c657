"""What kind of file it is, by its content and never by its name."""

from __future__ import annotations

import re

from archive.errors import Unreadable

HEAD = 4096
"""Bytes of the beginning of a file that `kind` looks at."""

_MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PK\x07\x08", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole2"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"AT&TFORM", "djvu"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"{\\rtf", "rtf"),
    (b"%!PS", "postscript"),
    (b"\x7fELF", "binary"),
)
_OWNERS = {54: 54, 162: 54, 165: 55}
"""Sizes of the marks that Office puts beside an open document, and where in them the owner's name comes once more."""

_PDF_WITHIN = 1024
_PDF = re.compile(rb"%PDF-\d\.\d[ \t]*[\r\n%]")
_PACKAGE = re.compile(rb"PK\x03\x04.{26}[/\\]?(?:\[Content_Types\]|_rels|word|docProps)", re.DOTALL | re.IGNORECASE)
_BITMAP = re.compile(rb"BM.{4}\x00{4}", re.DOTALL)

_HEADER = re.compile(
    rb"(?:Received|Return-Path|Delivered-To|From|To|Subject|Date|Message-ID|MIME-Version|DKIM-Signature|X-[\w-]+):\s",
    re.IGNORECASE,
)
_PAGE = re.compile(rb"^Content-Type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_DELIVERED = re.compile(rb"^(?:To|Received|Delivered-To|Return-Path):", re.IGNORECASE | re.MULTILINE)
"""What no browser writes into a page that it saves."""
_SENT = re.compile(
    rb"^From:.*^(?:Date|Message-ID|MIME-Version):|^(?:Date|Message-ID|MIME-Version):.*^From:",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)

_OPENING = re.compile(
    r"<(?:!doctype\s+html|/?(?:html|head|body|meta|title|script|style|table|div|p|font|span|center|br)\b)",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"<html[\s>].*?<(?:head|body|meta|title)[\s>]", re.DOTALL | re.IGNORECASE)
_XML = re.compile(r"\s*<\?xml\s")
_STRANGE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd]")


def kind(head: bytes) -> str:
    """The kind of a file as its first bytes tell.

    ``"text"`` is still to be proven by `refuse`; ``"zip"`` and ``"ole2"`` hold files of several kinds; ``"lock"`` is
    the mark of an open document.

    Args:
        head: the first HEAD bytes, or the whole of a shorter file.
    """
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head.startswith(b"%PDF-") or ((found := _PDF.search(head)) and found.start() + len("%PDF-") <= _PDF_WITHIN):
        return "pdf"
    if len(head) in _OWNERS and _names_owner(head, _OWNERS[len(head)]):
        return "lock"
    if (found := _PACKAGE.search(head)) and found.start() <= _PDF_WITHIN:
        return "zip"
    if head[257:262] == b"ustar":
        return "tar"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if _BITMAP.match(head):
        return "bitmap"
    return _mail(head.lstrip()) if _HEADER.match(head.lstrip()) else "text"


def _mail(head: bytes) -> str:
    """A mail, a saved web page, which has the form of one, or a text that begins as these do."""
    above = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    if _PAGE.search(above) and not _DELIVERED.search(above):
        return "mhtml"
    return "eml" if _SENT.search(above) else "text"


def _names_owner(head: bytes, half: int) -> bool:
    """Whether the bytes are a name after its length, padded with blanks, and the same once more in UTF-16.

    Some writers count characters and some bytes, of which a Chinese one has two.
    """
    length, again = head[0], int.from_bytes(head[half : half + 2], "little")
    if not 0 < length < 32 or not head[1 : 1 + length].strip(b" \0"):
        return False
    padded = any(not head[1 + length * size : half].strip(b" \0") for size in (1, 2))
    return padded and (len(head) == half or (0 < again < 32 and not head[half + 2 + 2 * again :].strip(b" \0")))


def refuse(text: str) -> None:
    """Refuse what was decoded as text and is none: markup, and bytes that only happen to be characters.

    A text may hold some control characters and undecodable bytes, one in twenty at most.

    Raises:
        Unreadable: ``unknown-kind`` with ``html``, ``xml`` or ``binary``.
    """
    head = text[:HEAD]
    if "<" in head:
        if _OPENING.match(_without_comments(head)) or _INSIDE.search(head):
            raise Unreadable("unknown-kind", "html")
        if _XML.match(head):
            raise Unreadable("unknown-kind", "xml")
    sample = text[: 16 * HEAD]
    if not sample or len(_STRANGE.findall(sample)) > max(1, len(sample) // 20):
        raise Unreadable("unknown-kind", "binary")


def _without_comments(head: str) -> str:
    """The head without the blanks and comments it begins with."""
    head = head.lstrip()
    while head.startswith("<!--"):
        head = head.partition("-->")[2].lstrip()
    return head
