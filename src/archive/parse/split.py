"""One file, several notices: where each begins, and which lines belong to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from archive.parse import closing, heads, kinds, masthead, title
from archive.parse.heads import Head
from archive.parse.names import names
from archive.parse.rows import Row

_CLIMB = 10
_NEAR, _FAR = 200, 5000
"""So many lines above another head are looked at for the end of the notice before it, and in all for its date."""

_PREAMBLE = 400
_ABOUT = re.compile("关于|關於|转发|轉發|批转|印发|印發|公布")
_FORWARDS = re.compile("转发|轉發|批转|印发|传达|函送|检送|檢送|转送|抄转|报送")
_KIND_ENDS = frozenset("议議定令报報告见見知示复復案函要")
_ENDS = frozenset("。！？!?…”")
_QUOTED = re.compile('[《〈》〉“”"（）()]')


@dataclass
class Part:
    """One notice's lines: its head, its places among all lines, and the part that forwards or encloses it."""

    head: Head
    places: list[int] = field(default_factory=list)
    wrapper: int | None = None
    interrupted: bool = False


def split(rows: list[Row]) -> list[Part]:
    """The notices of a document in the order of their first lines; every line belongs to exactly one."""
    if not rows:
        return []
    found = _heads(rows)
    if len(found) == 1:
        return [Part(found[0], list(range(len(rows))))]
    return _wrapped(rows, _shared_out(rows, found))


def _heads(rows: list[Row]) -> list[Head]:
    out = [heads.read(rows, 0, len(rows))]
    at = max(out[0].end, 1)
    while at < len(rows):
        head = _head_at(rows, at, out[-1])
        if head is None:
            at += 1
            continue
        if len(out) == 1 and _is_preamble(rows, out[0], head):
            head.banner = list(range(head.start)) + head.banner
            head.start = 0
            out.pop()
        out.append(head)
        at = max(head.end, at + 1)
    return out


def _is_preamble(rows: list[Row], first: Head, head: Head) -> bool:
    """Whether what stands above the first clear head is no notice of its own."""
    if first.whole or first.addressees or first.numbers:
        return False
    return sum(len(row.flat) for row in rows[: head.start]) < _PREAMBLE and not any(
        row.date for row in rows[: head.start]
    )


def _head_at(rows: list[Row], at: int, last: Head) -> Head | None:
    """The head of another notice whose number, gazette line or addressees stand on line ``at``."""
    row = rows[at]
    flat = row.flat
    if len(flat) > 200 or row.line.row:
        return None
    floor = max(last.end, last.start + 1)
    end = flat[-1]
    if len(flat) <= 80 and (end in "号號次期）)" or "签发" in flat or "民國" in flat):
        if masthead.is_gazette(row) or masthead.own_numbers(rows, at):
            head = heads.read(rows, _climb(rows, at, floor), len(rows))
            return head if head.end > at and _clear(rows, head) else None
    elif end in ":：":
        return _unnumbered(rows, at, floor, last)
    elif end in _KIND_ENDS and len(flat) <= 60 and at > floor:
        return _after_closing(rows, at, floor, last)
    return None


def _climb(rows: list[Row], at: int, floor: int) -> int:
    """The first line of the head that line ``at`` stands in; never over a page break."""
    top = _title_above(rows, at, floor)
    for _ in range(_CLIMB):
        if top - 1 < floor or rows[top].top:
            break
        above = rows[top - 1]
        if (
            masthead.marks(above)
            or masthead.is_masthead(above)
            or masthead.is_sheet(rows, top - 1)
            or masthead.is_gazette(above)
        ):
            top -= 1
        else:
            break
    if top - 1 >= floor and not rows[top].top and masthead.is_attached(rows[top - 1]):
        top -= 1
    return top


