"""Containers of files: their members become notices, each with its own path, failures and limits."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import random
import stat
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from archive.errors import ArchiveError, Damaged, Unreadable, reasons
from archive.extract import Part, bundle, read_all
from archive.extract.document import Document
from archive.extract.kinds import kind
from archive.ingest import Progress
from archive.library import Archive
from tests.test_ingest import ids, notice

ONE, TWO = notice(), notice("青办发〔2024〕4号", "关于召开防火会议的通知")
MEMBERS = {"一.txt": ONE.encode(), "下级/二.txt": TWO.encode("gb18030")}


def zipped(members: dict[str, bytes], **options: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(zipfile.ZipInfo(name), data, **options)
    return file.getvalue()


def gbk_zipped(members: dict[str, bytes]) -> bytes:
    """As Windows and WPS write it in China: names in GBK, without the flag for UTF-8."""
    marked = {f"{at:03}{'x' * (len(name.encode('gbk')) - 3)}": name for at, name in enumerate(members)}
    data = zipped(dict(zip(marked, members.values(), strict=True)))
    for mark, name in marked.items():
        data = data.replace(mark.encode(), name.encode("gbk"))
    return data


def tarred(members: dict[str, bytes], mode: str = "w", encoding: str = "utf-8") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode, format=tarfile.GNU_FORMAT, encoding=encoding) as made:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            made.addfile(info, io.BytesIO(data))
    return file.getvalue()


def mailed(members: dict[str, bytes], text: str = "请查收附件。") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", "通知"
    mail["Date"] = "Tue, 03 Sep 2024 08:00:00 +0800"
    mail.set_content(text)
    for name, data in members.items():
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def sevened(members: dict[str, bytes]) -> bytes:
    py7zr = pytest.importorskip("py7zr", reason="7z files are read with the extra gongwen-archive[7z]")
    file = io.BytesIO()
    with py7zr.SevenZipFile(file, "w") as made:
        for name, data in members.items():
            made.writestr(data, name)
    return file.getvalue()


MAKERS: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "zip": zipped,
    "zip gbk": gbk_zipped,
    "tar": tarred,
    "tar gbk": lambda members: tarred(members, encoding="gbk"),
    "tar.gz": lambda members: tarred(members, "w:gz"),
    "tar.bz2": lambda members: tarred(members, "w:bz2"),
    "tar.xz": lambda members: tarred(members, "w:xz"),
    "7z": sevened,
    "zip in zip": lambda members: zipped({"内.zip": zipped(members)}),
}


def take(archive: Archive, *paths: Path, **options: bool) -> dict[str, tuple[str, str | None]]:
    """Status and reason by the end of the path."""
    seen: list[Progress] = []
    archive.ingest(list(paths), workers=1, progress=seen.append, **options)
    return {each.result.path.rpartition("papers/")[2]: (each.result.status, each.result.reason) for each in seen}


def parts(data: bytes, name: str = "bundle", **options: object) -> list[Part]:
    """The parts of a container in a folder of its own."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, name)
        path.write_bytes(data)
        return list(read_all(path, name, **options))  # type: ignore[arg-type]


def said(found: list[Part]) -> dict[str | None, str]:
    """What came of each member: its first line, or the reason why not."""
    return {
        part.member: part.document.pages[0].lines[0].text
        if isinstance(part.document, Document)
        else part.document.reason
        for part in found
    }


@pytest.mark.parametrize("kind", MAKERS)
def test_members_are_read(kind: str) -> None:
    found = parts(MAKERS[kind](MEMBERS))
    within = "内.zip!/" if kind == "zip in zip" else ""
    assert said(found) == {within + "一.txt": "青禾县人民政府办公室", within + "下级/二.txt": "青禾县人民政府办公室"}


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_single_packed_file(pack: Callable[[bytes], bytes]) -> None:
    assert said(parts(pack(ONE.encode()), "通知.txt.gz")) == {"通知.txt": "青禾县人民政府办公室"}


