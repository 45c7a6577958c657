"""OFD files: the standard pages in each way of writing, each feature by itself, and files that are broken."""

from __future__ import annotations

import io
import random
import time
import zipfile
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from archive.errors import Unreadable
from archive.extract import ofd_page, read
from archive.extract.document import MAX_PAGES, Document
from archive.extract.ofd import read_ofd
from archive.extract.ofd_values import deltas
from archive.extract.package import Package
from archive.parse import parse
from tests.corpora.ofd import (
    FORMS,
    RED,
    Form,
    annotated,
    annotation,
    content,
    document,
    lines,
    ofd,
    package,
    piece,
    text,
)
from tests.corpora.standard.draw import pdf
from tests.corpora.standard.layout import lay_out
from tests.corpora.standard.samples import CANTEENS, RECUPERATION, RESERVOIR
from tests.corpora.standard.spec import NoticeSpec, truth

SPECS = {
    "recuperation": RECUPERATION,
    "reservoir": RESERVOIR,
    "canteens": CANTEENS,
    "letter": replace(RECUPERATION, form="letter", masthead_word="", number="云川工函〔2024〕5号"),
}
MADE = [pytest.param(spec, form, id=f"{name}-{way}") for name, spec in SPECS.items() for way, form in FORMS.items()]
BODY = ("云川省航道管理局", "关于做好渡口维护工作的通知", "汛期将至，请于五月底前完成渡船检修。")


def read_bytes(tmp_path: Path, data: bytes) -> Document:
    path = tmp_path / "收文"
    path.write_bytes(data)
    return read(path)


def printed(document: Document) -> list[str]:
    return [line.text for page in document.pages for line in page.lines]


def squeezed(texts: list[str]) -> str:
    return "".join("".join(texts).split())


def wrong(got: str, right: str) -> int:
    parts = SequenceMatcher(None, got, right, False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in parts if tag != "equal")


@pytest.mark.parametrize(("spec", "form"), MADE)
def test_standard_pages_read_as_their_pdf(spec: NoticeSpec, form: Form, tmp_path: Path) -> None:
    sheets = lay_out(spec)
    got = read_bytes(tmp_path, ofd(sheets, form))
    path = tmp_path / "pdf"
    path.write_bytes(pdf(spec))
    same = read(path)
    assert (got.kind, got.reader, got.warnings) == ("ofd", "ofd", [])
    assert [page.mark for page in got.pages] == [page.mark for page in same.pages]
    everything = squeezed([run.text for sheet in sheets for run in sheet.runs])
    assert len(everything) > 500
    assert wrong(squeezed(printed(got)), everything) <= 0.005 * len(everything)
    assert printed(got) == printed(same)
    for page, other in zip(got.pages, same.pages, strict=True):
        for line, like in zip(page.lines, other.lines, strict=True):
            assert (line.joins, line.size, line.red, line.row) == (like.joins, like.size, like.red, like.row)
            assert line.left == pytest.approx(like.left, abs=0.003)
            assert line.indent == pytest.approx(like.indent, abs=0.1)


@pytest.mark.parametrize(("spec", "form"), MADE[:: len(FORMS) - 1])
def test_fields_of_standard_pages(spec: NoticeSpec, form: Form, tmp_path: Path) -> None:
    [notice] = parse(read_bytes(tmp_path, ofd(lay_out(spec), form)))
    right = truth(spec)
    assert list(notice.issuers) == right["issuers"]
    assert str(notice.number) == right["number"]
    assert (notice.title, notice.kind, str(notice.date)) == (right["title"], right["kind"], right["date"])
    assert list(notice.addressees) == right["addressees"]
    assert list(notice.cc) == right["cc"]


