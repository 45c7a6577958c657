"""Fold, key, units and finder."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text import BREAK, Finder, fold, key, spans, units

FOLDS = [
    ("女職工", "女职工"),
    ("臺灣省總工會", "台湾省总工会"),
    ("ＡＢｃ１２", "abc12"),
    ("〔2024〕［2024］（2024）【2024】﹝2024﹞", "(2024)" * 5),
    ("“一县一品”「一县一品」", '"一县一品"' * 2),
    ("江 苏　省\u200b总\u00ad工\n会", "江苏省总工会"),
    ("⼾⽤⻓", "户用长"),
    ("二○二四 二〇二四 二◯二四", "二〇二四" * 3),
    ("— 1 －１", "-1-1"),
    ("ΑΣ ς İ", "ασσi"),
    ("\u7d05\ufe00\U000e0101", "红"),
    ("\ud800x\x00\x1b", "\ufffdx"),
    ("豈更", "岂更"),
]


@pytest.mark.parametrize(("text", "folded"), FOLDS)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("first", range(0, 0x30000, 0x2000))
@pytest.mark.parametrize("more", ["", "𠀀"])
def test_long_texts_fold_as_their_characters_do(first: int, more: str) -> None:
    text = "".join(map(chr, range(first, first + 0x2000))) + more
    assert key(text) == "".join(map(key, text))


UNITS = [
    ("第19号", ["第", "19", "号"]),
    ("1 9", ["1", "9"]),
    ("A4纸，９０%", ["a", "4", "纸", ",", "90", "%"]),
    ("ｗｏｒｄ２００７", ["word", "2007"]),
    ("head\u00adline", ["head", "line"]),
    ("题\f文", ["题", BREAK, "文"]),
    ("", []),
    (" \u3000\n", []),
    ("naïve", ["naïve"]),
    ("😀好", ["😀", "好"]),
]


@pytest.mark.parametrize(("text", "row"), UNITS)
def test_units(text: str, row: list[str]) -> None:
    assert units(text) == row


def test_every_character_folds_to_one_or_none_and_stays() -> None:
    for code in range(0x110000):
        once = fold(chr(code))
        assert len(once) <= 1
        assert fold(once) == once
        if unicodedata.category(chr(code)) in ("Zs", "Cf"):
            assert once == ""


texts = st.text(st.sampled_from("女职工職1９2aＡ \n\f　〔〕。臺\u00ad\u200b") | st.characters(), max_size=40)


@given(texts, texts)
def test_fold_is_character_by_character_and_idempotent(one: str, other: str) -> None:
    assert fold(one + other) == fold(one) + fold(other)
    assert fold(fold(one)) == fold(one)
    assert len(key(one)) == len(one)


@given(texts)
def test_spans_cover_what_units_say(text: str) -> None:
    found = spans(text)
    assert [unit for unit, _, _ in found] == units(text)
    assert all(key(text)[start:end] == unit for unit, start, end in found)
    assert "".join(unit for unit, _, _ in found if unit != BREAK) == fold(text)


def scanned(row: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Where a row of units stands, by a plain scan; of places that overlap the first."""
    found, end = [], 0
    whole = spans(text)
    for at in range(len(whole) - len(row) + 1):
        piece = whole[at : at + len(row)]
        if [unit for unit, _, _ in piece] == list(row) and piece[0][1] >= end:
            end = piece[-1][2]
            found.append((piece[0][1], end))
    return found


@given(texts, st.data())
def test_a_row_is_found_exactly_where_a_scan_finds_it(text: str, data: st.DataObject) -> None:
    row = tuple(unit for unit in units(data.draw(texts)) if unit != BREAK)[:4]
    if data.draw(st.booleans()):
        whole = [unit for unit in units(text) if unit != BREAK]
        start = data.draw(st.integers(0, max(0, len(whole) - 1)))
        row = tuple(whole[start : start + data.draw(st.integers(1, 8))])
    if not row:
        with pytest.raises(ValueError, match="empty"):
            Finder([row])
        return
    assert Finder([row]).spans(text) == scanned(row, text)
    assert Finder([row, *([unit] for unit in row)]).spans(text) == sorted(
        {span for each in (row, *([unit] for unit in row)) for span in scanned(each, text)}
    )


EVERY = "".join(chr(code) for code in range(sys.maxunicode + 1) if chr(code) != BREAK)


def test_a_row_is_found_however_each_of_its_characters_is_written() -> None:
    written: dict[str, list[str]] = {}
    for char, folded in zip(EVERY, key(EVERY), strict=True):
        if char != folded:
            written.setdefault(folded, []).append(char)
    blanks = written.pop(" ")
    assert Finder([("女", "9")]).spans("女" + "".join(blanks) + " \n９") == [(0, len(blanks) + 4)]
    for folded, chars in written.items():
        found = Finder([(folded,)]).spans(BREAK.join([*chars, folded]))
        assert found == [(at, at + 1) for at in range(0, 2 * len(chars) + 1, 2)]


@pytest.mark.parametrize("unit", ["a", "9"])
def test_a_longer_run_is_another_unit_however_it_is_written(unit: str) -> None:
    finder = Finder([(unit,)])
    for char, folded in zip(EVERY, key(EVERY), strict=True):
        if char != folded or char < "\u0300":
            assert bool(finder.spans(char + unit)) == (unit in units(char + unit)), hex(ord(char))


def test_nine_is_never_nineteen() -> None:
    nine = Finder([units("9")])
    assert nine.spans("19 90 199") == []
    assert nine.spans("19号、９号") == [(4, 5)]
