# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Notices a change of what users install that no changelog fragment tells of.

Usage: python tests/tools/fragments.py CHECKOUT

`antsibull-changelog release` uses the fragments up. So whatever differs from the tag of the last release in plugins,
roles or playbooks, while no fragment waits, is told to nobody. Before the first release there has to be one fragment,
which introduces it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import yaml

TOLD = ("plugins", "roles", "playbooks")


def problem(checkout: Path) -> str:
    """Return what is wrong; empty if nothing is. Without the tag of the last release it cannot be told."""
    if list((checkout / "changelogs" / "fragments").glob("*.yml")):
        return ""
    file = checkout / "changelogs" / "changelog.yaml"
    releases = (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).get("releases", {}) if file.exists() else {}
    if not releases:
        return "changelogs/fragments is empty, and nothing was released: who is to introduce the first release?"
    tag = max(releases, key=lambda version: [int(part) for part in version.split("-")[0].split(".")])
    if _git(checkout, "tag", "--list", tag) == "":
        return ""
    changed = _git(checkout, "diff", "--name-only", tag, "--", *TOLD)
    return f"no fragment in changelogs/fragments tells of what changed since {tag}:\n{changed}" if changed else ""


def _git(checkout: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=checkout, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


def main(checkout: Path) -> int:
    """Check; returns the exit status."""
    found = problem(checkout)
    print(found or "changelog fragments: present and complete")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