@pytest.mark.parametrize(
    ("written", "count", "right"),
    [
        (None, 3, None),
        ("", 3, None),
        ("5", 3, [5, 5, 5]),
        ("g 3 5", 3, [5, 5, 5]),
        ("5 g 2 6", 3, [5, 6, 6]),
        ("g 2 5.5 5.4 g 2 6", 5, [5.5, 5.5, 5.4, 6, 6]),
        ("1 2 3 4", 2, [1, 2]),
        ("g 1000000000 1", 2, [1, 1]),
        ("g -5 1 2", 2, [2, 2]),
        ("g", 2, None),
        ("g 1e400 1 2", 2, [2, 2]),
        ("x 4", 3, [0, 4, 4]),
        ("5", 0, []),
    ],
)
def test_deltas(written: str | None, count: int, right: list[float] | None) -> None:
    got = deltas(written, count)
    assert (got or []) == (right or [])


UNIT = (
    '<Res><CompositeGraphicUnits><CompositeGraphicUnit ID="5"><Content>{}</Content></CompositeGraphicUnit>'
    "</CompositeGraphicUnits></Res>"
)
PUBLIC = "<PublicRes>Res.xml</PublicRes>"
PICTURE = '<ImageObject ID="4" ResourceID="3" Boundary="0 0 210 297"/>'
WATERMARK = f"<Appearance>{text('内部传阅', 60, 150)}</Appearance>"


@pytest.mark.parametrize(
    ("drawn", "right"),
    [
        pytest.param(lines(*BODY), list(BODY), id="without-deltas"),
        pytest.param(text("云川省", 30, 40, code='DeltaX="5"') + text("航道", 45, 40), ["云川省航道"], id="one-delta"),
        pytest.param(text("A&B Co  ", 30, 40, code='DeltaX="g 9 3"'), ["A&B Co"], id="trailing-blanks"),
        pytest.param(lines(*BODY) + text("不见", 30, 90, more='Visible="false"'), list(BODY), id="invisible"),
        pytest.param(lines(*BODY) + text("不见", 30, 90, more='Alpha="0"'), list(BODY), id="clear"),
        pytest.param(
            lines(*BODY) + text("不见", 30, 90, inner='<FillColor Value="0 0 0" Alpha="0"/>'),
            list(BODY),
            id="clear-colour",
        ),
        pytest.param(
            lines(*BODY) + text("不见", 30, 90, more='Fill="false"'), list(BODY), id="neither-filled-nor-drawn"
        ),
        pytest.param(
            text("云川", 30, 40).replace("</TextObject>", "<TextCode>省局</TextCode></TextObject>"),
            ["云川省局"],
            id="goes-on",
        ),
        pytest.param(
            text(
                "〔2024〕",
                30,
                40,
                inner='<CGTransform CodePosition="0" CodeCount="6" GlyphCount="2"><Glyphs>7 8</Glyphs></CGTransform>',
            ),
            ["〔2024〕"],
            id="glyphs",
        ),
        pytest.param(text("云川省", 30, 40, more='HScale="0.5"') + text("局", 37.5, 40), ["云川省局"], id="narrow"),
        pytest.param(
            lines(*BODY) + text("密件存档", 200, 90, code='DeltaY="g 3 6"'), [*BODY, "密件存档"], id="downwards"
        ),
        pytest.param(
            text("第一行竖排文字", 150, 40, more='ReadDirection="90"')
            + text("第二行", 140, 40, more='ReadDirection="90"'),
            ["第一行竖排文字", "第二行"],
            id="upright-lines",
        ),
        pytest.param(
            lines(*BODY) + text("样本", 60, 150, more='CTM="0.7 0.7 -0.7 0.7 0 0"'), [*BODY, "样本"], id="aslant"
        ),
    ],
)
def test_text_objects(drawn: str, right: list[str], tmp_path: Path) -> None:
    assert printed(read_bytes(tmp_path, document(content(drawn)))) == right


