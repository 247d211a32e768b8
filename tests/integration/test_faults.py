# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers that get lost, servers that fail, runs that are killed: nothing twice, nothing lost or silently wrong."""

from __future__ import annotations

import re
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.camunda.platform.plugins.modules import camunda_client_info, camunda_cluster
from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.faults import (
    CLUSTER,
    LOST,
    TIMEOUT,
    asked,
    client_ids,
    cluster_names,
    fault,
    kept,
    squeezed,
    tokens_asked,
)
from ansible_collections.camunda.platform.tests.integration.logic import Logic
from ansible_collections.camunda.platform.tests.integration.play import Played, Player, Task
from ansible_collections.camunda.platform.tests.integration.processes import kill_tree
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller


def cluster(name: str, **options: Any) -> Task:
    """Return a task that wants a cluster."""
    return {"name": name, "camunda_cluster": {**CLUSTER, "name": name, "wait": False, **options}}


def test_a_cluster_whose_answer_is_lost_exists_once(direct: Direct, sandbox: Caller) -> None:
    """Lose the answer in every way: changed, a warning, one POST, one cluster; the next run changes nothing."""
    steps = [[fault("POST", "/clusters", **LOST[name]), cluster(name, **TIMEOUT.get(name, {}))] for name in LOST]
    first = direct.play(*(task for pair in steps for task in pair), watch=True)
    for name in LOST:
        assert first[name]["changed"], first.output
        assert not first[name].get("failed"), first[name]
        assert first.written(name) == ["POST /clusters"], name
        assert f"The answer to creating cluster {name!r} was lost. It exists as" in squeezed(first.output), name
    assert cluster_names(sandbox) == Counter(list(LOST))
    second = direct.play(*map(cluster, LOST))
    assert [result["changed"] for result in second.results] == [False] * len(LOST), second.output


def test_a_client_whose_answer_is_lost_is_made_anew(direct: Direct, sandbox: Caller) -> None:
    """Lose the answer in every way: one client, whose id and secret are registered and kept; a warning tells it."""
    clusters = {name: sandbox.create_cluster(name=name) for name in LOST}
    files = {name: direct.directory / f"{name}.credentials" for name in LOST}
    formats = dict(zip(LOST, ["env", "json", "yaml"] * 3, strict=True))

    def client(name: str) -> Task:
        place = {"dest": str(files[name]), "format": formats[name], "omit_secret": False}
        more = {**place, **TIMEOUT.get(name, {})}
        return {"name": name, "camunda_client": {"cluster": name, "name": "worker", **more}}

    steps = [[fault("POST", f"/clusters/{clusters[name]}/clients", **LOST[name]), client(name)] for name in LOST]
    first = direct.play(*(task for pair in steps for task in pair), watch=True)
    for name, uuid in clusters.items():
        assert first[name]["changed"], first.output
        (client_id,) = client_ids(sandbox, uuid)["worker"]
        assert kept(files[name]) == (client_id, first[name]["client_secret"]), name
        assert first[name]["client"]["client_id"] == client_id
        assert first.written(name) == [f"{verb} /clusters/*/clients{rest}" for verb, rest in REMADE], name
        assert first[name]["client_secret"] not in first.output
    lost = r"The answer to creating client 'worker' was lost, and its secret with it. The client (\S+) is deleted"
    # Before ansible-core 2.19, the action shows the warnings of a hidden result itself.
    assert len(set(re.findall(lost, squeezed(first.output)))) == len(LOST), first.output
    second = direct.play(*map(client, LOST))
    assert [result["changed"] for result in second.results] == [False] * len(LOST), second.output


REMADE = (("POST", ""), ("DELETE", "/*"), ("POST", ""))

# What the API says (contract, CreateCluster and CreateClient) where it has done nothing.
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "status_400": ({"kind": "status", "status": 400, "body": "no reservations left"}, "no reservations left"),
    "status_403": ({"kind": "status", "status": 403, "body": "cluster is not yours"}, "cluster is not yours"),
    "status_503": (
        {"kind": "status", "status": 503, "body": "Cluster creation is not available"},
        "HTTP 503: Cluster creation is not available.",
    ),
    "refused": ({"kind": "refused"}, "the connection to 127.0.0.1"),
}


