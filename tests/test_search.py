"""Finding, over the sample documents and over random texts: exactly what a plain scan of the units finds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.errors import Ambiguous, NotFound, QueryError
from archive.library import Archive
from archive.notice import Notice
from archive.number import parse as parse_number
from archive.query import match, parse
from archive.search import MOST_PLACES, SNIPPET, _richest, tree
from archive.text import BREAK, fold, units

TESTS = Path(__file__).parent
SAMPLES = [TESTS.parent / "docs_in", *sorted((TESTS / "corpora" / "bundle").glob("*.txt"))]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive.open(tmp_path_factory.mktemp("index"), create=True) as opened:
        opened.ingest(SAMPLES, workers=2)
        yield opened


@pytest.fixture(scope="module")
def notices(archive: Archive) -> list[Notice]:
    found = list(archive.notices())
    assert len(found) >= 20
    return found


def found(archive: Archive, query: str, **options: object) -> set[str]:
    return set(archive.ids(query, **options))  # type: ignore[arg-type]


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("＂", "\\＂") + '"'


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_random_piece_finds_what_a_plain_scan_finds(
    archive: Archive, notices: list[Notice], data: st.DataObject
) -> None:
    """Pieces of 1 to 8 units, over line and page breaks, also over a break of the text, where nothing may be found."""
    text = data.draw(st.sampled_from(notices)).text
    row = units(text)
    start = data.draw(st.integers(0, len(row) - 1))
    piece = [unit for unit in row[start : start + data.draw(st.integers(1, 8))] if unit != BREAK]
    if not piece:
        return
    query = quoted(" ".join(piece))
    scanned = {notice.id for notice in notices if match(parse(query), notice)}
    assert found(archive, query) == scanned
    assert found(archive, "-" + query) == {notice.id for notice in notices} - scanned


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_combinations_find_what_the_oracle_says(archive: Archive, notices: list[Notice], data: st.DataObject) -> None:
    def word() -> str:
        text = "".join(units(data.draw(st.sampled_from(notices)).text.replace(BREAK, "")))
        start = data.draw(st.integers(0, len(text) - 1))
        return quoted(text[start : start + data.draw(st.integers(1, 4))])

    forms = ["{} {}", "{} OR {}", "{} -{}", "({} OR {}) {}", "-({} {}) {}", "{} -({} OR -{})", "title:{} OR {}"]
    form = data.draw(st.sampled_from(forms))
    query = form.format(*(word() for _ in range(form.count("{}"))))
    node = parse(query)
    for exact in (False, True):
        assert found(archive, query, exact=exact) == {each.id for each in notices if match(node, each, exact)}


FIELDS = {"issuers": "issuer", "addressees": "to", "cc": "cc"}


def test_every_field_finds_its_notice(archive: Archive, notices: list[Notice]) -> None:
    """Each field that is written is asked somewhere: by its own name, or as text."""
    asked = set()
    for notice in notices:
        queries = [(name, f"{FIELDS[name]}:{quoted(value)}") for name in FIELDS for value in getattr(notice, name)]
        queries += [("number", f"number:{notice.number}"), ("bare", notice.number)] if notice.number else []
        queries += (
            [("year", f"year:{notice.number[notice.number.index('〔') + 1 :][:4]}")]
            if "〔" in (notice.number or "")
            else []
        )
        queries += [("code", f"code:{parse_number(notice.number).code}")] if "〔" in (notice.number or "") else []
        queries += [("kind", f"kind:{notice.kind}")] if notice.kind else []
        queries += [("date", f"date:{notice.date}")] if notice.date else []
        queries += [("title", f"title:{quoted(notice.title)}")] if notice.title else []
        queries += [("cites", f"cites:{cite.number or quoted(cite.title or '')}") for cite in notice.cites]
        for name in ("signer", "urgency", "copy_number", "note", "signature", "attachments"):
            value = getattr(notice, name)
            queries += [(name, quoted(each)) for each in ([value] if isinstance(value, str) else value or [])]
        for name, query in queries:
            asked.add(name)
            assert notice.id in found(archive, query), query
    wanted = {
        "issuers", "number", "bare", "code", "year", "kind", "date", "title", "addressees", "cc", "cites", "signer",
        "urgency", "note", "signature", "attachments",
    }  # fmt: skip
    assert wanted <= asked


def test_traditional_finds_simplified_and_back(archive: Archive) -> None:
    assert found(archive, "職工") == found(archive, "职工") != set()
    assert found(archive, "issuer:總工會") == found(archive, "issuer:总工会") != set()


def test_queries_as_an_input_method_types_them(archive: Archive) -> None:
    assert found(archive, "（防汛｜职工）　－学校") == found(archive, "(防汛|职工) -学校") != set()
    assert found(archive, "“防汛备汛”") == found(archive, '"防汛备汛"') != set()
    assert found(archive, "文种：通知") == found(archive, "kind:通知") != set()


def test_options_say_the_same_as_fields(archive: Archive) -> None:
    assert found(archive, "", issuer=["总工会"]) == found(archive, "issuer:总工会")
    assert found(archive, "", kind=["通知", "函"]) == found(archive, "kind:通知 OR kind:函")
    assert found(archive, "", since="2024-05", until="2024-08") == found(archive, "date:2024-05..2024-08") != set()
    assert found(archive, "防汛", number=["18"]) == found(archive, "防汛 number:18") != set()


def test_pages_neither_repeat_nor_skip(archive: Archive, notices: list[Notice]) -> None:
    for query, sort in (("", None), ("工作", None), ("工作", "oldest"), ("工作", "number"), ("工作", "issuer")):
        whole = [hit.notice.id for hit in archive.search(query, sort=sort, limit=None).hits]  # type: ignore[arg-type]
        paged: list[str] = []
        while piece := archive.search(query, sort=sort, limit=3, offset=len(paged)).hits:  # type: ignore[arg-type]
            paged += [hit.notice.id for hit in piece]
        assert paged == whole
        assert len(whole) == len(set(whole)) == archive.search(query).total


def test_literal_hits_come_before_words_only(archive: Archive) -> None:
    results = archive.search("工作落实情况", limit=None)
    kinds = [hit.literal for hit in results.hits]
    assert kinds == sorted(kinds, reverse=True)
    assert results.literal == sum(kinds)
    assert archive.search("工作落实情况", exact=True).total == results.literal


def test_the_asked_number_comes_first(archive: Archive) -> None:
    hits = archive.search("澜政办发[2024]第018号").hits
    assert hits[0].notice.number == "澜政办发〔2024〕18号"


def test_a_bare_number_finds_its_notice_before_later_ones_that_cite_it(tmp_path: Path) -> None:
    paper = "青禾县财政局文件\n青财〔2024〕{}号\n\n关于{}的通知\n\n各乡镇：\n{}\n\n青禾县财政局\n2024年{}月1日\n"
    (tmp_path / "1.txt").write_text(paper.format(9, "编报预算", "请按时编报。", 3))
    (tmp_path / "2.txt").write_text(
        paper.format(19, "补报预算", "按《关于编报预算的通知》（青财〔2024〕9号）补报。", 6)
    )
    with Archive.open(tmp_path / "index", create=True) as opened:
        opened.ingest([tmp_path / "1.txt", tmp_path / "2.txt"], workers=1)
        for query in ("青财[2024]9号", "青财2024-9", "青财２０２４年第００９号"):
            assert [hit.notice.number for hit in opened.search(query).hits][:1] == ["青财〔2024〕9号"], query
        assert opened.search("青财[2024]9号").total == 2


def test_the_snippet_of_a_literal_hit_shows_it(archive: Archive) -> None:
    for query in ("档案数字化", "安全隐患", "防汛物资"):
        hits = archive.search(query, limit=None).hits
        assert any(hit.literal for hit in hits)
        for hit in hits:
            marked = [hit.snippet.text[start:end] for start, end in hit.snippet.marks]
            assert marked
            assert not hit.literal or set(marked) == {query}


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 9)), min_size=1, max_size=30))
def test_the_snippet_is_where_most_places_stand_together(lengths: list[tuple[int, int]]) -> None:
    spans = sorted((start, start + length) for start, length in lengths)
    together = [sum(start <= other < start + SNIPPET for other, _ in spans[at:]) for at, (start, _) in enumerate(spans)]
    assert _richest(spans) == together.index(max(together))


def test_a_frequent_word_in_a_large_text_is_quick(tmp_path: Path) -> None:
    (tmp_path / "大.txt").write_text("关于税收征管的通知\n\n各乡镇：\n" + "税收征管工作要做好税收与征管。\n" * 40000)
    with Archive.open(tmp_path / "index", create=True) as opened:
        opened.ingest([tmp_path / "大.txt"], workers=1)
        started = time.process_time()
        assert opened.search("税收征管").total == 1
        assert time.process_time() - started < 5


def test_snippet_marks_and_places_show_what_was_asked(archive: Archive) -> None:
    for query in ("防汛", "職工", "２０２４年"):
        for hit in archive.search(query, limit=None).hits:
            marked = [fold(hit.snippet.text[start:end]) for start, end in hit.snippet.marks]
            assert fold(query) in marked
            assert all(mark == fold(query) for mark in marked)
            assert "\n" not in hit.snippet.text
            assert 1 <= len(hit.places) == min(hit.places_total, MOST_PLACES)
            for place in hit.places:
                assert fold(query) in fold(place.text)
                assert place.page >= 1
                assert place.line >= 1


def test_a_place_says_the_page_of_a_pdf(archive: Archive) -> None:
    (hit,) = archive.search("number:禾政〔2024〕29号").hits
    pages = {notice_page for _offset, notice_page, _line in hit.notice.lines}
    assert pages == set(range(hit.notice.source.page_from, hit.notice.source.page_to + 1)) and len(pages) > 1
    last = hit.notice.text[hit.notice.lines[-1][0] :].strip()[:8]
    (again,) = archive.search(quoted(last) + " number:禾政〔2024〕29号").hits
    assert max(place.page for place in again.places) == max(pages)


def test_facets_count_what_matches(archive: Archive, notices: list[Notice]) -> None:
    facets = archive.search("", facets=["issuer", "kind", "year", "code"]).facets
    assert dict(facets["kind"])["通知"] == sum(notice.kind == "通知" for notice in notices)
    assert sum(count for _value, count in facets["issuer"]) == sum(len(set(notice.issuers)) for notice in notices)
    assert [count for _value, count in facets["kind"]] == sorted((c for _v, c in facets["kind"]), reverse=True)


def test_what_nothing_bears_names_the_nearest(archive: Archive) -> None:
    assert any("青禾县教育局" in note for note in archive.search(issuer=["青禾县教育厅"]).notes)
    assert any("通知" in note for note in archive.search(kind=["通之"]).notes)
    assert any("教育厅" in note for note in archive.search(issuer=["青禾县", "教育厅"]).notes)
    assert any("澜政办发〔2024〕18号" in note for note in archive.search("澜政办发〔2025〕18号").notes)
    assert not any("〔" in note for note in archive.search(number=["99999"]).notes)
    assert any("澜政办发〔2024〕18号" in note for note in archive.search(number=["澜政办发〔2024〕81号"]).notes)
    assert archive.search("防汛").notes == []


def test_undated_notices_that_a_date_leaves_out_are_counted(tmp_path: Path) -> None:
    (tmp_path / "信.txt").write_text("青禾县总工会\n\n致全县职工的一封信\n\n全县职工朋友们：\n大家辛苦了。\n")
    with Archive.open(tmp_path / "index", create=True) as opened:
        opened.ingest([tmp_path / "信.txt"], workers=1)
        assert opened.search("职工", since="2020").undated == 1
        assert opened.search("职工", since="2020").total == 0
        assert opened.search("厂房", since="2020").undated == 0
        assert opened.search("职工").undated == 0


def test_get_by_id_prefix_and_number(archive: Archive, notices: list[Notice]) -> None:
    for notice in notices:
        assert archive.get(notice.id) == notice
        if notice.source.page_to and sum(each.id[:8] == notice.id[:8] for each in notices) == 1:
            assert archive.get(notice.id[:8]).id == notice.id
    assert archive.get("澜政办发 2024 18").number == "澜政办发〔2024〕18号"
    for nothing in ("ffffffff", "澜政办发〔2024〕999号", "完全不是", "", "abc"):
        with pytest.raises(NotFound):
            archive.get(nothing)
    bundle = next(notice for notice in notices if notice.position == 2)
    with pytest.raises(Ambiguous) as caught:
        archive.get(bundle.id[:12])
    assert len(caught.value.choices) >= 2


def test_errors_of_options_are_query_errors() -> None:
    for options in (
        {"since": "yesterday"},
        {"number": ["，，"]},
        {"issuer": [" "]},
        {"since": "2025", "until": "2024"},
    ):
        with pytest.raises(QueryError):
            tree("", **options)  # type: ignore[arg-type]


def test_reindex_changes_no_answer(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "index", create=True) as opened:
        opened.ingest(SAMPLES, workers=2)
        before = [
            [hit.record() for hit in opened.search(query, limit=None).hits] for query in ("工作", "工作落实情况", "")
        ]
        steps: list[tuple[int, int]] = []
        assert opened.reindex(lambda done, total: steps.append((done, total))) == before[-1].__len__()
        assert steps[-1][0] == steps[-1][1]
    with Archive.open(tmp_path / "index") as opened:
        after = [
            [hit.record() for hit in opened.search(query, limit=None).hits] for query in ("工作", "工作落实情况", "")
        ]
    assert after == before


def test_a_missing_ranking_is_said_and_loses_no_hit(tmp_path: Path) -> None:
    import shutil

    with Archive.open(tmp_path / "index", create=True) as opened:
        opened.ingest(SAMPLES[:1], workers=1)
        total = opened.search("工作").total
    shutil.rmtree(tmp_path / "index" / "whoosh")
    with Archive.open(tmp_path / "index") as opened:
        results = opened.search("工作")
        assert results.total == total > 0
        assert any("reindex" in note for note in results.notes)
        opened.reindex()
    with Archive.open(tmp_path / "index") as opened:
        assert opened.search("工作").notes == []
        assert any(hit.score for hit in opened.search("工作").hits)


def test_saving_the_original(archive: Archive, tmp_path: Path) -> None:
    from archive.errors import ArchiveError

    notice = archive.get("澜政办发〔2024〕18号")
    saved = archive.save_original(notice, tmp_path)
    assert saved.name == Path(notice.source.path).name
    assert saved.read_bytes() == Path(notice.source.path).read_bytes()
    assert archive.save_original(notice, tmp_path) == saved
    saved.write_text("别的")
    with pytest.raises(ArchiveError):
        archive.save_original(notice, tmp_path)
    assert saved.read_text() == "别的"
    with pytest.raises(ArchiveError):
        archive.save_original(notice, tmp_path / "none")
