"""The authority file of issuers: read, looked up, shortened names, edited."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import issuers
from archive.errors import ArchiveError
from archive.issuers import Authority, Issuer, Predecessor, short_forms
from archive.issuers.shortening import TAIL, Shortening
from archive.text import fold

TEXT = """\
# 本馆的发文机关
[[issuer]] # 核对过
name = "云川省总工会"   # 全称
aliases = ["云川省工会", "省总"]
codes = ["云工发", "云工办"]
parent = "中华全国总工会"
predecessors = [{ name = "云川工会筹备会", until = "1952-11-30" }]

# 市一级
[[issuer]]
name = "临溪市总工会"
aliases = [
    "临溪工会", # 报纸上这样写
    "市总" # 内部
]
parent = '云川省总工会' # 省

[[issuer]]
name = "青禾县总工会"
parent = "临溪工会"
[[issuer.predecessors]]
name = "青禾县工会联合会"
until = "1958"

# 完
"""
UNION = "云川省总工会"


def authority() -> Authority:
    return Authority.read(TEXT)


# ---- reading


def test_reads_every_key() -> None:
    first, second, third = authority().issuers
    assert first == Issuer(
        UNION,
        ("云川省工会", "省总"),
        ("云工发", "云工办"),
        "中华全国总工会",
        (Predecessor("云川工会筹备会", "1952-11-30"),),
    )
    assert second.aliases == ("临溪工会", "市总")
    assert third.predecessors == (Predecessor("青禾县工会联合会", "1958"),)


@pytest.mark.parametrize("text", [TEXT, "\ufeff" + TEXT, TEXT.replace("\n", "\r\n"), TEXT.rstrip()])
def test_mark_and_line_ends_do_not_matter(text: str) -> None:
    assert Authority.read(text).issuers == authority().issuers


def test_a_day_may_stand_without_quotes() -> None:
    text = '[[issuer]]\nname = "甲会"\npredecessors = [{ name = "乙会", until = 1952-11-30 }, { name = "丙会" }]\n'
    assert Authority.read(text).issuers[0].predecessors == (Predecessor("乙会", "1952-11-30"), Predecessor("丙会"))


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", "\r\n  \t\n", "# 尚无\n", "\ufeff# 尚无\r\n# [[issuer]]"])
def test_nothing_is_an_empty_authority(text: str) -> None:
    assert Authority.read(text).issuers == ()


def test_an_empty_authority_reads_no_toml() -> None:
    from tests.test_rooms import modules_after

    late = {"tomllib", "tomli", "tomlkit", "json", "datetime"}
    assert not late & modules_after("from archive.issuers import Authority\nAuthority.read('# 尚无\\n')")


ISSUER = '[[issuer]]\nname = "甲会"\n'
WRONG = [
    ("syntax", ISSUER + "codes = [甲发]\n", "line 3 cannot be read: codes = [甲发]"),
    ("syntax-at-the-end", ISSUER + 'codes = ["甲发"', 'line 3 cannot be read: codes = ["甲发"'),
    ("a-key-twice", ISSUER + 'name = "乙会"\n', 'line 3 cannot be read: name = "乙会"'),
    ("crlf", "\r\n" + ISSUER.replace("\n", "\r\n") + "codes = [甲发]\r\n", "line 4 cannot be read"),
    ("no-such-day", ISSUER + "predecessors = [{ name = '乙会', until = 1952-11-31 }]", "line 3 cannot be read"),
    ("nested", "issuer = " + "[" * 5000, "cannot be read"),
    ("unknown-key", ISSUER + 'alias = ["甲"]\n', "line 1 (issuer 甲会): alias is not known here"),
    ("unknown-table", '[issuers]\nname = "甲会"\n', "issuers is not known here"),
    ("no-list", '[issuer]\nname = "甲会"\n', "not a list of entries"),
    ("no-entries", 'issuer = ["甲会"]\n', "not a list of entries"),
    ("no-name", ISSUER + '\n[[issuer]]\ncodes = ["甲发"]\n', "line 4: it has no name"),
    ("empty-name", '[[issuer]]\nname = " 　"\n', "line 1: it has no name"),
    ("name-no-text", "[[issuer]]\nname = 3\n", "it has no name"),
    ("name-with-line-break", '[[issuer]]\nname = "甲\\n会"\n', "control character"),
    ("name-too-long", f'[[issuer]]\nname = "{"甲" * 201}"\n', "too long"),
    ("aliases-no-list", ISSUER + 'aliases = "甲"\n', "line 1 (issuer 甲会): aliases is not a list"),
    ("alias-no-text", ISSUER + "aliases = [1]\n", "aliases is not a text"),
    ("empty-alias", ISSUER + 'aliases = [""]\n', "aliases is empty"),
    ("parent-no-text", ISSUER + 'parent = ["乙会"]\n', "parent is not a text"),
    ("empty-parent", ISSUER + 'parent = ""\n', "parent is empty"),
    ("predecessor-no-entry", ISSUER + 'predecessors = ["乙会"]\n', "a predecessor has no name"),
    ("predecessor-unknown-key", ISSUER + 'predecessors = [{ name = "乙会", to = "1952" }]\n', "to is not known here"),
    ("own-predecessor", ISSUER + 'predecessors = [{ name = "甲会" }]\n', "its own predecessor"),
    ("bad-date", ISSUER + 'predecessors = [{ name = "乙会", until = "1952-13-01" }]\n', "1952-13-01 is not a date"),
    ("date-in-words", ISSUER + 'predecessors = [{ name = "乙会", until = "1952年" }]\n', "1952年 is not a date"),
    ("a-number", ISSUER + 'predecessors = [{ name = "乙会", until = true }]\n', "True is not a date"),
    ("name-twice", ISSUER + ISSUER, "line 3 (issuer 甲会): 甲会 stands at issuers.toml, line 1 (issuer 甲会) already"),
    ("name-twice-folded", ISSUER + '[[issuer]]\nname = "甲 會"\n', "甲 會 stands at"),
    ("alias-is-a-name", ISSUER + '[[issuer]]\nname = "乙会"\naliases = ["甲会"]\n', "甲会 stands at"),
    ("code-twice", (ISSUER + 'codes = ["甲发"]\n') + '[[issuer]]\nname = "乙会"\ncodes = ["甲發"]\n', "甲發 stands at"),
    ("own-parent", ISSUER + 'parent = "甲會"\n', "circle: 甲会 → 甲会"),
    (
        "circle",
        ISSUER + 'parent = "乙"\n[[issuer]]\nname = "乙会"\naliases = ["乙"]\nparent = "甲会"\n',
        "circle: 甲会 → 乙会 → 甲会",
    ),
    ("too-large", "#" * 4_000_001, "too large"),
]


@pytest.mark.parametrize(("text", "message"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_what_is_wrong_is_said_with_its_place_and_what_to_do(text: str, message: str) -> None:
    with pytest.raises(ArchiveError) as caught:
        Authority.read(text)
    assert message in caught.value.message
    assert "issuers.toml" in caught.value.message
    assert caught.value.advice


def test_a_long_line_of_parents_is_no_circle() -> None:
    chain = [Issuer(f"第{at}会", parent=f"第{at + 1}会") for at in range(300)]
    text = issuers.include("", [each.data() for each in chain])
    assert Authority.read(text).below("第300会") == ["第300会", *sorted(each.name for each in chain)]
    with pytest.raises(ArchiveError, match="circle"):
        issuers.parent(text, "第299会", "第0会")


# ---- looking up


def test_names_compare_folded() -> None:
    found = authority()
    for name in ("雲川省總工會", "云川 省总工会", "省總", "云川省工会"):
        assert found.name(name) == UNION
        assert found.names(name) == (UNION, "云川省工会", "省总")
    assert found.issuer("云川省") is None
    assert found.name("云川省教育厅") == "云川省教育厅"
    assert found.names("云川省教育厅") == ("云川省教育厅",)


@pytest.mark.parametrize(
    ("code", "name"), [("云工发", UNION), ("雲工發", UNION), ("云工办", UNION), ("云工", None), ("", None)]
)
def test_codes(code: str, name: str | None) -> None:
    assert authority().of_code(code) == name


NAMES = """
云川省总工会 雲川省總工會 云川省总工会女职工部 云川省总商会 云川省总队 云川省公安总队 临溪市总工会 青禾县总工会
青禾县总工会办公室 中华全国总工会 云川省直机关工会 江苏省总工会 江苏省总商会 江苏省消防救援总队
广西壮族自治区总工会 广西壮族自治区人民政府 云川省教育厅 云川省教育厅办公室 江苏省教育厅 临溪市教育局
临溪市教育体育局 临溪市青禾区教育局 云川省临溪市教育局 青禾县教育局 青禾县教育科技体育局 延边朝鲜族自治州教育局
国务院办公厅 中共中央办公厅 云川省人民政府 云川省人民政府办公厅 临溪市人民政府办公室 国家发展和改革委员会
云川省发展和改革委员会 云川省人力资源和社会保障厅 临溪市住房和城乡建设局 云川省卫生健康委员会 国家卫生健康委员会
临溪市市场监督管理局 国家市场监督管理总局 云川省科学技术厅 云川省工业和信息化厅 云川省文化和旅游厅
云川省农业农村厅 云川省自然资源厅 云川省生态环境厅 云川省应急管理厅 云川省退役军人事务厅
云川省人民政府国有资产监督管理委员会 国务院国有资产监督管理委员会 云川省医疗保障局 国家金融监督管理总局
国家金融监督管理总局云川监管局 共青团云川省委员会 共青团临溪市委 共青团云川大学委员会 云川省妇女联合会
中华全国妇女联合会 中共云川省委员会 中共云川省委组织部 中共临溪市委员会 云川大学 云南大学 云川师范大学
云川大学校长办公室 云川大学工会 国家税务总局云川省税务局 中国证券监督管理委员会江苏监管局 临溪市中级人民法院
云川省高级人民法院 云川省人民检察院 临溪市疾病预防控制中心（市卫生监督执法局） 中国人民政治协商会议云川省委员会
云川省人民代表大会常务委员会 临溪城市管理局 临溪市城市管理局 青禾社区服务中心 青禾县服务中心
中华人民共和国教育部 云川省残疾人联合会 云川省科学技术协会 云川省工商业联合会 青禾新区管理委员会
云川省人民政府驻临溪市办事处
"""
SEEN = NAMES.split()

MEANINGS = [
    # 总工会
    ("省总", "云川省总工会 江苏省总工会"),
    ("云川省总", "云川省总工会"),
    ("云川总工会", "云川省总工会"),
    ("江苏省总", "江苏省总工会"),
    ("江苏总工会", "江苏省总工会"),
    ("苏总工会", "江苏省总工会"),
    ("苏总", "江苏省总工会"),
    ("江苏省工会", "江苏省总工会"),
    ("江蘇省總", "江苏省总工会"),
    ("市总", "临溪市总工会"),
    ("县总", "青禾县总工会"),
    ("总工会", "云川省总工会 临溪市总工会 青禾县总工会 江苏省总工会 中华全国总工会 广西壮族自治区总工会"),
    ("全总", "中华全国总工会"),
    ("全国总工会", "中华全国总工会"),
    ("省总女职工部", "云川省总工会女职工部"),
    ("县总办", "青禾县总工会办公室"),
    ("广西总工会", "广西壮族自治区总工会"),
    ("桂总工会", "广西壮族自治区总工会"),
    ("自治区总工会", "广西壮族自治区总工会"),
    ("区总", "广西壮族自治区总工会"),
    ("省总队", "云川省总队"),
    ("省总商会", "云川省总商会 江苏省总商会"),
    ("工商联", "云川省工商业联合会"),
    # 教育
    ("教育部", "中华人民共和国教育部"),
    ("市教育局", "临溪市教育局 云川省临溪市教育局"),
    ("临溪教育局", "临溪市教育局 云川省临溪市教育局"),
    ("区教育局", "临溪市青禾区教育局"),
    ("青禾教育局", "青禾县教育局 临溪市青禾区教育局"),
    ("延边教育局", "延边朝鲜族自治州教育局"),
    ("州教育局", "延边朝鲜族自治州教育局"),
    ("教体局", "临溪市教育体育局"),
    ("江苏教育厅", "江苏省教育厅"),
    ("省教育厅", "云川省教育厅 江苏省教育厅"),
    ("省教育厅办", "云川省教育厅办公室"),
    ("师大", "云川师范大学"),
    ("云川师大", "云川师范大学"),
    ("云师大", "云川师范大学"),
    ("云大", "云南大学 云川大学"),
    ("校办", "云川大学校长办公室"),
    ("校工会", "云川大学工会"),
    ("校团委", "共青团云川大学委员会"),
    ("云川大学团委", "共青团云川大学委员会"),
    # 党、团、群
    ("省委", "中共云川省委员会"),
    ("中共云川省委", "中共云川省委员会"),
    ("市委", "中共临溪市委员会"),
    ("省委组织部", "中共云川省委组织部"),
    ("组织部", "中共云川省委组织部"),
    ("团省委", "共青团云川省委员会"),
    ("云川团省委", "共青团云川省委员会"),
    ("云川省团委", "共青团云川省委员会"),
    ("共青团云川省委", "共青团云川省委员会"),
    ("团市委", "共青团临溪市委"),
    ("省妇联", "云川省妇女联合会"),
    ("全国妇联", "中华全国妇女联合会"),
    ("省残联", "云川省残疾人联合会"),
    ("省科协", "云川省科学技术协会"),
    ("省政协", "中国人民政治协商会议云川省委员会"),
    ("政协云川省委员会", "中国人民政治协商会议云川省委员会"),
    # 政府
    ("国办", "国务院办公厅"),
    ("中办", "中共中央办公厅"),
    ("省政府", "云川省人民政府"),
    ("广西政府", "广西壮族自治区人民政府"),
    ("省府办", "云川省人民政府办公厅"),
    ("省政府办公厅", "云川省人民政府办公厅"),
    ("市政府办", "临溪市人民政府办公室"),
    ("发改委", "国家发展和改革委员会 云川省发展和改革委员会"),
    ("省发改委", "云川省发展和改革委员会"),
    ("国家发改委", "国家发展和改革委员会"),
    ("人社厅", "云川省人力资源和社会保障厅"),
    ("云川住建厅", ""),
    ("临溪住建局", "临溪市住房和城乡建设局"),
    ("国家卫健委", "国家卫生健康委员会"),
    ("市监局", "临溪市市场监督管理局"),
    ("临溪市市场监管局", "临溪市市场监督管理局"),
    ("市场监管总局", "国家市场监督管理总局"),
    ("省科技厅", "云川省科学技术厅"),
    ("省工信厅", "云川省工业和信息化厅"),
    ("云川文旅厅", "云川省文化和旅游厅"),
    ("农业农村厅", "云川省农业农村厅"),
    ("云川自然资源厅", "云川省自然资源厅"),
    ("生态环境厅", "云川省生态环境厅"),
    ("省应急厅", "云川省应急管理厅"),
    ("退役军人厅", "云川省退役军人事务厅"),
    ("省国资委", "云川省人民政府国有资产监督管理委员会"),
    ("国资委", "国务院国有资产监督管理委员会 云川省人民政府国有资产监督管理委员会"),
    ("省医保局", "云川省医疗保障局"),
    ("金融监管总局", "国家金融监督管理总局"),
    ("云川金融监管局", "国家金融监督管理总局云川监管局"),
    ("省税务局", "国家税务总局云川省税务局"),
    ("江苏证监局", "中国证券监督管理委员会江苏监管局"),
    ("市中院", "临溪市中级人民法院"),
    ("云川高院", "云川省高级人民法院"),
    ("省检察院", "云川省人民检察院"),
    ("省人大常委会", "云川省人民代表大会常务委员会"),
    ("临溪疾控中心", "临溪市疾病预防控制中心（市卫生监督执法局）"),
    ("市城管局", "临溪市城市管理局"),
    ("江北管委会", ""),
    ("青禾管委会", "青禾新区管理委员会"),
    # words that only look like a region, and what is no short name at all
    ("管理局", ""),
    ("市管理局", ""),
    ("服务中心", "青禾县服务中心"),
    ("区服务中心", ""),
    ("办事处", ""),
    ("体育局", ""),
    ("总", ""),
    ("局", ""),
    ("", ""),
    (" ", ""),
    ("云川省", ""),
    ("工会女职工部", "云川省总工会女职工部"),
    ("云川省教育厅", "云川省教育厅"),
    ("云川省总工会、临溪市总工会", ""),
]


@pytest.mark.parametrize(("asked", "names"), MEANINGS, ids=[row[0] or "-" for row in MEANINGS])
def test_what_a_typed_name_means(asked: str, names: str) -> None:
    found = Authority().meanings(asked, SEEN)
    assert {*map(fold, found)} == {*map(fold, names.split())}
    assert len(found) == len({*map(fold, found)})


NEAR = [
    ("教育局", "临溪市教育体育局 青禾县教育科技体育局 云川省教育厅 临溪市教育局办公室 教育局长"),
    ("省总", "云川省总商会 云川省总队 云川省公安总队 云川省直机关总工会 云川省总工会办公室 云川省消防救援总队 省"),
    ("江苏省总", "江苏省总商会 江苏省总工会干部学校 云川省总工会 江苏省临溪市总工会"),
    ("江苏教育厅", "江苏省临溪市教育厅 北江苏省教育厅驻临溪市办事处 江苏省教育厅人事处"),
    ("临溪教育局", "大临溪市教育局 临溪市青禾区教育局 临溪教育体育局"),
    ("省委", "共青团云川省委 共青团云川省委员会 中共云川省委办公厅 民盟云川省委 政协云川省委员会 云川省教育委员会"),
    ("市委", "共青团临溪市委员会 中共临溪市纪律检查委员会"),
    ("团委", "中共云川大学委员会 共青团云川大学委员会"),
    ("国办", "国务院办公厅秘书局 国家办公厅 云川省国资委办公室"),
    ("办公厅", "云川省教育厅办公厅 中共云川省委办公厅"),
    ("工会", "云川省直机关工会 云川大学工会"),
    ("南大", "南京医科大学 江苏大学 南京大学附属中学"),
    ("发改委", "云川省发展和改革委员会办公室 云川省经济和信息化委员会"),
    ("市总", "临溪城市总工会筹备组 青禾县总工会"),
    ("区总", "临溪市社区总工会"),
    ("苏总", "江西省总工会"),
]


@pytest.mark.parametrize(("asked", "names"), NEAR, ids=[row[0] for row in NEAR])
def test_what_it_does_not_mean(asked: str, names: str) -> None:
    assert Authority().meanings(asked, names.split()) == []


def test_what_a_person_confirmed_decides() -> None:
    found = authority()
    assert found.meanings("省总", SEEN) == [UNION]
    assert found.meanings("云川工会") == [UNION], "by its alias 云川省工会"
    assert found.meanings("县总", SEEN) == ["青禾县总工会"]
    assert found.meanings("總工會", ["江苏省总工会", "云川省工会", "雲川省總工會"]) == [
        "临溪市总工会",
        UNION,
        "青禾县总工会",
        "江苏省总工会",
    ], "confirmed ones first"


def test_the_name_itself_comes_first() -> None:
    assert Authority().meanings("教育局", ["甲市教育局", "教育局"]) == ["教育局", "甲市教育局"]
    assert Authority().meanings("甲市（乙区）教育局", ["甲市(乙区)教育局"]) == ["甲市(乙区)教育局"]
    assert Authority().meanings("某" * 60, ["某" * 60]) == ["某" * 60]


def test_every_short_form_is_folded_and_stands_for_something_else() -> None:
    for table in ("WHOLE", "HEADS", "PARTS", "ENDS"):
        for line in getattr(short_forms, table).strip().splitlines():
            short, *fulls = line.split()
            assert fulls, line
            assert line == key_of(line), line
            assert short not in fulls, line
    assert len(short_forms.PARTS.split("\n")) > 60


def key_of(line: str) -> str:
    return " ".join(map(fold, line.split()))


@pytest.mark.parametrize("line", [*short_forms.WHOLE.split("\n"), *short_forms.PARTS.split("\n")])
def test_every_short_form_finds_its_full_form(line: str) -> None:
    for full in line.split()[1:]:
        short = line.split()[0]
        assert Shortening(short).fits(full)
        assert full in Authority().meanings(short, [full])
        assert Authority().meanings("云川省" + short + "某处", ["云川省" + full + "某处"]) or short in short_forms.WHOLE


@pytest.mark.parametrize("line", short_forms.HEADS.strip().split("\n"))
def test_every_head_finds_its_full_form_at_its_region(line: str) -> None:
    short, *fulls = line.split()
    for full in fulls:
        name = full.replace("~", "云川省") if "~" in full else "云川省" + full
        assert Authority().meanings("云川" + short, [name]) == [name]
        assert Authority().meanings("省" + short, [name]) == [name]


@pytest.mark.parametrize("row", short_forms.PROVINCES.strip().split("\n"))
def test_every_province_may_be_shortened(row: str) -> None:
    short, stem, level = row.split()
    for asked in (short, stem, stem + level):
        assert Authority().meanings(asked + "总工会", [f"{stem}{level}总工会", "云川省总工会"]) == [
            f"{stem}{level}总工会"
        ]


pieces = st.sampled_from(
    [
        "云川",
        "临溪",
        "江苏",
        "省",
        "市",
        "县",
        "总",
        "总工会",
        "工会",
        "教育",
        "局",
        "厅",
        "委",
        "员会",
        "办",
        "团",
        "大",
        "学",
    ]
)
asked_names = st.lists(pieces, min_size=1, max_size=6).map("".join)


@settings(max_examples=150, deadline=None)
@given(asked_names, st.lists(st.one_of(asked_names, st.sampled_from(SEEN)), max_size=12), st.randoms())
def test_meanings_depend_on_no_order(asked: str, seen: list[str], chance: random.Random) -> None:
    found = authority().meanings(asked, seen)
    mixed = seen * 2
    chance.shuffle(mixed)
    assert authority().meanings(asked, mixed) == found
    for name in found:
        assert name in {each.name for each in authority().issuers} or name in seen


@settings(max_examples=150, deadline=None)
@given(asked_names, st.one_of(asked_names, st.sampled_from(SEEN)))
def test_looking_at_the_end_loses_nothing(asked: str, name: str) -> None:
    shortening = Shortening(fold(asked))
    if shortening.fits(fold(name)):
        assert shortening.may_end(fold(name)[-TAIL:])


def test_of_ten_thousand_names_few_are_looked_at_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names that end as the one that is asked for cannot are left after one look for each end."""
    work: Counter[str] = Counter()

    def counted(name: str) -> None:
        real = getattr(Shortening, name)
        monkeypatch.setattr(Shortening, name, lambda self, word: work.update([name]) or real(self, word))

    counted("may_end")
    counted("fits")
    chance = random.Random(7)
    bodies = ["教育局", "财政局", "总工会", "人民政府办公室", "发展和改革委员会", "市场监督管理局", "总商会", "水利局"]
    seen = sorted(
        {
            chance.choice(("云川省", "江苏省", "")) + "".join(chance.choices("甲乙丙丁戊己庚辛", k=4)) + "市" + body
            for _ in range(3000)
            for body in bodies
        }
    )[:10_000]
    for asked in ("省总", "市教育局", "市发改委", "甲乙丙丁教育局"):
        work.clear()
        Authority().meanings(asked, seen)
        assert work["may_end"] == len({name[-TAIL:] for name in seen}) and work["fits"] < len(seen) / 6, asked


