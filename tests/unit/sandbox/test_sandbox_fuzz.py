# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Schemathesis makes good and bad requests from the sandbox's description of itself, and judges the answers."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from camunda_sandbox.app import create_api
from camunda_sandbox.core import Sandbox
from camunda_sandbox.settings import Settings
from camunda_sandbox.state import State
from hypothesis import HealthCheck, Phase, assume, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from ansible_collections.camunda.platform.tests.tools.contract import operations_of
from ansible_collections.camunda.platform.tests.unit.sandbox.contract import UNDECLARED
from ansible_collections.camunda.platform.tests.unit.sandbox.support import (
    FRANKFURT,
    Caller,
    cluster_body,
    key_arn,
    serving,
)

EXAMPLES = 8
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


def description() -> dict[str, Any]:
    """Return the sandbox's description, with the statuses that it is known to answer beyond it."""
    document = copy.deepcopy(create_api(Sandbox()).openapi())
    operations = operations_of(document)
    for path, method in operations.values():
        # Else a bad request is often just one without a token, which another test makes.
        document["paths"][path][method].pop("security", None)
    for operation, status in UNDECLARED:
        path, method = operations[operation]
        assert str(status) not in document["paths"][path][method]["responses"]
        document["paths"][path][method]["responses"][str(status)] = {"description": "not in the contract"}
    return document


DESCRIPTION = description()
SCHEMA = schemathesis.openapi.from_dict(DESCRIPTION)
OPERATIONS = operations_of(DESCRIPTION)
# A request without a body cannot be bad.
BAD = [name for name, (path, method) in OPERATIONS.items() if "requestBody" in DESCRIPTION["paths"][path][method]]
CASES = [*((name, "good") for name in OPERATIONS), *((name, "bad") for name in BAD)]


class World:
    """A sandbox in which there is something of every kind, brought back to that state before each request."""

    def __init__(self, sandbox: Sandbox, caller: Caller) -> None:
        self.caller = caller
        self._sandbox = sandbox
        cluster = caller.create_cluster(regionId=FRANKFURT, backupRegionId="eu-west-1", encryption="External")
        path = f"/clusters/{cluster}"
        keys = {
            "primaryEncryptionKeyId": key_arn("eu-central-1"),
            "secondaryEncryptionKeyId": key_arn("eu-west-1", "1"),
        }
        self._make("PUT", f"{path}/encryption", keys)
        self._make("POST", f"{path}/secrets", {"secretName": "key", "secretValue": "value"})
        self._make("PUT", f"{path}/ipallowlist", {"ipallowlist": [{"description": "", "ip": "192.0.2.1"}]})
        self._make("PUT", f"{path}/backups/schedule", {"schedule": "0 2 * * *"})
        self._make("POST", f"{path}/monitoring")
        self._make("POST", "/members/ann@example.com", {"orgRoles": ["analyst"]})
        principals = {"allowedPrincipals": ["arn:aws:iam::123456789012:root"], "allowedRegions": ["eu-central-1"]}
        self._make("POST", f"{path}/secure-connectivity", principals)
        backup = self._make("POST", f"{path}/backups")["uuid"]
        self._make("POST", f"{path}/backups/{backup}/restore")
        self.names = {
            # The second one has nothing in it.
            "clusterUuid": [cluster, caller.create_cluster(regionId=FRANKFURT)],
            "clientId": [caller.create_client(cluster)["clientId"]],
            "secretName": ["key"],
            "backupId": [backup],
            "clientUuid": [self._make("POST", f"{path}/monitoring/clients", {"username": "prometheus"})["uuid"]],
            "email": ["ann@example.com"],
        }
        self.bodies: dict[str, dict[str, Any]] = {
            "CreateCluster": cluster_body(),
            "UpdateClusterEncryption": keys,
            "UpdateSchedule": {"schedule": "*/30 * * * *"},
            "TriggerFailover": {"backupIds": [backup], "restoreBackupId": backup},
            "UpdateMembers": {"orgRoles": ["admin", "modeler"]},
            "UpdateIpAllowlist": {"ipallowlist": []},
        }
        self._snapshot = sandbox.store.state.model_dump_json()

    def restore(self) -> None:
        """Undo what requests have changed."""
        self._sandbox.store.state = State.model_validate_json(self._snapshot)

    def _make(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.caller.api(method, path, json=body)
        assert answer.status_code in (200, 204), answer.text
        return answer.json() if answer.status_code == 200 else None


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """Serve a sandbox of its own, as the state is put back past its API."""
    values = {"token_rate": 0, "creation_seconds": 0, "backup_seconds": 0, "restore_seconds": 0}
    sandbox = Sandbox(Settings.model_validate(values))
    with serving(sandbox) as url:
        caller = Caller(url)
        yield World(sandbox, caller)
        caller.session.close()


@pytest.mark.parametrize(("operation", "kind"), CASES)
def test_requests(world: World, operation: str, kind: str) -> None:
    path, method = OPERATIONS[operation]
    bad = kind == "bad"
    mode: Any = GenerationMode.NEGATIVE if bad else GenerationMode.POSITIVE
    statuses: list[int] = []

    @given(case=SCHEMA[path][method.upper()].as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        # What is put into a case depends on how many there were, so it could not be made smaller.
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def probe(case: Any) -> None:
        use_what_there_is(world, operation, case, len(statuses), bad)
        world.restore()
        response = case.call(base_url=world.caller.url, headers={"Authorization": f"Bearer {world.caller.token}"})
        case.validate_response(response, checks=CHECKS)
        statuses.append(response.status_code)

    probe()
    if bad:
        assert min(statuses) >= 400
    else:
        assert min(statuses) < 300, "no request reached anything"


def use_what_there_is(world: World, operation: str, case: Any, lease: int, bad: bool) -> None:
    """Put names of existing things into most cases; what a case has by chance is almost never one."""
    for name, value in (case.path_parameters or {}).items():
        if bad or lease % 3 < 2:
            case.path_parameters[name] = world.names[name][lease % len(world.names[name])]
        else:
            # These are other paths.
            assume("/" not in str(value) and value not in ("", ".", "..", "parameters", "schedule"))
    if not bad and operation in world.bodies and lease % 4 < 2:
        case.body = world.bodies[operation]
