# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of a cluster's access, without HTTP: who may do what, and which changes are refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from .access_records import OWNER_TYPES, AccessData, AuthorizationRecord, ContainerRecord, UserRecord

_ALL = ("CREATE", "READ", "UPDATE", "DELETE")
_BATCH = "CREATE_BATCH_OPERATION_"
# Which permissions each type of resource has. The real list grows with each version.
PERMISSIONS: dict[str, tuple[str, ...]] = {
    "AUDIT_LOG": ("READ",),
    **dict.fromkeys(("AUTHORIZATION", "CLUSTER_VARIABLE", "GROUP", "MAPPING_RULE", "ROLE", "TENANT", "USER"), _ALL),
    "BATCH": (
        *("CREATE", "READ", "UPDATE"),
        *(f"{_BATCH}{what}_PROCESS_INSTANCE" for what in ("CANCEL", "DELETE", "MIGRATE", "MODIFY")),
        f"{_BATCH}RESOLVE_INCIDENT",
        f"{_BATCH}DELETE_DECISION_INSTANCE",
    ),
    "COMPONENT": ("ACCESS",),
    "DECISION_DEFINITION": (
        "CREATE_DECISION_INSTANCE",
        "READ_DECISION_DEFINITION",
        "READ_DECISION_INSTANCE",
        "DELETE_DECISION_INSTANCE",
    ),
    "DECISION_REQUIREMENTS_DEFINITION": ("READ",),
    "DOCUMENT": ("CREATE", "READ", "DELETE"),
    "EXPRESSION": ("EVALUATE",),
    "MESSAGE": ("CREATE", "READ"),
    "PROCESS_DEFINITION": (
        "CREATE_PROCESS_INSTANCE",
        *(f"READ_{what}" for what in ("PROCESS_DEFINITION", "PROCESS_INSTANCE", "USER_TASK")),
        *(f"{what}_PROCESS_INSTANCE" for what in ("CANCEL", "DELETE", "MODIFY", "UPDATE")),
        *(f"{what}_USER_TASK" for what in ("CLAIM", "COMPLETE", "UPDATE")),
    ),
    "RESOURCE": ("CREATE", "READ", "DELETE_DRD", "DELETE_FORM", "DELETE_PROCESS", "DELETE_RESOURCE"),
    "SYSTEM": ("READ", "READ_JOB_METRIC", "READ_USAGE_METRIC", "UPDATE"),
    "USER_TASK": ("READ", "UPDATE", "CLAIM", "COMPLETE"),
}
DEFAULT_ROLES = {
    "admin": "Admin",
    "readonly-admin": "Readonly Admin",
    "connectors": "Connectors",
    "rpa": "RPA",
    "app-integrations": "App Integrations",
    "task-worker": "Task Worker",
}
_CHECKED = {"ROLE": "roles", "GROUP": "groups", "USER": "users", "MAPPING_RULE": "mapping_rules"}
ANY = "*"


