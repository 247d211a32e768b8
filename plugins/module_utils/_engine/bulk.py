# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What modules that list many of one kind have in common: their options, and what is wrong with a list."""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._names import matches_any
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments

T = t.TypeVar("T")

ARGUMENTS: Arguments = {
    "prune": {"type": "bool", "default": False},
    "ignore_patterns": {"type": "list", "elements": "str", "default": []},
    "allow_empty": {"type": "bool", "default": False},
    "parallel": {"type": "int", "default": 8},
}
# As many connections as the transport keeps.
_MOST_PARALLEL = 32


def refuse_duplicates(
    option: str,
    values: Sequence[str | None],
    key: Callable[[str], str] = str,
    both: str = "are both for",
) -> None:
    """Raise OptionError, with both indexes, if two entries of a list have the same value; None is no value."""
    seen: dict[str, int] = {}
    for index, value in enumerate(values):
        if value is None:
            continue
        first = seen.setdefault(key(value), index)
        if first != index:
            raise OptionError(f"Option '{option}': the entries {first} and {index} {both} {value!r}.")


def names_to_prune(
    params: Mapping[str, t.Any], option: str, listed: Iterable[str], existing: Iterable[str]
) -> list[str]:
    """Return what exists, is not listed and matches none of the patterns; raise OptionError for an empty list."""
    listed = set(listed)
    if not params["prune"]:
        return []
    if not listed and not params["allow_empty"]:
        raise OptionError(
            f"Option '{option}': the list is empty, and prune would delete everything that exists. Set"
            " allow_empty to true if this is intended."
        )
    unlisted = [name for name in existing if name not in listed]
    return sorted(name for name in unlisted if not matches_any(name, params["ignore_patterns"]))


def in_parallel(work: Callable[[T], None], items: Sequence[T], parallel: int) -> None:
    """Work on items several at a time; begin nothing new after a failure, and raise the first one."""
    with ThreadPoolExecutor(max_workers=checked_parallel(parallel)) as pool:
        begun = [pool.submit(work, item) for item in items]
        try:
            for future in begun:
                future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def checked_parallel(value: int) -> int:
    """Return how many requests to make at a time; raise OptionError unless the transport can."""
    if 1 <= value <= _MOST_PARALLEL:
        return value
    raise OptionError(f"Option 'parallel': {value} is not between 1 and {_MOST_PARALLEL}.")
