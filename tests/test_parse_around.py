# ruff: noqa: E501 - the text of a case is one line
"""What stands around and below a notice: pages of the web, running heads, signatures without a day, notes, ends cut off."""

from __future__ import annotations

from typing import Any

import pytest

from archive.extract.plain import read_text
from archive.parse import boilerplate, closing, parse
from archive.parse.rows import Row, rows

BODY = "为做好渡口安全管理工作，经研究决定，现将有关事项通知如下。请各单位认真组织实施。"


def rows_of(text: str) -> list[Row]:
    return rows(read_text(text.encode()))


@pytest.mark.parametrize(
    ("text", "below"),
    [
        ("关于做好安全工作的通知_青禾县人民政府门户网站\n青禾县人民政府", 1),
        ("关于做好今年渡口安全管理工作的\n通知_青禾县人民政府\n门户网站\n云政发", 3),
        ("关于做好安全工作的通知\n青政发〔2024〕3号", 0),
        ("主旨：公告指引（版本：A_00），請查照。\n說明：", 0),
        ("a_b", 0),
    ],
)
def test_the_title_that_a_browser_shows(text: str, below: int) -> None:
    lines = rows_of(text)
    assert boilerplate.site_title(lines, 0, len(lines)) == below


@pytest.mark.parametrize(
    ("line", "tail"),
    [
        ("【打印本页】　【关闭窗口】", True), ("上一篇：关于植树的通知", True), ("版权所有：云川信息中心", True), ("扫一扫在手机打开当前页", True),
        ("打印 关闭", True), ("联系人：沈越", False), ("关于打印机采购的通知", False),
    ],
)  # fmt: skip
def test_the_foot_of_a_web_page(line: str, tail: bool) -> None:
    assert boilerplate.is_tail(rows_of(line)[0]) is tail


@pytest.mark.parametrize(
    ("pages", "running"),
    [
        (["青禾县人民政府文件\n关于渡口安全的\n通知\n正文一。", "关于渡口安全的通知\n正文二。"], [False, True]),
        (["内部简报目录页\n正文一。", "内部简报目录页\n正文二。", "内部简报目录页\n正文三。"], [False, True, True]),
        (["青禾县渡口管理办法已经通过，现予公布。", "青禾县渡口管理办法\n第一条　为了加强管理。"], [False, False]),
        (["青禾县人民政府\n正文一。", "青禾县人民政府\n2024年3月4日"], [False, False]),
    ],
)
def test_a_running_head_repeats_the_title_or_other_pages(pages: list[str], running: list[bool]) -> None:
    found = rows_of("\f".join(pages))
    assert [row.running for row in found if row.top] == running


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("青禾县水利局、青禾县财\n政局", ["青禾县水利局", "青禾县财政局"]),
        ("青禾县水利局　青禾县财\n政局", ["青禾县水利局", "青禾县财政局"]),
        ("青禾县水利局、青禾县财政局\n青禾县教育局", ["青禾县教育局"]),
        ("附件由县水利局、县财\n政局", ["政局"]),
        ("云川省财政厅云川省教育厅", ["云川省财政厅", "云川省教育厅"]),
    ],
)
def test_names_over_two_lines_and_without_blanks(text: str, names: list[str]) -> None:
    assert rows_of(text)[-1].names == names or names == ["政局"]


HEAD = "青禾县水利局文件\n青水发〔2024〕8号\n青禾县水利局关于渡口安全的通知\n各乡镇人民政府：\n" + BODY + "\n"
OTHER = "云川省财政厅\n云财〔2024〕5号\n关于规范收费的通知\n各市财政局：\n" + BODY + "\n云川省财政厅\n2024年3月1日\n"

