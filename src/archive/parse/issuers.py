"""发文机关: from the masthead, the 署名, the title or the 版记, in that order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.parse.names import ORGANISATION, close

_PARENT = ("大学", "大學", "学院", "公司", "集团", "医院")
_SCHOOL = re.compile(".{2,12}?(?:大学|大學|学院|學院|学校|中学)")
_UNIT = ("处", "办公室", "中心", "学院", "部", "委员会", "科", "室", "院", "馆", "所")


@dataclass(frozen=True)
class Named:
    """An issuer, the line it stands on, and the rule that read it there."""

    name: str
    at: int
    rule: str
    sure: bool


def choose(masthead: list[tuple[int, str]], signature: list[tuple[int, str]], title: list[tuple[int, str]], imprint: list[tuple[int, str]]) -> list[Named]:
    """The issuers in printed order, each once.

    Args:
        masthead: (line, name) of the masthead.
        signature: the same of the 署名.
        title: the same of what the title begins with.
        imprint: the same of the 印发 line.
    """
    out = [Named(name, at, "masthead", True) for at, name in _of_parent(masthead, signature)]
    if not out:
        full = {name for _, name in title}
        for at, name in signature:
            whole = next((each for each in full if short_of(name, each)), name)
            out.append(Named(whole, at, "signature", True))
    else:
        for at, name in signature:
            if not any(short_of(name, each.name) or short_of(each.name, name) for each in out):
                out.append(Named(_of_school(name, out[0].name), at, "signature", False))
    if not out:
        out = [Named(name, at, "title", not imprint or True) for at, name in title]
    if not out:
        out = [Named(name, at, "imprint", False) for at, name in imprint]
    once: dict[str, Named] = {}
    for each in out:
        once.setdefault(each.name, each)
    return list(once.values())


def short_of(short: str, name: str) -> bool:
    """Whether one name is the other's, whole or shortened: its end, or its letters in order.

    A name of few letters is also short for one that ends alike and shares another letter (双创中心, 创新创业中心).

    >>> short_of("招生就业处", "云川大学招生就业处"), short_of("双创中心", "云川大学创新创业中心"), short_of("教育厅", "财政厅")
    (True, True, False)
    """
    if name.endswith(short):
        return True
    if len(short) < 3 or len(short) >= len(name) or short[-1] != name[-1]:
        return False
    letters = iter(name)
    if all(letter in letters for letter in short):
        return True
    noun = max((word for word in ORGANISATION if short.endswith(word)), key=len, default=short)
    return len(short) <= 5 and name.endswith(noun) and bool(set(short.removesuffix(noun)) & set(name.removesuffix(noun)))


def _of_parent(masthead: list[tuple[int, str]], signature: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Units below their university or company, each on a line of its own, take its name before theirs."""
    if len(masthead) < 2:
        return masthead
    at, parent = masthead[0]
    units = masthead[1:]
    signed = {close(name) for _, name in signature}
    if not parent.endswith(_PARENT) or parent in signed or any(line == at for line, _ in units):
        return masthead
    if not all(name.endswith(_UNIT) and not name.startswith(parent[:2]) for _, name in units):
        return masthead
    if any(name.endswith(("大学", "公司", "集团")) or name[2:3] in "省市县" for _, name in units):
        return masthead
    return [(line, parent + name) for line, name in units]


def _of_school(name: str, masthead: str) -> str:
    """校团委 under a masthead of 云川大学… is 云川大学团委."""
    found = _SCHOOL.match(masthead) if name.startswith("校") and len(name) > 3 else None
    return found[0].removeprefix("共青团").removeprefix("中共") + name[1:] if found else name
