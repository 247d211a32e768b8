# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every method of the Self-Managed APIs calls the operation that its docstring names, as the contracts have it."""

from __future__ import annotations

import json

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._api.self_managed import SelfManagedApi
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError
from ansible_collections.camunda.platform.tests.tools.contract import load, operations_of
from ansible_collections.camunda.platform.tests.unit.guards.wire import (
    Operation,
    check_request,
    exchange,
    methods_of,
    operation_named,
)

METHODS = methods_of(SelfManagedApi)
CONTRACTS = {name: load(name) for name in ("self-managed", "hub")}
OPERATIONS = {
    operation: Operation(contract, path, method)
    for contract in CONTRACTS.values()
    for operation, (path, method) in operations_of(contract).items()
}


def test_every_operation_has_one_method() -> None:
    assert sorted(map(operation_named, METHODS.values())) == sorted(OPERATIONS)


@pytest.mark.parametrize("name", METHODS)
def test_request(name: str) -> None:
    check_request("self_managed", METHODS[name], OPERATIONS[operation_named(METHODS[name])])


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("answer", ["text", {}, [1]], ids=str)
def test_an_answer_of_another_kind_is_an_error(name: str, answer: object) -> None:
    operation = OPERATIONS[operation_named(METHODS[name])]
    with pytest.raises(CamundaError):
        exchange("self_managed", METHODS[name], operation, 200, json.dumps(answer))


@pytest.mark.parametrize("name", ["get_clusters_v1", "get_clusters_v2"])
def test_lists_of_hub_may_be_wrapped_or_not(name: str) -> None:
    operation = OPERATIONS[operation_named(METHODS[name])]
    for answer in ("[]", '{"items": []}'):
        exchange("self_managed", METHODS[name], operation, 200, answer)
