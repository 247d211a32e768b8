# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs `ansible-test sanity`, below tests/tools/run, without the one server of the Ansible project that it would ask.

The sanity tests get environments of their own, kept below HOME. ansible-test hands no pip settings on to them.

Without arguments, pylint leaves out the directory tests: it would take half of the time for it, and ruff and mypy check
it. What another part of the gate proves for less is left out too, see ELSEWHERE; with --gate, as `make test` calls it,
also what `make sanity` and `make matrix` run, see GATE_ELSEWHERE: half of the time. Before a release,
`make sanity ARGS='--test pylint --test import --test ansible-doc --test pep8'` checks everything.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import ansible_test

HOME = Path.home()
# Sanity tests, and what takes their place.
ELSEWHERE = {
    "ansible-doc": "docs: antsibull-docs reads the documentation of all plugins by ansible-doc, and checks more of it",
    "changelog": "changelog: antsibull-changelog lint",
    "import": "tests/unit/guards/test_imports_alone.py",
    "pep8": "ruff: its rules E, W and F, and its format",
    "shellcheck": "shellcheck",
}
GATE_ELSEWHERE = {
    "pylint": "ruff: its rules F, B, PLE, PLW, T20 and TID251; mypy: members and arguments",
    "yamllint": "yamllint for files; validate-modules and antsibull-docs for the YAML in plugins",
}


def main(arguments: list[str]) -> None:
    """Run ansible-test, for the Python that runs this; ends with its status."""
    provide_get_pip()
    provide_pip_settings()
    minor = ".".join(map(str, sys.version_info[:2]))
    command = ["ansible-test", "sanity", "--local", "--python", minor]
    runs = [arguments] if arguments else [skip("pylint", *ELSEWHERE), ["--test", "pylint", "--exclude", "tests/"]]
    if arguments == ["--gate"]:
        runs = [skip(*ELSEWHERE, *GATE_ELSEWHERE)]
    sys.exit(max(subprocess.run([*command, *run], check=False).returncode for run in runs))


def skip(*tests: str) -> list[str]:
    """Return the options that leave out tests."""
    return [part for test in tests for part in ("--skip-test", test)]


def provide_get_pip() -> None:
    """Put the stand-in for get-pip.py where this version of ansible-test keeps what it downloaded."""
    cache = HOME / ".ansible" / "test" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    source = Path(ansible_test.__path__[0], "_internal", "python_requirements.py").read_text()
    for version in re.findall(r"""\bpip=['"]([\d.]+)['"]""", source):
        shutil.copy(Path(__file__).with_name("get_pip.py"), cache / f"get_pip_{version.replace('.', '_')}.py")


def provide_pip_settings() -> None:
    """Write the caller's pip settings (mirrors and the like, from variables and files) to a file that pip reads."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    settings = dict(re.findall(r"^(?:global|install|:env:)\.([a-z-]+)=(.*)$", output, re.MULTILINE))
    settings |= {"quiet": "'1'", "no-compile": "'1'"}
    lines = [f"{name} = {ast.literal_eval(value)}" for name, value in settings.items() if name != "config-file"]
    path = HOME / ".config" / "pip" / "pip.conf"
    path.parent.mkdir(parents=True, exist_ok=True)
    # A mirror's address may hold a password.
    path.touch(mode=0o600)
    path.write_text("\n".join(["[global]", *lines, ""]))


if __name__ == "__main__":
    main(sys.argv[1:])
