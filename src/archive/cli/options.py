"""Options that several verbs share, and opening the archive they ask for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from archive.messages import _
from archive.plain import dataclass

if TYPE_CHECKING:
    from archive.library import Archive

F = TypeVar("F", bound=Callable[..., Any])

KINDS = (
    "决议",
    "决定",
    "命令",
    "公报",
    "公告",
    "通告",
    "意见",
    "通知",
    "通报",
    "报告",
    "请示",
    "批复",
    "议案",
    "函",
    "纪要",
)
"""The statutory kinds (党政机关公文处理工作条例), offered by shell completion."""


@dataclass(slots=True)
class Settings:
    """What stands before the verb: the archive's folder, and whether a fault shows its traceback."""

    index: str = "index"
    debug: bool = False


def folder() -> Path:
    """The folder of the archive that the command line names."""
    settings = click.get_current_context().find_object(Settings) or Settings()
    if "://" in settings.index:
        raise click.UsageError(_("A cluster cannot be asked yet: --index takes a folder."))
    return Path(settings.index)


def open_archive(*, create: bool = False, wait: float = 10.0) -> Archive:
    """The archive that the command line names.

    Raises:
        ArchiveError: where it cannot be opened.
    """
    import archive

    return archive.Archive.open(folder(), create=create, wait=wait)


def as_json(help_text: str) -> Callable[[F], F]:
    """The option --json of a verb."""
    return click.option("--json", "as_json", is_flag=True, help=help_text)


def no_pager(command: F) -> F:
    """The option --no-pager."""
    return click.option("--no-pager", is_flag=True, help=_("Never show the result through a pager."))(command)


def wait(command: F) -> F:
    """The option --wait of verbs that write."""
    return click.option(
        "--wait",
        type=click.FloatRange(min=0),
        default=10.0,
        show_default=True,
        metavar=_("SECONDS"),
        help=_("How long to wait while another process is writing."),
    )(command)


def recognition(command: F) -> F:
    """The option --ocr of verbs that read files."""
    return click.option(
        "--ocr",
        type=click.Choice(("auto", "never", "always")),
        default="auto",
        show_default=True,
        help=_("Recognise the text of scanned pages: where a page has none that can be used, never, or every page."),
    )(command)


def _kinds(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    return [kind for kind in KINDS if kind.startswith(incomplete)]


def question(command: F) -> F:
    """The words of a query, and the options that say the same as its fields."""
    shared = (
        click.argument("words", nargs=-1, metavar=_("[WORD]...")),
        click.option(
            "-i", "--issuer", multiple=True, metavar=_("NAME"), help=_("Issued by a body with this in its name.")
        ),
        click.option(
            "--under", multiple=True, metavar=_("NAME"), help=_("Issued by this body or one that stands below it.")
        ),
        click.option("-n", "--number", multiple=True, metavar=_("NUMBER"), help=_("Document number, or a part of it.")),
        click.option(
            "-k",
            "--kind",
            multiple=True,
            metavar=_("KIND"),
            shell_complete=_kinds,
            help=_("Kind of notice, such as 通知 or 决定."),
        ),
        click.option("--since", metavar=_("DATE"), help=_("Dated on this day or later: 2024, 2024-05 or 2024-05-20.")),
        click.option("--until", metavar=_("DATE"), help=_("Dated on this day or before.")),
    )
    for option in reversed(shared):
        command = option(command)
    return command


def narrowed(
    issuer: Sequence[str], number: Sequence[str], kind: Sequence[str], under: Sequence[str], **dates: str | None
) -> dict[str, Any]:
    """The options of ``question`` as the library takes them; the same option given again means either."""
    return {"issuer": tuple(issuer), "number": tuple(number), "kind": tuple(kind), "under": tuple(under), **dates}
