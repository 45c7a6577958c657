"""Pages to PDF (the text layer is readable without any font file) and to text."""

from __future__ import annotations

from io import BytesIO

from .layout import HIGH, LEFT, ROOM, WIDE, Run, Sheet, lay_out
from .setting import FONT, width
from .spec import NoticeSpec, Table, printed_date

# reportlab writes UCS-2, and the two readers do not agree on these.
UNWRITABLE = set("·•")


def pdf(spec: NoticeSpec) -> bytes:
    """The notice as a PDF; the same bytes every time.

    Args:
        spec: the notice.

    Returns:
        The file. Its streams are not compressed, so that the bytes do not hang on the zlib at hand.

    Raises:
        ValueError: for a character that the font's encoding cannot hold.
    """
    from reportlab.pdfgen.canvas import Canvas

    target = BytesIO()
    canvas = Canvas(target, pagesize=(WIDE, HIGH), pageCompression=0, invariant=1)
    canvas.setTitle("".join(spec.title_lines))
    for sheet in lay_out(spec):
        for rule in sheet.rules:
            paint(canvas, spec, rule.red)
            canvas.setLineWidth(rule.weight)
            canvas.line(rule.x1, HIGH - rule.y1, rule.x2, HIGH - rule.y2)
        for run in [*sheet.runs, *([sheet.mark] if sheet.mark else [])]:
            write(canvas, spec, run)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def paint(canvas, spec: NoticeSpec, red: bool) -> None:  # type: ignore[no-untyped-def]
    colour = spec.style.red if red else (0, 0, 0, 1) if len(spec.style.red) == 4 else (0, 0, 0)
    if len(colour) == 4:
        canvas.setFillColorCMYK(*colour)
        canvas.setStrokeColorCMYK(*colour)
    else:
        canvas.setFillColorRGB(*colour)
        canvas.setStrokeColorRGB(*colour)


def write(canvas, spec: NoticeSpec, run: Run) -> None:  # type: ignore[no-untyped-def]
    wrong = {char for char in run.text if ord(char) > 0xFFFF or char in UNWRITABLE}
    if wrong:
        raise ValueError(f"no place in the font's encoding for {' '.join(sorted(wrong))}")
    width(run.text, run.size, run.size)
    paint(canvas, spec, run.red)
    text = canvas.beginText(run.x, HIGH - run.y)
    text.setFont(FONT, run.size)
    text.setCharSpace(run.space)
    text.setHorizScale(run.scale * 100)
    text.textOut(run.text)
    # Both outlast the text object otherwise.
    text.setCharSpace(0)
    text.setHorizScale(100)
    canvas.drawText(text)


def wrapped_text(spec: NoticeSpec) -> str:
    """The notice as hard-wrapped text, line by line as printed, with its page marks and indents."""
    return "\n".join(page_text(spec, sheet) for sheet in lay_out(spec))


def page_text(spec: NoticeSpec, sheet: Sheet) -> str:
    pitch, leading = ROOM / spec.style.chars, 225 / 297 * HIGH / spec.style.lines
    rows: dict[float, list[Run]] = {}
    for run in sheet.runs:
        rows.setdefault(round(run.y, 1), []).append(run)
    lines: list[str] = []
    above = 0.0
    for y in sorted(rows):
        if lines and y - above > leading * 1.7:
            lines.append("")
        above = y
        lines.append(row_text(rows[y], pitch))
    if sheet.mark:
        lines += ["", row_text([sheet.mark], pitch)]
    return "\n".join(lines) + "\n"


def row_text(runs: list[Run], pitch: float) -> str:
    line, end = "", LEFT
    for run in sorted(runs, key=lambda each: each.x):
        gap = round((run.x - end) / pitch)
        line += "　" * (max(gap, 1) if line else max(gap, 0)) + run.text
        end = run.x + width(run.text, run.size, run.size) * run.scale + run.space * run.scale * len(run.text)
    return line


def plain_text(spec: NoticeSpec) -> str:
    """The notice as text with a paragraph a line, an empty line between its parts."""
    order = spec.form == "order"
    word = "令" if order else "" if spec.form == "letter" else spec.masthead_word
    corner = [each for each in (spec.copy_number, spec.secrecy, spec.urgency) if each]
    names = [*spec.names[:-1], spec.names[-1] + word]
    number = [(spec.number or "") + (f"　　签发人：{spec.signer}" if spec.signer and not order else "")]
    date = [printed_date(spec.date)] if spec.date else []
    signed = [f"{spec.post}　{spec.signer}"] if order else list(spec.signed)
    colophon = [f"抄送：{spec.copied}。"] if spec.cc else []
    if spec.printed:
        colophon.append(f"{spec.office}　　{printed_date(spec.printed)}印发")
    title = list(spec.title_lines)
    parts = [corner, names, number, [] if order else title, [spec.addressed + "："] if spec.addressed else []]
    parts += [[block] if isinstance(block, str) else table_lines(block) for block in spec.body]
    parts += [[label + name for label, name in spec.attachment_lines], [*signed, *date]]
    parts += [[f"（{spec.note}）"] if spec.note else []]
    if spec.enclosed:
        parts += [title, *([block] if isinstance(block, str) else table_lines(block) for block in spec.enclosed)]
    for place, each in enumerate(spec.attachments, 1):
        if each.blocks:
            parts += [[f"附件{place}" if len(spec.attachments) > 1 else "附件"], list(each.title_lines or (each.name,))]
            parts += [[block] if isinstance(block, str) else table_lines(block) for block in each.blocks]
    parts.append(colophon)
    return "\n\n".join("\n".join(part) for part in parts if any(part)) + "\n"


def table_lines(table: Table) -> list[str]:
    return ([table.caption] if table.caption else []) + ["\t".join(row) for row in table.rows]
