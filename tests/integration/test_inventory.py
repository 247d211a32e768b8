# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clusters as hosts: their names, variables and groups, which of them there are, and plays on them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from camunda_sandbox.parameters import PARAMETERS

from ansible_collections.camunda.platform.plugins.inventory.clusters import EXAMPLES
from ansible_collections.camunda.platform.tests.integration.faults import asked, tokens_asked
from ansible_collections.camunda.platform.tests.integration.installation import (
    CAMUNDA,
    MANAGEMENT,
    TOKEN_PATH,
    lead_to_installation,
)
from ansible_collections.camunda.platform.tests.integration.play import Player
from ansible_collections.camunda.platform.tests.integration.source import (
    bare,
    list_source,
    list_sources,
    parsed,
    write_source,
)
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

REGION = PARAMETERS.regions[0].name
HOSTILE = "{{ 40 + 2 }} (prod)"


@pytest.fixture
def uuids(sandbox: Caller) -> dict[str, str]:
    """Make clusters, two of them with the same name, and one with a name that is a template."""
    plan = PARAMETERS.cluster_plan_types[1].uuid
    made = {
        "dev": sandbox.create_cluster(name="orders", stageLabel="dev"),
        "prod": sandbox.create_cluster(name="orders", stageLabel="prod", planTypeId=plan),
        "plain": sandbox.create_cluster(name="billing"),
        "hostile": sandbox.create_cluster(name=HOSTILE, description="{% raw %}"),
    }
    sandbox.control("PUT", f"clusters/{made['plain']}/status", {"status": "Suspended"})
    sandbox.control("DELETE", "requests")
    return made


def names_of(uuids: dict[str, str]) -> dict[str, str]:
    """Return the host names of the clusters above."""
    return {
        "dev": f"orders-{uuids['dev'][:8]}",
        "prod": f"orders-{uuids['prod'][:8]}",
        "plain": "billing",
        "hostile": "40_2_prod",
    }


def test_hosts_variables_and_groups(player: Player, sandbox: Caller, uuids: dict[str, str]) -> None:
    """List what there is without any option: one token, one request."""
    names = names_of(uuids)
    listed = list_source(player, {})
    assert [e["path"] for e in asked(sandbox)] == ["/oauth/token", "/clusters"]
    assert sorted(listed.hosts) == sorted(names.values())
    prod = listed.hosts[names["prod"]]
    cluster = prod.pop("camunda_cluster")
    assert prod == {
        "ansible_connection": "local",
        "ansible_python_interpreter": "{{ ansible_playbook_python }}",
        "camunda_uuid": uuids["prod"],
        "camunda_name": "orders",
        "camunda_platform": "saas",
        "camunda_type": "automation",
        "camunda_status": "Healthy",
        "camunda_region": REGION,
        "camunda_generation": PARAMETERS.channels[0].default_generation.name,
        "camunda_channel": "Stable",
        "camunda_plan_type": PARAMETERS.cluster_plan_types[1].name,
        "camunda_stage_label": "prod",
    }
    assert cluster["plan_type"] == PARAMETERS.cluster_plan_types[1].model_dump(include={"uuid", "name"})
    assert cluster["status"]["zeebeStatus"] == "Healthy"
    assert listed.hosts["billing"]["camunda_stage_label"] == ""
    groups = listed.groups
    everybody = sorted(names.values())
    assert groups["camunda_clusters"] == groups["camunda_platform_saas"] == everybody
    assert groups["camunda_status_suspended"] == ["billing"]
    assert groups["camunda_stage_label_dev"] == [names["dev"]]
    assert groups["camunda_plan_type_basic_1x"] == [names["prod"]]
    assert groups["camunda_channel_stable"] == everybody
    assert {name for name in groups if name.startswith("camunda_region_")} == {
        "camunda_region_belgium_europe_europe_west1"
    }


def test_graph_and_host(player: Player, uuids: dict[str, str]) -> None:
    """Look at the same by the other two modes of ansible-inventory, with names by UUID and another prefix."""
    path = str(write_source(player.directory, {"hostname": "uuid", "prefix": "c8_"}, "my.camunda.yaml"))
    graph = player.inventory("-i", path, "--graph").output
    assert "@c8_stage_label_prod:" in graph
    assert uuids["hostile"] in graph
    host = player.inventory("-i", path, "--host", uuids["dev"])
    assert json.loads(host.output)["c8_name"] == "orders"


def test_what_camunda_says_is_no_template(player: Player, uuids: dict[str, str]) -> None:
    """Show a name that would be 42, in a play and in a composed variable."""
    path = write_source(player.directory, {"compose": {"shown": "camunda_name ~ '!'"}})
    task = {"ansible.builtin.debug": {"msg": "{{ camunda_name }} {{ camunda_cluster.description }} {{ shown }}"}}
    play = [{"hosts": "40_2_prod", "gather_facts": False, "tasks": [task]}]
    (player.directory / "play.yml").write_text(yaml.safe_dump(play), encoding="utf-8")
    played = player.playbook("-i", str(path), "play.yml")
    assert f"{HOSTILE} {{% raw %}} {HOSTILE}!" in played.output, played.output


