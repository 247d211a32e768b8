# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role self_managed_check: what it finds, its fact, its summary and its report."""

from __future__ import annotations

import json
import stat
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.camunda.platform.plugins.filter.installation_check import installation_check
from ansible_collections.camunda.platform.tests.integration.browser import Browser, Measured
from ansible_collections.camunda.platform.tests.integration.installation import (
    CAMUNDA,
    MANAGEMENT,
    lead_to_installation,
)
from ansible_collections.camunda.platform.tests.integration.play import Played, Player
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller


@pytest.fixture
def installed(player: Player) -> Player:
    """Give a player against a new installation."""
    return lead_to_installation(player)


def check(player: Player, *runs: dict[str, Any], arguments: tuple[str, ...] = ()) -> Played:
    """Run the role once for each set of variables, failures ignored; the facts that it sets become the results."""
    tasks: list[dict[str, Any]] = []
    for number, variables in enumerate(runs):
        keep = player.directory / f"fact{number}.json"
        keep.unlink(missing_ok=True)
        role = {"name": "camunda.platform.self_managed_check"}
        tasks.append(
            {
                "block": [{"ansible.builtin.include_role": role, "vars": variables}],
                "rescue": [{"ansible.builtin.debug": {"msg": "rescued"}}],
                "always": [
                    {
                        "step": {
                            "write": {
                                "dest": str(keep),
                                "content": "{{ self_managed_check_result | default({}) | to_json }}",
                            }
                        }
                    }
                ],
            }
        )
    play = [{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]
    (player.directory / "check.yml").write_text(yaml.safe_dump(play), encoding="utf-8")
    played = player.playbook("check.yml", *arguments)
    kept = [player.directory / f"fact{number}.json" for number in range(len(runs))]
    played.results = [json.loads(file.read_text(encoding="utf-8")) for file in kept if file.exists()]
    return played


def test_what_it_finds(installed: Player, sandbox: Caller) -> None:
    """Health, versions of clusters and apps, clusters that are not there; it fails on request only."""
    sandbox.control("PUT", f"installation/{CAMUNDA}/apps/operate", {"status": "unhealthy", "generation": "8.8.7"})
    sandbox.control("PUT", f"installation/{CAMUNDA}/apps/my-tasks", {"type": "tasklist", "generation": "8.9.2"})
    versions = {"tasklist": "8.9.0", "my-tasks": "8.9.2", "operate": "8.9.*"}
    played = check(
        installed,
        {},
        {"self_managed_check_clusters": ["management"], "self_managed_check_generation_pattern": "8.9.*"},
        {"self_managed_check_app_generation_patterns": versions, "self_managed_check_ignore_apps": ["operate"]},
        {
            "self_managed_check_clusters": [MANAGEMENT.upper(), "old"],
            "self_managed_check_generation_pattern": "8x9.0",
            "self_managed_check_fail": True,
            "self_managed_check_print_summary": False,
        },
    )
    health, management, apps, missing = played.results
    assert health["ok"] is False
    assert health["problems"] == ["camunda is Unhealthy", "camunda/operate is unhealthy"]
    assert health["unhealthy"][1] == {
        "cluster": "camunda", "app": "operate", "status": "unhealthy", "generation": "8.8.7", "wanted": "",
    }  # fmt: skip
    assert (health["api"], [cluster["name"] for cluster in health["clusters"]]) == (
        "admin_api",
        ["camunda", "management"],
    )
    assert (management["ok"], management["problems"]) == (True, [])
    assert [cluster["name"] for cluster in management["clusters"]] == ["management"]
    assert apps["problems"] == ["camunda/operate is of generation 8.8.7, not 8.9.*"]
    assert apps["other_generations"][0]["wanted"] == "8.9.*"
    assert missing["missing"] == ["old"]
    assert missing["problems"] == ["management is of generation 8.9.0, not 8x9.0", "old is not there"]
    assert "management is of generation 8.9.0, not 8x9.0. old is not there." in played.output
    assert '"code": "check_failed"' in played.output
    assert "rescued=1 " in played.output
    assert "camunda (automation, 8.9.0): Unhealthy" in played.output
    assert "- operate 8.8.7: unhealthy" in played.output
    assert played.output.count("no problems") == 1


def test_report(installed: Player, sandbox: Caller) -> None:
    """Check mode plans it exactly, the second run changes nothing, and it is written before the role fails."""
    sandbox.control("PUT", f"installation/{CAMUNDA}/apps/operate", {"status": "unhealthy"})
    markdown, as_json = installed.directory / "report.md", installed.directory / "report.json"
    runs = (
        {"self_managed_check_report_dest": str(markdown), "self_managed_check_fail": True},
        {
            "self_managed_check_report_dest": str(as_json),
            "self_managed_check_report_format": "json",
            "self_managed_check_report_mode": "0600",
        },
    )
    planned = check(installed, *runs, arguments=("--check", "--diff"))
    assert not markdown.exists()
    # The second time, nothing is changed.
    written = check(installed, *runs, *runs, arguments=("--diff",))
    assert [_changed(played) for played in (planned, written)] == [2, 2], planned.output
    lines = markdown.read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["# Camunda Self-Managed", ""]
    assert {"- camunda/operate is unhealthy", "| camunda | operate | 8.9.0 | unhealthy |"} <= set(lines)
    for line in lines:
        assert not line or f"+{line}" in planned.output, line
    assert json.loads(as_json.read_text(encoding="utf-8")) == written.results[1]
    assert [stat.S_IMODE(file.stat().st_mode) for file in (markdown, as_json)] == [0o640, 0o600]


def test_what_cannot_be_checked(installed: Player, sandbox: Caller) -> None:
    """Wrong variables, and an installation that cannot be read, are errors in any case."""
    sandbox.settings(console_version="8.12")
    played = check(
        installed,
        {"self_managed_check_report_format": "pdf"},
        {"self_managed_check_api": "v1"},
        {"self_managed_check_api": "v2"},
    )
    assert "self_managed_check_report_format" in played.output
    assert "HTTP 404" in played.output
    assert "rescued=2 " in played.output
    assert played.results[-1]["api"] == "v2"


def _changed(played: Played) -> int:
    recap = next(line for line in played.output.splitlines() if line.startswith("localhost ") and "changed=" in line)
    return int(recap.split("changed=")[1].split()[0])


def test_text_of_the_installation_forges_no_line(installed: Player, sandbox: Caller) -> None:
    """Neither on the terminal nor in a report; with -v, Ansible prints results as JSON, which has no such lines."""
    hostile = "8.8.7\nfatal: [localhost]: FORGED \x1b[31m\u2028\u202e"
    sandbox.control("PUT", f"installation/{CAMUNDA}/apps/operate", {"status": "unhealthy", "generation": hostile})
    dest = installed.directory / "check.md"
    variables = {
        "self_managed_check_report_dest": str(dest),
        "self_managed_check_app_generation_patterns": {"operate": "8.9.*"},
    }
    played = check(installed, {**variables, "self_managed_check_fail": True})
    for text in (played.output, dest.read_text(encoding="utf-8")):
        assert "FORGED" in text
        assert not [line for line in text.splitlines() if line.startswith("fatal: [localhost]: FORGED")]
        assert not {"\x1b", "\u2028", "\u202e"} & set(text)


def test_page_json_and_metrics(installed: Player, sandbox: Caller) -> None:
    """Readiness, licenses and usage in all three files; hostile text is text; the second run changes nothing."""
    url = installed.environment["SANDBOX_URL"]
    hostile = "<script>alert(1)</script>\u202e"
    license = {"valid_license": True, "license_type": "production", "is_commercial": True, "expires_at": "2026-01-31"}
    sandbox.settings(console_version="8.10-v2")
    sandbox.control("PUT", f"installation/{CAMUNDA}", {"license": license})
    sandbox.control("PUT", f"installation/{MANAGEMENT}", {"license": {**license, "expires_at": "2999-01-31"}})
    used = [{"at": int(time.time() * 1000) - 3 * 86400_000, "process_instances": 95, "assignees": ["kim"]}]
    sandbox.control("PUT", f"installation/{CAMUNDA}/usage", used)
    for name, endpoint in (("operate", "missing"), ("tasklist", "_sandbox/settings")):
        sandbox.control("PUT", f"installation/{CAMUNDA}/apps/{name}", {"readiness": f"{url}/{endpoint}"})
    sandbox.control("PUT", f"installation/{CAMUNDA}/apps/optimize", {"generation": hostile, "readiness": "UP"})
    files = [installed.directory / name for name in ("check.html", "check.json", "check.prom")]
    dests = ("report_dest", "json_dest", "metrics_dest")
    variables = {
        **{f"self_managed_check_{name}": str(file) for name, file in zip(dests, files, strict=True)},
        "self_managed_check_readiness": True,
        "self_managed_check_usage_last": "30d",
        "self_managed_check_usage_limits": {"process_instances": "100", "task_users": 10},
        "self_managed_check_usage_percent": 90,
        "self_managed_check_license_required": True,
        "self_managed_check_ignore_apps": ["zeebe-broker", "zeebe-gateway", "console", "identity", "modeler"],
    }
    # The metrics have the time of the check.
    written = check(installed, variables, {**variables, "self_managed_check_metrics_dest": ""})
    assert _changed(written) == 1, written.output
    result = written.results[0]
    expected = [
        "camunda/operate is not ready",
        "the license of camunda expired on 2026-01-31",
        "95 process instances of at most 100 are used",
    ]
    assert result["problems"] == expected
    assert [entry["state"] for entry in result["licenses"]] == ["expired", "valid"]
    assert result["usage"]["task_users"] == {"total": 1, "limit": 10}
    page, as_json, metrics = (file.read_text(encoding="utf-8") for file in files)
    assert json.loads(as_json) == result
    assert "<script" not in page
    assert "\u202e" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert all(f"<span>{problem}</span>" in page for problem in expected)
    assert f'<a href="{url}/' not in page, "what was requested is shown as ready or not"
    lines = metrics.splitlines()
    [at] = [line.split()[1] for line in lines if line.startswith("camunda_check_timestamp_seconds ")]
    assert abs(time.time() - int(at)) < 600
    assert {
        "camunda_check_problems 3",
        'camunda_app_healthy{cluster="camunda",app="operate"} 1',
        'camunda_license_valid{cluster="camunda"} 0',
        'camunda_license_valid{cluster="management"} 1',
        'camunda_license_expiry_timestamp_seconds{cluster="camunda"} 1769817600',
        'camunda_usage_total{counted="process_instances"} 95',
        'camunda_usage_limit{counted="task_users"} 10',
    } <= set(lines)
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o640, 0o640, 0o644]


