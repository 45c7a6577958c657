"""The command line: one file a verb; each reads its options, makes one call, and prints."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from archive import __version__
from archive.cli import complaint, screen
from archive.cli.help import Context, speak
from archive.cli.options import Settings
from archive.messages import _

VERBS = (
    "ingest", "search", "show", "export", "review", "correct", "history", "undo", "issuers", "words", "failures",
    "kinds", "stats", "reparse", "reindex", "dump", "load", "verify", "backup", "restore", "log", "remove", "unremove",
    "purge",
)  # fmt: skip


class Verbs(click.Group):
    """The verbs, each imported when it is asked for."""

    context_class = Context

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order in which a new user needs them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of this name, or none."""
        if cmd_name not in VERBS:
            return None
        command = import_module(f"archive.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command


def _version(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        screen.out(f"archive {__version__}")
        context.exit()


def build() -> Verbs:
    """The command line in the language of the environment."""

    @click.group(
        "archive",
        cls=Verbs,
        invoke_without_command=True,
        options_metavar=_("[OPTIONS]"),
        subcommand_metavar=_("[COMMAND] [ARGS]..."),
        help=_("An archive of Chinese official notices (公文), searched by issuer, document number and keyword."),
    )
    @click.option(
        "--index",
        envvar="ARCHIVE_INDEX",
        default="index",
        show_default=True,
        metavar=_("DIR"),
        help=_("Folder of the archive; also $ARCHIVE_INDEX."),
    )
    @click.option("--debug", is_flag=True, help=_("Show the traceback of an error."))
    @click.option(
        "--version",
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_version,
        help=_("Show the version and exit."),
    )
    @click.pass_context
    def archive(context: click.Context, index: str, debug: bool) -> int:
        context.obj = Settings(index, debug)
        if context.invoked_subcommand is None:
            from archive.cli.overview import overview

            return overview(index)
        return 0

    assert isinstance(archive, Verbs)
    return archive


def run(arguments: Sequence[str]) -> int:
    """Run a command line.

    Args:
        arguments: the words after the program's name.

    Returns:
        The exit code, as the README lists them.
    """
    speak()
    debug = False
    try:
        with build().make_context("archive", list(arguments)) as context:
            debug = context.params["debug"]
            code = context.command.invoke(context)
    except click.exceptions.Exit as done:
        code = done.exit_code
    except BrokenPipeError:
        screen.hush()
        code = 0
    except (Exception, KeyboardInterrupt) as error:
        code = complaint.complain(error, debug)
    return complaint.finish(code or 0)


def main() -> None:
    """The program ``archive``."""
    gc.set_threshold(20_000)  # what a command makes until it answers is no garbage; looking for some takes 3 ms
    screen.prepare()
    if "_ARCHIVE_COMPLETE" in os.environ:
        speak()
        build().main(prog_name="archive")
    code = run(sys.argv[1:])
    gc.freeze()  # nor at the end, where it takes 6 ms
    sys.exit(code)
