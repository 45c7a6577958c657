"""archive issuers confirm, alias, code, parent, predecessor: what people say of issuers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any, TypeVar

import click

from archive.cli import screen
from archive.cli.help import Verb
from archive.cli.options import open_archive, wait
from archive.errors import NotFound
from archive.messages import _, ngettext

if TYPE_CHECKING:
    from archive.issuers import Authority, Issuer
    from archive.library import Archive
    from archive.register import Inference, Register

F = TypeVar("F", bound=Callable[..., Any])
_MOST = 20
"""Notices that are listed."""


def new(command: F) -> F:
    """The option --new of verbs that take names."""
    return click.option(
        "--new", is_flag=True, help=_("Take names as they are typed, also such as neither a notice nor an entry bears.")
    )(command)


def full(register: Register, name: str, new: bool) -> str:
    """The full name that is meant.

    Raises:
        NotFound: for one that nothing bears, unless ``new``; the advice says how to insist.
    """
    try:
        return register.full(name, as_typed=new)
    except NotFound as error:
        insist = _("if it is right all the same, say --new")
        raise NotFound(error.message, _("; ").join(filter(None, (error.advice, insist)))) from error


def edit(archive: Archive, register: Register, change: Callable[[str], str], foretold: bool = False) -> int:
    """Make a change and tell what it was, a line an issuer.

    Args:
        archive: the archive.
        register: its issuers before the change.
        change: gives the new text of issuers.toml for the present one.
        foretold: which issuers are inferred otherwise has been told already.
    """
    from archive.issuers import Authority

    lines: list[str] = []
    inferences: list[Inference] = []

    def told(text: str) -> str:
        changed = change(text)
        if changed != text:
            after = Authority.read(changed)
            lines[:] = differences(Authority.read(text), after)
            inferences[:] = register.inferences(after)
        return changed

    if not archive.edit_issuers(told):
        screen.note(_("Nothing to change."))
        return 0
    for line in lines:
        screen.out(screen.flat(line))
    for line in inferred(() if foretold else inferences):
        screen.out(line)
    return 0


def inferred(found: Sequence[Inference]) -> Iterator[str]:
    """The notices that another issuer is inferred for, a line each; of many the first."""
    if found:
        yield from screen.folded(_("By the code of the number, where no issuer is printed:"), screen.columns())
    for each in found[:_MOST]:
        before, after = (
            _("{name} (confirmed)").format(name=name) if confirmed else name or "–"
            for name, confirmed in (each.before, each.after)
        )
        line = f"{each.id}  {each.number}  {before} → {after}"
        yield from screen.folded(screen.flat(line), screen.columns(), "  ", "      ")
    if len(found) > _MOST:
        more = ngettext("… and {count} more notice", "… and {count} more notices", len(found) - _MOST)
        yield more.format(count=len(found) - _MOST)


def differences(before: Authority, after: Authority) -> Iterator[str]:
    """What changed from one authority file to the next, a line an issuer."""
    known = {each.name: each for each in before.issuers}
    for each in after.issuers:
        said = list(_said(known.pop(each.name, None), each))
        if said:
            yield _("{name}: {changes}").format(name=each.name, changes=_("; ").join(said))
    for name in known:
        yield _("{name}: taken out").format(name=name)


def _said(old: Issuer | None, entry: Issuer) -> Iterator[str]:
    from archive.issuers import Issuer

    if old is None:
        yield _("confirmed")
        old = Issuer(entry.name)
    lists = (
        (old.aliases, entry.aliases, _("alias {names}"), _("no longer alias {names}")),
        (old.codes, entry.codes, _("code {names}"), _("no longer code {names}")),
    )
    for before, now, more, less in lists:
        for words, text in ((_without(now, before), more), (_without(before, now), less)):
            if words:
                yield text.format(names=_(", ").join(words))
    if old.parent != entry.parent:
        yield _("parent {old} → {new}").format(old=old.parent or "–", new=entry.parent or "–")
    for each in entry.predecessors:
        if each not in old.predecessors:
            text = _("predecessor {name} (until {date})") if each.until else _("predecessor {name}")
            yield text.format(name=each.name, date=each.until)


def _without(words: Sequence[str], others: Sequence[str]) -> list[str]:
    return [word for word in words if word not in others]


@click.command(
    "confirm",
    cls=Verb,
    short_help=_("Enter issuers that were seen in notices."),
    help=_(
        "Enter issuers under their full names, with the codes that no other issuer of notices here bears. A code "
        "that others bear too is named and left out; archive issuers code takes it."
    ),
    examples=(("archive issuers confirm 云川省总工会 临溪市教育局", _("Two of them, with their codes.")),),
)
@click.argument("names", nargs=-1, required=True, metavar=_("NAME..."))
@new
@wait
def confirm(names: Sequence[str], new: bool, wait: float) -> int:
    """Enter issuers."""
    from archive import issuers

    with open_archive(wait=wait) as archive:
        register = archive.register()
        entries = [
            {"name": name, "codes": _own_codes(register, name)}
            for name in dict.fromkeys(full(register, name, new) for name in names)
        ]
        return edit(archive, register, lambda text: issuers.include(text, entries))


def _own_codes(register: Register, name: str) -> list[str]:
    """The codes seen that are an issuer's alone; of the others it is said whose they are too."""
    found = []
    for code in register.body(name).codes:
        others = register.others(name, code)
        if others:
            text = _("{code} is not taken for {name}; it is also of {others}")
            screen.note(screen.flat(text.format(code=code, name=name, others=_(", ").join(others))))
        else:
            found.append(code)
    return found


