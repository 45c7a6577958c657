# ruff: noqa: E501 - a text of the made-up notices is one line
"""Made-up places and the bodies that sit in them: full names, agency codes, short names, whom they write to."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A made-up place.

    Attributes:
        name: 青禾县.
        code: the letters that begin the agency codes of its offices, 青.
        level: ``province``, ``city``, ``county`` or ``town``.
        head: the post of its head of government, 县长.
    """

    name: str
    code: str
    level: str
    head: str = ""

    @property
    def word(self) -> str:
        """What its own offices call it: 县 in 县政府."""
        return "自治县" if self.name.endswith("自治县") else self.name[-1]


PROVINCES = tuple(Place(name, code, "province", "省长") for name, code in (
    ("云川省", "云"), ("望江省", "望"), ("沧屏省", "沧"), ("澜海省", "澜"), ("北原省", "北"), ("雁岭省", "雁"),
))  # fmt: skip
CITIES = tuple(Place(name, code, "city", "市长") for name, code in (
    ("临溪市", "临"), ("海棠市", "海"), ("云浦市", "浦"), ("松州市", "松"), ("白鹭市", "鹭"), ("澜城市", "澜城"),
    ("平远湖市", "平"), ("石鼓滩市", "石"),
))  # fmt: skip
COUNTIES = tuple(Place(name, code, "county", head) for name, code, head in (
    ("青禾县", "青", "县长"), ("松岭县", "松岭", "县长"), ("澄河县", "澄", "县长"), ("枫林县", "枫", "县长"),
    ("杏塘区", "杏", "区长"), ("白鹭洲区", "白", "区长"), ("渔湾县", "渔", "县长"), ("禾丰县", "禾", "县长"),
    ("柳溪自治县", "柳", "县长"), ("雁滩区", "雁", "区长"),
))  # fmt: skip
TOWNS = tuple(Place(name, code, "town", head) for name, code, head in (
    ("石门镇", "石", "镇长"), ("柳坪乡", "柳", "乡长"), ("岚山镇", "岚", "镇长"), ("杏花乡", "杏", "乡长"),
))  # fmt: skip
PLACES = {"province": PROVINCES, "city": CITIES, "county": COUNTIES, "town": TOWNS}


@dataclass(frozen=True)
class Body:
    """An office that issues notices.

    Attributes:
        name: full name, as in the masthead.
        code: agency code without the form of paper (青教, not 青教发).
        field: what it deals with: the key of OFFICES, or ``university``, ``company`` ….
        place: where it sits.
        own: how it speaks of itself: 县教育局.
        short: how it may sign: 教务处 for 云川大学教务处; empty where it signs in full.
    """

    name: str
    code: str
    field: str
    place: Place
    own: str
    short: str = ""


OFFICES = {
    "government": ("人民政府", "政"), "office": ("人民政府办公@", "政办"), "education": ("教育#", "教"), "finance": ("财政#", "财"),
    "water": ("水利#", "水"), "farming": ("农业农村#", "农"), "transport": ("交通运输#", "交"), "housing": ("住房和城乡建设#", "建"),
    "land": ("自然资源#", "自然资"), "environment": ("生态环境#", "环"), "civil": ("民政#", "民"), "justice": ("司法#", "司"),
    "police": ("公安#", "公"), "audit": ("审计#", "审"), "statistics": ("统计局", "统"), "forest": ("林业局", "林"),
    "market": ("市场监督管理局", "市监"), "labour": ("人力资源和社会保障#", "人社"), "culture": ("文化和旅游#", "文旅"),
    "health": ("卫生健康委员会", "卫"), "planning": ("发展和改革委员会", "发改"), "emergency": ("应急管理#", "应急"),
    "insurance": ("医疗保障局", "医保"), "union": ("总工会", "工"), "disabled": ("残疾人联合会", "残联"),
    "science": ("科学技术#", "科"), "commerce": ("商务#", "商"), "industry": ("工业和信息化#", "工信"), "archives": ("档案局", "档"),
    "weather": ("气象局", "气"), "congress": ("人民代表大会常务委员会", "人常"), "coop": ("供销合作社联合社", "供"),
    "safety": ("安全生产委员会办公室", "安委办"), "flood": ("防汛抗旱指挥部办公室", "防办"), "greening": ("绿化委员会", "绿"),
    "civility": ("精神文明建设委员会办公室", "文明办"), "women": ("妇女联合会", "妇"), "reading": ("全民阅读工作领导小组办公室", "阅办"),
    "digital": ("数据资源管理局", "数"), "sport": ("体育局", "体"), "veterans": ("退役军人事务#", "退役"), "letters": ("信访局", "信"),
}  # fmt: skip


