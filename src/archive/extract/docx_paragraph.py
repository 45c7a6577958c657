"""What is printed of a DOCX before it is set on pages: paragraphs, and the pieces that breaks part them into."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from archive.extract.docx_styles import Look

LINE, PAGE, SOFT = "line", "page", "soft"
"""What parts two pieces of a paragraph: a line break, a page break, a page that a program found to end there."""


@dataclass(slots=True)
class Piece:
    """A part of a paragraph that no break parts.

    Attributes:
        after: the break before it, if any.
        parts: its letters, as they came.
        sizes: size in points → letters of that size.
        reds: red letters.
        notes: the footnotes that it refers to.
    """

    after: str = ""
    parts: list[str] = field(default_factory=list)
    sizes: dict[float, int] = field(default_factory=dict)
    reds: int = 0
    notes: list[Paragraph] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its letters."""
        return "".join(self.parts)

    @property
    def size(self) -> float | None:
        """The size of most letters, in points."""
        return max(self.sizes, key=lambda size: self.sizes[size]) if self.sizes else None

    @property
    def red(self) -> bool:
        """Whether more than half of the letters are red."""
        return 2 * self.reds > sum(self.sizes.values())

    def take(self, other: Piece) -> None:
        """Count the letters of another piece, its notes and the page that ends before it as this one's."""
        for size, weight in other.sizes.items():
            self.sizes[size] = self.sizes.get(size, 0) + weight
        self.reds += other.reds
        self.notes += other.notes
        if other.after in (PAGE, SOFT):
            self.after = SOFT

    def add(self, text: str, look: Look) -> None:
        """Go on with letters of a look."""
        self.parts.append(text)
        weight = len(text) - text.count(" ") - text.count("\u3000")
        if weight:
            self.sizes[look["size"]] = self.sizes.get(look["size"], 0) + weight
            self.reds += weight * look.get("red", False)


@dataclass(slots=True)
class Paragraph:
    """What is printed of a paragraph, or of a row of a table.

    Attributes:
        pieces: its parts, one at least.
        look: its properties.
        picture: whether it holds a picture.
        row: whether it is a row of a table.
        boxed: whether it stands in a text box, where no page ends.
    """

    pieces: list[Piece]
    look: Look
    picture: bool = False
    row: bool = False
    boxed: bool = False

    def begin_with(self, label: str) -> None:
        """Put a label before the first letter, behind the page end that may stand there."""
        if label:
            piece = next((each for each in self.pieces if each.text.strip()), self.pieces[-1])
            piece.add(label, self.look)
            piece.parts.insert(0, piece.parts.pop())

    @property
    def text(self) -> str:
        """Its letters on one line."""
        return " ".join(piece.text.strip() for piece in self.pieces).strip()


@dataclass(slots=True)
class Section:
    """The end of a section; ``properties`` is its ``w:sectPr``."""

    properties: Any


Block = Paragraph | Section