# ---- what stands below


def test_below_follows_parents_and_beginnings() -> None:
    seen = [*SEEN, "雲川省總工會幹部學校", "临溪工会", "省总商会", "云川省总"]
    found = authority().below("省總", seen)
    assert found[:3] == [UNION, "云川省工会", "省总"]
    assert {"临溪市总工会", "市总", "临溪工会", "青禾县总工会", "青禾县总工会办公室", "云川省总工会女职工部"} <= set(
        found
    )
    assert {"雲川省總工會", "雲川省總工會幹部學校"} <= set(found), "as printed too"
    assert not {"云川省总商会", "省总商会", "云川省总", "中华全国总工会", "江苏省总工会"} & set(found)
    assert len(found) == len(set(found))
    assert authority().below("中华全国总工会", seen)[0] == "中华全国总工会"
    assert set(found) < set(authority().below("中华全国总工会", seen))
    assert authority().below("临溪市总工会")[:3] == ["临溪市总工会", "临溪工会", "市总"]
    assert Authority().below("云川省教育厅", SEEN) == ["云川省教育厅", "云川省教育厅办公室"]


def test_a_parent_given_by_a_person_wins_over_how_a_name_begins() -> None:
    text = issuers.parent(TEXT, "云川省总工会干部学校", "云川省教育厅")
    text = issuers.put(text, "云川省总工会疗养院")
    text = issuers.parent(text, "青禾疗养所", "云川省总工会疗养院")
    found = Authority.read(text).below(UNION, ["云川省总工会干部学校", "云川省总工会疗养院"])
    assert "云川省总工会干部学校" not in found
    assert {"云川省总工会疗养院", "青禾疗养所"} <= set(found)
    assert "云川省总工会干部学校" in Authority.read(text).below("云川省教育厅")


