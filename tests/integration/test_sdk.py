# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Camunda's own clients find and delete what the modules have made in a cluster, and the reverse.

Neither they nor the modules share any code with the sandbox, so that all three have to mean the same API.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

ROOT = Path(__file__).parents[2]
SDK = "sdk"
RIGHT = {"resource_type": "PROCESS_DEFINITION", "resource_id": "*", "permissions": ["READ_PROCESS_INSTANCE"]}
CLAIM = {"claim_name": "department", "claim_value": "billing"}


def command_of(language: str, home: Path) -> list[str] | None:
    """Return the command of a program in tests/sdk, None if tests/tools/setup_sdk has not prepared it."""
    if language == "js":
        found = sorted(home.glob("js-*/node_modules")) if shutil.which("node") else []
        return ["node", "--max-old-space-size=256", str(ROOT / "tests/sdk/client.mjs")] if found else None
    java = home / "java"
    if not (java / "SdkClient.class").is_file() or not shutil.which("java"):
        return None
    flags = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-Xshare:auto"]
    return ["java", *flags, "-cp", f"{java}:{java}/lib/*", "SdkClient"]


class SdkProcess:
    """A program with one of Camunda's clients: a line of JSON is an operation, the next one what came of it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, operation: str, **given: Any) -> Any:
        """Do an operation, and return its result."""
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps({"operation": operation, **given}), file=self._process.stdin, flush=True)
        for line in self._process.stdout:
            # What the client itself has to say is no JSON.
            if line.startswith("{"):
                answer = json.loads(line)
                assert "error" not in answer, (operation, answer)
                return answer["result"]
        raise AssertionError(f"the program ended at {operation}")


@pytest.fixture
def cluster(sandbox: Caller) -> dict[str, str]:
    """Give an installation that enforces authorizations, as options with its access administrator.

    Only Self-Managed has mapping rules.
    """
    sandbox.settings(orchestration_version="8.9")
    sandbox.control("PUT", "access/self-managed/roles/admin/clients/sandbox-client")
    return {
        "platform": "self_managed",
        "cluster_url": f"{sandbox.url}/orchestration",
        "cluster_client_id": "sandbox-client",
        "cluster_client_secret": "sandbox-secret",
        "oauth_url": f"{sandbox.url}/auth/realms/camunda-platform/protocol/openid-connect/token",
    }


@pytest.fixture(params=["js", "java"])
def sdk(request: pytest.FixtureRequest, cluster: dict[str, str], tmp_path: Path) -> Iterator[SdkProcess]:
    """Run a program with one of Camunda's clients, with the credentials of the access administrator."""
    home = Path(os.environ.get("COLLECTION_CACHE", "/nonexistent")) / SDK
    command = command_of(request.param, home)
    if command is None:
        needed = "Node.js 20 and npm" if request.param == "js" else "a JDK, version 17 or newer, and Maven"
        pytest.skip(f"Camunda's client is not prepared: install {needed}, then tests/tools/setup_sdk")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "SDK_HOME": str(next(iter(sorted(home.glob("js-*"))), home)),
        "SDK_TOKENS": str(tmp_path / "tokens.yml"),
        "CAMUNDA_REST_ADDRESS": cluster["cluster_url"],
        "CAMUNDA_AUTH_STRATEGY": "OAUTH",
        "CAMUNDA_OAUTH_URL": cluster["oauth_url"],
        "CAMUNDA_TOKEN_AUDIENCE": "orchestration-api",
        "CAMUNDA_CLIENT_ID": cluster["cluster_client_id"],
        "CAMUNDA_CLIENT_SECRET": cluster["cluster_client_secret"],
        "CAMUNDA_SDK_VALIDATION": "req:strict,res:strict",
    }
    with subprocess.Popen(
        command, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            yield SdkProcess(process)
            assert process.stdin
            process.stdin.close()
            assert process.wait(30) == 0
        finally:
            process.kill()


def tasks(cluster: dict[str, str], name: str, state: str) -> list[dict[str, Any]]:
    """Return the tasks that make one of each, or remove it."""
    there = state == "present"
    of: dict[str, Any] = {**cluster, "id": name, "state": state, **({"name": name.upper()} if there else {})}
    right = {"owner_type": "role", "owner": name, "authorizations": [RIGHT] if there else []}
    variables: dict[str, Any] = {name: {"a": [1]}} if there else {}
    role: dict[str, Any] = {"camunda_role": {**of, **({"clients": ["worker"]} if there else {})}}
    rights = {"camunda_authorizations": {**cluster, **right, "prune": True, "allow_empty": True}}
    return [
        *([role, rights] if there else [rights, role]),
        {"camunda_group": of},
        {"camunda_tenant": of},
        {"camunda_mapping_rule": {**of, **(CLAIM if there else {})}},
        {"camunda_cluster_variables": {**cluster, "variables": variables, "prune": True, "allow_empty": True}},
    ]


def found_by(sdk: SdkProcess, name: str) -> dict[str, Any]:
    """Return what a client finds of it."""
    kinds = ("roles", "groups", "tenants", "mapping_rules")
    rights = [{key: value for key, value in right.items() if key != "key"} for right in sdk("find_rights", role=name)]
    return {
        **{kind: sdk(f"find_{kind}", id=name) for kind in kinds},
        "rights": rights,
        "variables": sdk("find_variables", name=name),
    }


def test_the_same_api(sdk: SdkProcess, direct: Direct, cluster: dict[str, str]) -> None:
    played = direct.play(*tasks(cluster, "ours", "present"))
    assert played.changes() == [True] * 6, played.output
    named = {"id": "ours", "name": "OURS"}
    assert found_by(sdk, "ours") == {
        **{kind: [named] for kind in ("roles", "groups", "tenants")},
        "mapping_rules": [{**named, **CLAIM}],
        "rights": [RIGHT],
        "variables": [{"name": "ours", "value": {"a": [1]}}],
    }
    assert sdk("members", role="ours") == ["worker"]
    sdk("revoke", key=sdk("find_rights", role="ours")[0]["key"])
    for kind in ("role", "group", "tenant", "mapping_rule"):
        sdk(f"delete_{kind}", id="ours")
    sdk("delete_variable", name="ours")
    played = direct.play(*tasks(cluster, "ours", "absent"))
    assert played.changes() == [False] * 6, played.output

    named = {"id": "theirs", "name": "THEIRS"}
    for kind in ("role", "group", "tenant"):
        sdk(f"create_{kind}", **named)
    sdk("create_mapping_rule", **named, **CLAIM)
    sdk("assign", role="theirs", client="worker")
    sdk("grant", role="theirs", **RIGHT)
    sdk("create_variable", name="theirs", value={"a": [1]})
    played = direct.play(*tasks(cluster, "theirs", "present"), *tasks(cluster, "theirs", "absent"))
    assert played.changes() == [False] * 6 + [True] * 6, played.output
    assert not any(found_by(sdk, "theirs").values())
