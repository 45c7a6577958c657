"""One file, several notices: where each begins."""

from __future__ import annotations

import re

from archive.parse import boilerplate, closing, heads, issuers, kinds, masthead, title
from archive.parse.heads import Head
from archive.parse.names import names
from archive.parse.nesting import Part, link, share_out
from archive.parse.rows import Row

_CLIMB = 10
_NEAR, _FAR = 200, 5000
"""So many lines above another head are looked at for the end of the notice before it, and in all for its date."""

_PREAMBLE = 400
_RULED = 8
_ABOUT = re.compile("关于|關於|转发|轉發|批转|印发|印發|公布")
_RULES_END = frozenset("法定则則例程度章案划要点施准南示书信事知明")
_KIND_ENDS = frozenset("议議定令报報告见見知示复復案函要")


def split(rows: list[Row]) -> list[Part]:
    """The notices of a document in the order of their first lines; every line belongs to exactly one."""
    if not rows:
        return []
    found = _heads(rows)
    if len(found) == 1:
        return [Part(found[0], list(range(len(rows))))]
    return link(rows, share_out(rows, found))


def _heads(rows: list[Row]) -> list[Head]:
    out = [heads.read(rows, 0, len(rows))]
    at = max(out[0].end, 1)
    while at < len(rows):
        head = _head_at(rows, at, out[-1])
        if head is None:
            at += 1
            continue
        if len(out) == 1 and _is_form(rows, out[0], head):
            head.numbers = head.numbers or out[0].numbers
            head.marks = [place for place in range(head.start) if masthead.marks(rows[place])] + head.marks
            head.start = 0
            out.pop()
        elif len(out) == 1 and _is_preamble(rows, out[0], head):
            head.banner = list(range(head.start)) + head.banner
            head.start = 0
            out.pop()
        out.append(head)
        at = max(head.end, at + 1)
    return out


def _is_preamble(rows: list[Row], first: Head, head: Head) -> bool:
    """Whether what stands above the first clear head is no notice of its own."""
    above = rows[: head.start]
    if any(row.flat in ("目录", "目錄") for row in above) and any(map(boilerplate.is_contents, above)):
        return not closing.find(rows, range(head.start), [], undated=False).sure
    if first.whole or first.addressees or first.numbers:
        return False
    return sum(len(row.flat) for row in rows[: head.start]) < _PREAMBLE and not any(
        row.date for row in rows[: head.start]
    )


def _is_form(rows: list[Row], first: Head, head: Head) -> bool:
    """Whether what stands above a head is the form that it went out with: its number and its title behind labels."""
    if first.title or not first.numbers or not all(own.labelled for own in first.numbers):
        return False
    if head.numbers and head.numbers[0].number != first.numbers[0].number:
        return False
    core = title.core(title.text(rows, head.title))
    return len(core) >= 6 and any(core in title.core(row.flat) for row in rows[first.start : first.end])


def _head_at(rows: list[Row], at: int, last: Head) -> Head | None:
    """The head of another notice whose number, gazette line or addressees stand on line ``at``."""
    row = rows[at]
    flat = row.flat
    if len(flat) > 200 or row.line.row or row.running:
        return None
    end = flat[-1]
    if len(flat) <= 80 and (end in "号號次期）)" or "签发" in flat or "民國" in flat):
        if masthead.is_gazette(row) or masthead.own_numbers(rows, at):
            head = heads.read(rows, _climb(rows, at, last.below), len(rows))
            return head if head.end > at and _clear(rows, head, last) else None
    elif (row.top or end in _RULES_END) and at > last.below and _follows_notice(rows, at):
        return _after_notice(rows, at, last)
    elif end not in "。；，、" and boilerplate.is_path(row):
        return _web_page(rows, at, last)
    elif end in ":：":
        return _unnumbered(rows, at, last) or _open_letter(rows, at, last)
    elif end in _KIND_ENDS and len(flat) <= 60 and at > last.below:
        return _after_closing(rows, at, last)
    return None


