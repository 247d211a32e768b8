# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The contents of a report on an organization, pure: the state, problems, and differences from a description."""

from __future__ import annotations

import re
import typing as t
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._names import name_of
from ansible_collections.camunda.platform.plugins.module_utils._resources import _ip_rules as ip_rules
from ansible_collections.camunda.platform.plugins.module_utils._resources._backups import (
    COMPLETE,
    FAILED,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import (
    PENDING,
    stage_label_of,
    status_of,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources.ip_allowlist import shown_list
from ansible_collections.camunda.platform.plugins.module_utils._resources.member import is_kept, roles_of
from ansible_collections.camunda.platform.plugins.module_utils._text import shortened
from ansible_collections.camunda.platform.plugins.module_utils._times import parse_time
from ansible_collections.camunda.platform.plugins.plugin_utils._report_access import AccessReport, access_attention

Json = dict[str, t.Any]

# From the worst to the least.
LEVELS = ("bad", "warning", "note")
_VERSION = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?(?:\D*?gen\s*(\d+))?")
_DAY = 86400.0
# The severity of a status. An unknown one is severe, because there is no other information about it.
_STATUS = {
    "Healthy": "good",
    **dict.fromkeys(("Creating", "Updating", "Resuming"), "note"),
    **dict.fromkeys(("Suspended", "Maintenance", "WaitingForInput"), "warning"),
}
_BACKUP = {COMPLETE: "good", "In progress": "note", FAILED: "bad"}


@dataclass(frozen=True)
class Described:
    """What the variables of the role provision name; None where nothing is given to compare with."""

    clusters: Sequence[Mapping[str, t.Any]] | None = None
    members: frozenset[str] | None = None
    # Names by cluster.
    secrets: Mapping[str, Iterable[str]] = field(default_factory=dict)

    def cluster(self, shown: Mapping[str, t.Any]) -> Mapping[str, t.Any] | None:
        """Return the description of a cluster, None if there is none."""
        for entry in self.clusters or ():
            uuid = entry.get("uuid")
            if str(uuid).lower() == shown["uuid"] if uuid else entry.get("name") == shown.get("name"):
                return entry
        return None


@dataclass(frozen=True)
class Basis:
    """What a report is made of; times in seconds."""

    # What camunda_organization_info returns.
    organization: Mapping[str, t.Any]
    described: Described
    drift: Sequence[Json]
    now: float
    backup_max_age: float


def report_of(basis: Basis) -> Json:
    """Return the report; the page shows nothing that is not in here, and secrets are in neither."""
    clusters = [_Section(basis, cluster).section() for cluster in basis.organization["clusters"]]
    members = _members(basis)
    attention = [item for cluster in clusters for item in cluster["attention"]]
    attention += list(_of_organization(basis, members))
    attention.sort(key=lambda item: LEVELS.index(item["level"]))
    return {
        "summary": _summary(basis, clusters, members, attention),
        "attention": attention,
        "clusters": clusters,
        "members": members,
        "drift": list(basis.drift),
        "unknown": {part: shortened(reason) for part, reason in sorted(basis.organization["unknown"].items())},
    }


def _summary(basis: Basis, clusters: Sequence[Json], members: Sequence[Json] | None, attention: Sequence[Json]) -> Json:
    compared = basis.described.clusters is not None
    unmanaged = [client for c in clusters for client in c["clients"] or [] if client["managed"] is False]
    return {
        "clusters": len(clusters),
        "healthy": sum(cluster["status"] == "Healthy" for cluster in clusters),
        "clients": sum(len(cluster["clients"] or []) for cluster in clusters),
        "unmanaged_clients": len(unmanaged) if compared else None,
        "secrets": sum(len(cluster["secrets"] or []) for cluster in clusters),
        "members": None if members is None else len(members),
        "differences": len(basis.drift) if compared else None,
        "attention": {level: sum(item["level"] == level for item in attention) for level in LEVELS},
    }


def _item(level: str, text: str, cluster: Json | None = None) -> Json:
    about = {"cluster": (cluster or {}).get("name"), "cluster_uuid": (cluster or {}).get("uuid")}
    return {"level": level, **about, "text": text}


class _Section:
    """The part of a report about one cluster."""

    def __init__(self, basis: Basis, cluster: Json) -> None:
        self._basis = basis
        self._cluster = cluster
        self._described = basis.described.cluster(cluster)

    def section(self) -> Json:
        """Return it."""
        cluster = self._cluster
        status, created = status_of(cluster), cluster.get("created")
        drift = [row for row in self._basis.drift if row["cluster"] in (cluster.get("name"), cluster["uuid"])]
        section = {
            "name": cluster.get("name") or "",
            "uuid": cluster["uuid"],
            "status": status,
            "status_level": _STATUS.get(status, "bad"),
            "description": cluster.get("description") or "",
            **{name: name_of(cluster.get(name)) for name in ("plan_type", "region", "channel", "generation")},
            "default_generation": cluster.get("default_generation"),
            "auto_update": cluster.get("auto_update"),
            "stage_label": stage_label_of(cluster),
            "created": created,
            **_aged(created, self._basis.now),
            "managed": None if self._basis.described.clusters is None else self._described is not None,
            "clients": self._clients(),
            "secrets": self._secrets(),
            "ip_allowlist": shown_list(cluster),
            **{part: cluster[part] for part in ("backup_schedule", "monitoring", "secure_connectivity")},
            "backups": self._backups(),
            "access": self._access(),
            "differences": len(drift),
            "unknown": {part: shortened(reason) for part, reason in sorted(cluster["unknown"].items())},
        }
        attention = [_item(level, text, cluster) for level, text in _attention(section, self._basis.backup_max_age)]
        return {**section, "attention": sorted(attention, key=lambda item: LEVELS.index(item["level"]))}

    def _clients(self) -> list[Json] | None:
        if self._cluster["clients"] is None:
            return None
        described = None
        if self._described is not None:
            described = {entry.get("name") for entry in self._described.get("clients") or []}
        elif self._basis.described.clusters is not None:
            described = set()
        return [
            {
                "name": str(client.get("name") or ""),
                "client_id": client.get("client_id"),
                "permissions": client.get("permissions") or [],
                "managed": None if described is None else client.get("name") in described,
            }
            for client in self._cluster["clients"]
        ]

    def _access(self) -> Json | None:
        access = self._cluster.get("access")
        if access is None:
            return None
        return AccessReport(
            access, self._cluster["clients"], self._basis.organization["members"], self._described
        ).section()

    def _secrets(self) -> list[Json] | None:
        if self._cluster["secrets"] is None:
            return None
        given = self._basis.described.secrets
        described = given.get(self._cluster.get("name") or "", given.get(self._cluster["uuid"]))
        names = None if described is None else set(described)
        return [
            {"name": name, "managed": None if names is None else name in names} for name in self._cluster["secrets"]
        ]

    def _backups(self) -> list[Json] | None:
        if self._cluster["backups"] is None:
            return None
        return [
            {
                "name": backup.get("name") or backup.get("uuid"),
                "status": str(backup.get("status", "unknown")),
                "status_level": _BACKUP.get(str(backup.get("status")), "warning"),
                "created": backup.get("created"),
                **_aged(backup.get("created"), self._basis.now),
                # Camunda made it for itself.
                "incident": bool(backup.get("incident_link")),
            }
            for backup in self._cluster["backups"]
        ]


def _attention(section: Json, backup_max_age: float) -> Iterator[tuple[str, str]]:
    """Yield level and text of each problem of a cluster."""
    status = section["status"]
    if status in PENDING:
        yield "note", f"is {status}."
    elif status != "Healthy":
        yield ("warning" if status in ("Suspended", "Maintenance", "WaitingForInput") else "bad"), f"is {status}."
    if is_behind(section["generation"], section["default_generation"]):
        yield "warning", f"runs {section['generation']}; the channel's default is {section['default_generation']}."
    yield from _about_backups(section, backup_max_age)
    rules = section["ip_allowlist"]
    if rules is not None and (not rules or ip_rules.everything(ip_rules.read_rules(rules))):
        yield "warning", f"is open to every address: the IP allowlist {'lets all in' if rules else 'is empty'}."
    if section["managed"] is False:
        yield "warning", "is not in the variable file."
    else:
        for what in ("clients", "secrets"):
            names = [entry["name"] for entry in section[what] or [] if entry["managed"] is False]
            if names:
                yield "warning", f"has {what} that are not in the variable file: {', '.join(names)}."
    if section["access"] is not None:
        yield from access_attention(section["access"])
    if section["differences"]:
        yield "warning", f"differs from the variable file ({_count(section['differences'], 'difference')})."
    if section["unknown"]:
        yield "note", f"could not be read completely: {', '.join(section['unknown'])}."


def _about_backups(section: Json, max_age: float) -> Iterator[tuple[str, str]]:
    backups = [backup for backup in section["backups"] or [] if not backup["incident"]]
    if backups and backups[0]["status"] == FAILED:
        yield "bad", f"has a newest backup that failed ({ago(backups[0]['age'])})."
    complete = next((backup for backup in backups if backup["status"] == COMPLETE), None)
    if complete is None:
        if section["backups"] is not None and (backups or section["backup_schedule"]):
            yield "warning", "has no complete backup."
    elif complete["age"] is not None and complete["age"] > max_age:
        yield "warning", f"has had no complete backup for {duration(complete['age'])}."


def _members(basis: Basis) -> list[Json] | None:
    if basis.organization["members"] is None:
        return None
    described = basis.described.members
    return [
        {
            "email": str(member.get("email") or ""),
            "name": member.get("name"),
            "roles": roles_of(member),
            "pending": bool(member.get("invite_pending")),
            # The variables cannot describe these, so they are not missing.
            "managed": None
            if described is None or is_kept(member)
            else str(member.get("email", "")).casefold() in described,
        }
        for member in basis.organization["members"]
    ]


def _of_organization(basis: Basis, members: Sequence[Json] | None) -> Iterator[Json]:
    """Give what needs attention and is about no cluster that is there."""
    unmanaged = [member["email"] for member in members or [] if member["managed"] is False]
    if unmanaged:
        yield _item("warning", f"Members that are not in the variable file: {', '.join(unmanaged)}.")
    here = {name for cluster in basis.organization["clusters"] for name in (cluster.get("name"), cluster["uuid"])}
    others = [row for row in basis.drift if row["cluster"] not in here]
    if others:
        yield _item("warning", f"{_count(len(others), 'more difference')} from the variable file.")
    for part in sorted(basis.organization["unknown"]):
        yield _item("note", f"Could not be read: {part}.")


def is_behind(generation: str | None, newest: str | None) -> bool:
    """Return whether a generation is older than another, as far as their names show it."""
    current, wanted = (_VERSION.search(name or "") for name in (generation, newest))
    if current is None or wanted is None:
        return False
    return _numbers(current) < _numbers(wanted)


def _numbers(match: re.Match[str]) -> tuple[int, ...]:
    return tuple(int(number or 0) for number in match.groups())


def age(created: t.Any, now: float) -> float | None:
    """Return how many seconds ago a time of the API is, None if it cannot be read."""
    try:
        return max(0.0, now - parse_time("created", str(created)))
    except OptionError:
        return None


def _aged(created: t.Any, now: float) -> Json:
    """Return how old something is, in seconds and in words."""
    seconds = age(created, now)
    return {"age": seconds, "age_text": None if seconds is None else duration(seconds), "ago": ago(seconds)}


def duration(seconds: float) -> str:
    """Return a time span in the unit that fits."""
    for unit, length in (("year", 365 * _DAY), ("month", 30 * _DAY), ("day", _DAY), ("hour", 3600.0)):
        if seconds >= (2 if unit in ("month", "year") else 1) * length:
            return _count(int(seconds // length), unit)
    return _count(int(seconds // 60), "minute")


def ago(seconds: float | None) -> str:
    """Return how long ago something was."""
    return "at an unknown time" if seconds is None else f"{duration(seconds)} ago"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
