"""The words that people add to jieba's dictionary: words.txt of an archive, as text; nothing here reads a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from archive.errors import ArchiveError
from archive.messages import _
from archive.text import fold
from archive.words.segmenter import UserWords

MOST = 100_000
"""User words of one archive, at most."""
MOST_BYTES = 8 << 20
"""Bytes of words.txt, at most."""
LONGEST = 64
"""Characters of a user word, at most."""
HIGHEST = 10**9
"""The highest frequency; those of jieba's dictionary add up to 60 million."""

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_CONTROL = re.compile("[\0-\x08\n-\x1f\x7f-\x9f]")
_MARK = "\ufeff"
_TAG = re.compile("[a-z][a-z0-9]{0,7}")
_FREQUENCY = re.compile("[0-9]{1,10}")
# what rjieba puts into one word, as jieba does up to U+9FD5; at all else words part, whatever the dictionary says
_PARTING = re.compile(
    "[^a-z0-9+#&._%\\-\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002a6df\U0002a700-\U0002ebef"
    "\U0002f800-\U0002fa1f]"
)


class Entry(NamedTuple):
    """A line of words.txt.

    Attributes:
        word: as it is written there.
        frequency: None where jieba is to find one that makes the word come out whole.
        tag: its part of speech; means nothing to the archive.
    """

    word: str
    frequency: int | None = None
    tag: str | None = None


def read(text: str) -> tuple[Entry, ...]:
    r"""The user words of a words.txt: of several lines with one word the last.

    Each line holds a word, its frequency and its tag where it has them, as jieba's own user dictionaries do; lines
    with ``#`` at the beginning and blank ones say nothing.

    Raises:
        ArchiveError: for lines that cannot be read, with their numbers, and when there are too many.

    >>> read("# 机构\r\n女职工委员会 20 n\r\n临溪市\r\n")
    (Entry(word='女职工委员会', frequency=20, tag='n'), Entry(word='临溪市', frequency=None, tag=None))
    """
    return tuple(entry for _line, entry in _read(text).values())


def user_words(text: str) -> UserWords:
    """What of a words.txt matters to the segmenter.

    Raises:
        ArchiveError: see ``read``.
    """
    entries = ((word, entry.frequency) for word, (_line, entry) in _read(text).items())
    return UserWords("\n".join(sorted(f"{word} {frequency}" if frequency else word for word, frequency in entries)))


def digest(text: str) -> str:
    """A short hash of what of a words.txt matters to the segmenter; empty without words.

    Raises:
        ArchiveError: see ``read``.
    """
    user = user_words(text)
    if not user:
        return ""
    import hashlib

    return hashlib.sha256(user.encode()).hexdigest()[:16]


def add(text: str, words: Sequence[str]) -> str:
    """A words.txt with these words too; every other line stays as it is.

    Args:
        text: the words.txt.
        words: each as on a line. A new one comes at the end; one that is there changes nothing, unless it comes with
            another frequency or tag, which its line then gets.

    Raises:
        ArchiveError: for a word that can be none, and for a text that cannot be read.
    """
    known = _read(text)
    mark, lines = _lines(text)
    ending = next((end for _line, end in lines if end), "\n")
    for asked in words:
        found = _entry(asked)
        if found is None:
            raise ArchiveError(_("this is no word: {word}").format(word=asked))
        word, entry = found
        at, old = known.get(word, (len(lines), None))
        if old is None:
            if lines and not lines[-1][1]:
                lines[-1] = (lines[-1][0], ending)
            lines.append((_line(entry), ending))
        else:
            entry = Entry(old.word, entry.frequency or old.frequency, entry.tag or old.tag)
            if entry != old:
                lines[at] = (_line(entry), lines[at][1])
        known[word] = at, entry
    changed = mark + "".join(map("".join, lines))
    _read(changed)
    return changed


