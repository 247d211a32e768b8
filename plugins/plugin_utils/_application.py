# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A machine-to-machine application of a Self-Managed installation: what it has to be, and what brings it there.

Management Identity makes an API a client of Keycloak, and its permissions roles of that client. An application is a
confidential client with a service account that has such roles (Camunda docs, starting-configuration.md).
"""

from __future__ import annotations

import re
import typing as t
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Action
from ansible_collections.camunda.platform.plugins.module_utils._errors import ForbiddenChange, NotFound, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._resources._self_managed import PERMISSIONS
from ansible_collections.camunda.platform.plugins.plugin_utils._keycloak import Keycloak
from ansible_collections.camunda.platform.plugins.plugin_utils._parts import PartFailed

# Console up to 8.9, Camunda Hub from 8.10 on.
CONSOLE, HUB = PERMISSIONS["admin_api"], PERMISSIONS["v2"]
_FIRST_OF_HUB = 10
_VERSION = re.compile(r"8\.(\d+)(?:[.+-].*)?")
_EARLIEST = 5
# A machine-to-machine client: users cannot log in with it, and it can request tokens.
FIELDS: Mapping[str, t.Any] = {
    "enabled": True,
    "public_client": False,
    "service_accounts_enabled": True,
    "standard_flow_enabled": False,
    "implicit_flow_enabled": False,
    "direct_access_grants_enabled": False,
    "client_authenticator_type": "client-secret",
}
# These make a client one that people log in with, or an API.
_FOREIGN = ("publicClient", "standardFlowEnabled", "implicitFlowEnabled", "bearerOnly")


@dataclass(frozen=True)
class Permission:
    """A role of the client of an API."""

    api: str
    name: str

    def __str__(self) -> str:
        return f"{self.api} {self.name}"


@dataclass(frozen=True)
class Application:
    """What is wanted."""

    client_id: str
    name: str
    permissions: tuple[Permission, ...]
    state: str

    @classmethod
    def of(cls, options: Mapping[str, t.Any]) -> Application:
        """Take the options of the role; raises OptionError."""
        client_id, state = str(options["client_id"]), options["state"]
        if not client_id.strip():
            raise OptionError("Variable 'self_managed_application_client_id' is empty.")
        api, name = api_of(str(options["version"])) if state != "absent" else CONSOLE
        more = [Permission(str(entry["api"]), str(entry["name"])) for entry in options["permissions"] or []]
        if client_id in (CONSOLE[0], HUB[0], *(permission.api for permission in more)):
            raise OptionError(f"Variable 'self_managed_application_client_id': {client_id} is an API of Camunda.")
        return cls(client_id, options["name"] or client_id, tuple(dict.fromkeys([Permission(api, name), *more])), state)


@dataclass(frozen=True)
class Plan:
    """What has to be done; ``missing`` are the permissions to be given."""

    action: str
    changes: dict[str, list[t.Any]]
    missing: list[dict[str, str]]
    is_there: bool
    new_secret: bool

    @classmethod
    def given(cls, plan: Mapping[str, t.Any]) -> Plan:
        """Return what a task has noted."""
        return cls(**{name: plan[name] for name in cls.__dataclass_fields__})

    def facts(self) -> dict[str, t.Any]:
        """Return it as a task notes it."""
        return asdict(self)

    def diff(self, application: Application, redelivered: bool) -> dict[str, t.Any]:
        """Return both sides of the difference, without any secret."""
        missing = [str(Permission(**entry)) for entry in self.missing]
        kept = [str(permission) for permission in application.permissions if str(permission) not in missing]
        before: dict[str, t.Any] = {name: change[0] for name, change in self.changes.items()}
        after: dict[str, t.Any] = {name: change[1] for name, change in self.changes.items()}
        if self.action == "delete":
            before, after = {"client_id": application.client_id}, {}
        if missing:
            before["permissions"], after["permissions"] = kept, sorted([*kept, *missing])
        if self.new_secret:
            before["secret"], after["secret"] = "the old one", "a new one"
        elif redelivered:
            before["credentials"], after["credentials"] = "others, or none", "delivered"
        return {"before": before if self.is_there else {}, "after": after}


def api_of(version: str) -> tuple[str, str]:
    """Return the API of a version of Camunda, and the permission to read from it; raises OptionError."""
    found = _VERSION.fullmatch(version.strip())
    minor = int(found[1]) if found else 0
    if minor == 1:
        raise OptionError(
            f"Variable 'self_managed_application_version' is {version}. If 8.10 is meant, write \"8.10\" with quotes:"
            " without them, it is a number for YAML."
        )
    if minor < _EARLIEST:
        raise OptionError(
            f"Variable 'self_managed_application_version': {version!r} is not a version of Camunda with an"
            f' Administration API, such as "8.9" or "8.10"; the first one is 8.{_EARLIEST}.'
        )
    return HUB if minor >= _FIRST_OF_HUB else CONSOLE


def plan_of(keycloak: Keycloak, application: Application) -> Plan:
    """Look at the application, and find out what has to be done; raises PartFailed, CamundaError."""
    existing = keycloak.look("keycloak_client", client_id=application.client_id)["existing"] or {}
    if existing:
        _require_application(application.client_id, existing)
    if application.state == "absent":
        return Plan((Action.DELETE if existing else Action.NONE).value, {}, [], bool(existing), False)
    changes = {
        name: [existing.get(_camel(name)), value]
        for name, value in {"name": application.name, **FIELDS}.items()
        if existing.get(_camel(name)) != value
    }
    missing = _missing(keycloak, application, has_account="service_accounts_enabled" not in changes)
    new_secret = bool(existing) and application.state == "rotated"
    action = Action.UPDATE if changes or missing or new_secret else Action.NONE
    return Plan(
        (action if existing else Action.CREATE).value, changes, [asdict(entry) for entry in missing], bool(existing),
        new_secret,
    )  # fmt: skip


def carry_out(keycloak: Keycloak, application: Application, plan: Plan) -> None:
    """Do what the plan has; a new client that does not get its permissions is deleted again. Raises PartFailed."""
    client_id = application.client_id
    if plan.action == "delete":
        delete(keycloak, client_id)
        return
    if plan.changes:
        keycloak.change("keycloak_client", client_id=client_id, name=application.name, **FIELDS)
    try:
        for entry in plan.missing:
            keycloak.change("keycloak_user_rolemapping", **_mapping(client_id, Permission(**entry)))
    except Exception:
        if not plan.is_there:
            delete(keycloak, client_id)
        raise
    if plan.new_secret:
        keycloak.change("keycloak_clientsecret_regenerate", client_id=client_id)


def secret_of(keycloak: Keycloak, client_id: str) -> str:
    """Return the secret, which Keycloak returns at any time; raises PartFailed."""
    return str(keycloak.look("keycloak_clientsecret_info", client_id=client_id)["clientsecret_info"]["value"])


def delete(keycloak: Keycloak, client_id: str) -> None:
    """Delete the client; raises PartFailed."""
    keycloak.change("keycloak_client", client_id=client_id, state="absent")


def _require_application(client_id: str, existing: Mapping[str, t.Any]) -> None:
    signs = [name for name in _FOREIGN if existing.get(name)]
    if signs:
        raise ForbiddenChange(
            f"Client {client_id!r} of Keycloak is no machine-to-machine application ({', '.join(signs)}): people log in"
            " with it, or a component of Camunda uses it. Nothing was done. Set self_managed_application_client_id to"
            " another id."
        )


def _require_permissions(keycloak: Keycloak, permissions: Sequence[Permission]) -> None:
    """Raise NotFound if a permission does not exist, before anything is created."""
    for permission in permissions:
        role = keycloak.look("keycloak_role", client_id=permission.api, name=permission.name)
        if not role.get("existing"):
            raise NotFound(
                f"The API {permission.api} has no permission {permission.name}. Nothing was done. Up to Camunda 8.9 it"
                f" is {' '.join(CONSOLE)}, from 8.10 on {' '.join(HUB)}: check self_managed_application_version and"
                " self_managed_application_permissions.",
                status=404,
            )


def _missing(keycloak: Keycloak, application: Application, has_account: bool) -> list[Permission]:
    """Return the permissions to be given; raises NotFound for one that does not exist, and PartFailed."""
    if has_account:
        try:
            return [entry for entry in application.permissions if _lacks(keycloak, application.client_id, entry)]
        except PartFailed:
            _require_permissions(keycloak, application.permissions)
            raise
    _require_permissions(keycloak, application.permissions)
    return list(application.permissions)


def _lacks(keycloak: Keycloak, client_id: str, permission: Permission) -> bool:
    return bool(keycloak.look("keycloak_user_rolemapping", **_mapping(client_id, permission))["changed"])


def _mapping(client_id: str, permission: Permission) -> dict[str, t.Any]:
    roles = [{"name": permission.name}]
    return {"service_account_user_client_id": client_id, "client_id": permission.api, "roles": roles}


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))
