"""archive words."""

from __future__ import annotations

import click

from archive.cli.help import Context
from archive.messages import _


class Verbs(click.Group):
    """The verbs of this group."""

    context_class = Context


@click.group("words", cls=Verbs, short_help=_("words"), help=_("words"))
def command() -> None:
    """Nothing yet."""
