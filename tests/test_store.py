"""What every store must do: the same suite runs against each, through the fixture ``store``."""

from __future__ import annotations

import hashlib
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import number as numbers
from archive.notice import Citation, Evidence, Notice, Rendition, Source
from archive.query import And, Cites, Coded, Dated, Name, Node, Not, Numbered, Or, Text, Year, match, parse
from archive.store import FACETS, LocalStore, SourceFile
from archive.store.data import Known
from archive.store.renditions import same_words
from archive.store.schema import storable
from archive.text import units
from archive.words import segment

Factory = Callable[[], "contextmanager[LocalStore]"]


@contextmanager
def local() -> Iterator[LocalStore]:
    with tempfile.TemporaryDirectory() as folder, LocalStore.open(Path(folder, "archive"), create=True) as store:
        yield store


STORES = {"local": local}


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> Iterator[LocalStore]:
    with STORES[request.param]() as opened:
        yield opened


def put(store: LocalStore, *files: Sequence[Notice], at: str = "/in/{0}.txt") -> list[list[str]]:
    """Puts files of notices into the store; the ids of each."""
    ids = []
    with store.writing() as writer:
        for count, notices in enumerate(files):
            content = f"{at} {count} {[notice.text for notice in notices]}".encode("utf-8", "replace")
            source = SourceFile(hashlib.sha256(content).hexdigest(), len(content), "text", "text utf-8")
            for position, notice in enumerate(notices, start=1):
                notice.position = position
            ids.append(writer.add(source, at.format(count), 1, [(notice, None) for notice in notices]))
    return ids


def known(store: LocalStore, path: str) -> Known | None:
    with store.writing() as writer:
        return next(writer.known_each([path]))[1]


def places(store: LocalStore, sha256: str) -> list[str]:
    with store.writing() as writer:
        return writer.places_of(sha256)


def found(store: LocalStore, query: str | Node, **options: object) -> list[str]:
    node = parse(query) if isinstance(query, str) else query
    return [row.id for row in store.search(node, limit=None, **options).rows]  # type: ignore[arg-type]


# Every search against the oracle

PIECES = [
    "省",
    "总",
    "工",
    "会",
    "縣",
    "县",
    "女",
    "職",
    "职",
    "9",
    "19",
    "90",
    "ab",
    "AB",
    " ",
    "\n",
    "\f",
    "\u3000",
    '"',
    "'",
    "*",
    "^",
    "(",
    "〔",
    "-",
    "=",
    ":",
    "\u200b",
    "\u00a0",
    "\x00",
    "\x01",
    "\ud800",
    "\ufe0f",
    "\U00020000",
    "é",
    "́",
    "ß",
    "％",
    "a" * 70,
]
PRINTED = [
    "云工发〔2024〕9号",
    "云工发〔2024〕19号",
    "云工办〔2023〕9号",
    "临政令第12号",
    "2024年第7号",
    "雲府教學字第0960000001號",
    "云工发〔2024〕9-1号",
]
ASKED = [
    "9",
    "云工",
    "云工发",
    "2024",
    "云工发〔2024〕1..20",
    "令第12号",
    "云工发 2024 9",
    "〔2024〕9",
    "2024年第7号",
    "960000001",
]

text = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
name = st.lists(st.sampled_from(PIECES[:8]), min_size=1, max_size=4).map("".join)
names = st.lists(name, max_size=2)
number = st.none() | st.sampled_from(PRINTED)
date = st.none() | st.sampled_from(["2023-12-31", "2024-01-01", "2024-05-06"])
citation = st.builds(Citation, st.none() | name, number)
notice = st.builds(
    Notice,
    issuers=names,
    number=number,
    title=st.none() | text,
    kind=st.none() | st.sampled_from(["通知", "通報", "决定"]),
    date=date,
    addressees=names,
    cc=names,
    text=text,
    cites=st.lists(citation, max_size=2),
)


def row(words: str) -> tuple[str, ...]:
    return tuple(unit for unit in units(words) if unit != "\f")