@pytest.mark.parametrize(
    ("colour", "red"),
    [
        (RED, True),
        ('<FillColor Value="#FF #00 #00"/>', True),
        ('<FillColor Value="0 255 255 0"/>', True),
        ('<FillColor Value="0 0 0 255"/>', False),
        ('<FillColor Value="0"/>', False),
        ('<FillColor Value="#zz 0 0"/>', False),
        ('<FillColor Value="0 0 255"/>', False),
        ("", False),
    ],
)
def test_colours(colour: str, red: bool, tmp_path: Path) -> None:
    got = read_bytes(tmp_path, document(content(text("云川省航道管理局文件", 30, 40, inner=colour))))
    assert got.pages[0].lines[0].red is red


def test_what_is_no_part_of_the_page_is_left_out(tmp_path: Path) -> None:
    data = document(
        content(*lines(*BODY)),
        more="<Annotations>Annots.xml</Annotations><Attachments>Att.xml</Attachments>",
        parts={
            "Doc_0/Annots.xml": '<Annotations><Page PageID="0"><FileLoc>A.xml</FileLoc></Page></Annotations>',
            "Doc_0/A.xml": f'<PageAnnot><Annot Type="Watermark">{WATERMARK}</Annot></PageAnnot>',
            "Doc_0/Att.xml": '<Attachments><Attachment ID="1" Name="表"/><Attachment ID="2" Name="图"/></Attachments>',
        },
    )
    got = read_bytes(tmp_path, data)
    assert printed(got) == list(BODY)
    assert got.warnings == ["attachments:2"]


LONG = ("各县人民政府，省直各单位：", "请抓紧落实，逾期不候。") * 8


@pytest.mark.parametrize(
    ("paper", "drawn", "right"),
    [
        pytest.param("0 0 140 90", lines(*BODY, y=20, pitch=40), BODY, id="too-low"),
        pytest.param(
            "0 0 60 297", lines(*BODY) + text("2024年5月6日", 120, 90), [*BODY, "2024年5月6日"], id="too-narrow"
        ),
        pytest.param("0 0 1 1", lines(*BODY), BODY, id="all-beyond"),
        pytest.param("0 0 210 297", lines(*BODY, y=-30), BODY, id="above"),
        pytest.param("0 0 210 297", lines(*LONG) + text("裁切", 230, 90), LONG, id="little-beside"),
        pytest.param("0 0 210 297", lines(*LONG) + text("裁", 30, 320), LONG, id="little-below"),
        pytest.param("0 0 210 297", lines(*BODY) + text("远处的字都不印出来", 30, 90_000), BODY, id="far-away"),
        pytest.param("0 0 210 297", lines(*BODY) + text("一半", 207, 90), [*BODY, "一半"], id="on-the-edge"),
    ],
)
def test_paper_that_does_not_hold_its_text(paper: str, drawn: str, right: list[str], tmp_path: Path) -> None:
    assert printed(read_bytes(tmp_path, document(content(drawn), paper=paper))) == list(right)


def test_on_such_paper_the_margins_are_those_of_the_text(tmp_path: Path) -> None:
    drawn = lines("云川省航道管理局关于做好渡口维护工作的通知和", "二〇二四年五月六日", y=20, pitch=80)
    first, second = read_bytes(tmp_path, document(content(drawn), paper="0 0 80 60")).pages[0].lines
    assert first.left == pytest.approx(1 - first.right) and first.left == second.left


STRIP = "30 40 60 5.4"


