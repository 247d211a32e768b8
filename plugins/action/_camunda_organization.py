# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action of the role provision: its variables checked before anything is done, and the outcome summed up."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible_collections.camunda.platform.plugins.filter.provision_faults import provision_faults
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Result
from ansible_collections.camunda.platform.plugins.plugin_utils._deliveries import deliveries_of, undelivered
from ansible_collections.camunda.platform.plugins.plugin_utils._provision_outcome import outcome_of
from ansible_collections.camunda.platform.plugins.plugin_utils._role_action import RoleAction

Options = Mapping[str, t.Any]


def _check(options: Options) -> Result:
    """Fail for variables that are wrong; return what the module and the role deliver_credentials take of the rest."""
    variables = options["variables"]
    faults = provision_faults(variables, options["directory"] or None)
    if faults:
        return {"failed": True, "msg": " ".join(faults), "faults": faults}
    clusters, to = variables.get("provision_clusters") or [], variables["provision_to"]
    deliveries = deliveries_of(clusters, to, options["only"], options["planned"])
    others = undelivered(clusters, to)
    # Not what is known already: all that is returned may be printed.
    return {"deliveries": deliveries, **({"clusters": others} if others != clusters else {})}


def _sum_up(options: Options) -> Result:
    """Return the outcome. Clients that were created without a place for their secrets come with them.

    They are no facts of this action, which Ansible would keep in the cache of facts, unlike those of set_fact.
    """
    outcome = outcome_of(
        options["result"], options["deliveries"], options["delivered"], options["error"], options["planned"]
    )
    return {"outcome": outcome, "_ansible_no_log": True}


class ActionModule(RoleAction):
    """The steps of the role provision, which get the variables as they are: dates are to be found among secrets."""

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> Result:
        """Run the step that the option C(step) names."""
        options = self._task.args
        step = {"check": _check, "sum_up": _sum_up}[options["step"]]
        return {"changed": False, **step(options)}
