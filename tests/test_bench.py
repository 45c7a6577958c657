"""The benchmark measures what it says: on tiny made-up data, and without a word on how fast anything is."""

from __future__ import annotations

import json
import lzma
import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from archive.extract import read
from archive.text import fold
from tests.bench import __main__ as command
from tests.bench import corpus, pages, peers
from tests.bench.corpus import Corpus, Item
from tests.bench.floors import FLOORS, Verdict
from tests.bench.measure import Failed, Usage, interleave, median, run, tree
from tests.bench.mix import COUNTS, Query, by_date, mix, printed_words, rare
from tests.bench.sections import SECTIONS, docx, ocr
from tests.bench.sections.growth import exponent
from tests.bench.sections.ranking import judge, queries
from tests.bench.sections.warm import Timed, percentile, settled
from tests.bench.table import Section
from tests.bench.workbench import Bench
from tests.corpora.made import paper
from tests.corpora.office.docx import MADE
from tests.corpora.scan.draw import font_path
from tests.corpora.standard.layout import Run


@pytest.fixture(scope="module")
def few() -> Corpus:
    return corpus.made_up(20)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("bench"), None, (2, 6, 20), 20, runs=1, quick=True, wanted=tuple(SECTIONS))


@pytest.mark.parametrize(
    ("key", "limit"),
    [
        ("ingest-wall", 0.45), ("ingest-cpu", 0.8), ("pdf", 0.25), ("cold-word", 4), ("docx", 0.05), ("ocr", 1.1),
        ("cold-word-stock", 0.2),
        ("cold-number", 2.2), ("cold-issuer", 2.2), ("warm-p50", 5), ("warm-p95", 25), ("warm-max", 100),
        ("warm-date", 2), ("one-more", 1.5), ("again", 4), ("disk", 2), ("memory", 600), ("memory-growth", 1.2),
        ("growth-cpu", 1.05), ("growth-wall", 1.05), ("growth-disk", 1.05), ("growth-warm", 1), ("growth-rare", 0.3),
    ],
)  # fmt: skip
def test_a_floor_is_met_up_to_its_limit(key: str, limit: float) -> None:
    assert FLOORS[key].limit == limit
    assert Verdict(key, limit).met
    assert not Verdict(key, limit * 1.001).met
    assert Verdict(key, limit * 1.001).line().endswith("MISSED")


@pytest.mark.parametrize("key", ["precision", "reciprocal"])
def test_ranking_must_not_be_below_its_peers(key: str) -> None:
    assert Verdict(key, 1.0).met
    assert not Verdict(key, 0.999).met


def test_a_section_is_a_table_of_at_most_a_hundred_columns() -> None:
    section = Section("x", "y", ("CPU s", "runs"), [("甲", 12345.678, 3), ("long name", 0.5, None)])
    section.verdicts = [Verdict(key, 123.4) for key in FLOORS]
    lines = section.text().splitlines()
    assert lines[:4] == [
        "== x: y", "                CPU s  runs", "  甲         12,345.7     3", "  long name     0.500     –",
    ]  # fmt: skip
    assert max(map(len, lines)) <= 100
    assert json.loads(json.dumps(section.record()))["floors"][0]["met"] is False


def test_jobs_take_turns_and_may_sit_out() -> None:
    calls: list[str] = []

    def job(name: str, once: bool = False):
        def call(turn: int) -> str | None:
            calls.append(f"{name}{turn}")
            return None if once and turn else f"{name}{turn}"

        return call

    found = interleave({"a": job("a"), "b": job("b", once=True)}, 2)
    assert calls == ["a0", "b0", "a1", "b1"]
    assert found == {"a": ["a0", "a1"], "b": ["b0"]}


def test_the_median_is_of_each_figure_and_the_peak_the_highest() -> None:
    usages = [Usage(1, 30, None, 5), Usage(3, 10, 7, 6), Usage(2, 20, 9, 4)]
    assert median(usages) == Usage(2, 20, 9, 6)


def test_processes_of_processes_are_counted(bench: Bench) -> None:
    spin = "import time\nwhile time.process_time() < .3: pass"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {spin!r}])"
    usage = run([sys.executable, "-c", code], bench.env)
    assert usage.cpu >= 0.3
    assert usage.wall >= 0.3
    assert usage.out == b""


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="no /proc to look at")
def test_memory_is_that_of_the_tree(bench: Bench) -> None:
    hold = "import time; held = b'x' * (50 << 20); time.sleep(.6)"
    code = f"import subprocess, sys; held = b'x' * (50 << 20); subprocess.run([sys.executable, '-c', {hold!r}])"
    usage = run([sys.executable, "-c", code], bench.env, memory=True)
    assert usage.peak is not None
    assert 100 << 20 <= usage.peak < 200 << 20
    assert usage.largest >= 50 << 20  # at least: a fork begins with what its parent holds


