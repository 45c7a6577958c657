"""Reading files: kind by content, encodings, pages and lines of text files."""

from __future__ import annotations

import importlib.util
import os
import random
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import extract
from archive.errors import Unreadable
from archive.extract import read
from archive.extract.encoding import decode
from archive.extract.kinds import kind
from archive.extract.plain import read_text
from archive.extract.readers import OCR, READERS
from archive.extract.recognition import installed

CORPORA = Path(__file__).parent / "corpora"
POSIX = pytest.mark.skipif(os.name != "posix", reason="needs POSIX files")


def script(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ENCODING = script(CORPORA / "encoding" / "make.py")
BROKEN = script(CORPORA / "broken" / "make_text.py")


def lines(text: str | bytes) -> list[str]:
    document = read_text(text.encode() if isinstance(text, str) else text)
    return [line.text for page in document.pages for line in page.lines]


def refusal(path: Path) -> tuple[str, str]:
    with pytest.raises(Unreadable) as caught:
        read(path)
    return caught.value.reason, caught.value.detail


@pytest.mark.parametrize(
    ("name", "reason", "detail"),
    [
        ("empty.txt", "empty", ""),
        ("blanks.txt", "empty", ""),
        ("only a mark.txt", "empty", ""),
        ("junk.txt", "unknown-kind", "binary"),
        ("junk without nul.txt", "unknown-kind", "binary"),
        ("nul.txt", "unknown-kind", "binary"),
        ("page.pdf", "unknown-kind", "html"),
        ("page.txt", "unknown-kind", "html"),
        ("page utf-16.txt", "unknown-kind", "html"),
        ("fragment.txt", "unknown-kind", "html"),
        ("package.txt", "unknown-kind", "zip"),
        ("flat.xml.txt", "unknown-kind", "xml"),
        ("rich.txt", "unknown-kind", "rtf"),
        ("ole2.pdf", "damaged", "ValueError: bytes length not a multiple of item size"),
        ("picture.txt", *(("pictures", "") if installed() else ("needs", OCR))),
        ("packed.txt", "unknown-kind", "gzip"),
        ("web archive.txt", "unknown-kind", "mhtml"),
    ],
)
def test_broken_files_say_what_they_are(name, reason, detail):
    assert refusal(CORPORA / "broken" / name) == (reason, detail)


def test_every_broken_file_stands_in_the_corpus_as_it_was_made():
    for name, data in {**BROKEN.FILES, **BROKEN.MENDED}.items():
        assert (CORPORA / "broken" / name).read_bytes() == data


@pytest.mark.parametrize(
    ("name", "warnings"),
    [
        ("nul at the end.txt", []),
        ("controls.txt", []),
        ("one bad byte.txt", ["lost-characters"]),
        ("mentions pages.txt", []),
    ],
)
def test_damaged_texts_are_read_all_the_same(name, warnings):
    document = read(CORPORA / "broken" / name)
    found = [line.text for page in document.pages for line in page.lines]
    assert found[:4] == ["临溪市水务局", "临水发〔2022〕5号", "关于加强城市供水管理的通知", "各县（区）水务局："]
    assert found[4] in ("现就有关事项通知如下。", "\ufffd就有关事项通知如下。")
    assert document.warnings == warnings


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b"%PDF-1.4\n%", "pdf"),
        (b"%PDF-1.7", "pdf"),
        (b"\x00junk\n" * 100 + b"%PDF-1.4\r\n", "pdf"),
        (b"\x1b%-12345X@PJL\n%PDF-1.3 %\xe2\xe3", "pdf"),
        (b"x" * 1024 + b"%PDF-1.4\n", "text"),
        ("说明：本件须以 %PDF-1.7 格式报送。\n".encode(), "text"),
        ("临溪市水务局\n".encode(), "text"),
        (b"BMW 3 and MZ and II and PK\n", "text"),
    ],
)
def test_kind_by_the_first_bytes(head, found):
    assert kind(head) == found


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"GIF89a", "gif"), (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"II*\x00", "tiff"), (b"MM\x00*", "tiff"), (b"BZh91AY", "bzip2"), (b"\xfd7zXZ\x00", "xz"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"Rar!\x1a\x07\x00", "rar"), (b"%!PS-Adobe", "postscript"), (b"SQLite format 3\x00", "sqlite"),
        (b"AT&TFORM", "djvu"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8", "webp"), (b"BM\x36\x00\x0c\x00\x00\x00\x00\x00\x36", "bitmap"),
        (b"name" + bytes(253) + b"ustar\x00", "tar"), (b"\x7fELF\x02", "binary"),
    ],
)  # fmt: skip
def test_other_kinds_by_the_first_bytes(head, name):
    assert kind(head) == name


