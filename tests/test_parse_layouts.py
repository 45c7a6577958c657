"""Layouts of notices: each case is a made-up text as it lies in a file, and the fields that it prints."""

from __future__ import annotations

from typing import Any

import pytest

from archive.extract.plain import read_text
from archive.notice import Notice
from archive.parse import parse

BODY = "为进一步做好有关工作，经研究决定，现将有关事项通知如下。请各单位结合实际，认真组织实施，遇到问题及时报告。"
MORE = "各单位要高度重视，加强领导，落实责任，确保各项工作按时完成，取得实效。"


def notices(text: str, hint: str = "") -> list[Notice]:
    return parse(read_text(text.encode()), hint)


ONE: list[tuple[str, str, dict[str, Any]]] = [
    (
        "masthead, number, title over two lines, closing, colophon",
        f"""云川省总工会文件
云工发〔2024〕12号

云川省总工会关于开展全省职工
技能竞赛活动的通知

各市总工会，各省级产业工会：
{BODY}
{MORE}

云川省总工会
2024年3月5日
（此件公开发布）

抄送：省委办公厅，省人大常委会办公厅。
云川省总工会办公室　　　　2024年3月6日印发
""",
        {
            "issuers": ["云川省总工会"],
            "number": "云工发〔2024〕12号",
            "title": "云川省总工会关于开展全省职工技能竞赛活动的通知",
            "kind": "通知",
            "date": "2024-03-05",
            "printed": "2024-03-06",
            "addressees": ["各市总工会", "各省级产业工会"],
            "cc": ["省委办公厅", "省人大常委会办公厅"],
            "signature": ["云川省总工会"],
            "note": "此件公开发布",
            "cut": False,
        },
    ),
    (
        "title first, number below it",
        f"""临溪市人民政府办公室关于印发
临溪市防汛应急预案的通知
临政办发〔2023〕7号

各县（市、区）人民政府，市政府各部门、各直属机构：
{BODY}
临溪市人民政府办公室
二〇二三年五月九日
""",
        {
            "issuers": ["临溪市人民政府办公室"],
            "number": "临政办发〔2023〕7号",
            "title": "临溪市人民政府办公室关于印发临溪市防汛应急预案的通知",
            "date": "2023-05-09",
            "addressees": ["各县（市、区）人民政府", "市政府各部门", "各直属机构"],
        },
    ),
    (
        "title first, its first line the issuer alone",
        f"""青禾县人民政府
关于表彰先进集体和先进个人的决定
青政发〔2022〕3号
各乡镇人民政府，县政府各部门：
{BODY}
青禾县人民政府
2022年1月18日
""",
        {
            "issuers": ["青禾县人民政府"],
            "title": "青禾县人民政府关于表彰先进集体和先进个人的决定",
            "kind": "决定",
            "number": "青政发〔2022〕3号",
        },
    ),
    (
        "masthead and again the issuer as first line of the title",
        f"""青禾县教育局

青教〔2024〕8号

青禾县教育局
关于《晨读》栏目征稿的通知

各中小学：
{BODY}
青禾县教育局
2024年8月1日
""",
        {
            "issuers": ["青禾县教育局"],
            "title": "青禾县教育局关于《晨读》栏目征稿的通知",
            "addressees": ["各中小学"],
        },
    ),
    (
        "stacked joint masthead with 文件 beside it",
        f"""云川省财政厅
云川省教育厅　　文件
云川省水利厅

云财教〔2024〕15号

云川省财政厅　云川省教育厅　云川省水利厅
关于下达专项资金的通知

各市（州）财政局、教育局、水利局：
{BODY}

云川省财政厅　云川省教育厅
云川省水利厅
2024年6月3日
""",
        {
            "issuers": ["云川省财政厅", "云川省教育厅", "云川省水利厅"],
            "number": "云财教〔2024〕15号",
            "title": "云川省财政厅 云川省教育厅 云川省水利厅关于下达专项资金的通知",
            "date": "2024-06-03",
            "addressees": ["各市（州）财政局、教育局、水利局"],
        },
    ),
    (
        "two names on one masthead line, letter-spaced, 文件 on its own line",
        f"""中共临溪市委办公室　　临溪市人民政府办公室
文件
临办发〔2021〕33号
中共临溪市委办公室　临溪市人民政府办公室
关于印发《临溪市机构改革方案》的通知
各县（区）委、人民政府，市委各部委，市级国家机关各部门：
{BODY}
中共临溪市委办公室
临溪市人民政府办公室
2021年9月30日
""",
        {
            "issuers": ["中共临溪市委办公室", "临溪市人民政府办公室"],
            "number": "临办发〔2021〕33号",
            "addressees": ["各县（区）委、人民政府", "市委各部委", "市级国家机关各部门"],
            "date": "2021-09-30",
        },
    ),
    (
        "masthead and signature differ",
        f"""云川大学文件
云大发〔2024〕66号
关于做好2024年秋季学期开学工作的通知
各学院，机关各部门：
{BODY}
云川大学　云川大学工会
2024年8月20日
""",
        {"issuers": ["云川大学", "云川大学工会"], "date": "2024-08-20"},
    ),
    (
        "an organisation in the title that did not issue it",
        f"""临溪市教育局文件
临教〔2024〕19号
关于转发云川省教育厅关于规范办学行为的通知的通知
各县区教育局，市直学校：
{BODY}
临溪市教育局
2024年4月2日
""",
        {
            "issuers": ["临溪市教育局"],
            "title": "关于转发云川省教育厅关于规范办学行为的通知的通知",
            "addressees": ["各县区教育局", "市直学校"],
        },
    ),
    (
        "copy number, secrecy, urgency and signer above the title",
        f"""000012
机密★1年
特急
云川省人民政府文件
云政〔2024〕5号　　签发人：陈望舒
云川省人民政府关于恳请支持重点项目的请示
国务院：
我省拟于今年启动一批重点项目，需要国家层面给予支持。妥否，请批示。
云川省人民政府
2024年2月1日
（联系人：李一帆，电话：000-0000000）
""",
        {
            "copy_number": "000012",
            "secrecy": "机密★1年",
            "urgency": "特急",
            "signer": "陈望舒",
            "kind": "请示",
            "addressees": ["国务院"],
            "note": "联系人：李一帆，电话：000-0000000",
        },
    ),
    (
        "secrecy and urgency words in sentences are no marks",
        """云川省档案局
云档〔2024〕2号
关于加强保密管理的通知
各市档案局：
涉及秘密、机密、绝密文件的，应当按规定保管。遇有特急事项，立即报告。
云川省档案局
2024年2月1日
""",
        {"secrecy": None, "urgency": None, "copy_number": None},
    ),
    (
        "deadline, meeting date and printing date are not the date",
        f"""临溪市科学技术局
临科〔2024〕31号
关于组织申报2025年度项目的通知
各有关单位：
请于2024年12月31日前报送材料。2024年11月5日召开的会议已作部署。
申报截止时间：
2024年12月31日
{MORE}
临溪市科学技术局
2024年11月20日
临溪市科学技术局办公室　2024年11月21日印发
""",
        {"date": "2024-11-20", "printed": "2024-11-21"},
    ),
    (
        "date alone on the next page",
        f"""临溪市体育局
临体〔2024〕4号
关于举办全民健身运动会的通知
各县（市、区）体育局：
{BODY}
临溪市体育局
— 1 —
2024年5月6日
— 2 —
""",
        {"date": "2024-05-06", "signature": ["临溪市体育局"], "issuers": ["临溪市体育局"], "cut": False},
    ),
    (
        "spaced, dotted and full-width dates",
        f"""青禾县统计局
青统〔２０２４〕９号
关于做好统计调查的通知
各乡镇：
{BODY}
青禾县统计局
2024 年 7 月 8 日
""",
        {"date": "2024-07-08", "number": "青统〔2024〕9号", "addressees": ["各乡镇"]},
    ),
    (
        "dotted date",
        f"""关于调整作息时间的通知
各科室：
{BODY}
青禾县医院办公室
2024.9.1
""",
        {"date": "2024-09-01", "issuers": ["青禾县医院办公室"], "number": None},
    ),
    (
        "Chinese numerals with circles for zero",
        f"""关于召开年会的函
临溪市商会：
{BODY}
云川省商会
二○○九年十月二十一日
""",
        {"date": "2009-10-21", "kind": "函", "addressees": ["临溪市商会"]},
    ),
    (
        "seal date without a typed name",
        f"""临溪市气象局文件
临气〔2020〕11号
关于做好汛期服务的通知
各县气象局：
{BODY}
　　　　　　　　　　　　　　　　　2020年4月1日
""",
        {"date": "2020-04-01", "signature": [], "issuers": ["临溪市气象局"]},
    ),
    (
        "subtitle in brackets belongs to the title",
        f"""云川省交通运输厅
云交〔2024〕40号
关于公布农村公路示范县名单的通知
（第一批）
各市交通运输局：
{BODY}
云川省交通运输厅
2024年10月8日
""",
        {"title": "关于公布农村公路示范县名单的通知（第一批）", "kind": "通知"},
    ),
    (
        "adoption note below the title is not the title",
        """云川省人民代表大会常务委员会关于加强水源保护的决定
（2024年3月28日云川省第十四届人民代表大会常务委员会第九次会议通过）
为了加强水源保护，保障用水安全，作如下决定。
一、本省行政区域内的水源保护适用本决定。
""",
        {
            "title": "云川省人民代表大会常务委员会关于加强水源保护的决定",
            "kind": "决定",
            "date": "2024-03-28",
            "issuers": ["云川省人民代表大会常务委员会"],
        },
    ),
    (
        "cited numbers in body and before the title are not its own",
        f"""关于转发《关于规范收费的通知》的通知
各县（区）财政局：
现将省财政厅《关于规范收费的通知》（云财综〔2023〕88号）转发给你们。
云财综〔2023〕88号
文件自发布之日起施行。{MORE}
临溪市财政局
2023年12月1日
""",
        {"number": None, "issuers": ["临溪市财政局"], "title": "关于转发《关于规范收费的通知》的通知"},
    ),
    (
        "letter format: number below the masthead at the right",
        f"""云川省民政厅

　　　　　　　　　　　　　　　　　　云民函〔2024〕17号

云川省民政厅关于同意设立慈善基金会的复函

临溪市民政局：
{BODY}
云川省民政厅
2024年6月6日
""",
        {"number": "云民函〔2024〕17号", "kind": "函", "addressees": ["临溪市民政局"]},
    ),
    (
        "minutes",
        """临溪市人民政府常务会议纪要
〔2024〕3次
临溪市人民政府办公室　　　　2024年2月20日
2月19日，市长林远山主持召开市人民政府常务会议，研究春季农业生产工作。现纪要如下。
一、会议听取了市农业农村局的汇报。
出席：林远山、周明川。
""",
        {"kind": "纪要", "date": "2024-02-20"},
    ),
    (
        "announcement numbered by year",
        """云川省财政厅公告
2024年第7号
关于发布2024年政府采购目录的公告
根据有关规定，现将2024年政府采购目录予以公告，自2024年5月1日起施行。
特此公告。
云川省财政厅
2024年4月10日
""",
        {"issuers": ["云川省财政厅"], "kind": "公告", "title": "关于发布2024年政府采购目录的公告", "date": "2024-04-10"},
    ),
    (
        "order with the rules it promulgates",
        """云川省人民政府令
第12号
《云川省渡口管理办法》已经省人民政府常务会议通过，现予公布，自2024年9月1日起施行。
省长　　沈青山
2024年7月15日
云川省渡口管理办法
第一章　总则
第一条　为了加强渡口管理，制定本办法。
第二条　本省行政区域内的渡口适用本办法。
""",
        {
            "issuers": ["云川省人民政府"],
            "number": "云川省人民政府令第12号",
            "kind": "令",
            "title": "云川省渡口管理办法",
            "date": "2024-07-15",
            "signer": "沈青山",
            "addressees": [],
        },
    ),
    (
        "letter without number",
        """云川省总工会

砥砺前行谱新篇

全省广大职工朋友们：

新年好！过去的一年，全省职工团结奋斗，各项工作取得新进展。祝大家新春快乐，阖家幸福！
""",
        {
            "issuers": ["云川省总工会"],
            "title": "砥砺前行谱新篇",
            "number": None,
            "kind": None,
            "date": None,
            "addressees": ["全省广大职工朋友们"],
            "cut": False,
        },
    ),
    (
        "only title and body",
        """关于开放阅览室的通知
阅览室自9月1日起每天开放，开放时间为上午八点至晚上九点，欢迎广大读者前来阅读。
""",
        {"title": "关于开放阅览室的通知", "kind": "通知", "issuers": [], "date": None, "number": None, "addressees": []},
    ),
    (
        "issuer only in the title",
        f"""云川省妇女联合会办公室关于开展普法宣传的通知
各市妇联：
{BODY}
""",
        {"issuers": ["云川省妇女联合会办公室"], "addressees": ["各市妇联"], "date": None},
    ),
    (
        "attachments listed before the signature and standing after it",
        f"""临溪市卫生健康委员会文件
临卫〔2024〕28号
关于开展健康体检的通知
各县卫生健康局：
{BODY}
附件：1.体检项目表
　　　2.体检人员汇总表
临溪市卫生健康委员会
2024年6月30日
附件1
体检项目表
一、基本项目
血压、心率。
附件2
体检人员汇总表
填报单位：临溪市卫生健康委员会
2024年7月1日
""",
        {
            "attachments": ["体检项目表", "体检人员汇总表"],
            "date": "2024-06-30",
            "title": "关于开展健康体检的通知",
        },
    ),
    (
        "attachment with a signature and a date of its own belongs to the notice",
        """云川省人民政府办公厅转发省地震局
关于加强防震减灾工作意见的通知
云政办发〔2019〕2号
各市人民政府：
省地震局《关于加强防震减灾工作的意见》已经省人民政府同意，现转发给你们，请认真贯彻执行。
云川省人民政府办公厅
二〇一九年二月四日
关于加强防震减灾工作的意见
省人民政府：
为了做好防震减灾工作，提出如下意见。
云川省地震局
二〇一九年一月二十日
""",
        {
            "issuers": ["云川省人民政府办公厅"],
            "date": "2019-02-04",
            "title": "云川省人民政府办公厅转发省地震局关于加强防震减灾工作意见的通知",
        },
    ),
    (
        "addressees over several lines",
        f"""云川省教育厅
云教〔2024〕14号
关于开展教育督导的通知
各市（州）教育局，各县（市、区）教育局，各省属高等学校，各省属中等职业学
校，厅机关各处室、各直属单位：
{BODY}
云川省教育厅
2024年4月4日
""",
        {
            "addressees": [
                "各市（州）教育局",
                "各县（市、区）教育局",
                "各省属高等学校",
                "各省属中等职业学校",
                "厅机关各处室",
                "各直属单位",
            ]
        },
    ),
    (
        "cut off within a sentence",
        """云川省总工会
云工办〔2024〕9号
关于命名示范单位的通报
各市总工会：
近年来，全省各级工会坚持正确方向，深化改革创新，各项工作取得了明显成效，涌现出了一大批
""",
        {"cut": True, "date": None, "issuers": ["云川省总工会"]},
    ),
    (
        "number in square brackets with spaces and a leading zero",
        f"""临溪市审计局文件
临 审 [ 2024 ] 009 号
关于开展专项审计的通知
各单位：
{BODY}
临溪市审计局
2024年9月9日
""",
        {"number": "临审〔2024〕9号"},
    ),
    (
        "letter-spaced masthead and title",
        f"""云 川 省 水 利 厅
云水〔2005〕6号
关于印发抗旱预案的函
各市水利局：
{BODY}
云 川 省 水 利 厅
二〇〇五年六月一日
""",
        {"issuers": ["云川省水利厅"], "date": "2005-06-01", "title": "关于印发抗旱预案的函", "kind": "函"},
    ),
    (
        "traditional script: announcement with the date beside the masthead",
        """雲川市政府環境保護局公告 \t  中華民國102年3月14日（補登）
雲環字第1020100343號
主　　旨：公告修正本市空氣品質管制區，自即日起生效。
依　　據：空氣污染防制法第十條。
公告事項：
一、管制區範圍如附件。
局　　長　林清和
Top
""",
        {
            "issuers": ["雲川市政府環境保護局"],
            "number": "雲環字第1020100343號",
            "kind": "公告",
            "date": "2013-03-14",
            "signer": "林清和",
            "cut": False,
        },
    ),
    (
        "traditional script: joint order, stacked and letter-spaced",
        """雲　　川　　部
河　　港　　部令
行政院溪流署 \t  中華民國102年2月20日（補登）
雲規字第1020000099號
河學（六）字第1020002942B號
溪人字第1020010310號
修正「雲川溪流管理辦法」第九條。
部　　長　高文遠
部　　長　蔣大川
署　　長　王青溪
雲川溪流管理辦法第九條修正條文
第九條　本辦法自發布日施行。
下一頁
Top
""",
        {
            "issuers": ["雲川部", "河港部", "行政院溪流署"],
            "number": "雲規字第1020000099號",
            "kind": "令",
            "date": "2013-02-20",
        },
    ),
    (
        "traditional script: banner of a web page above the masthead",
        """雲川公報資訊網-每日即時刊登
雲川部令
中華民國100年5月27日
雲中字第1000088923B號
修正「雲川課程綱要」，自一百零一學年度起實施。
部　　長　吳遠山
雲川課程綱要修正規定
壹、目標
一、認識溪流。
""",
        {
            "issuers": ["雲川部"],
            "number": "雲中字第1000088923B號",
            "date": "2011-05-27",
            "kind": "令",
            "title": "雲川課程綱要修正規定",
        },
    ),
    (
        "table-only notice",
        """临溪市总工会办公室
临工办〔2024〕3号
关于2024年会议安排的通知
机关各部门：
序号\t会议\t时间
1\t全委会\t2024年3月1日
2\t常委会\t2024年4月1日
临溪市总工会办公室
2024年2月1日
""",
        {"date": "2024-02-01", "number": "临工办〔2024〕3号", "addressees": ["机关各部门"]},
    ),
    (
        "banner line above the title",
        f"""临溪大学羽毛球协会及甲组球队招新
关于临溪大学羽毛球协会成员招新的通知
{BODY}
""",
        {"title": "关于临溪大学羽毛球协会成员招新的通知", "kind": "通知"},
    ),
    (
        "no addressees: 通告",
        f"""青禾县公安局关于加强烟花爆竹管理的通告
青公通〔2024〕1号
{MORE}
一、禁止在县城规划区燃放烟花爆竹。
二、本通告自发布之日起施行。
青禾县公安局
2024年1月10日
""",
        {"kind": "通告", "addressees": [], "number": "青公通〔2024〕1号", "issuers": ["青禾县公安局"]},
    ),
    (
        "number in brackets below the title",
        f"""云川省总工会关于做好送温暖工作的通知
（云工办发〔2022〕31号）
各市总工会：
{BODY}
云川省总工会
2022年12月12日
""",
        {"number": "云工办发〔2022〕31号", "title": "云川省总工会关于做好送温暖工作的通知"},
    ),
    (
        "placeholder masthead: the title names the issuer",
        f"""一份公文文件
临发〔2012〕21号
临溪市国防教育办公室关于放假的通知
各有关单位：
{BODY}
Xxxxxxxx
2012年12月12日
抄送：教育局，体育局。
""",
        {"issuers": ["临溪市国防教育办公室"], "date": "2012-12-12", "cc": ["教育局", "体育局"]},
    ),
]


