"""Makes an archive in a folder."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from archive.errors import ArchiveError, Damaged
from archive.messages import _
from archive.private import make_folder
from archive.store import acts, schema
from archive.store.edited import ISSUERS, WORDS
from archive.store.lock import writer_lock
from archive.store.originals import FOLDERS, ORIGINALS, Originals, sync_folder

_OWN = {*FOLDERS, schema.RANKINGS, "staging", "lock", "README.md", ".gitkeep", ISSUERS, WORDS, acts.NAME}
"""What may stand in a folder that becomes an archive: what a crash left of one, and a note."""


def create_archive(folder: Path, wait: float) -> None:
    """Makes an empty archive in a folder that is empty, new, or holds what a crash left of one.

    Args:
        folder: the folder.
        wait: seconds to wait for another writer to end.

    Raises:
        ArchiveError: when the folder holds other things.
        Locked: when another process keeps writing there.
    """
    from archive.store.ranking import Ranking

    if any(Originals(folder / ORIGINALS).files()):
        raise Damaged(
            _("the catalog of the archive {folder} is missing").format(folder=folder),
            _("archive verify --repair makes it anew from the originals; or restore a backup"),
        )
    make_folder(folder)
    holds_nothing_but(folder, _OWN, _("name an empty or a new folder for the archive"))
    if not (folder / schema.NAME).exists():
        folder.chmod(0o700)  # also where a folder above is shared
    with writer_lock(folder, wait):
        if not (folder / schema.NAME).exists():
            with schema.speaking(folder / schema.NAME):
                order = Ranking(folder / schema.RANKINGS / "1")
                order.create()
                schema.create(folder / schema.NAME, "1")
            sync_folder(folder)


def holds_nothing_but(folder: Path, own: Collection[str], advice: str) -> None:
    """Sees that a folder holds nothing else than such names and catalogs, and what a crash left of writing them.

    Raises:
        ArchiveError: with this advice, when it does.
    """
    names = sorted(path.name for path in folder.iterdir())
    others = [name for name in names if name.removesuffix(".part") not in own and schema.NAME not in name]
    if others:
        raise ArchiveError(
            _("the folder {folder} holds other things, such as {name}").format(folder=folder, name=others[0]), advice
        )


def next_ranking(folder: Path, *names: str) -> str:
    """A name for a new folder of a ranking of an archive, that no other has, nor one of these."""
    rankings = folder / schema.RANKINGS
    there = [path.name for path in rankings.iterdir()] if rankings.is_dir() else []
    return str(max((int(name) for name in (*names, *there) if name.isdecimal()), default=0) + 1)


def may_write(folder: Path, unfinished: bool = False) -> None:
    """Sees that an archive may be written to.

    Args:
        folder: the archive's.
        unfinished: by the one who restores it.

    Raises:
        ArchiveError: when it is a backup, or not wholly restored.
    """
    if (folder / schema.BACKUP).exists():
        raise ArchiveError(
            _("{folder} is a backup, and only backups change it").format(folder=folder),
            _("make an archive of it: archive --index NEW restore {folder}").format(folder=folder),
        )
    if (folder / schema.RESTORING).exists() and not unfinished:
        raise ArchiveError(
            _("{folder} is not wholly restored").format(folder=folder), _("run the same archive restore again")
        )
