"""Bytes on disk beside the bytes of the text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from ..floors import Verdict
from ..table import Cell, Section
from ..workbench import Bench, size_of

LEAST = 0.02
"""Tables with a smaller share of the text's bytes, or below 0.1 MB, are put together."""


def measure(bench: Bench) -> Section:
    """The archive without its originals, by file and table, and the peers."""
    index, text = bench.index(bench.top), bench.corpus.bytes(bench.top)
    parts = {path.name: size_of(path) if path.is_dir() else path.stat().st_size for path in sorted(index.iterdir())}
    originals = parts.pop("originals")
    section = Section("disk", f"{bench.top:,} notices, {text / 1e6:.1f} MB of text", ("MB", "by the text"))

    def row(name: str, count: int) -> list[Cell]:
        return [name, count / 1e6, count / text]

    section.rows.append(row("archive without originals", sum(parts.values())))
    for name, count in sorted(parts.items(), key=lambda part: -part[1]):
        if count:
            section.rows.append(row(f"  {name}", count))
        if name.endswith(".sqlite3"):
            section.rows += [row(f"    {table}", many) for table, many in _tables(index / name, max(1e5, LEAST * text))]
    section.rows.append(row("originals", originals))
    for name in bench.indexers:
        section.rows.append(row(name, size_of(bench.peer_index(name, bench.top))))
    section.verdicts.append(Verdict("disk", sum(parts.values()) / text))
    return section


def without_originals(index: Path) -> int:
    """Bytes of an archive that are not its originals."""
    return size_of(index) - size_of(index / "originals")


def _tables(path: Path, least: float) -> Iterator[tuple[str, int]]:
    """Bytes of each table and index of a database, where this SQLite can tell."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        try:
            sizes = db.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC").fetchall()
        except sqlite3.OperationalError:
            return
    yield from ((name, size) for name, size in sizes if size >= least)
    yield "other tables", sum(size for _name, size in sizes if size < least)
