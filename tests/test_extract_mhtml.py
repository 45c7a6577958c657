"""Saved web pages: the same notice as in the page itself, and what stands in frames where the page shows them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from archive.errors import Unreadable
from archive.extract import Document, read
from tests.corpora.pages import generate
from tests.corpora.pages.generate import FOOT, MENU, NOTICES, RELATED, TEMPLATES, Made, page
from tests.corpora.pages.snapshot import snapshot
from tests.test_extract_web import reading, texts

NOTICE = NOTICES[1]
INSIDE = f"<body>{generate.bare(NOTICE)}</body>"
FRAME = "<iframe src='{f}'></iframe>"
ABOVE, BELOW = INSIDE.replace("<body>", f"<body>{FRAME}"), INSIDE.replace("</body>", f"{FRAME}</body>")
PROSE = "<body>" + "<p>本站栏目由县数据中心维护，欢迎各界提出意见。</p>" * 3 + "</body>"


def joined(made: Made) -> str:
    return "".join("".join(made.truth).split())


def close(document: Document) -> str:
    return "".join("".join(texts(document)).split())


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
@pytest.mark.parametrize("made", NOTICES, ids=range(len(NOTICES)))
def test_a_saved_page_reads_as_the_page(tmp_path: Path, made: Made, template: object, encoding: str) -> None:
    body = f"<body>{template(made)}</body>"  # type: ignore[operator]
    saved = reading(tmp_path, snapshot(body, encodings={"": encoding}))
    loose = reading(tmp_path, page(made, template))  # type: ignore[arg-type]
    assert saved.kind == "mhtml" and saved.pages == loose.pages and saved.given == loose.given
    assert close(saved) == joined(made)


FRAMED = [
    ("a frame in a portal", f"<body><div class=nav>{MENU}</div>{FRAME}{FOOT}</body>", {"f": INSIDE}),
    ("a frame set", "<frameset cols='20%,*'><frame src='{m}'><frame src=\"{f}\"></frameset>",
     {"m": f"<body>{MENU}</body>", "f": INSIDE}),
    ("a frame in a frame", "<body><iframe src={o}></iframe></body>",
     {"o": f"<body>{MENU}<div>{FRAME}</div></body>", "f": INSIDE}),
    ("the same frame twice", f"<body>{FRAME}{FRAME}</body>", {"f": INSIDE}),
    ("a frame that shows itself", f"<body>{FRAME}</body>", {"f": BELOW}),
    ("a frame that is not there", BELOW.format(f="cid:frame-X@mhtml.blink"), {}),
    ("a frame that is not shown", ABOVE.replace("<iframe", "<iframe style='display:none'"), {"f": PROSE}),
    ("a frame that is no page", BELOW, {"f": "<div>" * 5000}),
    ("a frame of links", BELOW, {"f": f"<body>{RELATED * 40}</body>"}),
    ("a frame of nothing", ABOVE, {"f": "<body></body>"}),
    ("a frame that no page shows", f"<body>{MENU}</body>", {"f": INSIDE, "g": "<body><p>短。</p></body>"}),
    ("a page with a longer frame that is not shown", INSIDE, {"f": PROSE * 30}),
    ("a shadow tree", f"<body><div id=h><template shadowmode=open>{generate.bare(NOTICE)}</template></div></body>", {}),
    ("a template", INSIDE.replace("</body>", "<template><p>不显示的话。</p></template></body>"), {}),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "frames"), [each[1:] for each in FRAMED], ids=[each[0] for each in FRAMED])
@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
def test_frames_stand_where_they_are_shown(tmp_path: Path, markup: str, frames: dict[str, str], encoding: str) -> None:
    assert close(reading(tmp_path, snapshot(markup, frames, {"f": encoding}))) == joined(NOTICE)


def test_what_stands_around_a_frame_keeps_its_place(tmp_path: Path) -> None:
    markup = "<body><p>关于防火的通知</p><iframe src='{f}'></iframe><p>青禾县人民政府</p></body>"
    document = reading(tmp_path, snapshot(markup, {"f": "<body><p>各乡镇：</p><p>请遵照执行。</p></body>"}))
    assert texts(document) == ["关于防火的通知", "各乡镇：", "请遵照执行。", "青禾县人民政府"]


def test_what_the_publisher_says_in_a_frame_counts(tmp_path: Path) -> None:
    inner = f"<head><meta name=ContentSource content='青禾县林业局'></head>{INSIDE}"
    document = reading(tmp_path, snapshot("<body><iframe src='{f}'></iframe></body>", {"f": inner}))
    assert document.given == {"issuers": "青禾县林业局"}


@pytest.mark.parametrize("address", ["https://www.example.cn/b/f.html", "b/f.html"])
def test_frames_that_are_named_by_their_place(tmp_path: Path, address: str) -> None:
    data = snapshot(f"<body><iframe src='{address}'></iframe></body>", {"f": f"<body>{generate.bare(NOTICE)}</body>"})
    assert close(reading(tmp_path, data.replace(b"cn/f.html", b"cn/b/f.html"))) == joined(NOTICE)


def test_frames_without_end_are_not_followed(tmp_path: Path) -> None:
    frames = {f"f{at}": f"<body><div><iframe src='{{f{at + 1}}}'></iframe></div></body>" for at in range(1500)}
    data = snapshot("<body><p>短。</p><iframe src='{f0}'></iframe></body>", {**frames, "f1500": INSIDE})
    assert close(reading(tmp_path, data)) == joined(NOTICE)


def test_a_damaged_one_is_read_or_refused(tmp_path: Path) -> None:
    chance = random.Random(3)
    whole = [snapshot(markup, frames) for _name, markup, frames in FRAMED]
    read_at_all = 0
    for turn in range(90):
        data = bytearray(whole[turn % len(whole)])
        for _ in range(chance.randrange(1, 40)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if turn % 4 == 0:
            del data[chance.randrange(len(data)) :]
        (tmp_path / "file").write_bytes(data)
        try:
            assert all(line.text.strip() for line in read(tmp_path / "file").pages[0].lines)
            read_at_all += 1
        except Unreadable as error:
            assert error.reason in ("damaged", "empty", "unknown-kind")
    assert read_at_all > 20