def test_a_mail_gives_its_text_and_its_attachments() -> None:
    found = said(parts(mailed({"附件 一.txt": ONE.encode(), "内.zip": zipped(MEMBERS)})))
    assert list(found) == ["正文.txt", "附件 一.txt", "内.zip!/一.txt", "内.zip!/下级/二.txt"]
    assert found["正文.txt"] == "请查收附件。"


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("From: a@b\nTo: c@d\nDate: x\nContent-Type: multipart/mixed; boundary=1", "eml"),
        ("From: a@b\r\nTo: c@d\r\nDate: x\r\nContent-Type: multipart/related; boundary=1", "eml"),
        ("Received: by x\nFrom: a@b\nMessage-ID: <1>\nContent-Type: text/plain", "eml"),
        ("From: <Saved by Blink>\nSubject: x\nDate: x\nContent-Type: multipart/related;\n type=text/html", "mhtml"),
        ("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x", "mhtml"),
        ("From: 青禾县\n致各位职工的一封信", "text"),
        ("Subject: 通知\n\n正文\nDate: 1\nFrom: 2", "text"),
    ],
)
def test_a_mail_is_told_from_a_saved_page(head: str, found: str) -> None:
    assert kind(f"{head}\n\n--1\n".encode()) == found


def test_a_mail_within_a_mail() -> None:
    outer = EmailMessage()
    outer["From"], outer["Date"] = "c@example.org", "Tue, 03 Sep 2024 08:00:00 +0800"
    outer.set_content("转发")
    outer.add_attachment(message_from_bytes(mailed({"一.txt": ONE.encode()}), policy=policy.default))
    assert said(parts(outer.as_bytes()))["1.eml!/一.txt"] == "青禾县人民政府办公室"


def test_what_cannot_be_read_stands_beside_what_can() -> None:
    linked = zipfile.ZipInfo("连接.txt")
    linked.external_attr = (stat.S_IFLNK | 0o777) << 16
    file = io.BytesIO(zipped({**MEMBERS, "图.png": b"SQLite format 3\x00", "空.txt": b"", "坏.pdf": b"%PDF-1.4\n"}))
    with zipfile.ZipFile(file, "a") as made:
        made.writestr(linked, "/etc/passwd")
    found = said(parts(file.getvalue()))
    wrong = {"图.png": "unknown-kind", "空.txt": "empty", "坏.pdf": "damaged", "连接.txt": "link"}
    assert {name: found[name] for name in wrong} == wrong and len(found) == 6


def test_links_and_devices_of_a_tar_are_not_followed() -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as made:
        kinds = {"符号": tarfile.SYMTYPE, "硬": tarfile.LNKTYPE, "设备": tarfile.CHRTYPE, "管": tarfile.FIFOTYPE}
        for name, kind in kinds.items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            made.addfile(info)
    assert said(parts(file.getvalue())) == {"符号": "link", "硬": "link", "设备": "not-a-file", "管": "not-a-file"}


