"""Notices among what is none of theirs: web pages, rules and stars, rows of label：value, labelled fields."""

from __future__ import annotations

from typing import Any

import pytest

from archive.extract.document import Line
from archive.extract.plain import read_text
from archive.parse import boilerplate, names, parse
from archive.parse.rows import Row

BODY = "为进一步做好有关工作，经研究决定，现将有关事项通知如下。请各单位结合实际，认真组织实施，遇到问题及时报告。"


def row(text: str) -> Row:
    return Row(0, 1, None, True, Line(text, 1), text, names.close(text))


ONE: list[tuple[str, str, dict[str, Any]]] = [
    (
        "path above the title, page words below it",
        f"""您的位置：网站首页 > 信息公开 > 文件库
关于组织申报花卉产业项目的通知
来源：县林业局    作者：种苗站    发布时间：2022-03-09 10:11    阅读：87 次
【字号：大 中 小】 打印

各花卉种植合作社：

{BODY}

青禾县林业局
2022年3月8日
""",
        {
            "title": "关于组织申报花卉产业项目的通知",
            "addressees": ["各花卉种植合作社"],
            "date": "2022-03-08",
            "issuers": ["青禾县林业局"],
        },
    ),
    (
        "one page line between title and addressees",
        f"""青禾县体育局关于举办龙舟赛的通知
发布日期：2022-05-20
各乡镇人民政府：
{BODY}
青禾县体育局
2022年5月18日
""",
        {"addressees": ["各乡镇人民政府"], "title": "青禾县体育局关于举办龙舟赛的通知", "date": "2022-05-18"},
    ),
    (
        "number at the start of a page line",
        f"""云川省教育厅关于规范暑期托管服务的通知

文号：云教基〔2022〕19号    发布时间：2022-06-30    来源：基础教育处

各市教育局：

{BODY}

云川省教育厅
2022年6月28日
""",
        {"number": "云教基〔2022〕19号", "addressees": ["各市教育局"], "date": "2022-06-28"},
    ),
    (
        "page line between title and number",
        f"""云川省教育厅关于规范暑期托管服务的通知
时间：2022-06-30 08:00   来源：厅办公室   浏览次数：33
云教基〔2022〕19号
各市教育局：
{BODY}
云川省教育厅
2022年6月28日
""",
        {"number": "云教基〔2022〕19号", "addressees": ["各市教育局"]},
    ),
    (
        "table of the page above the title, with number and day of its own",
        """索 引 号：	QH0001-2023-00012
信息分类：	农业、水利
发布机构：	青禾县人民政府
成文日期：	2023-02-06
名　　称：	青禾县人民政府关于划定水源保护区的通告
文　　号：	青政规〔2023〕1号
有 效 性：	有效

青禾县人民政府关于划定水源保护区的通告

青政规〔2023〕1号

为保护饮用水水源，根据有关法律规定，现通告如下。
一、保护区范围以附图为准。
青禾县人民政府
""",
        {
            "number": "青政规〔2023〕1号",
            "title": "青禾县人民政府关于划定水源保护区的通告",
            "date": "2023-02-06",
            "issuers": ["青禾县人民政府"],
        },
    ),
    (
        "title of the page with the site's name, menu and path",
        f"""临溪市水利局关于汛期巡堤查险的通知_通知公告_临溪市水利局
首页 机构职能 政策法规 办事指南
当前位置：首页>通知公告
临溪市水利局关于汛期巡堤查险的通知
发布时间：2023-06-01
临水防〔2023〕9号
各县水利局：
{BODY}
临溪市水利局
2023年5月30日
""",
        {"title": "临溪市水利局关于汛期巡堤查险的通知", "number": "临水防〔2023〕9号", "addressees": ["各县水利局"]},
    ),
    (
        "a title printed twice",
        f"""临溪市水利局关于汛期巡堤查险的通知 - 临溪市水利局
临溪市水利局关于汛期巡堤查险的通知
各县水利局：
{BODY}
临溪市水利局
2023年5月30日
""",
        {"title": "临溪市水利局关于汛期巡堤查险的通知", "addressees": ["各县水利局"]},
    ),
    (
        "star on a line of its own",
        f"""中共青禾县委组织部文件

青组〔2023〕4号

★

关于做好党员档案整理的通知

各乡镇党委：
{BODY}
中共青禾县委组织部
2023年4月1日
""",
        {"title": "关于做好党员档案整理的通知", "number": "青组〔2023〕4号", "addressees": ["各乡镇党委"]},
    ),
    (
        "rules of dashes and stars around the number",
        f"""云 川 省 粮 食 局 文 件
——————————
云粮〔2019〕4号
─────☆─────
云川省粮食局
关于开展仓储检查的通知
各市粮食局：
{BODY}
云川省粮食局
2019年4月1日
""",
        {"title": "云川省粮食局关于开展仓储检查的通知", "number": "云粮〔2019〕4号", "issuers": ["云川省粮食局"]},
    ),
    (
        "class of an answer and signer above the number",
        f"""青禾县交通运输局

类别：A
签发人：林远山

青交函〔2023〕12号

青禾县交通运输局关于县政协十届二次会议
第21号提案的答复

周明川委员：

您提出的提案收悉。{BODY}

青禾县交通运输局
2023年6月1日
""",
        {
            "title": "青禾县交通运输局关于县政协十届二次会议第21号提案的答复",
            "kind": "函",
            "signer": "林远山",
            "number": "青交函〔2023〕12号",
            "addressees": ["周明川委员"],
        },
    ),
    (
        "bulletin with issuers and day below its title",
        f"""青禾县2022年国民经济和社会发展统计公报

青禾县统计局　国家统计局青禾调查队
2023年3月30日

{BODY}
一、综合
注：本公报数据为初步统计数。
""",
        {
            "title": "青禾县2022年国民经济和社会发展统计公报",
            "kind": "公报",
            "issuers": ["青禾县统计局", "国家统计局青禾调查队"],
            "date": "2023-03-30",
        },
    ),
    (
        "letter in traditional script with labelled fields",
        """檔　　號：
保存年限：
雲川縣溪口鄉公所　函

地址：000雲川縣溪口鄉中山路1號
承辦人：林小姐
電話：00-0000000

受文者：雲川縣政府農業處

發文日期：中華民國110年3月2日
發文字號：溪鄉農字第1100001234號
速別：普通件
密等及解密條件或保密期限：普通
附件：如說明二

主旨：檢送本鄉農路勘查紀錄1份，請查照。
說明：
一、依雲川縣政府110年2月20日府農字第1100022222號函辦理。
二、檢附勘查紀錄1份。
""",
        {
            "issuers": ["雲川縣溪口鄉公所"],
            "number": "溪鄉農字第1100001234號",
            "kind": "函",
            "date": "2021-03-02",
            "title": "檢送本鄉農路勘查紀錄1份，請查照",
            "addressees": ["雲川縣政府農業處"],
        },
    ),
    (
        "正本 are the addressees and 副本 the copies of a letter, down to who signs it",
        """雲川縣議會　函

受文者：雲川縣政府

發文日期：中華民國110年5月8日
發文字號：雲議字第1100000763號
速別：普通件
附件：如文

主旨：檢送本會定期會通過之議案1案，請查照。
說明：
一、依據本會第三次會議決議辦理。

正本：雲川縣政府、雲川縣溪口鄉公所
副本：本會議事組

議長　林　○　德
""",
        {
            "issuers": ["雲川縣議會"],
            "number": "雲議字第1100000763號",
            "date": "2021-05-08",
            "addressees": ["雲川縣政府", "雲川縣溪口鄉公所"],
            "cc": ["本會議事組"],
        },
    ),
    (
        "a first sentence with a colon is text, not a label",
        """关于开放阅览室的通知
开放时间：每天上午八点至晚上九点，节假日照常开放。
地点：县图书馆二楼。
青禾县图书馆
2023年6月1日
""",
        {"title": "关于开放阅览室的通知", "date": "2023-06-01", "issuers": ["青禾县图书馆"], "addressees": []},
    ),
]


