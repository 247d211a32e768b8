# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a cluster can be made of: channels with generations, plan types, regions (GetParameters)."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping, Sequence

from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import unchanged
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._names import (
    Named,
    is_short_name,
    only,
    pick,
    snake_case,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import Connection, connect

DEFAULT_CHANNEL = "Stable"
# The names of the result, and the API's.
_KEYS = {"channels": "channels", "plan_types": "clusterPlanTypes", "regions": "regions"}
_FOR_NEW = "to create a cluster"


def read_parameters(connection: Connection) -> Mapping[str, t.Any]:
    """Return the parameters, read once a task."""
    return connection.memo.get(("parameters",), connection.api.get_parameters)


def _entries(connection: Connection, key: str) -> Sequence[Named]:
    return read_parameters(connection).get(key) or []


def choose(connection: Connection, option: str, key: str, value: str | None) -> Named:
    """Return the region or plan type that the option names, or the only one there is; raises OptionError."""
    entries = _entries(connection, key)
    return pick(option, value, entries) if value else only(option, entries, _FOR_NEW)


def choose_channel(connection: Connection, value: str | None) -> Named:
    """Return the channel that the option names, Stable by default; raises OptionError."""
    channels = _entries(connection, "channels")
    if value:
        return pick("channel", value, channels)
    stable = [channel for channel in channels if channel.get("name") == DEFAULT_CHANNEL]
    return only("channel", stable or channels, _FOR_NEW)


def choose_generation(channel: Named, value: str | None) -> Named:
    """Return the generation that the option names out of the channel's, its default one otherwise."""
    allowed = channel.get("allowedGenerations") or []
    default = channel.get("defaultGeneration")
    if value:
        return pick("generation", value, allowed or ([default] if default else []))
    return default or only("generation", allowed, _FOR_NEW)


def generations(connection: Connection) -> list[Named]:
    """Return the generations of all channels."""
    return [
        generation
        for channel in _entries(connection, "channels")
        for generation in (channel.get("defaultGeneration"), *(channel.get("allowedGenerations") or ()))
        if generation
    ]


def choose_backup_region(region: Named, value: str) -> Named:
    """Return the backup location of a region by its UUID, or by the id or label of one of its data centers.

    The contract leaves open whether a location is meant by its own UUID or by the id of its data center: ``uuid`` is
    the one that the API lists, the location's own first, and ``ids`` has all that mean this location.
    """
    backups = [_location(backup) for backup in region.get("backups") or []]
    by_part = [b for b in backups if any(_means(value, part) for part in b["regions"])]
    return by_part[0] if len(by_part) == 1 else pick("backup_region", value, backups)


def _means(value: str, part: Mapping[str, t.Any]) -> bool:
    """Return whether a text is the id or the label of a data center, or the id that ends its label."""
    return value in (part.get("id"), part.get("label")) or is_short_name(value, {"name": part.get("label")})


def _location(backup: Mapping[str, t.Any]) -> dict[str, t.Any]:
    regions = backup.get("regions") or []
    ids = [uuid for uuid in (backup.get("uuid"), *(part.get("id") for part in regions)) if uuid]
    return {"uuid": ids[0] if ids else None, "name": backup_name(backup), "regions": regions, "ids": ids}


def backup_name(backup: Mapping[str, t.Any]) -> str:
    """Return a name for a backup location, which has none of its own: the labels of its data centers."""
    return ", ".join(str(part.get("label")) for part in backup.get("regions") or []) or str(backup.get("uuid"))


def run_info(context: Context) -> Result:
    """Return the parameters for camunda_parameters_info."""
    parameters = read_parameters(connect(context))
    # By name: a field that a server adds must not become a key of Ansible's own, such as ansible_facts.
    return unchanged(**snake_case({name: parameters[key] for name, key in _KEYS.items() if key in parameters}))
