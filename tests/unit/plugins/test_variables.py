# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an API may answer and the role provision cannot be told: left out, remarked upon, kept from being pruned."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._resources._organization import (
    ClusterState,
    Organization,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._variables import Variables, variables_of

UUID = "00000000-0000-0000-0000-00000000000a"
STABLE = {"uuid": "s", "name": "Stable"}


def described(
    record: dict[str, Any] | None = None, members: list[dict[str, Any]] | None = None, **parts: Any
) -> Variables:
    """Describe an organization of one cluster."""
    cluster = ClusterState({"uuid": UUID, "name": "orders", "labels": [], "ipallowlist": [], **(record or {})}, parts)
    return variables_of(Organization([cluster], frozenset({"twin"}), {}, members or [], {}))


def entry_of(variables: Variables) -> dict[str, Any]:
    """Return the description of the cluster."""
    (noted,) = variables.clusters
    return dict(noted.value)


def remarks(variables: Variables, part: str) -> list[str]:
    """Return the remarks on a part."""
    return [remark["message"] for remark in variables.remarks if remark["part"] == part]


@pytest.mark.parametrize(
    ("record", "missing", "part", "remark"),
    [
        ({"description": "x" * 151}, "description", "description", "longer than 150"),
        ({"encryption": {"type": "Quantum"}}, "encryption_type", "encryption_type", "'Quantum' is not known"),
        ({"labels": None}, "stage_label", "stage_label", "does not return the labels"),
        ({"ipallowlist": None}, "ip_allowlist", "ip_allowlist", "shows the cluster without it"),
        ({"ipallowlist": []}, "ip_allowlist", "ip_allowlist", "every address can reach"),
        ({"ipallowlist": [{"ip": "everywhere"}]}, "ip_allowlist", "ip_allowlist", "neither an IP address nor"),
        (
            {"ipallowlist": [{"ip": "10.0.0.1"}, {"ip": "10.0.0.1", "description": "again"}]},
            "ip_allowlist",
            "ip_allowlist",
            "are both for 10.0.0.1/32",
        ),
        ({"status": {"ready": "Creating"}}, "status", "status", "export again when it is Healthy"),
    ],
)
def test_settings_that_cannot_be_described(record: dict[str, Any], missing: str, part: str, remark: str) -> None:
    variables = described(record)
    assert missing not in entry_of(variables)
    assert remark in " ".join(remarks(variables, part))


@pytest.mark.parametrize(
    ("channel", "told"), [({"uuid": "s", "name": "Stable"}, True), ({"uuid": "a", "name": "Alpha"}, False)]
)
def test_auto_update_counts_on_the_stable_channel_only(channel: dict[str, str], told: bool) -> None:
    assert ("auto_update" in entry_of(described({"channel": channel, "autoUpdate": False}))) is told


@pytest.mark.parametrize(
    ("backup", "written"),
    [
        ({"uuid": "b", "name": "not listed"}, "b"),
        ({"uuid": "b"}, "b"),
        ({"name": "only"}, "only"),
    ],
)
def test_a_backup_region_that_no_name_leads_to_is_given_by_its_uuid(backup: dict[str, str], written: str) -> None:
    assert entry_of(described({"backupRegion": backup}))["backup_region"] == written


def test_clients() -> None:
    """Those with names of no use or permissions unknown, and several of one name."""
    clients = [
        {"name": "good", "permissions": ["Operate", "Zeebe"]},
        {"name": "none", "permissions": []},
        {"name": "new", "permissions": ["Zeebe", "Telepathy"]},
        {"name": "good", "permissions": ["Optimize"]},
        {"name": " ", "clientId": "x"},
    ]
    variables = described(clients=clients)
    assert entry_of(variables)["clients"] == [
        {"name": "good", "permissions": ["Zeebe", "Operate"]},
        {"name": "new"},
        {"name": "none"},
    ]
    assert variables.ignore_patterns == [" "]
    assert len(remarks(variables, "clients")) == 4
    assert variables.content()["provision_ignore_patterns"].value == [" "]


def test_parts() -> None:
    """Schedules, monitoring clients and private connections that the modules would refuse."""
    variables = described(
        backup_schedule={"schedule": "* * * * *"},
        monitoring={"status": {"conditions": []}, "clients": [{"username": name} for name in ("a", "a", " ")]},
        secure_connectivity={"status": {"spec": {"allowedPrincipals": [], "allowedRegions": ["eu-central-1"]}}},
        secrets={"A": "1", "x" * 50: "2"},
    )
    entry = entry_of(variables)
    assert "backup_schedule" not in entry
    assert "secure_connectivity" not in entry
    assert entry["monitoring_clients"] == [{"username": "a"}]
    assert variables.secrets == {"orders": {"A": "1"}}
    assert variables.ignore_patterns == ["x" * 50]
    parts = ("backup_schedule", "monitoring_clients", "secure_connectivity", "secrets")
    assert [len(remarks(variables, part)) for part in parts] == [1, 2, 1, 1]


@pytest.mark.parametrize("name", ["twin", UUID])
def test_a_name_that_does_not_tell_which_cluster_is_meant(name: str) -> None:
    variables = described({"name": name}, secrets={"A": "1"})
    assert entry_of(variables)["uuid"] == UUID
    assert list(variables.secrets) == [UUID]


def test_a_cluster_without_a_name_is_left_out() -> None:
    variables = described({"name": " "})
    assert variables.clusters == []
    assert UUID in remarks(variables, "name")[0]


def test_members() -> None:
    """Only roles that can be given; who would be lost by pruning is kept from it."""
    members = [
        {"email": "a@example.com", "roles": ["member", "analyst", "admin", "of tomorrow"]},
        {"email": "b@example.com", "roles": ["owner", "admin"]},
        {"email": "c@example.com", "roles": []},
        {"email": "no address", "roles": ["admin"]},
    ]
    variables = described(members=members)
    assert variables.members == [{"email": "a@example.com", "roles": ["admin", "analyst"]}]
    assert len(remarks(variables, "members")) == 3
    assert variables.ignore_patterns == ["c@example.com", "no address"]
