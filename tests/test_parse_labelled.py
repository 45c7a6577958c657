"""The parser held to notices of labellers who did not know its rules: floors on fields, splitting and sureness."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.notice import Evidence, Notice
from archive.parse import doubts
from tests.quality import corpora
from tests.quality.compare import MAIN
from tests.quality.corpora import Case
from tests.quality.score import Score, score, show
from tests.quality.sureness import MARKED, RIGHT, measure

FLOOR = 0.97
FIELDS = (*MAIN, "printed", "signature", "signer", "wrapper", "first_words", "last_words")


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return list(corpora._labelled())


@pytest.fixture(scope="module")
def scored(cases: list[Case]) -> Score:
    return score(cases)["labelled"]


def test_every_text_has_its_truth(cases: list[Case]) -> None:
    assert len(cases) >= 120
    assert sum(len(case.truth) for case in cases) >= 170
    assert {case.path for case in cases} == set((corpora.CORPORA / "labelled").glob("*.txt"))


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_is_read_right(scored: Score, name: str) -> None:
    print(show("labelled", scored))
    for _, file, miss in scored.misses:
        if miss.field == name:
            print(f"{file}: {sorted(miss.want)} found {sorted(miss.said)}")
    tally = scored.fields[name]
    assert tally.right + tally.wrong + tally.missing > 0
    assert tally.f1 >= FLOOR


def test_files_are_split_right(scored: Score) -> None:
    assert scored.split >= FLOOR * scored.files


def test_what_is_sure_is_right(cases: list[Case]) -> None:
    said = measure(cases).sets["in all"]
    assert said.sure_right >= RIGHT * said.sure
    assert said.sure >= MARKED * said.given


def test_no_number_of_a_person_or_telephone_stands_in_it(cases: list[Case]) -> None:
    for case in cases:
        text = case.path.read_text(encoding="utf-8")
        assert re.search(r"(?<![0-9])(?:[0-9]{17}[0-9Xx]|1[3-9][0-9]{9})(?![0-9])", text) is None
        assert all(set(code) == {"0"} for code in re.findall(r"(?<![0-9])(0[0-9]{2,3})[-－—][0-9]{7,8}(?![0-9])", text))
        assert all(re.search(r"\.(?:invalid|example)(?:\.tw)?$", host) for host in re.findall(r"@([a-z.]+)", text))


@pytest.mark.parametrize(
    ("field", "value", "risky"),
    [
        ("addressees", "各县（区）总工会", False),
        ("addressees", "各市、县（区）人民政府", False),
        ("addressees", "2025届全体毕业生", False),
        ("addressees", "健康云川2024-04-1118:02各社区", True),
        ("addressees", "做好下一步工作", True),
        ("cc", "校领导", False),
        ("cc", "市委办公室", False),
        ("cc", "设备部签发：林清", True),
        ("title", "云川省总工会关于开展检查的通知", False),
        ("title", "关于废止《关于加强管理的通知》（云办〔2019〕3号）的通知", True),
        ("title", "关于印发《云办〔2019〕3号文件解读》的通知", False),
        ("title", "云川局 云办〔2021〕4号关于检查的通知", True),
        ("title", "主题：关于检查的通知", True),
        ("title", "厅云川省财政厅关于检查的通知", True),
        ("title", "关于印发《检查办法的通知", True),
        ("title", "会议通知", True),
        ("date", "2024-01-05", False),
        ("date", "2026-01-05", True),
        ("date", "2023-12-30", True),
        ("date", "2024-03-02", True),
        ("number", "云办〔2024〕3号", True),
        ("issuers", "云川省财政厅", False),
        ("issuers", "各市总工会", True),
        ("signature", "云川省财政厅", False),
        ("signature", "林清", False),
        ("signature", "请于明天前报送", True),
        ("kind", "通知", False),
    ],
)
def test_what_is_risky(field: str, value: str, risky: bool) -> None:
    notice = Notice(issuers=["云川省财政厅"], addressees=["各市总工会"], number="云办〔2024〕3号", printed="2024-03-01")
    assert doubts.risky(field, value, notice, ["云办〔2024〕3号", "云办〔2024〕4号"]) is risky


def test_a_risky_value_is_not_sure() -> None:
    from archive.extract.document import Document, Line, Page
    from archive.parse import parse

    text = [
        "云川省总工会文件",
        "云工发〔2024〕12号",
        "云川省总工会关于开展竞赛的通知",
        "各市总工会：",
        "现予印发，请遵照执行。",
        "云川省总工会",
    ]

    def dated(day: str) -> Evidence:
        lines = [Line(words, number) for number, words in enumerate([*text, day], 1)]
        (notice,) = parse(Document("text", [Page(1, lines)]))
        return next(each for each in notice.evidence if each.field == "date")

    assert dated("2024年3月5日").sure
    assert not dated("2021年3月5日").sure


def closed_up(text: str) -> str:
    """Without empty lines."""
    return "\n".join(line for line in text.split("\n") if line.strip())


def parted(text: str) -> str:
    """With an empty line between any two."""
    return text.replace("\n", "\n\n")


def at_the_left(text: str) -> str:
    """Without what centred lines and paragraphs are set in by."""
    return "\n".join(line.strip(" \t\u3000") for line in text.split("\n"))


def in_wide_figures(text: str) -> str:
    return text.translate({0x30 + figure: 0xFF10 + figure for figure in range(10)})


def in_narrow_marks(text: str) -> str:
    return text.translate(str.maketrans("：（），", ":(),"))


def with_spaced_days(text: str) -> str:
    return re.sub(r"(\d{4})年(\d{1,2})月(\d{1,2})日", r"\1 年 \2 月 \3 日", text)


@pytest.mark.parametrize("change", [closed_up, parted, at_the_left, in_wide_figures, in_narrow_marks, with_spaced_days])
def test_typing_changes_little(change: Callable[[str], str], cases: list[Case], tmp_path: Path) -> None:
    changed = []
    for case in cases:
        path = tmp_path / case.path.name
        path.write_text(change(case.path.read_text(encoding="utf-8")), encoding="utf-8")
        truth = [{name: each[name] for name in (*MAIN, "alt") if name in each} for each in case.truth]
        changed.append(Case("labelled", path, truth))
    found = score(changed)["labelled"]
    assert {name: round(found.fields[name].f1, 3) for name in MAIN if found.fields[name].f1 < FLOOR} == {}
    assert found.split >= FLOOR * found.files
    said = measure(changed).sets["in all"]
    assert said.sure_right >= RIGHT * said.sure
