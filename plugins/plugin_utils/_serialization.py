# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Serialization of a module's arguments and result, for logic that runs in the controller's worker."""

from __future__ import annotations

import json
import os
import typing as t
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from ansible.module_utils.common import json as ansible_json
from ansible.module_utils.common.parameters import remove_values
from ansible.module_utils.common.text.converters import to_text

# ansible-core before 2.19 has one encoder for both ways, without profiles.
SINCE_2_19 = hasattr(ansible_json, "get_module_encoder")
_PROFILE = "legacy"
_SEPARATOR = "\0"


def plain_arguments(arguments: Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return arguments as a module would get them: no vault, unsafe or tagged types."""
    if SINCE_2_19:
        encoder = ansible_json.get_module_encoder(_PROFILE, ansible_json.Direction.CONTROLLER_TO_MODULE)
        return dict(json.loads(json.dumps(arguments, cls=encoder)))
    return dict(json.loads(json.dumps(arguments, cls=ansible_json.AnsibleJSONEncoder, vault_to_text=True)))


def templated(templar: t.Any, values: Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return variables with their templates filled in, and without what is omitted at any depth."""
    found = templar.template(dict(values))
    # Since ansible-core 2.19 templates leave it out themselves.
    return dict(found) if SINCE_2_19 else dict(_without(found, templar.available_variables.get("omit")))


def _without(value: t.Any, omitted: str | None) -> t.Any:
    if isinstance(value, Mapping):
        return {name: _without(inner, omitted) for name, inner in value.items() if not _is(inner, omitted)}
    if isinstance(value, (list, tuple)):
        return [_without(inner, omitted) for inner in value if not _is(inner, omitted)]
    return value


def _is(value: t.Any, text: str | None) -> bool:
    return isinstance(value, str) and value == text


def plain_result(result: Mapping[str, t.Any], no_log_values: set[str]) -> dict[str, t.Any]:
    """Return a result as a module would print it: JSON, with the values of no_log options masked."""
    # As AnsibleModule does: a short secret must not turn 'changed: true' into text.
    kept = {key: value for key, value in result.items() if value is None or isinstance(value, bool)}
    found = _occurring(no_log_values, result)
    masked = {**(remove_values(dict(result), found) if found else result), **kept}
    if SINCE_2_19:
        encoder = ansible_json.get_module_encoder(_PROFILE, ansible_json.Direction.MODULE_TO_CONTROLLER)
        return dict(json.loads(json.dumps(masked, cls=encoder)))
    return dict(json.loads(json.dumps(masked, cls=ansible_json.AnsibleJSONEncoder)))


def _occurring(values: Iterable[str], result: t.Any) -> set[str]:
    """Return those values that occur in a result: searching each text of it for each value takes far longer."""
    texts: set[str] = set()
    left = [result]
    while left:
        one = left.pop()
        if isinstance(one, str):
            texts.add(one)
        elif isinstance(one, Mapping):
            left += one.values()
        elif isinstance(one, (list, tuple, set, frozenset)):
            left += one
        else:
            texts.add(to_text(one, nonstring="simplerepr"))
    # No value has the separator, which would be found in two texts at once; if one has, it is searched for everywhere.
    whole = _SEPARATOR.join(texts)
    return {value for value in values if value in whole or _SEPARATOR in value}


@contextmanager
def without_empty_variables(names: Iterable[str]) -> Iterator[None]:
    """Hide environment variables that are set to nothing from Ansible's own reading of options; restore them."""
    hidden = [name for name in names if os.environ.get(name) == ""]
    for name in hidden:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(dict.fromkeys(hidden, ""))


@contextmanager
def surroundings(environment: Mapping[str, t.Any], directory: str) -> Iterator[None]:
    """Apply a task's environment and working directory, and restore both."""
    environment_before = dict(os.environ)
    directory_before = _current_directory()
    try:
        # A value that no environment can hold fails here, with a part of the others set.
        os.environ.update({str(name): str(value) for name, value in environment.items()})
        os.chdir(directory)
        yield
    finally:
        os.environ.clear()
        os.environ.update(environment_before)
        if directory_before is not None:
            os.chdir(directory_before)


def _current_directory() -> str | None:
    try:
        return os.getcwd()
    except OSError:
        return None
