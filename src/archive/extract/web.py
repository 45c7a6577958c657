"""Web pages: bytes to the Document of the notice in it, without what stands around it on the page."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from archive.errors import Unreadable
from archive.extract.document import Document, Line, Page
from archive.extract.encoding import decode
from archive.extract.lines import close_up, page_mark
from archive.extract.markup import DEEPEST, blocks
from archive.extract.notice_part import given_by_table, notice_part

_HEAD = 8192
_CHARSET = re.compile(
    rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|^\s*<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "big5": "cp950"}
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MOST_TAGS = 250_000
_MOST_ATTRIBUTES = 2000
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]{0,15})", re.IGNORECASE)
_CLOSED_BY_NEXT = frozenset(
    (
        "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option",
        "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
    )
)  # fmt: skip
_LONG_TAG = re.compile(r"<[a-z][^<>]{10000,}", re.IGNORECASE)
_SHADOW = re.compile(r"<template(?=\s[^>]{0,200}?\bshadow(?:root)?mode\b)", re.IGNORECASE)
_METAS = {"articletitle": "title", "contentsource": "issuers"}


def read_html(path: Path) -> Document:
    """The Document of a web page.

    Args:
        path: the file.

    Raises:
        Unreadable: ``empty`` where the page has no text of its own (a list of links, say), ``too-large`` for more
            elements than any page has, ``damaged`` for deeper ones.
    """
    return read_page(path.read_bytes(), "", "html")


def read_page(data: bytes, charset: str, kind: str, frames: Mapping[str, tuple[bytes, str]] | None = None) -> Document:
    """The Document of the bytes of a page.

    Args:
        data: the page.
        charset: the encoding that the message around it names, or "".
        kind: the kind of the Document.
        frames: what its frames show, as those two, by the address that they name; each is shown once.

    Raises:
        Unreadable: as `read_html`.
    """
    text, encoding = _decoded(data, charset)
    trees = [_tree(text)]
    root = _top(trees[0])
    if root is None:
        raise Unreadable("empty")
    left = dict(frames or {})

    def frame(address: str) -> LexborNode | None:
        if address not in left:
            return None
        try:
            tree = _tree(_decoded(*left.pop(address))[0])
        except Unreadable:
            return None
        trees.append(tree)  # its nodes are good for as long as it is there
        return _top(tree)

    found, given = given_by_table(blocks(root, frame))
    found, headline = notice_part(found)
    page = Page(1)
    for block in found:
        if (mark := page_mark(block.text)) is not None:
            page.mark = mark
            continue
        page.lines.append(
            Line(close_up(block.text), len(page.lines) + 1, False, block.indent, block.gap, block.size, block.red,
                 row=block.row)
        )  # fmt: skip
    if not page.lines:
        raise Unreadable("empty")
    metas = {field: value for tree in reversed(trees) for field, value in _metas(tree).items()}
    if headline:
        metas["title"] = headline
    warnings = ["lost-characters"] if "\ufffd" in text else []
    return Document(kind, [page], f"{kind} {encoding}", warnings, metas | given)


def _tree(text: str) -> LexborHTMLParser:
    """The tree of a page, a shadow tree (HTML 4.12.3, and as Chromium saves it) as the element that it stands in."""
    _bound(text)
    try:
        return LexborHTMLParser(_SHADOW.sub("<div", text.replace("\x00", "")))
    except (SelectolaxError, ValueError, RuntimeError) as error:
        raise Unreadable("damaged", type(error).__name__) from None


def _top(tree: LexborHTMLParser) -> LexborNode | None:
    return tree.body or tree.root


def _decoded(data: bytes, charset: str) -> tuple[str, str]:
    """The characters: by the mark, by the encoding that is named where it fits all of them, else by the characters."""
    if not data.startswith(_MARKS):
        match = _CHARSET.search(data[:_HEAD])
        inside = (match[1] or match[2]).decode("ascii", "replace") if match else ""
        for name in filter(None, (charset.lower(), inside.lower())):
            name = _ALIASES.get(name, name)
            try:
                # A codec of Python that is no encoding of text (hex, zip) is not meant by any page.
                if name.startswith(("utf-8", "utf8", "gb", "cp950", "big5", "hz")):
                    return data.decode(name), codecs.lookup(name).name
            except (LookupError, UnicodeError):
                continue
    return decode(data)


def _bound(text: str) -> None:
    """Refuse markup of too many or too deep elements before it is parsed: the parser's time grows with the depth."""
    if text.count("<") > _MOST_TAGS:
        raise Unreadable("too-large", f"more than {_MOST_TAGS} elements")
    if any(len(tag[0].split(None, _MOST_ATTRIBUTES)) > _MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(text)):
        raise Unreadable("damaged", "too many attributes")
    open_tags: dict[str, int] = {}
    depth = 0
    for match in _TAG.finditer(text):
        name = match[2].lower()
        if name in _CLOSED_BY_NEXT:
            continue
        now = open_tags.get(name, 0)
        if not match[1]:
            open_tags[name] = now + 1
            depth += 1
            if depth > DEEPEST:
                raise Unreadable("damaged", "nested too deep")
        elif now:
            open_tags[name] = now - 1
            depth -= 1


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    """What the metas of government sites say (《政府网站发展指引》, 附件: ArticleTitle, ContentSource)."""
    out: dict[str, str] = {}
    for node in tree.css("meta[name][content]")[:200]:
        attributes = node.attributes
        field = _METAS.get((attributes.get("name") or "").lower())
        content = " ".join((attributes.get("content") or "")[:300].split())
        if field and content:
            out.setdefault(field, content)
    return out
