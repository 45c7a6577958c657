"""Reading DOCX: text in reading order, numbering, tables, what is not printed, layout, and files that are broken."""

from __future__ import annotations

import random
import struct
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from archive.errors import Unreadable
from archive.extract import read
from archive.extract.document import Line
from archive.extract.docx import read_docx
from archive.extract.numerals import form_of, numeral
from archive.extract.package import Package
from tests.corpora.office.docx import (
    MADE,
    Made,
    listed,
    lists,
    lvl,
    of_style,
    p,
    r,
    section,
    style,
    tbl,
    tc,
    tr,
    zipped,
)

PLAIN = MADE["plain"]


def put(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "made.docx"
    path.write_bytes(data)
    return path


def texts(path: Path) -> list[list[str]]:
    return [[line.text for line in page.lines] for page in read(path).pages]


@pytest.mark.parametrize("name", MADE)
def test_prints_what_the_description_says(tmp_path: Path, name: str) -> None:
    assert texts(put(tmp_path, MADE[name].data())) == MADE[name].pages


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("decimal", {0: "0", 1: "1", 12: "12"}),
        ("decimalZero", {1: "01", 10: "10"}),
        ("decimalFullWidth", {10: "１０"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 105: "一○五"}),
        (
            "chineseCountingThousand",
            {10: "十", 101: "一百零一", 110: "一百一十", 1003: "一千零三", 10010: "一万零一十"},
        ),
        ("japaneseCounting", {1: "一", 10: "十", 21: "二十一"}),
        ("ideographDigital", {10: "一〇", 21: "二一"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 21: "贰拾壹", 105: "壹佰零伍"}),
        ("ideographLegalTraditional", {2: "貳", 6: "陸"}),
        ("taiwaneseCountingThousand", {12: "十二", 20000: "二萬"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥"}),
        ("ideographZodiacTraditional", {1: "甲子", 60: "癸亥"}),
        ("decimalEnclosedCircleChinese", {1: "①", 20: "⑳", 21: "㉑", 36: "㊱", 50: "㊿", 51: "51"}),
        ("decimalEnclosedParen", {1: "⑴", 20: "⒇"}),
        ("decimalEnclosedFullstop", {1: "⒈", 20: "⒛"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA"}),
        ("lowerLetter", {2: "b"}),
        ("upperRoman", {4: "IV", 1999: "MCMXCIX"}),
        ("lowerRoman", {9: "ix"}),
        ("ordinal", {1: "1st", 12: "12th", 22: "22nd"}),
        ("unheard of", {7: "7"}),
    ],
)
def test_numerals(form: str, said: dict[int, str]) -> None:
    assert {value: numeral(value, form_of(form)) for value in said} == said


def line(tmp_path: Path, body: str, **parts: Any) -> Line:
    return read(put(tmp_path, Made(body, [], **parts).data())).pages[0].lines[-1]


LONG = p("正文正文正文正文正文正文正文正文正文正文。")
SIZED = style("a", run='<w:sz w:val="32"/>') + style("red", run='<w:color w:val="C00000"/><w:sz w:val="44"/>')


@pytest.mark.parametrize(
    ("paragraph", "indent"),
    [
        (p("正文"), 0.0),
        (p("正文", of='<w:ind w:firstLineChars="200" w:firstLine="999"/>'), 2.0),
        (p(r("正文", '<w:sz w:val="48"/>'), of='<w:ind w:firstLineChars="200"/>'), 3.0),
        (p("正文", of='<w:ind w:firstLine="640"/>'), 2.0),
        (p("正文", of='<w:ind w:left="640" w:hanging="320"/>'), 1.0),
        (p("正文", of='<w:ind w:start="32pt"/>'), 2.0),
        (p("　　正文"), 2.0),
        (p(r("<w:tab/><w:tab/>"), "正文"), 4.0),
        (p("正文", of='<w:jc w:val="center"/>'), 12.82),
        (p("正文", of='<w:jc w:val="right"/>'), 25.64),
        (p("正文", of='<w:jc w:val="right"/><w:ind w:rightChars="400"/>'), 21.64),
        (p("“正文”", of='<w:jc w:val="end"/>'), 23.64),
    ],
)
def test_indent_is_in_characters_of_the_body(tmp_path: Path, paragraph: str, indent: float) -> None:
    found = line(tmp_path, LONG + paragraph + section(), styles=SIZED)
    assert found.indent == pytest.approx(indent, abs=0.02)


@pytest.mark.parametrize(
    ("before", "gap"),
    [
        ("", 0.0),
        (p(""), 1.0),
        (p("") + p(" "), 2.0),
        (p("", of='<w:spacing w:before="560"/>'), 2.0),  # a line is 28 points
        (p("甲", of='<w:spacing w:after="840"/>'), 1.5),
        (p("甲", of='<w:spacing w:afterLines="100" w:after="840"/>'), 1.5),
        (p("甲", of='<w:spacing w:afterLines="100"/>'), 0.56),
        (p("", of='<w:spacing w:beforeLines="100"/>'), 1.56),
        (p("甲") + tbl(tr("", "")), 1.0),
    ],
)
def test_gap_counts_empty_paragraphs_and_space(tmp_path: Path, before: str, gap: float) -> None:
    assert line(tmp_path, LONG + before + p("末"), styles=SIZED).gap == gap


@pytest.mark.parametrize(
    ("paragraph", "size", "red"),
    [
        (p("正文"), 16.0, False),
        (p("正文", of=of_style("red")), 22.0, True),
        (p(r("正文", '<w:color w:val="auto"/>'), of=of_style("red")), 22.0, False),
        (p(r("正文", '<w:color w:val="FF0000"/><w:sz w:val="72"/>')), 36.0, True),
        (p(r("正文正", '<w:sz w:val="24"/>'), r("文", '<w:color w:val="FF0000"/>')), 12.0, False),
    ],
)
def test_size_and_colour(tmp_path: Path, paragraph: str, size: float, red: bool) -> None:
    found = line(tmp_path, paragraph, styles=SIZED)
    assert (found.size, found.red) == (size, red)


def test_what_follows_the_end_of_a_page_inside_a_paragraph_joins_it(tmp_path: Path) -> None:
    pages = read(put(tmp_path, MADE["page breaks"].data())).pages
    assert [each.text for page in pages for each in page.lines if each.joins] == ["后"]


def test_rows_are_marked(tmp_path: Path) -> None:
    lines = read(put(tmp_path, MADE["table"].data())).pages[0].lines
    assert [each.row for each in lines] == [True, True, True, False]


def parts(made: Made = PLAIN) -> dict[str, bytes]:
    return {name: text.encode() for name, text in made.xml().items()}


def renamed(change: Any) -> bytes:
    return zipped({change(name): data for name, data in parts(MADE["outline"]).items()})


def without(*names: str) -> bytes:
    return zipped({name: data for name, data in parts().items() if name not in names})


def changed(old: bytes, new: bytes) -> bytes:
    return zipped({name: data.replace(old, new) for name, data in parts().items()})


@pytest.mark.parametrize(
    ("data", "pages"),
    [
        (renamed(str.upper), MADE["outline"].pages),
        (renamed(lambda name: name.replace("/", "\\")), MADE["outline"].pages),
        (renamed(lambda name: "/" + name), MADE["outline"].pages),
        (without("_rels/.rels"), PLAIN.pages),
        (without("[Content_Types].xml"), PLAIN.pages),
        (without("word/_rels/document.xml.rels"), PLAIN.pages),
        (b"\r\n\x00 some bytes" + PLAIN.data(), PLAIN.pages),
        (PLAIN.data() + b"\x00" * 300, PLAIN.pages),
        (PLAIN.data()[: PLAIN.data().rindex(b"PK\x05\x06")], PLAIN.pages),
        (PLAIN.data()[: PLAIN.data().index(b"PK\x01\x02")], PLAIN.pages),
        (changed("各乡镇".encode(), "各\x01乡&#x2;镇&#xD800;".encode()), PLAIN.pages),
        (zipped(parts() | {"word/styles.xml": b"<broken", "word/numbering.xml": b""}), PLAIN.pages),
    ],
    ids=["upper case", "backslashes", "slash first", "no root relations", "no types", "no relations", "bytes before",
         "bytes after", "no end", "no directory", "characters that XML lacks", "broken styles"],
)  # fmt: skip
def test_files_that_word_repairs_are_read(tmp_path: Path, data: bytes, pages: list[list[str]]) -> None:
    assert texts(put(tmp_path, data)) == pages


def document(body: bytes) -> bytes:
    return zipped(
        parts() | {"word/document.xml": parts()["word/document.xml"].replace(b"<w:body>", b"<w:body>" + body)}
    )


def nested(opens: bytes, closes: bytes, times: int = 100_000) -> bytes:
    return document(opens * times + closes * times)


def locked() -> bytes:
    data = bytearray(PLAIN.data())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(signature, place + 4)
    return bytes(data)


def pages(count: int) -> bytes:
    return document(b"<w:p><w:r>" + b'<w:t>a</w:t><w:br w:type="page"/>' * count + b"</w:r></w:p>")


def entities() -> bytes:
    head = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
    text = parts()["word/document.xml"].replace(b"<w:document", head + b"<w:document")
    return zipped(parts() | {"word/document.xml": text.replace("各乡镇".encode(), b"&b;&f;")})


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: Made("", []).data(), "empty"),
        (lambda: Made(p("<w:r><w:drawing/></w:r>"), []).data(), "pictures"),
        (lambda: without("word/document.xml"), "damaged"),
        (lambda: changed(b"</w:body>", b""), "damaged"),
        (lambda: PLAIN.data()[:700], "damaged"),
        (lambda: zipped(parts()).replace(b"word/document.xml", b"\x00" * 17), "damaged"),
        (lambda: PLAIN.data().replace(b"\x08\x00\x00HaX", b"\x0e\x00\x00HaX"), "damaged"),
        (locked, "password"),
        (entities, "damaged"),
        (lambda: document(b" " * (65 << 20)), "too-large"),
        (lambda: document(b"<w:p/>" * 1_100_000), "too-large"),
        (lambda: document(b"<w:p/>" * 201_000), "too-large"),
        (lambda: pages(5100), "too-many-pages"),
        (lambda: nested(b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>"), "damaged"),
        (lambda: nested(b"<w:sdt><w:sdtContent>", b"</w:sdtContent></w:sdt>"), "damaged"),
        (lambda: nested(b"<w:p><w:r><w:txbxContent>", b"</w:txbxContent></w:r></w:p>"), "damaged"),
    ],
    ids=["empty", "picture", "no text", "unclosed", "cut", "nameless part", "other method", "locked", "entities",
         "bomb", "tags", "paragraphs", "pages", "tables", "controls", "boxes"],
)  # fmt: skip
def test_hostile_files_are_refused_in_time(tmp_path: Path, make: Any, reason: str) -> None:
    path = put(tmp_path, make())
    begun = time.monotonic()
    with pytest.raises(Unreadable) as caught, Package(path) as package:
        read_docx(package)
    assert caught.value.reason == reason
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        (b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>"),
        (b"<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc>", b"</w:tc></w:tr></w:tbl>"),
        (b"<w:sdt><w:sdtContent>", b"</w:sdtContent></w:sdt>"),
        (b"<w:p><w:r><w:txbxContent>", b"</w:txbxContent></w:r></w:p>"),
    ],
)
def test_what_the_parser_still_nests_is_read(tmp_path: Path, opens: bytes, closes: bytes) -> None:
    times = 240 // (opens.count(b"<") - opens.count(b"<w:p/>") - opens.count(b"</"))
    middle = "<w:p><w:r><w:t>深处</w:t></w:r></w:p>".encode()
    path = put(tmp_path, document(opens * times + middle + closes * times))
    assert "深处" in "".join(text for page in texts(path) for text in page)


def test_rings_end(tmp_path: Path) -> None:
    refers = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    ring = style("x", based="y") + style("y", '<w:numPr><w:numId w:val="1"/></w:numPr>', based="x")
    made = Made(
        p("甲", of=of_style("x")) + p(refers, "乙"), [], styles=ring,
        numbering=lists(link='<w:numStyleLink w:val="y"/>'),
        parts={"footnotes": f'<w:footnote w:id="1">{p(refers, "注")}</w:footnote>'},
    )  # fmt: skip
    assert texts(put(tmp_path, made.data())) == [["甲", "乙", "注"]]


@pytest.mark.parametrize("value", ["", "-1", "99999999999999999999", "一", "1e9", "NaN", "0x10"])
def test_numbers_that_are_none_do_no_harm(tmp_path: Path, value: str) -> None:
    body = listed("甲", level=0).replace('w:ilvl w:val="0"', f'w:ilvl w:val="{value}"')
    body += p("乙", of=f'<w:ind w:left="{value}" w:firstLineChars="{value}"/><w:spacing w:before="{value}"/>')
    body += tbl(tr(tc("丙"), "丁", of=f'<w:gridBefore w:val="{value}"/>')) + p(r("戊", f'<w:sz w:val="{value}"/>'))
    body += p(f'<w:r><w:sym w:font="Wingdings" w:char="{value}"/></w:r>', "己")
    numbering = lists(lvl(0, "decimal", "%1").replace('w:start w:val="1"', f'w:start w:val="{value}"'))
    assert "甲" in str(texts(put(tmp_path, Made(body, [], numbering=numbering).data())))


def mutants(count: int, seed: int) -> Any:
    """Made files with a part, or the package, changed or cut at a place."""
    chance = random.Random(seed)
    for _ in range(count):
        made = parts(MADE[chance.choice(list(MADE))])
        name = chance.choice(list(made))
        data = bytearray(zipped(made) if chance.random() < 0.4 else made[name])
        whole = data[:2] == b"PK"
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(data) or 1)
            kind = chance.randrange(4)
            if kind == 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            elif kind == 1:
                del data[at : at + chance.randint(1, 200)]
            elif kind == 2:
                data[at:at] = data[chance.randrange(len(data) or 1) :][: chance.randint(1, 200)]
            else:
                data[at : at + 4] = struct.pack("<I", chance.choice([0, 1, 0x7FFFFFFF, 0xFFFFFFFF]))
        yield bytes(data) if whole else zipped(made | {name: bytes(data)})


def test_changed_and_cut_files_end_in_text_or_a_reason(tmp_path: Path) -> None:
    refused = 0
    for data in mutants(60, seed=9704):
        path = put(tmp_path, data)
        begun = time.monotonic()
        try:
            with Package(path) as package:
                read_docx(package)
        except Unreadable:
            refused += 1
        assert time.monotonic() - begun < 5
    assert 0 < refused < 60


def test_made_files_are_packages_that_a_zip_reader_takes(tmp_path: Path) -> None:
    with zipfile.ZipFile(put(tmp_path, PLAIN.data())) as file:
        assert file.testzip() is None
