"""The store of a folder: catalog.sqlite3, whoosh/ and originals/; one process writes at a time, any number read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from archive.errors import ArchiveError, Damaged, NoArchive
from archive.messages import _
from archive.notice import Notice
from archive.query import Node
from archive.store import schema
from archive.store.answer import answer
from archive.store.catalog import Catalog
from archive.store.data import Doubt, Failure, Found, Sort, Stats
from archive.store.edited import ISSUERS, WORDS, Edited
from archive.store.lock import writer_lock
from archive.store.originals import ORIGINALS, Originals, clear, size
from archive.words import UserWords

if TYPE_CHECKING:
    from archive.corrections import Correction
    from archive.store.ranking import Ranking
    from archive.store.writing import Writer

Answer = TypeVar("Answer")


class LocalStore:
    """An archive in a folder; made by ``open``. Use one object per thread.

    Args:
        folder: the folder.
        wait: seconds to wait for another writer to end.
    """

    def __init__(self, folder: Path, wait: float) -> None:
        self.folder = folder
        self.wait = wait
        self.unfinished = False  # set by the one who restores the archive
        self.originals = Originals(folder / ORIGINALS)
        self.edited = Edited(folder)
        self._path = folder / schema.NAME
        with schema.speaking(self._path):
            self._catalog = Catalog(schema.connect_to_read(self._path))
            if schema.check(self._catalog.connection, self._path) != schema.VERSION:
                self._catalog.connection.close()
                if not os.access(folder, os.W_OK):
                    raise ArchiveError(
                        _("the archive {folder} was made by an older version of this program").format(folder=folder),
                        _("one who may write there must open it once with this version"),
                    )
                with writer_lock(folder, wait):
                    schema.migrate(self._path)
                self._catalog = Catalog(schema.connect_to_read(self._path))
        self._order: Ranking | None = None

    @classmethod
    def open(cls, folder: Path, create: bool = False, wait: float = 10.0) -> LocalStore:
        """Opens the archive in a folder.

        Args:
            folder: the folder.
            create: make an archive where there is none.
            wait: seconds to wait for another writer to end.

        Raises:
            NoArchive: when there is none and none is to be made.
            Damaged: when its catalog is no catalog or of an unknown version.
            Locked: when one is to be made and another process keeps writing there.
        """
        folder = folder.absolute()
        if not (folder / schema.NAME).exists():
            if not create:
                raise NoArchive(
                    _("there is no archive in {folder}").format(folder=folder),
                    _("take in some files to make one (archive ingest), or name another with --index"),
                )
            from archive.store.creating import create_archive

            create_archive(folder, wait)
        return cls(folder, wait)

    def __enter__(self) -> LocalStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of all files."""
        if self._order is not None:
            self._order.close()
        self._catalog.connection.close()

    @property
    def staging(self) -> Path:
        """The folder for private copies on their way in; emptied when a writer begins and ends."""
        return self.folder / "staging"

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Holds the archive for writing.

        Raises:
            Locked: when another process still writes after ``wait`` seconds.
            Damaged: when the indexes were made with another fold; ``reindex`` first.
        """
        from archive.store.acts import Acts
        from archive.store.creating import may_write
        from archive.store.writing import Writer

        may_write(self.folder, self.unfinished)
        with writer_lock(self.folder, self.wait), schema.speaking(self._path):
            clear(self.staging)
            connection = schema.connect(self._path)
            try:
                catalog = Catalog(connection)
                order = _opened(self._ranking_folder(catalog))
                writer = Writer(connection, self.originals, order, self.edited.authority(), Acts(self.folder))
                try:
                    yield writer
                    writer.commit()
                finally:
                    writer.close()
                    order.close()
            finally:
                connection.close()
                clear(self.staging)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """What is read within it is read as of one moment."""
        with schema.speaking(self._path), self._catalog.snapshot():
            yield

    def search(
        self,
        node: Node,
        *,
        sort: Sort = "relevance",
        limit: int | None = 10,
        offset: int = 0,
        exact: bool = False,
        rank_words: Sequence[str] = (),
        facets: Iterable[str] = (),
    ) -> Found:
        """Answers a query.

        Args:
            node: its tree.
            sort: "relevance": the notice whose number is asked for, then literal matches, then by score, date and id;
                without ``rank_words`` as without scores. "date" is newest first, "oldest" the reverse, "number" by
                code, year and serial, "issuer" by the lead issuer's name. What lacks the value comes last. Every
                order is total: pages neither repeat nor skip.
            limit: rows at most; None is all, 0 counts only.
            offset: rows to leave out before.
            exact: leave out what matches by its words alone.
            rank_words: folded words (``archive.words.segment`` of what is asked) that the score is made of.
            facets: fields to count, keys of ``archive.store.data.FACETS``.
        """
        with self.snapshot():
            return answer(
                self._catalog.connection, node, self._scores, sort=sort, limit=limit, offset=offset, exact=exact,
                rank_words=rank_words, facets=facets,
            )  # fmt: skip

    def ids(self, node: Node, *, sort: Sort = "date", exact: bool = False, rank_words: Sequence[str] = ()) -> list[str]:
        """The ids of all matches, in order; ``get`` gives the notices."""
        found = self.search(node, sort=sort, limit=None, exact=exact, rank_words=rank_words)
        return [row.id for row in found.rows]

    def get(self, ids: Iterable[str]) -> Iterator[Notice]:
        """The notices of these ids, whole, in this order, also superseded ones; unknown ids are left out."""
        with schema.speaking(self._path):
            yield from self._catalog.get(ids)

    def as_read(self, sha256: str) -> list[Notice]:
        """The notices of a content as the rules read them, in its order; ``corrected`` names what people changed."""
        with schema.speaking(self._path):
            return list(self._catalog.get(self._catalog.ids_of(sha256), as_read=True))

    def ask(self, question: Callable[..., Answer], *given: Any) -> Answer:
        """What a function of the catalog gives."""
        with schema.speaking(self._path):
            return question(self._catalog, *given)

    def contents(self, ids: Iterable[str] | None) -> list[str]:
        """Hashes of the contents that these notices were read from, or of all, in the order they came in."""
        with schema.speaking(self._path):
            return self._catalog.contents(ids)

    def find(self, prefix: str) -> list[str]:
        """Ids of all notices, also superseded ones, whose id begins so."""
        with schema.speaking(self._path):
            return self._catalog.find(prefix)

    def values(self, field: str) -> list[tuple[str, int]]:
        """The distinct values of a field and how many notices have each: ``FACETS`` or "number"."""
        with schema.speaking(self._path):
            return self._catalog.values(field)

    def names(self, field: str) -> list[str]:
        """The distinct names that stand in a field of some notice, sorted."""
        with schema.speaking(self._path):
            return self._catalog.names(field)

    def near_numbers(self, codes: Sequence[str] | None, year: int | None, serial: int | None) -> list[str]:
        """Up to three numbers of notices, nearest in year, then in serial, first; see ``Catalog.near_numbers``."""
        with schema.speaking(self._path):
            return self._catalog.near_numbers(codes, year, serial)

    def codes(self) -> dict[str, list[str]]:
        """The agency codes of each lead issuer's notices."""
        with schema.speaking(self._path):
            return self._catalog.codes()

    def user_words(self) -> UserWords:
        """The user words that the ranking was made with; queries are cut by the same."""
        with schema.speaking(self._path):
            return self._catalog.user_words()

    def history(self, identity: str = "") -> list[Correction]:
        """The corrections of a notice, or all of them, oldest first, also those undone."""
        from archive.store.journal import history

        with schema.speaking(self._path):
            where = ("n.id = ?", identity) if identity else ("1",)
            return list(history(self._catalog.connection, *where))

    def doubts(self) -> list[Doubt]:
        """What a person should look at, in the order of files."""
        from archive.store.journal import doubts

        with schema.speaking(self._path):
            return doubts(self._catalog.connection)

    def amend(
        self,
        verb: str,
        who: str,
        *,
        issuers: Callable[[str], str] | None = None,
        words: Callable[[str], str] | None = None,
        corrections: Iterable[Correction] = (),
    ) -> tuple[bool, bool, int]:
        """Takes in what people add: all of it or, where one part is refused, nothing.

        Args:
            verb: what it is called in the journal.
            who: the user.
            issuers: gives the new text of issuers.toml for the present one.
            words: the same for words.txt.
            corrections: made here or elsewhere; known ones change nothing.

        Returns:
            whether issuers.toml and words.txt changed, and how many corrections are new here.
        """
        from archive.issuers import Authority

        with self.writing() as writer:
            texts = self.edited.changed({ISSUERS: issuers, WORDS: words})
            if ISSUERS in texts:
                writer.authority = Authority.read(texts[ISSUERS])
            count = writer.load(corrections)
            if count or texts:
                writer.tell(verb, who, corrections=count, files=sorted(texts))
            self.edited.write(texts)
            if WORDS in texts:
                writer.begin_with(self.edited.user_words())
        return ISSUERS in texts, WORDS in texts, count

    def failures(self) -> list[Failure]:
        """The files that did not go in."""
        with schema.speaking(self._path):
            return self._catalog.failures()

    def ids_of(self, sha256: str) -> list[str]:
        """Ids of the notices that were read from this content, in its order."""
        with schema.speaking(self._path):
            return self._catalog.ids_of(sha256)

    def original(self, sha256: str) -> Path:
        """The stored file of this hash.

        Raises:
            Damaged: when it is gone.
        """
        return self.originals.find(sha256)

    def stats(self) -> Stats:
        """The archive in figures."""
        with schema.speaking(self._path):
            stats = self._catalog.stats()
        stats.bytes = size(self.folder)
        stats.due = self.due()
        return stats

    def due(self, ranking: bool = True) -> list[str]:
        """Why ``reindex`` should run: "fold", "segmenter", "words" (made with others), "ranking" (missing, broken).

        With "fold" due searches may miss notices and nothing can go in; otherwise only the order of hits suffers.

        Args:
            ranking: look at the ranking too, which has to be opened for it.
        """
        with self.snapshot():
            reasons = self._catalog.due()
            if not self._words_hold():
                reasons.append("words")
            if (self.folder / schema.BACKUP).exists():
                return reasons  # its order of hits is made when it is restored
            if not ranking or self._catalog.meta("broken"):
                return [*reasons, "ranking"] if self._catalog.meta("broken") else reasons
            ranked = self._catalog.ranked()
        from archive.store.ranking import Broken

        held = 0
        with suppress(Broken):
            held = self._ranking().count()
        return [*reasons, "ranking"] if held < ranked else reasons

    def _words_hold(self) -> bool:
        """Whether the ranking was made with what stands in words.txt; a file that cannot be read is said by reindex."""
        try:
            return self._catalog.user_words() == self.edited.user_words()
        except ArchiveError:
            return False

    def reindex(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Makes the literal index and the ranking anew from the records; searches go on meanwhile.

        Args:
            progress: called with notices done and in all.

        Returns:
            the number of notices.
        """
        from shutil import rmtree

        from archive.store.creating import may_write, next_ranking
        from archive.store.derived import reindex

        may_write(self.folder, self.unfinished)
        with writer_lock(self.folder, self.wait), schema.speaking(self._path):
            connection = schema.connect(self._path)
            try:
                old = self.folder / schema.RANKINGS / (Catalog(connection).meta("ranking") or "0")
                name = next_ranking(self.folder, old.name)
                order = _opened(old.with_name(name))
                order.create()
                count = reindex(connection, order, name, self.edited.user_words(), progress)
                order.close()
            finally:
                connection.close()
        for folder in old.parent.iterdir():
            if folder.name != name:
                rmtree(folder, ignore_errors=True)
        with self.writing():
            pass  # what was edited by hand in issuers.toml takes hold as a writer commits
        return count

    def _ranking_folder(self, catalog: Catalog) -> Path:
        name = catalog.meta("ranking") or ""
        if not name.isdecimal():
            raise Damaged(
                _("the catalog {path} is damaged: {reason}").format(path=self._path, reason=f"ranking {name!r}")
            )
        return self.folder / schema.RANKINGS / name

    def _ranking(self) -> Ranking:
        folder = self._ranking_folder(self._catalog)
        if self._order is None or self._order.folder != folder:
            if self._order is not None:
                self._order.close()
            self._order = _opened(folder)
        return self._order

    def _scores(self, words: Sequence[str], keys: Sequence[int]) -> Sequence[float]:
        from archive.store.ranking import Broken

        try:
            return self._ranking().scores(words, keys)
        except Broken:
            return [0.0] * len(keys)


def _opened(folder: Path) -> Ranking:
    """The ranking in a folder, imported when it is asked: many searches do without."""
    from archive.store.ranking import Ranking

    return Ranking(folder)
