# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A sandbox for all tests, emptied for each, and a player of playbooks against it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from camunda_sandbox.core import Sandbox

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.play import Player
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller, serving


@pytest.fixture(scope="session")
def sandbox_url() -> Iterator[str]:
    """Serve a sandbox."""
    with serving(Sandbox()) as url:
        yield url


@pytest.fixture
def sandbox(sandbox_url: str) -> Iterator[Caller]:
    """Give a caller of an empty sandbox, in which clusters are healthy at once and tokens are not limited."""
    caller = Caller(sandbox_url)
    caller.control("POST", "reset")
    caller.settings(token_rate=0, creation_seconds=0)
    yield caller
    caller.session.close()


@pytest.fixture
def player(sandbox: Caller, tmp_path: Path) -> Player:
    """Give a player of playbooks against the empty sandbox."""
    return Player(tmp_path, sandbox.url)


@pytest.fixture
def direct(sandbox: Caller, tmp_path: Path) -> Direct:
    """Give a player of tasks without ansible-playbook against the empty sandbox."""
    return Direct(tmp_path, sandbox.url)
