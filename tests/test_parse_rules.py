"""The rules of the parser one by one, as tables; and pages whose lines say how large and where they are set."""

from __future__ import annotations

import time

import pytest

from archive.extract.document import Document, Line, Page
from archive.extract.plain import read_text
from archive.notice import Notice
from archive.parse import addressees, citations, dates, issuers, kinds, masthead, names, parse, title
from archive.parse.rows import Row


def row(text: str) -> Row:
    return Row(0, 1, None, True, Line(text, 1), text, names.close(text))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年1月5日", "2024-01-05"),
        ("２０２４年１月５日", "2024-01-05"),
        ("2024 年 1 月 5 日", "2024-01-05"),
        ("2024.1.5", "2024-01-05"),
        ("2024-01-05", "2024-01-05"),
        ("二〇二四年一月五日", "2024-01-05"),
        ("二○○九年十月二十一日", "2009-10-21"),
        ("二OO八年四月二日", "2008-04-02"),
        ("二零一九年十二月三十一日", "2019-12-31"),
        ("一九九六年六月廿九日", "1996-06-29"),
        ("中華民國102年2月20日", "2013-02-20"),
        ("中華民國一百零二年二月二十日（補登）", "2013-02-20"),
        ("民國94年1月5日", "2005-01-05"),
        ("（2024年1月5日）", "2024-01-05"),
        ("2024年1月5日（公章）", "2024-01-05"),
        ("2024年2月30日", None),
        ("2024年13月1日", None),
        ("94年1月5日", None),
        ("2024年1月", None),
        ("自2024年1月5日起施行", None),
        ("2024年1月5日至2024年1月9日", None),
        ("192.168.1.1", None),
        ("年月日", None),
    ],
)
def test_dates(text: str, day: str | None) -> None:
    assert dates.whole(text) == day


