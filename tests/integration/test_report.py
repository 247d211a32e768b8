# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report: what it says, that it is safe to open, and what a real browser makes of it."""

from __future__ import annotations

import json
import os
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.tests.integration.browser import Browser, Measured
from ansible_collections.camunda.platform.tests.integration.organization import HOSTILE, change, furnish
from ansible_collections.camunda.platform.tests.integration.play import Played, Player
from ansible_collections.camunda.platform.tests.integration.role import changes, play_runs
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

# Long after all that a test makes, whenever it runs.
LATER = "2100-01-01T12:00:00Z"


def load(player: Player, name: str = "report.json") -> Any:
    """Return what a report says."""
    return json.loads((player.directory / name).read_text(encoding="utf-8"))


def attention(report: Any) -> set[tuple[str, str | None, str]]:
    """Return what needs attention, without the texts' numbers."""
    return {(item["level"], item["cluster"], item["text"]) for item in report["attention"]}


class Page(HTMLParser):
    """The elements, texts and references of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.references: list[str] = []
        self.handlers: list[str] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.add(tag)
        self.references += [str(value) for name, value in attrs if name in ("href", "src", "srcset", "action", "data")]
        self.handlers += [name for name, value in attrs if name.startswith("on") or "script:" in str(value)]

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.texts.append(data)


def given(**variables: Any) -> dict[str, Any]:
    """Return variables of the role with which it writes into the directory of the test."""
    return {"report_dest": "report.html", "report_json_dest": "report.json", **variables}


def report(player: Player, *arguments: str, **variables: Any) -> Played:
    """Run the playbook report in the directory of the test."""
    return player.playbook("camunda.platform.report", "-e", json.dumps(given(**variables)), *arguments)


def test_what_it_says(player: Player, sandbox: Caller) -> None:
    """Everything is in both files, hostile names as texts only, secrets nowhere; the second run changes nothing."""
    uuids = furnish(sandbox)
    sandbox.settings(failing_backups=1)
    change(sandbox, "POST", f"/clusters/{uuids['orders']}/backups")
    sandbox.control("PUT", f"clusters/{uuids['alpha']}/status", {"status": "Suspended"})
    sandbox.control("PUT", f"clusters/{uuids['twin 1']}/status", {"status": "On <b>fire</b>"})
    options = {"report_generated_at": LATER, "report_title": "Ours <b>&amp;"}
    plan = report(player, "--check", "--diff", **options)
    assert not list(player.directory.glob("report.*"))
    # The second time, nothing is changed.
    made, _runs = play_runs(player, "report", [given(**options)] * 2, "--diff")
    assert [changes(played) for played in (plan, made)] == [2, 2], made.output
    assert [word for word in ("<html", "<section", "table-layout") if word in plan.output + made.output] == []
    output = plan.output + made.output

    found = load(player)
    summary = found["summary"]
    assert (summary["clusters"], summary["healthy"], summary["clients"], summary["members"]) == (5, 3, 5, 5)
    assert summary["differences"] is None
    texts = attention(found)
    hostile = HOSTILE[:100]
    assert ("bad", "twin", "is On <b>fire</b>.") in texts
    assert ("warning", "alpha", "is Suspended.") in texts
    assert ("warning", hostile, "is open to every address: the IP allowlist is empty.") in texts
    assert [text[:36] for level, name, text in texts if (level, name) == ("bad", "orders")] == [
        "has a newest backup that failed (73 "
    ]
    assert any(name == "orders" and "has had no complete backup for" in text for level, name, text in texts)

    text = (player.directory / "report.html").read_text(encoding="utf-8")
    page = Page(text)
    assert "script" not in page.tags
    assert page.handlers == []
    assert {reference[:9] for reference in page.references} == {"#cluster-"}
    assert not [word for word in ("http:", "https:", "url(", "@import", "//") if word in text]
    assert page.texts.count(HOSTILE) >= 4
    assert {"worker", "PAYMENT_API_KEY", "ann@example.com", "prometheus"} <= {
        word for text in page.texts for word in text.replace(",", " ").split()
    }
    for name in ("report.html", "report.json"):
        assert "hush-hush" not in (player.directory / name).read_text(encoding="utf-8")
    assert "hush-hush" not in output


def test_differences(player: Player, sandbox: Caller) -> None:
    """With variables it says what is not described and what the role would change, and changes nothing."""
    uuid = sandbox.create_cluster(name="orders", description="old")
    for name in ("worker", "forgotten", "widened"):
        sandbox.create_client(uuid, name, permissions=["Zeebe"])
    other = sandbox.create_cluster(name=HOSTILE[:100])
    for name, value in (("KEPT", "hush-hush-1"), ("STRAY", "hush-hush-2")):
        change(sandbox, "POST", f"/clusters/{uuid}/secrets", secretName=name, secretValue=value)
    for name in ("ann", "eve"):
        change(sandbox, "POST", f"/members/{name}@example.com", orgRoles=["analyst"])
    clients: list[dict[str, Any]] = [
        {"name": "worker"},
        {"name": "widened", "permissions": ["Zeebe", "Operate"], "allow_replace": True},
        {"name": "missing", "dest": str(player.directory / "missing.env")},
    ]
    variables: dict[str, Any] = {
        "provision_clusters": [
            {"name": "orders", "description": "new {{ 'text' }}", "clients": clients},
            {"name": "planned", "plan_type": "Basic 1x", "region": "Belgium, Europe (europe-west1)"},
        ],
        "provision_secrets": {"orders": {"KEPT": "hush-hush-3"}},
        "provision_members": [{"email": "Ann@example.com", "roles": ["admin"]}],
    }
    before = len(sandbox.control("GET", "requests"))
    played = report(player, "-vvv", **variables)
    assert played.returncode == 0, played.output
    assert [
        r for r in sandbox.control("GET", "requests")[before:] if r["method"] != "GET" and r["path"] != "/oauth/token"
    ] == []
    found = load(player)
    drift = {(row["kind"], row["cluster"], row["name"], row["action"]) for row in found["drift"]}
    assert drift == {
        ("clusters", "orders", None, "update"),
        ("clusters", "planned", None, "create"),
        ("clients", "orders", "widened", "replace"),
        ("clients", "orders", "missing", "create"),
        ("secrets", "orders", "KEPT", "update"),
        ("members", None, "Ann@example.com", "update"),
    }
    fields = {row["name"]: row["fields"] for row in found["drift"]}
    assert fields["widened"] == [{"field": "permissions", "before": "Zeebe", "after": "Operate, Zeebe"}]
    assert [field["after"] for row in found["drift"] if row["name"] is None for field in row["fields"]] == ["new text"]
    texts = attention(found)
    assert ("warning", "orders", "has clients that are not in the variable file: forgotten.") in texts
    assert ("warning", "orders", "has secrets that are not in the variable file: STRAY.") in texts
    assert ("warning", HOSTILE[:100], "is not in the variable file.") in texts
    assert ("warning", None, "Members that are not in the variable file: eve@example.com.") in texts
    assert found["summary"]["differences"] == 6
    shown = played.output + "".join((player.directory / f"report.{kind}").read_text() for kind in ("html", "json"))
    assert "hush-hush" not in shown

    # What the role refuses belongs into the report too; nothing after it was compared. The next run forgets it.
    clusters = variables["provision_clusters"]
    refused = [{**clusters[0], "plan_type": "Advanced 1x"}, *clusters[1:]]
    mistyped = [{**clusters[0], "regoin": "Belgium"}, *clusters[1:]]
    runs = [
        given(**{**variables, "provision_clusters": refused}, report_cluster_patterns=[other]),
        given(**{**variables, "provision_clusters": mistyped}),
        given(provision_clusters=[{"name": "orders"}]),
    ]
    _played, (impossible, wrong, fine) = play_runs(player, "report", runs)
    failed = [row for row in impossible.result["drift"] if row["action"] == "fail"]
    assert [(row["kind"], row["cluster"]) for row in failed] == [("clusters", "orders")]
    assert "plan_type is 'Trial Cluster', wanted 'Advanced 1x'" in failed[0]["message"]
    assert [cluster["uuid"] for cluster in impossible.result["clusters"]] == [other]
    (row,) = wrong.result["drift"]
    assert (row["kind"], row["action"]) == ("role", "fail")
    assert "Unsupported parameters: provision_clusters.regoin" in row["message"]
    assert fine.result["drift"] == []


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where pictures are left for a person to look at: the cache of the checkout, if there is one."""
    cache = os.environ.get("COLLECTION_CACHE")
    directory = Path(cache) / "report" if cache else tmp_path_factory.mktemp("report")
    directory.mkdir(exist_ok=True)
    return directory


