# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks that an artifact, galaxy.yml, the code, the changelog and the README tell of the same version.

Usage: python tests/tools/release.py ARTIFACT, in the collection's directory.
"""

from __future__ import annotations

import json
import re
import sys
import tarfile
from pathlib import Path
from typing import Any

import yaml


def problems(root: Path, manifest: dict[str, Any]) -> list[str]:
    """Return what does not fit together in a collection's directory and the artifact's MANIFEST.json."""
    version = load(root / "galaxy.yml")["version"]
    found = [f"{place} has version {other}" for place, other in versions(root, manifest).items() if other != version]
    return [*found, *changelog_problems(root, version), *readme_problems(root)]


def versions(root: Path, manifest: dict[str, Any]) -> dict[str, str]:
    """Return the versions that are told in places beside galaxy.yml."""
    code = (root / "plugins" / "module_utils" / "_version.py").read_text(encoding="utf-8")
    return {
        "MANIFEST.json": manifest["collection_info"]["version"],
        "_version.py": re.findall(r'^VERSION = "(.+)"$', code, re.MULTILINE)[0],
    }


def changelog_problems(root: Path, version: str) -> list[str]:
    """Return what is wrong with the release notes: a version is released, or its notes wait in fragments, not both."""
    file = root / "changelogs" / "changelog.yaml"
    releases = load(file)["releases"] if file.exists() else {}
    fragments = list((root / "changelogs" / "fragments").glob("*.yml"))
    notes = (root / "CHANGELOG.rst").read_text(encoding="utf-8")
    if version in releases:
        found = [f"{version} is released, but {fragment.name} waits" for fragment in fragments]
        return found if f"v{version}\n" in notes else [*found, f"CHANGELOG.rst does not tell of v{version}"]
    if not fragments:
        return [f"changelogs/fragments has no notes for {version}"]
    return [] if f"Version {version} is in the making" in notes else [f"CHANGELOG.rst does not tell of {version}"]


def readme_problems(root: Path) -> list[str]:
    """Return what the README tells otherwise than the metadata: ansible-core, Python, repository."""
    text = (root / "README.md").read_text(encoding="utf-8")
    core = load(root / "meta" / "runtime.yml")["requires_ansible"].removeprefix(">=").removesuffix(".0")
    python = load(root / "tests" / "config.yml")["modules"]["python_requires"].removeprefix(">=")
    wanted = (f"ansible-core {core} or newer", f"Python {python} or newer", "CHANGELOG.rst")
    return [f"README.md does not say: {words}" for words in wanted if words not in text]


def load(file: Path) -> Any:
    """Return the content of a YAML file."""
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def main(artifact: Path) -> int:
    """Check; returns the exit status."""
    with tarfile.open(artifact) as archive:
        member = archive.extractfile("MANIFEST.json")
        assert member
        found = problems(Path(), json.load(member))
    for problem in found:
        print(problem)
    print(f"version, changelog and README: {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
