"""archive issuers: who issues notices, what else they are called, whose codes are whose, who stands above whom."""

from __future__ import annotations

import click

from archive.cli.help import Group
from archive.cli.issuers import editing, listing, merging
from archive.messages import _


@click.group(
    "issuers",
    cls=Group,
    alone="list",
    short_help=_("List the issuers, and say what belongs to each."),
    help=_(
        "List the issuers (发文机关), and say what else one is called, which agency codes (代字) are its own, and what "
        "stands above it. What you say is kept in issuers.toml in the archive, which may be edited by hand too. It "
        "decides what a search by issuer finds; it never changes what a notice prints. Without a command: list."
    ),
    examples=(
        ("archive issuers 总工会", _("Those with this in their name.")),
        ("archive issuers alias 云川省总工会 省总工会", _("Another name: both find the same notices.")),
        (
            "archive issuers merge 云川总工会 云川省总工会",
            _("One issuer of two; shows what that does, and asks."),
        ),
    ),
)
def command() -> None:
    """Issuers and what people say of them."""


for each in (
    listing.list_all, listing.show, editing.confirm, editing.alias, editing.unalias, editing.code, editing.uncode,
    editing.parent, editing.predecessor, merging.merge, merging.remove,
):  # fmt: skip
    command.add_command(each)
