"""The measures of the parser: they count what is wrong as wrong, and switch rules off and on again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from archive.notice import Evidence, Notice
from archive.parse import boilerplate
from archive.parse import dates as parse_dates
from tests.quality import __main__ as command
from tests.quality import ablation, corpora, cost, score, sureness
from tests.quality.columns import table
from tests.quality.compare import Judged, judge
from tests.quality.rules import RULES, Rule, give

TEXT = """当前位置：首页>通知公告
云川省总工会文件
云工发〔2024〕12号

云川省总工会关于开展职工技能竞赛的通知

各市总工会，各省级产业工会：
经研究决定，现将有关事项通知如下。请各单位认真组织实施。

云川省总工会
2024年3月5日
"""
TRUTH: dict[str, Any] = {
    "issuers": ["云川省总工会"],
    "number": "云工发〔2024〕12号",
    "title": "云川省总工会关于开展职工技能竞赛的通知",
    "kind": "通知",
    "date": "2024-03-05",
    "addressees": ["各市总工会", "各省级产业工会"],
    "cc": [],
}


def a_case(folder: Path, **other: Any) -> corpora.Case:
    path = folder / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return corpora.Case("layouts", path, [{**TRUTH, **other}])


def one(want: dict[str, Any], **found: Any) -> Judged:
    """The first labelled field of a notice found against its truth."""
    return next(iter(judge([want], [Notice(**found)])))[0]


def counts(each: Judged) -> tuple[int, int, int, int]:
    return each.right, each.wrong, each.missing, each.extra


@pytest.mark.parametrize(
    ("want", "found", "counted"),
    [
        ({"number": "云工发〔2024〕12号"}, {"number": "云工发[2024] 12号"}, (1, 0, 0, 0)),
        ({"number": "云工发〔2024〕12号"}, {"number": "云工发〔2024〕1号"}, (0, 1, 0, 0)),
        ({"number": "云工发〔2024〕12号"}, {}, (0, 0, 1, 0)),
        ({"number": None}, {"number": "云工发〔2024〕12号"}, (0, 0, 0, 1)),
        ({"number": None}, {}, (0, 0, 0, 0)),
        ({"number": "云工发〔2024〕12号", "alt": {"number": [None]}}, {}, (0, 0, 0, 0)),
        ({"title": "关于节水的通知", "alt": {"title": ["节水"]}}, {"title": "节水"}, (1, 0, 0, 0)),
        ({"addressees": ["各市", "各县", "省直"]}, {"addressees": ["各县", "各乡"]}, (1, 1, 1, 0)),
        ({"cc": ["省委"]}, {"cc": ["省委", "省政府", "省人大"]}, (1, 0, 0, 2)),
        ({"issuers": ["省总工会"]}, {"issuers": ["云川省总工会"]}, (1, 0, 0, 0)),
        ({"addressees": ["省总工会"]}, {"addressees": ["云川省总工会"]}, (0, 1, 0, 0)),
        ({"cut": False}, {"cut": True}, (0, 0, 0, 1)),
        ({"page_from": 1, "page_to": 2}, {}, (0, 1, 0, 0)),
        ({"last_words": "2024年3月5日"}, {"text": "…2024年3月5日 "}, (1, 0, 0, 0)),
        ({"first_words": "为进一步"}, {"text": "根据"}, (0, 1, 0, 0)),
    ],
)
def test_values_are_counted(want: dict[str, Any], found: dict[str, Any], counted: tuple[int, int, int, int]) -> None:
    assert counts(one(want, **found)) == counted


def test_notices_are_paired_by_what_they_say_and_the_rest_counts() -> None:
    first, second = Notice(number="云工发〔2024〕1号", kind="通知"), Notice(number="云工发〔2024〕2号", kind="函")
    wanted = [{"number": "云工发〔2024〕2号", "kind": "函"}, {"number": "云工发〔2024〕1号", "kind": "通知"}]
    assert all(counts(each) == (1, 0, 0, 0) for fields in judge(wanted, [first, second]) for each in fields)
    missed = [counts(each) for fields in judge(wanted, [first]) for each in fields]
    assert missed == [(0, 0, 1, 0)] * 2 + [(1, 0, 0, 0)] * 2
    extra = list(judge(wanted[:1], [first, second]))[1]
    assert {each.field: each.extra for each in extra if each.extra} == {"number": 1, "kind": 1}


def test_score_counts_a_wrong_value_and_holds_a_floor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert score.report([a_case(tmp_path)], floor=0.98)
    wrong = a_case(tmp_path, date="2024-03-06")
    figures = score.score([wrong])["layouts"]
    assert (figures.fields["date"].wrong, figures.whole, figures.split) == (1, 0, 1)
    assert figures.fields["addressees"].f1 == 1.0
    capsys.readouterr()
    assert not score.report([wrong], floor=0.98, misses=1)
    said = capsys.readouterr()
    assert "layouts date 0.000" in said.out
    assert "['2024-03-06'] found ['2024-03-05']" in said.err


def notice(sure: bool, **found: Any) -> Notice:
    (name, value), *_ = found.items()
    of = value if isinstance(value, list) else [value]
    return Notice(evidence=[Evidence(name, each, 1, 1, each, "a rule", sure) for each in of], **found)


@pytest.mark.parametrize(
    ("found", "tally"),
    [
        (notice(True, date="2024-03-05"), (1, 1, 1, 1)),
        (notice(True, date="2024-03-06"), (1, 1, 0, 0)),
        (notice(False, date="2024-03-05"), (1, 0, 1, 0)),
        (Notice(date="2024-03-05"), (1, 0, 1, 0)),
        (notice(True, cc=["省委", "省政府"]), (2, 2, 1, 1)),
    ],
)
def test_sureness_counts_a_sure_value_that_is_wrong(found: Notice, tally: tuple[int, int, int, int]) -> None:
    counted = sureness.Sureness()
    for fields in judge([{"date": "2024-03-05", "cc": ["省委"]}], [found]):
        for each in fields:
            counted.add("layouts", each)
    in_all = counted.sets[sureness.IN_ALL]
    assert (in_all.given, in_all.sure, in_all.right, in_all.sure_right) == tally
    assert counted.sets["made up"] == in_all


def test_what_also_speaks_against_a_value_makes_it_unsure() -> None:
    found = notice(True, number="云工发〔2024〕12号", cc=["省委"])
    found.evidence.append(Evidence("number", "云工发〔2024〕21号", 0, 0, "", "file-name", False))
    assert [each.sure for each in sureness.evidence(found, "number", found.number)] == [True, False]


@pytest.mark.parametrize(
    ("tally", "holds"),
    [
        (sureness.Tally(100, 85, 100, 85), True),
        (sureness.Tally(100, 84, 100, 84), False),
        (sureness.Tally(200, 200, 198, 198), True),
        (sureness.Tally(200, 200, 197, 197), False),
    ],
)
def test_the_floors_of_sureness(tally: sureness.Tally, holds: bool) -> None:
    assert tally.holds is holds


@pytest.mark.parametrize(
    ("words", "date", "status"),
    [
        (["sureness", "--check"], "2024-03-05", 0),
        (["sureness", "--check"], "2024-03-06", 1),
        (["sureness"], "2024-03-06", 0),
        (["score", "--floor", ".98"], "2024-03-05", 0),
        (["score", "--floor", ".98"], "2024-03-06", 1),
        (["score"], "2024-03-06", 0),
        (["cost", "--check", "100000"], "2024-03-05", 0),
        (["cost", "--check", "0"], "2024-03-05", 1),
    ],
)
def test_exit_status(words: list[str], date: str, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpora, "load", lambda gold=None: [a_case(tmp_path, date=date)])
    assert command.main(words) == status


def parser_modules() -> dict[tuple[str, str], Any]:
    return {
        (path, name): value
        for path, module in list(sys.modules.items())
        if path.startswith("archive.parse")
        for name, value in vars(module).items()
    }


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_there_is_switched_off_and_put_back(rule: Rule) -> None:
    owner, name, own = ablation._found(rule)
    before = parser_modules()
    with ablation.switched_off(rule):
        assert ablation._found(rule)[2] is not own
        assert rule.alone or not callable(own) or own not in parser_modules().values()
    assert ablation._found(rule) == (owner, name, own)
    assert parser_modules() == before


def test_a_rule_is_put_back_after_an_error() -> None:
    own = boilerplate.top
    with pytest.raises(ZeroDivisionError), ablation.switched_off(Rule("", "boilerplate.top", give(0))):
        assert boilerplate.top is not own
        raise ZeroDivisionError
    assert boilerplate.top is own


def test_rules_have_names_of_their_own() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES) > 100


def test_what_a_rule_earns(tmp_path: Path) -> None:
    named = {rule.name: rule for rule in RULES}
    picked = ["top of a web page", "date alone on its line", "附注", "gazette masthead"]
    idle = Rule("never asked", "nesting._second_colophon", give(None))
    earned = {
        each.rule.name: each for each in ablation.ablate([a_case(tmp_path)], [*map(named.__getitem__, picked), idle])
    }
    dates = earned["date alone on its line"]
    assert dates.worse["date"] == 1
    assert dates.net == dates.worse.total() > 0
    assert dates.by_field().startswith("date 1")
    assert (earned["附注"].net, earned["附注"].changed) == (0, 0)
    assert earned["附注"].calls == 1
    assert (earned["never asked"].calls, earned["never asked"].net) == (0, 0)
    assert a_case(tmp_path).parse()[0].date == "2024-03-05"


def test_a_rule_that_harms_earns_less_than_nothing(tmp_path: Path) -> None:
    wrong = a_case(tmp_path, date=None)
    (earned,) = ablation.ablate([wrong], [Rule("dates", "dates.whole", give(None))])
    assert (earned.better["date"], earned.worse["date"]) == (1, 0)


def test_a_rule_that_is_gone_and_one_that_others_need_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    needed = Rule("needed", "dates.whole", lambda own, text: 1 // 0)
    assert not ablation.report([a_case(tmp_path)], [Rule("gone", "dates.none_such", give(None)), needed])
    said = capsys.readouterr().out
    assert "gone from the parser" in said
    assert "raises ZeroDivisionError" in said
    assert parse_dates.whole("2024年3月5日") == "2024-03-05"


def test_cost_leaves_out_what_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"")
    found = cost.measure([a_case(tmp_path).path, tmp_path / "b.txt"])
    assert (found.files, found.notices, len(found.parsing)) == (1, 1, cost.RUNS)
    with pytest.raises(ValueError, match="no file"):
        cost.measure([tmp_path / "b.txt"])


def test_the_made_up_cases_and_gold_are_found(tmp_path: Path) -> None:
    corpus = {case.corpus for case in [*corpora._standard(), *corpora._bundles(), *corpora._layouts()]}
    assert corpus == {"standard", "bundle", "layouts"}
    (tmp_path / "files").mkdir()
    lines = ['{"file": "a.txt", "notices": []}', '{"file": "b.pdf", "scanned": true, "notices": []}',
             '{"file": "c.doc", "notices": []}', '{"file": "d.pdf", "expect": "failed"}']  # fmt: skip
    (tmp_path / "gold.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert [case.path.name for case in corpora._gold(tmp_path)] == ["a.txt"]


def test_columns_count_an_ideograph_twice() -> None:
    assert table(["rule", "n"], [["附注", 1], ["note", 10]]).splitlines() == ["rule   n", "附注   1", "note  10"]
