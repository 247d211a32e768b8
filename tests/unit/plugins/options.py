# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options as Ansible hands them to a module's logic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec


def validated(spec: Spec, options: Mapping[str, Any]) -> dict[str, Any]:
    """Validate options, fill in the defaults, and return all; fails if they are not valid."""
    result = ArgumentSpecValidator(**spec.validation()).validate(dict(options))
    assert not result.error_messages, result.error_messages
    return dict(result.validated_parameters)
