"""Mails that Outlook saved: their text, attachments and the mails within, as its files have them."""

from __future__ import annotations

import random
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from archive.errors import Unreadable, reasons
from archive.extract import mail, read_all, unpack
from archive.extract.compound import compound_kind
from archive.library import Archive
from tests.corpora import broken_pdf
from tests.corpora.office import docx
from tests.corpora.office.msg import BODY, Attachment, Mail, message, msg
from tests.corpora.office.ole2 import Tree, ole2
from tests.test_containers import ONE, parts, said, take, zipped

HEAD = "青禾县人民政府办公室"
FILES = {
    "通知.docx": (docx.MADE["plain"].data(), docx.MADE["plain"].pages[0][0]),
    "通知.pdf": (
        broken_pdf.document(broken_pdf.lines("云川省人民政府文件", "云政发〔2024〕9号")),
        "云川省人民政府文件",
    ),
    "通知.txt": (ONE.encode("gb18030"), HEAD),
    "通知.zip": (zipped({"一.txt": ONE.encode()}), ""),
}
ATTACHED = [Attachment(data, name, name[:2] + "~1") for name, (data, _first) in FILES.items()]
HTML = f"<html><meta charset=gb2312><body><p>{HEAD}</p><p>请查收。</p>".encode("gb18030")


SIMPLIFIED = "请各单位于九月三日前将报告送至本处。\r\n联系人：王明\r\n"
TRADITIONAL = "請各機關於九月三日前將報告送達本處。\r\n聯絡人：王明\r\n"


@pytest.mark.parametrize(
    ("body", "page"),
    [(SIMPLIFIED, ""), (SIMPLIFIED, "gbk"), (TRADITIONAL, ""), (TRADITIONAL, "big5"), ("信", ""), ("x" * 5000, "gbk")],
)
def test_the_text(body: str, page: str) -> None:
    assert said(parts(msg(Mail(body=body, page=page)))) == {"正文.txt": body.splitlines()[0]}


@pytest.mark.parametrize("page", ["", "gbk"])
def test_attachments_have_their_long_names(page: str) -> None:
    found = parts(msg(Mail(body="请查收附件。", attachments=ATTACHED, page=page)))
    assert said(found) == {
        "正文.txt": "请查收附件。",
        **{name: first for name, (_data, first) in FILES.items() if first},
        "通知.zip!/一.txt": HEAD,
    }
    assert [part.aside for part in found] == [True, False, False, False, False]
    assert {part.container for part in found} == {"msg"}


@pytest.mark.parametrize(
    ("names", "name"),
    [
        ({"long": "关于防火的通知.txt", "short": "关于防~1.TXT", "shown": "防火"}, "关于防火的通知.txt"),
        ({"short": "关于防~1.TXT", "shown": "防火"}, "关于防~1.TXT"),
        ({"shown": "防火"}, "防火"),
        ({}, "1"),
        ({"long": "来文\\一.txt"}, "来文/一.txt"),
    ],
)
@pytest.mark.parametrize("page", ["", "gbk"])
def test_a_name_is_the_best_there_is(names: dict[str, str], name: str, page: str) -> None:
    assert said(parts(msg(Mail(attachments=[Attachment(ONE.encode(), **names)], page=page)))) == {name: HEAD}


@pytest.mark.parametrize(
    ("made", "found"),
    [
        (Mail(html=HTML), {"正文.html": HEAD}),
        (Mail(body=" \r\n\u3000\r\n", html=HTML), {"正文.html": HEAD}),
        (Mail(body="请查收。", html=HTML), {"正文.txt": "请查收。"}),
        (Mail(), {}),
        (Mail(body="", attachments=[Attachment(ONE.encode(), "一.txt")]), {"一.txt": HEAD}),
        (Mail(body="\0\0", html=b" \r\n"), {}),
    ],
)
def test_the_page_stands_for_a_text_that_is_not_there(made: Mail, found: dict[str, str]) -> None:
    assert said(parts(msg(made))) == found


def test_a_page_as_a_string_has_the_encoding_of_strings() -> None:
    tree = message(Mail(), 32) | {"__substg1.0_1013001F": HTML.decode("gb18030").encode("utf-16-le")}
    assert said(parts(ole2(tree))) == {"正文.html": HEAD}


