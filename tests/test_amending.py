"""What people say of records, in any order: never lost, taken back exactly, found by what it says."""

from __future__ import annotations

import copy
import json
import os
import sqlite3
import stat
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from archive import issuers as authority_file
from archive import number as numbers
from archive.corrections import LONGEST, Correction, Fingerprint, Value, bearer, get
from archive.errors import ArchiveError, NotFound
from archive.issuers import Authority
from archive.library import Archive
from archive.notice import FIELDS, Evidence, Notice
from archive.query import match, parse
from archive.store import Change, LocalStore, SourceFile, amending, schema
from archive.store.writing import Writer
from archive.text import fold
from archive.words import segment

CONTENTS = [letter * 64 for letter in "abc"]
NUMBERS = [None, "云工发〔2024〕9号", "云工发〔2024〕19号", "云工办〔2023〕9号", "第12号"]
TITLES = [None, "关于植树的通知", "关于開展植樹的通报", "题"]
NAMES = [[], ["云川省总工会"], ["临溪市总工会"], ["云川省总工会", "青禾县总工会"], ["雲川省總工會"]]
DATES = [None, "2023-12-31", "2024-05-06"]
BODIES = ["各县总工会：请按时植树。", "各乡镇：请防汛。", ""]
VALUES: dict[str, list[Value]] = {
    "issuers": [list(names) for names in NAMES], "number": list(NUMBERS), "title": list(TITLES),
    "kind": [None, "通知", "通報"], "date": list(DATES), "addressees": [[], ["各县"], ["各县", "各县"]],
    "note": [None, "此件公开"], "attachments": [[], ["名单", "报表"]],
}  # fmt: skip
QUERIES = [
    "", "植树", "关于植树", "title:植树", "-title:植树", "title:题", "issuer:总工会", "issuer:云川",
    "-issuer:临溪", "to:各县", "number:云工发", "number:云工发〔2024〕9号", "云工发〔2024〕9号", "code:云工办",
    "year:2024", "date:2024", "-date:2023", "kind:通知", "kind:通报",
]  # fmt: skip
NODES = [parse(query) for query in QUERIES]


def of(values: Sequence[Any]) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


def made(
    number: str | None, title: str | None, names: list[str], date: str | None, kind: str | None, body: str, unsure: bool
) -> Notice:
    text = f"{'、'.join(names)}\n{number or ''}\f{title or ''}\f{body}"
    evidence = [Evidence("date", date or "", 1, 1, "", "r", False)] if unsure else []
    return Notice(
        issuers=list(names), number=number, title=title, date=date, kind=kind, text=text, evidence=evidence,
        addressees=["各县"] if body else [],
    )  # fmt: skip


papers = st.builds(made, of(NUMBERS), of(TITLES), of(NAMES), of(DATES), of(["通知", None]), of(BODIES), st.booleans())
files = st.lists(papers, min_size=1, max_size=3)


def own(sha256: str, notice: Notice) -> Notice:
    """The notice with words that only this file has: the same in two files would be one notice."""
    mark = f"\f{sha256[:3]}"
    return replace(notice, text=notice.text.removesuffix(mark) + mark)


def take_in(writer: Writer, sha256: str, notices: Sequence[Notice], again: bool = False) -> list[str]:
    source = SourceFile(sha256, 1, "text", "text utf-8")
    placed = [(replace(own(sha256, notice), position=at), None) for at, notice in enumerate(notices, 1)]
    return writer.reread(source, placed) if again else writer.add(source, f"/in/{sha256[0]}.txt", 1, placed)


def records(store: LocalStore) -> dict[str, dict[str, Any]]:
    """All that an archive says of its notices, without what hangs on when it was told."""
    out = {}
    for notice in store.get(store.find("")):
        out[notice.id] = {
            **{field: get(notice, field) for field in FIELDS}, "corrected": notice.corrected,
            "inferred": notice.inferred, "text": notice.text, "superseded_by": notice.superseded_by,
            "evidence": [(e.field, e.value, e.words, e.rule, e.sure) for e in notice.evidence],
        }  # fmt: skip
    return out


def dumped(archive: Archive) -> list[str]:
    return [json.dumps(entry, ensure_ascii=False, sort_keys=True) for entry in archive.dump()]


class Clock(datetime):
    """A clock that a test sets."""

    moment = datetime(2024, 5, 20, tzinfo=timezone.utc)

    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return Clock.moment


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive", create=True) as opened:
        yield opened


class Model:
    """What an archive should say: what was read, what people said, and what follows, made anew each time."""

    def __init__(self) -> None:
        self.readings: dict[str, list[Notice]] = {}
        self.said: dict[tuple[str, int], Correction] = {}
        self.superseded: dict[str, str] = {}
        self.authority = Authority()

    def history(self) -> list[Correction]:
        found = sorted(self.said.values(), key=lambda each: each.order)
        return [replace(each, notice=self.notice_of(each)) for each in found]

    def notice_of(self, each: Correction) -> str | None:
        here = self.readings.get(each.sha256, [])
        marks = [(at, Fingerprint.of(n.number, n.title, n.text)) for at, n in enumerate(here, 1)]
        place = bearer(each.fingerprint, each.position, marks)
        return None if place is None else f"{each.sha256[:12]}-{place + 1}"

    def ids(self) -> dict[str, Notice]:
        return {f"{sha[:12]}-{at}": each for sha, here in self.readings.items() for at, each in enumerate(here, 1)}

    def records(self) -> dict[str, Notice]:
        out = {}
        for identity, reading in self.ids().items():
            notice = out[identity] = copy.deepcopy(reading)
            notice.id, notice.superseded_by = identity, self.superseded.get(identity)
        for each in self.history():
            if each.notice is not None and each.undone is None:
                setattr(out[each.notice], each.field, copy.copy(each.new))
                if each.field not in out[each.notice].corrected:
                    out[each.notice].corrected.append(each.field)
        for notice in out.values():
            notice.corrected.sort(key=FIELDS.index)
        return self.inferred(out)

    def inferred(self, out: dict[str, Notice]) -> dict[str, Notice]:
        nameless = [each for each in out.values() if not each.issuers and "issuers" not in each.corrected]
        leads: dict[str, set[str]] = {}
        for each in out.values():
            if each.issuers:
                leads.setdefault(code(each), set()).add(self.authority.name(each.issuers[0]))
        for each in nameless:
            own = code(each)
            confirmed = self.authority.of_code(own) if own else None
            found = {confirmed} if confirmed else leads.get(own, set()) if own else set()
            if len(set(map(fold, found))) == 1:
                each.issuers, each.inferred = [min(found)], ["issuers"] if confirmed else ["issuers", "unsure"]
        return out

    def doubts(self) -> set[tuple[str, str, str]]:
        out = set()
        for notice in self.records().values():
            if notice.superseded_by:
                continue
            found = {"title": "missing"} if notice.title is None else {}
            found |= {"date": "missing"} if notice.date is None else {}
            found |= {"issuers": "inferred"} if "unsure" in notice.inferred else {}
            found |= {"issuers": "missing"} if not notice.issuers else {}
            found |= {each.field: "unsure" for each in notice.evidence if not each.sure}
            out |= {(why, notice.id, field) for field, why in found.items() if field not in notice.corrected}
        return out

    def reread(self, sha256: str, notices: list[Notice]) -> None:
        self.readings[sha256] = [own(sha256, notice) for notice in notices]
        here = self.ids()
        self.superseded = {old: new for old, new in self.superseded.items() if old in here and new in here}

    def load(self, entries: list[Correction]) -> int:
        new = 0
        waiting = {which for which, each in self.said.items() if self.notice_of(each) is None}
        for each in entries:
            which = (each.act, each.item)
            here = self.said.get(which)
            if here is None:
                self.said[which] = replace(each, notice=None)
            elif each.undone and not here.undone:
                self.said[which] = replace(here, undone=each.undone, undone_by=each.undone_by)
            elif which in waiting and (here.position, here.fingerprint) != (each.position, each.fingerprint):
                self.said[which] = replace(here, position=each.position, fingerprint=each.fingerprint)
            else:
                continue
            new += 1
        return new