bodies = st.sampled_from([f"{place}{body}" for place in ("甲市", "乙市", "") for body in ("会", "会处", "局", "局科")])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(bodies, st.none() | bodies), max_size=8), bodies, st.lists(bodies, max_size=5))
def test_below_ends_even_where_parents_go_in_circles(
    pairs: list[tuple[str, str | None]], top: str, seen: list[str]
) -> None:
    found = Authority([Issuer(name, parent=parent) for name, parent in dict(pairs).items()]).below(top, seen)
    assert found[0] == top
    assert len(found) == len(set(found))
    assert set(found) <= {top, *seen, *dict(pairs)}


# ---- editing


def comments(text: str) -> list[str]:
    return re.findall(r"#[^\r\n]*", text)


def test_edits_leave_the_rest_as_it_is() -> None:
    text = issuers.alias(TEXT, "临溪市总工会", "临溪总工会")
    text = issuers.code(text, "市总", "临工发")
    text = issuers.code(text, UNION, "云工字")
    text = issuers.predecessor(text, UNION, "云川总工会筹备处", "1949")
    text = issuers.predecessor(text, "青禾县总工会", "青禾工会", "1949-10")
    text = issuers.code(text, "青禾县总工会", "青工发")
    text = issuers.parent(text, "临溪市总工会", "中华全国总工会")
    text = issuers.put(text, "云川省教育厅")
    assert text == TEXT.replace('"市总" # 内部', '"市总", # 内部\n    "临溪总工会"').replace(
        '["云工发", "云工办"]', '["云工发", "云工办", "云工字"]'
    ).replace(
        'until = "1952-11-30" }]', 'until = "1952-11-30" }, {name = "云川总工会筹备处", until = "1949"}]'
    ).replace("parent = '云川省总工会' # 省\n", 'parent = "中华全国总工会" # 省\ncodes = ["临工发"]\n').replace(
        'parent = "临溪工会"\n', 'parent = "临溪工会"\ncodes = ["青工发"]\n'
    ).replace(
        "# 完\n",
        '# 完\n[[issuer.predecessors]]\nname = "青禾工会"\nuntil = "1949-10"\n\n[[issuer]]\nname = "云川省教育厅"\n',
    )


