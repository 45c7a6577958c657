"""Scans: recognised pieces to pages, numbers among them, which pages are recognised, and pictures that are broken."""

from __future__ import annotations

import io
import math
import os
import random
import struct
import zlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from archive.errors import Unreadable
from archive.extract import Recognition, layout, ocr, read, scan
from archive.extract.document import Document, Line, Page
from archive.extract.layout import Leaf
from archive.extract.lookalikes import mended
from archive.extract.ocr import Found, Piece
from archive.extract.recognition import installed
from archive.ingest import rounds
from archive.parse import parse
from tests.corpora.broken_pdf import LETTER, PICTURE, lines, show, with_picture
from tests.corpora.scan.draw import Spoilt, font_path, jpeg, scans
from tests.corpora.standard.draw import pdf
from tests.corpora.standard.samples import CANTEENS

NOW = Recognition("auto", True)
WIDTH, HEIGHT = 1654, 2339
needs_engine = pytest.mark.skipif(not installed() or font_path() is None, reason="needs rapidocr and a Chinese font")
needs_pillow = pytest.mark.skipif(not installed(), reason="needs what gongwen-archive[ocr] brings")


def piece(text: str, x: float, y: float, size: float = 16.0, turn: float = 0.0, red: bool = False) -> Piece:
    """A line whose first letter stands at x, y points, its box a margin wider, on a page of 200 dots an inch."""
    scale, margin = 200 / 72, 0.2 * size
    wide = sum(0.5 if letter.isascii() else 1 for letter in text) * size
    box = [(x - margin, y - margin), (x + wide + margin, y - margin)]
    box += [(x + wide + margin, y + 0.92 * size + margin), (x - margin, y + 0.92 * size + margin)]
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    x0, y0 = WIDTH / 2, HEIGHT / 2
    corners = [(a * scale - x0, b * scale - y0) for a, b in box]
    return Piece(text, tuple((a * cos - b * sin + x0, a * sin + b * cos + y0) for a, b in corners), 0.99, red)


NOTICE = [
    ("云川省水利厅文件", 120, 120, 36.0, True),
    ("云水发〔2O24]l2号", 220, 220, 16.0, False),
    ("关于做好渡口维护工作的通知", 155, 290, 22.0, False),
    ("各市水利局：", 80, 350, 16.0, False),
    ("汛期将至，请于五月底前完成渡船检修，并将检修情况报送我厅", 112, 378, 16.0, False),
    ("备案。联系人另行通知，逾期不报的予以通报批评，不得迟误。", 80, 406, 16.0, False),
    ("云川省水利厅", 380, 490, 16.0, False),
    ("2024年4月8日", 385, 518, 16.0, False),
]


def found(turn: float = 0.0, rows: list[tuple[str, float, float, float, bool]] = NOTICE) -> Found:
    return Found([piece(text, x, y, size, turn, red) for text, x, y, size, red in rows], WIDTH, HEIGHT)


@pytest.mark.parametrize("turn", [0.0, 0.6, -1.5, 3.0, -5.0])
def test_pieces_become_lines_with_their_places_whatever_the_skew(turn: float) -> None:
    made = layout.pages([ocr.leaf(1, found(turn), 595.4)])[0].lines
    assert [line.text for line in made] == [
        "云川省水利厅文件", "云水发〔2024〕12号", *(text for text, *_ in NOTICE[2:])
    ]  # fmt: skip
    assert [line.size for line in made] == [36.0, 16.0, 22.0] + [16.0] * 5
    assert [line.red for line in made] == [True] + [False] * 7
    assert [line.joins for line in made] == [False] * 5 + [True] + [False] * 2
    assert [round(line.indent) for line in made[3:]] == [0, 2, 0, 19, 19]
    assert all(line.recognised for line in made)


