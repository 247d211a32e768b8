# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The definition of the execution environment makes a build context, and the collection says what it needs in one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from ansible_collections.camunda.platform.tests.unit.guards.collection import ROOT, load_yaml, text_of

DEFINITION = load_yaml("execution-environment.yml")


def builder(*arguments: str) -> str:
    """Run ansible-builder of this environment; it has to succeed."""
    program = Path(sys.executable).with_name("ansible-builder")
    done = subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Create the build context."""
    directory = tmp_path_factory.mktemp("context")
    builder(
        "create",
        "--file",
        "execution-environment.yml",
        "--context",
        str(directory),
        "--output-filename",
        "Containerfile",
    )
    return directory


def test_the_context_installs_the_collection(context: Path) -> None:
    installed: Any = yaml.safe_load((context / "_build" / "requirements.yml").read_text(encoding="utf-8"))
    assert installed == {"collections": [{"name": "camunda.platform", "version": ">=0.1.0"}]}
    assert load_yaml("galaxy.yml")["version"] in SpecifierSet(installed["collections"][0]["version"])


def test_the_container_file_has_what_the_definition_says(context: Path) -> None:
    lines = (context / "Containerfile").read_text(encoding="utf-8").splitlines()
    assert f'ARG EE_BASE_IMAGE="{DEFINITION["images"]["base_image"]["name"]}"' in lines
    assert 'ARG PYCMD="/usr/bin/python3.12"' in lines
    assert 'ARG ANSIBLE_INSTALL_REFS="ansible-core~=2.19.0 ansible-runner~=2.4"' in lines
    steps = DEFINITION["additional_build_steps"]["append_final"]
    assert len(steps) == 2
    assert all(step in lines for step in steps)


def test_the_core_in_it_is_supported() -> None:
    version = Requirement(DEFINITION["dependencies"]["ansible_core"]["package_pip"]).specifier
    supported = SpecifierSet(load_yaml("meta/runtime.yml")["requires_ansible"])
    assert list(supported.filter(["2.15.0", "2.19.0"])) == list(version.filter(["2.15.0", "2.19.0"])) == ["2.19.0"]


def test_the_collection_asks_for_its_requirements() -> None:
    """What ansible-builder finds in an installed collection is what requirements.txt names, and no system package."""
    found = yaml.safe_load(builder("introspect", str(ROOT.parents[2])))
    named = [line for line in text_of("requirements.txt").splitlines() if line and not line.startswith("#")]
    assert named
    assert [entry.split("  #")[0] for entry in found["python"]] == named
    assert found["system"] == []
