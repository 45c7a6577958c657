"""Reading order: characters to rows, tables, lines and paragraphs."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.extract.glyphs import Glyph, Rule, Sheet, is_red, rules_of, turned, visible
from archive.extract.layout import leaf, pages
from archive.extract.rows import rows_of
from archive.extract.tables import grids


def typed(
    text: str, left: float = 90, base: float = 100, size: float = 16, step: float = 0, red: bool = False
) -> list[Glyph]:
    """A text from left to right: ASCII half as wide as its size, all else as wide; ``step`` sets letters apart."""
    glyphs = []
    for letter in text:
        wide = size / 2 if letter.isascii() else size
        glyphs.append(Glyph(" " if letter.isspace() else letter, left, left + wide, base, size, red))
        left += step or wide
    return glyphs


def block(*texts: str, left: float = 90, base: float = 100, size: float = 16, pitch: float = 28) -> list[Glyph]:
    return [
        glyph for at, text in enumerate(texts) for glyph in typed(text, left, base + at * pitch, size) if text.strip()
    ]


def ruled(xs: list[float], ys: list[float]) -> list[Rule]:
    return [Rule(xs[0], y, xs[-1], y) for y in ys] + [Rule(x, ys[0], x, ys[-1]) for x in xs]


def texts(glyphs: list[Glyph], rules: list[Rule] | None = None) -> list[str]:
    return [row.text for row in leaf(Sheet(1, 595, 842, glyphs, rules=lambda: rules or [])).rows]


@pytest.mark.parametrize(
    ("glyphs", "expected"),
    [
        pytest.param(typed("云川省总工会", step=40), "云川省总工会", id="letter-spaced"),
        pytest.param(typed("通知", size=22, step=66), "通知", id="letter-spaced title of two"),
        pytest.param(typed("云 川 省 总 工 会"), "云川省总工会", id="letter-spaced by blanks"),
        pytest.param(typed("临溪市〔2024〕9号", step=24), "临溪市〔2024〕9号", id="letter-spaced number"),
        pytest.param(typed("省政府办公厅　省军区办公室"), "省政府办公厅　省军区办公室", id="two names"),
        pytest.param(typed("招生处 研工部"), "招生处 研工部", id="two names, half a blank"),
        pytest.param(typed("招生处") + typed("研工部", 90 + 56), "招生处 研工部", id="two names, no blank in the file"),
        pytest.param(
            typed("水利厅", step=32) + typed("气象局", 90 + 160, step=32), "水利厅　气象局", id="two spaced names"
        ),
        pytest.param(typed("发于2024年5月8日", step=0), "发于2024年5月8日", id="mixed"),
        pytest.param(
            typed("2024", 90) + typed("年", 126) + typed("5", 146) + typed("月", 158),
            "2024年5月",
            id="the room beside digits is no blank",
        ),
        pytest.param(typed("see Annex 2 below"), "see Annex 2 below", id="Latin words"),
        pytest.param(typed("电　话：8812 3456"), "电　话：8812 3456", id="label"),
        pytest.param(typed("青禾县水利局", step=17.5), "青禾县水利局", id="justified"),
        pytest.param(
            typed("禾政〔2024〕9号") + typed("签发人：陆文澜", 350), "禾政〔2024〕9号　签发人：陆文澜", id="signer"
        ),
        pytest.param(typed("总则") + typed("总则", 90.5, 100.3), "总则", id="bold by printing twice"),
        pytest.param(typed("共11项") + typed("共11项", 90.4), "共11项", id="bold digits keep their doubles"),
        pytest.param(
            typed("约20万m") + typed("2", 90 + 16 + 16 + 16 + 8 + 1, 94, 8) + typed("以上", 151),
            "约20万m2以上",
            id="raised",
        ),
        pytest.param(typed("水H") + typed("2", 115, 103, 8) + typed("O量", 120), "水H2O量", id="lowered"),
        pytest.param(
            typed("见2024年第1期", base=100) + typed("公报", 194, 101.8), "见2024年第1期公报", id="baselines apart"
        ),
    ],
)
def test_one_row(glyphs: list[Glyph], expected: str) -> None:
    rows = rows_of(glyphs)
    assert [row.text for row in rows] == [expected]


def test_two_lines_over_each_other_stay_two() -> None:
    assert texts(typed("合理设定职业目标") + typed("基于目标综合评价", base=102.2)) == [
        "合理设定职业目标",
        "基于目标综合评价",
    ]


def test_blanks_make_no_row() -> None:
    assert rows_of(typed("  　 ")) == []


@pytest.mark.parametrize(
    ("names", "size", "expected"),
    [
        (["云川省水利厅", "云川省应急管理厅"], 36, ["云川省水利厅", "云川省应急管理厅", "文件"]),
        (["水利厅", "应急厅", "气象局"], 36, ["水利厅", "应急厅", "气象局", "文件"]),
        (
            ["水利厅", "应急厅", "气象局", "交通厅", "住建厅"],
            30,
            ["水利厅", "应急厅", "气象局", "交通厅", "住建厅", "文件"],
        ),
        (["云川省水利厅"], 36, ["云川省水利厅　文件"]),
    ],
)
def test_joint_masthead(names: list[str], size: float, expected: list[str]) -> None:
    pitch = 1.4 * size
    glyphs = [glyph for at, name in enumerate(names) for glyph in typed(name, 80, 120 + at * pitch, size, red=True)]
    middle = 120 + (len(names) - 1) * pitch / 2 - 0.38 * size
    glyphs += typed("文件", 430, middle + 0.38 * 56, 56, red=True) + typed("云水发〔2024〕7号", 200, 400)
    rows = rows_of(glyphs)
    assert [row.text for row in rows] == [*expected, "云水发〔2024〕7号"]
    assert [row.red for row in rows] == [True] * len(expected) + [False]


def test_wenjian_in_a_title_stays() -> None:
    glyphs = typed("关于印发", 250, 100, 22) + typed("全省公文格式范本等重要文件", 140, 135, 22)
    glyphs += typed("的通知", 260, 170, 22)
    assert texts(glyphs) == ["关于印发", "全省公文格式范本等重要文件", "的通知"]


TABLE = [
    *typed("单位", 110, 125, 12),
    *typed("任务", 250, 125, 12),
    *typed("时限", 410, 125, 12),
    *typed("青禾县水利", 85, 160, 12),
    *typed("局", 85, 178, 12),
    *typed("完成三座水库安全鉴定", 190, 155, 12),
    *typed("和除险加固，报送总结", 190, 171, 12),
    *typed("并存档", 190, 187, 12),
    *typed("六月底", 400, 171, 12),
    *typed("临溪市", 85, 225, 12),
    *typed("检修渡船", 190, 225, 12),
    *typed("五月底", 400, 225, 12),
]
READ = [
    "单位\t任务\t时限",
    "青禾县水利局\t完成三座水库安全鉴定和除险加固，报送总结并存档\t六月底",
    "临溪市\t检修渡船\t五月底",
]


def test_ruled_table() -> None:
    glyphs = typed("见下表：", base=80) + TABLE + typed("表后文字。", base=270)
    rules = ruled([80, 180, 380, 480], [105, 140, 200, 240])
    page = leaf(Sheet(1, 595, 842, glyphs, rules=lambda: rules))
    assert [row.text for row in page.rows] == ["见下表：", *READ, "表后文字。"]
    assert [row.cells for row in page.rows] == [False, True, True, True, False]


def test_ruled_table_drawn_cell_by_cell() -> None:
    rules: list[Rule] = []
    for x0, x1 in pairwise([80.0, 180, 380, 480]):
        for y0, y1 in pairwise([105.0, 140, 200, 240]):
            box = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]
            rules += rules_of(box, stroked=True)
    assert texts(list(TABLE), rules) == READ


def test_open_sides_are_cells_too() -> None:
    rules = [Rule(80, y, 480, y) for y in (105, 140, 200, 240)] + [Rule(x, 105, x, 240) for x in (180, 380)]
    assert texts(list(TABLE), rules) == READ


def test_merged_cells() -> None:
    rules = [Rule(80, 100, 400, 100), Rule(160, 140, 400, 140), Rule(80, 180, 400, 180), Rule(80, 220, 400, 220)]
    rules += [Rule(80, 100, 80, 220), Rule(160, 100, 160, 180), Rule(280, 100, 280, 140), Rule(400, 100, 400, 220)]
    glyphs = typed("领队", 90, 145, 12) + typed("姓名", 170, 125, 12) + typed("职务", 290, 125, 12)
    glyphs += typed("联系电话", 170, 165, 12) + typed("备注一行到底", 90, 205, 12)
    page = leaf(Sheet(1, 595, 842, glyphs, rules=lambda: rules))
    assert [(row.text, row.cells) for row in page.rows] == [
        ("领队\t姓名\t职务", True),
        ("联系电话", True),
        ("备注一行到底", False),
    ]


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param(ruled([70, 500], [80, 400]), id="frame"),
        pytest.param([Rule(70, 110, 500, 110), Rule(70, 112, 500, 112)], id="red line"),
        pytest.param([Rule(70, 80, 70, 700)], id="margin line"),
    ],
)
def test_rules_that_make_no_table(rules: list[Rule]) -> None:
    assert grids(rules) == []


def test_columns_without_rules() -> None:
    glyphs = []
    for at, cells in enumerate([("名称", "地点", "数量"), ("水库", "青禾县", "3"), ("渡口", "临溪市", "12")]):
        for left, cell in zip((90, 250, 400), cells, strict=True):
            glyphs += typed(cell, left, 100 + at * 20, 12)
    glyphs += typed("北门外", 250, 156, 12)
    glyphs += typed("桥梁", 90, 176, 12) + typed("云川省", 250, 176, 12) + typed("7", 400, 176, 12)
    assert texts(glyphs) == ["名称\t地点\t数量", "水库\t青禾县\t3", "渡口\t临溪市北门外\t12", "桥梁\t云川省\t7"]


def test_signatures_beside_each_other_are_no_table() -> None:
    glyphs = []
    for at, names in enumerate(
        [("云川省水利厅", "云川省财政厅"), ("云川省农业厅", "云川省气象局"), ("云川省民政厅", "云川省档案局")]
    ):
        for left, name in zip((120, 330), names, strict=True):
            glyphs += typed(name, left, 500 + at * 30)
    page = leaf(Sheet(1, 595, 842, glyphs))
    assert [row.text for row in page.rows] == [
        "云川省水利厅　云川省财政厅",
        "云川省农业厅　云川省气象局",
        "云川省民政厅　云川省档案局",
    ]
    assert not any(row.cells for row in page.rows)


def test_two_columns_of_text() -> None:
    left = block(*(f"左边第{at}行接着往下面读" for at in "一二三四五六七八九十"), left=60, size=12, pitch=20)
    right = block(*(f"右边第{at}行接着往下面读" for at in "一二三四五六七八九十"), left=320, size=12, pitch=20)
    read = texts(left + right)
    assert read[:2] == ["左边第一行接着往下面读", "左边第二行接着往下面读"]
    assert read[9:11] == ["左边第十行接着往下面读", "右边第一行接着往下面读"]


PARAGRAPH = (
    "　　为进一步做好渡口和渡船的安全管理工作，防止事故发生，",
    "现将有关事项通知如下，请各渡口管理所认真遵照执行，并于每",
    "月底前报告情况。",
)


def made(*sheets: list[Glyph]) -> list:
    return pages([leaf(Sheet(number, 595, 842, glyphs)) for number, glyphs in enumerate(sheets, 1)])


def test_wrapped_lines_join_and_marks_leave() -> None:
    first = block(*PARAGRAPH, *PARAGRAPH[:2]) + typed("— 1 —", 420, 790, 14)
    second = block(*PARAGRAPH[2:], *PARAGRAPH) + typed("— 2 —", 100, 790, 14)
    read = made(first, second)
    assert [page.mark for page in read] == [1, 2]
    assert [[line.joins for line in page.lines] for page in read] == [
        [False, True, True, False, True],
        [True, False, True, True],
    ]
    assert [line.indent for line in read[0].lines] == pytest.approx([2, 0, 0, 2, 0], abs=0.1)


def test_pages_with_other_margins_join_too() -> None:
    first = block(*PARAGRAPH * 3, left=60)
    second = block(*PARAGRAPH * 3, left=110)
    for page in made(first, second):
        assert [line.joins for line in page.lines] == [False, True, True] * 3


def test_place_and_size() -> None:
    glyphs = typed("临溪市文件", 150, 100, 48, red=True) + typed("通知标题", 240, 200, 22)
    glyphs += block(*PARAGRAPH * 2, base=270)
    lines = made(glyphs)[0].lines
    assert [(line.size, line.red) for line in lines[:3]] == [(48.0, True), (22.0, False), (16.0, False)]
    assert lines[0].left == pytest.approx(150 / 595, abs=1e-3)
    assert lines[0].right == pytest.approx((150 + 5 * 48) / 595, abs=1e-3)
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert lines[1].gap > 1
    assert lines[3].gap == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (["— 1 —", "— 2 —"], [1, 2]),
        (["-1-", "-2-"], [1, 2]),
        (["1", "2"], [1, 2]),
        (["第1页", "第2页"], [1, 2]),
        (["－ 5 －", "－ 5 －"], [5, 5]),
        (["", ""], [None, None]),
    ],
)
@pytest.mark.parametrize("base", [40, 800])
def test_marks(marks: list[str], expected: list[int | None], base: float) -> None:
    read = made(*(block(*PARAGRAPH) + (typed(mark, 280, base, 14) if mark else []) for mark in marks))
    assert [page.mark for page in read] == expected
    assert all(len(page.lines) == len(PARAGRAPH) for page in read)


def test_two_marks_on_a_page() -> None:
    read = made(block(*PARAGRAPH) + typed("— 3 —", 430, 776, 14) + typed("— 1 —", 280, 793, 12))
    assert (read[0].mark, len(read[0].lines)) == (1, 3)


def test_a_number_in_the_text_is_no_mark() -> None:
    read = made(block("一、总额", "120"), block("二、余额", "77"))
    assert [page.mark for page in read] == [None, None]
    assert [line.text for line in read[1].lines] == ["二、余额", "77"]


@given(st.lists(st.text("云川省临溪市青禾县1A", min_size=1, max_size=20), min_size=1, max_size=12), st.randoms())
def test_order_in_the_file_does_not_matter(lines: list[str], chance: random.Random) -> None:
    glyphs = block(*lines)
    expected = [row.text for row in rows_of(glyphs)]
    assert [text.replace(" ", "") for text in expected] == lines
    chance.shuffle(glyphs)
    assert [row.text for row in rows_of(glyphs)] == expected


@pytest.mark.parametrize(
    ("colour", "expected"),
    [
        ((255, 0, 0), True),
        ((237, 28, 36), True),
        ((192, 0, 0), True),
        ((0, 0, 0), False),
        ((128, 128, 128), False),
        ((255, 255, 255), False),
        ((60, 0, 0), False),
        ((0, 0, 255), False),
        ((255, 200, 0), False),
    ],
)
def test_red(colour: tuple[int, int, int], expected: bool) -> None:
    assert is_red(*colour) is expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("\x02", "-"),
        ("\ufffe", "-"),
        ("\x00", "\ufffd"),
        ("\x1b", "\ufffd"),
        ("\x9b", "\ufffd"),
        ("\ud842", "\ufffd"),
        ("", "\ufffd"),
        ("\t", " "),
        ("\u3000", " "),
        ("\xa0", " "),
        ("县", "县"),
        ("ﬁ", "ﬁ"),
        ("⼾", "⼾"),
        ("\xad", "\xad"),
    ],
)
def test_visible(given: str, expected: str) -> None:
    assert visible(given) == expected


@pytest.mark.parametrize(("direction", "expected"), [(0, (10, 680)), (1, (120, 10)), (2, (490, 120)), (3, (680, 490))])
def test_turned(direction: int, expected: tuple[float, float]) -> None:
    assert turned(10, 120, direction, (0, 0, 500, 800)) == expected
