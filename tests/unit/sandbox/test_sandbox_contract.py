# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sandbox's description of itself is compared with the shared contract, operation by operation."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from camunda_sandbox.app import create_api
from camunda_sandbox.core import Sandbox

from ansible_collections.camunda.platform.tests.unit.sandbox.contract import operations_of, signature

DESCRIPTION = create_api(Sandbox()).openapi()
SERVED = operations_of(DESCRIPTION)


def test_all_operations_are_served(contract: dict[str, Any]) -> None:
    assert operations_of(contract) == SERVED


@pytest.mark.parametrize("operation", SERVED)
def test_operation_is_described_as_in_the_contract(contract: dict[str, Any], operation: str) -> None:
    path, method = SERVED[operation]
    ours = signature(DESCRIPTION["paths"][path][method], DESCRIPTION)
    assert ours == signature(contract["paths"][path][method], contract)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("components", "schemas", "Cluster", "properties", "autoUpdate", "type"), "string"),
        (("components", "schemas", "Cluster", "required"), ["uuid"]),
        (("components", "schemas", "ClusterStatus", "enum"), ["Creating"]),
        (("paths", "/clusters/{clusterUuid}", "get", "responses", "404", "description"), "Gone"),
        (("paths", "/clusters/{clusterUuid}", "get", "operationId"), "ReadCluster"),
    ],
)
def test_the_comparison_sees_a_difference(contract: dict[str, Any], place: tuple[str, ...], value: object) -> None:
    changed = copy.deepcopy(contract)
    node = changed
    for key in place[:-1]:
        node = node[key]
    node[place[-1]] = value
    before = signature(contract["paths"]["/clusters/{clusterUuid}"]["get"], contract)
    assert signature(changed["paths"]["/clusters/{clusterUuid}"]["get"], changed) != before
