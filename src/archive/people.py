"""What people add to an archive: corrections, confirmed issuers, user words; and how it is carried elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from archive.errors import ArchiveError, NotFound
from archive.messages import _
from archive.notice import Notice

if TYPE_CHECKING:
    from archive.corrections import Correction, Value
    from archive.issuers import Authority
    from archive.register import Register
    from archive.store import Change, LocalStore
    from archive.words.dictionary import Entry

VERSION = 1
"""Of the lines that ``dump`` gives."""


class People:
    """The part of ``Archive`` that people write.

    Args:
        store: the archive's.
    """

    def __init__(self, store: LocalStore) -> None:
        self._store = store

    def changes(self, notices: Iterable[Notice], values: Mapping[str, Value]) -> list[Change]:
        """What correcting these notices would change; values that stand there already, confirmed, are left out.

        Args:
            notices: the notices as they are now.
            values: the new value of each field, as ``archive.corrections.value`` gives it.
        """
        from archive.corrections import get
        from archive.store import Change

        return [
            Change(notice.id, field, get(notice, field), new)
            for notice in notices
            for field, new in values.items()
            if get(notice, field) != new or field not in notice.corrected
        ]

    def correct(self, changes: Sequence[Change], why: str = "", who: str | None = None) -> list[Correction]:
        """Puts values into records, all or none; they win over whatever is read later.

        Args:
            changes: from ``changes``; where old and new value are the same, the value is confirmed.
            why: the reason, for the journal.
            who: the user; None for the one who runs the program, or $ARCHIVE_USER.

        Raises:
            ArchiveError: where a record has changed since.
            Locked: when another process writes to the archive.
        """
        who = who or user()
        with self._store.writing() as writer:
            made = writer.correct(changes, who, why)
            if made:
                writer.tell("correct", who, list(dict.fromkeys(change.id for change in changes)), act=made[0].act)
            return made

    def undo(self, act: str | None = None, who: str | None = None) -> list[Correction]:
        """Takes back what was corrected at once.

        Args:
            act: as ``Correction.act``; None for the last one that holds.
            who: as that of ``correct``.

        Raises:
            NotFound: where nothing can be undone.
        """
        with self._store.writing() as writer:
            if act is None:
                holding = [each.act for each in self._store.history() if each.undone is None]
                if not holding:
                    raise NotFound(_("there is no correction that could be undone"))
                act = holding[-1]
            undone = writer.undo(act, who or user())
            ids = dict.fromkeys(each.notice for each in undone if each.notice)
            writer.tell("undo", who or user(), list(ids), act=act)
            return undone

    def history(self, notice: Notice | None = None) -> list[Correction]:
        """The corrections of a notice, or of all, oldest first, also those undone."""
        return self._store.history(notice.id if notice else "")

    def assign(self, correction: Correction, notice: Notice) -> None:
        """Gives a correction that fits no notice of its file to this one."""
        with self._store.writing() as writer:
            writer.assign(correction, notice.id)
            writer.tell("assign", user(), [notice.id], act=correction.act)

    def discard(self, correction: Correction, who: str | None = None) -> None:
        """Takes back a single correction."""
        with self._store.writing() as writer:
            writer.discard(correction, who or user())
            writer.tell("discard", who or user(), [correction.notice] if correction.notice else [], act=correction.act)

    def authority(self) -> Authority:
        """The confirmed issuers: what stands in issuers.toml."""
        return self._store.edited.authority()

    def issuers(self) -> list[tuple[str, int]]:
        """The issuers of the notices and how many notices each has, most first."""
        return self._store.values("issuers")

    def codes(self) -> dict[str, list[str]]:
        """The agency codes of each issuer's notices, by name of the lead body."""
        return self._store.codes()

    def register(self) -> Register:
        """The issuers, confirmed and seen, as they are at this moment.

        Raises:
            ArchiveError: where issuers.toml cannot be read; it says which line.
        """
        from archive.register import Register

        return Register(self._store)

    def issuers_text(self) -> str:
        """What stands in issuers.toml."""
        return self._store.edited.issuers()

    def edit_issuers(self, change: Callable[[str], str]) -> bool:
        """Changes issuers.toml; says whether anything changed.

        Args:
            change: gives the new text for the present one, such as the functions of ``archive.issuers``.

        Raises:
            ArchiveError: where the change is refused; then nothing has changed.
            Locked: when another process writes to the archive.
        """
        return self._store.amend("issuers", user(), issuers=change)[0]

    def words_text(self) -> str:
        """The user words of the segmenter: what stands in words.txt."""
        return self._store.edited.words()

    def words_due(self) -> bool:
        """Whether the user words are other than those the index was made with, so that ``reindex`` should run."""
        return "words" in self._store.due(ranking=False)

    def edit_words(self, change: Callable[[str], str]) -> bool:
        """Changes words.txt; says whether anything changed. ``stats().due`` asks for ``reindex`` then.

        Args:
            change: gives the new text for the present one, such as the functions of ``archive.words``.

        Raises:
            ArchiveError: where the change is refused; then nothing has changed.
            Locked: when another process writes to the archive.
        """
        return self._store.amend("words", user(), words=change)[1]

    def dump(self) -> Iterator[dict[str, Any]]:
        """All that people added, as JSON data in a stable order: corrections by time, issuers and words by name."""
        from archive.words.dictionary import read

        for each in self._store.history():
            yield {"version": VERSION, "type": "correction", **each.data()}
        for issuer in self.authority().data():
            yield {"version": VERSION, "type": "issuer", **issuer}
        for entry in sorted(read(self.words_text())):
            yield {"version": VERSION, "type": "word", **entry._asdict()}

    def load(self, entries: Iterable[Any]) -> Counter[str]:
        """Takes in what ``dump`` gave, of this archive or another of the same originals; loading twice changes nothing.

        Returns:
            how many entries of each type are new here.

        Raises:
            ArchiveError: for what is no such data; then nothing is taken in.
            Locked: when another process writes to the archive.
        """
        from archive import issuers
        from archive.words import dictionary

        corrections, bodies, entries_of_words = sorted_out(entries)
        new: Counter[str] = Counter()

        def with_issuers(text: str) -> str:
            changed = issuers.include(text, bodies)
            before = issuers.Authority.read(text).data()
            new["issuer"] = sum(each not in before for each in issuers.Authority.read(changed).data())
            return changed

        def with_words(text: str) -> str:
            changed = dictionary.add(text, [" ".join(map(str, filter(None, entry))) for entry in entries_of_words])
            new["word"] = len(set(dictionary.read(changed)) - set(dictionary.read(text)))
            return changed

        _toml, _txt, new["correction"] = self._store.amend(
            "load", user(), issuers=with_issuers, words=with_words, corrections=corrections
        )
        return new


