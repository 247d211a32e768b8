# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules, options, values and results are called as docs/conventions.md has it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.tests.unit.guards.collection import (
    files,
    load_yaml,
    plugins_of,
    spec_of,
    text_of,
    tree_of,
)

MODULES = plugins_of("modules")
ROLES = sorted(name.split("/")[1] for name in files() if name.endswith("meta/argument_specs.yml"))

# Many of one kind, and an action on many clusters: the singular has to be a module as well.
SINGULAR = {
    "camunda_clients": "camunda_client",
    "camunda_secrets": "camunda_secret",
    "camunda_members": "camunda_member",
    "camunda_backups": "camunda_backup",
    "camunda_cluster_upgrades": "camunda_cluster_upgrade",
}
# A whole of which a task describes all or nothing.
WHOLES = {"camunda_authorizations", "camunda_cluster_access", "camunda_cluster_variables"}
STATES = {"present", "absent"}
SWITCH = {"enabled", "disabled"}
MORE_STATES = {
    "camunda_monitoring_client": {"rotated"},
    "camunda_credentials_file": {"writable"},
    "camunda_client_rotation": {"begun", "finished"},
    "self_managed_application": {"rotated"},
}
PERMISSIONS = {
    *("allow_replace", "allow_rotate", "allow_rename", "allow_create", "allow_repeat", "allow_overwrite"),
    *("allow_empty", "allow_empty_value", "allow_missing_cluster", "allow_lockout", "allow_pending", "allow_http"),
    "allow_missing",
}
# What was, or could be, called otherwise.
UNUSED = {
    "recreate": "allow_replace",
    "reactivate": "allow_replace",
    "rotate_lost": "allow_rotate",
    "again": "allow_repeat",
    "overwrite": "allow_overwrite",
    "cluster_id": "cluster",
    "cluster_uuid": "cluster",
    "cluster_name": "cluster",
    "id": "uuid",
    "path": "dest",
    "destination": "dest",
    "ignore": "ignore_patterns",
    "exclude": "ignore_patterns",
    "plan": "plan_type or planned_changes",
    "concurrency": "parallel",
    "enabled": "state",
}
FILE = {"dest", "format", "mode", "owner", "group"}
# Two files each.
PREFIXED = {"secrets_dest", "json_dest", "metrics_dest", "project_dest"}
ACTIONS = {"none", "create", "update", "replace", "delete"}
# What others call it: of a secret in HashiCorp Vault; the id that the user chooses in the API of a cluster.
FOREIGN = {
    "path": {"deliver_credentials", "self_managed_application"},
    # Of a schedule in AWX.
    "enabled": {"awx_setup"},
    "id": {
        *(f"camunda_{noun}" for noun in ("group", "mapping_rule", "role", "tenant", "user")),
        *("camunda_cluster_access", "cluster_access", "camunda_organization", "provision"),
    },
}


def module_options(module: str) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """Give the name, the argument spec and the description of each option of a module, those of lists included."""
    documented = _documentation(module)
    own = {name: option for name, option in spec_of(module).arguments.items() if name not in CONNECTION}
    yield from _flat(own, documented, "options")


def role_options(role: str) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """Give the same of a role, without the name of the role in front."""
    for specs in load_yaml(f"roles/{role}/meta/argument_specs.yml")["argument_specs"].values():
        for name, option, text in _flat(specs["options"], specs["options"], "options"):
            yield re.sub(rf"^{role.removesuffix('_clients') if role == 'rotate' else role}_", "", name), option, text


def _flat(options: Mapping[str, Any], documented: Mapping[str, Any], key: str) -> Iterator[tuple[str, Any, str]]:
    for name, option in options.items():
        about = documented.get(name, {})
        text = about.get("description", "")
        yield name, option, text if isinstance(text, str) else " ".join(text)
        nested = about.get("suboptions") or about.get("options") or {}
        yield from _flat(option.get(key) or {}, nested, key)


def _block(module: str, name: str) -> Any:
    for node in tree_of(f"plugins/modules/{module}.py").body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name:
            return yaml.safe_load(ast.literal_eval(node.value))
    raise AssertionError(f"{module} has no {name}")


def _documentation(module: str) -> dict[str, Any]:
    """Return the documented options of a module, with those of its fragments."""
    block = _block(module, "DOCUMENTATION")
    found: dict[str, Any] = {}
    for fragment in block.get("extends_documentation_fragment", []):
        file, _, part = fragment.removeprefix("camunda.platform.").partition(".")
        for node in ast.walk(tree_of(f"plugins/doc_fragments/{file}.py")):
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == (part or "documentation").upper():
                found |= (yaml.safe_load(ast.literal_eval(node.value)) or {}).get("options") or {}
    own = block.get("options") or {}
    return {name: {**found.get(name, {}), **own.get(name, {})} for name in [*found, *own]}


OPTIONS = [
    *((module, *option) for module in MODULES for option in module_options(module)),
    *((role, *option) for role in ROLES for option in role_options(role)),
]


def test_options_are_found() -> None:
    """The tests below would accept an empty table."""
    assert len(OPTIONS) > 300
    assert {name for owner, name, _option, _text in OPTIONS if owner == "provision"} >= {"clusters", "parallel"}


