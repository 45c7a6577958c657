"""A bar with rate and time left, on stderr where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from archive.messages import _


def on_terminal() -> bool:
    """Whether a bar would be seen."""
    return sys.stderr is not None and sys.stderr.isatty()


@contextmanager
def shown(rate: str) -> Iterator[Callable[[int, int], None] | None]:
    """What draws how far it is, None where nobody would see it; ``rate`` as that of ``Bar``."""
    if not on_terminal():
        yield None
        return
    with Bar(rate) as bar:
        yield bar.advance


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
            BarColumn(),
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