@pytest.mark.parametrize("name", ["../../x.txt", "/etc/x.txt", "..\\x.txt", "C:\\x.txt", "\x1b[31m.txt", "x" * 5000])
def test_names_that_lead_elsewhere_are_only_names(name: str, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    (found,) = parts(tarred({name: ONE.encode()}))
    assert isinstance(found.document, Document) and sorted(tmp_path.iterdir()) == before


def test_an_encrypted_member_is_said() -> None:
    data = bytearray(zipped({"密.txt": b"x"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    assert said(parts(bytes(data))) == {"密.txt": "password"}


def test_bombs_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MAX_BYTES", 1 << 20)
    found = said(parts(zipped({"炸.txt": bytes(64 << 20), "一.txt": ONE.encode()})))
    assert found == {"炸.txt": "too-large", "一.txt": "too-large"}
    assert said(parts(zipped({"一.txt": ONE.encode(), "炸.txt": bytes(64 << 20)})))["一.txt"].startswith("青禾")


def test_too_many_members_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MAX_MEMBERS", 3)
    with pytest.raises(Unreadable, match="too-large"):
        parts(zipped({f"{at}.txt": ONE.encode() for at in range(4)}))


def test_containers_in_containers_end() -> None:
    data = zipped({"一.txt": ONE.encode()})
    for _ in range(4):
        data = zipped({"内.zip": data})
    assert said(parts(data)) == {"内.zip!/内.zip!/内.zip": "too-deep"}


def test_hidden_files_are_left_out_and_keep_their_turn() -> None:
    from archive.ingest.reading import _wanted

    members = {"__MACOSX/._一.txt": b"x", ".隐.txt": b"x", "~$一.docx": b"x", "一.txt": ONE.encode()}
    assert [(part.member, part.turn) for part in parts(zipped(members), wanted=_wanted)] == [("一.txt", 4)]


def test_broken_containers_only_say_so() -> None:
    seeded = random.Random(5)
    made = [maker(MEMBERS) for kind, maker in MAKERS.items() if kind != "7z"] + [mailed(MEMBERS)]
    for turn in range(120):
        data = bytearray(made[turn % len(made)])
        if turn % 3:
            for _ in range(seeded.randint(1, 8)):
                data[seeded.randrange(len(data))] = seeded.randrange(256)
        else:
            del data[seeded.randrange(len(data)) :]
        try:
            parts(bytes(data))
        except Unreadable as error:
            assert error.reason in reasons(), error.reason


# In the archive


def test_the_text_of_a_mail_counts_only_where_it_is_a_notice(archive: Archive, papers: Path) -> None:
    (papers / "一.eml").write_bytes(mailed({"一.txt": ONE.encode()}))
    (papers / "二.eml").write_bytes(mailed({}, TWO))
    (papers / "三.eml").write_bytes(mailed({}))
    assert take(archive, papers) == {
        "一.eml": ("added", None),
        "三.eml": ("failed", "no-members"),
        "二.eml": ("added", None),
    }
    assert sorted(archive.get(each).source.member or "" for each in ids(archive)) == ["一.txt", "正文.txt"]


def test_each_notice_has_the_path_of_its_member(archive: Archive, papers: Path) -> None:
    (papers / "来文.zip").write_bytes(zipped({**MEMBERS, "表.xls": b"SQLite format 3\x00"}))
    assert take(archive, papers) == {
        "来文.zip": ("added", None),
        "来文.zip!/表.xls": ("failed", "unknown-kind"),
    }
    assert take(archive, papers)["来文.zip"] == ("unchanged", None)
    first, second = (archive.get(number) for number in ("青办发〔2024〕3号", "青办发〔2024〕4号"))
    assert first.source.path == str(papers / "来文.zip!/一.txt") and first.source.member == "一.txt"
    assert second.source.path.endswith("来文.zip!/下级/二.txt") and second.source.sha256 == first.source.sha256
    assert [first.position, second.position] == [1001, 2001] and len(ids(archive)) == 2
    assert archive.original(first).read_bytes() == (papers / "来文.zip").read_bytes()
    assert [Path(each.path).name for each in archive.failures()] == ["表.xls"]


def test_a_member_is_saved_under_its_name(archive: Archive, papers: Path, tmp_path: Path) -> None:
    (papers / "来文.zip").write_bytes(zipped({"内.zip": zipped(MEMBERS)}))
    take(archive, papers)
    saved = archive.save_original(archive.get("青办发〔2024〕4号"), tmp_path)
    assert saved == tmp_path / "二.txt" and saved.read_bytes() == MEMBERS["下级/二.txt"]
    assert archive.save_original(archive.get("青办发〔2024〕4号"), tmp_path) == saved
    saved.write_bytes(b"other")
    with pytest.raises(ArchiveError):
        archive.save_original(archive.get("青办发〔2024〕4号"), tmp_path)


def test_a_container_that_does_not_give_its_member_any_more_is_told(
    archive: Archive, papers: Path, tmp_path: Path
) -> None:
    (papers / "来文.zip").write_bytes(zipped(MEMBERS))
    take(archive, papers)
    kept = archive.get("青办发〔2024〕4号")
    original = archive.original(kept)
    for spoilt in (zipped({"一.txt": MEMBERS["一.txt"]}), b"PK\x03\x04" + bytes(60), b"another file"):
        original.chmod(0o600)
        original.write_bytes(spoilt)
        with pytest.raises(Damaged, match=r"来文\.zip!/下级/二\.txt") as told:
            archive.save_original(kept, tmp_path)
        assert "--original" in told.value.advice
        assert not (tmp_path / "二.txt").exists()


def test_the_same_notice_loose_and_in_a_container_is_one(archive: Archive, papers: Path) -> None:
    (papers / "一.txt").write_text(ONE)
    (papers / "来文.zip").write_bytes(zipped(MEMBERS))
    take(archive, papers)
    assert len(ids(archive)) == 2
    paths = [each.path.rpartition("papers/")[2] for each in archive.get("青办发〔2024〕3号").source.renditions]
    assert sorted(paths) == ["一.txt", "来文.zip!/一.txt"]


def test_a_secret_member_refuses_the_whole(archive: Archive, papers: Path) -> None:
    (papers / "来文.zip").write_bytes(zipped({**MEMBERS, "密.txt": ("机密★1年\n" + ONE).encode()}))
    assert take(archive, papers) == {"来文.zip": ("refused", "secret")}
    assert "密.txt" in archive.failures()[0].detail and not any((archive._store.folder / "originals").rglob("?" * 64))
    assert take(archive, papers, allow_secret=True) == {"来文.zip": ("added", None)}


def test_one_without_anything_to_read_fails(archive: Archive, papers: Path) -> None:
    (papers / "来文.zip").write_bytes(zipped({"图.png": b"SQLite format 3\x00"}))
    (papers / "空.zip").write_bytes(zipped({}))
    assert take(archive, papers) == {"来文.zip": ("failed", "no-members"), "空.zip": ("failed", "no-members")}


def test_members_that_failed_are_tried_again(archive: Archive, papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (papers / "来文.zip").write_bytes(zipped({"图.png": b"SQLite format 3\x00", **MEMBERS}))
    assert take(archive, papers)["来文.zip!/图.png"] == ("failed", "unknown-kind")
    before = ids(archive)
    archive.remove([archive.get("青办发〔2024〕4号")])
    assert take(archive, papers, retry_failed=True) == {
        "来文.zip": ("unchanged", None),
        "来文.zip!/图.png": ("failed", "unknown-kind"),
    }
    assert ids(archive) == [each for each in before if each.endswith("2001")]


def test_reading_again_changes_nothing(archive: Archive, papers: Path) -> None:
    (papers / "来文.zip").write_bytes(zipped({"图.png": b"SQLite format 3\x00", **MEMBERS}))
    take(archive, papers)
    assert [each.status for each in archive.reparse()] == ["same"]


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_member_that_kills_the_reader_costs_itself_alone(tmp_path: Path) -> None:
    from archive.extract.worker import Limits, Pool

    task = {"members": ["一", "崩", "二", "挂", "三"]}
    with Pool("tests.reader_doubles:members", 1, Limits(seconds=2)) as pool:
        ((_task, outcome),) = pool.run([task])
    assert not isinstance(outcome, Unreadable)
    assert outcome["read"] == ["一", "二", "三"]
    assert {name: reason for name, (reason, _detail) in outcome["skipped"].items()} == {
        "崩": "crashed",
        "挂": "timed-out",
    }
