# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever a server answers, a module ends with a result or an error that has a code, and creates nothing twice.

Each module runs once against the sandbox, over HTTP. Then its answers are played again, each time with one of them
changed. TESTS_ANSWERS is the number of cases, twenty for each story by default, TESTS_ANSWERS_SEED the seed of their
choice: before a release 20,000, with several seeds.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import re
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ansible.errors import AnsibleError
from ansible.inventory.data import InventoryData
from ansible.module_utils.common.json import AnsibleJSONEncoder
from camunda_sandbox.core import Sandbox

from ansible_collections.camunda.platform.plugins.lookup.token import SPEC as LOOKUP
from ansible_collections.camunda.platform.plugins.lookup.token import LookupModule
from ansible_collections.camunda.platform.plugins.module_utils._clock import Clock
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result, Spec, execute
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.plugin_utils._hosts import hosts_of
from ansible_collections.camunda.platform.plugins.plugin_utils._options import checked_options
from ansible_collections.camunda.platform.tests.unit.guards.collection import ROOT
from ansible_collections.camunda.platform.tests.unit.plugins.any_answer import (
    MISSING,
    VALUES,
    change,
    nested,
    places,
    replaced,
)
from ansible_collections.camunda.platform.tests.unit.plugins.clocks import FastClock
from ansible_collections.camunda.platform.tests.unit.plugins.replay import ReplayServer, Tape
from ansible_collections.camunda.platform.tests.unit.sandbox.support import FRANKFURT, Caller, key_arn, serving

CASES = int(os.environ.get("TESTS_ANSWERS", "2000"))
SEED = int(os.environ.get("TESTS_ANSWERS_SEED", "1"))
MODULES = sorted(path.stem for path in (ROOT / "plugins/modules").glob("camunda_*.py"))
NEW = {"region": FRANKFURT, "plan_type": "Basic 1x"}
KEYCLOAK = {"grant_type": "client_credentials", "client_id": "sandbox-client", "client_secret": "sandbox-secret"}
ARN = "arn:aws:iam::123456789012:root"


@dataclass(frozen=True)
class Story:
    """A module with options, in the order in which they are told to the sandbox."""

    module: str
    options: Mapping[str, Any]
    check: bool = False


def story(module: str, check: bool = False, /, **options: Any) -> Story:
    """Return a story about a module."""
    return Story(f"camunda_{module}", options, check)


