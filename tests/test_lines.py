"""Lines: page marks, wrapped lines joined to paragraphs, letter-spaced names closed up."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.extract.document import Line, Page
from archive.extract.lines import close_up, join, page_mark, settled_marks
from archive.extract.plain import read_text

MARKS = [
    ("— 1 —", 1), ("－1－", 1), ("-1-", 1), ("- 12 -", 12), ("—１２—", 12), ("– 3 –", 3), ("~4~", 4), ("· 5 ·", 5),
    ("-- 6 --", 6), ("第 1 页", 1), ("第1页 共3页", 1), ("第1页，共3页", 1), ("第１頁／共３頁", 1), ("共3页 第2页", 2),
    ("第二页", 2), ("第十二页", 12), ("第二十页", 20), ("第一〇页", 10), ("Page 2 of 3", 2), ("  — 7 —　", 7),
    ("第 2 页（共 5 页）", 2),
]  # fmt: skip
NO_MARKS = [
    "1",
    "2024",
    "（1）",
    "1.",
    "- 1",
    "1 -",
    "第1条",
    "第1页内容",
    "一、",
    "-1-2-",
    "— 12345 —",
    "——",
    "2-1",
    "",
    "-5℃-",
]


@pytest.mark.parametrize(("text", "number"), MARKS)
def test_a_page_mark_gives_its_number(text, number):
    assert page_mark(text) == number


@pytest.mark.parametrize("text", NO_MARKS)
def test_what_is_no_page_mark(text):
    assert page_mark(text) is None


@pytest.mark.parametrize(
    ("pages", "settled"),
    [
        ([["甲", "1"], ["乙", "2"]], {(0, 1): 1, (1, 1): 2}),
        ([["1", "甲"], ["2", "乙"]], {(0, 0): 1, (1, 0): 2}),
        ([["甲", "7"], ["乙", "8"]], {(0, 1): 7, (1, 1): 8}),
        ([["甲", "2024"], ["乙"]], {}),
        ([["甲", "2024"], ["乙", "2024"]], {}),
        ([["甲"], ["乙", "2"]], {(1, 1): 2}),
        ([["甲", "5", "乙"], ["丙", "6", "丁"]], {}),
        ([["1", "甲", "1"], ["乙", "2"]], {(0, 2): 1, (1, 1): 2}),
        ([[], ["甲", "2"]], {(1, 1): 2}),
        ([["甲", "12345"], ["乙", "12346"]], {}),
    ],
)
def test_bare_numbers_are_page_marks_only_in_step(pages, settled):
    assert settled_marks(pages) == settled


@pytest.mark.parametrize(
    ("printed", "closed"),
    [
        ("云 川 省 总 工 会", "云川省总工会"),
        ("云　川　省　总　工　会", "云川省总工会"),
        ("青   禾   县", "青禾县"),
        ("青 禾 县 粮 食 应 急 预 案", "青禾县粮食应急预案"),
        ("许 安  孟 平", "许安  孟平"),
        ("中 共 青 禾 县 委  青 禾 县 人 民 政 府", "中共青禾县委  青禾县人民政府"),
        ("关 于 开 展 2024 年 检 查 的 通 知", "关于开展2024年检查的通知"),
        ("2 0 2 4 年 5 月 9 日", "2024年5月9日"),
        ("青 禾 县 政 府 办 公 室    2024年5月9日印发", "青禾县政府办公室    2024年5月9日印发"),
        ("序号\t工 作 单 位\t备 注", "序号\t工作单位\t备 注"),
        ("雲 川 省 議 會", "雲川省議會"),
    ],
)
def test_letter_spaced_names_are_closed_up(printed, closed):
    assert close_up(printed) == closed


@pytest.mark.parametrize(
    "printed",
    [
        "部　长", "第　九　條", "第 九 条", "第　一　章　　總　則", "部　　長　王　安", "部　長　林　平",
        "县　　长　许望安", "年　　月　　日", "韩　正", "通 知", "一 二 三 四", "许望安　孟 平　李小禾",
        "主　　旨：公告本省要點", "说　　　　明", "各县 各乡 各镇", "请 各单位 于 5月 前 报送", "A B C D", "1 2 3 4",
        "我敢闯 我会创", "甲 乙 丙", "", "云", "a\tb\tc",
    ],
)  # fmt: skip
def test_other_blanks_stay(printed):
    assert close_up(printed) == printed


@given(st.text(alphabet="青禾县总工会 　\t19年日第条AB（）", max_size=40))
def test_closing_up_takes_nothing_but_blanks_and_is_done_at_once(text):
    closed = close_up(text)
    assert re.sub(r"\s", "", closed) == re.sub(r"\s", "", text)
    assert len(closed) <= len(text)


def joins(text):
    """The lines of a text, each after + where it joins the one before."""
    document = read_text(text.encode())
    return ["+" * line.joins + line.text for page in document.pages for line in page.lines]


LONG = "　　入夏以来，我县持续高温，部分企业户外作业人员较多，安全生产形势严峻，县安委会牵"
REST = "头组织应急、人社等部门，对全县安全生产管理人员进行培训。"
HEADS = [
    "云川省总工会", "临工办〔2023〕17号", "临工办[2023]17号", "雲教學字第0980004321號",
    "关于做好防暑降温工作的通知", "各县（区）总工会，各产业工会：", "一、提高认识，加强领导。",
    "（一）提高认识，加强领导。", "1. 提高认识，加强领导。", "1、提高认识，加强领导。", "①提高认识，加强领导。",
    "第三条　提高认识，加强领导。", "附件：1. 名单，2. 表格。", "2023年6月19日", "中華民國98年4月7日",
    "二〇二三年六月十九日", "抄送：县委办，县政府办。", "（此件公开发布，不另行文。）", "　　另起一段，也不相接。",
    "联系人：许望安，电话。",
]  # fmt: skip


@pytest.mark.parametrize("cut", ["\n\n", "\n\f", "\n— 1 —\n", "\n\n— 1 —\n\n", "\n第1页 共2页\n"])
def test_a_sentence_cut_by_a_break_is_whole_again(cut):
    end = "\n— 2 —\n" if "1" in cut else "\n"
    assert joins(f"{LONG}{cut}{REST}{end}")[1] == "+" + REST


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("cut", ["\n\n", "\n— 1 —\n\n"])
def test_a_head_after_a_break_stands_alone(head, cut):
    assert joins(f"{LONG}{cut}{head}\n{REST}\n— 2 —")[1] == head.strip("　")


@pytest.mark.parametrize(
    "text",
    [
        f"{LONG}。\n\n{REST}",
        f"{LONG}\n{REST}",
        f"短句，没有\n\n{REST}",
        f"　　关于做好全县夏季防暑降温和安全生产管理人员培训有关工作的通知\n\n{REST}",
        f"{LONG}\n— 1 —\n{REST}\n— 3 —",
        f"{LONG}\n— 1 —\n{REST}\n— 1 —",
        f"{LONG}\n— 1 —\n{REST}",
        f"{LONG}，电话：7788\n\n{REST}",
    ],
    ids=[
        "ended",
        "no break",
        "short",
        "title",
        "page missing",
        "pages begin anew",
        "no mark after it",
        "number at its end",
    ],
)
def test_what_may_be_another_paragraph_is_left_apart(text):
    assert not any(line.startswith("+") for line in joins(text))


WRAPPED = """　　　　　　关于加强城市供水管理的通知

