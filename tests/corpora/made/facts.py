"""What is fixed before a notice is written: who, what, when, and its number."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass

from . import world
from .matters import Matter
from .world import Body, Place

CODE_ENDINGS = {
    "决定": ("发", "决"),
    "决议": ("发",),
    "请示": ("", "请", "发"),
    "报告": ("报", "", "发"),
    "批复": ("复", "函", "批"),
    "函": ("函", "函", "便函"),
    "通知": ("发", "发", "办", "字", "通", "规", "办发", "办函"),
    "议案": ("函", "案"),
}


@dataclass
class Facts:
    """The facts of one notice.

    Attributes:
        words: fills the blanks of its matter.
        forwarded: the body whose notice this one passes on; it stands in the title and issued nothing here.
        subject: a body that the title names as the one it is about or for.
    """

    matter: Matter
    issuers: list[Body]
    day: datetime.date
    code: str
    serial: int
    words: dict[str, str]
    forwarded: str = ""
    subject: str = ""

    @property
    def lead(self) -> Body:
        return self.issuers[0]

    @property
    def place(self) -> Place:
        return self.lead.place

    @property
    def number(self) -> str:
        return f"{self.code}〔{self.day.year}〕{self.serial}号"

    def fill(self, text: str) -> str:
        return text.format(**self.words)


def bodies(matter: Matter, count: int, rng: random.Random) -> list[Body]:
    """So many bodies of one place that issue such a matter, the lead first."""
    field = matter.fields[0] if count > 1 else rng.choice(matter.fields)
    if count == 1 and field in world.OFFICES and matter.kind in ("通知", "通报", "意见") and rng.random() < 0.12:
        return [rng.choice(world.LONG_NAMED)]
    if field == "university":
        picked = rng.random()
        if count == 2 and picked < 0.4:
            return world.league(rng)
        return world.university(rng, count if count > 1 else rng.choice((0, 1, 1)))
    if field in ("company", "society"):
        return [rng.choice(world.COMPANIES if field == "company" else world.SOCIETIES)]
    level = rng.choice([each for each in matter.levels if each != "county" or field != "congress"])
    place = rng.choice(world.PLACES[level])
    if field == "party":
        return [world.party(place)]
    if count == 1:
        return [world.office(place, field)]
    others = [each for each in matter.fields if each != field and each not in ("party", "company", "university")]
    spare = ["finance", "labour", "culture", "market", "health"]
    names = [field, *others, *(each for each in spare if each not in (field, *others))]
    return [world.office(place, each) for each in names[:count]]


def facts(matter: Matter, count: int, rng: random.Random, after: datetime.date | None = None) -> Facts:
    """The facts of a notice on a matter with so many issuers, of a day after another's where one is given."""
    issuers = bodies(matter, count, rng)
    day = datetime.date(rng.choice((2009, 2016, 2019, 2021, 2022, 2023, 2024, 2025)), 1, 3) + datetime.timedelta(
        days=int(rng.random() * 355)
    )
    if after:
        day = after + datetime.timedelta(days=9)
    lead = issuers[0]
    ending = rng.choice(CODE_ENDINGS.get(matter.kind or "", ("发",)))
    code = lead.code + ("" if lead.code.endswith("办") and ending.startswith("办") else ending)
    forwarded = subject = ""
    if matter.kind == "通知" and lead.field in world.OFFICES and len(matter.topic) > 2 and rng.random() < 0.2:
        above = rng.choice(world.PROVINCES)
        forwarded = world.office(above, lead.field).name if lead.place.level != "province" else "国家云海工作委员会"
    elif matter.kind in ("批复", "函") and not matter.bare and rng.random() < 0.4:
        subject = rng.choice(world.COUNTIES).name + rng.choice(("人民政府", ""))
    return Facts(matter, issuers, day, code, 1 + int(rng.random() * 180), words(lead, day, rng), forwarded, subject)


def words(lead: Body, day: datetime.date, rng: random.Random) -> dict[str, str]:
    ahead = day + datetime.timedelta(days=20 + int(rng.random() * 60))
    near = day + datetime.timedelta(days=8 + int(rng.random() * 10))
    before = day - datetime.timedelta(days=6 + int(rng.random() * 40))
    code = lead.place.code

    def cited() -> str:
        letters, year = rng.choice(("政发", "政办发", "财综", "委发")), day.year - 1 - int(rng.random() * 4)
        return f"{code}{letters}〔{year}〕{1 + int(rng.random() * 90)}号"

    return {
        "P": lead.place.name,
        "w": lead.place.name[-1],
        "own": lead.own,
        "y": str(day.year),
        "y1": str(day.year - 1),
        "y2": str(day.year + 1),
        "a": str(3 + int(rng.random() * 6)),
        "b": str(12 + int(rng.random() * 80)),
        "c": str(120 + int(rng.random() * 800)),
        "D": f"{ahead.year}年{ahead.month}月{ahead.day}日",
        "d": f"{near.month}月{near.day}日",
        "M": f"{before.year}年{before.month}月{before.day}日",
        "num": cited(),
        "num2": cited(),
        "who": world.person(rng),
        "who2": world.person(rng),
        "post": lead.place.head or "主任",
    }


def title_core(facts: Facts) -> list[str]:
    """The title without the issuer, in the pieces a careful typist keeps together."""
    matter = facts.matter
    pieces = [facts.fill(piece) for piece in matter.topic]
    if facts.subject:
        pieces = [facts.subject + pieces[0], *pieces[1:]]
    if facts.forwarded:
        return ["转发" + facts.forwarded, "关于" + pieces[0], *pieces[1:-1], pieces[-1] + "的" + matter.word]
    if matter.kind == "令":
        return [*pieces[:-1], pieces[-1] + matter.word]
    if matter.bare:
        return [*pieces[:-1], pieces[-1] + matter.word]
    return (
        ["关于" + pieces[0], *pieces[1:-1], pieces[-1] + "的" + matter.word]
        if len(pieces) > 1
        else ["关于" + pieces[0] + "的" + matter.word]
    )


def upwards(facts: Facts, rng: random.Random) -> world.Addressed:
    """Whom an upward or sideways paper is addressed to."""
    above = {"county": rng.choice(world.CITIES), "town": rng.choice(world.COUNTIES)}.get(
        facts.place.level, rng.choice(world.PROVINCES)
    )
    if facts.matter.to == "above":
        if (
            facts.lead.field in world.OFFICES
            and facts.lead.field not in ("government", "office")
            and rng.random() < 0.5
        ):
            return world.split_line(world.office(above, facts.lead.field).name)
        return world.split_line(rng.choice((f"{above.name}人民政府", f"{above.name[-1]}人民政府")))
    if facts.matter.to == "congress":
        return world.split_line(f"{facts.place.name[-1]}人民代表大会常务委员会")
    if facts.matter.to == "deputy":
        return world.split_line(f"{world.person(rng)}代表")
    county, office = rng.choice(world.COUNTIES), world.office(rng.choice(world.COUNTIES), "transport")
    return rng.choice((world.split_line(county.name + "人民政府"), world.split_line(office.name)))
