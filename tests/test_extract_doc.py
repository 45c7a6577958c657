"""DOC and WPS files: text in reading order, numbering, tables, and files that are broken."""

from __future__ import annotations

import contextlib
import random
import struct
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.errors import Unreadable
from archive.extract import Document, office, read
from archive.extract.doc import read_doc
from archive.extract.numerals import gap_after, numeral
from archive.extract.symbols import symbol
from tests.corpora.office.doc import HEAD, by_width, doc, one_piece, pieces_of, sprm, word_95
from tests.corpora.office.notices import CASES, Box, Case, Grid, Level, Note, Section, Words, p, truth
from tests.corpora.office.ole2 import SECTOR, ole2
from tests.corpora.office.rtf import rtf

SPLITS = {"one piece": one_piece, "of seven": pieces_of(7), "by width": by_width}
NAMED = {case.name: case for case in CASES}
PLAIN = NAMED["plain"]


def opened(tmp_path: Path, data: bytes, reader: Callable[[Path], Document] = read) -> Document:
    path = tmp_path / "来文.doc"
    path.write_bytes(data)
    return reader(path)


def refusal(tmp_path: Path, data: bytes, reader: Callable[[Path], Document] = read_doc) -> tuple[str, str]:
    with pytest.raises(Unreadable) as caught:
        opened(tmp_path, data, reader)
    return caught.value.reason, caught.value.detail


def printed(document: Document) -> list[list[str]]:
    return [[line.text for line in page.lines] for page in document.pages]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("backwards", [False, True], ids=["forwards", "backwards"])
def test_made_files(case: Case, split: str, backwards: bool, tmp_path: Path) -> None:
    document = opened(tmp_path, doc(case, SPLITS[split], backwards=backwards))
    assert printed(document) == truth(case)
    assert (document.kind, document.reader, document.warnings) == ("doc", "doc", [])


def test_the_truth_of_some_made_files_word_for_word() -> None:
    found = {name: [line for page in truth(NAMED[name]) for line in page] for name in NAMED}
    assert found["nested-fields"] == ["共三页。"]
    assert found["hyphens"] == ["电话0512-1234，网址ferryman。", "制表 符"]
    assert found["two-tables"] == ["甲\t乙", "表二", "丙\t丁", "戊"]
    assert found["legal-list"] == ["第一章 总则", "1.1 目的", "1.2 依据", "1.2.1 法律", "第二章 职责", "2.1 分工"]
    assert found["hidden-mark"][:2] == ["段落甲，", "段落乙。"]
    assert found["first-header"][:2] == ["云川省航道管理局文件", "云航发〔2024〕12号"]
    assert found["long-field"][:3] == ["目录甲", "目录乙", "目录丙"]
    assert [len(truth(NAMED[name])) for name in ("page-breaks", "sections", "notes")] == [4, 2, 2]


@pytest.mark.parametrize("made", [doc, rtf])
def test_layout(made: Callable[[Case], bytes], tmp_path: Path) -> None:
    (page,) = opened(tmp_path, made(PLAIN)).pages
    assert [(line.number, line.indent, line.gap, line.size, line.red) for line in page.lines] == [
        (1, 2.57, 0, 36, True),  # the text block is 442.2 points wide: 27.64 letters of 16 points
        (2, 9.32, 1, 16, False),
        (3, 4.88, 1.5, 22, False),
        (4, 0, 0, 16, False),
        (5, 2, 0, 16, False),
        (6, 19.64, 0, 16, False),
        (7, 21.64, 0, 16, False),
    ]
    assert not any(line.row or line.joins or line.left is not None for line in page.lines)
    rows = [line.row for line in opened(tmp_path, made(NAMED["table"])).pages[0].lines]
    assert rows == [False] * 4 + [True] * 3 + [False] * 2


@pytest.mark.parametrize("made", [doc, rtf])
def test_indents_of_paragraphs(made: Callable[[Case], bytes], tmp_path: Path) -> None:
    case = Case(
        "indents", (p("甲" * 40), p("乙", left=3), p("丙", left=3, first=-2), p("丁\n戊", first=2), p("　　己"))
    )
    found = [(line.text[0], line.indent) for line in opened(tmp_path, made(case)).pages[0].lines]
    assert found == [("甲", 0), ("乙", 3), ("丙", 1), ("丁", 2), ("戊", 0), ("己", 2)]


@pytest.mark.parametrize("made", [doc, rtf])
def test_widths_of_sections(made: Callable[[Case], bytes], tmp_path: Path) -> None:
    sections = (Section(paper=841.9), Section(new_page=False))
    blocks = (p("甲", align="right"), sections[0], p("乙", align="right"), sections[1], p("丙", align="right"))
    pages = opened(tmp_path, made(Case("sections", blocks))).pages
    assert [[line.indent for line in page.lines] for page in pages] == [[26.64], [42.05, 26.64]]


