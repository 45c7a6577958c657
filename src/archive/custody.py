"""The keeping of an archive: what was done and by whom, what is taken out, copies, and whether all is whole."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.errors import Ambiguous, NoArchive
from archive.messages import _
from archive.notice import Notice
from archive.people import People, user

if TYPE_CHECKING:
    from archive.ingest.rebuilding import Repaired
    from archive.store.backup import Copied
    from archive.store.removing import Removed
    from archive.store.verifying import Finding, Verifier

_SHORTEST = 4
"""Characters of a beginning of an id."""
KEPT_DAYS = 30
"""So long a removed notice can be brought back."""


class Custody(People):
    """The part of ``Archive`` that an archivist uses."""

    def remove(self, notices: Sequence[Notice], why: str = "", who: str | None = None) -> list[str]:
        """Takes notices out of all answers; the files they came from are not taken in again.

        An original goes into quarantine with the last of its notices.

        Args:
            notices: the notices.
            why: the reason, for the journal.
            who: the user; None for the one who runs the program, or $ARCHIVE_USER.

        Returns:
            their ids.

        Raises:
            Locked: when another process writes to the archive.
        """
        from archive.store.custody import remove

        return remove(self._store, [notice.id for notice in notices], who or user(), why)

    def removed(self, days: float | None = None) -> list[Removed]:
        """The notices that can be brought back, the last ones first; with ``days`` those removed so long ago."""
        from archive.store.custody import to_bring_back

        return to_bring_back(self._store, days)

    def unremove(self, ids: Sequence[str], who: str | None = None) -> list[str]:
        """Brings notices back as they were, by their ids or unique beginnings of these.

        Raises:
            NotFound: for one that was not taken out, or was purged since.
            Ambiguous: for a beginning of several.
            Locked: when another process writes to the archive.
        """
        from archive.store.custody import unremove

        return unremove(self._store, _whole(ids, self.removed()), who or user())

    def purged(self) -> list[Removed]:
        """The notices that were purged, whose files are not taken in again, the last ones first."""
        from archive.store.custody import purged

        return purged(self._store)

    def permit(self, ids: Sequence[str], who: str | None = None) -> list[str]:
        """Lets the files of purged notices be taken in again, by the notices' ids or unique beginnings of these.

        Returns:
            the ids of all purged notices of these files.

        Raises:
            NotFound: for one that was not purged.
            Ambiguous: for a beginning of several.
            Locked: when another process writes to the archive.
        """
        from archive.store.custody import permit

        return permit(self._store, _whole(ids, self.purged()), who or user())

    def purge(self, days: float = KEPT_DAYS, who: str | None = None) -> list[str]:
        """Forgets for good the notices that were taken out so many days ago or earlier, with their originals.

        Returns:
            their ids.

        Raises:
            Locked: when another process writes to the archive.
        """
        from archive.store.custody import purge

        return purge(self._store, days, who or user())

    def acts(self) -> Iterator[dict[str, Any]]:
        """The journal: what was done, when and by whom, oldest first, as JSON data."""
        from archive.store.acts import Acts

        return Acts(self._store.folder).read()

    def tell(self, verb: str, **facts: Any) -> None:
        """Adds to the journal what was done outside of the archive; who may not write there leaves no trace."""
        from archive.store.acts import Acts

        try:
            Acts(self._store.folder).add(verb, user(), **facts)
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
                raise

    def share(self, group: str) -> None:
        """Lets a group of users read and write the archive, and all that comes into it later.

        Raises:
            ArchiveError: when there is no such group, or the archive is not the user's own.
        """
        from archive.private import share

        share(self._store.folder, group)
        self.tell("share", group=group)

    def unshare(self) -> None:
        """Lets nobody but the owner read and write the archive, nor what comes into it later.

        Raises:
            ArchiveError: when the archive is not the user's own.
        """
        from archive.private import unshare

        unshare(self._store.folder)
        self.tell("unshare")

    def backup(
        self, target: str | Path, *, full: bool = False, progress: Callable[[int, int], None] | None = None
    ) -> Copied:
        """Brings a copy of the archive up to date; others may search and write meanwhile.

        Args:
            target: the folder of the copy; made where there is none.
            full: read the originals again too that an earlier backup wrote.
            progress: called with originals done and in all.

        Raises:
            ArchiveError: when the target is no folder of a backup.
            Damaged: when the catalog is damaged; the copy is left as it was.
        """
        from archive.store.backup import backup

        done = backup(self._store.folder, Path(target), full, progress)
        self.tell("backup", target=str(Path(target).absolute()), originals=done.originals, added=done.added)
        return done

    @staticmethod
    def verifier(folder: str | Path, progress: Callable[[str, int, int], None] | None = None) -> Verifier:
        """What looks whether the archive in a folder is whole, without changing it.

        Raises:
            NoArchive: when there is none.
        """
        from archive.store import schema
        from archive.store.verifying import Verifier

        folder = Path(folder).absolute()
        if not (folder / schema.NAME).exists() and not (folder / "originals").is_dir():
            raise NoArchive(
                _("there is no archive in {folder}").format(folder=folder), _("name the right one with --index")
            )
        return Verifier(folder, progress)

    @staticmethod
    def repair(
        folder: str | Path,
        findings: Sequence[Finding],
        *,
        wait: float = 10.0,
        workers: int | None = None,
        progress: Callable[[str, int, int], None] | None = None,
    ) -> Repaired:
        """Brings back what a ``verifier`` found damaged, as far as it can be; see ``rebuilding.repair``."""
        from archive.ingest import rebuilding

        return rebuilding.repair(
            Path(folder).absolute(), findings, who=user(), wait=wait, workers=workers, progress=progress
        )

    @staticmethod
    def restore(source: str | Path, folder: str | Path, progress: Callable[[int, int], None] | None = None) -> Copied:
        """Makes an archive of a backup in an empty or new folder, with its order of hits.

        Args:
            source: the folder of the backup.
            folder: that of the archive.
            progress: called with originals done and in all.

        Raises:
            ArchiveError: when the source is no backup, or the folder holds something.
            Damaged: when the backup's catalog is damaged.
        """
        from archive.store import LocalStore, schema
        from archive.store.acts import Acts
        from archive.store.backup import restore as copied

        done = copied(Path(source), Path(folder), progress)
        with LocalStore.open(Path(folder)) as store:
            store.unfinished = True
            store.reindex()
        Acts(Path(folder)).add("restore", user(), source=str(Path(source).absolute()), originals=done.originals)
        (Path(folder) / schema.RESTORING).unlink()
        return done


def _whole(ids: Sequence[str], known: Sequence[Removed]) -> list[str]:
    """The whole ids of removed notices; one that none of them has stays as it was given."""
    whole = []
    for given in ids:
        fits = [each.id for each in known if each.id == given.lower()] or [
            each.id for each in known if len(given) >= _SHORTEST and each.id.startswith(given.lower())
        ]
        if len(fits) > 1:
            message = _("{count} removed notices have ids that begin with {value}")
            raise Ambiguous(message.format(count=len(fits), value=given), fits, _("give the id of one of them"))
        whole += fits or [given]
    return whole