@pytest.mark.parametrize(("text", "want"), [case[1:] for case in ONE], ids=[case[0] for case in ONE])
def test_one_notice(text: str, want: dict[str, Any]) -> None:
    found = notices(text)
    assert len(found) == 1
    assert {name: getattr(found[0], name) for name in want} == want

FIRST = f"""云川省财政厅文件
云财〔2024〕5号
关于规范收费的通知
各市财政局：
{BODY}
云川省财政厅
2024年3月1日
"""
SECOND = f"""云川省水利厅
云水函〔2024〕8号
云川省水利厅关于水库加固的复函
临溪市水利局：
{BODY}
云川省水利厅
2024年3月2日
抄送：省财政厅。
"""
THIRD = f"""青禾县总工会关于慰问职工的通知
各基层工会：
{BODY}
青禾县总工会
2024年3月3日
"""
NOTIFICATION = f"""青禾县公安局关于道路施工的通告
{MORE}
青禾县公安局
2024年3月4日
"""

SEVERAL: list[tuple[str, str, list[dict[str, Any]]]] = [
    (
        "a bundle with blank lines",
        f"{FIRST}\n\n{SECOND}\n\n{THIRD}",
        [
            {"number": "云财〔2024〕5号", "issuers": ["云川省财政厅"], "wrapper": None, "date": "2024-03-01"},
            {"number": "云水函〔2024〕8号", "issuers": ["云川省水利厅"], "wrapper": None, "cc": ["省财政厅"]},
            {"number": None, "issuers": ["青禾县总工会"], "title": "青禾县总工会关于慰问职工的通知", "wrapper": None},
        ],
    ),
    (
        "a bundle without blank lines",
        f"{SECOND}{FIRST}{THIRD}{NOTIFICATION}",
        [
            {"number": "云水函〔2024〕8号", "date": "2024-03-02"},
            {"number": "云财〔2024〕5号", "date": "2024-03-01"},
            {"number": None, "date": "2024-03-03"},
            {"title": "青禾县公安局关于道路施工的通告", "kind": "通告", "date": "2024-03-04"},
        ],
    ),
    (
        "form feeds between notices",
        f"{FIRST}\f{SECOND}\f{THIRD}",
        [{"number": "云财〔2024〕5号"}, {"number": "云水函〔2024〕8号"}, {"title": "青禾县总工会关于慰问职工的通知"}],
    ),
    (
        "a letter that forwards a notice with masthead and number of its own",
        f"""临溪市财政局
临财函〔2024〕3号
关于转发《关于规范收费的通知》的函
各县财政局：
现将省财政厅《关于规范收费的通知》（云财〔2024〕5号）转发给你们，请遵照执行。
临溪市财政局
2024年3月9日
附件
{FIRST}""",
        [
            {"number": "临财函〔2024〕3号", "kind": "函", "date": "2024-03-09", "wrapper": None},
            {"number": "云财〔2024〕5号", "kind": "通知", "date": "2024-03-01", "wrapper": 1},
        ],
    ),
    (
        "two notices caught in a letter, each closed by its page mark",
        """云川省总工会

春风送暖新征程 携手同行再出发

全省广大职工朋友们：

一年来，全省各级工会围绕中心、服务大局，各项工作取得新的成绩。

青禾县总工会

青工发〔2023〕4号

青禾县总工会关于表彰模范职工小家的决定

各乡镇总工会、各产业（行、局、企业）工会：
近年来，全县各级工会组织锐意进取，涌现出了一大批

— 1 —

青禾县总工会

青工办〔2024〕9号

关于命名示范单位的通报

各乡镇总工会、各产业（行、局、企业）工会：
各乡镇总工会认真落实工作部署，取得了丰硕成果，内在活力有效

— 1 —

衷心祝愿全省广大职工朋友们身体健康、阖家幸福！
""",
        [
            {
                "issuers": ["云川省总工会"],
                "number": None,
                "title": "春风送暖新征程 携手同行再出发",
                "cut": False,
                "wrapper": None,
            },
            {"number": "青工发〔2023〕4号", "kind": "决定", "cut": True, "wrapper": 1},
            {"number": "青工办〔2024〕9号", "kind": "通报", "cut": True, "wrapper": 1},
        ],
    ),
    (
        "the outer notice goes on counting its pages",
        """云川省交通运输厅文件
云交〔2024〕7号
关于做好养护工作的通知
各市交通运输局：
各地要加强公路养护，及时修复路面病害，
— 1 —
云川省公路局
云路〔2024〕2号
关于养护标准的通知
各公路段：
养护标准如下，请遵照执行。
云川省公路局
2024年1月2日
— 1 —
确保道路安全畅通。特此通知。
云川省交通运输厅
2024年1月5日
— 2 —
""",
        [
            {"number": "云交〔2024〕7号", "date": "2024-01-05", "cut": False},
            {"number": "云路〔2024〕2号", "date": "2024-01-02", "wrapper": 1},
        ],
    ),
    (
        "without page marks the outer notice goes on where its issuer signs",
        """云川省档案局
云档〔2024〕7号
关于转发有关文件的通知
各市档案局：
现将有关文件转发给你们，原文如下。
云川省公路局
云路〔2024〕2号
关于养护标准的通知
各公路段：
养护标准如下，请遵照执行。
云川省公路局
2024年1月2日
以上文件请遵照执行，执行中的问题及时报告。
云川省档案局
2024年1月5日
""",
        [
            {"number": "云档〔2024〕7号", "date": "2024-01-05", "issuers": ["云川省档案局"]},
            {"number": "云路〔2024〕2号", "date": "2024-01-02", "wrapper": 1, "issuers": ["云川省公路局"]},
        ],
    ),
    (
        "traditional script: an old order reprinted as appendix",
        """雲川部公告 \t  中華民國99年2月9日
雲字第09902521725號
主　　旨：預告廢止雲川部九十二年十月一日雲字第○九二○七五一四二一號令。
依　　據：行政程序法第一百五十四條第一項。
部　　長　林遠
附件
雲川部令 \t  中華民國92年10月1日
雲字第0920751421號
一、以未滿十四歲之人為被保險人者，其金額以二百萬元為上限。
部　　長　周青
""",
        [
            {"number": "雲字第09902521725號", "date": "2010-02-09", "kind": "公告"},
            {"number": "雲字第0920751421號", "date": "2003-10-01", "kind": "令", "wrapper": 1},
        ],
    ),
]


@pytest.mark.parametrize(("text", "want"), [case[1:] for case in SEVERAL], ids=[case[0] for case in SEVERAL])
def test_several_notices(text: str, want: list[dict[str, Any]]) -> None:
    found = notices(text)
    assert [{name: getattr(each, name) for name in fields} for each, fields in zip(found, want, strict=False)] == want
    assert [each.position for each in found] == list(range(1, len(want) + 1))
