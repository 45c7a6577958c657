"""What the benchmark measures: one section a file."""

from __future__ import annotations

from collections.abc import Callable

from ..table import Section
from ..workbench import Bench
from . import again, cold, disk, docx, floor, growth, ingest, memory, ocr, pdf, ranking, warm

SECTIONS: dict[str, Callable[[Bench], Section]] = {
    "floor": floor.measure,
    "ingest": ingest.measure,
    "pdf": pdf.measure,
    "docx": docx.measure,
    "ocr": ocr.measure,
    "cold": cold.measure,
    "warm": warm.measure,
    "one-more": again.one_more,
    "again": again.again,
    "disk": disk.measure,
    "memory": memory.measure,
    "growth": growth.measure,
    "ranking": ranking.measure,
}
"""By name, in the order in which they are measured and printed."""
