"""The query language: what a user types, to a tree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from archive import number as numbers
from archive.errors import QueryError
from archive.messages import _
from archive.number import Pattern
from archive.query.tree import And, Cites, Coded, Dated, Name, Named, Node, Not, Numbered, Or, Text, Units, Year
from archive.text import fold, units

if TYPE_CHECKING:
    from archive.words import UserWords

LONGEST = 4096
"""Characters of the longest query."""
DEEPEST = 40
"""Parentheses in each other, at most."""
MOST = 200
"""Words and fields of one query, at most."""

FIELDS = {
    "issuer": "issuer", "发文机关": "issuer", "发文单位": "issuer",
    "number": "number", "文号": "number", "发文字号": "number",
    "kind": "kind", "文种": "kind",
    "title": "title", "标题": "title",
    "to": "to", "主送": "to", "主送机关": "to",
    "cc": "cc", "抄送": "cc", "抄送机关": "cc",
    "date": "date", "日期": "date", "成文日期": "date",
    "code": "code", "代字": "code", "机关代字": "code",
    "year": "year", "年份": "year",
    "cites": "cites", "引用": "cites",
}  # fmt: skip
"""Every field name of the language, and which field it is."""

_OPENING, _CLOSING, _BAR = "(（", ")）", "|｜"
_QUOTES = {
    '"': '"＂', "＂": '"＂', "“": "”", "”": "”", "「": "」", "『": "』",
}  # fmt: skip
_ARTICLE = "第[零一二三四五六七八九十百千万两0-9]+[条款项章节编号次届]"
_HAN = "\u4e00\u9fff", "\u3400\u4dbf", "\u3007\u3007", "\uf900\ufaff", "\U00020000\U0003ffff"
"""First and last of ideographs that stand together."""
_DAY = r"(?P<y>\d{4})(?:年?|[-./年]?(?P<m>\d{1,2})(?:月?|[-./月]?(?P<d>\d{1,2})日?))"


def parse(query: str, user: UserWords | None = None) -> Node:
    """The tree of a query as a user types it.

    Args:
        query: the query.
        user: the user words of the archive; they decide with the dictionary which words a run of Han is made of.

    Raises:
        QueryError: where it cannot be read, with the place.
    """
    if len(query) > LONGEST:
        raise QueryError(_("the query is longer than {count} characters").format(count=LONGEST), query[:80], 80)
    return _Reader(query, user).read()


def every(nodes: Sequence[Node]) -> Node:
    """All of these nodes at once."""
    return nodes[0] if len(nodes) == 1 else And(tuple(nodes))


def some(nodes: Sequence[Node]) -> Node:
    """At least one of these nodes."""
    return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))


def named(field: str, names: Iterable[str]) -> Named:
    """The node of notices one of whose values of a field (issuers, addressees or cc) is, as a whole, one of these."""
    return Named(field, tuple(dict.fromkeys(tuple(units(name)) for name in names)))


def field(name: str, value: str, user: UserWords | None = None) -> Node:
    """The node of one field with a value as a user types it, the whole of ``value``.

    Args:
        name: an English name of FIELDS.
        value: e.g. ``省总工会``, ``苏工办〔2024〕9``, ``2023..2024-06``.
        user: the user words of the archive, for a title.

    Raises:
        QueryError: for a value that the field cannot have.
    """
    if name == "cites":
        value = _unwrapped(value)
    row = tuple(unit for unit in units(value) if unit != "\f")
    if not row:
        raise QueryError(_("nothing stands after {field}:").format(field=name), value, 0)
    if name in ("issuer", "kind", "to", "cc"):
        return Name({"issuer": "issuers", "to": "addressees"}.get(name, name), row)
    if name == "title":
        return _text(value, user, title=True)
    if name == "date":
        return dated(*_range(value), query=value)
    if name == "code":
        return Coded(fold(value))
    if name == "cites":
        found = numbers.bare(value, 0)
        return Cites(found[0]) if found and not value[found[1] :].strip() else Cites(None, row)
    if name == "year":
        first, last = (end and re.fullmatch(r"(\d{4})年?", fold(end)) for end in _range(value))
        if not (first or last) or first is None or last is None:
            raise QueryError(_("not a year: {value}").format(value=value), value, 0, _("for example year:2020..2024"))
        return Year(int(first[1]) if first else 0, int(last[1]) if last else 9999)
    try:
        return Numbered(numbers.pattern(value))
    except ValueError:
        raise QueryError(
            _("not a document number: {value}").format(value=value), value, 0, _("for example number:云工发〔2024〕9")
        ) from None


def _unwrapped(title: str) -> str:
    """A title without the marks around it: 《防汛条例》 is asked for as 防汛条例."""
    bare = title.strip()
    return bare[1:-1] if len(bare) > 2 and bare[0] in "《〈「" and bare[-1] in "》〉」" else title


def _range(value: str) -> tuple[str, str]:
    first, dots, last = value.replace("．", ".").replace("…", "..").partition("..")
    return (first.strip(), last.strip()) if dots else (value, value)


def dated(since: str | None, until: str | None, query: str = "") -> Dated:
    """The dates between two days, months or years as a user types them, both included.

    Raises:
        QueryError: for what is not a date, or an end before the beginning.
    """
    first = _day(since, 0, query) if since else None
    last = _day(until, 1, query) if until else None
    if not (first or last) or (first and last and first > last):
        raise QueryError(_("no date lies there: {value}").format(value=query or f"{since}..{until}"), query, 0)
    return Dated(first, last)


def _day(text: str, end: int, query: str) -> str:
    import calendar

    found = re.fullmatch(_DAY, fold(text))
    if found:
        year, month, day = (int(part or 0) for part in found.groups())
        if year and month <= 12 and (month or not found["m"]):
            month = month or (12 if end else 1)
            days = calendar.monthrange(year, month)[1]
            if not found["d"]:
                day = days if end else 1
            if 1 <= day <= days:
                return f"{year:04}-{month:02}-{day:02}"
    raise QueryError(
        _("not a date: {value}").format(value=text), query or text, max(0, query.find(text)),
        _("for example 2024, 2024-05, 2024-05-31, 2023..2024-06"),
    )  # fmt: skip


def _text(run: str, user: UserWords | None, *, exact: bool = False, title: bool = False) -> Text:
    row = tuple(unit for unit in units(run) if unit != "\f")
    words: tuple[Units, ...] = ()
    whole = "".join(row)
    if not exact and len(row) >= 4 and all(map(_han, whole)) and not ("第" in whole and re.search(_ARTICLE, whole)):
        from archive.words import segment

        cut = segment(whole, user)
        if len(cut) > 1 and all(len(word) > 1 for word in cut):
            words = tuple(tuple(units(word)) for word in dict.fromkeys(cut))
    return Text(row, words, title)


def _han(char: str) -> bool:
    return any(ends[0] <= char <= ends[1] for ends in _HAN)


@cache
def _field() -> re.Pattern[str]:
    """The name of a field with its colon; few queries have one."""
    return re.compile(f"({'|'.join(sorted(map(fold, FIELDS), key=len, reverse=True))})[:：]", re.IGNORECASE)


class _Reader:
    """A reader of one query, by recursive descent: alternatives of sequences of words."""

    def __init__(self, query: str, user: UserWords | None) -> None:
        self.query = query
        self.user = user
        self.at = 0
        self.count = 0
        self.within: str | None = None

    def read(self) -> Node:
        tree = self.alternatives(0)
        if self.at < len(self.query):
            raise self.error(_("this bracket closes nothing"))
        return tree

    def error(self, message: str, at: int | None = None, advice: str = "") -> QueryError:
        return QueryError(message, self.query, self.at if at is None else at, advice)

    def blanks(self) -> None:
        while self.at < len(self.query) and self.query[self.at].isspace():
            self.at += 1

    def operator(self, word: str) -> bool:
        """Whether this operator stands here as a word of its own; reads it."""
        end = self.at + len(word)
        after = self.query[end : end + 1]
        here = self.query[self.at : end]
        alone = not after or after.isspace() or after in _OPENING or after in _QUOTES
        if alone and here.isupper() and fold(here) == word.lower():
            self.at = end
            return True
        return False

    def alternatives(self, depth: int) -> Node:
        parts: list[Node] = []
        bar = 0
        while True:
            nodes = self.sequence(depth)
            here = self.at
            if not nodes and (parts or self.bar()):
                raise self.error(_("OR needs a word on both sides"), bar if parts else here)
            parts.append(every(nodes))
            bar = self.at
            if not self.bar():
                return some(parts)

    def bar(self) -> bool:
        if self.at < len(self.query) and self.query[self.at] in _BAR:
            while self.at < len(self.query) and self.query[self.at] in _BAR:
                self.at += 1
            return True
        return self.operator("OR")

    def sequence(self, depth: int) -> list[Node]:
        """The nodes up to an OR, a closing bracket or the end."""
        nodes: list[Node] = []
        while True:
            self.blanks()
            start = self.at
            if self.at == len(self.query) or self.query[self.at] in _BAR or self.operator("OR"):
                self.at = start
                return nodes
            if self.query[self.at] in _CLOSING and depth:
                return nodes
            if self.operator("AND"):
                continue
            nodes.append(self.word(depth))

    def word(self, depth: int) -> Node:
        self.count += 1
        if self.count > MOST:
            raise self.error(_("the query has more than {count} words").format(count=MOST))
        start, after = self.at, self.query[self.at + 1 : self.at + 2]
        if self.operator("NOT"):
            return Not(self.negated(start, depth))
        if self.query[self.at] in "-－" and after and not after.isspace() and after not in "-－":
            self.at += 1
            return Not(self.negated(start, depth))
        return self.atom(depth)

    def negated(self, start: int, depth: int) -> Node:
        self.blanks()
        ends = self.at == len(self.query) or self.query[self.at] in _BAR + _CLOSING
        if ends or self.operator("OR") or self.operator("NOT"):
            raise self.error(_("NOT needs a word after it"), start)
        return self.atom(depth)

    def atom(self, depth: int) -> Node:
        if self.within is not None:
            return self.values(self.within, self.at, depth)
        char = self.query[self.at]
        if char in _QUOTES:
            start = self.at
            return self.literal(self.quoted(), start)
        known = self.label(self.at)
        if known:
            return self.field(known, depth)
        number = numbers.bare(self.query, self.at)
        if number and self.ends(number[1], depth):
            start, self.at = self.at, number[1]
            return Numbered(number[0], bare=True, units=tuple(units(self.query[start : self.at])))
        if char in _OPENING:
            return self.group(depth)
        start = self.at
        return self.literal(self.run(depth), start, exact=False)

    def literal(self, text: str, start: int, *, exact: bool = True) -> Text:
        node = _text(text, self.user, exact=exact)
        if not node.units:
            raise self.error(_("nothing to look for stands here"), start)
        return node

    def ends(self, at: int, depth: int) -> bool:
        rest = self.query[at : at + 1]
        return not rest or rest.isspace() or rest in _BAR or (depth > 0 and rest in _CLOSING)

    def group(self, depth: int) -> Node:
        start = self.at
        if depth == DEEPEST:
            raise self.error(_("more than {count} brackets in each other").format(count=DEEPEST))
        self.at += 1
        inner = self.alternatives(depth + 1)
        if self.at == len(self.query):
            raise self.error(_("this bracket is not closed"), start)
        self.at += 1
        if inner == And():
            raise self.error(_("nothing stands in these brackets"), start)
        return inner

    def quoted(self) -> str:
        start, opening = self.at, self.query[self.at]
        closing, depth = _QUOTES[opening], 1
        out: list[str] = []
        self.at += 1
        while self.at < len(self.query):
            char = self.query[self.at]
            self.at += 1
            if char == "\\" and self.at < len(self.query):
                char = self.query[self.at]
                self.at += 1
            elif char in closing:
                depth -= 1
                if not depth:
                    return "".join(out)
            elif char == opening and opening not in closing:
                depth += 1
            out.append(char)
        raise self.error(_("this quotation mark is not closed"), start)

    def run(self, depth: int) -> str:
        """The characters of a bare word; brackets inside it belong to it."""
        start, inside = self.at, 0
        while self.at < len(self.query):
            char = self.query[self.at]
            if char.isspace() or char in _BAR:
                break
            if char in _OPENING:
                inside += 1
            elif char in _CLOSING:
                if not inside and depth:
                    break
                inside = max(0, inside - 1)
            self.at += 1
        return self.query[start : self.at]

    def field(self, known: re.Match[str], depth: int) -> Node:
        """A field with its value; values parted by a bar without blanks, or in brackets, are each of this field."""
        start, label = self.at, known[1]
        self.at = known.end()
        self.blanks()
        nodes = [self.values(label, start, depth)]
        while self.query[self.at : self.at + 1] in tuple(_BAR) and self.goes_on(self.at + 1):
            self.at += 1
            nodes.append(self.values(label, start, depth))
        return some(nodes)

    def goes_on(self, at: int) -> bool:
        after = self.query[at : at + 1]
        return bool(after) and not after.isspace() and after not in _BAR + _CLOSING and not self.label(at)

    def label(self, at: int) -> re.Match[str] | None:
        """The name of a field that stands there."""
        return _field().match(self.query, at) if ":" in self.query or "：" in self.query else None

    def values(self, label: str, start: int, depth: int) -> Node:
        if self.query[self.at : self.at + 1] in tuple(_OPENING) and not self.number(label, depth):
            outer, self.within = self.within, label
            try:
                return self.group(depth)
            finally:
                self.within = outer
        return self.value(label, start, depth)

    def number(self, label: str, depth: int) -> tuple[Pattern, int] | None:
        longest = numbers.longest(self.query, self.at) if FIELDS[fold(label)] == "number" else None
        return longest if longest and self.ends(longest[1], depth) else None

    def value(self, label: str, start: int, depth: int) -> Node:
        name, value_at = FIELDS[fold(label)], self.at
        quoted = self.query[self.at : self.at + 1] in tuple(_QUOTES)
        longest = None if quoted else self.number(label, depth)
        if longest:
            self.at = longest[1]
            return Numbered(longest[0])
        value = self.quoted() if quoted else self.run(depth)
        if not units(value):
            raise self.error(_("nothing stands after {field}:").format(field=label), start)
        try:
            return _text(value, self.user, exact=quoted, title=True) if name == "title" else field(name, value)
        except QueryError as error:
            raise self.error(error.message, value_at, error.advice) from None
