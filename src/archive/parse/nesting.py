"""Which lines belong to which notice: one may be caught inside another, or forwarded by it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from archive.parse import closing, issuers, masthead, title
from archive.parse.heads import Head
from archive.parse.rows import Row

_FAR = 5000
"""So many lines of a notice are searched for the name of one that it forwards."""

_FORWARDS = re.compile("转发|轉發|批转|印发|传达|转知|轉知|函送|检送|檢送|转送|抄转|报送")
_ATTACHES = re.compile("附[:：].{1,15}$")
_ENDS = frozenset("。！？!?…”")


@dataclass
class Part:
    """One notice's lines: its head, its places among all lines, and the part that forwards or encloses it."""

    head: Head
    places: list[int] = field(default_factory=list)
    wrapper: int | None = None
    interrupted: bool = False


def share_out(rows: list[Row], found: list[Head]) -> list[Part]:
    """Gives each line to a notice; a notice that another one interrupted goes on after it.

    An inner notice ends with its page where it has a page number and the next page does not go on counting; what
    follows belongs to the notice that it broke into. Without page numbers the outer one goes on where the inner one has
    ended and the rest is signed by the outer one's issuer, or where the inner one breaks off within a sentence.
    """
    parts = [Part(head) for head in found]
    starts = {head.start: place for place, head in enumerate(found)}
    current, marks, waiting = 0, dict.fromkeys(range(len(parts))), list[int]()
    for row in rows:
        begins = starts.get(row.at)
        if begins is not None and begins != current:
            if not _closed(rows, parts[current]):
                parts[current].interrupted = parts[current].interrupted or not row.top
                waiting.append(current)
            current = begins
        elif row.top and waiting:
            back = _goes_on(rows, row, current, waiting, parts, marks)
            if back is not None:
                parts[current].wrapper = back
                waiting = [place for place in waiting if place < back]
                current = back
        parts[current].places.append(row.at)
        if row.mark is not None:
            marks[current] = row.mark
    _signed_by_outer(rows, parts)
    _after_broken_off(rows, parts)
    for place, part in enumerate(parts):
        outer = [each for each in range(place) if parts[each].places[-1] > part.places[0]]
        if outer:
            part.wrapper = outer[-1]
    return parts


def _unended(row: Row) -> bool:
    """Whether a page's last line stops within a sentence."""
    return len(row.flat) >= 15 and row.flat[-1].isalpha() and not row.line.row and not row.names


def _goes_on(
    rows: list[Row], row: Row, current: int, waiting: list[int], parts: list[Part], marks: dict[int, int | None]
) -> int | None:
    """The waiting notice that goes on with the page that ``row`` begins."""
    here = marks[current]
    if here is None:
        return None
    counting = next((place for place in reversed(waiting) if row.mark == (marks[place] or -1) + 1), None)
    if row.mark == here + 1:
        ended = counting is not None and not closing.heading(row) and _closed(rows, parts[current])
        return counting if ended else None
    if counting is not None:
        return counting
    inside = next((place for place in reversed(waiting) if parts[place].interrupted), None)
    if inside is not None:
        return inside
    return next((place for place in reversed(waiting) if _unended(rows[parts[place].places[-1]])), None)


def _closed(rows: list[Row], part: Part) -> bool:
    below = [place for place in part.places if place >= part.head.end]
    return bool(below) and closing.find(rows, below, [], undated=False).date is not None