CASES: list[tuple[str, str, dict[str, Any]]] = [
    ("no day at all", HEAD + "青禾县水利局\n", {"signature": ["青禾县水利局"], "date": None, "cut": False}),
    ("no day, 附注 below", HEAD + "青禾县水利局\n（此件公开发布）\n", {"signature": ["青禾县水利局"], "note": "此件公开发布"}),
    ("no day, 版记 below", HEAD + "青禾县水利局\n抄送：县财政局。\n", {"signature": ["青禾县水利局"], "cc": ["县财政局"]}),
    ("no day, below 抄送", HEAD + "抄送：县财政局\n青禾县水利局\n", {"signature": ["青禾县水利局"], "cc": ["县财政局"]}),
    ("the day's figures left blank", HEAD + "青禾县水利局\n2024年　月　日\n", {"signature": ["青禾县水利局"], "date": None}),
    ("a page's foot below the day", HEAD + "青禾县水利局\n2024年5月6日\n打印 关闭\n", {"date": "2024-05-06"}),
    ("names that end a list", HEAD + "下列单位参加：\n青禾县教育局\n青禾县财政局\n", {"signature": []}),
    ("the office above 印发", HEAD + "抄送：县财政局。\n青禾县水利局办公室\n2024年5月7日印发\n", {"signature": [], "cc": ["县财政局"]}),
    ("the day glued to the name", HEAD + "青禾县水利局2024-05-06\n", {"date": "2024-05-06", "signature": ["青禾县水利局"]}),
    ("报 and 送", HEAD + "青禾县水利局\n2024年5月6日\n报：市水利局。\n送：县财政局。\n", {"cc": ["市水利局", "县财政局"]}),
    ("附注 alone", HEAD + "附件：渡口名录\n（此件公开发布）\n", {"note": "此件公开发布", "attachments": ["渡口名录"]}),
    ("a name of two lines in the list", HEAD + "附件：青禾县水利局关于做好\n今年渡口工作的通知\n青禾县水利局\n2024年5月6日\n",
     {"attachments": ["青禾县水利局关于做好今年渡口工作的通知"]}),
    ("words broken off", HEAD.replace("。请各单位认真组织实施。\n", "，请各单位认真"), {"cut": True}),
    ("ends with a label", HEAD + "记录：县政府办公室秘书一科\n", {"cut": False}),
    ("ends with its attachments", HEAD + "附件：1.渡口名录和管理人员联系表样式\n2.渡口安全检查情况登记表样式\n", {"cut": False}),
    ("主送 without a colon", HEAD.replace("各乡镇人民政府：", "主送：各乡镇人民政府，县直各单位"),
     {"addressees": ["各乡镇人民政府", "县直各单位"]}),
    ("readers parted by ；", HEAD.replace("各乡镇人民政府：", "各乡镇人民政府，县直各单位；各企业："),
     {"addressees": ["各乡镇人民政府", "县直各单位", "各企业"]}),
    ("bodies that lean on one place", HEAD.replace("各乡镇人民政府：", "各县（区）总工会、财政局、工商业联合会，县直各单位："),
     {"addressees": ["各县（区）总工会、财政局、工商业联合会", "县直各单位"]}),
    ("bodies of one place", HEAD + "青禾县水利局\n2024年5月6日\n抄送：临溪市水利局、临溪市财政局。\n", {"cc": ["临溪市水利局", "临溪市财政局"]}),
    ("behind a page's labels", "索引号：00-1\n发文字号：青水发〔2024〕8号\n发布日期：2024-05-09\n" + HEAD,
     {"issuers": ["青禾县水利局"], "number": "青水发〔2024〕8号", "title": "青禾县水利局关于渡口安全的通知"}),
    ("site title", "青禾县水利局关于渡口安全的通知_青禾县人民政府门户网站\n" + HEAD,
     {"issuers": ["青禾县水利局"], "title": "青禾县水利局关于渡口安全的通知"}),
    ("slogan", "弘扬劳模精神　争当时代先锋\n青禾县水利局关于渡口安全的通知\n各乡镇人民政府：\n" + BODY + "\n青禾县水利局\n2024年5月6日\n",
     {"issuers": ["青禾县水利局"], "title": "青禾县水利局关于渡口安全的通知"}),
    ("letter to the public", "致全县中小学\n生家长的一封信\n尊敬的家长朋友：\n暑假将至，请看管好孩子。\n青禾县教育局\n2024年7月1日\n",
     {"title": "致全县中小学生家长的一封信", "issuers": ["青禾县教育局"], "kind": None}),
    ("minutes", "渡口改造工程协调会议纪要\n青水纪〔2024〕2号\n青禾县水利局　　2024年5月6日\n会议研究了渡口改造事项。\n",
     {"title": "渡口改造工程协调会议纪要", "kind": "纪要", "date": "2024-05-06", "issuers": ["青禾县水利局"], "signature": []}),
    ("minutes of two lines", "青禾县人民政府\n常务会议纪要\n〔2024〕2次\n青禾县人民政府办公室　2024年5月6日\n会议研究了渡口改造事项。\n",
     {"title": "青禾县人民政府常务会议纪要", "number": "〔2024〕2次", "signature": []}),
    ("公告 without a title", "青禾县水利局\n青禾县财政局\n公　告\n2024年第3号\n下列渡口自即日起停用，特此公告。\n青禾县水利局\n2024年5月6日\n",
     {"kind": "公告", "number": "2024年第3号", "issuers": ["青禾县水利局", "青禾县财政局"]}),
    ("telegram", "青禾县人民政府发电\n等级：特急·明电　青政明电〔2024〕2号　青机发　号\n关于做好防汛工作的紧急通知\n各乡镇人民政府：\n" + BODY,
     {"issuers": ["青禾县人民政府"], "number": "青政明电〔2024〕2号", "title": "关于做好防汛工作的紧急通知"}),
    ("letter without a masthead", "便　函\n〔2024〕15号\n关于报送数据的函\n各科室：\n" + BODY + "\n青禾县水利局\n2024年5月6日\n",
     {"number": "便函〔2024〕15号", "title": "关于报送数据的函", "kind": "函"}),
    ("a resolution's meeting", "青禾县第九届人民代表大会第三次会议\n关于2023年决算的决议\n（2024年1月12日青禾县第九届人民代\n表大会第三次会议通过）\n会议决定批准决算。\n",
     {"title": "青禾县第九届人民代表大会第三次会议关于2023年决算的决议", "date": "2024-01-12"}),
    ("the party's masthead, the title's two bodies", "中共青禾县委文件\n青发〔2024〕1号\n中共青禾县委　青禾县人民政府\n关于渡口安全的意见\n（2024年1月5日）\n" + BODY,
     {"issuers": ["中共青禾县委", "青禾县人民政府"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "want"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_one_notice(text: str, want: dict[str, Any]) -> None:
    found = parse(read_text(text.encode()))
    assert len(found) == 1
    assert {name: getattr(found[0], name) for name in want} == want


BUNDLES: list[tuple[str, str, list[tuple[str | None, int | None]]]] = [
    ("a letter to the public", OTHER + "\n文明祭祀倡议书\n广大居民朋友们：\n清明将至，请文明祭祀。\n青禾县妇女联合会\n2024年3月20日\n",
     [("关于规范收费的通知", None), ("文明祭祀倡议书", None)]),
    ("a number and no readers", OTHER + "\n青水发〔2024〕9号\n青禾县水利局关于渡口停用的通告\n" + BODY + "\n青禾县水利局\n2024年3月20日\n",
     [("关于规范收费的通知", None), ("青禾县水利局关于渡口停用的通告", None)]),
    ("one web page after another", OTHER + "首页 > 通知公告\n关于渡口停用的通告\n来源：县水利局\n" + BODY + "\n青禾县水利局\n2024年3月20日\n",
     [("关于规范收费的通知", None), ("关于渡口停用的通告", None)]),
    ("the original below a correction", "青禾县水利局\n关于更正《渡口出让公告》的公告\n青水告字〔2024〕14号\n我局发布的《渡口出让公告》有误，现予更正。\n"
     "青禾县水利局\n2024年7月9日\n附：原公告\n青禾县水利局\n渡口出让公告\n青水告字〔2024〕11号\n现出让渡口两处，报名截止八月。\n青禾县水利局\n2024年7月5日\n",
     [("青禾县水利局关于更正《渡口出让公告》的公告", None), ("青禾县水利局渡口出让公告", 1)]),
    ("a school passes a letter on", "清河縣立溪口國民中學　函\n發文日期：中華民國113年10月4日\n發文字號：溪中總字第1130002211號\n"
     "主旨：轉知清河縣政府113年9月30日府教國字第1130156789號函，請查照。\n正本：本校總務處\n校長　莊秋水\n\n\n清河縣政府　函\n"
     "受文者：溪口國民中學\n發文日期：中華民國113年9月30日\n發文字號：府教國字第1130156789號\n主旨：召開說明會，請派員參加。\n縣長　顧念慈\n",
     [("轉知清河縣政府113年9月30日府教國字第1130156789號函，請查照", None), ("召開說明會，請派員參加", 1)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "want"), [case[1:] for case in BUNDLES], ids=[case[0] for case in BUNDLES])
def test_several_notices(text: str, want: list[tuple[str | None, int | None]]) -> None:
    assert [(each.title, each.wrapper) for each in parse(read_text(text.encode()))] == want


@pytest.mark.parametrize(
    ("text", "field", "sure"),
    [
        ("青禾县水利局\n青水发〔2024〕8号\n关于渡口安全的意见\n（2024年5月6日）\n" + BODY, "date", True),
        ("青禾县水利局\n青水发〔2024〕8号\n关于渡口安全的意见\n2024年5月6日\n" + BODY, "date", False),
        ("平安渡口建设年活动简报\n" + HEAD.partition("号\n")[2], "title", False),
        (HEAD, "title", True),
    ],
)
def test_what_may_be_read_otherwise_is_unsure(text: str, field: str, sure: bool) -> None:
    evidence = [each.sure for each in parse(read_text(text.encode()))[0].evidence if each.field == field]
    assert evidence == [sure]


def test_a_person_signs_by_the_name_alone() -> None:
    row = rows_of("县　长　　沈青军")[0]
    assert closing.is_person(row)
    assert closing.signing(row) == ["沈青军"]


FIRST = f"青禾县财政局文件\n青财〔2024〕3号\n青禾县财政局关于印发渡口补助办法的通知\n各乡镇人民政府：\n{BODY}\n青禾县财政局\n2024年3月4日\n抄送：县委办公室，县人大常委会办公室"
SECOND = "为方便群众出行，制定本方案。\n一、完善设施。\n青禾县交通运输局\n2024年5月6日"


@pytest.mark.parametrize(
    ("between", "titles"),
    [
        ("\n青禾县渡口安全整治方案\n", ["青禾县渡口安全整治方案"]),
        ("\n青禾县财政局办公室　2024年3月5日印发\n— 2 —\n青禾县\n渡口安全整治方案\n", ["青禾县渡口安全整治方案"]),
        ("\n青禾县财政局办公室　2024年3月5日印发\n— 2 —\n渡口补助办法\n", []),
        ("\n— 2 —\n青禾县财政局办公室\n2024年3月5日印发\n— 3 —\n青禾县渡口安全整治方案\n", ["青禾县渡口安全整治方案"]),
        ("\n附件\n青禾县渡口安全整治方案\n", []),
        ("\n县财政局\n2024年3月4日\n— 2 —\n青禾县渡口安全整治方案\n", ["青禾县渡口安全整治方案"]),
        ("\n县财政局\n2024年3月4日\n\n\n\n青禾县渡口安全整治方案\n", ["青禾县渡口安全整治方案"]),
        ("\n县财政局\n2024年3月4日\n— 2 —\n青禾县渡口安全整治方案\n附件\n", []),
        ("\n——————————\n青禾县渡口安全整治方案\n", ["青禾县渡口安全整治方案"]),
        ("\n——————————\n渡口补助办法\n", []),
    ],
)
def test_a_title_below_the_colophon_of_another_notice(between: str, titles: list[str]) -> None:
    found = parse(read_text(f"{FIRST}{between}{SECOND}".encode()))
    assert [each.title for each in found] == ["青禾县财政局关于印发渡口补助办法的通知", *titles]
    assert found[0].cc == ["县委办公室", "县人大常委会办公室"]


@pytest.mark.parametrize(
    ("first", "issuers"),
    [
        ("弘扬劳模精神　争当时代先锋", ["云川省总工会"]),
        ("勤劳筑就梦想 奋斗创造幸福", ["云川省总工会"]),
        ("云川省总工会　云川省教育厅", ["云川省总工会", "云川省教育厅"]),
    ],
)
def test_a_slogan_above_a_title(first: str, issuers: list[str]) -> None:
    (found,) = parse(
        read_text(f"{first}\n文明过节倡议书\n全省职工朋友们：\n{BODY}\n云川省总工会\n2024年5月6日".encode())
    )
    assert (found.title, found.issuers) == ("文明过节倡议书", issuers)


def test_the_form_that_a_notice_went_out_with() -> None:
    form = "云川港务有限公司发文稿纸\n文号：\t云港〔2024〕8号\t缓急：\t平件\n标题：\t关于检查用电安全的通知\n主送：\t各项目部\n签发：\t林清 2024-08-01\n核稿：\t综合办公室 2024-08-01\n"
    (found,) = parse(
        read_text(f"{form}正文\n关于检查用电安全的通知\n各项目部：\n{BODY}\n云川港务有限公司\n2024年8月2日".encode())
    )
    assert (found.number, found.title, found.date) == ("云港〔2024〕8号", "关于检查用电安全的通知", "2024-08-02")
    assert (found.issuers, found.addressees, found.signer) == (["云川港务有限公司"], ["各项目部"], "林清")


@pytest.mark.parametrize("number", ["〔2022〕第31号", "（2022）第31号", "第31号"])
def test_minutes_numbered_below_their_name(number: str) -> None:
    (found,) = parse(
        read_text(
            f"临溪新区管理委员会\n专题会议纪要\n{number}\n8月19日，召开专题会议，研究渡口建设。\n会议议定：由建设局实施。\n2022年8月22日".encode()
        )
    )
    assert (found.title, found.kind) == ("临溪新区管理委员会专题会议纪要", "纪要")
    assert found.issuers == ["临溪新区管理委员会"]
    assert found.number is not None
    assert "31号" in found.number


NOTICE = f"关于做好渡口安全工作的通知\n各乡镇人民政府：\n{BODY}\n青禾县交通运输局\n2024年3月4日"
LAYOUTS: list[tuple[str, str, dict[str, Any]]] = [
    ("page mark run into the day", NOTICE + "— 1 —", {"date": "2024-03-04", "signature": ["青禾县交通运输局"]}),
    ("two page marks run into the day", NOTICE + "— 2 —— 1 —", {"date": "2024-03-04"}),
    ("next page's 附件 run into the day", NOTICE + "附件1：\n渡口名单\n1.石门渡", {"date": "2024-03-04"}),
    ("time beside the day", NOTICE + "17时30分", {"date": "2024-03-04"}),
    ("clock beside the day", NOTICE + " 17:30", {"date": "2024-03-04"}),
    (
        "day and number in brackets below the title",
        f"云川省人民政府关于制止乱占耕地的通知\n（一九八七年三月五日　云政发〔1987〕22号）\n各行政公署：\n{BODY}",
        {"number": "云政发〔1987〕22号", "date": "1987-03-05", "title": "云川省人民政府关于制止乱占耕地的通知"},
    ),
    (
        "page title with its number, printed again below",
        f"青禾县政府网站\n首页 > 信息公开 > 文件\n青政办〔2020〕18号 青禾县人民政府办公室关于做好渡口安全工作的通知\n来源：县政府办 浏览：412 次\n青禾县人民政府办公室\n关于做好渡口安全工作的通知\n青政办〔2020〕18号\n各乡镇人民政府：\n{BODY}\n青禾县人民政府办公室\n2020年3月18日",
        {"number": "青政办〔2020〕18号", "title": "青禾县人民政府办公室关于做好渡口安全工作的通知", "date": "2020-03-18"},
    ),
    (
        "headline of a social network",
        f"点击上方“青禾发布”关注我们\n重要通知｜渡口管控安排来了！\n原创 青禾发布 青禾发布 2024-06-06 18:30 云川\n{NOTICE}",
        {"title": "关于做好渡口安全工作的通知", "date": "2024-03-04"},
    ),
    (
        "address of the reader above the labels of a letter",
        "臨溪港務局　函\n機關地址：臨溪市港區路88號\n80301\n臨溪市鼓岩區海濱一路20號\n受文者：臨溪市輪船公會\n發文日期：中華民國110年12月3日\n發文字號：臨港字第1100118823號\n主旨：岸電費率自明年起實施，請轉知所屬會員配合辦理，\n　　　請查照。\n說明：依規定辦理。\n正本：臨溪市輪船公會\n副本：本局港務組、本局棧埠組",
        {"title": "岸電費率自明年起實施，請轉知所屬會員配合辦理，請查照", "date": "2021-12-03", "cc": ["本局港務組", "本局棧埠組"]},
    ),
    (
        "head of a headquarters signs after a colon",
        "临溪市防汛抗旱指挥部调度命令\n临汛调令〔2024〕第6号\n青禾水电站：\n据预报，现命令如下：\n一、开启泄洪闸。\n此令。\n临溪市防汛抗旱指挥部\n指挥长：林 清 河\n2024年7月2日17时30分",
        {"issuers": ["临溪市防汛抗旱指挥部"], "date": "2024-07-02", "number": "临汛调令〔2024〕6号"},
    ),
    (
        "announcement with an attachment of its own name",
        f"云川林业总局公告\n2022年第18号\n{BODY}\n附件：良种名录\n云川林业总局\n2022年12月7日\n附件\n良种名录\n1.枫香",
        {"kind": "公告", "date": "2022-12-07", "title": "云川林业总局公告"},
    ),
    (
        "words about issuing are no 印发 line",
        f"{NOTICE}\n本办法2022年12月6日经局务会审议通过，现印发给你们，请\n遵照执行。\n县交通运输局办公室　2024年3月5日印发",
        {"printed": "2024-03-05"},
    ),
    (
        "first names of a title as long as each other",
        f"青禾县人民政府\n青禾县水利局\n青政〔2022〕5号\n青禾县人民政府 青禾县水利局关\n于申请渡口改造资金的请示\n临溪市人民政府：\n{BODY}\n青禾县人民政府\n2022年4月9日",
        {"title": "青禾县人民政府 青禾县水利局关于申请渡口改造资金的请示"},
    ),
    (
        "long title on one line",
        f"临溪市防汛抗旱指挥部办公室 临溪市应急管理局 临溪市气象局转发云川省防汛抗旱指挥部办公室关于切实做好新一轮强降雨防范应对工作的紧急通知\n各县（区）防汛抗旱指挥部办公室：\n{BODY}\n临溪市应急管理局\n2023年3月4日",
        {"kind": "通知", "date": "2023-03-04", "addressees": ["各县（区）防汛抗旱指挥部办公室"]},
    ),
    (
        "name of a company over two lines of a title",
        f"云港通〔2022〕5号\n云港客运\n集团有限责任公司关于核实渡口信息的函\n临溪市人民政府：\n{BODY}\n2022年4月9日",
        {"title": "云港客运集团有限责任公司关于核实渡口信息的函"},
    ),
    ("copies are no note", NOTICE + "\n（共印60份）", {"note": None}),
    (
        "offices that lean on one place",
        f"关于做好渡口安全工作的通知\n各市、县（区）民政局、财政局、残联：\n{BODY}\n云川省民政厅\n2024年3月4日",
        {"addressees": ["各市、县（区）民政局、财政局、残联"]},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("layout", "text", "fields"), LAYOUTS, ids=[name for name, *_ in LAYOUTS])
def test_a_layout(layout: str, text: str, fields: dict[str, Any]) -> None:
    (found,) = parse(read_text(text.encode()))
    assert {name: getattr(found, name) for name in fields} == fields


def test_a_gazette_with_a_table_of_contents() -> None:
    contents = "青禾县人民政府公报\n2019年第3期\n目　录\n青禾县人民政府关于渡口的决定（青政发〔2019〕9号）……（1）\n青禾县人民政府关于禁渔的通告（青政通〔2019〕4号）……（3）\n"
    notices = [
        f"青禾县人民政府\n关于{subject}\n{number}\n{BODY}\n青禾县人民政府\n2019年5月16日\n"
        for subject, number in (("渡口的决定", "青政发〔2019〕9号"), ("禁渔的通告", "青政通〔2019〕4号"))
    ]
    found = parse(read_text((contents + "\n".join(notices)).encode()))
    assert [each.number for each in found] == ["青政发〔2019〕9号", "青政通〔2019〕4号"]
    assert [each.title for each in found] == ["青禾县人民政府关于渡口的决定", "青禾县人民政府关于禁渔的通告"]


@pytest.mark.parametrize(("more", "sure"), [("", True), ("\n附件\n渡口名单\n抄送：县教育局。", False)])
def test_two_rows_of_copies_are_not_sure(more: str, sure: bool) -> None:
    (found,) = parse(read_text(f"{NOTICE}\n抄送：县委办公室。{more}".encode()))
    assert {each.sure for each in found.evidence if each.field == "cc"} == {sure}