def test_in_a_browser(player: Player, sandbox: Caller, pictures: Path) -> None:
    """Nothing sticks out on a desktop or a phone, and nothing is fetched; with no and with 200 clusters as well."""
    browser = Browser(player.directory)
    empty = report(player, report_dest="none.html", report_json_dest="")
    uuids = furnish(sandbox)
    long_word = "W" * 100
    sandbox.create_client(uuids["orders"], long_word)
    change(sandbox, "POST", f"/clusters/{uuids['orders']}/secrets", secretName=long_word[:49], secretValue="hush")
    sandbox.create_cluster(name=long_word, description=long_word)
    full = report(player, report_dest="full.html", report_json_dest="", report_generated_at=LATER)
    for number in range(200 - len(uuids) - 1):
        sandbox.create_cluster(name=f"c{number:03}")
    many = report(player, report_dest="many.html", report_json_dest="many.json")
    assert [played.returncode for played in (empty, full, many)] == [0, 0, 0], many.output
    assert load(player, "many.json")["summary"]["clusters"] == 200
    for name in ("none", "full", "many"):
        page = player.directory / f"{name}.html"
        assert browser.measure(page, 1440, 390) == [
            Measured(width, scroll_width=width, overflowing=0, fetched=0, scripts=0) for width in (1440, 390)
        ], name
    page = player.directory / "full.html"
    browser.screenshot(page, pictures / "full.png", 1440, 2000)
    browser.print(page, pictures / "full.pdf")
    assert (pictures / "full.png").read_bytes()[:4] == b"\x89PNG"
    assert (pictures / "full.pdf").read_bytes()[:4] == b"%PDF"
