"""Titles, mastheads and names over several lines: each case is a made-up text, and the fields that it prints."""

from __future__ import annotations

from typing import Any

import pytest

from archive.extract.plain import read_text
from archive.parse import kinds, names, parse

BODY = "为进一步做好有关工作，经研究决定，现将有关事项通知如下。请各单位结合实际，认真组织实施，遇到问题及时报告。"

ONE: list[tuple[str, str, dict[str, Any]]] = [
    (
        "a title's line begins with a bracket and goes on",
        f"""青禾县农业农村局

青农〔2023〕17号

关于公布青禾县示范家庭农场名录
（第三批）的通报

各乡镇人民政府：
{BODY}
青禾县农业农村局
2023年5月6日
""",
        {
            "title": "关于公布青禾县示范家庭农场名录（第三批）的通报",
            "kind": "通报",
            "addressees": ["各乡镇人民政府"],
        },
    ),
    (
        "a bracket line closes the quoted title that the line above opens",
        f"""云川省水利厅关于印发
《云川省河湖长巡查管理办法
（修订）》的通知

各市水利局：
{BODY}
云川省水利厅
2023年5月6日
""",
        {
            "title": "云川省水利厅关于印发《云川省河湖长巡查管理办法（修订）》的通知",
            "kind": "通知",
            "issuers": ["云川省水利厅"],
            "addressees": ["各市水利局"],
        },
    ),
    (
        "a bracket line alone below a whole title is its subtitle",
        f"""关于发布防汛预警的通告
（第六批）
{BODY}
青禾县水利局
2023年5月6日
""",
        {"title": "关于发布防汛预警的通告（第六批）", "kind": "通告"},
    ),
    (
        "a subtitle after a dash does not hide the kind",
        f"""青禾县人民政府办公室文件

青政办发〔2023〕8号

关于推进农产品产地市场建设的意见
——以村级冷库为抓手

各乡镇人民政府：
{BODY}
青禾县人民政府办公室
2023年5月6日
""",
        {"kind": "意见", "addressees": ["各乡镇人民政府"], "number": "青政办发〔2023〕8号"},
    ),
    (
        "rules issued under their own name, without addressees",
        """云川省医学会
云川省药学会

云医会〔2021〕3号

云川省医学会 云川省药学会
关于会员继续教育学分登记的规定

第一条　为了规范学分登记，制定本规定。
第二条　学分每年登记一次。

云川省医学会　云川省药学会
2021年2月3日
""",
        {
            "issuers": ["云川省医学会", "云川省药学会"],
            "title": "云川省医学会 云川省药学会关于会员继续教育学分登记的规定",
            "kind": None,
            "date": "2021-02-03",
        },
    ),
    (
        "a line break parts two issuers in the title",
        """青禾县人民法院 青禾县司法局
青禾县妇女联合会关于家事调解
若干问题的意见

为了依法处理家事纠纷，提出如下意见。
一、调解应当自愿。
""",
        {
            "issuers": ["青禾县人民法院", "青禾县司法局", "青禾县妇女联合会"],
            "title": "青禾县人民法院 青禾县司法局 青禾县妇女联合会关于家事调解若干问题的意见",
        },
    ),
    (
        "the seal of another body between signature and date, an attachment below",
        f"""青禾县造林指挥部办公室

青造办〔2023〕2号

青禾县造林指挥部办公室
关于印发春季造林任务分工的通知

各乡镇人民政府：
{BODY}

青禾县造林指挥部办公室
（代章）
2023年3月1日

春季造林任务分工
一、新增造林三万亩。
责任单位：县林业局
二、修复河岸林带。
责任单位：县水利局
""",
        {"date": "2023-03-01", "issuers": ["青禾县造林指挥部办公室"], "signature": ["青禾县造林指挥部办公室"]},
    ),
    (
        "a name with （盖章） is that name",
        f"""青禾县粮食局文件
青粮〔2023〕2号
关于开展秋粮收购的通知
各乡镇人民政府：
{BODY}
青禾县粮食局（盖章）
（县发展和改革局代章）
2023年9月1日
""",
        {"date": "2023-09-01", "issuers": ["青禾县粮食局"], "signature": ["青禾县粮食局"]},
    ),
    (
        "post and name sign for a body and issue nothing",
        """青禾县人民政府
关于给予林远军记功的命令

青政令〔2023〕1号

2023年6月1日，我县北山突发山火，林远军同志奋不顾身扑救。

为表彰先进，县人民政府决定给予其记功一次。

县长　沈青军
2023年8月30日
""",
        {"issuers": ["青禾县人民政府"], "date": "2023-08-30", "signature": ["沈青军"], "kind": "命令"},
    ),
    (
        "公告 on a masthead line of its own below two issuers",
        """云川省水利厅
云川省林业局

公　告

2023年 第4号

关于公布湿地名录的公告

根据有关规定，现公布湿地名录。

云川省水利厅　　云川省林业局
2023年8月4日
""",
        {
            "issuers": ["云川省水利厅", "云川省林业局"],
            "number": "2023年第4号",
            "title": "关于公布湿地名录的公告",
            "kind": "公告",
            "date": "2023-08-04",
        },
    ),
    (
        "令 on a masthead line of its own",
        """青禾县人民政府
令
第15号
《青禾县渡口管理规定》已经县人民政府常务会议通过，现予公布，自2024年9月1日起施行。
县长　　沈青山
2024年7月15日
青禾县渡口管理规定
第一条　为了加强渡口管理，制定本规定。
""",
        {
            "issuers": ["青禾县人民政府"],
            "number": "青禾县人民政府令第15号",
            "kind": "令",
            "title": "青禾县渡口管理规定",
            "signer": "沈青山",
        },
    ),
    (
        "公告 without a number is the title",
        """青禾县公安局
公告
因道路施工，自3月5日起对滨河路实行交通管制，请过往车辆绕行。
青禾县公安局
2024年3月4日
""",
        {"issuers": ["青禾县公安局"], "number": None, "kind": "公告", "date": "2024-03-04"},
    ),
    (
        "number, issuer and day in brackets below the title",
        """青禾县农村饮水管理办法

（青禾县人民政府办公室 青政办发〔2021〕6号 2021年4月6日印发）

第一条　为了加强农村饮水管理，制定本办法。
第二条　本办法自2021年5月1日起施行。
""",
        {
            "title": "青禾县农村饮水管理办法",
            "number": "青政办发〔2021〕6号",
            "issuers": ["青禾县人民政府办公室"],
            "date": "2021-04-06",
        },
    ),
    (
        "the only day stands beside the number",
        """青禾县绿化委员会文件
青绿委〔2022〕2号　　　　2022年3月1日

关于调整绿化责任区的通知

各乡镇人民政府：
现将绿化责任区作如下调整，请遵照执行。
""",
        {"date": "2022-03-01", "number": "青绿委〔2022〕2号", "addressees": ["各乡镇人民政府"]},
    ),
    (
        "telegram with its grade before the number and its register after it",
        f"""发 电

发电单位  云川省水利厅        签批盖章  林远山

等级  特急·明电    云水明电〔2023〕8号    云机发  64号

关于防范强降雨的通知

各市水利局：
{BODY}
云川省水利厅
2023年7月25日
""",
        {"number": "云水明电〔2023〕8号", "title": "关于防范强降雨的通知", "issuers": ["云川省水利厅"]},
    ),
    (
        "the issuer's name over two masthead lines",
        f"""青禾县河道非法采砂专项治理行动
工作专班办公室文件

青河治办〔2022〕7号

关于开展夜间巡查的通知

各乡镇人民政府：
{BODY}

青禾县河道非法采砂专项治理行动工作专班办公室
2022年6月30日
""",
        {"issuers": ["青禾县河道非法采砂专项治理行动工作专班办公室"], "number": "青河治办〔2022〕7号"},
    ),
    (
        "the issuer's name over two lines, in the masthead and above the date",
        f"""青禾县河道非法采砂专项治理行动
工作专班办公室文件
青河治办〔2022〕7号
关于开展夜间巡查的通知
各乡镇人民政府：
{BODY}

　　　　　　　　　　　青禾县河道非法采砂专项治理行动
　　　　　　　　　　　工作专班办公室
　　　　　　　　　　　2022年6月30日
""",
        {"issuers": ["青禾县河道非法采砂专项治理行动工作专班办公室"], "date": "2022-06-30"},
    ),
    (
        "a name wrapped within a word above the date alone",
        f"""关于开展夜间巡查的通知
各乡镇人民政府：
{BODY}

　　　　　　　　　　　青禾县河道非法采砂专项治理行动工作专班办公
　　　　　　　　　　　室
　　　　　　　　　　　2022年6月30日
""",
        {"issuers": ["青禾县河道非法采砂专项治理行动工作专班办公室"], "date": "2022-06-30"},
    ),
    (
        "two names below one another stay two",
        f"""青禾县教育局
青禾县体育局文件
青教〔2022〕7号
关于举办校园足球联赛的通知
各中小学：
{BODY}
青禾县教育局
青禾县体育局
2022年6月30日
""",
        {"issuers": ["青禾县教育局", "青禾县体育局"], "title": "关于举办校园足球联赛的通知"},
    ),
    (
        "a line above a subtitle is a title, also where it ends as names do",
        """青禾县总工会

共建职工美好家园
——致各企业工会的倡议书

各企业工会：
让我们携手共建职工之家，办好事、办实事。
青禾县总工会
2023年4月28日
""",
        {"issuers": ["青禾县总工会"], "title": "共建职工美好家园——致各企业工会的倡议书", "addressees": ["各企业工会"]},
    ),
    (
        "a list of repealed papers holds no notices",
        """青禾县人民政府关于废止部分文件的决定
青政发〔2023〕9号
各乡镇人民政府：
现决定废止下列文件：
青政发〔2003〕5号
青禾县人民政府关于加强县城道路两侧摊点收费管理的通知
青政发〔2004〕6号
青禾县人民政府关于奖励先进乡镇企业若干政策问题的意见
本决定自公布之日起施行。
青禾县人民政府
2023年3月1日
""",
        {"number": "青政发〔2023〕9号", "date": "2023-03-01", "title": "青禾县人民政府关于废止部分文件的决定"},
    ),
    (
        "a line break inside a name parts nothing",
        f"""云川省人民政府
办公厅关于开展防灾演练的通知
各市人民政府：
{BODY}
""",
        {"issuers": ["云川省人民政府办公厅"], "title": "云川省人民政府办公厅关于开展防灾演练的通知"},
    ),
]


@pytest.mark.parametrize(("text", "want"), [case[1:] for case in ONE], ids=[case[0] for case in ONE])
def test_one_notice(text: str, want: dict[str, Any]) -> None:
    found = parse(read_text(text.encode()))
    assert len(found) == 1
    assert {name: getattr(found[0], name) for name in want} == want


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("关于促进消费的意见——以乡镇为重点", "意见"),
        ("关于春耕的通知--2024年", "通知"),
        ("关于公布名单（第一批）的通知", "通知"),
        ("——关于春耕的通知", "通知"),
        ("关于1—2月份工作的通报", "通报"),
        ("关于节水的管理办法——通知", None),
    ],
)
def test_kinds_before_a_subtitle(words: str, kind: str | None) -> None:
    assert kinds.kind(words) == kind


@pytest.mark.parametrize(
    ("name", "leads"),
    [("云川省财政厅", True), ("中共青禾县委", True), ("云川大学教务处", True), ("办公室", False), ("工作专班", False)],
)
def test_names_that_lean_on_no_other(name: str, leads: bool) -> None:
    assert names.headed(name) == leads