def test_constructed(player: Player, uuids: dict[str, str]) -> None:
    """Use every feature for composed variables and groups."""
    names = names_of(uuids)
    options = {
        "default_groups": False,
        "use_extra_vars": True,
        "leading_separator": False,
        "compose": {
            "zeebe": "camunda_cluster.links.zeebe",
            "whose": "owner ~ '/' ~ camunda_name",
            "ansible_connection": "'ansible.builtin.local'",
            "lost": "no_such_variable",
        },
        "groups": {"asleep": "camunda_status == 'Suspended'", "lost": "no_such_variable", "mine": "owner == 'me'"},
        "keyed_groups": [
            {"key": "camunda_stage_label", "prefix": "stage", "default_value": "none", "parent_group": "stages"},
            {"key": "camunda_channel | lower"},
            {"key": "camunda_cluster.region.uuid", "prefix": "in", "separator": "-"},
            {"key": "dict(connectors=camunda_cluster.status.connectorsStatus)", "prefix": "is"},
            {"key": "no_such_variable", "prefix": "lost"},
        ],
    }
    listed = list_source(player, options, "-e", "owner=me")
    groups = listed.groups
    everybody = sorted(names.values())
    assert groups == {
        "asleep": ["billing"],
        "mine": everybody,
        "stage_dev": [names["dev"]],
        "stage_prod": [names["prod"]],
        "stage_none": sorted(["billing", "40_2_prod"]),
        "stable": everybody,
        f"in_{PARAMETERS.regions[0].uuid.replace('-', '_')}": everybody,
        "is_connectors_Healthy": sorted(set(everybody) - {"billing"}),
        "is_connectors_Suspended": ["billing"],
    }
    assert sorted(listed.content["stages"]["children"]) == ["stage_dev", "stage_none", "stage_prod"]
    # What was composed is marked from ansible-core 2.19 on.
    billing = {name: bare(value) for name, value in listed.hosts["billing"].items()}
    assert (billing["whose"], billing["ansible_connection"]) == ("me/billing", "ansible.builtin.local")
    assert billing["zeebe"] == f"{uuids['plain']}.bru-2.zeebe.camunda.io"
    assert "lost" not in billing


def test_strict(player: Player, uuids: dict[str, str]) -> None:
    """Fail, with strict, over what is left out without it."""
    names = names_of(uuids)
    cases: dict[str, dict[str, Any]] = {
        "Could not set lost for host": {"compose": {"lost": "no_such_variable"}},
        "to group lost": {"groups": {"lost": "no_such_variable"}},
        "from no_such_variable entry": {"keyed_groups": [{"key": "no_such_variable"}]},
    }
    paths = [
        write_source(player.directory, {**options, "strict": True}, f"{index}.camunda.yml")
        for index, options in enumerate(cases.values())
    ]
    listed = list_sources(player, *paths)
    assert [words for words in cases if words not in listed.output] == [], listed.output
    assert "Traceback" not in listed.output
    pairs = zip(cases.values(), paths, strict=True)
    loose = [write_source(player.directory, options, path.name) for options, path in pairs]
    listed = parsed(list_sources(player, *loose))
    assert sorted(listed.hosts) == sorted(names.values())
    assert "lost" not in listed.content


def test_filters(player: Player, uuids: dict[str, str]) -> None:
    """Let the first filter that applies decide; list the clusters of each case in groups of their own."""
    names = names_of(uuids)
    cases: dict[str, tuple[list[dict[str, Any]], set[str]]] = {
        "none": ([], set(names)),
        "excluded": ([{"exclude": "c_status == 'Suspended'"}], {"dev", "prod", "hostile"}),
        "included": ([{"include": "c_stage_label == 'prod'"}, {"exclude": True}], {"prod"}),
        "first": ([{"include": "c_name == 'orders'"}, {"exclude": "c_stage_label == 'dev'"}], set(names)),
        "order": (
            [{"exclude": "c_stage_label == 'dev'"}, {"include": "c_name == 'orders'"}, {"exclude": "true"}],
            {"prod"},
        ),
        "extra": ([{"exclude": "c_name != wanted"}], {"plain"}),
        "nobody": ([{"exclude": True}], set()),
    }
    paths = [
        write_source(
            player.directory,
            # Each source adds its hosts to a group of its own.
            {"filters": filters, "prefix": "c_", "groups": {f"of_{name}": True}, "use_extra_vars": True},
            f"{name}.camunda.yml",
        )
        for name, (filters, _keys) in cases.items()
    ]
    listed = parsed(list_sources(player, *paths, arguments=("-e", "wanted=billing")))
    found = {name: listed.groups.get(f"of_{name}", []) for name in cases}
    assert found == {name: sorted(names[key] for key in keys) for name, (_filters, keys) in cases.items()}


