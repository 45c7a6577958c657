"""What the publisher says of a notice beside it fills the fields that the notice itself does not print."""

from __future__ import annotations

import re

from archive import number
from archive.notice import Evidence, Notice
from archive.parse import dates, kinds

_PARTS = re.compile("[\\s、，,;；]+")


def complete(notice: Notice, given: dict[str, str]) -> None:
    """Take from the publisher what the notice does not print; a printed value always wins.

    The evidence is unsure, on page 0: publishers copy these tables from one notice to the next. A value that cannot be
    read as one of its field is left out.

    Args:
        notice: the only notice of its file.
        given: as in `archive.extract.document.Document`.
    """
    if notice.number is None and (found := number.find(given.get("number", ""))):
        notice.number = found[0].number.text
        _say(notice, "number", notice.number, given["number"])
    if notice.date is None and (day := dates.whole(given.get("date", ""))):
        notice.date = day
        _say(notice, "date", day, given["date"])
    if notice.title is None and (words := "".join(given.get("title", "").split())):
        notice.title = words
        _say(notice, "title", words, given["title"])
        if notice.kind is None and (kind := kinds.kind(words)):
            notice.kind = kind
            _say(notice, "kind", kind, given["title"])
    if not notice.issuers:
        notice.issuers = [name for name in _PARTS.split(given.get("issuers", "")) if name]
        for name in notice.issuers:
            _say(notice, "issuers", name, given["issuers"])


def _say(notice: Notice, field: str, value: str, words: str) -> None:
    notice.evidence.append(Evidence(field, value, 0, 0, words[:200], "publisher-table", False))