def test_mails_within_are_read_as_folders() -> None:
    inmost = Mail("回复", "收到。", attachments=[Attachment(ONE.encode(), "一.txt")])
    inner = Mail("转发", "请办理。", attachments=[Attachment(inmost, shown="回复"), Attachment(ONE.encode(), "二.txt")])
    outer = Mail(
        body="见附件。", attachments=[Attachment(inner, shown="转发：通知"), Attachment(ONE.encode(), "三.txt")]
    )
    for page in ("", "gbk"):
        found = parts(msg(replace(outer, page=page)))
        assert said(found) == {
            "正文.txt": "见附件。",
            "转发：通知/正文.txt": "请办理。",
            "转发：通知/回复/正文.txt": "收到。",
            "转发：通知/回复/一.txt": HEAD,
            "转发：通知/二.txt": HEAD,
            "三.txt": HEAD,
        }
        assert [part.aside for part in found] == [True, True, True, False, False, False]


def test_mails_in_mails_end() -> None:
    made = Mail(body="信")
    for _ in range(5):
        made = Mail(body="信", attachments=[Attachment(made, shown="内")])
    found = said(parts(msg(made)))
    assert found == {"正文.txt": "信", "内/正文.txt": "信", "内/内/正文.txt": "信", "内/内/内": "too-deep"}


def test_a_mail_of_outlook_in_one_in_mime() -> None:
    outer = EmailMessage()
    outer["From"], outer["Date"] = "a@example.org", "Tue, 03 Sep 2024 08:00:00 +0800"
    outer.set_content("转发")
    data = msg(Mail(attachments=[Attachment(ONE.encode(), "一.txt")]))
    outer.add_attachment(data, maintype="application", subtype="vnd.ms-outlook", filename="信.msg")
    assert said(parts(outer.as_bytes())) == {"正文.txt": "转发", "信.msg!/一.txt": HEAD}


@pytest.mark.parametrize(
    ("data", "reason"),
    [(None, "empty"), ({"Contents": b"x" * 50}, "unknown-kind"), ({}, "unknown-kind"), (b"", "empty")],
)
def test_an_attachment_that_holds_no_file_is_said(data: dict[str, bytes] | bytes | None, reason: str) -> None:
    made = Mail(body="请查收。", attachments=[Attachment(data, "表.xls"), Attachment(ONE.encode(), "一.txt")])
    assert said(parts(msg(made))) == {"正文.txt": "请查收。", "表.xls": reason, "一.txt": HEAD}


@pytest.mark.parametrize(("code", "size"), [("37010102", 5000), ("1000001F", 8000)])
@pytest.mark.parametrize("start", [0x00FFFFFF, 0xFFFFFFFE, None])
def test_what_is_damaged_costs_itself_alone(code: str, size: int, start: int | None) -> None:
    """The stream of one part leads to a sector that is not there, or ends before its size ([MS-CFB] 2.6.3)."""
    made = Mail(body="通" * 4000, attachments=[Attachment(b"%" * 5000, "甲.txt"), Attachment(ONE.encode(), "一.txt")])
    data = bytearray(msg(made))
    entries = [
        at for at in range(0, len(data), 128) if data[at:].startswith(f"__substg1.0_{code}\0".encode("utf-16-le"))
    ]
    (at,) = [at for at in entries if int.from_bytes(data[at + 120 : at + 124], "little") == size]
    if start is None:
        data[at + 120 : at + 124] = (size + 1000).to_bytes(4, "little")
    else:
        data[at + 116 : at + 120] = start.to_bytes(4, "little")
    wrong = "正文.txt" if code == "1000001F" else "甲.txt"
    assert said(parts(bytes(data))) == {**said(parts(msg(made))), wrong: "damaged"}


def test_names_in_small_letters_are_the_same() -> None:
    def small(tree: Tree) -> Tree:
        return {name.lower(): held if isinstance(held, bytes) else small(held) for name, held in tree.items()}

    inner = Mail(body="信", attachments=[Attachment(ONE.encode(), "一.txt")])
    tree = message(Mail(body="见附件。", attachments=[Attachment(b"x", "空")] * 10 + [Attachment(inner, "内")]), 32)
    found = said(parts(ole2(small(tree))))
    assert {name: found[name] for name in found if name[0] != "空"} == {
        "正文.txt": "见附件。", "内/正文.txt": "信", "内/一.txt": HEAD,
    }  # fmt: skip


