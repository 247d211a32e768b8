# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An organization with all features in the sandbox, made past the collection, and what is asked of it."""

from __future__ import annotations

from typing import Any

from camunda_sandbox.parameters import PARAMETERS

from ansible_collections.camunda.platform.tests.unit.sandbox.support import ALPHA, FRANKFURT, Caller

PRINCIPALS = ["arn:aws:iam::123456789012:root"]
# What YAML, Jinja, HTML or a shell could take for something else than text.
HOSTILE = "{{ 7 * 7 }} <script>alert(1)</script> 'ä' \"q\" # no: comment, {% if %} 日本 \\ &amp;"


def change(sandbox: Caller, method: str, path: str, **body: Any) -> Any:
    """Change something through the API, and return what it answers."""
    answer = sandbox.api(method, path, **({"json": body} if body else {}))
    assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
    return answer.json() if answer.content else None


def furnish(sandbox: Caller) -> dict[str, str]:
    """Make four clusters, one of them with everything that there is, and members; return UUIDs by description."""
    sandbox.settings(ipallowlist_visible="new", backup_seconds=0)
    uuids = {
        "orders": sandbox.create_cluster(
            name="orders",
            description="Order processing, production",
            regionId=FRANKFURT,
            stageLabel="prod",
            autoUpdate=True,
            backupRegionId=next(b.uuid for r in PARAMETERS.regions if r.uuid == FRANKFURT for b in r.backups or []),
        ),
        "alpha": sandbox.create_cluster(
            name="alpha", channelId=ALPHA.uuid, generationId=ALPHA.default_generation.uuid, stageLabel="dev"
        ),
        "twin 1": sandbox.create_cluster(name="twin", description="the first"),
        "twin 2": sandbox.create_cluster(name="twin", description="the second"),
        "hostile": sandbox.create_cluster(name=HOSTILE[:100], description=HOSTILE),
    }
    _furnish_cluster(sandbox, uuids["orders"])
    for which in ("twin 1", "twin 2", "hostile"):
        sandbox.create_client(uuids[which], HOSTILE, permissions=["Optimize"])
        change(sandbox, "POST", f"/clusters/{uuids[which]}/secrets", secretName="A", secretValue=which)
    change(sandbox, "POST", f"/clusters/{uuids['hostile']}/secrets", secretName="B {{ x }}", secretValue=HOSTILE + "\n")
    change(sandbox, "POST", "/members/ann@example.com", orgRoles=["admin"])
    change(sandbox, "POST", "/members/bob@example.com", orgRoles=["modeler", "analyst"])
    sandbox.control("PUT", "members/basic@example.com", {"roles": ["member"], "invite_pending": False})
    return uuids


def _furnish_cluster(sandbox: Caller, uuid: str) -> None:
    path = f"/clusters/{uuid}"
    sandbox.create_client(uuid, "worker", permissions=["Zeebe", "Operate"])
    sandbox.create_client(uuid, "reporting", permissions=["Optimize"])
    for name in ("PAYMENT_API_KEY", "DB_PASSWORD"):
        change(sandbox, "POST", f"{path}/secrets", secretName=name, secretValue=f"hush-hush-{name}")
    entries = [{"ip": "203.0.113.0/24,198.51.100.7", "description": "Office: north"}]
    change(sandbox, "PUT", f"{path}/ipallowlist", ipallowlist=entries)
    change(sandbox, "PUT", f"{path}/backups/schedule", schedule="0 2 * * mon-fri")
    change(sandbox, "POST", f"{path}/backups")
    change(sandbox, "POST", f"{path}/monitoring")
    change(sandbox, "POST", f"{path}/monitoring/clients", username="prometheus")
    connection = {"allowedPrincipals": PRINCIPALS, "allowedRegions": ["eu-central-1"]}
    change(sandbox, "POST", f"{path}/secure-connectivity", **connection)


def furnish_many(sandbox: Caller, clusters: int, each: int) -> None:
    """Make clusters with so many clients and secrets each."""
    for number in range(clusters):
        uuid = sandbox.create_cluster(name=f"c{number:03}")
        for index in range(each):
            sandbox.create_client(uuid, f"client-{index:02}")
            change(sandbox, "POST", f"/clusters/{uuid}/secrets", secretName=f"S{index:02}", secretValue="hush")
