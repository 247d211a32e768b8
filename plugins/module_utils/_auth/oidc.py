# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where an OpenID provider's token endpoint is: in a Keycloak realm, or in the provider's metadata."""

from __future__ import annotations

import json
import time
import typing as t
from collections.abc import Mapping

from ansible_collections.camunda.platform.plugins.module_utils._auth.token_cache import TokenCache, cache_key
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, TokenRefused
from ansible_collections.camunda.platform.plugins.module_utils._http.transport import Answer, Transport
from ansible_collections.camunda.platform.plugins.module_utils._http.urls import checked_url, quoted_path, redacted
from ansible_collections.camunda.platform.plugins.module_utils._json import parse

# Seconds that a provider's metadata are cached: not one request a task, and a change is noticed soon.
_REMEMBERED = 600.0

Metadata = Mapping[str, t.Any]


def keycloak_token_url(url: str, realm: str) -> str:
    """Return the token endpoint of a realm (Keycloak docs, Securing applications: OpenID Connect layers)."""
    return url + quoted_path("realms", realm, "protocol", "openid-connect", "token")


class Discovery:
    """The metadata of a provider (OpenID Connect Discovery 1.0, 4), cached in the directory of the token cache."""

    def __init__(self, issuer: str, transport: Transport, cache: TokenCache) -> None:
        self._issuer = issuer
        self._transport = transport
        self._cache = cache
        self._name = cache_key("discovery", issuer)
        self._url = issuer + "/.well-known/openid-configuration"

    def token_url(self, *, allow_http: bool, with_certificate: bool = False) -> str:
        """Return the token endpoint, or the one for clients with a certificate; raises CamundaError."""
        metadata = self._metadata()
        # RFC 8705, 5: a provider may take certificates at other addresses.
        aliases = metadata.get("mtls_endpoint_aliases") if with_certificate else None
        url = (aliases or {}).get("token_endpoint") or metadata["token_endpoint"]
        return checked_url(f"issuer_url (its token_endpoint in {self._url})", str(url), allow_http=allow_http)

    def _metadata(self) -> Metadata:
        known = self._known()
        if known is None:
            with self._cache.lock(self._name):
                # Another process may have requested them while this one waited for the lock.
                known = self._known()
                if known is None:
                    known = self._request()
                    self._cache.set_note(self._name, json.dumps({"read_at": time.time(), "metadata": known}))
        return known

    def _known(self) -> Metadata | None:
        try:
            note = parse(self._cache.note(self._name))
            if 0 <= time.time() - note["read_at"] < _REMEMBERED:
                found = self._needed(note["metadata"])
                return found if found["issuer"].rstrip("/") == self._issuer else None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
            pass  # Nothing was noted yet, or half of it.
        return None

    def _request(self) -> Metadata:
        answer = self._transport.send("GET", self._url, operation=self._operation())
        if answer.status != 200:
            raise TokenRefused(
                f"{self._operation()} failed: {answer.failure()} Check issuer_url: it is the issuer in the"
                " provider's metadata, for Keycloak https://host/realms/REALM or, with the path of older versions,"
                " https://host/auth/realms/REALM.",
                status=answer.status,
                method="GET",
                url=self._url,
            )
        return self._checked(answer)

    def _checked(self, answer: Answer) -> Metadata:
        try:
            found = self._needed(answer.json())
        except (ValueError, KeyError, TypeError) as exc:
            raise CamundaError(
                f"{self._operation()} failed: the answer ({answer.content_type or 'no content type'}) has no metadata"
                " with issuer and token_endpoint. Check issuer_url.",
                method="GET",
                url=self._url,
            ) from exc
        # OpenID Connect Discovery 1.0, 4.3: otherwise another server could impersonate the provider.
        if found["issuer"].rstrip("/") != self._issuer:
            raise CamundaError(
                f"{self._operation()} failed: the provider's issuer is {redacted(found['issuer'])!r} instead of"
                f" {self._issuer!r}."
                " Set issuer_url to the provider's own name, if you trust it, or give the token endpoint as oauth_url.",
                method="GET",
                url=self._url,
            )
        return found

    @staticmethod
    def _needed(metadata: t.Any) -> Metadata:
        """Return what is used of the metadata; raises KeyError, TypeError."""
        found = {name: metadata[name] for name in ("issuer", "token_endpoint")}
        aliases = metadata.get("mtls_endpoint_aliases") or {}
        if not all(isinstance(value, str) for value in found.values()) or not isinstance(aliases, dict):
            raise TypeError("not the metadata of a provider")
        return {**found, "mtls_endpoint_aliases": aliases}

    def _operation(self) -> str:
        return f"Reading the metadata of the provider {self._issuer}"
