# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls a method of an API against a server that answers once, and compares what it sent with the contract."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import (
    connect,
    connect_self_managed,
)
from ansible_collections.camunda.platform.tests.unit.plugins.options import validated
from ansible_collections.camunda.platform.tests.unit.plugins.scripted import Reply, Request, ScriptedServer

JSON = "application/json"
_CONNECTS: dict[str, Callable[[Context], Any]] = {"saas": connect, "self_managed": connect_self_managed}
_OPERATION = re.compile(r"\((\w+|[A-Z]+ /[\w/{}-]+)\)\.$")


def methods_of(api: type) -> dict[str, Callable[..., Any]]:
    """Return the public methods of an API by their names."""
    return {name: method for name, method in inspect.getmembers(api, inspect.isfunction) if name[0] != "_"}


def operation_named(method: Callable[..., Any]) -> str:
    """Return the operation that ends the first line of a method's docstring: its id, or method and path."""
    found = _OPERATION.search((method.__doc__ or "").splitlines()[0])
    assert found, f"{method.__name__}: the docstring does not end with an operation in brackets"
    return found[1]


class Operation:
    """An operation of the contract, and examples of what it takes and gives."""

    def __init__(self, contract: dict[str, Any], path: str, method: str) -> None:
        self.path, self.method = path, method
        self._schemas = contract["components"].get("schemas", {})
        self._operation = contract["paths"][path][method]
        [(self.status, self._success)] = [
            (int(status), answer) for status, answer in self._operation["responses"].items() if status[0] == "2"
        ]

    @property
    def query(self) -> set[str]:
        """Return the names of the parameters in the query."""
        return {item["name"] for item in self._operation.get("parameters", []) if item["in"] == "query"}

    @property
    def body(self) -> dict[str, Any] | None:
        """Return the schema of the body, with all that it refers to in it."""
        return self._schema(self._operation["requestBody"]) if "requestBody" in self._operation else None

    @property
    def answer(self) -> dict[str, Any] | None:
        """Return the schema of the answer, None for an empty one."""
        return self._schema(self._success) if self._success.get("content") else None

    def _schema(self, holder: dict[str, Any]) -> dict[str, Any]:
        return self._resolved(holder["content"][JSON]["schema"])

    def _resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        if "$ref" in schema:
            return self._resolved(self._schemas[schema["$ref"].rsplit("/", 1)[1]])
        whole = dict(schema)
        for part in map(self._resolved, schema.get("allOf", [])):
            whole["properties"] = {**whole.get("properties", {}), **part.get("properties", {})}
            whole["required"] = [*whole.get("required", []), *part.get("required", [])]
        if "properties" in whole:
            whole["properties"] = {name: self._resolved(value) for name, value in whole["properties"].items()}
        if "items" in whole:
            whole["items"] = self._resolved(whole["items"])
        whole["anyOf"] = [self._resolved(part) for part in schema.get("anyOf", [])]
        return whole


def example(schema: dict[str, Any], whole: bool = False) -> Any:
    """Return a value that has what a schema requires, and nothing else; the ``whole`` one has all that it declares."""
    if schema.get("anyOf"):
        return example(schema["anyOf"][0], whole)
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "array":
        return [example(schema["items"], whole)]
    if "properties" in schema or "required" in schema:
        properties = schema.get("properties", {})
        names = [*schema.get("required", []), *(properties if whole else ())]
        return {name: example(properties.get(name, {}), whole) for name in names}
    return {"string": "text", "number": 1, "integer": 1, "boolean": True}.get(schema.get("type", ""), {})


def arguments_of(method: Callable[..., Any], operation: Operation) -> dict[str, Any]:
    """Return an argument for each parameter of a method; each text is another one."""
    made: dict[str, Any] = {}
    for parameter in list(inspect.signature(method).parameters.values())[1:]:
        kind = str(parameter.annotation)
        if "Json" in kind:
            made[parameter.name] = example(operation.body or {})
        elif "Mapping" in kind:
            made[parameter.name] = {name: f"the {name}" for name in operation.query}
        else:
            made[parameter.name] = [] if kind.startswith("list") else f"the {parameter.name}"
    return made


def exchange(api: str, method: Callable[..., Any], operation: Operation, status: int, answer: str) -> Request:
    """Call a method of an API with an answer in store, and return the one request that it made."""
    return call(api, method, operation, status, answer)[0]


def call(api: str, method: Callable[..., Any], operation: Operation, status: int, answer: str) -> tuple[Request, Any]:
    """Call a method of an API with an answer in store; return the one request that it made, and what it returned."""
    arguments = arguments_of(method, operation)
    with ScriptedServer(Reply(status, answer, {"Content-Type": JSON})) as server:
        options = {"base_url": server.url, "access_token": "t", "allow_http": True, "retries": 0}
        spec = Spec(run=lambda context: {}, arguments=CONNECTION)
        connection = _CONNECTS[api](Context(validated(spec, {"platform": api, **options})))
        returned = getattr(connection.api, method.__name__)(**arguments)
    [request] = server.requests
    return request, returned


def check_request(api: str, method: Callable[..., Any], operation: Operation) -> None:
    """Compare the request with the contract; the answer holds what the contract requires, which has to do."""
    answer = "" if operation.answer is None else json.dumps(example(operation.answer))
    request = exchange(api, method, operation, operation.status, answer)
    assert request.method == operation.method.upper()
    target = urlsplit(request.target)
    sent, wanted = target.path.strip("/").split("/"), operation.path.strip("/").split("/")
    assert len(sent) == len(wanted)
    given = [unquote(have) for have, want in zip(sent, wanted, strict=True) if want.startswith("{")]
    assert [have for have, want in zip(sent, wanted, strict=True) if not want.startswith("{")] == [
        want for want in wanted if not want.startswith("{")
    ]
    # What stands for the placeholders are the first arguments, in their order.
    assert given == list(arguments_of(method, operation).values())[: len(given)]
    assert set(parse_qs(target.query)) == operation.query
    assert bool(request.body) is (operation.body is not None)
    if operation.body is not None:
        fields = set(request.json())
        assert set(operation.body.get("required", [])) <= fields <= set(operation.body["properties"])
