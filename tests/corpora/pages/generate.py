"""Makes web pages of notices with the truth beside them; the same call gives the same bytes."""

# ruff: noqa: E501

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

ENCODINGS = ("utf-8", "gbk called gb2312", "gbk", "utf-8+mark", "utf-8 called gb2312", "gbk called utf-8")


@dataclass(frozen=True)
class Made:
    """One notice: how its body is printed, and what the publisher's table says."""

    title: str
    number: str
    issuer: str
    date: str
    body: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    files: tuple[str, ...] = ()

    @property
    def truth(self) -> list[str]:
        rows = ["\t".join(row) for row in self.rows]
        head = [self.title, *([self.number] if self.number else [])]
        return [*head, *self.body, *rows, *self.files, self.issuer, self.date]


def _body(subject: str, *more: str) -> tuple[str, ...]:
    return (
        "各乡镇人民政府，县直各单位：",
        f"为进一步做好{subject}工作，保障人民群众切身利益，经县人民政府同意，现将有关事项通知如下。",
        "一、提高认识，加强领导",
        f"各乡镇、各部门要充分认识{subject}工作的重要意义，明确责任分工，层层抓好落实，确保各项任务按期完成。",
        *more,
        "二、严格时限，按时报送",
        "请于规定时限前将工作开展情况报送县人民政府办公室，联系人：陈知远，电话：0000-1234567。",
    )


COUNTY, BUREAU = "青禾县人民政府办公室", "云岭市教育局"
NOTICES = (
    Made("青禾县人民政府办公室关于开展春季植树活动的通知", "青政办发〔2024〕3号", COUNTY, "2024年3月1日", _body("植树造林")),
    Made("关于加强防汛工作的通知", "青政办发〔2024〕18号", COUNTY, "2024年6月11日", _body("防汛"), (("乡镇", "责任人"), ("大山乡", "赵一鸣"))),
    Made("云岭市教育局关于印发考试安全规定的通知", "云教发〔2023〕45号", BUREAU, "2023年12月8日", _body("考试安全"),
         files=("附件：考试安全规定", "2．考场安排表")),
    Made("关于做好冬季供暖工作的通知", "", COUNTY, "2022年11月3日", _body("供暖", "首页、网站地图等栏目要及时更新，不得打印外传。")),
    Made("云岭市教育局关于校车检查情况的通报", "云教函〔2021〕7号", BUREAU, "2021年9月30日", _body("校车检查", "1<2 & 3>2 的记分办法不再使用。")),
    Made("青禾县人民政府办公室关于表彰先进集体的决定", "青政办发〔2020〕1号", COUNTY, "二〇二〇年一月五日", _body("创先争优")),
    Made("关于农贸市场管理的意见", "青政办发〔2019〕27号", COUNTY, "2019年7月19日", _body("市场管理"),
         (("序号", "市场", "面积"), ("1", "东门市场", "300"), ("2", "西门市场", "420"))),
    Made("云岭市教育局关于征求意见的函", "云教函〔2018〕12号", BUREAU, "2018年4月2日", _body("课后服务"), files=("附件：征求意见稿",)),
)  # fmt: skip

MENU = "<a href='/'>首页</a> <a href='/zw'>政务公开</a> <a href='/fw'>办事服务</a> <a href='/hd'>互动交流</a>"
PATH = "<div>当前位置：<a href='/'>首页</a> &gt; <a href='/zw'>政务公开</a> &gt; 通知公告</div>"
TOOLS = "<div>来源：本站 发布时间：2024-05-06 浏览次数：<span>12</span></div><p>字号：<a>大</a> <a>中</a> <a>小</a> 打印 关闭</p>"
RELATED = "<div><h3>相关阅读</h3><ul><li><a href='1'>关于道路施工的通告</a></li><li><a href='2'>关于停水的通知</a></li></ul></div>"
FOOT = "<div>主办：青禾县人民政府办公室　版权所有</div><div>备案号：某ICP备00000000号　网站标识码：0000000000</div>"


