"""archive issuers."""

from __future__ import annotations

import click

from archive.cli.help import Context
from archive.messages import _


class Verbs(click.Group):
    """The verbs of this group."""

    context_class = Context


@click.group("issuers", cls=Verbs, short_help=_("issuers"), help=_("issuers"))
def command() -> None:
    """Nothing yet."""
