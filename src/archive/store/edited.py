"""The files of an archive that people edit too: the confirmed issuers and the user words."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from archive.errors import ArchiveError
from archive.messages import _
from archive.private import opened
from archive.store.originals import sync_folder
from archive.words import UserWords

if TYPE_CHECKING:
    from archive.issuers import Authority

Made = TypeVar("Made")
ISSUERS, WORDS = "issuers.toml", "words.txt"
_LARGEST = 8 << 20


class Edited:
    """The edited files of one archive.

    Args:
        folder: the archive's.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, tuple[object, Any]] = {}
        self._paths = {name: folder / name for name in (ISSUERS, WORDS)}

    def issuers(self) -> str:
        """What stands in issuers.toml."""
        return read(self._folder / ISSUERS)

    def words(self) -> str:
        """What stands in words.txt."""
        return read(self._folder / WORDS)

    def authority(self) -> Authority:
        """The confirmed issuers.

        Raises:
            ArchiveError: where issuers.toml cannot be read; it says which line.
        """
        from archive.issuers import Authority

        return self._made(ISSUERS, Authority.read)

    def user_words(self) -> UserWords:
        """The user words that the next ``reindex`` teaches the segmenter.

        Raises:
            ArchiveError: where words.txt cannot be read; it says which lines.
        """

        def made(text: str) -> UserWords:
            if not text:
                return UserWords("")
            from archive.words.dictionary import user_words

            return user_words(text)

        return self._made(WORDS, made)

    def _made(self, name: str, make: Callable[[str], Made]) -> Made:
        """What is made of the text of a file, anew when the file is another: each search asks for it."""
        path = self._paths[name]
        stamp: object = None
        try:
            found = path.stat()
            stamp = found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino
        except FileNotFoundError:
            pass
        except OSError:
            return make(read(path))
        if name not in self._known or self._known[name][0] != stamp:
            self._known[name] = stamp, make(read(path))
        made: Made = self._known[name][1]
        return made

    def changed(self, changes: Mapping[str, Callable[[str], str] | None]) -> dict[str, str]:
        """The new texts of the files that these changes, by name of the file, make other than they are."""
        texts = {}
        for name, change in changes.items():
            old = read(self._folder / name)
            new = change(old) if change else old
            if new != old:
                texts[name] = new
        return texts

    def write(self, texts: Mapping[str, str]) -> None:
        """Puts these texts in the place of the files of these names."""
        for name, text in texts.items():
            write(self._folder / name, text)


def read(path: Path) -> str:
    """The text of such a file, its byte order mark and line ends as they are; empty where there is none.

    Raises:
        ArchiveError: where it is too large, no UTF-8, or may not be read.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ArchiveError(
            _("{path} cannot be read: {reason}").format(path=path, reason=error.strerror), _("see to its permissions")
        ) from error
    if len(content) > _LARGEST:
        raise ArchiveError(_("{path} is larger than {size} MB").format(path=path, size=_LARGEST >> 20))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ArchiveError(
            _("{path} is not UTF-8, line {line}").format(path=path, line=line),
            _("save it as UTF-8 in your editor"),
        ) from error


def write(path: Path, text: str) -> None:
    """Puts a text in the place of a file, as a whole and for good, readable by its owner only."""
    part = path.with_name(path.name + ".part")
    with open(part, "wb", opener=opened) as file:
        file.write(text.encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)