@pytest.mark.parametrize(("text", "want"), [case[1:] for case in ONE], ids=[case[0] for case in ONE])
def test_one_notice(text: str, want: dict[str, Any]) -> None:
    found = parse(read_text(text.encode()))
    assert len(found) == 1
    assert {name: getattr(found[0], name) for name in want} == want


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("来源：县林业局", ("来源", "县林业局")),
        ("【字号：大 中 小】", ("字号", "大中小】")),
        ("索 引 号：", ("索引号", "")),
        ("发布机构: 青禾县人民政府", ("发布机构", "青禾县人民政府")),
        ("名称：青禾县人民政府关于防火的通告", ("名称", "青禾县人民政府关于防火的通告")),
        ("發文字號：溪鄉農字第1100001234號", ("發文字號", "溪鄉農字第1100001234號")),
        ("各市教育局：", None),
        ("县直各单位：现将有关事项通知如", None),
        ("你单位：经审查", None),
        ("主送：各市教育局", None),
        ("附件：1.名单", None),
        ("现通知如下：", None),
        ("地点：县图书馆二楼。", None),
        ("中国梦：关于开展宣传活动的通知", None),
        ("一、时间：3月5日", None),
        ("关于表彰先进的通知", None),
    ],
)
def test_labels(text: str, found: tuple[str, str] | None) -> None:
    assert boilerplate.label(row(text)) == found


@pytest.mark.parametrize(
    ("text", "around"),
    [
        ("★", True),
        ("━━━━★━━━━", True),
        ("- - - -", True),
        ("首页 > 政务公开", True),
        ("当前位置：网站首页›文件", True),
        ("关于表彰先进的通知", False),
        ("——以乡镇为重点", False),
        ("首页改版的通知", False),
        ("血糖值大于（>）7的，应当复查。请注意。", False),
    ],
)
def test_what_stands_around_a_notice(text: str, around: bool) -> None:
    assert boilerplate.stands_around(row(text)) == around
