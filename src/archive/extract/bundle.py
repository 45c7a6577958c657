"""Containers of files: ZIP, 7z, TAR, packed single files and mails; their members one by one, within bounds."""

from __future__ import annotations

import bz2
import gzip
import lzma
import posixpath
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO, FileIO
from pathlib import Path
from typing import IO, Any

from archive import private
from archive.errors import Unreadable
from archive.extract import encoding
from archive.extract.document import Document, Part
from archive.extract.mail import Piece, outlook_pieces, pieces
from archive.extract.package import BROKEN, ENCRYPTED
from archive.extract.process import begin_part
from archive.extract.readers import READERS
from archive.notice import MEMBER

MAX_MEMBERS = 2_000
"""Files that are read of a container, those in the containers within it among them."""
MAX_BYTES = 512 << 20
"""Bytes they may unpack to in all."""
MAX_DEPTH = 3
"""Containers within one another that are opened."""

_BROKEN: tuple[type[Exception], ...] = (*BROKEN, tarfile.TarError, lzma.LZMAError)
_UTF8 = 0x800
_UNICODE_PATH = 0x7075
_CHUNK = 1 << 20
_PACKED: dict[str, Callable[..., Any]] = {"gzip": gzip.open, "bzip2": bz2.open, "xz": lzma.open}


@dataclass(frozen=True, slots=True)
class Box:
    """A container that is open.

    Attributes:
        path: the file.
        kind: its kind.
        name: the name it came under.
        folder: private, for what is unpacked of it.
        stack: closes what was opened for it.
    """

    path: Path
    kind: str
    name: str
    folder: Path
    stack: ExitStack


@dataclass(frozen=True, slots=True)
class Entry:
    """A member of a container.

    Attributes:
        name: its path in it, with forward slashes, as its writer gave it.
        open: gives its bytes.
        refusal: the reason code for one that is not opened: a link, or what is no file.
        aside: it goes with the others, as the text of a mail.
    """

    name: str
    open: Callable[[], IO[bytes]]
    refusal: str = ""
    aside: bool = False


class Bundle:
    """A container and those within it, read member by member.

    Args:
        folder: private, for what is unpacked.
        read: reads a file that is none.
        skip: reason and facts of members that are not to be tried again.
        wanted: whether a member of this name is read at all.
    """

    def __init__(
        self,
        folder: Path,
        read: Callable[[Path], Document | str],
        skip: Mapping[str, Sequence[str]],
        wanted: Callable[[str], bool],
    ) -> None:
        self.folder, self.read, self.skip, self.wanted = folder, read, skip, wanted
        self.turn = 0
        self.bytes = MAX_BYTES

    def parts(self, path: Path, kind: str, name: str, above: str = "", depth: int = 1) -> Iterator[Part]:
        """What its members hold, in the container's own order.

        Args:
            path: the container.
            kind: its kind.
            name: the name it came under.
            above: what stands before the names of its members.
            depth: containers that it lies in, itself among them.

        Raises:
            Unreadable: for a container that cannot be listed, or has more members than may be.
        """
        with ExitStack() as stack:
            box = Box(path, kind, name, self.folder, stack)
            for entry in _entries(box):
                self.turn += 1
                if self.turn > MAX_MEMBERS:
                    raise Unreadable("too-large", f"more than {MAX_MEMBERS} files")
                if self.wanted(entry.name):
                    yield from self._part(entry, above, depth)

    def _part(self, entry: Entry, above: str, depth: int) -> Iterator[Part]:
        name, turn = above + entry.name, self.turn
        if name in self.skip:
            reason, detail = self.skip[name]
            yield Part(name, turn, Unreadable(reason, detail))
            return
        begin_part(name)
        copy = self.folder / str(turn)
        try:
            self.unpack(entry, copy)
            found = self.read(copy)
            if isinstance(found, Document):
                yield Part(name, turn, found, aside=entry.aside)
            elif depth == MAX_DEPTH:
                yield Part(name, turn, Unreadable("too-deep"))
            else:
                yield from self.parts(copy, found, name, name + MEMBER, depth + 1)
        except Unreadable as error:
            yield Part(name, turn, error)
        finally:
            copy.unlink(missing_ok=True)

    def one(self, path: Path, kind: str, name: str, member: str) -> Path:
        """Unpacks the first member of a name; arguments as those of ``parts``.

        Raises:
            Unreadable: where there is none.
        """
        self.turn += 1
        copy = self.folder / str(self.turn)
        with ExitStack() as stack:
            for entry in _entries(Box(path, kind, name, self.folder, stack)):
                if entry.name == member:
                    self.unpack(entry, copy)
                    return copy
        raise Unreadable("damaged", member)

    def unpack(self, entry: Entry, target: Path) -> None:
        """Writes a member to a private file.

        Raises:
            Unreadable: ``too-large``, ``password`` or ``damaged``, or the entry's refusal.
        """
        if entry.refusal:
            raise Unreadable(entry.refusal)
        size = 0
        try:
            with entry.open() as source, open(target, "wb", opener=private.opened) as file:
                while chunk := source.read(min(_CHUNK, self.bytes + 1 - size)):
                    size += len(chunk)
                    if size > self.bytes:
                        raise Unreadable("too-large", f"unpacks to more than {self.bytes} bytes")
                    file.write(chunk)
        except _BROKEN as error:
            raise Unreadable("damaged", f"{type(error).__name__}: {error}"[:200]) from error
        finally:
            self.bytes -= min(size, self.bytes)


