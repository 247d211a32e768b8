# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The entry of a module process: the only file that uses AnsibleModule."""

from __future__ import annotations

import typing as t

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.camunda.platform.plugins.module_utils._engine.raw_options import refusal
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Spec, execute
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._http.urls import urls_with_secrets
from ansible_collections.camunda.platform.plugins.module_utils._paragraph import paragraph


class _Module(AnsibleModule):  # type: ignore[misc]
    """Looks at the options before validation does, which takes null for 'not given' and any value for a text."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        super().__init__(supports_check_mode=True, **spec.validation())
        # With those of the environment.
        self.no_log_values.update(urls_with_secrets(self.params))
        if self._refusal is not None:
            self.fail_json(self._refusal.message)

    def _load_params(self) -> None:
        super()._load_params()
        self.no_log_values.update(urls_with_secrets(self.params))
        self._refusal = refusal(self._spec.arguments, self.params)

    def fail_json(self, msg: str, **kwargs: t.Any) -> None:
        """Fail; options that were refused come before what validation finds in them."""
        if self._refusal is not None:
            msg, kwargs = self._refusal.message, {**kwargs, **self._refusal.details}
        # What has no code comes from validation.
        super().fail_json(paragraph(msg), **{"code": OptionError.code, **kwargs})


def module_main(spec: Spec) -> None:
    """Run a spec as an ordinary module."""
    module = _Module(spec)
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