def code(notice: Notice) -> str:
    return numbers.parse(notice.number).parts.code if notice.number else ""


which = st.integers(0, 1)
some = st.integers(0, 30)


class People(RuleBasedStateMachine):
    """Two archives of the same originals, and what people do to them."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.archives = [Archive.open(Path(self.folder.name, name), create=True) for name in "ab"]
        self.models = [Model(), Model()]
        self.dumps: list[list[str]] = []
        self.seen: dict[int, Any] = {}
        self.clock, amending.datetime = amending.datetime, Clock  # type: ignore[misc, assignment]
        Clock.moment = datetime(2024, 5, 20, tzinfo=timezone.utc)
        for at, sha256 in enumerate(CONTENTS[:2]):
            notices = [
                made(NUMBERS[1], TITLES[1], NAMES[at], DATES[2], "通知", BODIES[at], bool(at)),
                made(NUMBERS[2 + at], TITLES[2], NAMES[1 - at], None, None, BODIES[0], False),
            ]
            with self.archives[0]._store.writing() as writer:
                take_in(writer, sha256, notices)
            self.models[0].reread(sha256, notices)

    def teardown(self) -> None:
        amending.datetime = self.clock  # type: ignore[misc]
        try:
            self.into_new_archives()
        finally:
            for archive in self.archives:
                archive.close()
            self.folder.cleanup()

    def into_new_archives(self) -> None:
        """A dump, with originals as they are read here, makes the same records wherever it is loaded."""
        archive, model = self.archives[0], self.models[0]
        lines, wanted = dumped(archive), records(archive._store)
        for early in (True, False):
            with Archive.open(Path(self.folder.name, f"new{early}"), create=True) as other:
                steps = [lambda other=other: other.load(map(json.loads, lines))]
                steps.append(lambda other=other: self.originals(other, model))
                for step in steps if early else steps[::-1]:
                    step()
                assert dumped(other) == lines
                assert records(other._store) == wanted
                assert other._store.history() == archive._store.history()

    @staticmethod
    def originals(other: Archive, model: Model) -> None:
        with other._store.writing() as writer:
            for sha256 in sorted(model.readings, reverse=True):
                take_in(writer, sha256, model.readings[sha256])
            for old, new in model.superseded.items():
                writer.supersede(old, new)

    def before(self, archive: Archive) -> str:
        return max([moment for each in archive.history() for moment in (each.at, each.undone or "")], default="")

    # What happens

    @rule(at=which, pick=some, notices=files)
    def ingest_or_read_again(self, at: int, pick: int, notices: list[Notice]) -> None:
        sha256 = CONTENTS[pick % 3]
        with self.archives[at]._store.writing() as writer:
            take_in(writer, sha256, notices, again=sha256 in self.models[at].readings)
        self.models[at].reread(sha256, copy.deepcopy(notices))

    @precondition(lambda self: self.models[0].readings)
    @rule(pick=some)
    def bring_the_other_archive_up_to_date(self, pick: int) -> None:
        sha256 = list(self.models[0].readings)[pick % len(self.models[0].readings)]
        notices = self.models[0].readings[sha256]
        with self.archives[1]._store.writing() as writer:
            take_in(writer, sha256, notices, again=sha256 in self.models[1].readings)
        self.models[1].reread(sha256, copy.deepcopy(notices))

    def changes(self, at: int, picks: list[tuple[int, str, int]]) -> list[Change]:
        now = self.models[at].records()
        found = []
        for pick, field, choice in picks:
            notice = now[sorted(now)[pick % len(now)]]
            new = ([*VALUES[field], get(notice, field)])[choice % (len(VALUES[field]) + 1)]
            found.append(Change(notice.id, field, get(notice, field), new))
            setattr(notice, field, copy.copy(new))
        return found

    @precondition(lambda self: self.models[0].readings)
    @rule(at=which, picks=st.lists(st.tuples(some, of(list(VALUES)), some), min_size=1, max_size=3))
    def correct(self, at: int, picks: list[tuple[int, str, int]]) -> None:
        if not self.models[at].readings:
            return
        before = self.before(self.archives[at])
        made = self.archives[at].correct(self.changes(at, picks), why="原件", who="王")
        assert all(each.at > before for each in made) and len({each.act for each in made}) == 1
        self.models[at].said |= {(each.act, each.item): replace(each, notice=None) for each in made}
        assert [each.item for each in made] == list(range(1, len(picks) + 1))

    @precondition(lambda self: self.models[0].readings)
    @rule(picks=st.lists(st.tuples(some, of(list(VALUES)), some), min_size=1, max_size=3), stale=st.booleans())
    def correct_what_has_changed_or_break_off(self, picks: list[tuple[int, str, int]], stale: bool) -> None:
        changes = self.changes(0, picks)
        changes.append(
            Change(changes[0].id, "note", "什么也不是", None) if stale else Change("none-1", "note", None, None)
        )
        with pytest.raises(ArchiveError):
            self.archives[0].correct(changes)

    @precondition(lambda self: self.models[0].readings)
    @rule(picks=st.lists(st.tuples(some, of(list(VALUES)), some), min_size=1, max_size=2), notices=files)
    def roll_back_within_a_batch(self, picks: list[tuple[int, str, int]], notices: list[Notice]) -> None:
        changes = self.changes(0, picks)
        with self.archives[0]._store.writing() as writer:
            with suppress(ZeroDivisionError), writer.whole():
                writer.correct(changes, "张")
                take_in(writer, CONTENTS[0], notices, again=CONTENTS[0] in self.models[0].readings)
                for each in self.archives[0].history():
                    if each.undone is None:
                        writer.discard(each, "张")
                raise ZeroDivisionError
            made = writer.correct(changes, "李")
        self.models[0].said |= {(each.act, each.item): replace(each, notice=None) for each in made}

    @rule(at=which, pick=some, last=st.booleans())
    def undo(self, at: int, pick: int, last: bool) -> None:
        archive, model = self.archives[at], self.models[at]
        holding = [each.act for each in model.history() if each.undone is None]
        if not holding:
            with pytest.raises(NotFound):
                archive.undo()
            return
        act = holding[-1] if last else holding[pick % len(holding)]
        before = self.before(archive)
        taken = archive.undo(None if last else act, who="李")
        assert {each.act for each in taken} == {act}
        assert [(each.act, each.item) for each in taken] == [
            (each.act, each.item) for each in model.history() if each.act == act and each.undone is None
        ]
        self.take_back(at, taken, before)
        with pytest.raises(NotFound):
            archive.undo(act)

    def take_back(self, at: int, taken: Sequence[Correction], before: str) -> None:
        now = {(each.act, each.item): each for each in self.archives[at].history()}
        for each in taken:
            key = (each.act, each.item)
            undone = now[key].undone
            assert undone is not None and undone > before and now[key].undone_by == "李"
            self.models[at].said[key] = replace(self.models[at].said[key], undone=undone, undone_by="李")

    @rule(at=which, pick=some)
    def discard(self, at: int, pick: int) -> None:
        history = self.archives[at].history()
        if not history:
            return
        each, before = history[pick % len(history)], self.before(self.archives[at])
        self.archives[at].discard(each, who="李")
        if each.undone is None:
            self.take_back(at, [each], before)

    @rule(at=which, pick=some, place=some, detached=st.booleans())
    def assign(self, at: int, pick: int, place: int, detached: bool) -> None:
        model = self.models[at]
        history = [each for each in self.archives[at].history() if not detached or each.notice is None]
        if not history:
            return
        each = history[pick % len(history)]
        here = model.readings.get(each.sha256, [])
        if not here:
            with pytest.raises(NotFound):
                self.archives[at].assign(each, Notice(id="aaaaaaaaaaaa-1"))
            return
        place = place % len(here) + 1
        notice = next(self.archives[at].read([f"{each.sha256[:12]}-{place}"]))
        self.archives[at].assign(each, notice)
        read = here[place - 1]
        mark = Fingerprint.of(read.number, read.title, read.text)
        key = (each.act, each.item)
        model.said[key] = replace(model.said[key], position=place, fingerprint=mark)

    @rule(source=which)
    def dump(self, source: int) -> None:
        self.dumps.append(dumped(self.archives[source]))

    @precondition(lambda self: self.dumps)
    @rule(into=which, pick=some)
    def load(self, into: int, pick: int) -> None:
        archive, model = self.archives[into], self.models[into]
        lines = self.dumps[-1 - pick % min(3, len(self.dumps))]
        entries = [entry for entry in map(json.loads, lines) if entry["type"] == "correction"]
        said = [
            Correction(**{k: v for k, v in e.items() if k not in ("version", "type", "fingerprint")},
                       fingerprint=Fingerprint(**e["fingerprint"]))
            for e in entries
        ]  # fmt: skip
        others = [entry for entry in map(json.loads, lines) if entry["type"] != "correction"]
        try:
            new = archive.load(map(json.loads, lines))
        except ArchiveError:  # the issuers of the two archives say different things: nothing is taken in
            assert others
            return
        assert new["correction"] == model.load(said)
        model.authority = archive.authority()
        loaded = dumped(archive)
        assert sum(archive.load(map(json.loads, lines)).values()) == 0
        assert dumped(archive) == loaded

    @rule(minutes=st.integers(-500, 500))
    def set_the_clock(self, minutes: int) -> None:
        Clock.moment += timedelta(minutes=minutes)

    @precondition(lambda self: self.models[0].readings)
    @rule(old=some, new=some)
    def supersede(self, old: int, new: int) -> None:
        model = self.models[0]
        there = sorted(model.ids())
        first, second = there[old % len(there)], there[new % len(there)]
        with self.archives[0]._store.writing() as writer:
            writer.supersede(first, second)
        if first != second:
            model.superseded[first] = second

    @precondition(lambda self: self.models[0].readings)
    @rule(pick=some)
    def revive(self, pick: int) -> None:
        model = self.models[0]
        sha256 = sorted(model.readings)[pick % len(model.readings)]
        with self.archives[0]._store.writing() as writer:
            writer.revive(sha256)
        model.superseded = {old: new for old, new in model.superseded.items() if not old.startswith(sha256[:12])}

    @rule(at=which, name=of(["云川省总工会", "临溪市总工会"]), code=of(["云工发", "云工办"]), alias=st.booleans())
    def confirm_an_issuer(self, at: int, name: str, code: str, alias: bool) -> None:
        def change(text: str) -> str:
            if alias:
                return authority_file.alias(text, "云川省总工会", "雲川總工會" if name == "云川省总工会" else name)
            return authority_file.code(text, name, code)

        with suppress(ArchiveError):  # the code is another's
            self.archives[at].edit_issuers(change)
        self.models[at].authority = self.archives[at].authority()

    @rule(at=which)
    def reindex(self, at: int) -> None:
        store = self.archives[at]._store
        before = [store.ids(node) for node in NODES]
        store.reindex()
        assert [store.ids(node) for node in NODES] == before
        assert store.due() == []

    # What always holds

    @invariant()
    def archives_say_what_they_should(self) -> None:
        for at, (archive, model) in enumerate(zip(self.archives, self.models, strict=True)):
            changes = archive._store._catalog.one("PRAGMA data_version")
            if self.seen.get(at) != changes:
                check(archive, model)
            self.seen[at] = changes


def check(archive: Archive, model: Model) -> None:
    store = archive._store
    notices = {notice.id: notice for notice in store.get(store.find(""))}
    wanted = model.records()
    assert notices.keys() == wanted.keys()
    for identity, notice in notices.items():
        for field in (*FIELDS, "corrected", "text", "superseded_by"):
            assert getattr(notice, field) == getattr(wanted[identity], field), (identity, field)
        assert notice.inferred == wanted[identity].inferred[:1]
        assert {e.field for e in notice.evidence if e.rule == "correction"} == set(notice.corrected)
    assert archive.history() == model.history()
    lost = [each for each in model.history() if each.undone is None and each.notice is None]
    doubts = store.doubts()
    assert [doubt.correction for doubt in doubts if doubt.reason == "detached"] == [
        each for each in lost if each.sha256 in model.readings
    ]
    assert {(d.reason, d.id, d.field) for d in doubts if d.reason != "detached"} == model.doubts()
    live = [notice for notice in notices.values() if notice.superseded_by is None]
    for query, node in zip(QUERIES, NODES, strict=True):
        assert set(store.ids(node)) == {notice.id for notice in live if match(node, notice)}, query
    hits = store.search(parse("植树"), limit=None, rank_words=segment("植树")).rows
    assert all(row.score is not None for row in hits if row.literal)
    for table in ("readings", "anonymous", "lists", "texts", "unsure"):
        left = f"SELECT count(*) FROM {table} WHERE notice NOT IN (SELECT key FROM notices)"
        assert store._catalog.one(left) == 0, table
    for sha256 in model.readings:
        as_read = store.as_read(sha256)
        for read, reading in zip(as_read, model.readings[sha256], strict=True):
            assert {field: get(read, field) for field in FIELDS} == {field: get(reading, field) for field in FIELDS}
    lines = dumped(archive)
    assert lines == dumped(archive)
    assert [json.loads(line)["act"] for line in lines if '"correction"' in line] == [e.act for e in model.history()]


def test_whatever_people_do_nothing_is_lost_and_undoing_is_exact() -> None:
    run_state_machine_as_test(
        People,
        settings=settings(
            max_examples=25, stateful_step_count=30, deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )  # fmt: skip


# One thing at a time


def put(store: LocalStore, *notices: Notice, sha256: str = CONTENTS[0]) -> list[str]:
    with store.writing() as writer:
        return take_in(writer, sha256, notices, again=bool(store.ids_of(sha256)))


def notice_of(archive: Archive, identity: str) -> Notice:
    return next(archive.read([identity]))


def say(archive: Archive, identity: str, **values: Value) -> list[Correction]:
    return archive.correct(archive.changes([notice_of(archive, identity)], values), who="王", why="原件")


@pytest.mark.parametrize(
    ("field", "new", "query"),
    [
        ("issuers", ["青禾县总工会", "青禾县应急管理局"], "issuer:青禾县应急管理局"),
        ("number", "青总发〔2021〕7号", "number:青总发〔2021〕7号"),
        ("number", "青总发〔2021〕7号", "code:青总发"),
        ("number", "青总发〔2021〕7号", "year:2021"),
        ("number", "青总发〔2021〕7号", "青总发〔2021〕7号"),
        ("title", "关于防汛的函", "title:防汛的函"),
        ("title", "关于防汛的函", "防汛的函"),
        ("kind", "函", "kind:函"),
        ("date", "2019-03-04", "date:2019-03-04"),
        ("addressees", ["各乡镇人民政府"], "to:各乡镇"),
        ("cc", ["县委办公室"], "cc:县委"),
    ],
)
def test_what_is_corrected_is_found_by_what_it_says_now(archive: Archive, field: str, new: Value, query: str) -> None:
    old = made("云工发〔2024〕9号", "关于植树的通知", NAMES[1], "2024-05-06", "通知", BODIES[0], False)
    first, other = put(archive._store, old, made(NUMBERS[2], "题", NAMES[1], None, None, BODIES[1], False))
    assert list(archive.ids(query)) == []
    say(archive, first, **{field: new})
    assert list(archive.ids(query)) == [first]
    assert list(archive.ids(f"-{query}")) == [other]
    archive._store.reindex()
    assert list(archive.ids(query)) == [first]
    archive.undo()
    assert list(archive.ids(query)) == []


def test_a_corrected_title_is_not_found_by_the_old_one(archive: Archive) -> None:
    (first,) = put(archive._store, made(None, "关于植树的通知", [], None, None, "请按时到场。", False))
    say(archive, first, title="关于防汛的通知")
    assert list(archive.ids("title:植树")) == [] and list(archive.ids("title:防汛")) == [first]
    assert list(archive.ids("植树")) == [first]  # the printed text stays as it is
    say(archive, first, title=None)
    assert list(archive.ids("title:防汛")) == [] and list(archive.ids("防汛")) == []
    hits = archive._store.search(parse("植树"), rank_words=segment("植树")).rows
    archive._store.reindex()
    assert archive._store.search(parse("植树"), rank_words=segment("植树")).rows == hits


def test_the_year_follows_the_number_and_without_one_the_date(archive: Archive) -> None:
    (first,) = put(archive._store, made("云工发〔2024〕9号", "题", [], "2023-12-31", None, "甲", False))
    for values, year in ((("number", None), 2023), (("date", "2020-01-01"), 2020), (("date", None), None)):
        say(archive, first, **{values[0]: values[1]})
        assert [at for at in range(2019, 2026) if list(archive.ids(f"year:{at}"))] == [year] * (year is not None)
    say(archive, first, number="云工发〔2021〕9号")
    assert list(archive.ids("year:2021")) == [first]


def test_what_is_corrected_says_who_when_and_why(archive: Archive) -> None:
    (first,) = put(archive._store, made(NUMBERS[1], "题", [], None, None, "甲", True))
    assert [doubt.field for doubt in archive.doubts() if doubt.reason == "unsure"] == ["date"]
    (each,) = say(archive, first, date="2024-05-06")
    notice = notice_of(archive, first)
    assert notice.corrected == ["date"] and notice.record()["corrected"] == ["date"]
    evidence = notice.evidence[0]
    assert (evidence.field, evidence.value, evidence.rule, evidence.sure) == ("date", "2024-05-06", "correction", True)
    assert evidence.words == f"王 · {each.at[:10]} · 原件" and not archive.doubts("date:2024")[1:]
    assert not [doubt for doubt in archive.doubts() if doubt.field == "date"]
    assert archive.history(notice) == archive.history() == [each]
    assert (each.old, each.new, each.position, each.notice) == (None, "2024-05-06", 1, first)


def test_the_value_that_stands_there_is_confirmed_once(archive: Archive) -> None:
    (first,) = put(archive._store, made(NUMBERS[1], "题", [], "2024-05-06", None, "甲", True))
    before = records(archive._store)[first]
    (each,) = say(archive, first, date="2024-05-06")
    assert each.old == each.new == "2024-05-06"
    assert archive.changes([notice_of(archive, first)], {"date": "2024-05-06"}) == []
    assert not [doubt for doubt in archive.doubts() if doubt.field == "date"]
    put(archive._store, made(NUMBERS[1], "题", [], "2023-01-01", None, "甲", True))
    assert notice_of(archive, first).date == "2024-05-06"
    archive.undo()
    assert records(archive._store)[first] == before | {
        "date": "2023-01-01",
        "evidence": [("date", "2023-01-01", "", "r", False)],
    }
    assert [doubt.field for doubt in archive.doubts() if doubt.reason == "unsure"] == ["date"]


def test_a_confirmed_absence_is_no_doubt(archive: Archive) -> None:
    (first,) = put(archive._store, made(None, None, [], None, None, "甲", False))
    assert {doubt.field for doubt in archive.doubts()} == {"issuers", "title", "date"}
    say(archive, first, issuers=[], title=None, date=None)
    assert archive.doubts() == [] and notice_of(archive, first).corrected == ["issuers", "title", "date"]
    archive.undo()
    assert {doubt.field for doubt in archive.doubts()} == {"issuers", "title", "date"}


def test_lists_with_the_same_name_twice(archive: Archive) -> None:
    old = made(None, "题", ["甲县", "乙县", "甲县"], None, None, "甲", False)
    (first,) = put(archive._store, old)
    say(archive, first, issuers=["乙县", "乙县"], addressees=[])
    assert (notice_of(archive, first).issuers, notice_of(archive, first).addressees) == (["乙县", "乙县"], [])
    assert dict(archive.issuers()) == {"乙县": 1}
    archive.undo()
    assert (notice_of(archive, first).issuers, notice_of(archive, first).addressees) == (old.issuers, old.addressees)


def test_corrections_of_a_superseded_notice_count_and_it_stays_unfound(archive: Archive) -> None:
    old, new = put(archive._store, *[made(None, title, NAMES[1], None, None, "甲", False) for title in ("一", "二")])
    with archive._store.writing() as writer:
        writer.supersede(old, new)
    say(archive, old, title="三")
    assert notice_of(archive, old).title == "三" and list(archive.ids("题 OR 一 OR 三")) == []
    with archive._store.writing() as writer:
        writer.revive(CONTENTS[0])
    assert list(archive.ids("title:三")) == [old] and list(archive.ids("title:一")) == []
    archive.undo()
    assert list(archive.ids("title:一")) == [old] and list(archive.ids("title:三")) == []


def test_a_notice_is_found_again_when_the_one_in_its_place_is_read_no_more(archive: Archive) -> None:
    (old,) = put(archive._store, made(None, "一", NAMES[1], None, None, "甲", False))
    papers = [made(None, title, NAMES[1], None, None, "乙", False) for title in ("二", "三")]
    _, new = put(archive._store, *papers, sha256=CONTENTS[1])
    with archive._store.writing() as writer:
        writer.supersede(old, new)
    put(archive._store, *papers, sha256=CONTENTS[1])
    assert notice_of(archive, old).superseded_by == new
    put(archive._store, papers[0], sha256=CONTENTS[1])
    assert notice_of(archive, old).superseded_by is None and list(archive.ids("title:一")) == [old]


@pytest.mark.parametrize(
    ("field", "new"),
    [
        ("title", ["甲"]), ("title", 7), ("title", ""), ("title", " \u200b"), ("title", "甲\x00"), ("title", "\ud800"),
        ("title", "甲" * (LONGEST + 1)), ("issuers", None), ("issuers", "甲"), ("issuers", [""]), ("issuers", [None]),
        ("number", "不是"), ("date", "2024-5-6"), ("date", "2024-02-30"), ("text", "甲"), ("id", "甲"),
        ("title = '' --", "甲"),
    ],
)  # fmt: skip
def test_values_that_no_one_may_give_are_refused(archive: Archive, field: str, new: Any) -> None:
    (first,) = put(archive._store, made(NUMBERS[1], "题", NAMES[1], "2024-05-06", None, "甲", False))
    before = records(archive._store)
    old = getattr(notice_of(archive, first), field, None)
    with pytest.raises(ArchiveError):
        archive.correct([Change(first, "note", None, "附注"), Change(first, field, old, new)])
    assert records(archive._store) == before and archive.history() == []


def test_all_or_nothing_is_said_why(archive: Archive) -> None:
    (first,) = put(archive._store, made(NUMBERS[1], "题", NAMES[1], "2024-05-06", None, "甲", False))
    with pytest.raises(NotFound, match="nowhere"):
        archive.correct([Change(first, "title", "题", "新题"), Change("nowhere-1", "title", None, "题")])
    with pytest.raises(ArchiveError, match=first):
        archive.correct([Change(first, "title", "题", "新题"), Change(first, "date", "2000-01-01", "2024-05-07")])
    with pytest.raises(ArchiveError, match="why"):
        archive.correct([Change(first, "title", "题", "新题")], why="甲" * (LONGEST + 1))
    for act in ("", "0" * 12, "%", None):
        with pytest.raises(NotFound):
            archive.undo(act)
    assert notice_of(archive, first).title == "题" and archive.history() == []


def test_who_and_why_may_be_any_bytes_of_the_command_line(archive: Archive, tmp_path: Path) -> None:
    (first,) = put(archive._store, made(NUMBERS[1], "题", NAMES[1], "2024-05-06", None, "甲", False))
    change = Change(first, "title", "题", "新题")
    (each,) = archive.correct([change], why="理由\udcff", who="\udce7" + "王" * LONGEST)
    assert each == archive.history()[0] and each.why == "理由\ufffd" and len(each.who) == LONGEST
    archive.undo(who="\udce7" + "李" * LONGEST)
    assert str(archive.history()[0].undone_by).startswith("\ufffd李")
    with Archive.open(tmp_path / "other", create=True) as other:
        assert other.load(archive.dump())["correction"] == 1
        assert dumped(other) == dumped(archive)


def test_a_long_reading_can_be_confirmed_and_carried_elsewhere(archive: Archive, tmp_path: Path) -> None:
    (first,) = put(archive._store, made(None, "甲" * 9000, ["乙" * 9000], None, None, "甲", False))
    say(archive, first, title="甲" * 9000, issuers=["乙" * 9000])
    with Archive.open(tmp_path / "other", create=True) as other:
        assert other.load(map(json.loads, dumped(archive)))["correction"] == 2


# From one archive to another


@pytest.fixture
def pair(archive: Archive, tmp_path: Path) -> Iterator[tuple[Archive, Archive]]:
    with Archive.open(tmp_path / "other", create=True) as other:
        yield archive, other


def test_an_undone_correction_is_undone_where_it_was_loaded_before(pair: tuple[Archive, Archive]) -> None:
    one, other = pair
    for each in pair:
        put(each._store, made(NUMBERS[1], "题", NAMES[1], "2024-05-06", None, "甲", False))
    (said,) = say(one, "aaaaaaaaaaaa-1", title="新题")
    old = list(one.dump())
    assert other.load(old) == {"correction": 1, "issuer": 0, "word": 0}
    assert notice_of(other, "aaaaaaaaaaaa-1").title == "新题"
    one.undo()
    assert other.load(one.dump())["correction"] == 1
    assert notice_of(other, "aaaaaaaaaaaa-1").title == "题"
    assert one.load(old)["correction"] == other.load(old)["correction"] == 0  # it does not come back
    assert dumped(one) == dumped(other) and notice_of(other, "aaaaaaaaaaaa-1").title == "题"
    with pytest.raises(NotFound):
        other.undo(said.act)


def test_originals_that_come_after_the_dump_find_what_was_said_of_them(pair: tuple[Archive, Archive]) -> None:
    one, other = pair
    paper = made(NUMBERS[1], "题", NAMES[1], "2024-05-06", None, "甲", False)
    put(one._store, paper)
    say(one, "aaaaaaaaaaaa-1", title="新题", issuers=["青禾县总工会"])
    other.load(one.dump())
    assert other.doubts() == [] and [each.notice for each in other.history()] == [None, None]
    put(other._store, paper)
    assert records(other._store) == records(one._store) and list(other.ids("title:新题")) == ["aaaaaaaaaaaa-1"]


def test_what_was_discarded_is_no_doubt(archive: Archive) -> None:
    put(archive._store, made(NUMBERS[1], "题", NAMES[1], "2024-05-06", None, "甲", False))
    (each,) = say(archive, "aaaaaaaaaaaa-1", title="新题")
    (now,) = put(archive._store, made(NUMBERS[2], "别的", NAMES[1], "2024-05-06", None, "乙", False))
    assert [doubt.correction for doubt in archive.doubts()] == [replace(each, notice=None)]
    archive.discard(each, who="李")
    assert archive.doubts() == [] and notice_of(archive, now).title == "别的"
    (held,) = archive.history()
    archive.discard(each, who="张")
    assert archive.history() == [held] and held.undone_by == "李"


def test_rolled_back_names_are_not_remembered(archive: Archive) -> None:
    (first,) = put(archive._store, made(NUMBERS[1], "题", NAMES[1], "2024-05-06", None, "甲", False))
    before = records(archive._store)
    change = [Change(first, "cc", [], ["新来的机关"]), Change(first, "number", NUMBERS[1], "新发〔2024〕1号")]
    with archive._store.writing() as writer:
        with suppress(ZeroDivisionError), writer.whole():
            writer.correct(change, "王")
            raise ZeroDivisionError
        writer.commit()
        assert records(archive._store) == before and archive.history() == []
        writer.correct([Change(first, "kind", None, "函")], "王")  # takes the row that the name had
        writer.correct(change, "王")
    notice = notice_of(archive, first)
    assert (notice.cc, notice.kind, notice.number) == (["新来的机关"], "函", "新发〔2024〕1号")
    assert list(archive.ids("cc:新来的")) == list(archive.ids("number:新发")) == [first]


def test_what_two_people_said_of_a_field_the_later_one_wins_on_both_sides(pair: tuple[Archive, Archive]) -> None:
    for each in pair:
        put(each._store, made(NUMBERS[1], "题", NAMES[1], "2024-05-06", None, "甲", False))
    for count, each in enumerate(pair):
        say(each, "aaaaaaaaaaaa-1", title=f"第{count}题")
        time.sleep(0.001)
    lines = [dumped(each) for each in pair]
    for each, others in zip(pair, lines[::-1], strict=True):
        each.load(map(json.loads, others))
        assert notice_of(each, "aaaaaaaaaaaa-1").title == "第1题"
        each.undo()
        assert notice_of(each, "aaaaaaaaaaaa-1").title == "第0题"
        each.undo()
        assert notice_of(each, "aaaaaaaaaaaa-1").title == "题"


def test_a_correction_given_to_a_notice_by_hand_finds_it_elsewhere_too(pair: tuple[Archive, Archive]) -> None:
    one, other = pair
    paper = made(NUMBERS[1], "题", NAMES[1], "2024-05-06", None, "甲", False)
    for each in pair:
        put(each._store, paper)
    say(one, "aaaaaaaaaaaa-1", date="2024-05-07")
    other.load(one.dump())
    for each in pair:
        assert notice_of(each, "aaaaaaaaaaaa-1").date == "2024-05-07"
        put(each._store, *[made(NUMBERS[at], f"新{at}", NAMES[1], None, None, f"新{at}", False) for at in (2, 3)])
        assert [d.reason for d in each.doubts() if d.correction] == ["detached"]
    one.assign(one.history()[0], notice_of(one, "aaaaaaaaaaaa-2"))
    assert other.load(one.dump())["correction"] == 1
    assert other.load(one.dump())["correction"] == 0
    for each in pair:
        assert notice_of(each, "aaaaaaaaaaaa-2").date == "2024-05-07"
        assert not [d for d in each.doubts() if d.correction]
    assert records(one._store) == records(other._store) and dumped(one) == dumped(other)


def test_a_correction_given_to_another_notice_leaves_the_first(archive: Archive) -> None:
    first, second = put(archive._store, *[made(None, title, [], None, None, title, False) for title in ("一", "二")])
    (each,) = say(archive, first, issuers=["甲县"])
    archive.assign(each, notice_of(archive, second))
    assert (notice_of(archive, first).issuers, notice_of(archive, second).issuers) == ([], ["甲县"])
    assert notice_of(archive, first).corrected == []
    archive.undo()
    assert notice_of(archive, second).issuers == []
    with pytest.raises(NotFound):
        archive.assign(replace(each, item=99), notice_of(archive, first))


HOSTILE: list[Any] = [
    None, [], "x", {}, {"version": 2, "type": "correction"}, {"version": 1}, {"version": 1, "type": ["word"]},
    {"version": 1, "type": "correction"}, {"version": 1, "type": "issuer"}, {"version": 1, "type": "issuer", "name": 3},
    {"version": 1, "type": "word"}, {"version": 1, "type": "word", "word": 1, "frequency": None, "tag": None},
    {"version": 1, "type": "word", "word": "甲", "frequency": 1.5, "tag": None},
    {"version": 1, "type": "word", "word": "甲\n乙", "frequency": None, "tag": None},
]  # fmt: skip


@pytest.mark.parametrize("bad", HOSTILE, ids=repr)
def test_a_wrong_line_refuses_the_whole_dump(pair: tuple[Archive, Archive], bad: Any) -> None:
    one, other = pair
    put(one._store, made(NUMBERS[1], "题", NAMES[1], "2024-05-06", None, "甲", False))
    say(one, "aaaaaaaaaaaa-1", title="新题")
    one.edit_issuers(lambda text: authority_file.code(text, "云川省总工会", "云工发"))
    with pytest.raises(ArchiveError) as caught:
        other.load([*one.dump(), bad])
    assert caught.value.message
    assert list(other.dump()) == []
    assert other.load(one.dump()) == {"correction": 1, "issuer": 1, "word": 0}


# Order and cost


def test_a_clock_set_back_changes_no_order(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(amending, "datetime", Clock)
    (first,) = put(archive._store, made(NUMBERS[1], "题", NAMES[1], None, None, "甲", False))
    for days in (0, -400, 3, -3000, 1):
        monkeypatch.setattr(Clock, "moment", datetime(2024, 5, 20, tzinfo=timezone.utc) + timedelta(days=days))
        say(archive, first, date=f"2024-01-{(days % 27) + 1:02}")
    said = [each.new for each in archive.history()]
    assert len(set(said)) == 5 and notice_of(archive, first).date == said[-1]
    moments = [each.at for each in archive.history()]
    assert sorted(set(moments)) == moments
    for new in [*said[-2::-1], None]:
        monkeypatch.setattr(Clock, "moment", Clock.moment - timedelta(days=1))
        (taken,) = archive.undo()
        assert archive.history()[said.index(str(taken.new))].undone > max(moments)  # type: ignore[operator]
        assert notice_of(archive, first).date == new


def test_rolled_back_titles_leave_no_words_behind(archive: Archive) -> None:
    """A batch that breaks off after retitling a new notice ranks it by the title that it has."""
    paper = made(None, "关于防汛的通知", [], None, None, "甲", False)
    with archive._store.writing() as writer:
        (first,) = take_in(writer, CONTENTS[0], [paper])
        with suppress(ZeroDivisionError), writer.whole():
            writer.correct([Change(first, "title", "关于防汛的通知", "植树植树植树")], "王")
            raise ZeroDivisionError
    words = segment("关于防汛的通知")
    rows = archive._store.search(parse("防汛"), rank_words=words).rows
    archive._store.reindex()
    assert archive._store.search(parse("防汛"), rank_words=words).rows == rows and rows[0].score is not None


def steps(archive: Archive, work: Callable[[Writer], object]) -> int:
    """Steps of SQLite's machine, in thousands, that a piece of writing takes."""
    count = 0

    def one_more() -> int:
        nonlocal count
        count += 1
        return 0

    with archive._store.writing() as writer:
        writer.connection.set_progress_handler(one_more, 1000)
        work(writer)
    return count


