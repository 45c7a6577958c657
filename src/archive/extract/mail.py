"""Mails as they are saved (EML, and MSG of Outlook): the text and the attachments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from pathlib import Path
from typing import Any

from archive.errors import Unreadable

MAX_PIECES = 1_000
BODY = "正文"
"""What the text of a mail is called among its attachments."""

_ATTACHMENT = re.compile(r"__attach_version1\.0_#[0-9A-F]{8}", re.IGNORECASE)
_DATA, _LONG_NAME, _SHORT_NAME = "__substg1.0_37010102", "__substg1.0_3707", "__substg1.0_3704"
_PLAIN, _HTML = "__substg1.0_1000", "__substg1.0_10130102"
_ENDS = (("001F", "utf-16-le"), ("001E", "gb18030"))
"""Types of a string property (MS-OXMSG 2.1.2): Unicode, and the code page of the writer."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a mail: its name, its bytes, and whether it is the mail's own text."""

    name: str
    data: bytes
    text: bool = False


def pieces(path: Path) -> list[Piece]:
    """The text of a mail in MIME (RFC 5322, 2045), as plain text or else HTML, and its attachments.

    Raises:
        Unreadable: ``damaged`` where it is no such mail, ``too-large`` for more than MAX_PIECES parts.
    """
    try:
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert isinstance(mail, EmailMessage)
        return _texts(mail) + _attachments(mail)
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # the library raises many kinds on headers that no standard knows
        raise Unreadable("damaged", f"{type(error).__name__}: {error}"[:200]) from error


def _texts(mail: EmailMessage) -> list[Piece]:
    body = mail.get_body(("plain", "html"))
    if body is None:
        return []
    data = _bytes(body)
    end = "html" if body.get_content_type() == "text/html" else "txt"
    return [Piece(f"{BODY}.{end}", data, text=True)] if data.strip() else []


def _attachments(mail: EmailMessage) -> list[Piece]:
    found: list[Piece] = []
    for part in mail.iter_attachments():
        if len(found) >= MAX_PIECES:
            raise Unreadable("too-large", f"more than {MAX_PIECES} parts")
        name = part.get_filename()
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0) if part.is_multipart() else part
            assert isinstance(inner, Message)
            found.append(Piece(name or f"{len(found) + 1}.eml", inner.as_bytes()))
        elif name or part.get_content_maintype() != "image":
            found.append(Piece(name or f"{len(found) + 1}", _bytes(part)))
    return found


def _bytes(part: Message[Any, Any]) -> bytes:
    """The bytes of a part; a text that says its charset wrongly is told by its characters later."""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def outlook_pieces(path: Path) -> list[Piece]:
    """The same of a mail that Outlook saved (MS-OXMSG).

    Raises:
        Unreadable: as ``pieces``.
    """
    from archive.extract.compound import opened

    try:
        with opened(path) as file:
            found = []
            text = _string(file, _PLAIN) or ""
            if text.strip():
                found.append(Piece(f"{BODY}.txt", text.encode("utf-8", "replace"), text=True))
            elif file.exists(_HTML):
                found.append(Piece(f"{BODY}.html", file.openstream(_HTML).read(), text=True))
            folders = sorted({entry[0] for entry in file.listdir() if _ATTACHMENT.fullmatch(entry[0])})
            if len(folders) > MAX_PIECES:
                raise Unreadable("too-large", f"more than {MAX_PIECES} parts")
            for at, folder in enumerate(folders, 1):
                if file.exists(f"{folder}/{_DATA}"):
                    name = _string(file, f"{folder}/{_LONG_NAME}") or _string(file, f"{folder}/{_SHORT_NAME}")
                    found.append(Piece(name or str(at), file.openstream(f"{folder}/{_DATA}").read()))
            return found
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # olefile raises what struct, its own checks and the file system raise
        raise Unreadable("damaged", f"{type(error).__name__}: {error}"[:200]) from error


def _string(file: Any, name: str) -> str | None:
    for end, encoding in _ENDS:
        if file.exists(name + end):
            text: str = file.openstream(name + end).read().decode(encoding, "replace")
            return text.rstrip("\0")
    return None