def test_a_create_that_did_nothing_fails_and_says_so(direct: Direct, sandbox: Caller) -> None:
    """Fail in every way before anything is done: no cluster, one POST, the server's words, no claim of a creation."""
    steps = [[fault("POST", "/clusters", **details), cluster(name)] for name, (details, _dummy) in REFUSED.items()]
    played = direct.play(*(task for pair in steps for task in pair), watch=True)
    for name, (_dummy, words) in REFUSED.items():
        assert played[name]["failed"], name
        assert words in played[name]["msg"], played[name]["msg"]
        assert played.written(name) == ["POST /clusters"]
    for name in ("status_503", "refused"):
        assert f"No new cluster {name!r} appeared" in played[name]["msg"]
    assert not cluster_names(sandbox)


def test_a_client_that_was_not_made_is_requested_again(direct: Direct, sandbox: Caller) -> None:
    """Its name is unique, so what is proved not to have happened is tried again; a refusal is final, without a file."""
    cases = {"refused": True, "status_400": False, "status_403": False}
    uuids = {name: sandbox.create_cluster(name=name) for name in cases}
    tasks: list[Task] = []
    for name, uuid in uuids.items():
        tasks.append(fault("POST", f"/clusters/{uuid}/clients", **REFUSED[name][0]))
        tasks.append({"name": name, "camunda_client": {"cluster": uuid, "name": "worker", "dest": f"{name}.env"}})
    played = direct.play(*tasks)
    for name, made in cases.items():
        ids, file = client_ids(sandbox, uuids[name]), direct.directory / f"{name}.env"
        assert bool(played[name].get("failed")) is not made, played.output
        assert len(ids.get("worker", [])) == made
        assert file.exists() is made
        if made:
            assert [kept(file)[0]] == ids["worker"]
        else:
            assert REFUSED[name][1] in played[name]["msg"]
    # What proved the files writable is gone as well.
    assert not list(direct.directory.glob(".*.env.*"))


@pytest.mark.parametrize("what", ["cluster", "client"])
def test_a_lost_answer_that_cannot_be_looked_up(direct: Direct, sandbox: Caller, what: str) -> None:
    """Lose the answer and the list after it: the error tells what is unknown; the next run finds what was made."""
    uuid = sandbox.create_cluster(name="home")
    path = {"cluster": "/clusters", "client": f"/clusters/{uuid}/clients"}[what]
    task: Task = {
        "cluster": cluster("made"),
        "client": {"name": "made", "camunda_client": {"cluster": uuid, "name": "made"}},
    }[what]
    played = direct.play(
        fault("POST", path, kind="lost"), fault("GET", path, kind="status", status=500, skip=2), task, watch=True
    )
    message = played["made"]["msg"]
    assert played["made"]["failed"]
    assert played["made"]["outcome"] == "unknown"
    assert f"It is unknown whether {what} 'made' was created, and looking for it failed as well" in message
    assert "HTTP 500: Internal Server Error" in message
    assert played.written("made") == [f"POST {path.replace(uuid, '*')}"]
    again = direct.play(task, watch=True)
    assert not again["made"]["changed"], again.output
    assert again.written("made") == []
    found = cluster_names(sandbox)["made"] if what == "cluster" else len(client_ids(sandbox, uuid)["made"])
    assert found == 1


# After these, a request that may be repeated is repeated; the pauses are 0.5 to 1 s, or what the server asks for.
PASSING: dict[str, dict[str, Any]] = {
    "r429": {"kind": "status", "status": 429, "headers": {"Retry-After": "2"}},
    **{f"r{status}": {"kind": "status", "status": status} for status in (502, 503, 504)},
    "lost": {"kind": "lost"},
}
REPEATED: dict[str, tuple[str, Any, dict[str, Any]]] = {
    "GET": ("/clusters/{}/clients", camunda_client_info, {}),
    "PATCH": ("/clusters/{}", camunda_cluster, {"description": "new", "wait": False}),
    "PUT": ("/clusters/{}/wake", camunda_cluster, {"wake": True, "wait": False}),
    "DELETE": ("/clusters/{}", camunda_cluster, {"state": "absent"}),
}


