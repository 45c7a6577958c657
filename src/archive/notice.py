"""Plain data: a Notice, where it came from, and what each of its fields rests on. No I/O."""

from __future__ import annotations

from collections.abc import Callable
from operator import index
from typing import TYPE_CHECKING, Any

from archive.messages import _
from archive.plain import dataclass, field

VERSION = 1
MEMBER = "!/"
"""What stands between the path of a container and the name of a member."""

FIELDS = (
    "issuers", "number", "title", "kind", "date", "addressees", "cc", "printed", "signature", "signer",
    "secrecy", "urgency", "copy_number", "attachments", "note",
)  # fmt: skip
LISTS = ("issuers", "addressees", "cc", "signature", "attachments")
"""Those of ``FIELDS`` that have several values."""


def labels() -> dict[str, str]:
    """What each of ``FIELDS`` is called in the user's language."""
    return {
        "issuers": _("issuers"),
        "number": _("number"),
        "title": _("title"),
        "kind": _("kind"),
        "date": _("date"),
        "addressees": _("addressees"),
        "cc": _("cc"),
        "printed": _("printed"),
        "signature": _("signature"),
        "signer": _("signer"),
        "secrecy": _("secrecy"),
        "urgency": _("urgency"),
        "copy_number": _("copy number"),
        "attachments": _("attachments"),
        "note": _("note"),
    }


@dataclass(slots=True)
class Evidence:
    """What one value of one field rests on.

    Attributes:
        field: name of the field.
        value: the value, as in the record.
        page: page of the file, from 1; 0 when it is not printed (a hint in the file name).
        line: line as in ``Line.number``.
        words: the printed words.
        rule: name of the rule that read it.
        sure: whether the rule is right in at least 99 of 100 cases.
    """

    field: str
    value: str
    page: int
    line: int
    words: str
    rule: str
    sure: bool = True


@dataclass(slots=True)
class Citation:
    """Another document that the text names, by title, number or both."""

    title: str | None = None
    number: str | None = None


@dataclass(slots=True)
class Place:
    """Where a hit stands: page, line, and the words around it."""

    page: int
    line: int
    text: str


@dataclass(slots=True)
class Rendition:
    """A file that holds the same notice: its path when it came in, and the hash of its content."""

    path: str
    sha256: str


@dataclass(slots=True)
class Source:
    """The file a notice was read from, and the pages (from 1) it stands on there.

    Attributes:
        path: the file; of a member of a container ``bundle.zip!/dir/a.docx``.
        sha256: hash of the file, which of a member is the container.
        page_from: its first page.
        page_to: its last page.
        renditions: all files that hold the notice, this one among them.
        member: name within the container, where it is one's member.
    """

    path: str = ""
    sha256: str = ""
    page_from: int = 1
    page_to: int = 1
    renditions: list[Rendition] = field(default_factory=list)
    member: str | None = None


def member_path(path: str, member: str | None) -> str:
    """How the path of a file is written, where it is the member of a container: ``bundle.zip!/dir/a.docx``."""
    return path if member is None else f"{path}{MEMBER}{member}"