def test_fields_of_recognised_lines_are_read_and_unsure() -> None:
    made = layout.pages([ocr.leaf(1, found(), 595.4)])
    (notice,) = parse(Document("png", made, "rapidocr"))
    assert notice.number == "云水发〔2024〕12号"
    assert (notice.title, notice.date, notice.issuers) == ("关于做好渡口维护工作的通知", "2024-04-08", ["云川省水利厅"])
    sure = {each.field for each in notice.evidence if each.sure}
    assert not sure & {"number", "title", "date", "kind"}


def test_what_two_places_say_is_sure_also_where_it_was_recognised() -> None:
    made = layout.pages([ocr.leaf(1, found(), 595.4)])
    (notice,) = parse(Document("png", made, "rapidocr"), "云水发〔2024〕12号.png")
    (number, hint) = [each for each in notice.evidence if each.field == "number"]
    assert (number.sure, hint.sure) == (True, False)
    plain = [Page(page.number, [Line(line.text, line.number) for line in page.lines]) for page in made]
    assert any(each.sure for each in parse(Document("text", plain))[0].evidence)


def test_the_round_text_of_a_seal_is_left_out() -> None:
    seal = [piece("云川省水利", 380, 470, 16.0, turn) for turn in (-40.0, 35.0)]
    with_seal = Found([*found().pieces, *seal], WIDTH, HEIGHT)
    assert [line.text for line in layout.pages([ocr.leaf(1, with_seal, 595.4)])[0].lines] == [
        line.text for line in layout.pages([ocr.leaf(1, found(), 595.4)])[0].lines
    ]


def test_pieces_beside_each_other_are_one_row() -> None:
    made = ocr.leaf(1, found(rows=[("份号", 80, 100, 16.0, False), ("机密", 400, 101, 16.0, False)]), 595.4)
    assert [row.text.split() for row in made.rows] == [["份号", "机密"]]


@pytest.mark.parametrize(
    ("printed", "right"),
    [
        ("云政办发〔2024]12号", "云政办发〔2024〕12号"),
        ("云政办发〔2024)l2号", "云政办发〔2024〕12号"),
        ("云政办发〔2O24〕I2号", "云政办发〔2024〕12号"),
        ("云政办发【2024〕12号", "云政办发〔2024〕12号"),
        ("云政办发(2024〕12号", "云政办发〔2024〕12号"),
        ("云政办发[2024）12号", "云政办发〔2024〕12号"),
        ("云政办发〔２０２４〕１２ 号", "云政办发〔2024〕12号"),
        ("云政办发〔2024〕12弓", "云政办发〔2024〕12号"),
        ("云政办发〔2024〕第O9号", "云政办发〔2024〕第09号"),
        ("云政办发[2024]12号", "云政办发[2024]12号"),
        ("云政办发（2024）12号", "云政办发（2024）12号"),
        ("云政办发〔2024 12号", "云政办发〔2024〕12号"),
        ("云政办发〔20242号", "云政办发〔2024〕2号"),
        ("云政办发〔2O24第l2号", "云政办发〔2024〕第12号"),
        ("云政办发2024〕12号", "云政办发〔2024〕12号"),
        ("云政办发 2024]12号", "云政办发 2024]12号"),
        ("第l2号", "第12号"),
        ("第 1O 号", "第10号"),
    ],
)
def test_look_alikes_in_numbers(printed: str, right: str) -> None:
    assert mended(printed) == right
    assert mended(f"根据{printed}文件") == f"根据{right}文件"


@pytest.mark.parametrize(
    "text",
    [
        "见图l（2号）", "第S号线", "第Il号楼", "（l）", "[O]", "〔3024〕12号", "A[1000]B2次", "第O号", "（202l年）号",
        "Oil（2024年）", "弓箭12张", "第一号", "（1234）5次", "（20243号）", "〔2024年3号", "邮编（202412345号",
        "住[2012 3号楼", "云政办发〔2024 5次", "云政办发2024）12号", "云政办发〔3024 12号", "云政办发〔2024 123456号",
        "〔ISBN〕1号", "0791-86751083", "http://l.O/1",
    ],
)  # fmt: skip
def test_what_is_no_number_stays(text: str) -> None:
    assert mended(text) == text


