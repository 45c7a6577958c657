"""What is raised while a broken file is read, as the user is told of it."""

from __future__ import annotations

import struct

import pytest

from archive.errors import Unreadable, damage_is_said


@pytest.mark.parametrize(
    ("raised", "detail"),
    [
        (struct.error("unpack requires a buffer"), "error: unpack requires a buffer"),
        (KeyError("a" * 1000), "KeyError: '" + "a" * 189),
        (AssertionError(), "AssertionError: "),
        (RecursionError("too deep"), "RecursionError: too deep"),
    ],
    ids=["of a library", "long", "without words", "deep"],
)
def test_what_a_broken_file_raises_is_damage(raised: Exception, detail: str) -> None:
    with pytest.raises(Unreadable) as caught, damage_is_said(OSError):
        raise raised
    assert (caught.value.reason, caught.value.detail) == ("damaged", detail)
    assert caught.value.__cause__ is raised


@pytest.mark.parametrize(
    "raised",
    [Unreadable("password"), MemoryError(), PermissionError("no"), KeyboardInterrupt()],
    ids=["known", "memory", "named", "not of the file"],
)
def test_what_is_no_damage_goes_on(raised: BaseException) -> None:
    with pytest.raises(type(raised)) as caught, damage_is_said(OSError):
        raise raised
    assert caught.value is raised
