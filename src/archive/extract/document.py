"""What every reader gives: a Document of pages of printed lines, with what is known of their layout."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.errors import Unreadable

MAX_PAGES = 5000
"""Pages that are read of a document."""


@dataclass(slots=True)
class Line:
    """One printed line.

    Attributes:
        text: its characters in reading order, letter-spaced names closed up, table cells parted by tabs; never empty.
        number: in a text file the line of the file, else the line of the page; from 1.
        joins: it goes on with the paragraph of the line before it (a wrapped line, also over a page break).
        indent: distance from the left edge of the text block, in characters of the body (ideographs).
        gap: blank space above it, in lines.
        size: size of its letters in points, where known.
        red: whether its letters are red, where known.
        left: distance of its first letter from the left edge of the page, as a share of the page's width (0 to 1).
        right: the same for the end of its last letter.
        row: it is a row of a table.
        recognised: its text was recognised from a picture.
    """

    text: str
    number: int
    joins: bool = False
    indent: float = 0.0
    gap: float = 0.0
    size: float | None = None
    red: bool | None = None
    left: float | None = None
    right: float | None = None
    row: bool = False
    recognised: bool = False


@dataclass(slots=True)
class Page:
    """One page, or what stands between two page marks or form feeds of a text file.

    Attributes:
        number: counted from 1 in the file.
        lines: printed lines without the page mark.
        mark: the page number that the page prints (``— 2 —`` is 2), where it prints one.
    """

    number: int
    lines: list[Line] = field(default_factory=list)
    mark: int | None = None


@dataclass(slots=True)
class Document:
    """A file as printed text.

    Attributes:
        kind: a key of `archive.extract.readers.READERS`, e.g. ``"text"``.
        pages: in order; a page without text has no lines.
        reader: which reader and encoding gave it, e.g. ``"text gb18030"``, ``"pdfium"``.
        warnings: codes of what was odd (stable for scripts), e.g. ``"repaired"``, ``"picture-pages:2"``.
        given: what the publisher says of the notice beside it, as he writes it, by field: ``number``, ``date``,
            ``issuers``, ``title``.
    """

    kind: str
    pages: list[Page]
    reader: str = ""
    warnings: list[str] = field(default_factory=list)
    given: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """What was read of a file: of the whole, or of one member of a container.

    Attributes:
        member: name of the member, ``inner.zip!/a.docx`` in a container within the container; None for the whole.
        turn: place of the member among all files of the container, read or not, from 1; 1 for the whole.
        document: what it holds, or why it cannot be read.
        container: kind of the outermost container.
        aside: it goes with the others, as the text of a mail: no notice unless it reads as one.
    """

    member: str | None
    turn: int
    document: Document | Unreadable
    container: str = ""
    aside: bool = False
