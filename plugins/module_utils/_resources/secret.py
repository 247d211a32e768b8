# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A connector secret: compared by value, changed in place, and never shown."""

from __future__ import annotations

import re
import typing as t
from collections.abc import Sequence

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine import bulk
from ansible_collections.camunda.platform.plugins.module_utils._engine.batch import Each, Item, Several
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import (
    converge,
    converge_many,
    unchanged,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import (
    Action,
    Field,
    Hidden,
    Plan,
    View,
    hidden_field,
    options_of,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.poll import Poll
from ansible_collections.camunda.platform.plugins.module_utils._engine.raw_options import text_fault
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import BaseResource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import HOLDS_SECRET, Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._options import STATE, Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import CLUSTER
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect
from ansible_collections.camunda.platform.plugins.module_utils._resources._secrets import ClusterSecrets

FIELDS = (
    Field("name", option={"type": "str", "required": True}),
    hidden_field("value", {"type": "str", "no_log": True}),
)
_ALLOW_EMPTY_VALUE: Arguments = {"allow_empty_value": {"type": "bool", "default": False, "no_log": False}}
ARGUMENTS: Arguments = {
    **CONNECTION,
    **STATE,
    **CLUSTER,
    **options_of(FIELDS),
    **_ALLOW_EMPTY_VALUE,
}
REQUIRED_IF = [("state", "present", ("value",))]
BULK_ARGUMENTS: Arguments = {
    **CONNECTION,
    **bulk.ARGUMENTS,
    **CLUSTER,
    **_ALLOW_EMPTY_VALUE,
    "secrets": {
        "type": "list",
        "elements": "dict",
        "required": True,
        "no_log": False,
        "options": {**options_of(FIELDS), **STATE},
        "required_if": REQUIRED_IF,
    },
}
INFO_ARGUMENTS: Arguments = {
    **CONNECTION,
    "cluster": {"type": "str", "required": True},
    "name": {"type": "str"},
    "values": {"type": "bool", "default": False},
}
_TOO_LONG = 50
# No expression finds a secret of another name (Camunda docs, manage-secrets.md).
_REFERENCEABLE = re.compile(r"[A-Za-z0-9_-]+")


class Secret(BaseResource):
    """A secret as a task describes it; ``value`` None for one that must not exist."""

    fields = FIELDS

    def __init__(self, context: Context, secrets: ClusterSecrets, name: str, value: str | None) -> None:
        self._context = context
        self._secrets = secrets
        self._name = name
        self._value = value

    def describe(self) -> str:
        """Return the secret's and its cluster's name."""
        return f"Secret {self._name!r} of cluster {self._secrets.cluster}"

    def read(self) -> View | None:
        """Find the secret by its name."""
        value = self._secrets.all().get(self._name)
        return None if value is None else {"name": self._name, "value": Hidden(value, "the current value, hidden")}

    def wanted(self, current: View | None) -> View | None:
        """Return the state that the options describe."""
        if self._value is None:
            return None
        return {"name": self._name, "value": Hidden(self._value, "the new value, hidden")}

    def apply(self, plan: Plan) -> None:
        """Create, update or delete the secret."""
        if plan.action is Action.CREATE:
            self._secrets.create(self._name, t.cast(str, self._value))
        elif plan.action is Action.UPDATE:
            self._secrets.update(self._name, t.cast(str, self._value))
        else:
            self._secrets.delete(self._name)

    def finish(self, plan: Plan) -> None:
        """Wait until a deleted secret is not listed any more."""
        if plan.action is Action.DELETE:
            self._secrets.wait_until_gone([self._name], self._context.progress)

    def result(self, plan: Plan) -> Result:
        """Return the name, never the value."""
        return {"secret": None if plan.after is None else {"name": self._name}}


class Secrets(Several):
    """The secrets of a cluster that a task lists, and those that it prunes."""

    noun = "secrets"

    def __init__(self, context: Context) -> None:
        entries = context.params["secrets"]
        names = [entry["name"] for entry in entries]
        bulk.refuse_duplicates("secrets", names)
        for index, entry in enumerate(entries):
            if entry["state"] == "absent":
                continue
            check_name(context, f"secrets[{index}].name", entry["name"])
            check_value(f"secrets[{index}].value", entry["value"], allow_empty=context.params["allow_empty_value"])
        self._context = context
        self._secrets = ClusterSecrets(connect(context), context.params)
        pruned = bulk.names_to_prune(context.params, "secrets", names, self._secrets.all())
        values: list[tuple[str, str | None]] = [
            (entry["name"], entry["value"] if entry["state"] == "present" else None) for entry in entries
        ]
        values += [(name, None) for name in pruned]
        self.resources = [(name, Secret(context, self._secrets, name, value)) for name, value in values]

    def settle(self, items: Sequence[Item], poll: Poll, each: Each) -> None:
        """Wait until the deleted secrets are not listed any more."""
        deleted = [item.name for item in items if item.deletes]
        self._secrets.wait_until_gone(deleted, self._context.progress)


def is_possible_name(name: str) -> bool:
    """Return whether Camunda accepts this name of a secret."""
    return 0 < len(name) < _TOO_LONG


def check_name(context: Context, option: str, name: str) -> None:
    """Raise OptionError for a name that Camunda refuses; warn about one that no connector can refer to."""
    if not is_possible_name(name):
        raise OptionError(f"Option '{option}': {name!r} has {len(name)} characters, 1 to {_TOO_LONG - 1} are possible.")
    if not _REFERENCEABLE.fullmatch(name):
        context.warn(f"Connectors cannot refer to the secret {name!r}: use letters, digits, '_' and '-' only.")


def check_value(option: str, value: t.Any, *, allow_empty: bool, switch: str = "allow_empty_value") -> None:
    """Raise OptionError for what is no text, and for an empty one unless ``switch``, an option, allows it."""
    fault = text_fault(option, value)
    if fault is not None:
        raise fault.error()
    if value == "" and not allow_empty:
        raise OptionError(
            f"Option '{option}' is empty, for example because a variable is not set. Set {switch} to true if the"
            " secret should be empty.",
            code="empty_option",
            options=[option],
        )


def run(context: Context) -> Result:
    """Bring a secret into the wanted state (camunda_secret)."""
    params = context.params
    value = params["value"] if params["state"] == "present" else None
    if params["state"] == "present":
        check_name(context, "name", params["name"])
        check_value("value", value, allow_empty=params["allow_empty_value"])
    secrets = ClusterSecrets(connect(context), params)
    return converge(context, Secret(context, secrets, params["name"], value))


def run_bulk(context: Context) -> Result:
    """Bring the secrets of a cluster into the wanted state (camunda_secrets)."""
    return converge_many(context, Secrets(context))


def run_info(context: Context) -> Result:
    """Return the names of a cluster's secrets, with their values on request (camunda_secret_info)."""
    params = context.params
    secrets = ClusterSecrets(connect(context), params).all()
    found = {name: secrets[name] for name in sorted(secrets) if params["name"] in (None, name)}
    if not params["values"]:
        return unchanged(secrets=[{"name": name} for name in found])
    return unchanged(secrets=[{"name": name, "value": value} for name, value in found.items()], **{HOLDS_SECRET: True})