EDITS = [
    ("put", (UNION,)),
    ("put", ("云川省教育厅",)),
    ("alias", ("省总", "云川总工会")),
    ("alias", (UNION, "雲川省工會")),
    ("alias", ("云川省教育厅", "省厅")),
    ("code", (UNION, "云工发")),
    ("code", ("云川省教育厅", "云教发")),
    ("parent", ("青禾县总工会", "省总")),
    ("parent", ("青禾县总工会", "市总")),
    ("parent", ("临溪市总工会", None)),
    ("parent", ("云川省教育厅", None)),
    ("parent", ("云川省教育厅", "云川省人民政府")),
    ("predecessor", (UNION, "云川工会筹备会", "1952-11-30")),
    ("predecessor", (UNION, "云川工会筹备会", "1953")),
    ("predecessor", (UNION, "云川工会筹备会")),
    ("predecessor", ("临溪市总工会", "临溪工会联合会")),
    ("predecessor", ("青禾县总工会", "青禾县工会联合会", "1959")),
    ("predecessor", ("云川省教育厅", "云川教育处", "1950-01")),
    ("unalias", (UNION, "省總")),
    ("unalias", (UNION, "没有")),
    ("unalias", ("云川省教育厅", "没有")),
    ("uncode", ("省总", "云工办")),
    ("remove", ("青禾县总工会",)),
    ("remove", (UNION,)),
    ("remove", ("云川省教育厅",)),
    ("merge", ("青禾县总工会", UNION)),
    ("merge", ("青禾县总工会", "临溪市总工会")),
    ("merge", (UNION, "青禾县总工会")),
    ("merge", (UNION, "临溪市总工会")),
    ("merge", (UNION, "江苏省总工会")),
    ("merge", ("云川总工会", UNION)),
    ("merge", ("甲会", "乙会")),
    ("include", ([{"name": UNION, "aliases": ["云总"], "codes": [], "parent": None, "predecessors": []}],)),
    ("include", ([{"name": "青禾县总工会", "predecessors": [{"name": "青禾县工会联合会", "until": None}]}],)),
]  # fmt: skip


