"""Made-up notices as a word processor knows them, and what each prints, page by page and line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Letters with looks; sizes in points."""

    text: str
    size: float = 16
    red: bool = False
    hidden: bool = False
    deleted: bool = False


@dataclass(frozen=True)
class Field:
    """A field, which prints its result; ``result`` None for one that has none."""

    code: str
    result: str | None


@dataclass(frozen=True)
class Note:
    """A footnote."""

    text: str


@dataclass(frozen=True)
class Box:
    """A text box that the paragraph holds; ``grouped`` with another shape."""

    text: str
    grouped: bool = False


@dataclass(frozen=True)
class Symbol:
    """A letter of Wingdings by its place, and what it looks like."""

    place: int
    looks: str


Part = str | Words | Field | Note | Box | Symbol


@dataclass(frozen=True)
class Par:
    r"""A paragraph.

    Attributes:
        parts: what stands in it; ``\n`` is a manual line break, ``\f`` a page break, ``\x1e`` and ``\x1f`` the
            hyphens that hold together and that stand only where a line ends.
        number: what its list prints before it.
        item: its list and level, from 0.
        styled: its list and level come from its style (style 1) and not from the paragraph.
        align: ``left``, ``center``, ``right``.
        first: indent of the first line, in characters.
        left: indent of all lines, in characters.
        before: blank space above, in points.
        after: blank space below.
        new_page: it begins a page.
    """

    parts: tuple[Part, ...]
    number: str = ""
    item: tuple[int, int] | None = None
    styled: bool = False
    align: str = "left"
    first: float = 0
    left: float = 0
    before: float = 0
    after: float = 0
    new_page: bool = False


@dataclass(frozen=True)
class Grid:
    """A table: rows of cells, each a text or several paragraphs."""

    rows: tuple[tuple[str | tuple[str, ...], ...], ...]


@dataclass(frozen=True)
class Section:
    """The end of a section; the next one begins a page unless it goes on on the same, on paper of so many points."""

    new_page: bool = True
    paper: float = 595.3


@dataclass(frozen=True)
class Level:
    """A level of a list: MSONFC, text with %1 to %9, where it starts, what follows (0 tab, 1 blank, 2 nothing)."""

    form: int
    text: str
    start: int = 1
    follow: int = 2
    plain: bool = False


Block = Par | Grid | Section


@dataclass(frozen=True)
class Case:
    """A made-up file.

    Attributes:
        name: of the case.
        blocks: in order.
        lists: the levels of each.
        starts: further uses of lists, counted behind these: which list, and where it starts anew.
        first_header: what prints above the first page.
        running: what prints above and below the others.
        closed_up: letter-spaced names, and the same closed up.
    """

    name: str
    blocks: tuple[Block, ...]
    lists: tuple[tuple[Level, ...], ...] = ()
    starts: tuple[tuple[int, int], ...] = ()
    first_header: str = ""
    running: str = ""
    closed_up: tuple[tuple[str, str], ...] = ()


def p(*parts: Part, **looks: object) -> Par:
    """A paragraph."""
    return Par(parts, **looks)  # type: ignore[arg-type]


def printed(parts: tuple[Part, ...]) -> str:
    """What the parts of a paragraph print in their place."""
    out = ""
    for part in parts:
        if isinstance(part, Words):
            out += "" if part.hidden or part.deleted else part.text
        elif isinstance(part, Field):
            out += part.result or ""
        elif isinstance(part, Symbol):
            out += part.looks
        elif isinstance(part, str):
            out += part
    return out.replace("\x1e", "-").replace("\x1f", "").replace("\t", " ")