def test_many_corrections_at_once_cost_in_proportion(archive: Archive) -> None:
    costs = {}
    for count, sha256 in ((200, CONTENTS[0]), (800, CONTENTS[1])):
        papers = [made(f"云工发〔2024〕{at}号", f"题{at}", [], None, None, f"甲{at}", False) for at in range(1, count)]
        ids = put(archive._store, *papers, sha256=sha256)
        changes = archive.changes(archive.read(ids), {"title": "关于植树的通知", "issuers": ["甲县"]})
        costs[count] = steps(archive, lambda writer, changes=changes: writer.correct(changes, "王"))
        costs[-count] = steps(archive, lambda writer: writer.undo(archive.history()[-1].act, "王"))
        assert len(changes) == 2 * (count - 1)
    assert 0 < costs[800] < 6 * costs[200] and 0 < costs[-800] < 6 * costs[-200], costs
    assert archive.search("title:植树").total == 0


# Issuers that follow from the code


def nameless(serial: int, code: str = "云工发") -> Notice:
    return made(f"{code}〔2024〕{serial}号", f"题{serial}", [], None, None, f"甲{serial}", False)


def named(serial: int, name: str, code: str = "云工发") -> Notice:
    return made(f"{code}〔2024〕{serial}号", f"题{serial}", [name], None, None, f"乙{serial}", False)