IN = {"cluster": "orders"}
SELF_MANAGED = {"platform": "self_managed"}
WHOLE = {
    "name": "orders",
    "description": "whole",
    "ip_allowlist": [{"ip": "10.2.0.0/16"}],
    "backup_schedule": "0 5 * * *",
    "monitoring": True,
    "monitoring_clients": [{"username": "whole"}],
    "clients": [{"name": "whole", "permissions": ["Zeebe"]}],
}
WORK = {"resource_type": "PROCESS_DEFINITION", "resource_id": "*", "permissions": ["UPDATE_PROCESS_INSTANCE"]}
ACCESS = {
    "roles": [{"id": "y", "authorizations": [WORK]}],
    "tenants": [{"id": "x", "roles": ["y"]}],
    "clients": [{"name": "a", "roles": ["x", "y"], "authorizations": [WORK]}],
}
ON_ROLE = {"owner_type": "role", "owner": "x"}
STORIES = [
    story("parameters_info"),
    story("ip_ranges_info"),
    story("cluster", name="orders", description="x", stage_label="dev", backup_region="eu-west-1", **NEW),
    story("cluster", name="orders", description="y", stage_label="test", channel="Stable"),
    story("cluster", True, name="new", backup_region="eu-west-1", **NEW),
    story("cluster_info"),
    story("cluster_wait", clusters=["orders"]),
    story("ip_allowlist", entries=[{"ip": "10.0.0.0/8", "description": "d"}], **IN),
    story("ip_allowlist", entries=[{"ip": "10.1.0.0/16"}], strategy="merge", **IN),
    story("client", name="worker", permissions=["Zeebe"], **IN),
    story("client", name="kept", dest="{dir}/kept.env", **IN),
    story("client", name="kept", dest="{dir}/kept.env", **IN),
    story("client", name="worker", permissions=["Operate"], allow_replace=True, **IN),
    story("clients", clients=[{"name": "a"}, {"name": "b"}], parallel=1, **IN),
    story("clients", clients=[{"name": "a"}], prune=True, ignore_patterns=["kept", "worker"], parallel=1, **IN),
    story("client_info", connection=True, **IN),
    story("client_rotation", name="worker", dest="{dir}/rotated.env", **IN),
    story("client_rotation_info", name="worker", **IN),
    story("secret", name="KEY", value="v", **IN),
    story("secret", name="KEY", value="w", **IN),
    story(
        "secrets", secrets=[{"name": "KEY", "value": "x"}, {"name": "B", "value": "y"}], prune=True, parallel=1, **IN
    ),
    story("secret_info", **IN),
    story("backup", **IN),
    story("backup", max_age=3600, keep=1, **IN),
    story("backups", clusters=["orders"], parallel=1),
    story("backup_info", max_age=3600, **IN),
    story("backup_schedule", schedule="0 3 * * *", **IN),
    story("backup_schedule", state="absent", **IN),
    story("monitoring", **IN),
    story("monitoring_client", username="grafana", dest="{dir}/grafana.env", **IN),
    story("monitoring_client", username="grafana", rotate=True, **IN),
    story("monitoring_info", **IN),
    story("secure_connectivity", allowed_principals=[ARN], allowed_regions=["eu-central-1"], **IN),
    story("secure_connectivity_info", **IN),
    story("member", email="a@example.com", roles=["developer"]),
    story("members", members=[{"email": "a@example.com", "roles": ["analyst"]}], prune=True, parallel=1),
    story("member_info"),
    story("activity_info", last="1d"),
    story("organization_info"),
    story("organization", clusters=[WHOLE], secrets={"orders": {"A": "v"}}, parallel=1),
    story("organization", clusters=[WHOLE | {"clients": []}], prune_clients=True, allow_empty=True, parallel=1),
    story("organization", clusters=[{"name": "sooner", **NEW, "clients": [{"name": "a"}]}], parallel=1),
    story("organization", clusters=[{"name": "sooner", "state": "absent"}], parallel=1),
    story("export", dest="{dir}/export.yml"),
    story("cluster_upgrade", **IN),
    story("cluster_upgrades", clusters=["orders"], parallel=1),
    story("backup_restore", backup="{backup}", confirm="orders", **IN),
    story("cluster", name="sealed", encryption_type="External", wait=False, **NEW),
    story("cluster_encryption", cluster="sealed", primary_key_arn=key_arn("eu-central-1")),
    story(
        "credentials_file",
        environment={"ZEEBE_CLIENT_ID": "a", "ZEEBE_CLIENT_SECRET": "b"},
        dest="{dir}/file.env",
    ),
    story("token"),
    story("group", id="x", clients=["a"]),
    story("role", id="x", clients=["a"], groups=["x"]),
    story("role", id="x", name="y", clients=["b"], prune_members=True),
    story("tenant", id="x", roles=["x"]),
    story("user", id="x", password="y", email="x@example.com"),
    story("user", id="x", password="y", update_password="always"),
    story("mapping_rule", id="x", claim_name="a", claim_value="b"),
    story("authorizations", authorizations=[WORK], **ON_ROLE),
    story("authorizations", authorizations=[], prune=True, allow_empty=True, **ON_ROLE),
    story("access_info", owner="a", wanted=[WORK]),
    story("access_info", wanted=[WORK]),
    story("cluster_access", clusters=[ACCESS], prune_members=True, prune_authorizations=True, parallel=1),
    story("cluster_access", clusters=[{"roles": [{"id": "y", "state": "absent"}]}], parallel=1),
    story("cluster_variables", variables={"a": 1, "b": "c"}, parallel=1),
    story("cluster_variables", variables={"a": [2]}, prune=True, parallel=1),
    story("mapping_rule", id="x", state="absent"),
    story("cluster_info", **SELF_MANAGED),
    story("usage_metrics_info", last="30d", **SELF_MANAGED),
    story("cluster_wait", **SELF_MANAGED),
    story("monitoring_client", username="grafana", state="absent", **IN),
    story("monitoring", state="disabled", **IN),
    story("secure_connectivity", state="disabled", **IN),
    story("member", email="a@example.com", state="absent"),
    story("client", name="worker", state="absent", **IN),
    story("secret", name="KEY", state="absent", **IN),
    story("cluster", name="sealed", state="absent"),
    story("cluster_failover", restore_backup="{backup}", confirm="orders", **IN),
]


