"""archive review: the values a person should look at, one by one, with the page beside them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from archive.cli import correct, records, screen
from archive.cli.help import AskingVerb
from archive.cli.options import as_json, narrowed, no_pager, open_archive, question
from archive.errors import ArchiveError, NotFound
from archive.messages import _, ngettext

if TYPE_CHECKING:
    from archive.corrections import Correction, Value
    from archive.library import Archive
    from archive.notice import Evidence, Notice
    from archive.store import Doubt

_AROUND = 3
"""Printed lines shown above and below the one that a value was read from."""


@click.command(
    "review",
    cls=AskingVerb,
    short_help=_("Look through the values that may be wrong."),
    help=_(
        "Go through the values that may be wrong or are missing, one by one, with what is printed around them: a "
        "accepts, c changes, s or Enter skips, b goes back, q ends; a correction that has lost its notice is given to "
        "one by its digit, or discarded with d. What you accept or change is a correction: journaled, kept through "
        "every later reading, and undone by archive undo. With a query or an id only these notices."
    ),
    examples=(
        ("archive review", _("All that is open.")),
        ("archive review --list -i 青禾县", _("A list, of some notices.")),
        ("archive review --json", _("The same for a program.")),
    ),
)
@question
@click.option("--list", "as_list", is_flag=True, help=_("Only list them."))
@as_json(_("A list for a program: one line of JSON a value."))
@no_pager
def command(words: Sequence[str], as_list: bool, as_json: bool, no_pager: bool, **options: Any) -> int:
    """Look through the values that may be wrong."""
    with open_archive() as archive:
        doubts = _open(archive, " ".join(word.strip() for word in words), narrowed(**options))
        if doubts is None:
            screen.note(_("No notice is found."))
            return 1
        if as_json:
            for doubt, notice in _with_notices(archive, doubts):
                records.write_json(data(doubt, notice))
        elif as_list:
            lines = [line for doubt, notice in _with_notices(archive, doubts) for line in listed(doubt, notice)]
            screen.show(lines, not no_pager)
        elif doubts:
            if not (sys.stdin is not None and sys.stdin.isatty() and screen.on_terminal()):
                raise click.UsageError(_("There is no terminal to ask at: --list only lists."))
            return _Walk(archive, doubts).run()
    text = ngettext("{count} value to look at.", "{count} values to look at.", len(doubts))
    screen.note(text.format(count=len(doubts)) if doubts else _("Nothing to look at."))
    return 0


def _open(archive: Archive, query: str, asked: dict[str, Any]) -> list[Doubt] | None:
    """What is open of the notices that a query finds or an id names; None where there is none of these."""
    if re.fullmatch("[0-9a-f]{4,64}(-[0-9]*)?", query):
        with suppress(NotFound):
            named = archive.get(query).id
            return [doubt for doubt in archive.doubts() if doubt.id == named]
    if (query or any(asked.values())) and not archive.search(query, **asked, limit=0).total:
        return None
    return archive.doubts(query, **asked)


def _with_notices(archive: Archive, doubts: Sequence[Doubt]) -> Iterator[tuple[Doubt, Notice | None]]:
    found = {notice.id: notice for notice in archive.read({doubt.id for doubt in doubts if doubt.id})}
    return ((doubt, found.get(doubt.id)) for doubt in doubts)


def reasons() -> dict[str, str]:
    """Why a value should be looked at, in the user's words."""
    return {
        "unsure": _("read by a rule that may be wrong"),
        "inferred": _("not printed; inferred from the code of the number"),
        "missing": _("none was found"),
        "detached": _("a correction whose notice is not found any more"),
    }


def evidence(doubt: Doubt, notice: Notice | None) -> Evidence | None:
    """The unsure evidence of a value."""
    rests = notice.evidence if notice else []
    return next((each for each in rests if each.field == doubt.field and not each.sure), None)


