# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting for the apps of a Self-Managed installation, which fails only at the deadline.

During a Helm upgrade apps are unhealthy, missing and of the old version for a while, and Console, which tells of them,
is restarted as well.
"""

from __future__ import annotations

import fnmatch
import typing as t
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ansible_collections.camunda.platform.plugins.module_utils._engine.poll import wait_until
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import Verdict, Wait
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    AnswerLost,
    ApiError,
    CamundaError,
    CertificateNotTrusted,
    ConnectFailed,
    WaitFailed,
)
from ansible_collections.camunda.platform.plugins.module_utils._names import refers_to
from ansible_collections.camunda.platform.plugins.module_utils._resources._self_managed import (
    Installation,
    NoApiFound,
    installation_result,
    is_absent,
    pick_cluster,
)

Json = dict[str, t.Any]


@dataclass(frozen=True)
class Reading:
    """What one round showed: clusters, names of those that are not listed, or why nothing could be read."""

    clusters: Sequence[Json] = ()
    missing: Sequence[str] = ()
    trouble: str = ""


@dataclass(frozen=True)
class Wanted:
    """When a cluster is ready: all its apps are healthy, and it is of the wanted version."""

    generation: str | None
    ignored: frozenset[str]

    def unhealthy_apps(self, cluster: Mapping[str, t.Any]) -> list[Json]:
        """Return the apps of a cluster that are not healthy and not ignored."""
        apps = [app for app in cluster.get("apps") or [] if not {app.get("id"), app.get("type")} & self.ignored]
        return [app for app in apps if str(app.get("status")).casefold() != "healthy"]

    def problems(self, cluster: Mapping[str, t.Any]) -> list[str]:
        """Return why a cluster is not ready, app by app; nothing if it is."""
        found = [f"{app.get('id')} is {app.get('status')}" for app in self.unhealthy_apps(cluster)]
        status = str(cluster.get("status")).casefold()
        # With ignored apps, the status of the cluster does not describe the others.
        says_unhealthy = status == "unhealthy" and not self.ignored
        if not found and (says_unhealthy or (not cluster.get("apps") and status != "healthy")):
            found.append(f"it is {cluster.get('status')}")
        generation = str(cluster.get("generation"))
        if self.generation and not fnmatch.fnmatchcase(generation, self.generation):
            found.append(f"it is of generation {generation}")
        return found


class InstallationWait:
    """The clusters of an installation, which are ready when all their apps are healthy."""

    def __init__(self, context: Context, wait: Wait) -> None:
        params = context.params
        self._tolerant: bool = params["wait_unreachable"]
        # A reading that fails is repeated by the wait itself, which must report it soon.
        quick = replace(context, params={**params, "retries": 0}) if self._tolerant else context
        self._installation = Installation(quick)
        self._context = context
        self._wait = wait
        self._names: Sequence[str] | None = params["clusters"]
        self._wanted = Wanted(params["generation_pattern"], frozenset(params["ignore_apps"]))
        self._seen = False
        # Readings in a row that failed.
        self._failures = 0

    def now(self) -> list[Json]:
        """Return the clusters as they are, without those that are not there."""
        return [installation_result(cluster) for cluster in self._chosen(self._installation.clusters())]

    def wait(self) -> list[Json]:
        """Wait; raises WaitFailed, with the apps that are not healthy."""
        try:
            seen = wait_until(
                self._what(),
                self._wait,
                self._read,
                self._judge,
                self._state,
                self._context.progress,
                confirmations=2,
                # The option decides which errors may be temporary; the readings contain them.
                survives=False,
            )
            return [installation_result(cluster) for cluster in seen.clusters]
        except WaitFailed as exc:
            last: Reading = exc.last
            unhealthy = [
                {"cluster": cluster.get("name"), **app}
                for cluster in last.clusters
                for app in self._wanted.unhealthy_apps(cluster)
            ]
            clusters = [installation_result(cluster) for cluster in last.clusters]
            raise exc.replace(clusters=clusters, unhealthy_apps=unhealthy) from exc

    def _what(self) -> str:
        names = self._names
        subject = "all clusters" if names is None else ", ".join(repr(name) for name in names) or "nothing"
        generation = f" and of generation {self._wanted.generation}" if self._wanted.generation else ""
        return f"{subject} to be Healthy{generation}"

    def _read(self) -> Reading:
        try:
            listed = self._installation.read_clusters()
        except CamundaError as exc:
            self._failures += 1
            isolated = self._seen and self._failures == 1
            if not self._may_pass(exc) or not (self._tolerant or isolated):
                raise
            return Reading(trouble=exc.message)
        self._failures = 0
        if not self._seen:
            # A name that was never there is a mistake; one that was there comes back with its app.
            for name in self._names or ():
                pick_cluster(listed, name, "clusters")
        self._seen = True
        chosen = self._chosen(listed)
        missing = [name for name in self._names or () if not any(refers_to(name, cluster) for cluster in chosen)]
        return Reading(chosen, missing)

    def _may_pass(self, exc: CamundaError) -> bool:
        """Return whether an error is what a restart of Console, or of what gives the tokens, looks like."""
        if isinstance(exc, ApiError) and exc.status >= 500:
            return True
        if isinstance(exc, (ConnectFailed, AnswerLost)) and not (
            isinstance(exc, CertificateNotTrusted) or is_absent(exc)
        ):
            return True
        # A wrong URL must not be waited for. What was there before, and is not now, comes back.
        gone = isinstance(exc, NoApiFound) or is_absent(exc) or (isinstance(exc, ApiError) and exc.status == 404)
        return self._seen and gone

    def _chosen(self, listed: Sequence[Json]) -> list[Json]:
        if self._names is None:
            return list(listed)
        return [cluster for cluster in listed if any(refers_to(name, cluster) for name in self._names)]

    def _judge(self, reading: Reading) -> Verdict:
        # No clusters at all is what an installation shows that has just started.
        nothing = self._names is None and not reading.clusters
        if reading.trouble or reading.missing or nothing:
            return Verdict.PENDING
        ready = not any(self._wanted.problems(cluster) for cluster in reading.clusters)
        return Verdict.DONE if ready else Verdict.PENDING

    def _state(self, reading: Reading) -> str:
        if reading.trouble:
            return f"unreachable ({reading.trouble.rstrip('.')})"
        parts = []
        for cluster in sorted(reading.clusters, key=lambda cluster: str(cluster.get("name"))):
            problems = self._wanted.problems(cluster)
            parts.append(f"{cluster.get('name')}: {', '.join(problems) if problems else 'ready'}")
        parts += [f"{name}: not listed" for name in reading.missing]
        return "; ".join(parts) or "no clusters are listed yet"
