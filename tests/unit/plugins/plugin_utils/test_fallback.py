# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The reasons to run as an ordinary module, on stand-ins; the integration tests run them for real."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ansible import constants as C

from ansible_collections.camunda.platform.plugins.plugin_utils import _fallback
from ansible_collections.camunda.platform.plugins.plugin_utils._fallback import fallback_reason


def action(**changes: Any) -> Any:
    """Return as much of an action on localhost as is looked at."""
    values = {"async_val": 0, "become": False, "delegate_to": None, "transport": "local", "connection_become": None}
    values |= changes
    return SimpleNamespace(
        _task=SimpleNamespace(**{name: values[name] for name in ("async_val", "become", "delegate_to")}),
        _connection=SimpleNamespace(transport=values["transport"], become=values["connection_become"]),
        _templar=SimpleNamespace(template=lambda value: value),
    )


@pytest.fixture(autouse=True)
def no_switch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin as a user does who has set nothing."""
    monkeypatch.delenv("CAMUNDA_PLATFORM_IN_PROCESS", raising=False)
    monkeypatch.delenv("ANSIBLE_PYTHON_INTERPRETER", raising=False)


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"ansible_python_interpreter": "auto"},
        {"ansible_python_interpreter": "auto_silent"},
        {"ansible_python_interpreter": sys.executable},
        {"camunda_platform_in_process": True},
        {"camunda_platform_in_process": "yes"},
    ],
)
def test_no_reason(variables: dict[str, Any]) -> None:
    assert fallback_reason(action(), variables) is None


@pytest.mark.parametrize(
    ("changes", "variables", "reason"),
    [
        ({}, {"camunda_platform_in_process": False}, "switched off"),
        ({}, {"camunda_platform_in_process": "no"}, "switched off"),
        ({"async_val": 10}, {}, "asynchronous"),
        ({"transport": "ssh"}, {}, "the connection is ssh"),
        ({"become": True}, {}, "becomes another user"),
        ({"connection_become": object()}, {}, "becomes another user"),
        ({}, {"ansible_python_interpreter": "/no/such/python"}, "another Python interpreter"),
        (
            {"delegate_to": "other"},
            {"ansible_delegated_vars": {"other": {"ansible_python_interpreter": "/no/such/python"}}},
            "another Python interpreter",
        ),
    ],
)
def test_reasons(changes: dict[str, Any], variables: dict[str, Any], reason: str) -> None:
    assert reason in str(fallback_reason(action(**changes), variables))


@pytest.mark.parametrize(("value", "falls_back"), [("false", True), ("0", True), ("true", False), ("1", False)])
def test_the_switch_in_the_environment(monkeypatch: pytest.MonkeyPatch, value: str, falls_back: bool) -> None:
    monkeypatch.setenv("CAMUNDA_PLATFORM_IN_PROCESS", value)
    assert (fallback_reason(action(), {}) is not None) is falls_back
    assert fallback_reason(action(), {"camunda_platform_in_process": True}) is None, "a variable comes first"


def test_settings_of_the_controller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(C, "DEFAULT_KEEP_REMOTE_FILES", True)
    assert fallback_reason(action(), {}) == "remote files are to be kept"


def test_links_of_one_environment_are_the_same_interpreter(tmp_path: Path) -> None:
    """The packages are found by the directory of the link, so that its target alone does not tell."""
    for directory in ("one", "two"):
        (tmp_path / directory).mkdir()
        for name in ("python", "python3"):
            (tmp_path / directory / name).symlink_to(os.path.realpath(sys.executable))
    one, two = str(tmp_path / "one"), str(tmp_path / "two")
    assert _fallback._same_program(f"{one}/python", f"{one}/python3")
    assert not _fallback._same_program(f"{one}/python", f"{two}/python")
    assert not _fallback._same_program(f"{one}/python", f"{one}/other")
