# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""In process and as a module: the same tasks register and print the same. Each way plays all cases once."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ansible.parsing.vault import VaultLib, VaultSecret
from camunda_sandbox.core import Sandbox

from ansible_collections.camunda.platform.tests.integration.play import Played, Player, Task
from ansible_collections.camunda.platform.tests.integration.story import REGION, cluster, new_cluster
from ansible_collections.camunda.platform.tests.unit.sandbox.support import ALPHA, Caller, serving

MASKED = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
VAULT_PASSWORD = "of the vault"
NOT_A_TEMPLATE = "{{ not a template }} {% raw %}"
NEW = {"region": REGION, "plan_type": "Basic 1x", "wait_interval": 0.05}
CHECK = {"check_mode": True, "diff": True}
SECRET = {"client_id": "sandbox-client", "client_secret": "sandbox-secret"}


def client(name: str = "worker", **options: Any) -> Task:
    """Return a task about a client of the cluster orders."""
    return {"camunda_client": {"cluster": "orders", "name": name, **options}}


INFO = "camunda_cluster_info"
NOBODY = "http://127.0.0.1:1"
# Played in this order, from the state that `prepare` makes.
CASES: dict[str, Task] = {
    # Every module: what it does, and that it has nothing to do.
    "cluster_planned": {**new_cluster(description="Büro ☕ \N{ROCKET}"), **CHECK},
    "cluster_created": {**new_cluster(description="Büro ☕ \N{ROCKET}"), "diff": True},
    "cluster_again": new_cluster(),
    "cluster_update_planned": {**cluster(name="orders", description="new", stage_label="test"), **CHECK},
    "cluster_updated": {**cluster(name="orders", description="new", stage_label="test"), "diff": True},
    "cluster_suspended": cluster(name="asleep"),
    "cluster_woken": {**cluster(name="asleep", wake=True), "diff": True},
    "cluster_deleted": {**cluster(name="asleep", state="absent"), "diff": True},
    "wait": {"camunda_cluster_wait": {"clusters": ["orders", "old"], "wait_interval": 0.05}},
    "client_planned": {**client(credentials_dest="kept/worker.env"), **CHECK},
    "client_created": {**client(credentials_dest="kept/worker.env"), "diff": True},
    "client_again": client(credentials_dest="kept/worker.env"),
    "client_replaced": {**client(permissions="Zeebe,Operate", recreate=True), "diff": True},
    "client_deleted": {**client(state="absent"), "diff": True},
    "client_for_later": {**client(allow_missing_cluster=True, cluster="later"), **CHECK},
    "clusters_shown": {INFO: {"status": ["Healthy"]}},
    "clients_shown": {"camunda_client_info": {"cluster": "old", "connection": True}},
    "parameters_shown": {"camunda_parameters_info": {}},
    "token": {"camunda_token": {}},
    "token_evicted": {"camunda_token": {"state": "absent"}, "diff": True},
    # Refused by the API, and by us.
    "name_too_long": new_cluster(name="n" * 101),
    "not_ready": {"camunda_client_info": {"cluster": "starting", "connection": True}},
    "immutable": cluster(name="orders", channel="Alpha"),
    "other_permissions": client("existing", cluster="old", permissions=["Optimize"]),
    "wait_failed": {"camunda_cluster_wait": {"clusters": ["starting"], "wait_timeout": 0.1, "wait_interval": 0.2}},
    "wrong_secret": {INFO: {**SECRET, "client_secret": "wrong-secret"}},
    "unreachable": {INFO: {"base_url": NOBODY, "retries": 0}},
    # Refused by the argument specification.
    "bool": cluster(name="orders", wake="maybe"),
    "int": cluster(name="orders", hardware_packages="two"),
    "elements": client(permissions=[{"a": 1}]),
    "choice": cluster(name="orders", stage_label="live"),
    "unsupported": cluster(name="orders", colour="red", flavour="sweet"),
    "several_faults": cluster(state="gone", colour="red"),
    "required": {"camunda_client": {"permissions": ["Zeebe"]}},
    "one_of": cluster(),
    "required_by": client(credentials_owner="root"),
    # How options may come.
    "texts": cluster(name="orders", wait="no", wait_timeout="5", retries="2", wake="off", hardware_packages="3"),
    "nulls": cluster(name="orders", description=None, region="{{ omit }}"),
    "numbers": cluster(name="orders", description=150),
    "key_values": {"camunda_cluster": "name=orders wait=false stage_label='test'"},
    "from_environment": {INFO: {"retries": 0}, "environment": {"CAMUNDA_CONSOLE_BASE_URL": NOBODY}},
    "from_vault": {INFO: {"client_id": "sandbox-client", "client_secret": "{{ vaulted }}", "name": "old"}},
    "unsafe": cluster(name="orders", description="{{ untrusted }}"),
    "undefined": cluster(name="{{ no_such_variable }}"),
    "from_defaults": {INFO: {}, "module_defaults": {"group/camunda.platform.all": {"base_url": NOBODY, "retries": 0}}},
    "short_name": {INFO: {"name": "old", "colour": "red"}, "collections": ["camunda.platform"]},
    # What may not be shown.
    "secret_in_result": cluster(name="orders", description="sandbox-secret, in a sentence", **SECRET),
    "secret_is_value": cluster(name="orders", description="sandbox-secret", **SECRET),
    "secret_is_short": {INFO: {"name": "old", "access_token": "{{ api_token }}", "client_secret": "t"}},
    "secret_in_error": new_cluster(name="other", region="sandbox-secret", **SECRET),
    "no_log": {**cluster(name="orders"), "no_log": True},
    "no_log_failure": {**cluster(name="orders", region="Mars"), "no_log": True},
    # What Ansible makes of results.
    "no_invocation": {INFO: {"name": "old"}, "vars": {"ansible_inject_invocation": False}},
    "warned": cluster(name="experiment", auto_update=True),
    "loop": {**client("{{ item }}"), "loop": ["a", "b", "a"]},
    "retried": {INFO: {"name": "old"}, "until": "retried is success", "retries": 2},
}


