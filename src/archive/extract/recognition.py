"""Whether the text of pictures is to be recognised, and when."""

from __future__ import annotations

from importlib.util import find_spec
from typing import NamedTuple

MODES = ("auto", "never", "always")
"""Where a page has no text that can be used; never; every page of PDFs and pictures."""
MODULES = ("rapidocr", "onnxruntime", "PIL")
"""What has to be installed, besides what they bring."""


class Recognition(NamedTuple):
    """What a reader is to do with pictures of pages.

    Attributes:
        mode: one of ``MODES``.
        now: recognise; else a file that needs it ends with Unreadable ``scan``, for a process that may use more
            memory and time.
    """

    mode: str = "never"
    now: bool = False


NOTHING = "none recognised"
"""Facts of pictures in which no text was found: they are not tried again by themselves."""
UNREAD = Recognition()
"""Pictures stay unread."""


def installed() -> bool:
    """Whether pictures can be recognised here."""
    return all(find_spec(each) is not None for each in MODULES)
