# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A cluster's own API (/v2), as far as access needs it: one method an operation, nothing else.

Roles, groups, tenants, mapping rules and users have the same operations, and so one method with the kind. Searches are
read to their end. They are eventually consistent, and show nothing, without an error, where the right to read is
missing.
"""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible_collections.camunda.platform.plugins.module_utils._api import orchestration_answers as answers
from ansible_collections.camunda.platform.plugins.module_utils._api.client import Advice, Client, Json
from ansible_collections.camunda.platform.plugins.module_utils._api.kinds import (
    GROUPS,
    MAPPING_RULES,
    ROLES,
    TENANTS,
    USERS,
    Kind,
)
from ansible_collections.camunda.platform.plugins.module_utils._api.shape import Reader, Shape, identifier
from ansible_collections.camunda.platform.plugins.module_utils._errors import UnexpectedAnswer
from ansible_collections.camunda.platform.plugins.module_utils._http.retries import Repeat

READS, SETS_STATE = Repeat.READS, Repeat.SETS_STATE

# Far below what a search gives at most (10000), and more than most clusters have.
PAGE = 500
ADVICE = Advice(
    {
        401: " The cluster does not accept the credentials: check cluster_url, cluster_audience and cluster_client_id,"
        " and that the client belongs to this cluster.",
        403: " The client or user lacks a right in the cluster: use the credentials of one that has the role admin, or"
        " the rights that docs/access.md lists.",
        409: " It already exists, or was created a moment ago.",
        503: " The cluster is overloaded, or not ready: try again later.",
    },
    "cluster_url",
)


_SHAPES = {
    ROLES: answers.ROLE,
    GROUPS: answers.GROUP,
    TENANTS: answers.TENANT,
    MAPPING_RULES: answers.MAPPING_RULE,
    USERS: answers.USER,
}


class OrchestrationApi:
    """A cluster's own API; every method raises ApiError, AnswerLost or ConnectFailed."""

    def __init__(self, client: Client) -> None:
        self._call = client.call
        self._object = client.call_object

    def find(self, kind: Kind, wanted: Mapping[str, t.Any] | None = None) -> list[Json]:
        """Find all of a kind that may be read (POST /{kind}/search)."""
        return self._search(
            kind.path, operation=f"Searching for {kind.noun}s", entry=_SHAPES[kind], wanted=wanted or {}
        )[0]

    def get(self, kind: Kind, key: str) -> Json:
        """Read one; raises NotFound (GET /{kind}/{key})."""
        operation = f"Reading {kind.noun} {key!r}"
        return self._object("GET", kind.path, key, operation=operation, repeat=READS, answer=_SHAPES[kind])

    def create(self, kind: Kind, body: Json, hide: str = "") -> None:
        """Create one; its key makes it unique, so it may be repeated (POST /{kind})."""
        operation = f"Creating {kind.noun} {body[kind.key]!r}"
        self._call("POST", kind.path, operation=operation, repeat=SETS_STATE, body=body, hide=hide)

    def update(self, kind: Kind, key: str, body: Json, hide: str = "") -> None:
        """Change one (PUT /{kind}/{key})."""
        operation = f"Updating {kind.noun} {key!r}"
        self._call("PUT", kind.path, key, operation=operation, repeat=SETS_STATE, body=body, hide=hide)

    def delete(self, kind: Kind, key: str) -> None:
        """Delete one; raises NotFound (DELETE /{kind}/{key})."""
        self._call("DELETE", kind.path, key, operation=f"Deleting {kind.noun} {key!r}", repeat=SETS_STATE)

    def members(self, kind: Kind, key: str, members: Kind) -> list[str]:
        """Return the keys of the members of one that are of another kind (POST /{kind}/{key}/{members}/search)."""
        operation = f"Searching for the {members.noun}s of {kind.noun} {key!r}"
        found = self._search(kind.path, key, members.path, operation=operation, entry=Shape({members.key: identifier}))
        return [str(entry[members.key]) for entry in found[0]]

    def assign(self, kind: Kind, key: str, members: Kind, member: str) -> None:
        """Make a member of one (PUT /{kind}/{key}/{members}/{member})."""
        operation = f"Assigning {members.noun} {member!r} to {kind.noun} {key!r}"
        self._call("PUT", kind.path, key, members.path, member, operation=operation, repeat=SETS_STATE)

    def unassign(self, kind: Kind, key: str, members: Kind, member: str) -> None:
        """End a membership; raises NotFound (DELETE /{kind}/{key}/{members}/{member})."""
        operation = f"Removing {members.noun} {member!r} from {kind.noun} {key!r}"
        self._call("DELETE", kind.path, key, members.path, member, operation=operation, repeat=SETS_STATE)

    def find_authorizations(self, wanted: Mapping[str, t.Any]) -> list[Json]:
        """Find the authorizations that may be read (POST /authorizations/search)."""
        operation = "Searching for authorizations"
        return self._search("authorizations", operation=operation, entry=answers.AUTHORIZATION, wanted=wanted)[0]

    def create_authorization(self, body: Json) -> None:
        """Grant permissions that are not granted yet: repeated, it is refused (POST /authorizations)."""
        operation = f"Granting {', '.join(body['permissionTypes'])} on {body['resourceType']} to {body['ownerId']!r}"
        self._call("POST", "authorizations", operation=operation, repeat=SETS_STATE, body=body)

    def update_authorization(self, key: str, body: Json) -> None:
        """Replace an authorization (PUT /authorizations/{authorizationKey})."""
        operation = f"Updating authorization {key} of {body['ownerId']!r}"
        self._call("PUT", "authorizations", key, operation=operation, repeat=SETS_STATE, body=body)

    def delete_authorization(self, key: str) -> None:
        """Delete an authorization; raises NotFound (DELETE /authorizations/{authorizationKey})."""
        self._call("DELETE", "authorizations", key, operation=f"Deleting authorization {key}", repeat=SETS_STATE)

    def find_variables(self) -> list[Json]:
        """Find the cluster variables that may be read, their values whole (POST /cluster-variables/search)."""
        query = {"truncateValues": "false"}
        operation = "Searching for cluster variables"
        return self._search("cluster-variables", operation=operation, entry=answers.VARIABLE, query=query)[0]

    def create_variable(self, tenant: str | None, name: str, value: t.Any) -> None:
        """Create a variable of the cluster, or of a tenant (POST /cluster-variables/{scope})."""
        body = {"name": name, "value": value}
        path = ("cluster-variables", *_scope(tenant))
        self._call("POST", *path, operation=f"Creating cluster variable {name!r}", repeat=SETS_STATE, body=body)

    def update_variable(self, tenant: str | None, name: str, value: t.Any) -> None:
        """Change the value of a variable (PUT /cluster-variables/{scope}/{name})."""
        path = ("cluster-variables", *_scope(tenant), name)
        operation = f"Updating cluster variable {name!r}"
        self._call("PUT", *path, operation=operation, repeat=SETS_STATE, body={"value": value})

    def delete_variable(self, tenant: str | None, name: str) -> None:
        """Delete a variable; raises NotFound (DELETE /cluster-variables/{scope}/{name})."""
        path = ("cluster-variables", *_scope(tenant), name)
        self._call("DELETE", *path, operation=f"Deleting cluster variable {name!r}", repeat=SETS_STATE)

    def get_me(self) -> Json:
        """Read who the caller is, with its roles, groups and tenants (GET /authentication/me)."""
        operation = "Reading the own roles"
        return self._object("GET", "authentication", "me", operation=operation, repeat=READS, answer=answers.ME)

    def find_own_authorizations(self) -> tuple[list[Json], bool | None]:
        """Find what the caller may do, and whether that is enforced (POST /authentication/me/authorizations/search).

        Raises NotFound before 8.10.
        """
        path = ("authentication", "me", "authorizations")
        return self._search(*path, operation="Searching for the own authorizations", entry=answers.OWN_AUTHORIZATION)

    def get_status(self) -> None:
        """Prove that the cluster's API answers and is ready (GET /status)."""
        self._call("GET", "status", operation="Reading the status of the cluster", repeat=READS)

    def _search(
        self,
        *path: str,
        operation: str,
        entry: Reader,
        wanted: Mapping[str, t.Any] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> tuple[list[Json], bool | None]:
        """Return all pages of a search, by their offset: cursors are missing in some versions."""
        found: list[Json] = []
        shape = answers.page_of(entry)
        while True:
            body = {"filter": dict(wanted or {}), "page": {"from": len(found), "limit": PAGE}}
            page = self._object(
                "POST", *path, "search", operation=operation, repeat=READS, body=body, answer=shape, query=query
            )
            items = page["items"]
            if items and items == found[-len(items) :]:
                raise UnexpectedAnswer(f"{operation} failed: the cluster repeats the same page.")
            found += items
            if len(items) < PAGE:
                return found, page.get("authorizationsEnabled")


def _scope(tenant: str | None) -> tuple[str, ...]:
    return ("global",) if tenant is None else ("tenants", tenant)
