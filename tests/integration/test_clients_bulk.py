# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All API clients of a cluster in one task: every secret is kept or handed over, none is shown, whatever fails."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from typing import Any

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.faults import client_ids, fault, kept, squeezed
from ansible_collections.camunda.platform.tests.integration.fleet import Fleet
from ansible_collections.camunda.platform.tests.integration.play import Played, Player, Task
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

LISTS = ("created", "updated", "replaced", "deleted", "unchanged")
CLIENTS = "/clusters/*/clients"


def clients(cluster: str, *entries: str | Mapping[str, Any], **options: Any) -> Task:
    """Describe the clients of a cluster; a name alone stands for a client of that name."""
    full = [{"name": entry} if isinstance(entry, str) else dict(entry) for entry in entries]
    return {"camunda_clients": {"cluster": cluster, "clients": full, **options}}


def checked(task: Task) -> Task:
    """Run a task in check mode."""
    return {**task, "check_mode": True}


def done(result: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the lists of a result that are not empty."""
    return {name: result[name] for name in LISTS if result[name]}


def secrets_of(played: Played) -> list[str]:
    """Return all client secrets that were registered."""
    entries = [entry for result in played.results for entry in result.get("clients", ())]
    return [entry["client_secret"] for entry in entries if "client_secret" in entry]


def test_life(direct: Direct, sandbox: Caller) -> None:
    """Create, again, replace, prune, again: check mode and diff tell before what is done, in the order of the input."""
    cluster = sandbox.create_cluster(name="orders")
    for name in ("b", "test-1"):
        sandbox.create_client(cluster, name, permissions=["Zeebe", "Optimize"])
    c_file, a_file = (direct.directory / name for name in ("c.json", "a.env"))
    c = {"name": "c", "permissions": ["Zeebe"], "dest": str(c_file), "format": "json"}
    a = {"name": "a", "dest": str(a_file), "mode": "0640"}
    make = clients("orders", c, "b", a, "d", omit_secret=False)
    other = clients(
        cluster,
        {**c, "permissions": ["Zeebe", "Operate"], "allow_replace": True},
        {**a, "mode": "0600"},
        "b",
        "d",
        omit_secret=False,
    )
    prune = clients(
        cluster, {"name": "b", "permissions": ["Optimize", "Zeebe"]}, a, prune=True, ignore_patterns=["test-*"]
    )
    played = direct.play(
        checked(make), make, checked(make), make, checked(other), other, checked(prune), prune, prune,
        diff=True, watch=True, arguments=["-vvv"],
    )  # fmt: skip
    assert not played.messages, played.output
    assert done(played[1]) == {"created": ["c", "a", "d"], "unchanged": ["b"]}
    assert [entry["name"] for entry in played[1]["clients"]] == ["c", "b", "a", "d"]
    assert done(played[3]) == {"unchanged": ["c", "b", "a", "d"]}
    assert done(played[5]) == {"updated": ["a"], "replaced": ["c"], "unchanged": ["b", "d"]}
    assert done(played[7]) == {"updated": ["a"], "deleted": ["c", "d"], "unchanged": ["b"]}
    assert done(played[8]) == {"unchanged": ["b", "a"]}
    for check, real in ((0, 1), (4, 5), (6, 7)):
        assert played[check]["diff"] == played[real]["diff"]
        assert [played[check][name] for name in LISTS] == [played[real][name] for name in LISTS]
        assert not played.written(f"r{check}")
    assert played.asked("r1") == ["GET /clusters", *["GET /clusters/*/clients"] * 2, *["POST /clusters/*/clients"] * 3]
    assert set(client_ids(sandbox, cluster)) == {"a", "b", "test-1"}
    # The first secret of c, and that of its replacement; both were in the file, and in no output.
    assert kept(c_file) == (played[5]["clients"][0]["client"]["client_id"], played[5]["clients"][0]["client_secret"])
    assert kept(a_file)[1] == played[1]["clients"][2]["client_secret"]
    assert stat.S_IMODE(a_file.stat().st_mode) == 0o640
    assert played[1]["clients"][3]["environment"]["CAMUNDA_CLIENT_SECRET"] == played[1]["clients"][3]["client_secret"]
    assert len(set(secrets_of(played))) == 4
    assert not [secret for secret in secrets_of(played) if secret in played.output]


def test_refusals(direct: Direct, sandbox: Caller) -> None:
    """One invalid entry keeps all from being begun; the error names it."""
    cluster = sandbox.create_cluster(name="orders")
    sandbox.create_client(cluster, "old", permissions=["Zeebe"])
    here = str(direct.directory)
    played = direct.play(
        clients("orders", "a", "b", "a"),
        clients("orders", {"name": "a", "dest": f"{here}/x"}, "b",
                {"name": "c", "dest": f"{here}/../{direct.directory.name}/x"}),
        clients("orders", "a", {"name": "b", "permissions": []}),
        clients("orders", "a", {"name": "b", "owner": "root"}),
        clients("orders", "a", {"name": "old", "permissions": ["Operate"]}, {"name": "c", "dest": "/no/x"}),
        clients("orders", "a", {"name": "c", "dest": "/proc/no-file-can-be-made-here"}),
        clients("orders", prune=True),
        clients("oders", "a"),
        clients("later", "a", allow_missing_cluster=True),
        checked(clients("later", "a", allow_missing_cluster=True)),
        watch=True,
    )  # fmt: skip
    twice, one_file, no_permission, owner, several, unwritable, empty, unknown, missing = played.messages
    assert "Option 'clients': the entries 0 and 2 are both for 'a'" in twice
    assert "Option 'clients': the entries 0 and 2 both have the dest" in one_file
    assert "clients[1] ('b'): Option 'permissions': the list is empty" in no_permission
    assert "dest" in owner
    assert "2 of 3 entries are invalid, so nothing was done. clients[1] ('old'): Client 'old'" in several
    assert "clients[2] ('c'): Option 'dest': '/no/x' cannot be used" in several
    assert "clients[1] ('c'): Option 'dest'" in unwritable
    assert "allow_empty" in empty
    assert "there is no cluster 'oders'. Valid: 'orders'" in unknown
    assert "there is no cluster 'later'" in missing
    assert done(played[9]) == {"created": ["a"]}
    assert not [name for name in (f"r{index}" for index in range(10)) if played.written(name)]
    assert not any(result["changed"] for result in played.results[:9])
    assert list(client_ids(sandbox, cluster)) == ["old"]


def test_partial_failure(direct: Direct, sandbox: Caller) -> None:
    """The secrets of what was created are kept and handed over, and a person is told what failed."""
    cluster = sandbox.create_cluster(name="orders")
    sandbox.create_client(cluster, "old")
    dest = direct.directory / "a.env"
    a = {"name": "a", "dest": str(dest)}
    task = clients("orders", a, "b", "c", "d", prune=True, parallel=1, omit_secret=False)
    played = direct.play(
        fault("POST", CLIENTS, kind="status", status=403, skip=2, body="Maximum number of clients reached"),
        task, task,
    )  # fmt: skip
    failed, again = played[1], played[2]
    assert failed["changed"]
    assert done(failed) == {"created": ["a", "b"]}
    assert failed["not_begun"] == ["d", "old"]
    assert [entry["name"] for entry in failed["failures"]] == ["c"]
    assert kept(dest)[1] == failed["clients"][0]["client_secret"]
    ids = client_ids(sandbox, cluster)
    assert [entry["client"]["client_id"] for entry in failed["clients"]] == ids["a"] + ids["b"]
    # The result is hidden, the reason is not.
    told = "Maximum number of clients reached"
    assert told in failed["msg"]
    assert told in squeezed(played.output)
    assert "Done: created 'a', 'b'. Failed: 'c'. Not begun: 'd', 'old'." in squeezed(played.output)
    assert squeezed(played.output).count("created with id") == 4
    assert done(again) == {"created": ["c", "d"], "deleted": ["old"], "unchanged": ["a", "b"]}
    assert len(set(secrets_of(played))) == 4
    assert not [secret for secret in secrets_of(played) if secret in played.output]


def test_half_replaced_and_lost(direct: Direct, sandbox: Caller) -> None:
    """A client that was deleted and not created again counts as a change; a lost answer leaves one client a name."""
    cluster = sandbox.create_cluster()
    sandbox.create_client(cluster, "a", permissions=["Zeebe"])
    replace = clients(cluster, {"name": "a", "permissions": ["Operate"]}, allow_replace=True)
    names = [f"w{index}" for index in range(6)]
    played = direct.play(
        fault("POST", CLIENTS, kind="status", status=403), replace, replace,
        fault("POST", CLIENTS, kind="lost", times=2, skip=1), clients(cluster, *names),
    )  # fmt: skip
    half, whole, lost = played[1], played[2], played[4]
    assert half["failed"]
    assert half["changed"]
    assert "was deleted, and the next run creates the new one" in half["msg"]
    assert done(half) == {}
    assert done(whole) == {"created": ["a"]}
    assert done(lost) == {"created": names}
    ids = client_ids(sandbox, cluster)
    assert [len(ids[name]) for name in names] == [1] * 6
    assert [entry["client"]["client_id"] for entry in lost["clients"]] == [ids[name][0] for name in names]
    assert len(lost["warnings"]) == 2


def test_many_hosts(player: Player, sandbox: Caller) -> None:
    """On several hosts at a time, no client is created twice and no secret is lost without a word."""
    cluster = sandbox.create_cluster()
    names = [f"w{index}" for index in range(4)]
    task = clients(cluster, *names)
    task = {"camunda.platform.camunda_clients": task["camunda_clients"]}
    played, by_host = Fleet(player, 3).play(task)
    results = [results[0] for results in by_host.values()]
    creators = [result for result in results if result.get("created")]
    assert [result["created"] for result in creators] == [names], played.output
    others = [result for result in results if result is not creators[0]]
    assert all(result.get("unchanged") == names or "run_once" in result["msg"] for result in others)
    assert [len(ids) for ids in client_ids(sandbox, cluster).values()] == [1] * 4