def issuers_of(archive: Archive, identity: str) -> tuple[list[str], list[str], list[tuple[str, bool]]]:
    """Its issuers, whether they are inferred, and by which rules."""
    notice = notice_of(archive, identity)
    rules = [(each.rule, each.sure) for each in notice.evidence if each.field == "issuers"]
    assert notice.record()["inferred"] == notice.inferred
    return notice.issuers, notice.inferred, rules


GUESSED = (["云川省总工会"], ["issuers"], [("code-of-others", False)])
CONFIRMED = (["云川省总工会"], ["issuers"], [("code-confirmed", True)])
NONE: tuple[list[str], list[str], list[Any]] = ([], [], [])


def test_a_missing_masthead_is_filled_by_a_code_that_is_always_one_issuers(archive: Archive) -> None:
    first, other = put(archive._store, nameless(1), nameless(2, "临工发"))
    assert (
        issuers_of(archive, first) == NONE
        and [d.reason for d in archive.doubts() if d.field == "issuers"] == ["missing"] * 2
    )
    put(archive._store, named(3, "云川省总工会"), sha256=CONTENTS[1])
    assert issuers_of(archive, first) == GUESSED and issuers_of(archive, other) == NONE
    assert list(archive.ids("issuer:云川省总工会 number:云工发〔2024〕1号")) == [first]
    assert [(d.reason, d.id) for d in archive.doubts() if d.field == "issuers"] == [
        ("inferred", first), ("missing", other),
    ]  # fmt: skip
    assert notice_of(archive, first).evidence[-1].words == "云工发"
    assert [notice.issuers for notice in archive._store.as_read(CONTENTS[0])] == [[], []]
    assert archive.codes() == {"云川省总工会": ["云工发"]}