def edit(text: str, verb: str, values: tuple[object, ...]) -> str:
    changed = getattr(issuers, verb)(text, *values)
    assert isinstance(changed, str)
    return changed


@pytest.mark.parametrize(("verb", "values"), EDITS, ids=[f"{verb}-{values[0]}"[:30] for verb, values in EDITS])
@pytest.mark.parametrize("frame", ["lf", "crlf", "mark", "no-last-line-end"])
def test_every_edit_reads_back_and_may_be_repeated(verb: str, values: tuple[object, ...], frame: str) -> None:
    text = {
        "lf": TEXT,
        "crlf": TEXT.replace("\n", "\r\n"),
        "mark": "\ufeff" + TEXT.replace("\n", "\r\n"),
        "no-last-line-end": TEXT.rstrip("\n"),
    }[frame]
    once = edit(text, verb, values)
    assert edit(once, verb, values) == once
    assert Authority.read(once).data() == Authority.read(edit(TEXT, verb, values)).data()
    assert once.startswith("\ufeff") == text.startswith("\ufeff")
    if frame in ("crlf", "mark"):
        assert "\n" not in once.replace("\r\n", "")
    own_lines = [line for line in comments(TEXT) if line in TEXT.splitlines()]
    assert [line for line in comments(once) if line in own_lines] == own_lines