@pytest.mark.parametrize(
    ("pieces", "right"),
    [
        pytest.param([("云政发〔", 5), ("2024", 5), ("〕", 5), ("9", 5), ("号", 5)], "云政发〔2024〕9号", id="number"),
        pytest.param([("云川省", 5), (" ", 5), ("航道局", 4.5)], "云川省 航道局", id="sizes"),
        pytest.param([("云政发〔", 5), ("云政发〔", 5)], "云政发〔", id="bold"),
        pytest.param([("一", 5), ("二", 5)], "一二", id="far-apart"),
    ],
)
def test_pieces_in_the_boundary_of_their_line(pieces: list[tuple[str, float]], right: str, tmp_path: Path) -> None:
    wide = min(60.0, 5.2 * len(right)) if right != "云政发〔" else 20.0
    boundary = f"30 40 {wide} 5.4"
    drawn = "".join(piece(each, boundary, size) for each, size in pieces)
    assert squeezed(printed(read_bytes(tmp_path, document(content(drawn, lines(*BODY, y=80)))))) == squeezed(
        [right, *BODY]
    )


@pytest.mark.parametrize(
    "drawn",
    [
        "".join(
            piece(each, "0 0 210 297", 5, f'DeltaX="5" Y="{40 + 10 * at}"').replace('Y="5" ', "")
            for at, each in enumerate(BODY)
        ),
        "".join(piece(each, f"30 {40 + 10 * at} 100 5", 5, 'DeltaX="5"') for at, each in enumerate(BODY)),
    ],
    ids=["whole-page", "lines"],
)
def test_lines_with_a_boundary_of_their_own_stay(drawn: str, tmp_path: Path) -> None:
    assert printed(read_bytes(tmp_path, document(content(drawn)))) == list(BODY)


MARK = text("收讫", 20, 10)


@pytest.mark.parametrize(
    ("notes", "right"),
    [
        pytest.param(annotation(MARK), ["收讫"], id="stamp"),
        pytest.param(annotation(MARK, kind="Path"), ["收讫"], id="path"),
        pytest.param(annotation(MARK, kind="Highlight") + annotation(kind="Link"), ["收讫"], id="highlight-and-link"),
        pytest.param(annotation(MARK, kind="Watermark"), [], id="watermark"),
        pytest.param(annotation(MARK, more='Visible="false"'), [], id="invisible"),
        pytest.param(annotation(MARK, more='Print="false"'), [], id="on-screen-only"),
        pytest.param(annotation(MARK, boundary="100 40 30 20"), ["收讫"], id="over-the-text"),
        pytest.param(annotation(f"<PageBlock>{MARK}</PageBlock>"), ["收讫"], id="blocks"),
        pytest.param(annotation(lines("已核对", "王明"), boundary="20 0 30 30"), ["已核对", "王明"], id="two-lines"),
        pytest.param(
            annotation(text("收", 5, 9), boundary="90 9 9 9") + annotation(text("讫", 0, 9), boundary="100 9 9 9"),
            ["收讫"], id="corners",
        ),
        pytest.param(
            annotation(MARK, text("斜写", 60, 150, more='CTM="0.7 0.7 -0.7 0.7 0 0"')), ["收讫", "斜写"], id="aslant"
        ),
        pytest.param('<Annot Type="Stamp"><Remark>不印</Remark></Annot>', [], id="remark"),
        pytest.param(annotation(MARK)[:-3], [], id="broken"),
    ],
)  # fmt: skip
def test_annotations_stand_behind_the_page(notes: str, right: list[str], tmp_path: Path) -> None:
    page = content(lines(*BODY))
    got = read_bytes(tmp_path, annotated(page, page, notes={"0": notes}))
    assert [[line.text for line in each.lines] for each in got.pages] == [[*BODY, *right], [*BODY]]


def test_annotations_of_pages_that_are_not_there(tmp_path: Path) -> None:
    got = read_bytes(tmp_path, annotated(content(lines(*BODY)), notes={"7": annotation(MARK), "": annotation(MARK)}))
    assert printed(got) == list(BODY)


def test_a_scan_with_a_stamp_is_a_scan(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="pictures"):
        read_bytes(tmp_path, annotated(content(PICTURE), notes={"0": annotation(MARK)}))
    got = read_bytes(tmp_path, annotated(content(PICTURE), content(lines(*BODY)), notes={"0": annotation(MARK)}))
    assert (printed(got), got.warnings) == (["收讫", *BODY], ["picture-pages:1"])
    assert printed(read_bytes(tmp_path, annotated(content(), notes={"0": annotation(MARK)}))) == ["收讫"]