def office(place: Place, field: str) -> Body:
    """The office of a place that deals with ``field``."""
    pattern, code = OFFICES[field]
    high = place.level == "province"
    name = pattern.replace("#", "厅" if high else "局").replace("@", "厅" if high else "室")
    if field == "government" and place.level == "county" and place.name.endswith("自治县"):
        own = "县人民政府"
    else:
        own = place.name[-1] + name
    return Body(place.name + name, place.code + code, field, place, own)


def party(place: Place, organ: str = "") -> Body:
    """The party committee of a place, or an organ of it (办公室, 组织部, 宣传部)."""
    letter = {"": "委", "办公厅": "办", "办公室": "办", "组织部": "组", "宣传部": "宣"}[organ]
    place_code = place.code + ("委办" if letter == "办" else letter)
    return Body(
        f"中共{place.name[:-1]}{place.name[-1]}委{organ}", place_code, "party", place, f"{place.name[-1]}委{organ}"
    )


SCHOOLS = (
    ("云川大学", "云大"), ("望江理工大学", "望理工"), ("临溪师范学院", "临师"), ("青禾职业技术学院", "青职"), ("澜海医科大学", "澜医"),
)  # fmt: skip
UNITS = (
    ("教务处", "教"), ("学生工作处", "学"), ("研究生院", "研"), ("后勤保障处", "后"), ("图书馆", "图"), ("科学技术处", "科"),
    ("招生就业处", "招就"), ("创新创业学院", "创"),
)  # fmt: skip


def university(rng: random.Random, units: int = 0) -> list[Body]:
    """A university itself (no ``units``) or so many of its units."""
    name, code = rng.choice(SCHOOLS)
    place = rng.choice(CITIES)
    if not units:
        return [Body(name, code, "university", place, "学校")]
    picked = list(UNITS)
    rng.shuffle(picked)
    return [Body(name + unit, code + letter, "university", place, unit, unit) for unit, letter in picked[:units]]


def league(rng: random.Random) -> list[Body]:
    """The youth league of a university, and its volunteers."""
    name, code = rng.choice(SCHOOLS)
    place = rng.choice(CITIES)
    return [
        Body(f"共青团{name}委员会", f"{code}团", "university", place, "校团委"),
        Body(f"{name}青年志愿者协会", f"{code}志", "university", place, "校青协"),
    ]


COMPANIES = tuple(Body(name, code, "company", CITIES[place], own) for name, code, place, own in (
    ("临溪港务集团有限公司", "临港集", 0, "集团公司"), ("云浦水务有限责任公司", "浦水司", 2, "公司"),
    ("澜海省盐业股份有限公司", "澜盐股", 5, "公司"), ("松州公交集团有限责任公司", "松公交", 3, "集团"),
))  # fmt: skip
SOCIETIES = tuple(Body(name, code, "society", CITIES[place], own) for name, code, place, own in (
    ("云川省茶叶流通协会", "云茶协", 0, "协会"), ("海棠市建筑业协会", "海建协", 1, "本会"), ("望江省博物馆学会", "望博学", 2, "学会"),
))  # fmt: skip
LONG_NAMED = tuple(Body(name, code, field, place, own) for name, code, field, place, own in (
    ("松岭县农村人居环境整治提升五年行动领导小组办公室", "松农整办", "leading", COUNTIES[1], "县整治办"),
    ("云川省推进城市地下综合管廊建设工作联席会议办公室", "云管廊办", "leading", PROVINCES[0], "省联席办"),
    ("临溪市深化医药卫生体制改革领导小组秘书处", "临医改秘", "leading", CITIES[0], "市医改秘书处"),
    ("海棠市住房公积金管理中心白鹭洲管理部", "海公积金鹭", "leading", CITIES[1], "管理部"),
))  # fmt: skip
SURNAMES = "沈陆顾宋梁贺彭苏邵范温尤骆闻庄"
GIVEN = ("文澜", "志远", "明川", "青山", "淑芬", "晓棠", "建华", "雨桐", "长青", "知微", "岚", "越", "一凡", "大川")


def person(rng: random.Random) -> str:
    """A made-up person."""
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


