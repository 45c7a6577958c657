"""Fold, key, units and finder."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.query.oracle import stands
from archive.text import BREAK, finder, fold, key, spans, units

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


@given(texts, st.data())
def test_finder_finds_a_row_exactly_where_a_scan_does(text: str, data: st.DataObject) -> None:
    row = tuple(unit for unit in units(data.draw(texts)) if unit != BREAK)[:4]
    if data.draw(st.booleans()):
        whole = [unit for unit in units(text) if unit != BREAK]
        start = data.draw(st.integers(0, max(0, len(whole) - 1)))
        row = tuple(whole[start : start + data.draw(st.integers(1, 8))])
    if not row:
        with pytest.raises(ValueError, match="empty"):
            finder(row)
        return
    assert bool(finder(row).search(key(text))) == stands(row, text)


def test_nine_is_never_nineteen() -> None:
    nine = finder(units("9"))
    assert not nine.search(key("19 90 199"))
    assert nine.search(key("19、９号"))
