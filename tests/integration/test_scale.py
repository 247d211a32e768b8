# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many hosts and forks: one token, one cluster, one client, whoever comes first."""

from __future__ import annotations

import itertools
import json
import re
import stat
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from camunda_sandbox.core import Sandbox

from ansible_collections.camunda.platform.plugins.module_utils._auth.token_cache import TokenCache
from ansible_collections.camunda.platform.plugins.module_utils._engine.locks import CreationLock
from ansible_collections.camunda.platform.plugins.module_utils._files.credentials import FORMATS
from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.faults import (
    CLUSTER,
    asked,
    client_ids,
    cluster_names,
    kept,
    squeezed,
    tokens_asked,
)
from ansible_collections.camunda.platform.tests.integration.fleet import Fleet
from ansible_collections.camunda.platform.tests.integration.play import Player, Task
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller, serving

INFO: Task = {"camunda.platform.camunda_cluster_info": {}}


@pytest.fixture
def limited(sandbox: Caller) -> Caller:
    """Give the sandbox with the limit that Camunda's token endpoint has; the test's own token is not counted."""
    sandbox.get("/clusters")
    sandbox.settings(token_rate=1.0)
    sandbox.control("DELETE", "requests")
    return sandbox


def failures(results: dict[str, list[dict[str, Any]]]) -> list[str]:
    """Return the messages of all that failed."""
    return [str(result["msg"]) for host in results.values() for result in host if result.get("failed")]


def tokens_in(player: Player) -> list[Path]:
    """Return the files of the token cache that hold a token or a rejection."""
    return sorted((player.directory / "cache" / "camunda-platform-tokens").glob("*.json"))


def _assert_private(player: Player) -> None:
    """The directory is for its owner only, so is every file, and no name tells what it is about."""
    directory = player.directory / "cache" / "camunda-platform-tokens"
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    names = {file.name for file in directory.iterdir()}
    assert {stat.S_IMODE(file.stat().st_mode) for file in directory.iterdir()} == {0o600}
    assert all(re.fullmatch(r"[0-9a-f]{64}(-note)?\.(json|lock|note)", name) for name in names), names
    assert len(tokens_in(player)) == 1


def test_one_request_for_a_wrong_secret(player: Player, direct: Direct, limited: Caller) -> None:
    """Ask with a wrong secret from all hosts: one request is refused, every host fails and says so."""
    started = time.monotonic()
    hosts = 25
    played, results = Fleet(player, hosts).play(INFO, environment={"CAMUNDA_CONSOLE_CLIENT_SECRET": "wrong-secret"})
    told = failures(results)
    assert len(told) == hosts, played.output
    assert all("HTTP 401: access_denied: Unauthorized. The client id or the client secret is wrong" in m for m in told)
    # It is remembered for 30 s, which all of them need less time than unless the machine is very busy.
    asked_times = 1 + int((time.monotonic() - started) / 30)
    refused = tokens_asked(limited)
    assert set(refused) == {401}
    assert len(refused) <= asked_times
    assert sum(
        "No second request was sent. The next attempt is possible in" in message for message in told
    ) == hosts - len(refused)
    assert "wrong-secret" not in played.output
    # The right one is another credential, and does not have to wait.
    assert not direct.play({"camunda_cluster_info": {}}).messages


def test_an_expired_token_is_renewed_once(player: Player, direct: Direct, limited: Caller) -> None:
    """Let the token expire: 20 hosts renew it together, by one request."""
    limited.settings(token_lifetime=1)
    assert not direct.play({"camunda_token": {}}).messages
    limited.settings(token_lifetime=86400)
    time.sleep(1)
    played, results = Fleet(player, 20).play(INFO)
    assert not failures(results), played.output
    assert tokens_asked(limited) == [200, 200]


@pytest.fixture
def crowded(tmp_path: Path) -> Iterator[tuple[Player, Caller]]:
    """Give a player of a sandbox that knows four credentials and limits token requests."""
    sandbox = Sandbox(credentials={"sandbox-client": "sandbox-secret", **{f"c{n}": f"secret-{n}" for n in range(3)}})
    with serving(sandbox) as url:
        yield Player(tmp_path, url), Caller(url)


def test_several_credentials_keep_the_pace(crowded: tuple[Player, Caller]) -> None:
    """Use three credentials from nine hosts at a time: three token requests, a second apart, none refused."""
    player, sandbox = crowded
    hosts = {f"h{index}": {"id": f"c{index % 3}", "secret": f"secret-{index % 3}"} for index in range(9)}
    credential = {"client_id": "{{ id }}", "client_secret": "{{ secret }}"}
    played, results = Fleet(player, hosts).play({"camunda.platform.camunda_cluster_info": credential})
    assert not failures(results), played.output
    assert tokens_asked(sandbox) == [200] * 3
    at = [entry["at"] for entry in asked(sandbox, "POST", "/oauth/token")]
    assert min(later - earlier for earlier, later in itertools.pairwise(at)) >= 1.0


# Contents that a cache file may have after a crash, a full disk, or somebody's help.
BROKEN = {
    "half": '{"access_token": "eyJ',
    "binary": "\x00\x01\xff",
    "list": "[]",
    "types": '{"access_token": 5, "issued_at": "today", "expires_at": "tomorrow"}',
    "rejection": '{"rejected_at": "just now", "words": 5}',
}


