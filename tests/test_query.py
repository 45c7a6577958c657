"""The query language: what is typed, the tree, the oracle, and errors that point at the place."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import QueryError
from archive.notice import Citation, Notice
from archive.number import pattern
from archive.query import And, Cites, Coded, Dated, Name, Node, Not, Numbered, Or, Text, Year, leaves, match, parse
from archive.query.language import field
from archive.text import units
from archive.words.dictionary import user_words


def text(words: str, title: bool = False, cut: str = "") -> Text:
    return Text(tuple(units(words)), tuple(tuple(units(word)) for word in cut.split()), title)


TREES: list[tuple[str, Node]] = [
    ("", And()),
    ("女职工", text("女职工")),
    ("女職工", text("女职工")),
    ("防汛抗旱工作", text("防汛抗旱工作", cut="防汛 抗旱 工作")),
    ("防汛 抗旱", And((text("防汛"), text("抗旱")))),
    ("防汛　抗旱", And((text("防汛"), text("抗旱")))),
    ("防汛 AND 抗旱", And((text("防汛"), text("抗旱")))),
    ('"防汛抗旱工作"', text("防汛抗旱工作")),
    ("“防汛抗旱工作”", text("防汛抗旱工作")),
    ("「防汛抗旱工作」", text("防汛抗旱工作")),
    ("“甲“乙”丙”", text("甲“乙”丙")),
    (r'"甲\"乙\\"', text('甲"乙\\')),
    ("第三条安全生产", text("第三条安全生产")),
    ("2024年防汛工作", text("2024年防汛工作")),
    ("防汛 OR 抗旱", Or((text("防汛"), text("抗旱")))),
    ("防汛|抗旱", Or((text("防汛"), text("抗旱")))),
    ("防汛｜抗旱", Or((text("防汛"), text("抗旱")))),
    ("甲 乙 OR 丙", Or((And((text("甲"), text("乙"))), text("丙")))),
    ("甲 (乙 OR 丙)", And((text("甲"), Or((text("乙"), text("丙")))))),
    ("甲 （乙 ＯＲ 丙）", And((text("甲"), Or((text("乙"), text("丙")))))),
    ("产业（行、局）工会", text("产业（行、局）工会")),
    ("(产业（行、局）工会)", text("产业（行、局）工会")),
    ("甲 -乙", And((text("甲"), Not(text("乙"))))),
    ("甲 －乙", And((text("甲"), Not(text("乙"))))),
    ("甲 NOT 乙", And((text("甲"), Not(text("乙"))))),
    ("NOT (甲 乙)", Not(And((text("甲"), text("乙"))))),
    ("甲-乙", text("甲-乙")),
    ("Or", text("or")),
    ("kind:通知|函", Or((Name("kind", ("通", "知")), Name("kind", ("函",))))),
    ("文种：通知｜函 甲", And((Or((Name("kind", ("通", "知")), Name("kind", ("函",)))), text("甲")))),
    ("kind:通知 | 函", Or((Name("kind", ("通", "知")), text("函")))),
    ("kind:通知|title:函", Or((Name("kind", ("通", "知")), text("函", title=True)))),
    ("issuer:(甲 OR 乙) 丙", And((Or((Name("issuers", ("甲",)), Name("issuers", ("乙",)))), text("丙")))),
    ("发文机关：（甲 -乙）", And((Name("issuers", ("甲",)), Not(Name("issuers", ("乙",)))))),
    ("title:(甲 “乙 丙”)", And((text("甲", title=True), text("乙丙", title=True)))),
    ("number:9|19", Or((Numbered(pattern("9")), Numbered(pattern("19"))))),
    ("number:(2024)第9号", Numbered(pattern("(2024)第9号"))),
    ("number:(9 | 19)", Or((Numbered(pattern("9")), Numbered(pattern("19"))))),
    ("issuer:总工会", Name("issuers", tuple("总工会"))),
    ("发文机关：总工会", Name("issuers", tuple("总工会"))),
    ("to:各区 cc:省档案馆", And((Name("addressees", ("各", "区")), Name("cc", tuple("省档案馆"))))),
    ("文种:通知", Name("kind", ("通", "知"))),
    ("-文种:通知", Not(Name("kind", ("通", "知")))),
    ("title:防汛", text("防汛", title=True)),
    ("标题：“防汛抗旱工作”", text("防汛抗旱工作", title=True)),
    ("date:2023..2024-06", Dated("2023-01-01", "2024-06-30")),
    ("日期：2024年2月", Dated("2024-02-01", "2024-02-29")),
    ("date:2024.5.1", Dated("2024-05-01", "2024-05-01")),
    ("date:..20240501", Dated(None, "2024-05-01")),
    ("date:2024-05..", Dated("2024-05-01", None)),
    ("year:2024", Year(2024, 2024)),
    ("年份：2020..2024年", Year(2020, 2024)),
    ("code:雲工辦", Coded("云工办")),
    ("number:9", Numbered(pattern("9"))),
    ("文号：云工办〔2024〕1..20", Numbered(pattern("云工办〔2024〕1..20"))),
    ("number:云工办 2024 9 女职工", And((Numbered(pattern("云工办〔2024〕9号")), text("女职工")))),
    ("cites:云发〔2020〕3号", Cites(pattern("云发〔2020〕3号"))),
    ("引用:防汛条例", Cites(None, tuple("防汛条例"))),
    ("引用:《防汛条例》", Cites(None, tuple("防汛条例"))),
    ("2024年第7号公告", Numbered(pattern("2024年第7号公告"), True, tuple(units("2024年第7号公告")))),
    ("云工办[2024]9号", Numbered(pattern("云工办〔2024〕9号"), True, tuple(units("云工办[2024]9号")))),
    ("(2024)第009号", Numbered(pattern("(2024)第009号"), True, tuple(units("(2024)第009号")))),
    ("(云工办[2024]9号)", Numbered(pattern("云工办〔2024〕9号"), True, tuple(units("云工办[2024]9号")))),
]


@pytest.mark.parametrize(("query", "tree"), TREES)
def test_tree(query: str, tree: Node) -> None:
    assert parse(query) == tree


USER_TREES = [
    ("女职工委员会工作", text("女职工委员会工作", cut="女职工委员会 工作")),
    ("女職工委員會工作", text("女职工委员会工作", cut="女职工委员会 工作")),
    ("女职工委员会", text("女职工委员会")),
    ('"女职工委员会工作"', text("女职工委员会工作")),
    ("title:女职工委员会工作", text("女职工委员会工作", True, "女职工委员会 工作")),
    ("title:(女职工委员会工作 OR 乙)", Or((text("女职工委员会工作", True, "女职工委员会 工作"), text("乙", True)))),
]


@pytest.mark.parametrize(("query", "tree"), USER_TREES)
def test_user_words_are_words_of_a_query(query: str, tree: Node) -> None:
    assert parse(query, user_words("女职工委员会")) == tree
    assert parse("女职工委员会工作", user_words("")) == text("女职工委员会工作", cut="女职工 委员会 工作")
    assert field("title", "女职工委员会工作", user_words("女职工委员会")) == USER_TREES[4][1]


ERRORS = [
    ("甲 (乙", 2),
    ('甲 "乙', 2),
    ("甲 OR", 2),
    ("OR 甲", 0),
    ("甲 ()", 2),
    ("NOT", 0),
    ("甲 NOT OR 乙", 2),
    ('""', 0),
    ("甲 date:2024-13", 7),
    ("date:2024-02-30", 5),
    ("date:2025..2024", 5),
    ("year:abc", 5),
    ("number:，，", 7),
    ("issuer:", 0),
]


@pytest.mark.parametrize(("query", "at"), ERRORS)
def test_errors_point_at_the_place(query: str, at: int) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert caught.value.at == at
    assert caught.value.query == query
    assert caught.value.message


def test_length_depth_and_count_are_bounded() -> None:
    for query in ("长" * 5000, "(" * 1000 + "甲" + ")" * 1000, "甲 " * 2000):
        with pytest.raises(QueryError):
            parse(query)


@given(
    st.text(st.sampled_from('甲乙女职工12aOR NOT()（）"“”「」|｜-－:：〔〕号\\\u3000..') | st.characters(), max_size=60)
)
def test_any_string_gives_a_tree_or_a_clear_error(query: str) -> None:
    started = time.process_time()
    try:
        tree = parse(query)
    except QueryError as error:
        assert 0 <= error.at <= len(query)
    else:
        assert isinstance(match(tree, Notice(text="甲乙")), bool)
    assert time.process_time() - started < 1


NOTICE = Notice(
    issuers=["云川省总工会", "云川省教育厅"],
    number="云工发〔2023〕4号",
    title="关于表彰模范职工之家的决定",
    kind="决定",
    date="2023-04-05",
    addressees=["各设区市总工会"],
    cc=["省档案馆"],
    cites=[Citation("关于评选模范职工之家的通知", "云工办〔2022〕19号"), Citation("工会法")],
    text="云川省总工会\n云工发〔2023〕4号\f关于表彰模范职工之家的决定\f各设区市总工会：\n全省工会忠诚履\n职，共评出19家。",
)

MATCHES = [
    ("履职", True),
    ("“决定各设区”", False),
    ("9家", False),
    ("19家", True),
    ("模範職工之家", True),
    ("title:履职", False),
    ("title:表彰", True),
    ("全省职工工会", True),
    ("表彰职工", True),
    ('"表彰职工"', False),
    ("title:表彰职工", True),
    ("-抗旱", True),
    ("NOT 表彰职工", False),
    ("issuer:省教育厅", True),
    ("issuer:市教育厅", False),
    ("kind:决", False),
    ("kind:決定", True),
    ("number:4", True),
    ("number:14", False),
    ("number:云工发〔2023〕1..9", True),
    ("code:云工发", True),
    ("code:云工", False),
    ("year:2023", True),
    ("date:2023-04", True),
    ("date:2024", False),
    ("to:设区市", True),
    ("cc:档案馆", True),
    ("cites:云工办〔2022〕19号", True),
    ("cites:云工办〔2022〕9号", False),
    ("cites:工会法", True),
    ("云工办〔2022〕19号", True),
    ("云工发[2023]第004号", True),
    ("云工发〔2023〕14号", False),
]


@pytest.mark.parametrize(("query", "expected"), MATCHES)
def test_match(query: str, expected: bool) -> None:
    assert match(parse(query), NOTICE) is expected
    assert match(Not(parse(query)), NOTICE) is not expected


def test_exact_leaves_out_what_matches_by_words_alone() -> None:
    assert match(parse("表彰职工"), NOTICE)
    assert not match(parse("表彰职工"), NOTICE, exact=True)
    assert match(parse("模范职工"), NOTICE, exact=True)


def test_undated_notices_never_match_a_date() -> None:
    assert not match(Dated(None, "2999-01-01"), Notice(text="甲"))
    assert not match(Year(0, 9999), Notice(text="甲"))


def test_leaves_are_what_is_asked_for() -> None:
    assert list(leaves(parse("甲 (乙 OR 丙) -丁"))) == [text("甲"), text("乙"), text("丙")]
