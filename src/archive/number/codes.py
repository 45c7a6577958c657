"""Where an agency code (发文机关代字) begins in running text.

A code is a short run of ideographs, but Chinese parts no words: in 根据苏工办〔2024〕9号 and 省总工会苏工办〔2024〕9号
what stands before the code runs on into it. Three things tell where it begins: words that lead up to a
citation and are part of no code; the end of an issuer's full name, after which the code begins anew with a character of
that name or of a province's short name; and dates.
"""

from __future__ import annotations

import re

from archive.number.forms import GROUP, HAN, LEADS, may_be_code

REACH = 64
"""So many characters before the year are looked at."""

_PROVINCES = "京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤琼川贵黔云滇藏陕秦甘陇青宁新蒙桂港澳台"
_GENERIC = "发办函字电令通公告规纪明内要密号议"
"""Characters that end codes; a code is not made of them alone, 明电 and 办函 go with what stands before them."""

_LEAD = re.compile(LEADS)
_JOINS = re.compile("[和同并经]")
_ORG_END = re.compile(
    "人民政府|政府|办公厅|办公室|委员会|总工会|国务院|行政院|法院|检察院|总局|总署|大学|学院|学校|协会|联合会|公司|集团|中心|"
    "总行|分行|指挥部|领导小组|总统|主席|[厅局部委会院署处府馆省市县区]"
)
_FULL_NAME = re.compile(
    "^(?:中华|中共|国家|全国|最高|.{2,4}[省市县区州盟旗])|^.{4,}[局署厅部]$|(?:政府|办公厅|办公室|委员会|总工会|国务院|行政院|总局|总统|主席)$"
)
_LONGEST_NAME = 30
_JOINT = re.compile(rf"(?:{HAN}+[、 ])+\Z")
_HEADS = ("总统", "主席")
_GROUP = re.compile(GROUP)
_DATED_GROUP = re.compile(r"\((?:[0-9]{2,3}|[一二三四五六七八九十〇]{2,4})\)")
_RUN = re.compile(rf"(?:{HAN}|[a-z0-9·]|\)(?!年?[0-9]{{2}}(?:91|02)\()[^()<>\"\s]{{1,8}}\()*")
"""What codes are made of, read from the end; the last alternative is ``GROUP`` backwards."""
_SPACED = re.compile(rf"(?:(?<=[^〇㐀-鿿])|\A)(?:{HAN} {{1,3}}){{2,20}}{HAN}\Z")
_NAMES_AS_CODE = ("公告", "通告", "令", "纪要", "决定", "决议")


def begin(folded: str, end: int, floor: int = 0, registry: bool = False) -> int | None:
    """The offset where the code that stands before ``end`` begins, or None when none can be told.

    Args:
        folded: ``key(text)`` with its line breaks kept.
        end: offset of what follows the code: the year's bracket, 第 or 令.
        floor: nothing before this offset belongs to it.
        registry: the number is a 字第…號, whose code may hold digits.
    """
    low = max(floor, end - REACH)
    window = folded[low:end].rstrip(" \n")
    spaced = _SPACED.search(window) if window[-2:-1] == " " else None
    if spaced:
        start = spaced.start()
    else:
        start = _run_start(window)
        fragment = window[start:]
        if fragment and all(char in _GENERIC for char in fragment) and start and window[start - 1] in " \n":
            start = _run_start(window[:start].rstrip(" \n"))
    marks = [at for at in range(start, len(window)) if window[at] not in " \n"]
    run = "".join(window[at] for at in marks)
    joint = _JOINT.search(window, 0, start) if start and window[start - 1] in "、 " else None
    cut = _cut(
        run, window[start - 1] if start else folded[max(0, low - 1) : low], joint.group() if joint else "", registry
    )
    return low + marks[cut] if _plausible(run[cut:], registry) else None


def _run_start(window: str) -> int:
    match = _RUN.match(window[::-1])
    return len(window) - match.end() if match else len(window)


def _plausible(code: str, registry: bool) -> bool:
    if len(code) < 2 or not may_be_code(code) or re.match(f"{HAN}|[a-z(]|[0-9]+.{{2}}", code) is None:
        return False
    return len(code) <= (24 if registry or code.endswith(_NAMES_AS_CODE) else 14)


