# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Problems of an installation of Camunda Self-Managed: health, versions, readiness, licenses and usage, pure."""

from __future__ import annotations

import re
import typing as t
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._text import printable
from ansible_collections.camunda.platform.plugins.module_utils._times import parse_time

Json = Mapping[str, t.Any]

_DAY = 86400
# What is counted, by the names that usage metrics have.
COUNTED = {
    "process_instances": "process instances",
    "decision_instances": "decision instances",
    "task_users": "task users",
}
_HUB = ("v1", "v2")


@dataclass(frozen=True)
class Wanted:
    """What an installation is compared with."""

    clusters: Sequence[str] = ()
    generation: str = ""
    app_generations: Mapping[str, str] = field(default_factory=dict)
    ignore_apps: frozenset[str] = frozenset()
    license_days: int = 30
    license_required: bool = False
    usage_limits: Mapping[str, int] = field(default_factory=dict)
    usage_percent: int = 100


@dataclass(frozen=True)
class Part:
    """A cluster or one of its apps, and what is wanted of it."""

    cluster: str
    app: str | None
    status: str
    generation: str
    wanted: str
    is_healthy: bool
    readiness: str = ""
    # None where nothing was requested.
    is_ready: bool | None = None

    @property
    def who(self) -> str:
        """Return its name."""
        return f"{self.cluster}/{self.app}" if self.app else self.cluster

    @property
    def is_of_wanted_generation(self) -> bool:
        """Return whether its generation is the wanted one, or none is wanted."""
        pattern = ".*".join(map(re.escape, self.wanted.split("*")))
        return not self.wanted or re.fullmatch(pattern, self.generation) is not None

    def row(self) -> dict[str, t.Any]:
        """Return it as the fact of the role has it."""
        names = ("cluster", "app", "status", "generation", "wanted")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class License:
    """The license of a cluster, as far as it is known; a state is one of valid, expiring, expired, invalid, unknown."""

    cluster: str
    kind: str
    state: str
    # A date, and the time.
    expires: str
    expires_at: float | None

    @property
    def problem(self) -> str | None:
        """Return what is wrong with it, None for nothing."""
        return {
            "expired": f"the license of {self.cluster} expired on {self.expires}",
            "expiring": f"the license of {self.cluster} expires on {self.expires}",
        }.get(self.state)


@dataclass(frozen=True)
class Usage:
    """What was counted, of all clusters together; None for a number that is unknown."""

    name: str
    total: float | None
    limit: int | None
    percent: int

    @property
    def is_too_much(self) -> bool:
        """Return whether so much of the limit is used that it is a problem."""
        return self.total is not None and self.limit is not None and self.total * 100 >= self.limit * self.percent


@dataclass(frozen=True)
class Check:
    """What was found."""

    clusters: Sequence[Json]
    parts: Sequence[Part]
    licenses: Sequence[License]
    usage: Sequence[Usage]
    missing: Sequence[str]
    problems: Sequence[str]
    api: str
    period: Mapping[str, str]

    def result(self) -> dict[str, t.Any]:
        """Return the fact of the role."""
        return {
            "clusters": list(self.clusters),
            "unhealthy": [part.row() for part in self.parts if not part.is_healthy],
            "other_generations": [part.row() for part in self.parts if not part.is_of_wanted_generation],
            "not_ready": [part.row() for part in self.parts if part.is_ready is False],
            "licenses": [
                {"cluster": found.cluster, "type": found.kind, "state": found.state, "expires": found.expires}
                for found in self.licenses
            ],
            "usage": {entry.name: {"total": entry.total, "limit": entry.limit} for entry in self.usage},
            "missing": list(self.missing),
            "problems": list(self.problems),
            "ok": not self.problems,
            "api": self.api or None,
        }


def check_installation(read: Json, wanted: Wanted, usage: Json, answers: Sequence[Json], now: float) -> Check:
    """Compare what was read with what is wanted. ``answers`` are those of readiness endpoints, with ``url``, ``ok``."""
    found = [entry for entry in read["clusters"] if not wanted.clusters or is_one_of(entry, wanted.clusters)]
    ready = {str(answer["url"]): bool(answer["ok"]) for answer in answers}
    parts = [part for cluster in found for part in _parts(cluster, wanted, ready)]
    licenses = [_license(cluster, wanted, now) for cluster in found if "license" in cluster]
    counted = [_usage(name, usage, wanted) for name in COUNTED] if usage else []
    missing = [name for name in wanted.clusters if not any(is_one_of(cluster, [name]) for cluster in found)]
    problems = [problem for part in parts for problem in _problems(part)]
    problems += [f"{name} is not there" for name in missing]
    problems += _license_problems(found, licenses, wanted)
    problems += _usage_problems(usage, counted)
    period = {name: str(usage["period"][name])[:10] for name in ("start", "end")} if usage else {}
    shown = [printable(problem) for problem in problems]
    return Check(found, parts, licenses, counted, missing, shown, str(read.get("api") or ""), period)