@pytest.mark.parametrize("made", [doc, rtf])
def test_each_line_has_its_own_looks(made: Callable[[Case], bytes], tmp_path: Path) -> None:
    case = Case("looks", (p(Words("云川省文件", 36, red=True), "\n云航发〔2024〕12号"),))
    (page,) = opened(tmp_path, made(case)).pages
    assert [(line.size, line.red) for line in page.lines] == [(36, True), (16, False)]


@pytest.mark.parametrize("made", [doc, rtf])
def test_space_between_paragraphs(made: Callable[[Case], bytes], tmp_path: Path) -> None:
    case = Case("space", (p("甲", after=28), p("乙", before=14), p("丙", before=42), Grid((("", ""),)), p("丁")))
    (page,) = opened(tmp_path, made(case)).pages
    assert [line.gap for line in page.lines] == [0, 1, 1.5, 1]


def test_notes_stand_at_the_end_of_the_page_that_calls_them(tmp_path: Path) -> None:
    case = Case("notes", (p("甲", Note("注一"), "\f乙", Note("注二")), p("丙", Box("盒\f子"))))
    found = printed(opened(tmp_path, doc(case)))
    assert found == [["甲", "注一"], ["乙", "盒", "子", "丙", "注二"]]


def test_a_box_stands_on_the_page_that_its_paragraph_begins(tmp_path: Path) -> None:
    case = Case("box", (p("甲"), p(Box("盒"), "乙", new_page=True)))
    assert printed(opened(tmp_path, doc(case))) == truth(case) == [["甲"], ["盒", "乙"]]


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        (0, {1: "1", 0: "0", 40000: "40000"}),
        (1, {4: "IV", 1999: "MCMXCIX"}),
        (2, {9: "ix"}),
        (3, {1: "A", 26: "Z", 27: "AA"}),
        (4, {28: "bb"}),
        (5, {1: "1st", 12: "12th", 23: "23rd"}),
        (10, {10: "一〇"}),
        (11, {10: "十", 21: "二十一"}),
        (14, {12: "１２"}),
        (18, {1: "①", 20: "⑳", 21: "㉑", 35: "㉟", 36: "㊱", 51: "51"}),
        (22, {1: "01", 12: "12"}),
        (26, {1: "⒈", 20: "⒛", 21: "21"}),
        (27, {1: "⑴", 20: "⒇"}),
        (29, {1: "㊀", 10: "㊉", 11: "11"}),
        (30, {1: "甲", 10: "癸", 11: "11"}),
        (31, {1: "子", 12: "亥"}),
        (33, {10: "十", 101: "一○一"}),
        (34, {12: "壹拾貳"}),
        (37, {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "一○○"}),
        (38, {10: "壹拾", 12: "壹拾贰"}),
        (
            39,
            {
                10: "十",
                100: "一百",
                101: "一百零一",
                110: "一百一十",
                1001: "一千零一",
                10010: "一万零一十",
                20000: "二万",
            },
        ),
        (255, {7: ""}),
        (999, {7: "7"}),
    ],
)
def test_numerals(form: int, numbers: dict[int, str]) -> None:
    assert {value: numeral(value, form) for value in numbers} == numbers


def test_what_follows_a_number() -> None:
    assert [gap_after(number) for number in ("一、", "（一）", "1．", "1.", "①", "第一条", "")] == [
        "",
        "",
        "",
        " ",
        " ",
        " ",
        "",
    ]


def test_symbols() -> None:
    assert symbol("\uf0fe\uf0a8\uf081甲A") == "☑□①甲A"
    assert (symbol("\uf0e6"), symbol("\uf0e6", "•")) == ("\uf0e6", "•")


def test_properties_laid_over_pieces(tmp_path: Path) -> None:
    assert refusal(tmp_path, doc(PLAIN, prm=0x5C << 1 | 1 << 8))[0] == "empty"
    assert refusal(tmp_path, doc(PLAIN, pieces_of(7), laid_over=sprm(0x083C, 1)))[0] == "empty"
    for over in ({"prm": 0x05 << 1 | 2 << 8}, {"laid_over": sprm(0x2403, 2)}):
        (page,) = opened(tmp_path, doc(PLAIN, **over)).pages
        assert page.lines[3].indent == 20.64  # at the right edge: 27.64 less seven letters
    assert printed(opened(tmp_path, doc(PLAIN, prm=0x7F << 1))) == truth(PLAIN)
    assert printed(opened(tmp_path, doc(PLAIN, prm=0xFFFF))) == truth(PLAIN)


