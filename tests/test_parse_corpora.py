"""The parser held to the truth of the corpora: the bundles and the samples of docs_in, field by field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archive.extract import read
from archive.notice import FIELDS, Notice
from archive.parse import parse
from archive.text import fold

ROOT = Path(__file__).parent.parent
BUNDLES = ROOT / "tests" / "corpora" / "bundle"
SAMPLES = ROOT / "docs_in"

TRUTH: dict[str, tuple[Path, list[dict[str, Any]]]] = {
    path.name: (path, json.loads(path.with_suffix(".json").read_text("utf-8"))) for path in BUNDLES.glob("*.txt")
}
for entry in map(json.loads, (ROOT / "tests/corpora/standard/docs_in.jsonl").read_text("utf-8").splitlines()):
    TRUTH[entry["file"]] = (SAMPLES / entry["file"], entry["notices"])


ENCLOSED = {("caught_inside_letter.txt", 2): 1, ("caught_inside_sentence.txt", 2): 1}
"""Notices that another one encloses: the truth tells only what is forwarded."""


def differences(found: Notice, want: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Fields whose value is neither the true one nor one that is as right, with both values."""
    said = {name: getattr(found, name) for name in (*FIELDS, "cut")}
    said |= {"page_from": found.source.page_from, "page_to": found.source.page_to}
    said["cites"] = [{"title": each.title, "number": each.number} for each in found.cites]
    out = {}
    for name, value in said.items():
        right = [want[name], *want.get("alt", {}).get(name, [])]
        if same(value) not in map(same, right):
            out[name] = (value, want[name])
    return out


def same(value: Any) -> Any:
    return fold(value) if isinstance(value, str) else value


def test_there_is_truth() -> None:
    assert len(TRUTH) == 18
    assert sum(len(notices) for _, notices in TRUTH.values()) > 25


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_every_field_is_as_the_truth_says(name: str) -> None:
    path, wanted = TRUTH[name]
    found = parse(read(path))
    assert len(found) == len(wanted)
    assert [differences(each, want) for each, want in zip(found, wanted, strict=True)] == [{}] * len(wanted)


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_a_notice_holds_its_first_and_last_words(name: str) -> None:
    path, wanted = TRUTH[name]
    for each, want in zip(parse(read(path)), wanted, strict=True):
        text = fold(each.text)
        assert fold(want["first_words"]) in text
        assert text.endswith(fold(want["last_words"]))
        assert each.wrapper == want.get("wrapper", ENCLOSED.get((name, each.position)))


LAYOUTS = ROOT / "tests" / "corpora" / "layouts"
LABELLED = {
    entry["file"]: entry["notices"] for entry in map(json.loads, (LAYOUTS / "truth.jsonl").open(encoding="utf-8"))
}


@pytest.mark.parametrize("name", sorted(LABELLED))
def test_a_layout_reads_as_its_labeller_did(name: str) -> None:
    wanted, found = LABELLED[name], parse(read(LAYOUTS / name))
    assert len(found) == len(wanted)
    for each, want in zip(found, wanted, strict=True):
        for field in {"issuers", "number", "title", "kind", "date", "addressees", "cc"} & set(want):
            right = [want[field], *want.get("alt", {}).get(field, [])]
            assert plain(getattr(each, field)) in map(plain, right), field


def plain(value: Any) -> Any:
    return {fold(item) for item in value} if isinstance(value, list) else fold(value or "").rstrip(":;,.。、")


def test_every_layout_has_its_truth() -> None:
    assert len(LABELLED) > 100
    assert {path.name for path in LAYOUTS.glob("*.txt")} == set(LABELLED)