def sorted_out(lines: Iterable[Any]) -> tuple[list[Correction], list[dict[str, Any]], list[Entry]]:
    """The corrections, issuers and words among the entries of a dump.

    Raises:
        ArchiveError: for the first entry that is none of these.
    """
    from archive import corrections

    made: dict[str, Callable[[dict[str, Any]], Any]] = {
        "correction": corrections.from_data,
        "issuer": dict,
        "word": _word,
    }
    found: dict[str, list[Any]] = {"correction": [], "issuer": [], "word": []}
    for at, line in enumerate(lines, 1):
        try:
            if not isinstance(line, dict):
                raise ValueError(_("it is no object"))
            entry = dict(line)
            if entry.pop("version", None) != VERSION:
                raise ValueError(_("it is not of version {version}").format(version=VERSION))
            kind = entry.pop("type", None)
            if not isinstance(kind, str) or kind not in made:
                raise ValueError(_("its type is unknown"))
            found[kind].append(made[kind](entry))
        except ValueError as error:  # noqa: PERF203 - the first wrong line refuses all
            raise ArchiveError(
                _("line {line} is not from archive dump: {reason}").format(line=at, reason=error),
                _("nothing was taken in"),
            ) from error
    return found["correction"], found["issuer"], found["word"]


def _word(data: dict[str, Any]) -> Entry:
    from archive.words.dictionary import Entry

    entry = Entry(**data) if data.keys() == {"word", "frequency", "tag"} else None
    if entry is None or not isinstance(entry.word, str) or not isinstance(entry.tag, str | None):
        raise ValueError(_("a value is of the wrong kind"))
    if entry.frequency is not None and type(entry.frequency) is not int:
        raise ValueError(_("a value is of the wrong kind"))
    return entry


def user() -> str:
    """Who runs the program; see ``archive.store.acts.user``."""
    from archive.store import acts

    return acts.user()