def test_lines_that_run_upwards_and_pages_on_their_heads() -> None:
    level = [tuple(each.corners) for each in found().pieces]
    upright = [tuple((HEIGHT - y, x) for x, y in corners) for corners in level]
    assert not ocr.lying(level)
    assert ocr.lying([(box[3], box[0], box[1], box[2]) for box in upright])
    assert not ocr.lying([])
    over = ocr.turned_over(ocr.turned_over(level, WIDTH, HEIGHT), WIDTH, HEIGHT)
    for box, again in zip(level, over, strict=True):
        assert [pytest.approx(corner) for corner in box] == list(again)


def test_large_type_is_taken_as_the_coarse_picture_shows_it() -> None:
    def box(left: float, top: float, right: float, bottom: float) -> ocr.Corners:
        return ((left, top), (right, top), (right, bottom), (left, bottom))

    text = [box(100, 300 + 40 * place, 900, 330 + 40 * place) for place in range(5)]
    cut, whole = box(100, 100, 700, 200), box(100, 95, 900, 205)
    assert ocr.with_large([cut, *text], [whole, *text]) == [*text, whole]
    assert ocr.with_large([], [whole]) == [whole]


@pytest.mark.parametrize(
    ("size", "dots", "width"),
    [((1654, 2339), 200, 595.4), ((1654, 2339), 72, 595), ((1654, 2339), None, 595), ((2339, 1654), None, 842)],
)
def test_width_of_a_page(size: tuple[int, int], dots: float | None, width: float) -> None:
    assert ocr.points_wide(*size, dots) == pytest.approx(width, abs=0.1)