各县（区）水务局，各供水企业，局机关各科室、局属
各单位：
　　近期，部分地区出现供水压力不足的情况，影响了群
众的正常生活。为切实加强城市供水管理，保障供水安全
，现就有关事项通知如下：
　　一、提高认识。各单位要充分认识供水工作的重要性
，把保障供水放在突出位置，认真落实各项措施。
　　二、加强巡查。供水企业应当每日巡查管网，发现问
题2小时内处理；情况严重的，立即向市水务局报告。
附件：巡查记录表
　　　　　　　　　　　　　　　　临溪市水务局
　　　　　　　　　　　　　　　　2022年7月4日
"""


def test_hard_wrapped_lines_are_joined_and_heads_are_not():
    assert [line for line in joins(WRAPPED) if line.startswith("+")] == [
        "+各单位：",
        "+众的正常生活。为切实加强城市供水管理，保障供水安全",
        "+，现就有关事项通知如下：",
        "+，把保障供水放在突出位置，认真落实各项措施。",
        "+题2小时内处理；情况严重的，立即向市水务局报告。",
    ]


@pytest.mark.parametrize("mark", ["\f", "\n— 1 —\n\n", "\n\n"])
def test_a_wrapped_paragraph_goes_on_over_a_page_break(mark):
    before, _, after = WRAPPED.partition("众的正常")
    assert "+众的正常生活。为切实加强城市供水管理，保障供水安全" in joins(
        before + mark.lstrip("\n") + "众的正常" + after
    )


def test_a_wrapped_text_without_indents_is_parted_by_its_blank_lines():
    blocks = WRAPPED.replace("　　一、", "\n各级").replace("　　二、", "\n各级").replace("　　近期", "\n近期")
    found = joins(blocks)
    assert "各级提高认识。各单位要充分认识供水工作的重要性" in found
    assert "+，把保障供水放在突出位置，认真落实各项措施。" in found


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"许望安　青禾县农机局科员　第{n}组　优秀等次" for n in range(12)),
        "\n".join(["　　现就有关事项通知如下，请认真执行。"] * 12),
        "\n".join(["级距", "96,601元至101,100元", "101,100元"] * 12),
    ],
    ids=["list of names", "paragraphs of one width", "table"],
)
def test_lines_of_one_width_are_not_yet_wrapped_text(text):
    assert not any(line.startswith("+") for line in joins(text))


def printed(*lines):
    """Lines of PDF pages: (text, indent, right, more); None turns the page."""
    pages = [Page(1, mark=1)]
    for each in lines:
        if each is None:
            pages.append(Page(len(pages) + 1, mark=len(pages) + 1))
            continue
        text, indent, right, more = each
        values = {"size": 16.0, "left": 0.12 + indent * 0.027, **more}
        pages[-1].lines.append(Line(text, len(pages[-1].lines) + 1, indent=indent, right=right, **values))
    join(pages)
    return [line.text for page in pages for line in page.lines if line.joins]


BODY = "近期部分地区出现供水压力不足的情况影响了群众的正常生活为"
FULL = (BODY, 0.0, 0.876, {})
INDENTED = (BODY[:26], 2.0, 0.876, {})


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ([INDENTED, FULL, ("此通知。", 0.0, 0.22, {})], [BODY, "此通知。"]),
        ([INDENTED, None, FULL], [BODY]),
        ([INDENTED, None, (BODY[:9], 0.0, 0.36, {})], []),
        ([INDENTED, None, (BODY[:27] + "，", 0.0, 0.876, {})], [BODY[:27] + "，"]),
        ([("短", 2.0, 0.2, {}), FULL, FULL], [BODY]),
        ([FULL, INDENTED], []),
        ([("标题" * 14, 0.0, 0.876, {"size": 22.0}), FULL, FULL], [BODY]),
        (
            [("标题" * 14, 0.0, 0.876, {"size": 22.0}), ("标题" * 14, 0.2, 0.876, {"size": 22.0}), FULL, FULL, FULL],
            [BODY] * 2,
        ),
        ([("云川省人民政府办公厅文件" * 2, 0.0, 0.876, {"red": True}), FULL, FULL], [BODY]),
        ([("甲\t乙" * 9, 0.0, 0.876, {"row": True}), ("甲\t乙" * 9, 0.0, 0.876, {"row": True}), FULL], []),
        ([(BODY[:26] + "a", 0.0, 0.84, {}), FULL, FULL], [BODY] * 2),
        ([FULL, ("2023", 0.0, 0.17, {}), INDENTED], ["2023"]),
        ([FULL, ("临水发〔2022〕5号", 0.0, 0.3, {}), INDENTED], []),
    ],
)
def test_printed_lines_join_by_the_right_margin(lines, joined):
    assert printed(*lines) == joined


def test_a_page_of_no_lines_parts_paragraphs():
    pages = [Page(1, [Line(LONG.strip("　"), 1)]), Page(2), Page(3, [Line(REST, 1)])]
    join(pages)
    assert not pages[2].lines[0].joins


def test_joining_twice_changes_nothing():
    pages = read_text(WRAPPED.encode()).pages
    first = [[line.joins for line in page.lines] for page in pages]
    join(pages)
    assert [[line.joins for line in page.lines] for page in pages] == first