def data(doubt: Doubt, notice: Notice | None) -> dict[str, Any]:
    """A value to look at, for programs."""
    from archive.corrections import get

    rests = evidence(doubt, notice)
    return {
        "version": 1,
        "reason": doubt.reason,
        "id": doubt.id or None,
        "field": doubt.field,
        "value": get(notice, doubt.field) if notice else None,
        "candidate": rests.value if rests else None,
        "rule": rests.rule if rests else None,
        "page": rests.page if rests else None,
        "line": rests.line if rests else None,
        "words": rests.words if rests else None,
        "path": notice.source.path if notice else None,
        "correction": correct.data(doubt.correction) if doubt.correction else None,
    }


def listed(doubt: Doubt, notice: Notice | None) -> list[str]:
    """A value to look at, as lines."""
    from archive.corrections import get

    field = records.headings()[doubt.field]
    if doubt.correction is not None:
        said = correct.told(field, doubt.correction.old, doubt.correction.new)
        line = f"?  {said}  {reasons()[doubt.reason]}: {screen.flat(_of(doubt.correction))}"
    else:
        assert notice is not None
        value = correct.shown(get(notice, doubt.field))
        rests = evidence(doubt, notice)
        line = f"{doubt.id}  {field}: {value}  {reasons()[doubt.reason]}" + (f" ({rests.rule})" if rests else "")
    return screen.folded(line, screen.columns(), hang="    ")


def _of(correction: Correction) -> str:
    """The notice that a correction was made of, as it was read then."""
    mark = correction.fingerprint
    return "  ".join(filter(None, (mark.number, mark.title or mark.words)))


class _Walk:
    """One sitting: each value in turn, each decision committed at once.

    Args:
        archive: the archive.
        doubts: what to look at, in order.
    """

    def __init__(self, archive: Archive, doubts: Sequence[Doubt]) -> None:
        self.archive, self.doubts = archive, doubts
        self.done = 0

    def run(self) -> int:
        at = 0
        while at < len(self.doubts):
            step = self.ask(at)
            if step is None:
                break
            at = max(0, at + step)
        screen.out("")
        screen.out(ngettext("{count} decision.", "{count} decisions.", self.done).format(count=self.done))
        if self.done:
            screen.out(_("To take it back: archive undo"))
        return 0

    def ask(self, at: int) -> int | None:
        """Shows one value and does what the key says; gives how far to go on, None for the end."""
        doubt = self.doubts[at]
        notice = next(iter(self.archive.read([doubt.id])), None) if doubt.id else None
        screen.out("")
        screen.out(_("{at} of {count}").format(at=at + 1, count=len(self.doubts)))
        for line in self.shown(doubt, notice):
            screen.out(line)
        keys = self.keys(doubt, notice)
        screen.out("  ".join(f"[{key}] {meaning}" for key, meaning in keys.items()))
        while True:
            try:
                key = click.getchar().lower()
            except (KeyboardInterrupt, EOFError):
                return None
            if key in ("\x03", "\x04", "q"):
                return None
            if key not in keys and key != "\r":
                continue
            try:
                step = self.act(key, doubt, notice)
            except ArchiveError as error:
                screen.out(screen.flat(error.message))
                continue
            if step is not None:
                return step

    def keys(self, doubt: Doubt, notice: Notice | None) -> dict[str, str]:
        """What may be pressed, and what it does."""
        if doubt.correction is not None:
            here = self.candidates(doubt)
            choices = {str(at): each.id for at, each in enumerate(here[:9], 1)}
            return {**choices, "d": _("discard"), "s": _("skip"), "b": _("back"), "q": _("end")}
        from archive.corrections import get

        rests = evidence(doubt, notice)
        empty = notice is not None and not get(notice, doubt.field)
        take = {"t": _("take {value}").format(value=screen.flat(rests.value))} if rests and empty else {}
        accept = _("there is none") if empty else _("accept")
        return {"a": accept, **take, "c": _("change"), "s": _("skip"), "b": _("back"), "q": _("end")}

    def candidates(self, doubt: Doubt) -> list[Notice]:
        """The notices of the file that a detached correction came from."""
        assert doubt.correction is not None
        return self.archive.of_content(doubt.correction.sha256)

    def act(self, key: str, doubt: Doubt, notice: Notice | None) -> int | None:
        """Does what a key says; None where the user thought better of it."""
        from archive import corrections

        if key in ("s", "\r"):
            return 1
        if key == "b":
            return -1
        if doubt.correction is not None:
            if key != "d":
                self.archive.assign(doubt.correction, self.candidates(doubt)[int(key) - 1])
            elif correct.agreed(_("Discard this correction for good?")):
                self.archive.discard(doubt.correction)
            else:
                return 0
            return 1
        assert notice is not None
        if key == "a":
            value = corrections.get(notice, doubt.field)
        elif key == "t":
            rests = evidence(doubt, notice)
            value = corrections.value(doubt.field, [rests.value] if rests else [])
        else:
            value = self.typed(doubt.field, corrections.get(notice, doubt.field))
        self.archive.correct(self.archive.changes([notice], {doubt.field: value}))
        self.done += 1
        return 1

    def typed(self, field: str, now: Value) -> Value:
        """A value that the user types, asked for until it is one; the present one where he types nothing."""
        from archive.corrections import value

        shown = correct.shown(now).removesuffix("–")
        asked = _("{field} (- for none)").format(field=records.headings()[field])
        while True:
            said = click.prompt(asked, default=shown, show_default=bool(shown)).strip()
            if not said or said == shown:
                return now
            try:
                return value(field, [] if said == "-" else [said])
            except ArchiveError as error:
                screen.out(screen.flat(error.message))
                screen.out(screen.flat(error.advice))

    def shown(self, doubt: Doubt, notice: Notice | None) -> Iterator[str]:
        """The lines that show one value: the notice, the value, why it is asked, and what is printed there."""
        from archive.corrections import get
        from archive.library import describe

        columns, known = screen.columns(), records.headings()
        if doubt.correction is not None:
            each = doubt.correction
            yield from screen.folded(correct.told(known[each.field], each.old, each.new), columns)
            said = "  ".join(filter(None, (each.who, each.at[:10], each.why)))
            yield from screen.folded(screen.flat(said), columns, "  ")
            yield from screen.folded(screen.flat(_of(each)), columns, "  ")
            yield reasons()[doubt.reason]
            for at, candidate in enumerate(self.candidates(doubt)[:9], 1):
                yield from screen.folded(f"{at}  {screen.flat(describe(candidate))}", columns, "  ", "     ")
            return
        assert notice is not None
        yield from screen.folded(screen.flat(describe(notice)), columns, hang="  ")
        value = f"{known[doubt.field]}: {correct.shown(get(notice, doubt.field))}"
        yield from screen.folded(value, columns)
        rests = evidence(doubt, notice)
        if doubt.field in notice.corrected:
            yield _("decided")
        else:
            yield reasons()[doubt.reason] + (f" ({rests.rule})" if rests else "")
        yield from around(notice, rests, columns, screen.in_colour())