def test_a_file_that_is_not_there(tmp_path):
    assert refusal(tmp_path / "missing.txt") == ("vanished", "")
    (tmp_path / "file").write_text("x")
    assert refusal(tmp_path / "file" / "below.txt") == ("vanished", "")


@POSIX
def test_what_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    for path in (tmp_path, tmp_path / "pipe.txt", Path("/dev/zero")):
        start = time.monotonic()
        assert refusal(path) == ("not-a-file", "")
        assert time.monotonic() - start < 1


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path):
    (tmp_path / "a.txt").write_text("公告")
    (tmp_path / "a.txt").chmod(0)
    assert refusal(tmp_path / "a.txt") == ("permission", "")


def test_no_permission_whoever_runs_this(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("公告")

    def denied(*_):
        raise PermissionError(13, "denied")

    monkeypatch.setattr(extract.os, "open", denied)
    assert refusal(tmp_path / "a.txt") == ("permission", "")


@pytest.mark.parametrize("start", [b"", b"%PDF-1.4\n"])
def test_a_file_over_its_limit(tmp_path, monkeypatch, start):
    small = {name: replace(reader, largest=99) for name, reader in READERS.items()}
    monkeypatch.setattr(extract, "READERS", small)
    (tmp_path / "a").write_bytes(start + b"x" * 100)
    assert refusal(tmp_path / "a")[0] == "too-large"


def test_limits_are_as_written_down():
    assert READERS["text"].largest == 64 * 1024 * 1024
    assert READERS["pdf"].largest == extract.LARGEST == 256 * 1024 * 1024


@pytest.mark.parametrize(
    ("notice", "name"), [(notice, name) for notice, names in ENCODING.ENCODINGS.items() for name in names]
)
def test_the_encoding_corpus(notice, name):
    path = CORPORA / "encoding" / f"{notice}.{name}.txt"
    assert path.read_bytes() == ENCODING.encoded(notice, name)
    document = read(path)
    encoding, _, manner = name.partition("+")
    assert document.reader == f"text {encoding}"
    wanted = [line.strip() for line in ENCODING.WORDS[notice].split("\n") if line.strip()]
    found = [line.text for page in document.pages for line in page.lines]
    if manner == "cut":
        assert document.warnings == ["cut-character"]
        assert found[-1] == wanted[-1][:-1] + "\ufffd"
        found, wanted = found[:-1], wanted[:-1]
    else:
        assert document.warnings == []
    assert found == wanted


CODES = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")


@pytest.mark.parametrize(
    ("notice", "encoding"),
    [*(("simplified", code) for code in CODES), *(("traditional", code) for code in (*CODES, "big5"))],
)
def test_240_pieces_of_text_in_each_encoding_also_cut_inside_a_character(notice, encoding):
    chance = random.Random(encoding)
    words = ENCODING.WORDS[notice]
    for _ in range(240):
        start = chance.randrange(len(words) - 40)
        piece = words[start : start + chance.randrange(40, 400)].strip()
        data = piece.encode("cp950" if encoding == "big5" else encoding)
        cut = chance.random() < 0.5 and piece[-1] > "\u2e80"
        text, found = decode(data[:-1] if cut else data)
        assert found == encoding
        assert text == (piece[:-1] + "\ufffd" if cut else piece)


@pytest.mark.parametrize(
    ("data", "text", "name"),
    [
        (b"Notice 9", "Notice 9", "utf-8"),
        (b"a ~{ b ~} c", "a ~{ b ~} c", "utf-8"),
        (b"~~ home ~/x", "~~ home ~/x", "utf-8"),
        ("通知".encode("hz"), "通知", "hz"),
        ("通知".encode("gb18030"), "通知", "gb18030"),
        ("公告".encode("cp950"), "公告", "big5"),
        ("Café 9 – “x”".encode(), "Café 9 – “x”", "utf-8"),
        ("Notice 9\r\n".encode("utf-16-le"), "Notice 9\r\n", "utf-16-le"),
        ("Notice 9\r\n".encode("utf-16-be"), "Notice 9\r\n", "utf-16-be"),
        ("\ufeff通知".encode("gb18030"), "通知", "gb18030"),
        (
            "恒粧嫺裏".encode("cp950") * 20 + "公告國民學校".encode("cp950") * 9,
            "恒粧嫺裏" * 20 + "公告國民學校" * 9,
            "big5",
        ),
        ("\U00020021通知，".encode("gb18030"), "\U00020021通知，", "gb18030"),
    ],
)
def test_encodings_of_short_and_odd_texts(data, text, name):
    assert decode(data) == (text, name)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    try:
        document = read_text(data)
    except Unreadable as error:
        assert error.reason in ("empty", "unknown-kind")
        return
    found = [line for page in document.pages for line in page.lines]
    assert found and all(line.text and line.text == line.text.strip() for line in found)
    codes = {ord(char) for line in found for char in line.text}
    assert not any((code < 32 and code != 9) or 0xD800 <= code < 0xE000 for code in codes)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b"])
def test_line_ends(end):
    found = read_text(f"甲{end}{end}  乙{end}".encode()).pages[0].lines
    assert [(line.text, line.number, line.gap) for line in found] == [("甲", 1, 0), ("乙", 3, 1)]


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("水\x00务\x07局\x1b[31m\x7f\x9b" + "公告" * 60, "水务局[31m" + "公告" * 60),
        ("水\u00ad务\u200b局\ufeff", "水\u00ad务\u200b局\ufeff"),
        ("　水 务\t局　 ", "水 务\t局"),
        ("\ufffd水", "\ufffd水"),
        ("(1) ⼾口①", "(1) ⼾口①"),
    ],
)
def test_characters_stay_as_printed_but_for_control_characters(printed, kept):
    assert lines(printed) == [kept]


