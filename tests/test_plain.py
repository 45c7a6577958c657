"""Plain data: classes as dataclasses would make them."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from archive import plain


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