def test_a_second_issuer_with_the_same_code_takes_it_back(archive: Archive) -> None:
    (first,) = put(archive._store, nameless(1))
    put(archive._store, named(3, "云川省总工会"), sha256=CONTENTS[1])
    (second,) = put(archive._store, named(4, "临溪市总工会"), sha256=CONTENTS[2])
    assert issuers_of(archive, first) == NONE and list(archive.ids("issuer:总工会 number:1")) == []
    say(archive, second, issuers=["云川省总工会"])
    assert issuers_of(archive, first) == GUESSED
    archive.undo()
    assert issuers_of(archive, first) == NONE
    say(archive, second, number="临工发〔2024〕4号")
    assert issuers_of(archive, first) == GUESSED
    archive.undo()
    assert issuers_of(archive, first) == NONE
    put(archive._store, nameless(4), sha256=CONTENTS[2])
    assert issuers_of(archive, first) == issuers_of(archive, second) == GUESSED


def test_a_code_that_no_one_prints_any_more_says_nothing(archive: Archive) -> None:
    (first,) = put(archive._store, nameless(1))
    put(archive._store, named(3, "云川省总工会"), sha256=CONTENTS[1])
    assert issuers_of(archive, first) == GUESSED
    put(archive._store, named(3, "云川省总工会", "临工发"), sha256=CONTENTS[1])
    assert issuers_of(archive, first) == NONE