def _entries(box: Box) -> Iterator[Entry]:
    """The members of a container, in its own order, a name that comes again with a number; folders are left out."""
    names: set[str] = set()
    try:
        for entry in READERS[box.kind].load()(box):
            name, again = entry.name, 1
            while name in names:
                again += 1
                stem, end = posixpath.splitext(entry.name)
                name = f"{stem} ({again}){end}"
            names.add(name)
            yield replace(entry, name=name)
    except _BROKEN as error:
        raise Unreadable("damaged", f"{type(error).__name__}: {error}"[:200]) from error


def zip_entries(box: Box) -> Iterator[Entry]:
    """The members of a ZIP file."""
    file = box.stack.enter_context(zipfile.ZipFile(box.path))
    for info in file.infolist():
        if not info.is_dir():
            linked = stat.S_ISLNK(info.external_attr >> 16)
            yield Entry(_zip_name(info), partial(_zip_open, file, info), "link" if linked else "")


def _zip_open(file: zipfile.ZipFile, info: zipfile.ZipInfo) -> IO[bytes]:
    if info.flag_bits & ENCRYPTED:
        raise Unreadable("password")
    return file.open(info)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name as it was written: without the flag for UTF-8 mostly GBK, for so Windows and WPS write it in China.

    The field with the name in UTF-8 that Info-ZIP adds (APPNOTE 4.6.9) says it for sure.
    """
    extra, at = info.extra, 0
    while at + 4 <= len(extra):
        kind, size = int.from_bytes(extra[at : at + 2], "little"), int.from_bytes(extra[at + 2 : at + 4], "little")
        if kind == _UNICODE_PATH and size > 5:
            return extra[at + 9 : at + 4 + size].decode("utf-8", "replace")
        at += 4 + size
    if info.flag_bits & _UTF8:
        return info.filename
    return _name(info.orig_filename.encode("cp437", "replace"))


def _name(raw: bytes) -> str:
    return encoding.name(raw).replace("\\", "/")


def tar_entries(box: Box) -> Iterator[Entry]:
    """The members of a TAR file, packed or not."""
    opened = tarfile.open(box.path, "r:*", encoding="utf-8", errors="surrogateescape")  # noqa: SIM115 - the stack does
    file = box.stack.enter_context(opened)
    for info in file:
        if not info.isdir():
            refusal = "" if info.isreg() else "link" if info.issym() or info.islnk() else "not-a-file"
            yield Entry(_name(info.name.encode("utf-8", "surrogateescape")), partial(_tar_open, file, info), refusal)


def _tar_open(file: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    return file.extractfile(info) or BytesIO()


def packed_entries(box: Box) -> Iterator[Entry]:
    """The members of a packed TAR file, or else the one file that is packed, under the name without its ending."""
    try:
        with tarfile.open(box.path, "r:*"):
            pass
    except (tarfile.ReadError, EOFError):
        yield Entry(Path(box.name).stem or "1", partial(_PACKED[box.kind], box.path, "rb"))
    else:
        yield from tar_entries(box)


def seven_entries(box: Box) -> Iterator[Entry]:
    """The members of a 7z file."""
    from archive.extract.seven import unpacked

    for name, copy in unpacked(box.path, box.folder, box.stack, MAX_BYTES):
        yield Entry(name, partial(FileIO, copy))


def mail_entries(box: Box) -> Iterator[Entry]:
    """The text and the attachments of a mail in MIME."""
    return map(_piece, pieces(box.path))


def outlook_entries(box: Box) -> Iterator[Entry]:
    """The text and the attachments of a mail that Outlook saved."""
    return map(_piece, outlook_pieces(box.path))


def _piece(piece: Piece) -> Entry:
    return Entry(piece.name.replace("\\", "/"), lambda: BytesIO(piece.data()), piece.refusal, aside=piece.text)
