"""Printed lines, whatever reader gave them: page marks, wrapped lines joined to paragraphs, spaced names closed up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from archive.extract.document import Line, Page

_DASH = "-－‐‑‒–—―─﹣~～·•"
_HAN_NUMBER = "〇○零一二三四五六七八九十百"
_PAGE_MARK = re.compile(
    rf"[{_DASH}][{_DASH}\s]*(\d{{1,4}})\s*[{_DASH}][{_DASH}\s]*"
    rf"|第\s*(\d{{1,4}}|[{_HAN_NUMBER}]{{1,4}})\s*[页頁](?:\s*[,，/／]?\s*[(（]?\s*共\s*[\d{_HAN_NUMBER}]{{1,4}}\s*[页頁]\s*[)）]?)?"
    r"|共\s*\d{1,4}\s*[页頁]\s*[,，/／]?\s*第\s*(\d{1,4})\s*[页頁]"
    r"|[Pp]age\s*(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?"
)
MARK_OPENS = frozenset(_DASH + "第共Pp")
"""What a page mark begins with."""

_BARE_MARK = re.compile(r"\d{1,4}")

_ENDS = '。！？；：…．.!?;:”’"」』）)】〕]》〉'
_STOPS = "。！？；：…!?;:"
_GOES_ON = "，、,（(《〈“‘「『〔["
_CLOSING = "。，、；：！？）》〉”’」』】〕,.;:!?)]%％"
_SENTENCE = re.compile("[，。；！？,;]")
_ITEM = re.compile(
    r"[一二三四五六七八九十百]{1,4}\s*[、．.]|[（(]\s*[一二三四五六七八九十百\d]{1,4}\s*[)）]|\d{1,3}\s*(?:[、．)）]|\.(?!\d))"
    rf"|[①-⑳⑴-⒇⒈-⒛㈠-㈩❶-❿]|第\s*[\d{_HAN_NUMBER}]{{1,5}}\s*[章节節条條编編款]|[壹贰叁肆伍陆柒捌玖拾貳參陸]\s*、|[●◆■□▲★※•·]"
)
_HEAD = re.compile(
    r"附\s*[件表录錄注註]|[\u4e00-\u9fff 　]{1,8}[：:]|[（(【].*[)）】]$"
    r"|(?:中華民國|民國|公元)?\s*[\d〇○零一二三四五六七八九十]{1,4}\s*年.{1,8}[日號号]$"
    r"|.{1,24}[〔\[［（(【﹝]\s*\d{4}\s*[〕\]］)）】﹞]\s*第?\s*\d+\s*[号號]?$|.{1,20}字第.{1,20}[号號]$"
)
_UNBREAKABLE = re.compile(rf"(?:[A-Za-z0-9.%‰]+|.)[{re.escape(_CLOSING)}]*")
_IDEOGRAPH = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_APART = re.compile(
    r"附\s*件\s*[\d一二三四五六七八九十]{0,3}\s*(?:[：:].*)?$|.{1,20}[〔\[［]\s*\d{4}\s*[〕\]］]\s*\d+\s*[号號]$"
)
_OPEN_BRACKET = re.compile("[（(《〈“「『][^）)》〉”」』]*$")
_NARROWEST, _WIDEST = 18, 64
"""Widths between which a text file may wrap its lines, in ideographs."""

_PARAGRAPH = 24
"""Least width of a paragraph that a page break may cut: about the first line of one."""

_LONGEST_NAME = 200
_SPACED = re.compile(r"(?:^|\s)\S\s+\S(?:\s|$)")
_GAP = re.compile(r"\s+")
_ARTICLE = re.compile("第[一二三四五六七八九十百〇零]+[章节節条條编編款]")
_LEFT_SPACED = re.compile(r"[一二三四五六七八九十甲乙丙丁戊]+|年月日|.[長长任席理書书记記][^部局委会會]{2,3}")
_ADDRESSEES = re.compile(r"[^。；！？]{2,120}[：:]$")


def page_mark(text: str) -> int | None:
    """The page number that a line prints, where the line is nothing but a page mark.

    >>> page_mark("— 12 —"), page_mark("第１页 共３页"), page_mark("12")
    (12, 1, None)
    """
    match = _PAGE_MARK.fullmatch(text.strip())
    if match is None:
        return None
    return _value(next(filter(None, match.groups())))


def _value(text: str) -> int:
    if text.isdecimal():
        return int(text)
    total, digit = 0, 0
    if not set(text) & set("十百"):
        return int("".join(str("〇一二三四五六七八九".index("〇" if each in "○零" else each)) for each in text))
    for each in text:
        if each in "十百":
            total += (digit or 1) * (10 if each == "十" else 100)
            digit = 0
        else:
            digit = "〇一二三四五六七八九".find(each) if each not in "○零" else 0
    return total + digit


def settled_marks(pages: Sequence[Sequence[str]]) -> dict[tuple[int, int], int]:
    """The bare numbers that are page marks: first or last line of its page, and in step with the pages.

    In step is the number that is the page's own place, or as far from it as on another page of the file. Any other
    bare number is text.

    Args:
        pages: the lines of each page, from top to bottom.

    Returns:
        (place of the page, place of the line in it, both from 0) → number printed.
    """
    found: dict[tuple[int, int], int] = {}
    for place, lines in enumerate(pages):
        for at in sorted({0, len(lines) - 1}) if lines else ():
            if _BARE_MARK.fullmatch(text := lines[at].strip()):
                found[place, at] = int(text)
    steps = Counter(number - place for (place, _), number in found.items())
    settled: dict[tuple[int, int], int] = {}
    done: set[int] = set()
    for (place, at), number in sorted(found.items(), key=lambda each: (each[0][0], -each[0][1])):
        in_step = number - place == 1 or steps[number - place] > 1
        if in_step and place not in done:
            done.add(place)
            settled[place, at] = number
    return settled


def join(pages: Sequence[Page]) -> None:
    """Set ``Line.joins`` where a line goes on with the paragraph of the line before it, also over a page break.

    A line goes on when it starts flush left and the one before it reached the right margin. Where the
    reader gives no margin, the text file's own width of wrapped lines is the margin; in a file that does not wrap, a
    line is a paragraph, whole but where a page break or blank line cuts it in mid-sentence. Lines of titles and heads
    stay apart, they are the parser's.

    Args:
        pages: pages in order; their lines are changed in place.
    """
    block = _Block.of(pages)
    before: tuple[Page, Line] | None = None
    for page in pages:
        for line in page.lines:
            parted = block.margin is None and line.gap < 1 and before is not None and before[0] is page
            line.joins = before is not None and not parted and block.goes_on(*before, page, line)
            before = page, line
        if not page.lines:
            before = None


def text_width(text: str) -> float:
    """Width in ideographs: an ASCII character is half of one."""
    return (len(text.encode("utf-8", "replace")) + len(text)) / 4


def _need(text: str) -> float:
    """Width of what cannot be parted at the start of a line: a word or number, or a character and its marks."""
    match = _UNBREAKABLE.match(text)
    return text_width(match.group()) if match else 1.0


@dataclass(slots=True)
class _Block:
    """The text block of a file: how wide its lines may be, and what is usual in it.

    Attributes:
        margin: right margin, as a share of the page's width or as a width in ideographs; None where lines do not wrap.
        em: width of an ideograph in the margin's unit.
        edge: indent of the left edge.
        gap: usual gap between lines.
        size: size of the body's letters, where known.
        indented: its paragraphs begin with an indent.
    """

    margin: float | None
    em: float = 1.0
    edge: float = 0.0
    gap: float = 0.0
    size: float | None = None
    indented: bool = True

    @classmethod
    def of(cls, pages: Sequence[Page]) -> _Block:
        lines = [line for page in pages for line in page.lines if not line.row]
        block = cls._printed(lines) if any(line.right is not None for line in lines) else cls._typed(lines)
        if block.margin is not None:
            block.gap = median([line.gap for page in pages for line in page.lines[1:] if not line.row] or [0.0])
        return block

    @classmethod
    def _printed(cls, lines: list[Line]) -> _Block:
        """Of lines with a place on the page."""
        placed = [(line.right - line.left, line) for line in lines if line.left is not None and line.right is not None]
        longest = max((width for width, _ in placed), default=0.0)
        long = [(width, line) for width, line in placed if width > 0.6 * longest and width > 0]
        if not long:
            return cls(None)
        sizes = Counter(line.size for _, line in long if line.size is not None)
        body = sizes.most_common(1)[0][0] if sizes else None
        of_body = [(width, line) for width, line in long if line.size == body] or long
        rights = sorted(line.right for _, line in of_body if line.right is not None)
        em = median(width / text_width(line.text) for width, line in of_body)
        indented = any(1.5 <= line.indent <= 2.5 for line in lines)
        return cls(rights[len(rights) * 4 // 5], em=em, size=body, indented=indented)

    @classmethod
    def _typed(cls, lines: list[Line]) -> _Block:
        """Of lines of a text file: they wrap where many have nearly the largest width and stop in mid-sentence."""
        if sum([len(line.text) > 2 * _WIDEST for line in lines]) > 0.03 * len(lines):
            return cls(None)
        widths = [line.indent + text_width(line.text) for line in lines]
        margin = sorted(widths)[(len(widths) - 1) * 97 // 100] if widths else 0.0
        if not _NARROWEST <= margin <= _WIDEST:
            return cls(None)
        full = [line for line, width in zip(lines, widths, strict=True) if margin - 2 <= width <= margin + 2]
        long = sum(width >= margin / 2 for width in widths)
        open_ended = sum(line.text[-1] not in _ENDS for line in full)
        prose = sum(_SENTENCE.search(line.text) is not None for line in full)
        if (
            len(full) < max(3, 0.35 * long, 0.15 * len(lines))
            or open_ended < 0.5 * len(full)
            or prose < 0.5 * len(full)
        ):
            return cls(None)
        edge = min(line.indent for line in full)
        return cls(margin, edge=edge, indented=any(1.5 <= line.indent - edge <= 2.5 for line in lines))

    def goes_on(self, page: Page, line: Line, next_page: Page, after: Line) -> bool:
        """Whether ``after`` goes on with the paragraph of ``line``, the one before it."""
        turned = page is not next_page
        if line.row or after.row or line.red or after.red or after.indent - self.edge >= 1:
            return False
        if line.size and after.size and not 0.9 < line.size / after.size < 1.1:
            return False
        if turned and page.mark is not None and next_page.mark not in (None, page.mark + 1):
            return False
        if self.margin is None:
            in_step = not turned or page.mark is None or next_page.mark is not None
            return in_step and _cut_sentence(line.text, after.text)
        reached = self._end(line) + (_need(after.text) + 1) * self.em > self.margin
        large = self.size and line.size and line.size > 1.1 * self.size
        return reached and not large and self._wrapped(line.text, after, turned)

    def _end(self, line: Line) -> float:
        return line.indent + text_width(line.text) if line.right is None else line.right

    def _wrapped(self, text: str, after: Line, turned: bool) -> bool:
        """Whether the words of ``after`` may go on with a line that reached the margin."""
        parted = not turned and after.gap > self.gap + 0.8
        if text[-1] in _GOES_ON or after.text[0] in _CLOSING or _OPEN_BRACKET.search(text):
            return True
        if self.indented and not turned and not parted and after.text[0] in "（(":
            return not _ITEM.match(after.text)
        full = self.margin is not None and self._end(after) > self.margin - 2 * self.em
        head = _is_head(after.text, full)
        if text[-1] in _STOPS and (parted or (turned and not self.indented) or head):
            return False
        return not (head if turned or parted else _APART.match(after.text))


def _is_head(text: str, full: bool = False) -> bool:
    """Whether a line that starts flush left is none of a paragraph: an item, a label, a date, a name, addressees.

    Args:
        text: the line.
        full: whether it fills the width, as names do not.
    """
    return (
        (not full and _SENTENCE.search(text) is None)
        or _ITEM.match(text) is not None
        or _HEAD.match(text) is not None
        or _ADDRESSEES.fullmatch(text) is not None
    )


def _cut_sentence(text: str, after: str) -> bool:
    """Whether a break stands within a sentence: a long paragraph without an end, and text that is no head after it."""
    if text_width(text) < _PARAGRAPH or not _SENTENCE.search(text) or _is_head(after):
        return False
    return text[-1] in _GOES_ON or _IDEOGRAPH.match(text[-1]) is not None


def close_up(text: str) -> str:
    """The line with letter-spaced names closed up: ``江 苏 省 总 工 会`` is 江苏省总工会.

    Only where every character of a group stands alone, three or more of them; the wide gap between groups stays.
    Two characters alone (部　长), 第　九　條, names in a list and sentences with blanks stay as printed.

    >>> close_up("青 禾 县 总 工 会"), close_up("部　长"), close_up("张 三  李 四")
    ('青禾县总工会', '部　长', '张三  李四')
    """
    if len(text) > _LONGEST_NAME or len(text.split(None, 2)) < 3 or not _SPACED.search(text):
        return text
    if "\t" in text:
        return "\t".join(close_up(cell) for cell in text.split("\t"))
    gaps = [(match.start(), match.end(), blank_width(match.group())) for match in _GAP.finditer(text)]
    wide = 1.9 * min(width for _, _, width in gaps)
    parts: list[str] = []
    start = 0
    for begin, end, width in [*gaps, (len(text), len(text), wide)]:
        if width >= wide:
            parts += [text[start:begin], text[begin:end]]
            start = end
    groups = [part.split() for part in parts[::2]]
    if any(len(group) == 1 and len(group[0]) == 1 for group in groups) or _ARTICLE.match("".join(text.split())):
        return text
    names = len(groups) > 1 and all(len(group) > 1 and _alone(group) for group in groups)
    for place, group in enumerate(groups):
        if names or _is_spaced(group):
            parts[2 * place] = "".join(group)
    return "".join(parts)


def _alone(group: Sequence[str]) -> bool:
    return all(len(piece) == 1 for piece in group)


def _is_spaced(group: Sequence[str]) -> bool:
    """Whether the pieces are the letters of one name, and no row of numerals, article, form or name with its post."""
    han = sum(len(piece) == 1 and _IDEOGRAPH.match(piece) is not None for piece in group)
    whole = "".join(group)
    if han < 3 or _LEFT_SPACED.fullmatch(whole):
        return False
    return _alone(group) or (han >= 5 and all(len(piece) == 1 or piece.isdecimal() for piece in group))


def blank_width(blanks: str) -> float:
    """Width of blanks in ideographs."""
    return sum(0.5 if blank in " \xa0" else 1.0 for blank in blanks)
