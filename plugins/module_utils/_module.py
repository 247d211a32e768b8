# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The door of a module process: the only file that knows AnsibleModule."""

from __future__ import annotations

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.camunda.platform.plugins.module_utils._spec import Context, Spec, execute


def module_main(spec: Spec) -> None:
    """Run a spec as an ordinary module."""
    module = AnsibleModule(supports_check_mode=True, **spec.validation())
    context = Context(
        params=module.params,
        check_mode=module.check_mode,
        diff_mode=module._diff,  # noqa: SLF001 - AnsibleModule offers nothing else
        warn=module.warn,
    )
    result = execute(spec, context)
    if result.pop("failed", False):
        module.fail_json(**result)
    module.exit_json(**result)
