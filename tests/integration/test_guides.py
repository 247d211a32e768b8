# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the guides tell to type works: the first description, and the play that finds drift."""

from __future__ import annotations

import re
from pathlib import Path

from ansible_collections.camunda.platform.tests.integration.play import Played, Player
from ansible_collections.camunda.platform.tests.integration.role import changes
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

DOCS = Path(__file__).parents[2] / "docs"


def block(guide: str, file: str) -> str:
    """Return the code block of a guide that begins with the name of a file."""
    [found] = re.findall(
        rf"^```yaml\n(# {re.escape(file)}\b.*?)^```", (DOCS / guide).read_text(), re.MULTILINE | re.DOTALL
    )
    return str(found)


def test_start_in_ten_minutes_and_look_for_drift(player: Player, sandbox: Caller) -> None:
    """Plan, apply, check again; no drift is exit code 0, drift is 2 with its name."""
    (player.directory / "camunda").mkdir()
    clusters, drift = player.directory / "clusters.yml", player.directory / "drift.yml"
    clusters.write_text(block("getting-started.md", "clusters.yml"), encoding="utf-8")
    drift.write_text(block("ci.md", "drift.yml"), encoding="utf-8")

    def run(*arguments: str) -> Played:
        quick = ("-e", "@clusters.yml", "-e", "provision_wait_interval=0.1")
        return player.playbook(*arguments, *quick, environment={"HOME": str(player.directory)})

    plan = run(str(drift), "--check", "--diff")
    assert plan.returncode == 2, plan.output
    assert "Not as described: orders, orders/order-worker" in plan.output
    assert sandbox.get("/clusters") == []

    applied = run("camunda.platform.provision", "--diff")
    assert (applied.returncode, changes(applied)) == (0, 1), applied.output
    assert "ZEEBE_CLIENT_SECRET" in (player.directory / "camunda" / "order-worker.env").read_text(encoding="utf-8")

    same = run(str(drift), "--check", "--diff")
    assert (same.returncode, changes(same)) == (0, 0), same.output