UNCHANGED = [
    ("put", ("云川 省總工會",)),
    ("alias", (UNION, UNION)),
    ("alias", (UNION, "雲川省工會")),
    ("code", (UNION, "雲工發")),
    ("parent", ("青禾县总工会", "市总")),
    ("predecessor", (UNION, "云川工会筹备会", "1952-11-30")),
    ("merge", ("省总", UNION)),
    ("merge", (UNION, "省总")),
    ("remove", ("没有",)),
    ("include", ([],)),
    ("include", (Authority.read(TEXT).data(),)),
]  # fmt: skip


@pytest.mark.parametrize(("verb", "values"), UNCHANGED, ids=[verb for verb, _ in UNCHANGED])
def test_what_is_so_already_leaves_the_text_to_the_letter(verb: str, values: tuple[object, ...]) -> None:
    odd = "\ufeff" + TEXT.replace("\n", "\r\n", 9)
    assert edit(odd, verb, values) == odd


REFUSED = [
    ("put", ("省总",), "省总 stands at 云川省总工会"),
    ("put", ("",), "no name"),
    ("put", (" ",), "no name"),
    ("put", ("甲\n会",), "control character"),
    ("alias", (UNION, ""), "aliases is empty"),
    ("alias", (UNION, "临溪工会"), "临溪工会 stands at 临溪市总工会"),
    ("alias", ("云川省教育厅", UNION), "云川省总工会 stands at 云川省总工会"),
    ("code", ("临溪市总工会", "云工发"), "云工发 stands at 云川省总工会"),
    ("parent", (UNION, "青禾县总工会"), "circle"),
    ("parent", (UNION, UNION), "circle"),
    ("parent", (UNION, ""), "parent is empty"),
    ("predecessor", (UNION, "甲会", "1952-30-01"), "1952-30-01 is not a date"),
    ("predecessor", (UNION, UNION, None), "own predecessor"),
    ("remove", ("省总",), "省总 stands at 云川省总工会"),
    ("merge", ("省总", "临溪市总工会"), "省总 stands at 云川省总工会"),
    ("include", ({"name": "甲会"},), "not a list of entries"),
    ("include", ([{"name": "甲会", "alias": []}],), "alias is not known"),
    (
        "include",
        ([{"name": UNION, "parent": "云川省教育厅"}],),
        "parent is 中华全国总工会 in issuers.toml, but 云川省教育厅",
    ),
    (
        "include",
        ([{"name": UNION, "predecessors": [{"name": "云川工会筹备会", "until": "1953"}]}],),
        "云川工会筹备会 is 1952-11-30 in issuers.toml, but 1953",
    ),
    ("include", ([{"name": "市总"}],), "市总 stands at 临溪市总工会"),
    ("include", ([{"name": "甲会", "codes": ["云工办"]}],), "云工办 stands at 云川省总工会"),
]


