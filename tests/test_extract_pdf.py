"""PDF files: two readers with one stream of characters, and what is done for files that are broken."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from difflib import SequenceMatcher
from math import nan
from pathlib import Path

import pytest

from archive.errors import Unreadable
from archive.extract import glyphs, miner, pdfium
from archive.extract import pdf as module
from archive.extract.calls import calls_of
from archive.extract.document import Document
from archive.extract.glyphs import Glyph, Sheet
from archive.extract.layout import leaf
from archive.extract.pdf import read_pdf
from archive.extract.quality import better, doubtful, meaningless
from tests.corpora.broken_pdf import (
    CASES,
    IMAGE,
    LETTER,
    PICTURE,
    RED,
    bomb,
    document,
    grid,
    lines,
    locked,
    own_font,
    show,
)
from tests.corpora.standard.draw import pdf
from tests.corpora.standard.layout import lay_out
from tests.corpora.standard.samples import CANTEENS, RECUPERATION, RESERVOIR
from tests.corpora.standard.spec import NoticeSpec, Style

WHOLE = [
    "关于做好渡口维护工作的通知",
    "临溪市各渡口管理所：",
    "汛期将至，请于五月底前完成渡船检修。",
    "云川省航道管理局",
    "二〇二四年四月八日",
]
RESOURCES = "/XObject << /Im1 4 0 R /X 5 0 R >>"
READERS = [pytest.param(pdfium, id="pdfium"), pytest.param(miner, id="pdfminer")]


def sheets(reader, data: bytes) -> list[Sheet]:
    with reader.File(data) as file:
        return [sheet for sheet in file.sheets() if sheet is not None]


def rows(reader, data: bytes) -> list[str]:
    with reader.File(data) as file:
        return [row.text for sheet in file.sheets() if sheet is not None for row in leaf(sheet).rows]


def read(tmp_path: Path, data: bytes) -> Document:
    path = tmp_path / "收文.pdf"
    path.write_bytes(data)
    return read_pdf(path)


def printed(document: Document) -> list[str]:
    return [line.text for page in document.pages for line in page.lines]


@pytest.mark.parametrize(
    ("case", "expected", "warnings"),
    [
        ("whole", WHOLE, []),
        ("junk-before", WHOLE, ["repaired"]),
        ("cut-end", WHOLE, ["repaired", "truncated"]),
        ("cut-half", WHOLE, ["repaired", "truncated"]),
        ("without-table", WHOLE, ["repaired", "truncated"]),
        ("wrong-offsets", WHOLE, []),
        ("owner-password", WHOLE, []),
        ("picture-pages", WHOLE + WHOLE, ["picture-pages:2,4"]),
        ("cyclic-tree", WHOLE, []),
        ("own-form", WHOLE, []),
        ("deep-arrays", WHOLE, []),
    ],
)
def test_readable_all_the_same(case: str, expected: list[str], warnings: list[str], tmp_path: Path) -> None:
    got = read(tmp_path, CASES[case]())
    assert printed(got) == expected
    assert got.warnings == warnings
    assert (got.kind, got.reader) == ("pdf", "pdfium")


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ("user-password", "password"),
        ("cut-early", "damaged"),
        ("head-only", "damaged"),
        ("garbage", "damaged"),
        ("unmapped", "damaged"),
        ("deep-tree", "damaged"),
        ("empty-page", "empty"),
        ("blank-text", "empty"),
        ("no-page", "empty"),
        ("deep-forms", "empty"),
        ("picture", "pictures"),
        ("pictures-with-marks", "pictures"),
        ("too-many-pages", "too-many-pages"),
        ("wrong-count", "too-many-pages"),
    ],
)
def test_unreadable(case: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, CASES[case]())
    assert caught.value.reason == reason


def test_a_page_of_too_many_characters_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for reader in (pdfium, miner):
        monkeypatch.setattr(reader, "MAX_GLYPHS", 20)
    data = document(LETTER, LETTER)
    assert read(tmp_path, data).warnings == ["cut-pages:1,2"]
    for reader in (pdfium, miner):
        assert [len(sheet.glyphs) for sheet in sheets(reader, data)] == pytest.approx([20, 20], abs=2)


def test_a_bomb_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for reader in (pdfium, miner):
        monkeypatch.setattr(reader, "MAX_GLYPHS", 5000)
    got = read(tmp_path, bomb(20_000))
    assert got.warnings == ["cut-pages:1"]
    assert sum(map(len, printed(got))) <= 5000


def test_damage_never_leaks_an_exception(tmp_path: Path) -> None:
    whole = pdf(RESERVOIR)
    chance = random.Random(9704)
    outcomes = set()
    for _ in range(40):
        data = bytearray(whole[: chance.randrange(1, len(whole))] if chance.random() < 0.5 else whole)
        for _ in range(chance.randrange(30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            outcomes.add(bool(printed(read(tmp_path, bytes(data)))))
        except Unreadable as error:
            outcomes.add(error.reason)
    assert True in outcomes
    assert outcomes <= {True, "damaged", "empty", "password"}


def test_any_exception_of_a_reader_is_a_damaged_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for error, expected in ((RecursionError(), Unreadable), (KeyError("x"), Unreadable), (MemoryError(), MemoryError)):

        def fail(*_: object, error: BaseException = error) -> None:
            raise error

        monkeypatch.setattr(module, "_first", fail)
        with pytest.raises(expected):
            read(tmp_path, document(LETTER))


def sideways(*texts: str) -> str:
    return "".join(
        f"BT 0 g /F1 16 Tf 0 1 -1 0 {100 + 28 * at} 100 Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"
        for at, text in enumerate(texts)
    )


ASLANT = f"BT 0.8 g /F1 60 Tf 0.7 0.7 -0.7 0.7 150 200 Tm <{'内部资料'.encode('utf-16-be').hex()}> Tj ET\n"
SPOKEN = (
    "BT 0 g /F2 16 Tf 90 700 Td /Span << /ActualText <FEFF6C34> >> BDC <03> Tj EMC <0102> Tj "
    "/Span << /ActualText <FEFF003100320033> >> BDC <03> Tj EMC ET\n"
)
TABLE = (
    grid([80, 180, 380, 480], [100, 140, 200])
    + show("单位", 110, 125, 12)
    + show("任务", 250, 125, 12)
    + show("时限", 410, 125, 12)
    + show("青禾县水利", 85, 160, 12)
    + show("局", 85, 178, 12)
    + show("完成三座水库安全鉴定和", 190, 160, 12)
    + show("除险加固，报送总结", 190, 178, 12)
    + show("六月底", 400, 169, 12)
)


def second(data: bytes, _: Path) -> list[str]:
    """What pdfminer.six alone reads."""
    with miner.File(data) as file:
        leaves = [leaf(sheet) for sheet in file.sheets() if sheet is not None]
    return [text for each in leaves for text in [*(row.text for row in each.rows), *each.strays]]


def whole(data: bytes, tmp_path: Path) -> list[str]:
    """What both together read: where the machine lacks Chinese fonts, pdfium leaves out sideways and single letters."""
    return printed(read(tmp_path, data))


@pytest.mark.parametrize("reading", [whole, second])
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(document(LETTER), WHOLE, id="letter"),
        pytest.param(document(lines("第一行", "第二行"), page="/Rotate 180"), ["第一行", "第二行"], id="turned page"),
        pytest.param(document(sideways("第一行", "第二行"), page="/Rotate 90"), ["第一行", "第二行"], id="landscape"),
        pytest.param(document(sideways("第一行", "第二行")), ["第一行", "第二行"], id="sideways"),
        pytest.param(document(show("总则一", 90, 90) + show("总则一", 90.4, 90.2)), ["总则一"], id="printed twice"),
        pytest.param(document(LETTER + show("看不见", 90, 400, state="3 Tr")), WHOLE, id="hidden words"),
        pytest.param(document(LETTER.replace(" Tf ", " Tf 3 Tr ")), WHOLE, id="hidden layer"),
        pytest.param(document(LETTER + show("页外", -300, 90) + show("页下", 90, 900)), WHOLE, id="off the page"),
        pytest.param(document(ASLANT + LETTER), [*WHOLE, "内部资料"], id="watermark"),
        pytest.param(own_font("", {"01": "利", "02": "厅", "03": "⽔"}, SPOKEN), ["水利厅123"], id="ActualText"),
        pytest.param(document(show("约20万m", 90, 90) + show("2", 150, 84, 8)), ["约20万m2"], id="raised"),
        pytest.param(own_font("010203", {"01": "县", "02": "𡎚", "03": "市"}), ["县𡎚市"], id="surrogates"),
        pytest.param(own_font("010203", {"01": "a", "02": "ffi", "03": "x"}), ["affix"], id="ligature"),
        pytest.param(
            document(TABLE),
            ["单位\t任务\t时限", "青禾县水利局\t完成三座水库安全鉴定和除险加固，报送总结\t六月底"],
            id="table",
        ),
        pytest.param(
            document(
                show("文件", 430, 186, 56, colour=RED)
                + show("云川省水利厅", 80, 150, 36, colour=RED)
                + show("云川省应急厅", 80, 200, 36, colour=RED)
            ),
            ["云川省水利厅", "云川省应急厅", "文件"],
            id="joint masthead",
        ),
    ],
)
def test_reading(reading, data: bytes, expected: list[str], tmp_path: Path) -> None:
    assert reading(data, tmp_path) == expected


@pytest.mark.parametrize("reader", READERS)
def test_size_and_colour(reader) -> None:
    scaled = f"BT 0.8 0 0 rg /F1 1 Tf 22 0 0 22 90 700 Tm <{'标题'.encode('utf-16-be').hex()}> Tj ET\n"
    cmyk = show("青禾县", 90, 300, 40, colour="0 1 1 0 k")
    (sheet,) = sheets(reader, document(scaled + cmyk + show("正文", 90, 400)))
    styles = {(glyph.text, round(glyph.size, 2), glyph.red) for glyph in sheet.glyphs}
    assert styles == {
        ("标", 22, True),
        ("题", 22, True),
        *((letter, 40, True) for letter in "青禾县"),
        ("正", 16, False),
        ("文", 16, False),
    }


@pytest.mark.parametrize("reader", READERS)
def test_place(reader) -> None:
    (sheet,) = sheets(reader, document(show("县市", 90, 242), page="/CropBox [20 30 500 700]"))
    assert (sheet.width, sheet.height) == (480, 670)
    first, second = sheet.glyphs
    assert first[1:5] == pytest.approx((70, 86, 100, 16), abs=0.1)
    assert second[1:3] == pytest.approx((86, 102), abs=0.1)


@pytest.mark.parametrize("reader", READERS)
def test_rules_and_pictures(reader) -> None:
    form = "<< /Type /XObject /Subtype /Form /BBox [0 0 99 99] /Matrix [2 0 0 2 10 20] /Length 11 >>"
    box = f"{form}\nstream\n5 5 m 45 5 l S\nendstream".replace("/Length 11", "/Length 15")
    thin, wide = "100 500 200 1 re f\n", "100 300 50 40 re S 300 300 50 40 re f\n"
    data = document(LETTER + thin + wide + "/X Do", PICTURE, resources=RESOURCES, more=[IMAGE, box])
    with reader.File(data) as file:
        drawn = file.sheets()
        page = next(drawn)
        rules = sorted((round(x0), round(y0), round(x1), round(y1)) for x0, y0, x1, y1 in page.rules())
        assert rules == [
            (20, 812, 100, 812),
            (100, 342, 300, 342),
            (100, 502, 100, 542),
            (100, 502, 150, 502),
            (100, 542, 150, 542),
            (150, 502, 150, 542),
        ]
        assert not page.pictures()
        assert next(drawn).pictures()


def test_rules_of_a_page_that_is_gone() -> None:
    with pdfium.File(document(TABLE, LETTER)) as file:
        first, second = (sheet for sheet in file.sheets() if sheet is not None)
        assert (first.rules(), second.pictures()) == ([], False)


def variants() -> list[tuple[str, NoticeSpec]]:
    joint = ("云川省水利厅", "云川省应急管理厅", "云川省气象局", "中国铁路云川局集团有限公司")
    letter = replace(CANTEENS, form="letter", masthead_word="", number="澜市监函〔2024〕52号", urgency="特急")
    return [
        ("recuperation", RECUPERATION),
        ("reservoir", RESERVOIR),
        ("canteens", CANTEENS),
        *((f"joint {count}", replace(CANTEENS, issuers=joint[:count])) for count in (2, 3, 4)),
        ("corner", replace(RESERVOIR, copy_number="000012", secrecy="机密★1年", urgency="特急")),
        ("letter", letter),
        ("cmyk", replace(CANTEENS, style=Style(red=(0, 1, 1, 0)))),
        ("ragged", replace(CANTEENS, style=Style(justify=False, sealed=False, spaced_masthead=True, mark="- {} -"))),
        ("dense", replace(RESERVOIR, style=Style(chars=34, lines=30, size=14, mark="{}"))),
    ]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("spec", [pytest.param(spec, id=name) for name, spec in variants()])
def test_reading_order_of_standard_pages(reader, spec: NoticeSpec) -> None:
    truth = "".join(run.text for sheet in lay_out(spec) for run in [*sheet.runs, *([sheet.mark] if sheet.mark else [])])
    truth, got = "".join(truth.split()), "".join("".join(rows(reader, pdf(spec))).split())
    parts = SequenceMatcher(None, got, truth, False).get_opcodes()
    wrong = sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in parts if tag != "equal")
    assert len(truth) > 500
    assert wrong <= 0.002 * len(truth)


@pytest.mark.parametrize("spec", [pytest.param(spec, id=name) for name, spec in variants()])
def test_paragraphs_of_standard_pages(spec: NoticeSpec, tmp_path: Path) -> None:
    got = read(tmp_path, pdf(spec))
    marks = [page.mark for page in got.pages]
    assert marks in (list(range(1, len(marks) + 1)), [None, *range(2, len(marks) + 1)])
    paragraphs: list[str] = []
    for page in got.pages:
        for line in page.lines:
            if line.joins:
                paragraphs[-1] += line.text
            else:
                paragraphs.append(line.text)
    bodies = [part for part in spec.body if isinstance(part, str)]
    assert [part for part in bodies if part not in paragraphs] == []


def test_both_readers_give_the_same_characters() -> None:
    data = pdf(RESERVOIR)
    first, second = sheets(pdfium, data), sheets(miner, data)
    assert len(first) == 3
    for one, other in zip(first, second, strict=True):
        assert [(glyph.text, glyph.red, round(glyph.size, 1)) for glyph in one.glyphs] == [
            (glyph.text, glyph.red, round(glyph.size, 1)) for glyph in other.glyphs
        ]
        for glyph, same in zip(one.glyphs, other.glyphs, strict=True):
            assert (glyph.left, glyph.base) == pytest.approx((same.left, same.base), abs=0.2)


def test_a_character_costs_two_calls_and_a_text_object_five(monkeypatch: pytest.MonkeyPatch) -> None:
    import pypdfium2.raw

    calls, counts = calls_of(pypdfium2.raw), Counter[str]()

    def counted(name: str):
        own = getattr(calls, name)
        return lambda *arguments: counts.update([name]) or own(*arguments)

    for name in ("object", "box", "matrix", "size", "origin", "colour", "mode", "item", "corner"):
        monkeypatch.setattr(calls, name, counted(name))
    (sheet,) = sheets(pdfium, document(lines(*WHOLE)))
    leaf(sheet)
    breaks = 2 * (len(WHOLE) - 1)
    asked = dict.fromkeys(("matrix", "size", "origin", "colour", "mode"), len(WHOLE))
    assert counts == {"object": len("".join(WHOLE)) + breaks, "box": len("".join(WHOLE)), **asked}


def test_a_hidden_layer_is_told(tmp_path: Path) -> None:
    assert read(tmp_path, document(LETTER.replace(" Tf ", " Tf 3 Tr "))).warnings == ["hidden-text:1"]


def test_letters_pdfium_leaves_out_are_read_by_the_other(tmp_path: Path) -> None:
    single = "".join(show(letter, 90 + 50 * at, 160, 36, colour=RED) for at, letter in enumerate("云川省水利厅"))
    got = read(tmp_path, document(single + show("云水发〔2024〕7号", 200, 280)))
    assert printed(got) == ["云川省水利厅", "云水发〔2024〕7号"]


def test_private_use_in_the_title_is_doubted(tmp_path: Path) -> None:
    title = {"01": "\ue123", "02": "\ue124", "03": "\ue125"}
    data = own_font("010203", title, lines(*WHOLE, y=200))
    assert read(tmp_path, data).warnings == ["doubtful-pages:1"]


def leaf_of(*texts: str, size: float = 16):
    glyphs = [
        Glyph(letter, 90 + size * at, 90 + size * (at + 1), 100 + 28 * line, size, False)
        for line, text in enumerate(texts)
        for at, letter in enumerate(text)
    ]
    return leaf(Sheet(1, 595, 842, glyphs))


GOOD = "关于做好渡口维护工作的通知" * 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GOOD, False),
        (GOOD + "\uf0b7\uf06c", False),
        (GOOD + "喆堃", False),
        (GOOD + "關於做好渡口維護工作的通知", False),
        (GOOD + "\ufffd\ufffd", True),
        (GOOD + "\ue001\ue002", True),
        (GOOD + "䶮䴙㺗㼆㬎", True),
        (GOOD + "\ufffd", False),
        (GOOD + "б͎֟", True),
        ("ᠭᠣᠯ བོད་ ئۇيغۇر ꆈꌠ" + GOOD, False),
    ],
)
def test_doubtful(text: str, expected: bool) -> None:
    assert doubtful(leaf_of(text)) is expected


def test_the_better_page() -> None:
    good, bad, blank = leaf_of(GOOD), leaf_of(GOOD[:-3] + "\ufffd" * 3), leaf_of()
    assert better(good, bad) and not better(bad, good)
    assert not better(leaf_of("通知"), bad)
    assert better(good, blank) and not better(blank, good)
    assert not better(good, good)
    assert meaningless(blank) and meaningless(leaf_of("\ufffd" * 9)) and not meaningless(bad)


def test_password_is_asked_also_by_the_second_reader() -> None:
    for reader in (pdfium, miner):
        with pytest.raises(Unreadable) as caught:
            reader.File(locked("渡口", "闸门"))
        assert caught.value.reason == "password"
    with pytest.raises(Unreadable) as caught:
        miner.File(b"%PDF-1.4 nothing")
    assert caught.value.reason == "damaged"


def test_the_input_stays_as_it_is(tmp_path: Path) -> None:
    for case in ("whole", "junk-before", "cut-half"):
        data = CASES[case]()
        read(tmp_path, data)
        assert (tmp_path / "收文.pdf").read_bytes() == data


def test_a_character_without_a_place_is_left_out() -> None:
    style, bounds = glyphs.Style(0, 50.0, 10.0, False, False), (0.0, 0.0, 100.0, 100.0)
    boxes = {"甲": (10.0, 50.0, 20.0, 60.0), "乙": (nan, 50.0, nan, 60.0), "丙": (120.0, 50.0, 130.0, 60.0)}
    found = glyphs.Found.of([(letter, style, boxes[letter]) for letter in boxes])
    assert found.within(bounds).letters == ["甲"]
    assert glyphs.Found.of([("甲", style, boxes["甲"])] * 2).within(bounds).letters == ("甲", "甲")
    assert glyphs.Found.of([]).within(bounds).letters == ()


def test_fonts_of_the_system_are_asked_for_what_is_drawn_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """They would cost three times the reading of a page, and what is read would be another on every machine."""
    import pypdfium2.raw as raw

    given: list[object] = []
    real = raw.FPDF_SetSystemFontInfo
    monkeypatch.setattr(raw, "FPDF_SetSystemFontInfo", lambda info: (given.append(info), real(info)))
    page = document(show("防汛", 90, 100))
    for drawn in (False, True, False):
        with pdfium.File(page, drawn) as file:
            assert file.count == 1
    assert given[0] is given[2] is None
    assert given[1]
