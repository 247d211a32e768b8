# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A Self-Managed installation in the sandbox: where it is, and steps that change it."""

from __future__ import annotations

from typing import Any, TypeVar

from ansible_collections.camunda.platform.tests.integration.play import Player, Task

CAMUNDA = "a0000000-0000-4000-8000-000000000001"
MANAGEMENT = "a0000000-0000-4000-8000-000000000002"
TOKEN_PATH = "/auth/realms/camunda-platform/protocol/openid-connect/token"
ADMIN, V1, V2 = "GET /admin-api/clusters", "GET /api/v1/clusters", "GET /api/v2/clusters"


_AnyPlayer = TypeVar("_AnyPlayer", bound=Player)


def lead_to_installation(player: _AnyPlayer, context: str = "") -> _AnyPlayer:
    """Let a player's environment lead to the installation, as it led to SaaS before."""
    url = player.environment["SANDBOX_URL"]
    player.environment |= {
        "CAMUNDA_PLATFORM": "self_managed",
        "CAMUNDA_CONSOLE_BASE_URL": url + context,
        "CAMUNDA_OAUTH_URL": url + TOKEN_PATH,
    }
    return player


def control(method: str, path: str, body: Any) -> Task:
    """Return a step that steers the sandbox."""
    return {"step": {"control": [method, path, body]}}


def settings(**values: Any) -> Task:
    """Return a step that changes settings of the sandbox."""
    return control("PATCH", "settings", values)


def app(name: str, cluster: str = CAMUNDA, **values: Any) -> Task:
    """Return a step that changes an app."""
    return control("PUT", f"installation/{cluster}/apps/{name}", values)
