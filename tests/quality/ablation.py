"""What each rule of the parser earns: the values that become wrong, or right, when it is switched off."""

from __future__ import annotations

import inspect
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from types import ModuleType
from typing import Any

from archive.notice import Notice

from .columns import Cell, table
from .compare import ALL, judge
from .corpora import Case
from .rules import RULES, Rule

HOME = "archive.parse"
Errors = Counter[str]
"""Wrong, missing and extra values of one document, by field; ``split`` is 1 where it is parted wrongly."""


class Gone(LookupError):
    """A rule's target is not in the parser any more."""


@dataclass
class Use:
    """How often a rule, or what stands in its place, was asked."""

    calls: int = 0


@dataclass
class Earned:
    """A rule switched off over all documents.

    Attributes:
        calls: how often the rule is asked in a normal run.
        changed: documents that are read otherwise without it.
        worse: values that are wrong without it and right with it, by field.
        better: the other way round.
        fault: what was raised without it.
    """

    rule: Rule
    calls: int = 0
    changed: int = 0
    worse: Errors = field(default_factory=Counter)
    better: Errors = field(default_factory=Counter)
    fault: str = ""

    @property
    def net(self) -> int:
        """Values that it earns."""
        return self.worse.total() - self.better.total()

    def by_field(self) -> str:
        """The net of each field, most first."""
        net = {name: self.worse[name] - self.better[name] for name in ("split", *ALL)}
        told = [f"{name} {net[name]}" for name in sorted(net, key=lambda name: -abs(net[name])) if net[name]]
        return self.fault or ", ".join(told)


@contextmanager
def switched_off(rule: Rule) -> Iterator[Use]:
    """The parser without a rule; everything is put back at the end. Counts how often the rule was asked for.

    Raises:
        Gone: where the rule's target is not there.
    """
    use = Use()
    with _replaced(rule, use, off=True):
        yield use


@contextmanager
def watched(rule: Rule) -> Iterator[Use]:
    """The parser as it is, counting how often a rule is asked."""
    use = Use()
    with _replaced(rule, use, off=False):
        yield use


def ablate(cases: Sequence[Case], rules: Sequence[Rule] = RULES) -> list[Earned]:
    """Switches each rule off in turn and reads again the documents in which it is asked; the best earner first.

    Raises:
        RuntimeError: where a switch is broken: counting changes what is read, or what stands in a rule's place is
            not asked.
    """
    normal = [case.parse() for case in cases]
    errors = [_errors(case, found) for case, found in zip(cases, normal, strict=True)]
    asked = _asked(cases, rules, normal)
    out = []
    for rule in rules:
        earned = Earned(rule, sum(asked[rule].values()))
        out.append(earned)
        if not _there(rule):
            earned.fault = "gone from the parser"
            continue
        with switched_off(rule) as use:
            for at in asked[rule]:
                _without(earned, cases[at], normal[at], errors[at])
        if earned.calls and not use.calls:
            raise RuntimeError(f"{rule.target} is asked, but what stands in its place is not")
    return sorted(out, key=lambda each: (-each.net, -each.changed, each.rule.name))


def _without(earned: Earned, case: Case, normal: list[Notice], before: Errors) -> None:
    try:
        found = case.parse()
    except Exception as error:  # the rest of the parser may lean on the rule
        found, earned.fault = [], f"raises {type(error).__name__}"
    if found != normal:
        earned.changed += 1
        after = _errors(case, found)
        earned.worse += after - before
        earned.better += before - after


def _errors(case: Case, found: list[Notice]) -> Errors:
    out: Errors = Counter()
    for fields in judge(case.truth, found):
        for each in fields:
            out[each.field] += each.wrong + each.missing + each.extra
    out["split"] += len(found) != len(case.truth)
    return +out


def _asked(cases: Sequence[Case], rules: Sequence[Rule], normal: list[list[Notice]]) -> dict[Rule, dict[int, int]]:
    """For each rule how often it is asked in each document in which it is."""
    out: dict[Rule, dict[int, int]] = {rule: {} for rule in rules}
    with ExitStack() as stack:
        uses = {rule: stack.enter_context(watched(rule)) for rule in rules if _there(rule)}
        for at, case in enumerate(cases):
            for use in uses.values():
                use.calls = 0
            if case.parse() != normal[at]:
                raise RuntimeError(f"{case.path.name} is read otherwise while calls are counted")
            for rule, use in uses.items():
                if use.calls:
                    out[rule][at] = use.calls
    return out


def _there(rule: Rule) -> bool:
    try:
        _found(rule)
    except Gone:
        return False
    return True


def _found(rule: Rule) -> tuple[Any, str, Any]:
    """The module or class that a rule stands in, its name there, and what it is."""
    module, *path = rule.target.split(".")
    try:
        owner: Any = import_module(f"{HOME}.{module}")
        for part in path[:-1]:
            owner = getattr(owner, part)
        return owner, path[-1], inspect.getattr_static(owner, path[-1])
    except (ImportError, AttributeError):
        raise Gone(rule.target) from None


@contextmanager
def _replaced(rule: Rule, use: Use, off: bool) -> Iterator[None]:
    owner, name, own = _found(rule)
    if isinstance(rule.instead, re.Pattern):
        new: Any = _Pattern(rule.instead if off else own, use)
    else:
        new = _counted(rule.instead, use, own, off)
    places = [(owner, name)] if rule.alone or not isinstance(owner, ModuleType) else _places(owner, name, own)
    for where, called in places:
        setattr(where, called, new)
    try:
        yield
    finally:
        for where, called in places:
            setattr(where, called, own)


def _places(owner: ModuleType, name: str, own: Any) -> list[tuple[Any, str]]:
    """Every place in the parser's modules that holds a function, imported ones too; of a pattern only its own.

    Equal patterns are one object, though they are different rules.
    """
    modules = [module for path, module in sorted(sys.modules.items()) if path.split(".")[:2] == HOME.split(".")]
    plain = callable(own)
    return [
        (module, called)
        for module in modules
        for called, value in list(vars(module).items())
        if value is own and (plain or module is owner)
    ]


def _counted(instead: Callable[..., Any], use: Use, own: Any, off: bool) -> Any:
    function: Callable[..., Any] = own.func if isinstance(own, cached_property) else own

    def counted(*given: Any, **named: Any) -> Any:
        use.calls += 1
        return instead(function, *given, **named) if off else function(*given, **named)

    return property(counted) if isinstance(own, cached_property) else counted


class _Pattern:
    """A compiled pattern that counts how often it is asked."""

    def __init__(self, pattern: Any, use: Use) -> None:
        self._pattern, self._use = pattern, use

    def __getattr__(self, name: str) -> Any:
        self._use.calls += 1
        return getattr(self._pattern, name)


def report(cases: Sequence[Case], rules: Sequence[Rule] = RULES) -> bool:
    """Prints the table; whether every rule named is still there."""
    found = ablate(cases, rules)
    rows: list[list[Cell]] = [
        [each.rule.name, each.rule.target, each.calls, each.changed, each.worse.total(), each.better.total(),
         each.net, each.by_field()]
        for each in found
    ]  # fmt: skip
    head = ("rule", "where", "asked", "documents", "worse", "better", "earns", "fields")
    print(f"{len(cases)} files, {len(found)} rules; values that become wrong (worse) or right (better) without a rule")
    print(table(head, rows))
    return not any(each.fault.startswith("gone") for each in found)
