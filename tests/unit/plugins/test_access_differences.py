# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a check of a cluster prints of answers that differ from what is assumed."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.filter.access_differences import access_differences

SEARCH = {"name": "it shows", "method": "POST", "path": "/roles/search", "status": [200]}


@pytest.mark.parametrize(
    ("more", "answer", "line"),
    [
        ({}, {"status": 200, "content": "not JSON"}, None),
        ({"status": [200, 404]}, {"status": 404}, None),
        ({"status": [409]}, {"status": 201, "content": "{}"}, "expected HTTP 409, found HTTP 201. {}"),
        ({}, {"status": -1, "msg": "timed\nout"}, "expected HTTP 200, found no answer. timed out"),
        ({}, {"msg": "no status"}, "expected HTTP 200, found no answer. no status"),
        ({"holds": {"a": [1]}}, {"status": 200, "content": '{"items": [{}, {"a": [1], "b": 2}]}'}, None),
        ({"holds": {"a": 1}}, {"status": 200, "content": '{"a": 1}'}, None),
        ({"holds": {"a": 1}}, {"status": 200, "content": '{"items": []}'}, 'expected {"a": 1}, found {"items": []}'),
        ({"holds": {"a": 1}}, {"status": 200, "content": "[]"}, 'expected {"a": 1}, found []'),
        ({"lacks": {"a": 1}}, {"status": 200, "content": '{"items": []}'}, None),
        ({"lacks": {"a": 1}}, {"status": 200, "content": '{"items": [{"a": 1}]}'}, 'expected no {"a": 1}, found'),
    ],
)
def test_differences(more: dict[str, Any], answer: dict[str, Any], line: str | None) -> None:
    found = access_differences([{**answer, "item": {**SEARCH, **more}}])
    assert len(found) == (line is not None)
    assert line is None or line in found[0]