def truth(case: Case) -> list[list[str]]:
    """What the file prints: pages of lines, cells parted by tabs."""
    pages: list[list[str]] = [[case.first_header] if case.first_header else []]
    notes: list[str] = []

    def turn() -> None:
        pages[-1] += notes
        notes.clear()
        pages.append([])

    for block in case.blocks:
        if isinstance(block, Section):
            if block.new_page:
                turn()
        elif isinstance(block, Grid):
            pages[-1] += _rows(block)
        else:
            if block.new_page:
                turn()
            pages[-1] += [part.text for part in block.parts if isinstance(part, Box)]
            notes += [part.text for part in block.parts if isinstance(part, Note)]
            text = block.number + printed(block.parts)
            for place, piece in enumerate(text.split("\f")):
                if place:
                    turn()
                pages[-1] += [line.strip() for line in re.split("[\n\r]", piece) if line.strip()]
    pages[-1] += notes
    closed = dict(case.closed_up)
    return [[closed.get(line, line) for line in page] for page in pages]


def _rows(grid: Grid) -> Iterator[str]:
    for row in grid.rows:
        cells = [(cell,) if isinstance(cell, str) else cell for cell in row]
        if len(cells) == 1:
            yield from cells[0]
        elif any(map(any, cells)):
            yield "\t".join(map(" ".join, cells)).rstrip("\t")


def _items(texts: str, at: int = 0, item: int = 0, **looks: object) -> tuple[Par, ...]:
    """Items of a list, one a line: the number as it prints, ``|``, the text; the level by the blanks before it."""
    out = []
    for line in texts.strip("\n").split("\n"):
        number, _, text = line.partition("|")
        level = len(number) - len(number.lstrip(" "))
        out.append(p(text, number=number.strip(" ").replace("_", " "), item=(item, at + level), first=2, **looks))
    return tuple(out)


_HEAD = (
    p(Words("云川省航道管理局文件", 36, red=True), align="center"),
    p(),
    p("云航发〔2024〕12号", align="center"),
    p(),
    p(Words("关于做好渡口维护工作的通知", 22), align="center", before=14),
    p("各渡口管理所："),
)
_BODY = p("汛期将至，请于五月底前完成渡船检修，并将情况报送省局。", first=2)
_TAIL = (p("云川省航道管理局", align="right"), p("2024年4月8日", align="right"))
_CHINESE = (Level(39, "%1、"), Level(39, "（%2）"), Level(0, "%3．"), Level(0, "（%4）"), Level(18, "%5"))

_NESTED = """
一、|总体要求
二、|主要任务
 （一）|检修渡船
 （二）|核验人员
  1．|查证书
  2．|查年审
   （1）|持证
    ①|在岗
 （三）|报送
  1．|汇总
三、|工作要求
"""
_UNITS = "一二三四五六七八九"
_TO_25 = "\n".join(f"{ten}{unit}、|任务" for ten in ("", "十", "二十") for unit in ("", *_UNITS) if ten + unit)

