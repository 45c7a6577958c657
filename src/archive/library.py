"""The archive as a library: what the command line, and any program, uses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from archive.custody import Custody
from archive.errors import Ambiguous, ArchiveError, Damaged, NotFound, Unreadable, explain
from archive.messages import _
from archive.notice import Notice
from archive.people import user

if TYPE_CHECKING:
    from archive.ingest import Progress, Report
    from archive.ingest.again import Reread
    from archive.search import Results
    from archive.store import Doubt, Failure, Sort, Stats


class Archive(Custody):
    """An archive of official notices in a folder; a context manager.

    >>> import tempfile
    >>> with Archive.open(tempfile.mkdtemp(), create=True) as archive:
    ...     archive.search("女职工").total
    0
    """

    @classmethod
    def open(cls, path: str | Path, *, create: bool = False, wait: float = 10.0) -> Archive:
        """Opens the archive in a folder.

        Args:
            path: the folder.
            create: make an archive there when there is none.
            wait: seconds to wait for another process that writes.

        Raises:
            NoArchive: when there is none and ``create`` is false.
            Damaged: when it cannot be read, or comes from a newer version.
        """
        from archive.store import LocalStore

        return cls(LocalStore.open(Path(path), create=create, wait=wait))

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes its files."""
        self._store.close()

    def ingest(
        self,
        paths: Sequence[str | Path],
        *,
        workers: int | None = None,
        allow_secret: bool = False,
        retry_failed: bool = False,
        ocr: str = "auto",
        progress: Callable[[Progress], None] | None = None,
        page: Callable[[str, int, int], None] | None = None,
    ) -> Report:
        """Takes in files and folders of notices; the files themselves are never changed.

        Args:
            paths: files and folders.
            workers: reader processes; None for one a core.
            allow_secret: take in papers with a secrecy mark too.
            retry_failed: try files again that could not be read before.
            ocr: whether pictures of pages are recognised: "auto" where a page has no text that can be used, "never",
                "always"; all needs ``gongwen-archive[ocr]``.
            progress: called after each file.
            page: called before a page is recognised, with its file, its number and how many there are (0: not known).

        Raises:
            ArchiveError: for a path that does not exist, before anything is taken in.
            Locked: when another process writes to the archive.
        """
        from archive.ingest import ingest

        return ingest(
            self._store,
            [Path(path) for path in paths],
            workers=workers,
            allow_secret=allow_secret,
            retry_failed=retry_failed,
            ocr=ocr,
            progress=progress,
            page=page,
            who=user(),
        )

    def search(
        self,
        query: str = "",
        *,
        issuer: Sequence[str] = (),
        number: Sequence[str] = (),
        kind: Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
        sort: Sort | None = None,
        limit: int | None = 10,
        offset: int = 0,
        exact: bool = False,
        facets: Sequence[str] = (),
        under: Sequence[str] = (),
    ) -> Results:
        """The notices that match, one page of them.

        Args:
            query: in the query language (README); may be empty.
            issuer: parts of names; several are alternatives.
            number: document numbers or parts of them; several are alternatives.
            kind: kinds such as ``通知``; several are alternatives.
            since: first day, month or year.
            until: last day, month or year.
            sort: ``relevance``, ``date``, ``oldest``, ``number`` or ``issuer``; None for relevance with words,
                date without.
            limit: hits of the page; None for all, 0 to count only.
            offset: hits before the page.
            exact: leave out notices that match by their words alone.
            facets: fields to count by: ``issuer``, ``kind``, ``year``, ``code``.
            under: names of issuers; only notices of these and of the bodies below them.

        Raises:
            QueryError: where the query cannot be read.
        """
        from archive.search import search, tree

        user = self._store.user_words()
        node = tree(query, issuer=issuer, number=number, kind=kind, since=since, until=until, user=user)
        return search(
            self._store, node, sort=sort, limit=limit, offset=offset, exact=exact, facets=facets, under=under
        )  # fmt: skip

    def ids(self, query: str = "", *, exact: bool = False, under: Sequence[str] = (), **options: Any) -> Iterator[str]:
        """The ids of all notices that match; the options are those of ``search`` up to ``until``, and ``under``."""
        from archive.search import tree, understood

        node = tree(query, **options, user=self._store.user_words())
        return iter(self._store.ids(understood(self._store, node, under), exact=exact))

    def notices(
        self, query: str = "", *, exact: bool = False, under: Sequence[str] = (), **options: Any
    ) -> Iterator[Notice]:
        """All notices that match, newest first; the options are those of ``ids``."""
        return self._store.get(self.ids(query, exact=exact, under=under, **options))

    def get(self, id_or_number: str) -> Notice:
        """The notice with this id (any unique beginning of four characters or more) or document number.

        Raises:
            NotFound: when there is none.
            Ambiguous: when there are several; its choices name them.
        """
        ids = self._named(id_or_number.strip())
        if not ids:
            from archive.store.removing import removed

            gone = next(iter(self._store.ask(removed, "id = ?", (id_or_number.strip().lower(),))), None)
            if gone is not None:
                raise NotFound(
                    _("{id} was removed on {day} by {who}").format(id=gone.id, day=gone.at[:10], who=gone.who),
                    _("archive unremove brings it back") if gone.kept else "",
                )
            raise NotFound(
                _("no notice has the id or number {value}").format(value=id_or_number),
                _("archive search finds notices by issuer, number and words"),
            )
        notices = list(self._store.get(ids[:20]))
        if len(ids) > 1:
            raise Ambiguous(
                _("{count} notices have the id or number {value}").format(count=len(ids), value=id_or_number),
                [describe(notice) for notice in notices],
                _("give the id of one of them"),
            )
        return notices[0]

    def doubts(self, query: str = "", **options: Any) -> list[Doubt]:
        """What a person should look at, in the order of files; the options are those of ``ids``.

        With a query or options only what concerns notices that match, and no corrections without a notice.
        """
        found = self._store.doubts()
        if not query.strip() and not any(options.values()):
            return found
        wanted = set(self.ids(query, **options))
        return [doubt for doubt in found if doubt.id in wanted]

    def reparse(
        self,
        query: str = "",
        *,
        apply: bool = False,
        workers: int | None = None,
        ocr: str = "auto",
        progress: Callable[[int, int], None] | None = None,
        page: Callable[[str, int, int], None] | None = None,
        contents: Sequence[str] | None = None,
        **options: Any,
    ) -> Iterator[Reread]:
        """Reads originals again with today's rules; corrections are kept.

        Args:
            query: of which notices; all without one.
            apply: put the changes into the records; else they are only told.
            workers: reader processes; None for one a core.
            ocr: whether pictures of pages are recognised, as for ``ingest``.
            progress: called with files done and in all.
            page: called before a page is recognised, as for ``ingest``.
            contents: hashes of the originals, instead of a query.
            options: those of ``ids``.

        Raises:
            Locked: when another process writes to the archive.
        """
        from archive.ingest.again import reparse

        if contents is None:
            asked = query.strip() or any(options.values())
            contents = self._store.contents(self.ids(query, **options) if asked else None)
        return reparse(
            self._store, contents, apply=apply, workers=workers, ocr=ocr, progress=progress, page=page, who=user()
        )

    def _named(self, text: str) -> list[str]:
        """Ids that begin so, or else of the notices that bear this number."""
        from archive import number
        from archive.query import Numbered

        ids = self._store.find(text.lower()) if re.fullmatch(r"(?i)[0-9a-f]{4,}(-\d*)?", text) else []
        if text.lower() in ids:
            return [text.lower()]
        if not ids:
            with suppress(ValueError):
                ids = self._store.ids(Numbered(number.pattern(text)))
        return ids

    def read(self, ids: Iterable[str]) -> Iterator[Notice]:
        """The notices of these whole ids, in this order; unknown ids are left out."""
        return self._store.get(ids)

    def of_content(self, sha256: str) -> list[Notice]:
        """The notices that were read from the content of this hash, in its order."""
        return list(self._store.get(self._store.ids_of(sha256)))

    def original(self, notice: Notice) -> Path:
        """The stored file that a notice was read from, byte for byte as it came in."""
        return self._store.original(notice.source.sha256)

    def save_original(self, notice: Notice, folder: str | Path) -> Path:
        """Copies the stored file out under the name it came with, and says where it is; of a container the member.

        Raises:
            ArchiveError: when the folder is none, or a file of that name with other content stands there.
            Damaged: when a container does not give its member any more.
        """
        import filecmp
        import shutil
        from tempfile import TemporaryDirectory

        from archive.extract import unpack

        name = PurePosixPath(notice.source.path.replace("\0", "")).name.strip(".") or notice.id
        source, target = self.original(notice), Path(folder) / name
        if not target.parent.is_dir():
            raise ArchiveError(_("there is no folder {path}").format(path=folder))
        with TemporaryDirectory() as place:
            if notice.source.member is not None:
                try:
                    source = unpack(source, notice.source.path, notice.source.member, Path(place))
                except Unreadable as error:
                    raise Damaged(
                        _("{name} cannot be unpacked: {reason}").format(
                            name=notice.source.path, reason=explain(error.reason, error.detail)
                        ),
                        _("see whether another program opens the container: archive show {id} --original").format(
                            id=notice.id
                        ),
                    ) from error
            if target.exists():
                if filecmp.cmp(source, target, shallow=False):
                    return target
                raise ArchiveError(
                    _("{path} is there already, with other content").format(path=target), _("choose another folder")
                )
            shutil.copyfile(source, target)
        return target

    def failures(self) -> list[Failure]:
        """The files that could not be taken in, with the reasons, by path."""
        return self._store.failures()

    def stats(self) -> Stats:
        """What is in the archive, in figures."""
        return self._store.stats()

    def reindex(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Makes the literal index and the order of hits anew from the catalog; gives the number of notices.

        Args:
            progress: called with notices done and in all.

        Raises:
            Locked: when another process writes to the archive.
        """
        return self._store.reindex(progress)


def describe(notice: Notice) -> str:
    """A notice in a line: id, number, date, issuers and title, as far as it bears them."""
    parts = [notice.id, notice.number, notice.date, "、".join(notice.issuers), notice.title]
    return "  ".join(part for part in parts if part)
