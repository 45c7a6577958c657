"""The order of matches: pages are cut from the whole of it, however few of them are looked at."""

from __future__ import annotations

import random
import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from archive.store.answer import ranked, tiers
from archive.store.data import Row

MATCHES = st.lists(
    st.tuples(
        st.sampled_from([None, "2023-05-06", "2024-01-01", "2024-01-02"]),
        st.sampled_from([0.0, 0.5, 1.25, 3.0]),
        st.booleans(),
        st.booleans(),
    ),
    max_size=40,
)


@given(MATCHES, st.randoms(use_true_random=False), st.booleans(), st.integers(0, 45), st.integers(0, 45))
def test_a_page_is_a_piece_of_the_whole_order(
    made: list[tuple[str | None, float, bool, bool]], chance: random.Random, loose: bool, start: int, stop: int
) -> None:
    """Asked number, literalness, score, date with undated last, id; whatever is equal, wherever a page begins."""
    keys = list(range(1, len(made) + 1))
    names = chance.sample([f"{at:02}" for at in keys], len(keys))
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE notices(key INTEGER PRIMARY KEY, id TEXT, date TEXT)")
    dates = [date for date, *_ in made]
    connection.executemany("INSERT INTO notices VALUES(?, ?, ?)", zip(keys, names, dates, strict=True))
    first = {key for key, (*_, asked, _exact) in zip(keys, made, strict=True) if asked}
    literal = {key for key, (*_, exact) in zip(keys, made, strict=True) if exact} if loose else None
    order = [
        (asked, exact or not loose, score, date or "", name)
        for name, (date, score, asked, exact) in sorted(zip(names, made, strict=True))
    ]
    order.sort(key=lambda row: row[:4], reverse=True)
    whole = [Row(name, exact, score or None) for _, exact, score, _, name in order]
    parts = tiers(keys, [score for _, score, *_ in made], first, literal)
    assert list(ranked(connection, parts, start, stop)) == whole[start:stop]
