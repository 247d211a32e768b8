# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every method of a cluster's own API calls the operation that its docstring names, as the record has it."""

from __future__ import annotations

import inspect
import json
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._api.cluster_options import CLUSTER_ACCESS, ClusterLogin
from ansible_collections.camunda.platform.plugins.module_utils._api.kinds import CLIENTS, ROLES
from ansible_collections.camunda.platform.plugins.module_utils._api.orchestration import PAGE, OrchestrationApi
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Spec
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect_cluster
from ansible_collections.camunda.platform.tests.tools.contract import load, operations_of
from ansible_collections.camunda.platform.tests.unit.guards.wire import (
    JSON,
    Operation,
    example,
    methods_of,
    operation_named,
)
from ansible_collections.camunda.platform.tests.unit.plugins.options import validated
from ansible_collections.camunda.platform.tests.unit.plugins.scripted import Reply, Request, ScriptedServer

METHODS = methods_of(OrchestrationApi)
RECORD = load("orchestration")
OPERATIONS = operations_of(RECORD)
ARGUMENTS: dict[str, Any] = {"kind": ROLES, "members": CLIENTS, "tenant": None, "wanted": {}, "value": [1], "hide": ""}
PLACEHOLDERS = {"{kind}": "roles", "{members}": "clients", "{scope}": "global"}


def operation_of(name: str) -> Operation:
    """Return what the record has for a method."""
    return Operation(RECORD, *OPERATIONS[operation_named(METHODS[name])])


def call(name: str, *replies: Reply) -> tuple[list[Request], Any]:
    """Call a method; return its requests and what it returned."""
    operation = operation_of(name)
    given = {
        parameter: ARGUMENTS.get(parameter, f"the {parameter}")
        for parameter in list(inspect.signature(METHODS[name]).parameters)[1:]
    }
    if "body" in given:
        given["body"] = example(operation.body or {})
    with ScriptedServer(*replies) as server:
        spec = Spec(run=lambda context: {}, arguments=CLUSTER_ACCESS)
        context = Context(validated(spec, {"allow_http": True, "retries": 0}))
        connection = connect_cluster(context, f"{server.url}/v2", ClusterLogin("oauth", access_token="t"))
        returned = getattr(connection.api, name)(**given)
    return server.requests, returned


def reply(operation: Operation, content: Any = None) -> Reply:
    """Return the answer of an operation."""
    answer = example(operation.answer) if operation.answer is not None and content is None else content
    return Reply(operation.status, "" if answer is None else json.dumps(answer), {"Content-Type": JSON})


def test_every_operation_has_one_method() -> None:
    assert sorted(map(operation_named, METHODS.values())) == sorted(OPERATIONS)


@pytest.mark.parametrize("name", METHODS)
def test_request(name: str) -> None:
    operation = operation_of(name)
    [request], _returned = call(name, reply(operation))
    target = urlsplit(request.target)
    sent, wanted = target.path.strip("/").split("/"), f"v2{operation.path}".split("/")
    assert (request.method, len(sent)) == (operation.method.upper(), len(wanted))
    for have, want in zip(map(unquote, sent), wanted, strict=True):
        assert have == PLACEHOLDERS.get(want, want) or (want[0] == "{" and have.startswith("the "))
    assert set(parse_qs(target.query)) == operation.query
    assert bool(request.body) is (operation.body is not None)
    if operation.body is not None:
        fields = set(request.json())
        assert set(operation.body.get("required", [])) <= fields <= set(operation.body["properties"])


@pytest.mark.parametrize("name", [name for name in METHODS if operation_of(name).path.endswith("/search")])
def test_searches_are_read_to_their_end_by_offset(name: str) -> None:
    """A page that is not full is the last one; what comes again and again has no end."""
    operation = operation_of(name)
    [item] = example(operation.answer or {}, whole=True)["items"]
    marked = next(key for key, value in item.items() if value == "text")
    first = [{**item, marked: f"number {number}"} for number in range(PAGE)]
    requests, returned = call(name, reply(operation, {"items": first}), reply(operation, {"items": [item]}))
    assert [request.json()["page"] for request in requests] == [
        {"from": start, "limit": PAGE} for start in (0, PAGE)
    ]  # fmt: skip
    assert len(returned[0] if isinstance(returned, tuple) else returned) == PAGE + 1
    with pytest.raises(CamundaError, match="repeats the same page"):
        call(name, *[reply(operation, {"items": first})] * 2)


@pytest.mark.parametrize("name", [name for name in METHODS if operation_of(name).answer is not None])
@pytest.mark.parametrize("answer", ["text", [1]], ids=str)
def test_an_answer_of_another_kind_is_an_error(name: str, answer: object) -> None:
    if name.split("_")[0] in ("create", "update"):
        # Nothing is taken from their answers.
        call(name, reply(operation_of(name), answer))
        return
    with pytest.raises(CamundaError):
        call(name, reply(operation_of(name), answer))