# Cases that have to fail, so that nothing is equal for the wrong reason.
FAILING = {
    *("name_too_long", "not_ready", "immutable", "other_permissions", "wait_failed", "wrong_secret", "unreachable"),
    *(
        "bool",
        "int",
        "elements",
        "choice",
        "unsupported",
        "several_faults",
        "required",
        "one_of",
        "required_by",
        "nulls",
    ),
    *("from_environment", "undefined", "from_defaults", "short_name", "secret_in_error", "no_log_failure"),
}


@dataclass
class Way:
    """What came of one way to run the cases, made comparable."""

    played: Played
    results: dict[str, Any]
    output: str
    requests: dict[str, list[str]]


@pytest.fixture(scope="module")
def ways(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Way, Way]]:
    """Play all cases in process, and again as modules, each against a sandbox in the same state."""
    directory = tmp_path_factory.mktemp("ways")
    with serving(Sandbox()) as url:
        caller = Caller(url)
        yield run(caller, directory, True), run(caller, directory, False)
        caller.session.close()


def run(sandbox: Caller, directory: Path, in_process: bool) -> Way:
    """Play all cases one way."""
    for name in ("kept", "cache"):
        shutil.rmtree(directory / name, ignore_errors=True)
        (directory / name).mkdir()
    clients = prepare(sandbox)
    variables = directory / "variables.yml"
    variables.write_text(variables_text(str(sandbox.token)), encoding="utf-8")
    (directory / "password").write_text(VAULT_PASSWORD, encoding="utf-8")
    player = Player(directory, sandbox.url)
    tasks = [{"name": name, **task} for name, task in CASES.items()]
    played = player.play(
        *tasks,
        in_process=in_process,
        arguments=["-vvv", "-e", f"@{variables}", "--vault-password-file", str(directory / "password")],
        watch=True,
        # Errors list sets, whose order depends on the seed; ansible-core leaves out invocations from 2.21 on.
        environment={"PYTHONHASHSEED": "1", "ANSIBLE_INJECT_INVOCATION": "true"},
    )
    assert len(played.results) == len(CASES), played.output[-3000:]
    same = comparable(played, clients)
    results = {name: same(json.dumps(played[name], sort_keys=True)) for name in CASES}
    requests = {name: played.asked(name) for name in CASES}
    return Way(played, {n: json.loads(text) for n, text in results.items()}, same(played.output), requests)


def prepare(sandbox: Caller) -> list[str]:
    """Bring the sandbox into the state that the cases start from, and return the ids of its clients."""
    sandbox.control("POST", "reset")
    sandbox.settings(token_rate=0, creation_seconds=0)
    uuids = {name: sandbox.create_cluster(name=name) for name in ("old", "asleep", "starting")}
    sandbox.create_cluster(name="experiment", channelId=ALPHA.uuid, generationId=ALPHA.default_generation.uuid)
    existing = sandbox.create_client(uuids["old"], "existing", permissions=["Zeebe"])
    starting = sandbox.create_client(uuids["starting"])
    sandbox.control("PUT", f"clusters/{uuids['asleep']}/status", {"status": "Suspended"})
    sandbox.control("PUT", f"clusters/{uuids['starting']}/status", {"status": "Creating"})
    return [existing["clientId"], starting["clientId"]]


