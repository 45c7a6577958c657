"""Corrections as data: how a value is typed, which notice one belongs to, and what may come out of a dump."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.corrections import (
    LONGEST,
    Correction,
    Fingerprint,
    bearer,
    field_named,
    from_data,
    get,
    value,
)
from archive.errors import ArchiveError
from archive.notice import FIELDS, LISTS, Notice, labels
from archive.number import parse

SCALARS = tuple(name for name in FIELDS if name not in LISTS)


# Names of fields


@pytest.mark.parametrize(
    ("name", "field"),
    [
        *((name, name) for name in FIELDS),
        ("issuer", "issuers"), ("发文机关", "issuers"), ("發文機關", "issuers"), ("发文单位", "issuers"),
        ("文号", "number"), ("发文字号", "number"), ("發文字號", "number"), ("标题", "title"), ("標題", "title"),
        ("文种", "kind"), ("日期", "date"), ("成文日期", "date"), ("to", "addressees"), ("主送", "addressees"),
        ("主送机关", "addressees"), ("抄送", "cc"), ("抄送机关", "cc"), ("印发日期", "printed"), ("署名", "signature"),
        ("签发人", "signer"), ("密级", "secrecy"), ("紧急程度", "urgency"), ("份号", "copy_number"),
        ("附件", "attachments"), ("附注", "note"), (" date ", "date"), ("Date", "date"), ("ＤＡＴＥ", "date"),
        ("标　题", "title"),
    ],
)  # fmt: skip
def test_fields_are_named_in_english_and_chinese(name: str, field: str) -> None:
    assert field_named(name) == field


@pytest.mark.parametrize("name", ["", " ", "id", "text", "evidence", "source", "cites", "正文", "dates", "position"])
def test_what_is_no_field_is_said_with_those_that_are(name: str) -> None:
    with pytest.raises(ArchiveError) as caught:
        field_named(name)
    assert all(field in caught.value.advice for field in FIELDS)


# Values as they are typed


@pytest.mark.parametrize(
    ("typed", "standard"),
    [
        ("云工办〔2024〕9号", "云工办〔2024〕9号"),
        ("云工办[2024]9号", "云工办〔2024〕9号"),
        ("云工办［２０２４］００９號", "云工办〔2024〕9号"),
        ("云工办(2024)第009号", "云工办〔2024〕9号"),
        ("云工办〔2024〕9", "云工办〔2024〕9号"),
        ("云 工 办 〔 2024 〕 9 号", "云工办〔2024〕9号"),
        ("云工办2024-9号", "云工办〔2024〕9号"),
        ("云工办２０２４年第9号", "云工办〔2024〕9号"),
        ("雲工辦〔2024〕9号", "雲工辦〔2024〕9号"),
        ("〔2024〕云工字第9号", "云工字〔2024〕9号"),
        ("云工办〔2024〕9-1号", "云工办〔2024〕9-1号"),
        ("〔2024〕9号", "〔2024〕9号"),
        ("〔2024〕第3次", "〔2024〕3次"),
        ("公告 2024年第7号", "2024年第7号"),
        ("云川省人民政府令第12号", "云川省人民政府令第12号"),
        ("第12号", "第12号"),
        ("雲府教學（六）字第 0960000001 號", "雲府教學（六）字第0960000001號"),
    ],
)
def test_numbers_are_written_in_the_standard_form(typed: str, standard: str) -> None:
    assert value("number", [typed]) == standard
    assert value("number", [standard]) == standard
    assert parse(standard).text == standard


@pytest.mark.parametrize(
    "typed", ["9", "云工办", "云工办 2024 9", "〔2024〕", "云工办〔2024〕号", "云工办〔2024〕9号起"]
)
def test_what_is_no_number_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ArchiveError) as caught:
        value("number", [typed])
    assert typed in caught.value.message and "〔2024〕" in caught.value.advice


DAYS = [
    ("2024-05-20", "2024-05-20"),
    ("2024-5-2", "2024-05-02"),
    ("2024/5/20", "2024-05-20"),
    ("2024.05.20", "2024-05-20"),
    ("2024年5月20日", "2024-05-20"),
    ("2024 年 5 月 20 日", "2024-05-20"),
    ("２０２４年５月２０日", "2024-05-20"),
    ("二〇二四年五月二十日", "2024-05-20"),
    ("二○二四年五月廿日", "2024-05-20"),
    ("中華民國113年5月20日", "2024-05-20"),
    ("（2024年5月20日）", "2024-05-20"),
    ("2024-02-29", "2024-02-29"),
]


@pytest.mark.parametrize(("typed", "day"), DAYS)
@pytest.mark.parametrize("field", ["date", "printed"])
def test_days_are_written_as_iso(field: str, typed: str, day: str) -> None:
    assert value(field, [typed]) == day


@pytest.mark.parametrize(
    "typed",
    ["2024-02-30", "2023-02-29", "2024-13-01", "2024年5月", "2024", "今天", "2024-05-20至2024-05-22", "20241320"],
)
@pytest.mark.parametrize("field", ["date", "printed"])
def test_what_is_no_day_is_refused(field: str, typed: str) -> None:
    with pytest.raises(ArchiveError) as caught:
        value(field, [typed])
    assert typed in caught.value.message and field in caught.value.message


@pytest.mark.parametrize(
    ("field", "typed", "values"),
    [
        ("issuers", ["云川省总工会"], ["云川省总工会"]),
        ("issuers", ["云川省总工会；临溪市总工会"], ["云川省总工会", "临溪市总工会"]),
        ("issuers", ["云川省总工会; 临溪市总工会 ;"], ["云川省总工会", "临溪市总工会"]),
        ("issuers", ["云川省总工会、临溪市总工会"], ["云川省总工会", "临溪市总工会"]),
        ("issuers", ["甲、乙；丙"], ["甲、乙", "丙"]),
        ("issuers", ["甲、乙", "丙", "甲"], ["甲", "乙", "丙"]),
        ("issuers", ["甲；甲；乙"], ["甲", "乙"]),
        ("issuers", ["云川省职改办（人事处；职称处）；丙"], ["云川省职改办（人事处；职称处）", "丙"]),
        ("issuers", ["云川省职改办（人事处、职称处）、丙"], ["云川省职改办（人事处、职称处）", "丙"]),
        ("signature", ["甲、乙"], ["甲", "乙"]),
        (
            "addressees",
            ["各设区市总工会、各产业（行、局、企业）工会："],
            ["各设区市总工会", "各产业（行、局、企业）工会"],
        ),
        (
            "addressees",
            ["各省、自治区、直辖市人民政府，国务院各部委、各直属机构："],
            ["各省、自治区、直辖市人民政府", "国务院各部委", "各直属机构"],
        ),
        ("addressees", ["主送：各县人民政府"], ["各县人民政府"]),
        ("addressees", ["各市（州；盟）教育局；各县教育局"], ["各市（州；盟）教育局", "各县教育局"]),
        ("addressees", ["各市县、各乡镇；县直各单位"], ["各市县、各乡镇", "县直各单位"]),
        ("cc", ["抄送：省总工会，市委办。"], ["省总工会", "市委办"]),
        ("attachments", ["1.名单、说明；2.报表"], ["1.名单、说明", "2.报表"]),
        ("attachments", ["名单", "报表"], ["名单", "报表"]),
    ],
)
def test_lists_are_parted(field: str, typed: list[str], values: list[str]) -> None:
    assert value(field, typed) == values


BLANKS = ["", " ", "\t\n", "\u3000", "\u00a0", "\x85", "\x1c", "\u200b", "\ufeff", "\u2060 \ufe0f"]


@pytest.mark.parametrize("field", FIELDS)
def test_nothing_but_blanks_is_no_value(field: str) -> None:
    none = [] if field in LISTS else None
    assert value(field, []) == none
    for blank in BLANKS:
        assert value(field, [blank]) == none, ascii(blank)
    if field in LISTS:
        assert value(field, ["；", " ; ", "\u200b；甲；\u3000"]) == ["甲"]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    "bad", ["甲\x00乙", "甲\x1b[31m乙", "甲\x7f乙", "甲\x9b乙", "甲\ud800乙", "甲" * (LONGEST + 1)]
)
def test_control_characters_and_endless_values_are_refused(field: str, bad: str) -> None:
    with pytest.raises(ArchiveError) as caught:
        value(field, [bad])
    assert labels()[field] in caught.value.message and bad not in caught.value.message


@pytest.mark.parametrize("field", SCALARS)
def test_a_field_of_one_value_takes_one(field: str) -> None:
    with pytest.raises(ArchiveError) as caught:
        value(field, ["2024-05-20", "2024-05-21"])
    assert labels()[field] in caught.value.message


def test_white_space_within_a_value_is_one_blank() -> None:
    assert value("title", [" 关于\n做好\u3000\tWord 2007  培训的通知 "]) == "关于 做好 Word 2007 培训的通知"
    assert value("title", ["甲" * LONGEST]) == "甲" * LONGEST


TYPED = st.text(st.characters() | st.sampled_from("甲乙、；;，：（）〔〕2024年第9号月日 \u200b\x00\ud800"), max_size=40)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(FIELDS), st.lists(TYPED, max_size=3))
def test_a_value_is_storable_or_refused_and_typing_it_again_gives_the_same(field: str, typed: list[str]) -> None:
    try:
        found = value(field, typed)
    except ArchiveError as error:
        assert error.message
        return
    each = correction(field, None if field not in LISTS else [], found)
    assert from_data(json.loads(json.dumps(each.data()))) == each
    if isinstance(found, list):
        assert len(set(found)) == len(found) and all(part == part.strip() != "" for part in found)
        assert value(field, [part + "；" for part in found if "；" not in part and ";" not in part]) == [
            part for part in found if "；" not in part and ";" not in part
        ]
    else:
        assert found != "" and value(field, [found or ""]) == found


def test_get_gives_a_list_of_its_own() -> None:
    notice = Notice(issuers=["甲"], title="题")
    got = get(notice, "issuers")
    assert isinstance(got, list)
    got.append("乙")
    assert notice.issuers == ["甲"] and get(notice, "title") == "题"


# Which notice a correction belongs to


def test_a_fingerprint_is_of_number_title_and_first_words() -> None:
    text = "云川省总工会文件\n云工办〔2024〕9号\f关于植树的通知\f各县总工会：\n现将有关事项通知如下。"
    mark = Fingerprint.of("云工办〔2024〕9号", "关于植树的通知", text)
    assert (mark.number, mark.title) == ("云工办(2024)9号", "关于植树的通知")
    assert mark.words.startswith("各县总工会") and "植树" not in mark.words and len(mark.words) <= 40
    assert mark == Fingerprint.of("雲工辦［２０２４］9號", "關於植樹的通知", text.replace("各县", "各縣"))


@pytest.mark.parametrize(
    ("one", "other"),
    [("各县总工会：\n现将", "各县总工会：现将"), ("现 将 有关", "现将有关"), ("甲" * 40 + "乙", "甲" * 40 + "丙")],
)
def test_first_words_do_not_hang_on_how_lines_are_joined(one: str, other: str) -> None:
    assert Fingerprint.of(None, None, "题\f" + one).words == Fingerprint.of(None, None, "题\f" + other).words


def test_what_is_absent_is_the_same_as_nothing() -> None:
    none = Fingerprint.of(None, None, "")
    assert none == Fingerprint("", "", "") and none.fits(none) == 0
    assert Fingerprint("n", "t", "").fits(Fingerprint("n", "t", "")) == 2
    assert Fingerprint("n", "t", "w").fits(Fingerprint("n", "x", "w")) == 2


A, B, C, EMPTY = (Fingerprint(*parts) for parts in (("n1", "t", "w1"), ("n2", "t", "w2"), ("n3", "", ""), ("", "", "")))


@pytest.mark.parametrize(
    ("mark", "position", "notices", "at"),
    [
        (A, 1, [], None),
        (A, 1, [(1, A)], 0),
        (A, 2, [(1, B), (2, A)], 1),
        (A, 2, [(1, A), (2, A)], 1),  # twins: the place decides
        (A, 3, [(1, A), (2, A)], None),  # twins, and none at its place
        (A, 1, [(1, B), (2, A)], 1),  # all three beat one
        (A, 1, [(1, B)], None),  # the title alone, under another number
        (A, 1, [(1, Fingerprint("", "t", "w9"))], 0),  # the title alone, where no number is read
        (A, 1, [(1, Fingerprint("", "t", "w9")), (2, Fingerprint("", "t", "w8"))], None),  # several have the title
        (A, 1, [(1, Fingerprint("n1", "x", "x"))], 0),  # the number alone
        (A, 1, [(1, Fingerprint("n2", "t", "w1"))], 0),  # all but the number, which is read otherwise
        (A, 1, [(1, Fingerprint("", "", "w1"))], 0),  # the words, where nothing else is read
        (A, 1, [(1, Fingerprint("n2", "", "w1"))], None),  # the words, under another number
        (A, 1, [(1, Fingerprint("", "x", "w1"))], None),  # the words, under another title
        (A, 1, [(1, C)], None),  # nothing is the same
        (A, 1, [(1, Fingerprint("n1", "x", "w9")), (2, Fingerprint("n9", "t", "w1"))], 1),  # two beat one
        (A, 1, [(1, Fingerprint("n1", "x", "x")), (2, Fingerprint("", "t", "x"))], None),  # one each
        (EMPTY, 1, [(1, EMPTY)], 0),
        (EMPTY, 1, [(2, EMPTY)], None),  # nothing is never the same as nothing
        (EMPTY, 1, [(1, A)], None),
    ],
)
def test_bearer(mark: Fingerprint, position: int, notices: list[tuple[int, Fingerprint]], at: int | None) -> None:
    assert bearer(mark, position, notices) == at


part = st.sampled_from(["", "a", "b"])
marks = st.builds(Fingerprint, part, part, part)


@given(marks, st.integers(1, 4), st.lists(marks, max_size=4), st.randoms())
def test_the_bearer_does_not_hang_on_the_order_in_which_notices_are_told(
    mark: Fingerprint, position: int, others: list[Fingerprint], random: Any
) -> None:
    notices = list(enumerate(others, 1))
    shuffled = random.sample(notices, len(notices))
    first, second = bearer(mark, position, notices), bearer(mark, position, shuffled)
    assert (first is None) == (second is None)
    if first is not None and second is not None:
        assert notices[first] == shuffled[second]


# Data out of a dump


def correction(field: str = "title", old: Any = "旧题", new: Any = "新题", **more: Any) -> Correction:
    facts = {
        "act": "0123456789ab", "item": 1, "at": "2024-05-20T08:00:00.000001+00:00", "who": "王", "why": "",
        "sha256": "ab" * 32, "position": 1, "fingerprint": Fingerprint("n", "t", "w"), **more,
    }  # fmt: skip
    return Correction(field=field, old=old, new=new, **facts)


UNDONE = {"undone": "2024-05-21T08:00:00.000000+00:00", "undone_by": "李"}


@pytest.mark.parametrize(
    "each",
    [
        correction(),
        correction(**UNDONE),
        correction(notice="abababababab-1"),
        correction("issuers", [], ["甲", "乙"]),
        correction("issuers", ["甲"], []),
        correction("title", None, "题"),
        correction("title", "题", None),
        correction("date", "2024-01-01", "2024-01-02", item=2000, position=40),
        correction("number", None, "云工办〔2024〕9号", why="原件手写", who=""),
        correction(fingerprint=Fingerprint("", "", "")),
    ],
)
def test_what_is_dumped_comes_back(each: Correction) -> None:
    data = json.loads(json.dumps(each.data(), ensure_ascii=False))
    back = from_data(data)
    assert back.notice is None and back.data() == each.data() == data
    assert each.order == (each.at, each.act, each.item) == back.order


def test_dump_and_journal_share_no_data() -> None:
    each = correction("issuers", [], ["甲"])
    data = each.data()
    data["new"].append("乙")
    data["fingerprint"]["title"] = "x"
    assert each.new == ["甲"] and each.fingerprint.title == "t"


SOUND = correction(**UNDONE).data()


def hostile() -> Iterator[tuple[str, Any]]:
    """Each value of a sound correction replaced by what it may not be."""
    kinds: list[Any] = [None, True, 0, -1, 1.0, 1 << 31, 1 << 80, "", "x", "x" * (LONGEST + 1), [], ["x"], {}, "\ud800"]
    sound: dict[str, Any] = {
        "who": lambda v: v in ("", "x"), "why": lambda v: v in ("", "x"), "old": lambda v: v != "\ud800",
        "new": lambda v: v is None or v == "x", "undone_by": lambda v: v in ("", "x"),
    }  # fmt: skip
    for name in SOUND:
        for each in kinds:
            if not (isinstance(each, str | None) and sound.get(name, lambda v: False)(each)):
                yield name, each
    for name in ("at", "undone"):
        for text in (
            "2024-05-20", "2024-05-20T08:00:00Z", "2024-05-20T08:00:00+00:00", "2024-05-20T08:00:00.1+00:00",
            "2024-05-20T08:00:00.000000+08:00", "2024-13-20T08:00:00.000000+00:00", "2024-02-30T08:00:00.000000+00:00",
            "2024-05-20T25:00:00.000000+00:00", "9999-12-31T23:59:59.999999+00:00", "٢٠٢٤-05-20T08:00:00.000000+00:00",
            "0000-01-01T00:00:00.000000+00:00", "2024-05-20T08:00:00.000000+00:00\n",
        ):  # fmt: skip
            yield name, text
    for name in ("act", "sha256"):
        for text in (SOUND[name][:-1], SOUND[name] + "0", SOUND[name].upper(), SOUND[name] + "\n", "g" * 12):
            yield name, text
    for mark in ({}, {"number": "n", "title": "t"}, {**SOUND["fingerprint"], "x": ""}, {1: 2, "number": ""}):
        yield "fingerprint", mark
    for each in kinds:
        if each not in ("", "x"):
            yield "fingerprint", {**SOUND["fingerprint"], "words": each}
    for field in ("text", "id", "Title", "title; DROP TABLE notices"):
        yield "field", field


@pytest.mark.parametrize(("name", "bad"), list(hostile()), ids=lambda each: ascii(each)[:30])
def test_data_of_another_shape_is_refused(name: str, bad: Any) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        from_data({**copy.deepcopy(SOUND), name: bad})


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("number", "不是文号"),
        ("date", "2024-5-2"),
        ("date", "2024-02-30"),
        ("date", "²024-01-01"),
        ("printed", "昨天"),
        ("title", "甲\x00乙"),
        ("title", "\ud800"),
        ("title", "甲" * (LONGEST + 1)),
        ("issuers", ["甲" * (LONGEST + 1)]),
        ("issuers", ["甲\ud800"]),
        ("issuers", [["甲"]]),
        ("issuers", ["甲", None]),
        ("issuers", ["甲", ""]),
        ("issuers", {"甲": 1}),
        ("issuers", "甲"),
        ("issuers", None),
        ("title", ["甲"]),
        ("title", 7),
    ],
)
def test_new_values_that_no_one_can_type_are_refused(field: str, bad: Any) -> None:
    sound = {**copy.deepcopy(SOUND), "field": field, "old": [] if field in LISTS else None}
    assert from_data({**sound, "new": sound["old"]})
    with pytest.raises(ValueError, match=r"\w"):
        from_data({**sound, "new": bad})


@pytest.mark.parametrize(
    ("field", "read"),
    [("title", "甲" * 9999), ("title", "甲\x00乙"), ("title", ""), ("number", "不是文号"), ("cc", ["", "甲" * 9999])],
)
def test_what_was_read_may_be_anything_and_be_confirmed(field: str, read: Any) -> None:
    each = correction(field, read, read, fingerprint=Fingerprint.of("甲" * 9999, "乙" * 9999, "丙" * 9999))
    assert from_data(json.loads(json.dumps(each.data()))) == each


def test_an_act_undone_by_no_one_and_one_undone_at_no_time_are_refused() -> None:
    for change in ({"undone": None}, {"undone_by": None}):
        with pytest.raises(ValueError, match=r"\w"):
            from_data({**copy.deepcopy(SOUND), **change})


@pytest.mark.parametrize("data", [None, [], "x", 1, {}, {1: 2, "act": 3}, {**SOUND, "notice": "x"}, {**SOUND, 1: 2}])
def test_what_is_no_object_with_these_names_is_refused(data: Any) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        from_data(data)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.integers(), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(SOUND)), ANY, max_size=3), st.data())
@example({"sha256": []}, None)
def test_hostile_data_gives_value_errors_only(changes: dict[str, Any], data: Any) -> None:
    entry = {**copy.deepcopy(SOUND), **changes}
    if data is not None and data.draw(st.booleans()):
        entry["fingerprint"] = {**SOUND["fingerprint"], data.draw(st.sampled_from(["number", "x"])): data.draw(ANY)}
    try:
        back = from_data(entry)
    except ValueError as error:
        assert str(error)
    else:
        assert json.loads(json.dumps(back.data())) == entry
        json.dumps(back.data(), ensure_ascii=False).encode()
