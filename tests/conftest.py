# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The order of the tests: the long ones first, so that no processor has to wait for one at the end."""

from __future__ import annotations

import pytest

from ansible_collections.camunda.platform.tests.processor_time import ProcessorTime

# Files with tests that take ten seconds and more, the longest first; then all that play, then the others.
LONG = (
    *("test_equivalence", "test_guides", "test_rotation_killed", "test_trust_ssh", "test_fork_server", "test_scale"),
    *("test_faults", "test_secrecy", "test_runner", "test_callbacks", "test_fallback", "test_wait", "test_rotation"),
    *("test_upgrade_role", "test_deliver", "test_backup_role"),
)


def pytest_configure(config: pytest.Config) -> None:
    """Measure what the tests cost."""
    config.pluginmanager.register(ProcessorTime())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the tests; those of a file stay together, as they share fixtures."""

    def place(item: pytest.Item) -> tuple[int, bool]:
        name = item.path.stem
        return (LONG.index(name) if name in LONG else len(LONG), "integration" not in item.path.parts)

    items.sort(key=place)