@pytest.mark.parametrize(
    ("said", "each"),
    [
        ("各设区市总工会、各产业（行、局、企业）工会：", ["各设区市总工会", "各产业（行、局、企业）工会"]),
        (
            "各省、自治区、直辖市人民政府，国务院各部委、各直属机构：",
            ["各省、自治区、直辖市人民政府", "国务院各部委", "各直属机构"],
        ),
        ("云川省、溪南省、白石省人民政府：", ["云川省、溪南省、白石省人民政府"]),
        ("云川、溪南省人民政府，北岭、东港军区：", ["云川、溪南省人民政府", "北岭、东港军区"]),
        ("教育部、财政部、体育总局：", ["教育部", "财政部", "体育总局"]),
        ("云川省人民政府，教育部、外交部：", ["云川省人民政府", "教育部", "外交部"]),
        ("各学院、处（室、部、馆），各直附属单位：", ["各学院", "处（室、部、馆）", "各直附属单位"]),
        ("各市、县（市、区）教育局，省属各高校：", ["各市、县（市、区）教育局", "省属各高校"]),
        ("各市（州）档案局、财政局、大数据管理局：", ["各市（州）档案局、财政局、大数据管理局"]),
        ("各县（区）林业局、水利局、市场监管局，县气象局：", ["各县（区）林业局、水利局、市场监管局", "县气象局"]),
        ("省直管县（市）统计局、市政园林局：", ["省直管县（市）统计局、市政园林局"]),
        ("青禾县林业局、水利局、市政府办公室：", ["青禾县林业局、水利局", "市政府办公室"]),
        ("市林业局、市水利局，各区林业局、区水利局：", ["市林业局", "市水利局", "各区林业局", "区水利局"]),
        ("各县（区）委、人民政府，市直各单位：", ["各县（区）委、人民政府", "市直各单位"]),
        ("驻临各高等学校、职业院校：", ["驻临各高等学校", "职业院校"]),
        ("主送：各市民政局；厅直各单位。", ["各市民政局", "厅直各单位"]),
        ("抄送：省委办公厅，省政协办公厅。", ["省委办公厅", "省政协办公厅"]),
        ("共青团各省、自治区、直辖市委，全国铁道团委：", ["共青团各省、自治区、直辖市委", "全国铁道团委"]),
        ("各乡镇、街道：", ["各乡镇", "街道"]),
        ("：", []),
    ],
)
def test_addressees_one_by_one(said: str, each: list[str]) -> None:
    assert addressees.split(said) == each


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("关于做好防汛工作的紧急通知", "通知"),
        ("关于促进就业的若干意见", "意见"),
        ("关于印发《暂行办法》的通知（第一批）", "通知"),
        ("关于科技节水建议的复函", "函"),
        ("对第45号建议的答复", "函"),
        ("云川省人民政府令", "令"),
        ("常务会议纪要", "纪要"),
        ("關於公告事項的公告", "公告"),
        ("關於修正的決定", "决定"),
        ("临溪市城市管理办法", None),
        ("致全市职工的慰问信", None),
    ],
)
def test_kinds(words: str, kind: str | None) -> None:
    assert kinds.kind(words) == kind


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("云川省总工会文件", ["云川省总工会"]),
        ("云 川 省 总 工 会 文 件", ["云川省总工会"]),
        ("云川省财政厅　云川省教育厅", ["云川省财政厅", "云川省教育厅"]),
        ("云川省财政厅、云川省教育厅", ["云川省财政厅", "云川省教育厅"]),
        ("临溪市疾病预防控制中心（市卫生监督所）", ["临溪市疾病预防控制中心（市卫生监督所）"]),
        ("临溪市国防教育办公室下发文件", ["临溪市国防教育办公室"]),
        ("云川省财政厅、", []),
        ("一份公文文件", []),
        ("各市总工会", []),
        ("关于表彰先进工会", []),
        ("现将有关通知印发给工会", []),
    ],
)
def test_names_on_a_line(line: str, found: list[str]) -> None:
    assert names.names(line) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("云川省人民政府令", ["云川省人民政府"]),
        ("云川省教育厅令第5号", ["云川省教育厅"]),
        ("云川省财政厅公告", ["云川省财政厅"]),
        ("临溪市人民政府常务会议纪要", ["临溪市人民政府"]),
        ("云川省财政厅文件　云财〔2024〕5号", ["云川省财政厅"]),
        ("河　　港　　部令", ["河港部"]),
        ("行政院溪流署 \t  中華民國102年2月20日（補登）", ["行政院溪流署"]),
        ("发电单位：云川省人民政府办公厅", ["云川省人民政府办公厅"]),
    ],
)
def test_names_in_a_masthead_line(line: str, found: list[str]) -> None:
    assert masthead.masthead_names(row(line)) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("000012", {"copy_number": "000012"}),
        ("机密★1年", {"secrecy": "机密★1年"}),
        ("绝密", {"secrecy": "绝密"}),
        ("特 急", {"urgency": "特急"}),
        ("000012　机密★1年　特急", {"copy_number": "000012", "secrecy": "机密★1年", "urgency": "特急"}),
        ("签发人：陈望舒　林远山", {"signer": "陈望舒、林远山"}),
        ("涉及国家秘密", {}),
        ("秘密文件应当妥善保管", {}),
        ("特急事项立即报告", {}),
        ("2024", {}),
    ],
)
def test_marks_stand_alone_on_their_line(line: str, found: dict[str, str]) -> None:
    assert masthead.marks(row(line)) == found


