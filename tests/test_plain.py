"""Plain data: classes as dataclasses would make them."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from archive import plain
from archive.notice import Evidence, Notice


def declared(dataclass: Callable[..., Any], field: Callable[..., Any], frozen: bool) -> Any:
    @dataclass(frozen=frozen, slots=True)
    class Body:
        """A body."""

        name: str
        year: int | None = None
        codes: list[str] = field(default_factory=list)

        def longer(self) -> str:
            return f"{self.name}{self.year}"

    return Body


def test_a_value_that_is_put_off_is_made_once_when_it_is_asked_for() -> None:
    asked: list[str] = []

    def made(name: str) -> Any:
        asked.append(name)
        return {"lines": [(0, 1, 1)], "evidence": [Evidence("date", "2024-05-06", 1, 1, "", "closing")]}[name]

    def put_off() -> Notice:
        notice = Notice(text="甲", number="云工发〔2024〕5号")
        notice.put_off(lines=lambda: made("lines"), evidence=lambda: made("evidence"))
        return notice

    notice = put_off()
    assert (notice.text, notice.place(0)) == ("甲", (1, 1)) and asked == ["lines"]
    assert notice.lines == [(0, 1, 1)] and asked == ["lines"]
    with pytest.raises(AttributeError, match="colour"):
        notice.colour  # type: ignore[attr-defined]  # noqa: B018
    whole = Notice(text="甲", number="云工发〔2024〕5号", lines=[(0, 1, 1)], evidence=made("evidence"))
    assert put_off() == whole == notice and repr(put_off()) == repr(whole)
    for copied in (pickle.loads(pickle.dumps(put_off())), copy.copy(put_off()), copy.deepcopy(put_off())):
        assert copied == whole
    changed = put_off()
    changed.evidence = []
    assert changed.evidence == []


def test_what_cannot_be_made_says_so_each_time() -> None:
    notice = Notice(text="甲")
    notice.put_off(lines=lambda: [][0])
    for _ in range(2):
        with pytest.raises(IndexError):
            notice.place(0)


KINDS = [
    (declared(plain.dataclass, plain.field, frozen), declared(dataclasses.dataclass, dataclasses.field, frozen))
    for frozen in (False, True, False, True)
]
for often, _theirs in KINDS[2:]:
    shared = often.__init__
    for _ in range(1000):
        often("甲")
    assert often.__init__ is not shared


@pytest.mark.parametrize(("ours", "theirs"), KINDS)
@pytest.mark.parametrize(
    ("values", "named"),
    [
        (("甲",), {}),
        (("甲", 3), {}),
        (("甲", 3, ["乙"]), {}),
        ((), {"name": "甲", "codes": ["乙"]}),
        (("甲",), {"year": 4}),
        ((), {}),
        ((), {"year": 4}),
        (("甲", 3, [], 4), {}),
        (("甲",), {"name": "乙"}),
        (("甲",), {"other": 1}),
    ],
)
def test_objects_are_made_as_by_dataclasses(
    ours: Any, theirs: Any, values: tuple[Any, ...], named: dict[str, Any]
) -> None:
    try:
        wanted = theirs(*values, **named)
    except TypeError:
        with pytest.raises(TypeError, match="Body"):
            ours(*values, **named)
        return
    made = ours(*values, **named)
    assert dataclasses.asdict(made) == dataclasses.asdict(wanted)
    assert repr(made) == repr(wanted)
    assert made.longer() == wanted.longer()
    assert made == ours(*values, **named) and (made == ours("丙", *values[1:])) is False and made != values
    assert dataclasses.replace(made, year=9) == ours(made.name, 9, made.codes)
    assert copy.deepcopy(made) == copy.copy(made) == made


@pytest.mark.parametrize(("ours", "theirs"), KINDS)
def test_the_classes_are_alike(ours: Any, theirs: Any) -> None:
    assert ours.__match_args__ == theirs.__match_args__ == ours.__slots__
    assert (ours.__doc__, ours.__name__, ours.__module__) == (theirs.__doc__, theirs.__name__, theirs.__module__)
    assert [(each.name, each.type, each.default) for each in dataclasses.fields(ours)] == [
        (each.name, each.type, each.default) for each in dataclasses.fields(theirs)
    ]
    assert not hasattr(ours("甲"), "__dict__")
    assert ours("甲").codes is not ours("甲").codes


@pytest.mark.parametrize("kinds", [KINDS[:2], KINDS[2:]])
def test_what_is_frozen_does_not_change_and_has_a_hash(kinds: list[tuple[Any, Any]]) -> None:
    loose, frozen = (ours for ours, _theirs in kinds)
    body = loose("甲")
    body.year = 5
    assert body.year == 5
    with pytest.raises(TypeError):
        hash(body)
    kept = frozen("甲", 1, ("乙",))
    assert hash(kept) == hash(frozen("甲", 1, ("乙",))) and kept in {kept}
    for change in (lambda: setattr(kept, "year", 5), lambda: delattr(kept, "year"), lambda: setattr(kept, "new", 5)):
        with pytest.raises(AttributeError):
            change()
    assert kept.year == 1


def test_objects_go_to_other_processes() -> None:
    from archive.query import And, Text

    tree = And((Text(("防", "汛")),))
    assert pickle.loads(pickle.dumps(tree)) == tree
