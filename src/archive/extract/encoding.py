"""Bytes to characters: which encoding a text file has, by its marks, its rules and the characters that come of it."""

from __future__ import annotations

import codecs
import re
from functools import cache

from archive.errors import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_HZ = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])+(?:~\}|[\x21-\x77]?\r?\n|[\x21-\x77]?\Z)")
_HIGH = re.compile(rb"[\x80-\xff]")
_EAST_ASIAN = re.compile("[\u2e80-\uffef]")
_PRINTED = re.compile("[^\x00-\x7f]")
_ODD = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x80-\x84\x86-\x9f\ufffd\ue000-\uf8ff]")
_TYPED = re.compile(rb"[\t\n\r -~]")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_SAMPLE = 16_384
_SHORT = 100
"""In fewer bytes the damage of one can outweigh the characters that are good."""


def decode(data: bytes) -> tuple[str, str]:
    """The characters of a text file and the name of its encoding, e.g. ``"gb18030"``.

    Order of the rules: byte order mark, HZ, strict UTF-8, then the encoding that gives the largest
    share of frequent characters. Bytes that fit nowhere, also a last character that is cut, become U+FFFD.

    NULs that a broken file system leaves at the end are no part of it.

    Args:
        data: the whole file.

    Raises:
        Unreadable: ``unknown-kind`` with ``binary``, when hardly a character is one that Chinese text is made of.
    """
    data = _without_padding(data)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), name
    if data.isascii() and b"\x00" not in data:
        return _ascii(data)
    text = _utf8(data)
    if text is not None and _EAST_ASIAN.search(text):
        return text, "utf-8"
    if b"\x00" in data:
        return _decode(data, _likeliest(data, ("utf-16-le", "utf-16-be", "utf-8", "gb18030", "big5")))
    first = ("utf-8", "gb18030") if text is not None else ("gb18030", "utf-8")
    return _decode(data, _likeliest(data, (*first, "big5", "utf-16-le", "utf-16-be")))


def name(data: bytes) -> str:
    """The characters of a name or another short text, as of a text file, but never none."""
    try:
        return decode(data)[0]
    except Unreadable:
        return data.decode("gb18030", "replace")


def _without_padding(data: bytes) -> bytes:
    body = data.rstrip(b"\x00")
    if not body or len(data) - len(body) < 4:
        return data
    return body + b"\x00" * (len(body) % 2) if b"\x00" in body else body


def _ascii(data: bytes) -> tuple[str, str]:
    if _HZ.search(data):
        text = data.decode("hz", "replace")
        if "\ufffd" not in text[:-1]:
            return text, "hz"
    if _CONTROL.search(data):
        return _decode(data, _likeliest(data, ("utf-8", "utf-16-le", "utf-16-be")))
    return data.decode("ascii"), "utf-8"


def _utf8(data: bytes) -> str | None:
    """The text where it is UTF-8, also when it ends inside a character."""
    try:
        text, used = codecs.utf_8_decode(data, "strict", False)
    except UnicodeDecodeError:
        return None
    if used == len(data):
        return text
    return None if text.isascii() else text + "\ufffd"


def _decode(data: bytes, name: str) -> tuple[str, str]:
    for dialect in ("cp950", "big5hkscs") if name == "big5" else ():
        decoder = codecs.getincrementaldecoder(dialect)()
        try:
            text = decoder.decode(data)
        except UnicodeDecodeError:
            continue
        pending, _ = decoder.getstate()
        return text + "\ufffd" * bool(pending), name
    return data.decode("cp950" if name == "big5" else name, "replace"), name


def _likeliest(data: bytes, names: tuple[str, ...]) -> str:
    """The first of the encodings under which most of what is not ASCII is frequent in Chinese."""
    high = _HIGH.search(data)
    start = high.start() if high else 0
    sample, even = data[start : start + _SAMPLE], data[start & ~1 : (start & ~1) + _SAMPLE]
    shares = {name: _share(even if name.startswith("utf-16") else sample, name) for name in names}
    best = max(names, key=shares.__getitem__)
    latin = len(_TYPED.findall(sample)) > 0.7 * len(sample)
    if shares[best] < 0 and not latin and (len(sample) > _SHORT or _CONTROL.search(sample)):
        raise Unreadable("unknown-kind", "binary")
    return best


def _share(sample: bytes, name: str) -> float:
    text = codecs.getincrementaldecoder("cp950" if name == "big5" else name)("replace").decode(sample)
    printed = _PRINTED.findall(text)
    odd = len(_ODD.findall(text))
    good = sum(map(_frequent().__contains__, printed))
    if not printed:
        return 1.0 if not odd else -odd / len(text)
    return (good - odd) / len(printed)


@cache
def _frequent() -> frozenset[str]:
    from archive.tables.frequent import SIMPLIFIED, TRADITIONAL

    marks = "　、。〈〉《》「」『』【】〔〕“”‘’—…·（），：；！？％～０１２３４５６７８９①②③④⑤⑥⑦⑧⑨〇○"
    return frozenset(SIMPLIFIED + TRADITIONAL + marks)