def test_inferred_names_are_no_evidence_for_others(archive: Archive) -> None:
    first, source = put(archive._store, nameless(1), named(2, "云川省总工会"))
    say(archive, first, number="临工发〔2024〕1号")
    (other,) = put(archive._store, nameless(9, "临工发"), sha256=CONTENTS[1])
    assert issuers_of(archive, first) == issuers_of(archive, other) == NONE
    archive.undo()
    assert issuers_of(archive, first) == GUESSED
    say(archive, source, issuers=[])
    assert issuers_of(archive, first) == NONE == issuers_of(archive, other)
    assert archive.codes() == {}


def test_a_number_that_changes_takes_the_inference_along(archive: Archive) -> None:
    (first,) = put(archive._store, nameless(1))
    put(archive._store, named(2, "云川省总工会"), named(3, "临溪市总工会", "临工发"), sha256=CONTENTS[1])
    for number, wanted in (
        ("临工发〔2024〕1号", (["临溪市总工会"], ["issuers"], [("code-of-others", False)])),
        ("2024年第7号", NONE),
        ("云工发〔2024〕1号", GUESSED),
        (None, NONE),
    ):
        say(archive, first, number=number)
        assert issuers_of(archive, first) == wanted, number
        assert list(archive.ids("issuer:总工会 title:题1")) == [first] * bool(wanted[0])
    for wanted in (GUESSED, NONE, (["临溪市总工会"], ["issuers"], [("code-of-others", False)]), GUESSED):
        archive.undo()
        assert issuers_of(archive, first) == wanted


