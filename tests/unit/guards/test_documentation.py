# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The documentation of each module says what its argument spec does, and what Ansible's users look for."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ansible_collections.camunda.platform.tests.unit.guards.collection import Options, plugins_of, spec_of

MODULES = plugins_of("modules")
Documentation = dict[str, dict[str, Any]]


def as_documented(option: dict[str, Any]) -> dict[str, Any]:
    """Return what the documentation of an option in an argument spec has to say."""
    _function, variables = option.get("fallback", (None, []))
    kind = option.get("type", "str")
    return {
        "type": kind,
        "required": option.get("required", False),
        "default": option.get("default"),
        "choices": option.get("choices"),
        "elements": option.get("elements"),
        "aliases": sorted(option.get("aliases", [])),
        "environment": sorted(variables),
    }


def told(option: dict[str, Any]) -> dict[str, Any]:
    """Return what the documentation of an option says."""
    description = option["description"]
    words = description if isinstance(description, str) else " ".join(description)
    return {
        "type": option.get("type", "str"),
        "required": option.get("required", False),
        "default": option.get("default"),
        "choices": option.get("choices"),
        "elements": option.get("elements"),
        "aliases": sorted(option.get("aliases", [])),
        "environment": sorted(set(re.findall(r"E\(([A-Z0-9_]+)\)", words))),
    }


def problems(arguments: Options, documented: Options, where: str = "") -> list[str]:
    """Compare an argument spec with its documentation, nested options included."""
    found = [f"{where}{name} is not documented" for name in sorted(set(arguments) - set(documented))]
    found += [f"{where}{name} does not exist" for name in sorted(set(documented) - set(arguments))]
    for name in sorted(set(arguments) & set(documented)):
        wanted, says = as_documented(arguments[name]), told(documented[name])
        found += [
            f"{where}{name}: the documentation has {key}={says[key]!r} instead of {wanted[key]!r}"
            for key in wanted
            # 10 and 10.0, and true and 1, are equal to Python only.
            if (says[key], type(says[key])) != (wanted[key], type(wanted[key]))
        ]
        nested = documented[name].get("suboptions") or {}
        found += problems(arguments[name].get("options") or {}, nested, f"{where}{name}.")
    return found


@pytest.mark.parametrize("module", MODULES)
def test_options_are_documented_as_they_are(module: str, documentation: Documentation) -> None:
    assert problems(dict(spec_of(module).arguments), documentation[module]["doc"].get("options", {})) == []


@pytest.mark.parametrize("module", MODULES)
def test_attributes_are_documented(module: str, documentation: Documentation) -> None:
    attributes = documentation[module]["doc"].get("attributes", {})
    assert {"check_mode", "diff_mode", "idempotent", "action_group", "async", "platform"} <= set(attributes)
    for name, attribute in attributes.items():
        assert attribute.get("support") in ("full", "partial", "none", "N/A"), name
        assert attribute.get("description"), name
    assert attributes["check_mode"]["support"] in ("full", "partial"), "every module can run in check mode"
    assert attributes["action_group"]["membership"] == ["camunda.platform.all"]


@pytest.mark.parametrize("module", MODULES)
def test_options_that_hold_secrets_are_masked_and_the_others_are_said_not_to_be(module: str) -> None:
    """Ansible guesses by the name where no_log is not set, and warns."""
    for name, option in spec_of(module).arguments.items():
        if re.search(r"secret|password|token|credential|key\b", name) and option.get("type") != "bool":
            assert "no_log" in option, name