def words_of(name: str, words: Sequence[str], change: Callable[[str, str, str], str], new: bool, wait: float) -> int:
    """Give an issuer words, or take them away.

    Args:
        name: of the issuer, as typed.
        words: the aliases or codes.
        change: from text, full name and word to the new text.
        new: as ``full`` takes it.
        wait: seconds to wait for another writer.
    """
    with open_archive(wait=wait) as archive:
        register = archive.register()
        issuer = full(register, name, new)
        return edit(archive, register, lambda text: reduce(lambda done, word: change(done, issuer, word), words, text))


@click.command(
    "alias",
    cls=Verb,
    short_help=_("Give an issuer another name."),
    help=_(
        "Give an issuer other names: a search for any of them finds the notices that bear any. What the notices print "
        "stays. A name that has an entry of its own: archive issuers merge."
    ),
    examples=(("archive issuers alias 云川省总工会 省总工会 云川总工会", _("Two aliases.")),),
)
@click.argument("name", metavar=_("NAME"))
@click.argument("aliases", nargs=-1, required=True, metavar=_("ALIAS..."))
@new
@wait
def alias(name: str, aliases: Sequence[str], new: bool, wait: float) -> int:
    """Give an issuer other names."""
    from archive import issuers

    return words_of(name, aliases, issuers.alias, new, wait)


@click.command(
    "unalias",
    cls=Verb,
    short_help=_("Take another name away."),
    help=_("Take other names away from an issuer."),
    examples=(("archive issuers unalias 云川省总工会 云川总工会", _("One alias.")),),
)
@click.argument("name", metavar=_("NAME"))
@click.argument("aliases", nargs=-1, required=True, metavar=_("ALIAS..."))
@wait
def unalias(name: str, aliases: Sequence[str], wait: float) -> int:
    """Take other names away from an issuer."""
    from archive import issuers

    return words_of(name, aliases, issuers.unalias, False, wait)


@click.command(
    "code",
    cls=Verb,
    short_help=_("Say that an agency code is an issuer's."),
    help=_(
        "Say that agency codes (代字, 云工发 in 云工发〔2024〕9号) are an issuer's. A notice that bears one and prints "
        "no issuer gets this one, marked inferred."
    ),
    examples=(("archive issuers code 云川省总工会 云工发 云工办", _("Two codes.")),),
)
@click.argument("name", metavar=_("NAME"))
@click.argument("codes", nargs=-1, required=True, metavar=_("CODE..."))
@new
@wait
def code(name: str, codes: Sequence[str], new: bool, wait: float) -> int:
    """Say that agency codes are an issuer's."""
    from archive import issuers, number

    for each in codes:
        found = number.find(each)
        if found:
            text = _("This is a whole document number: {number}; its code is {code}.")
            raise click.UsageError(text.format(number=each, code=found[0].number.code))
    return words_of(name, codes, issuers.code, new, wait)


@click.command(
    "uncode",
    cls=Verb,
    short_help=_("Take an agency code away."),
    help=_("Take agency codes away from an issuer; what was inferred by them goes too, or follows from the notices."),
    examples=(("archive issuers uncode 云川省总工会 云工办", _("One code.")),),
)
@click.argument("name", metavar=_("NAME"))
@click.argument("codes", nargs=-1, required=True, metavar=_("CODE..."))
@wait
def uncode(name: str, codes: Sequence[str], wait: float) -> int:
    """Take agency codes away from an issuer."""
    from archive import issuers

    return words_of(name, codes, issuers.uncode, False, wait)


@click.command(
    "parent",
    cls=Verb,
    short_help=_("Say what stands above an issuer."),
    help=_(
        "Say what stands above an issuer; archive search --under finds by it. Names that begin with the full name of "
        "another, such as 云川省总工会女职工部, stand below that one without saying so."
    ),
    examples=(
        ("archive issuers parent 临溪市总工会 云川省总工会", _("临溪市总工会 stands below 云川省总工会.")),
        ("archive issuers parent 云川省总工会 中华全国总工会 --new", _("Below one that has no notice here.")),
        ("archive issuers parent 临溪市总工会 --none", _("Take it back.")),
    ),
)
@click.argument("name", metavar=_("NAME"))
@click.argument("parent", required=False, metavar=_("[PARENT]"))
@click.option("--none", "none", is_flag=True, help=_("Nothing stands above it."))
@new
@wait
def parent(name: str, parent: str | None, none: bool, new: bool, wait: float) -> int:
    """Say what stands above an issuer."""
    from archive import issuers

    if (parent is None) != none:
        raise click.UsageError(_("Name what stands above it, or say --none."))
    with open_archive(wait=wait) as archive:
        register = archive.register()
        issuer = full(register, name, new)
        above = None if parent is None else full(register, parent, new)
        return edit(archive, register, lambda text: issuers.parent(text, issuer, above))


@click.command(
    "predecessor",
    cls=Verb,
    short_help=_("Say what was there before an issuer."),
    help=_("Say which body an issuer came after, and until when that one was there."),
    examples=(
        (
            "archive issuers predecessor 云川省教育厅 云川省教育委员会 --until 2000-05-31 --new",
            _("The body before it, which has no notice here, and its last day."),
        ),
    ),
)
@click.argument("name", metavar=_("NAME"))
@click.argument("old", metavar=_("OLD"))
@click.option("--until", metavar=_("DATE"), help=_("Its last day, month or year."))
@new
@wait
def predecessor(name: str, old: str, until: str | None, new: bool, wait: float) -> int:
    """Say what was there before an issuer."""
    from archive import issuers

    with open_archive(wait=wait) as archive:
        register = archive.register()
        issuer, former = full(register, name, new), full(register, old, new)
        return edit(archive, register, lambda text: issuers.predecessor(text, issuer, former, until))