@pytest.mark.parametrize(
    ("head", "signature", "title_names", "imprint", "chosen"),
    [
        (["云川省总工会"], ["云川省总工会"], [], [], ["云川省总工会"]),
        (["云川省总工会"], ["省总工会"], [], [], ["云川省总工会"]),
        (["云川大学"], ["云川大学", "云川大学工会"], [], [], ["云川大学", "云川大学工会"]),
        (["共青团云川大学委员会"], ["校青年志愿者协会"], [], [], ["共青团云川大学委员会", "云川大学青年志愿者协会"]),
        (["云川大学", "创新中心", "创业学院"], ["双创中心"], [], [], ["云川大学创新中心", "云川大学创业学院"]),
        (["云川大学", "溪口大学"], [], [], [], ["云川大学", "溪口大学"]),
        ([], ["省总工会"], ["云川省总工会"], [], ["云川省总工会"]),
        ([], ["云川大学", "教务处"], [], [], ["云川大学教务处"]),
        ([], [], ["云川省人民政府"], ["云川省人民政府办公厅"], ["云川省人民政府"]),
        ([], [], [], ["云川省人民政府办公厅"], ["云川省人民政府办公厅"]),
        ([], [], [], [], []),
    ],
)
def test_issuers(
    head: list[str], signature: list[str], title_names: list[str], imprint: list[str], chosen: list[str]
) -> None:
    printed = [list(enumerate(part)) for part in (head, signature, title_names, imprint)]
    assert [each.name for each in issuers.choose(*printed)] == chosen


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("云川省人民政府关于加快发展的意见", ["云川省人民政府"]),
        ("云川省财政厅、云川省教育厅关于下达经费的通知", ["云川省财政厅", "云川省教育厅"]),
        ("云川省人民政府办公厅转发省地震局关于防震工作意见的通知", ["云川省人民政府办公厅"]),
        ("云川省人民政府办公厅对第7240号建议的答复", ["云川省人民政府办公厅"]),
        ("青禾县人民政府公告", ["青禾县人民政府"]),
        ("关于转发云川省教育厅通知的通知", []),
    ],
)
def test_issuers_of_a_title(words: str, found: list[str]) -> None:
    assert issuers.of_title(words) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("根据《云川省档案条例》规定", [("云川省档案条例", None)]),
        ("《关于收费的通知》（云财〔2023〕8号）", [("关于收费的通知", "云财〔2023〕8号")]),
        ("云财〔2023〕8号文件《关于收费的通知》", [("关于收费的通知", "云财〔2023〕8号")]),
        ("参加《晨读》栏目", []),
        ("云财〔2023〕8号、云教〔2024〕9号", [(None, "云财〔2023〕8号"), (None, "云教〔2024〕9号")]),
        ("见（云工〔2024〕1号）", []),
        (
            "废止：\n云财〔2003〕5号\n关于收费的通知\n云政〔2004〕6号\n关于奖励的决定\n完。",
            [("关于收费的通知", "云财〔2003〕5号"), ("关于奖励的决定", "云政〔2004〕6号")],
        ),
        (
            "关于收费的通知\n　云财〔2003〕5号\n关于奖励的决定\n云政〔2004〕6号\n",
            [("关于收费的通知", "云财〔2003〕5号"), ("关于奖励的决定", "云政〔2004〕6号")],
        ),
        ("见云财〔2003〕5号\n关于收费的通知\n", [(None, "云财〔2003〕5号")]),
        (
            "云财〔2003〕5号发布，参照《云川省档案条例》",
            [(None, "云财〔2003〕5号"), ("云川省档案条例", None)],
        ),
        ("《档案法》和《档案法》", [("档案法", None)]),
    ],
)
def test_citations(text: str, found: list[tuple[str | None, str | None]]) -> None:
    assert [(each.title, each.number) for each in citations.find(text, ["云工〔2024〕1号"])] == found


@pytest.mark.parametrize(
    ("words", "order", "name"),
    [
        ("关于印发《城市供水办法》的通知", False, "城市供水办法"),
        ("关于印发《〈供水条例〉实施办法（试行）》的通知", False, "〈供水条例〉实施办法（试行）"),
        ("关于转发《城市供水办法》的通知", False, None),
        ("关于供水工作的通知", False, None),
        ("城市供水办法", True, "城市供水办法"),
    ],
)
def test_what_a_notice_puts_into_force(words: str, order: bool, name: str | None) -> None:
    assert citations.enacted(words, order) == name


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["关于印发", "国 家 应 急 预 案 的 函"], "关于印发国家应急预案的函"),
        (["春风送暖新征程 携手同行再出发"], "春风送暖新征程 携手同行再出发"),
        (["关于2024", "年工作的通知"], "关于2024年工作的通知"),
        (["主　　旨：公告修正管制區。"], "公告修正管制區。"),
    ],
)
def test_title_lines_as_one(lines: list[str], joined: str) -> None:
    rows = [Row(at, 1, None, not at, Line(text, at), text, names.close(text)) for at, text in enumerate(lines)]
    assert title.text(rows, list(range(len(rows)))) == joined


