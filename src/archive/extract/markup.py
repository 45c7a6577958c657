"""A tree of HTML to its printed blocks: paragraphs and table rows with their layout, in reading order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborNode

from archive.errors import Unreadable
from archive.extract.lines import blank_width, text_width

DEEPEST = 4000
"""Elements inside one another; pages have some tens."""

MOST_NODES = 250_000
TEXT_WIDTH = 28.0
"""Characters of a full line: GB/T 9704-2012, 5.2.3; a page of the web has no width of its own."""

_NEVER = frozenset(
    (
        "script", "style", "noscript", "template", "head", "title", "iframe", "object", "embed", "select",
        "option", "textarea", "button", "input", "svg", "math", "audio", "video", "canvas", "del", "-comment",
        "!doctype",
    )
)  # fmt: skip
_FRAMES = frozenset(("frame", "iframe"))
_BLOCK = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl",
        "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody",
        "tfoot", "thead", "tr", "td", "th", "ul", "caption", "plaintext", "listing", "xmp",
    )
)  # fmt: skip
_AROUND = frozenset(("nav", "header", "footer", "aside"))
_AROUND_NAME = re.compile(
    r"(?:^|[-_\s])(?:nav|menu|crumbs?|breadcrumbs?|foot|footer|sidebar|share|related|toolbar|copyright|topbar)(?:$|[-_\s])",
    re.IGNORECASE,
)
_HEADINGS = {"h1": 24.0, "h2": 18.0, "h3": 14.0}
_FONT_SIZES = {"1": 7.5, "2": 10.0, "3": 12.0, "4": 13.5, "5": 18.0, "6": 24.0, "7": 36.0}
_FILE = re.compile(r"\.(?:docx?|wps|pdf|ofd|xlsx?|et|zip|rar|7z)(?:$|[?#])", re.IGNORECASE)
_RULE = re.compile(r"([\w-]+)\s*:\s*([^;]+)")
_LENGTH = re.compile(r"(-?\d{1,4}(?:\.\d{1,6})?)\s*(em|rem|px|pt|cm|mm)", re.IGNORECASE)
_POINTS = {"px": 0.75, "pt": 1.0, "cm": 28.35, "mm": 2.835, "rem": 12.0}
_RGB = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})$|rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})", re.IGNORECASE)
_WRAPPED = re.compile("(?<=[\u2e80-\uffef])[ \t]*[\r\n][ \t\r\n]*(?=[\u2e80-\uffef])")
_BLANKS = re.compile("[ \t\r\n\f]+")
_DROPPED = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2060\ufeff]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_HAN = "零一二三四五六七八九十"


@dataclass(slots=True)
class Block:
    """One paragraph, or one row of a table with its cells parted by tabs.

    Attributes:
        text: its characters without blank ends.
        home: the element that its paragraph stands in, by its id in memory.
        links: characters of it that are links.
        files: one of the links leads to a file.
        around: it stands in what the page itself names navigation, header, footer or share bar.
        indent: as in `Line`.
        gap: as in `Line`.
        size: as in `Line`.
        red: as in `Line`.
        row: as in `Line`.
        heading: it is an h1 or h2.
    """

    text: str
    home: int
    links: int = 0
    files: bool = False
    around: bool = False
    indent: float = 0.0
    gap: float = 0.0
    size: float | None = None
    red: bool | None = None
    row: bool = False
    heading: bool = False


@dataclass(slots=True, frozen=True)
class _Style:
    """What an element hands down to what stands in it."""

    size: float | None = None
    red: bool | None = None
    align: str = ""
    first: float = 0.0
    margin: float = 0.0
    invisible: bool = False
    pre: bool = False
    link: bool = False
    around: bool = False
    heading: bool = False
    numbered: str = "decimal"


@dataclass(slots=True)
class _Table:
    """A table while it is read: the blocks of each cell of each row."""

    rows: list[list[list[Block]]] = field(default_factory=list)
    loose: list[Block] = field(default_factory=list)
    nested: bool = False

    def blocks(self) -> list[Block]:
        """Its rows, or, where it only lays out the page, the blocks of its cells."""
        cells = [cell for row in self.rows for cell in row]
        wide = sum(len(row) > 1 for row in self.rows)
        long = any(len(cell) > 3 or sum(len(each.text) for each in cell) > 600 for cell in cells)
        if self.nested or not wide or long:
            return self.loose + [block for cell in cells for block in cell]
        return self.loose + [_row(row) for row in self.rows if any(row)]


def _row(cells: list[list[Block]]) -> Block:
    parts = [block for cell in cells for block in cell]
    text = "\t".join("".join(block.text.replace("\t", " ") for block in cell) for cell in cells)
    return Block(
        text.rstrip("\t"), parts[0].home, sum(each.links for each in parts), any(each.files for each in parts),
        all(each.around for each in parts), size=parts[0].size, red=parts[0].red, row=len(cells) > 1,
    )  # fmt: skip


def blocks(root: LexborNode, frame: Callable[[str], LexborNode | None] | None = None) -> list[Block]:
    """The printed blocks of an element, hidden ones left out.

    Args:
        root: the element.
        frame: gives what a frame shows by the address that it names, None where that is not known.

    Raises:
        Unreadable: ``damaged`` where elements are nested deeper, ``too-large`` where there are more, than in any page.
    """
    writer = _Writer()
    todo: list[tuple[LexborNode, _Style | None]] = [(root, _Style())]
    depth = count = 0
    while todo:
        node, inherited = todo.pop()
        tag = node.tag or ""
        if inherited is None:
            depth -= 1
            writer.close(tag)
            continue
        count += 1
        if count > MOST_NODES:
            raise Unreadable("too-large", f"more than {MOST_NODES} elements")
        if tag == "-text":
            writer.text(node.text_content or "", inherited)
            continue
        framed = frame(node.attributes.get("src") or "") if frame and tag in _FRAMES else None
        if (tag in _NEVER and framed is None) or not node.is_element_node:
            continue
        attributes = node.attributes
        own = _styled(tag, attributes, inherited)
        if own is None:
            continue
        depth += 1
        if depth > DEEPEST:
            raise Unreadable("damaged", "nested too deep")
        writer.open(tag, attributes, own, node.mem_id)
        todo.append((node, None))
        children: list[tuple[LexborNode, _Style | None]] = []
        child = framed or node.first_child
        while child is not None:
            children.append((child, own))
            child = child.next
        todo += reversed(children)
    return writer.finish()


def _styled(tag: str, attributes: dict[str, str | None], above: _Style) -> _Style | None:
    """The style of an element, None where it is not displayed."""
    if not attributes and tag not in _STYLED:
        return above
    rules = {
        name.lower(): value.strip().lower() for name, value in _RULE.findall((attributes.get("style") or "")[:4000])
    }
    if "hidden" in attributes or rules.get("display", "").startswith("none"):
        return None
    changes: dict[str, object] = {}
    if "visibility" in rules:
        changes["invisible"] = rules["visibility"].startswith(("hidden", "collapse"))
    if tag in _HEADINGS:
        changes |= {"size": _HEADINGS[tag], "heading": tag != "h3"}
    if tag in ("pre", "plaintext", "listing", "xmp"):
        changes["pre"] = True
    if tag == "a" and "href" in attributes:
        changes["link"] = True
    names = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"[:400]
    if tag in _AROUND or (tag in _BLOCK and tag != "body" and _AROUND_NAME.search(names)):
        changes["around"] = True
    size = _points(rules.get("font-size", ""), above.size)
    if tag == "font":
        size = size or _FONT_SIZES.get(attributes.get("size") or "")
    if size:
        changes["size"] = size
    color = rules.get("color") or (attributes.get("color") if tag == "font" else None)
    if color:
        changes["red"] = _is_red(color)
    align = rules.get("text-align") or (attributes.get("align") or "" if tag != "table" else "")
    if tag == "center" or align:
        changes["align"] = "center" if tag == "center" else align.lower()
    if "text-indent" in rules:
        changes["first"] = _ems(rules["text-indent"], size or above.size)
    if "margin-left" in rules and tag in ("p", "li", "div"):
        changes["margin"] = above.margin + max(0.0, _ems(rules["margin-left"], size or above.size))
    if "list-style-type" in rules or "list-style" in rules:
        changes["numbered"] = (rules.get("list-style-type") or rules["list-style"]).split()[0]
    elif tag == "ol":
        changes["numbered"] = _TYPES.get(attributes.get("type") or "1", "decimal")
    return replace(above, **changes) if changes else above  # type: ignore[arg-type]


_STYLED = frozenset(("center", "pre", "plaintext", "listing", "xmp", "ol", *_HEADINGS, *_AROUND))
_TYPES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}


def _points(value: str, above: float | None) -> float | None:
    match = _LENGTH.match(value)
    if not match:
        return None
    number, unit = float(match[1]), match[2].lower()
    return number * (_POINTS[unit] if unit != "em" else above or 12.0) or None


def _ems(value: str, size: float | None) -> float:
    match = _LENGTH.match(value)
    if not match:
        return 0.0
    return float(match[1]) if match[2] == "em" else float(match[1]) * _POINTS[match[2].lower()] / (size or 12.0)


def _is_red(color: str) -> bool:
    """Whether a colour is red: much red, little of the others."""
    if color.strip().lower() == "red":
        return True
    match = _RGB.match(color.strip())
    if not match:
        return False
    if match[1]:
        step = len(match[1]) // 3
        parts = [int(match[1][at : at + step] * (3 - step), 16) for at in range(0, len(match[1]), step)]
    else:
        parts = [int(each) for each in match.groups()[1:]]
    return parts[0] > 150 and max(parts[1:]) < 90


class _Writer:
    """Collects the characters of the block that is open, and the blocks that are closed."""

    def __init__(self) -> None:
        self._out: list[Block] = []
        self._tables: list[_Table] = []
        self._saved: list[list[Block]] = []
        self._homes: list[int] = [0]
        self._lists: list[list[int]] = []
        self._parts: list[str] = []
        self._links = 0
        self._files = False
        self._style: _Style | None = None
        self._gap = 0.0
        self._marker = ""
        self._count = 0

    def text(self, text: str, style: _Style) -> None:
        if style.invisible or not text:
            return
        if style.pre:
            first, *rest = text.replace("\r\n", "\n").split("\n")
            self._add(first, style)
            for piece in rest:
                self._flush(broken=True)
                self._add(piece, style)
        else:
            self._add(text, style)

    def _add(self, text: str, style: _Style) -> None:
        self._parts.append(text)
        if text.strip():
            self._style = self._style or style
            if style.link:
                self._links += len(text.strip())

    def open(self, tag: str, attributes: dict[str, str | None], style: _Style, home: int) -> None:
        if tag == "br":
            self._flush(broken=True)
            return
        if tag == "a" and _FILE.search((attributes.get("href") or "")[-200:]):
            self._files = True
        if tag not in _BLOCK:
            return
        self._flush()
        self._homes.append(home)
        if tag in ("ol", "ul"):
            start = attributes.get("start") or "1"
            self._lists.append([int(start) if re.fullmatch(r"-?\d{1,6}", start) else 1, tag == "ol"])
        elif tag == "li" and self._lists:
            self._number(attributes, style)
        elif tag == "table":
            if self._tables:
                self._tables[-1].nested = True
            self._tables.append(_Table())
            self._saved.append(self._out)
            self._out = self._tables[-1].loose
        elif tag == "tr" and self._tables:
            self._tables[-1].rows.append([])
            self._out = self._tables[-1].loose
        elif tag in ("td", "th") and self._tables:
            rows = self._tables[-1].rows or [[]]
            self._tables[-1].rows = rows
            self._out = []
            rows[-1].append(self._out)

    def _number(self, attributes: dict[str, str | None], style: _Style) -> None:
        counter = self._lists[-1]
        value = attributes.get("value") or ""
        if re.fullmatch(r"-?\d{1,6}", value):
            counter[0] = int(value)
        if counter[1] and style.numbered != "none":
            self._marker = _marker(counter[0], style.numbered)
        counter[0] += 1

    def close(self, tag: str) -> None:
        if tag not in _BLOCK:
            return
        if tag in ("p", "div") and not any(map(str.strip, self._parts)) and "\xa0" in "".join(self._parts):
            self._gap += 1
        self._flush()
        self._homes.pop()
        if tag in ("ol", "ul"):
            self._lists.pop()
        elif tag == "table":
            table = self._tables.pop()
            self._out = self._saved.pop()
            self._out += table.blocks()
        elif tag in ("td", "th", "caption") and self._tables:
            self._out = self._tables[-1].loose

    def _flush(self, broken: bool = False) -> None:
        """End the block; an empty one that a line break ends is a blank line."""
        parts, style = "".join(self._parts), self._style
        links, files = self._links, self._files
        self._parts, self._style, self._links, self._files = [], None, 0, False
        if style is None:
            self._gap += broken and bool(self._out) and not self._marker
            self._files = files and broken
            return
        text = parts if style.pre else _BLANKS.sub(" ", _WRAPPED.sub("", parts)).strip(" ")
        text = _SURROGATE.sub("\ufffd", _DROPPED.sub("", text.replace("\xa0", " ").replace("\u2028", " ")))
        body = text.strip()
        if not body:
            self._gap += broken
            return
        indent = style.margin + style.first + blank_width(text[: text.index(body[0])])
        body, self._marker = self._marker + body.replace("\t", " "), ""
        if style.align in ("center", "right", "end"):
            room = TEXT_WIDTH - text_width(body)
            indent = max(indent, room / 2 if style.align == "center" else max(room, 8.0))
        self._count += 1
        if self._count > MOST_NODES:
            raise Unreadable("too-large", f"more than {MOST_NODES} paragraphs")
        self._out.append(
            Block(body, self._homes[-2 if len(self._homes) > 1 else -1], links, files, style.around,
                  max(0.0, indent), self._gap, style.size, style.red, heading=style.heading)
        )  # fmt: skip
        self._gap = 0.0

    def finish(self) -> list[Block]:
        self._flush()
        return self._out


def _marker(number: int, style: str) -> str:
    """The printed number of an item of a list.

    >>> _marker(3, "decimal"), _marker(12, "cjk-ideographic"), _marker(2, "upper-alpha")
    ('3. ', '十二、', 'B. ')
    """
    if style in ("disc", "circle", "square"):
        return ""
    if style.endswith("alpha") and 1 <= number <= 26:
        return chr(ord("A" if style.startswith("upper") else "a") + number - 1) + ". "
    if style.endswith("roman") and 1 <= number <= 39:
        roman = "X" * (number // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[number % 10]
        return (roman if style.startswith("upper") else roman.lower()) + ". "
    if (style.startswith(("cjk", "simp-chinese"))) and 1 <= number <= 99:
        tens, ones = divmod(number, 10)
        return ("" if not tens else ("" if tens == 1 else _HAN[tens]) + "十") + (_HAN[ones] if ones else "") + "、"
    return f"{number}. "
