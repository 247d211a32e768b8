# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""JSON of foreign origin (RFC 8259): what is not unambiguous, or nested without end, is an error of one kind. Pure."""

from __future__ import annotations

import json
import math
import re
import typing as t
from collections.abc import Sequence

# Deeper than any answer of the API, and shallow enough for whatever walks through a result after this.
MOST_NESTED = 64
_MOST_DIGITS = 300
# What stands for a character that could not be decoded; no secret that holds it can be the right one.
REPLACEMENT = "\ufffd"
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def parse(text: str) -> t.Any:
    """Return the value of a JSON text; raises ValueError, whatever is wrong with it."""
    try:
        data = json.loads(
            text,
            object_pairs_hook=_unique,
            parse_constant=_unknown,
            parse_float=_finite,
            parse_int=_integer,
        )
    except RecursionError as exc:
        raise ValueError("nested too deeply") from exc
    _refuse_depth(data)
    # Half of a surrogate pair can stand in JSON, but in no file and on no terminal.
    return _without_surrogates(data) if _SURROGATE.search(text) else data


def _unique(pairs: Sequence[tuple[str, t.Any]]) -> dict[str, t.Any]:
    found = dict(pairs)
    if len(found) != len(pairs) and any(found[key] != value for key, value in pairs):
        raise ValueError("an object has a key twice, with different values")
    return found


def _unknown(_name: str) -> None:
    """Read NaN and Infinity, which are not JSON, as an unknown value."""


def _finite(digits: str) -> float | None:
    number = float(digits)
    return number if math.isfinite(number) else None


def _integer(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError("a number is too long")
    return int(digits)


def _refuse_depth(data: t.Any) -> None:
    level = [data]
    for _depth in range(MOST_NESTED + 1):
        if not level:
            return
        level = [part for value in level for part in _parts(value)]
    raise ValueError("nested too deeply")


def _parts(value: t.Any) -> t.Iterable[t.Any]:
    if isinstance(value, dict):
        return (part for part in value.values() if isinstance(part, (dict, list)))
    return (part for part in value if isinstance(part, (dict, list))) if isinstance(value, list) else ()


def _without_surrogates(value: t.Any) -> t.Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_without_surrogates(part) for part in value]
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(part) for key, part in value.items()}
    return value
