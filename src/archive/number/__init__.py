"""发文字号: read every written form, write the standard one, compare, order, ranges, gaps."""

from archive.number.asking import Pattern, bare, longest, pattern
from archive.number.finding import Found, find
from archive.number.model import Form, Number, Parts, code_key, gaps
from archive.number.reading import parse

__all__ = [
    "Form",
    "Found",
    "Number",
    "Parts",
    "Pattern",
    "bare",
    "code_key",
    "find",
    "gaps",
    "longest",
    "parse",
    "pattern",
]
