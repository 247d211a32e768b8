# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tokens of a real Keycloak, by playbooks, for a Console that verifies them. One file, so that one server will do."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
import requests

from ansible_collections.camunda.platform.tests.integration.play import Player, Task
from ansible_collections.camunda.platform.tests.integration.story import named
from ansible_collections.camunda.platform.tests.keycloak.conftest import Keys
from ansible_collections.camunda.platform.tests.keycloak.realm import PEOPLE, REALM, SECRET
from ansible_collections.camunda.platform.tests.keycloak.server import Keycloak

TOKEN = "/protocol/openid-connect/token"


def clusters(**options: Any) -> Task:
    """Return a task that needs a token which Console believes."""
    return {"camunda_cluster_info": options}


def with_key(file: Any, **options: Any) -> Task:
    """Return a task of a client that signs."""
    given = {"client_id": "by-key", "client_secret": "", "client_auth_method": "private_key_jwt"}
    return clusters(**given, client_key_path=str(file), **options)


@pytest.mark.parametrize("in_process", [True, False])
def test_the_two_commands_of_camundas_documentation(
    player: Player, keycloak: Keycloak, console: str, in_process: bool
) -> None:
    """Get a token; list the clusters with it (Camunda docs, Administration API (Self-Managed), Authentication)."""
    before = keycloak.logins("by-secret")
    played = player.play(
        *named(
            token={"camunda_token": {}},
            clusters=clusters(access_token="{{ token.access_token }}"),
            with_admin_api=clusters(base_url=f"{console}/admin-api/"),
        ),
        in_process=in_process,
    )
    assert played.changes() == [False] * 3, played.output
    assert [found["name"] for found in played["clusters"]["clusters"]] == ["camunda", "management"]
    assert played["with_admin_api"]["clusters"] == played["clusters"]["clusters"]
    token = played["token"]
    answer = requests.get(
        f"{console}/admin-api/clusters", headers={"Authorization": f"Bearer {token['access_token']}"}, timeout=30
    )
    assert (answer.status_code, len(answer.json())) == (200, 2)
    assert (token["token_type"], token["cached"], keycloak.logins("by-secret") - before) == ("Bearer", False, 1)
    assert SECRET not in played.output
    assert token["access_token"] not in played.output


def test_the_two_commands_ad_hoc(player: Player, keycloak: Keycloak) -> None:
    """The second command uses the token that the first one left in the cache."""
    before = keycloak.logins("by-secret")
    first = player.run("ansible", "localhost", "-m", "camunda.platform.camunda_token", "-vvv")
    second = player.run("ansible", "localhost", "-m", "camunda.platform.camunda_cluster_info")
    assert (first.returncode, second.returncode) == (0, 0), first.output + second.output
    shown = json.loads(second.output.partition("=>")[2])
    assert [found["name"] for found in shown["clusters"]] == ["camunda", "management"]
    assert keycloak.logins("by-secret") - before == 1
    for secret in (SECRET, json.dumps(SECRET)[1:-1], "eyJ"):
        assert secret not in first.output + second.output


def test_every_way_to_find_the_endpoint_and_to_prove_who_one_is(player: Player, keycloak: Keycloak, keys: Keys) -> None:
    trusted = {"ca_path": str(keycloak.certificate)}
    by_https = {"keycloak_url": "", "issuer_url": f"{keycloak.https}/realms/{REALM}", **trusted}
    whole = {"keycloak_url": "", "oauth_url": keycloak.issuer + TOKEN, "platform": "self_managed"}
    certificate = {
        "client_id": "by-certificate",
        "client_secret": "",
        "client_auth_method": "tls_client_auth",
        "client_cert_path": str(keys.certificate),
        "client_key_path": str(keys.certificate.with_suffix(".key")),
    }
    tasks = named(
        derived=clusters(keycloak_realm=REALM),
        given=clusters(**whole),
        discovered=clusters(keycloak_url="", issuer_url=f"{keycloak.issuer}/"),
        discovered_by_https=clusters(**by_https),
        derived_by_https=clusters(keycloak_url=keycloak.https, **trusted),
        basic=clusters(client_auth_method="client_secret_basic"),
        basic_by_https=clusters(client_auth_method="client_secret_basic", **by_https),
        rsa_key=with_key(keys.rsa),
        rsa_key_ps256=with_key(keys.rsa, client_key_algorithm="PS256", client_key_id="pss"),
        ec_key=with_key(keys.ec, client_key_id="ec"),
        ec_key_by_https=with_key(keys.ec, client_key_id="ec", **by_https),
        certificate=clusters(keycloak_url=keycloak.https, **trusted, **certificate),
        certificate_discovered=clusters(**by_https, **certificate),
        given_again=clusters(**whole),
    )
    before = {name: keycloak.logins(name) for name in ("by-secret", "by-key", "by-certificate")}
    played = player.play(*tasks)
    assert {
        name: len(played[name].get("clusters", [])) or played[name]["msg"] for name in played.named
    } == dict.fromkeys(played.named, 2)
    after = {name: keycloak.logins(name) - count for name, count in before.items()}
    # The same endpoint is the same, however it is found: derived, given and discovered share their token.
    assert after == {"by-secret": 4, "by-key": 4, "by-certificate": 1}
    assert SECRET not in played.output


