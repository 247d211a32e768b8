# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Self-Managed with other providers than Keycloak, with none, and modules that have nothing to ask there."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.integration.providers import CLIENT, SECRET, Provider, providing
from ansible_collections.camunda.platform.tests.integration.story import named
from ansible_collections.camunda.platform.tests.unit.plugins.certificates import make_certificate

ENTRA = {"scope": "console/.default"}
BASIC = {"client_auth_method": "client_secret_basic"}


def clusters(**options: Any) -> Task:
    """Return a task that looks at clusters."""
    return {"camunda_cluster_info": options}


def player_of(directory: Path, provider: Provider) -> Direct:
    """Return a player whose environment leads to the Console, and to no provider yet."""
    player = Direct(directory, provider.url)
    player.environment |= {
        "CAMUNDA_CONSOLE_BASE_URL": f"{provider.url}/console",
        "CAMUNDA_CONSOLE_CLIENT_ID": CLIENT,
        "CAMUNDA_CONSOLE_CLIENT_SECRET": SECRET,
        "CAMUNDA_OAUTH_URL": "",
        "CAMUNDA_PLATFORM": "self_managed",
    }
    return player


def test_entra_ping_and_no_provider(tmp_path: Path) -> None:
    """Each gets what it wants, is found by its name or by its endpoint, and is asked once."""
    with providing() as provider:
        entra, ping = f"{provider.url}/entra", f"{provider.url}/ping"
        tasks = named(
            entra=clusters(issuer_url=entra, **ENTRA),
            entra_again=clusters(oauth_url=f"{entra}/token", **ENTRA),
            ping=clusters(issuer_url=ping, **BASIC),
            open=clusters(auth="none"),
        )
        played = player_of(tmp_path, provider).play(*tasks, arguments=["-vvv"])
        assert played.messages == []
        assert [played[name]["clusters"][0]["name"] for name in played.named] == ["camunda"] * 4
        assert provider.authorizations == ["Bearer token-of-entra"] * 2 + ["Bearer token-of-ping", None]
        assert [path for path in provider.asked if not path.startswith("/console")] == [
            *("/entra/.well-known/openid-configuration", "/entra/token"),
            *("/ping/.well-known/openid-configuration", "/ping/token"),
        ]
        assert not any(secret in played.output for secret in (SECRET, "token-of-"))


def test_what_providers_refuse(tmp_path: Path) -> None:
    """The provider's own words, the likely cause, and no secret."""
    with providing() as provider:
        entra, ping = {"oauth_url": f"{provider.url}/entra/token"}, {"oauth_url": f"{provider.url}/ping/token"}
        cases: dict[str, tuple[Task, list[str]]] = {
            "no_scope": (clusters(**entra), ["AADSTS90014", "Entra ID, require scope"]),
            "audience": (clusters(**entra, **ENTRA, audience="a"), ["AADSTS901002", "set it to an empty string"]),
            "scope": (clusters(**entra, scope="console"), ["AADSTS1002012", "followed by /.default"]),
            "secret": (
                clusters(**entra, **ENTRA, client_secret="wrong-secret"),
                ["HTTP 401: invalid_client: AADSTS7000215: ********?", "client id or the client secret is wrong"],
            ),
            "post": (clusters(**ping), ["HTTP 400: invalid_client", "than client_secret_post."]),
            "post_again": (clusters(**ping), ["HTTP 400: invalid_client", "No second request was sent"]),
            "no_provider": (clusters(), ["set oauth_url", "or set auth to none"]),
            "two_providers": (
                clusters(**entra, issuer_url=provider.url),
                ["oauth_url and issuer_url are mutually exclusive"],
            ),
            "no_base_url": (clusters(**entra, base_url=""), ["Platform self_managed needs base_url"]),
            "saas": (clusters(auth="none", platform="saas"), ["'platform' is saas, but auth is none"]),
            "for_saas": ({"camunda_cluster": {"name": "orders"}}, ["works with Camunda SaaS only", "is read-only"]),
            "ranges": ({"camunda_ip_ranges_info": {"auth": "none"}}, ["works with Camunda SaaS only"]),
        }
        played = player_of(tmp_path, provider).play(*named(**{name: task for name, (task, _words) in cases.items()}))
        missing = {
            name: played[name].get("msg", "no failure")
            for name, (_task, words) in cases.items()
            if not all(word in played[name].get("msg", "") for word in words)
        }
        assert missing == {}
        assert provider.asked.count("/ping/token") == 1
        assert provider.authorizations == []
        assert not any(secret in played.output for secret in (SECRET, "wrong-secret"))


def test_certificates(tmp_path: Path) -> None:
    """The client's certificate is shown to provider and Console; without it there is no token."""
    (tmp_path / "server").mkdir()
    (tmp_path / "client").mkdir()
    authority, tls = make_certificate(tmp_path / "server")
    certificate, _context = make_certificate(tmp_path / "client")
    tls.load_verify_locations(certificate)
    tls.verify_mode = ssl.CERT_OPTIONAL
    files = {"client_cert_path": str(certificate), "client_key_path": str(certificate.with_suffix(".key"))}
    with providing(tls) as provider:
        options = {"oauth_url": f"{provider.url}/mtls/token", "ca_path": str(authority), "client_secret": ""}
        by_certificate = {**options, "client_auth_method": "tls_client_auth"}
        played = player_of(tmp_path, provider).play(
            *named(
                shown=clusters(**by_certificate, **files),
                no_file=clusters(**by_certificate),
                alone=clusters(**by_certificate, client_cert_path=files["client_cert_path"]),
            )
        )
        assert played["shown"]["clusters"][0]["name"] == "camunda"
        assert "set client_cert_path (or CAMUNDA_CUSTOM_CERT_CHAIN_PATH" in played["no_file"]["msg"]
        assert "it contains no private key in PEM format" in played["alone"]["msg"]
        assert provider.authorizations == ["Bearer token-of-mtls"]
