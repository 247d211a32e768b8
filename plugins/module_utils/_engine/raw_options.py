# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options as they were given, before validation takes null for 'not given' and turns any value into a text."""

from __future__ import annotations

import datetime
import typing as t
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ansible.module_utils.common.validation import check_type_dict, check_type_list

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._text import can_be_encoded

Option = Mapping[str, t.Any]

_NULL = "null_option"
_NOT_TEXT = "not_text"
_EMPTY = "empty_option"
_NOT_ENCODABLE = "text_not_encodable"
_BEYOND_MEASURE = "invalid_option"
# Seconds, percentages and counts are far below; sums with them stay exact.
_LARGEST = 10**15
# How many options a message names for one reason; the result has all.
_NAMED = 5

_ADVICE = {
    _NULL: (
        "Null neither deletes a value nor leaves an option out. Give a value or leave the option out; in a template,"
        " use default(omit, true)."
    ),
    _NOT_TEXT: (
        "The text is stored unchanged, so other types are not accepted. Put the value into quotes, or use the filter"
        " to_json. Before 2.19, ansible-core parses the text of a template: end it with the filter string, as in"
        " \"{{ lookup('ansible.builtin.file', 'key.json') | string }}\"."
    ),
    _EMPTY: "Give a path, or leave the option out if no file is wanted.",
    _NOT_ENCODABLE: "It has half of a surrogate pair, which neither files nor requests can hold. Correct the text.",
    _BEYOND_MEASURE: f"Give a number of at most {_LARGEST}.",
}
# What YAML makes of text without quotes; bool comes before int, which it is a kind of.
_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (Mapping, "a mapping"),
    ((list, tuple, set, frozenset), "a list"),
    (bool, "a boolean"),
    ((datetime.date, datetime.time), "a date"),
    ((int, float), "a number"),
)


@dataclass(frozen=True)
class Fault:
    """What is wrong with the value of an option, which is named by its path; the value itself may be a secret."""

    path: str
    code: str
    problem: str

    @property
    def advice(self) -> str:
        """Return what to do about it."""
        return _ADVICE[self.code]

    def error(self) -> OptionError:
        """Return the fault as an error of its own."""
        return _error([self])


def refusal(arguments: Mapping[str, Option], given: Mapping[str, t.Any]) -> OptionError | None:
    """Return the error about all values that cannot be meant: null, no text where text is kept, an empty path."""
    found = list(faults(arguments, given))
    return _error(found) if found else None


def text_fault(path: str, value: t.Any) -> Fault | None:
    """Return what is wrong with a value that has to be a text as it is, such as a secret; None for a text."""
    kind = kind_of(value)
    if value is None:
        return Fault(path, _NULL, "is null")
    return Fault(path, _NOT_TEXT, f"is {kind}") if kind else None


def kind_of(value: t.Any) -> str | None:
    """Return what YAML has made of a value; None for a text, encrypted ones included."""
    # First of all, as most values are texts, and to find that something is no Mapping takes long.
    if isinstance(value, str):
        return None
    return next((name for types, name in _KINDS if isinstance(value, types)), None)


def faults(arguments: Mapping[str, Option], given: Mapping[str, t.Any]) -> Iterator[Fault]:
    """Give each value that cannot be meant; the paths begin with the names of the options."""
    return _faults(arguments, given, "")


def _error(found: list[Fault]) -> OptionError:
    codes = list(dict.fromkeys(fault.code for fault in found))
    return OptionError(
        " ".join(f"{_named([one for one in found if one.code == code])}. {_ADVICE[code]}" for code in codes),
        code=codes[0],
        options=[fault.path for fault in found],
    )


def _named(found: list[Fault]) -> str:
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return ", ".join(f"Option {fault.path!r} {fault.problem}" for fault in found[:_NAMED]) + more


def _faults(arguments: Mapping[str, Option], given: Mapping[str, t.Any], prefix: str) -> Iterator[Fault]:
    for name, value in given.items():
        # Validation refuses what is unknown.
        if name not in arguments:
            continue
        if not prefix and not _is_encodable(value):
            yield Fault(str(name), _NOT_ENCODABLE, "is not valid Unicode")
        else:
            yield from _faults_of(arguments[name], value, f"{prefix}{name}")


def _faults_of(option: Option, value: t.Any, path: str) -> Iterator[Fault]:
    kind = option.get("type", "str")
    if value is None:
        yield Fault(path, _NULL, "is null")
    elif kind == "list":
        element = {**option, "type": option.get("elements", "raw")}
        for index, entry in enumerate(_converted(check_type_list, value, [])):
            yield from _faults_of(element, entry, f"{path}[{index}]")
    elif kind == "dict" and option.get("options"):
        yield from _faults(option["options"], _converted(check_type_dict, value, {}), f"{path}.")
    elif kind == "dict" and option.get("no_log"):
        yield from _faults_of_secrets(_converted(check_type_dict, value, {}), path)
    elif kind in ("int", "float") and _is_beyond_measure(value):
        yield Fault(path, _BEYOND_MEASURE, "is not finite, or too large a number")
    elif kind in ("str", "path"):
        yield from _faults_of_text(option, value, path)


def _faults_of_secrets(value: t.Any, path: str) -> Iterator[Fault]:
    """Give the values in a dictionary of secrets that are no text."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _faults_of_secrets(inner, f"{path}.{name}")
        return
    fault = text_fault(path, value)
    if fault is not None:
        yield fault


def _faults_of_text(option: Option, value: t.Any, path: str) -> Iterator[Fault]:
    kind = kind_of(value)
    # A number or a date is taken for a name or a time, as Ansible does everywhere, but for no secret.
    if kind in ("a mapping", "a list", "a boolean") or (kind and option.get("no_log")):
        yield Fault(path, _NOT_TEXT, f"is {kind}")
    elif option.get("type") == "path" and value == "" and "fallback" not in option:
        # What comes from the environment may be empty, as an empty variable counts as not set.
        yield Fault(path, _EMPTY, "is empty")


def _is_encodable(value: t.Any) -> bool:
    """Return whether all texts within a value can be written as UTF-8; without recursion, however deep it is."""
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, str):
            if not can_be_encoded(one):
                return False
        elif isinstance(one, Mapping):
            left += [*one.keys(), *one.values()]
        elif isinstance(one, (list, tuple)):
            left += one
    return True


def _is_beyond_measure(value: t.Any) -> bool:
    """Return whether validation makes a number of a value that no clock or counter can be compared with."""
    try:
        return not abs(float(value)) <= _LARGEST
    except OverflowError:
        return True
    except (TypeError, ValueError):
        return False


def _converted(convert: t.Callable[[t.Any], t.Any], value: t.Any, otherwise: t.Any) -> t.Any:
    """Take a list or a dictionary that came as a text apart, as validation does; what it refuses has no parts."""
    try:
        return convert(value)
    except (TypeError, ValueError):
        return otherwise
