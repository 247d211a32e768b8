# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs camunda_credentials_file in the controller's worker where that is equivalent, and always to encrypt."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible.module_utils.parsing.convert_bool import boolean

from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context
from ansible_collections.camunda.platform.plugins.modules.camunda_credentials_file import SPEC
from ansible_collections.camunda.platform.plugins.plugin_utils._in_process import InProcessAction
from ansible_collections.camunda.platform.plugins.plugin_utils._vault import RunVault


class ActionModule(InProcessAction):
    """The action behind the module camunda_credentials_file."""

    spec = SPEC

    def _fallback_reason(self, task_vars: dict[str, t.Any]) -> str | None:
        """Keep what needs the vault secrets of the run here, unless it would have to be done by somebody else."""
        reason = super()._fallback_reason(task_vars)
        if reason is None or not boolean(self._task.args.get("vault", False), strict=False):
            return reason
        elsewhere = self._task.async_val or self._connection.transport != "local"
        return reason if elsewhere or self._connection.become or self._task.become else None

    def _context(self, parameters: dict[str, t.Any], warnings: list[str], task_vars: dict[str, t.Any]) -> Context:
        context = super()._context(parameters, warnings, task_vars)
        return dataclasses.replace(context, vault=RunVault(self._loader, parameters["vault_id"]))
