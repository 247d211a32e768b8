# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Adopting an organization: what camunda_export writes, the role provision finds nothing to change in."""

from __future__ import annotations

import json
import stat
from typing import Any

import yaml

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.organization import furnish, furnish_many
from ansible_collections.camunda.platform.tests.integration.play import Played, Player, Task
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

PRUNE = {
    **{f"provision_prune_{kind}": True for kind in ("clients", "secrets", "members")},
    # A cluster of the export has no clients.
    "provision_allow_empty": True,
}


def export(player: Player, *arguments: str, **variables: Any) -> Played:
    """Run the playbook export."""
    return player.playbook("camunda.platform.export", "-e", json.dumps(variables), *arguments)


def recap(played: Played, what: str) -> int:
    """Return a number of the recap."""
    line = next(line for line in played.output.splitlines() if line.startswith("localhost ") and "changed=" in line)
    return int(line.split(f"{what}=")[1].split()[0])


def provision(player: Player, *arguments: str, **variables: Any) -> Played:
    """Run the playbook provision with the exported files."""
    files = [f"@{name}" for name in ("org.yml", "secrets.yml") if (player.directory / name).exists()]
    given = [part for value in [*files, json.dumps(variables)] for part in ("-e", value)]
    return player.playbook("camunda.platform.provision", *given, *arguments)


def test_round_trip(player: Player, sandbox: Caller) -> None:
    """Export, then provision: nothing to change, neither in check mode nor with prune; a second export is the same."""
    furnish(sandbox)
    files = {"export_dest": "org.yml", "export_secrets_dest": "secrets.yml"}
    played = export(player, **files)
    assert (played.returncode, recap(played, "changed")) == (0, 1), played.output
    paths = [player.directory / name for name in ("org.yml", "secrets.yml")]
    assert [stat.S_IMODE(path.stat().st_mode) for path in paths] == [0o600, 0o600]
    texts = [path.read_text(encoding="utf-8") for path in paths]
    assert "hush-hush" in texts[1]
    assert "hush-hush" not in texts[0] + played.output
    assert "owner@example.com (owner). The API cannot set the roles" in played.output

    done = len(sandbox.control("GET", "requests"))
    for arguments, variables in ((["--check", "--diff"], {}), ([], PRUNE)):
        played = provision(player, *arguments, **variables)
        assert (played.returncode, recap(played, "changed")) == (0, 0), played.output
    assert [r for r in sandbox.control("GET", "requests")[done:] if r["method"] != "GET"] == []

    again = export(player, "-vvv", "--diff", **files)
    assert (again.returncode, recap(again, "changed")) == (0, 0), again.output
    assert [path.read_text(encoding="utf-8") for path in paths] == texts
    assert "hush-hush" not in again.output


def describe(player: Player, name: str) -> Any:
    """Return the content of a file without templates."""
    return yaml.safe_load((player.directory / name).read_text(encoding="utf-8").replace("!unsafe ", ""))


def test_cost(direct: Direct, sandbox: Caller) -> None:
    """Three requests, and four a cluster, whatever is in the clusters; one more where there is AWS."""
    furnish_many(sandbox, clusters=6, each=5)
    sandbox.control("DELETE", "requests")
    played = direct.play({"camunda_export": {"dest": "org.yml"}})
    requests = [r["path"] for r in sandbox.control("GET", "requests")]
    assert played.changes() == [True], played.output
    assert played[0]["export"]["clients"] == played[0]["export"]["secrets"] == 30
    assert len([path for path in requests if path != "/oauth/token"]) == 3 + 4 * 6
    assert requests.count("/oauth/token") <= 1
    assert len(set(requests)) == len(requests)


