# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A file with credentials from elsewhere: checked, written, and compared."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import (
    converge,
    unchanged,
    unless_check_mode,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Action, Field, Plan, View
from ansible_collections.camunda.platform.plugins.module_utils._engine.raw_options import text_fault
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import BaseResource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result, VaultEncryption
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources import _kept_credentials as kept

ARGUMENTS: Arguments = {
    # Not used, but the defaults of the action group set them for every module of the collection.
    **CONNECTION,
    **kept.ARGUMENTS,
    "dest": {"type": "path", "required": True, "no_log": False},
    "state": {"type": "str", "choices": ["present", "writable"], "default": "present"},
    "environment": {"type": "dict", "no_log": True},
    "vault": {"type": "bool", "default": False},
    "vault_id": {"type": "str"},
}
REQUIRED_IF = [("state", "present", ["environment"])]
_KINDS = (kept.Names(), kept.MONITORING, kept.ADMINISTRATION)


def _whose(variables: t.Any) -> str:
    names = next((names for names in _KINDS if names.client_id in variables), _KINDS[0])
    return f"of client {variables.get(names.client_id)}, hidden"


class CredentialsFile(BaseResource):
    """The file as the options of a task describe it."""

    fields = (Field("credentials", shown=_whose), *(field for field in kept.FIELDS if field.name != "credentials"))

    def __init__(self, context: Context) -> None:
        self._params = context.params
        self._kept = _found(context.params, _vault(context))
        self.variables = _variables(context.params["environment"]) if context.params["environment"] else {}

    def describe(self) -> str:
        """Return the file's name."""
        return f"Credentials file {self._params['dest']!r}"

    def read(self) -> View | None:
        """Read the file."""
        if not self._kept.is_there:
            return None
        state = self._kept.current(self._kept.client_id or "")
        return {**state, "credentials": dict(self._kept.variables)}

    def wanted(self, current: View | None) -> View | None:
        """Return the state that the options describe."""
        return {**self._kept.wanted(), "credentials": self.variables}

    def check(self, plan: Plan) -> None:
        """Prove, without writing, that the file can be written and that nothing else is in its place."""
        if plan.changed:
            self._require_possible()

    def apply(self, plan: Plan) -> None:
        """Write the file, whole or not at all."""
        with self._kept.prove() as pending:
            pending.commit(self._kept.render(self.variables))

    def result(self, plan: Plan) -> Result:
        """Return nothing more: everything else is among the values to hide."""
        return {}

    def prove(self) -> None:
        """Prove, by reserving space in its directory, that the file can be written."""
        self._kept.prove().discard()

    def held(self, context: Context) -> Result:
        """Return whose credentials the file holds; raises OptionError if it could not be written."""
        self._require_possible()
        unless_check_mode(context, self.prove, lambda: None)
        client_id = self._kept.client_id
        secret = client_id is not None and self._kept.holds(client_id)
        held = {"client_id": client_id, "cluster_uuid": self._kept.cluster_uuid} if secret else None
        return unchanged(action=Action.NONE.value, held=held)

    def _require_possible(self) -> None:
        """Raise OptionError if the file could not be written, as far as that shows without writing."""
        self._kept.refuse_foreign_file()
        self._kept.check()
        # Whether it can be encrypted shows only by doing so.
        self._kept.render(self.variables)


def _vault(context: Context) -> VaultEncryption | None:
    if not context.params["vault"]:
        return None
    if context.vault is None:
        raise CamundaError(
            "Option 'vault': only the controller has the vault secrets, and this task runs on another machine. Set"
            " delegate_to: localhost, and remove become and async."
        )
    return context.vault


def _found(params: Mapping[str, t.Any], vault: VaultEncryption | None) -> kept.KeptCredentials:
    """Return the file, read as that of a client of a cluster or of its metrics endpoint."""
    if params["dest"] == "":
        raise OptionError("Option 'dest': it is empty.")
    files = [kept.KeptCredentials(params, names, vault) for names in _KINDS]
    return next((file for file in files if file.client_id), files[0])


def _variables(environment: Mapping[str, t.Any]) -> dict[str, str]:
    for name, value in environment.items():
        fault = text_fault(f"environment.{name}", value)
        if fault is not None:
            raise fault.error()
    variables = {str(name): str(value) for name, value in environment.items()}
    for names in _KINDS:
        if variables.get(names.client_id) and variables.get(names.secret):
            return variables
    known = " or ".join(f"{names.client_id} and {names.secret}" for names in _KINDS)
    raise OptionError(f"Option 'environment': it contains no credentials, such as {known}.")


def run(context: Context) -> Result:
    """Write a credentials file, or prove that it can be written (camunda_credentials_file)."""
    file = CredentialsFile(context)
    return file.held(context) if context.params["state"] == "writable" else converge(context, file)
