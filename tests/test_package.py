"""Parts of packages: what is unpacked is what Python's zipfile unpacks, and what is broken is said."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import Unreadable
from archive.extract import package
from archive.extract.package import Package
from tests.corpora.office.docx import zipped

TEXT = "青禾县人民政府文件".encode() * 50


def put(folder: Path, data: bytes) -> Path:
    path = folder / "a.zip"
    path.write_bytes(data)
    return path


NAMES = st.text("ab/中", min_size=1, max_size=6).filter(lambda name: name.strip("/"))


@given(
    parts=st.dictionaries(NAMES, st.binary(max_size=300), min_size=1, max_size=5),
    method=st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]),
    before=st.binary(max_size=40),
)
def test_parts_are_what_zipfile_reads(
    tmp_path_factory: pytest.TempPathFactory, parts: dict[str, bytes], method: int, before: bytes
) -> None:
    named = {name.strip("/").replace("//", "/"): data for name, data in parts.items()}
    path = put(tmp_path_factory.mktemp("zip"), before + zipped(named, method))
    with Package(path) as opened, zipfile.ZipFile(path) as known:
        assert {name: opened.read(name) for name in named} == {name: known.read(name) for name in named}


def changed(at: str, offset: int, form: str, value: int) -> bytes:
    """A ZIP of one part, a number changed in the list of parts (``PK\\1\\2``) or before the part (``PK\\3\\4``)."""
    data = bytearray(zipped({"text.xml": TEXT}))
    struct.pack_into(form, data, data.index(at.encode()) + offset, value)
    return bytes(data)


@pytest.mark.parametrize(
    ("make", "reason", "detail"),
    [
        (lambda: changed("PK\x01\x02", 16, "<I", 1), "damaged", "wrong checksum"),
        (lambda: changed("PK\x03\x04", 0, "<I", 1), "damaged", "no header"),
        (lambda: changed("PK\x03\x04", 26, "<H", 9), "damaged", "text.xml: "),
        (lambda: changed("PK\x01\x02", 20, "<I", 9), "damaged", "wrong checksum"),
        (lambda: changed("PK\x01\x02", 20, "<I", 0xFFFFFF00), "too-large", "packed in 4294967040 bytes"),
        (lambda: changed("PK\x01\x02", 42, "<I", 0xFFFFFF00), "damaged", "text.xml: "),
        (lambda: changed("PK\x01\x02", 10, "<H", 12), "damaged", "method 12"),
        (lambda: changed("PK\x01\x02", 8, "<H", 1), "password", ""),
    ],
    ids=["checksum", "magic", "longer name", "cut", "bytes", "place", "method", "secret"],
)
def test_broken_parts_are_said(tmp_path: Path, make: Callable[[], bytes], reason: str, detail: str) -> None:
    with Package(put(tmp_path, make())) as opened, pytest.raises(Unreadable) as caught:
        opened.read("text.xml")
    assert caught.value.reason == reason
    assert detail in caught.value.detail


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_parts_over_the_bounds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: int) -> None:
    monkeypatch.setattr(package, "MAX_PART", 1000)
    monkeypatch.setattr(package, "MAX_UNPACKED", 1500)
    data = zipped({"a": b"a" * 1000, "b": b"b" * 500, "c": b"c", "d": b"d" * 2000}, method)
    with Package(put(tmp_path, data)) as opened:
        with pytest.raises(Unreadable, match="too-large"):
            opened.read("d")
        assert (opened.read("a"), opened.read("b")) == (b"a" * 1000, b"b" * 500)
        with pytest.raises(Unreadable, match="too-large"):
            opened.read("c")


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"word/document.xml": b""}, "docx"),
        ({"[Content_Types].xml": b"application/...wordprocessingml...", "text/main.xml": b""}, "docx"),
        ({"OFD.xml": b"", "Doc_0/Document.xml": b""}, "ofd"),
        ({"xl/workbook.xml": b""}, "xlsx"),
        ({"通知.docx": b""}, "zip"),
        ({"[Content_Types].xml": b"application/xml"}, "zip"),
    ],
)
def test_packages_are_known_by_their_parts(tmp_path: Path, parts: dict[str, bytes], kind: str) -> None:
    with Package(put(tmp_path, zipped(parts))) as opened:
        assert opened.kind == kind
