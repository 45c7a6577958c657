"""The parser's rules by name, each with what stands in its place when it is switched off.

A rule is a function or a pattern of ``archive.parse``. Off, a function gives what it gives where the rule does not
apply, and a pattern matches nothing (a guard, everything).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from archive.parse import heads, kinds, masthead
from archive.parse.nesting import Part


@dataclass(frozen=True)
class Rule:
    """A rule and how it is switched off.

    Attributes:
        name: what it does, in a few words.
        target: where it stands below ``archive.parse``: ``boilerplate.top``, ``rows.Row.wrapped``.
        instead: a pattern, or a function that is given the rule's own function and then what that is given.
        alone: it is switched off only in the module where it stands, not where others import it from there.
    """

    name: str
    target: str
    instead: re.Pattern[str] | Callable[..., Any]
    alone: bool = False


NEVER = re.compile(r"(?!)")
ALWAYS = re.compile("")


def give(value: Any) -> Callable[..., Any]:
    """A function that gives the same whatever it is given; a list is a new one each time."""
    return lambda own, *_, **__: value.copy() if isinstance(value, list | dict) else value


def argument(place: int) -> Callable[..., Any]:
    """A function that gives back one of its arguments."""
    return lambda own, *given, **_: given[place]


def without(pattern: str) -> Callable[..., Any]:
    """The rule's own function, but None for a match that holds the pattern."""
    return lambda own, found: None if re.search(pattern, found[0]) else own(found)


def _one_part(own: Callable[..., Any], rows: list[Any]) -> list[Part]:
    return [Part(heads.read(rows, 0, len(rows)), list(range(len(rows))))] if rows else []


def _one_line(own: Callable[..., Any], rows: list[Any], at: int, stop: int) -> Any:
    return own(rows, at, min(stop, at + 1))


def _first_turn(own: Callable[..., Any], words: str) -> int:
    found = re.search("关于|關於|转发|轉發|批转|批轉|印发|印發", words)
    return found.start() if found else -1