def around(notice: Notice, rests: Evidence | None, columns: int, colour: bool) -> Iterator[str]:
    """The printed lines around the one that a value was read from, that one marked; else the first and last ones."""
    lines = printed(notice)
    there = [(page, line) for page, line, _text in lines]
    at = there.index((rests.page, rests.line)) if rests and (rests.page, rests.line) in there else None
    if at is not None:
        wanted = list(range(max(0, at - _AROUND), min(len(lines), at + _AROUND + 1)))
    else:
        ends = (range(2 * _AROUND), range(len(lines) - 2 * _AROUND, len(lines)))
        wanted = sorted({each for end in ends for each in end if 0 <= each < len(lines)})
    before = None
    for each in wanted:
        page, line, text = lines[each]
        if before is not None and each != before + 1:
            yield "  …"
        before = each
        mark = ">" if each == at else " "
        place = f"{mark} {page}:{line:<4}"
        for shown in screen.folded(screen.flat(text), columns, place, " " * len(place)):
            yield screen.BOLD + shown + screen.PLAIN if colour and each == at else shown


def printed(notice: Notice) -> list[tuple[int, int, str]]:
    """The printed lines of a notice: page, line and text of each."""
    starts = [*(offset for offset, _page, _line in notice.lines), len(notice.text)]
    return [
        (page, line, notice.text[start:end].strip())
        for (start, page, line), end in zip(notice.lines, starts[1:], strict=True)
    ]
