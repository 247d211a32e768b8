# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A Self-Managed installation: which API it has, its clusters in the shape of those of SaaS, and their usage."""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Mapping, Sequence

from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    ApiError,
    CamundaError,
    OptionError,
    TokenRefused,
    UnexpectedHtml,
    valid_names,
)
from ansible_collections.camunda.platform.plugins.module_utils._names import refers_to, snake_case
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect_self_managed

Json = dict[str, t.Any]

# In the order in which they are tried. Console's comes first, because most installations have it and nothing else, and
# v2 before v1, because v1 is deprecated.
PATHS = {"admin_api": "/admin-api/clusters", "v2": "/api/v2/clusters", "v1": "/api/v1/clusters"}
# What an application needs for each (Helm charts of 8.9 and 8.10), as an audience and a permission for it.
PERMISSIONS = {
    "admin_api": ("console-api", "write:*"),
    "v1": ("web-modeler-public-api", "read:*"),
    "v2": ("web-modeler-public-api", "read:*"),
}
# Also required for usage, as Camunda Hub forwards the token to the cluster (Camunda docs, get-cluster-usage-metrics).
USAGE_RIGHTS = (
    "Camunda Hub passes the token to the cluster: the application also needs the permission read:* for the audience"
    " orchestration-api and, where the cluster has authorizations enabled, the permission READ_USAGE_METRIC on the"
    " resource SYSTEM in it."
)
# The option of all modules that read a Self-Managed installation (doc fragment: self_managed).
API: Arguments = {"api": {"type": "str", "choices": ["auto", "admin_api", "v1", "v2"], "default": "auto"}}

# The words of the contract's Status, as SaaS writes them.
_WORDS = {"healthy": "Healthy", "unhealthy": "Unhealthy", "unknown": "Unknown"}


class NoApiFound(CamundaError):
    """None of the paths that an installation can have is there."""


class Installation:
    """The clusters of an installation, over the API that the user chose or that was found."""

    def __init__(self, context: Context) -> None:
        self._connection = connect_self_managed(context)
        self._chosen: str = context.params["api"]
        # One probe a task: what it found is kept with the connection, and so is the list that it read.
        self._key = ("self-managed", self._chosen)
        self._read_by: str | None = None

    @property
    def api(self) -> str:
        """Return the name of the API that is used; finds it if need be."""
        return self._known()[0]

    def clusters(self) -> list[Json]:
        """Return all clusters, listed once a task (getClusters and its successors)."""
        return self._known()[1]

    def read_clusters(self) -> list[Json]:
        """List the clusters again; look for another API if the one that was there is gone, as by an upgrade to 8.10."""
        try:
            found = self._probe() if self._read_by is None else (self._read_by, self._list(self._read_by))
        except (ApiError, UnexpectedHtml) as exc:
            if self._read_by is None or self._chosen != "auto" or not is_absent(exc):
                raise
            self._read_by = None
            found = self._probe()
        self._read_by, clusters = found
        return clusters

    def named(self, values: Sequence[str], option: str = "clusters") -> list[Json]:
        """Return the clusters of these names or UUIDs; raises OptionError for one that is unknown or ambiguous."""
        return [pick_cluster(self.clusters(), value, option) for value in values]

    def usage(self, cluster: Mapping[str, t.Any], start: int, end: int) -> Json:
        """Return the usage of a cluster between two times in Unix milliseconds (getUsageMetrics and its successors)."""
        api = self._connection.api
        methods = {
            "admin_api": api.get_usage_metrics,
            "v1": api.get_usage_metrics_v1,
            "v2": api.get_usage_metrics_v2,
        }
        query = {"id": str(cluster["uuid"]), "start": str(start), "end": str(end)}
        try:
            return methods[self.api](query)
        except ApiError as exc:
            raise _with_usage_advice(exc, self.api) from exc

    def _known(self) -> tuple[str, list[Json]]:
        return self._connection.memo.get(self._key, self._probe)

    def _list(self, name: str) -> list[Json]:
        api = self._connection.api
        methods: dict[str, Callable[[], list[Json]]] = {
            "admin_api": api.get_clusters,
            "v1": api.get_clusters_v1,
            "v2": api.get_clusters_v2,
        }
        try:
            return methods[name]()
        except ApiError as exc:
            if not is_refusal(exc):
                raise
            advice = _permission_advice(name, self._connection.claims())
            raise exc.replace(exc.message + advice) from exc

    def _probe(self) -> tuple[str, list[Json]]:
        """Return the first API that answers, with its clusters; raises NoApiFound, or the error of one of them."""
        if self._chosen != "auto":
            return self._chosen, self._list(self._chosen)
        refusal: CamundaError | None = None
        absent = {}
        for name, path in PATHS.items():
            try:
                return name, self._list(name)
            except (ApiError, UnexpectedHtml) as exc:
                # A server may require a token even for a path that does not exist: try the others.
                if is_refusal(exc):
                    refusal = refusal or exc
                elif not is_absent(exc):
                    raise
                absent[path] = str(exc.details.get("status"))
        raise refusal or _nothing_found(absent)


