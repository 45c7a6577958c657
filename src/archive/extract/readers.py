"""Which reader reads which kind of file, and what it needs to be installed."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from archive.errors import Unreadable
from archive.plain import dataclass

OCR = "gongwen-archive[ocr]"
"""What brings the recognition of pictures of pages."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How one kind of file is read.

    Attributes:
        function: ``module:function`` in this package; it takes the path of the file and gives its Document.
        largest: bytes of the largest file that is read.
        needs: modules from outside the standard library that it imports.
        brought_by: what to install where one of them is missing.
        holds: it is a container; the function gives the entries of its members.
        packaged: whether it takes the file as an open Package instead.
        recognises: whether it also takes a Recognition.
    """

    function: str
    largest: int
    needs: tuple[str, ...] = ()
    brought_by: str = "gongwen-archive"
    holds: bool = False
    packaged: bool = False
    recognises: bool = False

    @property
    def missing(self) -> list[str]:
        """Those of ``needs`` that are not installed."""
        return [each for each in self.needs if find_spec(each) is None]

    def load(self) -> Callable[..., Any]:
        """The function.

        Raises:
            Unreadable: ``needs``, where a module of ``needs`` is not installed.
        """
        if self.missing:
            raise Unreadable("needs", self.brought_by)
        module, _, name = self.function.partition(":")
        function: Callable[..., Any] = getattr(import_module(f"archive.extract.{module}"), name)
        return function


_PAPER = 256 << 20
_BUNDLE = 512 << 20

READERS = {
    "text": Reader("plain:read_text", 64 << 20),
    "pdf": Reader("pdf:read_pdf", _PAPER, ("pypdfium2", "pdfminer", "pikepdf"), recognises=True),
    "ofd": Reader("ofd:read_ofd", _PAPER, ("lxml",), packaged=True),
    "docx": Reader("docx:read_docx", _PAPER, ("lxml",), packaged=True),
    "doc": Reader("doc:read_doc", _PAPER, ("olefile",)),
    "rtf": Reader("rtf:read_rtf", _PAPER),
    "html": Reader("web:read_html", 32 << 20, ("selectolax",)),
    "mhtml": Reader("mhtml:read_mhtml", 64 << 20, ("selectolax",)),
    **dict.fromkeys(
        ("png", "jpeg", "tiff", "bitmap", "webp", "gif"),
        Reader("picture:read_picture", _PAPER, ("rapidocr", "onnxruntime", "PIL"), OCR, recognises=True),
    ),
    "eml": Reader("bundle:mail_entries", 64 << 20, holds=True),
    "msg": Reader("bundle:outlook_entries", 64 << 20, ("olefile",), holds=True),
    "zip": Reader("bundle:zip_entries", _BUNDLE, holds=True),
    "7z": Reader("bundle:seven_entries", _BUNDLE, ("py7zr",), "gongwen-archive[7z]", holds=True),
    "tar": Reader("bundle:tar_entries", _BUNDLE, holds=True),
    "gzip": Reader("bundle:packed_entries", _BUNDLE, holds=True),
    "bzip2": Reader("bundle:packed_entries", _BUNDLE, holds=True),
    "xz": Reader("bundle:packed_entries", _BUNDLE, holds=True),
}
"""By kind, in the order in which ``archive kinds`` lists them."""


def readable_now(reason: str, detail: str) -> bool:
    """Whether a file that failed for its kind would be read now: by a newer version, or with what was installed since.

    Args:
        reason: why it failed, as of ``Unreadable``.
        detail: the facts with it.
    """
    if reason == "unknown-kind":
        return detail in READERS
    wanted = {"needs": detail, "pictures": None if detail else OCR}.get(reason)
    return wanted is not None and not any(each.missing for each in READERS.values() if each.brought_by == wanted)
