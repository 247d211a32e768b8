# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Null, and what is no text, as playbooks give it: nothing is deleted, changed or left out because of it."""

from __future__ import annotations

import json
from typing import Any

from ansible.release import __version__ as ansible_version

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.play import Player, Task
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

TEMPLATES_BECOME_STRUCTURES = tuple(map(int, ansible_version.split(".")[:2])) < (2, 19)
KEY = '{"type": "service_account", "n": 7}\n'


def secret(value: Any, name: str = "OLD", **more: Any) -> Task:
    """Describe a task that sets a secret."""
    return {"camunda_secret": {"cluster": "orders", "name": name, "value": value, **more}}


def secrets(*entries: Any, **more: Any) -> Task:
    """Describe a task that sets several."""
    return {"camunda_secrets": {"cluster": "orders", "secrets": list(entries), **more}}


def cluster(check_mode: bool = False, **options: Any) -> Task:
    """Describe a task about a cluster."""
    return {"camunda_cluster": options, "check_mode": check_mode}


REFUSED: list[tuple[Task, str]] = [
    (secret(None), "null_option"),
    (secret(None, state="absent"), "null_option"),
    (secret(""), "empty_option"),
    (secret({"a": 1}), "not_text"),
    (secret(["a"]), "not_text"),
    (secrets({"name": "OLD", "value": None}, prune=True), "null_option"),
    (secrets(None), "null_option"),
    (secrets({"name": "OLD", "value": ""}), "empty_option"),
    (secrets({"name": "OLD", "value": {"a": 1}}), "not_text"),
    ({"camunda_export": {"dest": None}}, "null_option"),
    ({"camunda_export": {"dest": ""}}, "empty_option"),
    ({"camunda_export": {"dest": "x.yml", "secrets_dest": None}}, "null_option"),
    ({"camunda_client": {"cluster": "orders", "name": None}}, "null_option"),
    ({"camunda_client": {"cluster": "orders", "name": "new", "permissions": [None]}}, "null_option"),
    ({"camunda_client": {"cluster": "orders", "name": "new", "dest": None}}, "null_option"),
    ({"camunda_cluster": {"name": "orders", "description": {"a": 1}}}, "not_text"),
    ({"camunda_cluster": {"name": "orders", "state": None}}, "null_option"),
    ({"camunda_ip_allowlist": {"cluster": "orders", "entries": None, "allow_empty": True}}, "null_option"),
    ({"camunda_members": {"members": None, "prune": True, "allow_empty": True}}, "null_option"),
]
VARIABLES = {"nothing": None, "parsed": {"a": 1}, "number": 7}
TEMPLATES: list[tuple[Task, str]] = [
    (secret("{{ nothing }}"), "null_option"),
    (secret("{{ parsed }}"), "not_text"),
    (secret("{{ number }}"), "not_text"),
    (secrets({"name": "OLD", "value": "{{ nothing }}"}, prune=True), "null_option"),
]


def test_refused(player: Player, direct: Direct, sandbox: Caller) -> None:
    """Each in words, with a code, and without a request that changes anything; templates in a play."""
    cluster = sandbox.create_cluster(name="orders")
    sandbox.api("POST", f"/clusters/{cluster}/secrets", json={"secretName": "OLD", "secretValue": "kept"})
    sandbox.control("DELETE", "requests")
    plays = {
        "direct": (REFUSED, direct.play(*(task for task, _code in REFUSED))),
        "play": (TEMPLATES, player.play(*(task for task, _code in TEMPLATES), keywords={"vars": VARIABLES})),
    }
    for cases, played in plays.values():
        assert [result.get("code") for result in played.results] == [code for _task, code in cases], played.output
        assert "Traceback" not in played.output
    changing = [r for r in sandbox.control("GET", "requests") if r["method"] != "GET" and "token" not in r["path"]]
    assert changing == []
    assert sorted(sandbox.get(f"/clusters/{cluster}/secrets")) == ["OLD"]
    assert not (player.directory / "x.yml").exists()


def test_texts_arrive_unchanged(player: Player, sandbox: Caller) -> None:
    """Also such that look like another type of YAML, and the content of a file that looks like JSON."""
    cluster = sandbox.create_cluster(name="orders")
    (player.directory / "sa.json").write_text(KEY, encoding="utf-8")
    lookup = "lookup('ansible.builtin.file', 'sa.json', rstrip=false)"
    values = {"SEVEN": "007", "YES": "yes", "JSON": '{"a": 1}', "NULL": "null", "DATE": "2026-01-01", "END": "x\n"}
    played = player.play(
        secret(f"{{{{ {lookup} }}}}", "PLAIN"),
        secret(f"{{{{ {lookup} | string }}}}", "STRING"),
        secret("{{ {'a': [1, none]} | to_json }}", "DUMPED"),
        secrets(*({"name": name, "value": value} for name, value in values.items())),
        secret("", "EMPTY", allow_empty_value=True),
    )
    plain, *others = played.results
    assert not any(result.get("failed") for result in others), played.output
    stored = sandbox.get(f"/clusters/{cluster}/secrets")
    if TEMPLATES_BECOME_STRUCTURES:
        assert plain["code"] == "not_text"
        assert "| string" in plain["msg"]
    else:
        assert stored.pop("PLAIN") == KEY
    assert json.loads(stored.pop("DUMPED")) == {"a": [1, None]}
    assert stored == {**values, "STRING": KEY, "EMPTY": ""}


def test_uuid_and_name_belong_together(direct: Direct, sandbox: Caller) -> None:
    """A copied UUID neither deletes nor renames another cluster; a rename is allowed explicitly."""
    one, two = (sandbox.create_cluster(name=name) for name in ("one", "two"))
    sandbox.control("DELETE", "requests")
    played = direct.play(
        cluster(uuid=one, name="two", state="absent"),
        cluster(uuid=one, name="two", state="absent", allow_rename=True),
        cluster(uuid=one, name="two", description="of two"),
        cluster(uuid=one, name="new", check_mode=True),
        cluster(uuid=one.upper(), name="one"),
    )
    assert [result.get("code") for result in played.results] == ["uuid_of_another_name"] * 4 + [None], played.output
    for expected in (one, "'one'", "'two'"):
        assert expected in played[0]["msg"]
    assert {r["method"] for r in sandbox.control("GET", "requests") if "token" not in r["path"]} == {"GET"}
    done = direct.play(cluster(uuid=one, name="new", allow_rename=True), cluster(uuid=two, name="two", state="absent"))
    assert done.changes() == [True, True]
    assert [found["name"] for found in sandbox.get("/clusters")] == ["new"]