def test_a_broken_cache_file_counts_as_none(direct: Direct, sandbox: Caller) -> None:
    """Break the file in every way: the token is requested again, and the file is as it should be."""
    direct.play({"camunda_token": {}})
    (file,) = tokens_in(direct)
    steps: list[Task] = []
    for content in BROKEN.values():
        steps += [{"step": {"write": {"dest": str(file), "content": content}}}, {"camunda_cluster_info": {}}]
    sandbox.control("DELETE", "requests")
    played = direct.play(*steps)
    assert not played.messages, played.output
    assert tokens_asked(sandbox) == [200] * len(BROKEN)
    assert json.loads(file.read_text(encoding="utf-8"))["access_token"].count(".") == 2
    _assert_private(direct)


def test_without_a_cache(player: Player, sandbox: Caller) -> None:
    """Turn the cache off: each task of each host requests its own token, and nothing is written."""
    environment = {"CAMUNDA_TOKEN_DISK_CACHE_DISABLE": "true"}
    played, results = Fleet(player, 3).play(INFO, INFO, environment=environment)
    assert not failures(results), played.output
    assert tokens_asked(sandbox) == [200] * 6
    assert list((player.directory / "cache").iterdir()) == []


def test_no_place_for_a_cache(direct: Direct, sandbox: Caller) -> None:
    """Take the default place away: a warning, and the task works; a place that was named is an error."""
    occupied = direct.directory / "occupied"
    occupied.write_text("a file where a directory should be", encoding="utf-8")
    del direct.environment["CAMUNDA_TOKEN_CACHE_DIR"]
    played = direct.play(
        {"camunda_cluster_info": {}},
        {"camunda_cluster_info": {"token_cache_dir": str(occupied)}},
        environment={"XDG_CACHE_HOME": str(occupied)},
    )
    assert not played[0].get("failed"), played.output
    # Without the path, which ansible-core before 2.19 breaks in the middle.
    warning = "cannot be used: Not a directory. Every process requests its own token."
    assert warning in squeezed(played.output)
    assert played[1]["msg"].startswith("Option 'token_cache_dir': the token cache")
    assert occupied.read_text(encoding="utf-8") == "a file where a directory should be"


# Many hosts in process; a few as modules, where a task costs 0.7 s of a processor.
@pytest.mark.parametrize(("in_process", "hosts"), [(True, 30), (False, 4)], ids=["in-process", "module"])
def test_one_cluster_from_all_hosts(
    player: Player, direct: Direct, limited: Caller, in_process: bool, hosts: int
) -> None:
    """Let all hosts want the same cluster without ``run_once``: one token, one POST, one cluster, and nobody fails.

    The same token is used for the next play.
    """
    wanted = {**CLUSTER, "name": "orders", "wait_interval": 0.1}
    played, results = Fleet(player, hosts).play({"camunda.platform.camunda_cluster": wanted}, in_process=in_process)
    assert not failures(results), played.output
    assert len(results) == hosts
    assert len(asked(limited, "POST", "/clusters")) == 1
    assert cluster_names(limited) == {"orders": 1}
    assert len({host[0]["cluster"]["uuid"] for host in results.values()}) == 1
    assert any(host[0]["changed"] for host in results.values())
    assert {entry["status"] for entry in asked(limited, "GET", "/clusters")} == {200}
    assert not direct.play({"camunda_cluster_info": {}}).messages
    assert tokens_asked(limited) == [200]
    _assert_private(direct)


@pytest.mark.parametrize("allow_replace", [False, True], ids=["kept", "replaced"])
def test_one_client_from_all_hosts(player: Player, direct: Direct, limited: Caller, allow_replace: bool) -> None:
    """Let all hosts want the same client and file: one client is left, and the file has what lets it in."""
    uuid = limited.create_cluster()
    keep = player.directory / "worker.env"
    options = {"cluster": uuid, "name": "worker", "allow_replace": allow_replace}
    options |= {"dest": str(keep), "omit_secret": False}
    played, results = Fleet(player, 20).play({"camunda.platform.camunda_client": options})
    (client_id,) = client_ids(limited, uuid)["worker"]
    winners = [host[0] for host in results.values() if host[0].get("client_secret")]
    (winner,) = [result for result in winners if result["client"]["client_id"] == client_id]
    assert kept(keep) == (client_id, winner["client_secret"])
    assert allow_replace or winners == [winner], played.output
    told = failures(results)
    assert all("If the task runs on several hosts, set run_once" in message for message in told), set(told)
    again = direct.play({"camunda_client": {**options, "allow_replace": False}})
    assert not again[0]["changed"], again.output


def test_a_client_that_another_run_is_making(player: Player, sandbox: Caller) -> None:
    """Want a client while another run has made it and not yet kept its secret: wait for the file; nothing to change."""
    uuid = sandbox.create_cluster()
    path, keep = f"/clusters/{uuid}/clients", player.directory / "worker.env"
    cache, _dummy = TokenCache.open(player.environment["CAMUNDA_TOKEN_CACHE_DIR"], disabled=False)
    # This test is the other run: it has its turn to create of the client, and takes its time.
    lease = CreationLock(cache, sandbox.url, "clients", uuid).lease("")
    with ThreadPoolExecutor(1) as thread:
        with lease:
            client_id = sandbox.create_client(uuid, "worker")["clientId"]
            task: Task = {"camunda_client": {"cluster": uuid, "name": "worker", "dest": str(keep)}}
            run = thread.submit(player.play, task)
            while not asked(sandbox, "GET", path):
                assert not run.done(), run.result().output
                time.sleep(0.1)
            time.sleep(1)
            variables = {"ZEEBE_CLIENT_ID": client_id, "ZEEBE_CLIENT_SECRET": "s", "CAMUNDA_CLUSTER_ID": uuid}
            keep.write_text(FORMATS["env"](variables), encoding="utf-8")
            keep.chmod(0o600)
        played = run.result()
    assert not played.messages, played.output
    assert not played[0]["changed"], played.output
    assert client_ids(sandbox, uuid) == {"worker": [client_id]}