def test_a_correction_wins_over_the_inference_and_undoing_returns_to_it(archive: Archive) -> None:
    (first,) = put(archive._store, nameless(1))
    (source,) = put(archive._store, named(2, "云川省总工会"), sha256=CONTENTS[1])
    (each,) = say(archive, first, issuers=["青禾县总工会"])
    assert each.old == ["云川省总工会"]
    assert issuers_of(archive, first) == (["青禾县总工会"], [], [("correction", True)])
    put(archive._store, nameless(1))
    assert issuers_of(archive, first) == (["青禾县总工会"], [], [("correction", True)])
    assert issuers_of(archive, source)[0] == ["云川省总工会"]
    archive.undo()
    assert issuers_of(archive, first) == GUESSED
    say(archive, first, issuers=["云川省总工会"])
    assert issuers_of(archive, first) == (["云川省总工会"], [], [("correction", True)])
    put(archive._store, named(2, "临溪市总工会"), sha256=CONTENTS[1])
    assert issuers_of(archive, first)[0] == ["云川省总工会"]
    archive.undo()
    assert issuers_of(archive, first)[0] == ["临溪市总工会"]


def test_the_authority_file_says_whose_a_code_is(archive: Archive) -> None:
    (first,) = put(archive._store, nameless(1))
    archive.edit_issuers(lambda text: authority_file.code(text, "云川省总工会", "云工发"))
    assert issuers_of(archive, first) == CONFIRMED
    assert not [doubt for doubt in archive.doubts() if doubt.field == "issuers"]
    put(archive._store, named(3, "临溪市总工会"), named(4, "青禾县总工会"), sha256=CONTENTS[1])
    assert issuers_of(archive, first) == CONFIRMED
    archive.edit_issuers(lambda text: authority_file.uncode(text, "云川省总工会", "云工发"))
    assert issuers_of(archive, first) == NONE
    put(archive._store, named(3, "云川省总工会"), sha256=CONTENTS[1])
    assert issuers_of(archive, first) == GUESSED


def test_aliases_are_one_issuer_and_change_no_printed_name(archive: Archive) -> None:
    (first,) = put(archive._store, nameless(1))
    second, third = put(archive._store, named(3, "云川省总工会"), named(4, "云川总工会"), sha256=CONTENTS[1])
    assert issuers_of(archive, first) == NONE
    archive.edit_issuers(lambda text: authority_file.alias(text, "云川省总工会", "云川总工会"))
    assert issuers_of(archive, first) == GUESSED
    assert notice_of(archive, third).issuers == ["云川总工会"] and notice_of(archive, second).inferred == []
    put(archive._store, named(4, "云川总工会"), sha256=CONTENTS[1])
    assert issuers_of(archive, first) == GUESSED  # the full name, also where only the alias is printed
    archive.edit_issuers(lambda text: authority_file.unalias(text, "云川省总工会", "云川总工会"))
    assert issuers_of(archive, first)[0] == ["云川总工会"]


def test_one_name_in_two_scripts_is_one_issuer(archive: Archive) -> None:
    (first,) = put(archive._store, nameless(1))
    for names in (["雲川省總工會", "云川省总工会"], ["云川省总工会", "雲川省總工會"]):
        put(archive._store, *[named(at, name) for at, name in enumerate(names, 3)], sha256=CONTENTS[1])
        assert issuers_of(archive, first) == GUESSED
    assert [notice.issuers for notice in archive.of_content(CONTENTS[1])] == [["云川省总工会"], ["雲川省總工會"]]


def test_issuers_edited_by_hand_take_hold_with_the_next_writer(archive: Archive) -> None:
    (first,) = put(archive._store, nameless(1))
    text = authority_file.code("", "云川省总工会", "云工发")
    (archive._store.folder / "issuers.toml").write_text(text, encoding="utf-8")
    assert issuers_of(archive, first) == NONE
    with archive._store.writing():
        pass
    assert issuers_of(archive, first) == CONFIRMED


def test_a_joint_notice_says_whose_its_lead_bodys_code_is(archive: Archive) -> None:
    (first,) = put(archive._store, nameless(1))
    joint = named(3, "云川省总工会")
    joint.issuers.append("临溪市总工会")
    put(archive._store, joint, sha256=CONTENTS[1])
    assert issuers_of(archive, first) == GUESSED