def endpoints(read: Json, wanted: Wanted) -> list[str]:
    """Return the readiness endpoints of the apps whose health matters."""
    found = [
        str(app.get("readiness") or "")
        for cluster in read["clusters"]
        if not wanted.clusters or is_one_of(cluster, wanted.clusters)
        for app in cluster.get("apps") or []
        if not wanted.ignore_apps.intersection({_text(app.get("id")), _text(app.get("type"))})
    ]
    return list(dict.fromkeys(url for url in found if is_url(url)))


def is_url(text: str) -> bool:
    """Return whether a text is a URL that can be requested, or linked to."""
    return text.startswith(("http://", "https://")) and text.isprintable() and " " not in text


def is_one_of(cluster: Json, names: Sequence[str]) -> bool:
    """Return whether a cluster has one of these names or UUIDs."""
    return cluster.get("name") in names or str(cluster.get("uuid")).lower() in {name.lower() for name in names}


def _parts(cluster: Json, wanted: Wanted, ready: Mapping[str, bool]) -> Iterator[Part]:
    """Give a cluster and its apps. If the health of some apps does not matter, ignore the health of the cluster."""
    ignored = wanted.ignore_apps
    name, status = _text(cluster.get("name")), _text((cluster.get("status") or {}).get("ready"))
    own = _text((cluster.get("generation") or {}).get("name"))
    yield Part(name, None, status, own, wanted.generation, status == "Healthy" or bool(ignored))
    for app in cluster.get("apps") or []:
        ids = [_text(app.get("id")), _text(app.get("type"))]
        status, readiness = _text(app.get("status")), _text(app.get("readiness"))
        generation = next((wanted.app_generations[key] for key in ids if key in wanted.app_generations), "")
        is_healthy = status == "healthy" or bool(ignored.intersection(ids))
        version = _text(app.get("generation"))
        yield Part(name, ids[0], status, version, generation, is_healthy, readiness, ready.get(readiness))


def _text(value: t.Any) -> str:
    return "" if value is None else str(value)


def _problems(part: Part) -> Iterator[str]:
    if not part.is_healthy:
        yield f"{part.who} is {part.status or 'of unknown health'}"
    if not part.is_of_wanted_generation:
        yield f"{part.who} is of generation {part.generation or 'unknown'}, not {part.wanted}"
    if part.is_ready is False:
        yield f"{part.who} is not ready"


def _license(cluster: Json, wanted: Wanted, now: float) -> License:
    found = cluster.get("license") or {}
    expires = _time(found.get("expiresAt"))
    is_valid = found.get("validLicense")
    state = "unknown" if not isinstance(is_valid, bool) else "valid" if is_valid else "invalid"
    if expires is not None and expires <= now:
        state = "expired"
    elif state == "valid" and expires is not None and expires - now < wanted.license_days * _DAY:
        state = "expiring"
    date = "" if expires is None else str(found["expiresAt"])[:10]
    return License(_text(cluster.get("name")), _text(found.get("licenseType")), state, date, expires)


def _time(value: t.Any) -> float | None:
    try:
        return parse_time("expiresAt", value) if isinstance(value, str) and value else None
    except OptionError:
        return None


def _license_problems(clusters: Sequence[Json], licenses: Sequence[License], wanted: Wanted) -> Iterator[str]:
    yield from filter(None, (found.problem for found in licenses))
    if not wanted.license_required:
        return
    yield from (f"{found.cluster} has no valid license" for found in licenses if found.state in ("invalid", "unknown"))
    if len(licenses) < len(clusters):
        yield "the license is not known: only API v2 of Camunda Hub has it"


def _usage(name: str, usage: Json, wanted: Wanted) -> Usage:
    return Usage(name, usage["totals"].get(name), wanted.usage_limits.get(name), wanted.usage_percent)


def _usage_problems(usage: Json, counted: Sequence[Usage]) -> Iterator[str]:
    for entry in counted:
        if entry.is_too_much:
            yield f"{entry.total:g} {COUNTED[entry.name]} of at most {entry.limit} are used"
        elif entry.limit is not None and entry.total is None:
            yield f"the number of {COUNTED[entry.name]} is unknown"
    for entry in usage.get("metrics") or []:
        if all(entry.get(name) == 0 for name in COUNTED) and usage.get("api") in _HUB:
            yield f"the usage of {entry.get('name')} is zero in every respect, as it is without the right to read it"
