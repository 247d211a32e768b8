# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Planning, pure: what is wanted and what is there make a plan; nothing here reads or writes anything."""

from __future__ import annotations

import dataclasses
import enum
import operator
import typing as t
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ansible_collections.camunda.platform.plugins.module_utils._errors import ForbiddenChange

# The comparable state of a resource: values by field name. A name that is not there is unknown (in what is read) or
# not asked for (in what is wanted); neither is ever compared.
View = Mapping[str, t.Any]


class OnChange(enum.Enum):
    """What a change of a field takes."""

    UPDATE = "update"
    REPLACE = "replace"
    FORBID = "forbid"


class Action(enum.Enum):
    """What a plan does to the resource."""

    NONE = "none"
    CREATE = "create"
    UPDATE = "update"
    REPLACE = "replace"
    DELETE = "delete"


# What the API does not show. None is a value.
UNKNOWN: t.Final = object()


def _as_is(value: t.Any) -> t.Any:
    return value


@dataclass(frozen=True)
class Field:
    """A field that can be compared: its option, the API's names, what a change means, how it is compared and shown.

    ``advice`` ends the error about a change that is not allowed. Names that are not given: the API has none there.
    """

    name: str
    on_change: OnChange = OnChange.UPDATE
    same: Callable[[t.Any, t.Any], bool] = operator.eq
    shown: Callable[[t.Any], t.Any] = _as_is
    advice: str = ""
    # The argument spec of its option, if it has one of its own.
    option: Mapping[str, t.Any] | None = None
    # The names in the body that creates, in the one that updates, and in what is read (a.b for a part of a part).
    create: str = ""
    update: str = ""
    read: str | Callable[[Mapping[str, t.Any]], t.Any] = ""
    # What is sent of a value.
    sent: Callable[[t.Any], t.Any] = _as_is
    # Whether a result shows the planned value before the change is made.
    predicted: bool = False
    # What a new one gets if the option is not given.
    new: t.Any = UNKNOWN

    def value_in(self, record: Mapping[str, t.Any]) -> t.Any:
        """Return its value in what was read, or UNKNOWN."""
        if not isinstance(self.read, str):
            return self.read(record)
        value: t.Any = record
        for part in self.read.split("."):
            value = (value or {}).get(part)
        return UNKNOWN if value is None else value


def options_of(fields: Sequence[Field]) -> dict[str, dict[str, t.Any]]:
    """Return the argument spec of the fields that have an option."""
    return {field.name: dict(field.option) for field in fields if field.option is not None}


def view_by(fields: Sequence[Field], record: Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Take out of what was read what can be compared; what the API did not send stays unknown."""
    found = {field.name: field.value_in(record) for field in fields}
    return {name: value for name, value in found.items() if value is not UNKNOWN}


def body_to_create(fields: Sequence[Field], after: View) -> dict[str, t.Any]:
    """Return the body of the request that creates it."""
    return {field.create: field.sent(after[field.name]) for field in fields if field.create and field.name in after}


def body_to_update(fields: Sequence[Field], plan: Plan) -> dict[str, t.Any]:
    """Return the body of the request that carries out the planned changes, as far as it can."""
    return {d.field.update: d.field.sent(d.wanted) for d in plan.differences if d.field in fields and d.field.update}


@dataclass(frozen=True)
class Hidden:
    """A value that is compared but only shown by a label."""

    text: str = dataclasses.field(repr=False)
    label: str


def _same_text(current: Hidden, wanted: Hidden) -> bool:
    return current.text == wanted.text


def _label(value: Hidden) -> str:
    return value.label


def hidden_field(name: str, option: Mapping[str, t.Any] | None = None) -> Field:
    """Return a field whose values are Hidden."""
    return Field(name, same=_same_text, shown=_label, option=option)


@dataclass(frozen=True)
class Difference:
    """A field whose current value is not the wanted one."""

    field: Field
    current: t.Any
    wanted: t.Any

    def __str__(self) -> str:
        return f"{self.field.name} is {self.field.shown(self.current)!r}, wanted {self.field.shown(self.wanted)!r}"


@dataclass(frozen=True)
class Plan:
    """What will be done, and the state before and after it. The same in check mode and in the real run."""

    action: Action
    before: View | None
    after: View | None
    differences: tuple[Difference, ...] = ()

    @property
    def changed(self) -> bool:
        """Return whether there is anything to do."""
        return self.action is not Action.NONE

    def wants(self, name: str) -> bool:
        """Return whether a field is to be changed."""
        return any(difference.field.name == name for difference in self.differences)

    def diff(self, fields: Sequence[Field]) -> dict[str, t.Any]:
        """Return the plan as Ansible's diff mode shows it."""
        return {"before": _shown(fields, self.before), "after": _shown(fields, self.after)}


def same_set(left: t.Iterable[t.Any], right: t.Iterable[t.Any]) -> bool:
    """Compare without regard to order and duplicates."""
    return set(left) == set(right)


def sorted_set(values: t.Iterable[t.Any]) -> list[t.Any]:
    """Return values in their order, each once."""
    return sorted(set(values))


def make_plan(
    what: str, fields: Sequence[Field], wanted: View | None, current: View | None, *, may_replace: bool = False
) -> Plan:
    """Compare and decide; raise ForbiddenChange, naming the fields and both values, where no way leads there."""
    if current is None:
        return Plan(Action.NONE if wanted is None else Action.CREATE, None, wanted)
    if wanted is None:
        return Plan(Action.DELETE, current, None)
    differences = tuple(_differences(fields, wanted, current))
    if not differences:
        return Plan(Action.NONE, current, current)
    _refuse(what, "it cannot be changed", [d for d in differences if d.field.on_change is OnChange.FORBID])
    replacing = [d for d in differences if d.field.on_change is OnChange.REPLACE]
    if replacing and not may_replace:
        _refuse(what, "only a new one can have it", replacing)
    after = {**current, **{d.field.name: d.wanted for d in differences}}
    return Plan(Action.REPLACE if replacing else Action.UPDATE, current, after, differences)


def _differences(fields: Sequence[Field], wanted: View, current: View) -> t.Iterator[Difference]:
    for field in fields:
        known = field.name in wanted and field.name in current
        if known and not field.same(current[field.name], wanted[field.name]):
            yield Difference(field, current[field.name], wanted[field.name])


def _refuse(what: str, why: str, differences: Sequence[Difference]) -> None:
    if not differences:
        return
    advice = " ".join(dict.fromkeys(d.field.advice for d in differences if d.field.advice))
    raise ForbiddenChange(
        f"{what} is not as wanted, and {why}: {'; '.join(map(str, differences))}.{' ' + advice if advice else ''}",
        differences=[
            {"field": d.field.name, "current": d.field.shown(d.current), "wanted": d.field.shown(d.wanted)}
            for d in differences
        ],
    )


def _shown(fields: Sequence[Field], view: View | None) -> dict[str, t.Any]:
    if view is None:
        return {}
    return {field.name: field.shown(view[field.name]) for field in fields if field.name in view}