def test_what_keycloak_refuses(player: Player, keycloak: Keycloak, keys: Keys) -> None:
    """The words of Keycloak, and the likely cause; a wrong secret is sent once only."""
    other = keycloak.http.removesuffix("/auth") if keycloak.http.endswith("/auth") else f"{keycloak.http}/auth"
    wrong = {"client_secret": "wrong-secret"}
    cases: dict[str, tuple[Task, list[str]]] = {
        "secret": (clusters(**wrong), ["HTTP 401: ", "The client id or the client secret is wrong"]),
        "secret_again": (clusters(**wrong), ["HTTP 401: ", "No second request was sent"]),
        "basic": (
            clusters(client_auth_method="client_secret_basic", **wrong),
            ["HTTP 401: ", "another client_auth_method than client_secret_basic"],
        ),
        "id": (clusters(client_id="nobody"), ["HTTP 401: invalid_client", "client id"]),
        "disabled": (clusters(client_id="disabled"), ["HTTP 401: invalid_client", "deleted or disabled"]),
        "people": (clusters(client_id=PEOPLE), ["unauthorized_client", "needs service accounts"]),
        "key": (with_key(keys.stranger), ["invalid_client", "belongs to client_key_path"]),
        "scope": (clusters(scope="unheard-of"), ["HTTP 400: invalid_scope", "Check scope"]),
        "realm": (clusters(keycloak_realm="camunda"), ["HTTP 404: ", "Realm does not exist", "Check keycloak_realm"]),
        "path": (clusters(keycloak_url=other), ["HTTP 404", f"keycloak_url {keycloak.http}."]),
        "issuer": (
            clusters(keycloak_url="", issuer_url=f"{keycloak.http}/realms/camunda"),
            ["HTTP 404: ", "Check issuer_url"],
        ),
        "untrusted": (clusters(keycloak_url=keycloak.https, retries=0), ["no trusted TLS connection", "ca_path"]),
        # Without a permission for it there is no audience of Console in the token.
        "no_permission": (
            clusters(client_id="without-permission"),
            ["HTTP 401", "needs the permission write:* of console-api, and its token has the audiences account"],
        ),
    }
    before = keycloak.refusals("by-secret")
    played = player.play(*named(**{name: task for name, (task, _words) in cases.items()}))
    missing = {
        name: played[name].get("msg", "no failure")
        for name, (_task, words) in cases.items()
        if not all(word in played[name].get("msg", "") for word in words)
    }
    assert missing == {}
    # Twice by the method that was tried twice: post and Basic; and the scope.
    assert keycloak.refusals("by-secret") - before == 3
    assert "wrong-secret" not in played.output
    assert SECRET not in played.output


def test_tokens_of_five_seconds(player: Player, keycloak: Keycloak) -> None:
    """In a play of half a minute a new token is requested when the old one is about to expire, and at no other time."""
    options = {"client_id": "short-lived"}
    tasks: dict[str, Task] = {}
    for number in range(10):
        tasks[f"clusters{number}"] = clusters(**options)
        tasks[f"token{number}"] = {"camunda_token": options}
        tasks[f"pause{number}"] = {"ansible.builtin.pause": {"seconds": 3}}
    before = keycloak.logins("short-lived")
    played = player.play(*named(**tasks))
    assert played.messages == []
    # Each token with the second of its expiry, in the order of time.
    tokens = {played[f"token{number}"]["access_token"]: played[f"token{number}"]["expires_at"] for number in range(10)}
    expiries = list(tokens.values())
    assert len(tokens) >= 5
    assert keycloak.logins("short-lived") - before == len(tokens)
    # A tenth of the lifetime is the margin, and the expiry is told in whole seconds.
    assert all(later - earlier >= 4 for earlier, later in itertools.pairwise(expiries))


def test_a_revoked_token(player: Player, keycloak: Keycloak) -> None:
    """Console refuses it; it is renewed once, and if that is refused too, the task says why."""
    player.environment["CAMUNDA_CONSOLE_CLIENT_ID"] = "revoked"
    played = player.play(*named(token={"camunda_token": {}}, before=clusters(), retained={"camunda_token": {}}))
    revoke(keycloak, played["token"]["access_token"])
    renewed = player.play(*named(after=clusters(), token={"camunda_token": {}}, later=clusters()))
    assert (played.messages, renewed.messages) == ([], [])
    assert (played["retained"]["cached"], renewed["token"]["cached"]) == (True, True)
    assert renewed["token"]["access_token"] != played["token"]["access_token"]
    assert keycloak.logins("revoked") == 2
    revoke(keycloak, renewed["token"]["access_token"])
    keycloak.change_client("revoked", enabled=False)
    refused = player.play(*named(first=clusters(), second=clusters()))
    assert ["HTTP 401: invalid_client" in message for message in refused.messages] == [True, True]
    assert "No second request was sent" in refused["second"]["msg"]
    assert (keycloak.logins("revoked"), keycloak.refusals("revoked")) == (2, 1)


def revoke(keycloak: Keycloak, token: str) -> None:
    """Revoke a token (RFC 7009)."""
    form = {"token": token, "client_id": "revoked", "client_secret": SECRET}
    answer = requests.post(f"{keycloak.issuer}/protocol/openid-connect/revoke", data=form, timeout=60)
    assert answer.ok, answer.text