rows = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join).map(row).filter(bool)
pattern = st.sampled_from(ASKED).map(numbers.pattern)
leaf = st.one_of(
    st.builds(Text, rows, st.just(()) | st.lists(rows, min_size=2, max_size=3).map(tuple), st.booleans()),
    st.builds(Name, st.sampled_from(["issuers", "addressees", "cc"]), name.map(row)),
    st.builds(Name, st.just("kind"), st.sampled_from(["通知", "通报", "通"]).map(row)),
    st.builds(Numbered, pattern),
    st.builds(Numbered, pattern, st.just(True), rows),
    st.builds(Cites, pattern),
    st.builds(Cites, st.none(), name.map(row)),
    st.builds(Dated, date, date),
    st.builds(Coded, st.sampled_from(["云工发", "临政令", ""])),
    st.builds(Year, st.sampled_from([0, 2023, 2024]), st.sampled_from([2023, 2024, 9999])),
)
tree = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)


@pytest.mark.parametrize("kind", STORES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    files=st.lists(st.lists(notice, min_size=1, max_size=2), min_size=1, max_size=4),
    queries=st.lists(tree, min_size=6, max_size=10),
    gone=st.booleans(),
)
def test_finds_what_the_oracle_finds(kind: str, files: list[list[Notice]], queries: list[Node], gone: bool) -> None:
    with STORES[kind]() as store:
        found = [
            (at, each)
            for at, (ids, notices) in enumerate(zip(put(store, *files), files, strict=True))
            for each in zip(ids, notices, strict=True)
        ]
        placed = apart([], found)
        if gone:
            first, last = placed[0][1][0], placed[-1][1][0]
            with store.writing() as writer:
                writer.supersede(first, last)
            if first != last:
                behind = [each for each in found[1:] if is_twin(each, placed[0])]
                alone = [each for each in placed if each[1][0] not in (first, *(one[0] for _, one in behind))]
                placed = apart(alone, [each for each in behind if each not in placed])
        records = dict(each for _file, each in placed)
        for stored in store.get(records):  # what follows from the codes is found as if it were printed
            if stored.inferred:
                records[stored.id] = replace(records[stored.id], issuers=stored.issuers)
        for query in queries:
            check_against_oracle(store, query, records)


Placed = tuple[int, tuple[str, Notice]]


def apart(kept: list[Placed], more: list[Placed]) -> list[Placed]:
    """The notices that are found when more come to those that are: not those that another file holds already."""
    kept = list(kept)
    for each in more:
        if not any(is_twin(each, other) for other in kept):
            kept.append(each)
    return kept


def is_twin(one: Placed, other: Placed) -> bool:
    """Whether two notices are the same in two files: number or title, no other date, the same words."""
    (file, (_id, first)), (another, (_other, second)) = one, other
    named = first.number == second.number and (first.number or (first.title and same(first.title, second.title)))
    dated = first.date == second.date or None in (first.date, second.date)
    return bool(file != another and named and dated and same_words(first.text, second.text))


def same(one: str | None, other: str | None) -> bool:
    """Whether two titles are stored alike."""
    return one is not None and other is not None and storable(one) == storable(other)


def check_against_oracle(store: LocalStore, query: Node, notices: dict[str, Notice]) -> None:
    for exact in (False, True):
        wanted = {each for each, notice in notices.items() if match(query, notice, exact)}
        literal = {each for each in wanted if match(query, notices[each], True)}
        answer = store.search(query, limit=None, exact=exact, rank_words=["省", "总工会"])
        assert {row.id for row in answer.rows} == wanted
        assert {row.id for row in answer.rows if row.literal} == literal
        assert (answer.total, answer.literal) == (len(wanted), len(literal))
        counted = store.search(query, limit=0, exact=exact)
        assert (counted.total, counted.literal) == (len(wanted), len(literal))


WORDS = "关于开展全县安全生产隐患排查整治工作的通知各乡镇人民政府2024年第19号附件12abc DEF、。（）“”〔〕"


