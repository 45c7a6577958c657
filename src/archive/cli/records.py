"""Results for programs: JSON, one object a line, always valid UTF-8, and CSV that Excel opens without harm."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any

from archive.cli.screen import flat, replaced
from archive.messages import _
from archive.notice import labels

COLUMNS = (
    "id", "number", "date", "issuers", "title", "kind", "addressees", "cc", "printed", "signature", "signer",
    "secrecy", "urgency", "copy_number", "attachments", "note", "cut", "superseded_by",
    "path", "page_from", "page_to", "sha256",
)  # fmt: skip

_FORMULA = tuple("=+-@＝＋－＠")


def headings() -> dict[str, str]:
    """The name of each column of a table, in the user's language."""
    return {
        **labels(),
        "id": _("id"),
        "cut": _("cut off"),
        "superseded_by": _("superseded by"),
        "path": _("path"),
        "page_from": _("from page"),
        "page_to": _("to page"),
        "sha256": _("sha256"),
        "literal": _("literal"),
        "score": _("score"),
        "snippet": _("snippet"),
    }


def json_line(data: Any) -> str:
    """The data as one line of JSON without a lone surrogate; controls and bidi marks are written as escapes."""
    import json

    text = json.dumps(data, ensure_ascii=False, separators=(", ", ": "))
    return replaced(_escape, text)


def _escape(match: Any) -> str:
    code = ord(match[0])
    if 0xD800 <= code < 0xE000:
        return "\ufffd"
    if code > 0xFFFF:
        return f"\\u{0xD7C0 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
    return f"\\u{code:04x}"


def write(text: str) -> None:
    """Text to stdout as UTF-8, whatever the terminal's encoding is."""
    if sys.stdout is not None:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))


def write_json(data: Any) -> None:
    """One line of JSON to stdout."""
    write(json_line(data) + "\n")


def write_lines(lines: Iterable[dict[str, Any]]) -> int:
    """Lines of JSON to stdout; gives their count."""
    count = 0
    for data in lines:
        write_json(data)
        count += 1
    return count


def cell(value: Any) -> str:
    """A value as a cell: lists joined, controls made visible, a formula disarmed (OWASP, CSV injection)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (int, float)):
        return str(value)
    text = "；".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    armed = text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(_FORMULA)
    return ("'" if armed else "") + flat(text)


def flat_record(record: dict[str, Any]) -> dict[str, Any]:
    """A notice's record with the path, pages and hash of its source beside its other values."""
    return {**record, **record.get("source", {})}


def write_csv(records: Iterable[dict[str, Any]], extra: Sequence[str] = ()) -> int:
    """Records as a table: UTF-8 with BOM and CRLF, a heading first, ``extra`` columns last.

    Returns:
        How many records were written.
    """
    import csv
    import io

    names = (*COLUMNS, *extra)
    buffer = io.StringIO()
    rows = csv.writer(buffer, lineterminator="\r\n")
    known = headings()
    rows.writerow([known[name] for name in names])
    write("\ufeff" + buffer.getvalue())
    count = 0
    for record in records:
        count += 1
        buffer.seek(0)
        buffer.truncate()
        values = flat_record(record)
        rows.writerow([cell(values.get(name)) for name in names])
        write(buffer.getvalue())
    return count