@pytest.mark.parametrize("module", MODULES)
def test_names_of_modules(module: str) -> None:
    assert re.fullmatch(r"camunda_[a-z]+(_[a-z]+)*", module)
    if module.endswith("s") and not module.endswith("_info") and module not in WHOLES:
        assert SINGULAR.get(module) in MODULES, "a plural has its singular"
    if module.endswith("_info"):
        assert "state" not in spec_of(module).arguments
    if module in SINGULAR:
        assert "parallel" in spec_of(module).arguments


def test_the_cluster_of_a_thing_is_called_cluster() -> None:
    """A module for one thing in a cluster needs to be given the cluster."""
    wrong = [
        (owner, name)
        for owner, name, option, _text in OPTIONS
        if name == "cluster" and (option.get("type", "str"), option.get("elements")) != ("str", None)
    ]
    assert wrong == []


def test_states() -> None:
    wrong = []
    for owner, name, option, _text in OPTIONS:
        if name == "state":
            choices = set(option["choices"]) - MORE_STATES.get(owner, set())
            if choices not in (STATES, SWITCH, {"absent"}, {"present"}):
                wrong.append((owner, sorted(option["choices"])))
    assert wrong == []


def test_no_other_words_than_those_of_the_table() -> None:
    wrong = [
        f"{owner}: {name} is {UNUSED[name]}"
        for owner, name, _option, _text in OPTIONS
        if name in UNUSED and owner not in FOREIGN.get(name, ())
    ]
    assert wrong == []


def test_permissions() -> None:
    found = {name for _owner, name, _option, _text in OPTIONS if name.startswith("allow_")}
    assert found <= PERMISSIONS
    kinds = {option.get("type") for _owner, name, option, _text in OPTIONS if name.startswith("allow_")}
    assert kinds == {"bool"}
    text = text_of("docs/conventions.md")
    assert [name for name in PERMISSIONS if f"`{name}`" not in text] == []


def test_options_of_files() -> None:
    """Those of a role for its report have the prefix report."""
    suffix = re.compile(r"(?:^|_)(dest|format|mode|owner|group)$")
    wrong = [
        (owner, name)
        for owner, name, _option, _text in OPTIONS
        if suffix.search(name)
        and name not in FILE | PREFIXED
        and not (owner in ROLES and name.startswith("report_") and name.removeprefix("report_") in FILE)
    ]
    assert wrong == []
    modes = {option.get("type") for _owner, name, option, _text in OPTIONS if name == "mode"}
    assert modes <= {"raw", "str"}


def test_durations_are_seconds_unless_their_name_has_the_unit() -> None:
    """The calendar period of usage has its unit in its value."""
    unit = re.compile(r"\b(days?|hours?|minutes?|weeks?)\b", re.I)
    timed = re.compile(r"(^|_)(age|timeout|interval|delay|pause|days|hours|minutes)(_days|_hours|_minutes)?$")
    wrong = []
    for owner, name, option, text in OPTIONS:
        if not timed.search(name) or option.get("type") not in ("int", "float"):
            continue
        named = re.search(r"_(days|hours|minutes)$", name)
        if named and not unit.search(text):
            wrong.append((owner, name, "does not describe its unit"))
        if not named and not re.search(r"\bseconds?\b", text, re.I) and "if not given" not in text:
            wrong.append((owner, name, "is not in seconds"))
    assert wrong == []


def test_patterns_are_called_so() -> None:
    """An option that takes patterns has them in its name, and no other option does."""
    speaks = re.compile(
        r"\bpatterns? (of|such)|\ba pattern\b|shell patterns?\b|these patterns|C\(\*\) (stands|matches)|same form", re.I
    )
    named = re.compile(r"_patterns?$")
    wrong = [
        (owner, name)
        for owner, name, _option, text in OPTIONS
        if bool(named.search(name)) != bool(speaks.search(text)) and "in a form of O(" not in text
    ]
    assert wrong == []


def test_what_is_returned() -> None:
    """The file has one key; an id of a cluster is its uuid; what many modules return in common has one type."""
    types: dict[str, set[str]] = {}
    for module in MODULES:
        for name, value in (_block(module, "RETURN") or {}).items():
            types.setdefault(name, set()).add(value["type"])
            assert name not in ("csv", "new_cluster_id", "cluster_plan_types", "generations", "plan"), module
    assert {name: kinds for name, kinds in types.items() if len(kinds) > 1} == {}
    assert types["action"] == {"str"}
    assert types["failures"] == types["backups"] == {"list"}


@pytest.mark.parametrize("module", MODULES)
def test_actions_have_one_vocabulary(module: str) -> None:
    returned = _block(module, "RETURN") or {}
    if "action" in returned:
        described = returned["action"]["description"]
        text = described if isinstance(described, str) else " ".join(described)
        assert set(re.findall(r"V\((\w+)\)", text)) <= ACTIONS
        assert returned["action"].get("sample", "none") in ACTIONS


@pytest.mark.parametrize("module", MODULES)
def test_a_code_is_returned_wherever_a_message_is(module: str) -> None:
    """Of each failure among many: programs match the code, and messages may change."""
    for value in (_block(module, "RETURN") or {}).values():
        fields = value.get("contains") or {}
        if "msg" in fields:
            assert "code" in fields, f"{module} documents msg without code"
