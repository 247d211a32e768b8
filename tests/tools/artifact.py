# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks the collection's artifact: only files of the project, none missing, and it installs and documents itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

from ansible_collections.camunda.platform.tests.tools.tree import walk

# What the artifact has to hold beside one file for each module.
NEEDED = {
    "CHANGELOG.rst",
    "FILES.json",
    "LICENSE",
    "MANIFEST.json",
    "README.md",
    "meta/execution-environment.yml",
    "meta/runtime.yml",
    "playbooks/provision.yml",
    "plugins/module_utils/_http/transport.py",
    "requirements.txt",
    "roles/provision/meta/argument_specs.yml",
    "tests/sandbox/camunda_sandbox/__main__.py",
}
# Parts of paths that must not be in it.
UNWANTED = {".ansible", ".cache", ".ci", ".git", ".github", ".venv", "__pycache__", "output"}
MADE_BY_BUILD = {"FILES.json", "MANIFEST.json"}


def main(directory: Path) -> int:
    """Check the one artifact of a directory against the copy, which is the working directory; returns the status."""
    [artifact] = directory.glob("*.tar.gz")
    with tarfile.open(artifact) as archive:
        names = {member.name for member in archive if not member.isdir()}
    modules = {path.stem for path in Path("plugins/modules").glob("*.py")}
    needed = NEEDED | {f"plugins/modules/{module}.py" for module in modules}
    problems = [f"missing: {name}" for name in sorted(needed - names)]
    problems += [f"not a file of the project: {name}" for name in sorted(names - set(walk(Path())) - MADE_BY_BUILD)]
    problems += [f"unwanted: {name}" for name in sorted(names) if UNWANTED & set(PurePosixPath(name).parts)]
    problems += check_installed(artifact, modules)
    for problem in problems:
        print(problem)
    print(f"{artifact.name}: {len(names)} files, {artifact.stat().st_size // 1024} KiB, {len(problems)} problems")
    return 1 if problems else 0


def check_installed(artifact: Path, modules: set[str]) -> list[str]:
    """Install the artifact somewhere and compare the modules that ansible-doc finds there; returns what is wrong."""
    with tempfile.TemporaryDirectory() as path:
        environment = {**os.environ, "ANSIBLE_COLLECTIONS_PATH": path}
        install = ["ansible-galaxy", "collection", "install", "--offline", "--collections-path", path, str(artifact)]
        done = subprocess.run(install, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            return [f"does not install: {done.stdout}{done.stderr}"]
        listing = ["ansible-doc", "--json", "--list", "--type", "module", "camunda.platform"]
        done = subprocess.run(listing, env=environment, capture_output=True, text=True, check=False)
        found = {name.rpartition(".")[2] for name in json.loads(done.stdout or "{}")}
        return [f"ansible-doc of the installed artifact: {name}" for name in sorted(found ^ modules)]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
