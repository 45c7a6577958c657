"""The tables at the head of an RTF file: fonts with their code pages, and colours."""

from __future__ import annotations

import codecs
import re

from archive.extract.symbols import symbol
from archive.extract.word_format import is_red

_SYMBOLS = 2
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_CODE_PAGES = {936: "gb18030", 54936: "gb18030", 65001: "utf-8", 10000: "mac_roman"}
_WIDE = frozenset(("gb18030", "cp950", "cp932", "cp949"))

_FONT = re.compile(rb"\\f(?=\d)")
_NUMBER = re.compile(rb"\d{1,9}")
_CHARSET = re.compile(rb"\\fcharset(\d{1,3})")
_SHARE = re.compile(rb"\\(red|green|blue)(\d{1,3})")


class Fonts:
    """The code pages of the fonts.

    Args:
        code_page: the one of the file.

    Attributes:
        usual: the font of letters that have none of their own.
    """

    def __init__(self, code_page: int) -> None:
        self._default = _codec(code_page)
        self._charsets: dict[int, int] = {}
        self.usual = -1

    @property
    def wide(self) -> bool:
        """Whether the code page of the file has characters of two bytes."""
        return self._default in _WIDE

    def read(self, table: bytes) -> None:
        """Read the group of the fonts."""
        for entry in _FONT.split(table)[1:]:
            number, charset = _NUMBER.match(entry), _CHARSET.search(entry)
            if number and charset:
                self._charsets[int(number[0])] = int(charset[1])

    def is_symbols(self, font: int) -> bool:
        """Whether a font has pictures in place of letters."""
        return self._charsets.get(font) == _SYMBOLS

    def decode(self, font: int, raw: bytes) -> str:
        """The text of bytes in a font.

        A font for Western letters may all the same be told for text of the file's own code page: that is tried first.
        """
        charset = self._charsets.get(self.usual if font < 0 else font, 1)
        if charset == _SYMBOLS:
            return symbol("".join(chr(0xF000 + each) if each >= 0x20 else "" for each in raw))
        if charset in _CHARSETS:
            return raw.decode(_CHARSETS[charset], "replace")
        try:
            return raw.decode(self._default)
        except UnicodeDecodeError:
            return raw.decode("cp1252" if charset == 0 else self._default, "replace")


def _codec(code_page: int) -> str:
    name = _CODE_PAGES.get(code_page, f"cp{code_page}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


def colours(table: bytes) -> list[bool]:
    """Which of the colours are the red of mastheads."""
    found = []
    for entry in table.split(b";")[:-1]:
        shares = {name: int(share) for name, share in _SHARE.findall(entry)}
        found.append(is_red(shares.get(b"red", 0), shares.get(b"green", 0), shares.get(b"blue", 0)))
    return found
