"""Paragraphs set on pages: page ends and page marks, blank space, indents, rows."""

from __future__ import annotations

import pytest

from archive.errors import Unreadable
from archive.extract.document import Line, Page
from archive.extract.flow import LINE, PAGE, SOFT, Block, Paragraph, Piece, Section, apart, document, row


def p(text: str, size: float = 16, **layout: float) -> Paragraph:
    """A paragraph."""
    made = Paragraph(**layout)  # type: ignore[arg-type]
    made.add(text, size)
    return made


def cut(*texts: str) -> Paragraph:
    """A paragraph in which a program found the ends of pages."""
    made = p(texts[0])
    for text in texts[1:]:
        made.pieces.append(Piece(SOFT))
        made.add(text, 16)
    return made


def pages(*blocks: Block) -> list[Page]:
    return document(list(blocks), "doc", "", []).pages


def lines(*blocks: Block) -> list[Line]:
    return [line for page in pages(*blocks) for line in page.lines]


@pytest.mark.parametrize(
    ("paragraphs", "found"),
    [
        (["甲", "— 1 —", "乙", "- 2 -"], [(1, ["甲"]), (2, ["乙"])]),
        (["— 1 —", "甲"], [(1, ["甲"])]),
        (["— 1 —", "甲", "— 2 —", "乙"], [(1, ["甲"]), (2, ["乙"])]),
        (["甲", "— 1 —", "— 1 —", "乙"], [(1, ["甲"]), (None, ["乙"])]),
        (["— 1 —", "— 1 —", "甲"], [(1, ["甲"])]),
        (["甲", "— 1 —\f乙"], [(1, ["甲"]), (None, ["乙"])]),
        (["甲\f\f乙"], [(None, ["甲"]), (None, ["乙"])]),
        (["甲", "\f", "\f", "乙"], [(None, ["甲"]), (None, ["乙"])]),
        (["", "\f", "甲", "\f"], [(None, []), (None, ["甲"])]),
        (["水\x00务\x07局\x1b", "\ud842\udfb7野\ud842"], [(None, ["水务局", "𠮷野\ufffd"])]),
    ],
)
def test_pages(paragraphs: list[str], found: list[tuple[int | None, list[str]]]) -> None:
    assert [(page.mark, [line.text for line in page.lines]) for page in pages(*map(p, paragraphs))] == found


@pytest.mark.parametrize(
    ("blocks", "found"),
    [
        ([p("甲"), cut("乙", "丙")], "甲 乙/丙+"),
        ([p("甲"), cut("", "乙", "丙")], "甲/乙/丙+"),
        ([p("甲\f"), p(""), cut("", "乙")], "甲/乙"),  # that a program found the same end of a page ends no other
        ([p("甲\f乙")], "甲/乙"),
        ([p("甲"), *apart([p("乙\f丙"), Section(), cut("丁", "戊")]), p("己")], "甲 乙 丙 丁 戊 己"),
        ([p("甲"), *apart([p("— 1 —")]), p("乙")], "甲 乙"),
        ([p("甲"), Section(), p("乙"), Section(new_page=False), p("丙"), Section()], "甲/乙 丙"),
        ([p("— 1 —"), p("甲"), *apart([p("— 2 —")]), p("乙")], "甲 乙"),
        ([p("甲"), *row([[cut("", "乙")], [p("丙")]])], "甲/乙\t丙"),
        ([p("甲"), *row([[p("— 1 —")], []]), p("乙")], "甲 — 1 — 乙"),
        ([Paragraph([Piece(picture=True)]), cut("", "甲")], "/甲"),
        ([*row([[Paragraph([Piece(picture=True)])], []]), cut("", "甲")], "/甲"),
    ],
)
def test_ends_of_pages(blocks: list[Block], found: str) -> None:
    said = [" ".join(line.text + "+" * line.joins for line in page.lines) for page in pages(*blocks)]
    assert "/".join(said) == found


def calling() -> Paragraph:
    made = p("甲\f乙")
    made.pieces[0].notes += apart([p("注一")])
    made.pieces[1].notes += apart([p("注二")])
    return made


@pytest.mark.parametrize(
    ("blocks", "found"),
    [
        ([calling(), p("丙")], [["甲", "注一"], ["乙", "丙", "注二"]]),
        ([calling(), p("— 2 —"), p("丙")], [["甲", "注一"], ["乙", "注二"], ["丙"]]),
        ([*row([[calling()], []]), p("丙")], [["甲 乙", "丙", "注一", "注二"]]),
    ],
)
def test_notes_stand_at_the_end_of_their_page(blocks: list[Block], found: list[list[str]]) -> None:
    assert [[line.text for line in page.lines] for page in pages(*blocks)] == found


