"""The parts of a DOCX package as XML: which part is which, and parsing that expands, fetches and nests nothing."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from archive.errors import Unreadable
from archive.extract.package import Package, xml
from archive.extract.process import more_time

MAX_TAGS = 1_000_000
"""Tags of a part at most; an ordinary notice has some thousands."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT_HOME = b"http://purl.oclc.org/ooxml/"
_STRICT = re.compile(re.escape(_STRICT_HOME) + rb"(wordprocessingml/main|officeDocument/(?:math|relationships))")
_TRANSITIONAL = {
    b"wordprocessingml/main": W[1:-1].encode(),
    b"officeDocument/math": M[1:-1].encode(),
    b"officeDocument/relationships": _RELATIONSHIP[1:-1].encode(),
}
_PAGE_TAGS = 10_000
"""Tags that may take as long as a page of a PDF."""

_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_REFERENCE = re.compile(rb"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,8}));")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]|\xed[\xa0-\xbf][\x80-\xbf]")


class Parts:
    """The parts that make up one text.

    Args:
        package: the open package.

    Raises:
        Unreadable: ``damaged`` where it names no part with the text.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self.main = self._main()
        self._related = self._relations(self.main)

    def text(self) -> Any:
        """The root of the part with the text.

        Raises:
            Unreadable: where it is missing or broken.
        """
        return _parsed(self._package.read(self.main))

    def by_kind(self, kind: str) -> Any | None:
        """The root of the part of a kind (``styles``, ``numbering``, …), None where there is none that can be read."""
        for target in [target for what, target in self._related.values() if what == kind]:
            if (root := self._optional(target)) is not None:
                return root
        return self._optional(f"{_folder(self.main)}{kind}.xml")

    def by_reference(self, element: Any) -> Any | None:
        """The root of the part that an element refers to by its ``r:id``, None where there is none that can be read."""
        _, target = self._related.get(element.get(f"{_RELATIONSHIP}id", ""), ("", ""))
        return self._optional(target)

    def _main(self) -> str:
        for kind, target in self._relations("").values():
            if kind == "officeDocument" and target in self._package:
                return target
        return "word/document.xml"

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Id → (last word of the type, part) of what a part refers to inside the package."""
        home = _folder(part)
        root = self._optional(f"{home}_rels/{part[len(home) :]}.rels")
        found: dict[str, tuple[str, str]] = {}
        for each in () if root is None else root:
            target = each.get("Target", "").replace("\\", "/")
            if each.get("TargetMode") != "External":
                whole = target if target.startswith("/") else home + target
                found[each.get("Id", "")] = (each.get("Type", "").rpartition("/")[2], _normal(whole))
        return found

    def _optional(self, name: str) -> Any | None:
        """A part that the text can be read without."""
        try:
            return _parsed(self._package.read(name)) if name in self._package else None
        except Unreadable as error:
            if error.reason != "damaged":
                raise
            return None


def _folder(part: str) -> str:
    """The folder of a part, with the slash behind it."""
    return part[: part.rfind("/") + 1]


def _normal(path: str) -> str:
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def _parsed(data: bytes) -> Any:
    """The root of a part; characters that XML does not allow are dropped, a document type is refused (OPC, 8.1.4)."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = _DECLARATION.sub("", data.decode("utf-16", "replace"), count=1).encode()
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Unreadable("damaged", "document type in a part")
    tags = data.count(b"<")
    if tags > MAX_TAGS:
        raise Unreadable("too-large", f"{tags} tags")
    more_time(tags // _PAGE_TAGS)
    if _STRICT_HOME in data:
        data = _STRICT.sub(lambda match: _TRANSITIONAL[match[1]], data)
    try:
        return xml(data)
    except etree.XMLSyntaxError:
        pass
    try:
        return xml(_CONTROL.sub(b"", _REFERENCE.sub(_allowed, data)))
    except etree.XMLSyntaxError as error:
        raise Unreadable("damaged", str(error)[:200]) from None


def _allowed(match: re.Match[bytes]) -> bytes:
    """A character reference, nothing where XML does not allow the character."""
    code = int(match[1], 16) if match[1] else int(match[2])
    whole = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    return match[0] if whole else b""


def attribute(element: Any, name: str = "val") -> str:
    """An attribute of WordprocessingML, empty where it is missing."""
    value: str = element.get(W + name, "")
    return value


def child(element: Any | None, *path: str) -> Any | None:
    """The first child by the names of a path, None where one is missing."""
    for name in path:
        if element is None:
            break
        wanted = W + name
        first = element[0] if len(element) else None
        is_first = first is not None and first.tag == wanted
        element = first if is_first else next(element.iterchildren(wanted), None)
    return element


def is_on(element: Any | None) -> bool:
    """Whether a property that is on or off stands there and is on (ISO/IEC 29500-1, 17.17.4)."""
    return element is not None and attribute(element).lower() not in ("0", "false", "off", "none")


def whole(text: str, default: int = 0) -> int:
    """A whole number of at most nine digits, else the default."""
    return int(text) if re.fullmatch(r"[+-]?[0-9]{1,9}", text) else default
