# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every method of the Administration API calls the operation that its docstring names, as the contract has it."""

from __future__ import annotations

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._api.saas import SaasApi
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError
from ansible_collections.camunda.platform.tests.tools.contract import load, operations_of
from ansible_collections.camunda.platform.tests.unit.guards.wire import (
    Operation,
    check_request,
    exchange,
    methods_of,
    operation_named,
)

METHODS = methods_of(SaasApi)
CONTRACT = load("saas")
OPERATIONS = operations_of(CONTRACT)
# Nothing is taken from the answers of these, so that any will do.
UNREAD = {"delete_backup", "restore_backup"}


def operation_of(name: str) -> Operation:
    """Return what the contract has for a method."""
    return Operation(CONTRACT, *OPERATIONS[operation_named(METHODS[name])])


READ = [name for name in METHODS if operation_of(name).answer is not None and name not in UNREAD]


def test_every_operation_has_one_method() -> None:
    assert sorted(map(operation_named, METHODS.values())) == sorted(OPERATIONS)


@pytest.mark.parametrize("name", METHODS)
def test_request(name: str) -> None:
    check_request("saas", METHODS[name], operation_of(name))


@pytest.mark.parametrize("name", READ)
def test_an_answer_of_another_kind_is_an_error(name: str) -> None:
    operation = operation_of(name)
    other = "{}" if (operation.answer or {}).get("type") in ("array", "string") else "[]"
    with pytest.raises(CamundaError):
        exchange("saas", METHODS[name], operation, operation.status, other)
