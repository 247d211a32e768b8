# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deliveries by the real collections for HashiCorp Vault, Kubernetes and AWX, whose servers are played.

They are not installed for the other tests: TESTS_COLLECTIONS names a directory with them (see CONTRIBUTING.md).
"""

from __future__ import annotations

import base64
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.tests.integration.deliveries import names, play_role, works
from ansible_collections.camunda.platform.tests.integration.elsewhere import SECRETS, Elsewhere, elsewhere
from ansible_collections.camunda.platform.tests.integration.play import Played, Player
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

DIRECTORY = os.environ.get("TESTS_COLLECTIONS", "")
COLLECTIONS = [f"ansible_collections/{name}" for name in ("community/hashi_vault", "kubernetes/core", "awx/awx")]
MISSING = [name for name in (*COLLECTIONS, "hvac", "kubernetes") if not (Path(DIRECTORY) / name).is_dir()]
pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"TESTS_COLLECTIONS names no directory with {', '.join(MISSING)}: see CONTRIBUTING.md"
)


@pytest.fixture
def places(player: Player) -> Iterator[Elsewhere]:
    """Serve the places, and let the collections find them."""
    with elsewhere() as served:
        known = player.environment.get("ANSIBLE_COLLECTIONS_PATH", "")
        player.environment |= {
            "ANSIBLE_COLLECTIONS_PATH": f"{known}:{DIRECTORY}" if known else DIRECTORY,
            "PYTHONPATH": f"{player.environment.get('PYTHONPATH', '')}:{DIRECTORY}",
            "VAULT_ADDR": served.url,
            "VAULT_TOKEN": "a-token",
            "K8S_AUTH_HOST": served.url,
            "K8S_AUTH_API_KEY": "a-token",
            "CONTROLLER_HOST": served.url,
            "CONTROLLER_OAUTH_TOKEN": "a-token",
            "HOME": str(player.directory),
            "TMPDIR": str(player.directory),
        }
        yield served


def deliver(player: Player, to: dict[str, Any], *arguments: str) -> Played:
    """Deliver the credentials of the client worker of the cluster orders."""
    clients = [{"cluster": "orders", "name": "worker", "to": to}]
    variables = {"deliver_credentials_clients": clients, "ansible_python_interpreter": sys.executable}
    return play_role(player, "deliver_credentials", variables, *arguments, facts=["deliver_credentials_results"])


def action(played: Played) -> str:
    """Return what was done."""
    assert played.results[0]["deliver_credentials_results"], played.output
    return str(played.results[0]["deliver_credentials_results"][0]["action"])


def check_environment(sandbox: Caller, played: Played, variables: dict[str, str]) -> None:
    """Fail unless the variables work and are not in the output."""
    text = "".join(f"export {name}='{value}'\n" for name, value in variables.items())
    assert works(sandbox, text)
    assert variables["ZEEBE_CLIENT_SECRET"] not in played.output


@pytest.mark.parametrize("version", [1, 2])
def test_hashi_vault(player: Player, sandbox: Caller, places: Elsewhere, version: int) -> None:
    """The policy is asked for, the secret is written, read back, and found again by the next run."""
    uuid = sandbox.create_cluster()
    to = {"backend": "hashi_vault", "path": "camunda/{cluster}/{name}", "mount": "kv", "kv_version": version}
    path = f"kv/{'data/' if version == 2 else ''}camunda/orders/worker"
    planned = deliver(player, to, "--check")
    assert action(planned) == "create", planned.output
    assert (places.stored, names(sandbox, uuid)) == ({}, [])
    done = deliver(player, to, "-vvv")
    assert action(done) == "create", done.output
    check_environment(sandbox, done, places.stored[path])
    assert action(deliver(player, to)) == "none"


def test_hashi_vault_refuses(player: Player, sandbox: Caller, places: Elsewhere) -> None:
    """A policy without the right stops the run before the creation; a failed write takes the client back."""
    uuid = sandbox.create_cluster()
    to = {"backend": "hashi_vault", "path": "camunda/{name}"}
    places.capabilities = ["read"]
    refused = deliver(player, to)
    assert "does not let it create secret/data/camunda/worker" in " ".join(refused.output.split()), refused.output
    requests = sandbox.control("GET", "requests")
    assert [entry for entry in requests if entry["method"] == "POST" and entry["path"].endswith("/clients")] == []
    places.capabilities, places.refuses_writes = ["root"], True
    failed = deliver(player, to, "-vvv")
    assert action(failed) == "failed", failed.output
    assert names(sandbox, uuid) == []
    assert "was deleted again." in failed.output


def test_kubernetes(player: Player, sandbox: Caller, places: Elsewhere) -> None:
    """The server tries the write without keeping it, the Secret is written, and found again by the next run."""
    sandbox.create_cluster()
    to = {"backend": "kubernetes", "name": "camunda-{name}", "namespace": "apps"}
    planned = deliver(player, to, "--check")
    assert action(planned) == "create", planned.output
    assert (places.stored, places.dry_runs) == ({}, 1)
    done = deliver(player, to, "-vvv")
    assert action(done) == "create", done.output
    data = places.stored[f"{SECRETS}/camunda-worker"]["data"]
    check_environment(sandbox, done, {name: base64.b64decode(text).decode() for name, text in data.items()})
    assert action(deliver(player, to)) == "none"


def test_awx(player: Player, sandbox: Caller, places: Elsewhere) -> None:
    """The credential gets the fields that were asked for; it cannot be read back, and is taken for delivered."""
    sandbox.create_cluster()
    to = {
        "backend": "awx",
        "name": "{cluster} {name}",
        "organization": "Default",
        "credential_type": "Camunda",
        "inputs": {"client_id": "ZEEBE_CLIENT_ID", "client_secret": "ZEEBE_CLIENT_SECRET"},
    }
    planned = deliver(player, to, "--check")
    assert action(planned) == "create", planned.output
    assert places.stored == {}
    done = deliver(player, to, "-vvv")
    assert action(done) == "create", done.output
    (written,) = places.stored.values()
    assert written["name"] == "orders worker"
    inputs = written["inputs"]
    check_environment(
        sandbox, done, {"ZEEBE_CLIENT_ID": inputs["client_id"], "ZEEBE_CLIENT_SECRET": inputs["client_secret"]}
    )
    assert action(deliver(player, to)) == "none"