class World:
    """What all cases share: the server, and what the options refer to."""

    def __init__(self, server: ReplayServer, directory: Path, tokens: Mapping[str, str]) -> None:
        self.server = server
        self.directory = directory
        self.values = {"dir": str(directory), "backup": ""}
        self._tokens = tokens
        self._number = 0

    def run(self, told: Story, clock: Clock) -> Result:
        """Run a module, in a task of its own."""
        self._number += 1
        spec: Spec = importlib.import_module(f"ansible_collections.camunda.platform.plugins.modules.{told.module}").SPEC
        options = {name: self._filled(value) for name, value in told.options.items()}
        given = {**self.connection(told), "wait_timeout": 60.0, "wait_interval": 20.0, **options}
        known = {name: value for name, value in given.items() if name in spec.arguments}
        context = Context(
            params=checked_options(known, spec),
            check_mode=told.check,
            diff_mode=True,
            task=f"answers-{self._number}",
            clock=clock,
        )
        return execute(spec, context)

    def connection(self, told: Story) -> dict[str, Any]:
        """Return the options that lead to the server."""
        connection: dict[str, Any] = {"base_url": self.server.url, "retries": 0, "token_cache_disable": True}
        # Of the modules that call a cluster's own API.
        connection |= {"cluster_url": f"{self.server.url}/orchestration", "cluster_auth": "none"}
        if told.module == "camunda_token":
            connection |= {"oauth_url": f"{self.server.url}/oauth/token"}
            connection |= {"client_id": "sandbox-client", "client_secret": "sandbox-secret"}
        elif told.module != "camunda_ip_ranges_info":
            # An option that a case has changed is of any type.
            connection["access_token"] = self._tokens[
                "self_managed" if told.options.get("platform") == "self_managed" else "saas"
            ]
        return connection

    def _filled(self, value: Any) -> Any:
        if isinstance(value, str):
            return value.replace("{dir}", self.values["dir"]).replace("{backup}", self.values["backup"])
        return value


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, list[Tape]]]:
    """Tell all stories to a sandbox, and keep what was said."""
    with serving(Sandbox()) as url:
        caller = Caller(url)
        caller.settings(
            token_rate=0,
            creation_seconds=0,
            backup_seconds=0,
            restore_seconds=0,
            ipallowlist_visible=True,
            aws_everywhere=True,
            orchestration_authentication="none",
            orchestration_version="8.10",
        )
        caller.ask_token()
        caller.get("/clusters")
        answer = caller.raw("POST", "/auth/realms/camunda-platform/protocol/openid-connect/token", data=KEYCLOAK)
        tokens = {"saas": str(caller.token), "self_managed": answer.json()["access_token"]}
        with ReplayServer(url) as server:
            shared = World(server, tmp_path_factory.mktemp("answers"), tokens)
            tapes = []
            for told in STORIES:
                server.recording = Tape()
                result = shared.run(told, FastClock())
                tapes.append(server.recording)
                if told.module == "camunda_backup" and result.get("backup"):
                    shared.values["backup"] = result["backup"]["uuid"]
                assert not result.get("failed"), (told, result)
            yield shared, tapes
        caller.session.close()


def test_every_module_has_a_story() -> None:
    assert sorted({told.module for told in STORIES}) == MODULES


