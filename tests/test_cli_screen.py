"""What reaches a terminal: no control, no override, columns that fit, marks where they belong."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.cli import progress, screen

TEXT = st.text(
    st.one_of(st.characters(), st.sampled_from("公文档案，。（）“” abc12\t\n\x1b\u202e\ud800")), max_size=200
)


@pytest.mark.parametrize(
    ("dirty", "shown"),
    [
        ("公文", "公文"),
        ("\x1b[31m红", "␛[31m红"),
        ("一\n二\r三\t四", "一␊二␍三␉四"),
        ("\x7f", "␡"),
        ("\x9b2J\x85", "�2J�"),
        ("通知\u202efdp.txt", "通知�fdp.txt"),
        ("\u2066甲\u2069\u200f\u061c", "�甲���"),
        ("坏\udcff名", "坏�名"),
        ("a\u2028b", "a�b"),
        ("\U000e0041", "�"),
    ],
)
def test_clean(dirty: str, shown: str) -> None:
    assert screen.clean(dirty) == shown


def test_flat_keeps_a_paragraph_readable() -> None:
    assert screen.flat("一\n二\t三\f四\x1b") == "一 二 三 四␛"


@given(TEXT)
def test_cleaned_text_is_harmless_and_offsets_stay(text: str) -> None:
    for done in (screen.clean(text), screen.flat(text)):
        assert len(done) == len(text)
        assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in done)
        assert not any(
            unicodedata.bidirectional(char) in ("LRO", "RLO", "LRE", "RLE", "PDF", "LRI", "RLI") for char in done
        )
        done.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("abc", 3),
        ("公文", 4),
        ("云工办〔2024〕9号", 17),
        ("（１）", 6),
        ("e\u0301", 1),
        ("零\u200b宽", 4),
        ("—…“”", 4),
        ("𠮷", 2),
    ],
)
def test_width(text: str, columns: int) -> None:
    assert screen.width(text) == columns


def test_pad_and_clip_count_columns() -> None:
    assert screen.pad("公文", 6) == "公文  "
    assert screen.pad("公文", 3) == "公文"
    assert screen.clip("公文档案", 8) == "公文档案"
    assert screen.clip("公文档案", 7) == "公文档…"
    assert screen.clip("公文档案", 6) == "公文…"


@pytest.mark.parametrize(
    ("text", "first", "rest", "lines"),
    [
        ("", 10, None, [""]),
        ("公文档案公文档案", 8, None, ["公文档案", "公文档案"]),
        ("公文档案，检索", 8, None, ["公文档", "案，检索"]),
        ("公文档（检索）", 8, None, ["公文档", "（检索）"]),
        ("the archive of notices", 11, None, ["the archive", "of notices"]),
        ("共有12345件公文", 8, None, ["共有", "12345件", "公文"]),
        ("公文档案公文", 4, 8, ["公文", "档案公文"]),
        ("abcdefghij", 4, None, ["abcd", "efgh", "ij"]),
        ("00公000", 6, 2, ["00公", "00", "0"]),
    ],
)
def test_wrap(text: str, first: int, rest: int | None, lines: list[str]) -> None:
    assert [text[start:end] for start, end in screen.wrap(text, first, rest)] == lines


@given(TEXT, st.integers(2, 40), st.integers(2, 40))
def test_wrapped_lines_fit_and_lose_nothing(text: str, first: int, rest: int) -> None:
    text = screen.flat(text)
    spans = screen.wrap(text, first, rest)
    for index, (start, end) in enumerate(spans):
        assert screen.width(text[start:end]) <= (rest if index else first)
    assert "".join(text[start:end] for start, end in spans).replace(" ", "") == text.replace(" ", "")
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize(
    ("span", "marks", "painted"),
    [
        ((0, 6), [(2, 4)], "一二[三四]五六"),
        ((0, 3), [(2, 4)], "一二[三]"),
        ((3, 6), [(2, 4)], "[四]五六"),
        ((0, 6), [(4, 5), (0, 2), (1, 3)], "[一二][三]四[五]六"),
        ((0, 2), [(4, 5)], "一二"),
    ],
)
def test_paint(span: tuple[int, int], marks: list[tuple[int, int]], painted: str) -> None:
    drawn = screen.paint("一二三四五六", span, marks, colour=True)
    assert drawn.replace(screen.MARK, "[").replace(screen.PLAIN, "]") == painted
    start, end = span
    assert screen.paint("一二三四五六", span, marks, colour=False) == "一二三四五六"[start:end]


def test_table_is_aligned_for_double_width() -> None:
    assert screen.table([("新增", "12"), ("failed", "1")], right=(1,)) == ["新增    12", "failed   1"]


@pytest.mark.parametrize(
    ("path", "number", "of", "said"),
    [
        ("/档案/扫描件.pdf", 3, 12, "扫描件.pdf, page 3/12"),
        ("scan.tiff", 3, 0, "scan.tiff, page 3"),
        ("/a/关于做好全市防汛抗旱工作的通知.pdf", 1, 9, "关于做好全市防汛抗…, page 1/9"),
        ("\x1b[2J.pdf", 1, 1, "␛[2J.pdf, page 1/1"),
    ],
)
def test_a_page_that_is_recognised_is_told_beside_the_bar(path: str, number: int, of: int, said: str) -> None:
    bar = progress.Bar("{rate} files/s")
    bar.advance(1, 3)
    bar.page(path, number, of)
    (task,) = bar._bar.tasks
    assert (task.fields["rate"], task.completed, task.total) == (said, 1, 3)


@pytest.mark.skipif(sys.platform == "win32", reason="no niceness")
def test_long_work_gives_way() -> None:
    """Twice is not more than once, and what is nicer already stays so."""
    program = (
        "import os; from archive.cli import progress\n"
        "for own in (0, 5, 15):\n"
        "    os.setpriority(os.PRIO_PROCESS, 0, max(own, os.getpriority(os.PRIO_PROCESS, 0)))\n"
        "    with progress.drawn(''), progress.drawn(''): print(os.getpriority(os.PRIO_PROCESS, 0))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert list(map(int, done.stdout.split())) == [max(own, 10), max(own, 10), max(own, 15)]
