"""archive correct: put right what a record says, for good."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from archive.cli import records, screen
from archive.cli.help import AskingVerb
from archive.cli.options import as_json, open_archive, wait
from archive.messages import _, ngettext

if TYPE_CHECKING:
    from archive.corrections import Correction, Value
    from archive.notice import Notice
    from archive.store import Change

_ASSIGNMENT = re.compile(r"\s*([^\s=＝]+)\s*[=＝](.*)", re.DOTALL)
_MOST = 20
"""Notices whose changes are listed before asking."""


@click.command(
    "correct",
    cls=AskingVerb,
    short_help=_("Put right what a record says, for good."),
    help=_(
        "Put right one notice, by its id or number, or all that a query finds. Before and after are shown and you are "
        "asked. Fields, English or Chinese: issuers number title kind date addressees cc printed signature signer "
        "secrecy urgency copy_number attachments note (发文机关 发文字号 标题 文种 成文日期 主送 抄送 …). Several "
        "values are parted by ；, nothing after = takes the value away. A correction wins over whatever is read later; "
        "the value that stands there already confirms it."
    ),
    examples=(
        ("archive correct 3f9a date=2024-05-20 --why 原件手写", _("One field of one notice, with the reason.")),
        ("archive correct 澜档发〔2024〕3号 '发文机关=澜溪市档案馆；澜溪市档案局'", _("Two issuers.")),
        ("archive correct --query 'code:澜教' issuers=澜溪市教育局", _("All notices that a query finds.")),
    ),
)
@click.argument("words", nargs=-1, metavar=_("[ID|NUMBER] FIELD=VALUE..."))
@click.option("--query", metavar=_("QUERY"), help=_("Correct all notices that this query finds."))
@click.option("--why", default="", metavar=_("REASON"), help=_("The reason, for the journal."))
@click.option("-y", "--yes", is_flag=True, help=_("Do not ask."))
@click.option("--dry-run", is_flag=True, help=_("Only show what would change."))
@as_json(_("One line of JSON for each value that was changed."))
@wait
def command(
    words: Sequence[str], query: str | None, why: str, yes: bool, dry_run: bool, as_json: bool, wait: float
) -> int:
    """Put right what records say."""
    named, values = _read(words, query is not None)
    if query is not None and not query.strip():
        raise click.UsageError(_("An empty query would change every notice."))
    with open_archive(wait=wait) as archive:
        notices = [archive.get(named)] if query is None else list(archive.notices(query))
        changes = archive.changes(notices, values)
        if not changes:
            screen.note(_("Nothing to change.") if notices else _("No notice is found."))
            return 0 if notices else 1
        if not as_json:
            for line in before_and_after(notices, changes):
                screen.out(line)
        if dry_run and as_json:
            for change in changes:
                records.write_json({"version": 1, "planned": True, **asdict(change)})
        if dry_run or not (yes or agreed(_("Change this?"))):
            return 0
        made = archive.correct(changes, why)
    if as_json:
        for each in made:
            records.write_json({"version": 1, **data(each)})
    else:
        text = ngettext("{count} value corrected (act {act}).", "{count} values corrected (act {act}).", len(made))
        screen.note(text.format(count=len(made), act=made[0].act))
        screen.note(_("To take it back: archive undo"))
    return 0


def _read(words: Sequence[str], queried: bool) -> tuple[str, dict[str, Value]]:
    """The notice that is named, and the value of each field."""
    from archive import corrections

    first = next((at for at, word in enumerate(words) if _ASSIGNMENT.fullmatch(word)), len(words))
    named, assigned = " ".join(word.strip() for word in words[:first]), words[first:]
    if bool(named) == queried:
        both, none = _("Name either a notice or --query, not both."), _("Name a notice by its id or number first.")
        raise click.UsageError(both if queried else none)
    typed: dict[str, list[str]] = {}
    for word in assigned:
        match = _ASSIGNMENT.fullmatch(word)
        if match is None:
            raise click.UsageError(_("This is not FIELD=VALUE: {word}").format(word=word))
        typed.setdefault(corrections.field_named(match[1]), []).append(match[2])
    if not typed:
        raise click.UsageError(_("Say what to change, such as date=2024-05-20."))
    return named, {field: corrections.value(field, texts) for field, texts in typed.items()}


def before_and_after(notices: Sequence[Notice], changes: Sequence[Change]) -> Iterator[str]:
    """What would change, a paragraph a notice; of many notices the first."""
    from archive.library import describe

    known, columns = records.headings(), screen.columns()
    by_id = {notice.id: notice for notice in notices}
    ids = list(dict.fromkeys(change.id for change in changes))
    for identity in ids[:_MOST]:
        yield from screen.folded(screen.flat(describe(by_id[identity])), columns, hang="  ")
        for change in changes:
            if change.id == identity:
                yield from screen.folded(told(known[change.field], change.old, change.new), columns, "  ", "      ")
    if len(ids) > _MOST:
        text = ngettext("… and {count} more notice", "… and {count} more notices", len(ids) - _MOST)
        yield text.format(count=len(ids) - _MOST)


def told(field: str, old: Value, new: Value) -> str:
    """One change in a line."""
    if old == new:
        return _("{field}: {value} (confirmed)").format(field=field, value=shown(new))
    return _("{field}: {old} → {new}").format(field=field, old=shown(old), new=shown(new))


def shown(value: Value) -> str:
    """A value for people; a dash where there is none."""
    return screen.flat("；".join(value) if isinstance(value, list) else value or "") or "–"


def agreed(question: str) -> bool:
    """Whether the user says yes.

    Raises:
        click.UsageError: where there is no one to ask.
    """
    if not (sys.stdin is not None and sys.stdin.isatty()):
        raise click.UsageError(_("There is no terminal to ask at: say --yes, or --dry-run to look only."))
    answer = click.prompt(f"{question} [y/N]", default="", show_default=False, err=True)
    return str(answer).strip().lower() in ("y", "yes", "是", "好")


def data(each: Correction) -> dict[str, Any]:
    """A correction for programs."""
    return {"id": each.notice, **each.data()}
