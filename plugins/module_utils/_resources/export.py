# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An existing organization written to a file of variables for the role provision, and its secrets to another one."""

from __future__ import annotations

from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Plan, View
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._files.secret_file import parse_mode
from ansible_collections.camunda.platform.plugins.module_utils._files.yaml import document
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources import (
    _access_of_clusters as access_of_clusters,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources import _organization as organization
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect
from ansible_collections.camunda.platform.plugins.module_utils._resources._files import Files
from ansible_collections.camunda.platform.plugins.module_utils._resources._variables import Variables, variables_of

ARGUMENTS: Arguments = {
    **organization.ARGUMENTS,
    **access_of_clusters.ARGUMENTS,
    "dest": {"type": "path", "required": True},
    "mode": {"type": "raw", "default": "0600"},
    "secrets_dest": {"type": "path", "no_log": False},
    "allow_overwrite": {"type": "bool", "default": False},
}
# All that the role can set; backups are no state that it could bring about.
_PARTS = [part for part in organization.PARTS if part != "backups"]
_SECRETS_MODE = 0o600

_HEADER = (
    "Variables of the role camunda.platform.provision, exported from an existing organization:",
    "  ansible-playbook camunda.platform.provision -e @THIS_FILE --check --diff",
    "reports no change until the organization or this file changes.",
    "",
    "Not returned by the API, so not in this file: the secrets of clients (without dest the role leaves them"
    " alone), hardware_packages, authorizations. This file also omits what the organization does not have: a cluster"
    " without backup_schedule has none.",
)
_NO_ACCESS = "Roles, tenants and permissions in the clusters are not in here, as cluster_access was not set."
_SECRETS_HEADER = (
    "Connector secrets for the role camunda.platform.provision. These are the values in plain text: encrypt this file.",
    "  ansible-vault encrypt THIS_FILE",
)


class Export(Files):
    """The files as the options of a task describe them."""

    def __init__(self, context: Context) -> None:
        params = context.params
        self._context = context
        super().__init__(
            {option: params[option] for option in ("dest", "secrets_dest")},
            {"dest": parse_mode("mode", params["mode"]), "secrets_dest": _SECRETS_MODE},
            hidden=("secrets_dest",),
            force=params["allow_overwrite"],
        )
        self._variables = Variables()

    def wanted(self, current: View | None) -> View | None:
        """Read the organization, and return the contents of the files."""
        params = self._context.params
        found = organization.read_organization(
            connect(self._context), params["cluster_patterns"], _PARTS, params["parallel"]
        )
        access_of_clusters.read_access(self._context, found)
        self._variables = variables_of(found)
        return self.holding(
            {
                "dest": _variables_file(self._variables, params[access_of_clusters.OPTION] is not None),
                "secrets_dest": _secrets_file(self._variables),
            }
        )

    def result(self, plan: Plan) -> Result:
        """Return where the files are, how much is in them, and what is not."""
        variables = self._variables
        clusters = [noted.value for noted in variables.clusters]
        export = {
            "path": self.path("dest"),
            "secrets_path": self.path("secrets_dest"),
            "clusters": len(clusters),
            "clients": sum(len(cluster.get("clients", [])) for cluster in clusters),
            "secrets": sum(map(len, variables.secrets.values())),
            "members": len(variables.members or []),
            **{kind: sum(len(cluster.get(kind, [])) for cluster in clusters) for kind in ("roles", "tenants")},
        }
        return {"export": export, "remarks": variables.remarks}


def _variables_file(variables: Variables, with_access: bool) -> str:
    described = {noted.value["name"] for noted in variables.clusters}
    missing = [r["message"] for r in variables.remarks if r["cluster"] not in described and r["part"] != "members"]
    if variables.members is None:
        missing += variables.remarks_about(None, "members")
    header = [*_HEADER, *([] if with_access else [_NO_ACCESS])]
    return document(variables.content(), [*header, *([""] if missing else []), *missing])


def _secrets_file(variables: Variables) -> str:
    return document({"provision_secrets": variables.secrets}, _SECRETS_HEADER)


def run(context: Context) -> Result:
    """Write an organization to a file of variables (camunda_export)."""
    return converge(context, Export(context))