def test_pictures_are_counted_and_doubtful_characters_said(tmp_path: Path) -> None:
    page, strange = content(lines(*BODY)), content(lines("\ue123\ue456\ue789" * 4))
    got = read_bytes(tmp_path, document(page, content(PICTURE), page, strange))
    assert got.warnings == ["doubtful-pages:4", "picture-pages:2"]
    hidden = read_bytes(tmp_path, document(content(PICTURE, text("云川省航道管理局", 30, 40, more='Alpha="0"'))))
    assert (printed(hidden), hidden.warnings) == (["云川省航道管理局"], ["hidden-text:1"])


def test_a_broken_page_or_resource_costs_no_other(tmp_path: Path) -> None:
    page = content(lines(*BODY))
    got = read_bytes(tmp_path, document(page, page[:-9], page, common=PUBLIC + "<PublicRes>No.xml</PublicRes>"))
    assert printed(got) == [*BODY, *BODY]
    assert got.warnings == ["lost-pages:2"]


ENTITY = '<!DOCTYPE Page [<!ENTITY a "云川"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
MANY = '<Page ID="1" BaseLoc="P/0.xml"/>' * (MAX_PAGES + 1)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(package({"OFD.xml": "<OFD"}), "damaged", id="no-xml"),
        pytest.param(package({"OFD.xml": "<OFD/>"}), "damaged", id="no-document"),
        pytest.param(document(), "damaged", id="no-pages"),
        pytest.param(document(content()), "empty", id="blank"),
        pytest.param(document(content(PICTURE)), "pictures", id="pictures"),
        pytest.param(document(content(lines("\ue123\ue456\ue789" * 4))), "damaged", id="no-meaning"),
        pytest.param(
            document(content(lines(*BODY)), parts={"Encryptions.xml": "<Encryptions/>"}), "password", id="encrypted"
        ),
        pytest.param(document(content(lines(*BODY)), more=f"<Pages>{MANY}</Pages>"), None, id="second-list"),
        pytest.param(
            package(
                {
                    "OFD.xml": "<OFD><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>",
                    "D.xml": f"<Document><Pages>{MANY}</Pages></Document>",
                }
            ),
            "too-many-pages",
            id="many-pages",
        ),
        pytest.param(document(content("<PageBlock>" * 100_000 + "</PageBlock>" * 100_000)), "damaged", id="deep"),
        pytest.param(document(content(" " * (65 << 20))), "too-large", id="bomb"),
        pytest.param(document(ENTITY + content(text("云", 30, 40)).replace("云", "&f;")), "empty", id="entity"),
    ],
)
def test_unreadable(data: bytes, reason: str | None, tmp_path: Path) -> None:
    if reason is None:
        assert printed(read_bytes(tmp_path, data)) == list(BODY)
        return
    with pytest.raises(Unreadable) as caught:
        read_bytes(tmp_path, data)
    assert caught.value.reason == reason


SELF = UNIT.format('<CompositeObject ResourceID="5"/>' * 40 + text("云川", 30, 40))
PARAMS = '<Res><DrawParams><DrawParam ID="72" Relative="72"/></DrawParams></Res>'


