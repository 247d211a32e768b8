# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wrong with files that a role writes or includes later."""

from __future__ import annotations

DOCUMENTATION = r"""
name: file_faults
short_description: Find files that could not be written, and task files that could not be included
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - The roles of this collection use it before they change anything, so that a run does not end with a report that
    cannot be written, or stops in the middle because of a file of tasks.
positional: kind, directory
options:
  _input:
    description: The files, by the names of the variables that name them. A name without a value, or an empty one, is no
      file.
    type: dict
    required: true
  kind:
    description: With V(dest), the files will be written on this machine. With V(tasks), they will be included as tasks.
    type: str
    choices: [dest, tasks]
    required: true
  directory:
    description: Where relative paths of files that will be written begin.
    type: str
    default: .
"""

EXAMPLES = r"""
- name: Check before anything is done
  ansible.builtin.assert:
    that: faults | length == 0
    fail_msg: "{{ faults }}"
  vars:
    faults: "{{ {'report_dest': report_dest} | camunda.platform.file_faults('dest', playbook_dir) }}"
"""

RETURN = r"""
_value:
  description: A sentence for each file that cannot be used.
  type: list
  elements: str
"""

import os
import typing as t
from collections.abc import Mapping

from ansible.errors import AnsibleFilterError

from ansible_collections.camunda.platform.plugins.module_utils._engine.raw_options import kind_of
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, valid_names
from ansible_collections.camunda.platform.plugins.module_utils._files.secret_file import SecretFile, absolute_path
from ansible_collections.camunda.platform.plugins.plugin_utils._role_files import task_file_fault

_KINDS = ("dest", "tasks")


def file_faults(files: t.Any, kind: str, directory: str = ".") -> list[str]:
    """Return a sentence for each file that cannot be used; raises AnsibleFilterError for wrong arguments."""
    if not isinstance(files, Mapping):
        raise AnsibleFilterError("file_faults: the input is not a dictionary of paths.")
    if kind not in _KINDS:
        raise AnsibleFilterError(f"file_faults: there is no kind {kind!r}. {valid_names(str(kind), _KINDS)}")
    found = [_fault(str(name), path, kind, directory) for name, path in files.items()]
    return [fault for fault in found if fault is not None]


def _fault(name: str, path: t.Any, kind: str, directory: str) -> str | None:
    if path is None:
        return f"Option '{name}' is null. Leave it out if there is no file."
    if kind_of(path):
        return f"Option '{name}' is {kind_of(path)}, not a path."
    if path == "":
        return None
    if kind == "tasks":
        fault = task_file_fault(str(path))
        return f"Option '{name}': {str(path)!r} cannot be used: {fault}." if fault else None
    try:
        place = absolute_path(name, os.path.expanduser(str(path)), directory)
        SecretFile(place, option=name).check()
    except CamundaError as exc:
        return exc.message
    return None


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"file_faults": file_faults}
