# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The path of a file of variables that a survey names."""

from __future__ import annotations

DOCUMENTATION = r"""
name: project_file
short_description: Find a file of variables by its name
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Returns the path of a YAML file in a directory, and fails if there is none. The error lists the valid names.
  - Use it for the answer to a survey question, or for any other name that comes from outside. C(vars_files) skips a
    file that is missing, so that a job with a misspelled name does nothing and succeeds.
  - A name cannot lead out of the directory. A symbolic link in the directory can lead only to a file in it.
positional: directory
options:
  _input:
    description:
      - Name of the file, without C(.yml) or C(.yaml).
      - Null or an empty text is an error. ansible-core 2.19 and later read an unanswered question of a survey as null.
    type: raw
    required: true
  directory:
    description: Path of the directory.
    type: path
    required: true
  variable:
    description: Name of the variable that the error message refers to.
    type: str
    default: camunda_file
"""

EXAMPLES = r"""
- name: Find the file that the survey names
  ansible.builtin.set_fact:
    clusters_file: "{{ camunda_file | camunda.platform.project_file(playbook_dir ~ '/clusters') }}"

- name: Load it without showing its values
  ansible.builtin.include_vars:
    file: "{{ clusters_file }}"
  no_log: true
"""

RETURN = r"""
_value:
  description: The absolute path of the file.
  type: str
"""

import typing as t
from pathlib import Path

from ansible.errors import AnsibleFilterError

from ansible_collections.camunda.platform.plugins.module_utils._errors import valid_names

_ENDINGS = (".yml", ".yaml")


def project_file(name: t.Any, directory: str, variable: str = "camunda_file") -> str:
    """Return the path of the YAML file of that name in a directory; raises AnsibleFilterError."""
    place = Path(directory).absolute()
    # Numbers too: ansible-core 2.19 reads the answer 7 of a survey as a number.
    wanted = "" if name is None else str(name)
    files = _files_in(place)
    if wanted not in files:
        problem = f"{wanted[:100]!r} is not the name of a file in {str(place)!r}" if wanted else "no file is named"
        raise AnsibleFilterError(f"Variable {variable!r}: {problem}. {valid_names(wanted, files)}")
    return files[wanted]


def _files_in(directory: Path) -> dict[str, str]:
    """Return the paths of the YAML files in a directory by name, without links that lead out of it."""
    try:
        paths = sorted(directory.iterdir())
    except OSError as exc:
        raise AnsibleFilterError(f"Directory {str(directory)!r} cannot be read: {exc.strerror}.") from exc
    return {path.stem: str(path) for path in paths if path.suffix in _ENDINGS and _is_inside(path, directory)}


def _is_inside(path: Path, directory: Path) -> bool:
    return path.is_file() and path.resolve().parent == directory.resolve()


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"project_file": project_file}
