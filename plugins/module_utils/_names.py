# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names for people, UUIDs for machines: both are taken, and resolved at each run."""

from __future__ import annotations

import fnmatch
import re
import typing as t
from collections.abc import Iterable, Mapping, Sequence

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError, valid_names

Named = Mapping[str, t.Any]
Entry = t.TypeVar("Entry", bound=Mapping[str, t.Any])

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_WORD_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def is_uuid(value: str) -> bool:
    """Return whether a text has the form of a UUID."""
    return bool(_UUID.fullmatch(value))


def refers_to(value: str, entry: Named) -> bool:
    """Return whether a name or UUID given by the user means an entry with ``name`` and ``uuid``."""
    uuid = entry.get("uuid")
    return value == entry.get("name") or (uuid is not None and value.lower() == str(uuid).lower())


def is_short_name(value: str, entry: Named) -> bool:
    """Return whether a text is the id that ends the name of a region: ``x`` for "Somewhere (x)"."""
    return str(entry.get("name", "")).casefold().endswith(f"({value.casefold()})")


def matching(value: str, entries: Sequence[Named]) -> list[Named]:
    """Return the entries that a name or UUID means; what is unique but for upper and lower case, or an id, is meant."""
    return (
        [entry for entry in entries if refers_to(value, entry)]
        or [entry for entry in entries if str(entry.get("name", "")).casefold() == value.casefold()]
        or [entry for entry in entries if is_short_name(value, entry)]
    )


def name_of(reference: t.Any) -> str | None:
    """Return the name of what is referred to by ``name`` and ``uuid``, the UUID if it has none; None for nothing."""
    return (reference or {}).get("name") or (reference or {}).get("uuid")


def matches_any(name: str, patterns: Iterable[str]) -> bool:
    """Return whether a name matches one of several shell patterns, upper and lower case distinguished."""
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return entries with ``name`` and ``uuid`` by name, and by UUID where several have the same."""
    return sorted(entries, key=lambda entry: (str(entry.get("name")), str(entry.get("uuid"))))


def pick(option: str, value: str, entries: Sequence[Named]) -> Named:
    """Return the entry of that name or UUID; raise OptionError, with the valid ones, if there is not just one."""
    found = matching(value, entries)
    if len(found) == 1:
        return found[0]
    if found:
        uuids = ", ".join(str(entry.get("uuid")) for entry in found)
        raise OptionError(f"Option '{option}': {len(found)} are named {value!r}. Give one of their UUIDs: {uuids}.")
    known = (str(entry.get("name", entry.get("uuid"))) for entry in entries)
    raise OptionError(f"Option '{option}': {value!r} is unknown. {valid_names(value, known)}")


def only(option: str, entries: Sequence[Named], purpose: str) -> Named:
    """Return the single entry there is; raise OptionError, with the valid names, if the user has to choose."""
    if len(entries) == 1:
        return entries[0]
    known = [str(entry.get("name")) for entry in entries]
    raise OptionError(f"Option '{option}' is needed {purpose}. {valid_names('', known)}")


def snake_case(data: Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Rename the keys of an object to snake_case; what is inside of it keeps the API's own names."""
    return {_WORD_BOUNDARY.sub("_", key).lower(): value for key, value in data.items()}
