"""OFD files (GB/T 33190-2016): the documents, pages, templates and resources of one."""

from __future__ import annotations

import posixpath
from collections import ChainMap
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from lxml import etree

from archive.errors import Unreadable, damage_is_said
from archive.extract import layout
from archive.extract.document import MAX_PAGES, Document
from archive.extract.glyphs import Sheet
from archive.extract.ofd_page import Resources, sheet
from archive.extract.ofd_values import Element, child, children, flag, local, numbers
from archive.extract.package import Package, xml
from archive.extract.reading import Reading

MAX_PARTS = 100
"""Parts with annotations of one page that are read."""
A4 = [0.0, 0.0, 210.0, 297.0]


def read_ofd(package: Package) -> Document:
    """The Document of an OFD file: the pages of all its documents, one after the other.

    What annotations print (GB/T 33190, 15) stands behind the text of their page, watermarks left out; the seals of
    signatures are pictures and not read; attached files are only counted.

    Args:
        package: the file, open.

    Raises:
        Unreadable: ``password`` (it is encrypted), ``pictures`` (nothing but pictures), ``empty``, ``too-many-pages``,
            ``too-large``, ``damaged``.
    """
    with damage_is_said():
        file = _File(package)
        reading = Reading.of(file.sheets(), "ofd")
        warnings = [f"attachments:{file.attached}"] if file.attached else []
        return reading.document("ofd", warnings)


class _Body:
    """One document of a file.

    Attributes:
        file: the file.
        where: the part that describes it.
        root: what is written there.
        resources: what all its pages may refer to.
        templates: parts of its template pages.
        notes: parts with the annotations of a page, by the page's number.
    """

    def __init__(self, file: _File, where: str) -> None:
        self.file, self.where, self.root = file, where, file.tree(where)
        common = child(self.root, "CommonData")
        common = common if common is not None else self.root
        named = [each for name in ("DocumentRes", "PublicRes") for each in children(common, name)]
        self.resources = file.resources(where, named)
        self.box = _box(child(common, "PageArea"), A4)
        self.templates = {
            each.get("ID", ""): file.at(where, each.get("BaseLoc", "")) for each in children(common, "TemplatePage")
        }
        pages = child(self.root, "Pages")
        self.pages = children(pages, "Page") if pages is not None else []
        self.notes: dict[str, dict[str, None]] = {}
        if (listed := child(self.root, "Annotations")) is not None:
            with suppress(Unreadable):
                self._list_notes(file.at(where, listed.text or ""))

    def _list_notes(self, where: str) -> None:
        for page in children(self.file.tree(where), "Page"):
            parts = (self.file.at(where, each.text or "") for each in children(page, "FileLoc"))
            self.notes.setdefault(page.get("PageID", ""), {}).update(dict.fromkeys(islice(parts, MAX_PARTS)))

    def sheet(self, page: Element, number: int) -> Sheet:
        """One of its pages, drawn over its templates."""
        where = self.file.at(self.where, page.get("BaseLoc", ""))
        root = self.file.tree(where)
        own = self.file.resources(where, children(root, "PageRes"))
        units = [own, self.resources]
        drawn = [root]
        for each in reversed(children(root, "Template")):
            if each.get("TemplateID", "") in self.templates:
                with suppress(Unreadable):
                    drawn.insert(0, self.file.template(self.templates[each.get("TemplateID", "")]))
        contents = [content for each in drawn for content in children(each, "Content")]
        merged = Resources(
            ChainMap(*[dict(each.params) for each in units]) if own.params else self.resources.params,
            ChainMap(*[dict(each.units) for each in units]) if own.units else self.resources.units,
        )
        _, _, width, height = _box(child(root, "Area"), self.box)
        made = sheet(number, contents, merged, width, height)
        if shown := self._shown_notes(page.get("ID", "")):
            notes = layout.leaf(sheet(number, shown, merged, width, height))
            made.notes = [row.text for row in notes.rows] + notes.strays
            made.cut = made.cut or notes.cut
        return made

    def _shown_notes(self, page: str) -> list[Element]:
        """What the annotations of a page show that go with it to the printer (15.2, table 59)."""
        shown: list[Element] = []
        for where in self.notes.get(page, {}) if page else []:
            with suppress(Unreadable):
                for each in children(self.file.tree(where), "Annot"):
                    if each.get("Type") != "Watermark" and flag(each, "Visible", True) and flag(each, "Print", True):
                        shown += children(each, "Appearance")
        return shown


