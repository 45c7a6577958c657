"""From a made-up notice to pages: where each letter and each line stands, as GB/T 9704-2012 has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .setting import width, wrap
from .spec import Attachment, Block, NoticeSpec, Table, printed_date

MM = 72 / 25.4
WIDE, HIGH = 210 * MM, 297 * MM
LEFT, TOP = 28 * MM, 37 * MM
ROOM, DEPTH = 156 * MM, 225 * MM
SMALL = 14.0


@dataclass(frozen=True)
class Run:
    """Letters on one line: left end and baseline in points from the page's top left corner."""

    x: float
    y: float
    text: str
    size: float
    space: float = 0.0
    scale: float = 1.0
    red: bool = False


@dataclass(frozen=True)
class Rule:
    """A line from (x1, y1) to (x2, y2), in points from the page's top left corner."""

    x1: float
    y1: float
    x2: float
    y2: float
    weight: float
    red: bool = False


@dataclass
class Sheet:
    """A page being set."""

    runs: list[Run] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    mark: Run | None = None


class Setter:
    """Sets a notice page by page; ``row`` is the next free line of the page, as a share of its lines."""

    def __init__(self, spec: NoticeSpec) -> None:
        self.spec = spec
        self.style = spec.style
        self.pitch = ROOM / self.style.chars
        self.leading = DEPTH / self.style.lines
        self.sheets = [Sheet()]
        self.row = 0.0

    def width(self, text: str, size: float | None = None) -> float:
        size = size or self.style.size
        return width(text, size, size * self.pitch / self.style.size)

    def baseline(self, row: float, size: float) -> float:
        return TOP + row * self.leading + self.leading / 2 + size * 0.36

    def turn(self) -> None:
        self.sheets.append(Sheet())
        self.row = 0.0

    def room_for(self, rows: float) -> None:
        """Turn the page unless so many lines are left on it."""
        if self.row + rows > self.style.lines + 0.05:
            self.turn()

    def put(
        self, text: str, x: float, row: float, size: float, *, space: float | None = None, red: bool = False
    ) -> None:
        extra = size * (self.pitch / self.style.size - 1) if space is None else space
        self.sheets[-1].runs.append(Run(LEFT + x, self.baseline(row, size), text, size, extra, red=red))

    def rule(self, row: float, weight: float, *, red: bool = False) -> None:
        y = TOP + row * self.leading
        self.sheets[-1].rules.append(Rule(LEFT, y, LEFT + ROOM, y, weight, red))

    def centred(self, text: str, size: float, rows: float = 1.0, *, red: bool = False) -> None:
        self.room_for(rows)
        self.put(text, (ROOM - self.width(text, size)) / 2, self.row + (rows - 1) / 2, size, red=red)
        self.row += rows

    def paragraph(self, text: str, first: float = 2.0, hang: float = 0.0, size: float | None = None) -> None:
        """Set a paragraph; ``first`` and ``hang`` are indents in characters."""
        size = size or self.style.size
        pitch = size * self.pitch / self.style.size
        lines = wrap(text, ROOM, size, pitch, first * self.pitch, hang * self.pitch)
        for place, line in enumerate(lines):
            self.room_for(1)
            indent = (first if place == 0 else hang) * self.pitch
            space = pitch - size
            # What a line lacks to the margin is spread over its letters, as word processors do.
            if self.style.justify and place < len(lines) - 1 and len(line) > 1:
                space += (ROOM - indent - width(line, size, pitch)) / (len(line) - 1)
            self.put(line, indent, self.row, size, space=space)
            self.row += 1

    def title(self, lines: Sequence[str]) -> None:
        for line in lines:
            self.centred(line, self.style.title_size, 1.2)

    def blocks(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            if isinstance(block, Table):
                self.table(block)
            else:
                self.paragraph(block)

    def table(self, table: Table) -> None:
        """Set a ruled table; a row is never broken over two pages."""
        shares = table.widths or (1.0,) * len(table.rows[0])
        columns = [ROOM * share / sum(shares) for share in shares]
        if table.caption:
            self.centred(table.caption, SMALL)
        for cells in table.rows:
            wrapped = [wrap(cell, column - 10, 12, 12) for cell, column in zip(cells, columns, strict=True)]
            rows = max(max(map(len, wrapped)) * 0.65 + 0.25, 1.0)
            self.room_for(rows)
            self.cells(wrapped, columns, rows)
            self.row += rows
        self.row += 0.5

    def cells(self, wrapped: list[list[str]], columns: list[float], rows: float) -> None:
        sheet, x = self.sheets[-1], LEFT
        above, below = TOP + self.row * self.leading, TOP + (self.row + rows) * self.leading
        sheet.rules += [Rule(LEFT, y, LEFT + ROOM, y, 0.5) for y in (above, below)]
        for lines, column in zip(wrapped, columns, strict=True):
            sheet.rules.append(Rule(x, above, x, below, 0.5))
            start = self.row + (rows - len(lines) * 0.65) / 2 - 0.175
            for place, line in enumerate(lines):
                self.put(line, x - LEFT + (column - width(line, 12, 12)) / 2, start + place * 0.65, 12, space=0)
            x += column
        sheet.rules.append(Rule(x, above, x, below, 0.5))

    def body(self) -> None:
        if self.spec.addressed:
            self.row += 1
            self.paragraph(self.spec.addressed + "：", first=0)
        self.blocks(self.spec.body)
        if self.spec.attachments:
            self.row += 1
            self.attachment_list()
        if self.spec.form == "order":
            self.order_signature()
        else:
            self.signature()
        if self.spec.note:
            self.paragraph(f"（{self.spec.note}）")

    def attachment_list(self) -> None:
        for label, name in self.spec.attachment_lines:
            indent = 2.0 if label.startswith("附件") else 5.0
            self.paragraph(label + name, first=indent, hang=indent + self.width(label) / self.pitch)

    def signature(self) -> None:
        names, date = self.spec.signed, printed_date(self.spec.date) if self.spec.date else ""
        across = len(names) > 1 and self.style.sealed
        rows = (-(-len(names) // 2) if across else len(names)) + bool(date) + bool(self.spec.note)
        self.room_for(rows)
        # Room for the seal, less of it before the signature would stand alone on the next page (7.3.5.5).
        self.row += min(2 if self.style.sealed else 1, max(0, int(self.style.lines - self.row - rows)))
        end = ROOM - (4 if self.style.sealed else 2) * self.pitch
        middle = end - self.width(date) / 2
        if across:
            for place, name in enumerate(names):
                centre = ROOM * (0.27 if place % 2 == 0 else 0.73)
                self.put(name, centre - self.width(name) / 2, self.row + place // 2, self.style.size)
            self.row += -(-len(names) // 2)
        else:
            for name in names:
                middle = min(middle, ROOM - self.width(name) / 2)
                start = middle - self.width(name) / 2 if self.style.sealed else end - self.width(name)
                self.put(name, start, self.row, self.style.size)
                self.row += 1
        if date:
            self.put(date, end - self.width(date), self.row, self.style.size)
            self.row += 1

    def order_signature(self) -> None:
        self.row += 2
        signed = f"{self.spec.post}　{self.spec.signer}"
        for text in (signed, printed_date(self.spec.date) if self.spec.date else ""):
            self.put(text, ROOM - 4 * self.pitch - self.width(text), self.row, self.style.size)
            self.row += 1

    def enclosures(self) -> None:
        if self.spec.enclosed:
            self.turn()
            self.title(self.spec.title_lines)
            self.row += 1
            self.blocks(self.spec.enclosed)
        for place, each in enumerate(self.spec.attachments, 1):
            if each.blocks:
                self.enclosure(each, f"附件{place}" if len(self.spec.attachments) > 1 else "附件")

    def enclosure(self, attachment: Attachment, label: str) -> None:
        self.turn()
        self.put(label, 0, 0, self.style.size)
        self.row = 2
        self.title(attachment.title_lines or (attachment.name,))
        self.row += 1
        self.blocks(attachment.blocks)

    def colophon(self) -> None:
        """抄送 and 印发 at the foot of the last page, between lines; a letter has 抄送 alone and no lines."""
        pitch = SMALL * self.pitch / self.style.size
        hang = width("抄送：", SMALL, pitch)
        lines = wrap(f"抄送：{self.spec.copied}。", ROOM - 2 * pitch, SMALL, pitch, hang=hang) if self.spec.cc else []
        letter = self.spec.form == "letter"
        last = 1 if self.spec.printed and not letter else 0
        if not lines and not last:
            return
        self.room_for(len(lines) + last + 1)
        row = start = float(self.style.lines - len(lines) - last)
        for place, line in enumerate(lines):
            self.put(line, pitch + (hang if place else 0), row, SMALL)
            row += 1
        if letter:
            return
        self.rule(start, 0.35 * MM)
        if last and self.spec.printed:
            if lines:
                self.rule(row, 0.25 * MM)
            text = printed_date(self.spec.printed) + "印发"
            self.put(self.spec.office, pitch, row, SMALL)
            self.put(text, ROOM - pitch - width(text, SMALL, pitch), row, SMALL)
            row += 1
        self.rule(row, 0.35 * MM)

    def marks(self) -> None:
        """Page numbers, 7 mm under the text block; a letter's first page has none."""
        if not self.style.mark:
            return
        for page, sheet in enumerate(self.sheets, 1):
            if page == 1 and self.spec.form == "letter":
                continue
            text = self.style.mark.format(page)
            wide = width(text, SMALL, SMALL)
            x = LEFT + (ROOM - wide) / 2
            if self.style.marks_alternate:
                x = LEFT + self.pitch if page % 2 == 0 else LEFT + ROOM - self.pitch - wide
            sheet.mark = Run(x, TOP + DEPTH + 7 * MM + SMALL / 2, text, SMALL)


def lay_out(spec: NoticeSpec) -> list[Sheet]:
    """Set a notice.

    Args:
        spec: the notice.

    Returns:
        Its pages, in order.
    """
    from .masthead import masthead

    setter = Setter(spec)
    masthead(setter)
    setter.body()
    setter.enclosures()
    setter.colophon()
    setter.marks()
    return setter.sheets
