# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An access token, as a resource of the token cache."""

from __future__ import annotations

from ansible_collections.camunda.platform.plugins.module_utils._api.options import (
    CONNECTION,
    open_transport,
    token_cache,
    tokens,
)
from ansible_collections.camunda.platform.plugins.module_utils._auth.token_cache import Token, as_result
from ansible_collections.camunda.platform.plugins.module_utils._auth.tokens import Tokens
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge, unchanged
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Field, Plan, View
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import BaseResource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import HOLDS_SECRET, Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._options import STATE, Arguments

ARGUMENTS: Arguments = {
    **CONNECTION,
    **STATE,
    "force": {"type": "bool", "default": False},
}


class CachedToken(BaseResource):
    """The entry of the token cache that is to be deleted."""

    fields = (Field("cached"),)

    def __init__(self, source: Tokens) -> None:
        self._source = source

    def describe(self) -> str:
        """Return what it is."""
        return "The cached token"

    def read(self) -> View | None:
        """Read the cache."""
        return {"cached": True} if self._source.peek() is not None else None

    def wanted(self, current: View | None) -> View | None:
        """Want it gone."""
        return None

    def apply(self, plan: Plan) -> None:
        """Evict it."""
        self._source.forget()

    def result(self, plan: Plan) -> Result:
        """Return nothing more."""
        return {}


def run(context: Context) -> Result:
    """Return a token, from the cache where there is a usable one, or evict it (camunda_token)."""
    params = context.params
    cache, warning = token_cache(params)
    if warning:
        context.warn(warning)
    cache.report_to(context.warn, context.progress)
    if params["access_token"] and not params["client_id"] and params["state"] == "present":
        return unchanged(**as_result(Token(params["access_token"])), cached=False, **{HOLDS_SECRET: True})
    source = tokens(params, open_transport(params, context.warn), cache)
    if params["state"] == "absent":
        return converge(context, CachedToken(source))
    token, cached = source.obtain(force=params["force"])
    return unchanged(**as_result(token), cached=cached, **{HOLDS_SECRET: True})