def _title_above(rows: list[Row], at: int, floor: int) -> int:
    """The first line of a title that ends right above line ``at``, else ``at``."""
    joined = ""
    for place in range(at - 1, max(floor, at - 7) - 1, -1):
        row = rows[place]
        if not title.titleish(row) or (place + 1 < len(rows) and place + 1 < at and rows[place + 1].top):
            break
        joined = row.flat + joined
        if _ABOUT.search(row.flat) and kinds.kind(joined) is not None:
            if not _ABOUT.match(row.flat) or place - 1 < floor or rows[place].top or not rows[place - 1].names:
                return place
            return place - 1 if row.line.gap == 0 else place
    return at


def _clear(rows: list[Row], head: Head) -> bool:
    """Whether this is the head of a notice and no citation: what is asked where another notice may be going on."""
    if not head.numbers:
        return False
    if head.gazette:
        return True
    first = head.numbers[0]
    if rows[first.at].line.joins and not head.masthead:
        return False
    above = [place for place in head.masthead if place <= first.at]
    if above:
        sheet = head.order or any(masthead.is_sheet(rows, place) for place in above)
        return head.whole or bool(head.addressees) or (sheet and _has_body(rows, head.end))
    if head.number_first:
        return head.whole and bool(head.addressees)
    return head.whole and (bool(head.addressees) or _has_body(rows, head.end))


def _has_body(rows: list[Row], at: int) -> bool:
    return at < len(rows) and (len(rows[at].flat) >= 25 or rows[at].flat[-1] in "。：")


def _unnumbered(rows: list[Row], at: int, floor: int, last: Head) -> Head | None:
    """A head without a number: a title that ends with a 文种, addressees below, and the notice before it closed."""
    for place in range(at - 1, max(floor, at - 6) - 1, -1):
        if kinds.kind(rows[place].flat) is None or not title.titleish(rows[place]):
            continue
        top = _title_above(rows, place + 1, floor)
        if top > place:
            return None
        top = _climb(rows, top, floor) if top > floor else top
        head = heads.read(rows, top, len(rows))
        if head.whole and head.addressees and head.end == at + 1 and _may_follow(rows, head, last):
            return head
        return None
    return None


def _after_closing(rows: list[Row], at: int, floor: int, last: Head) -> Head | None:
    """A head of nothing but a title that names its issuer, right below the end of another notice."""
    top = _title_above(rows, at + 1, floor)
    if top > at:
        return None
    top = _climb(rows, top, floor)
    if not _ends_notice(rows[top - 1]):
        return None
    head = heads.read(rows, top, len(rows))
    if not head.whole or head.end <= at or not _may_follow(rows, head, last):
        return None
    named = title_names(title.text(rows, head.title)) or [
        name for place in head.masthead for name in masthead.masthead_names(rows[place])
    ]
    below = list(range(head.end, min(len(rows), head.end + 200)))
    end = closing.find(rows, below, named)
    signs = {name for place in end.signature for name in rows[place].names}
    return head if named and end.sure and signs & set(named) else None


def _ends_notice(row: Row) -> bool:
    return row.date is not None or closing.colophon(row) or (row.flat[0] in "（(" and row.flat[-1] in "）)")


def _may_follow(rows: list[Row], head: Head, last: Head) -> bool:
    """Whether the notice before it is closed, and neither 附件 nor its own words announce this one as a part of it."""
    begin = max(last.end, last.start + 1)
    between = range(begin, head.start)
    if not between or head.banner:
        return False
    near = between[-_NEAR:]
    ended = [place for place in near if rows[place].date is not None or closing.colophon(rows[place])]
    if not ended or not (_closed_before(rows, begin, head.start) or closing.colophon(rows[ended[-1]])):
        return False
    if any(closing.heading(rows[place]) for place in near):
        return False
    core = _core(title.text(rows, head.title))
    said = _core("".join(rows[place].flat for place in [*last.title, *between[:_NEAR]] if len(rows[place].flat) < 2000))
    return len(core) < 6 or core not in said