def _paragraphs(made: Made, mark: str = "p", attributes: str = " style='text-indent:2em'") -> str:
    def one(text: str, more: str = attributes) -> str:
        return f"<{mark}{more}>{escape(text)}</{mark}>\n"

    right, centre = " style='text-align:right'", " align='center'"
    out = [one(made.number, centre)] if made.number else []
    out += map(one, made.body)
    if made.rows:
        rows = ("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in made.rows)
        out.append(f"<table border=1>{''.join(rows)}</table>")
    out += [f"<{mark}><a href='/f/{at}.doc'>{text}</a></{mark}>" for at, text in enumerate(made.files)]
    return "".join([*out, one(made.issuer, right), one(made.date, right)])


def facts(made: Made) -> list[tuple[str, str]]:
    """The publisher's table."""
    return [
        ("索 引 号", "000/2024-00012"), ("主题分类", "农业、林业"), ("发文机关", made.issuer), ("成文日期", made.date),
        ("标　　题", made.title), ("发文字号", made.number or "无"), ("发布日期", "2024年5月6日"), ("有效性", "有效"),
    ]  # fmt: skip


def _grid(made: Made) -> str:
    cells = [f"<td><b>{label}：</b></td><td>{value}</td>" for label, value in facts(made)]
    return "<table>" + "".join(f"<tr>{a}{b}</tr>" for a, b in zip(cells[::2], cells[1::2], strict=True)) + "</table>"


def _list(made: Made) -> str:
    return "<dl>" + "".join(f"<dt>{label}：</dt><dd>{value}</dd>" for label, value in facts(made)) + "</dl>"


def _lines(made: Made) -> str:
    return "".join(f"<div><span>{label}：</span><span>{value}</span></div>" for label, value in facts(made))


def bare(made: Made) -> str:
    return f"<p align=center style='font-size:22pt'>{made.title}</p>" + _paragraphs(made)


def portal(made: Made) -> str:
    return f"<div class='nav'>{MENU}</div>{PATH}{_grid(made)}<h1>{made.title}</h1>{TOOLS}<div class='TRS_Editor'>{_paragraphs(made)}</div>{RELATED}{FOOT}"


def modern(made: Made) -> str:
    return f"<header>{MENU}</header><nav>{MENU}</nav><main>{_list(made)}<article><h1>{made.title}</h1>{_paragraphs(made)}</article></main><aside>{RELATED}</aside><footer>{FOOT}</footer>"


def tables(made: Made) -> str:
    inner = f"<table><tr><td><h2>{made.title}</h2></td></tr><tr><td>{TOOLS}</td></tr><tr><td>{_paragraphs(made)}</td></tr></table>"
    return f"<table><tr><td>{MENU}</td></tr><tr><td>{RELATED}</td><td>{inner}</td></tr><tr><td>{FOOT}</td></tr></table>"


def broken_lines(made: Made) -> str:
    body = _paragraphs(made, "span", "").replace("</span>", "<br>")
    return f"<div id=menu>{MENU}</div><div class=title>{made.title}</div><div id=zoom>{body}</div><div>{FOOT}</div>"


def blanks(made: Made) -> str:
    return f"<div>{MENU}</div>{_lines(made)}<div><p>{made.title}</p>{_paragraphs(made, 'p', '').replace('<p>', '<p>&nbsp;&#x3000;&ensp;')}</div>{FOOT}"


def hidden(made: Made) -> str:
    noise = "<p style='display: none'>不显示的话。</p><script>var a='<p>不显示';</script><p hidden>不显示</p><!-- 不显示 --><del>删去</del><style>p{}</style>"
    return f"{noise}<h1>{made.title}</h1><div>{_paragraphs(made)}{noise}</div>"


def twice(made: Made) -> str:
    head, _, tail = made.title.partition("关于")
    lines = f"<p align=center>{head}<br>关于{tail}</p>" if head else f"<p align=center>{made.title}</p>"
    return f"<div class='header'>{MENU}</div><h1>{made.title}</h1>{TOOLS}<div>{lines}{_paragraphs(made)}</div><p>上一篇：<a href=1>关于停水的通知</a></p>{FOOT}"


TEMPLATES: tuple[Callable[[Made], str], ...] = (bare, portal, modern, tables, broken_lines, blanks, hidden, twice)


def page(made: Made, template: Callable[[Made], str], encoding: str = "utf-8") -> bytes:
    """The bytes of a page."""
    real, _, called = encoding.partition(" called ")
    codec = real.removesuffix("+mark")
    head = f"<!DOCTYPE html>\n<html><head><meta charset='{called or codec}'><title>{made.title}_青禾县</title></head>"
    mark = "\ufeff" if real.endswith("+mark") else ""
    return f"{mark}{head}<body>{template(made)}</body></html>".encode(codec)


def saved(data: bytes, transfer: str = "quoted-printable", charset: str = "utf-8") -> bytes:
    """A page as a browser saves it: the page, a frame without text and a picture."""
    body = quopri.encodestring(data) if transfer == "quoted-printable" else base64.encodebytes(data)
    place = b"https://www.example.cn/a.html"
    parts = [
        (b"text/html; charset=" + charset.encode(), transfer.encode(), place, body),
        (b"text/html", b"quoted-printable", b"cid:frame@mhtml.blink", b"<html><body>&nbsp;</body></html>"),
        (b"image/png", b"base64", b"https://www.example.cn/a.png", base64.encodebytes(b"\x89PNG\r\n\x1a\n")),
    ]
    out = [
        b"From: <Saved by Blink>", b"Snapshot-Content-Location: " + place, b"Subject: a", b"MIME-Version: 1.0",
        b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----Made----"', b"",
    ]  # fmt: skip
    for kind, coding, where, content in parts:
        out += [b"", b"------Made----", b"Content-Type: " + kind, b"Content-Transfer-Encoding: " + coding]
        out += [b"Content-Location: " + where, b"", content]
    return b"\r\n".join([*out, b"------Made------", b""])


def pages() -> Iterator[tuple[str, Made, bytes]]:
    """Every notice in four templates, each with another encoding: name, notice, bytes."""
    for at, made in enumerate(NOTICES):
        for step in range(4):
            template = TEMPLATES[(at + 2 * step + at // 2) % len(TEMPLATES)]
            encoding = ENCODINGS[(at + step) % len(ENCODINGS)]
            yield f"{at}-{template.__name__}-{encoding}", made, page(made, template, encoding)
