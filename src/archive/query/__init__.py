"""The query language: text → tree; `match(node, notice)` is the oracle the stores are tested against."""

from archive.query.language import dated, every, field, named, parse, some
from archive.query.oracle import match
from archive.query.tree import And, Cites, Coded, Dated, Name, Named, Node, Not, Numbered, Or, Text, Units, Year, leaves

__all__ = [
    "And", "Cites", "Coded", "Dated", "Name", "Named", "Node", "Not", "Numbered", "Or", "Text", "Units", "Year",
    "dated", "every", "field", "leaves", "match", "named", "parse", "some",
]  # fmt: skip