def paged(*pages: list[Line], marks: list[int | None] | None = None) -> list[Notice]:
    for lines in pages:
        for at, line in enumerate(lines, 1):
            line.number = at
    marks = marks or [None] * len(pages)
    sheets = [Page(at, lines, mark) for at, (lines, mark) in enumerate(zip(pages, marks, strict=True), 1)]
    return parse(Document("pdf", sheets, "made up"))


def body(text: str, joins: bool = False) -> Line:
    return Line(text, 0, joins, indent=0.0 if joins else 2.0, size=16.0, left=0.13 if joins else 0.19, right=0.87)


def closing(name: str, day: str) -> list[Line]:
    return [
        Line(name, 0, indent=18, gap=2, size=16.0, left=0.6, right=0.87),
        Line(day, 0, indent=20, size=16.0, left=0.65, right=0.87),
    ]


def test_size_and_colour_part_a_masthead_from_the_title_without_a_number() -> None:
    found = paged(
        [
            Line("云川大学团委", 0, size=60.0, red=True),
            Line("关于开展读书活动的通知", 0, size=22.0),
            Line("各学院团委：", 0, size=16.0),
            body("现将有关事项通知如下。"),
            *closing("云川大学团委", "2024年4月1日"),
        ]
    )
    assert [each.title for each in found] == ["关于开展读书活动的通知"]
    assert found[0].issuers == ["云川大学团委"]


@pytest.mark.parametrize(
    ("banner", "size", "title"),
    [
        ("云川大学桨板协会及校队招新", 26.0, "关于协会成员招新的通知"),
        ("携手向前共建书香校园", 30.0, "关于协会成员招新的通知"),
        ("云川大学桨板协会", 22.0, "云川大学桨板协会关于协会成员招新的通知"),
    ],
)
def test_the_title_may_stand_in_smaller_letters_below_a_banner(banner: str, size: float, title: str) -> None:
    found = paged(
        [
            Line(banner, 0, indent=2, size=size),
            Line("关于协会成员招新的通知", 0, indent=4, size=22.0),
            body("为了选拔人才，现面向全校招新。"),
            *closing("云川大学桨板协会", "2024年4月1日"),
        ]
    )
    assert [each.title for each in found] == [title]


def test_masthead_and_title_that_are_pictures() -> None:
    """Only the text layer counts: a title in a picture is absent, the 文种 comes from the text and is not sure."""
    found = paged(
        [
            Line("云大办〔2026〕1号", 0, indent=9, size=16.0),
            Line("各学院，各部门：", 0, gap=5, size=16.0),
            body("为做好组织工作，现将有关事项通知如下。"),
            *closing("云川大学校长办公室", "2026年1月13日"),
            Line("云川大学校长办公室　2026年1月17日印发", 0, gap=9, size=14.0),
        ]
    )[0]
    assert (found.title, found.kind, found.number) == (None, "通知", "云大办〔2026〕1号")
    assert (found.date, found.printed, found.issuers) == ("2026-01-13", "2026-01-17", ["云川大学校长办公室"])
    assert [each.sure for each in found.evidence if each.field == "kind"] == [False]


