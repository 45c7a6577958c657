"""Corrections by people: what one says, which notice it belongs to, and how a value is typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from archive.errors import ArchiveError
from archive.messages import _
from archive.notice import FIELDS, LISTS, Notice, labels
from archive.text import fold

Value = str | list[str] | None
"""A value of a field: a list for the fields of ``LISTS``, else a text or None."""

LONGEST = 2000
"""Characters of one value."""
_FIRST_WORDS = 40
"""Characters, folded, of a notice's body that tell it from others."""
_ENOUGH = 1000
"""Characters in which these are looked for."""
_NAMES = {
    "issuer": "issuers", "发文机关": "issuers", "发文单位": "issuers", "文号": "number", "发文字号": "number",
    "标题": "title", "文种": "kind", "日期": "date", "成文日期": "date", "to": "addressees", "主送": "addressees",
    "主送机关": "addressees", "抄送": "cc", "抄送机关": "cc", "印发日期": "printed", "署名": "signature",
    "签发人": "signer", "密级": "secrecy", "紧急程度": "urgency", "份号": "copy_number", "附件": "attachments",
    "附注": "note",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What tells a notice from the others of its file, as the rules read it: number, title and first words, folded."""

    number: str
    title: str
    words: str

    @classmethod
    def of(cls, number: str | None, title: str | None, text: str) -> Fingerprint:
        """The fingerprint of a notice with this number, title and printed text."""
        words = fold(text.rpartition("\f")[2][:_ENOUGH])
        return cls(fold(number or "")[:LONGEST], fold(title or "")[:LONGEST], words[:_FIRST_WORDS])

    def fits(self, other: Fingerprint) -> int:
        """How many of the three are the same; 0 where that does not make them marks of one notice.

        What is absent is neither the same nor another. Many notices of a file begin with the same words, and some bear
        the same title: words alone tell nothing against another number or title, nor a title against another number.
        """
        pairs = ((self.number, other.number), (self.title, other.title), (self.words, other.words))
        number, title, words = (mine == its != "" for mine, its in pairs)
        other_number, other_title, _words = (mine != its and "" not in (mine, its) for mine, its in pairs)
        one = number or (title and (words or not other_number)) or (words and not other_number and not other_title)
        return number + title + words if one else 0


def bearer(mark: Fingerprint, position: int, notices: Sequence[tuple[int, Fingerprint]]) -> int | None:
    """Which of a file's notices a correction belongs to: its place in ``notices``, None where none fits or several do.

    Args:
        mark: the fingerprint that the correction carries.
        position: the position that its notice had then.
        notices: position and fingerprint of those that the file holds now.
    """
    for at, (place, other) in enumerate(notices):
        if place == position and other == mark:
            return at
    fits = [mark.fits(other) for _place, other in notices]
    best = max(fits, default=0)
    return fits.index(best) if best and fits.count(best) == 1 else None


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person said of one field of one notice.

    Attributes:
        act: the same for all that was said at once, and undone at once.
        item: its place among these, from 1.
        at: when, ISO time in UTC.
        who: the user.
        why: the reason that was given; may be empty.
        sha256: hash of the notice's file.
        position: the notice's position there at that time.
        fingerprint: what tells the notice from others of the file.
        field: name of the field.
        old: value before.
        new: value from then on; the same as ``old`` where the user confirmed it.
        undone: when it was undone, None while it holds.
        undone_by: who undid it.
        notice: id of the notice; None while no notice of the archive fits.
    """

    act: str
    item: int
    at: str
    who: str
    why: str
    sha256: str
    position: int
    fingerprint: Fingerprint
    field: str
    old: Value
    new: Value
    undone: str | None = None
    undone_by: str | None = None
    notice: str | None = None

    @property
    def order(self) -> tuple[str, str, int]:
        """What corrections are sorted by: time first."""
        return self.at, self.act, self.item

    def data(self) -> dict[str, Any]:
        """It as JSON data, without the notice's id, which follows from the rest."""
        data = asdict(self)
        del data["notice"]
        return data


_TIME = re.compile(r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}\+00:00")
_SHAPES: dict[str, re.Pattern[str]] = {
    "act": re.compile("[0-9a-f]{12}"), "at": _TIME, "sha256": re.compile("[0-9a-f]{64}"),
}  # fmt: skip
_UNTYPED = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_UNSTORED = re.compile("[\ud800-\udfff]")


def from_data(data: Any) -> Correction:
    """The correction that ``Correction.data`` was taken from.

    Raises:
        ValueError: for data of another shape; it says what is wrong.
    """
    if not isinstance(data, dict):
        raise ValueError(_("it is no object"))
    names = {each.name for each in fields(Correction)} - {"notice"}
    if data.keys() != names:
        wrong = ", ".join(sorted(map(str, data.keys() ^ names)))
        raise ValueError(_("missing or unknown: {names}").format(names=wrong))
    mark = data["fingerprint"]
    if not isinstance(mark, dict) or mark.keys() != {"number", "title", "words"}:
        raise ValueError(_("missing or unknown: {names}").format(names="fingerprint"))
    if not (_is_journaled(data, mark) and _is_value(data["field"], data["old"])):
        raise ValueError(_("a value is of the wrong kind"))
    try:
        check(data["field"], data["old"], data["new"])
    except ArchiveError as error:
        raise ValueError(error.message) from None
    return Correction(**{**data, "fingerprint": Fingerprint(**mark)})


def _is_journaled(data: dict[str, Any], mark: dict[str, Any]) -> bool:
    """Whether all but the values is as the journal writes it."""
    texts = [data[name] for name in ("act", "at", "who", "why", "sha256", "field")] + list(mark.values())
    undone = [data[name] for name in ("undone", "undone_by") if data[name] is not None]
    return (
        all(isinstance(text, str) and len(text) <= LONGEST and not _UNSTORED.search(text) for text in texts + undone)
        and data["field"] in FIELDS
        and all(shape.fullmatch(data[name]) for name, shape in _SHAPES.items())
        and all(map(_is_moment, [data["at"], *undone[:1]]))
        and len(undone) != 1
        and all(type(data[name]) is int and 0 < data[name] < 1 << 31 for name in ("item", "position"))
    )


def _is_moment(text: str) -> bool:
    try:
        return _TIME.fullmatch(text) is not None and datetime.fromisoformat(text).year < 9999
    except ValueError:
        return False


def _is_value(field: str, value: Any) -> bool:
    """Whether a record could hold it, whoever read it."""
    if field in LISTS:
        return isinstance(value, list) and all(isinstance(each, str) and not _UNSTORED.search(each) for each in value)
    return value is None or (isinstance(value, str) and not _UNSTORED.search(value))


def check(field: str, old: Value, new: Value) -> None:
    """Sees that a value is one that people may give: the old one, none, or what ``value`` makes of what they type.

    Raises:
        ArchiveError: where it is not.
    """
    if field not in FIELDS or not _is_value(field, new):
        raise ArchiveError(_("a value is of the wrong kind"))
    if new == old:
        return
    for each in [new] if isinstance(new, str) else new or []:
        given = value(field, [each]) if field not in LISTS else _plain(field, each)
        if not given or (field in ("date", "printed") and given != each):
            raise ArchiveError(_("a value is of the wrong kind"))


def field_named(name: str) -> str:
    """The field of this name, English or Chinese.

    Raises:
        ArchiveError: for a name that no field has.
    """
    field = _NAMES.get(fold(name), fold(name))
    if field not in FIELDS:
        known = [f"{each} {label}" if each != label else each for each, label in labels().items()]
        raise ArchiveError(
            _("there is no field {name} to correct").format(name=name),
            _("the fields are: {names}").format(names=_(", ").join(known)),
        )
    return field


_OUTSIDE = "(?![^（()）]*[)）])"
_SEMICOLON, _COMMA = re.compile(f"[；;]{_OUTSIDE}"), re.compile(f"、{_OUTSIDE}")


def value(field: str, texts: Iterable[str]) -> Value:
    """The value of a field as a user types it; nothing but blanks is no value.

    Args:
        field: its name.
        texts: what was typed; several for a field that has several values. ``；`` or ``;`` part values too, and where
            none stands ``、``: between names of issuers, and between addressees as a notice prints them; in brackets
            none of them does.

    Raises:
        ArchiveError: for what is no such value.
    """
    typed = [_plain(field, text) for text in texts]
    if field in LISTS:
        return list(dict.fromkeys(part for text in typed for part in _parts(field, text)))
    if len(typed) > 1:
        raise ArchiveError(_("{field} has one value only").format(field=labels()[field]))
    text = typed[0] if typed else ""
    if not text:
        return None
    if field == "number":
        return _number(text)
    return _day(field, text) if field in ("date", "printed") else text


def _parts(field: str, text: str) -> list[str]:
    if _SEMICOLON.search(text) or field == "attachments":
        parts = _SEMICOLON.split(text)
    elif field in ("addressees", "cc"):
        from archive.parse import addressees

        parts = addressees.split(text)
    else:
        parts = _COMMA.split(text)
    return [part.strip() for part in parts if fold(part)]


def _plain(field: str, text: str) -> str:
    text = " ".join(text.split())
    if len(text) > LONGEST:
        message = _("the value of {field} is longer than {most} characters")
        raise ArchiveError(message.format(field=labels()[field], most=LONGEST))
    if _UNTYPED.search(text):
        raise ArchiveError(_("the value of {field} holds control characters").format(field=labels()[field]))
    return text if fold(text) else ""


def _number(text: str) -> str:
    from archive import number

    try:
        return number.parse(text).text
    except ValueError:
        raise ArchiveError(
            _("not a document number: {value}").format(value=text), _("write it as printed, such as 云工办〔2024〕9号")
        ) from None


def _day(field: str, text: str) -> str:
    from archive.parse import dates

    day = dates.whole(f"{text[:4]}-{text[4:6]}-{text[6:]}" if re.fullmatch("[0-9]{8}", text) else text)
    if day is None:
        raise ArchiveError(
            _("not a day, for {field}: {value}").format(field=labels()[field], value=text),
            _("write it as 2024-05-20 or 2024年5月20日"),
        )
    return day


def get(notice: Notice, field: str) -> Value:
    """The value of a notice's field, a list of its own."""
    found = getattr(notice, field)
    return list(found) if field in LISTS else found
