# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that the sandbox serves is compared with the shared contract, in its description and in live answers."""

from __future__ import annotations

import copy
import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import requests

from ansible_collections.camunda.platform.tests.unit.sandbox.support import ALPHA, Caller, cluster_body
from camunda_sandbox.app import create_api
from camunda_sandbox.core import Sandbox

JSON = "application/json"
DESCRIPTION = create_api(Sandbox()).openapi()
SERVED = sorted((path, method) for path, operations in DESCRIPTION["paths"].items() for method in operations)

# Statuses that the sandbox answers though the contract does not list them: (operation, status).
UNDECLARED = {("UpdateCluster", 400), ("Wake", 404)}
# Statuses that are declared and that nothing but a fault can bring about here.
ONLY_BY_FAULT = {("CreateCluster", 503), ("GetClients", 403), ("GetClient", 403), ("DeleteClient", 403)}


def contract_file() -> Path | None:
    """Find the shared contract: in CAMUNDA_CONTRACT_DIR, else beside the checkout that the tests belong to."""
    if named := os.environ.get("CAMUNDA_CONTRACT_DIR"):
        places = [Path(named)]
    else:
        # Tests run in a copy of the checkout, which the second variable (set by tests/tools/run) leads back from.
        checkouts = [os.environ.get("CAMUNDA_CHECKOUT"), os.environ.get("COLLECTION_CHECKOUT")]
        roots = [Path(checkout) for checkout in checkouts if checkout] + [Path(__file__).resolve().parents[3]]
        places = [root.parent / "shared" / "contract" for root in roots]
    return next((file for place in places if (file := place / "saas-openapi.json").is_file()), None)