@dataclass(slots=True)
class Notice:
    """One official notice (公文), as printed.

    Attributes:
        id: prefix of the source's hash and the notice's position there; empty until it is stored.
        issuers: 发文机关, lead body first.
        number: 发文字号 in its standard form, e.g. ``苏工办〔2024〕9号``.
        title: 标题, lines joined.
        kind: 文种, e.g. ``通知``.
        date: 成文日期 as ``YYYY-MM-DD``.
        addressees: 主送机关.
        cc: 抄送机关.
        printed: 印发日期 as ``YYYY-MM-DD``.
        signature: 署名, names as printed at the end.
        signer: 签发人.
        secrecy: 密级 with its term, as printed.
        urgency: 紧急程度.
        copy_number: 份号.
        attachments: names of the 附件 as listed.
        note: 附注, without its brackets.
        cut: the text breaks off before its end.
        cites: documents that the text names.
        text: all that is printed, in order; lines of a paragraph joined, paragraphs parted by line feeds,
            masthead, title and body parted by form feeds (a literal match never reaches over one).
        lines: (offset in ``text``, page, line) of each printed line, in order.
        position: place among the notices of its file, from 1.
        wrapper: position of the notice of the same file that forwards or encloses this one.
        evidence: what the fields rest on.
        source: the file.
        superseded_by: id of the notice that took its place, where one did.
        rendition_of: id of the notice that it is another file of, where it is one's: that one is found instead.
        corrected: fields whose value a person gave or confirmed.
        inferred: fields whose value is not printed but follows from other notices.
    """

    id: str = ""
    issuers: list[str] = field(default_factory=list)
    number: str | None = None
    title: str | None = None
    kind: str | None = None
    date: str | None = None
    addressees: list[str] = field(default_factory=list)
    cc: list[str] = field(default_factory=list)
    printed: str | None = None
    signature: list[str] = field(default_factory=list)
    signer: str | None = None
    secrecy: str | None = None
    urgency: str | None = None
    copy_number: str | None = None
    attachments: list[str] = field(default_factory=list)
    note: str | None = None
    cut: bool = False
    cites: list[Citation] = field(default_factory=list)
    text: str = ""
    lines: list[tuple[int, int, int]] = field(default_factory=list)
    position: int = 1
    wrapper: int | None = None
    evidence: list[Evidence] = field(default_factory=list)
    source: Source = field(default_factory=Source)
    superseded_by: str | None = None
    rendition_of: str | None = None
    corrected: list[str] = field(default_factory=list)
    inferred: list[str] = field(default_factory=list)

    if not TYPE_CHECKING:
        __slots__ = ("_makers",)

        def __getattr__(self, name: str) -> Any:
            makers = object.__getattribute__(self, "_makers")
            if name not in makers:
                raise AttributeError(f"Notice has no {name}")
            setattr(self, name, makers[name]())
            return object.__getattribute__(self, name)

    def put_off(self, **makers: Callable[[], Any]) -> None:
        """Leaves values to be made when they are first asked for: most readers of a page of hits never do.

        Args:
            makers: by attribute, what gives its value.
        """
        for name in makers:
            delattr(self, name)
        object.__setattr__(self, "_makers", makers)

    def place(self, offset: int) -> tuple[int, int]:
        """The page and line on which the character at ``offset`` of the text stands."""
        from bisect import bisect_left

        if not self.lines:
            return self.source.page_from, 1
        at = max(0, bisect_left(self.lines, (offset + 1, 0, 0)) - 1)
        return self.lines[at][1], self.lines[at][2]

    def record(self) -> dict[str, Any]:
        """The notice as JSON data, version 1, without text and evidence; absent values are null or []."""
        source = self.source
        return {
            "version": VERSION,
            "id": self.id,
            **{name: getattr(self, name) for name in FIELDS},
            "cut": self.cut,
            "cites": [{"title": cite.title, "number": cite.number} for cite in self.cites],
            "wrapper": f"{self.id.rpartition('-')[0]}-{self.wrapper}" if self.wrapper and self.id else None,
            "superseded_by": self.superseded_by,
            "rendition_of": self.rendition_of,
            "corrected": self.corrected,
            "inferred": self.inferred,
            "source": {
                "path": source.path,
                "sha256": source.sha256,
                "page_from": source.page_from,
                "page_to": source.page_to,
                "member": source.member,
                "renditions": [{"path": each.path, "sha256": each.sha256} for each in source.renditions],
            },
        }


_PLAIN = (
    *FIELDS, "id", "cut", "text", "position", "wrapper", "superseded_by", "rendition_of", "corrected", "inferred",
)  # fmt: skip
"""Attributes of a notice that are JSON data as they are."""
_LATER = ("rendition_of",)
"""Those of them that data from before 0.6 lacks."""


def to_data(notice: Notice) -> dict[str, Any]:
    """A notice as plain JSON data, whole: what travels between processes and what ``from_data`` takes back."""
    source = notice.source
    return {
        **{name: getattr(notice, name) for name in _PLAIN},
        "lines": [number for line in notice.lines for number in line],
        "cites": [(cite.title, cite.number) for cite in notice.cites],
        "evidence": [(e.field, e.value, e.page, e.line, e.words, e.rule, e.sure) for e in notice.evidence],
        "source": (source.path, source.sha256, source.page_from, source.page_to, source.member),
        "renditions": [(each.path, each.sha256) for each in source.renditions],
    }


def from_data(data: dict[str, Any]) -> Notice:
    """The notice that ``to_data`` was given.

    Raises:
        ValueError: for lines that are not three numbers each.
        TypeError: for data that is not of that shape.
        KeyError: where something is missing.
    """
    values = {name: data[name] for name in _PLAIN if name in data or name not in _LATER}
    numbers = map(index, data["lines"])
    values["lines"] = list(zip(numbers, numbers, numbers, strict=True))
    path, sha256, page_from, page_to, *member = data["source"]
    return Notice(
        **values,
        cites=[Citation(*each) for each in data["cites"]],
        evidence=[Evidence(*each) for each in data["evidence"]],
        source=Source(path, sha256, page_from, page_to, [Rendition(*each) for each in data["renditions"]], *member),
    )