def _cut(run: str, before: str, joint: str, registry: bool) -> int:
    """How many characters of the run stand before the code."""
    at = 0
    for match in _LEAD.finditer(run):
        if len(run) - match.end() >= 2 and not all(char in _GENERIC for char in run[match.end() :]):
            at = match.end()
    at += _joined(run[at:], run[at - 1] if at else before)
    if registry:
        at += _dated(run[at:], before if at == 0 else "")
    at += _name(run[at:], joint if at == 0 else "")
    while (group := _GROUP.match(run, at)) and not (registry and _DATED_GROUP.match(run, at)):
        at = group.end()
    return at


def _joined(run: str, before: str) -> int:
    """Length of what joins this number to words before it: 和 after 号 or 》, 经 before a province, 原 (former)."""
    at = 0
    if run and run[0] in "和同并" and before in tuple('号>)"件'):
        at = 1
    for match in _JOINS.finditer(run):
        follows = run[match.end() : match.end() + 1]
        if match.start() and len(run) - match.end() >= 3 and follows in _PROVINCES:
            at = match.end()
    lead = run[at : at + 1]
    if (lead == "经" and len(run) - at >= 4 and run[at + 1] in _PROVINCES) or (
        lead == "原" and len(run) - at >= 4 and run[at + 1] not in "民政平"
    ):
        at += 1
    return at


def _dated(run: str, before: str) -> int:
    """Length of a day of the month (104.7.28农防字) or of a full name before a bracketed year: 卫生署(87)卫署防字."""
    if before in (".", "-", "/"):
        return len(run) - len(run.lstrip("0123456789"))
    group = _DATED_GROUP.search(run)
    if (
        group
        and len(run) - group.end() >= 4
        and ((group.start() >= 3 and run[group.start() - 1] in "厅局部委会院署处府") or run.startswith("总统"))
    ):
        return group.start()
    return 0


def _name(run: str, joint: str) -> int:
    """Length of the issuer's full name that runs on into the code; ``joint`` are the names before it."""
    at = 0
    if run[:1] in tuple(_PROVINCES) and not _FULL_NAME.search(run):
        return 0
    for match in _ORG_END.finditer(run):
        name, rest = run[: match.end()], run[match.end() :]
        if len(rest) < 2 or all(char in _GENERIC for char in rest):
            break
        if len(name) < (2 if name in _HEADS else 3) or rest.endswith(_NAMES_AS_CODE):
            continue
        if rest[0] in name + joint or rest[0] in _PROVINCES or (_FULL_NAME.search(name) and len(run) > 6):
            at = match.end()
    return at


def begin_order(folded: str, end: int, floor: int = 0) -> int:
    """The offset where the name of the body begins whose 令 ends at ``end``, also when it stands on the line before."""
    low = max(floor, end - REACH)
    window = folded[low:end].rstrip(" \n")
    spaced = _SPACED.search(window)
    start = spaced.start() if spaced else _run_start(window)
    if window[start:] == "令" or window[:start].rstrip(" \n").endswith("中华人民共和国"):
        above = re.search(rf"(?:\A|\n) *((?:{HAN} *){{2,30}})[ \n]*\Z", window[:start])
        if above and not _LEAD.search(above.group(1)):
            start = above.start(1)
    run = window[start:]
    state = run.rfind("中华人民共和国")
    if state >= 0:
        return low + start + state
    at = 0
    for match in _LEAD.finditer(run):
        if match.end() < len(run):
            at = match.end()
    digit = re.search(r"[0-9a-z()·]+(?=[^0-9a-z()·]*\Z)", run[at:])
    at += digit.end() if digit else 0
    if re.match("经(?![济贸信])", run[at:]):
        at += 1
    at += _joined(run[at:], run[at - 1] if at else (window[start - 1] if start else folded[max(0, low - 1) : low]))
    if len(run) - at > _LONGEST_NAME:
        at = len(run) - 1 if run.endswith("令") else len(run)
    return low + start + at
