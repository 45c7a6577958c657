"""Document numbers: written forms, comparing, running text, and what users type."""

from __future__ import annotations

import contextlib
import re
import time
from itertools import pairwise

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from archive.number import Number, Pattern, bare, code_key, find, forms, gaps, longest, parse, pattern, reading

NINE = "云工办〔2024〕9号"

STANDARD = [
    ("云工办〔2024〕9号", NINE),
    ("云工办[2024]9号", NINE),
    ("云工办［2024］9号", NINE),
    ("云工办(2024)9号", NINE),
    ("云工办（2024）9号", NINE),
    ("云工办【2024】9号", NINE),
    ("云工办﹝2024﹞9号", NINE),
    ("云工办<2024>9号", NINE),
    ("云工办「2024」9号", NINE),
    ("云工办〔2024]9号", NINE),
    ("云工办(2024〕9号", NINE),
    ("云工办〔２０２４〕９号", NINE),
    ("云工办 〔 2024 〕 9 号", NINE),
    ("云 工 办 〔 2 0 2 4 〕 9 号", NINE),
    ("云工办\u3000〔2024〕\n9号", NINE),
    ("云工\n办〔2024〕9号", NINE),
    ("云\u200b工办〔2024\u00ad〕9号", NINE),
    ("云工办〔2024〕009号", NINE),
    ("云工办〔2024〕第9号", NINE),
    ("云工办〔2024〕第009號", NINE),
    ("云工办〔2024〕9", NINE),
    ("云工办〔2024年〕9号", NINE),
    ("〔2024〕云工办9号", NINE),
    ("云工办2024年9号", NINE),
    ("云工办2024年第9号", NINE),
    ("云工办2024-9号", NINE),
    ("云工办〔二〇二四〕九号", NINE),
    ("雲工辦〔2024〕9號", "雲工辦〔2024〕9号"),
    ("〔2024〕云工办字第9号", "云工办字〔2024〕9号"),
    ("云工办字〔2024〕第9号", "云工办字〔2024〕9号"),
    ("云工办〔2024〕字第9号", "云工办字〔2024〕9号"),
    ("云工办字第9号（2024年）", "云工办字〔2024〕9号"),
    ("云办发明电〔2020〕3号", "云办发明电〔2020〕3号"),
    ("云工办（女工）〔2024〕3号", "云工办（女工）〔2024〕3号"),
    ("青发〔96〕5号", "青发〔96〕5号"),
    ("青发〔2024〕9-1号", "青发〔2024〕9-1号"),
    ("〔2024〕9号", "〔2024〕9号"),
]

OTHERS = [
    ("令第12号", "order", "令第12号"),
    ("第12号令", "order", "第12号令"),
    ("第12号", "order", "第12号"),
    ("第七号令", "order", "第七号令"),
    ("第一〇二号", "order", "第一〇二号"),
    ("临溪市人民政府令第707号", "order", "临溪市人民政府令第707号"),
    ("临溪市人民政府第707号令", "order", "临溪市人民政府第707号令"),
    ("临溪市人民政府令（第七十八号）", "order", "临溪市人民政府令（第七十八号）"),
    ("中华人民共和国国务院令\n 第707号", "order", "中华人民共和国国务院令第707号"),
    ("中 华 人 民 共 和 国 国 务 院 令 第 ７０７ 号", "order", "中华人民共和国国务院令第707号"),
    ("临溪市水务局令2024年第7号", "order", "临溪市水务局令2024年第7号"),
    ("临溪市水务局2024年第7号令", "order", "临溪市水务局2024年第7号令"),
    ("2024年第7号", "announcement", "2024年第7号"),
    ("公告 2024年第7号", "announcement", "2024年第7号"),
    ("2024年第7号公告", "announcement", "2024年第7号"),
    ("临溪市水务局公告\n２０２４年第７号", "announcement", "2024年第7号"),
    ("〔2024〕3次", "minutes", "〔2024〕3次"),
    ("〔2024〕第3次", "minutes", "〔2024〕3次"),
    ("云工办纪要〔2024〕第3次", "minutes", "云工办纪要〔2024〕3次"),
    ("字第0960000001號", "traditional", "字第0960000001號"),
    ("雲教字第 0960000001 號", "traditional", "雲教字第0960000001號"),
    ("雲教學（六）字第1020000002B號", "traditional", "雲教學（六）字第1020000002B號"),
    ("雲勞2字第0990000001-1號", "traditional", "雲勞2字第0990000001-1號"),
    ("雲會人字第0960000001之1號", "traditional", "雲會人字第0960000001之1號"),
    ("雲航字第1040000001-A號", "traditional", "雲航字第1040000001-A號"),
    ("雲路字第093B000114號", "traditional", "雲路字第093B000114號"),
    ("雲漁字0940000001號", "traditional", "雲漁字0940000001號"),
    ("（89）雲環字第0004518號", "traditional", "（89）雲環字第0004518號"),
    ("雲(八九)內字第八九八四號", "traditional", "雲(八九)內字第八九八四號"),
    ("云公字第９号", "traditional", "云公字第9号"),
]

