"""Plain data, declared as with ``dataclasses``, whose classes cost next to nothing when their module is imported.

``dataclasses`` writes the methods of each class as source and compiles it: half a millisecond a class, and a search
needs thirty. Here all classes share their methods. ``dataclasses.replace``, ``asdict`` and ``fields`` know them.
"""

from __future__ import annotations

from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from dataclasses import dataclass, field

__all__ = ["dataclass", "field"]


_OFTEN = 100
"""Objects of a class after which it gets a method of its own, eight times faster; a cold search makes fewer."""


class _Factory:
    """A default that is made anew for each object."""

    def __init__(self, *, default_factory: Callable[[], Any]) -> None:
        self.make = default_factory


@cache
def _twin(kind: Any) -> Any:
    """The class as ``dataclasses`` makes it."""
    import dataclasses

    defaults = {
        name: dataclasses.field(default_factory=value.make) if isinstance(value, _Factory) else value
        for name, value in kind._defaults.items()
    }
    twin = type(kind.__name__, (), {"__annotations__": kind.__annotations__, **defaults})
    return dataclasses.dataclass(twin, frozen=issubclass(kind, _Frozen))


class _Fields:
    """Makes the fields when they are asked for."""

    def __get__(self, _instance: object, kind: Any) -> Any:
        return vars(_twin(kind))["__dataclass_fields__"]


class _Data:
    """What plain data can do."""

    __slots__ = ()
    __dataclass_fields__ = _Fields()
    __match_args__: ClassVar[tuple[str, ...]]
    _defaults: ClassVar[dict[str, Any]]
    _made: ClassVar[Iterator[int]]

    def __init__(self, *values: Any, **named: Any) -> None:
        if next(self._made) == _OFTEN:
            kind: Any = type(self)
            kind.__init__ = _twin(kind).__init__
        names, defaults, put = self.__match_args__, self._defaults, object.__setattr__
        for name, value in zip(names, values, strict=False):
            put(self, name, value)
        for name in names[len(values) :]:
            if name in named:
                put(self, name, named.pop(name))
            elif name in defaults:
                value = defaults[name]
                put(self, name, value.make() if isinstance(value, _Factory) else value)
            else:
                raise TypeError(f"{type(self).__name__} lacks {name}")
        if named or len(values) > len(names):
            raise TypeError(f"{type(self).__name__} takes no {', '.join(named) or f'{len(values)} values'}")

    def _values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.__match_args__)

    def __eq__(self, other: object) -> bool:
        return self._values() == other._values() if type(other) is type(self) else NotImplemented

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{type(self).__qualname__}({values})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._values()


class _Frozen(_Data):
    """What plain data can do that is never changed."""

    __slots__ = ()

    def __hash__(self) -> int:
        return hash(self._values())

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed: {name}")


if not TYPE_CHECKING:
    field = _Factory

    def dataclass(*, slots: bool, frozen: bool = False, eq: bool = True) -> Callable[[type], type]:
        """As ``dataclasses.dataclass``; the class has no base, and its own methods come before the shared ones.

        Args:
            slots: always so.
            frozen: its objects cannot be changed, and have a hash.
            eq: whether objects with equal values are equal; where not, the class itself says which are.
        """
        return lambda declared: _made(declared, _Frozen if frozen else _Data)


def _made(declared: type, base: type[_Data]) -> type:
    names, more = tuple(declared.__annotations__), declared.__dict__.get("__slots__", ())
    gone = ("__dict__", "__weakref__", *more)
    space = {name: value for name, value in vars(declared).items() if name not in gone}
    space["_defaults"] = {name: space.pop(name) for name in names if name in space}
    space.update(_made=count(), __slots__=(*names, *more), __match_args__=names, __qualname__=declared.__qualname__)
    return type(declared.__name__, (base,), space)