def letters(pages: list[list[str]]) -> str:
    return "".join("".join(line for page in pages for line in page).split())


@pytest.mark.parametrize("name", ["table", "frame", "two-tables"])
def test_rows_whose_properties_stand_apart(name: str, tmp_path: Path) -> None:
    data = doc(NAMED[name], apart=True)
    assert printed(opened(tmp_path, data)) == truth(NAMED[name])
    lost = data.replace("Data".encode("utf-16-le"), "Tada".encode("utf-16-le"))
    assert letters(printed(opened(tmp_path, lost))) == letters(truth(NAMED[name]))


def test_word_95(tmp_path: Path) -> None:
    text = "关于渡口的通知\r各渡口：\r单位\x07时限\x07\x07青禾县\x07六月底\x07\x07请见\x13 PAGE \x141\x15页。\x0b此致\r"
    for cut in (0, 9, 40):
        document = opened(tmp_path, word_95(text, cut=cut))
        assert printed(document) == [
            ["关于渡口的通知", "各渡口：", "单位\t时限", "青禾县\t六月底", "请见1页。", "此致"]
        ]
        assert document.reader == "doc word-95"


def test_files_of_other_writers(tmp_path: Path) -> None:
    whole = doc(PLAIN)
    for data in (
        whole[: -len(whole) % SECTOR or None] if len(whole) % SECTOR else whole[:-17].rstrip(b"\0") or whole,
        doc(PLAIN, nfib=0xC0),
        doc(PLAIN, nfib=0x112),
        doc(PLAIN, flags=0x0004),
        whole.replace("1Table".encode("utf-16-le"), "0Table".encode("utf-16-le")),
    ):
        assert printed(opened(tmp_path, data)) == truth(PLAIN)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (doc(PLAIN, flags=0x0100), "password"),
        (doc(PLAIN, flags=0x8100), "password"),
        (word_95("甲\r", flags=0x0100), "password"),
        (doc(Case("empty", (p(), p("　 "), p(Words("隐", hidden=True))))), "empty"),
        (doc(Case("picture", (p("\x01"), p()))), "pictures"),
        (ole2({"WordDocument": bytes(3000)}), "damaged"),
        (ole2({"WordDocument": b"\xec\xa5\xc1\x00"}), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "damaged"),
    ],
)
def test_unreadable(data: bytes, reason: str, tmp_path: Path) -> None:
    assert refusal(tmp_path, data)[0] == reason


OWNER = "张三 Zhang".encode("gb18030")


def lock(name: bytes, half: int = 54, length: int | None = None) -> bytes:
    wide = name.decode("gb18030")
    head = bytes([len(name) if length is None else length]) + name.ljust(half - 1)
    return head + struct.pack("<H", len(wide)) + wide.ljust(half - 1).encode("utf-16-le")


@pytest.mark.parametrize(
    "data",
    [
        lock(OWNER),
        lock(OWNER, length=8),
        lock(OWNER, half=55),
        lock(OWNER)[:54],
        lock(b"Li").replace(b"  ", b"\0\0"),
    ],
)
def test_the_mark_of_an_open_document(data: bytes, tmp_path: Path) -> None:
    assert len(data) in (54, 162, 165)
    assert refusal(tmp_path, data, read) == ("lock-file", "")


@pytest.mark.parametrize(
    "data",
    [
        lock(OWNER) + b"\0",
        lock(OWNER)[:-1],
        ("通知" * 9).encode(),
        b"\n" + b"Notice of ferries, to be read by all on the river now\n"[:53],
        b"\t" + "各渡口管理所请于五月底".encode().ljust(161, b"."),
        "　".encode() * 53 + "通知".encode()[:3],
    ],
)
def test_what_is_no_mark_of_an_open_document(data: bytes, tmp_path: Path) -> None:
    try:
        opened(tmp_path, data)
    except Unreadable as error:
        assert error.reason != "lock-file"


def patched(case: Case, at: int, value: bytes) -> bytes:
    """A made file with other bytes in its head."""
    data = bytearray(doc(case))
    data[SECTOR + at : SECTOR + at + len(value)] = value
    return bytes(data)


def pair(index: int) -> int:
    return 154 + 8 * index


HUGE = struct.pack("<I", 0x7FFFFFFF)


