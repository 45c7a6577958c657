"""Document → [Notice]: pure functions, lines in, plain data and evidence out."""

from archive.parse.reading import parse

__all__ = ["parse"]