SAME = [
    ("雲教字第0960000001B號", "云教字第960000001b号"),
    ("临溪市人民政府令第七号", "临溪市人民政府第7号令"),
    ("临溪市人民政府令第一百零二号", "临溪市人民政府令第一〇二号"),
    ("临溪市人民政府令第一○二号", "临溪市人民政府令第102号"),
    ("中华人民共和国国务院令第12号", "国务院令（第十二号）"),
    ("雲會人字第0960000001之一號", "雲會人字第0960000001-1號"),
    ("青发〔96〕5号", "青发〔1996〕5号"),
    ("〔2024〕第3次", "（2024）3次"),
    ("云工办（女工）〔2024〕3号", "云工办(女工)[2024]03號"),
]

DIFFERENT = [
    ("云工办〔2024〕9号", "云工办〔2024〕19号"),
    ("云工办〔2024〕9号", "云工办〔2024〕90号"),
    ("云工办〔2024〕9号", "云工办〔2023〕9号"),
    ("云工办〔2024〕9号", "云工发〔2024〕9号"),
    ("云工办〔2024〕9号", "云工办字〔2024〕9号"),
    ("云工办〔2024〕9号", "云工办〔2024〕9-1号"),
    ("云工办〔2024〕3号", "云工办〔2024〕3次"),
    ("雲教字第0960000001號", "雲教字第0960000001B號"),
    ("雲教字第0960000001A號", "雲教字第0960000001B號"),
    ("（89）雲環字第0004518號", "雲環字第0004518號"),
]

NO_NUMBERS = ["令1〕",
    "", " ", "9", "9号", "2024", "2024年", "云工办", "云工办〔2024〕", "〔2024〕", "云工办〔2024〕号",
    "云工办〔24年〕9号", "2024年9月1日", "第9条", "根据云工办〔2024〕9号", "云工办12024年9号",
    "云工办〔2024〕9号文件", "云工办〔1824〕9号", "云工办〔2024〕9号、10号", "云工办第2024年9号",
    "雲水字第○○○○號", "云工办〔2024〕0号",
    "云工办〔33〕9号", "\x00", "\ud800", "云" * 10_000, "〔" * 10_000, "第" * 5_000 + "号",
]  # fmt: skip


@pytest.mark.parametrize(("written", "text"), STANDARD)
def test_reads_standard_numbers(written: str, text: str) -> None:
    number = parse(written)
    assert (str(number), number.form) == (text, "standard")
    assert parse(text) == number


@pytest.mark.parametrize(("written", "form", "text"), OTHERS)
def test_reads_orders_announcements_minutes_and_registry_numbers(written: str, form: str, text: str) -> None:
    number = parse(written)
    assert (number.form, str(number)) == (form, text)
    assert parse(text) == number


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_number(one: str, other: str) -> None:
    a, b = parse(one), parse(other)
    assert a == b and a.key == b.key and hash(a) == hash(b) and a.order == b.order and a.parts[:4] == b.parts[:4]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_numbers(one: str, other: str) -> None:
    a, b = parse(one), parse(other)
    assert a != b and a.key != b.key and a.order != b.order


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_says_so(text: str) -> None:
    with pytest.raises(ValueError, match="not a document number"):
        parse(text)