@pytest.mark.parametrize(
    ("data", "warning"),
    [
        pytest.param(
            document(content('<CompositeObject ResourceID="5"/>'), common=PUBLIC, parts={"Doc_0/Res.xml": SELF}),
            "cut-pages:1",
            id="unit-in-itself",
        ),
        pytest.param(
            document(
                content(text("云川", 30, 40, more='DrawParam="72"')), common=PUBLIC, parts={"Doc_0/Res.xml": PARAMS}
            ),
            None,
            id="param-on-itself",
        ),
        pytest.param(
            document(
                content(text("云川", 30, 40), before='<Template TemplateID="0"/>'),
                common='<TemplatePage ID="0" BaseLoc="P/0.xml"/>',
            ),
            None,
            id="page-its-own-template",
        ),
        pytest.param(
            annotated(content(text("云川", 30, 40)), notes={"0": annotation(text("讫", 20, 10)) * 60_000}),
            "cut-pages:1",
            id="annotations",
        ),
        pytest.param(
            document(
                content(text("云川", 30, 40)),
                more="<Annotations>A.xml</Annotations>",
                parts={
                    "Doc_0/A.xml": '<Annotations><Page PageID="0">'
                    + "".join(
                        f"<FileLoc>A.xml</FileLoc><FileLoc>{at}.xml</FileLoc><FileLoc>/</FileLoc>" for at in range(3000)
                    )
                    + "</Page></Annotations>"
                },
            ),
            None,
            id="annotations-of-themselves",
        ),
        pytest.param(
            annotated(
                content(text("云川", 30, 40)), notes={"0": annotation("<Appearance>" * 200 + "</Appearance>" * 200)}
            ),
            None,
            id="appearances-in-each-other",
        ),
        pytest.param(document(content(piece("云川", STRIP, 5) * 60_000)), "cut-pages:1", id="pieces"),
        pytest.param(document(content(text("云川" * 500_000, 30, 40))), "cut-pages:1", id="long-text"),
        pytest.param(document(content(text("云川", 30, 40, code='DeltaX="g 1000000000 1"'))), None, id="repeats"),
        pytest.param(document(content(text("云川", 30, 40, more='CTM="nan 1e999 0 x 0 0"'))), None, id="no-numbers"),
        pytest.param(
            document(content(text("云川", 30, 40), text("远", 30, 40, more='CTM="1e5 0 0 1e5 9e5 9e5"'))),
            None,
            id="far-away",
        ),
    ],
)
def test_bombs_take_seconds_at_most(data: bytes, warning: str | None, tmp_path: Path) -> None:
    start = time.process_time()
    got = read_bytes(tmp_path, data)
    assert time.process_time() - start < 20
    assert "云川" in squeezed(printed(got))
    assert got.warnings == ([warning] if warning else [])


def test_a_page_with_more_characters_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofd_page, "MAX_GLYPHS", 10)
    got = read_bytes(tmp_path, document(content(lines(*BODY))))
    assert (squeezed(printed(got)), got.warnings) == ("".join(BODY)[:10], ["cut-pages:1"])


def spoilt(data: bytes, rng: random.Random) -> bytes:
    """The file with some bytes changed, of the package or of one part before it is packed, or with its end missing."""
    way = rng.randrange(3)
    if way == 0:
        return data[: rng.randrange(len(data))]
    if way == 1:
        spoilt = bytearray(data)
        for _ in range(rng.randint(1, 20)):
            spoilt[rng.randrange(len(spoilt))] = rng.randrange(256)
        return bytes(spoilt)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = {name: bytearray(file.read(name)) for name in file.namelist()}
    part = parts[rng.choice(sorted(parts))]
    for _ in range(rng.randint(1, 6)):
        part[rng.randrange(len(part))] = rng.choice(b'0123456789 -."<>gxCML/e')
    return package({name: bytes(each) for name, each in parts.items()})


@pytest.mark.parametrize("seed", range(60))
def test_spoilt_files_are_read_or_unreadable(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    data = spoilt(ofd(lay_out(rng.choice(list(SPECS.values()))), rng.choice(list(FORMS.values()))), rng)
    path = tmp_path / "收文.ofd"
    path.write_bytes(data)
    try:
        with Package(path) as package:
            got = read_ofd(package)
    except Unreadable as error:
        assert error.reason in ("damaged", "password", "empty", "too-large")
    else:
        assert printed(got)
