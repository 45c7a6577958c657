"""发文机关: from the masthead and the 署名, else the title, else the 版记."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.parse import masthead as lines
from archive.parse import title as titles
from archive.parse.names import ORGANISATION, headed, names

_PARENT = ("大学", "大學", "学院", "学校", "公司", "集团", "医院")
_UNIT = ("处", "办公室", "中心", "学院", "部", "委员会", "科", "室", "院", "馆", "所", "团委")
_SCHOOL = re.compile(".{2,12}?(?:大学|大學|学院|學院|学校|中学)")

Printed = list[tuple[int, str]]
"""(line, name) of each name that a part of the notice prints, in order."""


@dataclass(frozen=True)
class Named:
    """An issuer, the line it stands on, and the rule that read it there."""

    name: str
    at: int
    rule: str
    sure: bool


def choose(masthead: Printed, signature: Printed, title: Printed, imprint: Printed) -> list[Named]:
    """The issuers in printed order, each once: those of the masthead, then those that the 署名 adds.

    What the title begins with (国务院关于…) counts only where neither names any, and makes a shortened 署名 whole;
    the 印发 line counts last of all: it often names an office of the issuer.
    """
    out: list[Named] = []
    if masthead:
        for at, name in _of_parent(masthead, signature):
            whole = next((each for _, each in signature if each.endswith(name) and not headed(name)), name)
            out.append(Named(whole, at, "masthead", True))
        for at, name in signature:
            if not any(short_of(name, each.name) or short_of(each.name, name) for each in out):
                out.append(Named(_of_school(name, out[0].name), at, "signature", False))
        if not signature and title and title[0][1] == out[0].name:
            out += [Named(name, at, "title", True) for at, name in title[1:]]
    elif signature:
        for at, name in _of_parent(signature, []):
            whole = next((each for _, each in title if each.endswith(name)), name)
            out.append(Named(whole, at, "signature", True))
    elif title:
        out = [Named(name, at, "title", True) for at, name in title]
    else:
        out = [Named(name, at, "imprint", False) for at, name in imprint]
    once: dict[str, Named] = {}
    for each in out:
        once.setdefault(each.name, each)
    return list(once.values())


def of_title(words: str) -> list[str]:
    """The organisations that a title begins with, as in 国务院、中央军委关于…."""
    if whole := lines.sheet_names(words):
        return whole
    for found in titles.BEGINS.finditer(words):
        if found.start() > 60:
            break
        if found.start() and (who := names(words[: found.start()])):
            return who
    return []


def short_of(short: str, name: str) -> bool:
    """Whether one name is the other's, whole or shortened: its end, or its letters in order.

    A name of few letters is also short for one that ends alike and shares another letter (双创中心, 创新创业中心).

    >>> short_of("招生处", "云川大学招生处"), short_of("双创中心", "云川大学创新创业中心"), short_of("教育厅", "财政厅")
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
    shared = set(short.removesuffix(noun)) & set(name.removesuffix(noun))
    return len(short) <= 5 and name.endswith(noun) and bool(shared)


def _of_parent(printed: Printed, signature: Printed) -> Printed:
    """Units that stand below or beside their university or company take its name before theirs."""
    if len(printed) < 2:
        return printed
    parent = printed[0][1]
    if not parent.endswith(_PARENT) or any(name == parent for _, name in signature):
        return printed
    units = printed[1:]
    if not all(name.endswith(_UNIT) and not headed(name) for _, name in units):
        return printed
    if any(name.startswith(parent[:2]) for _, name in units):
        return printed
    return [(line, parent + name) for line, name in units]


def _of_school(name: str, masthead: str) -> str:
    """校团委 under a masthead of 云川大学… is 云川大学团委."""
    found = _SCHOOL.match(masthead) if name.startswith("校") and len(name) > 3 else None
    return found[0].removeprefix("共青团").removeprefix("中共") + name[1:] if found else name