def remove(text: str, words: Sequence[str]) -> str:
    """A words.txt without these words; every other line stays as it is.

    Args:
        text: the words.txt.
        words: the words, without frequency and tag, in any script and width.

    Raises:
        ArchiveError: when one is not there; then for all that are not. And for a text that cannot be read.
    """
    known = _read(text)
    missing = [word for word in words if fold(word) not in known]
    if missing:
        raise ArchiveError(
            _("not among the user words: {words}").format(words=_(", ").join(missing)),
            _("archive words list shows them"),
        )
    gone = set(map(fold, words))
    mark, lines = _lines(text)
    found = [(_entry(line), line + ending) for line, ending in lines]
    return mark + "".join(line for entry, line in found if entry is None or entry[0] not in gone)


def _lines(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The byte order mark, and each line with its ending."""
    mark = _MARK if text.startswith(_MARK) else ""
    return mark, [line for line in _LINE.findall(text[len(mark) :]) if any(line)]


def _line(entry: Entry) -> str:
    return " ".join(str(part) for part in entry if part is not None)


def _read(text: str) -> dict[str, tuple[int, Entry]]:
    """Each folded word with its line, from 0, in the order of these lines."""
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise ArchiveError(_("the user words are more than {count} MB").format(count=MOST_BYTES >> 20))
    entries: dict[str, tuple[int, Entry]] = {}
    wrong: list[tuple[int, ArchiveError]] = []
    for at, (line, _ending) in enumerate(_lines(text)[1]):
        try:
            found = _entry(line)
        except ArchiveError as error:
            wrong.append((at + 1, error))
            continue
        if found is not None:
            entries.pop(found[0], None)
            entries[found[0]] = at, found[1]
    if wrong:
        raise _wrong(wrong)
    if len(entries) > MOST:
        raise ArchiveError(_("there are more than {count} user words").format(count=MOST))
    return entries


def _wrong(lines: Sequence[tuple[int, ArchiveError]]) -> ArchiveError:
    (first, error), *others = lines
    message = _("line {line} of the user words: {reason}").format(line=first, reason=error.message)
    if not others:
        return ArchiveError(message, error.advice)
    numbers = _(", ").join(str(line) for line, _error in others[:10]) + ("…" if len(others) > 10 else "")
    return ArchiveError(message, _("lines that are wrong too: {lines}").format(lines=numbers))


def _entry(line: str) -> tuple[str, Entry] | None:
    """The folded word of a line and what the line says of it; None for a comment or a blank line."""
    fields = line.lstrip(_MARK).split()
    word = fold(fields[0]) if fields else "#"
    if word.startswith("#"):
        return None
    control = _CONTROL.search(line)
    if control:
        raise ArchiveError(_("a control character stands in it: U+{code:04X}").format(code=ord(control[0])))
    _check(word, fields[0])
    rest = fields[1:]
    count = fold(rest[0]) if rest else ""
    frequency = None
    if count[:1] in tuple("0123456789+-."):
        if not _FREQUENCY.fullmatch(count) or not 1 <= int(count) <= HIGHEST:
            raise ArchiveError(
                _("the frequency is no whole number from 1 to {most}: {value}").format(most=HIGHEST, value=rest[0])
            )
        frequency = int(count)
        del rest[0]
    tag = rest.pop(0) if rest and _TAG.fullmatch(rest[0]) else None
    if rest:
        raise ArchiveError(
            _("a word has no blanks in it: {line}").format(line=_short(line.strip())),
            _("after a word may stand its frequency and its tag, for example: 女职工委员会 20 n"),
        )
    return word, Entry(fields[0], frequency, tag)


def _check(word: str, written: str) -> None:
    """Refuses what could never come out as a word."""
    parting = _PARTING.search(word)
    if not word:
        raise ArchiveError(_("nothing visible stands there"))
    if len(word) > LONGEST:
        raise ArchiveError(_("longer than {count} characters: {word}").format(count=LONGEST, word=_short(written)))
    if parting:
        raise ArchiveError(
            _("{character} cannot stand in a word: {word}").format(
                character=next(char for char in written if fold(char) == parting[0]), word=written
            ),
            _("words always part there; a query in quotation marks finds such text"),
        )
    if not word[0].isalnum():
        raise ArchiveError(
            _("a word begins with a letter, a digit or a Chinese character: {word}").format(word=written)
        )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[:20] + "…"
