# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SaaS or Self-Managed: which of them a task means, and where its Administration API is. Pure."""

from __future__ import annotations

import enum
import typing as t
from collections.abc import Mapping

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._http.urls import checked_url

SAAS_URL = "https://api.cloud.camunda.io"
SAAS_OAUTH_URL = "https://login.cloud.camunda.io/oauth/token"
SAAS_AUDIENCE = "api.cloud.camunda.io"

# The path of the Self-Managed Administration API below the Console's own (Camunda docs, administration-sm-api).
_ADMIN_API = "/admin-api"

Params = Mapping[str, t.Any]


class Platform(enum.Enum):
    """Where Camunda runs: the values of the option platform."""

    SAAS = "saas"
    SELF_MANAGED = "self_managed"


def platform_of(params: Params) -> Platform:
    """Return the platform that the connection options mean; raises OptionError where they contradict each other.

    No host name is a sign: what SaaS uses in one installation, a proxy may bear in another.
    """
    sign = sign_of_self_managed(params)
    if params["platform"] is None:
        return Platform.SELF_MANAGED if sign else Platform.SAAS
    platform = Platform(params["platform"])
    if platform is Platform.SAAS and sign:
        raise OptionError(f"Option 'platform' is saas, but {sign}, which is for self_managed only.")
    return platform


def sign_of_self_managed(params: Params) -> str | None:
    """Return what among the options is there for Self-Managed only, as a part of a sentence; None if nothing is."""
    for option in ("keycloak_url", "issuer_url"):
        if params[option]:
            return f"{option} is set"
    if params["auth"] == "none":
        return "auth is none"
    if (params["base_url"] or "").strip().rstrip("/").endswith(_ADMIN_API):
        return f"base_url ends with {_ADMIN_API}"
    return None


def api_url(params: Params) -> str:
    """Return the URL that the paths of the platform's API follow; raises OptionError.

    For Self-Managed this is the URL of the Console with its context path, whether base_url has /admin-api or not.
    """
    given = params["base_url"]
    if platform_of(params) is Platform.SAAS:
        return checked_url("base_url", given or SAAS_URL, allow_http=params["allow_http"])
    if not given:
        raise OptionError(
            "Platform self_managed needs base_url (or CAMUNDA_CONSOLE_BASE_URL in the environment): the URL of the"
            " Console with its context path, such as https://camunda.example.com/console."
        )
    return checked_url("base_url", given, allow_http=params["allow_http"]).removesuffix(_ADMIN_API).rstrip("/")


def audience_of(params: Params) -> str | None:
    """Return the audience to request a token for, None for none."""
    if params["audience"] is None and platform_of(params) is Platform.SAAS:
        return SAAS_AUDIENCE
    return params["audience"] or None


def require_saas(params: Params) -> None:
    """Raise OptionError for a module that is pointed at Self-Managed and has nothing to ask there."""
    if platform_of(params) is Platform.SAAS:
        return
    sign = sign_of_self_managed(params)
    because = f"The platform is Self-Managed because {sign or 'of the option platform'}"
    raise OptionError(
        "This module works with Camunda SaaS only: the Administration API of Self-Managed is read-only and has no such"
        f" operation. {because}. What works there: camunda_cluster_info, camunda_cluster_wait,"
        " camunda_usage_metrics_info and the role self_managed_check."
    )