# Which pages of a PDF are recognised: with a table in place of the engine.


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Every page is recognised as NOTICE; the numbers of the pages that were asked for."""
    asked: list[int] = []

    def recognised(_file: Any, number: int) -> Leaf:
        asked.append(number)
        return ocr.leaf(number, found(), 595.4)

    monkeypatch.setattr(scan, "_recognised", recognised)
    return asked


def scanned(tmp_path: Path, data: bytes, recognition: Recognition) -> Document:
    path = tmp_path / "scan.pdf"
    path.write_bytes(data)
    return read(path, recognition=recognition)


def test_a_scan_is_recognised_only_where_it_is_asked_for(tmp_path: Path, engine: list[int]) -> None:
    data = with_picture(PICTURE)
    with pytest.raises(Unreadable) as raised:
        scanned(tmp_path, data, Recognition("never"))
    assert raised.value.reason == "pictures"
    with pytest.raises(Unreadable) as raised:
        scanned(tmp_path, data, Recognition("auto", False))
    assert raised.value.reason == "scan"
    assert engine == []
    made = scanned(tmp_path, data, NOW)
    assert (made.reader, made.warnings, engine) == ("pdfium+rapidocr", ["ocr-pages:1"], [1])
    assert made.pages[0].lines[0].text == "云川省水利厅文件"


def test_only_the_pages_that_need_it_are_recognised(tmp_path: Path, engine: list[int]) -> None:
    made = scanned(tmp_path, with_picture(LETTER, PICTURE, LETTER), NOW)
    assert (made.warnings, engine) == (["ocr-pages:2"], [2])
    assert [any(line.recognised for line in page.lines) for page in made.pages] == [False, True, False]


def test_a_head_that_is_a_picture_is_put_above_the_text(tmp_path: Path, engine: list[int]) -> None:
    head = f"q 400 0 0 140 90 {842 - 225} cm /Im1 Do Q"
    made = scanned(tmp_path, with_picture(head + "\n" + lines("临溪市各渡口管理所：", y=400)), NOW)
    assert made.warnings == ["ocr-pages:1"]
    assert [(line.text, line.recognised) for line in made.pages[0].lines] == [
        ("云川省水利厅文件", True), ("临溪市各渡口管理所：", False),
    ]  # fmt: skip


@pytest.mark.parametrize(("said", "replaced"), [("汛期将至", True), ("".join(text for text, *_ in NOTICE), False)])
def test_an_invisible_text_gives_way_where_the_picture_shows_another(
    said: str, replaced: bool, tmp_path: Path, engine: list[int]
) -> None:
    hidden = "".join(show(said[at : at + 25], 90, 100 + at, state="3 Tr") for at in range(0, len(said), 25))
    made = scanned(tmp_path, with_picture(PICTURE + "\n" + hidden), NOW)
    assert ("ocr-pages:1" in made.warnings) is replaced


def test_a_pdf_with_text_is_left_alone_unless_always(tmp_path: Path, engine: list[int]) -> None:
    data = pdf(CANTEENS)
    assert scanned(tmp_path, data, NOW).reader == "pdfium"
    assert scanned(tmp_path, data, Recognition("auto", False)).reader == "pdfium"
    assert engine == []
    made = scanned(tmp_path, data, Recognition("always", True))
    assert engine == [page.number for page in made.pages]


# Tasks of two rounds.


class FakePool:
    def __init__(self, job: str, workers: int, limits: Any = None, page: Any = None) -> None:
        self.limits, self.workers, self.page = limits, workers, page

    def __enter__(self) -> FakePool:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def run(self, tasks: Any) -> Any:
        for task in tasks:
            waits = task["scan"] and task["ocr"] != "never" and not task["now"]
            if task["now"]:
                self.page(task, 2, 5)
            yield task, Unreadable("scan") if waits else {"workers": self.workers, "limits": self.limits}


@pytest.mark.parametrize(
    ("there", "order", "workers"), [(True, ["a", "c", "b"], [4, 4, 1]), (False, ["a", "b", "c"], [4, 4, 4])]
)
def test_scans_come_last_in_one_process(
    there: bool, order: list[str], workers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds.worker, "Pool", FakePool)
    monkeypatch.setattr(rounds, "installed", lambda: there)
    tasks = [{"path": name, "scan": name == "b"} for name in "abc"]
    told: list[tuple[str, int, int]] = []
    outcomes: list[Any] = list(rounds.rounds("job", tasks, 9, 4, "auto", lambda *page: told.append(page)))
    assert [task["path"] for task, _ in outcomes] == order
    assert told == ([("b", 2, 5)] if there else [])
    assert [outcome["workers"] for _, outcome in outcomes] == workers
    assert outcomes[-1][1]["limits"] is (rounds.RECOGNITION if there else None)


@pytest.mark.parametrize(
    ("files", "workers", "taken"), [(3, 8, 3), (9, 2, 2), (1, None, 1), (1000, None, os.cpu_count())]
)
def test_there_are_no_more_workers_than_files_nor_without_a_word_than_cores(
    files: int, workers: int | None, taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds.worker, "Pool", FakePool)
    ((_, outcome),) = rounds.rounds("job", [{"path": "a", "scan": False}], files, workers, "never")
    assert outcome["workers"] == taken  # type: ignore[index]


# Broken and hostile pictures.


def png(width: int, height: int, data: bytes = b"") -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = data or zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def tiff(width: int, height: int, pages: int = 1, *, loops: bool = False) -> bytes:
    """A TIFF of white pages of one strip each; where it loops the last page is followed by the first."""
    out = b"II*\0" + struct.pack("<I", 8)
    for page in range(pages):
        start = len(out)
        strip = start + 2 + 12 * 8 + 4
        entries = [(256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, strip),
                   (278, 4, height), (279, 4, 16)]  # fmt: skip
        out += struct.pack("<H", len(entries))
        for tag, kind, value in entries:
            out += struct.pack("<HHII", tag, kind, 1, value)
        following = strip + 16 if page < pages - 1 else 8 if loops else 0
        out += struct.pack("<I", following) + b"\xff" * 16
    return out


BROKEN = {
    "bomb.png": (png(60_000, 60_000), "too-large"),
    "large.tiff": (tiff(65_000, 65_000), "too-large"),
    "nothing.png": (png(0, 0), "damaged"),
    "short.png": (png(400, 400), "damaged"),
    "pages.tiff": (tiff(4, 4, 10_000), "too-many-pages"),
    "loop.tiff": (tiff(4, 4, 3, loops=True), "pictures"),
    "head.jpg": (b"\xff\xd8\xff\xe0" + b"\0" * 100, "damaged"),
    "head.webp": (b"RIFF\x10\0\0\0WEBPVP8 " + b"\0" * 20, "damaged"),
    "head.bmp": (b"BM" + b"\xff" * 4 + b"\0" * 4 + b"\xff" * 60, "damaged"),
    "head.gif": (b"GIF89a" + b"\xff" * 40, "damaged"),
}


@pytest.fixture
def blank(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that finds nothing."""
    from archive.extract import recognizer

    monkeypatch.setattr(recognizer, "recognise", lambda image: Found([], image.shape[1], image.shape[0]))


