# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which platform the options mean, and where its API is."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._api.platform import (
    Platform,
    api_url,
    audience_of,
    platform_of,
    require_saas,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.tests.unit.plugins.options import validated

SPEC = Spec(run=lambda context: {}, arguments=CONNECTION)
CONSOLE = "https://camunda.example.com/console"


def options(**given: Any) -> dict[str, Any]:
    """Return all connection options, some of them given."""
    return validated(SPEC, given)


@pytest.mark.parametrize(
    ("given", "platform", "url"),
    [
        ({}, "saas", "https://api.cloud.camunda.io"),
        ({"base_url": "https://api.example.com/"}, "saas", "https://api.example.com"),
        ({"base_url": CONSOLE}, "saas", CONSOLE),
        ({"base_url": CONSOLE, "access_token": "t"}, "saas", CONSOLE),
        ({"base_url": CONSOLE, "oauth_url": "https://login.example.com/token"}, "saas", CONSOLE),
        ({"platform": "saas", "keycloak_url": ""}, "saas", "https://api.cloud.camunda.io"),
        ({"base_url": "https://x.example.com/admin-apis"}, "saas", "https://x.example.com/admin-apis"),
        ({"platform": "self_managed", "base_url": CONSOLE}, "self_managed", CONSOLE),
        ({"platform": "self_managed", "base_url": f"{CONSOLE}/"}, "self_managed", CONSOLE),
        ({"platform": "self_managed", "base_url": f"{CONSOLE}/admin-api"}, "self_managed", CONSOLE),
        ({"base_url": f"{CONSOLE}/admin-api"}, "self_managed", CONSOLE),
        ({"base_url": f" {CONSOLE}/admin-api/ "}, "self_managed", CONSOLE),
        ({"base_url": "http://localhost:8087/admin-api"}, "self_managed", "http://localhost:8087"),
        ({"base_url": CONSOLE, "keycloak_url": "https://sso.example.com/auth"}, "self_managed", CONSOLE),
        ({"base_url": CONSOLE, "issuer_url": "https://sso.example.com"}, "self_managed", CONSOLE),
        ({"base_url": CONSOLE, "auth": "none"}, "self_managed", CONSOLE),
    ],
)
def test_platform_and_url(given: dict[str, str], platform: str, url: str) -> None:
    assert (platform_of(options(**given)).value, api_url(options(**given))) == (platform, url)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {"platform": "saas", "keycloak_url": "https://sso.example.com"},
            "'platform' is saas, but keycloak_url is set",
        ),
        ({"platform": "saas", "issuer_url": "https://sso.example.com"}, "'platform' is saas, but issuer_url is set"),
        ({"platform": "saas", "auth": "none"}, "'platform' is saas, but auth is none"),
        ({"platform": "saas", "base_url": f"{CONSOLE}/admin-api"}, "base_url ends with /admin-api, which is for"),
        ({"platform": "self_managed"}, r"needs base_url \(or CAMUNDA_CONSOLE_BASE_URL"),
        ({"auth": "none"}, "needs base_url"),
        ({"auth": "none", "base_url": "http://camunda.example.com"}, "Option 'base_url': .* unencrypted"),
    ],
)
def test_what_makes_no_sense(given: dict[str, str], words: str) -> None:
    with pytest.raises(OptionError, match=words):
        api_url(options(**given))


@pytest.mark.parametrize(
    ("given", "audience"),
    [
        ({}, "api.cloud.camunda.io"),
        ({"audience": ""}, None),
        ({"audience": "own"}, "own"),
        ({"platform": "self_managed"}, None),
        ({"platform": "self_managed", "audience": ""}, None),
        ({"platform": "self_managed", "audience": "console-api"}, "console-api"),
    ],
)
def test_audience(given: dict[str, str], audience: str | None) -> None:
    assert audience_of(options(**given)) == audience


def test_the_environment_tells_the_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMUNDA_KEYCLOAK_URL", "https://sso.example.com")
    assert platform_of(options()) is Platform.SELF_MANAGED
    monkeypatch.setenv("CAMUNDA_PLATFORM", "saas")
    assert platform_of(options(keycloak_url="")) is Platform.SAAS


@pytest.mark.parametrize(
    ("given", "because"),
    [
        ({"platform": "self_managed"}, "because of the option platform"),
        ({"keycloak_url": "https://sso.example.com"}, "because keycloak_url is set"),
        ({"auth": "none"}, "because auth is none"),
    ],
)
def test_modules_for_saas_say_what_works_elsewhere(given: dict[str, str], because: str) -> None:
    require_saas(options())
    with pytest.raises(OptionError, match="works with Camunda SaaS only: ") as refused:
        require_saas(options(**given))
    assert all(words in refused.value.message for words in ("is read-only", because, "camunda_cluster_info"))
