# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What lives as long as a task, and no longer."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Spec
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._resources import _connection
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import Connection, Memo, connect
from ansible_collections.camunda.platform.tests.unit.plugins.options import validated

SPEC = Spec(run=lambda context: {}, arguments=CONNECTION)


@pytest.fixture(autouse=True)
def nothing_open() -> Iterator[None]:
    """Begin and end without a connection."""
    _connection._open.clear()
    yield
    _connection._open.clear()


@pytest.fixture
def options(tmp_path: Path) -> dict[str, Any]:
    """Give options that need no network."""
    return validated(SPEC, {"access_token": "t", "token_cache_dir": str(tmp_path)})


def opened(options: dict[str, Any], task: str = "task", **changes: Any) -> Connection:
    """Connect for a task."""
    return connect(Context({**options, **changes}, task=task))


def test_items_of_a_task_share_a_connection(options: dict[str, Any]) -> None:
    assert opened(options) is opened(options)
    assert opened(options, name="another item") is opened(options)


@pytest.mark.parametrize(
    "change",
    [{"access_token": "u"}, {"base_url": "https://other.example"}, {"timeout": 1.0}, {"validate_certs": False}],
)
def test_items_with_other_options_have_another_one(options: dict[str, Any], change: dict[str, Any]) -> None:
    first = opened(options)
    assert opened(options, **change) is not first
    assert opened(options) is first


def test_a_proxy_makes_another_one(options: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    first = opened(options)
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example")
    assert opened(options) is not first


def test_threads_of_a_task_connect_at_once(options: dict[str, Any]) -> None:
    """Each to another API, over and over, after another task: nobody meets what somebody else changes."""
    switch = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            for task in range(20):
                urls = [f"https://api{number % 20}.example" for number in range(80)]
                found = list(pool.map(lambda url, task=task: opened(options, f"task-{task}", base_url=url), urls))
                assert len(set(map(id, found))) == len(_connection._open) == 20
    finally:
        sys.setswitchinterval(switch)


def test_the_next_task_begins_anew(options: dict[str, Any]) -> None:
    first = opened(options)
    assert opened(options, task="next") is not first
    assert len(_connection._open) == 1
    assert opened(options) is not first


def test_a_fork_never_shares_a_socket(options: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    first = opened(options)
    monkeypatch.setattr(os, "getpid", lambda: 1)
    assert opened(options) is not first
    assert len(_connection._open) == 1


def test_bad_options_open_nothing(options: dict[str, Any]) -> None:
    for change in ({"base_url": "http://plain.example"}, {"retries": -1}, {"access_token": None}):
        with pytest.raises(OptionError):
            opened(options, **change)
    assert _connection._open == {}


def test_a_cache_that_cannot_be_used_is_a_warning_once_a_task(
    options: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    warnings: list[str] = []
    for _dummy in range(2):
        connect(Context({**options, "token_cache_dir": None}, warn=warnings.append))
    assert len(warnings) == 1


def test_memo() -> None:
    memo, readings = Memo(), iter("abc")
    assert [memo.get(("key",), lambda: next(readings)) for _dummy in range(2)] == ["a", "a"]
    assert memo.get(("other", "key"), lambda: next(readings)) == "b"
    memo.put(("key",), "written")
    assert memo.get(("key",), lambda: next(readings)) == "written"
    memo.drop("key")
    memo.drop("key")
    assert memo.get(("key",), lambda: next(readings)) == "c"


def test_nothing_is_known_if_reading_fails() -> None:
    memo = Memo()
    with pytest.raises(ZeroDivisionError):
        memo.get(("key",), lambda: 1 // 0)
    assert memo.get(("key",), lambda: json.dumps(sys.maxsize)) == str(sys.maxsize)
