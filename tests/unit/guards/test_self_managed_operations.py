# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every method of the Self-Managed API calls the operation that its docstring names, as the contract has it."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._api.self_managed import SelfManagedApi
from ansible_collections.camunda.platform.tests.unit.guards.test_saas_operations import Recorder, fields_of, schema_in
from ansible_collections.camunda.platform.tests.unit.sandbox.contract import operations_of

METHODS = {name: method for name, method in inspect.getmembers(SelfManagedApi, inspect.isfunction) if name[0] != "_"}
QUERY = {"id": "a", "start": "1", "end": "2"}
BY_ID = {"get_clusters": "getClusters", "get_usage_metrics": "getUsageMetrics"}


class ItemRecorder(Recorder):
    """Notes lists that may be wrapped, too."""

    def call_items(self, method: str, *segments: str, **options: Any) -> list[Any]:
        """Note a call that is answered with a list, or with an object that has one."""
        self._note("items", method, segments, options)
        return []


def recorded(name: str) -> dict[str, Any]:
    """Call a method, and return the one call that it makes."""
    recorder = ItemRecorder()
    arguments = {"query": QUERY} if "query" in inspect.signature(METHODS[name]).parameters else {}
    METHODS[name](SelfManagedApi(recorder), **arguments)  # type: ignore[arg-type]
    assert len(recorder.calls) == 1, "one method, one operation"
    return recorder.calls[0]


def test_the_operations_of_the_contract_have_methods(self_managed_contract: dict[str, Any]) -> None:
    assert sorted(BY_ID.values()) == sorted(operations_of(self_managed_contract))


@pytest.mark.parametrize("name", METHODS)
def test_method_and_path(name: str, self_managed_contract: dict[str, Any]) -> None:
    """By the contract, or where there is none by the docstring."""
    call = recorded(name)
    path = "/" + "/".join(call["segments"])
    first_line = (METHODS[name].__doc__ or "").splitlines()[0]
    if name in BY_ID:
        assert first_line.endswith(f"({BY_ID[name]}).")
        assert operations_of(self_managed_contract)[BY_ID[name]] == (path, "get")
    else:
        assert re.search(rf"\({call['method']} {path}\)\.$", first_line)
    assert call["method"] == "GET"


@pytest.mark.parametrize("name", METHODS)
def test_parameters_and_answers(name: str, self_managed_contract: dict[str, Any]) -> None:
    """The successors have the parameters and the fields of what they succeed."""
    call = recorded(name)
    original = next(operation for method, operation in BY_ID.items() if name.startswith(method))
    path, method = operations_of(self_managed_contract)[original]
    operation = self_managed_contract["paths"][path][method]
    assert set(call.get("query") or {}) == {parameter["name"] for parameter in operation["parameters"]}
    schema = schema_in(operation["responses"]["200"])
    if schema.get("type") == "array":
        assert call["kind"] == ("array" if name in BY_ID else "items")
    else:
        assert call["kind"] == "object"
        assert set(call["needs"]) <= fields_of(schema, self_managed_contract)[1]
