# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role awx_setup: its tasks have options that awx.awx knows, its credential types set variables that are read."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.tests.integration.awx_rules import check_injectors, check_inputs
from ansible_collections.camunda.platform.tests.tools import awx
from ansible_collections.camunda.platform.tests.unit.guards.collection import ROOT, files, load_yaml, text_of
from ansible_collections.camunda.platform.tests.unit.guards.test_examples import sample, tasks_of

ROLE = "roles/awx_setup"
TASKS = [name for name in files() if name.startswith(f"{ROLE}/tasks/")]
SPECS: dict[str, Any] = json.loads(text_of("tests/unit/guards/awx_argument_specs.json"))
CACHED = Path(os.environ.get("COLLECTION_CACHE", ".cache")) / "awx"
TYPES = ("saas", "self_managed", "keycloak")
SECRETS = {"keycloak": ["admin_password", "admin_client_secret"]}


def problems(tasks: Any) -> list[str]:
    """Validate the calls of awx.awx as Ansible does it."""
    found = []
    for task in tasks_of(tasks):
        for action in (key for key in task if key.startswith("awx.awx.")):
            spec = SPECS[action.removeprefix("awx.awx.")]
            given = {name: sample(value, spec.get(name, {})) for name, value in task[action].items()}
            found += ArgumentSpecValidator(spec).validate(given).error_messages
    return found


@pytest.mark.parametrize("file", TASKS)
def test_tasks_have_options_that_the_modules_know(file: str) -> None:
    assert problems(load_yaml(file)) == []


def test_every_module_of_the_role_is_compared() -> None:
    used = {
        key.removeprefix("awx.awx.")
        for file in TASKS
        for task in tasks_of(load_yaml(file))
        for key in task
        if key.startswith("awx.awx.")
    }
    assert used == set(SPECS)


def test_the_argument_specs_are_those_of_awx() -> None:
    """`python tests/tools/awx.py .cache/awx --specs` writes them."""
    if not CACHED.exists():
        pytest.skip("the collection awx.awx is not there: `make setup-awx` gets it")
    assert json.loads(json.dumps(awx.argument_specs(CACHED))) == SPECS


def credential_type(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the input and the injector configuration of a credential type."""
    inputs, injectors = (
        load_yaml(f"{ROLE}/files/credential_types/{name}.{part}.yml") for part in ("inputs", "injectors")
    )
    return inputs, injectors


@pytest.mark.parametrize("name", TYPES)
def test_credential_types_are_what_awx_takes(name: str) -> None:
    inputs, injectors = credential_type(name)
    before = json.dumps(inputs)
    check_inputs(inputs)
    check_injectors(inputs, injectors)
    assert json.dumps(inputs) == before, "AWX adds something, so that a second run would change it"


@pytest.mark.parametrize("name", TYPES)
def test_credential_types_set_variables_that_the_collection_reads(name: str) -> None:
    read = {variable for option in CONNECTION.values() for variable in option.get("fallback", (None, []))[1]}
    read |= set(re.findall(r"\bKEYCLOAK_ADMIN_\w+", text_of("roles/self_managed_application/meta/argument_specs.yml")))
    _inputs, injectors = credential_type(name)
    assert set(injectors["env"]) - read == set()


@pytest.mark.parametrize("name", TYPES)
def test_secrets_are_kept_as_secrets(name: str) -> None:
    inputs, _injectors = credential_type(name)
    assert [field["id"] for field in inputs["fields"] if field.get("secret")] == SECRETS.get(name, ["client_secret"])


def test_the_files_are_in_the_role() -> None:
    listed = sorted(path.name for path in (ROOT / ROLE / "files" / "credential_types").iterdir())
    assert listed == sorted(f"{name}.{part}.yml" for name in TYPES for part in ("inputs", "injectors"))


def test_surveys_ask_for_what_the_playbooks_take() -> None:
    for name, template in load_yaml(f"{ROLE}/vars/main.yml")["__awx_setup_templates"].items():
        questions = str(template["questions"])
        asked = set(re.findall(r"\W+variable\W+(camunda_\w+)", questions))
        asked |= {"camunda_file"} if "__awx_setup_file" in questions else set()
        # Beside them only what the inventory tells of a cluster.
        taken = re.findall(r"\bcamunda_(?!uuid|status_)\w+", text_of(f"{ROLE}/files/project/{template['playbook']}"))
        assert asked == set(taken), name


def test_the_project_runs_what_the_collection_has() -> None:
    project = [name for name in files() if name.startswith(f"{ROLE}/files/project/")]
    pattern = re.compile(r"(include_role|import_playbook):(?:\n +name:)? camunda\.platform\.(\w+)")
    used = {found for name in project for found in pattern.findall(text_of(name))}
    assert len(used) == 7
    places = {"include_role": "roles/{}/tasks/main.yml", "import_playbook": "playbooks/{}.yml"}
    assert {places[kind].format(name) for kind, name in used} - set(files()) == set()


def test_the_project_names_the_version_of_this_collection() -> None:
    """AWX would install whatever is new otherwise, and that copy is the one that jobs use."""
    requirement = {"name": "camunda.platform", "version": load_yaml("galaxy.yml")["version"]}
    assert load_yaml(f"{ROLE}/files/project/collections/requirements.yml") == {"collections": [requirement]}


def test_job_templates_are_for_a_platform() -> None:
    variables = load_yaml(f"{ROLE}/vars/main.yml")
    choices = load_yaml(f"{ROLE}/meta/argument_specs.yml")["argument_specs"]["main"]["options"]
    listed = [name for names in variables["__awx_setup_of_platform"].values() for name in names]
    assert sorted(listed) == sorted(variables["__awx_setup_templates"])
    for option in (choices["awx_setup_job_templates"], choices["awx_setup_schedules"]["options"]["template"]):
        assert option["choices"] == listed
