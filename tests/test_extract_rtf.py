"""RTF files: text in reading order, numbering, tables, and files that are broken."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from archive.errors import Unreadable
from archive.extract import Document, read
from archive.extract.rtf import read_rtf
from tests.corpora.office.notices import CASES, Case, truth
from tests.corpora.office.rtf import Manner, as_it_is, in_both, in_hexadecimal, in_unicode, rtf

MANNERS = (in_unicode, in_hexadecimal, in_both, as_it_is)


def opened(tmp_path: Path, data: bytes) -> Document:
    path = tmp_path / "来文.doc"
    path.write_bytes(data)
    return read(path)


def printed(document: Document) -> list[list[str]]:
    return [[line.text for line in page.lines] for page in document.pages]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("manner", MANNERS)
def test_made_files(case: Case, manner: Manner, tmp_path: Path) -> None:
    document = opened(tmp_path, rtf(case, manner))
    assert printed(document) == truth(case)
    assert (document.reader, document.warnings) == ("rtf", [])


FONTS = (
    rb"{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset134 SimSun;}{\f2\fcharset2 Wingdings;}{\f3\fcharset136 MingLiU;}}"
)


def body(data: bytes, code_page: int = 936) -> bytes:
    return b"{\\rtf1\\ansi\\ansicpg%d\\deff0" % code_page + FONTS + data + b"}"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (rb"\f1\'cd\'a8\'d6\'aa", "通知"),
        (rb"\f1 " + "通知".encode("gbk"), "通知"),
        (rb"\f1 " + "昞晎".encode("gbk") + rb"\par", "昞晎"),  # second bytes that look like a backslash or a brace
        (rb"\f3\'a4\'bd\'a7i", "公告"),
        (rb"\f0\'cd\'a8\'d6\'aa", "通知"),
        (rb"\f0 caf\'e9", "café"),
        (rb"\uc1\u36890?\u30693?", "通知"),
        (rb"\uc2\u36890\'cd\'a8\u30693\'d6\'aa", "通知"),
        (rb"\uc0\u36890\u30693", "通知"),
        (rb"\uc0\u36890 \u30693 x", "通知x"),
        (rb"{\uc3\u36890 abc}\u30693?", "通知"),
        (rb"{\uc1\u36890}\u30693?", "通知"),
        (rb"\u-10174?\u-8265?", "𠮷"),
        (rb"\u-10174?A", "\ufffdA"),
        (rb"\uc1\u36890\par", "通"),
        (rb"\uc9999999999\u36890 abc", "通"),
        (rb"A\~B\_C\-D\{E\}F\\G", "A\xa0B-CD{E}F\\G"),
        (rb"\ldblquote A\rdblquote\emdash\bullet\lquote B\rquote\endash", "“A”—•‘B’–"),
        (rb"{\f2\'a8}{\f2\u-3842?}", "□☑"),
        (rb"{\upr{?}{\*\ud{\u36890?}}}A", "通A"),
        (rb"A{\*\unknown B{C}\}D}E", "AE"),
        (rb"A{\*\unknown\bin5 }}}}}B}E", "AE"),
        (rb"A\bin3 }}}E", "AE"),
        (rb"A\unknownword12 B", "AB"),
        (b"A\r\nB\\\r\nC", "AB|C"),
        (rb"{\pict\wmetafile8 0102{\*\blipuid ff}}A{\object{\*\objdata 01}{\result B}}", "AB"),
        (rb"{\field{\*\fldinst PAGE}{\fldrslt 3}}{\field{\fldinst X}{\fldrslt {\field{\fldrslt 4}}}}", "34"),
        (rb"{\listtext\f1\'d2\'bb\'a1\'a2\tab}A", "一、A"),
        (rb"{\listtext 1.\tab}A\tab B", "1. A B"),
        (rb"{\pntext\f2\'6c\tab}A", "● A"),
        (rb"A{\v B}{\deleted C}{\v D\v0 E}\plain F", "AEF"),
        (rb"A{\v\par}B\par C", "AB|C"),
        (rb"\trowd\intbl A\par B\cell C\cell\row\intbl\cell D\cell\row\pard E", "A B\tC|\tD|E"),
        (rb"\trowd\intbl A\cell B\cell\pard after", "A\tB|after"),
        (rb"\intbl A\nestcell B\nestcell{\*\nesttableprops\nestrow}{\nonesttables\par X}C\cell D\cell\row", "A B C\tD"),
        (rb"A\sect\sectd\sbknone B\par\sect C\page D", "A|B//C//D"),
        (rb"A\pagebb B\par C", "AB//C"),
        (rb"{\header X\par}{\footerr Y\par}{\headerf Z\par}A", "A"),
        (rb"\titlepg{\headerf Z\par}{\headerf Y\par}A", "Z|A"),
        (rb"\trowd\intbl A\cell B\cell\sect\sectd\pard C", "A\tB//C"),
        (rb"{\shp{\*\shpinst{\shptxt A\page B\par\pagebb C}}}D", "A|B|C|D"),
        (rb"A{\footnote B}\page C{\footnote D}", "A|B//C|D"),
        (rb"{\annotation X}{\*\annotation Y}{\*\atnid Z}A{\footnote B{\footnote C}}D", "AD|B"),
        (rb"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt A\par B}}{\shprslt{\*\do{\dptxbxtext A}}}}C", "A|B|C"),
        (rb"{\*\do\dptxbx{\dptxbxtext A\par}}C", "A|C"),
        (rb"{\info{\title X}}{\stylesheet{\s1 Y;}}{\xe Z}{\tc W}A", "A"),
    ],
)  # fmt: skip
def test_control_words(data: bytes, found: str, tmp_path: Path) -> None:
    pages = printed(opened(tmp_path, body(data)))
    assert "//".join("|".join(page) for page in pages) == found


@pytest.mark.parametrize(
    ("code_page", "data", "found"),
    [
        (1252, rb"\f1\'cd\'a8", "通"),
        (1252, rb"\f0\'93A\'94", "“A”"),
        (1252, b"\\f0 \x93A\x94}", "“A”"),
        (950, rb"\'a4\'bd\'a7i", "公告"),
        (65001, b"\\'e9\\'80\\'9a", "通"),
        (0, rb"\'e9", "é"),
        (99999, rb"\'e9", "é"),
        (936, rb"\'80\'ff", "€ÿ"),
    ],
)
def test_code_pages(code_page: int, data: bytes, found: str, tmp_path: Path) -> None:
    assert printed(opened(tmp_path, body(data, code_page))) == [[found]]


@pytest.mark.parametrize(
    ("data", "size", "red", "indent"),
    [
        (rb"\fs32\cf2 A", 16, True, 0),
        (rb"{\fs44\cf1 ABC}\fs32\cf2 A", 22, False, 0),
        (rb"\fs32\li640\fi-320 A", 16, False, 1),
        (rb"\fs32\culi200\li9999 A", 16, False, 2),
        (rb"\rtlch\afs40\ltrch\loch\fs24\dbch\afs32 A", 16, False, 0),
        (rb"\fs32\dbch\hich\afs40 A", 16, False, 0),
        (rb"\fs-5 A", 1, False, 0),
        (rb"\paperw11906\margl1588\margr1474\fs32\qr A", 16, False, 27.14),
        (rb"\paperw11906\margl1588\margr1474\fs32\qc A", 16, False, 13.57),
        (rb"\paperw0\fs32\qr\li-9999999999 A", 16, False, 27.14),
        (rb"\fs32\li-640 A", 16, False, 0),
        (rb"\fs32\li31680\culi9999 A", 16, False, 60),
    ],
)
def test_looks(data: bytes, size: float, red: bool, indent: float, tmp_path: Path) -> None:
    colours = rb"{\colortbl;\red0\green0\blue0;\red192\green0\blue0;}"
    ((line,),) = (page.lines for page in opened(tmp_path, body(colours + data)).pages)
    assert (line.size, line.red, line.indent) == (size, red, indent)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{\\rtf1 }", "empty"),
        (b"{\\rtf1", "empty"),
        (b"{\\rtf1 {\\v A}}", "empty"),
        (b"{\\rtf1 {\\pict\\wmetafile8 0102}\\par}", "pictures"),
        (b"{\\rtf1 {\\*\\shppict{\\pict 0102}}}", "pictures"),
        (b"{\\rtf1 " + b"{" * 1_000_000, "damaged"),
        (b"{\\rtf1 " + b"{\\footnote " * 1_000_000, "damaged"),
        (b"{\\rtf1 A" + b"\\page " * 6000 + b"\\par\\page B" * 6000 + b"}", "too-many-pages"),
    ],
)
def test_unreadable(data: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "来文.rtf"
    path.write_bytes(data)
    start = time.process_time()
    with pytest.raises(Unreadable) as caught:
        read_rtf(path)
    assert caught.value.reason == reason
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "data",
    [
        b"{}" * 200_000,
        b"{\\*\\x " * 200_000,
        b"{\\fonttbl " * 50_000 + b"}" * 50_000,
        b"\\upr" * 200_000,
        b"\\upr{}" * 200_000,
        b"\\bin9999999999 ",
        b"\\bin-9999999999 x",
        b"\\uc31680" + b"\\u36890 x" * 100_000,
        b"{\\listtext " + b"\\tab" * 200_000 + b"}",
        b"{\\headerf x\\par}" * 50_000,
        b"\\'a1" * 300_000,
        b"\xb9\xab" * 500_000,
        b"\\trowd\\cell" * 100_000,
        b"\\cell\\row" * 100_000,
        b"x\\par" * 100_000,
        b"{\\footnote x}" * 50_000,
        b"\\fs-99999999999 x\\li99999999999\\par",
        b"{\\*" + b" " * 500_000,
        b"{" * 1000 + b"{\\shptxt x}" * 20_000,
    ],
)
def test_no_file_takes_long(data: bytes, tmp_path: Path) -> None:
    start = time.process_time()
    document = opened(tmp_path, body("公告".encode("gbk") + data))
    assert printed(document)[0]
    assert time.process_time() - start < 5


def test_a_file_that_is_cut(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == "list")
    whole = rtf(case, in_hexadecimal)
    document = opened(tmp_path, whole[:-400])
    lines = printed(document)[0]
    assert document.warnings == ["truncated"]
    assert lines[:-1] == truth(case)[0][: len(lines) - 1]
    assert len(lines) > 8


def test_damage_never_leaks_an_exception(tmp_path: Path) -> None:
    chance = random.Random(9704)
    outcomes = set()
    for turn in range(60):
        data = bytearray(rtf(CASES[turn % len(CASES)], chance.choice(MANNERS)))
        if turn % 3 == 0:
            del data[chance.randrange(5, len(data)) :]
        for _ in range(chance.choice([1, 5, 50])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path = tmp_path / "来文.rtf"
        path.write_bytes(data)
        try:
            outcomes.add(bool(printed(read_rtf(path))))
        except Unreadable as error:
            outcomes.add(error.reason)
    assert {True} <= outcomes <= {True, "empty", "damaged"}
