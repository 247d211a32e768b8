# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of a cluster, or of one of its tenants."""

from __future__ import annotations

import json
import typing as t
from collections.abc import Mapping, Sequence
from contextlib import suppress

from ansible_collections.camunda.platform.plugins.module_utils._api.cluster_options import CLUSTER_ACCESS, CONSISTENCY
from ansible_collections.camunda.platform.plugins.module_utils._engine import bulk
from ansible_collections.camunda.platform.plugins.module_utils._engine.batch import Each, Item, Several
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge_many
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Action, Field, Plan, View
from ansible_collections.camunda.platform.plugins.module_utils._engine.poll import Poll
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import BaseResource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    ApiError,
    CamundaError,
    NotFound,
    Overtaken,
)
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._access import ClusterAccess

ARGUMENTS: Arguments = {
    **CLUSTER_ACCESS,
    **CONSISTENCY,
    **bulk.ARGUMENTS,
    "tenant": {"type": "str"},
    "variables": {"type": "dict", "required": True},
}
_KEY = ("variables",)


class ClusterVariables:
    """The variables of one scope, read whole."""

    def __init__(self, access: ClusterAccess, tenant: str | None) -> None:
        self._access = access
        self.api = access.api
        self.tenant = tenant

    def all(self) -> dict[str, t.Any]:
        """Return the values by name."""
        found = self._access.connection.memo.get(_KEY, self.api.find_variables)
        return {
            str(entry["name"]): _parsed(entry.get("value"))
            for entry in found
            if (entry.get("tenantId") or None) == self.tenant
        }

    def read_again(self) -> dict[str, t.Any]:
        """Return the values as they are now."""
        self._access.connection.memo.drop(*_KEY)
        return self.all()

    def await_values(self, names: Mapping[str, t.Any]) -> None:
        """Wait until readings show the values, None for those that were deleted."""
        self._access.await_shown(("Cluster variables to be visible as written", lambda: self._shows(names)))

    def _shows(self, names: Mapping[str, t.Any]) -> bool:
        shown = self.read_again()
        return all(shown.get(name, _GONE) == value for name, value in names.items())


_GONE = object()


def _parsed(value: t.Any) -> t.Any:
    """Return a value, which the API gives as JSON text; a text that is none is the value itself."""
    try:
        return json.loads(value)
    except (TypeError, ValueError):
        return value


class Variable(BaseResource):
    """One variable; ``value`` is _GONE for one that must not exist."""

    fields = (Field("name"), Field("value"))

    def __init__(self, variables: ClusterVariables, name: str, value: t.Any) -> None:
        self._variables = variables
        self.name = name
        self.value = value

    def describe(self) -> str:
        """Return its name."""
        return f"Cluster variable {self.name!r}"

    def read(self) -> View | None:
        """Find it by its name."""
        known = self._variables.all()
        return {"name": self.name, "value": known[self.name]} if self.name in known else None

    def wanted(self, current: View | None) -> View | None:
        """Return what the options describe."""
        return None if self.value is _GONE else {"name": self.name, "value": self.value}

    def apply(self, plan: Plan) -> None:
        """Create, change or delete it."""
        api, tenant = self._variables.api, self._variables.tenant
        if plan.action is Action.DELETE:
            with suppress(NotFound):
                api.delete_variable(tenant, self.name)
        elif plan.action is Action.UPDATE:
            api.update_variable(tenant, self.name, self.value)
        else:
            self._create()

    def result(self, plan: Plan) -> Result:
        """Return the variable as planned."""
        return {"value": None if plan.after is None else plan.after["value"]}

    def _create(self) -> None:
        try:
            self._variables.api.create_variable(self._variables.tenant, self.name, self.value)
        except ApiError as exc:
            if exc.status != 409:
                raise
            if self.name not in self._variables.read_again():
                raise CamundaError(
                    f"{self.describe()} exists, but is not visible: this client or user lacks READ on"
                    " CLUSTER_VARIABLE, or readings lag behind.",
                    code="access_not_readable",
                ) from exc
            raise Overtaken(exc.message) from exc


class Variables(Several):
    """The variables that a task lists, and those that it prunes."""

    noun = "variables"

    def __init__(self, context: Context) -> None:
        wanted: Mapping[str, t.Any] = context.params["variables"]
        self._variables = ClusterVariables(ClusterAccess(context), context.params["tenant"] or None)
        pruned = bulk.names_to_prune(context.params, "variables", wanted, self._variables.all())
        values = [*wanted.items(), *((name, _GONE) for name in pruned)]
        self.resources = [(str(name), Variable(self._variables, str(name), value)) for name, value in values]

    def settle(self, items: Sequence[Item], poll: Poll, each: Each) -> None:
        """Wait until readings show what was written."""
        self._variables.await_values({item.name: t.cast(Variable, item.resource).value for item in items if item.done})


def run(context: Context) -> Result:
    """Bring the variables of a cluster into the wanted state (camunda_cluster_variables)."""
    return converge_many(context, Variables(context))