@pytest.mark.parametrize(
    ("at", "value", "reason"),
    [
        (pair(33) + 4, bytes(4), "damaged"),
        (pair(33) + 4, HUGE, ""),
        (pair(33), HUGE, "damaged"),
        (pair(1), HUGE, ""),
        (pair(12), HUGE, ""),
        (pair(13) + 4, HUGE, ""),
        (pair(6), HUGE, ""),
        (pair(73) + 4, HUGE, ""),
        (pair(74), HUGE, ""),
        (76, HUGE, ""),
        (76, b"\xff\xff\xff\xff", "empty"),
        (152, bytes(2), "damaged"),
    ],
)
def test_heads_that_lie(at: int, value: bytes, reason: str, tmp_path: Path) -> None:
    data = patched(NAMED["list"], at, value)
    start = time.process_time()
    if reason:
        assert refusal(tmp_path, data)[0] == reason
    else:
        assert "主要任务" in "".join(line for page in printed(opened(tmp_path, data)) for line in page)
    assert time.process_time() - start < 2


def clx(pieces: list[tuple[int, int]], places: list[int]) -> bytes:
    table = struct.pack(f"<{len(places)}I", *places) + b"".join(struct.pack("<HIH", 0, at, 0) for _, at in pieces)
    return b"\x02" + struct.pack("<I", len(table)) + table


@pytest.mark.parametrize(
    ("places", "at", "reason"),
    [
        ([0, 0x7FFFFFFF], HEAD, "damaged"),
        ([5, 0], HEAD, "damaged"),
        ([0, 10], 0x3FFFFFF0, "empty"),
        ([0, *[0] * 20_000, 10], HEAD, ""),
        ([0, *range(2000, 60_000, 2000)], HEAD, "damaged"),
    ],
)
def test_piece_tables_that_lie(places: list[int], at: int, reason: str, tmp_path: Path) -> None:
    head = bytearray(doc(PLAIN)[SECTOR : SECTOR + HEAD])
    table = clx([(0, at)] * (len(places) - 1), places)
    struct.pack_into("<II", head, pair(33), 0, len(table))
    data = ole2({"WordDocument": bytes(head) + "渡口维护工作的通知".encode("utf-16-le") + bytes(2000), "1Table": table})
    if reason:
        assert refusal(tmp_path, data)[0] == reason
    else:
        assert printed(opened(tmp_path, data)) == [["渡口维护工作的通知"]]


def test_text_that_lies_outside_of_the_file_is_told(tmp_path: Path) -> None:
    text = "渡口维护" * 500 + "\r"
    head = bytearray(doc(PLAIN)[SECTOR : SECTOR + HEAD])
    table = clx([(0, HEAD), (0, 0x3FFF0000)], [0, 2001, 2100])
    struct.pack_into("<II", head, pair(33), 0, len(table))
    struct.pack_into("<I", head, 76, 2100)
    document = opened(tmp_path, ole2({"WordDocument": bytes(head) + text.encode("utf-16-le"), "1Table": table}))
    assert (printed(document), document.warnings) == ([[text.strip()]], ["truncated"])


def test_styles_and_chains_in_a_circle(tmp_path: Path) -> None:
    data = doc(NAMED["styled-list"])
    base = data.index(struct.pack("<HHHHH", 0, 1 | 0 << 4, 2, 0, 0))
    circle = data[: base + 2] + struct.pack("<H", 1 | 1 << 4) + data[base + 4 :]
    assert printed(opened(tmp_path, circle)) == truth(NAMED["styled-list"])
    sectors = len(data) // SECTOR - 1
    fat = bytearray(data)
    fat[-SECTOR : -SECTOR + 4 * (sectors - 1)] = struct.pack("<I", 0) * (sectors - 1)
    start = time.process_time()
    with contextlib.suppress(Unreadable):
        opened(tmp_path, bytes(fat), read_doc)
    assert time.process_time() - start < 2


LONG = (Level(1, "%1" + "长" * 5000, start=30_000),) * 9


@pytest.mark.parametrize(
    "case",
    [
        Case("fields", (p("\x13" * 100_000 + "甲" + "\x15" * 100_000, "\r乙"),)),
        Case("paragraphs", (p("\r" * 200_000 + "甲"),)),
        Case("breaks", (p("甲", "\f" * 200_000 + "乙"),)),
        Case("cells", (p("甲\x07" * 50_000),)),
        Case("notes", tuple(p("甲", Note("乙")) for _ in range(3000))),
        Case("boxes", tuple(p("甲", Box("乙", grouped=True)) for _ in range(3000))),
        Case("items", tuple(p("甲", item=(0, at % 9)) for at in range(5000)), (LONG,)),
    ],
    ids=lambda case: case.name,
)  # fmt: skip
def test_no_made_file_takes_long(case: Case, tmp_path: Path) -> None:
    data = doc(case)
    start = time.process_time()
    assert printed(opened(tmp_path, data))
    assert time.process_time() - start < 5


