# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The file that keeps a client's secret: its formats and rights, what happens without it, what is not overwritten."""

from __future__ import annotations

import grp
import json
import os
import pwd
import subprocess
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.play import Player, Task
from ansible_collections.camunda.platform.tests.integration.story import Change, client, named, refused, tell
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller, wait_until

CREATE, DELETE = "POST /clusters/*/clients", "DELETE /clusters/*/clients/*"
IS_ROOT = os.geteuid() == 0
OTHER_OWNER = pwd.getpwuid(65534 if IS_ROOT else os.geteuid())
OTHER_GROUP = grp.getgrgid(1 if IS_ROOT else os.getgroups()[-1])


@pytest.fixture
def uuid(sandbox: Caller) -> str:
    """Create the cluster orders."""
    return sandbox.create_cluster()


@pytest.fixture
def kept(player: Player) -> Path:
    """Give an empty directory for credentials files."""
    directory = player.directory / "kept"
    directory.mkdir()
    return directory


def keep(path: Path, **options: Any) -> Task:
    """Return a task about the client worker whose credentials are kept in a file, and returned too."""
    return client(**{"dest": str(path), "omit_secret": False, **options})


def sourced(path: Path) -> dict[str, str]:
    """Return the variables that a shell has after reading a file."""
    command = ["sh", "-c", '. "$1" && exec "$2" -0', "sh", str(path), "/usr/bin/env"]
    done = subprocess.run(command, env={}, stdout=subprocess.PIPE, text=True, check=True)
    variables = dict(entry.split("=", 1) for entry in done.stdout.split("\0") if entry)
    return {name: value for name, value in variables.items() if name.startswith(("CAMUNDA_", "ZEEBE_"))}


def file_of(client_id: str, cluster: str, secret: str = "not-a-secret") -> str:
    """Return the content of a credentials file."""
    variables = {"ZEEBE_CLIENT_ID": client_id, "ZEEBE_CLIENT_SECRET": secret, "CAMUNDA_CLUSTER_ID": cluster}
    return json.dumps({name: value for name, value in variables.items() if value})


def mode(path: Path) -> str:
    """Return the mode of a file as octal text."""
    return f"{path.stat().st_mode & 0o7777:04o}"


def test_the_three_formats(direct: Direct, kept: Path, uuid: str) -> None:
    """Each file holds exactly the environment of the result, is the owner's alone, and stands there only afterwards."""
    readers: dict[str, Callable[[Path], Any]] = {
        "env": sourced,
        "json": lambda path: json.loads(path.read_text(encoding="utf-8")),
        "yaml": lambda path: yaml.safe_load(path.read_text(encoding="utf-8")),
    }
    tasks = {name: keep(kept / name, name=name, format=name) for name in readers}
    planned = direct.play(*tasks.values(), check=True)
    assert planned.changes() == [True] * 3
    assert list(kept.iterdir()) == []
    played = direct.play(*named(**tasks))
    for name, read in readers.items():
        assert read(kept / name) == played[name]["environment"], name
        assert mode(kept / name) == "0600"
        assert played[name]["environment"]["ZEEBE_CLIENT_SECRET"] == played[name]["client_secret"]
    assert sorted(path.name for path in kept.iterdir()) == sorted(readers)
    assert direct.play(*tasks.values()).changes() == [False] * 3


def test_the_file_is_kept_as_wanted(direct: Direct, kept: Path, uuid: str) -> None:
    """Format, mode, owner and group are changed without touching the client; what is not given stays as it is."""
    dest = kept / "worker"
    rights = {"owner": OTHER_OWNER.pw_name, "group": OTHER_GROUP.gr_name}
    new = {"format": "yaml", "mode": "0640"}
    played = tell(
        direct,
        Change("created", keep(dest, mode=0o640, group=OTHER_GROUP.gr_gid), "create", [CREATE]),
        {"name": "first", "step": {"read": str(dest)}},
        Change("closed", keep(dest), "update", []),
        {"name": "second", "step": {"read": str(dest)}},
        Change("formatted", keep(dest, **new), "update", []),
        Change("owned", keep(dest, **new, **rights), "update", []),
        {"name": "third", "step": {"read": str(dest)}},
        Change("gone", keep(dest, state="absent"), "delete", [DELETE]),
    )
    created, group = played["created_done"], OTHER_GROUP.gr_gid
    first, second, third = (played[name] for name in ("first", "second", "third"))
    assert [(found["mode"], found["ids"]) for found in (first, second, third)] == [
        ("0640", [os.geteuid(), group]),
        ("0600", [os.geteuid(), group]),
        ("0640", [OTHER_OWNER.pw_uid, group]),
    ]
    assert second["content"] == first["content"]
    assert yaml.safe_load(third["content"]) == created["environment"]
    for name in ("closed_done", "formatted_done", "owned_done"):
        assert played[name]["client"]["client_id"] == created["client"]["client_id"]
        assert "client_secret" not in played[name]
        assert "environment" not in played[name]
    closed = played["closed_done"]["diff"]
    assert (closed["before"]["credentials_file"]["mode"], closed["after"]["credentials_file"]["mode"]) == (
        "0640",
        "0600",
    )
    assert created["client_secret"] not in played.output
    assert not dest.exists()


