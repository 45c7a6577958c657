"""The text of issuers.toml while it is edited: what stands in it, and the few ways to change that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from archive.errors import ArchiveError
from archive.issuers.authority import Authority
from archive.issuers.entry import FILE, Issuer, Predecessor
from archive.issuers.reading import HEADER, from_data
from archive.messages import _
from archive.text import fold

_ONE_LIST = re.compile(r"(?m)^[ \t]*issuer[ \t]*=")


class Sheet:
    """An authority file being edited; its byte order mark and line ends are put back at the end.

    Args:
        text: the whole text of the file.
    """

    def __init__(self, text: str) -> None:
        self._before = text
        self._mark = "\ufeff" if text.startswith("\ufeff") else ""
        self._crlf = text.count("\r\n") * 2 > text.count("\n")
        self._plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
        self._text = self._plain
        self._document: Any = None
        self._tables: dict[str, Any] = {}
        self.authority = Authority.read(self._plain)

    def finish(self) -> str:
        """The new text, which has been read back; the very same text where nothing changed."""
        text = self._written()
        if text == self._plain:
            return self._before
        Authority.read(text)
        return self._mark + (text.replace("\n", "\r\n") if self._crlf else text)

    def again(self) -> None:
        """Reads the text as it is now, so that the next change starts from there."""
        self.authority = Authority.read(self._written())

    def full(self, name: str) -> str:
        """The full name of an issuer called so, else the name itself."""
        return self.authority.name(name).strip()

    def above(self, issuer: Issuer) -> str | None:
        """The full name of the parent."""
        return None if issuer.parent is None else self.full(issuer.parent)

    def lineage(self, name: str | None) -> list[str]:
        """The folded names of an issuer and of all above it, nearest first."""
        found: dict[str, None] = {}
        while name is not None and fold(name) not in found:
            found[fold(name)] = None
            issuer = self.authority.issuer(name)
            name = None if issuer is None else self.above(issuer)
        return list(found)

    def join(self, entries: Sequence[Issuer], replace: bool = False) -> None:
        """Adds what the entries say to the issuers of their names, new ones at the end.

        Args:
            entries: what to add.
            replace: a parent or date takes the place of another one instead of being refused.
        """
        entries = from_data([asdict(each) for each in entries])
        names = {fold(word): each.name for each in self.authority.issuers for word in (each.name, *each.aliases)}
        codes = {fold(code): each.name for each in self.authority.issuers for code in each.codes}
        new = []
        for entry in entries:
            known = self.authority.issuer(entry.name)
            for owners, words in ((names, (entry.name, *entry.aliases)), (codes, entry.codes)):
                for word in words:
                    owner = owners.setdefault(fold(word), entry.name)
                    if fold(owner) != fold(entry.name):
                        raise taken(word, owner)
            if known is None:
                new.append(entry)
            else:
                self._amend(known, entry, replace)
        if new:
            self._append(new)

    def _amend(self, known: Issuer, entry: Issuer, replace: bool) -> None:
        mine = {fold(word) for word in (known.name, *known.aliases)}
        self._extend(known, "aliases", [word for word in entry.aliases if fold(word) not in mine])
        mine = {fold(word) for word in known.codes}
        self._extend(known, "codes", [word for word in entry.codes if fold(word) not in mine])
        if entry.parent is not None:
            self._amend_parent(known, entry.parent, replace)
        former = {fold(each.name): each for each in known.predecessors}
        for each in entry.predecessors:
            met = former.get(fold(each.name))
            if met is None:
                self._add_predecessor(known, each)
            elif each.until is not None and each.until != met.until:
                if met.until is not None and not replace:
                    raise differs(known.name, each.name, met.until, each.until)
                self._date_predecessor(known, each)

    def _amend_parent(self, known: Issuer, parent: str, replace: bool) -> None:
        above = self.above(known)
        if above is not None and fold(above) == fold(self.full(parent)):
            return
        if above is not None and not replace:
            raise differs(known.name, "parent", above, parent)
        self.set_parent(known, parent)

    def set_parent(self, issuer: Issuer, parent: str) -> None:
        """Writes the parent of an issuer."""
        table = self._table(issuer)
        if "parent" in table:
            table["parent"] = parent
        else:
            _add(table, "parent", parent)

    def drop(self, issuer: Issuer, key: str) -> None:
        """Takes a key of an issuer out; a comment beside it moves to a line of its own."""
        table = self._table(issuer)
        if key not in table:
            return
        comment = table[key].trivia.comment
        del table[key]
        if comment:
            import tomlkit

            _add(table, None, tomlkit.comment(comment.lstrip("# ")))

    def take(self, name: str, key: str, word: str) -> None:
        """Takes a word out of a list of an issuer."""
        issuer = self.authority.issuer(name)
        if issuer is None or not any(fold(each) == fold(word) for each in getattr(issuer, key)):
            return
        array = self._table(issuer)[key]
        for at in reversed(range(len(array))):
            if fold(array[at]) == fold(word):
                del array[at]

    def cut(self, issuer: Issuer) -> None:
        """Takes the lines of an issuer out, but those that are comments."""
        text = self._written()
        starts = [match.start() for match in HEADER.finditer(text)]
        if len(starts) != len(self.authority.issuers):
            raise by_hand()
        at = self.authority.issuers.index(issuer)
        start, end = starts[at], [*starts, len(text)][at + 1]
        lines = re.findall(r"[^\n]*\n|[^\n]+", text[start:end])
        last = max(at for at, line in enumerate(lines) if not _is_comment(line))
        kept = [line for line in lines[:last] if line.strip() and _is_comment(line)] + lines[last + 1 :]
        self._set(text[:start] + "".join(kept) + text[end:])

    def _written(self) -> str:
        return self._text if self._document is None else str(self._document.as_string())

    def _set(self, text: str) -> None:
        self._text = text
        self._document = None

    def _append(self, issuers: Sequence[Issuer]) -> None:
        text = self._written()
        if _ONE_LIST.search(text):
            raise by_hand()
        if text and not text.endswith("\n"):
            text += "\n"
        if text.strip() and not text.endswith("\n\n"):
            text += "\n"
        self._set(text + "\n".join(map(_block, issuers)))

    def _table(self, issuer: Issuer) -> Any:
        if self._document is None:
            import tomlkit
            from tomlkit.exceptions import TOMLKitError

            text = self._text
            try:
                self._document = tomlkit.parse(text if text.endswith("\n") else text + "\n")
                self._tables = {fold(each["name"]): each for each in self._document["issuer"]}
            except TOMLKitError:
                raise by_hand() from None
        return self._tables[fold(issuer.name)]

    def _extend(self, issuer: Issuer, key: str, words: Sequence[str]) -> None:
        if not words:
            return
        table = self._table(issuer)
        if key not in table:
            _add(table, key, list(words))
            return
        for word in words:
            table[key].append(word)

    def _add_predecessor(self, issuer: Issuer, former: Predecessor) -> None:
        import tomlkit

        table = self._table(issuer)
        if isinstance(table.get("predecessors"), tomlkit.items.AoT):
            entry: Any = tomlkit.table()
        else:
            entry = tomlkit.inline_table()
            if "predecessors" not in table:
                _add(table, "predecessors", [])
        entry.update({key: value for key, value in asdict(former).items() if value is not None})
        table["predecessors"].append(entry)

    def _date_predecessor(self, issuer: Issuer, former: Predecessor) -> None:
        for entry in self._table(issuer)["predecessors"]:
            if fold(entry["name"]) == fold(former.name):
                entry["until"] = former.until


def taken(word: str, owner: str) -> ArchiveError:
    """A name, alias or code that is another's."""
    return ArchiveError(
        _("{value} stands at {other} already").format(value=word, other=owner),
        _("merge the two, or take it away from one of them"),
    )


