# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shapes of answers, declared next to the operations: what differs from its declaration is an error or unknown.

Fields that are not declared pass as they are. An optional field that is null, or of another type, is left out: it is
unknown. A required one is an error. Pure.
"""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ansible_collections.camunda.platform.plugins.module_utils._json import REPLACEMENT

# Beyond this, a number is neither a count nor a time, and some of what computes with it fails.
_LARGEST = 1e20

Reader = Callable[[t.Any], t.Any]


class Mismatch(ValueError):
    """A value is not what was declared; ``path`` is its place in the response. The value itself may be secret."""

    def __init__(self, wanted: str, path: str = "") -> None:
        super().__init__(wanted)
        self.wanted = wanted
        self.path = path

    def within(self, part: str) -> Mismatch:
        """Return the same with the path of one level higher."""
        return Mismatch(self.wanted, part + self.path)


def text(value: t.Any) -> str:
    """Read a text."""
    if isinstance(value, str):
        return value
    raise Mismatch("text")


def identifier(value: t.Any) -> str:
    """Read a text that can address something: it is not empty, on one line, and no step in a path."""
    if isinstance(value, str) and value.isprintable() and value.strip() not in ("", ".", ".."):
        return value
    raise Mismatch("an identifier")


def secret(value: t.Any) -> str:
    """Read a text that is shown only once, so that no character of it may be missing."""
    if isinstance(value, str) and value.strip() and value.isprintable() and REPLACEMENT not in value:
        return value
    raise Mismatch("a usable secret")


def boolean(value: t.Any) -> bool:
    """Read true or false."""
    if isinstance(value, bool):
        return value
    raise Mismatch("true or false")


def number(value: t.Any) -> float:
    """Read a number that one can compute with."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= _LARGEST:
        return value
    raise Mismatch("a number")


def mapping(value: t.Any) -> dict[str, t.Any]:
    """Read an object with any fields."""
    if isinstance(value, dict):
        return value
    raise Mismatch("an object")


def nullable(reader: Reader) -> Reader:
    """Read null, which then means something, or what ``reader`` reads."""
    return lambda value: None if value is None else reader(value)


@dataclass(frozen=True)
class list_of:
    """A list; one entry that is not as declared makes all of it useless, as it could be any."""

    entry: Reader

    def __call__(self, value: t.Any) -> list[t.Any]:
        """Read a list; raises Mismatch."""
        if not isinstance(value, list):
            raise Mismatch("a list")
        return [_within(f"[{index}]", self.entry, entry) for index, entry in enumerate(value)]


def map_of(reader: Reader) -> Reader:
    """Read an object whose keys are names; all values have to be as declared."""

    def read(value: t.Any) -> dict[str, t.Any]:
        return {key: _within(f".{key}", reader, entry) for key, entry in mapping(value).items()}

    return read


def either(*readers: Reader) -> Reader:
    """Read what one of several readers takes, the first one that does."""

    def read(value: t.Any) -> t.Any:
        wanted = []
        for reader in readers:
            try:
                return reader(value)
            except Mismatch as exc:
                wanted.append(exc.wanted)
        raise Mismatch(" or ".join(wanted))

    return read


def texts(value: t.Any) -> dict[str, str]:
    """Read an object of texts, such as links; values of other types are unknown, and so are left out."""
    return {key: entry for key, entry in mapping(value).items() if isinstance(entry, str)}


@dataclass(frozen=True)
class Shape:
    """An object: its fields that have to be there, and those that may be."""

    required: Mapping[str, Reader] = field(default_factory=dict)
    optional: Mapping[str, Reader] = field(default_factory=dict)

    def __call__(self, value: t.Any) -> dict[str, t.Any]:
        """Return an object without the optional fields that are not as declared; raises Mismatch."""
        found = dict(mapping(value))
        missing = [name for name in self.required if name not in found]
        if missing:
            raise Mismatch(f"an object with {', '.join(missing)}")
        for name, reader in self.required.items():
            found[name] = _within(f".{name}", reader, found[name])
        for name in self.optional.keys() & found.keys():
            try:
                found[name] = self.optional[name](found[name])
            except Mismatch:
                del found[name]
        return found

    def but(self, **required: Reader) -> Shape:
        """Return the shape with more fields that have to be there."""
        optional = {name: reader for name, reader in self.optional.items() if name not in required}
        return Shape({**self.required, **required}, optional)


def _within(part: str, reader: Reader, value: t.Any) -> t.Any:
    try:
        return reader(value)
    except Mismatch as exc:
        raise exc.within(part) from None
