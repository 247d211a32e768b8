# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of the contract is compared with the sandbox, and a caller that validates live answers against it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import jsonschema
import requests

from ansible_collections.camunda.platform.tests.tools.contract import operations_of
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

JSON = "application/json"

# Statuses that the sandbox answers though the contract does not list them: (operation, status).
UNDECLARED = {
    ("UpdateCluster", 400),
    ("UpdateSecret", 400),
    ("Wake", 404),
    *((operation, status) for operation in ("UpdateIpAllowlist", "UpdateIpWhitelist") for status in (400, 404)),
    ("CreateMonitoringClient", 400),
    ("CreateMonitoringClient", 409),
    ("ActivateSecureConnectivity", 400),
    # While a restore is in flight.
    *((operation, 409) for operation in ("UpdateCluster", "DeleteCluster", "Wake", "CreateBackup")),
    *((operation, 409) for operation in ("UpdateSchedule", "DeleteSchedule")),
    *((operation, 409) for operation in ("UpdateIpAllowlist", "UpdateIpWhitelist")),
}
# Statuses that are declared and that nothing but a fault can bring about here.
ONLY_BY_FAULT = {
    ("CreateCluster", 503),
    *((operation, 403) for operation in ("GetClients", "GetClient", "DeleteClient", "GetSecrets", "UpdateSecret")),
    *((operation, 403) for operation in ("GetMembers", "GetJson", "GetCsv")),
    *((operation, 403) for operation in ("GetBackups", "GetSchedule", "UpdateSchedule", "DeleteSchedule")),
    *((operation, 403) for operation in ("GetRestore", "RestoreFromBackup", "TriggerFailover")),
    *((operation, 403) for operation in ("ActivateMonitoring", "DeactivateMonitoring", "GetMonitoringClients")),
    *((operation, 403) for operation in ("DeleteMonitoringClient", "RotateMonitoringClientPassword")),
    *((operation, 403) for operation in ("GetSecureConnectivityStatus", "DeactivateSecureConnectivity")),
}
# Answers for a cause of the sandbox's own: the words of the contract are not in their text.
OWN_TEXTS = {("ActivateSecureConnectivity", 403)}


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
    choices = [schema["const"]] if "const" in schema else schema.get("enum", [])
    if choices:
        own["enum"] = sorted(choices)
    if schema.get("required"):
        own["required"] = sorted(schema["required"])
    if schema.get("properties"):
        own["properties"] = {name: shape(value, document) for name, value in schema["properties"].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            own[key] = shape(schema[key], document)
    own.update(alternatives([shape(part, document) for part in schema.get("anyOf", [])]))
    merge(result, own)
    return result


def alternatives(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Reduce an anyOf; one of enumerations is an enumeration."""
    if parts and all(part.keys() == {"type", "enum"} for part in parts):
        return {"type": parts[0]["type"], "enum": sorted(value for part in parts for value in part["enum"])}
    return {"anyOf": sorted(parts, key=json.dumps)} if parts else {}


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
        "security": operation.get("security") or None,
        "parameters": sorted(
            (item["in"], item["name"], item.get("required", False), item["schema"]["type"])
            for item in operation.get("parameters", [])
        ),
        "body": body and {"required": body["required"], "json": shape(body["content"][JSON]["schema"], document)},
        "responses": {
            status: shape(response.get("content", {}).get(JSON, {}).get("schema", {}), document)
            for status, response in operation["responses"].items()
        },
        "media types": {
            status: list(response.get("content", {})) for status, response in operation["responses"].items()
        },
    }


def translated(schema: Any, schemas: dict[str, Any]) -> Any:
    """Translate a schema of OpenAPI 3.0 for jsonschema: `nullable`, and an allOf of closed objects as one object."""
    if isinstance(schema, list):
        return [translated(item, schemas) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "allOf" in schema:
        # Taken literally, each closed part forbids what the others have, so that nothing would be valid.
        parts = [schemas[part["$ref"].rpartition("/")[2]] if "$ref" in part else part for part in schema["allOf"]]
        return {
            "type": "object",
            "properties": {name: translated(v, schemas) for part in parts for name, v in part["properties"].items()},
            "required": [name for part in parts for name in part.get("required", [])],
            "additionalProperties": False,
        }
    result = {key: translated(value, schemas) for key, value in schema.items() if key != "nullable"}
    return {"anyOf": [result, {"type": "null"}]} if schema.get("nullable") is True else result


def is_timestamp(text: object) -> bool:
    """Tell that the text is a time with its zone; raises ValueError if it is not."""
    return datetime.strptime(str(text), "%Y-%m-%dT%H:%M:%S.%f%z").tzinfo is not None


class Checker:
    """Calls operations of the API by their template and validates each answer against the contract."""

    def __init__(self, contract: dict[str, Any], caller: Caller) -> None:
        self.operations = operations_of(contract)
        self.declared = {
            (name, int(status)): response
            for name, (path, method) in self.operations.items()
            for status, response in contract["paths"][path][method]["responses"].items()
        }
        self.schemas = contract["components"]["schemas"]
        self.components = {"schemas": translated(self.schemas, self.schemas)}
        self.caller = caller
        self.seen: set[tuple[str, int]] = set()
        self.formats = jsonschema.FormatChecker(formats=())
        # jsonschema checks date-time only with a further package.
        self.formats.checks("date-time", raises=ValueError)(is_timestamp)

    def call(
        self, operation: str, status: int, *arguments: str, body: Any = None, query: dict[str, Any] | None = None
    ) -> Any:
        """Call an operation by its id, expect a status, and return the JSON or text of the answer."""
        template, method = self.operations[operation]
        path = "/".join(part if part[:1] != "{" else "{}" for part in template.split("/")).format(*arguments)
        answer = self.caller.api(method.upper(), path, json=body, params=query)
        assert answer.status_code == status, f"{operation}: {answer.status_code} {answer.text}"
        self.seen.add((operation, status))
        declared = self.declared.get((operation, status))
        if declared is None:
            assert (operation, status) in UNDECLARED, f"{operation}: {status} {answer.text}"
            return self.text(answer)
        media = next((media for media in declared.get("content", {}) if media.endswith("json")), None)
        if media is None:
            return self.text(answer, () if (operation, status) in OWN_TEXTS else declared.get("x-words", ()))
        assert answer.headers["content-type"] == media
        self.validate(answer.json(), declared["content"][media]["schema"])
        return answer.json()

    def validate(self, content: Any, schema: dict[str, Any]) -> None:
        """Validate a JSON body; raises jsonschema.ValidationError."""
        whole = {**translated(schema, self.schemas), "components": self.components}
        jsonschema.Draft202012Validator(whole, format_checker=self.formats).validate(content)

    @staticmethod
    def text(answer: requests.Response, words: Sequence[str] = ()) -> str:
        """Expect an empty body, or a text that has one of the words by which the contract tells causes apart."""
        if answer.status_code == 204:
            assert not answer.content
            return ""
        assert answer.headers["content-type"].startswith("text/plain")
        assert answer.text
        assert not words or any(word.casefold() in answer.text.casefold() for word in words), answer.text
        return answer.text