@dataclass(frozen=True)
class Addressed:
    """A line of addressees: as printed, as a clerk enters them, and other entries that are as right."""

    line: str
    names: tuple[str, ...]
    alt: tuple[tuple[str, ...], ...] = ()


def split_line(line: str) -> Addressed:
    """A line whose bodies are parted by ``，`` alone."""
    return Addressed(line, tuple(line.split("，")))


def addressees(body: Body, rng: random.Random) -> Addressed:
    """Whom a body writes to, one level down."""
    level, word = body.place.level, body.place.name[-1]
    if body.field == "university":
        return rng.choice((
            split_line("各学院，各部门"), split_line("各二级学院，各处（室、部、馆），各直属单位"), split_line("各学院团委，校级学生组织"),
            Addressed("各学院、各有关部门", ("各学院", "各有关部门"), (("各学院、各有关部门",),)), split_line("全体研究生"),
        ))  # fmt: skip
    if body.field in ("company", "society"):
        return rng.choice((
            split_line("各分公司，各控股子公司，机关各部室") if body.field == "company" else split_line("各会员单位，各分支机构"),
            split_line("各有关单位"),
        ))  # fmt: skip
    below = {"province": "各市（州）", "city": "各县（市、区）", "county": "各乡镇", "town": "各村（居）"}[level]
    if body.field in ("government", "office", "party") or level in ("county", "town"):
        return government_line(level, word, below, rng)
    return branch_line(body, below, word, rng)


def government_line(level: str, word: str, below: str, rng: random.Random) -> Addressed:
    if level == "town":
        return rng.choice((split_line("各村（居）委会，镇属各单位"), split_line("各村民委员会，各驻地单位")))
    first = below + ("人民政府" if level != "county" else rng.choice(("人民政府", "人民政府、街道办事处")))
    ministries = f"{word}政府各部门"
    lines = [
        split_line(f"{first}，{word}直各有关单位"),
        split_line(f"{first}，{ministries}，驻{word}各单位"),
        Addressed(
            f"{first}，{ministries}、各直属机构",
            (first, ministries, "各直属机构"),
            ((first, f"{ministries}、各直属机构"),),
        ),
        split_line(f"{first}"),
    ]
    if first.endswith("、街道办事处"):
        pieces = [first.removesuffix("、街道办事处"), "街道办事处"]
        lines = [
            Addressed(each.line, each.names, ((*pieces, *each.names[1:]), *((*pieces, *other[1:]) for other in each.alt)))
            for each in lines
        ]  # fmt: skip
    return rng.choice(lines)


def branch_line(body: Body, below: str, word: str, rng: random.Random) -> Addressed:
    branch = body.name.removeprefix(body.place.name).replace("厅", "局") if body.field in OFFICES else "人民政府"
    first = below + branch
    lines = [
        split_line(f"{first}，{word}直各有关单位"),
        split_line(first),
        split_line(f"{first}，各有关企业，{branch[:2]}系统各单位"),
        Addressed(
            f"{first}、财政局，{word}直各单位",
            (f"{first}、财政局", f"{word}直各单位"),
            ((first, "财政局", f"{word}直各单位"),),
        ),
        Addressed("机关各处室、各直属单位", ("机关各处室", "各直属单位"), (("机关各处室、各直属单位",),)),
    ]
    if below == "各市（州）":
        lines.append(
            Addressed(f"各设区市{branch}，各扩权县（市）{branch}", (f"各设区市{branch}", f"各扩权县（市）{branch}"))
        )
        lines.append(split_line(f"临溪市、海棠市、云浦市{branch}，云川江流域管理局"))
    return rng.choice(lines)


CC = (
    "{w}委办公室，{w}人大常委会办公室，{w}政协办公室",
    "{w}委各部门，{w}人大常委会办公室，{w}政府办公室，{w}政协办公室，{w}纪委监委，{w}法院，{w}检察院，{w}人武部",
    "{w}财政局，{w}审计局",
    "{w}总工会",
    "各民主党派{w}委，{w}工商联",
    "{w}委宣传部，{w}教育局，{w}融媒体中心",
)


def copied(body: Body, rng: random.Random) -> tuple[str, ...]:
    """Whom a body sends copies to."""
    if body.field == "university":
        return tuple(rng.choice(("校领导", "校党委办公室，校长办公室", "党委组织部（机关党委），党校")).split("，"))
    return tuple(rng.choice(CC).format(w=body.place.name[-1]).split("，"))
