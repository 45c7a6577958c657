"""What holds for every document: nothing lost, nothing twice, never an exception; and evidence and text of a notice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.extract.document import Document, Line, Page
from archive.extract.plain import read_text
from archive.notice import FIELDS, Notice, from_data, to_data
from archive.parse import parse
from archive.text import units

PIECES = [
    *("云川省总工会", "云川省总工会文件", "云工办〔2024〕9号", "云工办〔2024〕", "9号", "第12号", "云川省人民政府令"),
    *("关于表彰先进集体的决定", "关于转发《关于规范收费的通知》的通知", "各市总工会，各产业（行、局）工会："),
    *("云川省财政厅　云川省教育厅", "2024年3月5日", "二〇二四年三月五日", "（此件公开发布）", "（第一批）", "附件"),
    *("附件1", "附件：1.名单", "2.表格", "抄送：省委办公厅。", "云川省总工会办公室　2024年3月6日印发", "机密★1年"),
    *("特急", "000012", "签发人：陈望舒", "省长　　沈青山", "部　　長　林遠", "雲川部令 \t  中華民國92年10月1日"),
    *("雲字第0920751421號", "主　　旨：公告修正管制區。", "现将有关事项通知如下。", "一、总体要求", "Top", "下一頁"),
    *(
        "请认真贯彻执行，遇到问题及时报告。",
        "第一条　为了加强管理，制定本办法。",
        "序号\t名称\t数量",
        "）",
        "：",
        "、，",
    ),
    *("《》", "関係a b 12", "\u200b", "\f", "\ud800", "𠮷野家", "年月日", "第号", "〔〕号"),
]

TEXTS = st.one_of(
    st.sampled_from(PIECES),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map("".join),
    st.text(min_size=1, max_size=40),
    st.text(
        alphabet="〔〕（）()《》「」、，。：:；号號第次年月日的关于通知0123456789一二〇 \u3000\t民國",
        min_size=1,
        max_size=60,
    ),
)
LINES = st.builds(
    Line,
    text=TEXTS,
    number=st.integers(1, 99),
    joins=st.booleans(),
    indent=st.sampled_from([0.0, 2.0, 9.0, 20.0]),
    gap=st.sampled_from([0.0, 1.0, 3.0]),
    size=st.sampled_from([None, 16.0, 22.0, 60.0]),
    red=st.sampled_from([None, True, False]),
    left=st.sampled_from([None, 0.13, 0.5]),
    right=st.sampled_from([None, 0.4, 0.87]),
    row=st.sampled_from([False, False, False, True]),
)
PAGES = st.lists(st.tuples(st.lists(LINES, max_size=14), st.sampled_from([None, None, 1, 2, 3])), max_size=4)
DOCUMENTS = PAGES.map(
    lambda pages: Document("pdf", [Page(at, lines, mark) for at, (lines, mark) in enumerate(pages, 1)], "made up")
)


def visible(text: str) -> str:
    return "".join(text.split())


def in_printed_order(notices: list[Notice], document: Document) -> list[str]:
    """The lines of the notices put back to where they stood, by what Notice.lines says."""
    pieces: dict[tuple[int, int, int], str] = {}
    for notice in notices:
        ends = [entry[0] for entry in notice.lines[1:]] + [len(notice.text)]
        for (start, page, line), end in zip(notice.lines, ends, strict=True):
            key = (page, line, sum(1 for other in pieces if other[:2] == (page, line)))
            pieces[key] = visible(notice.text[start:end])
    return [pieces[key] for key in sorted(pieces)]


@given(DOCUMENTS)
@settings(max_examples=300, deadline=None)
def test_every_character_stands_in_exactly_one_notice(document: Document) -> None:
    for page in document.pages:
        for at, line in enumerate(page.lines, 1):
            line.number = at
    found = parse(document, "云工办〔2024〕9号.txt")
    printed = [visible(line.text) for page in document.pages for line in page.lines]
    assert [piece for piece in in_printed_order(found, document) if piece] == [piece for piece in printed if piece]
    assert bool(found) == any(page.lines for page in document.pages)


@given(DOCUMENTS)
@settings(max_examples=150, deadline=None)
def test_no_unit_is_lost_or_made_where_lines_meet(document: Document) -> None:
    """Joining keeps the units of each line; only digits at a line's end and the next one's start may be one number."""
    for page in document.pages:
        for line in page.lines:
            line.text = line.text.replace("\f", "")
    found = parse(document)
    printed = [unit for page in document.pages for line in page.lines for unit in units(line.text)]
    held = [unit for notice in found for unit in units(notice.text) if unit != "\f"]
    assert sorted(apart(held)) == sorted(apart(printed))


def apart(row: list[str]) -> list[str]:
    return [piece for unit in row for piece in (unit if unit[0].isdigit() else [unit])]


@given(DOCUMENTS)
@settings(max_examples=150, deadline=None)
def test_notices_are_plain_data_with_places(document: Document) -> None:
    found = parse(document)
    pages = {page.number for page in document.pages}
    for at, notice in enumerate(found, 1):
        assert notice.position == at
        assert notice.wrapper is None or notice.wrapper < at
        assert from_data(to_data(notice)) == notice
        assert [entry[0] for entry in notice.lines] == sorted(entry[0] for entry in notice.lines)
        assert {entry[1] for entry in notice.lines} <= pages
        for name in FIELDS:
            value = getattr(notice, name)
            said = [each.value for each in notice.evidence if each.field == name and each.page]
            assert said == (value if isinstance(value, list) else [] if value is None else [value])


def test_a_document_without_lines_holds_no_notice() -> None:
    assert parse(Document("pdf", [Page(1), Page(2)])) == []
    assert parse(Document("text", [])) == []


TEXT = """云川省总工会文件
云工办〔2024〕9号

