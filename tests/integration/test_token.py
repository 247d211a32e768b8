# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""camunda_token through ansible-playbook: what comes from the cache, what evicts it, and what it says when refused."""

from __future__ import annotations

import time
from datetime import datetime, timezone
from typing import Any

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.integration.story import Change, named, refused, tell
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller


def token(**options: Any) -> Task:
    """Return a task about a token."""
    return {"camunda_token": options}


def test_life_of_a_token(direct: Direct, sandbox: Caller) -> None:
    """A token is requested once, shared by all modules, renewed by force, and evicted as planned."""
    started = int(time.time())
    played = tell(
        direct,
        *named(
            planned={**token(), "check_mode": True},
            first=token(base_url="https://nowhere.test", access_token="not-used"),
            other_module={"camunda_cluster_info": {}},
            other_scope=token(scope="some:thing"),
        ),
        Change("absent", token(state="absent"), "delete", [], {"cached": (True, None)}),
        *named(renewed=token(), forced=token(force=True), after=token()),
        arguments=["-vvv"],
    )
    counts = {
        name: played.tokens(name)
        for name in ("planned", "first", "other_module", "other_scope", "absent_done", "renewed", "forced", "after")
    }
    assert counts == {
        "planned": 1,
        "first": 0,
        "other_module": 0,
        "other_scope": 1,
        "absent_done": 0,
        "renewed": 1,
        "forced": 1,
        "after": 0,
    }
    assert [played[name]["cached"] for name in ("planned", "first", "renewed", "forced", "after")] == [
        False,
        True,
        False,
        False,
        True,
    ]
    assert played.changes("planned", "first", "renewed", "forced", "after") == [False] * 5
    assert played["planned"]["access_token"] == played["first"]["access_token"]
    assert played["forced"]["access_token"] == played["after"]["access_token"]
    first = played["first"]
    assert (first["token_type"], first["scope"], played["other_scope"]["scope"]) == ("Bearer", None, "some:thing")
    assert started + 86400 <= first["expires_at"] <= time.time() + 86400
    iso = datetime.strptime(first["expires_at_iso"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
    assert iso.timestamp() == first["expires_at"]
    for name in ("planned", "forced", "other_scope"):
        assert played[name]["access_token"] not in played.output
    assert (
        sandbox.raw("GET", "/clusters", headers={"Authorization": f"Bearer {first['access_token']}"}).status_code == 200
    )


def test_without_the_cache(direct: Direct) -> None:
    """With the cache switched off each task requests its own token, and no file is written."""
    off = {"token_cache_disable": True}
    played = direct.play(*named(one=token(**off), two=token(**off), absent=token(state="absent", **off)), watch=True)
    assert [played.tokens(name) for name in ("one", "two", "absent")] == [1, 1, 0]
    assert (played.changes(), played["absent"]["action"]) == ([False] * 3, "none")
    assert list((direct.directory / "cache").iterdir()) == []


def test_what_is_refused(direct: Direct, sandbox: Caller) -> None:
    """What is missing or wrong is named, and a wrong secret is tried only once, by whatever task."""
    (direct.directory / "file").write_text("", encoding="utf-8")
    wrong = {"client_secret": "wrong-secret"}
    rejected = ["HTTP 401", "The client id or the client secret is wrong"]
    cases: dict[str, tuple[Task, list[str]]] = {
        "no_id": (token(client_id=""), ["set client_id (or CAMUNDA_CONSOLE_CLIENT_ID in the environment)."]),
        "no_secret": (token(client_secret=""), ["set client_secret (or CAMUNDA_CONSOLE_CLIENT_SECRET"]),
        "secret": (token(**wrong), rejected),
        "secret_elsewhere": ({"camunda_cluster_info": wrong}, [*rejected, "No second request was sent"]),
        "oauth_url": (token(oauth_url="http://camunda.test/token"), ["Option 'oauth_url'", "unencrypted"]),
        "cache": (
            token(token_cache_dir=str(direct.directory / "file")),
            ["Option 'token_cache_dir'", "cannot be used"],
        ),
        "state": (token(state="gone"), ["state", "present, absent", "gone"]),
        "force": (token(force="maybe"), ["force"]),
        "unknown": (token(cluster="orders"), ["cluster", "token_cache_dir"]),
    }
    # Once is enough for these: every request waits until a second after the one before it.
    asked = named(audience=token(audience="elsewhere"), no_endpoint=token(oauth_url=f"{sandbox.url}/none"))
    played = refused(direct, cases, *asked)
    assert all(text in played["audience"]["msg"] for text in ("HTTP 403", "see the option audience"))
    assert all(text in played["no_endpoint"]["msg"] for text in ("HTTP 404", "Check oauth_url"))
    assert sum(played.tokens(name) for name in ("secret_planned", "secret", "secret_elsewhere")) == 1
    assert "wrong-secret" not in played.output