def test_a_lost_secret(direct: Direct, sandbox: Caller, kept: Path, uuid: str) -> None:
    """Without the secret in the file, the task says so and goes on only with allow_replace, which makes a new one."""
    dest, other = kept / "worker.env", kept / "other.env"
    created = direct.play(keep(dest))[0]
    old_id = created["client"]["client_id"]
    texts = [f"credentials is 'not in {dest}', wanted 'in {dest}'", "Put the file back, or set allow_replace to true"]
    states: dict[str, Task] = {
        "lost": {"step": {"remove": str(dest)}},
        "without_secret": {"step": {"write": {"dest": str(dest), "content": file_of(old_id, uuid, "")}}},
        "of_its_predecessor": {"step": {"write": {"dest": str(dest), "content": file_of("a-former-id", uuid)}}},
    }
    steps: list[Task] = []
    for name, step in states.items():
        steps += [{"name": f"{name}_step", **step}, {"name": name, **keep(dest)}]
    other_cases = {"elsewhere": (keep(other), [f"credentials is 'not in {other}'", "allow_replace"])}
    played = refused(direct, other_cases, *steps)
    for name in states:
        assert played[name].get("failed"), name
        assert played.written(name) == []
        assert all(text in played[name]["msg"] for text in texts), played[name]["msg"]
    # The last of the states stays: a file of the predecessor is no reason to refuse, as its client is gone.
    played = tell(direct, Change("replaced", keep(dest, allow_replace=True), "replace", [DELETE, CREATE]))
    replaced = played["replaced_done"]
    assert replaced["client"]["client_id"] != old_id
    assert sourced(dest) == replaced["environment"]
    assert [found["clientId"] for found in sandbox.get(f"/clusters/{uuid}/clients")] == [
        replaced["client"]["client_id"]
    ]


def test_other_permissions_make_a_new_file(direct: Direct, kept: Path, uuid: str) -> None:
    """Replacing a client replaces its file; without leave to do so both stay."""
    dest = kept / "worker.env"
    played = direct.play(
        *named(
            created=keep(dest),
            refused=keep(dest, permissions=["Zeebe"]),
            before={"step": {"read": str(dest)}},
            replaced=keep(dest, permissions=["Zeebe"], allow_replace=True),
            again=keep(dest, permissions=["Zeebe"]),
        )
    )
    assert "Set allow_replace to true" in played["refused"]["msg"]
    assert played["created"]["client_secret"] in played["before"]["content"]
    assert sourced(dest) == played["replaced"]["environment"]
    assert played.changes("created", "replaced", "again") == [True, True, False]


def test_what_is_never_overwritten(direct: Direct, sandbox: Caller, kept: Path, uuid: str) -> None:
    """A file that is something else, or keeps the secret of a client that exists, is refused before any change."""
    elsewhere = sandbox.create_cluster(name="elsewhere")
    neighbor = sandbox.create_client(uuid, "neighbor")["clientId"]
    stranger = sandbox.create_client(elsewhere, "stranger")["clientId"]
    sandbox.create_client(uuid, "lost")
    contents = {
        "notes": ("shopping list\n", "holds no Camunda credentials"),
        "json": ('{"a": 1}', "holds no Camunda credentials"),
        "env": ("export PATH='/bin'\n", "holds no Camunda credentials"),
        "neighbor": (file_of(neighbor, uuid), "holds the credentials of client 'neighbor' of the same cluster"),
        "nowhere": (file_of(neighbor, ""), "holds the credentials of client 'neighbor' of the same cluster"),
        "stranger": (file_of(stranger, elsewhere), "holds the credentials of client 'stranger' of cluster 'elsewhere'"),
    }
    cases: dict[str, tuple[Task, list[str]]] = {}
    for name, (content, text) in contents.items():
        (kept / name).write_text(content, encoding="utf-8")
        cases[name] = (keep(kept / name), [text, "Nothing was done"])
        cases[f"{name}_recreate"] = (keep(kept / name, name="lost", allow_replace=True), [text, "Nothing was done"])
    (kept / "binary").write_bytes(b"\xff\xfe")
    cases["binary"] = (keep(kept / "binary"), [f"Option 'dest': '{kept / 'binary'}' cannot be used"])
    refused(direct, cases)
    for name, (content, _text) in contents.items():
        assert (kept / name).read_text(encoding="utf-8") == content
    gone = direct.play(
        keep(kept / "notes", name="lost", state="absent"),
        keep(kept / "stranger", name="not-there", state="absent"),
    )
    assert gone.changes() == [True, False]
    assert sorted(path.name for path in kept.iterdir()) == sorted([*contents, "binary"])


