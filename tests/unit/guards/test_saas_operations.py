# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every method of the Administration API calls the operation that its docstring names, as the contract has it."""

from __future__ import annotations

import json

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._api import saas_answers
from ansible_collections.camunda.platform.plugins.module_utils._api.saas import SaasApi
from ansible_collections.camunda.platform.plugins.module_utils._api.shape import Shape, list_of
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError
from ansible_collections.camunda.platform.tests.tools.contract import load, operations_of
from ansible_collections.camunda.platform.tests.unit.guards.wire import (
    Operation,
    call,
    check_request,
    example,
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
def test_all_of_an_answer_is_read(name: str) -> None:
    """The declared shape takes each field of the contract as it is: none is of another type, and so left out."""
    operation = operation_of(name)
    whole = example(operation.answer or {}, whole=True)
    _request, returned = call("saas", METHODS[name], operation, operation.status, json.dumps(whole))
    assert returned == whole or (isinstance(whole, dict) and returned in whole.values())


def test_shapes_have_the_fields_of_the_contract() -> None:
    """A field with a name that the contract does not have would never be found."""
    declared = {name for shape in vars(saas_answers).values() for name in field_names(shape)}
    assert declared - property_names(CONTRACT) == set()
    assert declared


def field_names(reader: object) -> set[str]:
    """Return the names of the fields in a shape, and in the shapes of its fields."""
    if isinstance(reader, list_of):
        return field_names(reader.entry)
    if not isinstance(reader, Shape):
        return set()
    fields = {**reader.required, **reader.optional}
    return set(fields).union(*map(field_names, fields.values()))


def property_names(node: object) -> set[str]:
    """Return the names of all properties in a contract."""
    if isinstance(node, list):
        return set().union(*map(property_names, node))
    if not isinstance(node, dict):
        return set()
    properties = node.get("properties")
    own = set(properties) if isinstance(properties, dict) else set()
    return own.union(*map(property_names, node.values()))


@pytest.mark.parametrize("name", READ)
def test_an_answer_of_another_kind_is_an_error(name: str) -> None:
    operation = operation_of(name)
    other = "{}" if (operation.answer or {}).get("type") in ("array", "string") else "[]"
    with pytest.raises(CamundaError):
        exchange("saas", METHODS[name], operation, operation.status, other)
