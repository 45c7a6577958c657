"""The samples of docs_in and the corpora are what they are said to be, and the generator is exact."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.notice import FIELDS
from tests.corpora.standard.draw import pdf, plain_text, wrapped_text
from tests.corpora.standard.generate import SPECS, content
from tests.corpora.standard.layout import DEPTH, HIGH, LEFT, MM, ROOM, TOP, WIDE, lay_out
from tests.corpora.standard.samples import CANTEENS, RECUPERATION, RESERVOIR
from tests.corpora.standard.setting import NOT_FIRST, NOT_LAST, PIECES, width, wrap
from tests.corpora.standard.spec import NoticeSpec, Style, Table, printed_date, truth

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "docs_in"
CORPORA = ROOT / "tests" / "corpora"
TRUTH = {
    entry["file"]: entry["notices"]
    for entry in map(json.loads, (CORPORA / "standard" / "docs_in.jsonl").read_text("utf-8").splitlines())
}
BUNDLES = sorted(path.stem for path in (CORPORA / "bundle").glob("*.txt"))
KEYS = {*FIELDS, "cut", "cites", "page_from", "page_to", "first_words", "last_words"}

JOINT = replace(
    RECUPERATION,
    issuers=("云川省档案局", "云川省财政厅", "云川省大数据管理局"),
    copy_number="000012",
    secrecy="秘密★1年",
    urgency="加急",
)
LETTER = replace(RECUPERATION, form="letter", masthead_word="", number="云川工函〔2024〕5号", urgency="特急")
SPACED = replace(RECUPERATION, style=Style(spaced_masthead=True, sealed=False, justify=False, mark="-{}-"))
ORDER = NoticeSpec(
    issuers=("云川省人民政府",),
    number="第12号",
    form="order",
    kind="令",
    title_lines=("云川省农村公路养护", "管理办法"),
    body=("《云川省农村公路养护管理办法》已经2024年2月26日省人民政府第31次常务会议通过，现予公布。",),
    signer="程望远",
    post="省长",
    date="2024-03-06",
    enclosed=("第一条　为了规范农村公路养护管理，制定本办法。", "第二条　本办法自2024年5月1日起施行。"),
)
FORMS = {
    "reservoir": RESERVOIR,
    "canteens": CANTEENS,
    "joint": JOINT,
    "letter": LETTER,
    "spaced": SPACED,
    "order": ORDER,
}


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def sample_text(name: str) -> str:
    data = (SAMPLES / name).read_bytes()
    if name.endswith(".pdf"):
        return "\n".join(pdfium_pages(data))
    return data.decode("gb18030" if name == "职工疗休养通知.txt" else "utf-8")


def pdfium_pages(data: bytes) -> list[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    return [document[place].get_textpage().get_text_range() for place in range(len(document))]


def pdfminer_pages(data: bytes) -> list[str]:
    from io import BytesIO

    from pdfminer.high_level import extract_text

    return extract_text(BytesIO(data)).split("\f")[:-1]


def test_eight_samples_and_their_truth() -> None:
    assert len(TRUTH) == 8
    assert sorted(path.name for path in SAMPLES.iterdir() if not path.name.startswith(".")) == sorted(TRUTH)


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_encoding_is_as_said(name: str) -> None:
    data = (SAMPLES / name).read_bytes()
    if name.endswith(".pdf"):
        assert data.startswith(b"%PDF-1.4\n")
        assert data.endswith(b"%%EOF\n")
    elif name == "职工疗休养通知.txt":
        with pytest.raises(UnicodeDecodeError):
            data.decode("utf-8")
        with pytest.raises(UnicodeDecodeError):
            data.decode("gbk")
        text = data.decode("gb18030")
        assert text.encode("gb18030") == data
        assert any(len(char.encode("gb18030")) == 4 for char in text)
    else:
        assert not data.startswith(b"\xef\xbb\xbf")
        assert data.decode("utf-8").encode("utf-8") == data


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_sample_prints_its_truth(name: str) -> None:
    text = squeeze(sample_text(name))
    assert len(text) > 500
    for notice in TRUTH[name]:
        assert KEYS <= set(notice) <= KEYS | {"alt", "wrapper"}
        assert_printed(notice, text)


def test_samples_cover_the_shapes_of_notices() -> None:
    notices = [notice for each in TRUTH.values() for notice in each]
    assert sorted(len(each) for each in TRUTH.values()) == [1] * 7 + [3]
    assert any(len(notice["issuers"]) == 3 and notice["number"] for notice in notices)
    assert any(notice["kind"] == "令" for notice in notices)
    assert any(notice["number"] is None for notice in notices)
    assert any(notice["signer"] and notice["kind"] == "请示" for notice in notices)
    assert any(" " in name for name in TRUTH)


def assert_printed(notice: dict, text: str) -> None:
    words = [notice["title"], notice["note"], notice["urgency"], notice["first_words"], notice["last_words"]]
    words += [*notice["issuers"], *notice["addressees"], *notice["cc"], *notice["attachments"], *notice["signature"]]
    words += [notice["number"] or ""]
    words += [printed_date(notice[key]) for key in ("date", "printed") if notice[key]]
    missing = [word for word in words if word and squeeze(word) not in text]
    assert not missing


@pytest.mark.parametrize("name", sorted(SPECS))
def test_committed_samples_are_what_the_generator_writes(name: str) -> None:
    assert content(name) == (SAMPLES / name).read_bytes()
    expected = truth(SPECS[name])
    assert {key: TRUTH[name][0][key] for key in expected} == expected
    assert TRUTH[name][0]["page_to"] == len(lay_out(SPECS[name]))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("read", [pdfium_pages, pdfminer_pages])
def test_readers_see_every_character_on_its_page(form: str, read) -> None:  # type: ignore[no-untyped-def]
    spec = FORMS[form]
    sheets, pages = lay_out(spec), read(pdf(spec))
    assert len(pages) == len(sheets)
    for sheet, page in zip(sheets, pages, strict=True):
        runs = [*sheet.runs, *([sheet.mark] if sheet.mark else [])]
        assert Counter(squeeze(page)) == Counter(squeeze("".join(run.text for run in runs)))


@pytest.mark.parametrize("form", FORMS)
def test_no_run_is_one_chinese_character(form: str) -> None:
    runs = [run.text for sheet in lay_out(FORMS[form]) for run in sheet.runs]
    assert not [text for text in runs if len(text) == 1 and text > "~"], "pdfium loses it where no font is installed"


def test_pdfium_reads_number_title_and_marks_in_order() -> None:
    pages = pdfium_pages(pdf(RESERVOIR))
    first = squeeze(pages[0])
    order = [
        "青禾县人民政府文件",
        "禾政〔2024〕29号",
        "签发人：陆文澜",
        *RESERVOIR.title_lines,
        "澜溪市人民政府：",
        "—1—",
    ]
    assert [first.index(each) for each in order] == sorted(first.index(each) for each in order)
    assert [squeeze(page)[-3:] for page in pages] == ["—1—", "—2—", "—3—"]


@pytest.mark.parametrize("form", FORMS)
def test_layout_keeps_to_the_standard(form: str) -> None:
    spec = FORMS[form]
    sheets = lay_out(spec)
    for place, sheet in enumerate(sheets, 1):
        body = [run for run in sheet.runs if not run.red]
        assert all(TOP <= run.y <= TOP + DEPTH + 1 for run in body)
        assert all(run.x >= LEFT - 1 and end(run) <= LEFT + ROOM + 1 for run in sheet.runs)
        assert len({round(run.y) for run in body if run.size == spec.style.size}) <= 22
        assert all(0 <= each <= limit for rule in sheet.rules for each, limit in ((rule.x2, WIDE), (rule.y2, HIGH)))
        assert (sheet.mark is None) == (form == "letter" and place == 1)
    red = [run for run in sheets[0].runs if run.red]
    assert "".join(run.text for run in red).replace(" ", "").startswith(spec.issuers[0])
    assert all(run.size > spec.style.title_size for run in red)
    title = [run for run in (sheets[0] if form != "order" else sheets[1]).runs if run.size == spec.style.title_size]
    assert [run.text for run in title] == list(spec.title_lines)
    for run in title:
        assert abs((run.x + end(run)) / 2 - (LEFT + ROOM / 2)) < 1


def end(run) -> float:  # type: ignore[no-untyped-def]
    return run.x + (width(run.text, run.size, run.size) + run.space * (len(run.text) - 1)) * run.scale


def test_full_lines_reach_the_right_margin_and_pages_have_one_red_line() -> None:
    sheet = lay_out(CANTEENS)[0]
    assert [round(rule.x2 - rule.x1) for rule in sheet.rules if rule.red] == [round(156 * MM)]
    long = [run for run in sheet.runs if run.size == 16 and len(run.text) >= 26]
    assert len(long) >= 4
    assert sum(abs(end(run) - LEFT - ROOM) < 0.5 for run in long) >= 4


@pytest.mark.parametrize(("red", "operator"), [((1, 0, 0), b"1 0 0 rg"), ((0, 1, 1, 0), b"0 1 1 0 k")])
def test_red_in_both_colour_models(red: tuple[float, ...], operator: bytes) -> None:
    data = pdf(replace(RESERVOIR, style=Style(red=red)))
    # The masthead, and nothing else that is written in letters.
    assert data.count(b"BT " + operator + b" ") == 1


@pytest.mark.parametrize("char", ["𠮷", "·", "•"])
def test_what_the_encoding_cannot_hold_is_refused(char: str) -> None:
    with pytest.raises(ValueError, match=char):
        pdf(replace(RESERVOIR, note=f"联系人{char}"))


@pytest.mark.parametrize("form", FORMS)
def test_both_texts_hold_the_same_words(form: str) -> None:
    spec = FORMS[form]
    plain, wrapped = squeeze(plain_text(spec)), squeeze(wrapped_text(spec))
    for block in (*spec.title_lines, *spec.body, *spec.enclosed):
        for words in [cell for row in block.rows for cell in row] if isinstance(block, Table) else [block]:
            assert squeeze(words) in plain
    for line in (*spec.title_lines, spec.number or "", *spec.addressees[:1]):
        assert squeeze(line) in wrapped
    assert max(map(len, wrapped_text(spec).splitlines())) <= 45


TEXT = st.text(alphabet="防汛备汛工作通知，。、；（）《》“”0129年月%", max_size=120)


@given(TEXT, st.integers(6, 30))
def test_wrapping_loses_nothing_and_keeps_punctuation_off_the_edges(text: str, chars: int) -> None:
    lines = wrap(text, chars * 16.0, 16.0, 16.0)
    assert "".join(lines) == text
    for place in range(1, len(lines)):
        before, line = lines[place - 1], lines[place]
        # A line of one piece has nothing to give to the next.
        if len(PIECES.findall(before)) > 1:
            assert line[0] not in NOT_FIRST
            assert before[-1] not in NOT_LAST


def test_bundles_have_truth_and_truth_has_bundles() -> None:
    assert len(BUNDLES) >= 10
    assert sorted(path.stem for path in (CORPORA / "bundle").glob("*.json")) == BUNDLES


@pytest.mark.parametrize("name", BUNDLES)
def test_bundle_prints_its_truth(name: str) -> None:
    text = (CORPORA / "bundle" / f"{name}.txt").read_text("utf-8")
    notices = json.loads((CORPORA / "bundle" / f"{name}.json").read_text("utf-8"))
    pages = len(re.findall(r"(?m)^[ 　]*— \d+ —$", text)) + 1
    starts = []
    for place, notice in enumerate(notices, 1):
        assert KEYS <= set(notice) <= KEYS | {"alt", "wrapper"}
        assert_printed(notice, squeeze(text))
        assert 1 <= notice["page_from"] <= notice["page_to"] <= pages
        assert notice.get("wrapper", 0) < place
        starts.append(squeeze(text).index(squeeze(notice["first_words"]), starts[-1] + 1 if starts else 0))
        assert squeeze(text).index(squeeze(notice["last_words"]), starts[-1]) > starts[-1]
    assert starts == sorted(starts)