def test_what_may_be_repeated_is_repeated(sandbox: Caller, tmp_path: Path) -> None:
    """Let each method meet each passing failure once: two requests, and the task goes on as if nothing had been."""
    cases: dict[tuple[str, str], str] = {}
    for verb, (path, *_task) in REPEATED.items():
        for name, details in PASSING.items():
            cases[verb, name] = uuid = sandbox.create_cluster(name=f"{verb}-{name}")
            if verb == "PUT":
                sandbox.control("PUT", f"clusters/{uuid}/status", {"status": "Suspended"})
            sandbox.control("POST", "faults", {"method": verb, "path": path.format(uuid), **details})
    logic = Logic(sandbox.url, tmp_path)

    def run(case: tuple[str, str]) -> bool:
        _path, module, options = REPEATED[case[0]]
        where: dict[str, Any] = {"cluster" if module is camunda_client_info else "uuid": cases[case]}
        return bool(logic(module, **where, **options)["changed"])

    with ThreadPoolExecutor(len(cases)) as pool:
        changed = dict(zip(cases, pool.map(run, cases), strict=True))
    for (verb, name), uuid in cases.items():
        path = REPEATED[verb][0].format(uuid)
        at = [entry["at"] for entry in asked(sandbox, verb, path)]
        assert len(at) == 2, (verb, name, asked(sandbox, "*", path))
        assert at[1] - at[0] >= (2.0 if name == "r429" else 0.45), (verb, name)
        assert changed[verb, name] is (verb != "GET"), (verb, name)


def test_repeating_ends(direct: Direct, sandbox: Caller) -> None:
    """Count the requests of failures that stay: ``retries`` more than one, and 500, 501 or 409 are never repeated."""
    uuid = sandbox.create_cluster()
    path = f"/clusters/{uuid}/clients"

    def read(name: str, retries: int) -> Task:
        return {"name": name, "camunda_client_info": {"cluster": uuid, "retries": retries}}

    always = {"kind": "status", "times": 0}
    clear: Task = {"step": {"control": ["DELETE", "faults"]}}
    played = direct.play(
        *(fault("GET", path, status=503, body="closed today", **always), read("no_retries", 0), read("one", 1), clear),
        *(fault("GET", path, status=500, **always), read("error", 3), clear),
        *(fault("GET", path, status=409, **always), read("conflict", 3), clear),
        *(fault("GET", path, kind="lost", times=0), read("silence", 1)),
        watch=True,
    )
    counts = {"no_retries": 1, "one": 2, "error": 1, "conflict": 1, "silence": 2}
    for name, count in counts.items():
        assert played[name]["failed"], name
        assert played.asked(name) == ["GET /clusters/*/clients"] * count, name
    assert "HTTP 503: closed today." in played["one"]["msg"]
    assert played["one"]["status"] == 503
    assert "broke before the answer" in played["silence"]["msg"]


def test_token_requests_are_repeated(direct: Direct, sandbox: Caller) -> None:
    """A token request changes nothing: 429 waits as long as the server says, 503 and a lost answer are tried again."""
    info: Task = {"camunda_cluster_info": {}}
    forget: Task = {"camunda_token": {"state": "absent"}}
    steps = [[fault("POST", "/oauth/token", **PASSING[name]), forget, info] for name in ("r429", "r503", "lost")]
    sandbox.control("DELETE", "requests")
    played = direct.play(*(task for step in steps for task in step))
    assert not played.messages, played.output
    assert tokens_asked(sandbox) == [429, 200, 503, 200, None, 200]
    at = [entry["at"] for entry in asked(sandbox, "POST", "/oauth/token")]
    assert at[1] - at[0] >= 2.0


def test_a_refused_token_is_replaced_once(direct: Direct, sandbox: Caller) -> None:
    """Refuse the cached token: one new token, one more try, for a create as well; refuse that too: the task fails."""
    revoke: Task = {"step": {"control": ["POST", "tokens/revoke"]}}
    info: Task = {"name": "info", "camunda_cluster_info": {}}
    refuse = fault("GET", "/clusters", kind="status", status=401, times=2, body="Unauthorized")
    renew: Task = {"name": "token", "camunda_token": {}}
    given: Task = {"name": "given", "camunda_cluster_info": {"access_token": "never-issued"}}
    played = direct.play(
        *({"camunda_token": {}}, revoke, info, revoke, cluster("made"), refuse, {**info, "name": "twice"}, renew),
        given,
        watch=True,
    )
    sandbox.token = None
    assert cluster_names(sandbox)["made"] == 1, played.output
    assert played.asked("info") == ["GET /clusters"] * 2
    assert played.written("made") == ["POST /clusters"]
    assert [_statuses(played, name) for name in ("info", "made", "twice")] == [
        [401, 200, 200],
        # The list meets the refusal first; the creation goes on with the new token: parameters, list, POST, GET.
        [401, 200, 200, 200, 200, 200, 200],
        [401, 200, 401],
    ]
    assert "HTTP 401: Unauthorized." in played["twice"]["msg"]
    assert "The API does not accept the token" in played["twice"]["msg"]
    assert played.asked("given") == ["GET /clusters"]
    assert played["given"]["failed"]


