"""Documents that a text names: 《title》（number）, number《title》, and numbers alone."""

from __future__ import annotations

import re
from bisect import bisect_left

from archive import number
from archive.notice import Citation
from archive.parse import kinds

_TITLE = re.compile("《(?P<title>[^《》\n]{2,150})》|「(?P<quoted>[^「」\n]{2,80})」")
_DOCUMENT = re.compile(
    "(?:法|条例|條例|规定|規定|办法|辦法|细则|細則|规则|規則|规程|規程|准则|準則|通则|通則|章程|守则|纲要|綱要|大纲|规划|計畫|计划|方案|要点|要點|标准|標準|基準|目录|指南|指引|"
    "意见|決定|决定|决议|通知|通报|公告|通告|公报|命令|请示|批复|报告|函|纪要|预案|制度|措施|宪法|公约|协定|协议|宣言|讲话|著作选读|摘编|工作法|手册|意见书|倡议书|合同|清单)"
    "(?:[（(][^（()）]{1,20}[)）])?$"
)
_BETWEEN = re.compile(r"(?:等?文件|[（(]|）|\s)*(?:文号[:：]?)?")
_ENACTS = re.compile("(?:印发|印發|公布|发布|發布|颁布)《(?P<title>[^《》]+(?:《[^《》]*》[^《》]*)*)》")
_NEAR = 120
_LINE_ABOVE = re.compile(r"(?:^|\n)(?P<line>[^\n]*)\n[ \t\u3000]*\Z")
_LINE_BELOW = re.compile(r"[ \t\u3000]*\n(?P<line>[^\n]*)")
_NUMBERISH = re.compile("[号號次]")


def find(text: str, own: list[str]) -> list[Citation]:
    """The documents that a text names, each once, in order.

    Args:
        text: running text.
        own: the notice's own numbers, which it does not cite.
    """
    numbers = number.find(text) if _NUMBERISH.search(text) else []
    titles = list(_TITLE.finditer(text)) if "《" in text or "「" in text else []
    out: list[tuple[int, Citation]] = []
    used: set[int] = set()
    for found in titles:
        paired = _beside(text, found, numbers)
        name = found["title"] or found["quoted"]
        if paired is None and not _DOCUMENT.search(name):
            continue
        if paired is not None:
            used.add(paired)
        cite = Citation("".join(name.split()), numbers[paired].number.text if paired is not None else None)
        out.append((found.start(), cite))
    alone = [each for place, each in enumerate(numbers) if place not in used]
    listed = _listed(text, alone)
    out += [(each.start, Citation(name, each.number.text)) for each, name in zip(alone, listed, strict=True)]
    return _once([cite for _, cite in sorted(out, key=lambda entry: entry[0])], set(own))


def _listed(text: str, numbers: list[number.Found]) -> list[str | None]:
    """For each number the title on the line above or below it, where it stands alone on its line as in a list."""
    out: list[str | None] = []
    used = 0
    for each in numbers:
        above, below = text[max(used, each.start - _NEAR) : each.start], text[each.end : each.end + _NEAR]
        before, after = _LINE_ABOVE.search(above), _LINE_BELOW.match(below)
        name = before["line"] if before and after and _is_title(before["line"]) else None
        if name is not None:
            used = each.end
        elif after and (before or not above.strip()):
            name = after["line"] if _is_title(after["line"]) else None
            used = each.end + after.end() if name else used
        out.append("".join(name.split()) if name else None)
    return out


def _is_title(line: str) -> bool:
    return 4 < len(line) <= 80 and ("关于" in line or "關於" in line) and kinds.kind(line.strip()) is not None


def enacted(title: str, order: bool) -> str | None:
    """The title of what a notice puts into force and so does not cite: an order's own, 《…》 after 印发 or 公布.

    >>> enacted("关于印发《城市供水办法》的通知", False), enacted("关于转发《城市供水办法》的通知", False)
    ('城市供水办法', None)
    """
    if order:
        return "".join(title.split())
    found = _ENACTS.search("".join(title.split()))
    return found["title"] if found else None


def _beside(text: str, found: re.Match[str], numbers: list[number.Found]) -> int | None:
    """The number that belongs to a title: in the brackets after it, else right before it."""
    after = bisect_left(numbers, found.end(), key=lambda each: each.start)
    for place, each in enumerate(numbers[after : after + 1], after):
        if each.start - found.end() <= 6 and _BETWEEN.fullmatch(text[found.end() : each.start]):
            return place
    for place, each in enumerate(numbers[:after][-1:], after - 1):
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
