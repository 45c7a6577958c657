"""The register of issuers: what it says an edit would do is what the edit does, and no edit changes what is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import Archive, issuers
from archive.errors import Ambiguous, ArchiveError, NotFound
from tests.test_cli_issuers import CITY, DEPARTMENT, FILES, OTHER, PROVINCE, SHORT, notice

NATION = "中华全国总工会"
MORE = {
    "联8": notice(PROVINCE, "云工联", 8, joint=CITY), "联9": notice(CITY, "临工", 9, joint=PROVINCE),
    "繁10": notice("雲川省總工會", "云工財", 10), "无11": notice("", "岭工发", 11), "无12": notice("", "云工联", 12),
    "无13": notice("", "临工", 13),
}  # fmt: skip
NAMES = (PROVINCE, SHORT, CITY, OTHER, DEPARTMENT, NATION, "云川总工会")
CODES = ("云工发", "云工办", "岭工发", "临工", "云工联")

Printed = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("register")
    for name, text in {**FILES, **MORE}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with Archive.open(folder / "index", create=True) as opened:
        opened.ingest([folder / f"{name}.txt" for name in (*FILES, *MORE)], workers=1)
        yield opened


def printed(archive: Archive) -> Printed:
    """What the notices bear and what of it is printed: all but inferred issuers."""
    records = {}
    for each in archive.notices():
        record = {**each.record(), "text": each.text}
        if each.inferred:
            record |= {"issuers": [], "inferred": []}
        records[each.id] = record
    return records


def inferred(archive: Archive) -> dict[str, tuple[str | None, bool]]:
    """The issuer that is inferred for each notice that prints none, and whether the file says whose the code is."""
    return {
        each.id: (
            each.issuers[0] if each.issuers else None, any(said.rule == "code-confirmed" for said in each.evidence)
        )
        for each in archive.notices()
        if each.inferred or not each.issuers
    }  # fmt: skip


name = st.sampled_from(NAMES)
edits = st.one_of(
    st.tuples(st.just(issuers.put), name),
    st.tuples(st.sampled_from([issuers.alias, issuers.unalias, issuers.merge, issuers.merge]), name, name),
    st.tuples(st.sampled_from([issuers.code, issuers.code, issuers.uncode]), name, st.sampled_from(CODES)),
    st.tuples(st.just(issuers.parent), name, st.one_of(st.none(), name)),
    st.tuples(st.just(issuers.predecessor), name, name),
    st.tuples(st.just(issuers.remove), name),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(edits, min_size=1, max_size=6), name)
def test_an_edit_does_what_was_said_and_changes_nothing_printed(
    archive: Archive, steps: list[tuple[Any, ...]], asked: str
) -> None:
    archive.edit_issuers(lambda _text: "")
    records = printed(archive)
    for edit, *values in steps:
        change = changing(edit, values)
        try:
            after = issuers.Authority.read(change(archive.issuers_text()))
        except ArchiveError:
            with pytest.raises(ArchiveError):
                archive.edit_issuers(change)
            continue
        register, before = archive.register(), inferred(archive)
        changed = register.inferences(after)
        told = {each.id: (each.before, each.after) for each in changed}
        assert register.found(asked) == archive.search(issuer=[asked], limit=0).total
        finds = register.found(asked, after, changed)
        archive.edit_issuers(change)
        now = inferred(archive)
        assert told == {each: (before[each], now[each]) for each in now if now[each] != before[each]}
        assert finds == archive.search(issuer=[asked], limit=0).total
        assert printed(archive) == records


def changing(edit: Callable[..., str], values: list[Any]) -> Callable[[str], str]:
    return lambda text: edit(text, *values)


def test_the_authority_decides_the_counts(archive: Archive) -> None:
    archive.edit_issuers(lambda _text: "")
    counts = {each.entry.name: each.notices for each in archive.register().bodies()}
    assert counts == {PROVINCE: 6, CITY: 4, SHORT: 1, OTHER: 2, DEPARTMENT: 1}  # 雲川省總工會 is the same name
    archive.edit_issuers(lambda text: issuers.merge(text, CITY, PROVINCE))
    register = archive.register()
    assert register.body(PROVINCE).notices == register.count([PROVINCE, CITY]) == 8
    assert register.full(CITY) == register.full("雲川省總工會") == PROVINCE
    assert register.printed(PROVINCE) == {PROVINCE: 6, CITY: 3, "雲川省總工會": 1}


def test_names(archive: Archive) -> None:
    archive.edit_issuers(lambda _text: issuers.parent("", PROVINCE, NATION))
    register = archive.register()
    assert register.full("云川总工会") == PROVINCE
    assert register.full("云川总工会", as_typed=True) == "云川总工会"
    assert register.full(NATION) == NATION
    with pytest.raises(Ambiguous):
        register.full("省总")
    assert register.full("省总", as_typed=True) == "省总"
    for unknown in ("", "教育局", "总工会会"):
        with pytest.raises(NotFound):
            register.full(unknown)
    assert register.near("女职工") == [DEPARTMENT]
    assert register.near("江岭省总工会会")[0] == OTHER
    assert register.others(SHORT, "云工发") == [PROVINCE]
    assert register.others(CITY, "临工") == []
    assert [each.entry.name for each in register.named("女职工")] == [DEPARTMENT]
    assert set(register.below(NATION)) == {DEPARTMENT, PROVINCE}


def test_an_empty_archive(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "empty", create=True) as empty:
        assert empty.register().bodies() == []
        assert not empty.edit_issuers(lambda text: text)
        assert not (tmp_path / "empty" / "issuers.toml").exists()
