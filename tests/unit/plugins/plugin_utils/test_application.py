# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An application of a Self-Managed installation: its permission by the version, differences, and configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.filter.application_summary import application_summary
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.plugin_utils._application import Application, Plan, api_of
from ansible_collections.camunda.platform.plugins.plugin_utils._application_values import (
    compose_environment,
    helm_values,
)
from ansible_collections.camunda.platform.plugins.plugin_utils._keycloak import version_of

CONSOLE, HUB = ("console-api", "write:*"), ("web-modeler-public-api", "read:*")
USAGE = {"api": "orchestration-api", "name": "read:*"}


@pytest.mark.parametrize(
    ("version", "api"),
    [
        ("8.6", CONSOLE),
        ("8.9", CONSOLE),
        (" 8.9.12 ", CONSOLE),
        ("8.10", HUB),
        ("8.10.0-alpha3", HUB),
        ("8.12.1+x", HUB),
    ],
)
def test_the_api_of_a_version(version: str, api: tuple[str, str]) -> None:
    assert api_of(version) == api


@pytest.mark.parametrize(
    ("version", "words"),
    [
        # What YAML makes of 8.10.
        ("8.1", 'write "8.10" with quotes'),
        ("", "''"),
        ("8", "'8'"),
        ("8.4", "the first one is 8.5"),
        ("7.23", "'7.23'"),
        ("8.x", "'8.x'"),
        ("None", "'None'"),
    ],
)
def test_what_is_no_version(version: str, words: str) -> None:
    with pytest.raises(OptionError) as caught:
        api_of(version)
    assert words in caught.value.message
    assert "self_managed_application_version" in caught.value.message


def wanted(**given: Any) -> Application:
    """Return an application."""
    options = {"client_id": "ansible", "name": "", "version": "8.9", "permissions": [], "state": "present"}
    return Application.of({**options, **given})


def test_permissions_are_given_once() -> None:
    application = wanted(version="8.10", permissions=[USAGE, USAGE, {"api": HUB[0], "name": HUB[1]}])
    assert [str(entry) for entry in application.permissions] == [" ".join(HUB), "orchestration-api read:*"]


@pytest.mark.parametrize("client_id", ["", " ", "console-api", "web-modeler-public-api", "orchestration-api"])
def test_ids_that_are_no_application(client_id: str) -> None:
    with pytest.raises(OptionError):
        wanted(client_id=client_id, permissions=[USAGE])


def test_an_absent_one_needs_no_version() -> None:
    assert wanted(state="absent", version="").state == "absent"


@pytest.mark.parametrize(
    ("plan", "redelivered", "before", "after"),
    [
        (
            Plan("create", {"enabled": [None, True]}, [{"api": CONSOLE[0], "name": CONSOLE[1]}], False, False),
            False,
            {},
            {"enabled": True, "permissions": ["console-api write:*"]},
        ),
        (
            Plan("update", {}, [{"api": CONSOLE[0], "name": CONSOLE[1]}], True, False),
            False,
            {"permissions": []},
            {"permissions": ["console-api write:*"]},
        ),
        (Plan("update", {}, [], True, True), True, {"secret": "the old one"}, {"secret": "a new one"}),
        (Plan("none", {}, [], True, False), True, {"credentials": "others, or none"}, {"credentials": "delivered"}),
        (Plan("delete", {}, [], True, False), False, {"client_id": "ansible"}, {}),
    ],
)
def test_differences(plan: Plan, redelivered: bool, before: dict[str, Any], after: dict[str, Any]) -> None:
    assert plan.diff(wanted(), redelivered) == {"before": before, "after": after}
    assert Plan.given(plan.facts()) == plan


def test_as_configuration() -> None:
    """In both forms with all permissions; neither has a secret, only its place (Camunda docs, Helm and Identity)."""
    application = wanted(version="8.10", name="Ansible", permissions=[USAGE])
    [client] = helm_values(application)["identity"]["clients"]
    assert (client["id"], client["name"], client["type"]) == ("ansible", "Ansible", "m2m")
    assert client["secret"] == {"existingSecret": "ansible", "existingSecretKey": "CAMUNDA_CONSOLE_CLIENT_SECRET"}
    assert client["permissions"] == [
        {"resourceServerId": "web-modeler-public-api", "definition": "read:*"},
        {"resourceServerId": "orchestration-api", "definition": "read:*"},
    ]
    variables = compose_environment(application)["services"]["identity"]["environment"]
    assert variables["KEYCLOAK_CLIENTS_0_SECRET"] == "${CAMUNDA_CONSOLE_CLIENT_SECRET}"
    assert variables["KEYCLOAK_CLIENTS_0_TYPE"] == "M2M"
    assert variables["KEYCLOAK_CLIENTS_0_PERMISSIONS_1_RESOURCE_SERVER_ID"] == "orchestration-api"
    assert variables["KEYCLOAK_CLIENTS_0_PERMISSIONS_1_DEFINITION"] == "read:*"


def test_the_version_of_a_collection(tmp_path: Path) -> None:
    plugin = tmp_path / "plugins" / "modules" / "x.py"
    assert version_of(str(plugin)) == "of an unknown version"
    (tmp_path / "MANIFEST.json").write_text('{"collection_info": {"version": "10.7.6"}}', encoding="utf-8")
    assert version_of(str(plugin)) == "10.7.6"


@pytest.mark.parametrize(
    ("given", "planned", "lines"),
    [
        ({"action": "none"}, True, ["application a: unchanged"]),
        (
            {"action": "create", "delivered": True},
            True,
            ["application a: would be created", "credentials would be delivered"],
        ),
        (
            {"action": "update", "delivered": True, "clusters": ["x\ny"]},
            False,
            ["application a: changed", "credentials delivered", "it reads the clusters x?y"],
        ),
    ],
)
def test_summary(given: dict[str, Any], planned: bool, lines: list[str]) -> None:
    result = {"client_id": "a", "delivered": False, "clusters": [], **given}
    shown = application_summary(result, planned)
    assert len(shown) == len(lines)
    assert shown[0] == lines[0]
    assert all("\n" not in line for line in shown)
