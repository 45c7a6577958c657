"""From the lines of one notice to its fields and their evidence."""

from __future__ import annotations

import re

from archive import number
from archive.extract.document import Document
from archive.notice import Evidence, Notice, Source
from archive.parse import (
    addressees,
    boilerplate,
    citations,
    closing,
    compose,
    doubts,
    issuers,
    kinds,
    masthead,
    publisher,
    title,
)
from archive.parse.closing import Closing
from archive.parse.nesting import Part
from archive.parse.rows import Row, rows
from archive.parse.split import split

_LABELLED = re.compile("[\u4e00-\u9fff]{2,4}[:：]")
_SENTENCE = frozenset("。！？!?；;）)”》」』…：:.")


def parse(document: Document, hint: str = "") -> list[Notice]:
    """The notices of a document, in the order of their first lines.

    Every printed line of the document stands in exactly one notice's text.

    Args:
        document: what a reader gave.
        hint: the file's name; a number in it becomes unsure evidence, never a value.
    """
    lines = rows(document)
    parts = split(lines)
    notices = [_Reading(lines, part, place).notice for place, part in enumerate(parts, 1)]
    for notice, part in zip(notices, parts, strict=True):
        notice.wrapper = None if part.wrapper is None else part.wrapper + 1
    if notices and hint:
        _hinted(notices, hint)
    if len(notices) == 1:
        publisher.complete(notices[0], document.given)
    recognised = {(page.number, line.number) for page in document.pages for line in page.lines if line.recognised}
    for notice in notices if recognised else ():
        for each in notice.evidence:
            if (each.page, each.line) in recognised:
                each.sure = each.sure and doubts.twice(each, notice.evidence)
    return notices


def _hinted(notices: list[Notice], hint: str) -> None:
    for found in number.find(hint):
        bearer = next((each for each in notices if each.number == found.number.text), notices[0])
        bearer.evidence.append(Evidence("number", found.number.text, 0, 0, found.words, "file-name", False))


