"""archive words: the words that people teach the segmenter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from archive.cli import records, screen
from archive.cli.help import Group, Verb
from archive.cli.options import as_json, no_pager, open_archive, wait
from archive.messages import _, ngettext

if TYPE_CHECKING:
    from archive.words.dictionary import Entry


@click.group(
    "words",
    cls=Group,
    alone="list",
    short_help=_("Teach the segmenter words."),
    help=_(
        "List and change the user words: what the segmenter is to take for one word when it ranks hits, and when words "
        "are looked for apart. They are kept in words.txt in the archive, which may be edited by hand too, and take "
        "hold with archive reindex. Which notices hold a word literally never hangs on them. Without a command: list."
    ),
    examples=(
        ("archive words", _("The user words.")),
        ("archive words add 女职工委员会 临溪市", _("Two more.")),
    ),
)
def command() -> None:
    """User words."""


@command.command(
    "list",
    cls=Verb,
    short_help=_("List the user words."),
    help=_("List the user words, each with its frequency and tag where it has them, in the order of the file."),
    examples=(("archive words list --json", _("For a program.")),),
)
@as_json(_("One line of JSON a word."))
@no_pager
def list_all(as_json: bool, no_pager: bool) -> int:
    """List the user words."""
    from archive.words.dictionary import read

    with open_archive() as archive:
        entries = read(archive.words_text())
        due = archive.words_due()
    if as_json:
        records.write_lines({"version": 1, **entry._asdict()} for entry in entries)
    else:
        rows = [(screen.flat(each.word), str(each.frequency or ""), each.tag or "") for each in entries]
        screen.show(screen.table(rows, right=(1,)), not no_pager)
        screen.note(ngettext("{count} user word.", "{count} user words.", len(entries)).format(count=len(entries)))
    _tell(due)
    return 0


@command.command(
    "add",
    cls=Verb,
    short_help=_("Add user words."),
    help=_(
        "Add user words. Without a frequency the segmenter finds one that makes the word come out whole; the higher it "
        "is, the sooner the word wins over others that overlap it."
    ),
    examples=(
        ("archive words add 女职工委员会 临溪市", _("Two words.")),
        ("archive words add 防汛备汛 --frequency 2000", _("One with its frequency.")),
    ),
)
@click.argument("words", nargs=-1, required=True, metavar=_("WORD..."))
@click.option("--frequency", type=click.IntRange(min=1), metavar="N", help=_("The frequency of each of them."))
@as_json(_("What changed, as JSON."))
@wait
def add(words: Sequence[str], frequency: int | None, as_json: bool, wait: float) -> int:
    """Add user words."""
    from archive.words import dictionary

    lines = [word if frequency is None else f"{word} {frequency}" for word in words]
    return _edit(lambda text: dictionary.add(text, lines), as_json, wait)


@command.command(
    "remove",
    cls=Verb,
    short_help=_("Take user words out."),
    help=_("Take user words out."),
    examples=(("archive words remove 临溪市", _("One of them.")),),
)
@click.argument("words", nargs=-1, required=True, metavar=_("WORD..."))
@as_json(_("What changed, as JSON."))
@wait
def remove(words: Sequence[str], as_json: bool, wait: float) -> int:
    """Take user words out."""
    from archive.words import dictionary

    return _edit(lambda text: dictionary.remove(text, words), as_json, wait)


def _edit(change: Callable[[str], str], as_json: bool, wait: float) -> int:
    """Make a change and tell what it was."""
    from archive.text import fold
    from archive.words.dictionary import read

    texts = ["", ""]

    def told(text: str) -> str:
        texts[:] = text, change(text)
        return texts[1]

    with open_archive(wait=wait) as archive:
        changed = archive.edit_words(told)
        due = archive.words_due()
    before, after = ({fold(each.word): each for each in read(text)} for text in texts)
    more = [each for word, each in after.items() if word not in before]
    fewer = [each for word, each in before.items() if word not in after]
    other = [(before[word], each) for word, each in after.items() if before.get(word, each) != each]
    if as_json:
        named = {"added": more, "removed": fewer, "changed": [new for _old, new in other]}
        words = {name: [each.word for each in entries] for name, entries in named.items()}
        records.write_json({"version": 1, **words, "due": due})
        return 0
    for line in (
        *(_("{word}: added").format(word=_shown(each)) for each in more),
        *(_("{word}: taken out").format(word=_shown(each)) for each in fewer),
        *(f"{_shown(old)} → {_shown(new)}" for old, new in other),
    ):
        screen.out(screen.flat(line))
    if not changed:
        screen.note(_("Nothing to change."))
    _tell(due)
    return 0


def _shown(entry: Entry) -> str:
    return " ".join(str(part) for part in entry if part is not None)


def _tell(due: bool) -> None:
    if due:
        screen.note(_("The index was made with other user words; make it anew: archive reindex"))
