# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is no module, plugins and roles: it can be shown by ansible-doc, has the options it documents, and examples."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from jinja2 import Environment, nodes

from ansible_collections.camunda.platform.plugins.module_utils._files.credentials import FORMATS
from ansible_collections.camunda.platform.tests.unit.guards import test_documentation, test_examples
from ansible_collections.camunda.platform.tests.unit.guards.collection import (
    PACKAGE,
    PREFIX,
    ROOT,
    Options,
    files,
    plugins_of,
)

KINDS = ("inventory", "lookup", "filter")
PLUGINS = [(kind, name) for kind in KINDS for name in plugins_of(kind)]
WITH_SPEC = [(kind, name) for kind, name in PLUGINS if kind != "filter"]
ROLES = sorted({name.split("/")[1] for name in files() if name.startswith("roles/")})
# Options that Ansible has for every inventory plugin, from doc fragments of its own.
OF_ANSIBLE = {
    *("strict", "compose", "groups", "keyed_groups", "use_extra_vars", "leading_separator"),
    *("cache", "cache_plugin", "cache_timeout", "cache_connection", "cache_prefix"),
}


def ansible_doc(*arguments: str) -> str:
    """Return what ansible-doc prints; it must not fail, nor warn."""
    done = subprocess.run(
        [sys.executable, "-m", "ansible", "doc", *arguments],
        env={**os.environ, "ANSIBLE_COLLECTIONS_PATH": str(ROOT.parents[2]), "ANSIBLE_NOCOLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    # ansible-core 2.21 warns of a collection of its own.
    warnings = [line for line in done.stderr.splitlines() if "[WARNING]" in line and "_protomatter" not in line]
    assert warnings == [], done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def everything() -> dict[str, dict[str, Any]]:
    """Return the documentation of all plugins and roles, by kind."""
    found: dict[str, dict[str, Any]] = json.loads(ansible_doc("--metadata-dump", "camunda.platform"))["all"]
    return found


@pytest.mark.parametrize(
    ("kind", "names"),
    [*((kind, plugins_of(kind)) for kind in ("module", *KINDS)), ("role", ROLES)],
    ids=["module", *KINDS, "role"],
)
def test_ansible_doc_shows_it(kind: str, names: list[str]) -> None:
    """Render each of them as a user sees it."""
    names = names or plugins_of("modules")
    text = ansible_doc("-t", kind, *(PREFIX + name for name in names))
    # Each has a heading, which ansible-core writes in capitals before 2.17.
    headings = " ".join(line.lower() for line in text.splitlines() if line.startswith("> "))
    assert [name for name in names if PREFIX + name not in headings] == []


def spec_arguments(kind: str, name: str) -> Options:
    """Return the argument spec of a plugin."""
    return dict(importlib.import_module(f"{PACKAGE}plugins.{kind}.{name}").SPEC.arguments)


def problems(arguments: Options, documented: Options) -> list[str]:
    """Compare the documentation of a plugin with its argument spec; what the modules say in words, it says as data."""
    own = {name: says for name, says in documented.items() if name not in OF_ANSIBLE and not name.startswith("_")}
    found = test_documentation.problems(arguments, own)
    for name, says in own.items():
        _function, variables = arguments.get(name, {}).get("fallback", (None, []))
        given = [entry["name"] for entry in says.get("env", [])]
        if given != list(variables):
            found.append(f"{name}: the documentation has env={given} instead of {list(variables)}")
    return found


@pytest.mark.parametrize(("kind", "name"), WITH_SPEC)
def test_options_are_documented_as_they_are(kind: str, name: str, everything: dict[str, dict[str, Any]]) -> None:
    documented = everything[kind][PREFIX + name]["doc"]["options"]
    assert problems(spec_arguments(kind, name), documented) == []


@pytest.mark.parametrize(("kind", "name"), PLUGINS)
def test_plugins_are_named_as_their_files(kind: str, name: str, everything: dict[str, dict[str, Any]]) -> None:
    entry = everything[kind][PREFIX + name]
    assert entry["doc"]["name"] == name
    assert entry["examples"].strip()
    assert kind == "inventory" or entry["return"]


def test_the_filter_has_the_formats_of_the_modules(everything: dict[str, dict[str, Any]]) -> None:
    options = everything["filter"][PREFIX + "credentials"]["doc"]["options"]
    module = everything["module"][PREFIX + "camunda_client"]["doc"]["options"]["format"]
    assert options["format"]["choices"] == list(FORMATS) == module["choices"]
    assert options["format"]["default"] == module["default"]


def test_roles_have_documented_options(everything: dict[str, dict[str, Any]]) -> None:
    assert sorted(everything["role"]) == [PREFIX + name for name in ROLES]
    for name, role in everything["role"].items():
        options = role["entry_points"]["main"]["options"]
        assert options, name
        assert [option for option, says in options.items() if not says.get("description")] == [], name


def templates_in(value: Any) -> Iterator[str]:
    """Give all templates in a value."""
    if isinstance(value, dict):
        for part in value.values():
            yield from templates_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from templates_in(part)
    elif test_examples.is_template(value):
        yield value


def lookups_in(value: Any) -> Iterator[tuple[str, set[str]]]:
    """Give the names and options of the lookups of this collection that a value uses."""
    for template in templates_in(value):
        for call in Environment(autoescape=True).parse(template).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in ("lookup", "query", "q"):
                name, *terms = (argument.as_const() for argument in call.args)
                assert not terms or not name.startswith(PREFIX), "its lookup takes no terms"
                yield name, {keyword.key for keyword in call.kwargs}


def filters_in(value: Any) -> Iterator[tuple[str, list[Any]]]:
    """Give the names and constant arguments of the filters that a value uses."""
    for template in templates_in(value):
        for use in Environment(autoescape=True).parse(template).find_all(nodes.Filter):
            yield use.name, [argument.as_const() for argument in use.args if isinstance(argument, nodes.Const)]


def problems_of_examples(text: str, kind: str, name: str) -> list[str]:
    """Return what is wrong with the tasks in the examples of a lookup or filter."""
    found, used = [], set()
    for task in test_examples.tasks_of(yaml.safe_load(text)):
        (action,) = set(task) - test_examples.KEYWORDS
        if action.startswith(PREFIX):
            found += test_examples.problems_of_call(action.removeprefix(PREFIX), task[action])
        for lookup, options in lookups_in(task):
            used.add(("lookup", lookup))
            known = set(spec_arguments("lookup", lookup.removeprefix(PREFIX))) if lookup.startswith(PREFIX) else options
            found += [f"{lookup} has no option {option}" for option in sorted(options - known)]
        for filter_name, arguments in filters_in(task):
            used.add(("filter", filter_name))
            if filter_name == PREFIX + "credentials" and not set(arguments) <= set(FORMATS):
                found.append(f"{filter_name} has no format {arguments}")
    return found if (kind, PREFIX + name) in used else [*found, f"{name} is not used"]


@pytest.mark.parametrize(("kind", "name"), [plugin for plugin in PLUGINS if plugin[0] != "inventory"])
def test_examples_are_valid(kind: str, name: str, everything: dict[str, dict[str, Any]]) -> None:
    """Those of the inventory plugin are run as they are, in the integration tests."""
    assert problems_of_examples(everything[kind][PREFIX + name]["examples"], kind, name) == []