@needs_pillow
@pytest.mark.parametrize("name", BROKEN)
def test_broken_pictures_end_as_unreadable(name: str, tmp_path: Path, blank: None) -> None:
    data, reason = BROKEN[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Unreadable) as raised:
        read(tmp_path / name, recognition=NOW)
    assert raised.value.reason == reason


@needs_pillow
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF"])
def test_flipped_bits_never_raise_anything_else(kind: str, tmp_path: Path, blank: None) -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.radial_gradient("L").convert("RGB").save(out, kind)
    rng = random.Random(kind)
    for _ in range(40):
        data = bytearray(out.getvalue())
        for _ in range(rng.randrange(1, 6)):
            data[rng.randrange(8, len(data))] ^= 1 << rng.randrange(8)
        (tmp_path / "x").write_bytes(data[: rng.randrange(len(data) // 2, len(data) + 1)])
        with pytest.raises(Unreadable):
            read(tmp_path / "x", recognition=NOW)


@needs_pillow
def test_pictures_stay_unread_without_being_asked(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(png(10, 10))
    for recognition, reason in ((Recognition(), "pictures"), (Recognition("auto", False), "scan")):
        with pytest.raises(Unreadable) as raised:
            read(tmp_path / "x.png", recognition=recognition)
        assert raised.value.reason == reason


# The engine itself, where it is installed.


@needs_engine
@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_picture_is_read_however_it_lies(quarters: int, tmp_path: Path) -> None:
    spoilt = Spoilt(skew=2.0, noise=8, quality=70, quarters=quarters)
    picture, text = scans(pdf(CANTEENS), spoilt)[0]
    (tmp_path / "x.jpg").write_bytes(jpeg(picture, spoilt))
    made = read(tmp_path / "x.jpg", recognition=NOW)
    said = "".join(line.text for page in made.pages for line in page.lines)
    assert (made.kind, made.reader, made.warnings) == ("jpeg", "rapidocr", ["ocr-pages:1"])
    wrong = set(text) - set(said) - set(" \n\t，（）：；")
    assert len(wrong) <= 3
    assert CANTEENS.number is not None
    assert parse(made)[0].number == CANTEENS.number


@needs_engine
def test_the_text_below_a_seal_is_read() -> None:
    import numpy

    from archive.extract import recognizer

    picture, _ = scans(pdf(CANTEENS), Spoilt(seal=True))[-1]
    image = numpy.ascontiguousarray(numpy.asarray(picture)[..., ::-1])
    without = recognizer.without_seals(image)
    assert (without != image).any()
    shown = SimpleNamespace(red=recognizer._red(without).sum(), before=recognizer._red(image).sum())
    assert shown.red < 0.1 * shown.before