def test_too_many_pages() -> None:
    assert len(pages(*[p("甲\f")] * 4999, p("乙"))) == 5000
    for text in ("甲\f", "甲\n— 1 —"):
        with pytest.raises(Unreadable, match="too-many-pages"):
            pages(*[p(text)] * 5000, p("乙"))


@pytest.mark.parametrize(
    ("blocks", "gap"),
    [
        ([p("甲"), p("乙")], 0),
        ([p("甲"), p(""), p(" \n"), p("乙")], 3),
        ([p("甲\n\n乙")], 1),
        ([p("甲", after=28), p("乙", before=14)], 1),
        ([p("甲", after=14), p("乙", before=28)], 1),
        ([p("甲", after=56), p("", before=28), p("乙")], 3),
        ([p("甲"), p("乙", before=9999999)], 60),
        ([p("甲", after=-28), p("乙", before=-28)], 0),
        ([p("甲", after=28), Section(), p("乙", before=14)], 0.5),
        ([p("甲", after=28), p("\f乙")], 0),
        ([p("甲"), *row([[], [p("")]]), p("乙")], 1),
    ],
)
def test_blank_space_in_lines_of_28_points(blocks: list[Block], gap: float) -> None:
    assert lines(*blocks)[-1].gap == gap


@pytest.mark.parametrize(
    ("paragraph", "indent"),
    [
        (p("甲", left=32, first=-16), 1),
        (p("\f甲", left=32, first=-16), 1),
        (p("乙\n甲", left=32, first=-16), 2),
        (p("甲", 32, first=64), 4),
        (p("\t　甲"), 3),
        (p("甲", left=-99), 0),
        (p("甲", left=9999), 60),
    ],
)
def test_indents_in_characters_of_the_body(paragraph: Paragraph, indent: float) -> None:
    assert lines(p("正文" * 20), paragraph)[-1].indent == indent


@pytest.mark.parametrize(
    ("align", "text", "indent"),
    [
        ("center", "甲", 4.5),
        ("center", "　甲", 5),
        ("right", "甲AB", 8),
        ("right", "甲　", 9),
        ("right", "甲" * 11, 0),
        ("both", "甲", 0),
    ],
)
def test_alignment_in_a_block_of_ten_characters(align: str, text: str, indent: float) -> None:
    paragraph = p(text)
    paragraph.align = align
    assert lines(Section(160), paragraph)[0].indent == indent
    assert lines(Section(160), Section(9999), paragraph)[0].indent == indent
    paragraph.left = paragraph.right = 16.0
    assert lines(Section(192), paragraph)[0].indent == indent + 1


def test_rows() -> None:
    (made,) = row([[p("甲\n乙"), p("丙\t丁", 12)], [], [p("")], [p("戊")], []])
    (line,) = lines(p("正文"), *row([[p("大" * 99, 36)], []]), made)[2:]
    assert (line.text, line.row, line.size, line.indent) == ("甲 乙 丙 丁\t\t\t戊", True, 16, 0)
    assert [paragraph.text for paragraph in row([[p("甲"), p("乙")]])] == ["甲", "乙"]
    first, second = p("甲"), p("乙丙")
    second.pieces[0].reds = 2
    assert [line.red for line in lines(*row([[first], [second]]))] == [True]
    indented = p("　甲", first=32)
    indented.row = True
    assert [(line.text, line.indent) for line in lines(p("正文"), indented)[1:]] == [("甲", 0)]


def test_rows_do_not_tell_the_size_of_the_body() -> None:
    assert lines(*row([[p("大" * 99, 32)], []]), p("甲", 16, left=32))[-1].indent == 2


def test_a_label_stands_behind_the_end_of_a_page_and_gives_no_look() -> None:
    made = p(f"{PAGE}{LINE}  事项", 16)
    made.begin_with("（一）（二）（三）", 22)
    (line,) = lines(p("甲"), made)[1:]
    assert (line.text, line.size) == ("（一）（二）（三）  事项", 16)


@pytest.mark.parametrize(
    ("blocks", "reason"),
    [([], "empty"), ([p("　"), p("— 1 —")], "empty"), ([Paragraph([Piece(picture=True)]), p("")], "pictures")],
)
def test_nothing_to_read(blocks: list[Block], reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        pages(*blocks)
    assert caught.value.reason == reason