@pytest.mark.parametrize(("verb", "values", "message"), REFUSED)
def test_what_cannot_be_is_refused_with_the_reason(verb: str, values: tuple[object, ...], message: str) -> None:
    with pytest.raises(ArchiveError) as caught:
        edit(TEXT, verb, values)
    assert message in caught.value.message
    assert caught.value.advice


def test_a_file_that_cannot_be_read_is_not_edited() -> None:
    with pytest.raises(ArchiveError, match="line 1 cannot be read"):
        issuers.put("name =", "甲会")


def test_entries_in_one_list_are_left_to_people() -> None:
    text = 'issuer = [{ name = "甲会" }, { name = "乙会" }]\n'
    assert issuers.put(text, "甲会") == text
    for verb, values in (("put", ("丙会",)), ("alias", ("丙会", "丙")), ("remove", ("甲会",))):
        with pytest.raises(ArchiveError, match="cannot be edited by program"):
            edit(text, verb, values)


def test_what_is_new_stands_at_the_end() -> None:
    assert issuers.put("", "甲会") == '[[issuer]]\nname = "甲会"\n'
    assert issuers.put("# 尚无", '甲"会') == '# 尚无\n\n[[issuer]]\nname = "甲\\"会"\n'
    assert issuers.predecessor("", "甲会", "乙会", "1952") == (
        '[[issuer]]\nname = "甲会"\npredecessors = [{ name = "乙会", until = "1952" }]\n'
    )