@pytest.mark.parametrize("kind", STORES)
def test_every_piece_of_a_text_is_found_where_it_stands(kind: str) -> None:
    """Pieces of 1 to 8 units, over line and page breaks, are found exactly where a plain scan finds them."""
    seeded = random.Random(7)
    pieces = ["".join(seeded.choice(WORDS + "\n ") for _ in range(60)) for _ in range(40)]
    notices = [Notice(title=text[:12], text=text[:12] + "\f" + text[12:]) for text in pieces]
    with STORES[kind]() as store:
        ids = [each for (each,) in put(store, *[[notice] for notice in notices])]
        for _ in range(300):
            whole = units(seeded.choice(notices).text)
            start = seeded.randrange(len(whole))
            cut = tuple(whole[start : start + seeded.randint(1, 8)])
            query = Text(tuple(unit for unit in cut if unit != "\f") or ("附",))
            wanted = [each for each, notice in zip(ids, notices, strict=True) if match(query, notice)]
            assert sorted(found(store, query)) == sorted(wanted)


@pytest.mark.parametrize(
    ("text", "query", "hit"),
    [
        ("第19号", "9", False),
        ("第19号", "19", True),
        ("第 9 号", "9号", True),
        ("云川省\n总工会", '"省总工会"', True),
        ("云川省\f总工会", '"省总工会"', False),
        ("女職工", "女职工", True),
        ("女职工", "女職工", True),
        ("a\u0000b", "b", True),
        ("a\ufe0fb", '"a b"', True),
        ('他说"好"', "'\"'", False),
        ("甲*乙", '"*乙"', True),
        ("x" * 40000 + "1 y", "y", True),
        ("x" * 40000 + "y", "x" * 3000, False),
        ("国家", "国 家", True),
        ("ＡＢＣ", "abc", True),
        ("abc", "ab", False),
        ("title : x", "title", True),
    ],
)
def test_literal_matches(store: LocalStore, text: str, query: str, hit: bool) -> None:
    (ids,) = put(store, [Notice(text=text)])
    assert found(store, query) == (ids if hit else [])


def test_two_long_units_that_begin_alike_are_two(store: LocalStore) -> None:
    (ids,) = put(store, [Notice(text="z" * 33000 + "a")])
    assert found(store, Text(("z" * 33000 + "a",))) == ids
    assert found(store, Text(("z" * 33000 + "b",))) == []


def test_a_long_phrase_and_a_deep_tree(store: LocalStore) -> None:
    seeded = random.Random(3)
    text = "".join(seeded.choice(WORDS) for _ in range(3000))
    (ids,) = put(store, [Notice(text=text)])
    assert found(store, Text(tuple(units(text)))) == ids
    node: Node = Text(("关",))
    for _ in range(60):
        node = Or((And((node, Text(("于",)))), Text(("无",))))
    assert found(store, node) == ids
    assert found(store, Not(node)) == []


# Order


def many(count: int = 60) -> list[list[Notice]]:
    seeded = random.Random(11)
    files = []
    for at in range(count):
        body = "排查" * seeded.randint(0, 3) + "整治" * seeded.randint(0, 2) + "其他"
        day = seeded.choice([None, "2024-01-01", "2024-01-01", "2024-02-02", f"2024-03-{at % 28 + 1:02}"])
        printed = seeded.choice(
            [None, f"云工发〔2024〕{seeded.randint(1, 12)}号", f"云工办〔20{seeded.randint(10, 24)}〕{at + 1}号"]
        )
        files.append(
            [
                Notice(
                    text=f"{body}{at}",
                    title="关于排查" if at % 7 == 0 else "函",
                    date=day,
                    number=printed,
                    issuers=[f"{'甲乙丙'[at % 3]}县总工会"],
                )
            ]
        )
    return files


@pytest.mark.parametrize("sort", ["relevance", "date", "oldest", "number", "issuer"])
@pytest.mark.parametrize("query", ["其他", "排查 OR 整治", "issuer:总工会", "date:2024", "-排查", "关于排查整治"])
@pytest.mark.parametrize("words", [[], ["排查", "整治"]])
def test_pages_neither_repeat_nor_skip(store: LocalStore, sort: str, query: str, words: list[str]) -> None:
    put(store, *many())
    node = parse(query)
    options = {"sort": sort, "rank_words": words}
    whole = store.search(node, limit=None, **options)  # type: ignore[arg-type]
    assert len({row.id for row in whole.rows}) == whole.total
    pages = []
    for offset in range(0, whole.total + 7, 7):
        pages += store.search(node, limit=7, offset=offset, **options).rows  # type: ignore[arg-type]
    assert pages == whole.rows


