"""What ``archive ingest --dry-run`` prints: each file with the notices that it would give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.cli import failures, records, screen
from archive.ingest.preview import Preview, preview
from archive.library import describe
from archive.messages import _, ngettext


def show(paths: Sequence[Path], workers: int | None, allow_secret: bool, ocr: str, as_json: bool) -> int:
    """Prints what files would give, as they are read; the exit status."""
    files = notices = unsound = 0
    for each in preview(paths, workers=workers, allow_secret=allow_secret, ocr=ocr):
        files, notices, unsound = files + 1, notices + len(each.notices), unsound + (each.reason is not None)
        if as_json:
            records.write_json(each.record())
        else:
            for line in _draw(each, screen.columns()):
                screen.out(line)
    text = _("{files}, {notices}; nothing was taken in.").format(
        files=ngettext("{count} file", "{count} files", files).format(count=files),
        notices=ngettext("{count} notice", "{count} notices", notices).format(count=notices),
    )
    (screen.note if as_json else screen.out)(text)
    return 3 if unsound else 0


def _draw(found: Preview, columns: int) -> Iterator[str]:
    name = screen.clean(failures.near(found.path))
    odd = f"  [{screen.flat(', '.join(found.warnings))}]" if found.warnings else ""
    yield f"{name}  {screen.flat(found.error or found.reader)}{odd}"
    for notice in found.notices:
        member = "" if notice.source.member is None else screen.clean(notice.source.member) + "  "
        yield from screen.folded(member + screen.flat(describe(notice)), columns, indent="  ", hang="      ")