def test_merging_takes_everything_over() -> None:
    text = issuers.merge(TEXT, UNION, "临溪市总工会")
    found = Authority.read(text)
    assert found.issuer(UNION) == Issuer(
        "临溪市总工会",
        ("临溪工会", "市总", UNION, "云川省工会", "省总"),
        ("云工发", "云工办"),
        "中华全国总工会",
        (Predecessor("云川工会筹备会", "1952-11-30"),),
    )
    assert found.name("省总") == "临溪市总工会"
    text = issuers.merge(TEXT, "临溪市总工会", UNION)
    assert Authority.read(text).issuer("青禾县总工会").parent == UNION  # type: ignore[union-attr]
    text = issuers.merge(TEXT, UNION, "云川工会")
    assert Authority.read(text).issuer("临溪市总工会").parent == "云川工会"  # type: ignore[union-attr]
    assert Authority.read(text).of_code("云工发") == "云川工会"


def test_data_goes_out_and_comes_back() -> None:
    data = authority().data()
    assert [each["name"] for each in data] == sorted(each.name for each in authority().issuers)
    text = issuers.include("", data)
    assert Authority.read(text).data() == data
    assert issuers.include(text, data) == text
    assert issuers.include("", list(reversed(data))) != text
    assert Authority.read(issuers.include("", list(reversed(data)))).data() == data


names = st.sampled_from(["甲会", "乙会", "丙局", "丁局", UNION, "临溪市总工会", "青禾县总工会"])
words = st.sampled_from(["甲", "乙", "省总", "市总", "甲会", "新名", "云工发", "云工字", '怪"名\\', "Ａ１"])
steps = st.one_of(
    st.tuples(st.just("put"), st.tuples(names)),
    st.tuples(st.sampled_from(["alias", "code", "unalias", "uncode"]), st.tuples(names, words)),
    st.tuples(st.just("parent"), st.tuples(names, st.none() | names)),
    st.tuples(st.just("predecessor"), st.tuples(names, words, st.sampled_from([None, "1952", "1952-11-30"]))),
    st.tuples(st.just("merge"), st.tuples(names, names)),
    st.tuples(st.just("remove"), st.tuples(names)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(steps, max_size=8), st.sampled_from(["", TEXT, "\ufeff" + TEXT.replace("\n", "\r\n")]))
def test_edits_in_any_order_keep_comments_and_read_back(
    changes: list[tuple[str, tuple[object, ...]]], text: str
) -> None:
    kept = [line.strip() for line in text.splitlines() if line.startswith("#")]
    for verb, values in changes:
        before = Authority.read(text)
        try:
            changed = edit(text, verb, values)
        except ArchiveError:
            continue
        after = Authority.read(changed)
        lines = [line.strip() for line in changed.splitlines()]
        assert [line for line in lines if line in kept] == kept
        assert edit(changed, verb, values) == changed
        if verb in ("put", "alias", "code"):
            others = [each for each in before.issuers if each.name != before.name(str(values[0]))]
            assert [each for each in after.issuers if each in others] == others
        text = changed


@settings(max_examples=60, deadline=None)
@given(names, words)
def test_an_alias_changes_no_name(name: str, word: str) -> None:
    before = authority()
    try:
        after = Authority.read(issuers.alias(TEXT, name, word))
    except ArchiveError:
        assert before.issuer(word) is not None
        return
    assert [each.name for each in before.issuers] == [each.name for each in after.issuers][: len(before.issuers)]
    for each in before.issuers:
        assert after.name(each.name) == each.name
        assert set(each.aliases) <= set(after.names(each.name))
    assert after.name(word) == before.name(name)


records = st.lists(
    st.builds(
        Issuer,
        names,
        st.lists(words.map("别".__add__), max_size=2).map(tuple),
        st.lists(words.map("码".__add__), max_size=2).map(tuple),
        st.none() | st.just("总会"),
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(records, st.sampled_from(["", TEXT]))
def test_including_again_changes_nothing(entries: list[Issuer], text: str) -> None:
    data = [each.data() for each in entries]
    try:
        once = issuers.include(text, data)
    except ArchiveError:
        return
    assert issuers.include(once, data) == once
    assert issuers.include(once, Authority.read(once).data()) == once
    for each in entries:
        found = Authority.read(once).issuer(each.name)
        assert found is not None
        assert set(map(fold, each.aliases)) <= set(map(fold, found.aliases))
        assert set(map(fold, each.codes)) <= set(map(fold, found.codes))
