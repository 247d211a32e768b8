# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The modules' documentation as ansible-doc gives it, and a sandbox emptied for each test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from ansible_collections.camunda.platform.tests.unit.guards.collection import PREFIX, ROOT, plugins_of
from ansible_collections.camunda.platform.tests.unit.sandbox.conftest import (
    caller,
    contract,
    hub_contract,
    sandbox_url,
    self_managed_contract,
)

__all__ = ["caller", "contract", "hub_contract", "sandbox_url", "self_managed_contract"]


@pytest.fixture(scope="session")
def documentation() -> dict[str, dict[str, Any]]:
    """Return what ansible-doc knows of each module, with the doc fragments merged in as Ansible does it."""
    names = plugins_of("modules")
    done = subprocess.run(
        [sys.executable, "-m", "ansible", "doc", "--json", "-t", "module", *(PREFIX + name for name in names)],
        env={**os.environ, "ANSIBLE_COLLECTIONS_PATH": str(ROOT.parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, Any]] = json.loads(done.stdout)
    missing = [name for name in names if "doc" not in found.get(PREFIX + name, {})]
    assert not missing, f"ansible-doc cannot read {missing}: {done.stderr}"
    return {name: found[PREFIX + name] for name in names}
