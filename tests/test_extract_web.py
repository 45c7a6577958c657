"""Web pages and saved pages: the notice and nothing around it, in any encoding, and what the publisher says of it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from archive.errors import Unreadable
from archive.extract import Document, read
from archive.parse import parse
from tests.corpora.pages import generate
from tests.corpora.pages.generate import NOTICES, TEMPLATES, page, saved

PAGES = list(generate.pages())


def reading(tmp_path: Path, data: bytes | str) -> Document:
    path = tmp_path / "file"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read(path)


def texts(document: Document) -> list[str]:
    return [line.text for page in document.pages for line in page.lines]


@pytest.mark.parametrize(("made", "data"), [each[1:] for each in PAGES], ids=[each[0] for each in PAGES])
def test_a_page_gives_its_notice_and_nothing_else(tmp_path: Path, made: generate.Made, data: bytes) -> None:
    found = texts(reading(tmp_path, data))
    assert "".join("".join(found).split()) == "".join("".join(made.truth).split())
    assert [each for each in made.body if each not in found] == []
    assert ["\t".join(row) for row in made.rows if "\t".join(row) not in found] == []


def test_all_templates_are_among_the_pages() -> None:
    assert {name.split("-")[1] for name, _, _ in PAGES} == {each.__name__ for each in TEMPLATES}
    assert len(PAGES) >= 25


@pytest.mark.parametrize("at", range(len(NOTICES)))
def test_its_fields_are_those_printed(tmp_path: Path, at: int) -> None:
    made = NOTICES[at]
    (notice,) = parse(reading(tmp_path, page(made, generate.portal)))
    assert (notice.title, notice.number, notice.issuers) == (made.title, made.number or None, [made.issuer])
    assert "索引号" not in notice.text.replace(" ", "")


@pytest.mark.parametrize(
    ("transfer", "charset", "encoding"),
    [("quoted-printable", "utf-8", "utf-8"), ("base64", "gbk", "gbk"), ("base64", "utf-8", "gbk called utf-8")],
)
def test_a_saved_page_is_its_root_part(tmp_path: Path, transfer: str, charset: str, encoding: str) -> None:
    data = page(NOTICES[0], generate.portal, encoding)
    document = reading(tmp_path, saved(data, transfer, charset))
    assert document.kind == "mhtml"
    assert texts(document) == texts(reading(tmp_path, data))


ADDRESSED, ASKED, CLOSED = "各乡镇人民政府：", "为做好春季植树工作，现将有关事项通知如下。", "请于月底前报送总结。"
SITE_LINES = [
    "来源：本站", "来源： 青禾县林业局 发布时间：2024-05-06 10:20", "信息来源：县政府办", "发布时间：2024-05-06",
    "责任编辑：王明", "编辑：王明", "上一篇：关于停水的通知", "下一条：无",
    "字号：大 中 小", "打印 关闭", "浏览次数：12",
]  # fmt: skip
OWN_LINES = [
    "来源：各乡镇上报的统计表", "发布时间：每月5日前", "责任编辑：由各单位信息员担任", "编辑：每期两人",
    "下一条规定不适用于临时用地", "主办单位：青禾县林业局", "技术支持：县农技站", "来源：市统计局。",
    "打印：A4纸，双面",
]  # fmt: skip
WRAPS = {
    "paragraphs": "<html><body><div>{}</div></body></html>",
    "article": "<html><body><div class=nav>"
    + generate.MENU
    + "</div><article>{}</article>"
    + generate.FOOT
    + "</body></html>",
    "loose": "<html><body>{}</body></html>",
}


def wrapped(way: str, *lines: str) -> str:
    return WRAPS[way].format("".join(f"<p>{line}</p>" for line in lines))


@pytest.mark.parametrize("line", OWN_LINES)
@pytest.mark.parametrize("way", WRAPS)
def test_a_line_of_the_notice_that_reads_as_the_sites_stays(tmp_path: Path, way: str, line: str) -> None:
    notice = ["关于春季植树的通知", ADDRESSED, ASKED, "一、栏目安排", line, CLOSED, "青禾县林业局", "2024年3月1日"]
    assert texts(reading(tmp_path, wrapped(way, *notice))) == notice
    broken = "".join(f"{each}<br>" for each in notice)
    assert texts(reading(tmp_path, WRAPS[way].format(f"<p>{broken}</p>"))) == notice


@pytest.mark.parametrize("line", SITE_LINES)
@pytest.mark.parametrize("way", WRAPS)
@pytest.mark.parametrize("place", ["above all", "below the title", "below all"])
def test_a_line_of_the_site_beside_the_notice_goes(tmp_path: Path, way: str, line: str, place: str) -> None:
    notice = ["关于春季植树的通知", "青政办发〔2024〕3号", ADDRESSED, ASKED, CLOSED, "青禾县林业局", "2024年3月1日"]
    at = {"above all": 0, "below the title": 1, "below all": len(notice)}[place]
    assert texts(reading(tmp_path, wrapped(way, *notice[:at], line, *notice[at:]))) == notice


def test_lines_of_the_site_around_two_lines_alike(tmp_path: Path) -> None:
    notice = ["关于信息报送的通知", ADDRESSED, ASKED, "来源：各科室", "责任编辑：各科室负责人", CLOSED]
    page = wrapped("article", notice[0], "来源：本站 发布时间：2024-05-06", *notice[1:], "责任编辑：王明", "打印 关闭")
    assert texts(reading(tmp_path, page)) == notice


LINES = [
    ("<p>一行<br>二行", ["一行", "二行"]),
    ("<p>中文\n中文 word\nword", ["中文中文 word word"]),
    ("<ol start=3><li>甲<li value=7>乙<li>丙</ol>", ["3. 甲", "7. 乙", "8. 丙"]),
    ("<ol type=A><li>甲</ol><ul><li>乙</ul>", ["A. 甲", "乙"]),
    ("<ol style='list-style:cjk-ideographic'><li>甲<li>乙</ol>", ["一、甲", "二、乙"]),
    ("<p>x<sup>2</sup> <s>旧</s><del>删</del><input value=填>", ["x2 旧"]),
    ("<p style='visibility:hidden'>看不见<b style='visibility:visible'>看得见</b>", ["看得见"]),
    ("<pre>一\n  二</pre>", ["一", "二"]),
    ("<table><tr><td>甲<td>乙<tr><td>丙<td>丁</table>", ["甲\t乙", "丙\t丁"]),
    ("<table><tr><td><p>甲<p>乙</table>", ["甲", "乙"]),
    ("<p>青 禾 县 总 工 会</p>", ["青禾县总工会"]),
    ("<p>a&#x1;bc&#xd800;", ["abc\ufffd"]),
]


@pytest.mark.parametrize(("markup", "lines"), LINES)
def test_lines(tmp_path: Path, markup: str, lines: list[str]) -> None:
    assert texts(reading(tmp_path, f"<html><body>{markup}")) == lines


LAYOUT = [
    ("<p align=right>青禾县人民政府", "indent", 21.0),
    ("<p style='text-align:center'>通知", "indent", 13.0),
    ("<p style='text-indent:2em'>正文", "indent", 2.0),
    ("<p style='text-indent:32pt;font-size:16pt'>正文", "indent", 2.0),
    ("<p>&nbsp;&nbsp;&#x3000;正文", "indent", 2.0),
    ("<p><font size=5>标题</font>", "size", 18.0),
    ("<p><span style='font-size:22pt'>标题</span>", "size", 22.0),
    ("<p><font color=#FF0000>文件</font>", "red", True),
    ("<p style='color:rgb(10,10,10)'>文件", "red", False),
]


@pytest.mark.parametrize(("markup", "name", "value"), LAYOUT)
def test_layout(tmp_path: Path, markup: str, name: str, value: object) -> None:
    (line,) = reading(tmp_path, f"<html><body>{markup}").pages[0].lines
    assert getattr(line, name) == value


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("<html><body>" + generate.MENU + generate.RELATED + generate.FOOT, "empty"),
        ("<html><body><ul>" + "<li><a href=1>关于植树的通知</a> 2024-01-05</li>" * 9, "empty"),
        ("<html><body><script>x</script>", "empty"),
        ("<html>" + "<div>" * 100_000, "damaged"),
        ("<html>" + "<br>" * 1_100_000, "too-large"),
        ("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n--a\n\nx\n--a--\n", "damaged"),
        ("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n" + "\n--a\n" * 5000, "damaged"),
    ],
)
def test_what_is_no_notice_is_refused(tmp_path: Path, data: str, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        reading(tmp_path, data)
    assert caught.value.reason == reason


def test_a_text_that_mentions_tags_stays_text(tmp_path: Path) -> None:
    assert reading(tmp_path, "关于网页规范的通知\n正文用 <p> 标签，不用 <table>。").kind == "text"


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_page_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(PAGES[seed % len(PAGES)][2])
    if seed % 3 == 0:
        data = bytearray(saved(bytes(data), ("base64", "quoted-printable")[seed % 2]))
    for _ in range(chance.randrange(1, 40)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    if seed % 4 == 0:
        del data[chance.randrange(len(data)) :]
    try:
        document = reading(tmp_path, bytes(data))
    except Unreadable:
        return
    assert all(line.text.strip() for line in document.pages[0].lines)
    parse(document)


TABLE = dict(generate.facts(NOTICES[1]))
SAID = {
    "number": TABLE["发文字号"],
    "date": TABLE["成文日期"],
    "issuers": TABLE["发文机关"],
    "title": TABLE["标　　题"],
}


@pytest.mark.parametrize("template", [generate.portal, generate.modern, generate.blanks])
def test_the_publishers_table_is_evidence(tmp_path: Path, template: object) -> None:
    assert reading(tmp_path, page(NOTICES[1], template)).given == SAID  # type: ignore[arg-type]


GIVEN = [
    ("<p>请各单位抓紧落实，按时上报。</p>", "青政办发〔2024〕18号", "2024-06-11", True),
    (
        "<p>云政发〔2020〕1号</p><p>请各单位抓紧落实，按时上报。</p><p>云岭市教育局</p><p>2020年5月6日</p>",
        "云政发〔2020〕1号",
        "2020-05-06",
        False,
    ),
]


@pytest.mark.parametrize(("body", "number", "date", "taken"), GIVEN)
def test_printed_values_win(tmp_path: Path, body: str, number: str, date: str, taken: bool) -> None:
    html = f"<html><body>{generate._grid(NOTICES[1])}<h1>关于加强防汛工作的通知</h1><div>{body}</div>"
    (notice,) = parse(reading(tmp_path, html))
    assert (notice.number, notice.date) == (number, date)
    rules = {each.field for each in notice.evidence if each.rule == "publisher-table" and not each.sure}
    assert ({"number", "date"} <= rules) is taken
