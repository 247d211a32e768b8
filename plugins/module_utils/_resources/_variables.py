# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An organization as variables of the role provision, pure; with a remark on what these cannot express."""

from __future__ import annotations

import glob
import typing as t
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import same_set
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._files.yaml import Noted
from ansible_collections.camunda.platform.plugins.module_utils._names import is_uuid, name_of
from ansible_collections.camunda.platform.plugins.module_utils._resources import _ip_rules as ip_rules
from ansible_collections.camunda.platform.plugins.module_utils._resources import member as members
from ansible_collections.camunda.platform.plugins.module_utils._resources import parameters
from ansible_collections.camunda.platform.plugins.module_utils._resources._access_variables import access_variables
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import PENDING
from ansible_collections.camunda.platform.plugins.module_utils._resources._organization import (
    ClusterState,
    Organization,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources.backup_schedule import checked_schedule
from ansible_collections.camunda.platform.plugins.module_utils._resources.client import PERMISSIONS
from ansible_collections.camunda.platform.plugins.module_utils._resources.cluster import (
    ENCRYPTION_TYPES,
    LONGEST_DESCRIPTION,
    view_of,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources.ip_allowlist import shown_list
from ansible_collections.camunda.platform.plugins.module_utils._resources.monitoring import is_active
from ansible_collections.camunda.platform.plugins.module_utils._resources.secret import is_possible_name
from ansible_collections.camunda.platform.plugins.module_utils._resources.secure_connectivity import (
    check_lists,
    connectivity_result,
)
from ansible_collections.camunda.platform.plugins.module_utils._text import printable, shortened

Json = dict[str, t.Any]


@dataclass
class Variables:
    """The variables of the role, and what they cannot express."""

    clusters: list[Noted] = field(default_factory=list)
    members: list[Json] | None = None
    # By name of the cluster, by its UUID where the name is not enough.
    secrets: dict[str, dict[str, str]] = field(default_factory=dict)
    # Patterns for what exists, cannot be described, and must not be pruned for that.
    ignore_patterns: list[str] = field(default_factory=list)
    # One each: cluster (None for the organization), part, message.
    remarks: list[Json] = field(default_factory=list)

    def content(self) -> Json:
        """Return the variables of the file that has no values of secrets."""
        content: Json = {"provision_clusters": self.clusters}
        if self.members is not None:
            content["provision_members"] = Noted(self.members, self.remarks_about(None, "members"))
        if self.ignore_patterns:
            ignore = Noted(
                sorted(set(self.ignore_patterns)),
                ["These cannot be described, so prune must not delete them."],
            )
            content["provision_ignore_patterns"] = ignore
        return content

    def remarks_about(self, uuid: str | None, *parts: str) -> list[str]:
        """Return the remarks about a cluster (None: the organization), or about some parts of it only."""
        return [r["message"] for r in self.remarks if r["cluster_uuid"] == uuid and (not parts or r["part"] in parts)]


def variables_of(organization: Organization) -> Variables:
    """Describe an organization so that the role provision has nothing to change in it."""
    variables = Variables()
    for cluster in organization.clusters:
        _Describer(organization, cluster, variables).describe()
    _describe_members(organization, variables)
    return variables


class _Describer:
    """Describes one cluster."""

    def __init__(self, organization: Organization, cluster: ClusterState, variables: Variables) -> None:
        self._organization = organization
        self._cluster = cluster
        self._variables = variables
        self._view = view_of(cluster.record)
        self._by_uuid = cluster.name in organization.shared_names or is_uuid(cluster.name)

    def describe(self) -> None:
        """Add the cluster, its secrets and the remarks on it to the variables."""
        cluster = self._cluster
        if not cluster.name.strip():
            self._remark("name", f"The cluster {cluster.uuid} has no name, so it is not described here.")
            return
        entry: Json = {"name": cluster.name, **({"uuid": cluster.uuid} if self._by_uuid else {})}
        if cluster.name in self._organization.shared_names:
            self._remark("name", "Several clusters have this name, so this entry has the UUID.")
        for part in (self._settings, self._allowlist, self._schedule, self._monitoring, self._connectivity):
            entry.update(part())
        entry.update(self._clients())
        entry.update(self._access(entry))
        self._secrets()
        about = self._variables.remarks_about(cluster.uuid)
        self._variables.clusters.append(Noted(entry, [*about, *self._facts()]))

    def _remark(self, part: str, message: str) -> None:
        about = {"cluster": self._cluster.name, "cluster_uuid": self._cluster.uuid, "part": part}
        self._variables.remarks.append({**about, "message": printable(message)})

    def _known(self, part: str) -> bool:
        if part in self._cluster.unknown:
            self._remark(part, f"Left out: {part}. {shortened(self._cluster.unknown[part])}")
        return part in self._cluster.parts

    def _facts(self) -> Iterator[str]:
        """Give what is good to know, and follows from the state rather than being a gap."""
        generation = (self._view.get("generation") or {}).get("name")
        if generation:
            yield f"Generation: {generation}. The name would apply only to a new cluster, so it is not set here."
        names = sorted(self._cluster.parts.get("secrets") or {})
        if names:
            yield f"Connector secrets ({len(names)}): {', '.join(names)}"

    def _settings(self) -> Json:
        view = self._view
        if view["status"] in PENDING:
            self._remark("status", f"The cluster is {view['status']}: export again when it is Healthy.")
        elif view["status"] == "Suspended":
            self._remark("status", "The cluster is Suspended. 'wake: true' resumes it.")
        names = ("plan_type", "region", "channel", "backup_region")
        settings: Json = {name: name_of(view.get(name)) for name in names if name_of(view.get(name))}
        if view.get("backup_region"):
            settings["backup_region"] = self._backup_region(view["backup_region"])
        if view["description"] and len(view["description"]) <= LONGEST_DESCRIPTION:
            settings["description"] = view["description"]
        elif view["description"]:
            self._remark("description", f"Left out: description, longer than {LONGEST_DESCRIPTION} characters.")
        # Camunda ignores it on other channels.
        if "auto_update" in view and (view.get("channel") or {}).get("name") == parameters.DEFAULT_CHANNEL:
            settings["auto_update"] = bool(view["auto_update"])
        if view.get("stage_label"):
            settings["stage_label"] = view["stage_label"]
        elif "stage_label" not in view:
            self._remark("stage_label", "Left out: stage_label. The API does not return the labels of this cluster.")
        if view.get("encryption_type") in ENCRYPTION_TYPES:
            settings["encryption_type"] = view["encryption_type"]
        elif view.get("encryption_type"):
            self._remark("encryption_type", f"Left out: encryption_type, {view['encryption_type']!r} is not known.")
        return settings

    def _backup_region(self, reference: Mapping[str, t.Any]) -> str | None:
        """Return the name if it leads to the same place for a new cluster, too; else the UUID."""
        name = name_of(reference)
        try:
            found = parameters.choose_backup_region(self._organization.region_of(self._cluster), str(name))
        except OptionError:
            return reference.get("uuid") or name
        return name if found.get("uuid") == reference.get("uuid") else reference.get("uuid") or name

    def _allowlist(self) -> Json:
        raw = shown_list(self._cluster.record)
        if raw is None:
            reason = "The API shows the cluster without it: not Enterprise, or no permission to see it."
            self._remark("ip_allowlist", f"Left out: ip_allowlist. {reason}")
            return {}
        rules = ip_rules.read_rules(raw)
        entries = sorted(ip_rules.as_entries(rules), key=lambda entry: (entry["ip"], entry["description"]))
        if not entries:
            self._remark("ip_allowlist", "The IP allowlist is empty: every address can reach the cluster.")
            return {}
        try:
            same = ip_rules.same_rules(ip_rules.parse_rules("ip_allowlist", entries), rules)
        except OptionError as exc:
            self._remark("ip_allowlist", f"Left out: ip_allowlist. {exc.message}")
            return {}
        return {"ip_allowlist": entries} if same else {}

    def _schedule(self) -> Json:
        if not self._known("backup_schedule") or not self._cluster.parts["backup_schedule"]:
            return {}
        schedule = str(self._cluster.parts["backup_schedule"].get("schedule", ""))
        try:
            return {"backup_schedule": checked_schedule(schedule)}
        except OptionError as exc:
            self._remark("backup_schedule", f"Left out: backup_schedule. {exc.message}")
            return {}

    def _monitoring(self) -> Json:
        if not self._known("monitoring") or not is_active(self._cluster.parts["monitoring"]):
            return {}
        usernames = [str(c.get("username") or "") for c in self._cluster.parts["monitoring"].get("clients") or []]
        for name in sorted(set(usernames)):
            if not name.strip():
                self._remark("monitoring_clients", f"Left out: the monitoring client {name!r}, as that is no name.")
            elif usernames.count(name) > 1:
                self._remark("monitoring_clients", f"Several monitoring clients are named {name!r}.")
        clients = [{"username": name} for name in sorted(set(usernames)) if name.strip()]
        return {"monitoring": True, **({"monitoring_clients": clients} if clients else {})}

    def _connectivity(self) -> Json:
        if not self._known("secure_connectivity"):
            return {}
        result = connectivity_result(self._cluster.parts["secure_connectivity"].get("status") or {})
        if not result["active"]:
            return {}
        lists = {name: result[name] for name in ("allowed_principals", "allowed_regions")}
        try:
            check_lists(lists)
        except OptionError as exc:
            self._remark("secure_connectivity", f"Left out: secure_connectivity. {exc.message}")
            return {}
        return {"secure_connectivity": lists}

    def _clients(self) -> Json:
        if not self._known("clients"):
            return {}
        entries: dict[str, Json] = {}
        for client in sorted(self._cluster.parts["clients"], key=lambda client: str(client.get("name") or "")):
            name = str(client.get("name") or "")
            if not name.strip():
                self._remark("clients", f"Left out: the client {client.get('clientId')}, which has no name.")
                self._variables.ignore_patterns.append(glob.escape(name))
            elif name in entries:
                self._remark("clients", f"Several clients are named {name!r}.")
            else:
                entries[name] = {"name": name, **self._permissions(name, client.get("permissions"))}
        return {"clients": list(entries.values())}

    def _access(self, entry: Json) -> Json:
        """Return roles and tenants, and add to the clients of the entry what they may do."""
        if not self._known("access"):
            return {}
        found = access_variables(self._cluster.parts["access"], self._cluster.parts.get("clients") or [])
        for message in found.remarks:
            self._remark("access", message)
        for client in entry.get("clients") or ():
            client.update(found.clients.get(client["name"], {}))
        path = self._cluster.parts.get("cluster_credentials_path")
        if path:
            return {"cluster_credentials_path": path, **found.lists}
        self._remark("access", "Add cluster_credentials_path: the role provision needs it to manage what is here.")
        return found.lists

    def _permissions(self, name: str, permissions: Sequence[str] | None) -> Json:
        given = permissions or []
        known = [permission for permission in PERMISSIONS if permission in given]
        if known and same_set(known, given):
            return {"permissions": known}
        shown = ", ".join(map(str, given)) or "none"
        self._remark("clients", f"Left out: the permissions of client {name!r}, which the API shows as: {shown}.")
        return {}

    def _secrets(self) -> None:
        if not self._known("secrets"):
            return
        values = self._cluster.parts["secrets"]
        possible = {name: str(values[name]) for name in sorted(values) if is_possible_name(name)}
        for name in sorted(set(values) - set(possible)):
            self._remark("secrets", f"The role cannot set the secret {name!r}: its name is too long or empty.")
            self._variables.ignore_patterns.append(glob.escape(name))
        if possible:
            key = self._cluster.uuid if self._by_uuid else self._cluster.name
            self._variables.secrets[key] = possible


def _describe_members(organization: Organization, variables: Variables) -> None:
    def remark(message: str) -> None:
        about = {"cluster": None, "cluster_uuid": None, "part": "members"}
        variables.remarks.append({**about, "message": printable(message)})

    if organization.members is None:
        remark(f"Left out: members. {shortened(organization.unknown['members'])}")
        return
    variables.members = []
    for member in organization.members:
        email, roles = str(member.get("email", "")), members.roles_of(member)
        given = [role for role in members.ASSIGNABLE if role in roles]
        problem = _why_not_described(email, roles, given)
        if problem is None:
            variables.members.append({"email": email, "roles": given})
            continue
        remark(f"Left out: {email} ({', '.join(roles) or 'no roles'}). {problem}")
        if not members.is_kept(member):
            variables.ignore_patterns.append(glob.escape(email))


def _why_not_described(email: str, roles: Iterable[str], given: Sequence[str]) -> str | None:
    if not members.FIXED.isdisjoint(roles):
        return "The API cannot set the roles of the owner or of a support agent."
    if not given:
        return "The API can assign none of the roles."
    try:
        members.check_entry("", email, given)
    except OptionError as exc:
        return exc.message
    return None
