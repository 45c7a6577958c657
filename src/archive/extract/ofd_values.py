"""The parts of an OFD file as XML: elements by their names, and the values written in them."""

from __future__ import annotations

import math
from itertools import chain, islice, repeat
from typing import Any

_LARGEST = 1e12

Element = Any


def local(element: Element) -> str:
    """The name of an element without its namespace, which writers give in several ways or leave out."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element, name: str) -> list[Element]:
    """The children of a name."""
    return [each for each in element if local(each) == name]


def child(element: Element, *names: str) -> Element | None:
    """What stands at the end of a path of names, each the first child of that name; None where one is missing."""
    found: Element | None = element
    for name in names:
        found = next((each for each in found if local(each) == name), None) if found is not None else None
    return found


def number(text: str | None, otherwise: float) -> float:
    """A number as it is written in the file; ``otherwise`` where there is none that can be worked with."""
    try:
        value = float(text) if text else otherwise
    except ValueError:
        return otherwise
    return value if abs(value) <= _LARGEST else otherwise


def numbers(text: str | None, count: int) -> list[float] | None:
    """So many numbers parted by blanks, None where it is something else."""
    values = [number(each, math.nan) for each in (text or "").split(None, count)[:count]]
    return values if len(values) == count and not any(map(math.isnan, values)) else None


def flag(item: Element, name: str, otherwise: bool) -> bool:
    """A yes or no as it is written in the file."""
    return {"true": True, "1": True, "false": False, "0": False}.get(item.get(name, "").strip().lower(), otherwise)


def deltas(text: str | None, count: int) -> list[float] | None:
    """The distances between characters, ``g n v`` for n times v (11.3); where too few stand, the last goes on.

    Args:
        text: as written, None where none are.
        count: how many are needed.
    """
    words = iter((text or "").split())
    found: list[float] = []
    for word in words:
        if len(found) >= count:
            break
        again = 1.0
        if word == "g":
            again, word = number(next(words, ""), 0.0), next(words, "")
        found += repeat(number(word, 0.0), max(0, min(int(again), count - len(found))))
    return list(islice(chain(found, repeat(found[-1])), count)) if found else None
