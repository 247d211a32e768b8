# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole description, checked before any request: every fault by its path, and all of them at once."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.filter.file_faults import file_faults
from ansible_collections.camunda.platform.plugins.filter.provision_faults import provision_faults
from ansible_collections.camunda.platform.plugins.module_utils._resources.organization import ARGUMENTS as ORGANIZATION
from ansible_collections.camunda.platform.plugins.plugin_utils._role_files import role_options

ONE, TWO = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
CLIENT = {"name": "worker"}
SAME = [("a", "y"), ("b", "./y")]


def described(*clusters: Any, **more: Any) -> dict[str, Any]:
    """Return the variables of the role."""
    return {"provision_clusters": list(clusters), **{f"provision_{name}": value for name, value in more.items()}}


def orders(**more: Any) -> dict[str, Any]:
    """Describe a cluster."""
    return {"name": "orders", **more}


FINE: list[dict[str, Any]] = [
    described(),
    {"provision_allow_empty": True},
    {"provision_members": [{"email": "ann@example.com", "roles": ["admin"]}]},
    described(orders(description="", backup_schedule="", wake="no", hardware_packages="2", clients=[])),
    described(orders(clients=[]), prune_clients=True, allow_empty=True),
    described(orders(clients=[]), orders(name="other", clients=[CLIENT])),
    described(orders(uuid=ONE), orders(uuid=TWO), orders()),
    described(orders(state="absent", clients=[{"name": "x"}])),
    described(secrets={"orders": {"A": "", "B": "007"}}, allow_empty_value=True),
    described(orders(ip_allowlist=[], ip_allowlist_strategy="remove")),
    described(orders(clients=[CLIENT]), to={"backend": "file", "dest": "{name}.env"}),
    described(orders(monitoring=False, monitoring_clients=[{"username": "m", "state": "absent"}])),
    {"provision_prune_clusters": False, "provision_clusters": []},
]

