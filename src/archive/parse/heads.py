"""The top of a notice: which lines are its marks, masthead, number, title and addressees."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.parse import addressees, boilerplate, kinds, title
from archive.parse.masthead import (
    Own,
    day,
    in_masthead,
    is_attached,
    is_bracketed,
    is_gazette,
    is_issue,
    is_name_and_day,
    is_sheet,
    marks,
    masthead_names,
    own_numbers,
)
from archive.parse.rows import Row

REACH = 60
"""So many lines after its first one the head of a notice may take."""

_MOST_NUMBERS = 12


@dataclass
class Head:
    """The places, among all lines, of the parts of a notice's top.

    Attributes:
        start: its first line.
        end: the first line after it.
        banner: lines above the masthead that say nothing of the notice.
        marks: lines of 份号, 密级, 紧急程度 and 签发人.
        masthead: lines of the masthead.
        numbers: its own numbers, the lead body's first.
        title: lines of the title.
        whole: the title ends with a 文种, or is set apart as titles are.
        dates: lines of the head that hold its date.
        addressees: lines of the 主送机关.
        addressed: the line that goes on with the text after the 主送机关, and their words.
        gazette: its masthead is one of a gazette: name, 令 or 公告, and the date on one line.
        order: its masthead ends with 令.
    """

    start: int
    end: int
    banner: list[int] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    masthead: list[int] = field(default_factory=list)
    numbers: list[Own] = field(default_factory=list)
    title: list[int] = field(default_factory=list)
    whole: bool = False
    dates: list[int] = field(default_factory=list)
    addressees: list[int] = field(default_factory=list)
    addressed: tuple[int, str] | None = None
    gazette: bool = False
    order: bool = False

    @property
    def below(self) -> int:
        """The first line below it."""
        return max(self.end, self.start + 1)

    @property
    def number_first(self) -> bool:
        """Whether its number stands above its title, other than behind a web page's label."""
        own = next((each for each in self.numbers if not each.labelled), None)
        return own is not None and (not self.title or own.at < self.title[0])


def read(rows: list[Row], start: int, stop: int) -> Head:
    """The head of the notice whose first line is ``start``; reads no line from ``stop`` on."""
    stop = min(stop, start + REACH)
    head = Head(start, start)
    at = _top(rows, head, _skip_banner(rows, head, start, stop), stop)
    if head.order and head.numbers and not head.gazette:
        head.end = at
        found = title.read(rows, at, stop)
        if found.whole:
            head.title, head.whole, head.end = found.lines, True, found.end
    elif head.gazette and not (at < stop and title.is_subject(rows[at])):
        head.end = at
    else:
        _middle(rows, head, at, stop)
    return head


def _skip_banner(rows: list[Row], head: Head, start: int, stop: int) -> int:
    """The first line that begins the head proper, where lines of a web page or 附件 stand above it."""
    start = _below_page_top(rows, start, stop)
    above: list[int] = []
    for at in range(start, stop):
        row = rows[at]
        if boilerplate.stands_around(row) and not own_numbers(rows, at):
            continue
        if marks(row) or in_masthead(rows, at) or is_gazette(row) or own_numbers(rows, at) or is_sheet(rows, at):
            if not above or is_bracketed(rows, at):
                return start
            if row.of_row and above[-1] == at - 1:
                at, above = above[-1], above[:-1]
            head.banner = above
            return at
        joined = "".join(rows[place].flat for place in above) + row.flat
        if (
            title.begins(row.flat)
            or title.ends(row.flat)
            or title.ends(joined)
            or title.is_rules(joined)
            or len(row.flat) > 60
            or row.flat[-1] in "。！：:"
        ):
            break
        if len(above) == 3 or (kinds.kind(row.flat) is not None and _signed_below(rows, at, stop)):
            break
        above.append(at)
    if is_attached(rows[start]) and start + 1 < stop:
        head.banner = [start]
        return start + 1
    return start


def _below_page_top(rows: list[Row], start: int, stop: int) -> int:
    """The first line below the top of a web page: its title printed again, or a masthead or number above that."""
    again = boilerplate.top(rows, start, stop)
    below = boilerplate.site_title(rows, start, stop)
    if below > start and again == start:
        return below if below < stop else start
    for at in range(max(start + 1, below), again):
        if marks(rows[at]) or rows[at].names or own_numbers(rows, at) or is_sheet(rows, at):
            return at
    return again


def _top(rows: list[Row], head: Head, at: int, stop: int) -> int:
    """Reads marks, masthead and number; gives the first line after them."""
    while at < stop:
        row = rows[at]
        if marks(row):
            head.marks.append(at)
        elif is_gazette(row):
            head.gazette = True
            head.masthead.append(at)
            head.dates.append(at)
        elif (found := own_numbers(rows, at)) and len(head.numbers) < _MOST_NUMBERS:
            head.order = head.order or found[0].order
            _numbered(rows, head, at, found)
        elif is_sheet(rows, at):
            head.masthead.append(at)
            head.order = head.order or row.flat.endswith("令")
        elif head.masthead and not head.dates and (row.date is not None or is_name_and_day(row)):
            head.dates.append(at)
            head.gazette = head.gazette or "民國" in row.flat
        elif in_masthead(rows, at) and (head.gazette or all(own.labelled for own in head.numbers)):
            head.masthead.append(at)
        elif head.masthead and is_issue(row):
            pass
        elif boilerplate.stands_around(row):
            _labelled(rows, head, at)
        elif not (row.flat.startswith("附件") and at + 1 < stop and title.is_subject(rows[at + 1])):
            break
        at += 1
    return at