def test_parts_are_what_columns_hold() -> None:
    assert parse("雲工辦〔2024〕009號").parts == ("云工办", 2024, 9, "", "standard")
    assert parse("雲教學（六）字第1020000002B號").parts == ("云教学(六)字", None, 1020000002, "b", "traditional")
    assert parse("中华人民共和国国务院令第707号").parts == ("国务院令", None, 707, "", "order")
    assert parse("公告2024年第7号").parts == ("", 2024, 7, "", "announcement")
    assert code_key("中华人民共和国国务院令") == "国务院令"


def test_order_is_by_code_year_serial_and_suffix() -> None:
    row = [
        "云发〔2024〕1号", "云工办〔2023〕10号", "云工办〔2024〕2号", "云工办〔2024〕9号", "云工办〔2024〕9-2号",
        "云工办〔2024〕9-10号", "云工办〔2024〕10号",
    ]  # fmt: skip
    numbers = [parse(text) for text in row]
    assert sorted(numbers[3:] + numbers[:3]) == numbers
    assert all(a < b and b > a and a <= b and not b <= a for a, b in pairwise(numbers))
    assert parse(NINE) != NINE


def test_gaps() -> None:
    row = [
        "云工办〔2024〕2号",
        "雲工辦〔2024〕5號",
        "云工办〔2024〕5-1号",
        "青发〔2023〕1号",
        "令第9号",
        "云工办〔2024〕2次",
    ]
    assert gaps(map(parse, row)) == {("云工办", 2024): [1, 3, 4], ("云工办次", 2024): [1]}
    assert gaps([]) == {}


# -- running text --

