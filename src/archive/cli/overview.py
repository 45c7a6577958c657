"""archive without a verb: what is in the archive, and three commands to try."""

from __future__ import annotations

from typing import Any

from archive.cli import screen
from archive.cli.options import open_archive
from archive.errors import NoArchive
from archive.messages import _, ngettext


def overview(index: str) -> int:
    """Print what is in the archive, or how to make one, and where to begin."""
    try:
        with open_archive() as archive:
            stats = archive.stats().record()
    except NoArchive:
        screen.out(_("There is no archive in {index} yet. To make one:").format(index=screen.clean(index)))
        tries = [
            ("archive ingest docs_in", _("take in the files of this folder")),
            ("archive search 通知", _("then find notices by their words")),
            ("archive --help", _("all that can be done")),
        ]
    else:
        text = ngettext("{index} holds {count} notice.", "{index} holds {count} notices.", stats["notices"])
        screen.out(text.format(index=screen.clean(index), count=stats["notices"]))
        tries = [
            ("archive search 安全", _("find notices by their words")),
            (f"archive search -k {_most(stats)}", _("those of one kind, newest first")),
            ("archive --help", _("all that can be done")),
        ]
    widest = max(screen.width(line) for line, _meaning in tries)
    columns = screen.columns()
    for line, meaning in tries:
        room = columns - widest - 4 >= screen.width(meaning)
        screen.out("  " + (screen.pad(line, widest) + "  " + meaning if room else line))
        if not room:
            screen.out("      " + meaning)
    return 0


def _most(stats: dict[str, Any]) -> str:
    kinds = stats["kinds"]
    return screen.clean(max(kinds, key=kinds.__getitem__)) if kinds else "通知"
