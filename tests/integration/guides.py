# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The code blocks of the guides, and a reader who copies them one after the other into an empty folder.

A block of YAML whose first line is a comment with the name of a file is written to that file. All other blocks are run
when the reader comes to them: commands by a shell, plays and tasks by ansible-playbook, variable files by the playbook
of their prefix, inventory sources by ansible-inventory, options of modules by a module. A block that cannot be run has
the reason in a comment above it: ``<!-- not run: needs a Kubernetes cluster -->``.
"""

from __future__ import annotations

import json
import re
import shlex
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.play import Played, Player

ROOT = Path(__file__).parents[2]
GUIDES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
_BLOCK = re.compile(
    r"^(?:<!-- not run: (?P<reason>[^\n]+?) -->\n)?^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_FILE = re.compile(r"# ([\w./-]+\.(?:yml|yaml))\b")
# What only a shell understands; all else of a line is the same without one.
_SHELL = re.compile(r"[$*?~|&;<>`(){}]")
_PREFIXES = ("provision", "backup", "upgrade")


@dataclass(frozen=True)
class Block:
    """A fenced block of a guide."""

    guide: str
    line: int
    language: str
    text: str
    # Why it is not run; empty: it is run.
    reason: str

    def __str__(self) -> str:
        return f"{self.guide}:{self.line}"

    @property
    def file(self) -> str | None:
        """Return the name of the file that the block belongs into."""
        named = _FILE.match(self.text)
        return named[1] if named and self.language == "yaml" else None

    @property
    def shown(self) -> bool:
        """Return whether the block shows output or a picture, and has nothing to copy."""
        return self.language in ("text", "json", "python")


def _platform_of(text: str) -> dict[str, str]:
    """Return what a user of Self-Managed does not have in the environment: the addresses of SaaS."""
    saas = ("CAMUNDA_OAUTH_URL", "CAMUNDA_CONSOLE_BASE_URL")
    return dict.fromkeys(saas, "") if "keycloak_url" in text or "auth: none" in text else {}


def blocks_of(guide: Path) -> Iterator[Block]:
    """Give the blocks of a guide in their order."""
    text = guide.read_text(encoding="utf-8")
    for match in _BLOCK.finditer(text):
        line = text.count("\n", 0, match.start("language")) + 1
        yield Block(guide.name, line, match["language"], match["text"], match["reason"] or "")


class Reader:
    """Somebody with a home and an empty folder, who types what a guide shows."""

    def __init__(self, player: Player, places: Mapping[str, str]) -> None:
        self._player = player
        self.folder, self.home = player.directory / "folder", player.directory / "home"
        self.folder.mkdir()
        self.home.mkdir()
        player.cwd = self.folder
        player.environment["HOME"] = str(self.home)
        # What a guide has to make up, such as the address of an installation, and what it is here.
        self.places = dict(places)
        self.replaced: set[str] = set()
        self.last: Played | None = None

    def follow(self, block: Block) -> None:
        """Do what a block shows; fails if that does."""
        text = self._here(block.text)
        if block.language == "shell":
            self.type(block, text)
        elif block.language == "console":
            self._compare(block, text)
        elif block.file:
            place = self.folder / block.file
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
            yaml.safe_load(text)
        else:
            assert block.language == "yaml", f"{block}: what is to be done with {block.language!r}?"
            self._yaml(block, yaml.safe_load(text), text)

    def type(self, block: Block, text: str) -> None:
        """Run commands, line by line, in one terminal."""
        lines = [line for line in text.replace("\\\n", " ").splitlines() if line and not line.startswith("#")]
        for line in lines:
            bare = re.sub(r"(?<=[ =])(?:~|\$HOME)(?=/)", str(self.home), line.split(" #")[0].strip())
            if bare.startswith(("ansible ", "ansible-")) and not _SHELL.search(bare):
                played = self._player.ansible(*shlex.split(bare))
            else:
                played = self._shell(line)
            self._keep(f"{block}: {line}", played)

    def _here(self, text: str) -> str:
        for made_up, real in self.places.items():
            if made_up in text:
                self.replaced.add(made_up)
                text = text.replace(made_up, real)
        return text

    def _keep(self, what: str, played: Played) -> None:
        assert played.returncode == 0, f"{what}\n{played.output}"
        self.last = played

    def _shell(self, line: str) -> Played:
        """Run a line in bash; what it exports is kept for the next ones."""
        exports = self._player.directory / "exports"
        played = self._player.run("bash", "-euo", "pipefail", "-c", f"{line}\nexport -p >{shlex.quote(str(exports))}")
        if line.startswith("export ") and played.returncode == 0:
            exported = re.findall(r"^declare -x (\w+)=(.*)$", exports.read_text(encoding="utf-8"), re.MULTILINE)
            named = {name: "".join(shlex.split(value)) for name, value in exported if f"{name}=" in line}
            self._player.environment.update(named)
            if "CAMUNDA_KEYCLOAK_URL" in named:
                self._player.environment.pop("CAMUNDA_OAUTH_URL", None)
        return played

    def _compare(self, block: Block, text: str) -> None:
        """Run the commands of a terminal session, and look for each shown line in what they print."""
        commands = [line.removeprefix("$ ") for line in text.splitlines() if line.startswith("$ ")]
        for command in commands:
            self.type(block, command)
        assert self.last
        shown = [line for line in text.splitlines() if line and not line.startswith(("$ ", "..."))]
        missing = [line for line in shown if line not in self.last.output.splitlines()]
        assert not missing, f"{block}: {missing}\n{self.last.output}"

    def _yaml(self, block: Block, content: Any, text: str) -> None:
        if isinstance(content, list):
            self._play(block, content, text)
        elif "plugin" in content:
            (self.folder / "camunda.yml").write_text(text, encoding="utf-8")
            strictly = {"ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "true", **_platform_of(text)}
            played = self._player.inventory("-i", "camunda.yml", "--list", environment=strictly)
            self._keep(str(block), played)
        elif set(content) <= set(CONNECTION):
            self._options(block, content)
        else:
            self._variables(block, content, text)

    def _play(self, block: Block, content: list[dict[str, Any]], text: str) -> None:
        if not any({"hosts", "ansible.builtin.import_playbook"} & set(entry) for entry in content):
            head = "- name: Tasks of the guide\n  hosts: localhost\n  gather_facts: false\n  tasks:\n"
            text = head + textwrap.indent(text, "    ")
        playbook = self.folder / f"line-{block.line}.yml"
        playbook.write_text(text, encoding="utf-8")
        sources = ("-i", "camunda.yml") if (self.folder / "camunda.yml").exists() else ()
        self._keep(str(block), self._player.playbook(*sources, playbook.name, environment=_platform_of(text)))

    def _variables(self, block: Block, content: Mapping[str, Any], text: str) -> None:
        """Plan with a variable file that shows what one can look like."""
        [prefix] = {name for name in _PREFIXES if all(key.startswith(f"{name}_") for key in content)}
        file = self.folder / f"line-{block.line}.yml"
        file.write_text(text, encoding="utf-8")
        played = self._player.playbook(f"camunda.platform.{prefix}", "-e", f"@{file.name}", "--check")
        self._keep(str(block), played)

    def _options(self, block: Block, content: Mapping[str, Any]) -> None:
        """List the clusters with options for the connection: they have to be valid, or only fail to connect."""
        terminal = Direct(self._player.directory, "")
        terminal.environment = {
            name: value
            for name, value in self._player.environment.items()
            if name == "CAMUNDA_TOKEN_CACHE_DIR" or not name.startswith("CAMUNDA_")
        }
        credentials = {"client_id": "...", "client_secret": "...", "timeout": 2, "retries": 0}
        asked = {**credentials, **self._at_home(content)}
        [result] = terminal.play({"camunda_cluster_info": asked}).results
        reached = not result["failed"] or result.get("code") in ("connection_failed",)
        assert reached, f"{block}: {json.dumps(result, indent=2)}"

    def _at_home(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Return options with the reader's home for ~, which is the test's own in this process."""
        return {
            name: f"{self.home}{value[1:]}" if isinstance(value, str) and value.startswith("~/") else value
            for name, value in content.items()
        }