def test_order_of_relevance(store: LocalStore) -> None:
    """The number asked for, then literal matches, then score, date with undated last, and id."""
    long = "安全生产隐患排查 其他的话说了许多许多许多许多许多"
    files = [
        [Notice(text="转发云工发〔2024〕9号", date="2024-09-09")],
        [Notice(text="云工发〔2024〕9号", number="云工发〔2024〕9号")],
        [Notice(text=long, date="2023-01-01")],
        [Notice(text=long, date="2024-01-01")],
        [Notice(text=long)],
        [Notice(text="安全生产隐患排查", date="2020-01-01")],
        [Notice(text="安全生产要抓紧，隐患要排查", date="2024-01-01")],
        [Notice(text=long)],
    ]
    cites, bears, old, new, undated, short, loose, again = [each for (each,) in put(store, *files)]
    assert found(store, "云工发〔2024〕9号", rank_words=segment("云工发〔2024〕9号")) == [bears, cites]
    assert found(store, "云工发〔2024〕9号") == [bears, cites]
    assert found(store, "安全生产隐患排查")[-1] == loose
    rows = store.search(parse("安全生产隐患排查"), rank_words=segment("安全生产隐患排查")).rows
    assert [row.id for row in rows] == [short, new, old, *sorted([undated, again]), loose]
    assert [row.literal for row in rows] == [True] * 5 + [False]
    assert all(row.score for row in rows)


def test_sort_by_date_and_number(store: LocalStore) -> None:
    printed = [
        "云工发〔2024〕10号",
        "云工发〔2024〕9号",
        "云工发〔2023〕100号",
        None,
        "云工办〔2025〕1号",
        "云工发〔2024〕9-2号",
        "云工发〔2024〕9-10号",
    ]
    days = ["2024-01-02", "2024-03-01", None, "2023-01-01", None, "2024-03-01", "2022-01-01"]
    ids = [
        each
        for (each,) in put(store, *[[Notice(text="甲", number=n, date=d)] for n, d in zip(printed, days, strict=True)])
    ]
    assert found(store, And(), sort="number") == [ids[at] for at in (4, 2, 1, 5, 6, 0, 3)]
    newest = [*sorted([ids[1], ids[5]]), ids[0], ids[3], ids[6], *sorted([ids[2], ids[4]])]
    assert found(store, And(), sort="date") == newest
    oldest = [ids[6], ids[3], ids[0], *sorted([ids[1], ids[5]]), *sorted([ids[2], ids[4]])]
    assert found(store, And(), sort="oldest") == oldest


# Records

FULL = Notice(
    issuers=["云川省总工会", "云川省应急管理厅"],
    number="云工发〔2024〕9号",
    title="关于开展排查的通知",
    kind="通知",
    date="2024-05-06",
    addressees=["各市总工会", "省直机关"],
    cc=["省委办公厅"],
    printed="2024-05-07",
    signature=["云川省总工会"],
    signer="某某",
    secrecy=None,
    urgency="特急",
    copy_number="000012",
    attachments=["1. 排查表", "2. 名单"],
    note="此件公开",
    cut=True,
    cites=[Citation("云川省条例", None), Citation(None, "云政发〔2020〕1号")],
    text="云川省总工会\f关于开展排查的通知\f正文\n第二段",
    lines=[(0, 1, 1), (7, 1, 2), (17, 2, 1)],
    wrapper=2,
    evidence=[
        Evidence("number", "云工发〔2024〕9号", 1, 2, "云工发〔2024〕9 号", "masthead", True),
        Evidence("date", "2024-05-06", 2, 1, "2024年5月6日", "closing", False),
    ],
    source=Source(page_from=1, page_to=2),
)


def test_a_record_comes_back_whole(store: LocalStore) -> None:
    ((identity,),) = put(store, [FULL])
    (back,) = store.get([identity, "nothing-1"])
    sha256 = back.source.sha256
    assert identity == f"{sha256[:12]}-1"
    FULL.id = identity
    FULL.source = Source("/in/0.txt", sha256, 1, 2, [Rendition("/in/0.txt", sha256)])
    assert back == FULL
    assert store.find(identity[:4]) == [identity] and store.find("zz") == []