def test_a_tree_holds_what_was_started() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        assert child.pid in tree(child.pid)
    finally:
        child.communicate(b"\n")


def test_a_failure_says_what_the_program_said(bench: Bench) -> None:
    with pytest.raises(Failed, match="exit 3\nno such luck"):
        run([sys.executable, "-c", "import sys; print('no such luck', file=sys.stderr); sys.exit(3)"], bench.env)


@pytest.mark.parametrize("power", [0.3, 1, 2])
def test_the_exponent_of_a_power_is_that_power(power: float) -> None:
    sizes = [1000, 3000, 10000]
    assert exponent(sizes, [7 * size**power for size in sizes]) == pytest.approx(power)
    assert exponent(sizes, [7 * size**power * wobble for size, wobble in zip(sizes, (1, 1.1, 1), strict=True)]) != power


@pytest.mark.parametrize(("share", "value"), [(0.5, 5), (0.95, 10), (0.9, 9), (1, 10), (0.01, 1)])
def test_percentiles_are_values(share: float, value: int) -> None:
    assert percentile([10, 1, 9, 2, 8, 3, 7, 4, 6, 5], share) == value


def test_each_query_has_its_own_median() -> None:
    assert settled([Timed([1, 9], [0, 1]), Timed([3, 7], [0, 2]), Timed([2, 8], [0, 3])]) == ([2, 8], [0, 2])


def test_precision_and_reciprocal_rank() -> None:
    answers = [[4, 1, 2], [], [7, 8, 9], list(range(12))]
    relevant = [{1, 2}, {3}, {7}, {10, 11}]
    precision, reciprocal, empty = judge(answers, relevant)
    assert precision == pytest.approx((2 / 10 + 0 + 1 / 10 + 0) / 4)
    assert reciprocal == pytest.approx((1 / 2 + 0 + 1 + 0) / 4)
    assert empty == 1


def test_subject_words_that_three_notices_share_are_asked_for() -> None:
    items = [Item(f"{at}", "", subject="防汛物资") for at in range(3)] + [Item("3", "", subject="防汛档案")]
    assert queries(items, 1) == [(("物资", "防汛"), frozenset({0, 1, 2}))]


def test_the_mix_is_the_same_every_time(few: Corpus) -> None:
    assert mix(few.items, 1) == mix(few.items, 1)
    assert mix(few.items, 1) != mix(few.items, 2)
    assert Counter(query.sort for query in mix(few.items, 1)) == Counter(COUNTS)
    assert sum(COUNTS.values()) == 200
    assert by_date(few.items, 1) == by_date(few.items, 1)