def _climb(rows: list[Row], at: int, floor: int) -> int:
    """The first line of the head that line ``at`` stands in; never over a page break."""
    top = _title_above(rows, at, floor)
    if sheet := _labelled_above(rows, top, floor):
        top = sheet
    for _ in range(_CLIMB):
        if top - 1 < floor or rows[top].top:
            break
        above = rows[top - 1]
        if (
            masthead.marks(above)
            or rows[top].wrapped
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


def _labelled_above(rows: list[Row], at: int, floor: int) -> int:
    """The line of name and 函 above the labelled lines (發文日期：…) that end above line ``at``; 0 without any."""
    top = at
    while top - 1 >= floor and at - top < _CLIMB and boilerplate.label(rows[top - 1]) is not None:
        top -= 1
    found = top < at and top - 1 >= floor and masthead.is_sheet(rows, top - 1) and masthead.sheet_kind(rows[top - 1])
    return top - 1 if found else 0


def _title_above(rows: list[Row], at: int, floor: int) -> int:
    """The first line of a title that ends right above line ``at``, else ``at``.

    Of the lines above that could begin it, the highest from which it reads as names and 关于.
    """
    joined, best = "", at
    usual = min((row.line.gap for row in rows[at : at + 2]), default=0.0)
    for place in range(at - 1, max(floor, at - 7) - 1, -1):
        row = rows[place]
        below = rows[place + 1] if place + 1 < at else None
        if (
            not title.titleish(row)
            or closing.colophon(row)
            or (below is not None and (below.top or below.line.gap > max(0.9, usual)))
        ):
            break
        joined = row.flat + joined
        if kinds.kind(joined) is None:
            if at - place > 3:
                break
            continue
        turn = title.turn(joined)
        if turn < 0 and title.ends(joined) and place > floor and _ends_notice(rows[place - 1]):
            best = place
        if turn < 0 and place > floor and rows[place - 1].names and not rows[place].top and title.titleish(row):
            best = place - 1
        if turn == 0 or (turn > 0 and (names(joined[:turn]) or best == at)):
            best = place
    if best < at and best > floor and not rows[best].top and rows[best].line.gap < 1:
        above = rows[best - 1]
        if above.names and title.BEGINS.match(rows[best].flat):
            return best - 1
    return best


def _clear(rows: list[Row], head: Head, last: Head) -> bool:
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
    if head.number_first and not head.addressees:
        return head.whole and _has_body(rows, head.end) and _closed_before(rows, last.below, head.start)
    if head.number_first:
        return head.whole
    return head.whole and (bool(head.addressees) or _has_body(rows, head.end))


def _has_body(rows: list[Row], at: int) -> bool:
    """Whether text stands on a line, and no other title as in a list of documents."""
    return (
        at < len(rows) and not title.ends(rows[at].flat) and (len(rows[at].flat) >= 25 or rows[at].flat[-1] in "。：")
    )


def _unnumbered(rows: list[Row], at: int, last: Head) -> Head | None:
    """A head without a number: a title that ends with a 文种, addressees below, and the notice before it closed."""
    floor = last.below
    for place in range(at - 1, max(floor, at - 6) - 1, -1):
        if len(rows[place].flat) > 60 or kinds.kind(rows[place - 1].flat + rows[place].flat) is None:
            continue
        if not title.titleish(rows[place]):
            continue
        top = _title_above(rows, place + 1, floor)
        if top > place:
            return None
        top = _climb(rows, top, floor) if top > floor else top
        head = heads.read(rows, top, len(rows))
        if not (head.whole and head.addressees and head.end == at + 1):
            return None
        return head if _is_form(rows, last, head) or _may_follow(rows, head, last) else None
    return None


def _web_page(rows: list[Row], at: int, last: Head) -> Head | None:
    """The head of a notice that begins with the path of its web page, below the end of another notice."""
    head = heads.read(rows, at, len(rows)) if _closed_before(rows, last.below, at) else None
    return head if head is not None and head.title and head.end > at + 1 else None


def _open_letter(rows: list[Row], at: int, last: Head) -> Head | None:
    """A letter to the public (倡议书, 慰问信) by its title and addressees, right below the end of another notice."""
    if not title.ends_letter(rows, max(at - 3, 0), at):
        return None
    tops = [place for place in range(at - 1, at - 4, -1) if place > last.below and title.is_letter(rows, place, at)]
    top = next((at for at in tops if rows[at].top or _may_end(rows[at - 1])), None)
    if top is None:
        return None
    head = heads.read(rows, top, len(rows))
    return head if head.title and head.end == at + 1 and _closed_before(rows, last.below, top) else None


def _after_closing(rows: list[Row], at: int, last: Head) -> Head | None:
    """A head of nothing but a title that names its issuer, right below the end of another notice."""
    top = _title_above(rows, at + 1, last.below)
    flat = rows[at].flat
    if top > at:
        if not masthead.sheet_names(flat):
            return None
        top = at
    top = _climb(rows, top, last.below)
    if not _ends_notice(rows[top - 1]):
        return None
    head = heads.read(rows, top, len(rows))
    if not head.whole or head.end <= at or not _may_follow(rows, head, last):
        return None
    return head if head.masthead or masthead.sheet_names(flat) or _signed(rows, head) else None


def _follows_notice(rows: list[Row], at: int) -> bool:
    """Whether a line begins a page below the end of a notice, or is a title without 文种 below a 版记 or a rule."""
    above, row = rows[at - 1], rows[at]
    if row.top:
        return closing.colophon(above) or _is_dated(above)
    if not title.is_rules(row.flat):
        return False
    ruled = len(above.flat) >= _RULED and boilerplate.is_ornament(above)
    return ruled or closing.colophon(above) or (row.line.gap >= 2 and _is_dated(above))


def _after_notice(rows: list[Row], at: int, last: Head) -> Head | None:
    """A head of a title alone that follows on the end of another notice, with a 署名 and a day of its own below."""
    head = heads.read(rows, at, len(rows))
    if not head.title or head.banner or any(map(closing.colophon, rows[at : head.title[-1] + 1])):
        return None
    if _is_named(rows, head, last) or not _closed_before(rows, last.below, at):
        return None
    ends = closing.find(rows, range(head.end, min(len(rows), head.end + _NEAR)), [], undated=False)
    if not ends.sure or ends.date is None:
        return None
    between = range(head.end, ends.date[0])
    return None if any(closing.heading(rows[place]) or masthead.own_numbers(rows, place) for place in between) else head


def _may_end(row: Row) -> bool:
    return _ends_notice(row) or boilerplate.is_ornament(row)


def _is_dated(row: Row) -> bool:
    """Whether a line is a day, alone or beside who signs."""
    return row.date is not None or masthead.is_name_and_day(row)


def _ends_notice(row: Row) -> bool:
    return _is_dated(row) or closing.colophon(row) or (row.flat[0] in "（(" and row.flat[-1] in "）)")


def _may_follow(rows: list[Row], head: Head, last: Head) -> bool:
    """Whether the notice before it is closed, and neither 附件 nor its own words announce this one as a part of it."""
    between = range(last.below, head.start)
    if not between or head.banner:
        return False
    if _is_named(rows, head, last):
        return False
    if any(rows[place].flat.endswith("文件") for place in head.masthead) or (head.masthead and head.marks):
        return True
    near = between[-_NEAR:]
    ended = [place for place in near if _is_dated(rows[place]) or closing.colophon(rows[place])]
    closed = bool(ended) and (_closed_before(rows, last.below, head.start) or closing.colophon(rows[ended[-1]]))
    if _signed(rows, head):
        return closed or rows[head.start].top or rows[head.start].line.gap >= 2
    return closed and not any(closing.heading(rows[place]) for place in near)


def _is_named(rows: list[Row], head: Head, last: Head) -> bool:
    """Whether the notice before a head names its title: what it issues."""
    between = range(last.below, head.start)
    core, above = (title.core(title.text(rows, each.title)) for each in (head, last))
    said = title.core("".join(rows[place].flat for place in between[:_NEAR] if len(rows[place].flat) < 2000))
    return len(core) >= 6 and (core in said or (core in above and core != above))


def _signed(rows: list[Row], head: Head) -> bool:
    """Whether the text below a head is signed by whom its masthead or title names."""
    named = issuers.of_title(title.text(rows, head.title))
    named += [name for place in head.masthead for name in masthead.masthead_names(rows[place])]
    if not named:
        return False
    below = range(head.end, min(len(rows), head.end + _NEAR))
    end = next((each for each in closing.candidates(rows, below, named) if each.sure), None)
    return end is not None and bool({name for at in end.signature for name in rows[at].names} & set(named))


def _closed_before(rows: list[Row], begin: int, end: int) -> bool:
    """Whether a notice whose text begins on line ``begin`` has a 成文日期 above line ``end``."""
    return next(closing.candidates(rows, range(begin, min(end, begin + _FAR)), []), None) is not None
