# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A variable that is set to nothing is the same as one that is not set."""

from __future__ import annotations

import os
from types import SimpleNamespace

import pytest

from ansible_collections.camunda.platform.plugins.lookup.token import SPEC as LOOKUP
from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION, VARIABLES
from ansible_collections.camunda.platform.plugins.modules.camunda_cluster_info import SPEC as MODULE
from ansible_collections.camunda.platform.plugins.plugin_utils._fallback import fallback_reason
from ansible_collections.camunda.platform.plugins.plugin_utils._options import checked_options
from ansible_collections.camunda.platform.plugins.plugin_utils._serialization import without_empty_variables
from ansible_collections.camunda.platform.tests.unit.plugins.options import validated


@pytest.fixture
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin without any variable."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("unset")
@pytest.mark.parametrize("variable", VARIABLES)
def test_nothing_is_not_set_for_a_module(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    without = validated(MODULE, {})
    monkeypatch.setenv(variable, "")
    assert validated(MODULE, {}) == without


@pytest.mark.usefixtures("unset")
def test_nothing_is_not_set_for_lookup_and_inventory(monkeypatch: pytest.MonkeyPatch) -> None:
    without = checked_options({}, LOOKUP)
    for variable in VARIABLES:
        monkeypatch.setenv(variable, "")
    assert checked_options({}, LOOKUP) == without


@pytest.mark.usefixtures("unset")
def test_what_is_set_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(VARIABLES) == len({option["fallback"][1][0] for option in CONNECTION.values() if "fallback" in option})
    monkeypatch.setenv("CAMUNDA_PLATFORM", "self_managed")
    assert validated(MODULE, {})["platform"] == "self_managed"


def test_empty_variables_are_hidden_and_restored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMUNDA_PLATFORM", "")
    monkeypatch.setenv("CAMUNDA_TOKEN_SCOPE", "scope")
    monkeypatch.delenv("CAMUNDA_OAUTH_URL", raising=False)
    before = dict(os.environ)
    with without_empty_variables(VARIABLES):
        assert "CAMUNDA_PLATFORM" not in os.environ
        assert os.environ["CAMUNDA_TOKEN_SCOPE"] == "scope"
    assert dict(os.environ) == before


def test_the_switch_set_to_nothing_is_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMUNDA_PLATFORM_IN_PROCESS", "")
    action = SimpleNamespace(
        _task=SimpleNamespace(async_val=0, become=False, delegate_to=None),
        _connection=SimpleNamespace(transport="local", become=None),
        _templar=SimpleNamespace(template=lambda value: value),
    )
    assert fallback_reason(action, {}) is None