class Refused(Exception):
    """A request that is refused, with the status, the title and the detail of the problem."""

    def __init__(self, status: int, title: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.title, self.detail = status, title, detail


def rejected(command: str, title: str, detail: str, status: int) -> Refused:
    """Return the refusal of a command, worded as the engine does."""
    return Refused(status, title, f"Command '{command}' rejected with code '{title}': {detail}")


def new_access(enforced: bool, internal_users: bool) -> AccessData:
    """Return the access of a new cluster: the default roles with their rights, and with users of its own, one."""
    data = AccessData(enforced=enforced)
    for role, name in DEFAULT_ROLES.items():
        data.roles[role] = ContainerRecord(id=role, name=name)
    for kind, permissions in PERMISSIONS.items():
        _grant(data, "admin", kind, permissions)
        _grant(data, "readonly-admin", kind, [name for name in permissions if name.startswith(("READ", "ACCESS"))])
    _grant(data, "connectors", "PROCESS_DEFINITION", ["READ_PROCESS_DEFINITION", "UPDATE_PROCESS_INSTANCE"])
    _grant(data, "connectors", "MESSAGE", ["CREATE"])
    _grant(data, "task-worker", "USER_TASK", ["READ", "CLAIM", "COMPLETE"])
    data.tenants["<default>"] = ContainerRecord(id="<default>", name="Default")
    if internal_users:
        data.users["demo"] = UserRecord(username="demo", name="Demo", email="demo@example.com", password="demo")
        data.roles["admin"].members["users"] = ["demo"]
    return data


def _grant(data: AccessData, role: str, kind: str, permissions: Iterable[str]) -> None:
    names = list(permissions)
    if names:
        key = data.new_key()
        data.authorizations[key] = AuthorizationRecord(
            key=key, owner_type="ROLE", owner_id=role, resource_type=kind, resource_id=ANY, permissions=names
        )


class Rights:
    """What somebody may do, by all rights: own ones, and those of roles, groups and mapping rules."""

    def __init__(self, data: AccessData, owner_type: str, owner_id: str, claims: Mapping[str, object]) -> None:
        self._data = data
        self.owners = {(owner_type, owner_id), *_rules(data, claims)}
        # A group may have a role; a role has no groups of its own.
        for kind, kind_of_owner in (("groups", "GROUP"), ("roles", "ROLE")):
            self.owners |= {(kind_of_owner, name) for name in self.memberships(kind)}

    def memberships(self, kind: str) -> list[str]:
        """Return the roles, groups or tenants that somebody of the owners is a member of."""
        return [
            container.id
            for container in self._data.containers(kind).values()
            if any(name in container.members.get(OWNER_TYPES[owner], ()) for owner, name in self.owners)
        ]

    def authorizations(self) -> Iterator[AuthorizationRecord]:
        """Give all authorizations that count."""
        for record in self._data.authorizations.values():
            if (record.owner_type, record.owner_id) in self.owners:
                yield record

    def allows(self, permission: str, resource_type: str, resource_id: str) -> bool:
        """Tell whether something may be done with a resource; everything may if authorizations are not enforced."""
        return not self._data.enforced or any(
            record.resource_type == resource_type
            and permission in record.permissions
            and record.resource_id in (ANY, resource_id)
            for record in self.authorizations()
        )

    def require(self, permission: str, resource_type: str, resource_id: str) -> None:
        """Raise Refused unless that may be done."""
        if not self.allows(permission, resource_type, resource_id):
            detail = f"Insufficient permissions to perform operation '{permission}' on resource '{resource_type}'"
            raise rejected(permission, "FORBIDDEN", detail, 403)


def _rules(data: AccessData, claims: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for rule in data.mapping_rules.values():
        value = claims.get(rule.claim_name)
        if rule.claim_value in (value if isinstance(value, list) else [value]):
            yield ("MAPPING_RULE", rule.id)


class AuthorizationRules:
    """Creating, replacing and deleting authorizations, as the engine does it."""

    def __init__(self, data: AccessData, *, protected: bool = False, internal: Iterable[str] = ()) -> None:
        self._data = data
        self._protected = protected
        # The types of owners and resources that the cluster itself has: others come from the identity provider.
        self._internal = {"ROLE", "MAPPING_RULE", *internal}

    def create(self, wanted: AuthorizationRecord) -> str:
        """Create one and return its key; refused if any of its permissions is granted there already."""
        self._check("CREATE", wanted)
        granted = {
            permission
            for record in self._data.authorizations.values()
            if record.is_about_the_same(wanted)
            for permission in record.permissions
        }
        if granted.intersection(wanted.permissions):
            raise rejected(
                "CREATE",
                "ALREADY_EXISTS",
                f"Expected to create authorization for owner '{wanted.owner_id}' for resource identifier"
                f" '{wanted.resource_id}', but an authorization for this resource identifier already exists.",
                409,
            )
        key = self._data.new_key()
        self._data.authorizations[key] = wanted.model_copy(update={"key": key})
        return key

    def replace(self, key: str, wanted: AuthorizationRecord) -> None:
        """Replace one, without a look at the others."""
        self._require_free("UPDATE", self._existing("UPDATE", key))
        self._check("UPDATE", wanted)
        self._data.authorizations[key] = wanted.model_copy(update={"key": key})

    def delete(self, key: str) -> None:
        """Delete one."""
        self._require_free("DELETE", self._existing("DELETE", key))
        del self._data.authorizations[key]

    def _existing(self, command: str, key: str) -> AuthorizationRecord:
        record = self._data.authorizations.get(key)
        if record is None:
            raise rejected(command, "NOT_FOUND", f"Expected an authorization with key {key}, but there is none.", 404)
        return record

    def _require_free(self, command: str, record: AuthorizationRecord) -> None:
        if self._protected and record.owner_type == "ROLE" and record.owner_id in DEFAULT_ROLES:
            raise rejected(command, "FORBIDDEN", f"The authorizations of role '{record.owner_id}' are protected.", 403)

    def _check(self, command: str, wanted: AuthorizationRecord) -> None:
        """Raise Refused for what does not exist, as far as the cluster itself has it."""
        self._require_free(command, wanted)
        unknown = [name for name in wanted.permissions if name not in PERMISSIONS.get(wanted.resource_type, ())]
        if unknown or not wanted.permissions:
            detail = f"Resource type '{wanted.resource_type}' has no permissions {unknown}."
            raise Refused(400, "INVALID_ARGUMENT", detail)
        things = [(wanted.owner_type, wanted.owner_id, "owner")]
        if wanted.resource_id != ANY:
            things.append((wanted.resource_type, wanted.resource_id, "resource"))
        for kind, name, what in things:
            if kind in self._internal and kind in _CHECKED and name not in getattr(self._data, _CHECKED[kind]):
                raise rejected(command, "NOT_FOUND", f"The {what} '{name}' of type {kind} does not exist.", 404)


def forget(data: AccessData, owner_type: str, name: str) -> None:
    """Remove the memberships and the authorizations of what was deleted."""
    kind = OWNER_TYPES[owner_type]
    for containers in (data.roles, data.groups, data.tenants):
        for container in containers.values():
            if name in container.members.get(kind, ()):
                container.members[kind].remove(name)
    data.authorizations = {
        key: record
        for key, record in data.authorizations.items()
        if (record.owner_type, record.owner_id) != (owner_type, name)
    }
