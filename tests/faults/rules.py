"""Each regular expression of the reading rules on 100 KB of what it goes on with longest before it fails."""

from __future__ import annotations

import ast
import inspect
import random
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

from archive import number
from archive.errors import ArchiveError, Unreadable
from archive.extract import read
from archive.parse import parse
from archive.text import Finder
from tests.faults.yard import Section, tell

_ROOMS = ("archive.extract", "archive.parse", "archive.number", "archive.issuers", "archive.text")
_ASKED = "fullmatch", "match", "search", "sub", "split", "findall", "finditer", "compile"
_SECONDS = 10.0
"""What a reader process has for a file of so little."""
_BYTES, _LINE = 100_000, 60
"""Of a text, and characters of a line where it is broken into lines."""
_CATEGORIES = {"DIGIT": "9", "NOT_DIGIT": "甲", "SPACE": " ", "NOT_SPACE": "甲", "WORD": "甲", "NOT_WORD": "，"}


def section(work: Path, count: int, seed: int) -> Section:
    """Reads, as files, texts that are made from the rules' own expressions; each must be read within its limit.

    Args:
        work: a folder.
        count: texts at most; 0 for all.
        seed: of which are taken, where not all are.
    """
    found = Section("rules")
    texts = sorted({text for pattern in patterns() for text in worst(pattern)})
    found.figures["expressions"] = len(set(patterns()))
    if count:
        texts = random.Random(seed).sample(texts, min(count, len(texts)))
    slowest = 0.0
    for at, text in enumerate(texts, 1):
        lines = "\n".join(text[place : place + _LINE] for place in range(0, len(text), _LINE))
        for body in (text, "云川省人民政府\n云政发〔2024〕9号\n关于防汛的通知\n" + text, lines):
            took = min(_read(work / "worst.txt", body, found), _SECONDS + 1)
            slowest = max(slowest, took)
            if took > _SECONDS:
                found.problems.append(f"{took:.1f} s for {text[:40]!r} and so on")
        if at % 100 == 0:
            tell(f"rules: {at} of {len(texts)}")
    found.figures["slowest s"] = round(slowest, 2)
    return found


def _read(path: Path, text: str, found: Section) -> float:
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    began = time.process_time()
    try:
        for notice in parse(read(path, path.name), path.name):
            number.find(notice.text)
            Finder([("通", "知")]).spans(notice.text)
        found.outcomes["read"] += 1
    except (Unreadable, ArchiveError):
        found.outcomes["refused"] += 1
    return time.process_time() - began


def patterns() -> Iterator[str]:
    """The regular expressions that stand in the modules that read files: compiled ones, and those given to ``re``."""
    for name in _ROOMS:
        room = import_module(name)
        below = walk_packages(getattr(room, "__path__", []), f"{name}.")
        for module in [room, *(import_module(each.name) for each in below)]:
            for value in vars(module).values():
                yield from _within(value)
            yield from _called(module)


def _within(value: object) -> Iterator[str]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value.pattern
    elif isinstance(value, str) and "(?P<" in value:
        yield value
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _within(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _within(each)


def _called(module: ModuleType) -> Iterator[str]:
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=name), args=[first, *_]) if name in _ASKED:
                with suppress(NameError):  # it is made from what a function is given
                    said = eval(ast.unparse(first), vars(module))
                    if isinstance(said, str):
                        yield said


def worst(pattern: str) -> Iterator[str]:
    """Texts of 100 KB that match as far as each repeat of an expression, over and over, and then no more."""
    try:
        tree = re._parser.parse(pattern)  # type: ignore[attr-defined]
    except re.error:  # a piece of others
        return
    for before, again in _repeats(tree, ""):
        once = len((again or "甲").encode("utf-8", "replace"))
        yield before + (again or "甲") * (_BYTES // once) + "\n\x7e"
    whole = _sample(tree)
    if whole:
        for unit in (whole, whole[:-1] or whole):
            yield unit * (_BYTES // len(unit.encode("utf-8", "replace")))


def _repeats(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    """What stands before each repeat, and what it repeats."""
    for kind, value in tree:
        if str(kind) in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and value[1] > 8:
            yield before, _sample(value[2])
        for inner in _inner(str(kind), value):
            yield from _repeats(inner, before)
        before += _sample([(kind, value)])


def _inner(kind: str, value: Any) -> list[Any]:
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return [value[2]]
    if kind == "SUBPATTERN":
        return [value[3]]
    if kind == "BRANCH":
        return list(value[1])
    if kind in ("ASSERT", "ASSERT_NOT"):
        return [value[1]]
    return [value] if kind == "ATOMIC_GROUP" else []


def _sample(tree: Any) -> str:
    """A text that matches, as far as one can be told without trying."""
    said = ""
    for kind, value in tree:
        name = str(kind)
        if name == "LITERAL":
            said += chr(value)
        elif name in ("NOT_LITERAL", "ANY"):
            said += "甲"
        elif name == "IN":
            said += _one_of(value)
        elif name == "BRANCH":
            said += _sample(value[1][0])
        elif name not in ("ASSERT", "ASSERT_NOT"):
            times = max(1, value[0]) if name.endswith("REPEAT") else 1
            said += "".join(map(_sample, _inner(name, value))) * times
    return said


def _one_of(members: Any) -> str:
    kind, value = members[0]
    name = str(kind)
    if name == "NEGATE":
        return "甲"
    if name == "CATEGORY":
        return _CATEGORIES[str(value).removeprefix("CATEGORY_")]
    return chr(value[0] if name == "RANGE" else value)
