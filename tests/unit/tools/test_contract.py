# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A published API description that differs from the project's record is noticed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.tests.tools import contract

CLUSTER = ("paths", "/clusters/{clusterUuid}")
SECRETS = ("paths", "/clusters/{clusterUuid}/secrets", "post", "responses", "409", "description")


def published(directory: Path, *place: str, value: Any = None) -> Path:
    """Publish what is recorded, with other texts, and with one value changed."""
    document = json.loads(json.dumps(contract.load("saas")))
    for operation in contract.operations_in(document):
        for answer in operation["responses"].values():
            answer["description"] = f"Published: {', '.join(answer.pop('x-words', []))}"
    node = document
    for key in place[:-1]:
        node = node[key]
    if place:
        node[place[-1]] = value
    (directory / "saas-openapi.json").write_text(json.dumps(document), encoding="utf-8")
    return directory


def test_texts_may_differ(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert contract.main(published(tmp_path)) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("components", "schemas", "Cluster", "properties", "autoUpdate", "type"), "string"),
        (("components", "schemas", "Cluster", "properties", "description"), {"type": "number"}),
        (("components", "schemas", "Cluster", "properties", "new"), {"type": "string"}),
        (("components", "schemas", "Cluster", "required"), ["uuid"]),
        (("components", "schemas", "ClusterStatus", "enum"), ["Creating"]),
        ((*CLUSTER, "get", "operationId"), "ReadCluster"),
        ((*CLUSTER, "get", "responses", "410"), {"description": "Gone"}),
        ((*CLUSTER, "get", "security"), []),
        ((*CLUSTER, "put"), {"operationId": "SetCluster", "responses": {}}),
        (("paths", "/clusters"), {}),
        (SECRETS, "The name is taken."),
        (("info", "version"), "1.4.0"),
    ],
    ids=lambda value: ".".join(value) if isinstance(value, tuple) else "",
)
def test_a_difference_fails(
    place: tuple[str, ...], value: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert contract.main(published(tmp_path, *place, value=value)) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert all(line.startswith("tests/contract/saas.yml: ") for line in lines)


def test_without_a_published_description_there_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert contract.main(tmp_path) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
