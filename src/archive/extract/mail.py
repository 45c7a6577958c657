"""Mails as they are saved (EML, and MSG of Outlook): the text and the attachments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from functools import partial
from itertools import islice
from pathlib import Path
from string import whitespace
from typing import Any

from archive.errors import Unreadable, damage_is_said
from archive.extract import encoding

MAX_PIECES = 1_000
MAX_DEPTH = 3
"""Mails of Outlook within one another that are opened."""
BODY = "正文"
"""What the text of a mail is called among its attachments."""

_ATTACHMENT, _PROPERTIES, _PROPERTY = "__attach_version1.0_#", "__properties_version1.0", "__substg1.0_"
_BODIES = (("1000", "txt"), ("1013", "html"))
_NAMES = ("3707", "3704", "3001")
"""The long name of an attachment, its short one, and the one that is shown (MS-OXCMSG 2.2.2)."""
_DATA, _OBJECT = "37010102", "3701000d"
_UNICODE = "001f"
_TYPES = (_UNICODE, "001e", "0102")
"""Types of a property (MS-OXCDATA 2.11.1): Unicode, the code page of the writer, bytes."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a mail.

    Attributes:
        name: its name; those of the parts of a mail within begin with the name of that, as with a folder's.
        data: gives its bytes.
        text: it is a mail's own text.
        refusal: the reason code for one that cannot be opened.
    """

    name: str
    data: Callable[[], bytes] = bytes
    text: bool = False
    refusal: str = ""


def pieces(path: Path) -> list[Piece]:
    """The text of a mail in MIME (RFC 5322, 2045), as plain text or else HTML, and its attachments.

    Raises:
        Unreadable: ``damaged`` where it is no such mail, ``too-large`` for more than MAX_PIECES parts.
    """
    with damage_is_said():
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert isinstance(mail, EmailMessage)
        return _texts(mail) + _attachments(mail)


def _texts(mail: EmailMessage) -> list[Piece]:
    body = mail.get_body(("plain", "html"))
    if body is None:
        return []
    end = "html" if body.get_content_type() == "text/html" else "txt"
    return [Piece(f"{BODY}.{end}", partial(_bytes, body), text=True)] if _bytes(body).strip() else []


def _attachments(mail: EmailMessage) -> list[Piece]:
    found: list[Piece] = []
    for part in mail.iter_attachments():
        if len(found) >= MAX_PIECES:
            raise Unreadable("too-large", f"more than {MAX_PIECES} parts")
        name = part.get_filename()
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0) if part.is_multipart() else part
            assert isinstance(inner, Message)
            found.append(Piece(name or f"{len(found) + 1}.eml", inner.as_bytes))
        elif name or part.get_content_maintype() != "image":
            found.append(Piece(name or f"{len(found) + 1}", partial(_bytes, part)))
    return found


def _bytes(part: Message[Any, Any]) -> bytes:
    """The bytes of a part; a text that says its charset wrongly is told by its characters later."""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def outlook_pieces(path: Path) -> Iterator[Piece]:
    """The same of a mail that Outlook saved (MS-OXMSG), and of the mails that are attached to it.

    Raises:
        Unreadable: as ``pieces``.
    """
    from archive.extract.compound import opened

    with damage_is_said(), opened(path) as file:
        found = list(islice(_Outlook(file).pieces("", "", 1), MAX_PIECES + 1))
        if len(found) > MAX_PIECES:
            raise Unreadable("too-large", f"more than {MAX_PIECES} parts")
        yield from found


class _Outlook:
    """The properties of a mail of Outlook. A storage is named by its path with a stroke behind it, "" for the file.

    Attributes:
        file: the compound file.
        held: what stands in each storage, all in small letters, for writers differ in those of the hexadecimal digits.
    """

    def __init__(self, file: Any) -> None:
        self.file = file
        self.held: dict[str, list[str]] = {}
        for entry in file.listdir(streams=True, storages=True):
            *above, name = (each.lower() for each in entry)
            self.held.setdefault("".join(f"{each}/" for each in above), []).append(name)

    def pieces(self, home: str, above: str, depth: int) -> Iterator[Piece]:
        """The parts of the mail in a storage, their names behind ``above``."""
        for code, end in _BODIES:
            stream = self._stream(home, code)
            if stream and not self._blank(stream):
                yield Piece(f"{above}{BODY}.{end}", partial(self._bytes, stream), text=True)
                break
        folders = sorted(each for each in self.held.get(home, []) if each.startswith(_ATTACHMENT))
        for at, folder in enumerate(folders, 1):
            yield from self._attachment(f"{home}{folder}/", above, at, depth)

    def _attachment(self, home: str, above: str, at: int, depth: int) -> Iterator[Piece]:
        name = above + next(filter(None, (self._string(home, code) for code in _NAMES)), str(at))
        held = self.held.get(home, [])
        if _PROPERTY + _DATA in held:
            yield Piece(name, partial(self._bytes, f"{home}{_PROPERTY}{_DATA}"))
        elif _PROPERTY + _OBJECT not in held:
            yield Piece(name, refusal="empty")
        elif _PROPERTIES not in self.held.get(inner := f"{home}{_PROPERTY}{_OBJECT}/", []):
            yield Piece(name, refusal="unknown-kind")
        elif depth == MAX_DEPTH:
            yield Piece(name, refusal="too-deep")
        else:
            yield from self.pieces(inner, name + "/", depth + 1)

    def _stream(self, home: str, code: str) -> str:
        """The path of the stream of a property, "" where it has none."""
        held = self.held.get(home, [])
        return next((home + name for kind in _TYPES if (name := _PROPERTY + code + kind) in held), "")

    def _bytes(self, stream: str) -> bytes:
        """The bytes of a stream, those of Unicode in UTF-8 and marked so; a code page is told by its characters later.

        Raises:
            Unreadable: ``damaged``.
        """
        with damage_is_said():
            data: bytes = self.file.openstream(stream).read()
        if len(data) < self.file.get_size(stream):  # olefile gives what it finds
            raise Unreadable("damaged", "cut off")
        if not stream.endswith(_UNICODE):
            return data
        return data.decode("utf-16-le", "replace").rstrip("\0").encode("utf-8-sig", "replace")

    def _blank(self, stream: str) -> bool:
        try:
            return not self._bytes(stream).decode("utf-8-sig", "replace").strip(f"{whitespace}\u3000\xa0\0")
        except Unreadable:
            return False

    def _string(self, home: str, code: str) -> str:
        """A property as characters, "" where it has none or is damaged."""
        try:
            data = self._bytes(stream).rstrip(b"\0") if (stream := self._stream(home, code)) else b""
        except Unreadable:
            return ""
        return encoding.name(data)
