"""Help of the verbs: in the user's language, aligned for double-width characters, each with examples."""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from archive.cli import screen
from archive.messages import _, language


def speak() -> None:
    """Have click's own words (Usage, Options, No such option …) printed in the language of our messages."""
    os.environ["LANGUAGE"] = language()
    gettext.bindtextdomain("click", str(Path(__file__).parents[1] / "locale"))
    gettext.textdomain("click")


class Formatter(click.HelpFormatter):
    """click's layout, with columns counted as a terminal draws them and Chinese wrapped between characters."""

    def write_text(self, text: str) -> None:
        """Write paragraphs, wrapped; one that begins with a line of U+0008 keeps its lines."""
        indent = " " * self.current_indent
        for index, paragraph in enumerate(re.split(r"\n\s*\n", text.strip("\n"))):
            if index:
                self.write("\n")
            lines = paragraph.splitlines()
            if lines[0].strip() == "\b":
                self.write("".join(indent + line + "\n" for line in lines[1:]))
            else:
                joined = " ".join(line.strip() for line in lines)
                self.write("".join(line + "\n" for line in screen.folded(joined, self.width, indent)))

    def write_dl(self, rows: Iterable[tuple[str, str | None]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms with what they mean beside them, or below where the term is too wide."""
        rows = [(first, second or "") for first, second in rows]
        widest = min(max((screen.width(first) for first, _second in rows), default=0), col_max)
        indent = " " * self.current_indent
        hang = indent + " " * (widest + col_spacing)
        for first, second in rows:
            beside = screen.width(first) <= widest
            lines = screen.folded(second, self.width, hang) if second else []
            if beside and lines:
                lines[0] = indent + screen.pad(first, widest + col_spacing) + lines[0][len(hang) :]
            else:
                lines.insert(0, indent + first)
            self.write("".join(line.rstrip() + "\n" for line in lines))


class Context(click.Context):
    """A context whose help is drawn by ``Formatter``."""

    formatter_class = Formatter


class Verb(click.Command):
    """A command with examples.

    Args:
        examples: pairs of a command line and what it does, in the user's language.
    """

    context_class = Context

    def __init__(self, *args: Any, examples: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **{"options_metavar": _("[OPTIONS]"), **kwargs})
        self.examples = tuple(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, each with what it does below."""
        if self.examples:
            with formatter.section(_("Examples")):
                for line, meaning in self.examples:
                    formatter.write(" " * formatter.current_indent + line + "\n")
                    with formatter.indentation():
                        formatter.write_text(meaning)


class Group(Verb, click.Group):
    """A verb with verbs of its own.

    Args:
        alone: the one that is meant where none is named: no word, or an option or a word in Chinese comes first.
    """

    def __init__(self, *args: Any, alone: str, **kwargs: Any) -> None:
        super().__init__(*args, **{"subcommand_metavar": _("[COMMAND] [ARGS]..."), **kwargs})
        self.alone = alone

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order in which they were added."""
        return list(self.commands)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put in the verb that is meant."""
        first = args[0] if args else "-"
        option = first.startswith("-") and first not in ctx.help_option_names
        if not ctx.resilient_parsing and (option or not first.isascii()):
            args = [self.alone, *args]
        return super().parse_args(ctx, args)


_WORD = re.compile(r"-[^\x00-\x7f]|-[\"(]")


class AskingVerb(Verb):
    """A command whose words are a query: ``-女职工`` is a word with NOT before it, not an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Hide such words from click behind a space, which means nothing in a query."""
        return super().parse_args(ctx, [" " + arg if _WORD.match(arg) else arg for arg in args])
