# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How connector secrets and the allowlist behave."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller, wait_until

BUSY = "Another change to the secrets of this cluster is in progress. Try the request again."


class Secrets:
    """The secrets of a new cluster."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.path = f"/clusters/{caller.create_cluster()}/secrets"

    def create(self, name: str, value: str = "v") -> requests.Response:
        """Ask for a new secret."""
        return self.caller.api("POST", self.path, json={"secretName": name, "secretValue": value})

    def update(self, name: str, value: str) -> requests.Response:
        """Ask for another value."""
        return self.caller.api("PUT", f"{self.path}/{name}", json={"secretValue": value})

    def delete(self, name: str) -> requests.Response:
        """Ask for an end."""
        return self.caller.api("DELETE", f"{self.path}/{name}")

    def all(self) -> Any:
        """Read all."""
        return self.caller.get(self.path)


@pytest.fixture
def secrets(caller: Caller) -> Secrets:
    """Give the secrets of a new cluster."""
    return Secrets(caller)


def test_life_of_a_secret(secrets: Secrets) -> None:
    assert secrets.all() == {}
    assert secrets.create("one", "1").status_code == secrets.create("two.b-c_d e", "2").status_code == 204
    assert secrets.update("two.b-c_d%20e", "3").status_code == 204
    assert secrets.all() == {"one": "1", "two.b-c_d e": "3"}
    assert [secrets.delete("one").status_code for dummy in range(2)] == [204, 204]
    assert secrets.all() == {"two.b-c_d e": "3"}


def test_refusals(secrets: Secrets) -> None:
    secrets.create("n" * 49, "v")
    for answer, status, text in (
        (secrets.create("n" * 50), 400, "Secret name must be less than 50 characters"),
        (secrets.create(""), 400, "Secret name must not be empty"),
        (secrets.create("n" * 49, "other"), 409, "Secret names must be unique"),
        (secrets.update("unknown", "v"), 404, "Cluster not found"),
    ):
        assert (answer.status_code, answer.text) == (status, text)
    assert secrets.all() == {"n" * 49: "v"}


def test_number_is_limited(secrets: Secrets) -> None:
    secrets.caller.settings(max_secrets=1)
    secrets.create("one")
    answer = secrets.create("two")
    assert (answer.status_code, answer.text) == (403, "Maximum number of secret reached or cluster is not yours")
    secrets.delete("one")
    assert secrets.create("two").status_code == 204


def test_one_change_at_a_time(secrets: Secrets) -> None:
    secrets.caller.settings(secret_change_seconds=0.3)
    other = Secrets(secrets.caller)
    assert secrets.create("one").status_code == 204
    for answer in (secrets.create("two"), secrets.create("one"), secrets.update("one", "2"), secrets.delete("one")):
        assert (answer.status_code, answer.text) == (409, BUSY)
    assert secrets.all() == {"one": "v"}
    assert other.create("one").status_code == 204
    wait_until(lambda: secrets.delete("one").status_code == 204)


def test_deleted_secret_stays_listed_for_a_while(secrets: Secrets) -> None:
    secrets.caller.settings(secret_deletion_seconds=0.3)
    secrets.create("one")
    secrets.create("two")
    assert secrets.delete("one").status_code == secrets.delete("two").status_code == 204
    assert secrets.all() == {"one": "v", "two": "v"}
    assert secrets.update("one", "2").status_code == 404
    assert secrets.create("two", "new").status_code == 204
    wait_until(lambda: bool(secrets.all() == {"two": "new"}))


def test_extra_fields_are_not_secrets(secrets: Secrets) -> None:
    secrets.caller.settings(extra_fields=True)
    assert secrets.all() == {}


@pytest.mark.parametrize(
    ("setting", "names"),
    [
        (False, set()),
        ("none", set()),
        (True, {"ipallowlist"}),
        ("new", {"ipallowlist"}),
        ("old", {"ipwhitelist"}),
        ("both", {"ipallowlist", "ipwhitelist"}),
    ],
)
def test_visibility_of_the_allowlist(caller: Caller, setting: str | bool, names: set[str]) -> None:
    uuid = caller.create_cluster()
    rules = [{"description": "office", "ip": "192.0.2.0/24, 2001:db8::/32"}, {"description": "", "ip": "198.51.100.7"}]
    caller.settings(ipallowlist_visible=setting)
    for operation in ("ipallowlist", "ipwhitelist"):
        for wanted in (rules, []):
            assert caller.api("PUT", f"/clusters/{uuid}/{operation}", json={operation: wanted}).status_code == 204
            cluster = caller.get(f"/clusters/{uuid}")
            assert {name: cluster[name] for name in cluster if name.startswith("ip")} == dict.fromkeys(names, wanted)


@pytest.mark.parametrize(
    "rule",
    [
        {"ip": "192.0.2.0/24"},
        {"description": "office"},
        {"description": "office", "ip": ""},
        {"description": "office", "ip": "192.0.2.0/24,"},
        {"description": "office", "ip": "192.0.2.0/33"},
        {"description": None, "ip": "192.0.2.0/24"},
    ],
)
def test_wrong_rules(caller: Caller, rule: dict[str, Any]) -> None:
    uuid = caller.create_cluster()
    answer = caller.api("PUT", f"/clusters/{uuid}/ipallowlist", json={"ipallowlist": [rule]})
    assert answer.status_code == 400
    assert caller.control("GET", f"clusters/{uuid}")["ip_allowlist"] == []
