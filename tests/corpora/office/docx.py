"""DOCX files from descriptions, each with the lines that it prints."""

from __future__ import annotations

import io
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_DATE = (2024, 3, 1, 9, 0, 0)


def t(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def r(text: str, properties: str = "") -> str:
    """A run; what begins with a bracket is markup, anything else text."""
    return f"<w:r>{_some('rPr', properties)}{text if text.startswith('<') else t(text)}</w:r>"


def p(*runs: str, of: str = "") -> str:
    """A paragraph of runs or of texts, with the properties ``of``."""
    return f"<w:p>{_some('pPr', of)}{''.join(each if each.startswith('<') else r(each) for each in runs)}</w:p>"


def tc(*blocks: str, of: str = "") -> str:
    inside = "".join(each if each.startswith("<") else p(each) for each in blocks or ("",))
    return f"<w:tc>{_some('tcPr', of)}{inside}</w:tc>"


def tr(*cells: str, of: str = "") -> str:
    inside = "".join(each if each.startswith("<w:tc") else tc(each) for each in cells)
    return f"<w:tr>{_some('trPr', of)}{inside}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def listed(text: str, number: int = 1, level: int = 0, more: str = "") -> str:
    return p(text, of=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>{more}')


def lvl(level: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f"<w:lvlText w:val={quoteattr(text)}/></w:lvl>"
    )


def lists(*levels: str, nums: str = "", link: str = "") -> str:
    """A numbering part of one list: numId 1 is that list, ``nums`` further ones."""
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}{link}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{nums}'
    )


def style(name: str, properties: str = "", based: str = "", run: str = "", kind: str = "paragraph") -> str:
    basis = f'<w:basedOn w:val="{based}"/>' if based else ""
    usual = ' w:default="1"' if name == "a" else ""
    inside = _some("pPr", properties) + _some("rPr", run)
    return f'<w:style w:type="{kind}"{usual} w:styleId="{name}">{basis}{inside}</w:style>'


def of_style(name: str, more: str = "") -> str:
    return f'<w:pStyle w:val="{name}"/>{more}'


def field_of(code: str, result: str) -> str:
    """A complex field."""
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    return f"{char('begin')}<w:r><w:instrText>{escape(code)}</w:instrText></w:r>{char('separate')}{result}{char('end')}"


def box(*paragraphs: str) -> str:
    """A text box as Word writes it: in two forms of the same content."""
    inside = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def section(*inside: str, kind: str = "", width: int = 11906) -> str:
    """A section of A4 with the margins of GB/T 9704-2012: 156 mm of text."""
    type_ = f'<w:type w:val="{kind}"/>' if kind else ""
    return (
        f'<w:sectPr>{"".join(inside)}{type_}<w:pgSz w:w="{width}" w:h="16838"/>'
        '<w:pgMar w:left="1587" w:right="1474" w:top="2098" w:bottom="1984"/></w:sectPr>'
    )


def _some(name: str, inside: str) -> str:
    return f"<w:{name}>{inside}</w:{name}>" if inside else ""


@dataclass
class Made:
    """A file and what it prints: the lines of each page."""

    body: str
    pages: list[list[str]]
    styles: str = ""
    numbering: str = ""
    parts: dict[str, str] = field(default_factory=dict)
    strict: bool = False

    def xml(self) -> dict[str, str]:
        """The parts by name."""
        made = {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{R}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"<w:document {_SPACES}><w:body>{self.body}</w:body></w:document>",
        }
        extra = {"styles": self.styles, "numbering": self.numbering, **self.parts}
        extra = {name: inside for name, inside in extra.items() if inside}
        for name, inside in extra.items():
            root = name.rstrip("0123456789")
            root = {"header": "hdr", "footer": "ftr"}.get(root, root)
            made[f"word/{name}.xml"] = f"<w:{root} {_SPACES}>{inside}</w:{root}>"
        made["word/_rels/document.xml.rels"] = (
            f'<Relationships xmlns="{_PACKAGE}">'
            + "".join(
                f'<Relationship Id="{name}" Type="{R}/{name.rstrip("0123456789")}" Target="{name}.xml"/>'
                for name in extra
            )
            + "</Relationships>"
        )
        if self.strict:
            made = {name: text.replace(W, STRICT) for name, text in made.items()}
        return {name: _HEAD + text for name, text in made.items()}

    def data(self) -> bytes:
        return zipped({name: text.encode() for name, text in self.xml().items()})


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file, the same bytes for the same parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in parts.items():
            file.writestr(zipfile.ZipInfo(name, _DATE), data, method)
    return out.getvalue()


