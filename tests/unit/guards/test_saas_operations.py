# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every method of the Administration API calls the operation that its docstring names, as the contract has it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._api.saas import SaasApi
from ansible_collections.camunda.platform.tests.unit.sandbox.contract import operations_of

METHODS = {name: method for name, method in inspect.getmembers(SaasApi, inspect.isfunction) if name[0] != "_"}
JSON = "application/json"


class Anything(dict[str, Any]):
    """A body, or an answer, that has every field."""

    def __missing__(self, key: str) -> str:
        return f"the {key}"


class Recorder:
    """Stands in for the client of the API, and notes how it is called."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []

    def _note(self, kind: str, method: str, segments: Iterable[str], options: dict[str, Any]) -> None:
        assert options.pop("doing"), "an error has to say what was attempted"
        self.calls.append(
            {"kind": kind, "method": method, "segments": list(segments), "needs": [], "body": None, **options}
        )

    def call(self, method: str, *segments: str, **options: Any) -> Any:
        """Note a call whose answer is taken as it is."""
        self._note("any", method, segments, options)
        return Anything()

    def call_list(self, method: str, *segments: str, **options: Any) -> list[Any]:
        """Note a call that is answered with a list."""
        self._note("array", method, segments, options)
        return []

    def call_object(self, method: str, *segments: str, **options: Any) -> Anything:
        """Note a call that is answered with an object."""
        self._note("object", method, segments, options)
        return Anything()

    def call_text(self, method: str, *segments: str, **options: Any) -> str:
        """Note a call that is answered with text."""
        self._note("string", method, segments, options)
        return ""

    def never_repeat(self, *segments: str) -> None:
        """Take note of nothing: this calls nothing."""


def operation_named(name: str) -> str:
    """Return the operation id that ends the first line of a method's docstring."""
    first_line = (METHODS[name].__doc__ or "").splitlines()[0]
    found = re.search(r"\((\w+)\)\.$", first_line)
    assert found, f"{name}: the docstring does not end with an operation id in brackets"
    return found[1]


def arguments_of(name: str) -> dict[str, Any]:
    """Return an argument for each parameter of a method; each text is another one."""
    parameters = list(inspect.signature(METHODS[name]).parameters.values())[1:]
    made: dict[str, Any] = {}
    for parameter in parameters:
        kind = str(parameter.annotation)
        made[parameter.name] = (
            Anything() if "Json" in kind else [] if kind.startswith("list") else f"<{parameter.name}>"
        )
    return made


def recorded(name: str) -> dict[str, Any]:
    """Call a method, and return the one call that it makes."""
    recorder = Recorder()
    METHODS[name](SaasApi(recorder), **arguments_of(name))  # type: ignore[arg-type]
    assert len(recorder.calls) == 1, "one method, one operation"
    return recorder.calls[0]


def fields_of(schema: dict[str, Any], contract: dict[str, Any]) -> tuple[set[str], set[str]]:
    """Return the names of all fields, and of the required ones, of a schema."""
    if "$ref" in schema:
        return fields_of(contract["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], contract)
    fields, required = set(schema.get("properties", {})), set(schema.get("required", []))
    for part in schema.get("allOf", []):
        more, more_required = fields_of(part, contract)
        fields, required = fields | more, required | more_required
    return fields, required


def schema_in(content: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a JSON body."""
    schema: dict[str, Any] = content.get("content", {}).get(JSON, {}).get("schema", {})
    return schema


def test_no_operation_has_two_methods() -> None:
    operations = [operation_named(name) for name in METHODS]
    assert sorted(operations) == sorted(set(operations))


@pytest.mark.parametrize("name", METHODS)
def test_method_and_path(name: str, contract: dict[str, Any]) -> None:
    operations = operations_of(contract)
    path, method = operations[operation_named(name)]
    call = recorded(name)
    assert call["method"] == method.upper()
    wanted = path.strip("/").split("/")
    assert len(call["segments"]) == len(wanted)
    given = [have for have, want in zip(call["segments"], wanted, strict=True) if want.startswith("{")]
    fixed = [(have, want) for have, want in zip(call["segments"], wanted, strict=True) if not want.startswith("{")]
    assert all(have == want for have, want in fixed)
    # What stands for the placeholders are the first arguments, in their order.
    assert given == list(arguments_of(name).values())[: len(given)]


@pytest.mark.parametrize("name", METHODS)
def test_bodies(name: str, contract: dict[str, Any]) -> None:
    path, method = operations_of(contract)[operation_named(name)]
    call, operation = recorded(name), contract["paths"][path][method]
    assert (call["body"] is not None) is ("requestBody" in operation)
    if isinstance(call["body"], dict) and not isinstance(call["body"], Anything):
        fields, required = fields_of(schema_in(operation["requestBody"]), contract)
        assert required <= set(call["body"]) <= fields


@pytest.mark.parametrize("name", METHODS)
def test_answers(name: str, contract: dict[str, Any]) -> None:
    path, method = operations_of(contract)[operation_named(name)]
    call = recorded(name)
    [success] = [answer for status, answer in contract["paths"][path][method]["responses"].items() if status[0] == "2"]
    schema = schema_in(success)
    kind = schema.get("type", "object") if schema else None
    assert call["kind"] in ("any", kind)
    assert set(call["needs"]) <= fields_of(schema, contract)[0]


def test_a_mistake_is_seen(contract: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def get_cluster(self: SaasApi, uuid: str) -> Any:
        """Read a cluster (GetClients)."""
        return self._object("GET", "clusters", uuid, doing="x")

    monkeypatch.setitem(METHODS, "get_cluster", get_cluster)
    for check in (test_method_and_path, test_answers):
        with pytest.raises(AssertionError):
            check("get_cluster", contract)
    with pytest.raises(AssertionError):
        test_no_operation_has_two_methods()
