# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action of the role provision: its variables checked and carried out, and the outcome summed up and shown."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible_collections.camunda.platform.plugins.action import camunda_organization, camunda_token
from ansible_collections.camunda.platform.plugins.filter.provision_faults import (
    PRUNE_CLUSTERS,
    provision_faults,
    role_variables,
)
from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan_lines import VERBS
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._paragraph import several
from ansible_collections.camunda.platform.plugins.plugin_utils._deliveries import deliveries_of, undelivered
from ansible_collections.camunda.platform.plugins.plugin_utils._output import banners_are_late, show_lines
from ansible_collections.camunda.platform.plugins.plugin_utils._parts import PartFailed, Parts
from ansible_collections.camunda.platform.plugins.plugin_utils._provision_outcome import (
    ACCESS_NAMES,
    KIND_NAMES,
    outcome_of,
    with_granted,
)
from ansible_collections.camunda.platform.plugins.plugin_utils._role_action import RoleAction

Options = Mapping[str, t.Any]

_PREFIX = "provision_"
_DESCRIBED = ("clusters", "secrets", "members")
# What goes to the module as it is.
_PASSED_ON = (
    *("secrets", "members", "prune_clients", "prune_secrets", "prune_members", "ignore_patterns", "allow_empty_value"),
    *("parallel", "wait_timeout", "wait_interval"),
    *("prune_authorizations", "prune_memberships", "allow_lockout", "consistency_timeout"),
)


def _apply(parts: Parts, options: Options) -> Result:
    """Check the variables and the credentials, bring the organization into the described state, and sum up.

    What fails in the organization does not fail this step, so that all that was done is shown first.
    """
    variables = parts.variables([*role_variables(), PRUNE_CLUSTERS])
    faults = provision_faults(variables, parts.directory)
    if faults:
        raise OptionError(several(faults, rest="errors"), errors=faults)
    given = _given(variables)
    only = _only(parts, given)
    if any(name in given for name in _DESCRIBED):
        parts.run("camunda_token", {})
    planned = bool(options["planned"])
    found = _organization(parts, given, only, planned, shown=True)
    found = {**found, "shown_lines": parts.shown_lines}
    deliveries = [] if found.get("msg") else deliveries_of(given.get("clusters") or [], given["to"], only, planned)
    outcome = outcome_of(found, planned=planned)
    return {**found, "deliveries": deliveries, "delivers": bool(deliveries), "outcome": outcome}


def _given(variables: Options) -> dict[str, t.Any]:
    return {name.removeprefix(_PREFIX): value for name, value in variables.items()}


def _only(parts: Parts, given: Options) -> list[str]:
    return given["only"] or [name for name in KIND_NAMES if name in parts.tags]


def _organization(parts: Parts, given: Options, only: list[str], planned: bool, shown: bool = False) -> Result:
    """Run the module; return its result, also if it has failed."""
    # That lists may be empty was checked with those clients that are delivered.
    arguments = {"allow_empty": True, "only": only or None, **{name: given.get(name) for name in _PASSED_ON}}
    if "clusters" in given:
        arguments["clusters"] = undelivered(given["clusters"], given["to"], planned)
    try:
        return parts.run("camunda_organization", arguments, shown=shown)
    except PartFailed as exc:
        if exc.unreachable:
            raise
        return {**exc.result, "failed": False}


def _granted(parts: Parts, options: Options) -> Result:
    """Set what the clients may do that were delivered just now; return what came of it, nothing if there are none."""
    changed = any(row["action"] in VERBS for row in options["delivered"])
    if options["planned"] or options["error"] or not changed:
        return {}
    given = _given(parts.variables(role_variables()))
    only = _only(parts, given)
    kinds = [name for name in ACCESS_NAMES if not only or name in only]
    others = any(cluster.get("other_clients") for cluster in undelivered(given["clusters"], given["to"]))
    return _organization(parts, given, kinds, False) if kinds and others else {}


def _sum_up(parts: Parts, options: Options) -> Result:
    """Return the outcome with what was delivered. Clients without a place for their secrets come with them.

    They are no facts of this action, which Ansible would keep in the cache of facts, unlike those of set_fact.
    """
    found = with_granted(options["result"], _granted(parts, options))
    delivered = outcome_of(found, found["deliveries"], options["delivered"], options["error"], options["planned"])
    return {"outcome": delivered, "_ansible_no_log": True}


def _show(parts: Parts, options: Options) -> Result:
    """Show the lines that were not shown before, in Ansible's colors; fail if anything has failed."""
    late = options["shown"] and banners_are_late()
    if options["shown"] and not late:
        show_lines(options["new_lines"])
    if options["error"]:
        raise CamundaError(options["error"], code=options["code"] or None, summary=options["lines"])
    return {"summary": options["lines"], **({"_ansible_verbose_always": True} if late else {})}


class ActionModule(RoleAction):
    """The steps of the role provision, whose variables are taken as they are: dates are to be found among secrets."""

    actions: t.ClassVar = {
        "camunda_organization": camunda_organization.ActionModule,
        "camunda_token": camunda_token.ActionModule,
    }
    shared: t.ClassVar = frozenset(CONNECTION)
    options: t.ClassVar = {
        "result": {"type": "dict", "no_log": True},
        "delivered": {"type": "list", "elements": "dict", "default": []},
        "error": {"type": "str", "default": ""},
        "code": {"type": "str", "default": ""},
        "lines": {"type": "list", "elements": "str", "default": []},
        "new_lines": {"type": "list", "elements": "str", "default": []},
        "shown": {"type": "bool", "default": True},
        "planned": {"type": "bool", "default": False},
    }
    steps: t.ClassVar = {"apply": _apply, "sum_up": _sum_up, "show": _show}