BANNERS = [
    Rule("top of a web page", "boilerplate.top", argument(1)),
    Rule("title that a browser shows", "boilerplate.site_title", argument(1)),
    Rule("foot of a web page", "boilerplate.is_tail", give(False)),
    Rule("number before a page's title", "boilerplate._NUMBERED", NEVER),
    Rule("tables of contents", "boilerplate.is_contents", give(False)),
    Rule("addresses of readers", "boilerplate._ADDRESS", NEVER),
    Rule("page marks run into a line", "rows._GLUED", NEVER),
    Rule("lines of a social network", "boilerplate._is_of_account", give(False)),
    Rule("running heads", "rows._mark_running_heads", give(None)),
    Rule("path through a web site", "boilerplate.is_path", give(False)),
    Rule("rules and stars", "boilerplate.is_ornament", give(False)),
    Rule("label：value lines", "boilerplate.label", give(None)),
    Rule("labelled 成文日期", "boilerplate.dated", give(False)),
    Rule("banner above the masthead", "heads._skip_banner", argument(2)),
]
NAMES = [
    Rule("names parted by wide blanks or 、", "names._WIDE", NEVER),
    Rule("names parted by one blank", "names._BLANK", NEVER),
    Rule("letter-spaced names", "names.close", argument(0), alone=True),
    Rule("文件 off a name", "names._SHEET", NEVER),
    Rule("（盖章） off a name", "names._SEAL", NEVER),
    Rule("words no name begins with", "names._NOT_START", NEVER),
    Rule("words no name holds", "names._INSIDE", NEVER),
    Rule("names that lean on no other", "names.headed", give(False)),
    Rule("names over two lines", "rows.Row.wrapped", give("")),
    Rule("row of names over two lines", "rows.Row.of_row", give([])),
    Rule("names without blanks between them", "names._fused", give([])),
    Rule("compatibility ideographs", "rows._COMPATIBLE", NEVER),
]
MASTHEADS = [
    Rule("份号, 密级, 紧急程度", "masthead.marks", give({})),
    Rule("签发人", "masthead.signer", give(None)),
    Rule("number without a code", "masthead._bare_number", give([])),
    Rule("number with blanks in it", "masthead._BRACKETED", NEVER),
    Rule("only a number on its line", "masthead._only", give(True)),
    Rule("label before a number", "masthead._BEFORE_NUMBER", NEVER),
    Rule("label beside a number", "masthead._BESIDE", NEVER),
    Rule("number in brackets below a title", "masthead.is_bracketed", give(False)),
    Rule("发电单位：", "masthead._SENDER", NEVER),
    Rule("name with 令, 公告, 纪要", "masthead.is_sheet", give(False)),
    Rule("令 or 公告 alone on a line", "masthead.is_sheet_word", give(False)),
    Rule("会议纪要 alone on a line", "masthead._MINUTES", NEVER),
    Rule("文种 of a masthead", "masthead.sheet_kind", give(None)),
    Rule("title that is a masthead too", "masthead.sheet_names", give([])),
    Rule("gazette masthead", "masthead.is_gazette", give(False)),
    Rule("masthead of a meeting", "masthead._MEETING", NEVER),
    Rule("body whose meeting a title names", "masthead.meeting_names", give([])),
    Rule("office and day below 纪要", "masthead.is_name_and_day", give(False)),
    Rule("no masthead above a subtitle", "masthead.in_masthead", lambda own, rows, at: masthead.is_masthead(rows[at])),
    Rule("附件 above a head", "masthead.is_attached", give(False)),
]
HEADS = [
    Rule("lines below the title", "heads._below_title", argument(2)),
    Rule("issuer and date below the title", "heads._signed_below", give(False)),
    Rule("double-spaced pages", "heads._double_spaced", give(False)),
    Rule("issuer as the title's first line", "heads._own_first_line", give(None)),
    Rule("labels that fill in a head", "heads._labelled", give(None)),
]
TITLES = [
    Rule("titles over several lines", "title._block", _one_line),
    Rule("two phrases as on a banner", "title._is_slogan", give(False)),
    Rule("slogan above a name", "title._stands_alone", give(False)),
    Rule("text that is no title", "title._is_paragraph", give(False)),
    Rule("where a title is complete", "title._done", lambda own, joined: kinds.kind(joined) is not None),
    Rule("lines no title has", "title.titleish", lambda own, row: 1 <= len(row.flat) <= 60 and not row.line.row),
    Rule("other type or gap ends a title", "title._parted", give(False)),
    Rule("addressees end a title", "title._addressed", give(False)),
    Rule("subtitles", "title._subtitles", lambda own, rows, block, stop: block[-1] + 1),
    Rule("banner lines above 关于", "title._without_banner", argument(1)),
    Rule("办法, 规定 as a title", "title._rules", give(0)),
    Rule("title without 文种 set alike", "title._of_a_piece", argument(1)),
    Rule("open 《 in a title", "title.balanced", give(True)),
    Rule("关于 outside 《》", "title.turn", _first_turn),
    Rule("break between two organisations", "title._parts_names", give(False)),
    Rule("blanks within a title line", "title._closed", lambda own, line: "".join(line.split())),
    Rule("主旨 over a comma", "title._goes_on", give(False)),
    Rule("主旨", "title.is_subject", give(False)),
    Rule("题注", "title.adoption", give(None)),
    Rule("title of what an order promulgates", "reading._Reading._promulgated", give(None)),
    Rule("文种 before brackets", "kinds._SUBTITLE", NEVER),
    Rule("文种 said in the text", "kinds.said", give(None)),
]
ADDRESSEES = [
    Rule("addressees", "addressees.read", give(None)),
    Rule("addressees on the text's line", "addressees.before_text", give(None)),
    Rule("words that tell of readers", "addressees._names_them", give(True)),
    Rule("words no addressee holds", "addressees._NOT", NEVER),
    Rule("label before addressees", "addressees._LABEL", NEVER),
    Rule("pieces that lean on others", "addressees._alone", argument(0)),
    Rule("brackets hold addressees together", "addressees._parts",
         lambda own, said, marks: [part for part in re.split(f"[{marks}]", said) if part]),
]  # fmt: skip
ISSUERS = [
    Rule("issuers from the masthead", "issuers.choose", lambda own, head, *rest: own([], *rest)),
    Rule("issuers from the signature", "issuers.choose", lambda own, head, signed, *rest: own(head, [], *rest)),
    Rule(
        "issuers from the title", "issuers.choose", lambda own, head, signed, title, last: own(head, signed, [], last)
    ),
    Rule("issuers from the imprint", "issuers.choose", lambda own, *given: own(*given[:3], [])),
    Rule("organisations a title begins with", "issuers.of_title", give([])),
    Rule("shortened names", "issuers.short_of", lambda own, short, name: short == name),
    Rule("unit of a university or company", "issuers._of_parent", argument(0)),
    Rule("校 for the school's name", "issuers._of_school", argument(0)),
]
DATES = [
    Rule("years of the Republic", "dates._iso", without("[国國]")),
    Rule("dates in Chinese numerals", "dates._iso", without("[一二三四五六七八九十]")),
    Rule("○ ０ O for 〇", "dates._iso", without("[○零０ＯOoО◯]")),
    Rule("dates with blanks", "dates._iso", without(r"\s")),
    Rule("dotted dates", "dates._SHORT", NEVER),
    Rule("time beside a date", "dates._TIME", NEVER),
    Rule("date alone on its line", "dates.whole", give(None)),
]
CLOSINGS = [
    Rule("signature above the date", "closing._signature", give([])),
    Rule("signature without a day", "closing._undated", give(None)),
    Rule("date beside the signature", "closing._day", lambda own, row: (row.date, "")),
    Rule("date alone at the end", "closing._stands_apart", give(False)),
    Rule("post and person", "closing._person", give(None)),
    Rule("several names sign on a line", "closing._joined_names", give(False)),
    Rule("who signs below the text", "closing.signers", give([])),
    Rule("附注", "closing.note", give(None)),
    Rule("抄送, 正本, 副本", "closing.copies", give([])),
    Rule("印发 line", "closing.printed", give(None)),
    Rule("lines of the colophon", "closing.colophon", give(False)),
    Rule("附件 as a heading", "closing.heading", give(False)),
    Rule("list of attachments", "closing.attachments", give([])),
    Rule("wrapped names of attachments", "closing._wraps", give(False)),
    Rule("text that breaks off", "reading._Reading._cut", give(False)),
]
CITATIONS = [
    Rule("number beside a cited title", "citations._beside", give(None)),
    Rule("titles in a list of documents", "citations._listed", lambda own, text, numbers: [None] * len(numbers)),
    Rule("only documents are cited", "citations._DOCUMENT", ALWAYS),
    Rule("what is put into force", "citations.enacted", give(None)),
    Rule("each once, title and number joined", "citations._once", argument(0)),
]
SEVERAL = [
    Rule("several notices in a file", "split.split", _one_part),
    Rule("heads without a number", "split._unnumbered", give(None)),
    Rule("letters to the public", "split._open_letter", give(None)),
    Rule("one web page after another", "split._web_page", give(None)),
    Rule("labelled lines of a head", "split._labelled_above", give(0)),
    Rule("heads of a title alone", "split._after_closing", give(None)),
    Rule("number that heads a notice", "split._clear", give(True)),
    Rule("what may follow a notice", "split._may_follow", give(True)),
    Rule("lines of a head above its number", "split._climb", argument(1)),
    Rule("title above its number", "split._title_above", argument(1)),
    Rule("words before the first head", "split._is_preamble", give(False)),
    Rule("title alone below another notice", "split._after_notice", give(None)),
    Rule("form that a notice went out with", "split._is_form", give(False)),
    Rule("pages that go on counting", "nesting._goes_on", give(None)),
    Rule("end signed by the outer notice", "nesting._signed_by_outer", give(None)),
    Rule("outer notice after words broken off", "nesting._after_broken_off", give(None)),
    Rule("forwarded notices linked", "nesting.link", argument(1)),
    Rule("second colophon", "nesting._second_colophon", give(None)),
]
RULES = [
    *BANNERS, *NAMES, *MASTHEADS, *HEADS, *TITLES, *ADDRESSEES, *ISSUERS, *DATES, *CLOSINGS, *CITATIONS, *SEVERAL,
]  # fmt: skip