RUNNING = [
    ("根据云工办〔2024〕9号文件", [NINE]),
    ("《关于春游的通知》（云工办〔1986〕97号）的要求", ["云工办〔1986〕97号"]),
    (
        "按照省政府办公厅云政办发〔2023〕5号、云政发〔2022〕1号、2号通知",
        ["云政办发〔2023〕5号", "云政发〔2022〕1号", "云政发〔2022〕2号"],
    ),
    ("云政发〔2022〕1、2、13号", ["云政发〔2022〕1号", "云政发〔2022〕2号", "云政发〔2022〕13号"]),
    ("云政发〔2022〕1号和〔2023〕5号", ["云政发〔2022〕1号", "云政发〔2023〕5号"]),
    ("云政发〔2022〕1号、2号楼", ["云政发〔2022〕1号"]),
    ("省总工会、财政厅和云工办〔2024〕9号", [NINE]),
    ("经云工办〔2024〕9号批准，由云工发〔2024〕8号印发", [NINE, "云工发〔2024〕8号"]),
    ("原云工办〔2024〕9号废止，我市临工发〔2024〕9号施行", [NINE, "临工发〔2024〕9号"]),
    ("云财〔2023〕8号和云教〔2024〕9号", ["云财〔2023〕8号", "云教〔2024〕9号"]),
    ("云财〔2023〕8号、和政办发〔2024〕3号", ["云财〔2023〕8号", "和政办发〔2024〕3号"]),
    ("和政办发〔2024〕3号", ["和政办发〔2024〕3号"]),
    ("临溪市总工会临工发〔2024〕9号", ["临工发〔2024〕9号"]),
    ("青禾县教育局、财政局财教〔2024〕9号", ["财教〔2024〕9号"]),
    ("云川省工会文件\n云工办〔2024〕9号　　　签发人：某某", [NINE]),
    ("关于修缮工会之家的通知\n云工办〔2024〕9号\n\n各市总工会：", [NINE]),
    ("云工\n办〔2024〕9号", [NINE]),
    ("云工办\n〔2024〕\n9号", [NINE]),
    ("云川省总工会 国 工 部 发 〔 2012 〕 2 1 号", ["国工部发〔2012〕21号"]),
    ("参照云工办2024年9号文执行", [NINE]),
    ("云工办〔2024〕9、云工发〔2024〕8", [NINE, "云工发〔2024〕8号"]),
    ("迁址的请示（〔1996〕云司字第82号）收悉", ["云司字〔1996〕82号"]),
    ("云政〔1973〕教字12号", ["教字〔1973〕12号"]),
    ("云发（86）97号", ["云发〔86〕97号"]),
    ("根据云工办（女工）〔2024〕3号", ["云工办（女工）〔2024〕3号"]),
    ("1994年1月28日中华人民共和国国务院令第142号发布", ["中华人民共和国国务院令第142号"]),
    ("中华人民共和国国务院令\n　第707号\n", ["中华人民共和国国务院令第707号"]),
    ("中华人民共和国\n国务院令\n第707号", ["中华人民共和国国务院令第707号"]),
    ("青禾县人民政府\n令\n第 12 号", ["青禾县人民政府令第12号"]),
    ("《青禾县渡口条例》（青禾县人民政府令第12号）", ["青禾县人民政府令第12号"]),
    ("青禾县人民政府令（第十二号）公布", ["青禾县人民政府令（第十二号）"]),
    ("由国务院以第535号令公布", ["第535号令"]),
    ("临溪市水务局公告\n2024年第7号\n", ["2024年第7号"]),
    ("（临溪市水务局公告2024年第7号）", ["2024年第7号"]),
    ("临溪市水务局2024年第7号公告", ["2024年第7号"]),
    ("临溪市水务局公告〔2024〕7号", ["临溪市水务局公告〔2024〕7号"]),
    ("青禾县人民政府常务会议纪要\n〔2024〕3次\n", ["青禾县人民政府常务会议纪要〔2024〕3次"]),
    ("\n〔2024〕3次\n", ["〔2024〕3次"]),
    ("雲川省水務局公告 \t 民國96年2月6日\n雲水字第0960000001號\n", ["雲水字第0960000001號"]),
    (
        "水務局104年8月31日雲水字第10400000001號函、雲水字第10400000002A號令",
        ["雲水字第10400000001號", "雲水字第10400000002A號"],
    ),
    ("民國91年3月8日臨溪民用水務局管法字第0007號", ["管法字第0007號"]),
    ("同日雲水字第0960000001號", ["雲水字第0960000001號"]),
    ("雲川水務局（87）雲水防字第87000001號", ["（87）雲水防字第87000001號"]),
    ("90.4.24.(90)雲水字第01229號", ["(90)雲水字第01229號"]),
]

SILENT = [
    "今年第9号台风", "住9号楼", "住宅（2024）9号楼", "（2024）3次会议", "2024年9月1号", "第十二届二次会议",
    "附件1〔2024〕9号", "《办法》（试行）〔2024〕9号", "电话：2024-9号", "专利号第200810123456号", "财务会计准则第28号",
    "（2024）云01民初9号", "建议第7240号的答复", "2024年第3期", "令人第9号", "〔2024〕9号",
]  # fmt: skip


@pytest.mark.parametrize(("text", "numbers"), RUNNING)
def test_finds_numbers_in_running_text(text: str, numbers: list[str]) -> None:
    found = find(text)
    assert [str(each.number) for each in found] == numbers
    assert all(text[each.start : each.end] == each.words for each in found)


@pytest.mark.parametrize("text", SILENT)
def test_finds_nothing_where_no_number_stands(text: str) -> None:
    assert find(text) == []


def test_a_number_does_not_reach_over_a_break() -> None:
    assert find("云工办\f〔2024〕9号") == []


