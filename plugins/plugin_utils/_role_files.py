# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The argument specs of the collection's roles, and files of tasks that a role includes later."""

from __future__ import annotations

import copy
import functools
import typing as t
from collections.abc import Mapping
from pathlib import Path

from ansible.errors import AnsibleError
from ansible.module_utils.common.yaml import yaml_load
from ansible.parsing.dataloader import DataLoader

_ROLES = Path(__file__).resolve().parents[2] / "roles"
_ENCRYPTED = b"$ANSIBLE_VAULT"


@functools.cache
def _specs(role: str) -> dict[str, t.Any]:
    # Not by Ansible's loader, which notes for each text where it was found, and takes ten times as long for that.
    content = yaml_load((_ROLES / role / "meta" / "argument_specs.yml").read_text(encoding="utf-8"))
    return dict(content["argument_specs"])


def role_options(role: str, entry_point: str = "main") -> dict[str, t.Any]:
    """Return a copy of a role's options."""
    return copy.deepcopy(dict(_specs(role)[entry_point]["options"]))


def task_file_fault(path: str) -> str | None:
    """Return what is wrong with a file of tasks; None if it can be loaded, or only shows that later."""
    file = Path(path).expanduser()
    if not file.is_absolute():
        return "it is not an absolute path. Let it begin with the variable playbook_dir"
    if not file.exists():
        return "there is no such file"
    if not file.is_file():
        return "it is not a file"
    try:
        if file.read_bytes()[: len(_ENCRYPTED)] == _ENCRYPTED:
            return None
        content = DataLoader().load_from_file(str(file))
    except (AnsibleError, OSError, ValueError) as exc:
        return f"it cannot be loaded: {_first_line(exc)}"
    return _fault_of_tasks(content)


def _fault_of_tasks(content: t.Any) -> str | None:
    if not isinstance(content, list) or not content:
        return "it is not a list of tasks"
    for number, task in enumerate(content, 1):
        if not isinstance(task, Mapping) or not task:
            return f"its entry {number} is not a task"
        if "hosts" in task or any(str(key).endswith("import_playbook") for key in task):
            return f"its entry {number} is a play, not a task"
    return None


def _first_line(exc: Exception) -> str:
    lines = str(getattr(exc, "message", exc)).strip().splitlines()
    return lines[0] if lines else type(exc).__name__