def is_refusal(exc: CamundaError) -> bool:
    """Return whether the API, and not what gives the tokens, refuses a request."""
    return isinstance(exc, ApiError) and not isinstance(exc, TokenRefused) and exc.status in (401, 403)


def is_absent(exc: CamundaError) -> bool:
    """Return whether an answer means that a path does not exist: 404 or the like, a redirect to a login, a web page."""
    if isinstance(exc, TokenRefused):
        return False
    if isinstance(exc, ApiError):
        return exc.status in (404, 405, 410) or 300 <= exc.status < 400
    return isinstance(exc, UnexpectedHtml)


def _permission_advice(api: str, claims: Mapping[str, t.Any]) -> str:
    """Return which permission the API needs, and what the token has; an unsigned look at it is enough for that."""
    audience, permission = PERMISSIONS[api]
    needed = f" The application needs the permission {permission} of {audience}"
    if not claims:
        return f"{needed}."
    given = claims.get("aud") or []
    audiences = [given] if isinstance(given, str) else [str(entry) for entry in given]
    granted = claims.get("permissions")
    own = granted.get(audience) if isinstance(granted, Mapping) else None
    has = ", ".join(audiences) or "none"
    if audience not in audiences:
        return (
            f"{needed}, and its token has the audiences {has}: Keycloak adds an audience with the first permission for"
            " it. The role self_managed_application gives it."
        )
    return f"{needed}; its token has {', '.join(map(str, own)) if isinstance(own, list) and own else 'none'} of it."


def _nothing_found(absent: Mapping[str, str]) -> NoApiFound:
    tried = ", ".join(
        f"GET {path} ({'a web page' if status == '200' else f'HTTP {status}'})" for path, status in absent.items()
    )
    return NoApiFound(
        f"No Administration API of Self-Managed was found at base_url: {tried}. Up to Camunda 8.9, base_url is the URL"
        " of Console with its context path, such as https://camunda.example.com/console. From 8.10 on, it is the URL of"
        " Camunda Hub, whose API v2 has to be enabled (CAMUNDA_MODELER_FEATURE_PUBLIC_API_V2_ENABLED).",
        tried=dict(absent),
    )


def _with_usage_advice(exc: ApiError, api: str) -> ApiError:
    if isinstance(exc, TokenRefused):
        return exc
    if exc.status >= 500:
        return exc.extended("Usage metrics need Operate or Tasklist of that cluster to run.")
    if exc.status in (401, 403) and api != "admin_api":
        return exc.extended(USAGE_RIGHTS)
    return exc


def pick_cluster(clusters: Sequence[Mapping[str, t.Any]], value: str, option: str) -> Json:
    """Return the cluster of that name or UUID; raise OptionError if there is not just one."""
    found = [cluster for cluster in clusters if refers_to(value, cluster)]
    if len(found) == 1:
        return dict(found[0])
    if found:
        listed = ", ".join(str(cluster.get("uuid")) for cluster in found)
        raise OptionError(
            f"Option '{option}': {len(found)} clusters are named {value!r}. Use one of the UUIDs: {listed}.",
            uuids=[cluster.get("uuid") for cluster in found],
        )
    names = [str(cluster.get("name")) for cluster in clusters]
    raise OptionError(f"Option '{option}': there is no cluster {value!r}. {valid_names(value, names)}")


def is_of_type(cluster: Mapping[str, t.Any], kind: str) -> bool:
    """Return whether a cluster is of a type; Hub's API v2 has any text for it, and a cluster may have none."""
    return str(cluster.get("type") or "").casefold() == kind.casefold()


def health_word(status: t.Any) -> str:
    """Return a status of Self-Managed as SaaS words it; one that is not known is shown as it is."""
    text = str(status or "unknown")
    return _WORDS.get(text.casefold(), text)


def installation_result(cluster: Mapping[str, t.Any]) -> Json:
    """Return a cluster as modules show it: common fields in the shape of SaaS, and the API's own values in addition."""
    return {
        **snake_case(cluster),
        "status": {"ready": health_word(cluster.get("status"))},
        "generation": {"name": cluster.get("generation")},
        "apps": list(cluster.get("apps") or []),
    }
