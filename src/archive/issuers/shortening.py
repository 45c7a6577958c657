"""Whether a full name is what a typed short name stands for, as a whole: region first, then body.

Official names begin with their region (江苏省南京市) and end with the body (人力资源和社会保障局). What people type
leaves the region out or shortens it (市, 南京, 苏) and shortens the body by known forms (人社局). So the typed name is
cut at every place; what is right of the cut is spelled out by the table of short forms and must end the full name to
the letter, what is left of it must fit the region in front. No cut guesses at the body: 教育局 is never 教育体育局.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from archive.issuers import short_forms

TAIL = 4
"""Characters at the end of a name that ``may_end`` looks at."""

_LONGEST = 30
_MOST = 48
_MOST_LEFTS = 8
_LEVELS = ("特别行政区", "自治区", "自治州", "自治县", "自治旗", "街道", *"省市县区州盟旗镇乡")
_SCHOOL = re.compile(r"\w{2,20}?(?:大学|学院|学校|中学|小学)(?:校长|党政)?")
_INSERTED = re.compile(
    "[省市县区州盟旗镇乡]|街道|地区|[新林矿]区|特别行政区|[^省市县区州盟旗]{0,15}自治[区州县旗]"
    "|(?:国家级)?(?:经济|技术|高新|产业|工业|文化|旅游|生态|综合|自由|实验|保税){0,4}(?:开发|示范|园|度假|试验|高新|经开)区"
)
"""What a typed region may lack at its end: 南京(市), 广西(壮族自治区), 延边(朝鲜族自治州), 江北(新区)."""
_LONGEST_PLACE = 24
_NO_PLACE = re.compile("厅|局|委|政府|公司|大学|学院|协会|学会|中心|驻(?!马店)")
_OTHER_WORDS = ("社区", "小区", "校区", "城乡")
"""Words that end like a region but are none, and likewise 城市 before the words of the next pattern."""
_OF_CITIES = re.compile("管理|建设|规划|更新|运行|轨道|公共|综合|排水|供水|照明|绿化|园林")
_YOUTH = re.compile("(?:共青)?团(自治区|[省市县区州盟旗校])委")

Forms = dict[str, tuple[str, ...]]
Left = tuple[str, str, str]
"""What must stand before the region, what was typed of the region, and how that shortens it."""


@cache
def _forms(name: str) -> Forms:
    table: str = getattr(short_forms, name)
    return {short: tuple(full) for short, *full in map(str.split, table.strip().splitlines())}


@cache
def _provinces() -> tuple[tuple[str, str, str], ...]:
    """(one character, name without its level, full name) of each."""
    rows = _forms("PROVINCES").items()
    return tuple((short, stem, stem + level) for short, (stem, level) in rows)


@cache
def _stems() -> frozenset[str]:
    return frozenset(stem for _, stem, _ in _provinces())


class Shortening:
    """A typed name, ready to be held against many full names.

    Args:
        asked: the typed name, folded.
    """

    __slots__ = ("_asked", "_lengths", "_rights", "_tails")

    def __init__(self, asked: str) -> None:
        self._asked = asked
        self._rights: dict[str, dict[Left, None]] = {}
        self._tails = {asked[-TAIL:]}
        asked = _YOUTH.sub(r"\1团委", asked)
        if 2 <= len(asked) <= _LONGEST:
            for right, left in _cuts(asked):
                self._rights.setdefault(right, {})[left] = None
                self._tails.add((left[1] + right if left[2] == "level" else right)[-TAIL:])
        self._lengths = sorted(set(map(len, self._rights)))

    def may_end(self, tail: str) -> bool:
        """Whether a name that ends so (folded, TAIL characters where it is so long) may fit."""
        if len(tail) < TAIL or tail[-1] == ")":
            return True
        return any(tail[at:] in self._tails for at in range(TAIL))

    def fits(self, name: str) -> bool:
        """Whether a folded full name is what the typed name stands for; a bracket at its end counts for nothing."""
        if name == self._asked:
            return True
        if name.endswith(")"):
            name = name[: name.rfind("(")]
        for length in self._lengths:
            if length > len(name):
                break
            right = name[-length:]
            for before, left, how in self._rights.get(right, ()):
                rest = name[: len(name) - length]
                if left in rest and rest.startswith(before) and _region_fits(rest[len(before) :], left, how, right):
                    return True
        return False


def _cuts(asked: str) -> Iterator[tuple[str, Left]]:
    """Every way to read a typed name: what the full name ends with, and what stands before that."""
    rests = _spelled(asked, _forms("ENDS"))
    for at in range(len(asked)):
        region = asked[:at]
        lefts = [(left, "named") for left in _lefts(region)] if at else []
        for full in _after_region(asked, at, rests):
            before, _, right = full.rpartition("~")
            if at == 0:
                yield right, (before, "", "left out")
            if region in _LEVELS:
                yield right, (before, region, "level")
            if region == "校":
                yield right, (before, "", "school")
            if at == 1 and "大学" in right:
                yield right, (before, region, "initial")
            if len(right) > 2 or full != asked[at:]:
                yield from ((right, (before, *left)) for left in lefts)


def _spelled(asked: str, ends: Forms) -> list[list[str]]:
    """For every place in the typed name, what the rest from there may spell out to; as typed comes first."""
    parts = _forms("PARTS")
    rests: list[list[str]] = [[] for _ in asked] + [[""]]
    for at in reversed(range(len(asked))):
        found = [asked[at:]]
        for end in range(at + 1, len(asked) + 1):
            fulls = parts.get(asked[at:end], ()) + (ends.get(asked[at:], ()) if end == len(asked) else ())
            found += [full + rest for full in fulls for rest in rests[end]]
        found += [asked[at] + rest for rest in rests[at + 1]]
        rests[at] = list(dict.fromkeys(found))[:_MOST]
    return rests


def _after_region(asked: str, at: int, rests: list[list[str]]) -> list[str]:
    heads, whole = _forms("HEADS"), _forms("WHOLE")
    found = list(rests[at])
    for end in range(at + 1, len(asked) + 1):
        fulls = heads.get(asked[at:end], ()) + (whole.get(asked[:end], ()) if at == 0 else ())
        found += [full + rest for full in fulls for rest in rests[end]]
    return found[: 2 * _MOST]


def _lefts(region: str) -> list[str]:
    """What a typed region, or a school or company in its place, may be in the full name, its level aside."""
    if len(region) == 1:
        return [name for short, *names in _provinces() if short == region for name in names]
    found = _spelled(region, {})[0][:_MOST_LEFTS]
    found += [full + region[len(stem) :] for _, stem, full in _provinces() if region.startswith(stem)]
    return found


def _region_fits(rest: str, left: str, how: str, right: str) -> bool:
    """Whether what stands before the body in a full name is what was typed before it."""
    if how == "left out":
        university = right.endswith("大学") and 2 <= len(rest) <= 4 and rest.isalpha()
        return not rest or _is_region(rest, right) or university
    if how == "level":
        return rest.endswith(left) and (rest == left or _is_region(rest, right))
    if how == "school":
        return _SCHOOL.fullmatch(rest) is not None
    if how == "initial":
        return rest.startswith(left) and 2 <= len(rest) <= 3 and rest.isalpha()
    at = rest.rfind(left)
    level = rest[at + len(left) :]
    return (
        at >= 0
        and (not level or _INSERTED.fullmatch(level) is not None)
        and (at == 0 or _is_region(rest[:at], left))
        and not _other_word(left + level, right)
    )


def _is_region(text: str, after: str) -> bool:
    if text in short_forms.NATION or text in _stems():
        return True
    return (
        text.endswith(_LEVELS)
        and not text.startswith(short_forms.PARTIES)
        and len(text) <= _LONGEST_PLACE
        and text.isalpha()
        and _NO_PLACE.search(text) is None
        and not _other_word(text, after)
    )


def _other_word(text: str, after: str) -> bool:
    return text.endswith(_OTHER_WORDS) or (text.endswith("城市") and _OF_CITIES.match(after) is not None)