def test_the_page_in_a_browser(tmp_path: Path) -> None:
    """Nothing reaches over the edge of a desktop or a phone, nothing is fetched, and no script is in it."""
    browser = Browser(tmp_path)
    long = "long-" * 40
    app = {"id": long, "type": long, "status": long, "generation": long, "readiness": f"http://{long}/"}
    license = {"validLicense": False, "licenseType": f"<script>{long}</script>", "expiresAt": "2026-01-31"}
    cluster = {"name": long, "uuid": "a", "type": "x", "status": {"ready": long}, "apps": [app], "license": license}
    page = tmp_path / "page.html"
    checked = installation_check({"clusters": [cluster], "api": "v2"}, generation="8.9.*", title=long)
    page.write_text(checked["html"], encoding="utf-8")
    assert browser.measure(page, 1440, 390) == [Measured(width, width, 0, 0, 0) for width in (1440, 390)]


def test_the_playbook_is_for_monitoring(installed: Player, sandbox: Caller) -> None:
    """Its exit status is 0 only without problems; zeros without the right to read usage are one."""
    command = ("camunda.platform.self_managed_check", "-e", "self_managed_check_usage_start=2026-01-01")
    assert installed.playbook(*command).returncode == 0
    sandbox.settings(console_version="8.10-v2", usage_right=False)
    doubtful = installed.playbook(*command)
    assert doubtful.returncode == 2
    assert "the usage of camunda is zero in every respect, as it is without the right to read it" in doubtful.output
    assert "READ_USAGE_METRIC" in doubtful.output