def is_paragraph(message: str) -> bool:
    """Return whether a message is a paragraph of a length that people read."""
    return message.isprintable() and len(message) <= 500


def doubled(requests: list[tuple[str, str]]) -> list[str]:
    """Return what was created more often than it was deleted; names of clients are unique, so they cannot be."""
    found = []
    for path in {path for method, path in requests if method == "POST"}:
        posts = requests.count(("POST", path))
        deletes = sum(method == "DELETE" and other.startswith(f"{path}/") for method, other in requests)
        if posts - deletes > 1 and re.search(r"/(clusters|backups|failover|upgrade)$", path):
            found.append(path)
    return found


def fault_of(shared: World, told: Story) -> str | None:
    """Run a story; return what is wrong with how it ended."""
    try:
        result = shared.run(told, FastClock())
        json.dumps(result, cls=AnsibleJSONEncoder).encode()
    except OptionError:
        raise
    except Exception:  # the point of all this
        return traceback.format_exc()
    if result.get("failed") and not (isinstance(result.get("msg"), str) and isinstance(result.get("code"), str)):
        return f"no message or code: {result}"
    if result.get("failed") and not is_paragraph(result["msg"]):
        return f"no paragraph: {result['msg']}"
    if "internal_error" in json.dumps(result, cls=AnsibleJSONEncoder):
        # The code of the task, or of a part of it.
        return str(result["msg"])
    if doubled(shared.server.requests):
        return f"created twice: {shared.server.requests}"
    return None


def test_no_answer_makes_a_module_fail_without_a_name(world: tuple[World, list[Tape]]) -> None:
    shared, tapes = world
    playable = [(told, tape) for told, tape in zip(STORIES, tapes, strict=True) if tape.exchanges]
    choose = random.Random(SEED)
    faults: dict[str, str] = {}
    for number in range(CASES):
        told, tape = playable[number % len(playable)]
        index = choose.randrange(len(tape.exchanges))
        body = change(tape.exchanges[index].body, choose)
        shared.server.play(tape, index, body)
        fault = fault_of(shared, told)
        if fault:
            exchange = tape.exchanges[index]
            where = re.findall(r"\w+\.py\", line \d+", fault)[-1:]
            key = fault.strip().splitlines()[-1][:60] + "".join(where)
            faults.setdefault(key, f"case {number}: {told} {exchange.method} {exchange.path} {body[:300]!r}\n{fault}")
    assert not faults, f"{len(faults)} kinds of faults:\n" + "\n\n".join(faults.values())


# With these a wait or a repetition has no end, however fast time passes.
ENDLESS = {"timeout", "retries", "wait_timeout", "wait_interval", "base_url", "cluster_url"}


def mutated(told: Story, choose: random.Random) -> Story:
    """Return a story with one to three parts of its options changed, or with an option that it had not."""
    spec: Spec = importlib.import_module(f"ansible_collections.camunda.platform.plugins.modules.{told.module}").SPEC
    options: dict[str, Any] = dict(told.options)
    for _number in range(choose.choice((1, 1, 2, 3))):
        chosen = [place for place in places(options) if place]
        others = [(name,) for name in sorted(spec.arguments) if name not in ENDLESS]
        place = choose.choice(chosen if chosen and choose.random() < 0.7 else others)
        if len(place) == 1:
            options.setdefault(str(place[0]), None)
        by = choose.choice(VALUES)
        options = replaced(options, place, nested(by, choose.choice((0, 0, 0, 1))) if by is not MISSING else by)
    return Story(told.module, options, choose.random() < 0.3)


def complaint_of(shared: World, told: Story) -> str | None:
    """Run a story whose options may be refused; return what is wrong with how it ended."""
    try:
        return fault_of(shared, told)
    except OptionError as exc:
        return None if exc.code and is_paragraph(exc.message) else f"no paragraph: {exc.message!r}"


