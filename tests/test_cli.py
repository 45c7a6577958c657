"""The command line over an archive of made-up results: what is printed where, and the exit codes."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive import cli
from archive.cli import complaint, hits, records, screen, search, show
from archive.errors import Ambiguous, Damaged, Locked, NoArchive, NotFound, QueryError
from archive.notice import Evidence, Notice, Place, Source
from archive.search import Hit, Results, Snippet

ESCAPE = "\x1b]0;拥有\x07\x9b2J\u202e"


def notice(**values: Any) -> Notice:
    known: dict[str, Any] = {
        "id": "3f9ac1d2e4b5-1",
        "issuers": ["云川省总工会"],
        "number": "云工办〔2024〕9号",
        "title": "关于表扬2023年度县级工会服务阵地的通报",
        "kind": "通报",
        "date": "2024-03-01",
        "text": "云川省总工会\f关于表扬的通报\f各市总工会：\n现予通报。",
        "source": Source(path="收文/九号.pdf", sha256="3f9ac1d2e4b5" + "0" * 52),
    }
    return Notice(**{**known, **values})


class Told:
    """A hit that shows what it is told to."""

    record = Hit.record

    def __init__(
        self, notice: Notice, literal: bool, score: float, text: str, marks: tuple[tuple[int, int], ...], places: int
    ) -> None:
        self.notice, self.literal, self.score, self.places_total = notice, literal, score, places
        self.snippet = Snippet(text, marks)
        self.places = [Place(1, 3, text)] * min(places, 20)


def hit(
    snippet: str = "要像石榴籽一样紧紧抱在一起", marks: tuple[tuple[int, int], ...] = ((2, 5),), **values: Any
) -> Told:
    literal, places = values.pop("literal", True), values.pop("places", 1)
    return Told(notice(**values), literal, 1.5, snippet, marks, places)


def results(*found: Told, **values: Any) -> Results:
    known: dict[str, Any] = {
        "total": len(found), "literal": sum(each.literal for each in found), "hits": list(found),
        "facets": {}, "undated": 0, "seconds": 0.0123, "notes": [],
    }  # fmt: skip
    return Results(**{**known, **values})


class Double:
    """Stands in for an archive: records what is asked of it and gives what it was told to."""

    def __init__(self, **answers: Any) -> None:
        self.answers = {"tell": None, **answers}
        self.asked: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    def __enter__(self) -> Double:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            self.asked.append((name, args, options))
            answer = self.answers[name]
            if isinstance(answer, BaseException):
                raise answer
            return answer(*args, **options) if callable(answer) else answer

        return call


class Done:
    """What a command line printed, and its exit code."""

    def __init__(self, code: int, out: bytes, err: str) -> None:
        self.code, self.raw, self.err = code, out, err
        self.out = out.decode("utf-8", "replace")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Iterator[Callable[..., Done]]:
    monkeypatch.setenv("ARCHIVE_LANG", "en")
    monkeypatch.delenv("ARCHIVE_INDEX", raising=False)

    def go(*words: str, double: Double | BaseException | None = None) -> Done:
        if double is not None:
            answer = double

            def open_double(*_args: Any, **_options: Any) -> Double:
                if isinstance(answer, BaseException):
                    raise answer
                return answer

            monkeypatch.setattr("archive.library.Archive.open", open_double)
        code = cli.run(words)
        screen.note("")
        captured = capfdbinary.readouterr()
        return Done(code, captured.out, captured.err.decode("utf-8"))

    return go


def test_search_prints_hits_and_the_total(run: Callable[..., Done]) -> None:
    double = Double(search=results(hit(), hit(number=None, date=None, id="0a1b2c3d4e5f-2", issuers=[], places=3)))
    done = run("search", "石榴籽", double=double)
    assert done.code == 0
    assert done.out.splitlines() == [
        "云工办〔2024〕9号  2024-03-01  云川省总工会  关于表扬2023年度县级工会服务阵地的通报",
        "    要像石榴籽一样紧紧抱在一起",
        "0a1b2c3d4e5f-2     undated     关于表扬2023年度县级工会服务阵地的通报",
        "    要像石榴籽一样紧紧抱在一起  (3 places)",
    ]
    assert "2 notices, 2 literal (0.01 s)" in done.err


@pytest.mark.parametrize(
    ("words", "query"),
    [
        (["女职工", "阅读点"], "女职工 阅读点"),
        (["模范", "-女职工"], "模范 -女职工"),
        (["模范", "-“女 职工”"], "模范 -“女 职工”"),
        (["模范", "－女职工"], "模范 －女职工"),
        (["-女职工"], "-女职工"),
        (["模范", "-(甲 乙)"], "模范 -(甲 乙)"),
        (["模范", "NOT", "abc", "--", "-abc"], "模范 NOT abc -abc"),
        ([], ""),
    ],
)
def test_words_become_the_query(run: Callable[..., Done], words: list[str], query: str) -> None:
    double = Double(search=results(hit()))
    assert run("search", *words, double=double).code == 0
    assert double.asked[0][1] == (query,)


def test_options_reach_the_library(run: Callable[..., Done]) -> None:
    double = Double(search=results(hit()))
    done = run(
        "search", "-i省总工会", "--issuer", "财政厅", "-n", "9", "-k", "通知", "--since", "2023", "--until", "2024-05",
        "--sort", "oldest", "--limit", "3", "--offset", "6", "--exact", double=double,
    )  # fmt: skip
    assert done.code == 0
    assert double.asked == [
        (
            "search",
            ("",),
            {
                "issuer": ("省总工会", "财政厅"), "number": ("9",), "kind": ("通知",), "under": (), "since": "2023",
                "until": "2024-05", "exact": True, "sort": "oldest", "limit": 3, "offset": 6,
            },
        )
    ]  # fmt: skip


def test_nothing_found_says_what_was_meant_perhaps(run: Callable[..., Done]) -> None:
    double = Double(
        search=results(notes=["no notice here has the issuer 总公会; the nearest: 云川省总工会"], undated=2)
    )
    done = run("search", "-i", "总公会", double=double)
    assert (done.code, done.out) == (1, "")
    assert "0 notices" in done.err
    assert "nearest: 云川省总工会" in done.err
    assert "2 undated notices are left out by the date." in done.err


def test_a_long_answer_comes_in_pieces(run: Callable[..., Done], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_PIECE", 4)

    def answer(_query: str, *, offset: int, limit: int, **_options: Any) -> Results:
        return results(*[hit(id=f"{at:012x}-1") for at in range(offset, min(offset + limit, 10))], total=10, literal=10)

    for arguments, expected in (
        (["--limit", "0"], range(10)),
        (["--limit", "7"], range(7)),
        (["--limit", "0", "--offset", "5"], range(5, 10)),
        (["--limit", "3", "--offset", "9"], range(9, 10)),
    ):
        done = run("search", "公文", "--json", *arguments, double=Double(search=answer))
        assert [json.loads(line)["id"] for line in done.out.splitlines()] == [f"{at:012x}-1" for at in expected]
        assert ("More:" in done.err) == (arguments == ["--limit", "7"])


def test_counts(run: Callable[..., Done]) -> None:
    double = Double(search=results(total=12, literal=10, undated=1))
    done = run("search", "公文", "--count", double=double)
    assert (done.code, done.out) == (0, "12\n")
    assert "12 notices, 10 literal" in done.err
    done = run("search", "公文", "--count", "--json", double=double)
    assert json.loads(done.out) == {"version": 1, "total": 12, "literal": 10, "undated": 1}
    assert run("search", "公文", "--count", double=Double(search=results())).code == 1


def test_facets(run: Callable[..., Done]) -> None:
    double = Double(
        search=results(total=12, literal=12, facets={"issuer": [("云川省总工会", 11), ("青禾县总工会", 1)]})
    )
    done = run("search", "--facets", "issuer", double=double)
    assert done.out.splitlines() == ["issuer", "  11  云川省总工会", "   1  青禾县总工会"]
    assert double.asked[0][2]["facets"] == ("issuer",)
    done = run("search", "--facets", "issuer", "--json", double=double)
    assert [json.loads(line)["value"] for line in done.out.splitlines()] == ["云川省总工会", "青禾县总工会"]


def test_ids(run: Callable[..., Done]) -> None:
    double = Double(ids=lambda *_args, **_options: iter(["a-1", "b-1"]), search=results(hit()))
    assert run("search", "公文", "--ids", double=double).out == "a-1\nb-1\n"
    assert run("search", "公文", "--ids", "--limit", "1", double=double).out == "3f9ac1d2e4b5-1\n"
    assert (
        run("search", "公文", "--ids", double=Double(ids=lambda *_args, **_options: iter([]), search=results())).code
        == 1
    )


@pytest.mark.parametrize("arguments", [["--csv", "--json"], ["--ids", "--count"], ["--facets", "kind", "--csv"]])
def test_forms_of_the_answer_exclude_each_other(run: Callable[..., Done], arguments: list[str]) -> None:
    done = run("search", "公文", *arguments, double=Double(search=results()))
    assert done.code == 2
    assert "exclude each other" in done.err


def test_nothing_of_a_notice_steers_the_terminal(run: Callable[..., Done]) -> None:
    foul = {
        "title": "通知" + ESCAPE, "number": "云\x1b[2J工〔2024〕1号", "issuers": ["工会" + ESCAPE],
        "addressees": [ESCAPE], "text": "正文" + ESCAPE,
        "source": Source(path="坏\udcff\n名" + ESCAPE + ".pdf", sha256="0" * 64),
        "evidence": [Evidence("title", ESCAPE, 1, 2, ESCAPE, "title-line")],
    }  # fmt: skip
    bad = hit("摘录" + ESCAPE, marks=((0, 2),), **foul)
    double = Double(
        search=results(bad, notes=["最近：" + ESCAPE]), get=bad.notice, notices=lambda *_a, **_o: iter([bad.notice])
    )
    for words in (
        ["search", "x"], ["search", "x", "--json"], ["search", "x", "--csv"],
        ["show", "x"], ["show", "x", "--evidence"], ["show", "x", "--json", "--evidence"],
        ["export"], ["export", "--format", "csv"],
    ):  # fmt: skip
        done = run(*words, double=double)
        assert done.code == 0, done.err
        for text in (done.out, done.err):
            assert not any(char in text for char in "\x1b\x07\x9b\u202e"), words


def test_json_is_whole_and_harmless() -> None:
    data = {"path": "坏\udcff名", "text": "一\x9b\x7f\u202e\u2028\U000e0041二\n三\x1b"}
    line = records.json_line(data)
    assert "\n" not in line
    assert json.loads(line) == {"path": "坏�名", "text": data["text"]}
    assert not re.search(screen.UNSAFE, line)
    assert "坏" in line


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-1", "'-1"),
        ("@SUM", "'@SUM"),
        ("\t=1", "' =1"),
        ("\rx", "' x"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        (["=甲", "乙"], "'=甲；乙"),
        (["甲", "=乙"], "甲；=乙"),
        ("一\n二\x1b", "一 二␛"),
        (-1.5, "-1.5"),
        (True, "yes"),
        (3, "3"),
    ],
)
def test_csv_cells_are_disarmed(monkeypatch: pytest.MonkeyPatch, value: Any, cell: str) -> None:
    monkeypatch.setenv("ARCHIVE_LANG", "en")
    assert records.cell(value) == cell


def test_csv_is_what_excel_reads(run: Callable[..., Done]) -> None:
    found = hit(title='关于"一号"，的通知', addressees=["各市总工会", "=各产业工会"])
    done = run("search", "x", "--csv", double=Double(search=results(found)))
    assert done.raw.startswith(b"\xef\xbb\xbf")
    assert done.raw.count(b"\r\n") == done.raw.count(b"\n") == 2
    rows = list(csv.DictReader(io.StringIO(done.raw.decode("utf-8-sig"), newline="")))
    assert rows[0]["title"] == '关于"一号"，的通知'
    assert rows[0]["addressees"] == "各市总工会；=各产业工会"
    assert rows[0]["path"] == "收文/九号.pdf"
    assert rows[0]["literal"] == "yes"


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (NoArchive("no archive in index", "archive ingest makes one"), 2, ["no archive in index", "makes one"]),
        (Locked("process 7 is writing", "wait"), 4, ["process 7", "wait"]),
        (Damaged("catalog.sqlite3 is damaged"), 4, ["catalog.sqlite3"]),
        (NotFound("no such notice"), 1, ["no such notice"]),
        (Ambiguous("two notices", ["a-1  云工办〔2024〕9号", "b-1\x1b  云工办〔2024〕9号"]), 2, ["a-1", "b-1␛"]),
        (PermissionError(13, "Permission denied", "index/catalog.sqlite3"), 2, ["may not read", "catalog"]),
        (OSError(28, "No space left on device"), 4, ["disk is full"]),
        (RuntimeError("oops\x1b"), complaint.FAULT, ["RuntimeError: oops␛", "--debug"]),
        (KeyboardInterrupt(), 130, ["Interrupted."]),
        (BrokenPipeError(), 0, []),
    ],
    ids=lambda value: type(value).__name__,
)
def test_errors(
    run: Callable[..., Done], monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, words: list[str]
) -> None:
    monkeypatch.setattr(screen, "hush", lambda: None)
    done = run("search", "x", double=error)
    assert done.code == code
    assert done.out == ""
    assert all(word in done.err for word in words)
    assert "Traceback" not in done.err


def test_debug_shows_the_traceback(run: Callable[..., Done]) -> None:
    done = run("--debug", "search", "x", double=Locked("process 7 is writing"))
    assert done.code == 4
    assert "Traceback" in done.err


@pytest.mark.parametrize(
    ("query", "at", "columns", "lines"),
    [
        ("女职工 (甲", 4, 40, ["女职工 (甲", "       ^"]),
        ("a(b", 1, 40, ["a(b", " ^"]),
        ("", 0, 40, ["", "^"]),
        ("女", 9, 40, ["女", "  ^"]),
        ("一二三四五六七八九十(", 10, 15, ["…六七八九十(", "           ^"]),
        ("甲\x1b\n乙(", 4, 40, ["甲␛ 乙(", "      ^"]),
    ],
)
def test_the_caret_stands_under_the_place(query: str, at: int, columns: int, lines: list[str]) -> None:
    assert complaint.pointed(query, at, columns) == lines


def test_a_query_error_points_at_the_place(run: Callable[..., Done]) -> None:
    done = run("search", "女职工", "(甲", double=QueryError("this bracket is not closed", "女职工 (甲", 4, "close it"))
    assert done.code == 2
    assert done.err.splitlines()[:4] == [
        "Error: this bracket is not closed",
        "  女职工 (甲",
        "         ^",
        "close it",
    ]


@pytest.mark.parametrize("columns", [20, 40, 80])
def test_hits_fit_the_terminal(columns: int) -> None:
    long = hit(
        "要像石榴籽一样紧紧抱在一起，" * 12, marks=((2, 5), (150, 153)), places=30, literal=False,
        title="关于" + "进一步加强" * 30 + "的通知", issuers=["云川省总工会", "云川省人力资源和社会保障厅"],
    )  # fmt: skip
    lines = hits.draw(results(hit(), long), columns, colour=False)
    assert all(screen.width(line) <= columns for line in lines)
    painted = hits.draw(results(hit(), long), columns, colour=True)
    plain = [line.replace(screen.MARK, "").replace(screen.PLAIN, "").replace(screen.BOLD, "") for line in painted]
    assert [line.replace(screen.DIM, "") for line in plain] == lines
    assert any(screen.MARK + "石榴籽" + screen.PLAIN in line for line in painted)


def test_a_snippet_shows_the_marked_words_even_far_in() -> None:
    far = hit("空" * 200 + "石榴籽" + "空" * 50, marks=((200, 203),))
    shown = hits.snippet(far, 80, colour=False)
    assert len(shown) == 2
    assert "石榴籽" in shown[0]


def test_show_draws_fields_and_text() -> None:
    lines = list(show.draw(notice(addressees=["各市总工会"], cut=True), 60, colour=False, evidence=False))
    assert "addressees  各市总工会" in "\n".join(lines) or "主送机关  各市总工会" in "\n".join(lines)
    assert lines[-6:] == ["云川省总工会", "", "关于表扬的通报", "", "各市总工会：", "现予通报。", ""][-6:]
    assert all(screen.width(line) <= 60 for line in lines)


def test_show_saves_the_original(run: Callable[..., Done], tmp_path: Path) -> None:
    double = Double(get=notice(), save_original=tmp_path / "九号.pdf")
    done = run("show", "云工办", "2024", "9", "--save", str(tmp_path), double=double)
    assert done.out == f"{tmp_path / '九号.pdf'}\n"
    assert double.asked[0] == ("get", ("云工办 2024 9",), {})


def test_the_path_of_an_original_may_be_any_bytes(run: Callable[..., Done]) -> None:
    double = Double(get=notice(), original=Path("index/坏\udcff"))
    assert run("show", "3f9a", "--original", double=double).raw == "index/坏".encode() + b"\xff\n"


def test_a_paper_with_a_secrecy_mark_is_marked() -> None:
    assert "【秘密★1年】关于" in "".join(hits.draw(results(hit(secrecy="秘密★1年")), 200, colour=False))
    assert "【" not in "".join(hits.draw(results(hit()), 200, colour=False))


@pytest.mark.parametrize("char", ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\x1b", "\x85"])
def test_what_has_no_width_or_steers_is_shown_as_a_mark(char: str) -> None:
    assert screen.clean(f"云{char}川") in ("云\ufffd川", "云\u241b川")


@pytest.mark.parametrize(("language", "words"), [("en", "(words only)"), ("zh", "（分词匹配）")])
def test_words_only_hits_say_so(monkeypatch: pytest.MonkeyPatch, language: str, words: str) -> None:
    monkeypatch.setenv("ARCHIVE_LANG", language)
    assert words in "".join(hits.draw(results(hit(literal=False)), 80, colour=False))
    assert words not in "".join(hits.draw(results(hit()), 80, colour=False))


def test_an_empty_value_is_said_without_a_caret(run: Callable[..., Done]) -> None:
    done = run("search", "x", double=QueryError("nothing stands after issuer:", "", 0))
    assert done.code == 2
    assert "nothing stands after issuer:" in done.err
    assert "^" not in done.err


def test_facets_are_named_in_the_users_language(run: Callable[..., Done], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_LANG", "zh")
    double = Double(search=results(hit(), facets={"kind": [("通知", 1)]}))
    assert run("search", "公文", "--facets", "kind", double=double).out.splitlines()[0] == "文种"
    assert run("search", "公文", "--facets", "kind", "--json", double=double).out.count('"field": "kind"') == 1


def test_ids_and_export_say_what_a_search_says(run: Callable[..., Done]) -> None:
    told = results(undated=2, notes=["no notice here has the issuer 教育厅"])
    for verb in (("search", "公文", "--ids"), ("export", "公文")):
        done = run(
            *verb, double=Double(ids=lambda *_a, **_o: iter([]), notices=lambda *_a, **_o: iter([]), search=told)
        )
        assert done.code == 1
        assert "2 undated notices" in done.err
        assert "教育厅" in done.err