def test_a_forwarded_notice_on_later_pages_is_linked_to_the_letter() -> None:
    found = paged(
        [
            Line("云教办函〔2026〕1号", 0, indent=16, size=16.0),
            Line("各高等院校：", 0, gap=5, size=16.0),
            body("现将《关于开展消费维权活动的通知》（云消字〔2026〕2号）转发给你们，请于2月2日"),
        ],
        [],
        [
            Line("附件", 0, size=16.0),
            Line("云消字〔2026〕2号", 0, gap=6, size=16.0),
            Line("关于开展消费维权活动的通知", 0, gap=2, size=22.0),
            Line("各设区市消保委：", 0, gap=1, size=16.0),
            body("现将有关事项通知如下。"),
        ],
        closing("云川省消费者权益保护委员会", "2026年1月19日"),
        marks=[None, None, 1, 2],
    )
    assert [(each.number, each.wrapper, each.cut) for each in found] == [
        ("云教办函〔2026〕1号", None, True),
        ("云消字〔2026〕2号", 1, False),
    ]
    assert [(each.source.page_from, each.source.page_to) for each in found] == [(1, 1), (3, 4)]


def test_date_alone_on_the_next_page() -> None:
    found = paged(
        [
            Line("云川省体育局文件", 0, size=60.0, red=True),
            Line("云体〔2024〕4号", 0, indent=9, size=16.0),
            Line("关于举办运动会的通知", 0, size=22.0),
            Line("各市体育局：", 0, size=16.0),
            body("现将有关事项通知如下。"),
            Line("云川省体育局", 0, indent=18, gap=2, size=16.0, left=0.6),
        ],
        [Line("2024年5月6日", 0, indent=20, size=16.0, left=0.65)],
        marks=[1, 2],
    )
    assert [(each.date, each.signature, each.issuers) for each in found] == [
        ("2024-05-06", ["云川省体育局"], ["云川省体育局"])
    ]


def test_wrapped_names_of_attachments() -> None:
    found = paged(
        [
            Line("关于举办大赛的通知", 0, size=22.0),
            Line("各学院：", 0, size=16.0),
            body("现将有关事项通知如下。"),
            Line("附件：1.第八届大学生创新大赛校内选拔赛项目", 0, indent=2, gap=1, size=16.0, right=0.87),
            Line("立项申报表", 0, indent=6, size=16.0, right=0.45),
            Line("2.操作手册", 0, indent=5, size=16.0, right=0.5),
            *closing("云川大学团委", "2024年4月1日"),
        ]
    )
    assert found[0].attachments == ["第八届大学生创新大赛校内选拔赛项目立项申报表", "操作手册"]


def test_table_rows_begin_no_notice() -> None:
    cells = [
        Line(text, 0, row=True) for text in ("云川省总工会", "云工办〔2024〕9号", "关于评选的通知", "各市总工会：")
    ]
    found = paged(
        [
            Line("关于公布文件目录的通知", 0, size=22.0),
            Line("各单位：", 0, size=16.0),
            body("目录见附表。"),
            *closing("云川大学团委", "2024年4月1日"),
            *cells,
        ]
    )
    assert [(each.title, each.number) for each in found] == [("关于公布文件目录的通知", None)]


def test_a_list_of_documents_in_an_attachment_begins_no_notice() -> None:
    listed = [Line(text, 0) for text in ("关于收费的通知", "云财〔2003〕5号", "关于奖励的决定", "云政〔2004〕6号")]
    found = paged(
        [
            Line("关于废止部分文件的决定", 0, size=22.0),
            Line("各单位：", 0, size=16.0),
            body("决定废止下列文件。"),
            *closing("云川省人民政府", "2024年4月1日"),
            Line("附件", 0),
            *listed,
        ]
    )
    assert len(found) == 1
    assert found[0].number is None


@pytest.mark.parametrize(
    "text",
    [
        "甲" + " " * 100_000 + "乙局\n关于防汛的通知\n各乡镇：\n请照办。",
        "关于防汛的通知\n各乡镇：\n附" + "\u3000" * 100_000 + "件：1．表\n2024年" + " " * 100_000 + "5月6日",
        "关于防汛的通知\n各乡镇：\n" + "《关于甲的通知》（云发〔2020〕3号）" * 10_000,
    ],
    ids=["blanks in a masthead", "blanks in a list", "citations"],
)
def test_long_runs_cost_in_proportion(text: str) -> None:
    started = time.process_time()
    parse(read_text(text.encode()))
    assert time.process_time() - started < 3
