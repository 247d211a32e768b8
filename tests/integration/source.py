# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Inventory sources of the plugin clusters, listed by the real ansible-inventory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ansible_collections.camunda.platform.tests.integration.faults import squeezed
from ansible_collections.camunda.platform.tests.integration.play import Player

PLUGIN = "camunda.platform.clusters"
# Written as they are by yaml.safe_dump, and read by Ansible as what they stand for.
Options = Mapping[str, Any]


@dataclass
class Listed:
    """What ansible-inventory made of a source."""

    output: str
    content: dict[str, Any]

    @property
    def hosts(self) -> dict[str, dict[str, Any]]:
        """Return the variables of each host."""
        found: dict[str, dict[str, Any]] = self.content["_meta"]["hostvars"]
        return found

    @property
    def groups(self) -> dict[str, list[str]]:
        """Return the hosts of each group that has some, sorted."""
        return {name: sorted(group["hosts"]) for name, group in self.content.items() if group.get("hosts")}


def bare(value: Any) -> Any:
    """Return a value without the mark of those that are never taken for templates."""
    return value["__ansible_unsafe"] if isinstance(value, dict) and "__ansible_unsafe" in value else value


def write_source(directory: Path, options: Options, name: str = "camunda.yml") -> Path:
    """Write a source with the options, and return its path."""
    path = directory / name
    path.write_text(yaml.safe_dump({"plugin": PLUGIN, **options}, sort_keys=False), encoding="utf-8")
    return path


def list_sources(
    player: Player, *paths: Path, arguments: tuple[str, ...] = (), environment: Mapping[str, str] | None = None
) -> Listed:
    """List sources that may fail, each by itself; return what was said, on one line."""
    output = player.directory / "listed.json"
    output.unlink(missing_ok=True)
    sources = [word for path in paths for word in ("-i", str(path))]
    done = player.inventory("--list", "--output", str(output), *sources, *arguments, environment=environment)
    assert done.returncode == 0, done.output
    return Listed(squeezed(done.output), json.loads(output.read_text(encoding="utf-8")))


def list_source(player: Player, options: Options, *arguments: str, **environment: str) -> Listed:
    """List a source that must not fail."""
    listed = list_sources(player, write_source(player.directory, options), arguments=arguments, environment=environment)
    return parsed(listed)


def parsed(listed: Listed) -> Listed:
    """Return what was listed of sources that are all without faults."""
    assert "Unable to parse" not in listed.output, listed.output
    return listed