def test_notes_that_overlap_are_read_once(tmp_path: Path) -> None:
    case = Case("notes", tuple(p("甲", Note("乙" * 50)) for _ in range(200)))
    data = bytearray(doc(case))
    starts = struct.pack("<3I", 0, 51, 102)
    at = data.index(starts)
    data[at : at + 4 * 200] = struct.pack("<2I", 0, 10_000) * 100
    lines = [line for page in printed(opened(tmp_path, bytes(data))) for line in page]
    assert len("".join(lines)) < 200 + 2 * 10_200


def test_damage_never_leaks_an_exception(tmp_path: Path) -> None:
    chance = random.Random(9704)
    outcomes = set()
    for turn in range(60):
        case = CASES[turn % len(CASES)]
        data = bytearray(doc(case, chance.choice(list(SPLITS.values()))))
        if turn % 4 == 0:
            del data[chance.randrange(SECTOR, len(data)) :]
        for _ in range(chance.choice([1, 5, 50])):
            data[chance.randrange(8, len(data))] = chance.randrange(256)
        try:
            outcomes.add(bool(printed(opened(tmp_path, bytes(data), read_doc))))
        except Unreadable as error:
            outcomes.add(error.reason)
    assert {True, "damaged"} <= outcomes <= {True, "damaged", "empty", "password", "too-large"}


def soffice(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


DAMAGED = patched(PLAIN, pair(33) + 4, bytes(4))


def test_the_last_resort(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "converted").write_bytes(rtf(PLAIN))
    told = tmp_path / "told"
    soffice(tmp_path, monkeypatch, f'echo "$@" > {told}\nmkdir "$8"\ncp {tmp_path}/converted "$8/in.rtf"')
    document = opened(tmp_path, DAMAGED)
    assert printed(document) == truth(PLAIN)
    assert (document.kind, document.reader, document.warnings) == ("doc", "libreoffice", ["repaired"])
    assert "--headless --norestore --infilter=MS Word 97 --convert-to rtf" in told.read_text()
    told.unlink()
    assert refusal(tmp_path, doc(PLAIN, flags=0x0100), read)[0] == "password"
    assert not told.exists()


@pytest.mark.parametrize("script", ["exit 1", 'mkdir "$8"; echo "{}" > "$8/in.rtf"'])
def test_the_last_resort_fails_too(script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    soffice(tmp_path, monkeypatch, script)
    assert refusal(tmp_path, DAMAGED, read) == ("damaged", "no piece table")


def test_the_last_resort_is_ended_with_all_that_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "SECONDS", 0.5)
    soffice(tmp_path, monkeypatch, f"(sleep 3; touch {tmp_path}/survived) &\nsleep 60")
    start = time.monotonic()
    assert refusal(tmp_path, DAMAGED, read)[0] == "damaged"
    assert time.monotonic() - start < 2.5
    time.sleep(max(0.0, 3.5 - (time.monotonic() - start)))
    assert not (tmp_path / "survived").exists()


def test_without_the_last_resort(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refusal(tmp_path, DAMAGED, read)[0] == "damaged"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("甲\x13 PAGE \x141\x15乙", "甲1乙"),
        ("甲\x13 PAGE 乙", "甲 PAGE 乙"),  # a field that never ends would hide the rest of the file
        ("甲\x14乙\x15丙\x13", "甲乙丙"),
        ("甲\x01\x08\x05乙\xa0丙\x1e丁\x1f戊\x0e己", "甲乙\xa0丙-丁戊|己"),
        ("甲\x07乙\x07丙\r丁", "甲\t乙|丙|丁"),
    ],
)
def test_characters_with_a_meaning(text: str, found: str, tmp_path: Path) -> None:
    (page,) = printed(opened(tmp_path, doc(Case("marks", (p(text),)))))
    assert "|".join(page) == found


def test_cells_whose_row_never_ends_stay_in_their_place(tmp_path: Path) -> None:
    case = Case("cells", (Grid((("甲", "乙"),)), p("丙"), p("丁")))
    data = doc(case)
    data = data.replace(sprm(0x2417, 1), sprm(0x2417, 0))
    assert printed(opened(tmp_path, data)) == [["甲\t乙", "丙", "丁"]]


def test_rtf_is_not_given_to_the_last_resort(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "told"
    soffice(tmp_path, monkeypatch, f"touch {told}")
    assert refusal(tmp_path, b"{\\rtf1 " + b"{" * 10_000, read) == ("damaged", "nested too deep")
    assert not told.exists()