WRONG: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["Nothing is described"]),
    ({"provision_prune_members": True}, ["Nothing is described", "Option 'provision_members'"]),
    ({"provision_clusters": None}, ["Option 'provision_clusters' is null"]),
    ({"provision_secrets": None}, ["Option 'provision_secrets' is null"]),
    (described(None), ["Option 'provision_clusters[0]' is null"]),
    (described(orders(), {"name": None}), ["Option 'provision_clusters[1].name' is null"]),
    (described(orders(clients=None)), ["Option 'provision_clusters[0].clients' is null"]),
    (described(orders(clients=[{"name": None}])), ["Option 'provision_clusters[0].clients[0].name' is null"]),
    (described(orders(ip_allowlist=None)), ["Option 'provision_clusters[0].ip_allowlist' is null"]),
    (described(orders(backup_schedule=None)), ["Option 'provision_clusters[0].backup_schedule' is null"]),
    (described(orders(secure_connectivity=None)), ["Option 'provision_clusters[0].secure_connectivity' is null"]),
    (described(orders(clients=[{**CLIENT, "to": {"backend": None}}])), ["clients[0].to.backend' is null"]),
    (described(to={"dest": None}), ["Option 'provision_to.dest' is null"]),
    (described(orders(description={"a": 1})), ["Option 'provision_clusters[0].description' is a mapping"]),
    (described(orders(name=["a"])), ["Option 'provision_clusters[0].name' is a list"]),
    (described(orders(clients=[{"name": {"a": 1}}])), ["Option 'provision_clusters[0].clients[0].name' is a mapping"]),
    (described(secrets={"orders": None}), ["Option 'provision_secrets.orders' is not a dictionary"]),
    (described(secrets={"orders": ["A"]}), ["Option 'provision_secrets.orders' is not a dictionary"]),
    (described(secrets={"orders": {"A": None}}), ["Option 'provision_secrets.orders.A' is null"]),
    (described(secrets={"orders": {"A": ""}}), ["Option 'provision_secrets.orders.A' is empty"]),
    (described(secrets={"orders": {"A": 7, "B": datetime.date(2026, 1, 1)}}), ["A' is a number", "B' is a date"]),
    (described(secrets={"orders": {"A" * 50: "x"}}), ["has 50 characters"]),
    (described(secrets={"orders": {}}, prune_secrets=True), ["Option 'provision_secrets.orders': it is empty"]),
    (described(orders(clients=[]), prune_clients="yes"), ["Option 'provision_clusters[0].clients': it is empty"]),
    (described(members=[], prune_members=True), ["Option 'provision_members': it is empty"]),
    (described(orders(), orders()), ["this name is described several times: orders"]),
    (described(orders(uuid=ONE), orders(uuid=ONE.upper())), ["this uuid is described several times"]),
    (described(orders(uuid="orders")), ["Option 'provision_clusters[0].uuid': 'orders' is not a UUID"]),
    (described(orders(clients=[CLIENT, CLIENT])), ["this client is described several times: orders/worker"]),
    (
        described(orders(monitoring_clients=[{"username": "m"}] * 2)),
        ["this monitoring client is described several times: orders/m"],
    ),
    (
        described(orders(clients=[{"name": name, "dest": place} for name, place in SAME])),
        ["this dest is described several times: ./y"],
    ),
    (described(orders(clients=[{**CLIENT, "dest": ""}])), ["clients[0].dest' is empty"]),
    (described(orders(clients=[{**CLIENT, "mode": "9"}])), ["clients[0].mode': '9' is not"]),
    (described(orders(clients=[{"name": " "}])), ["Option 'provision_clusters[0].clients[0].name'"]),
    (described(orders(clients=[{**CLIENT, "permissions": []}])), ["clients[0].permissions': the list is empty"]),
    (described(orders(name=" ")), ["Option 'provision_clusters[0].name'"]),
    (described(orders(description="x" * 151)), ["Option 'provision_clusters[0].description'", "151"]),
    (described(orders(backup_schedule="0 25 * * *")), ["Option 'provision_clusters[0].backup_schedule'", "cron"]),
    (described(orders(ip_allowlist=[{"ip": "10.0.0.0/33"}])), ["provision_clusters[0].ip_allowlist[0].ip"]),
    (described(orders(ip_allowlist=[])), ["Option 'provision_clusters[0].ip_allowlist': the list is empty"]),
    (
        described(orders(secure_connectivity={"allowed_principals": ["me"], "allowed_regions": ["eu-central-1"]})),
        ["Option 'provision_clusters[0].secure_connectivity.allowed_principals[0]': 'me'"],
    ),
    (described(orders(secure_connectivity={})), ["secure_connectivity.allowed_principals': the list is empty"]),
    (described(members=[{"email": "ann", "roles": ["admin"]}]), ["Option 'provision_members[0].email': 'ann'"]),
    (
        described(members=[{"email": email, "roles": ["admin"]} for email in ("a@b.c", "A@b.c")]),
        ["Variable 'provision_members': this member is described several times: A@b.c"],
    ),
    (described(orders(regoin="x")), ["regoin"]),
    (described(prune_clusters=True), ["Variable 'provision_prune_clusters': clusters are never deleted"]),
    (
        described(orders(monitoring=False, monitoring_clients=[{"username": "m"}])),
        ["Option 'provision_clusters[0].monitoring' is false"],
    ),
    (
        described(orders(state="absent"), secrets={"orders": {"A": "x"}}),
        ["Option 'provision_secrets.orders': the cluster is described with state absent"],
    ),
    (
        described(orders(clients=[CLIENT]), to={"backend": "file", "dest": "missing/{name}"}),
        ["Option 'provision_to.dest': "],
    ),
    (
        described(orders(clients=[{**CLIENT, "to": {"backend": "vault_file", "dest": "missing/x"}}])),
        ["Option 'provision_clusters[0].clients[0].to.dest': "],
    ),
    (described({"region": "x"}), ["name"]),
    (described(orders(clients=[{**CLIENT, "to": {"backend": "files"}}])), ["backend", "files"]),
    (described(orders(clients=[{**CLIENT, "to": {"backend": "file", "path_": "x"}}])), ["path_"]),
    (
        described(orders(clients=[{**CLIENT, "to": {"backend": "tasks", "tasks": "/not/there.yml"}}])),
        ["clients[0].to.tasks': '/not/there.yml' cannot be used: there is no such file"],
    ),
]


@pytest.mark.parametrize("variables", FINE)
def test_fine(variables: dict[str, Any], tmp_path: Path) -> None:
    """Nothing is found where nothing is wrong, and lists that are empty on purpose are among it."""
    assert provision_faults(variables, str(tmp_path)) == []


@pytest.mark.parametrize(("variables", "expected"), WRONG)
def test_wrong(variables: dict[str, Any], expected: list[str], tmp_path: Path) -> None:
    """Each fault is found, and named by its path."""
    found = provision_faults(variables, str(tmp_path))
    for text in expected:
        assert any(text in sentence for sentence in found), found
    assert len(found) <= len(expected), found


def test_all_at_once_and_no_value() -> None:
    """The faults of all parts come together; what is given as a secret is not in them."""
    variables = described(
        orders(description="x" * 151, backup_schedule="nonsense"),
        members=[{"email": "ann", "roles": ["admin"]}],
        secrets={"orders": {"A": {"hidden": 1}, "B": 42424242}},
    )
    found = provision_faults(variables)
    assert len(found) == 5
    assert not [text for text in ("hidden", "42424242") if text in repr(found)]


def test_files(tmp_path: Path) -> None:
    """Directories that are missing or no directories, only where the files are on this machine."""
    (tmp_path / "kept").mkdir()
    places = ["kept/a.env", "missing/b.env", "kept", str(tmp_path / "kept" / "c.env")]
    variables = described(orders(clients=[{"name": f"c{n}", "dest": p} for n, p in enumerate(places)]))
    found = provision_faults(variables, str(tmp_path))
    assert [sentence.split("'")[1].rpartition(".")[0] for sentence in found] == [
        "provision_clusters[0].clients[1]",
        "provision_clusters[0].clients[2]",
    ]
    assert provision_faults(variables) == []