CASES = (
    Case("plain", (*_HEAD, _BODY, *_TAIL)),
    Case(
        "blanks",
        (p("　　云 川 省 航 道 局 "), p("  "), p("Word 97 – “Café” €5…", first=2), p("电　话：0512-1234")),
        closed_up=(("云 川 省 航 道 局", "云川省航道局"),),
    ),
    Case("line-breaks", (*_HEAD, p("第一行\n第二行\n第三行", first=2), _BODY)),
    Case("page-breaks", (*_HEAD, _BODY, p("\f"), p("附件1"), p("渡船检修表\f附件2"), p("人员核验表", new_page=True))),
    Case("sections", (*_HEAD, _BODY, Section(), p("附件"), Section(new_page=False), p("渡口名录"))),
    Case("hyphens", (p("电话0512\x1e1234，网址ferry\x1fman。", first=2), p("制表\t符"))),
    Case("hidden", (p("可见", Words("看不见"), Words("隐去的字", hidden=True), "之后。", first=2),)),
    Case("deleted", (*_HEAD, p("保留", Words("删去的字", deleted=True), "照印。", first=2), *_TAIL)),
    Case(
        "hidden-mark", (p("段落甲，"), p(Words("整段隐去", hidden=True), Words("\r", hidden=True), "段落乙。"), _BODY)
    ),
    Case(
        "fields",
        (
            *_HEAD,
            p(
                "见",
                Field('HYPERLINK "http://ferry.example/"', "省局网站"),
                "，今日",
                Field("DATE", "2024年4月8日"),
                "。",
                first=2,
            ),
            *_TAIL,
        ),
    ),
    Case("nested-fields", (p("共", Field("IF \x13PAGE\x143\x15 > 2", "三"), "页", Field("XE 渡口", None), "。"),)),
    Case("long-field", (p(Field("TOC", "目录甲\r目录乙\r目录丙")), _BODY)),
    Case("symbols", (p(Symbol(0xA8, "□"), "同意　", Symbol(0xFE, "☑"), "不同意　", Symbol(0x6C, "●"), "备案"),)),
    Case(
        "notes",
        (
            *_HEAD,
            p("依据条例", Note("指内河渡口条例。"), "办理", Note("自印发之日起。"), "。", first=2),
            *_TAIL,
            Section(),
            p("附件"),
        ),
    ),
    Case("box", (p(Box("内部资料　注意保存"), "云川省航道管理局", align="center"), _BODY, p(Box("附注"), "附件"))),
    Case("grouped-box", (*_HEAD, p(Box("图中文字", grouped=True), "流程如图。"), *_TAIL)),
    Case(
        "first-header",
        (p("云航发〔2024〕12号", align="right"), _BODY, *_TAIL),
        first_header="云川省航道管理局文件",
        running="云航发〔2024〕12号　第2页",
    ),
    Case("running-header", (*_HEAD, _BODY, *_TAIL), running="内河航运公文"),
    Case(
        "table",
        (
            *_HEAD,
            Grid(
                (("单　位", "任务", "时限"), ("青禾县", ("检修渡船", "报送总结"), "六月底"), ("临溪市", "", "七月底"))
            ),
            *_TAIL,
        ),
    ),
    Case("frame", (Grid((("云川省航道管理局文件",), (("抄送：省水利厅。", "省航道管理局办公室印发"),))), _BODY)),
    Case("two-tables", (Grid((("甲", "乙"),)), p("表二"), Grid((("丙", "丁"), ("", ""), ("戊", ""))))),
    Case("list", (*_HEAD, *_items(_NESTED), *_TAIL), (_CHINESE,)),
    Case("list-to-25", _items(_TO_25), (_CHINESE,)),
    Case(
        "legal-list",
        _items("第一章_|总则\n 1.1_|目的\n 1.2_|依据\n  1.2.1_|法律\n第二章_|职责\n 2.1_|分工"),
        (
            (
                Level(37, "第%1章", follow=1),
                Level(0, "%1.%2", follow=0, plain=True),
                Level(0, "%1.%2.%3", follow=1, plain=True),
            ),
        ),
    ),
    Case(
        "formats",
        _items("I._|甲\nII._|乙\n A)_|丙\n B)_|丁\n  甲、|戊\n  乙、|己\n   叁、|庚\n    01_|辛"),
        (
            (
                Level(1, "%1.", follow=1),
                Level(3, "%2)", follow=0),
                Level(30, "%3、"),
                Level(38, "%4、", start=3),
                Level(22, "%5", follow=1),
            ),
        ),
    ),
    Case(
        "two-lists",
        (*_items("1.|甲\n2.|乙"), _BODY, *_items("（一）|丙\n（二）|丁", item=1), *_items("3.|戊")),
        ((Level(0, "%1."),), (Level(37, "（%1）"),)),
    ),
    Case(
        "restarted",
        (*_items("5.|甲\n6.|乙"), *_items("1.|丙\n2.|丁", item=1)),
        ((Level(0, "%1.", start=5),),),
        ((0, 1),),
    ),
    Case("bullets", _items("●_|甲\n●_|乙\n •_|丙"), ((Level(23, "\uf06c", follow=0), Level(23, "\uf0e6", follow=1)),)),
    Case(
        "styled-list",
        (*_HEAD, *_items("一、|总体要求\n二、|主要任务", styled=True), _BODY, *_items("三、|工作要求", styled=True)),
        (_CHINESE,),
    ),
    Case("rare", (p("䶮河、𠮷野渡、℃、〇、㎡、①⑳㈠", first=2), p("Ω ≤ ½ × – — …"))),
)