def test_get_keeps_the_order_asked_for(store: LocalStore) -> None:
    ids = [each for (each,) in put(store, *[[Notice(text=str(at))] for at in range(450)])]
    random.Random(1).shuffle(ids)
    assert [notice.id for notice in store.get(ids)] == ids


FIELD_QUERIES = {
    "issuers": "issuer:应急管理",
    "number": "number:云工发2024",
    "title": "title:排查",
    "kind": "kind:通知",
    "date": "date:2024-05",
    "addressees": "to:省直",
    "cc": "cc:省委",
    "text": "第二段",
    "cites": "cites:云川省条例",
}


@pytest.mark.parametrize("query", [*FIELD_QUERIES.values(), "code:云工发", "year:2024", "cites:云政发〔2020〕1号"])
def test_every_field_is_asked_for(store: LocalStore, query: str) -> None:
    ids, _ = put(store, [FULL], [Notice(text="别的")])
    assert found(store, query) == ids
    assert found(store, Not(parse(query))) != ids


def test_facets_and_values(store: LocalStore) -> None:
    put(
        store,
        [FULL],
        [Notice(text="正文", issuers=["云川省总工会"], kind="函", date="2023-01-01")],
        [Notice(text="其他")],
    )
    answer = store.search(parse("正文"), limit=0, facets=FACETS)
    assert answer.facets == {
        "issuer": [("云川省总工会", 2), ("云川省应急管理厅", 1)],
        "kind": [("函", 1), ("通知", 1)],
        "code": [("云工发", 1)],
        "year": [("2023", 1), ("2024", 1)],
        "to": [("各市总工会", 1), ("省直机关", 1)],
        "cc": [("省委办公厅", 1)],
    }
    assert store.values("issuer") == answer.facets["issuer"] and store.values("number") == [("云工发〔2024〕9号", 1)]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("date:2024", 1),
        ("正文 date:2024", 1),
        ("date:2024 无", 0),
        ("正文 -date:2024", 0),
        ("正文", 0),
        ("函 OR date:2024", 1),
    ],
)
def test_undated_notices_are_counted(store: LocalStore, query: str, count: int) -> None:
    put(
        store, [Notice(text="正文")], [Notice(text="正文", date="2024-01-01")], [Notice(text="正文", date="2020-01-01")]
    )
    assert store.search(parse(query), limit=0).undated == count


# What is taken in again


def test_supersede_hides_but_keeps(store: LocalStore) -> None:
    (old,), (new,) = put(store, [Notice(text="旧文甲", issuers=["云川省总工会"])], [Notice(text="新文甲")])
    with store.writing() as writer:
        writer.supersede(old, new)
    assert found(store, "甲") == [new] and found(store, "-新文") == [] and found(store, "issuer:云川省") == []
    assert store.search(parse("甲"), limit=0).total == 1 and store.stats().superseded == 1
    assert [notice.superseded_by for notice in store.get([old])] == [new]
    assert store.values("issuer") == []


def test_adding_again_replaces(store: LocalStore) -> None:
    (first,) = put(store, [Notice(text="甲文"), Notice(text="乙文")])
    source = SourceFile(next(store.get(first)).source.sha256, 5, "text", "text utf-8")
    with store.writing() as writer:
        assert writer.has(source.sha256) and writer.ids_of(source.sha256) == first
        again = writer.add(source, "/in/0.txt", 2, [(Notice(text="丙文"), None)])
    assert again == first[:1] and found(store, "丙") == again and found(store, "甲 OR 乙") == []
    assert store.stats().files == 1 and store.stats().notices == 1


