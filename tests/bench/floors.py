"""The floors of the benchmark, each written once, and what was measured against them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Floor:
    """What a figure must not go above (or, where ``least`` is set, below).

    Attributes:
        what: the figure, in words.
        limit: a ratio, or an amount in ``unit``.
        unit: "×" for a ratio, else "ms", "MB" or "" for an exponent or a score.
        least: the figure must be at least that.
    """

    what: str
    limit: float
    unit: str = "×"
    least: bool = False

    def holds(self, measured: float) -> bool:
        """Whether a figure meets it."""
        return measured >= self.limit if self.least else measured <= self.limit


FLOORS = {
    "ingest-wall": Floor("taking in, wall, by recollindex", 0.45),
    "ingest-cpu": Floor("taking in, CPU, by the bare parts", 0.8),
    "pdf": Floor("a PDF page, CPU, by pdfminer.six", 0.25),
    "docx": Floor("a DOCX file, CPU, by LibreOffice", 0.05),
    "ocr": Floor("a scanned page, CPU, by bare rapidocr", 1.1),
    "cold-word": Floor("cold search of a word, by import click", 4.0),
    "cold-word-stock": Floor("cold search of a word, by the stock Whoosh pipeline", 0.2),
    "cold-number": Floor("cold search of a number, by import click", 2.2),
    "cold-issuer": Floor("cold search of an issuer, by import click", 2.2),
    "warm-p50": Floor("warm search, p50", 5, "ms"),
    "warm-p95": Floor("warm search, p95", 25, "ms"),
    "warm-max": Floor("warm search, slowest", 100, "ms"),
    "warm-date": Floor("warm search ordered by date, p50, by a bare FTS5 script", 2.0),
    "warm-date-p95": Floor("warm search ordered by date, p95, by a bare FTS5 script", 2.0),
    "warm-date-all": Floor("warm search ordered by date, all together, by a bare FTS5 script", 2.0),
    "one-more": Floor("one more file, by the same into an empty archive", 1.5),
    "one-more-cpu": Floor("one more file, CPU, by the same into an empty archive", 1.5),
    "again": Floor("unchanged files again, by find -newer plus import click", 4.0),
    "disk": Floor("on disk without originals, by the text", 2.0),
    "memory": Floor("taking in, peak memory of the tree", 600, "MB"),
    "memory-growth": Floor("peak memory, most notices by a third of them", 1.2),
    "growth-cpu": Floor("taking in, CPU, exponent", 1.05, ""),
    "growth-wall": Floor("taking in, wall, exponent", 1.05, ""),
    "growth-disk": Floor("on disk, exponent", 1.05, ""),
    "growth-warm": Floor("warm search, CPU, p95, exponent", 1.0, ""),
    "growth-rare": Floor("rare words, CPU, p95, exponent", 0.3, ""),
    "precision": Floor("P@10, by the better of the peers", 1.0, least=True),
    "reciprocal": Floor("MRR, by the better of the peers", 1.0, least=True),
}
"""By key. Times are wall unless they say CPU."""


@dataclass(frozen=True)
class Verdict:
    """A figure beside its floor."""

    key: str
    measured: float

    @property
    def floor(self) -> Floor:
        return FLOORS[self.key]

    @property
    def met(self) -> bool:
        return self.floor.holds(self.measured)

    def line(self) -> str:
        """The verdict as the table prints it."""
        floor = self.floor
        sign = "≥" if floor.least else "≤"
        unit = f" {floor.unit}" if floor.unit else "  "
        figure = f"{self.measured:8.3f}" if abs(self.measured) < 10 else f"{self.measured:8.1f}"
        return f"  {floor.what:<62} {figure}{unit:<3} {sign} {floor.limit:<6g} {'met' if self.met else 'MISSED'}"

    def record(self) -> dict[str, object]:
        """The verdict as JSON data."""
        floor = self.floor
        return {
            "key": self.key, "what": floor.what, "measured": round(self.measured, 4), "floor": floor.limit,
            "unit": floor.unit, "at_least": floor.least, "met": self.met,
        }  # fmt: skip
