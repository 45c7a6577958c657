"""Long work: it gives way to those who search, and draws a bar on stderr where that is a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from archive.cli import screen
from archive.messages import _

_NICE = 10
_NAME = 20
"""Columns of the name of a file beside the bar."""


def on_terminal() -> bool:
    """Whether a bar would be seen."""
    return sys.stderr is not None and sys.stderr.isatty()


@contextmanager
def drawn(rate: str, hidden: bool = False) -> Iterator[Bar | None]:
    """A bar for the long work that follows, None where nobody would see it.

    Args:
        rate: as that of ``Bar``.
        hidden: draw none.
    """
    _give_way()
    if hidden or not on_terminal():
        yield None
        return
    with Bar(rate) as bar:
        yield bar


@contextmanager
def shown(rate: str) -> Iterator[Callable[[int, int], None] | None]:
    """What draws how far it is, None where nobody would see it; ``rate`` as that of ``Bar``."""
    with drawn(rate) as bar:
        yield bar.advance if bar else None


def _give_way() -> None:
    """Let processes that someone waits for go first; where the machine has time for both, nothing is lost."""
    if sys.platform != "win32":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, max(_NICE, os.getpriority(os.PRIO_PROCESS, 0)))


class Bar(AbstractContextManager["Bar"]):
    """A bar; it goes away when the work is done.

    Args:
        rate: words for how many are done in a second, with the place ``{rate}``.
    """

    def __init__(self, rate: str) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._rate = rate
        self._bar = Progress(
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}", markup=False),
            TextColumn(_("time left"), markup=False),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task("", total=None, rate="")

    def __enter__(self) -> Bar:
        self._bar.start()
        return self

    def __exit__(self, *_details: object) -> None:
        self._bar.stop()

    def advance(self, done: int, total: int | None) -> None:
        """Draw how far it is."""
        elapsed = self._bar.tasks[0].elapsed
        rate = self._rate.format(rate=done / elapsed) if elapsed else ""
        self._bar.update(self._task, completed=done, total=total, rate=rate)

    def page(self, path: str, number: int, of: int) -> None:
        """Tell in place of the rate which page of a file is recognised.

        Args:
            path: of the file.
            number: of the page, from 1.
            of: how many pages it has, 0 where that is not known.
        """
        place = f"{number}/{of}" if of else str(number)
        name = screen.clip(screen.clean(Path(path).name), _NAME)
        self._bar.update(self._task, rate=_("{name}, page {place}").format(name=name, place=place))