def differs(name: str, what: str, here: str, there: str) -> ArchiveError:
    """What is taken in says something else than the file does."""
    return ArchiveError(
        _("issuer {name}: {what} is {here} in {file}, but {there} in what is to be added").format(
            name=name, what=what, here=here, there=there, file=FILE
        ),
        _("make the two the same first"),
    )


def by_hand() -> ArchiveError:
    """A file that can be read but not edited."""
    return ArchiveError(
        _("{file} is laid out in a way that cannot be edited by program").format(file=FILE),
        _("begin every issuer with a line [[issuer]] of its own, or edit the file by hand"),
    )


def _is_comment(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _add(table: Any, key: str | None, value: Any) -> None:
    """Adds a key, or a comment, behind the last key of a table; comments and blank lines below it stay below."""
    body = table.value.body
    tail = []
    while body and body[-1][0] is None:
        tail.append(body.pop()[1])
    table.add(*((value,) if key is None else (key, value)))
    for item in reversed(tail):
        if item.as_string():
            table.add(item)


def _block(issuer: Issuer) -> str:
    lines = ["[[issuer]]", f"name = {_string(issuer.name)}"]
    for key, words in (("aliases", issuer.aliases), ("codes", issuer.codes)):
        if words:
            lines.append(f"{key} = [{', '.join(map(_string, words))}]")
    if issuer.parent is not None:
        lines.append(f"parent = {_string(issuer.parent)}")
    if issuer.predecessors:
        former = (asdict(each) for each in issuer.predecessors)
        entries = (
            ", ".join(f"{key} = {_string(value)}" for key, value in each.items() if value is not None)
            for each in former
        )
        lines.append(f"predecessors = [{', '.join(f'{{ {entry} }}' for entry in entries)}]")
    return "\n".join(lines) + "\n"


def _string(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)