def variables_text(token: str) -> str:
    """Return a file of variables with tags that a playbook dumped by PyYAML cannot have."""
    vault = VaultLib([("default", VaultSecret(VAULT_PASSWORD.encode()))])
    lines = [f'untrusted: !unsafe "{NOT_A_TEMPLATE}"', f"api_token: {token}"]
    lines += ["vaulted: !vault |", *(f"  {line}" for line in vault.encrypt(b"sandbox-secret").decode().splitlines())]
    return "\n".join(lines) + "\n"


_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(?:Z|\+00:00)|(?<=\"expires_at\": )\d+")


def comparable(played: Played, clients: Sequence[str]) -> Callable[[str], str]:
    """Return what puts numbers, in the order of appearance, in the place of ids, secrets and tokens of a run."""
    known = {client_id: f"<{index}>" for index, client_id in enumerate(clients)}

    def learn(value: Any, key: str = "") -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                learn(inner, name)
        elif isinstance(value, list):
            for inner in value:
                learn(inner, key)
        elif isinstance(value, str):
            found = [value] if key in ("client_id", "client_secret", "access_token") else _UUID.findall(value)
            for text in found:
                if text != MASKED:
                    known.setdefault(text, f"<{len(known)}>")

    learn(played.results)
    pattern = re.compile("|".join(re.escape(text) for text in sorted(known, key=len, reverse=True)))
    return lambda text: _TIME.sub("0", pattern.sub(lambda match: known[match[0]], text))


# What names the way of execution, and what only an action plugin can say: progress while it waits.
_OF_THE_WAY = re.compile(
    r"(?:camunda\.platform\.)?\w+: running (in process|as a module, because in-process execution is switched off)$"
    r"|<127\.0\.0\.1> |Using module file |\[localhost\] "
)


def printed(output: str) -> list[str]:
    """Return the lines of an output without those that are about the way of execution."""
    lines = (line.replace("Module failed:", "Action failed:") for line in output.splitlines())
    return [line for line in lines if not _OF_THE_WAY.match(line)]


def test_the_same_is_registered(ways: tuple[Way, Way]) -> None:
    """Every task registers the same, whether it succeeds or fails; and the cases are what they are meant to be."""
    in_process, as_module = ways
    different = {
        name: (in_process.results[name], as_module.results[name])
        for name in CASES
        if in_process.results[name] != as_module.results[name]
    }
    assert different == {}
    assert {name for name, result in in_process.results.items() if result.get("failed")} == FAILING
    assert not any("Traceback" in json.dumps(result) for result in in_process.results.values())


def test_the_same_is_asked(ways: tuple[Way, Way]) -> None:
    """Both ways cost the same requests, but for a loop, whose items are one task in process and one each as modules."""
    in_process, as_module = (way.requests for way in ways)
    listing = ["GET /clusters", "GET /clusters/*/clients"]
    # Before each of the two clients is created, the list is read again.
    assert in_process.pop("loop") == [*listing, *["GET /clusters/*/clients", "POST /clusters/*/clients"] * 2]
    assert as_module.pop("loop").count("GET /clusters/*/clients") == 5
    assert in_process == as_module


def test_the_same_is_printed(ways: tuple[Way, Way]) -> None:
    """At -vvv the output is the same, with what the modules were called with, and without any secret."""
    in_process, as_module = (printed(way.output) for way in ways)
    assert in_process == as_module
    text = "\n".join(in_process)
    assert text.count('"invocation": {') > len(CASES) / 2
    assert "sandbox-secret" not in text
    assert "wrong-secret" not in text


def test_each_way_was_gone(ways: tuple[Way, Way]) -> None:
    """The first play ran everything in process, and the second one nothing."""
    counts = [(way.output.count(": running in process\n"), way.output.count(": running as a module, ")) for way in ways]
    # The loop has three items; a task with an undefined variable does not get as far.
    assert counts == [(len(CASES) + 1, 0), (0, len(CASES) + 1)]


def test_what_the_borders_let_through(ways: tuple[Way, Way]) -> None:
    """Text that looks like a template stays text, a vaulted secret is used, and secrets in results are masked."""
    results = ways[0].results
    assert results["unsafe"]["cluster"]["description"] == NOT_A_TEMPLATE
    assert [found["name"] for found in results["from_vault"]["clusters"]] == ["old"]
    assert results["secret_in_result"]["cluster"]["description"] == "********, in a sentence"
    assert results["secret_is_value"]["cluster"]["description"] == MASKED
    assert "sandbox-secret" not in results["secret_in_error"]["msg"]
    assert "********" in results["secret_is_short"]["clusters"][0]["region"]["name"]
    assert results["cluster_planned"]["diff"]["after"]["description"] == "Büro ☕ \N{ROCKET}"
    assert "no effect on the channel Alpha" in results["warned"]["warnings"][0]
    assert results["retried"]["attempts"] == 1