PLAY = """
- hosts: camunda_status_healthy
  gather_facts: false
  tasks:
    - camunda.platform.camunda_client_info:
        cluster: "{{ camunda_uuid }}"
      register: clients
    - camunda.platform.camunda_backup_info:
        cluster: "{{ camunda_uuid }}"
      register: backups
    - step:
        write:
          dest: registered.json
          content: >-
            {{ dict(ansible_play_hosts | zip(ansible_play_hosts | map('extract', hostvars, 'clients'))) | to_json }}
      run_once: true
"""


def test_a_play_on_the_hosts(player: Player, sandbox: Caller, uuids: dict[str, str]) -> None:
    """Look at the clients and backups of every cluster that is healthy: one token for inventory and modules."""
    names = names_of(uuids)
    ids = {key: sandbox.create_client(uuids[key], f"of-{key}")["clientId"] for key in ("dev", "prod", "hostile")}
    sandbox.control("DELETE", "requests")
    path = write_source(player.directory, {})
    (player.directory / "play.yml").write_text(PLAY, encoding="utf-8")
    played = player.playbook("-i", str(path), "play.yml", "-vvv")
    assert played.returncode == 0, played.output
    assert "running in process" in played.output
    registered = json.loads((player.directory / "registered.json").read_text(encoding="utf-8"))
    found = {host: [client["client_id"] for client in result["clients"]] for host, result in registered.items()}
    assert found == {names[key]: [client_id] for key, client_id in ids.items()}
    assert tokens_asked(sandbox) == [200]
    assert len(asked(sandbox, "GET", "/clusters")) == 1
    assert len([e for e in asked(sandbox, "GET") if e["path"].endswith("/backups")]) == 3


def test_the_examples(player: Player, uuids: dict[str, str], tmp_path: Path) -> None:
    """Run every example of the documentation, as it stands there."""
    names = names_of(uuids)
    found = []
    for options in yaml.safe_load_all(EXAMPLES):
        assert options.pop("plugin") == "camunda.platform.clusters"
        if options.get("platform") == "self_managed":
            lead_to_installation(player)
            assert player.environment.pop("CAMUNDA_PLATFORM") == "self_managed"
        # Only one of them has a file below HOME: a play with another HOME than the others' costs ten of them.
        found.append(list_source(player, options, **({"HOME": str(tmp_path)} if "cache" in options else {})))
    everything, production, other, own, installation = found
    assert sorted(everything.hosts) == sorted(other.hosts) == sorted(names.values())
    assert list(production.hosts) == [names["prod"]]
    assert own.groups["needs_care"] == [uuids["plain"]]
    assert own.groups["europe_west1"] == sorted(uuids.values())
    assert own.content["regions"]["children"] == ["europe_west1"]
    assert own.hosts[uuids["dev"]]["zeebe"]
    assert list((tmp_path / ".cache" / "camunda-inventory").iterdir())
    assert list(installation.hosts) == ["camunda"]


def test_self_managed(player: Player, sandbox: Caller) -> None:
    """List an installation: what SaaS has as well is in the same variables, and a module works on its hosts."""
    sandbox.control("PUT", "installation/My-Cluster", {"name": "camunda", "status": "unhealthy", "generation": "8.7.3"})
    lead_to_installation(player)
    listed = list_source(player, {})
    assert [e["path"] for e in asked(sandbox)] == [TOKEN_PATH, "/admin-api/clusters"]
    own, other = f"camunda-{CAMUNDA[:8]}", "camunda-My-Clust"
    management = next(iter(set(listed.hosts) - {own, other}))
    assert listed.groups["camunda_platform_self_managed"] == sorted([own, other, management])
    assert listed.groups["camunda_type_automation"] == listed.groups["camunda_clusters"][:2] == sorted([own, other])
    assert listed.groups["camunda_status_unhealthy"] == listed.groups["camunda_generation_8_7_3"] == [other]
    facts = listed.hosts[other]
    assert (facts["camunda_status"], facts["camunda_generation"], facts["camunda_region"]) == ("Unhealthy", "8.7.3", "")
    task = {"camunda.platform.camunda_cluster_info": {"uuid": "{{ camunda_uuid }}"}, "register": "it"}
    shown = {"ansible.builtin.debug": {"msg": "it is {{ it.clusters | map(attribute='uuid') }}"}}
    play = [{"hosts": "camunda_type_management", "gather_facts": False, "tasks": [task, shown]}]
    (player.directory / "play.yml").write_text(yaml.safe_dump(play), encoding="utf-8")
    played = player.playbook("-i", "camunda.yml", "play.yml")
    assert f"it is ['{MANAGEMENT}']" in played.output, played.output
