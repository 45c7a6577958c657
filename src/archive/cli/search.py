"""archive search: notices by words, issuer, number, kind and date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from archive.cli import hits, records, screen
from archive.cli.help import AskingVerb
from archive.cli.options import as_json, narrowed, no_pager, open_archive, question
from archive.messages import _, ngettext

if TYPE_CHECKING:
    from archive.library import Archive
    from archive.search import Hit, Results

FACETS = ("issuer", "kind", "code", "year")
SORTS = ("relevance", "date", "oldest", "number", "issuer")
_PIECE = 1000


@click.command(
    "search",
    cls=AskingVerb,
    short_help=_("Find notices by words, issuer, number, kind and date."),
    help=_(
        "Find notices. Words beside each other must all be there; “…” is exactly so; NOT word or -word leaves out; "
        "OR is either. Fields: issuer: number: kind: title: to: cc: date: code: year: cites:, also in Chinese "
        "(发文机关: 文号: 文种: 标题: 主送: 抄送: 日期: 代字: 年份: 引用:). Exit status 1 when nothing is found."
    ),
    examples=(
        ("archive search 隐患排查 -i 青禾县", _("Notices of a body with these words.")),
        ("archive search -n '澜政办发[2024]18'", _("The notice of this number, however it is typed.")),
        ("archive search 防汛 -水库 --since 2024-03", _("With one word, without another, since March 2024.")),
        ("archive search 'title:档案 (扫描 OR 著录) date:2023..2024' --json", _("Fields and a range, for a program.")),
    ),
)
@question
@click.option("--sort", type=click.Choice(SORTS), help=_("Order; with words relevance, without them newest first."))
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    metavar="N",
    help=_("Show so many; 0 shows all."),
)
@click.option("--offset", type=click.IntRange(min=0), default=0, metavar="N", help=_("Leave out the first N."))
@click.option("--exact", is_flag=True, help=_("Only literal matches."))
@as_json(_("One line of JSON a hit."))
@click.option("--csv", "as_csv", is_flag=True, help=_("A table for Excel."))
@click.option("--ids", is_flag=True, help=_("Only the ids; of all that match, unless --limit is given."))
@click.option("--count", is_flag=True, help=_("Only how many."))
@click.option(
    "--facets", multiple=True, type=click.Choice(FACETS), help=_("Only how many for each value of this field.")
)
@no_pager
def command(words: Sequence[str], no_pager: bool, **options: Any) -> int:
    """Find notices."""
    modes = {name: options.pop(name) for name in ("as_json", "as_csv", "ids", "count", "facets")}
    exclusive = [name for name in ("as_csv", "ids", "count", "facets") if modes[name]]
    if len(exclusive) > 1 or (modes["as_json"] and exclusive and exclusive[0] in ("as_csv", "ids")):
        raise click.UsageError(_("--json, --csv, --ids, --count and --facets exclude each other."))
    query = " ".join(word.strip() for word in words)
    asked = {**narrowed(**{name: options[name] for name in ("issuer", "number", "kind", "under", "since", "until")})}
    asked["exact"] = options["exact"]
    window = {name: options[name] for name in ("sort", "limit", "offset")}
    with open_archive() as archive:
        if modes["ids"]:
            return _ids(archive, query, asked, window)
        if modes["count"] or modes["facets"]:
            return _totals(archive, query, asked, modes)
        found = Found(archive, query, asked, window)
        if modes["as_json"]:
            for hit in found:
                records.write_json(hit.record())
        elif modes["as_csv"]:
            records.write_csv((hit.record() for hit in found), extra=("literal", "score", "snippet"))
        else:
            return _screen(found, not no_pager)
        return found.told()


class Found:
    """The hits of a search, fetched in pieces: a program gets the first before the last are read."""

    def __init__(self, archive: Archive, query: str, asked: dict[str, Any], window: dict[str, Any]) -> None:
        self._archive, self._query, self._asked, self._sort = archive, query, asked, window["sort"]
        self._limit = window["limit"] or None
        self.offset: int = window["offset"]
        self.results: Results = self._ask(self.offset, min(self._limit or _PIECE, _PIECE))
        self.shown = 0

    def _ask(self, offset: int, limit: int) -> Results:
        return self._archive.search(self._query, **self._asked, sort=self._sort, offset=offset, limit=limit)

    def __iter__(self) -> Iterator[Hit]:
        piece = self.results.hits
        while piece:
            for hit in piece:
                self.shown += 1
                yield hit
            left = _PIECE if self._limit is None else min(self._limit - self.shown, _PIECE)
            if left <= 0 or self.offset + self.shown >= self.results.total:
                return
            piece = self._ask(self.offset + self.shown, left).hits

    def told(self, shown: bool = False) -> int:
        """Say on stderr what is not among the hits, and give the exit code."""
        results = self.results
        if not shown:
            screen.note(hits.summary(results, self.shown, self.offset))
        if 0 < self.shown < results.total and self._limit is not None and self.offset + self.shown < results.total:
            screen.note(
                _("More: --offset {offset}, or all of them with --limit 0.").format(offset=self.offset + self.shown)
            )
        remarks(results)
        return 0 if results.total else 1


def remarks(results: Results) -> None:
    """Say on stderr what the answer leaves out and what was meant perhaps."""
    if results.undated:
        text = ngettext(
            "{count} undated notice is left out by the date.",
            "{count} undated notices are left out by the date.",
            results.undated,
        )
        screen.note(text.format(count=results.undated))
    for line in results.notes:
        screen.note(screen.flat(line))


def _screen(found: Found, pager: bool) -> int:
    results = found.results
    results.hits[:] = list(found)
    lines = hits.draw(results, screen.columns(), screen.in_colour())
    ended = screen.on_terminal() and bool(lines)
    if ended:
        lines += ["", hits.summary(results, found.shown, found.offset)]
    screen.show(lines, pager)
    return found.told(shown=ended)


def _ids(archive: Archive, query: str, asked: dict[str, Any], window: dict[str, Any]) -> int:
    source = click.get_current_context().get_parameter_source("limit")
    if window["sort"] or window["offset"] or (source is not None and source.name != "DEFAULT"):
        ids: Iterator[str] = (hit.notice.id for hit in Found(archive, query, asked, window))
    else:
        ids = archive.ids(query, **asked)
    count = 0
    for each in ids:
        screen.out(each)
        count += 1
    remarks(archive.search(query, **asked, limit=0))
    return 0 if count else 1


def _totals(archive: Archive, query: str, asked: dict[str, Any], modes: dict[str, Any]) -> int:
    results = archive.search(query, **asked, limit=0, facets=modes["facets"])
    if modes["count"]:
        if modes["as_json"]:
            names = ("total", "literal", "undated")
            records.write_json({"version": 1, **{name: getattr(results, name) for name in names}})
        else:
            screen.out(str(results.total))
    for field, values in results.facets.items():
        if modes["as_json"]:
            for value, count in values:
                records.write_json({"version": 1, "field": field, "value": value, "count": count})
        else:
            screen.out({"issuer": _("issuer"), "kind": _("kind"), "code": _("code"), "year": _("year")}[field])
            for line in hits.facet_lines(values):
                screen.out(line)
    screen.note(hits.counted(results.total, results.literal))
    remarks(results)
    return 0 if results.total else 1
