# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who calls a cluster's own API, on which cluster, and what the caller may do there."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request

from . import parameters
from .access_records import SELF_MANAGED, AccessData, AccessRecord
from .access_rules import AuthorizationRules, Refused, Rights, new_access
from .console_tokens import ORCHESTRATION_AUDIENCES, claims_of_own_token
from .core import Sandbox
from .dependencies import CurrentSandbox
from .records import ClusterRecord
from .tokens import CLUSTER_AUDIENCE, client_of_token

# The key of the ASGI scope under which the cluster of the path lies.
CLUSTER_KEY = "camunda_sandbox.cluster"
UNAUTHORIZED = Refused(401, "Unauthorized", "The request has no valid credentials.")
_MINOR = re.compile(r"(\d+)\.(\d+)")


@dataclass(frozen=True)
class Identity:
    """Who calls: the type of owner, its id, and the claims of the token."""

    owner_type: str
    owner_id: str
    claims: Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """A cluster's own API."""

    sandbox: Sandbox
    cluster: str
    access: AccessRecord

    @property
    def is_self_managed(self) -> bool:
        """Tell whether the cluster is one of an installation of one's own."""
        return self.cluster == SELF_MANAGED

    @property
    def has_users(self) -> bool:
        """Tell whether users and groups are the cluster's own."""
        return self.is_self_managed and self.sandbox.settings.orchestration_authentication != "oidc"

    @property
    def minor(self) -> tuple[int, int]:
        """Return the minor version of the cluster."""
        name = self.sandbox.settings.orchestration_version
        if not name:
            record = self.sandbox.store.cluster(self.cluster)
            name = parameters.GENERATION_BY_ID[record.generation_id].name if record else "8.9"
        found = _MINOR.search(name)
        assert found, name
        return int(found[1]), int(found[2])

    @property
    def rules(self) -> AuthorizationRules:
        """Return the rules for changes of authorizations, as they hold in the cluster."""
        groups = [] if self.sandbox.settings.orchestration_groups_claim else ["GROUP"]
        users = ["USER"] if self.has_users else []
        return AuthorizationRules(self.access.data, protected=self.is_protected, internal=[*groups, *users])

    @property
    def is_protected(self) -> bool:
        """Tell whether default roles can neither be changed nor deleted."""
        return self.minor >= (8, 10)

    def seen(self) -> AccessData:
        """Return what readings show."""
        return self.access.seen(self.sandbox.settings.orchestration_lag)

    def need(self, is_there: bool) -> None:
        """Refuse a path that this cluster does not have."""
        if not is_there:
            raise Refused(404, "Not Found", "This path does not exist.")

    @contextmanager
    def change(self) -> Iterator[AccessData]:
        """Give the state for changing it."""
        settings = self.sandbox.settings
        self.access.remember(max(settings.orchestration_lag, settings.orchestration_rights_seconds))
        with self.sandbox.store.change():
            yield self.access.data


def access_of(sandbox: Sandbox, cluster: str) -> AccessRecord:
    """Return the access of a cluster, made when it is needed first."""
    known = sandbox.store.state.access
    if cluster not in known:
        record = sandbox.store.cluster(cluster)
        settings = sandbox.settings
        enforced = _enforced(record) if record else settings.orchestration_authentication != "none"
        internal = cluster == SELF_MANAGED and settings.orchestration_authentication == "basic"
        with sandbox.store.change():
            known[cluster] = AccessRecord(data=new_access(enforced, internal))
    return known[cluster]


def _enforced(record: ClusterRecord) -> bool:
    given = record.identity_backend_checks_enabled
    return record.stage_label in ("stage", "prod") if given is None else given


async def _place(request: Request, sandbox: CurrentSandbox) -> Place:
    cluster: str = request.scope[CLUSTER_KEY]
    if cluster != SELF_MANAGED:
        record = sandbox.store.cluster(cluster)
        if record is None or record.deleted:
            raise Refused(404, "Not Found", "There is no such cluster.")
        if record.current_status() != "Healthy":
            raise Refused(503, "Service Unavailable", f"The cluster is {record.current_status()}.")
    return Place(sandbox, cluster, access_of(sandbox, cluster))


CurrentPlace = Annotated[Place, Depends(_place)]


async def _identity(request: Request, place: CurrentPlace) -> Identity:
    scheme, _space, credentials = request.headers.get("authorization", "").partition(" ")
    if not place.is_self_managed:
        return _client(place, credentials if scheme.lower() == "bearer" else "")
    how = place.sandbox.settings.orchestration_authentication
    if how == "none":
        return Identity("USER", "anonymous", {})
    if how == "basic":
        return _user(place, credentials if scheme.lower() == "basic" else "")
    claims = claims_of_own_token(place.sandbox, credentials, ORCHESTRATION_AUDIENCES)
    if claims is None:
        raise UNAUTHORIZED
    return Identity("CLIENT", str(claims["azp"]), claims)


def _client(place: Place, token: str) -> Identity:
    client = client_of_token(place.sandbox, token, CLUSTER_AUDIENCE)
    record = place.sandbox.store.cluster(place.cluster)
    if client is None or record is None or client not in record.clients:
        raise UNAUTHORIZED
    if "Zeebe" not in record.clients[client].permissions:
        raise Refused(403, "FORBIDDEN", "The client has no scope for this API.")
    return Identity("CLIENT", client, {"client_id": client})


def _user(place: Place, credentials: str) -> Identity:
    try:
        name, _colon, password = base64.b64decode(credentials, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise UNAUTHORIZED from None
    user = place.access.data.users.get(name)
    if user is None or user.password != password:
        raise UNAUTHORIZED
    return Identity("USER", name, {})


CurrentIdentity = Annotated[Identity, Depends(_identity)]


async def _rights(place: CurrentPlace, identity: CurrentIdentity) -> Rights:
    data = place.access.seen(place.sandbox.settings.orchestration_rights_seconds)
    if place.is_self_managed and place.sandbox.settings.orchestration_authentication == "none":
        # The API is not protected: everything is permitted.
        data = data.model_copy(update={"enforced": False})
    return Rights(data, identity.owner_type, identity.owner_id, identity.claims)


CurrentRights = Annotated[Rights, Depends(_rights)]
