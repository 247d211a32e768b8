# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One live sandbox for all tests, reset for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from camunda_sandbox.core import Sandbox

from ansible_collections.camunda.platform.tests.tools.contract import load
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller, serving


@pytest.fixture(scope="session")
def sandbox_url() -> Iterator[str]:
    """Serve a sandbox as it is without options."""
    with serving(Sandbox()) as url:
        yield url


@pytest.fixture
def caller(sandbox_url: str) -> Iterator[Caller]:
    """Give a caller of an empty sandbox, in which clusters are healthy at once and tokens are not limited."""
    caller = Caller(sandbox_url)
    caller.control("POST", "reset")
    caller.settings(token_rate=0, creation_seconds=0, backup_seconds=0, restore_seconds=0)
    yield caller
    caller.session.close()


@pytest.fixture(scope="session")
def contract() -> dict[str, Any]:
    """Give the contract of SaaS."""
    return load("saas")


@pytest.fixture(scope="session")
def self_managed_contract() -> dict[str, Any]:
    """Give the contract of Self-Managed, Console."""
    return load("self-managed")


@pytest.fixture(scope="session")
def hub_contract() -> dict[str, Any]:
    """Give the contract of Self-Managed, Camunda Hub."""
    return load("hub")