def test_files(direct: Direct, sandbox: Caller) -> None:
    """Check mode predicts, a file of a person is left alone, and only what was asked for is exported."""
    uuids = furnish(sandbox)
    options = {"dest": "a.yml", "cluster_patterns": ["ord*", uuids["twin 2"]], "secrets_dest": "s.yml"}
    wrong = {"dest": "a.yml", "cluster_patterns": ["nobody"]}
    both: list[Task] = []
    for name, force in (("made", False), ("kept", False), ("left", False), ("forced", True)):
        if name == "left":
            both.append({"step": {"write": {"dest": str(direct.directory / "a.yml"), "content": "# mine\n"}}})
            both.append({"step": {"write": {"dest": str(direct.directory / "s.yml"), "content": "# theirs\n"}}})
        task = {"camunda_export": {**options, "allow_overwrite": force}, "diff": True}
        both += [{**task, "name": f"{name}_plan", "check_mode": True}, {**task, "name": name}]
    played = direct.play(
        *both,
        {"name": "wrong", "camunda_export": wrong},
        {"name": "same", "camunda_export": {"dest": "a.yml", "secrets_dest": "./a.yml"}},
        {"name": "nowhere", "camunda_export": {"dest": "none/a.yml"}, "check_mode": True},
        diff=True,
    )
    for name, changed in (("made", True), ("kept", False), ("forced", True)):
        assert played.changes(f"{name}_plan", name) == [changed, changed], played.output
        assert played[name]["diff"] == played[f"{name}_plan"]["diff"]
    assert played["made"]["action"] == "create"
    # As text, not as JSON.
    variables, secrets_diff = played["forced"]["diff"]
    assert variables["before"] == "# mine\n"
    assert "provision_clusters:\n" in variables["after"]
    assert variables["after_header"] == f"{direct.directory / 'a.yml'} (mode 0600)"
    assert secrets_diff["after"] == "the new content, hidden\n"
    assert secrets_diff["before_header"].startswith(str(direct.directory / "s.yml"))
    assert [one["before_header"] for one in played["made"]["diff"]] == ["no file", "no file"]
    for name in ("left_plan", "left"):
        assert "a.yml' exists with other content" in str(played.changes(name)[0])
    assert "fits no cluster. Valid: 'alpha'" in str(played.changes("wrong")[0])
    assert "it must differ from dest" in str(played.changes("same")[0])
    assert "does not exist" in str(played.changes("nowhere")[0])
    names = [(c["name"], c.get("uuid")) for c in describe(direct, "a.yml")["provision_clusters"]]
    assert names == [("orders", None), ("twin", uuids["twin 2"])]
    secrets = describe(direct, "s.yml")["provision_secrets"]
    assert secrets == {
        "orders": {name: f"hush-hush-{name}" for name in ("DB_PASSWORD", "PAYMENT_API_KEY")},
        uuids["twin 2"]: {"A": "twin 2"},
    }
    assert "hush-hush" not in played.output


def test_what_cannot_be_read_is_left_out(direct: Direct, sandbox: Caller) -> None:
    """A refusal is a remark and a field that is not there, never an empty one; a failure of the server is a failure."""
    uuid = sandbox.create_cluster(name="orders")
    sandbox.create_client(uuid)
    parts = ("clients", "secrets", "backups/schedule", "monitoring/clients")
    refused = {"kind": "status", "status": 403, "body": "Forbidden", "times": 0}
    for path in (*(f"/clusters/{uuid}/{part}" for part in parts), "/members"):
        sandbox.control("POST", "faults", {"method": "GET", "path": path, **refused})
    played = direct.play(
        {"name": "export", "camunda_export": {"dest": "org.yml"}},
        {"name": "info", "camunda_organization_info": {}},
    )
    assert played.changes() == [True, False], played.output
    (cluster,) = described = describe(direct, "org.yml")["provision_clusters"]
    assert described[0]["name"] == "orders"
    assert not {"clients", "ip_allowlist", "backup_schedule", "monitoring", "stage_label"} & set(cluster)
    assert "provision_members" not in describe(direct, "org.yml")
    text = (direct.directory / "org.yml").read_text(encoding="utf-8")
    about = {remark["part"] for remark in played["export"]["remarks"]}
    assert about == {"clients", "secrets", "backup_schedule", "monitoring", "ip_allowlist", "members"}
    for part in ("clients", "secrets", "backup_schedule", "monitoring", "ip_allowlist", "members"):
        assert f"# Left out: {part}." in text

    (shown,) = played["info"]["clusters"]
    assert set(shown["unknown"]) == {"clients", "secrets", "backup_schedule", "monitoring"}
    assert shown["clients"] is None
    assert shown["backups"] == []
    assert "HTTP 403" in played["info"]["unknown"]["members"]

    sandbox.control("DELETE", "faults")
    fault = {"method": "GET", "path": f"/clusters/{uuid}/clients", "kind": "status", "status": 500}
    sandbox.control("POST", "faults", fault)
    failed = direct.play({"camunda_export": {"dest": "new.yml"}})
    assert "HTTP 500" in failed.messages[0]
    assert not (direct.directory / "new.yml").exists()