关于开展全省职工
技能竞赛活动的通知

各市总工会：
根据《云川省职工条例》和《关于加强技能培训的意见》（云工发〔2023〕5号）要求，现就有关事项
通知如下。云工函〔2022〕3号同时废止。

云川省总工会
2024年3月5日
"""


def test_text_title_and_lines() -> None:
    document = read_text(TEXT.encode())
    document.pages[0].lines[6].joins = True
    notice = parse(document)[0]
    assert notice.text.split("\f") == [
        "云川省总工会文件\n云工办〔2024〕9号",
        "关于开展全省职工技能竞赛活动的通知",
        "各市总工会：\n根据《云川省职工条例》和《关于加强技能培训的意见》（云工发〔2023〕5号）要求，现就有关事项"
        "通知如下。云工函〔2022〕3号同时废止。\n云川省总工会\n2024年3月5日",
    ]
    assert notice.place(notice.text.index("技能竞赛")) == (1, 5)
    assert notice.place(notice.text.index("通知如下")) == (1, 9)
    assert notice.place(len(notice.text)) == (1, 12)
    assert (notice.source.page_from, notice.source.page_to) == (1, 1)


def test_citations_pair_title_and_number() -> None:
    notice = parse(read_text(TEXT.encode()))[0]
    assert [(each.title, each.number) for each in notice.cites] == [
        ("云川省职工条例", None),
        ("关于加强技能培训的意见", "云工发〔2023〕5号"),
        (None, "云工函〔2022〕3号"),
    ]


def test_evidence_says_where_and_how_sure() -> None:
    notice = parse(read_text(TEXT.encode()))[0]
    said = {each.field: each for each in notice.evidence}
    assert (said["number"].page, said["number"].line, said["number"].words) == (1, 2, "云工办〔2024〕9号")
    assert (said["title"].line, said["title"].words) == (4, "关于开展全省职工 技能竞赛活动的通知")
    assert said["date"].line == 12
    assert said["issuers"].rule == "masthead"
    assert all(each.sure for each in notice.evidence)


def test_a_number_in_the_file_name_is_a_hint_and_never_the_number() -> None:
    text = "关于开放阅览室的通知\n阅览室每天开放，欢迎读者前来阅读。\n"
    notice = parse(read_text(text.encode()), "青图〔2024〕3号 关于开放阅览室的通知.txt")[0]
    assert notice.number is None
    hints = [each for each in notice.evidence if each.field == "number"]
    assert [(each.value, each.page, each.rule, each.sure) for each in hints] == [
        ("青图〔2024〕3号", 0, "file-name", False)
    ]
