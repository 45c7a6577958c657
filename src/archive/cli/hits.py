"""Hits on a screen: a line of number, date, issuers and title, under it a snippet with the words marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from archive.cli import screen
from archive.messages import _, ngettext

if TYPE_CHECKING:
    from archive.search import Hit, Results

_INDENT = "    "
_SNIPPET_LINES = 2


def draw(results: Results, columns: int, colour: bool) -> list[str]:
    """The lines of all hits.

    Args:
        results: what a search gave.
        columns: width to draw for.
        colour: mark words with colour.
    """
    heads = [_head(hit) for hit in results.hits]
    widths = [min(max((screen.width(head[at]) for head in heads), default=0), cap) for at, cap in ((0, 24), (1, 10))]
    lines: list[str] = []
    for hit, (number, date, issuers, title) in zip(results.hits, heads, strict=True):
        columned = f"{screen.pad(number, widths[0])}  {screen.pad(date, widths[1])}  "
        head = columned + "  ".join(part for part in (issuers, title) if part)
        folded = screen.folded(head, columns, hang=_INDENT[:2])
        if colour:
            style = screen.BOLD if hit.notice.number else screen.DIM
            folded[0] = style + folded[0][: len(number)] + screen.PLAIN + folded[0][len(number) :]
        lines += folded + snippet(hit, columns, colour)
    return lines


def _head(hit: Hit) -> tuple[str, str, str, str]:
    notice = hit.notice
    return (
        screen.flat(notice.number or notice.id),
        notice.date or _("undated"),
        screen.flat("、".join(notice.issuers)),
        (f"【{screen.flat(notice.secrecy)}】" if notice.secrecy else "")
        + (screen.flat(notice.title or "") or _("(no title)")),
    )


def snippet(hit: Hit, columns: int, colour: bool) -> list[str]:
    """The lines of a hit's snippet, two at most, from the one where the first marked word stands."""
    found = hit.snippet
    text = screen.flat(found.text)
    where = _where(hit)
    if not text.strip() and not where:
        return []
    room = columns - len(_INDENT)
    spans = screen.wrap(text, room)
    first = min((start for start, _end in found.marks), default=0)
    at = next((index for index, (_start, end) in enumerate(spans) if first < end), 0)
    at = max(0, min(at, len(spans) - _SNIPPET_LINES))
    shown = spans[at : at + _SNIPPET_LINES]
    cut = len(spans) > at + len(shown)
    beside = bool(where) and screen.width(where) + 2 <= room // 2
    left = room - beside * (screen.width(where) + 2)
    start, end = shown[-1]
    if screen.width(text[start:end]) + cut > left:
        if len(shown) < _SNIPPET_LINES and not cut:
            beside = False
        else:
            shown[-1], cut = (start, start + screen.fitting(text[start:end], left - 1)), True
    lines = [_INDENT + screen.paint(text, span, found.marks, colour) for span in shown]
    lines[-1] += "…" if cut else ""
    dim, plain = (screen.DIM, screen.PLAIN) if colour else ("", "")
    if beside:
        lines[-1] += f"  {dim}{where}{plain}"
    elif where:
        lines += [f"{dim}{line}{plain}" for line in screen.folded(where, columns, _INDENT)]
    return lines


def _where(hit: Hit) -> str:
    parts = [] if hit.literal else [_("words only")]
    places = hit.places
    if places and places[0].page > 1:
        parts.append(_("p. {page}").format(page=places[0].page))
    if hit.places_total > 1:
        parts.append(ngettext("{count} place", "{count} places", hit.places_total).format(count=hit.places_total))
    return _("({details})").format(details=_(", ").join(parts)) if parts else ""


def summary(results: Results, shown: int, offset: int) -> str:
    """How many notices match, how many of them literally, which are shown, and how long it took."""
    text = counted(results.total, results.literal)
    if 0 < shown < results.total:
        text = _("{first}–{last} of {counted}").format(first=offset + 1, last=offset + shown, counted=text)
    return _("{counted} ({seconds:.2f} s)").format(counted=text, seconds=results.seconds)


def counted(total: int, literal: int) -> str:
    """How many notices match, and how many of them literally where that differs."""
    text = ngettext("{count} notice", "{count} notices", total).format(count=total)
    return text if not total else _("{notices}, {literal} literal").format(notices=text, literal=literal)


def facet_lines(values: Sequence[tuple[str, int]]) -> list[str]:
    """The values of a facet with their counts, aligned."""
    return screen.table([(str(count), screen.flat(str(value))) for value, count in values], right=(0,), indent="  ")