def test_places_and_failures(store: LocalStore) -> None:
    (ids,) = put(store, [Notice(text="甲")])
    sha256 = next(store.get(ids)).source.sha256
    odd = "/in/\udcff 名\n'.txt"
    with store.writing() as writer:
        writer.place(odd, sha256, 7, 8)
        writer.fail("/in/bad", "failed", "damaged", "x\ud800", 1, 2)
        writer.fail("/in/0.txt", "failed", "vanished", "", 0, 0)
    assert places(store, sha256) == sorted(["/in/0.txt", odd])
    there = known(store, odd)
    assert there is not None and (there.sha256, there.bytes, there.mtime_ns, there.status) == (sha256, 7, 8, "stored")
    bad = known(store, "/in/bad")
    assert bad is not None and (bad.sha256, bad.status, bad.reason) == (None, "failed", "damaged")
    gone = known(store, "/in/0.txt")
    assert gone is not None and (gone.sha256, gone.status) == (sha256, "failed")
    assert [failure.path for failure in store.failures()] == ["/in/0.txt", "/in/bad"]
    with store.writing() as writer:
        writer.place("/in/0.txt", sha256, 1, 1)
        ((_path, now),) = writer.known_each(["/in/0.txt"])
        assert now is not None and now.status == "stored"
    assert [failure.path for failure in store.failures()] == ["/in/bad"]
    assert known(store, "/in/nowhere") is None


def test_a_path_with_new_content_keeps_the_old_one_findable(store: LocalStore) -> None:
    (old,) = put(store, [Notice(text="旧")])
    (new,) = put(store, [Notice(text="新")])
    assert known(store, "/in/0.txt").sha256 == next(store.get(new)).source.sha256  # type: ignore[union-attr]
    assert found(store, "旧") == old
    (notice,) = store.get(old)
    assert notice.source.path == "/in/0.txt" and places(store, notice.source.sha256) == []


def test_what_is_not_committed_is_not_there(store: LocalStore) -> None:
    with pytest.raises(RuntimeError), store.writing() as writer:
        writer.add(SourceFile("a" * 64, 1), "/a", 1, [(Notice(text="甲"), None)])
        writer.commit()
        writer.add(SourceFile("b" * 64, 1), "/b", 1, [(Notice(text="甲"), None)])
        raise RuntimeError
    assert found(store, "甲") == ["a" * 12 + "-1"]
    with store.writing() as writer:
        with pytest.raises(OverflowError), writer.whole():
            writer.add(SourceFile("c" * 64, 1), "/c", 1, [(Notice(text="甲", issuers=["丙县"]), None)])
            writer.fail("/c", "failed", "crashed", "", 1 << 70, 0)
        writer.add(SourceFile("d" * 64, 1), "/d", 1, [(Notice(text="甲", issuers=["丙县"]), None)])
    assert sorted(found(store, "甲")) == ["a" * 12 + "-1", "d" * 12 + "-1"] and found(store, "issuer:丙县") == [
        "d" * 12 + "-1"
    ]


def test_hashes_that_begin_alike(store: LocalStore) -> None:
    with store.writing() as writer:
        ids = [
            writer.add(SourceFile("a" * 12 + end * 52, 1), f"/{end}", 1, [(Notice(text="甲"), None)])[0]
            for end in "bcd"
        ]
    assert len(set(ids)) == 3 and sorted(store.find("aaaa")) == sorted(ids)


def test_reindex_changes_no_answer(store: LocalStore) -> None:
    put(store, *many(30), [FULL])
    queries = [
        "其他",
        "排查 OR 整治",
        "issuer:总工会",
        "number:云工办",
        "关于排查整治",
        "cites:云川省条例",
        "year:2024",
    ]
    options = {"rank_words": ["排查", "整治"], "limit": None}
    before = [store.search(parse(query), **options).rows for query in queries]  # type: ignore[arg-type]
    told: list[tuple[int, int]] = []
    assert store.reindex(lambda done, total: told.append((done, total))) == 31
    assert told[-1] == (31, 31) and store.due() == []
    assert [store.search(parse(query), **options).rows for query in queries] == before  # type: ignore[arg-type]


def test_stats(store: LocalStore) -> None:
    put(store, [FULL], [Notice(text="正文")])
    record = store.stats().record()
    assert record.pop("bytes") > 1000
    assert record == {
        "notices": 2,
        "files": 2,
        "places": 2,
        "issuers": 2,
        "kinds": {"通知": 1},
        "years": {"2024": 1},
        "first": "2024-05-06",
        "last": "2024-05-06",
        "undated": 1,
        "unnumbered": 1,
        "superseded": 0,
        "renditions": 0,
        "failures": 0,
        "review": {"date": 2, "issuers": 1, "title": 1},
        "due": [],
    }