class _Reading:
    """Fills one notice from its lines."""

    def __init__(self, lines: list[Row], part: Part, position: int) -> None:
        self.rows = lines
        self.head = part.head
        self.places = part.places
        self.below = [place for place in part.places if place >= part.head.end and not lines[place].running]
        self.notice = Notice(position=position)
        self.apart = {*part.head.masthead, *part.head.marks, *(own.at for own in part.head.numbers), *part.head.dates}
        self._marks()
        self._number()
        known = self._named()
        end = closing.find(lines, self.below, known, undated=not part.head.gazette)
        self._title(end)
        self.copies = closing.copies(lines, self.below)
        self._addressees()
        self._issuers(end)
        self._kind()
        self._date(end)
        self._end(end)
        self._compose()
        self.notice.cut = self._cut(end)
        numbers = [own.number for own in self.head.numbers]
        for each in self.notice.evidence:
            each.sure = each.sure and not doubts.risky(each.field, each.value, self.notice, numbers)

    def _say(self, field: str, value: str, at: int, rule: str, sure: bool = True, words: str = "") -> None:
        row = self.rows[at]
        said = words or row.text.strip()
        self.notice.evidence.append(Evidence(field, value, row.page, row.line.number, said[:200], rule, sure))

    def _words(self, places: list[int]) -> str:
        return " ".join(self.rows[place].text.strip() for place in places)

    def _marks(self) -> None:
        for at in self.head.marks:
            for name, value in masthead.marks(self.rows[at]).items():
                if getattr(self.notice, name) is None:
                    setattr(self.notice, name, value)
                    self._say(name, value, at, "masthead")

    def _number(self) -> None:
        numbers = self.head.numbers
        if numbers:
            self.notice.number = numbers[0].number
            rule = "gazette" if self.head.gazette else "number-line" if self.head.number_first else "number-below-title"
            self._say("number", numbers[0].number, numbers[0].at, rule, True, numbers[0].words)
        for own in numbers:
            if self.notice.signer is None and (signer := masthead.signer(self.rows[own.at])):
                self.notice.signer = signer
                self._say("signer", signer, own.at, "number-line")

    def _masthead(self) -> list[tuple[int, str]]:
        return [(at, name) for at in self.head.masthead for name in masthead.masthead_names(self.rows[at])]

    def _in_title(self) -> list[tuple[int, str]]:
        if not self.head.title:
            return []
        return [(self.head.title[0], name) for name in issuers.of_title(title.text(self.rows, self.head.title))]

    def _named(self) -> list[str]:
        return [name for _, name in [*self._masthead(), *self._in_title()]]

    def _title(self, end: Closing) -> None:
        head = self.head
        sheet = [at for at in head.masthead if masthead.sheet_kind(self.rows[at])]
        if not head.title and (head.gazette or sheet):
            self._promulgated(end)
        if not head.title and not head.gazette and sheet and not head.order:
            said = self.rows[sheet[0]].flat
            leans = len(said) <= 2 or masthead.is_sheet_word(self.rows, sheet[0])
            self.notice.title = "".join(self._named()) + said if leans else said
            self._say("title", self.notice.title, sheet[0], "masthead", False)
        if head.title:
            words = title.text(self.rows, head.title)
            subject = title.is_subject(self.rows[head.title[0]])
            self.notice.title = words.rstrip("。") if subject else words
            rule = "subject" if subject else "title-with-kind" if head.whole else "title-without-kind"
            sure = head.whole and not subject and not self._below_words(head.title[0])
            self._say("title", self.notice.title, head.title[0], rule, sure, self._words(head.title))

    def _below_words(self, at: int) -> bool:
        """Whether words of which nothing is known stand right above the title: they may begin it."""
        above = self.rows[at - 1] if at > self.places[0] else None
        if above is None or at - 1 in self.apart or "_" in above.text or boilerplate.stands_around(above):
            return False
        return not masthead.is_attached(above) and above.date is None and title.titleish(above)

    def _promulgated(self, end: Closing) -> None:
        """An order's title is that of what it promulgates: the heading below its date, named in its text."""
        signs = closing.signers(self.rows, self.below)
        after = end.end if end.date is not None and not self.head.gazette else signs[-1][0] + 1 if signs else None
        if after is None or after > self.places[-1]:
            return
        if not (self.head.order or self.head.gazette) and masthead.is_attached(self.rows[after]):
            return
        lines = [at for at in self.below if after <= at < after + 8]
        said = "".join(self.rows[at].flat for at in self.below if at < after)
        for skip in range(min(3, len(lines))):
            found = title.heading(self.rows, lines[skip], lines[-1] + 1, said)
            if found:
                self.head.title = found
                self.head.whole = True
                return

    def _addressees(self) -> None:
        places = self.head.addressees
        original = next((copy for copy in self.copies if self.rows[copy[0]].flat[0] == "正"), None)
        if original and not places:
            places, said = [original[0]], original[2]
        elif self.head.addressed is not None:
            places = [self.head.addressed[0]]
            said = self.head.addressed[1]
        elif places:
            said = "".join(self.rows[at].flat for at in places)
        else:
            return
        self.notice.addressees = addressees.split(said)
        for name in self.notice.addressees:
            self._say("addressees", name, places[0], "below-title", True, said)

    def _issuers(self, end: Closing) -> None:
        signature: list[tuple[int, str]] = []
        for at in end.signature:
            row = self.rows[at]
            signature += [(at, name) for name in closing.signing(row)]
            self.apart.add(at)
        self.notice.signature = [name for _, name in signature]
        for at, name in signature:
            self._say("signature", name, at, "above-date" if end.date is not None else "ends-text")
        imprint = [
            (at, body) for at in self.below[-40:] if (line := closing.printed(self.rows[at])) and (body := line[0])
        ]
        meeting = [(at, name) for at in self.head.title[:1] for name in masthead.meeting_names(self.rows[at])]
        persons = {at for at, _ in signature if closing.is_person(self.rows[at])}
        bodies = [] if self.head.gazette else [each for each in signature if each[0] not in persons]
        chosen = issuers.choose(self._masthead() or meeting, bodies, self._in_title(), imprint)
        self.notice.issuers = [each.name for each in chosen]
        for each in chosen:
            self._say("issuers", each.name, each.at, each.rule, each.sure)

    def _kind(self) -> None:
        head, words = self.head, self.notice.title or ""
        sheet = next((kind for at in reversed(head.masthead) if (kind := masthead.sheet_kind(self.rows[at]))), None)
        if sheet and (head.gazette or head.order or not head.title or kinds.kind(words) is None):
            self.notice.kind = sheet
            self._say("kind", sheet, head.masthead[-1], "masthead")
        elif head.title and not head.gazette and (kind := kinds.kind(words)):
            self.notice.kind = kind
            self._say("kind", kind, head.title[-1], "title", head.whole)
        elif not words:
            self._kind_said()

    def _kind_said(self) -> None:
        """Without a title, the first paragraphs may say what this is: 现将有关事项通知如下."""
        for at in self.below[:20]:
            found = kinds.said(self.rows[at].flat)
            if found:
                self.notice.kind = found
                self._say("kind", found, at, "said-in-text", False)
                return

    def _date(self, end: Closing) -> None:
        head = [(at, day) for at in self.head.dates if (day := masthead.day(self.rows[at]))]
        if self.head.gazette and head:
            at, day, rule, sure = *head[0], "gazette", True
        elif end.date is not None and (end.sure or not head):
            at, day, rule, sure = *end.date, "below-signature" if end.sure else "alone-at-end", end.sure
        elif head:
            at, day, rule, sure = *head[0], "below-title", self._dates_notice(head[0][0])
        else:
            return
        self.notice.date = day
        self.apart.add(at)
        self._say("date", day, at, rule, sure)

    def _dates_notice(self, at: int) -> bool:
        """Whether a day in the head is said to be the notice's: in brackets, behind its label, or beside its issuer."""
        row = self.rows[at]
        bracketed = row.flat[0] in "（(" and row.flat[-1] in "）)"
        return bracketed or boilerplate.dated(row) or masthead.is_name_and_day(row)

    def _end(self, end: Closing) -> None:
        if self.head.order or self.head.gazette:
            signs = closing.signers(self.rows, self.below)
            if signs and self.notice.signer is None:
                self.notice.signer = "、".join(name for _, _, name in signs)
                if not self.notice.signature:
                    self.notice.signature = [name for _, _, name in signs]
                    for at, _, name in signs:
                        self._say("signature", name, at, "post-and-name")
                self._say(
                    "signer",
                    self.notice.signer,
                    signs[0][0],
                    "post-and-name",
                    True,
                    self._words([at for at, _, _ in signs]),
                )
        keys = [self.rows[first].flat[:2] for first, _, _ in self.copies]
        for first, _, said in self.copies:
            once = keys.count(self.rows[first].flat[:2]) == 1
            for name in addressees.split(said) if self.rows[first].flat[0] != "正" else []:
                if name in self.notice.cc:
                    continue
                self.notice.cc.append(name)
                self._say("cc", name, first, "colophon", once, said)
        for at in self.below:
            if "印" in self.rows[at].flat[-8:] and (line := closing.printed(self.rows[at])):
                self.notice.printed = line[1]
                self._say("printed", line[1], at, "colophon")
                break
        for at, name in closing.attachments(self.rows, self.below):
            self.notice.attachments.append(name)
            self._say("attachments", name, at, "attachment-list")
        last = end.date[0] if end.date is not None else end.signature[-1] if end.signature else None
        if note := closing.note(self.rows, self.below, last, end.end):
            self.notice.note = note[1]
            self._say("note", note[1], note[0], "below-date")

    def _compose(self) -> None:
        notice = self.notice
        notice.text, notice.lines = compose.text(self.rows, self.places, set(self.head.title), self.apart)
        own = [each.number for each in self.head.numbers]
        first = self.head.addressees or self.below[:1]
        title_end = len(notice.text)
        for offset, place in zip((entry[0] for entry in notice.lines), self.places, strict=True):
            if first and place >= first[0]:
                title_end = offset
                break
        cited = citations.find(notice.text[title_end:], own)
        if self.head.title and not self.head.gazette:
            named = citations.find(notice.title or "", own)
            cited = [each for each in named if not any(each.title == other.title for other in cited)] + cited
        enacted = citations.enacted(notice.title or "", self.head.order)
        notice.cites = [each for each in cited if each.number or each.title != enacted]
        notice.source = Source(page_from=notice.lines[0][1], page_to=max(line[1] for line in notice.lines))

    def _cut(self, end: Closing) -> bool:
        """No 署名 and date, no 版记, and the last paragraph stops within a sentence."""
        if end.date is not None or end.signature or self.head.gazette or not self.below:
            return False
        last = self.rows[self.below[-1]]
        if last.line.row or closing.colophon(last) or last.flat[-1] in _SENTENCE or self.notice.printed:
            return False
        if any(map(boilerplate.is_tail, (self.rows[at] for at in self.below[-6:]))):
            return False
        listed = any(each.field == "attachments" and each.line == last.line.number for each in self.notice.evidence)
        if any(closing.heading(self.rows[at]) for at in self.below):
            return False
        if listed or boilerplate.label(last) is not None or _LABELLED.match(last.flat):
            return False
        said = ""
        for at in reversed(self.below):
            if self.rows[at].flat[-1] in _SENTENCE or len(said) >= 20:
                break
            said = self.rows[at].flat + said
        return len(said) >= 15 or (len(said) >= 10 and ("，" in said or not title.balanced(said)))
