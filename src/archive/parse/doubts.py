"""What makes a reading risky, though its rule is sure: values that look like no value of their field."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.notice import Evidence, Notice
from archive.parse import kinds
from archive.parse.addressees import names_readers
from archive.parse.names import close, is_name, is_rest
from archive.parse.title import balanced, turn

_STRANGE = re.compile("[:：。？！?!0-9]")
_OF_YEAR = re.compile("[0-9]{2,4}(?:级|届|年度?)")
_NUMBER = re.compile("[〔［\\[（(【﹝][0-9]{4}[〕］\\]）)】﹞]第?[0-9]{1,4}")
_QUOTED = re.compile("《[^》]*》")
_PERSON = re.compile("[\u3400-\u9fff·•○〇]{2,5}")
_GROUPED = re.compile("[（(][^（()）]*[)）]")
_YEAR = re.compile("〔((?:19|20)[0-9]{2})〕")
_LONG, _SHORT = 30, 10


def reader(name: str) -> bool:
    """Whether an addressee looks like none: figures or marks in it, a word at its end that no body and no group has.

    >>> reader("各县（区）总工会"), reader("设备部核稿：综合办公室"), reader("2025届全体毕业生"), reader("做好工作")
    (False, True, False, True)
    """
    if _STRANGE.search(_OF_YEAR.sub("", name)) or not balanced(name):
        return True
    bare = _GROUPED.sub("", name)
    return not names_readers(bare) or (len(bare) > _LONG and "、" not in bare)


def title(words: str) -> bool:
    """Whether a title looks like none: a number or a label in it, an open 《, or nothing but a 文种.

    >>> title("关于开展检查的通知"), title("某局 某发〔2021〕4号关于检查的通知")
    (False, True)
    >>> title("主题：关于检查的通知"), title("通知")
    (True, True)
    """
    return _mixed(words) or (len(words) < _SHORT and turn(words) < 0 and kinds.kind(words) is not None)


def _mixed(words: str) -> bool:
    """Whether something else stands in a title: a number, a label, words before an open 《."""
    if not balanced(words) or _NUMBER.search(_QUOTED.sub("", words)):
        return True
    before = words[: max(0, turn(words))]
    return "：" in before or ":" in before or is_rest(before)


def date(day: str, number: str | None, printed: str | None) -> bool:
    """Whether a day is before the year of the number, more than a year after it, or after the 印发.

    >>> date("2024-01-05", "云办〔2023〕99号", None), date("2021-03-01", "云办〔2024〕9号", None)
    (False, True)
    >>> date("2024-03-05", None, "2024-03-04"), date("2024-03-05", None, None)
    (True, False)
    """
    if printed and printed < day:
        return True
    found = _YEAR.search(number) if number else None
    return found is not None and not 0 <= int(day[:4]) - int(found[1]) <= 1


def signs(name: str) -> bool:
    """Whether who signs is neither an organisation nor a person's name.

    >>> signs("云川省总工会"), signs("林清"), signs("请于2024年前")
    (False, False, True)
    """
    return not is_name(close(name)) and _PERSON.fullmatch(close(name)) is None


def twice(said: Evidence, evidence: Iterable[Evidence]) -> bool:
    """Whether another line, or the file's name, says the same of a field: then a recognised value is sure as well."""
    return any(
        (each.field, each.value) == (said.field, said.value) and (each.page, each.line) != (said.page, said.line)
        for each in evidence
    )


def risky(field: str, value: str, notice: Notice, numbers: list[str]) -> bool:
    """Whether a value may well be wrong, whatever rule read it.

    Args:
        field: name of the field.
        value: what was read.
        notice: the notice, all its fields read.
        numbers: every number in its head.
    """
    if field in ("addressees", "cc"):
        return reader(value)
    if field == "title":
        return title(value)
    if field == "kind":
        return notice.title is not None and _mixed(notice.title)
    if field == "date":
        return date(value, notice.number, notice.printed)
    if field == "number":
        return len(set(numbers)) > max(1, len(notice.issuers))
    if field == "signature":
        return signs(value) or value in notice.addressees
    return field == "issuers" and (value in notice.addressees or len(_GROUPED.sub("", value)) > _LONG)