def _closed_before(rows: list[Row], begin: int, end: int) -> bool:
    """Whether a notice whose text begins on line ``begin`` has a 成文日期 above line ``end``."""
    return next(closing.candidates(rows, range(begin, min(end, begin + _FAR)), []), None) is not None


def _core(words: str) -> str:
    """A title from 关于 on, without its marks, to look for in other texts."""
    about = _ABOUT.search(words)
    return _QUOTED.sub("", words[about.start() :] if about and about.start() < 40 and len(words) < 120 else words)


def title_names(words: str) -> list[str]:
    """The organisations that a title begins with, as in 国务院、中央军委关于…."""
    if whole := masthead.sheet_names(words):
        return whole
    for found in title.BEGINS.finditer(words):
        if found.start() > 60:
            break
        if found.start() and (who := names(words[: found.start()])):
            return who
    return []


def _shared_out(rows: list[Row], found: list[Head]) -> list[Part]:
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
    return next((place for place in reversed(waiting) if parts[place].interrupted), None)


def _closed(rows: list[Row], part: Part) -> bool:
    below = [place for place in part.places if place >= part.head.end]
    return bool(below) and closing.find(rows, below, []).date is not None


def _signed_by_outer(rows: list[Row], parts: list[Part]) -> None:
    """Gives what follows an inner notice's end back to the outer one, where the outer one's issuer signs it."""
    for place in range(len(parts) - 1, 0, -1):
        inner, outer = parts[place], parts[place - 1]
        below = [each for each in inner.places if each >= inner.head.end]
        if not outer.interrupted or not below or outer.places[-1] > inner.places[0] or _closed(rows, outer):
            continue
        end = closing.find(rows, below, [])
        rest = [each for each in below if each >= end.end]
        while rest and (closing.colophon(rows[rest[0]]) or rows[rest[0]].date):
            rest.pop(0)
        known = [name for each in outer.head.masthead for name in masthead.masthead_names(rows[each])]
        known = known or title_names(title.text(rows, outer.head.title))
        if end.date is None or not rest or not known:
            continue
        again = closing.find(rows, rest, known)
        signs = {name for each in again.signature for name in rows[each].names}
        if again.sure and signs & set(known):
            inner.places = [each for each in inner.places if each < rest[0]]
            outer.places += rest


def _after_broken_off(rows: list[Row], parts: list[Part]) -> None:
    """Gives what follows, below a blank line, the words at which an inner notice breaks off back to the one around it."""
    for place in range(len(parts) - 1, 0, -1):
        inner = parts[place]
        waiting = [each for each in parts[:place] if each.interrupted and each.places[-1] < inner.places[0]]
        if not waiting:
            continue
        below = [each for each in inner.places if each >= inner.head.end]
        breaks = [at for at, next_at in pairwise(below) if _breaks_off(rows[at], rows[next_at])]
        if not breaks:
            continue
        known = title_names(title.text(rows, inner.head.title))
        known += [name for each in inner.head.masthead for name in masthead.masthead_names(rows[each])]
        rest = [each for each in below if each > breaks[0]]
        end = closing.find(rows, rest, known)
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


def _wrapped(rows: list[Row], parts: list[Part]) -> list[Part]:
    """Links a forwarded notice to the one that forwards it."""
    told: dict[int, str] = {}
    for place, part in enumerate(parts):
        if part.wrapper is not None or place == 0:
            continue
        before = next((each for each in range(place - 1, -1, -1) if parts[each].wrapper is None), None)
        if before is None:
            continue
        outer = parts[before]
        attached = any(masthead.is_attached(rows[each]) for each in part.head.banner)
        words = title.text(rows, outer.head.title)
        if before not in told:
            told[before] = "".join(rows[each].flat for each in outer.places[:_FAR] if len(rows[each].flat) < 4000)
        said = told[before]
        core = _core(title.text(rows, part.head.title))
        named = (len(core) >= 6 and core in _core(said)) or any(own.number in said for own in part.head.numbers)
        if attached or (named and _FORWARDS.search(words + said[:600])):
            part.wrapper = before
    return parts