def test_lone_surrogates_are_replaced():
    assert lines("水务局\n".encode("utf-16-le") + b"\x00\xd8" + "公告\n".encode("utf-16-le")) == [
        "水务局",
        "\ufffd公告",
    ]


@pytest.mark.parametrize(
    ("blanks", "indent"),
    [("", 0), ("　　", 2), ("    ", 2), ("\t", 1), ("\u00a0\u00a0", 1), ("　 ", 1.5), ("\u2003", 1)],
)
def test_indent_is_counted_in_ideographs(blanks, indent):
    (line,) = read_text(f"{blanks}通知".encode()).pages[0].lines
    assert (line.text, line.indent) == ("通知", indent)


def pages(text: str) -> list[tuple[int | None, list[str]]]:
    return [(page.mark, [line.text for line in page.lines]) for page in read_text(text.encode()).pages]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("甲\n乙\n", [(None, ["甲", "乙"])]),
        ("甲\n— 1 —\n乙\n— 2 —\n", [(1, ["甲"]), (2, ["乙"])]),
        ("甲\n\n－1－\n\n乙", [(1, ["甲"]), (None, ["乙"])]),
        ("甲\f乙\f", [(None, ["甲"]), (None, ["乙"])]),
        ("甲\n\f\f乙", [(None, ["甲"]), (None, []), (None, ["乙"])]),
        ("甲\n- 1 -\n\f乙\n- 2 -\n\f", [(1, ["甲"]), (2, ["乙"])]),
        ("第1页 共2页\n甲\n第2页 共2页\n乙", [(1, ["甲"]), (2, ["乙"])]),
        ("甲\n1\n\f乙\n2\n", [(1, ["甲"]), (2, ["乙"])]),
        ("甲\n1\n乙\n2\n", [(None, ["甲", "1", "乙", "2"])]),
        ("甲\n2024\n\f乙\n", [(None, ["甲", "2024"]), (None, ["乙"])]),
        ("甲\n— 1 —\n— 2 —\n乙", [(1, ["甲"]), (2, []), (None, ["乙"])]),
        ("\f甲", [(None, []), (None, ["甲"])]),
    ],
)
def test_pages_end_at_form_feeds_and_page_marks(text, found):
    assert pages(text) == found


def test_lines_keep_the_number_they_have_in_the_file():
    document = read_text("甲\n\n— 1 —\n\n\n乙\f丙\n丁".encode())
    found = [(page.number, line.text, line.number, line.gap) for page in document.pages for line in page.lines]
    assert found == [(1, "甲", 1, 0), (2, "乙", 6, 2), (3, "丙", 6, 0), (3, "丁", 7, 0)]


@pytest.mark.parametrize(
    "data",
    [
        b"<!-- -->" * 500 + b"x",
        ("江 苏 " * 300_000).encode(), ("（" * 300_000).encode(), b"~{" * 100_000,
        ("— 1 —\n" * 30_000 + "字").encode(), ("\f1\n字\n" * 20_000).encode(), b"MIME-Version: " * 400,
        ("工作，（" * 8 + "\n").encode() * 20_000,
        ("\n" * 500_000 + "字").encode(), ("〔2024〕" * 50_000).encode(),
    ],
)  # fmt: skip
def test_no_text_takes_long(data):
    start = time.process_time()
    assert read_text(data).pages
    assert time.process_time() - start < 5


def test_reading_text_imports_nothing_heavy():
    code = (
        "import sys, pathlib; from archive.extract import read; read(pathlib.Path(sys.argv[1])); "
        "heavy = {'pypdfium2', 'pdfminer', 'pikepdf', 'whoosh', 'jieba', 'rjieba', 'rich'}; "
        "print(heavy & {*sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(CORPORA / "encoding" / "simplified.gb18030.txt")],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        check=True,
    )
    assert done.stdout.strip() == "set()"