def test_no_option_makes_a_module_fail_without_a_name(
    world: tuple[World, list[Tape]], monkeypatch: pytest.MonkeyPatch
) -> None:
    shared, tapes = world
    # Relative paths among the values lead here.
    monkeypatch.chdir(shared.directory)
    choose = random.Random(SEED)
    stories = [(told, tape) for told, tape in zip(STORIES, tapes, strict=True)]
    faults: dict[str, str] = {}
    for number in range(CASES // 5):
        told, tape = stories[number % len(stories)]
        told = mutated(told, choose)
        shared.server.play(tape, -1, b"")
        fault = complaint_of(shared, told)
        if fault:
            key = fault.strip().splitlines()[-1][:60] + "".join(re.findall(r"\w+\.py(?:\", line |:)\d+", fault)[-1:])
            faults.setdefault(key, f"case {number}: {told!r:.600}\n{fault}")
    assert not faults, f"{len(faults)} kinds of faults:\n" + "\n\n".join(faults.values())


def plugin_fault(run: Callable[[], Any]) -> str | None:
    """Run a plugin; return what is wrong with how it ended."""
    try:
        run()
    except AnsibleError as exc:
        return str(exc) if "internal error" in str(exc) else None
    except Exception:  # the point of all this
        return traceback.format_exc()
    return None


def asking(options: Mapping[str, Any]) -> Callable[[], Any]:
    """Return what gets a token by the lookup."""
    return lambda: LookupModule().run([], {}, **options)


def test_no_answer_or_option_makes_the_lookup_fail_without_a_name(
    world: tuple[World, list[Tape]], monkeypatch: pytest.MonkeyPatch
) -> None:
    shared, tapes = world
    monkeypatch.chdir(shared.directory)
    module = "camunda_token"
    tape = next(tape for told, tape in zip(STORIES, tapes, strict=True) if told.module == module)
    choose = random.Random(SEED)
    names = sorted(set(LOOKUP.arguments) - ENDLESS)
    faults: dict[str, str] = {}
    for number in range(CASES // 20):
        options = shared.connection(Story(module, {}))
        index, body = -1, b""
        if number % 2:
            index = choose.randrange(len(tape.exchanges))
            body = change(tape.exchanges[index].body, choose)
        else:
            by = choose.choice([value for value in VALUES if value is not MISSING])
            options[choose.choice(names)] = by
        shared.server.play(tape, index, body)
        fault = plugin_fault(asking(options))
        if fault:
            faults.setdefault(fault.strip().splitlines()[-1][:120], f"case {number}: {options} {body[:300]!r}\n{fault}")
    assert not faults, f"{len(faults)} kinds of faults:\n" + "\n\n".join(faults.values())


def inventory_of(clusters: list[dict[str, Any]], platform: str, by_uuid: bool) -> InventoryData:
    """Return the inventory that the plugin makes of clusters, without what Ansible itself composes."""
    data = InventoryData()
    for host in hosts_of(clusters, platform, "camunda_", by_uuid=by_uuid):
        data.add_host(host.name)
        for name, value in host.variables.items():
            data.set_variable(host.name, name, value)
        for group in host.groups:
            data.add_child(data.add_group(group), host.name)
    data.reconcile_inventory()
    return data


def test_no_answer_makes_the_inventory_fail(world: tuple[World, list[Tape]]) -> None:
    """Each cluster of an answer that is read becomes a host with a name and groups of its own."""
    shared, tapes = world
    module = "camunda_cluster_info"
    playable = [(told, tape) for told, tape in zip(STORIES, tapes, strict=True) if told.module == module]
    choose = random.Random(SEED)
    read = 0
    for number in range(CASES // 20):
        told, tape = playable[number % len(playable)]
        index = choose.randrange(len(tape.exchanges))
        shared.server.play(tape, index, change(tape.exchanges[index].body, choose))
        result = shared.run(told, FastClock())
        if not result.get("failed"):
            read += 1
            clusters = result["clusters"]
            data = inventory_of(clusters, choose.choice(["saas", "self_managed"]), choose.choice([True, False]))
            assert len(data.hosts) == len(clusters)
            assert all(name.isprintable() and name.strip() for name in [*data.hosts, *data.groups])
    assert read > CASES // 100
