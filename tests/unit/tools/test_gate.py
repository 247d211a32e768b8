# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The gate runs all of its parts whatever happens, and ends with a table, the skipped tests and pytest's last line."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

GATE = Path(__file__).parents[2] / "tools" / "gate.py"
# In the place of tests/tools/run: pytest, or a part that fails by its name.
RUN = """#!/usr/bin/env bash
if [[ $* == *keycloak* ]]; then
    echo "SKIPPED [3] tests/keycloak/conftest.py:62: no Keycloak: install Java and Maven"
    echo "3 skipped in 0.10s"
elif [[ $1 == pytest ]]; then
    echo "SKIPPED [1] tests/a.py:5: no browser: install chromium"
    echo "===== ${TESTS:-2 passed, 1 skipped} in 1.50s ====="
    exit "${STATUS:-0}"
else
    echo "output of $*"
    [[ $* != *broken* ]]
fi
"""


def gate(directory: Path, *parts: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the gate with other tools beside it."""
    shutil.copy(GATE, directory)
    scripts = {"run": RUN, "keycloak": "#!/bin/sh\n", "setup_awx": "#!/bin/sh\necho 'awx will be skipped: no pip'\n"}
    scripts["setup_eda"] = scripts["setup_sdk"] = "#!/bin/sh\n"
    for name, content in scripts.items():
        (directory / name).write_text(content, encoding="utf-8")
        (directory / name).chmod(0o755)
    command = [sys.executable, str(directory / "gate.py"), *parts]
    return subprocess.run(
        command, env={"PATH": "/usr/bin:/bin", **environment}, capture_output=True, text=True, check=False
    )


def test_all_passes(tmp_path: Path) -> None:
    """Each part is in the table, and what was skipped with its reason; the last line is pytest's."""
    done = gate(tmp_path, "lint", "build+import")
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stdout + done.stderr
    assert lines[-1] == "===== 2 passed, 1 skipped in 1.50s ====="
    assert "output of tests/tools/check build import" in lines
    rows = {line.split()[0]: line for line in lines[lines.index("=== tests") :] if " passed" in line}
    assert {"keycloak", "awx", "lint", "build+import", "tests"} <= set(rows)
    assert rows["tests"].endswith("passed: 2 passed, 1 skipped")
    skipped = {line.strip() for line in lines[lines.index("Skipped:") + 1 : -2]}
    assert skipped == {
        "awx will be skipped: no pip",
        "[3] tests/keycloak/conftest.py:62: no Keycloak: install Java and Maven",
        "[1] tests/a.py:5: no browser: install chromium",
    }


@pytest.mark.parametrize(
    ("parts", "environment", "failed"),
    [(["broken", "lint"], {}, "broken"), (["lint"], {"STATUS": "1", "TESTS": "1 failed, 2 passed"}, "tests")],
)
def test_a_part_fails(tmp_path: Path, parts: list[str], environment: dict[str, str], failed: str) -> None:
    """The others run nevertheless, and the exit status says so."""
    done = gate(tmp_path, *parts, **environment)
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert [line.split()[0] for line in lines if "  FAILED" in line] == [failed]
    assert "output of tests/tools/check lint" in lines
    assert " in 1.50s" in lines[-1]
