# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every role has a README that says what its argument spec does."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.camunda.platform.tests.tools import role_readmes

ROLES = sorted((role_readmes.ROOT / "roles").iterdir())


@pytest.mark.parametrize("role", ROLES, ids=[role.name for role in ROLES])
def test_readme_is_up_to_date(role: Path) -> None:
    """Run `python tests/tools/role_readmes.py` if this fails."""
    assert (role / "README.md").read_text(encoding="utf-8") == role_readmes.readme(role)


@pytest.mark.parametrize(
    ("markup", "markdown"),
    [
        ("as O(camunda.platform.camunda_client#module:name)", "as `name`"),
        (
            "M(camunda.platform.camunda_client), V(present) or O(a[].b)",
            "`camunda.platform.camunda_client`, `present` or `a[].b`",
        ),
        ("the plugin P(camunda.platform.clusters#inventory)", "the plugin `camunda.platform.clusters`"),
        ("B(for ever), E(CAMUNDA_X) | y", "**for ever**, `CAMUNDA_X` \\| y"),
    ],
)
def test_markup(markup: str, markdown: str) -> None:
    assert role_readmes.markdown(markup) == markdown
