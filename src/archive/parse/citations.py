"""Documents that a text names: 《title》（number）, number《title》, and numbers alone."""

from __future__ import annotations

import re

from archive import number
from archive.notice import Citation

_TITLE = re.compile("《(?P<title>[^《》\n]{2,150})》|「(?P<quoted>[^「」\n]{2,80})」")
_DOCUMENT = re.compile(
    "(?:法|条例|條例|规定|規定|办法|辦法|细则|細則|规则|規則|规程|規程|准则|準則|通则|通則|章程|守则|纲要|綱要|大纲|规划|計畫|计划|方案|要点|要點|标准|標準|基準|目录|指南|指引|"
    "意见|決定|决定|决议|通知|通报|公告|通告|公报|命令|请示|批复|报告|函|纪要|预案|制度|措施|宪法|公约|协定|协议|宣言|讲话|著作选读|摘编|工作法|手册|意见书|倡议书|合同|清单)"
    "(?:[（(][^（()）]{1,20}[)）])?$"
)
_BETWEEN = re.compile(r"(?:等?文件|[（(]|）|\s)*(?:文号[:：]?)?")
_NUMBERISH = re.compile("[号號次]")


def find(text: str, own: list[str]) -> list[Citation]:
    """The documents that a text names, each once, in order.

    Args:
        text: running text.
        own: the notice's own numbers, which it does not cite.
    """
    numbers = number.find(text) if _NUMBERISH.search(text) else []
    titles = list(_TITLE.finditer(text)) if "《" in text or "「" in text else []
    out: list[Citation] = []
    used: set[int] = set()
    for found in titles:
        paired = _beside(text, found, numbers)
        name = found["title"] or found["quoted"]
        if paired is None and not _DOCUMENT.search(name):
            continue
        if paired is not None:
            used.add(paired)
        out.append(Citation("".join(name.split()), numbers[paired].number.text if paired is not None else None))
    out += [Citation(None, each.number.text) for place, each in enumerate(numbers) if place not in used]
    return _once(out, set(own))


def _beside(text: str, found: re.Match[str], numbers: list[number.Found]) -> int | None:
    """The number that belongs to a title: in the brackets after it, else right before it."""
    for place, each in enumerate(numbers):
        if 0 <= each.start - found.end() <= 6 and _BETWEEN.fullmatch(text[found.end() : each.start]):
            return place
    for place, each in enumerate(numbers):
        if 0 <= found.start() - each.end <= 4 and _BETWEEN.fullmatch(text[each.end : found.start()]):
            return place
    return None


def _once(cites: list[Citation], own: set[str]) -> list[Citation]:
    out: list[Citation] = []
    seen: set[tuple[str | None, str | None]] = set()
    for cite in cites:
        if cite.number in own:
            if cite.title is None:
                continue
            cite = Citation(cite.title)
        pair = (cite.title, cite.number)
        if pair not in seen:
            seen.add(pair)
            out.append(cite)
    titled = {cite.title for cite in out if cite.title and cite.number}
    numbered = {cite.number for cite in out if cite.title}
    return [
        cite
        for cite in out
        if not (cite.number is None and cite.title in titled) and not (cite.title is None and cite.number in numbered)
    ]
