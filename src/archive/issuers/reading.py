"""Reads issuers.toml: text → issuers, or an error that says where and what to do."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from archive.errors import ArchiveError
from archive.issuers.entry import FILE, Issuer, Predecessor
from archive.messages import _
from archive.text import fold

LARGEST = 4_000_000
"""Characters of an authority file; ten thousand issuers take about one million."""
LONGEST = 200
"""Characters of one name or code."""
HEADER = re.compile(r"(?m)^[ \t]*\[\[[ \t]*issuer[ \t]*\]\]")
"""The line that begins an issuer."""

_KEYS = ("name", "aliases", "codes", "parent", "predecessors")
_BLANK = re.compile(r"(?:[ \t\r\n\ufeff]+|#[^\n]*)*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")

Place = Callable[[int, str], str]
"""Says where an entry stands: its position from 0 and its name (may be empty) → words."""


def read(text: str) -> tuple[Issuer, ...]:
    """The issuers of an authority file, in its order.

    Raises:
        ArchiveError: for a text that is not TOML, or an entry that cannot stand.
    """
    if len(text) > LARGEST:
        raise ArchiveError(
            _("{file} is too large: {size} characters, {largest} are allowed").format(
                file=FILE, size=len(text), largest=LARGEST
            ),
            _("only issuers that a person confirmed belong there"),
        )
    if _is_blank(text):
        return ()
    text = text.removeprefix("\ufeff")
    data = _parsed(text)
    for key in data:
        if key != "issuer":
            raise ArchiveError(_("{file}: {key} is not known here").format(file=FILE, key=key), _layout())
    entries = data.get("issuer", [])

    def place(at: int, name: str) -> str:
        starts = [match.start() for match in HEADER.finditer(text)]
        exact = len(starts) == len(entries)
        where = _("line {line}").format(line=text.count("\n", 0, starts[at]) + 1) if exact else _entry(at)
        return f"{FILE}, " + (_("{place} (issuer {name})").format(place=where, name=name) if name else where)

    return issuers(entries, place)


def from_data(data: object) -> tuple[Issuer, ...]:
    """The issuers of plain data, as ``Issuer.data`` gives them.

    Raises:
        ArchiveError: for an entry that cannot stand.
    """

    def place(at: int, name: str) -> str:
        return _("{place} (issuer {name})").format(place=_entry(at), name=name) if name else _entry(at)

    return issuers(data, place)


def issuers(entries: object, place: Place) -> tuple[Issuer, ...]:
    """Entries as issuers, each checked by itself and against the others."""
    if not isinstance(entries, list) or not all(isinstance(each, Mapping) for each in entries):
        raise ArchiveError(_("{file}: the issuers are not a list of entries").format(file=FILE), _layout())
    found = tuple(_Entry(each, at, place).issuer() for at, each in enumerate(entries))
    _distinct(found, place, lambda each: (each.name, *each.aliases))
    _distinct(found, place, lambda each: each.codes)
    _no_circle(found, place)
    return found


def _layout() -> str:
    return _("every issuer begins with a line [[issuer]]; its keys stand below that line")


def _entry(at: int) -> str:
    return _("entry {position}").format(position=at + 1)


def _is_blank(text: str) -> bool:
    found = _BLANK.match(text)
    return found is not None and found.end() == len(text)


def _parsed(text: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        lines = text.split("\n")
        found = re.search(r"at line ([0-9]+)", str(error))
        number = min(int(found[1]), len(lines)) if found else len(lines)
        raise ArchiveError(
            _("{file}, line {line} cannot be read: {words}").format(
                file=FILE, line=number, words=lines[number - 1].strip()[:80]
            ),
            _('texts stand in "…", lists in […] with commas between, each key once in an entry: name = "…"'),
        ) from None
    except (RecursionError, ValueError):
        raise ArchiveError(
            _("{file} cannot be read").format(file=FILE),
            _("brackets are nested too deep, or a number or a date in it is none"),
        ) from None


class _Entry:
    """One entry while it is checked."""

    def __init__(self, values: Mapping[str, Any], at: int, place: Place) -> None:
        self._values = values
        self._at = at
        self._place = place
        name = values.get("name")
        self._name = name.strip()[:LONGEST] if isinstance(name, str) else ""

    def issuer(self) -> Issuer:
        self._known(self._values, _KEYS)
        if not fold(self._name):
            raise self._wrong(_("it has no name"), _('give its full name in quotes: name = "…"'))
        name = self._text(self._values["name"], "name")
        parent = self._values.get("parent")
        return Issuer(
            name,
            tuple(self._texts("aliases", {fold(name)})),
            tuple(self._texts("codes", set())),
            None if parent is None else self._text(parent, "parent"),
            tuple(self._predecessors({fold(name)})),
        )

    def _wrong(self, what: str, advice: str) -> ArchiveError:
        return ArchiveError(f"{self._place(self._at, self._name)}: {what}", advice)

    def _known(self, values: Mapping[str, Any], keys: Sequence[str]) -> None:
        for key in values:
            if key not in keys:
                raise self._wrong(
                    _("{key} is not known here").format(key=key),
                    _("the keys are {keys}").format(keys=_(", ").join(keys)),
                )

    def _text(self, value: object, key: str) -> str:
        if not isinstance(value, str):
            raise self._wrong(
                _("{key} is not a text").format(key=key), _("put the name in quotes: {key} = …").format(key=f'"{key}"')
            )
        text = value.strip()
        if not fold(text):
            raise self._wrong(_("{key} is empty").format(key=key), _("fill it in or take it out"))
        if len(text) > LONGEST or _CONTROL.search(text):
            raise self._wrong(
                _("{key} is too long, or holds a line break or another control character").format(key=key),
                _("put the bare name there, at most {longest} characters").format(longest=LONGEST),
            )
        return text

    def _texts(self, key: str, once: set[str]) -> Iterator[str]:
        """The texts of a list, each once."""
        for text in self._list(key):
            text = self._text(text, key)
            if fold(text) not in once:
                once.add(fold(text))
                yield text

    def _list(self, key: str) -> Sequence[Any]:
        values = self._values.get(key)
        if values is None:
            return ()
        if not isinstance(values, (list, tuple)):
            example = '[{ name = "…", until = "1952-11-30" }]' if key == "predecessors" else '["…", "…"]'
            raise self._wrong(
                _("{key} is not a list").format(key=key), _("write {example}").format(example=f"{key} = {example}")
            )
        return values

    def _predecessors(self, once: set[str]) -> Iterator[Predecessor]:
        for values in self._list("predecessors"):
            if not isinstance(values, Mapping) or "name" not in values:
                raise self._wrong(
                    _("a predecessor has no name"), _('write {{ name = "…", until = "1952-11-30" }}').format()
                )
            self._known(values, ("name", "until"))
            name = self._text(values["name"], "predecessors")
            if fold(name) in once:
                raise self._wrong(
                    _("{name} cannot be its own predecessor, and no predecessor stands there twice").format(name=name),
                    _("take one of them out"),
                )
            once.add(fold(name))
            yield Predecessor(name, self._day(values.get("until")))

    def _day(self, value: object) -> str | None:
        if value is None:
            return None
        if checked := iso_day(value if isinstance(value, str) else str(value)):
            return checked
        raise self._wrong(
            _("{value} is not a date").format(value=value), _("write it as 1952-11-30, or 1952-11, or 1952, in quotes")
        )


def iso_day(text: str) -> str | None:
    """The ISO day, month or year that a text is, or None."""
    text = text.strip()
    if not _DAY.fullmatch(text):
        return None
    from datetime import date

    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return None
    return text


def _distinct(found: Sequence[Issuer], place: Place, words: Callable[[Issuer], Sequence[str]]) -> None:
    owners: dict[str, int] = {}
    for at, each in enumerate(found):
        for word in words(each):
            owner = owners.setdefault(fold(word), at)
            if owner != at:
                raise ArchiveError(
                    _("{place}: {value} stands at {other} already").format(
                        place=place(at, each.name), value=word, other=place(owner, found[owner].name)
                    ),
                    _("merge the two, or take it away from one of them"),
                )


def _no_circle(found: Sequence[Issuer], place: Place) -> None:
    index = {fold(word): at for at, each in enumerate(found) for word in (each.name, *each.aliases)}
    above = [None if each.parent is None else index.get(fold(each.parent)) for each in found]
    clear: set[int] = set()
    for start in range(len(found)):
        path: dict[int, int] = {}
        at: int | None = start
        while at is not None and at not in clear and at not in path:
            path[at] = len(path)
            at = above[at]
        if at is not None and at not in clear:
            circle = [found[each].name for each in [*list(path)[path[at] :], at]]
            raise ArchiveError(
                _("{place}: the parents go round in a circle: {circle}").format(
                    place=place(at, found[at].name), circle=" → ".join(circle)
                ),
                _("take one of these parents out"),
            )
        clear.update(path)
