# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""In process and as a module: the same tasks register, ask and print the same. Each way plays a family of cases once.

The first process of a family is a real one, which unpacks and compiles what Ansible packed; the others come from
module_server.py. That Ansible finds what it has to pack is a guard: tests/unit/guards/test_imports_alone.py.

This is the one place where it is proved, for every module. Other tests run in process, unless the way of execution is
what they are about.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.tests.integration.equivalence import (
    access,
    backups,
    borders,
    clients,
    clusters,
    network,
    operations,
    organization,
    secrets,
    self_managed,
)
from ansible_collections.camunda.platform.tests.integration.equivalence.family import REFUSED, Family
from ansible_collections.camunda.platform.tests.integration.equivalence.ways import (
    MASKED,
    NOT_A_TEMPLATE,
    Way,
    both_ways,
    printed,
)

FAMILIES: dict[str, Family] = {
    "borders": borders.FAMILY,
    "clusters": clusters.FAMILY,
    "clients": clients.FAMILY,
    "secrets": secrets.FAMILY,
    "backups": backups.FAMILY,
    "operations": operations.FAMILY,
    "network": network.FAMILY,
    "organization": organization.FAMILY,
    "self_managed": self_managed.FAMILY,
    "access": access.FAMILY,
}
# What must not be seen: what the sandbox and the cases are given as secrets.
SECRETS = ("sandbox-secret", "wrong-secret", "not-to-be-seen", "hush-hush", access.PASSWORD, *secrets.VALUES)
MODULES = Path(__file__).parents[2] / "plugins" / "modules"
# The other tests with module processes, because the way of execution is what they are about.
ABOUT_THE_WAY = {
    "test_callbacks.py": "what callbacks are handed",
    "test_scale.py": "what many processes share",
    "test_secrecy.py": "what each process shows",
}


def test_every_module_has_cases() -> None:
    """A new module needs its cases: at least one where it does its work, and one that is refused."""
    cases: dict[str, set[str]] = {path.stem: set() for path in MODULES.glob("camunda_*.py")}
    for family in FAMILIES.values():
        for module, names in family.modules.items():
            cases[module] |= names
    lacking = {
        module: sorted(names)
        for module, names in cases.items()
        if len({name.startswith(REFUSED) for name in names}) < 2
    }
    assert lacking == {}


def test_module_processes_are_for_this_file() -> None:
    """A module process costs a second: a test that runs both ways says here why it has to."""
    paths = [path for path in Path(__file__).parent.glob("test_*.py") if path.name != Path(__file__).name]
    found = {path.name for path in paths if "in_process: bool" in path.read_text(encoding="utf-8")}
    assert found == set(ABOUT_THE_WAY)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family(name: str, tmp_path: Path) -> None:
    """Results, requests and output are the same, whether a task succeeds or fails, and no secret is shown."""
    family = FAMILIES[name]
    in_process, as_module = both_ways(family, tmp_path)
    assert _differences(in_process.results, as_module.results) == []
    failed = {case for case, result in in_process.results.items() if result.get("failed")}
    assert failed == family.failing, {case: in_process.results[case] for case in failed ^ family.failing}
    assert not any("Traceback" in json.dumps(result) for result in in_process.results.values())

    loops = {case: (in_process.requests.pop(case), as_module.requests.pop(case)) for case in family.loops}
    assert _differences(in_process.requests, as_module.requests) == []
    for once, each in loops.values():
        assert len(once) < len(each)

    assert printed(in_process.output) == printed(as_module.output)
    text = "\n".join(printed(in_process.output))
    assert text.count('"invocation": {') > len(family.cases) / 2
    assert not [secret for secret in SECRETS if secret in in_process.played.output + as_module.played.output]

    ran = [(way.output.count(": running in process\n"), way.output.count(": running as a module, ")) for way in
           (in_process, as_module)]  # fmt: skip
    least = len(family.cases) - len(family.never_run)
    assert ran[0][0] >= least
    assert ran == [(ran[0][0], 0), (0, ran[0][0])]
    assert len(as_module.real) == 1
    assert as_module.real <= set(family.modules)
    for check in CHECKS.get(name, ()):
        check(in_process)


def _differences(one: Any, other: Any, where: str = "") -> list[str]:
    """Return where two values differ, and in what."""
    if isinstance(one, dict) and isinstance(other, dict):
        return [
            line for key in {**one, **other} for line in _differences(one.get(key), other.get(key), f"{where}.{key}")
        ]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [line for index, (left, right) in pairs for line in _differences(left, right, f"{where}[{index}]")]
    return [] if one == other else [f"{where}: {one!r} in process, {other!r} as a module"]


def what_the_borders_let_through(way: Way) -> None:
    """Text that looks like a template stays text, a vaulted secret is used, and secrets in results are masked."""
    results = way.results
    assert results["unsafe"]["cluster"]["description"] == NOT_A_TEMPLATE
    assert [found["name"] for found in results["from_vault"]["clusters"]] == ["old"]
    assert results["secret_in_result"]["cluster"]["description"] == "********, in a sentence"
    assert results["secret_is_value"]["cluster"]["description"] == MASKED
    assert "sandbox-secret" not in results["refused_secret_in_error"]["msg"]
    assert "********" in results["secret_is_short"]["clusters"][0]["region"]["name"]
    assert "no effect on the channel Alpha" in results["warned"]["warnings"][0]
    assert results["retried"]["attempts"] == 1


def text_comes_through(way: Way) -> None:
    """Every script there is, in check mode too."""
    assert way.results["created_planned"]["diff"]["after"]["description"] == "B\u00fcro \u2615 \N{ROCKET}"


CHECKS = {"borders": [what_the_borders_let_through], "clusters": [text_comes_through]}