REGIONS = [
    {"name": "Belgium", "uuid": "b", "provider": "GCP"},
    {"name": "Frankfurt", "uuid": "f", "provider": "AWS"},
    {"name": "Moon", "uuid": "m"},
]
CLUSTERS = [
    {"name": "orders", "uuid": ONE, "region": {"name": "Belgium", "uuid": "b"}},
    {"name": "invoices", "uuid": TWO, "region": {"name": "Frankfurt", "uuid": "f"}},
]
CONNECTION = {"allowed_principals": ["*"], "allowed_regions": ["eu-central-1"]}


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"name": "orders", "uuid": ONE}, None),
        ({"name": "orders", "uuid": TWO}, "uuid': the cluster"),
        ({"name": "orders", "uuid": TWO, "state": "absent"}, "uuid': the cluster"),
        ({"name": "new", "uuid": TWO, "state": "absent", "allow_rename": True}, "uuid': the cluster"),
        ({"name": "new", "uuid": TWO, "allow_rename": True}, None),
        ({"name": "orders", "secure_connectivity": CONNECTION}, "the region 'Belgium' of cluster 'orders'"),
        ({"name": "orders", "secure_connectivity": {"state": "disabled"}}, None),
        ({"name": "invoices", "region": "Belgium", "secure_connectivity": CONNECTION}, None),
        ({"name": "new", "region": "b", "secure_connectivity": CONNECTION}, "Frankfurt"),
        ({"name": "new", "region": "Frankfurt", "secure_connectivity": CONNECTION}, None),
        ({"name": "new", "region": "Moon", "secure_connectivity": CONNECTION}, None),
        ({"name": "new", "region": "Mars", "secure_connectivity": CONNECTION}, None),
    ],
)
def test_against_the_organization(entry: dict[str, Any], expected: str | None) -> None:
    """UUIDs of other clusters, and private connections where there are none; what is unknown is left to the run."""
    found = provision_faults(described(entry), None, CLUSTERS, REGIONS)
    assert len(found) == (expected is not None), found
    assert all("Option 'provision_clusters[0]." in text and str(expected) in text for text in found)


def test_files_that_a_role_writes(tmp_path: Path) -> None:
    """They are named by their variables; one that is not asked for is no fault, and null is one."""
    given = {"a": "report.json", "b": "missing/report.json", "c": "", "d": None, "e": ["x"], "f": str(tmp_path)}
    found = file_faults(given, "dest", str(tmp_path))
    assert [sentence.split("'")[1] for sentence in found] == ["b", "d", "e", "f"]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("- name: x\n  debug:\n", None),
        ("$ANSIBLE_VAULT;1.1;AES256\n6162\n", None),
        ("- name: x\n  vars: {a: !unsafe '{{ b }}'}\n  debug:\n", None),
        ("", "not a list of tasks"),
        ("a: b\n", "not a list of tasks"),
        ("- x\n", "entry 1 is not a task"),
        ("- debug:\n- hosts: all\n", "entry 2 is a play"),
        ("- import_playbook: x.yml\n", "entry 1 is a play"),
        ("- name: 'x\n", "cannot be loaded"),
        ("\x00", "cannot be loaded"),
    ],
)
def test_task_files(content: str, fault: str | None, tmp_path: Path) -> None:
    """They have to exist and to hold tasks, as far as that shows before they run."""
    file = tmp_path / "verify.yml"
    file.write_text(content, encoding="utf-8")
    found = file_faults({"verify": str(file)}, "tasks")
    assert len(found) == (fault is not None), found
    assert all("Option 'verify'" in text and str(fault) in text for text in found)


def test_task_files_that_are_not_there(tmp_path: Path) -> None:
    """A directory, a file that is missing, and a relative path, which would begin in the role."""
    found = file_faults({"a": str(tmp_path), "b": str(tmp_path / "x.yml"), "c": "verify.yml"}, "tasks")
    assert [text.split("'")[1] for text in found] == ["a", "b", "c"]


def test_the_suboptions_that_the_role_leaves_out() -> None:
    """Those of the module that the argument spec names, and no others."""
    clusters = role_options("provision", "organization")["provision_clusters"]
    named = set(re.findall(r"C\((\w+)\)", clusters["description"][0]))
    everything = set(ORGANIZATION["clusters"]["options"])
    found = provision_faults(described({**dict.fromkeys(everything | named, "x"), "name": "orders"}))
    unknown = next(text for text in found if text.startswith("Unsupported parameters: provision_clusters."))
    assert set(re.findall(r"provision_clusters\.(\w+)", unknown)) == named <= everything
