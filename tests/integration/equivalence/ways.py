# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a family of cases one way, and makes what came of it comparable."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ansible.parsing.vault import VaultLib, VaultSecret
from camunda_sandbox.core import Sandbox

from ansible_collections.camunda.platform.tests.integration.equivalence.family import INSTANT, Family
from ansible_collections.camunda.platform.tests.integration.fast_modules import FIRST_IS_REAL
from ansible_collections.camunda.platform.tests.integration.installation import lead_to_installation
from ansible_collections.camunda.platform.tests.integration.play import Played, Player
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller, serving

MASKED = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
VAULT_PASSWORD = "of the vault"
NOT_A_TEMPLATE = "{{ not a template }} {% raw %}"


@dataclass
class Way:
    """What came of one way to run the cases."""

    played: Played
    results: dict[str, Any]
    output: str
    requests: dict[str, list[str]]
    # The module that a process of its own ran, instead of a fork of a server.
    real: set[str]


def both_ways(family: Family, directory: Path) -> tuple[Way, Way]:
    """Run a family in process, and again as modules, each against a sandbox in the same state."""
    with serving(Sandbox()) as url:
        caller = Caller(url)
        done = _run(family, caller, directory, True), _run(family, caller, directory, False)
        caller.session.close()
    return done


def _run(family: Family, sandbox: Caller, directory: Path, in_process: bool) -> Way:
    for name in ("kept", "cache", "real"):
        shutil.rmtree(directory / name, ignore_errors=True)
        (directory / name).mkdir()
    sandbox.control("POST", "reset")
    sandbox.token = None
    sandbox.settings(**INSTANT)
    made = family.prepare(sandbox, directory)
    variables = directory / "variables.yml"
    variables.write_text(_variables_text(str(sandbox.ask_token().json()["access_token"]), made), encoding="utf-8")
    (directory / "password").write_text(VAULT_PASSWORD, encoding="utf-8")
    player = Player(directory, sandbox.url)
    if family.self_managed:
        lead_to_installation(player)
    played = player.play(
        *({"name": name, **task} for name, task in family.cases.items()),
        in_process=in_process,
        arguments=["-vvv", "-e", f"@{variables}", "--vault-password-file", str(directory / "password")],
        watch=True,
        # Errors list sets, whose order depends on the seed; ansible-core leaves out invocations from 2.21 on.
        environment={
            "PYTHONHASHSEED": "1",
            "ANSIBLE_INJECT_INVOCATION": "true",
            FIRST_IS_REAL: str(directory / "real"),
        },
    )
    assert len(played.results) == len(family.cases), played.output[-3000:]
    same = _comparable(played, [str(value) for value in made.values()])
    results = {name: json.loads(same(json.dumps(played[name], sort_keys=True))) for name in family.cases}
    requests = {name: [same(line) for line in played.asked(name)] for name in family.cases}
    if family.any_order:
        requests = {name: sorted(lines) for name, lines in requests.items()}
    real = {path.name for path in (directory / "real").iterdir()}
    return Way(played, results, same(played.output), requests, real)


def _variables_text(token: str, made: Any) -> str:
    """Return a file of variables with tags that a playbook dumped by PyYAML cannot have."""
    vault = VaultLib([("default", VaultSecret(VAULT_PASSWORD.encode()))])
    lines = [f'untrusted: !unsafe "{NOT_A_TEMPLATE}"', f"api_token: {token}"]
    lines += [f"{name}: {json.dumps(value)}" for name, value in made.items()]
    lines += ["vaulted: !vault |", *(f"  {line}" for line in vault.encrypt(b"sandbox-secret").decode().splitlines())]
    return "\n".join(lines) + "\n"


_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TIME = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(?:Z|\+00:00)|(?<=\"expires_at\": )\d+|(?<=\"seconds\": )[.\d]+"
    r"|\b\d{13}(?:\.\d+)?\b|(?<=age\": )[.\d]+|(?<=age\\\": )[.\d]+"
)
# What is new in every run, and no UUID: ids of clients, secrets, passwords.
_NEW = ("client_id", "client_secret", "access_token", "password", "service_name")


def _comparable(played: Played, made: list[str]) -> Callable[[str], str]:
    """Return what puts numbers, in the order of appearance, in the place of ids, secrets and times of a run."""
    known = {text: f"<{index}>" for index, text in enumerate(made)}

    def learn(value: Any, key: str = "") -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                learn(inner, name)
        elif isinstance(value, list):
            for inner in value:
                learn(inner, key)
        elif isinstance(value, str):
            for text in [value] if key in _NEW else _UUID.findall(value):
                if text not in ("", MASKED):
                    known.setdefault(text, f"<{len(known)}>")

    learn(played.results)
    pattern = re.compile("|".join(re.escape(text) for text in sorted(known, key=len, reverse=True)) or "(?!)")
    return lambda text: _TIME.sub("0", pattern.sub(lambda match: known[match[0]], text))


# What names the way of execution, and what only an action plugin can say: progress while it waits.
_OF_THE_WAY = re.compile(
    r"(?:camunda\.platform\.)?\w+: running (in process|as a module, because in-process execution is switched off)$"
    r"|<127\.0\.0\.1> |Using module file |\[localhost\] "
)


def printed(output: str) -> list[str]:
    """Return the lines of an output without those that are about the way of execution."""
    lines = (line.replace("Module failed:", "Action failed:") for line in output.splitlines())
    return [line for line in lines if not _OF_THE_WAY.match(line)]