@pytest.fixture(scope="module")
def contract() -> dict[str, Any]:
    """Load the contract; without it there is nothing to compare with."""
    file = contract_file()
    if file is None:
        pytest.skip("saas-openapi.json not found: set CAMUNDA_CONTRACT_DIR to the directory that holds it")
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def shape(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """Reduce a schema to what a client notices: types, enumerations, required fields; references resolved."""
    if "$ref" in schema:
        kind, name = schema["$ref"].split("/")[2:]
        return shape(document["components"][kind][name], document)
    result: dict[str, Any] = {}
    for part in schema.get("allOf", []):
        merge(result, shape(part, document))
    own: dict[str, Any] = {}
    for key in ("type", "format"):
        # double is a note on a number, and the only kind of number in JSON.
        if key in schema and schema[key] != "double":
            own[key] = schema[key]
    if "enum" in schema:
        own["enum"] = sorted(schema["enum"])
    if "required" in schema:
        own["required"] = sorted(schema["required"])
    if "properties" in schema:
        own["properties"] = {name: shape(value, document) for name, value in schema["properties"].items()}
    if "items" in schema:
        own["items"] = shape(schema["items"], document)
    merge(result, own)
    return result


def merge(result: dict[str, Any], part: dict[str, Any]) -> None:
    """Add a part of an allOf."""
    for key, value in part.items():
        if key == "properties":
            result.setdefault(key, {}).update(value)
        elif key == "required":
            result[key] = sorted({*result.get(key, []), *value})
        else:
            result[key] = value


def signature(operation: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """Reduce an operation to what is compared."""
    body = operation.get("requestBody")
    return {
        "operationId": operation["operationId"],
        "security": operation.get("security"),
        "parameters": sorted(
            (item["in"], item["name"], item.get("required", False), item["schema"]["type"])
            for item in operation.get("parameters", [])
        ),
        "body": body and {"required": body["required"], "json": shape(body["content"][JSON]["schema"], document)},
        "responses": {
            status: shape(response.get("content", {}).get(JSON, {}).get("schema", {}), document)
            for status, response in operation["responses"].items()
        },
        "errors": {
            status: response["description"]
            for status, response in operation["responses"].items()
            if not status.startswith("2")
        },
    }


def test_operations_of_the_first_part_are_served() -> None:
    served = {DESCRIPTION["paths"][path][method]["operationId"] for path, method in SERVED}
    assert served >= {
        *("GetClusters", "CreateCluster", "GetParameters", "GetCluster", "UpdateCluster", "DeleteCluster", "Wake"),
        *("GetClients", "CreateClient", "GetClient", "DeleteClient"),
    }


@pytest.mark.parametrize(("path", "method"), SERVED)
def test_operation_is_described_as_in_the_contract(contract: dict[str, Any], path: str, method: str) -> None:
    operations = contract["paths"].get(path, {})
    assert method in operations, "the contract has no such operation"
    ours = signature(DESCRIPTION["paths"][path][method], DESCRIPTION)
    assert ours == signature(operations[method], contract)


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


def nullable(schema: Any) -> Any:
    """Translate OpenAPI 3.0's `nullable` for jsonschema."""
    if isinstance(schema, list):
        return [nullable(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: nullable(value) for key, value in schema.items() if key != "nullable"}
    return {"anyOf": [result, {"type": "null"}]} if schema.get("nullable") is True else result


def is_timestamp(text: object) -> bool:
    """Tell that the text is a time with its zone; raises ValueError if it is not."""
    return datetime.strptime(str(text), "%Y-%m-%dT%H:%M:%S.%f%z").tzinfo is not None


class Checker:
    """Calls operations of the API by their template and validates each answer against the contract."""

    def __init__(self, contract: dict[str, Any], caller: Caller) -> None:
        self.paths = contract["paths"]
        self.components = nullable(contract["components"])
        self.caller = caller
        self.seen: set[tuple[str, int]] = set()
        self.formats = jsonschema.FormatChecker(formats=())
        # jsonschema checks date-time only with a further package.
        self.formats.checks("date-time", raises=ValueError)(is_timestamp)

    def call(self, method: str, template: str, status: int, *arguments: str, body: Any = None) -> Any:
        """Call an operation, expect a status, and return the JSON or text of the answer."""
        path = template
        for argument in arguments:
            path = path.replace(path[path.index("{") : path.index("}") + 1], argument, 1)
        answer = self.caller.api(method, path, json=body)
        assert answer.status_code == status, answer.text
        operation = self.paths[template][method.lower()]
        self.seen.add((operation["operationId"], status))
        declared = operation["responses"].get(str(status))
        if declared is None:
            assert (operation["operationId"], status) in UNDECLARED
            return self.text(answer)
        schema = declared.get("content", {}).get(JSON, {}).get("schema")
        if schema is None:
            return self.text(answer, None if status == 204 else declared["description"])
        assert answer.headers["content-type"] == JSON
        self.validate(answer.json(), schema)
        return answer.json()

    def validate(self, content: Any, schema: dict[str, Any]) -> None:
        """Validate a JSON body; raises jsonschema.ValidationError."""
        whole = {**nullable(schema), "components": self.components}
        jsonschema.Draft202012Validator(whole, format_checker=self.formats).validate(content)

    @staticmethod
    def text(answer: requests.Response, description: str | None = None) -> str:
        """Expect an empty body, or a text that is (one of those) in the description."""
        if answer.status_code == 204:
            assert not answer.content
            return ""
        assert answer.headers["content-type"].startswith("text/plain")
        assert description is None or answer.text in description
        return answer.text


@pytest.fixture
def checker(contract: dict[str, Any], caller: Caller) -> Checker:
    """Give a checker on an empty sandbox."""
    return Checker(contract, caller)


def clusters_scenario(checker: Checker) -> str:
    """Use every operation of clusters, with all its answers; returns a healthy cluster."""
    call, clusters, cluster = checker.call, "/clusters", "/clusters/{clusterUuid}"
    call("GET", "/clusters/parameters", 200)
    full = cluster_body(
        autoUpdate=False, backupRegionId="europe-west3", description="d", encryption="External", hardwarePackages=2,
        stageLabel="prod", identityBackendChecksEnabled=True,
    )  # fmt: skip
    first = call("POST", clusters, 200, body=full)["clusterId"]
    second = call("POST", clusters, 200, body=cluster_body())["clusterId"]
    bad = {"name": "n" * 101, "planTypeId": "x", "regionId": "x", "channelId": "x", "generationId": "x"}
    for field, value in bad.items():
        call("POST", clusters, 400, body=cluster_body(**{field: value}))
    call("POST", clusters, 400, body=cluster_body(channelId=ALPHA.uuid))
    call("PATCH", cluster, 204, first, body={"name": "new", "stageLabel": "dev", "numberOfAllocatedHwPackages": 3})
    call("PATCH", cluster, 400, first, body={"name": 1})
    checker.caller.settings(ipallowlist_visible=True)
    call("GET", clusters, 200)
    call("GET", cluster, 200, first)
    call("PUT", cluster + "/wake", 204, second)
    call("DELETE", cluster, 204, first)
    for method, template, body in (
        ("GET", cluster, None),
        ("PATCH", cluster, {}),
        ("DELETE", cluster, None),
        ("PUT", cluster + "/wake", None),
    ):
        call(method, template, 404, first, body=body)
    return str(second)


def clients_scenario(checker: Checker, cluster: str) -> None:
    """Use every operation of clients, with all its answers."""
    call, clients, client = (
        checker.call,
        "/clusters/{clusterUuid}/clients",
        "/clusters/{clusterUuid}/clients/{clientId}",
    )
    made = call("POST", clients, 200, cluster, body={"clientName": "worker", "permissions": ["Zeebe", "Secrets"]})
    call("POST", clients, 400, cluster, body={"clientName": "worker"})
    checker.caller.settings(max_clients=1)
    call("POST", clients, 403, cluster, body={"clientName": "other"})
    call("POST", clients, 404, "none", body={"clientName": "worker"})
    call("GET", clients, 200, cluster)
    call("GET", clients, 404, "none")
    call("GET", client, 200, cluster, made["clientId"])
    call("GET", client, 404, cluster, "none")
    checker.caller.control("PUT", f"clusters/{cluster}/status", {"status": "Updating"})
    call("GET", client, 412, cluster, made["clientId"])
    call("DELETE", client, 204, cluster, made["clientId"])
    call("DELETE", client, 404, cluster, made["clientId"])


def test_live_answers_are_valid(checker: Checker) -> None:
    clients_scenario(checker, clusters_scenario(checker))
    declared = {
        (operation["operationId"], int(status))
        for path, method in SERVED
        for operation in [checker.paths[path][method]]
        for status in operation["responses"]
    }
    assert declared - checker.seen == ONLY_BY_FAULT, "an answer of the contract was not tried"
    assert checker.seen - declared == UNDECLARED


def test_fields_of_tomorrow_are_not_valid(checker: Checker) -> None:
    """Proves that the validation is strict, and that the setting does what it says."""
    cluster = checker.caller.create_cluster()
    checker.caller.settings(extra_fields=True)
    with pytest.raises(jsonschema.ValidationError, match="k8sContext"):
        checker.call("GET", "/clusters/{clusterUuid}", 200, cluster)


def test_token_is_demanded_by_every_operation(caller: Caller) -> None:
    for path, method in SERVED:
        answer = caller.raw(method.upper(), path.format(clusterUuid="x", clientId="y"), json={})
        assert (answer.status_code, answer.text) == (401, "Unauthorized"), path
        assert answer.headers["www-authenticate"] == "Bearer"
