# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sandbox's description of itself is compared with the contract, operation by operation."""

from __future__ import annotations

from typing import Any

import pytest
from camunda_sandbox.app import create_api
from camunda_sandbox.core import Sandbox

from ansible_collections.camunda.platform.tests.tools.contract import operations_of
from ansible_collections.camunda.platform.tests.unit.sandbox.contract import signature

DESCRIPTION = create_api(Sandbox()).openapi()
SERVED = operations_of(DESCRIPTION)


def test_all_operations_are_served(contract: dict[str, Any]) -> None:
    assert operations_of(contract) == SERVED


@pytest.mark.parametrize("operation", SERVED)
def test_operation_is_described_as_in_the_contract(contract: dict[str, Any], operation: str) -> None:
    path, method = SERVED[operation]
    ours = signature(DESCRIPTION["paths"][path][method], DESCRIPTION)
    assert ours == signature(contract["paths"][path][method], contract)


@pytest.mark.parametrize("operation", SERVED)
def test_errors_have_the_words_that_tell_causes_apart(contract: dict[str, Any], operation: str) -> None:
    path, method = SERVED[operation]
    described = DESCRIPTION["paths"][path][method]["responses"]
    for status, answer in contract["paths"][path][method]["responses"].items():
        for word in answer.get("x-words", []):
            assert word.casefold() in described[status]["description"].casefold(), status
