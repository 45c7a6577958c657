"""RTF files written by hand, their Chinese in Unicode escapes, in hexadecimal bytes, or in bytes as they are."""

from __future__ import annotations

from collections.abc import Callable

from tests.corpora.office.doc import units
from tests.corpora.office.notices import Box, Case, Field, Grid, Note, Par, Part, Section, Symbol, Words

Manner = Callable[[str], bytes]

_ALIGN = {"left": rb"\ql", "center": rb"\qc", "right": rb"\qr"}
_CONTROLS = {"\n": rb"\line ", "\f": rb"\page ", "\t": rb"\tab ", "\r": rb"\par ", "\x1e": rb"\_", "\x1f": rb"\-",
             "\\": rb"\\", "{": rb"\{", "}": rb"\}", "—": rb"\emdash ",
             "“": rb"\ldblquote ", "”": rb"\rdblquote "}  # fmt: skip
_HEAD = (
    rb"{\rtf1\ansi\ansicpg936\deff0\uc%d{\fonttbl{\f0\froman\fcharset0 Times New Roman;}"
    rb"{\f1\fnil\fcharset134{\*\falt SimSun}\'cb\'ce\'cc\'e5;}{\f2\fnil\fcharset2 Wingdings;}}"
    rb"{\colortbl;\red0\green0\blue0;\red255\green0\blue0;}{\stylesheet{\s0 Normal;}{\*\cs10 hidden}}"
    rb"{\*\generator Made by hand;}{\info{\title \'b1\'ea\'cc\'e2}}\paperw11906\margl1588\margr1474" + b"\r\n"
)


def in_unicode(letter: str) -> bytes:
    """``\\u`` with a question mark for readers that do not know it."""
    return b"".join(b"\\u%d?" % (code - 0x10000 if code > 0x7FFF else code) for code in map(ord, units(letter)))


def in_hexadecimal(letter: str) -> bytes:
    """Bytes of code page 936 in hexadecimal; what it lacks in Unicode."""
    try:
        data = letter.encode("gbk")
    except UnicodeEncodeError:
        return in_unicode(letter)
    return b"".join(b"\\'%02x" % each for each in data)


def in_both(letter: str) -> bytes:
    """Unicode, with the bytes for readers that do not know it (``\\uc2``)."""
    data = letter.encode("gbk", "replace")
    told = data if len(data) == 2 else b"??"
    codes = [code - 0x10000 if code > 0x7FFF else code for code in map(ord, units(letter))]
    return b"".join(b"\\u%d" % code + b"".join(b"\\'%02x" % each for each in told) for code in codes)


def as_it_is(letter: str) -> bytes:
    """Bytes of code page 936, which no RTF should have; what it lacks in Unicode."""
    try:
        return letter.encode("gbk")
    except UnicodeEncodeError:
        return in_unicode(letter)


class _Writer:
    def __init__(self, manner: Manner) -> None:
        self.manner = manner

    def text(self, text: str) -> bytes:
        out = b""
        for letter in text:
            if letter in _CONTROLS:
                out += _CONTROLS[letter]
            elif letter < "\x80":
                out += letter.encode() if letter >= " " else b""
            else:
                out += self.manner(letter)
        return out

    def part(self, part: Part) -> bytes:
        match part:
            case Words():
                looks = b"\\fs%d" % (2 * part.size) + (rb"\cf2" if part.red else b"")
                looks += (rb"\v" if part.hidden else b"") + (rb"\deleted\revauthdel0" if part.deleted else b"")
                return b"{" + looks + b" " + self.text(part.text) + b"}"
            case Field():
                result = b"" if part.result is None else rb"{\fldrslt {" + self.text(part.result) + b"}}"
                return rb"{\field{\*\fldinst { " + self.text(part.code) + b"}}" + result + b"}"
            case Note():
                return rb"{\super\chftn{\footnote\pard\plain\f1\fs18 " + self.text(part.text) + b"}}"
            case Box():
                text = rb"{\shptxt\pard\plain\f1\fs24 " + self.text(part.text) + rb"\par}"
                return (
                    rb"{\shp{\*\shpinst\shpleft0{\sp{\sn shapeType}{\sv 202}}" + text + rb"}{\shprslt{\*\do\dptxbx"
                    rb"{\dptxbxtext\pard " + self.text(part.text) + rb"\par}}}}"
                )
            case Symbol():
                return b"{\\f2 \\'%02x}" % part.place
        return self.text(part)

    def par(self, par: Par) -> bytes:
        number = b""
        if par.number:
            wide = not par.number.endswith(" ")
            number = (
                rb"{\listtext\pard\plain\f1 " + self.text(par.number.rstrip()) + (b"" if wide else rb"\tab ") + b"}"
            )
        looks = _ALIGN[par.align] + b"\\li%d\\fi%d" % (par.left * 320, par.first * 320)
        looks += b"\\sb%d\\sa%d" % (par.before * 20, par.after * 20)
        looks += b"\\cufi%d" % (par.first * 100) if par.first else b""
        looks += rb"\pagebb" if par.new_page else b""
        return (
            rb"\pard\plain\f1\fs32" + looks + b"{" + number + b"}" + b"".join(map(self.part, par.parts)) + b"\\par\r\n"
        )

    def grid(self, grid: Grid) -> bytes:
        out = b""
        for row in grid.rows:
            out += rb"\trowd\trgaph108" + b"".join(b"\\cellx%d" % (2000 * at) for at in range(1, len(row) + 1))
            for cell in row:
                texts = (cell,) if isinstance(cell, str) else cell
                out += rb"\pard\plain\intbl\f1\fs24 " + rb"\par ".join(map(self.text, texts)) + rb"\cell "
            out += b"\\row\r\n"
        return out


def rtf(case: Case, manner: Manner = in_unicode) -> bytes:
    """The file of a case, its Chinese written in one manner."""
    writer = _Writer(manner)
    out = _HEAD % (2 if manner is in_both else 1) + (rb"\titlepg" if case.first_header else b"")
    heads = ((rb"\headerf", case.first_header), (rb"\header", case.running), (rb"\footer", case.running))
    for word, text in heads:
        if text:
            out += b"{" + word + rb"\pard\plain\f1\fs32 " + writer.text(text) + rb"\par}"
    for block in case.blocks:
        match block:
            case Par():
                out += writer.par(block)
            case Grid():
                out += writer.grid(block)
            case Section():
                out += rb"\sect\sectd" + (b"" if block.new_page else rb"\sbknone")
                out += b"\\pgwsxn%d" % round(20 * block.paper) if block.paper != Section.paper else b""
    return out + b"}"
