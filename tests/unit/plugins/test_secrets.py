# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The secrets of one cluster: conflicts, and what vanishes while it is looked at."""

from __future__ import annotations

import json
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any, cast

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._clock import using
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Hidden
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    ApiError,
    NotFound,
    OptionError,
    WaitFailed,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources import _secrets
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import Connection, Memo
from ansible_collections.camunda.platform.plugins.module_utils._resources.secret import check_name
from ansible_collections.camunda.platform.plugins.module_utils._text import masked
from ansible_collections.camunda.platform.tests.unit.plugins.clocks import FastClock, ScaledClock

CLUSTER = "11111111-2222-3333-4444-555555555555"


class Api:
    """Secrets in memory; a change takes ``seconds`` and keeps others out, and deleted ones may stay listed."""

    def __init__(self, seconds: float = 0.0, **values: str) -> None:
        self.values = values
        self.calls: list[str] = []
        self.conflicts = 0
        self.still_listed: dict[str, int] = {}
        self._seconds = seconds
        self._busy = threading.Lock()

    def get_secrets(self, cluster: str) -> dict[str, str]:
        self.calls.append("get")
        listed = {name: "stale" for name, readings in self.still_listed.items() if readings > 0}
        self.still_listed = {name: readings - 1 for name, readings in self.still_listed.items()}
        return {**listed, **self.values}

    def create_secret(self, cluster: str, name: str, value: str) -> None:
        self._change("create", name)
        if name in self.values:
            raise ApiError("Secret names must be unique.", status=409)
        self.values[name] = value

    def update_secret(self, cluster: str, name: str, value: str) -> None:
        self._change("update", name)
        if name not in self.values:
            raise NotFound("Cluster not found.", status=404)
        self.values[name] = value

    def delete_secret(self, cluster: str, name: str) -> None:
        self._change("delete", name)
        if name not in self.values:
            raise NotFound("Not found.", status=404)
        del self.values[name]

    def _change(self, what: str, name: str) -> None:
        self.calls.append(f"{what} {name}")
        if not self._busy.acquire(blocking=False):
            self.conflicts += 1
            raise ApiError("Another change is in progress.", status=409)
        try:
            time.sleep(self._seconds)
        finally:
            self._busy.release()


def secrets_of(api: Api) -> _secrets.ClusterSecrets:
    """Return the secrets of a cluster behind an API."""
    connection = SimpleNamespace(api=api, memo=Memo(), repeat_posts=lambda *segments: None)
    return _secrets.ClusterSecrets(cast(Connection, connection), {"cluster": CLUSTER})


def test_a_task_does_not_compete_with_itself_for_long() -> None:
    api = Api(0.005)
    secrets = secrets_of(api)
    names = [f"s{index}" for index in range(40)]
    with using(ScaledClock(100.0)), ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: secrets.create(name, "v"), names))
    assert api.values == dict.fromkeys(names, "v")
    # Seven of the first eight, and then those that meet the last one of these.
    assert 0 < api.conflicts <= 20


def test_a_taken_name_is_updated() -> None:
    api = Api(a="foreign")
    secrets_of(api).create("a", "v")
    assert api.values == {"a": "v"}
    assert api.calls == ["create a", "get", "update a"]


def test_a_name_that_is_only_still_listed_is_created_again() -> None:
    api = Api(a="foreign")
    del api.values["a"]
    api.still_listed = {"a": 2}
    secrets = secrets_of(api)
    assert secrets.all() == {"a": "stale"}
    secrets.update("a", "v")
    assert api.values == {"a": "v"}
    assert api.calls == ["get", "update a", "create a"]


def test_deleting_what_is_gone_is_fine() -> None:
    api = Api(a="v")
    secrets = secrets_of(api)
    assert secrets.all() == {"a": "v"}
    api.values.clear()
    secrets.delete("a")
    assert secrets.all() == {}


def test_a_conflict_that_lasts_is_told(fast_clock: FastClock) -> None:
    api = Api()
    assert api._busy.acquire()
    with pytest.raises(ApiError) as failure:
        secrets_of(api).update("a", "v")
    assert re.search(r"in progress\. It was tried again for \d\d s: run the task again later\.$", failure.value.message)
    assert api.conflicts == len(fast_clock.slept) + 2
    assert 50 <= sum(fast_clock.slept) <= 60


@pytest.mark.parametrize("readings", [0, 1, 3])
def test_deleted_secrets_are_awaited(fast_clock: FastClock, readings: int) -> None:
    api = Api(b="v")
    api.still_listed = {"a": readings}
    lines: list[str] = []
    secrets_of(api).wait_until_gone(["a"], lines.append)
    assert api.calls == ["get"] * (readings + 1)
    assert len(fast_clock.slept) == readings
    assert bool(lines) is (readings > 0)


@pytest.mark.usefixtures("fast_clock")
def test_waiting_for_deleted_secrets_ends() -> None:
    api = Api()
    api.still_listed = {"a": 10**6}
    with pytest.raises(WaitFailed, match=r"deleted secrets to vanish took longer than 60 s; last state: a"):
        secrets_of(api).wait_until_gone(["a", "b"], lambda line: None)


def test_values_are_hidden_in_every_form() -> None:
    assert "v1" not in repr(Hidden("v1", "label"))
    secret = 'first "line"\nsecond\tlïne'
    for text in (secret, json.dumps({"e": secret}), json.dumps({"e": secret}, ensure_ascii=False)):
        shown = masked(text, [secret])
        assert "line" not in shown
        assert "second" not in shown


@pytest.mark.parametrize("name", ["A", "a-b_C9", "x" * 49])
def test_usable_names(name: str) -> None:
    warnings: list[str] = []
    check_name(Context(params={}, warn=warnings.append), "name", name)
    assert not warnings


@pytest.mark.parametrize("name", ["a.b", "a b", "ä", "a\n"])
def test_names_that_no_connector_finds(name: str) -> None:
    warnings: list[str] = []
    check_name(Context(params={}, warn=warnings.append), "name", name)
    assert len(warnings) == 1


@pytest.mark.parametrize("name", ["", "x" * 50])
def test_names_that_camunda_refuses(name: str) -> None:
    with pytest.raises(OptionError, match=f"has {len(name)} characters"):
        check_name(Context(params={}), "name", name)


def test_memo_is_read_once_by_many_threads() -> None:
    memo, reads = Memo(), []

    def read() -> Any:
        reads.append(1)
        time.sleep(0.01)
        # Whoever reads may need what is known under another key.
        return memo.get(("inner",), lambda: "known")

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda _: memo.get(("outer",), read), range(8))) == ["known"] * 8
    assert len(reads) == 1
