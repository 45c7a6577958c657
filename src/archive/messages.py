"""The language of messages: Chinese under a zh locale or ARCHIVE_LANG=zh, English otherwise, through gettext."""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path

DOMAIN = "archive"


def language() -> str:
    """The language that messages are printed in: ``"zh"`` or ``"en"``.

    ARCHIVE_LANG wins, then LC_ALL, LC_MESSAGES and LANG in POSIX order.
    """
    for name in ("ARCHIVE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


@cache
def _translation(code: str) -> gettext.NullTranslations:
    if code == "en":
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, Path(__file__).parent / "locale", languages=[code], fallback=True)


def _(message: str) -> str:
    """The message in the user's language; the English text is its key."""
    return _translation(language()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The singular or plural message for ``count`` things, in the user's language."""
    return _translation(language()).ngettext(singular, plural, count)
