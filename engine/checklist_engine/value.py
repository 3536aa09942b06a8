"""Frozen, keyword-only records, made without generating code.

``dataclasses`` writes and compiles source for every class at import: measured here, twelve small frozen
classes cost 12 ms of a command that takes 60. This base costs a dictionary per class. Type checkers treat
subclasses as frozen keyword-only dataclasses.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self, dataclass_transform


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Value:
    """Base of the frozen value types: fields are the class's annotations, defaults its attributes.

    Equality is by type and fields; a subclass may be hashed when its fields can.
    """

    _fields: ClassVar[tuple[str, ...]] = ()
    _names: ClassVar[frozenset[str]] = frozenset()
    _required: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        own = tuple(name for name in cls.__dict__.get("__annotations__", ()) if not name.startswith("_"))
        cls._fields = cls._fields + own
        cls._names = cls._names.union(own)
        cls._required = cls._required | {name for name in own if name not in cls.__dict__}

    def __init__(self, **given: Any) -> None:
        names = given.keys()
        if names == self._names:
            pass
        elif not self._required <= names:
            raise TypeError(f"{type(self).__name__} needs {', '.join(sorted(self._required - names))}")
        elif not names <= self._names:
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(names - self._names))}")
        self.__dict__.update(given)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be removed")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self._fields)

    def __hash__(self) -> int:
        return hash((type(self), *(getattr(self, name) for name in self._fields)))

    def __repr__(self) -> str:
        inner = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._fields)
        return f"{type(self).__name__}({inner})"

    def replace(self, **changes: Any) -> Self:
        """A copy with some fields changed."""
        return type(self)(**{**self.__dict__, **changes})