def _numbered(rows: list[Row], head: Head, at: int, own: list[Own]) -> None:
    """Takes a line of numbers, and the issuer and the day that stand beside them."""
    if head.numbers and all(each.labelled for each in head.numbers) and not own[0].labelled:
        head.numbers = own + head.numbers
    else:
        head.numbers += own
    if not own[0].joined and masthead_names(rows[at]):
        head.masthead.append(at)
    if day(rows[at]):
        head.dates.append(at)


def _labelled(rows: list[Row], head: Head, at: int) -> None:
    """Takes what a line of label and value says of the notice: 成文日期 and 受文者."""
    if boilerplate.dated(rows[at]):
        head.dates.append(at)
    elif (said := boilerplate.label(rows[at])) and said[0] == "受文者":
        head.addressed = (at, said[1])


def _signed_below(rows: list[Row], at: int, stop: int) -> bool:
    """Whether issuers and the date stand right below a line, and more follows."""
    at += 1
    first = at
    while at < stop and rows[at].names:
        at += 1
    return first < at < stop - 1 and rows[at].date is not None


def _middle(rows: list[Row], head: Head, at: int, stop: int) -> None:
    """Reads title, a number below it, and the addressees."""
    found = title.read(rows, at, stop)
    head.title, head.whole, head.end = found.lines, found.whole, max(at, found.end)
    _own_first_line(rows, head)
    at = _below_title(rows, head, head.end, stop) if head.title else head.end
    to = addressees.read(rows, at, stop, after_title=bool(head.title or head.numbers))
    if to is not None:
        head.addressees = list(range(at, to))
        head.end = to
    elif at < stop and (head.title or head.numbers) and (said := addressees.before_text(rows[at])):
        head.addressed = (at, said)


def _below_title(rows: list[Row], head: Head, at: int, stop: int) -> int:
    """Reads number, marks, issuers and date below the title; gives the first line after them and what stands around."""
    signed = False
    while at < stop:
        row = rows[at]
        own = own_numbers(rows, at)
        signed = signed or (not head.masthead and bool(row.names) and _signed_below(rows, at - 1, stop))
        if own and (not head.numbers or {each.number for each in own} <= {each.number for each in head.numbers}):
            if not head.numbers:
                _numbered(rows, head, at, own)
        elif marks(row):
            head.marks.append(at)
        elif row.date is not None:
            head.dates.append(at)
        elif adopted := title.adoption(rows, at, stop):
            head.dates += range(at, adopted)
            at = adopted - 1
        elif is_name_and_day(row) and (not head.masthead or rows[head.title[-1]].flat.endswith("纪要")):
            head.masthead += [] if head.masthead else [at]
            head.dates.append(at)
        elif signed and row.names:
            head.masthead.append(at)
        elif not boilerplate.stands_around(row):
            break
        at += 1
        if not boilerplate.stands_around(row) or own:
            head.end = at
    return at


def _own_first_line(rows: list[Row], head: Head) -> None:
    """Names alone above 关于… are the title's first line where nothing parts them and it does not repeat them."""
    if not head.title or head.number_first or not _continues(rows, head):
        return
    while head.masthead and head.masthead[-1] == head.title[0] - 1:
        above, below = rows[head.masthead[-1]], rows[head.title[0]]
        sizes = (above.line.size, below.line.size)
        sized = sizes[0] is not None and sizes[1] is not None and abs(sizes[0] - sizes[1]) > 1
        if _set_apart(rows, head) or sized or (above.line.red and not below.line.red) or above.flat.endswith("文件"):
            return
        head.title.insert(0, head.masthead.pop())


def _set_apart(rows: list[Row], head: Head) -> bool:
    """Whether a blank line parts the names from 关于…; where one parts every line, only if no number is below."""
    gap = rows[head.title[0]].line.gap
    if gap < 1 or _double_spaced(rows, head.title[-1] + 1, gap):
        return False
    number = next((own.at for own in head.numbers if own.at > head.title[-1]), head.title[-1] + 1)
    return number >= len(rows) or not own_numbers(rows, number) or rows[number].line.gap < gap


def _double_spaced(rows: list[Row], at: int, gap: float) -> bool:
    """Whether as much blank as above 关于 parts all that follows: paragraphs of a web page, none set apart."""
    lines = [row for row in rows[at : at + 8] if not row.line.joins]
    return len(lines) > 3 and all(row.line.gap >= gap for row in lines)


def _continues(rows: list[Row], head: Head) -> bool:
    """Whether the title's first line wants names before it.

    It does where it begins with 关于, where a wrapped name leads up to that, and where the masthead is printed again.
    """
    if title.BEGINS.match(rows[head.title[0]].flat) or title.is_minutes(rows[head.title[0]]):
        return True
    words = "".join(rows[place].flat for place in head.title)
    below = head.title[-1] + 1
    if head.whole and title.turn(words) < 0 and below < len(rows) and own_numbers(rows, below):
        return True
    before = words[: max(0, title.turn(words))]
    if not 0 < len(before) <= 60:
        return False
    last = masthead_names(rows[head.masthead[-1]]) if head.masthead else []
    named = [name for place in head.masthead[:-1] for name in masthead_names(rows[place])]
    return (bool(last) and set(last) <= set(named)) or not any(name in before for name in [*named, *last])