def _signed_by_outer(rows: list[Row], parts: list[Part]) -> None:
    """Gives what follows an inner notice's end back to the outer one, where the outer one's issuer signs it."""
    for place in range(len(parts) - 1, 0, -1):
        inner, outer = parts[place], parts[place - 1]
        below = [each for each in inner.places if each >= inner.head.end]
        if not outer.interrupted or not below or outer.places[-1] > inner.places[0] or _closed(rows, outer):
            continue
        end = closing.find(rows, below, [], undated=False)
        rest = [each for each in below if each >= end.end]
        while rest and (closing.colophon(rows[rest[0]]) or rows[rest[0]].date):
            rest.pop(0)
        known = [name for each in outer.head.masthead for name in masthead.masthead_names(rows[each])]
        known = known or issuers.of_title(title.text(rows, outer.head.title))
        if end.date is None or not rest or not known:
            continue
        again = closing.find(rows, rest, known, undated=False)
        signs = {name for each in again.signature for name in rows[each].names}
        if again.sure and signs & set(known):
            inner.places = [each for each in inner.places if each < rest[0]]
            outer.places += rest


def _after_broken_off(rows: list[Row], parts: list[Part]) -> None:
    """Gives what follows the words at which an inner notice breaks off back to the one around it."""
    for place in range(len(parts) - 1, 0, -1):
        inner = parts[place]
        waiting = [each for each in parts[:place] if each.interrupted and each.places[-1] < inner.places[0]]
        if not waiting:
            continue
        below = [each for each in inner.places if each >= inner.head.end]
        breaks = [at for at, next_at in pairwise(below) if _breaks_off(rows[at], rows[next_at])]
        if not breaks:
            continue
        known = issuers.of_title(title.text(rows, inner.head.title))
        known += [name for each in inner.head.masthead for name in masthead.masthead_names(rows[each])]
        rest = [each for each in below if each > breaks[0]]
        end = closing.find(rows, rest, known, undated=False)
        if {name for each in end.signature for name in rows[each].names} & set(known):
            continue
        open_ones = [each for each in waiting if not _closed(rows, each)]
        whole = [each for each in open_ones if rows[each.places[-1]].flat[-1] in _ENDS]
        if whole or open_ones:
            inner.places = [each for each in inner.places if each <= breaks[0]]
            (whole or open_ones)[-1].places += rest


def _breaks_off(row: Row, below: Row) -> bool:
    """Whether a line of running text stops within a sentence while the next one, below a blank line, begins another."""
    if (
        below.line.gap < (2 if below.line.joins else 1)
        or row.line.row
        or len(row.flat) < 30
        or not row.flat[-1].isalpha()
    ):
        return False
    return below.flat[-1] in _ENDS and not below.line.row and len(below.flat) >= 15


def link(rows: list[Row], parts: list[Part]) -> list[Part]:
    """Links a forwarded notice to the one that forwards it."""
    told: dict[int, str] = {}
    for place, part in enumerate(parts):
        if part.wrapper is not None or place == 0:
            continue
        before = next((each for each in range(place - 1, -1, -1) if parts[each].wrapper is None), None)
        if before is None:
            continue
        attached = any(masthead.is_attached(rows[each]) for each in part.head.banner)
        attached = attached or _ATTACHES.match(rows[part.places[0] - 1].flat) is not None
        core = title.core(title.text(rows, part.head.title))
        for each in dict.fromkeys((place - 1, before)):
            outer = parts[each]
            if each not in told:
                told[each] = "".join(rows[at].flat for at in outer.places[:_FAR] if len(rows[at].flat) < 4000)
            said, words = told[each], title.text(rows, outer.head.title)
            named = len(core) >= 6 and core in title.core(said)
            named = named or any(own.number in said for own in part.head.numbers)
            if (attached and each == before) or (named and _FORWARDS.search(words + said[:600])):
                part.wrapper = each
                _second_colophon(rows, outer, part)
                break
    return parts


def _second_colophon(rows: list[Row], outer: Part, inner: Part) -> None:
    """Gives a colophon that follows on the 印发 line of a forwarded notice to the one that forwards it."""
    ends = next((count for count, at in enumerate(inner.places) if closing.printed(rows[at])), len(inner.places))
    rest = inner.places[ends + 1 :]
    if rest and all(closing.colophon(rows[at]) for at in rest):
        inner.places = inner.places[: ends + 1]
        outer.places += rest