def test_what_is_overwritten(direct: Direct, sandbox: Caller, kept: Path, uuid: str) -> None:
    """A stale file of a client or cluster that is gone, an empty file, and a link, which is not followed."""
    elsewhere = sandbox.create_cluster(name="elsewhere")
    contents = {
        "empty": "",
        "client_gone": file_of("gone", uuid),
        "client_of_another_gone": file_of("gone", elsewhere),
        "cluster_gone": file_of("gone", "00000000-0000-4000-8000-000000000000"),
    }
    for name, content in contents.items():
        (kept / name).write_text(content, encoding="utf-8")
        (kept / name).chmod(0o644)
    names = list(contents)
    played = direct.play(*named(**{name: keep(kept / name, name=name) for name in names}))
    assert played.messages == []
    for name in names:
        assert sourced(kept / name) == played[name]["environment"], name
        assert mode(kept / name) == "0600"


def test_places_that_cannot_be_written(direct: Direct, sandbox: Caller, kept: Path, uuid: str) -> None:
    """A missing directory, a directory in the file's place and a closed directory show before a client is created."""
    closed = Path("/proc") if IS_ROOT else kept / "closed"
    (kept / "directory").mkdir()
    (kept / "file").write_text("", encoding="utf-8")
    if not IS_ROOT:
        closed.mkdir(mode=0o500)
    sandbox.create_client(uuid, "lost")
    missing = kept / "no" / "such"
    cases = {
        "missing": (keep(missing / "worker.env"), [f"the directory {str(missing)!r} does not exist"]),
        "directory": (keep(kept / "directory"), ["cannot be used", "directory"]),
        "below_a_file": (keep(kept / "file" / "worker.env"), ["cannot be used"]),
        "allow_replace": (keep(missing / "worker.env", name="lost", allow_replace=True), ["does not exist"]),
        "empty": (client(dest=""), ["Option 'dest'", "empty"]),
    }
    played = refused(direct, cases, *named(closed=keep(closed / "camunda.env")))
    assert f"Option 'dest': '{closed / 'camunda.env'}' cannot be used" in played["closed"]["msg"]
    assert played["closed"]["failed"]
    assert played.written("closed") == []


@pytest.mark.parametrize("taken_back", [True, False])
def test_a_write_that_fails_after_all(direct: Direct, sandbox: Caller, kept: Path, uuid: str, taken_back: bool) -> None:
    """If the file cannot be written after the creation, the client is deleted again, or its id is told."""
    dest = kept / "worker.env"
    sandbox.control("POST", "faults", {"method": "POST", "path": "/clusters/*/clients", "kind": "slow", "seconds": 1.5})
    if not taken_back:
        fault = {"method": "DELETE", "kind": "status", "status": 403, "body": "Not today"}
        sandbox.control("POST", "faults", fault)
    results: list[Mapping[str, Any]] = []
    playing = threading.Thread(target=lambda: results.append(direct.play(keep(dest))[0]))
    playing.start()
    wait_until(lambda: bool(sandbox.get(f"/clusters/{uuid}/clients")))
    # The place was proved writable and the client exists; the answer is on its way. Now the file cannot be renamed.
    dest.mkdir()
    playing.join(60)
    (result,) = results
    left = sandbox.get(f"/clusters/{uuid}/clients")
    assert result["failed"]
    assert f"{str(dest)!r} could not be written" in result["msg"]
    assert [path.name for path in kept.iterdir()] == ["worker.env"], "something else is left"
    if taken_back:
        assert "was deleted again" in result["msg"]
        assert left == []
    else:
        assert result["client_id"] == left[0]["clientId"]
        assert f"exists as {left[0]['clientId']}, its secret is lost, and deleting it failed as well" in result["msg"]
        assert "Not today" in result["msg"]
    assert "client_secret" not in result


def test_one_file_for_two_clients(player: Player, kept: Path, uuid: str) -> None:
    """A loop that names one file for all its items keeps the first one's secret, and says so for the second."""
    played = player.play({**keep(kept / "shared.env", name="worker-{{ item }}"), "loop": [1, 2]})
    first, second = played[0]["results"]
    assert "holds the credentials of client 'worker-1' of the same cluster" in second["msg"]
    assert sourced(kept / "shared.env") == first["environment"]


def test_the_users_own_directory(direct: Direct, uuid: str) -> None:
    """A tilde means the home directory, as everywhere in Ansible."""
    home = direct.directory / "home"
    home.mkdir()
    played = direct.play(client(dest="~/worker.env", omit_secret=False), environment={"HOME": str(home)})
    assert sourced(home / "worker.env") == played[0]["environment"]
