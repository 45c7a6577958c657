"""Pages to PDF (the text layer is readable without any font file) and to text."""

from __future__ import annotations

from .layout import HIGH, LEFT, ROOM, WIDE, Rule, Run, Sheet, lay_out
from .setting import WIDTHS, width
from .spec import NoticeSpec, Style, Table, printed_date

# The font's encoding is UCS-2, and pdfium and pdfminer do not agree on these.
UNWRITABLE = set("·•")

FONT = f"""<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [
<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 [{" ".join(map(str, WIDTHS))}]]
/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 0 >>
/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /Ascent 752
/Descent -271 /CapHeight 737 /ItalicAngle 0 /StemV 58 /MissingWidth 500 >> >> ] >>"""


def pdf(spec: NoticeSpec) -> bytes:
    """The notice as a PDF whose font is named but not embedded; the same bytes everywhere and every time.

    It is written here, without a PDF library and without compression, because each release of one writes other bytes.

    Args:
        spec: the notice.

    Returns:
        The file.

    Raises:
        ValueError: for a character that the font's encoding cannot hold.
    """
    return bound(lay_out(spec), "".join(spec.title_lines), spec.style)


def bound(sheets: list[Sheet], title: str, style: Style) -> bytes:
    """The pages as one PDF.

    Args:
        sheets: pages already set.
        title: what the file's information gives as its title.
        style: only its red is used.

    Returns:
        The file.

    Raises:
        ValueError: for a character that the font's encoding cannot hold.
    """
    pages = [4 + 2 * place for place in range(len(sheets))]
    title = ("\ufeff" + title).encode("utf-16-be").hex().upper()
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{page} 0 R' for page in pages)}] >>",
        FONT,
    ]
    for page, sheet in zip(pages, sheets, strict=True):
        runs = [*sheet.runs, *([sheet.mark] if sheet.mark else [])]
        stream = "\n".join([*(stroke(style, rule) for rule in sheet.rules), *(show(style, run) for run in runs)])
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDE:.2f} {HIGH:.2f}] /Contents {page + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    objects.append(f"<< /Title <{title}> >>")
    return assemble(objects)


def assemble(objects: list[str]) -> bytes:
    """A PDF of these objects, the first the catalog and the last the document's information."""
    out = b"%PDF-1.4\n%\xe5\x85\xac\xe6\x96\x87\n"
    table = b"0000000000 65535 f \n"
    for number, each in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(out)
        out += f"{number} 0 obj\n{each}\nendobj\n".encode("ascii")
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {size}\n".encode("ascii") + table + trailer.encode("ascii")


def colour(style: Style, red: bool) -> str:
    shares = style.red if red else (0, 0, 0, 1) if len(style.red) == 4 else (0, 0, 0)
    return " ".join(f"{share:g}" for share in shares)


def stroke(style: Style, rule: Rule) -> str:
    operator = "K" if len(style.red) == 4 else "RG"
    ends = f"{rule.x1:.2f} {HIGH - rule.y1:.2f} m {rule.x2:.2f} {HIGH - rule.y2:.2f} l S"
    return f"{colour(style, rule.red)} {operator} {rule.weight:.2f} w {ends}"


def show(style: Style, run: Run) -> str:
    wrong = {char for char in run.text if ord(char) > 0xFFFF or char in UNWRITABLE}
    if wrong:
        raise ValueError(f"no place in the font's encoding for {' '.join(sorted(wrong))}")
    operator = "k" if len(style.red) == 4 else "rg"
    state = f"{colour(style, run.red)} {operator} /F1 {run.size:g} Tf {run.space:.3f} Tc {run.scale * 100:.2f} Tz"
    return f"BT {state} {run.x:.2f} {HIGH - run.y:.2f} Td <{run.text.encode('utf-16-be').hex().upper()}> Tj ET"


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