@pytest.mark.parametrize("where", ["outer", "inner"])
def test_too_many_attachments_are_said(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Mail(attachments=[Attachment(b"x", f"{at}.txt") for at in range(1500 if where == "outer" else 30)])
    if where == "inner":
        monkeypatch.setattr(mail, "MAX_PIECES", 50)
        made = Mail(attachments=[Attachment(made, "甲"), Attachment(made, "乙")])
    with pytest.raises(Unreadable, match="too-large"):
        parts(msg(made))


def looped(name: str, at: int, to: int) -> bytes:
    """A mail in which four bytes of the entry of a name are another number."""
    data = bytearray(msg(Mail(body="信", attachments=ATTACHED)))
    place = data.index(name.encode("utf-16-le")) + at
    data[place : place + 4] = to.to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize("name", ["__attach_version1.0_#00000001", f"__substg1.0_{BODY:04X}001F", "Root Entry"])
@pytest.mark.parametrize("at", [68, 72, 76, 116, 120])
@pytest.mark.parametrize("to", [0, 1, 2, 3, 0x7FFFFFFF])
def test_loops_end(name: str, at: int, to: int) -> None:
    """Neighbours, children, beginnings and sizes that lead back, elsewhere or nowhere ([MS-CFB] 2.6.1)."""
    try:
        found = said(parts(looped(name, at, to)))
    except Unreadable as error:
        assert error.reason in ("damaged", "unknown-kind")
    else:
        assert len(found) <= 6


def test_broken_ones_only_say_so() -> None:
    seeded = random.Random(7)
    inner = Mail("转发", "请办理。", attachments=[Attachment(ONE.encode(), "二.txt")])
    made = [
        msg(Mail(body="信", html=HTML, attachments=[*ATTACHED, Attachment(inner, "内")], page=page))
        for page in ("", "gbk")
    ]
    outcomes = set()
    for turn in range(120):
        data = bytearray(made[turn % 2])
        if turn % 3:
            for _ in range(seeded.randint(1, 20)):
                data[seeded.randrange(len(data))] = seeded.randrange(256)
        else:
            del data[seeded.randrange(len(data)) :]
        try:
            found = parts(bytes(data))
            outcomes |= {part.document.reason for part in found if isinstance(part.document, Unreadable)}
        except Unreadable as error:
            outcomes.add(error.reason)
    assert "damaged" in outcomes and outcomes <= set(reasons())


# In the archive


def test_notices_of_a_mail_and_where_each_lay(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    inner = Mail("转发", ONE)
    outer = Mail(body="请查收。", attachments=[Attachment(inner, shown="转发"), Attachment(None, "连接.doc")])
    (tmp_path / "papers/信.msg").write_bytes(msg(outer))
    with Archive.open(tmp_path / "index", create=True) as archive:
        assert take(archive, tmp_path / "papers") == {"信.msg": ("added", None), "信.msg!/连接.doc": ("empty", "empty")}
        found = archive.get("青办发〔2024〕3号")
        assert found.source.member == "转发/正文.txt"
        saved = archive.save_original(found, tmp_path)
        assert saved.name == "正文.txt" and saved.read_bytes().decode("utf-8-sig") == ONE


def test_attachments_of_one_name_stay_apart(tmp_path: Path) -> None:
    path = tmp_path / "信.msg"
    inner = [Attachment(Mail("回复", body), shown="回复") for body in ("甲", "乙")]
    files = [Attachment(data, name) for name, data in (("v1.0/通知", b"1"), ("v1.0/通知", b"2"), ("a.txt", b"3"))]
    more = [Attachment(data, name) for name, data in (("a (2).txt", b"4"), ("a.txt", b"5"), ("a.txt", b"6"))]
    path.write_bytes(msg(Mail(attachments=[*inner, *files, *more])))
    right = {
        "回复/正文.txt": "甲", "回复/正文 (2).txt": "乙", "v1.0/通知": "1", "v1.0/通知 (2)": "2", "a.txt": "3",
        "a (2).txt": "4", "a (3).txt": "5", "a (4).txt": "6",
    }  # fmt: skip
    assert said(list(read_all(path, path.name))) == right
    assert {name: unpack(path, path.name, name, tmp_path).read_text("utf-8-sig") for name in right} == right


def test_a_member_is_found_again_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "信.msg"
    path.write_bytes(msg(Mail(body="信", attachments=ATTACHED)))
    assert compound_kind(path) == "msg"
    for name, (data, _first) in FILES.items():
        assert unpack(path, path.name, name, tmp_path).read_bytes() == data
    assert [part.turn for part in read_all(path, path.name)] == [1, 2, 3, 4, 6]
