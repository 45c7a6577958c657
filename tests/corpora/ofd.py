"""OFD files written by hand: the pages of the standard corpus in each way that writers have, and odd ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape

from tests.corpora.standard.layout import HIGH, MM, WIDE, Rule, Run, Sheet
from tests.corpora.standard.setting import width

NAMESPACE = "http://www.ofdspec.org/2016"
RED = '<FillColor Value="255 0 0"/>'


@dataclass(frozen=True)
class Form:
    """How a file is written.

    Attributes:
        deltas: distances of letters one by one, or runs of equal ones as ``g n v``.
        pieces: letters an object, 0 for all of a line.
        codes: whether the pieces are TextCodes of one object, not objects.
        scaled: the type size is 1 and the object's matrix makes it what it is.
        template: page marks and ruling lines stand on a template page.
        composite: the text of a page is a composite object.
        depth: page blocks within each other around it all.
        backwards: the objects stand in the file in reverse order.
        params: red comes from drawing parameters that rest on each other, not from the object.
        filled: ruling lines are thin filled boxes.
        absolute: places of parts are given from the root.
        upper: names of parts are written in capitals where they are referred to.
        prefix: of the namespace; None for a file without one.
        documents: documents in the file, a page each in turn.
    """

    deltas: str = "list"
    pieces: int = 0
    codes: bool = False
    scaled: bool = False
    template: bool = False
    composite: bool = False
    depth: int = 0
    backwards: bool = False
    params: bool = False
    filled: bool = False
    absolute: bool = False
    upper: bool = False
    prefix: str | None = "ofd"
    documents: int = 1


FORMS = {
    "plain": Form(),
    "repeats": Form(deltas="g"),
    "letters": Form(pieces=1),
    "pieces": Form(pieces=3, deltas="g"),
    "codes": Form(pieces=2, codes=True),
    "scaled": Form(scaled=True),
    "template": Form(template=True, filled=True),
    "composite": Form(composite=True),
    "nested": Form(depth=40, backwards=True),
    "params": Form(params=True, prefix=None),
    "places": Form(absolute=True, upper=True, prefix=""),
    "documents": Form(documents=2, template=True),
}


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP file of parts, the same bytes every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def text(content: str, x: float, y: float, size: float = 5, more: str = "", inner: str = "", code: str = "") -> str:
    """A text object whose first letter stands at a place in millimetres; ``code`` are attributes of the text."""
    return (
        f'<TextObject ID="9" Boundary="{number(x)} {number(y - size)} 100 {number(size)}" '
        f'Font="1" Size="{size}" {more}>'
        f'{inner}<TextCode X="0" Y="{number(size)}" {code}>{escape(content)}</TextCode></TextObject>'
    )


def lines(*texts: str, x: float = 30, y: float = 40, size: float = 5, pitch: float = 10) -> str:
    """Texts under each other."""
    return "".join(text(each, x, y + place * pitch, size) for place, each in enumerate(texts))


def content(*drawn: str, before: str = "") -> str:
    """A page of one layer."""
    return f'<Page>{before}<Content><Layer ID="2">{"".join(drawn)}</Layer></Content></Page>'


def document(
    *pages: str,
    common: str = "",
    more: str = "",
    parts: Mapping[str, str | bytes] | None = None,
    paper: str = "0 0 210 297",
) -> bytes:
    """An OFD file of pages as ``content`` makes them.

    Args:
        pages: what each page's part holds.
        common: further elements of what all pages share.
        more: further elements of the document.
        parts: further parts of the file.
        paper: the box of the page in millimetres: left, top, width and height.
    """
    listed = "".join(f'<Page ID="{place}" BaseLoc="P/{place}.xml"/>' for place in range(len(pages)))
    box = f"<PageArea><PhysicalBox>{paper}</PhysicalBox></PageArea>{common}"
    return package(
        {
            "OFD.xml": "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>",
            "Doc_0/Document.xml": f"<Document><CommonData>{box}</CommonData><Pages>{listed}</Pages>{more}</Document>",
            **{f"Doc_0/P/{place}.xml": page for place, page in enumerate(pages)},
            **(parts or {}),
        }
    )


def piece(content: str, boundary: str, size: float, code: str = "", more: str = "") -> str:
    """A text object as easyofd writes it: its boundary is that of the whole line, whatever piece of it it is."""
    delta = f'DeltaX="g {len(content) - 1} {number(float(boundary.split()[2]) / len(content))}"'
    return (
        f'<TextObject ID="9" Font="1" size="{size}" Boundary="{boundary}" {more}>'
        f'<TextCode X="0" Y="{size}" {code or delta}>{escape(content)}</TextCode></TextObject>'
    )


def annotation(*drawn: str, kind: str = "Stamp", boundary: str = "0 0 210 297", more: str = "") -> str:
    """An annotation that shows some objects, whose places count from the corner of its boundary (15.2)."""
    return f'<Annot ID="3" Type="{kind}" {more}><Appearance Boundary="{boundary}">{"".join(drawn)}</Appearance></Annot>'


def annotated(*pages: str, notes: Mapping[str, str], paper: str = "0 0 210 297") -> bytes:
    """An OFD file with annotations, by the number of the page."""
    listed = "".join(f'<Page PageID="{page}"><FileLoc>Page_{page}/A.xml</FileLoc></Page>' for page in notes)
    parts = {f"Doc_0/Annots/Page_{page}/A.xml": f"<PageAnnot>{made}</PageAnnot>" for page, made in notes.items()}
    return document(
        *pages,
        more="<Annotations>Annots/Annotations.xml</Annotations>",
        parts={"Doc_0/Annots/Annotations.xml": f"<Annotations>{listed}</Annotations>", **parts},
        paper=paper,
    )


def advance(run: Run, letter: str) -> float:
    return (width(letter, run.size, run.size) + run.space) * run.scale / MM


def distances(values: Sequence[float], form: Form) -> str:
    """The value of DeltaX."""
    words = [number(value) for value in values]
    if form.deltas == "g":
        runs = [(word, len(list(same))) for word, same in groupby(words)]
        words = [f"g {count} {word}" if count > 1 else word for word, count in runs]
    return f' DeltaX="{" ".join(words)}"' if words else ""


def run_objects(run: Run, form: Form) -> list[str]:
    """The text objects of a run."""
    size, x, y = run.size / MM, run.x / MM, run.y / MM
    step = form.pieces or len(run.text)
    codes: list[tuple[float, str]] = []
    for start in range(0, len(run.text), step):
        piece = run.text[start : start + step]
        along = [advance(run, letter) for letter in piece]
        scale = size if form.scaled else 1.0
        deltas = distances([each / scale for each in along[:-1]], form)
        codes.append((x, f'Y="{number(0.9 if form.scaled else 0.9 * size)}"{deltas}>{escape(piece)}</TextCode>'))
        x += sum(along)
    shared = f'Font="1" Size="{1 if form.scaled else number(size)}"'
    shared += f' CTM="{number(size)} 0 0 {number(size)} 0 0"' if form.scaled else ""
    shared += ' DrawParam="72"' if run.red and form.params else ""
    colour = RED if run.red and not form.params else ""
    top = y - 0.9 * size
    if form.codes:
        inner = "".join(f'<TextCode X="{number(at - codes[0][0])}" {rest}' for at, rest in codes)
        codes, wrap = [(codes[0][0], inner)], "{}"
    else:
        wrap = '<TextCode X="0" {}'
    return [
        f'<TextObject ID="9" Boundary="{number(at)} {number(top)} {number(210 - at)} {number(size)}" {shared}>'
        f"{colour}{wrap.format(rest)}</TextObject>"
        for at, rest in codes
    ]


def rule_object(rule: Rule, form: Form) -> str:
    """A ruling line, level or upright."""
    x, y, wide, high = (each / MM for each in (rule.x1, rule.y1, rule.x2 - rule.x1, rule.y2 - rule.y1))
    boundary = f'Boundary="{number(x)} {number(y)} {number(wide + 0.2)} {number(high + 0.2)}"'
    how, path = 'LineWidth="0.2"', f"M 0 0 L {number(wide)} {number(high)}"
    if form.filled:
        wide, high = wide + 0.2, high + 0.2
        how, path = (
            'Stroke="false" Fill="true"',
            (f"M 0 0 L {number(wide)} 0 L {number(wide)} {number(high)} L 0 {number(high)} C"),
        )
    return f'<PathObject ID="8" {boundary} {how}><AbbreviatedData>{path}</AbbreviatedData></PathObject>'


class Writer:
    """Writes pages as one OFD file."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.parts: dict[str, str] = {}

    def place(self, folder: str, name: str) -> str:
        place = f"/{folder}/{name}" if self.form.absolute else name
        return place.upper() if self.form.upper else place

    def page(self, folder: str, place: int, sheet: Sheet, common: list[str], units: list[str]) -> None:
        form = self.form
        drawn = [each for run in sheet.runs for each in run_objects(run, form)]
        fixed = [rule_object(rule, form) for rule in sheet.rules]
        fixed += run_objects(sheet.mark, form) if sheet.mark else []
        if form.composite:
            units.append(
                f'<CompositeGraphicUnit ID="{100 + place}" Width="180" Height="280"><Content>{"".join(drawn)}</Content>'
                "</CompositeGraphicUnit>"
            )
            # The unit is moved by the object's corner, and by its matrix back again.
            drawn = [
                f'<CompositeObject ID="7" ResourceID="{100 + place}" Boundary="10 10 180 280" CTM="1 0 0 1 -10 -10"/>'
            ]
        before = ""
        if form.template:
            self.parts[f"{folder}/Tpls/{place}.xml"] = content(*fixed)
            common.append(f'<TemplatePage ID="{50 + place}" BaseLoc="{self.place(folder, f"Tpls/{place}.xml")}"/>')
            before, fixed = f'<Template TemplateID="{50 + place}" ZOrder="Background"/>', []
        objects = [*drawn, *fixed]
        objects = objects[::-1] if form.backwards else objects
        blocks = '<PageBlock ID="6">' * form.depth + "".join(objects) + "</PageBlock>" * form.depth
        self.parts[f"{folder}/Pages/{place}/Content.xml"] = content(blocks, before=before)

    def document(self, place: int, sheets: Sequence[Sheet]) -> None:
        folder = f"Doc_{place}"
        common: list[str] = []
        units: list[str] = []
        for at, sheet in enumerate(sheets):
            self.page(folder, at, sheet, common, units)
        self.parts[f"{folder}/Res/PublicRes.xml"] = (
            '<Res BaseLoc="Media"><Fonts><Font ID="1" FontName="仿宋"/></Fonts><DrawParams>'
            f'<DrawParam ID="70">{RED}</DrawParam><DrawParam ID="72" Relative="70" LineWidth="0.5"/></DrawParams>'
            f"<CompositeGraphicUnits>{''.join(units)}</CompositeGraphicUnits></Res>"
        )
        pages = "".join(
            f'<Page ID="{10 + at}" BaseLoc="{self.place(folder, f"Pages/{at}/Content.xml")}"/>'
            for at in range(len(sheets))
        )
        box = f"<PageArea><PhysicalBox>0 0 {number(WIDE / MM)} {number(HIGH / MM)}</PhysicalBox></PageArea>"
        self.parts[f"{folder}/Document.xml"] = (
            f"<Document><CommonData>{box}<PublicRes>{self.place(folder, 'Res/PublicRes.xml')}</PublicRes>"
            f"{''.join(common)}</CommonData><Pages>{pages}</Pages></Document>"
        )

    def qualified(self, xml: str) -> str:
        """The part with the namespace written as the form has it."""
        prefix = self.form.prefix
        if prefix is None:
            return xml
        if prefix:
            xml = xml.replace("</", "\0").replace("<", f"<{prefix}:").replace("\0", f"</{prefix}:")
        end = xml.index(">")
        return f'{xml[:end]} xmlns{":" + prefix if prefix else ""}="{NAMESPACE}"{xml[end:]}'


def ofd(sheets: Sequence[Sheet], form: Form) -> bytes:
    """The pages as an OFD file; its documents have consecutive pages.

    Args:
        sheets: pages already set.
        form: how they are written.
    """
    writer = Writer(form)
    each = -(-len(sheets) // form.documents)
    bodies = [sheets[start : start + each] for start in range(0, len(sheets), each)]
    for place, body in enumerate(bodies):
        writer.document(place, body)
    roots = "".join(f"<DocBody><DocRoot>Doc_{place}/Document.xml</DocRoot></DocBody>" for place in range(len(bodies)))
    parts = {"OFD.xml": f"<OFD>{roots}</OFD>", **writer.parts}
    return package({name: '<?xml version="1.0"?>' + writer.qualified(part) for name, part in parts.items()})