class _File:
    """The parts of an OFD file.

    Args:
        package: the file, open.

    Raises:
        Unreadable: ``password``, ``too-many-pages``, ``damaged``.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self._templates: dict[str, Element] = {}
        if any(name.endswith("encryptions.xml") for name in package.names):
            raise Unreadable("password")
        roots = [child(body, "DocRoot") for body in children(self.tree("OFD.xml"), "DocBody")]
        self._bodies = [_Body(self, self.at("", root.text or "")) for root in roots if root is not None]
        count = sum(len(body.pages) for body in self._bodies)
        if count > MAX_PAGES:
            raise Unreadable("too-many-pages", str(count))
        if not count:
            raise Unreadable("damaged", "no pages")
        self.attached = sum(map(self._attached, self._bodies))

    def sheets(self) -> Iterator[Sheet | None]:
        """Every page in order; None stands for one whose part is missing or broken."""
        number = 0
        for body in self._bodies:
            for page in body.pages:
                number += 1
                try:
                    yield body.sheet(page, number)
                except Unreadable as error:
                    if error.reason != "damaged":
                        raise
                    yield None

    def at(self, origin: str, place: str) -> str:
        """The name of a part: from the root of the file, or from the folder of the part that names it.

        Args:
            origin: the part that names it.
            place: as written.
        """
        place = place.strip().replace("\\", "/")
        beside = posixpath.normpath(posixpath.join("/", posixpath.dirname(origin), place))
        return beside if beside in self._package else posixpath.normpath("/" + place)

    def tree(self, where: str) -> Element:
        """The root element of a part.

        Raises:
            Unreadable: as ``Package.read`` does, and ``damaged`` where it is no XML.
        """
        data = self._package.read(where)
        try:
            return xml(data)
        except etree.XMLSyntaxError as error:
            raise Unreadable("damaged", f"{where}: {error}"[:200]) from error

    def template(self, where: str) -> Element:
        """The root of a template page, which many pages share."""
        if where not in self._templates:
            self._templates[where] = self.tree(where)
        return self._templates[where]

    def resources(self, origin: str, named: list[Element]) -> Resources:
        """What parts of resources hold; one that is missing or broken takes colours and drawings, no page.

        Args:
            origin: the part that names them.
            named: the elements that do.
        """
        found = Resources({}, {})
        tables = {"DrawParam": found.params, "CompositeGraphicUnit": found.units}
        for each in named:
            with suppress(Unreadable):
                for item in self.tree(self.at(origin, each.text or "")).iter():
                    if (table := tables.get(local(item))) is not None and isinstance(table, dict):
                        table.setdefault(item.get("ID", ""), item)
        return found

    def _attached(self, body: _Body) -> int:
        """How many files are attached to a document."""
        named = child(body.root, "Attachments")
        if named is None:
            return 0
        with suppress(Unreadable):
            return len(children(self.tree(self.at(body.where, named.text or "")), "Attachment"))
        return 0


def _box(area: Element | None, otherwise: list[float]) -> list[float]:
    """The sheet of paper of a page area, in millimetres: left, top, width and height (7.5)."""
    physical = child(area, "PhysicalBox") if area is not None else None
    box = numbers(physical.text, 4) if physical is not None else None
    return box if box and box[2] > 0 and box[3] > 0 else otherwise
