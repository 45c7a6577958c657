"""DOCX files to a Document: the pages that are known, and lines with what the layout says of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from archive.errors import Unreadable
from archive.extract.document import Document
from archive.extract.docx_numbers import Numbering
from archive.extract.docx_parts import Parts, W, attribute, child, is_on
from archive.extract.docx_styles import Styles
from archive.extract.docx_text import Story
from archive.extract.flow import Block, Section, apart, document
from archive.extract.lines import page_mark
from archive.extract.package import Package


def read_docx(package: Package) -> Document:
    """The Document of a DOCX file, as it prints with all revisions accepted.

    A paragraph is a line; automatic numbers stand before their paragraphs, the text of text boxes before the paragraph
    that holds them, footnotes at the end of their page without the marks that refer to them, endnotes at the end of the
    file. A page ends where the file says so or where the program that last saved it found its end.

    Args:
        package: the file, open.

    Raises:
        Unreadable: ``damaged``, ``password``, ``too-large``, ``too-many-pages``, ``pictures`` where it
            prints nothing but pictures, ``empty`` where it prints nothing.
    """
    parts = Parts(package)
    styles = Styles(parts.by_kind("styles"))
    numbering = Numbering(parts.by_kind("numbering"), styles)
    story = Story(styles, numbering, _notes(parts, "footnote"), _notes(parts, "endnote"))
    body = child(parts.text(), "body")
    if body is None:
        raise Unreadable("damaged", "no body")
    blocks = story.read(body)
    blocks = [*_masthead(parts, story, body), *blocks]
    warnings = ["repaired"] if package.repaired else []
    return document([*_sections_first(blocks), *story.endnotes], "docx", "docx", warnings)


def _notes(parts: Parts, kind: str) -> dict[str, Any]:
    """The notes of a kind by their id, without the lines that part them from the text."""
    root = parts.by_kind(f"{kind}s")
    found = () if root is None else root.findall(W + kind)
    return {attribute(each, "id"): each for each in found if attribute(each, "type") in ("", "normal")}


def _masthead(parts: Parts, story: Story, body: Any) -> list[Block]:
    """The header of the first page alone, and a red one: a masthead, while any other is a running head."""
    first = next(body.iter(W + "sectPr"), None)
    title_page = is_on(child(first, "titlePg"))
    for reference in () if first is None else first.findall(W + "headerReference"):
        kind = attribute(reference, "type") or "default"
        if kind == ("first" if title_page else "default") and (root := parts.by_reference(reference)) is not None:
            found = apart(story.read(root))
            if title_page or any(piece.red for block in found for piece in block.pieces):
                return [block for block in found if page_mark(block.text) is None and not block.text.isdecimal()]
    return []


def _sections_first(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with each section before what it holds; DOCX tells of it where it ends (ISO/IEC 29500-1, 17.6.17)."""
    out: list[Block] = []
    held: list[Block] = []
    for block in blocks:
        if isinstance(block, Section):
            out += [block, *held]
            held = []
        else:
            held.append(block)
    return out + held
