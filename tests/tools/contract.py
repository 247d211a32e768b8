# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads the project's record of Camunda's APIs (tests/contract), and compares it with published descriptions.

Usage: python tests/tools/contract.py [DIRECTORY]

DIRECTORY holds saas-openapi.json and self-managed-openapi.json; without it, the folder shared/contract next to the
checkout is used. What is compared are paths, codes, parameters, types, values and required fields. Texts are the
project's own, so that only the words that tell causes apart (x-words) have to occur in the published ones.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
DIRECTORY = ROOT / "tests" / "contract"
PUBLISHED = {"saas": "saas-openapi.json", "self-managed": "self-managed-openapi.json"}
METHODS = ("get", "put", "post", "delete", "patch", "options", "head", "trace")
_TEXTS = {"contact", "description", "example", "examples", "info", "license", "summary", "tags", "title"}

Json = dict[str, Any]


def load(name: str) -> Json:
    """Return a record (saas, self-managed, hub), shared responses and parameters put where they are used."""
    with (DIRECTORY / f"{name}.yml").open(encoding="utf-8") as file:
        document: Json = yaml.safe_load(file)
    for operation in operations_in(document):
        operation["responses"] = {
            status: _referred(answer, document) for status, answer in operation["responses"].items()
        }
        if "parameters" in operation:
            operation["parameters"] = [_referred(parameter, document) for parameter in operation["parameters"]]
        operation.setdefault("security", document["security"])
    return document


def operations_in(document: Json) -> Iterator[Json]:
    """Give all operations of a description."""
    for path in document["paths"].values():
        yield from (operation for method, operation in path.items() if method in METHODS)


def operations_of(document: Json) -> dict[str, tuple[str, str]]:
    """Return path and method of each operation by its id, or by "GET /path" where it has none."""
    return {
        operation.get("operationId", f"{method.upper()} {path}"): (path, method)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    }


def shape_of(node: Any, document: Json) -> Any:
    """Return a part of a description without texts, all references followed and all sets in order."""
    if isinstance(node, list):
        return [shape_of(item, document) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return shape_of(_referred(node, document), document)
    shape: Json = {}
    for key, value in node.items():
        if key == "properties":
            # Its keys are names of fields, "description" among them.
            shape[key] = {name: shape_of(schema, document) for name, schema in value.items()}
        elif key in ("required", "enum") and isinstance(value, list):
            shape[key] = sorted(value)
        elif key not in _TEXTS and not key.startswith("x-"):
            shape[key] = shape_of(value, document)
    if shape.get("nullable") is False:
        del shape["nullable"]
    return {key: value for key, value in shape.items() if value or key not in ("parameters", "properties")}


def differences(ours: Json, published: Json) -> list[str]:
    """Return in lines where the record and a published description differ."""
    found = [*_compared(_parts(ours), _parts(published), ())]
    for name, (path, method) in operations_of(ours).items():
        answers = published["paths"].get(path, {}).get(method, {}).get("responses", {})
        for status, answer in ours["paths"][path][method]["responses"].items():
            text = answers.get(status, {}).get("description", "").casefold()
            words = [word for word in answer.get("x-words", []) if word.casefold() not in text]
            found += [f"{name}, {status}: the published text has no {word!r}: {text!r}" for word in words]
    return found


def _parts(document: Json) -> Json:
    parts = {key: shape_of(document[key], document) for key in ("servers", "paths")}
    parts["version"] = document["info"]["version"]
    parts["securitySchemes"] = document["components"]["securitySchemes"]
    return parts


def _compared(ours: Any, published: Any, place: tuple[str, ...]) -> Iterator[str]:
    if isinstance(ours, dict) and isinstance(published, dict):
        for key in sorted({*ours, *published}):
            yield from _compared(ours.get(key), published.get(key), (*place, key))
    elif ours != published:
        yield f"{' > '.join(place)}: recorded {json.dumps(ours)}, published {json.dumps(published)}"


def _referred(node: Json, document: Json) -> Json:
    if "$ref" not in node:
        return node
    kind, name = node["$ref"].split("/")[2:]
    target: Json = document["components"][kind][name]
    return target


def main(directory: Path) -> int:
    """Compare each record that has a published description; returns the status."""
    there = {name: directory / file for name, file in PUBLISHED.items() if (directory / file).is_file()}
    if not there:
        print(f"no published API description in {directory}: nothing to compare the contract with")
    found = []
    for name, file in there.items():
        published = json.loads(file.read_text(encoding="utf-8"))
        found += [f"tests/contract/{name}.yml: {line}" for line in differences(load(name), published)]
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    beside = Path(os.environ.get("COLLECTION_CHECKOUT", ROOT)).parent / "shared" / "contract"
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else beside))
