# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever has to be named in several places is named in all of them."""

from __future__ import annotations

import importlib
import re

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._version import VERSION
from ansible_collections.camunda.platform.tests.unit.guards.collection import (
    PACKAGE,
    files,
    load_yaml,
    plugins_of,
    spec_of,
    text_of,
)

MODULES = plugins_of("modules")


# What only a role needs is an action without a module, with a name that says so.
OF_ROLES = [name for name in plugins_of("action") if name.startswith("_")]


def test_every_module_is_in_the_action_group_and_the_other_way_round() -> None:
    assert load_yaml("meta/runtime.yml")["action_groups"] == {"all": sorted([*MODULES, *OF_ROLES])}


def test_every_module_has_an_action_plugin_and_the_other_way_round() -> None:
    assert sorted(plugins_of("action")) == sorted([*MODULES, *OF_ROLES])


@pytest.mark.parametrize("action", OF_ROLES)
def test_actions_of_roles_are_used_by_roles_only(action: str) -> None:
    """They have no documentation of their own, so ansible-test wants them to be named like a module."""
    users = {name.split("/")[0] for name in files() if f"camunda.platform.{action}:" in text_of_yaml(name)}
    assert users == {"roles"}
    assert action[1:] in MODULES


def text_of_yaml(name: str) -> str:
    """Return the content of a YAML file, nothing for others."""
    return text_of(name) if name.endswith((".yml", ".yaml")) else ""


@pytest.mark.parametrize("module", MODULES)
def test_the_action_plugin_runs_the_declaration_of_its_module(module: str) -> None:
    action = importlib.import_module(f"{PACKAGE}plugins.action.{module}")
    assert action.ActionModule.spec is spec_of(module)


@pytest.mark.parametrize("module", MODULES)
def test_every_module_documents_its_own_name(module: str) -> None:
    assert re.search(rf"^module: {module}$", text_of(f"plugins/modules/{module}.py"), re.MULTILINE)


def test_there_is_one_version() -> None:
    assert load_yaml("galaxy.yml")["version"] == VERSION


def test_names_of_modules_tell_what_they_do() -> None:
    assert [name for name in MODULES if not re.fullmatch(r"camunda_[a-z_]+", name)] == []


def test_plugins_do_not_use_the_sandbox() -> None:
    users = [
        name
        for name in files()
        if name.startswith("plugins/") and re.search(r"camunda_sandbox|platform\.tests\b", text_of(name))
    ]
    assert users == []