def test_replaced_notices_are_filled_and_count(archive: Archive) -> None:
    (first,) = put(archive._store, nameless(1))
    (source,) = put(archive._store, named(2, "云川省总工会"), sha256=CONTENTS[1])
    for old, new in ((first, source), (source, first)):
        with archive._store.writing() as writer:
            writer.supersede(old, new)
        assert issuers_of(archive, first) == GUESSED
        with archive._store.writing() as writer:
            writer.revive(CONTENTS[old == source])
    put(archive._store, nameless(2), sha256=CONTENTS[1])
    assert issuers_of(archive, first) == NONE


def test_the_order_of_taking_in_does_not_matter(tmp_path: Path) -> None:
    papers = [nameless(1), named(2, "云川省总工会"), named(3, "临溪市总工会", "临工发"), nameless(4, "临工发")]
    wanted = None
    for order in permutations(range(4)):
        with Archive.open(tmp_path / "".join(map(str, order)), create=True) as archive:
            with archive._store.writing() as writer:
                for count, at in enumerate(order):
                    take_in(writer, "abcd"[at] * 64, [papers[at]])
                    if count % 2 == order[0] % 2:
                        writer.commit()
            found = records(archive._store)
            wanted = wanted or dict(sorted(found.items()))
            assert dict(sorted(found.items())) == wanted
    assert wanted is not None and [each["issuers"] for each in wanted.values()] == [
        ["云川省总工会"], ["云川省总工会"], ["临溪市总工会"], ["临溪市总工会"],
    ]  # fmt: skip


# Archives of version 1


FIXTURE = Path(__file__).parent / "fixtures" / "catalog-v1.sql"


def content(path: Path) -> list[str]:
    """All that stands in a catalog, as SQL."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        facts = [str(connection.execute(f"PRAGMA {name}").fetchone()) for name in ("user_version", "application_id")]
        tables = [
            row[0]
            for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'literal'")
        ]
        rows = [f"{name} {row}" for name in sorted(tables) for row in connection.execute(f"SELECT * FROM {name}")]
        schemata = [str(row) for row in connection.execute("SELECT * FROM sqlite_master ORDER BY name")]
    finally:
        connection.close()
    return [*facts, *schemata, *rows]


@pytest.fixture
def first_version(tmp_path: Path) -> Path:
    folder = tmp_path / "v1"
    folder.mkdir()
    connection = sqlite3.connect(folder / schema.NAME)
    connection.executescript(FIXTURE.read_text(encoding="utf-8"))
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    return folder


def test_an_older_archive_is_kept_beside_the_new_one(first_version: Path) -> None:
    path, kept = first_version / schema.NAME, first_version / f"{schema.NAME}.v1"
    old = content(path)
    assert "(1,)" in old and not kept.exists()
    umask = os.umask(0)
    try:
        LocalStore.open(first_version).close()
    finally:
        os.umask(umask)
    assert content(kept) == old and content(path)[0] == f"({schema.VERSION},)"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert kept.read_bytes()[18:20] == b"\1\1"  # whole in one file, no log beside it
    assert sorted(each.name for each in first_version.glob("*.v1*")) == [kept.name]
    rows = content(path)
    kept_rows = [row for row in old if row.split(" ")[0] in ("notices", "lists", "citations")]
    assert kept_rows
    for row in kept_rows:  # later versions add columns
        assert any(each.startswith(row.removesuffix(")")) for each in rows), row


def test_a_second_opening_migrates_nothing(first_version: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = first_version / f"{schema.NAME}.v1"
    LocalStore.open(first_version).close()
    before, new = kept.stat(), content(first_version / schema.NAME)
    monkeypatch.setattr(schema, "_keep", None)
    for _ in range(2):
        LocalStore.open(first_version).close()
    schema.migrate(first_version / schema.NAME)
    after = kept.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert content(first_version / schema.NAME) == new


def test_what_stands_only_in_the_log_is_kept_too(first_version: Path) -> None:
    path = first_version / schema.NAME
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA wal_autocheckpoint=0")
        connection.execute("UPDATE notices SET title = '只在日志里' WHERE key = 3")
        connection.commit()
        assert (first_version / f"{schema.NAME}-wal").stat().st_size
        with LocalStore.open(first_version) as store:
            assert "只在日志里" in [notice.title for notice in store.get(store.find(""))]
    finally:
        connection.close()
    assert any("只在日志里" in row for row in content(first_version / f"{schema.NAME}.v1"))


@pytest.mark.parametrize("when", ["copy", "copied", "steps"])
def test_a_kill_before_the_step_is_done_is_harmless(
    first_version: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    path, kept = first_version / schema.NAME, first_version / f"{schema.NAME}.v1"
    old, keep = content(path), schema._keep

    def killed(connection: sqlite3.Connection, where: Path) -> None:
        if when == "copy":
            where.with_name(where.name + ".part").write_bytes(b"half a catalog")
        else:
            keep(connection, where)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if when == "steps":
            patch.setattr(schema, "_STEPS", {**schema._STEPS, 2: "INSERT INTO nowhere VALUES(1);"})
        else:
            patch.setattr(schema, "_keep", killed)
        with pytest.raises((KeyboardInterrupt, ArchiveError)):
            LocalStore.open(first_version)
    assert content(path) == old
    with LocalStore.open(first_version) as store:
        assert len(store.find("")) == 3
    assert content(kept) == old and not list(first_version.glob("*.part"))


def test_who_may_not_write_is_told(first_version: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may write anywhere, so the system's answer is made up here."""
    really = os.open

    def refused(path: Any, flags: int, *more: Any, **options: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR) and Path(path).parent == first_version:
            raise PermissionError(13, "Permission denied", str(path))
        return really(path, flags, *more, **options)

    old = content(first_version / schema.NAME)
    for name in ("-wal", "-shm"):
        (first_version / (schema.NAME + name)).unlink(missing_ok=True)
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refused)
        patch.setattr(os, "access", lambda path, mode: not mode & os.W_OK)
        with pytest.raises(ArchiveError) as caught:
            LocalStore.open(first_version)
    assert str(first_version) in caught.value.message and caught.value.advice
    assert content(first_version / schema.NAME) == old


def test_an_older_archive_fills_in_what_its_codes_say(archive: Archive) -> None:
    first, second = put(archive._store, nameless(1), named(2, "云川省总工会"))
    folder = archive._store.folder
    archive.close()
    connection = sqlite3.connect(folder / schema.NAME)
    connection.executescript(
        "DELETE FROM lists WHERE notice = 1 AND field = 'issuers'; DROP TABLE corrections; DROP TABLE readings; "
        "DROP TABLE anonymous; DROP TABLE unsure; ALTER TABLE texts DROP COLUMN evidence; DROP TABLE removed; "
        + "".join(f"ALTER TABLE {table} DROP COLUMN seal; " for table in ("sources", "notices", "places", "failures"))
        + "DROP INDEX notices_unnumbered; "
        + "".join(f"ALTER TABLE notices DROP COLUMN {column}; " for column in ("member", "rendition"))
        + "CREATE TABLE evidence(notice, position, field, value, page, line, words, rule, sure); "
        "CREATE UNIQUE INDEX places_current ON places(path) WHERE current; "
        "DELETE FROM meta WHERE name = 'authority'; PRAGMA user_version = 1;"
    )
    connection.close()
    with Archive.open(folder) as older:
        assert issuers_of(older, first) == NONE
        assert [(d.reason, d.id) for d in older.doubts() if d.field == "issuers"] == [("missing", first)]
        put(older._store, named(7, "临溪市总工会", "临工发"), sha256=CONTENTS[1])
        assert issuers_of(older, first) == GUESSED and issuers_of(older, second)[0] == ["云川省总工会"]
        say(older, first, issuers=[])
        assert issuers_of(older, first)[0] == []
        older.undo()
        assert issuers_of(older, first) == GUESSED
