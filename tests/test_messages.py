"""Every message has its Chinese words, with the same places to fill, and the compiled catalogs are the written ones.

After a change of messages:
    pybabel extract --no-location -o /tmp/archive.pot src/archive
    pybabel update --no-fuzzy-matching -D archive -i /tmp/archive.pot -d src/archive/locale -l zh
    (write the Chinese words into archive.po)
    pybabel compile -D archive -d src/archive/locale -l zh
"""

from __future__ import annotations

import gettext
import io
import re
import string
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import archive
from archive import messages

ROOT = Path(archive.__file__).parent
FOLDER = ROOT / "locale" / "zh" / "LC_MESSAGES"
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "ngettext": (1, 2)}


def forms(value: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def catalog(domain: str) -> Catalog:
    with (FOLDER / f"{domain}.po").open("rb") as file:
        return read_po(file, locale="zh", domain=domain, abort_invalid=True)


CATALOG, CLICK = catalog("archive"), catalog("click")
EXTRACTED = sorted(
    {
        (name, forms(message))
        for name, _line, message, _comments, _context in extract_from_dir(
            str(ROOT), method_map=[("**.py", "python")], keywords=KEYWORDS
        )
    }
)
ENTRIES = [entry for entry in (*CATALOG, *CLICK) if entry.id]


def fields(text: str) -> set[str]:
    return {name for _text, name, _form, _conversion in string.Formatter().parse(text) if name is not None}


def test_there_are_messages() -> None:
    assert len(EXTRACTED) > 100
    assert {"cli/search.py", "query/language.py"} <= {name for name, _message in EXTRACTED}


@pytest.mark.parametrize(("name", "message"), EXTRACTED, ids=lambda value: str(value)[:60])
def test_every_message_has_chinese_words(name: str, message: tuple[str, ...]) -> None:
    entry = CATALOG.get(message[0])
    assert entry is not None, f"{name}: not in archive.po"
    assert forms(entry.id) == message
    assert all(forms(entry.string)), f"{name}: no Chinese words"
    assert not entry.fuzzy


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: forms(entry.id)[0][:60])
def test_words_fill_the_same_places(entry: Message) -> None:
    known = [fields(text) for text in forms(entry.id)]
    for text in forms(entry.string):
        assert set.intersection(*known) <= fields(text) <= set.union(*known)


def test_nothing_is_left_over() -> None:
    used = {message[0] for _name, message in EXTRACTED}
    assert [entry.id for entry in CATALOG if entry.id and forms(entry.id)[0] not in used] == []
    assert not CATALOG.obsolete


def test_words_of_click_are_words_of_click() -> None:
    found = extract_from_dir(str(Path(click.__file__).parent), method_map=[("**.py", "python")], keywords=KEYWORDS)
    used = {forms(message)[0] for _name, _line, message, _comments, _context in found}
    known = {forms(entry.id)[0] for entry in CLICK if entry.id}
    assert {"Usage:", "Options", "Commands", "Show this message and exit."} <= known & used
    assert len(known & used) > 25


def test_chinese_words_are_chinese() -> None:
    plain = {"SHA-256", "({details})"}
    for entry in ENTRIES:
        for text in forms(entry.string):
            assert text in plain or re.search("[\u3000-\u9fff\uff00-\uffef]", text), text


@pytest.mark.parametrize(("written", "least"), [(CATALOG, 200), (CLICK, 25)], ids=["archive", "click"])
def test_the_compiled_catalog_is_the_written_one(written: Catalog, least: int) -> None:
    buffer = io.BytesIO()
    write_mo(buffer, written)
    buffer.seek(0)
    with (FOLDER / f"{written.domain}.mo").open("rb") as file:
        committed = gettext.GNUTranslations(file)
    messages, renewed = ({**each._catalog} for each in (committed, gettext.GNUTranslations(buffer)))  # type: ignore[attr-defined]
    for catalog in (messages, renewed):
        assert "charset=utf-8" in catalog.pop("").lower()  # newer versions of Babel name themselves there
    assert messages == renewed and len(messages) > least


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW.Big5"}, "zh"),
        ({"LANG": "C", "ARCHIVE_LANG": "zh"}, "zh"),
        ({"LANG": "zh_CN.GBK", "ARCHIVE_LANG": "en"}, "en"),
        ({"LANG": "zh_CN.GBK", "LC_ALL": ""}, "zh"),
    ],
)
def test_language(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str) -> None:
    for name in ("ARCHIVE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert messages.language() == language
    assert messages._("failed") == {"zh": "失败", "en": "failed"}[language]
    assert messages.ngettext("{count} notice", "{count} notices", 2).startswith("{count} ")