@pytest.mark.parametrize(
    "piece",
    ["〔2024〕", "(", "字第1", "令 ", "令\n", "2024年第", "〔2024〕9号", NINE, "(1)字第12号",
     "第123456号", "第7号令", "苏 ", "中华人民共和国", "云工办〔2024〕1、", "2024年第7号 ", "(六)", "部云",
     "、2号", "和同并经", "〔2024〕" + "一" * 12],
)  # fmt: skip
def test_time_grows_with_the_length_alone(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    begun = time.process_time()
    find(text)
    assert time.process_time() - begun < 5


# -- what users type --

ASKED = [
    ("9", Pattern(None, "exact", None, 9, 9, "")),
    ("009", Pattern(None, "exact", None, 9, 9, "")),
    ("第9号", Pattern(None, "exact", None, 9, 9, "")),
    ("2024", Pattern(None, "exact", 2024)),
    ("2024年", Pattern(None, "exact", 2024)),
    ("〔2024〕", Pattern(None, "exact", 2024)),
    ("2024号", Pattern(None, "exact", None, 2024, 2024, "")),
    ("1800", Pattern(None, "exact", None, 1800, 1800, "")),
    ("2024 9", Pattern(None, "exact", 2024, 9, 9, "")),
    ("(2024)第009号", Pattern(None, "exact", 2024, 9, 9, "")),
    ("２０２４年９号", Pattern(None, "exact", 2024, 9, 9, "")),
    ("〔2024〕9", Pattern(None, "exact", 2024, 9, 9, "")),
    ("云工办2024第012号", Pattern("云工办", "exact", 2024, 12, 12, "")),
    ("9A", Pattern(None, "exact", None, 9, 9, "a")),
    ("1..20", Pattern(None, "exact", None, 1, 20, None)),
    ("〔2024〕3次", Pattern(None, "exact", 2024, 3, 3, "", "minutes")),
    ("公告2024年第7号", Pattern(None, "exact", 2024, 7, 7, "", "announcement")),
    ("云工办", Pattern("云工办", "prefix")),
    ("雲工", Pattern("云工", "prefix")),
    ("云工办2024", Pattern("云工办", "exact", 2024)),
    ("云工办 2024", Pattern("云工办", "exact", 2024)),
    ("云工办〔2024〕", Pattern("云工办", "exact", 2024)),
    ("云工办 9", Pattern("云工办", "exact", None, 9, 9, "")),
    ("云 工 办 9", Pattern("云工办", "exact", None, 9, 9, "")),
    ("云工办 2024 9", Pattern("云工办", "exact", 2024, 9, 9, "")),
    ("云工办 2024 年 9", Pattern("云工办", "exact", 2024, 9, 9, "")),
    ("云工办[2024]9号文件", Pattern("云工办", "exact", 2024, 9, 9, "")),
    ("云工办〔2024〕1..20", Pattern("云工办", "exact", 2024, 1, 20, None)),
    ("云工办〔2024〕1～20号", Pattern("云工办", "exact", 2024, 1, 20, None)),
    ("云工办〔2024〕1号至20号", Pattern("云工办", "exact", 2024, 1, 20, None)),
    ("云工办〔2024〕1-20号", Pattern("云工办", "exact", 2024, 1, 1, "-20")),
    ("国务院令第707号", Pattern("国务院令", "suffix", None, 707, 707, "")),
    ("中华人民共和国国务院令第707号", Pattern("国务院令", "suffix", None, 707, 707, "")),
    ("第707号令", Pattern("令", "suffix", None, 707, 707, "")),
    ("令第707号", Pattern("令", "suffix", None, 707, 707, "")),
    ("国务院令 707", Pattern("国务院令", "suffix", None, 707, 707, "")),
    ("国务院令", Pattern("国务院令", "suffix")),
    ("0960000001", Pattern(None, "exact", None, 960000001, 960000001, "")),
    ("字第0960000001號", Pattern("字", "suffix", None, 960000001, 960000001, "")),
    ("雲教學（六）字第1020000002B", Pattern("云教学(六)字", "exact", None, 1020000002, 1020000002, "b")),
]


@pytest.mark.parametrize(("typed", "asked"), ASKED)
def test_reads_what_users_type(typed: str, asked: Pattern) -> None:
    assert pattern(typed) == asked


@pytest.mark.parametrize(
    "typed",
    ["", " ", "a", "OR", "云工办 号", "9 10", "2023..2024", "20..1", "云工办[2024", "9号文件夹",
     "根据云工办〔2024〕9号", "云工办 女工 9", "云" * 10_000, "9" * 30, "\x00", "..", "第", "号"],
)  # fmt: skip
def test_refuses_what_it_cannot_read(typed: str) -> None:
    with pytest.raises(ValueError, match="not a document number"):
        pattern(typed)


MATCHES = [
    ("9", NINE, True),
    ("9", "云工办〔2024〕19号", False),
    ("9", "云工办〔2024〕90号", False),
    ("9", "云工办〔2024〕9-1号", False),
    ("9", "云教字第0000009号", True),
    ("云工", NINE, True),
    ("工办", NINE, False),
    ("云工办 9", NINE, True),
    ("云工 9", NINE, False),
    ("云工办〔2024〕1..20", "云工办〔2024〕9-1号", True),
    ("云工办〔2024〕10..20", NINE, False),
    ("2024", NINE, True),
    ("2023", NINE, False),
    ("〔2024〕9次", NINE, False),
    ("国务院令第707号", "中华人民共和国国务院令第707号", True),
    ("国务院令第707号", "国务院第七〇七号令", True),
    ("令第707号", "中华人民共和国国务院令第707号", True),
    ("第707号令", "临溪市人民政府令第707号", True),
    ("市人民政府令第707号", "临溪市人民政府令第707号", True),
    ("国务院令第70号", "中华人民共和国国务院令第707号", False),
    ("公告2024年第7号", "2024年第7号", True),
    ("公告2024年第7号", "云工办〔2024〕7号", False),
]


@pytest.mark.parametrize(("typed", "number", "fits"), MATCHES)
def test_matches(typed: str, number: str, fits: bool) -> None:
    assert pattern(typed).matches(parse(number)) is fits


@pytest.mark.parametrize(
    ("text", "end"),
    [("云工办 2024 9 女职工", 10), ("云工办〔2024〕9号)", 11), ("云工办〔2024〕9号 OR 通知", 11), ("9 -1", 1),
     ("云工办 2024 9 10", 10), ("云工办|通知", 3), ("云工办〔2024〕1 .. 20 x", 16), ("2024 9 月", 6),
     ("云工办 女职工", 3), ("(2024)第009号", 11), ("国 务 院 令 第 7 号", 13)],
)  # fmt: skip
def test_the_longest_value(text: str, end: int) -> None:
    found = longest(text, 0)
    assert found is not None and found[1] == end
    assert found[0] == pattern(text[:end])
    assert longest("x " + text, 2) == (found[0], end + 2)


@pytest.mark.parametrize("text", ["", "OR", "云工办[2024", ")"])
def test_no_value(text: str) -> None:
    assert longest(text, 0) is None


@pytest.mark.parametrize(
    ("text", "end"),
    [("云工办[2024]9号 女职工", 11), ("云工办〔2024〕9", 10), ("云工办 〔2024〕 9号", 13), ("国务院令第707号)", 9),
     ("雲教字第0960000001號", 15), ("〔2024〕9号", 8), ("2024年第7号", 8), ("2024年第7号公告", 10), ("云工办2024-9", 9),
     ("云工办〔2024〕9号文件", 13),
     ("２０２４年９号", 7), ("云工办2024年9号 通报", 10)],
)  # fmt: skip
def test_a_bare_number(text: str, end: int) -> None:
    assert bare(text, 0) == (pattern(text[:end]), end)


@pytest.mark.parametrize(
    "text",
    [
        "9",
        "9号",
        "云工办",
        "云工办 2024 9",
        "第9号",
        "2024",
        "2024-05",
        "云工办〔2024〕",
        "女职工",
    ],
)
def test_no_bare_number(text: str) -> None:
    assert bare(text, 0) is None


# -- the algebra --

codes = st.builds(
    lambda place, middle, ending: place + middle + ending,
    st.sampled_from("云临青苏川沪"),
    st.text("工教财政建卫农水", max_size=3),
    st.sampled_from(["发", "办", "函", "字", "办发", "电", "规", "（女工）"]),
)
serials = st.integers(1, 99_999)
years = st.integers(1949, 2099)
OPEN, CLOSE = "〔[［(（【﹝<「", "〕]］)）】﹞>」"
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
OLD = str.maketrans("临发财办云会务", "臨發財辦雲會務")


@st.composite
def standard(draw: st.DrawFn) -> Number:
    return parse(f"{draw(codes)}〔{draw(years)}〕{draw(serials)}号")


@st.composite
def registry(draw: st.DrawFn) -> Number:
    suffix = draw(st.sampled_from(["", "A", "B", "-1", "-12", "之1", "-A"]))
    group = draw(st.sampled_from(["", "（六）", "2"]))
    return parse(f"{draw(codes)}{group}字第{draw(serials):010d}{suffix}號")


@st.composite
def order(draw: st.DrawFn) -> Number:
    name = draw(st.sampled_from(["", "国务院", "中华人民共和国国务院", "临溪市人民政府"]))
    return parse(f"{name}令第{draw(serials)}号")


numbers = standard() | registry() | order() | st.builds(lambda y, n: parse(f"{y}年第{n}号"), years, serials)


@st.composite
def written(draw: st.DrawFn, number: Number) -> str:
    """A standard number in some written form."""
    code, year, serial = number.code, str(number.year), number.serial
    serial = "0" * draw(st.integers(0, 2)) + serial
    gap = draw(st.sampled_from(["", " ", "\u3000", "\n"]))
    first, last = draw(st.sampled_from(OPEN)), draw(st.sampled_from(CLOSE))
    bracketed = f"{first}{gap}{year}{gap}{last}"
    number_word = draw(st.sampled_from(["", "第"])) + gap + serial
    text = draw(
        st.sampled_from(
            [
                f"{code}{gap}{bracketed}{gap}{number_word}{gap}号",
                f"{code}{bracketed}{number_word}",
                f"{code}{year}年{number_word}号",
                f"{code}{year}-{serial}号",
                f"{gap.join(code)}{gap}{bracketed}{number_word}号",
            ]
        )
    )
    for table in (WIDE, OLD):
        text = text.translate(table) if draw(st.booleans()) else text
    return text


@given(st.data(), standard())
def test_every_written_form_reads_the_same(data: st.DataObject, number: Number) -> None:
    text = data.draw(written(number))
    assert parse(text) == number
    assert pattern(text).matches(number)


@given(numbers)
def test_round_trip(number: Number) -> None:
    assert parse(str(number)) == number
    assert str(parse(str(number))) == str(number)
    assert pattern(str(number)).matches(number)


@given(numbers, numbers, numbers)
@example(parse("〔2024〕3次"), parse("〔2024〕3号"), parse("2024年第3号"))
def test_keys_are_an_equivalence_and_order_is_total(a: Number, b: Number, c: Number) -> None:
    assert (a == b) == (a.key == b.key) == (a.order == b.order)
    assert (a < b) + (a == b) + (b < a) == 1
    if a <= b and b <= c:
        assert a <= c


@given(standard(), standard())
def test_a_complete_pattern_matches_its_number_alone(a: Number, b: Number) -> None:
    assert pattern(str(a)).matches(b) == (a == b)


@given(serials, numbers)
def test_a_plain_serial_is_never_part_of_another(serial: int, number: Number) -> None:
    assume(not 1900 <= serial <= 2099)
    assert pattern(str(serial)).matches(number) == (number.parts.serial == serial and number.parts.suffix == "")


BEFORE = [
    "根据",
    "《某某办法》（",
    "、",
    "\n",
    "",
    "云川省总工会办公室文件\n",
    "依照",
    "。按照",
    "：",
    "2024年3月5日",
    "以",
    "贯彻落实",
    "与",
    "；见",
]
AFTER = ["文件", "）精神", "，", "\n各市总工会：", "", "号召", "。", "的规定", "　签发人：某某"]


@given(st.sampled_from(BEFORE), standard(), st.sampled_from(AFTER), st.sampled_from(["", " ", "\n"]))
def test_finds_a_number_in_any_surroundings(before: str, number: Number, after: str, gap: str) -> None:
    body = f"{number.code}〔{number.year}〕{gap}{number.serial}{gap}号"
    found = find(before + body + after)
    assert [(each.number, each.words) for each in found] == [(number, body)]


@given(st.sampled_from(BEFORE), registry(), st.sampled_from(AFTER))
def test_finds_a_registry_number_in_any_surroundings(before: str, number: Number, after: str) -> None:
    assert [each.number for each in find(before + str(number) + after)] == [number]


NOISE = st.text("云工办发字第令公告号年次〔〕()（［2024９0123456789 \n\f、-之一十A字國務院") | st.text()


@given(NOISE)
def test_find_on_anything(text: str) -> None:
    found = find(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for each in found:
        assert text[each.start : each.end] == each.words != ""
        assert parse(str(each.number)) == each.number


@given(NOISE, st.integers(0, 20))
def test_anything_typed_is_read_or_refused(text: str, start: int) -> None:
    try:
        number = parse(text)
    except ValueError:
        assert not re.fullmatch(r"[云工办]+〔20[0-9]{2}〕[1-9][0-9]{0,3}号", text)
    else:
        assert parse(str(number)) == number and pattern(text).matches(number)
    for read in (longest, bare):
        found = read(text, start)
        assert found is None or (start < found[1] <= len(text) and found[0] == pattern(text[start : found[1]]))


@given(
    st.text("云工办发字第令公告号年次〔〕()2024 1..20至～-之一十A", min_size=1, max_size=12), st.integers(800, 9_000)
)
def test_ten_thousand_characters_take_no_time(piece: str, times: int) -> None:
    text = (piece * times)[:10_000]
    begun = time.process_time()
    for read in (parse, pattern):
        with contextlib.suppress(ValueError):
            read(text)
    longest(text, 0)
    bare(text, 0)
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("蘇工辦[2024]第009號", "苏工办〔2024〕9"),
        ("9", "9"),
        ("〔2024〕", "〔2024〕"),
        ("苏工办〔2024〕1..20", "苏工办〔2024〕1..20"),
    ],
)
def test_a_pattern_reads_as_it_is_written(typed: str, text: str) -> None:
    assert str(pattern(typed)) == text
    assert pattern(text) == pattern(typed)