def _statuses(played: Played, name: str) -> list[int | None]:
    return [entry["status"] for entry in played.named[f"asked_by_{name}"]["requests"]]


def test_a_refused_create_is_tried_again_once(direct: Direct, sandbox: Caller) -> None:
    """Refuse the POST itself, before anything is done: once, and one cluster is made; twice, and none is."""
    refuse = {"kind": "status", "status": 401, "body": "Unauthorized"}
    played = direct.play(
        *(fault("POST", "/clusters", **refuse), cluster("once")),
        *(fault("POST", "/clusters", times=2, **refuse), cluster("twice")),
        watch=True,
    )
    assert played.written("once") == played.written("twice") == ["POST /clusters"] * 2, played.output
    assert played["once"]["changed"]
    assert played["twice"]["failed"]
    assert cluster_names(sandbox) == {"once": 1}


def test_killed_between_create_and_write(player: Player, direct: Direct, sandbox: Caller) -> None:
    """Kill the run while both answers are under way: the next one says what happened and how to go on; that works."""
    uuid = sandbox.create_cluster(name="home")
    keep = player.directory / "kept" / "worker.env"
    keep.parent.mkdir()
    options = {"cluster": "home", "name": "worker", "dest": "kept/worker.env", "omit_secret": False}
    for path in ("/clusters", f"/clusters/{uuid}/clients"):
        sandbox.control("POST", "faults", {"method": "POST", "path": path, "kind": "slow", "seconds": 60})
    _kill_when(
        lambda: bool(client_ids(sandbox, uuid)) and "half" in cluster_names(sandbox),
        player,
        {"camunda.platform.camunda_client": options},
        {"camunda.platform.camunda_cluster": {**CLUSTER, "name": "half", "wait": False}},
    )
    (orphan,) = client_ids(sandbox, uuid)["worker"]
    # What was to prove that the file can be written may be left, but never under its name, and never with a secret.
    assert not keep.exists()
    assert not any(left.read_text().strip() for left in keep.parent.iterdir())

    half = cluster("half")
    told = direct.play({"name": "again", "camunda_client": options}, half, watch=True)
    assert told["again"]["failed"]
    assert "interrupted before it wrote the file" in told["again"]["msg"], told["again"]["msg"]
    assert "set allow_replace to true" in told["again"]["msg"]
    assert not told["half"]["changed"], told.output
    assert told.written("again") == told.written("half") == []
    assert cluster_names(sandbox)["half"] == 1

    healed = direct.play({"camunda_client": {**options, "allow_replace": True}}, {"camunda_client": options})
    (client_id,) = client_ids(sandbox, uuid)["worker"]
    assert [result["changed"] for result in healed.results] == [True, False], healed.output
    assert client_id != orphan
    assert kept(keep) == (client_id, healed[0]["client_secret"])


def _kill_when(done: Callable[[], bool], player: Player, *tasks: Task) -> None:
    """Play each task on a host of its own, all at a time, and kill every process of it once the sandbox has done it."""
    play = {
        "hosts": "all",
        "gather_facts": False,
        "strategy": "free",
        "vars": {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"},
        "tasks": [{**task, "when": f"inventory_hostname == 'h{index}'"} for index, task in enumerate(tasks)],
    }
    (player.directory / "killed.yml").write_text(yaml.safe_dump([play], sort_keys=False), encoding="utf-8")
    hosts = "".join(f"h{index}," for index in range(len(tasks)))
    run = subprocess.Popen(
        ["ansible-playbook", "-i", hosts, "killed.yml"],
        cwd=player.directory,
        env=player.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 90
        while not done():
            assert run.poll() is None, "it ended before it was killed"
            assert time.monotonic() < deadline, "the sandbox was not asked in time"
            time.sleep(0.1)
    finally:
        kill_tree(run.pid)
        run.wait(10)
