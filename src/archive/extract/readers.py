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
        recognises: whether it also takes a Recognition.
    """

    function: str
    largest: int
    needs: tuple[str, ...] = ()
    brought_by: str = "gongwen-archive"
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

READERS = {
    "text": Reader("plain:read_text", 64 << 20),
    "pdf": Reader("pdf:read_pdf", _PAPER, ("pypdfium2", "pdfminer", "pikepdf"), recognises=True),
    **dict.fromkeys(
        ("png", "jpeg", "tiff", "bitmap", "webp", "gif"),
        Reader("picture:read_picture", _PAPER, ("rapidocr", "onnxruntime", "PIL"), OCR, recognises=True),
    ),
}
"""By kind, in the order in which ``archive kinds`` lists them."""
