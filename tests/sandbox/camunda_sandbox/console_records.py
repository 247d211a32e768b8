# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the sandbox remembers of a Self-Managed installation, and what one looks like that was just installed."""

from __future__ import annotations

from pydantic import BaseModel, Field

from .console_models import App, Cluster, ClusterType, HubLicense

GENERATION = "8.9.0"
NAMESPACE = "camunda"


class AppRecord(BaseModel):
    """An application; each reading takes a step of `statuses`, and the last one stays."""

    id: str
    type: str
    status: str = "healthy"
    statuses: list[str] = Field(default_factory=list)
    generation: str = GENERATION
    url: str = ""
    readiness: str | None = None
    metrics: str | None = None

    def read(self) -> App:
        """Return the application as it is shown now."""
        if self.statuses:
            self.status = self.statuses.pop(0)
        return App(
            type=self.type,
            id=self.id,
            status=self.status,
            url=self.url or f"http://localhost/{self.id}",
            generation=self.generation,
            readiness=self.readiness,
            metrics=self.metrics,
        )


class UsageRecord(BaseModel):
    """What was used at a time, in milliseconds since the epoch."""

    at: int
    process_instances: int = 0
    decision_instances: int = 0
    assignees: list[str] = Field(default_factory=list)


def _no_license() -> HubLicense:
    return HubLicense(valid_license=False, license_type="unknown", is_commercial=None, expires_at=None)


class InstallationRecord(BaseModel):
    """A cluster of the installation; without a status of its own it has the worst of its applications."""

    uuid: str
    name: str
    namespace: str = NAMESPACE
    generation: str = GENERATION
    type: ClusterType = "automation"
    status: str | None = None
    apps: dict[str, AppRecord] = Field(default_factory=dict)
    usage: list[UsageRecord] = Field(default_factory=list)
    # Of version 2 only, where the type is any text.
    hub_type: str | None = None
    license: HubLicense | None = Field(default_factory=_no_license)

    def read(self) -> Cluster:
        """Return the cluster as it is shown now."""
        apps = [app.read() for app in self.apps.values()]
        worst = next((word for word in ("unhealthy", "unknown") if any(app.status == word for app in apps)), "healthy")
        return Cluster(
            uuid=self.uuid,
            name=self.name,
            namespace=self.namespace,
            status=self.status or worst,
            generation=self.generation,
            type=self.type,
            apps=apps,
        )

    def counts_usage(self) -> bool:
        """Tell whether there is an application that knows the usage, and runs."""
        return any(app.type in ("operate", "tasklist") and app.status == "healthy" for app in self.apps.values())


def _cluster(uuid: str, name: str, kind: ClusterType, *apps: str) -> InstallationRecord:
    records = {
        app: AppRecord(id=app, type=app, readiness=f"http://{app}.{NAMESPACE}:9600/actuator/health/readiness")
        for app in apps
    }
    return InstallationRecord(uuid=uuid, name=name, type=kind, apps=records)


def seed_installation() -> dict[str, InstallationRecord]:
    """Return the clusters of a new installation by their UUIDs."""
    seed = [
        _cluster(
            *("a0000000-0000-4000-8000-000000000001", "camunda", "automation"),
            *("zeebe-broker", "zeebe-gateway", "operate", "tasklist", "optimize"),
        ),
        _cluster(
            *("a0000000-0000-4000-8000-000000000002", "management", "management"),
            *("console", "identity", "modeler"),
        ),
    ]
    return {cluster.uuid: cluster for cluster in seed}