def _one(*lines: str) -> list[list[str]]:
    return [list(lines)]


_RESTART = (
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="{}"/></w:lvlOverride></w:num>'
)
_OUTLINE = (
    lvl(0, "chineseCounting", "%1、", '<w:suff w:val="nothing"/>'),
    lvl(1, "chineseCounting", "（%2）", '<w:suff w:val="nothing"/>'),
    lvl(2, "decimal", "%3.", '<w:suff w:val="space"/>'),
)
_CHANGE = 'w:id="1" w:author="甲" w:date="2024-03-01T09:00:00Z"'
_HIDDEN = "<w:vanish/>"
_PAGE = '<w:br w:type="page"/>'
_SOFT = "<w:lastRenderedPageBreak/>"

MADE: dict[str, Made] = {
    "plain": Made(
        p("青禾县总工会关于做好防汛工作的通知") + p("各乡镇工会：") + p("") + p("现将有关事项通知如下。"),
        _one("青禾县总工会关于做好防汛工作的通知", "各乡镇工会：", "现将有关事项通知如下。"),
    ),
    "runs in pieces": Made(
        p("青工", r("办", "<w:b/>"), "〔2024〕", r("9"), r("号")) + p("青 禾 县 总 工 会"),
        _one("青工办〔2024〕9号", "青禾县总工会"),
    ),
    "outline": Made(
        listed("工作目标")
        + listed("任务")
        + listed("责任分工", level=1)
        + listed("时间安排", level=1)
        + listed("三月", level=2)
        + listed("四月", level=2)
        + listed("保障措施")
        + listed("组织", level=1)
        + listed("经费", level=2),
        _one(
            "一、工作目标",
            "二、任务",
            "（一）责任分工",
            "（二）时间安排",
            "1. 三月",
            "2. 四月",
            "三、保障措施",
            "（一）组织",
            "1. 经费",
        ),
        numbering=lists(*_OUTLINE),
    ),
    "tens": Made(
        "".join(listed("甲") for _ in range(21)),
        [[f"{ten}{one}、甲" for ten in ("", "十", "二十") for one in ("", *"一二三四五六七八九") if ten + one][:21]],
        numbering=lists(*_OUTLINE),
    ),
    "decimal of levels": Made(
        listed("总则")
        + listed("目的", level=1)
        + listed("依据", level=1)
        + listed("条款", level=2)
        + listed("分则")
        + listed("范围", level=1),
        _one("一 总则", "1.1 目的", "1.2 依据", "1.2.1 条款", "二 分则", "2.1 范围"),
        numbering=lists(
            lvl(0, "chineseCounting", "%1", '<w:suff w:val="space"/>'),
            lvl(1, "decimal", "%1.%2", "<w:isLgl/>"),
            lvl(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
        ),
    ),
    "start and override": Made(
        listed("三") + listed("四") + listed("七", number=2) + listed("八", number=2) + listed("九"),
        _one("3、三", "4、四", "7、七", "8、八", "9、九"),
        numbering=lists(lvl(0, "decimal", "%1、", start=3), nums=_RESTART.format(7)),
    ),
    "level of its own": Made(
        listed("甲") + listed("乙", number=2),
        _one("1) 甲", "第二条 乙"),
        numbering=lists(
            lvl(0, "decimal", "%1)"),
            nums='<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
            + lvl(0, "chineseCounting", "第%1条", '<w:suff w:val="space"/>')
            + "</w:lvlOverride></w:num>",
        ),
    ),
    "never restarted": Made(
        listed("总则") + listed("甲", level=1) + listed("乙", level=1) + listed("分则") + listed("丙", level=1),
        _one("第一章 总则", "第一条 甲", "第二条 乙", "第二章 分则", "第三条 丙"),
        numbering=lists(
            lvl(0, "chineseCountingThousand", "第%1章", '<w:suff w:val="space"/>'),
            lvl(1, "chineseCountingThousand", "第%2条", '<w:lvlRestart w:val="0"/><w:suff w:val="space"/>'),
        ),
    ),
    "by style": Made(
        p("目标", of=of_style("h1"))
        + p("任务", of=of_style("h2"))
        + p("不编号", of=of_style("h1", '<w:numPr><w:numId w:val="0"/></w:numPr>'))
        + p("步骤", of=of_style("h1b")),
        _one("一、目标", "（一）任务", "不编号", "二、步骤"),
        styles=style("a")
        + style("h1", '<w:numPr><w:numId w:val="1"/></w:numPr>', "a")
        + style("h2", '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>', "h1")
        + style("h1b", "", "h1"),
        numbering=lists(
            lvl(0, "chineseCounting", "%1、", '<w:pStyle w:val="h1"/>'),
            lvl(1, "chineseCounting", "（%2）", '<w:pStyle w:val="h2"/>'),
        ),
    ),
    "linked style": Made(
        listed("甲", number=2) + listed("乙", number=2),
        _one("甲、甲", "乙、乙"),
        styles=style("list", '<w:numPr><w:numId w:val="1"/></w:numPr>', kind="numbering"),
        numbering=lists(
            lvl(0, "ideographTraditional", "%1、"),
            link='<w:styleLink w:val="list"/>',
            nums='<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="list"/></w:abstractNum>'
            '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>',
        ),
    ),
    "bullets": Made(
        listed("甲") + listed("乙", level=1),
        _one("● 甲", "□ 乙"),
        numbering=lists(
            lvl(0, "bullet", "\uf06c").replace("</w:lvl>", '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:lvl>'),
            lvl(1, "bullet", "□"),
        ),
    ),
    "table": Made(
        tbl(tr("单位", "人数"), tr("青禾县", "12"), tr("白石乡", "")) + p("完"),
        _one("单位\t人数", "青禾县\t12", "白石乡", "完"),
    ),
    "merged cells": Made(
        tbl(
            tr(tc("类别", of='<w:vMerge w:val="restart"/>'), tc("数量", of='<w:gridSpan w:val="2"/>')),
            tr(tc("类别", of="<w:vMerge/>"), "上半年", "下半年"),
            tr("车", "3", "4"),
        ),
        _one("类别\t数量", "\t上半年\t下半年", "车\t3\t4"),
    ),
    "frame": Made(tbl(tr(tc("抄送：县委办。", "青禾县总工会办公室"))), _one("抄送：县委办。", "青禾县总工会办公室")),
    "wide row": Made(
        tbl(tr("姓名", "职务"), tr(tc("说明一。", "说明二。"))), _one("姓名\t职务", "说明一。", "说明二。")
    ),
    "table in a table": Made(tbl(tr("外", tc(tbl(tr("内一", "内二")), p("后")))), _one("外\t内一 内二 后")),
    "numbers in cells": Made(
        tbl(tr(tc(listed("")), "甲"), tr(tc(listed("")), "乙")),
        _one("1\t甲", "2\t乙"),
        numbering=lists(lvl(0, "decimal", "%1")),
    ),
    "text box": Made(
        p(box(p("青禾县总工会文件")), "青工办〔2024〕9号") + p("正文。"),
        _one("青禾县总工会文件", "青工办〔2024〕9号", "正文。"),
    ),
    "text box with a page break": Made(
        p(box(p("盒一", r(_PAGE), "盒二") + p("盒三", of="<w:pageBreakBefore/>")), "外"),
        _one("盒一", "盒二", "盒三", "外"),
    ),
    "cells left out before a row": Made(
        tbl(tr("甲", "乙", "丙"), tr("丁", "戊", of='<w:gridBefore w:val="1"/>')), _one("甲\t乙\t丙", "\t丁\t戊")
    ),
    "old text box": Made(
        p(
            "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
            + p("盒中")
            + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>",
            "外",
        ),
        _one("盒中", "外"),
    ),
    "letter art": Made(
        p('<w:r><w:pict><v:shape><v:textpath string="青禾县人民政府文件"/></v:shape></w:pict></w:r>') + p("正文。"),
        _one("青禾县人民政府文件", "正文。"),
    ),
    "revisions": Made(
        p(
            "原有",
            f"<w:del {_CHANGE}><w:r><w:delText>删去</w:delText></w:r></w:del>",
            f"<w:ins {_CHANGE}>{r('加入')}</w:ins>",
            f"<w:moveFrom {_CHANGE}>{r('移走')}</w:moveFrom>",
            f"<w:moveTo {_CHANGE}>{r('移来')}</w:moveTo>",
            "。",
        ),
        _one("原有加入移来。"),
    ),
    "deleted mark": Made(
        p("前半，", of=f"<w:rPr><w:del {_CHANGE}/></w:rPr>") + p("后半。") + p("另段。"), _one("前半，后半。", "另段。")
    ),
    "deleted item": Made(
        listed("甲")
        + p(
            f"<w:del {_CHANGE}><w:r><w:delText>删去</w:delText></w:r></w:del>",
            of=f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del {_CHANGE}/></w:rPr>',
        )
        + listed("乙"),
        _one("一、甲", "二、乙"),
        numbering=lists(*_OUTLINE),
    ),
    "hidden item": Made(
        listed("甲")
        + listed("隐")
        .replace("<w:r>", f"<w:r><w:rPr>{_HIDDEN}</w:rPr>")
        .replace("</w:numPr>", f"</w:numPr><w:rPr>{_HIDDEN}</w:rPr>")
        + listed("乙"),
        _one("一、甲", "二、乙"),
        numbering=lists(*_OUTLINE),
    ),
    "item on a new page": Made(
        listed("甲") + listed(r(_SOFT + t("乙"))) + listed("丙"),
        [["一、甲"], ["二、乙", "三、丙"]],
        numbering=lists(*_OUTLINE),
    ),
    "deleted row": Made(
        tbl(tr("甲", "1"), tr("乙", "2", of=f"<w:del {_CHANGE}/>"), tr("丙", "3")), _one("甲\t1", "丙\t3")
    ),
    "hidden": Made(
        p(
            "明",
            r("暗", _HIDDEN),
            r("亦暗", '<w:rStyle w:val="h"/>'),
            r("不暗", '<w:rStyle w:val="h"/><w:vanish w:val="0"/>'),
        )
        + p("全暗", of=of_style("hp"))
        + p("末"),
        _one("明不暗", "末"),
        styles=style("h", run=_HIDDEN, kind="character") + style("hp", run=_HIDDEN),
    ),
    "controls": Made(
        "<w:sdt><w:sdtPr><w:alias w:val='标题'/></w:sdtPr><w:sdtContent>"
        + p("块控件")
        + "</w:sdtContent></w:sdt>"
        + p(
            "行",
            "<w:sdt><w:sdtContent>" + r("内控件") + "</w:sdtContent></w:sdt>",
            "<w:smartTag>" + r("标记") + "</w:smartTag>",
        )
        + tbl("<w:sdt><w:sdtContent>" + tr("一", "<w:tc><w:p/></w:tc>") + "</w:sdtContent></w:sdt>", tr("二", "三")),
        _one("块控件", "行内控件标记", "一", "二\t三"),
    ),
    "fields": Made(
        p(
            "见",
            field_of('HYPERLINK "https://example.org"', r("链接")),
            "和",
            '<w:fldSimple w:instr="REF a">' + r("引文") + "</w:fldSimple>",
            '<w:hyperlink r:id="x">' + r("网页") + "</w:hyperlink>",
            field_of("IF ", r("外") + field_of("SEQ", r("3"))),
        ),
        _one("见链接和引文网页外3"),
    ),
    "field without a result": Made(
        p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "<w:r><w:instrText>TC x</w:instrText></w:r>") + p("下段"),
        _one("下段"),
    ),
    "form": Made(
        p(
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData>'
            "</w:fldChar></w:r>",
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "同意",
        ),
        _one("☑同意"),
    ),
    "notes": Made(
        p(
            "正文",
            '<w:r><w:footnoteReference w:id="2"/></w:r>',
            '<w:r><w:endnoteReference w:id="2"/></w:r>',
            "继续。",
            r(_PAGE),
        )
        + p("次页。"),
        [["正文继续。", "脚注。"], ["次页。", "尾注。"]],
        parts={
            "footnotes": '<w:footnote w:type="separator" w:id="0">'
            + p("线")
            + '</w:footnote><w:footnote w:id="2">'
            + p("脚注。")
            + "</w:footnote>",
            "endnotes": '<w:endnote w:id="2">' + p("尾注。") + "</w:endnote>",
        },
    ),
    "page breaks": Made(
        p("一页")
        + p(r(_PAGE))
        + p("二页", of="<w:keepNext/>")
        + p("三页", of="<w:pageBreakBefore/>")
        + p("仍三页", of='<w:pageBreakBefore w:val="0"/>')
        + p("前", r(_SOFT + t("后")))
        + p(r(_PAGE + _SOFT + t("五页")))
        + p("末行", r(_PAGE + _SOFT + t("六页")))
        + p(box(p("盒")), "七页", of="<w:pageBreakBefore/>"),
        [["一页"], ["二页"], ["三页", "仍三页", "前"], ["后"], ["五页", "末行"], ["六页"], ["盒", "七页"]],
    ),
    "sections": Made(
        p("一页", of=section()) + p("二页", of=section()) + p("仍二页") + section(kind="continuous"),
        [["一页"], ["二页", "仍二页"]],
    ),
    "line break": Made(p("青禾县总工会", r("<w:br/>"), "关于放假的通知"), _one("青禾县总工会", "关于放假的通知")),
    "headers": Made(
        p("正文。")
        + section(
            '<w:headerReference w:type="first" r:id="header1"/><w:headerReference w:type="default" r:id="header2"/>'
            '<w:footerReference w:type="default" r:id="footer1"/>',
            "<w:titlePg/>",
        ),
        _one("青禾县总工会文件", "正文。"),
        parts={
            "header1": p("青禾县总工会文件"),
            "header2": p("书眉"),
            "footer1": p("— ", field_of("PAGE", r("1")), " —"),
        },
    ),
    "running head": Made(
        p("正文。") + section('<w:headerReference w:type="default" r:id="header1"/>'),
        _one("正文。"),
        parts={"header1": p("书眉")},
    ),
    "red header": Made(
        p("正文。") + section('<w:headerReference w:type="default" r:id="header1"/>'),
        _one("青禾县文件", "正文。"),
        parts={"header1": p(r("青禾县文件", '<w:color w:val="FF0000"/>'))},
    ),
    "marks": Made(
        p(
            "一",
            r("<w:tab/>"),
            "二",
            r("<w:noBreakHyphen/>"),
            "三",
            r("<w:softHyphen/>"),
            "四",
            r('<w:sym w:font="Wingdings" w:char="F0FE"/>'),
            r('<w:sym w:font="Wingdings" w:char="00A8"/>'),
            r("\uf0fc", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'),
            r('<w:sym w:font="宋体" w:char="25A1"/>'),
        ),
        _one("一 二-三四☑□✓□"),
    ),
    "ruby": Made(
        p(
            "<w:r><w:ruby><w:rubyPr/><w:rt>"
            + r("zhōng")
            + "</w:rt><w:rubyBase>"
            + r("重")
            + "</w:rubyBase></w:ruby></w:r>",
            r("点", '<w:em w:val="dot"/>'),
            "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>",
        ),
        _one("重点x"),
    ),
    "blanks": Made(
        p("<w:r><w:t>  去空 </w:t></w:r>", "<w:r><w:t xml:space='preserve'> 留空</w:t></w:r>") + p("甲\u0085乙"),
        _one("去空 留空", "甲 乙"),
    ),
    "strict": Made(
        p("严格", r("暗", _HIDDEN)) + listed("项"), _one("严格", "一、项"), numbering=lists(*_OUTLINE), strict=True
    ),
    "page mark in the text": Made(p("正文。") + p("— 1 —"), _one("正文。")),
    "everything": Made(
        p(box(p(r("青禾县总工会文件", '<w:color w:val="FF0000"/><w:sz w:val="72"/>'))))
        + p("青工办〔2024〕9号", of='<w:jc w:val="center"/>')
        + p(
            r("关于开展", "<w:b/>"),
            f"<w:ins {_CHANGE}>{r('安全生产')}</w:ins>",
            r("<w:br/>"),
            "检查的通知",
            of='<w:jc w:val="center"/>',
        )
        + p("各乡镇工会：")
        + listed("总体要求")
        + p("坚持", f"<w:del {_CHANGE}><w:r><w:delText>不</w:delText></w:r></w:del>", "安全第一。")
        + listed("重点任务")
        + listed("自查", level=1)
        + tbl(
            tr("时间", "单位"),
            tr(tc("三月", of='<w:vMerge w:val="restart"/>'), "白石乡"),
            tr(tc("", of="<w:vMerge/>"), "清河乡"),
        )
        + listed("督查", level=1)
        + p("2024年3月1日", of='<w:jc w:val="right"/>')
        + section(),
        _one(
            "青禾县总工会文件",
            "青工办〔2024〕9号",
            "关于开展安全生产",
            "检查的通知",
            "各乡镇工会：",
            "一、总体要求",
            "坚持安全第一。",
            "二、重点任务",
            "（一）自查",
            "时间\t单位",
            "三月\t白石乡",
            "\t清河乡",
            "（二）督查",
            "2024年3月1日",
        ),
        numbering=lists(*_OUTLINE),
    ),
}
"""Files by what they are about."""


def main(folder: str) -> None:
    """Write them all into a folder."""
    for name, made in MADE.items():
        Path(folder, f"{name}.docx").write_bytes(made.data())


if __name__ == "__main__":
    main(sys.argv[1])
