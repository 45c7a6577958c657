"""The same notice read from two files: found by number or title, and told by its words."""

from __future__ import annotations

import sqlite3

from archive.store.packing import unpack
from archive.text import BREAK
from archive.text import key as folded

_OTHERS = (
    "SELECT n.id, n.key FROM notices m CROSS JOIN notices n ON {} "
    "AND n.superseded_by IS NULL AND n.key <> m.key AND (n.source <> m.source OR n.member IS NOT m.member) "
    "AND (n.date = m.date OR n.date IS NULL OR m.date IS NULL) WHERE m.key = ? ORDER BY n.key"
)
_BY_NUMBER = _OTHERS.format("n.number = m.number")
_BY_TITLE = _OTHERS.format("n.number IS NULL AND m.number IS NULL AND n.title = m.title")
_BEHIND = """
SELECT n.key, m.key, CASE WHEN n.rendition THEN n.number IS m.number AND (n.number IS NOT NULL OR n.title IS m.title)
    AND (n.date = m.date OR n.date IS NULL OR m.date IS NULL) END
FROM notices n LEFT JOIN notices m ON m.id = n.superseded_by WHERE n.superseded_by > ? AND n.superseded_by < ?"""
_TEXT = "SELECT text FROM texts WHERE notice = ?"


def twin(connection: sqlite3.Connection, key: int, numbered: bool) -> str | None:
    """The id of the notice that is the same as this one, read from another file; None where there is none.

    The same is what bears the same number (or, without numbers, the same title), the same date as far as both print
    one, and the same words. Of several the one that came in first.

    Args:
        connection: of the catalog.
        key: of the notice.
        numbered: whether it bears a number.
    """
    others = connection.execute(_BY_NUMBER if numbered else _BY_TITLE, (key,)).fetchall()
    return next((identity for identity, other in others if _same(connection, key, other)), None)


def parted(connection: sqlite3.Connection, prefix: str) -> list[int]:
    """The notices that stand behind one of a content which is there no longer, or is no longer the same notice.

    Args:
        connection: of the catalog.
        prefix: of the content's ids.

    Returns:
        their keys.
    """
    rows = connection.execute(_BEHIND, (f"{prefix}-", f"{prefix}.")).fetchall()
    return [
        key
        for key, first, alike in rows
        if first is None or (alike is not None and not (alike and _same(connection, key, first)))
    ]


def _same(connection: sqlite3.Connection, key: int, other: int) -> bool:
    one, two = (unpack(connection.execute(_TEXT, (each,)).fetchone()[0]) for each in (key, other))
    return same_words(one, two)


def same_words(one: str, other: str) -> bool:
    r"""Whether two texts say the same, whatever their layout.

    Letters and digits count, marks and blanks do not, for how a file writes these depends on its kind; and paragraphs
    may come in another order, as text boxes and what stands at the foot do.

    >>> same_words("一、植树\n（一）青禾县", "一 植树 (一)青禾县"), same_words("版记\n正文", "正文\n版记")
    (True, True)
    >>> same_words("三月植树", "五月植树"), same_words("甲为组长，乙为组员", "乙为组长，甲为组员")
    (False, False)
    """
    first, second = _said(one), _said(other)
    return "".join(first) == "".join(second) or sorted(first) == sorted(second)


def _said(text: str) -> list[str]:
    """The letters and digits of each paragraph that has some."""
    paragraphs = text.replace(BREAK, "\n").split("\n")
    return [said for each in paragraphs if (said := "".join(filter(str.isalnum, folded(each))))]