def test_the_mix_is_drawn_from_the_first_notices_alone(few: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.bench.mix.DRAWN_FROM", 15)
    assert mix(few.items, 1) == mix(few.items[:15], 1)


def test_what_is_asked_stands_in_the_notices(few: Corpus) -> None:
    texts = [fold(item.text) for item in few.items]
    for query in [*mix(few.items, 1), *by_date(few.items, 1)]:
        if query.sort in ("one word", "several words", "substring", "date"):
            assert any(all(fold(word) in text for word in query.words) for text in texts), query


def test_rare_words_are_rare(few: Corpus) -> None:
    for query in rare(few.items, 1, count=10, most=2):
        assert sum(query.words[0] in set(printed_words(item.text)) for item in few.items) in (1, 2)


def test_words_are_given_as_printed() -> None:
    assert list(printed_words("關於表彰　模範職工的 決定")) == ["關於", "表彰", "模範", "職工", "的", "決定"]


def test_options_go_with_the_words() -> None:
    assert Query("sort", ("防汛", "物资"), {"sort": "date"}).asked() == {"query": "防汛 物资", "sort": "date"}


def test_made_up_notices_are_the_same_every_time(few: Corpus, tmp_path: Path) -> None:
    assert few.items == corpus.made_up(20).items
    few.write(tmp_path / "files", 20)
    files = sorted((tmp_path / "files").iterdir())
    assert len(files) == 20
    assert sum(file.stat().st_size for file in files) == few.bytes(20)


def test_a_gazette_is_read_as_far_as_asked(tmp_path: Path) -> None:
    rows = [{"id": f"{at}", "text": f"第{at}号", "issuer": "云川省总工会", "subject": None} for at in range(5)]
    path = tmp_path / "gazette.jsonl.xz"
    path.write_bytes(lzma.compress("\n".join(json.dumps(row) for row in rows).encode()))
    found = corpus.gazette(path, 3)
    assert [item.name for item in found.items] == ["0.txt", "1.txt", "2.txt"]
    assert found.items[2] == Item("2.txt", "第2号", "云川省总工会")
    assert not found.made


def test_more_notices_are_made_of_the_sentences_of_all(few: Corpus) -> None:
    grown = Corpus(few.items, made=True)
    grown.grow(50)
    again = Corpus(few.items, made=True)
    again.grow(50)
    assert grown.items == again.items
    assert len({item.name for item in grown.items}) == 50
    known = {piece for item in few.items for piece in re.split("[。\n]+", item.text)}
    for item in grown.items[20:]:
        assert set(re.split("[。\n]+", corpus.body(item.text))) <= known
        assert item.number in item.text


def test_sentences_make_the_text_again(few: Corpus) -> None:
    for item in few.items:
        assert "".join(corpus.sentences(item.text)) == item.text


def test_pieces_stand_where_the_run_stood() -> None:
    line = Run(10, 20, "防汛物资储备2024", 16, space=1)
    found = pages.pieces(line, 3)
    assert [piece.text for piece in found] == ["防汛物", "资储备", "2024"]
    assert [piece.x for piece in found] == [10, 10 + 3 * 17, 10 + 6 * 17]
    assert pages.pieces(line, 0) == [line]


def test_pdfs_are_the_same_every_time_and_read_alike_however_they_are_set(tmp_path: Path) -> None:
    first, second = pages.write(tmp_path / "a", 3), pages.write(tmp_path / "b", 3)
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    notices = pages.generate.files(corpus.SEED)
    rows = pages.longer(notices[0][1][0].rows, notices[1][1][0].rows)
    texts = []
    for length in (0, 2, 3):
        path = tmp_path / f"{length}.pdf"
        path.write_bytes(pages.pdf(rows, paper.Paper(mark=""), length))
        texts.append([fold("".join(line.text for line in page.lines)) for page in read(path).pages])
    assert texts[0] == texts[1] == texts[2]


SPENDS = """#!{python}
import sys, time
files = [word for word in sys.argv if word.endswith(".docx")]
while time.process_time() < .1 + .01 * len(files): pass
"""


@pytest.fixture
def fresh(bench: Bench, tmp_path: Path) -> Bench:
    return Bench(tmp_path, None, bench.sizes, 20, runs=2, quick=True)


def test_docx_files_are_read_beside_libreoffice(fresh: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    program = fresh.work / "soffice"
    program.write_text(SPENDS.format(python=sys.executable))
    program.chmod(0o755)
    monkeypatch.setattr(docx.shutil, "which", {"soffice": str(program)}.get)
    section = docx.measure(fresh)
    assert [row[0] for row in section.rows] == [
        "archive, reading", "LibreOffice, a file more", "LibreOffice, with start and end",
    ]  # fmt: skip
    ours, more, whole = (row[1] for row in section.rows)
    assert more == pytest.approx(10, rel=0.5) and whole > more  # ms: its start is not counted with a file more
    assert [(each.key, each.measured) for each in section.verdicts] == [("docx", ours / more)] and section.notes == []


def test_without_libreoffice_docx_files_are_only_read(fresh: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx.shutil, "which", lambda _: None)
    section = docx.measure(fresh)
    assert [row[0] for row in section.rows] == ["archive, reading"] and section.verdicts == []
    assert section.notes == ["skipped: LibreOffice (soffice) is not installed"]


def test_docx_files_are_those_made_and_those_of_gold(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "real.docx").write_bytes(b"x")
    files = docx.write(tmp_path / "files", tmp_path / "gold")
    assert len(files) == len(MADE) + 1 and files[-1].read_bytes() == b"x"
    assert [path.read_bytes() for path in files[:-1]] == [made.data() for made in MADE.values()]
    assert len(docx.write(tmp_path / "again", tmp_path / "none")) == len(MADE)


def test_scans_are_recognised_beside_rapidocr(fresh: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    spent = {"scans": 12.6, "rapidocr": 12.0}
    monkeypatch.setattr(ocr, "_lacking", str)
    monkeypatch.setattr(ocr, "write", lambda folder, count: folder)
    monkeypatch.setattr(ocr, "script", lambda _, reader, __: [sys.executable, "-c", f"print({spent[reader]})"])
    section = ocr.measure(fresh)
    assert section.rows == [("archive", 2.1, 2.1, 2.1), ("rapidocr alone", 2.0, 2.0, 2.0)]
    assert [(each.key, each.measured, each.met) for each in section.verdicts] == [("ocr", pytest.approx(1.05), True)]


def test_without_rapidocr_no_scan_is_read(fresh: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda _: None)
    section = ocr.measure(fresh)
    assert section.rows == [] and section.verdicts == []
    assert section.notes == ["skipped: rapidocr is not installed (gongwen-archive[ocr])"]


def test_scans_are_the_same_every_time(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image", reason="pages are drawn with the extra gongwen-archive[ocr]")
    if font_path() is None:
        pytest.skip("no font with Chinese letters to draw pages in")
    folders = [ocr.write(tmp_path / name, 2) for name in "ab"]
    first, second = ([path.read_bytes() for path in sorted(folder.iterdir())] for folder in folders)
    assert first == second and len(set(first)) == 2
    assert image.open(next(folders[0].iterdir())).size[0] > 1000


@pytest.mark.parametrize("name", peers.TOLD)
def test_a_peer_finds_a_word(name: str, bench: Bench) -> None:
    if name not in bench.peers:
        pytest.skip(f"not installed: {peers.TOLD[name]}")
    word = random.Random(1).choice([word for word in printed_words(bench.corpus.items[3].text) if len(word) > 1])
    peer = bench.peers[name]
    index = bench.peer_index(name, 20) if peer.indexes else bench.work
    usage = run(peer.ask(bench.files(20), index, word), bench.env, keep=True)
    assert bench.corpus.items[3].name in usage.out.decode() or usage.out.decode().count(".txt") == 10


@pytest.mark.parametrize("name", ["fts5", "tantivy"])
def test_a_peer_ranks_ready_tokens(name: str, bench: Bench, tmp_path: Path) -> None:
    if name not in bench.peers:
        pytest.skip(f"not installed: {peers.TOLD[name]}")
    tokens, asked = tmp_path / "tokens.txt", tmp_path / "asked.json"
    tokens.write_text("防汛 工作 通知\n防汛 防汛 物资\n物资 储备 防汛 工作\n档案 工作\n", encoding="utf-8")
    asked.write_text(json.dumps([["防汛", "物资"], ["档案", "通知"]]), encoding="utf-8")
    (tmp_path / "index").mkdir()
    command = peers.script(bench.peers[name].script, "rank", tmp_path / "index", tokens, asked)
    found = json.loads(run(command, bench.env, keep=True).out)
    assert found["all"] == [[1, 2], []]
    assert found["any"][0][:2] == [1, 2]
    assert sorted(found["any"][1]) == [0, 3]


@pytest.mark.parametrize("name", ["fts5", "tantivy", "stock"])
def test_a_peer_is_asked_warm(name: str, bench: Bench, tmp_path: Path) -> None:
    if name not in bench.peers:
        pytest.skip(f"not installed: {peers.TOLD[name]}")
    asked, before = tmp_path / "asked.json", tmp_path / "before.json"
    asked.write_text(json.dumps([["总工会"], ["绝无此词"]]), encoding="utf-8")
    before.write_text(json.dumps([["通知"]]), encoding="utf-8")
    command = peers.script(bench.peers[name].script, "warm", bench.peer_index(name, 20), asked, before)
    found = json.loads(run(command, bench.env, keep=True).out)
    assert len(found["seconds"]) == 2
    assert found["totals"][0] > 0 == found["totals"][1]


def test_the_archive_is_asked_warm_and_ranked(bench: Bench, tmp_path: Path) -> None:
    asked, before, ranked = (tmp_path / name for name in ("asked.json", "before.json", "ranked.json"))
    asked.write_text(json.dumps([{"query": "通知"}, {"query": "绝无此词", "sort": "date"}]), encoding="utf-8")
    before.write_text("[]", encoding="utf-8")
    ranked.write_text(json.dumps(["通知"]), encoding="utf-8")
    index = bench.index(20)
    found = json.loads(run(peers.script("ours", "warm", index, asked, before), bench.env, keep=True).out)
    assert found["totals"][0] > 0 == found["totals"][1]
    (names,) = json.loads(run(peers.script("ours", "rank", index, ranked), bench.env, keep=True).out)
    assert set(names) <= {item.name for item in bench.corpus.items}


def test_the_bare_parts_are_three(bench: Bench) -> None:
    (bench.work / "parts").mkdir()
    usage = run(peers.script("bare", bench.files(20), bench.work / "parts"), bench.env, keep=True)
    assert list(json.loads(usage.out)["spent"]) == ["segmenter", "FTS5", "Whoosh"]


def test_the_command_prints_json_and_keeps_its_files_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--quick", "--notices", "12", "--runs", "1", "--only", "floor", "ranking", "again", "one-more"]
    assert command.main([*words, "--json", "--keep", str(tmp_path), "--gazette", str(tmp_path / "none")]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["version"], report["corpus"], report["notices"]) == (1, "made-up notices", 12)
    sections = {section["name"]: section for section in report["sections"]}
    assert list(sections) == ["floor", "one-more", "again", "ranking"]
    assert {floor["key"] for floor in sections["one-more"]["floors"]} == {"one-more", "one-more-cpu"}
    assert sections["ranking"]["notes"] == ["skipped: only the gazette has a catalogue of subjects"]
    (folder,) = tmp_path.iterdir()
    assert {"archive", "bytecode", "files"} <= {path.name for path in folder.iterdir()}
