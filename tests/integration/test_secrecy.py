# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No secret is to be seen anywhere but where it was asked for; `register` has it, and it works."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ansible_collections.camunda.platform.tests.integration.faults import client_ids, kept
from ansible_collections.camunda.platform.tests.integration.play import Played, Player
from ansible_collections.camunda.platform.tests.integration.processes import command_line, tree
from ansible_collections.camunda.platform.tests.integration.secret_play import (
    CONSOLE_SECRET,
    failing_more,
    failing_play,
    more_play,
    secrets_in,
    seen,
    short_play,
    telling_parts,
)
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

BOTH_WAYS = pytest.mark.parametrize("in_process", [True, False], ids=["in-process", "module"])
# Tasks that are to fail, and what has to be readable all the same.
FAILURES = {
    "broken": "Option 'name': a client needs a name that is not empty.",
    "wrong": "HTTP 401: access_denied: Unauthorized.",
    "echoed": "HTTP 500: you sent ********, and that is xxx",
    "refused": "HTTP 403: you sent ********, and that is xxx",
}


@contextmanager
def command_lines() -> Iterator[set[str]]:
    """Collect the command lines of all processes that the tests start."""
    seen_lines: set[str] = set()
    end = threading.Event()

    def watch() -> None:
        while not end.wait(0.1):
            seen_lines.update(map(command_line, tree(os.getpid())[1:]))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen_lines
    finally:
        end.set()
        thread.join()


@BOTH_WAYS
def test_no_secret_is_seen(player: Player, sandbox: Caller, in_process: bool) -> None:
    """Play everything at full verbosity with diff and log: nothing is seen, and what is registered and kept works."""
    cluster = sandbox.create_cluster()
    log = player.directory / "ansible.log"
    tasks = [*short_play(cluster), *failing_play(cluster, player.directory)]
    if in_process:
        (player.directory / "secret").write_text(CONSOLE_SECRET, encoding="utf-8")
        tasks += [*failing_more(cluster), *more_play(cluster, player.directory)]
    with command_lines() as lines:
        played = player.play(
            *tasks,
            in_process=in_process,
            diff=True,
            arguments=["-vvv"],
            environment={"ANSIBLE_LOG_PATH": str(log)},
        )
    failed = {name for name, result in played.named.items() if result.get("failed")}
    # Each task costs 0.7 s as a module, and it is the same code that hides their results.
    told = {name: words for name, words in FAILURES.items() if in_process or name in ("echoed", "refused")}
    assert failed == set(told), played.output
    secrets = secrets_in(played.results)
    # A token, and clients: alone, two in a loop, one in a file; one in a loop that fails, one made anew; a token, two
    # files, one replaced.
    assert len(secrets) == (11 if in_process else 5)
    cache = player.directory / "cache"
    texts = {
        "output": played.output,
        "log": log.read_text(encoding="utf-8"),
        "command lines": "\n".join(lines),
        "names of cache files": "\n".join(map(str, cache.rglob("*"))),
    }
    assert seen(telling_parts(secrets), texts) == []
    # The search does find what is there.
    assert len(seen(telling_parts(secrets), {"results": json.dumps(played.results)})) == len(telling_parts(secrets))
    assert any("AnsiballZ_camunda_client" in line for line in lines) is not in_process
    # The diff of what has no secret in its result.
    assert ("+++ after" in played.output) is in_process
    for name, words in told.items():
        assert words in json.dumps(played[name])
        assert words in played.output, name
    _assert_usable(player, sandbox, played, cluster)


def _assert_usable(player: Player, sandbox: Caller, played: Played, cluster: str) -> None:
    """What was registered is not masked: the token lets in, the secret of a client is the one in its file."""
    assert [entry["uuid"] for entry in played["used"]["clusters"]] == [cluster]
    ids = client_ids(sandbox, cluster)
    formats = played.named.get("formats", {"results": []})
    for result in [*played["filed"]["results"], *formats["results"]]:
        client_id, secret = kept(player.directory / f"{result['item']}.credentials")
        assert [client_id] == ids[f"filed-{result['item']}"]
        assert secret == result["client_secret"] == result["environment"]["ZEEBE_CLIENT_SECRET"]
        assert len(result["client_secret"]) == 64