@pytest.mark.parametrize(
    "number", ["云工办〔2024〕9号", "云川省总工会令\n第12号", "云教字第0960002761号", "云工办［2024］9"]
)
@pytest.mark.parametrize("apart", [0, 1, 149, 150, 151, 299, 300, 301, 2000])
def test_what_lies_far_from_numbers_changes_nothing(number: str, apart: int) -> None:
    around = "。" + "做好节水工作，" * (apart // 7) + "水" * (apart % 7) + "。\n"
    (alone,) = find(f"\n{number}\n")
    found = find(f"{around}{number}\n{around}{number}\n{around}")
    assert [each.number for each in found] == [alone.number] * 2
    assert [each.words for each in found] == [alone.words] * 2


@pytest.mark.parametrize(("needed", "pattern"), [(needed, pattern) for _form, needed, pattern in reading._FORMS])
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_no_number_lacks_what_its_form_needs(needed: str, pattern: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(pattern, fullmatch=True))
    assert {reading._LIKE.get(char, char) for char in text}.issuperset(needed)
    assert not set(text).isdisjoint(forms.NUMERALS)


@given(st.text(st.sampled_from("依据按照转发关于奉总统我国本省于五月年日同度号第办防a1〇"), max_size=6))
def test_a_code_begins_with_no_word_that_leads_up_to_one(code: str) -> None:
    leads = len(code) > 2 and re.match(forms.LEADS, code)
    written = re.search(forms.HAN, code) and set(code).isdisjoint("第号")
    assert forms.may_be_code(code) == (not code or bool(written and not leads))
