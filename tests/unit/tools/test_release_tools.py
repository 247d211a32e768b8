# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is checked before a release: versions that differ, notes that are missing, changes that nobody is told of."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.camunda.platform.tests.tools import fragments, release
from ansible_collections.camunda.platform.tests.unit.guards.collection import ROOT, load_yaml

VERSION = load_yaml("galaxy.yml")["version"]
MANIFEST: dict[str, Any] = {"collection_info": {"version": VERSION}}
FILES = (
    *("galaxy.yml", "README.md", "CHANGELOG.rst", "meta/runtime.yml", "tests/config.yml"),
    "plugins/module_utils/_version.py",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a copy of the files that tell of the version; one fragment waits."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "changelogs" / "fragments").mkdir(parents=True)
    (tmp_path / "changelogs" / "fragments" / "a.yml").write_text("bugfixes: [x]\n", encoding="utf-8")
    notes = f"Version {VERSION} is in the making\n"
    (tmp_path / "CHANGELOG.rst").write_text(notes, encoding="utf-8")
    return tmp_path


def publish(root: Path, version: str) -> None:
    """Pretend that a version was released."""
    data = {"releases": {version: {"release_date": "2026-11-22"}}}
    (root / "changelogs" / "changelog.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")


def replace(file: Path, old: str, new: str) -> None:
    """Change a file."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_collection_itself() -> None:
    assert release.problems(ROOT, MANIFEST) == []


def test_what_fits_together(root: Path) -> None:
    assert release.problems(root, MANIFEST) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("plugins/module_utils/_version.py", f'"{VERSION}"', '"9.9.9"', "_version.py has version 9.9.9"),
        ("galaxy.yml", f"version: {VERSION}", "version: 9.9.9", "MANIFEST.json has version"),
        ("CHANGELOG.rst", VERSION, "9.9.9", "CHANGELOG.rst does not tell"),
        ("meta/runtime.yml", ">=2.16.0", ">=2.17.0", "ansible-core 2.17 or newer"),
        ("tests/config.yml", ">=3.10", ">=3.11", "Python 3.11 or newer"),
    ],
)
def test_what_differs_is_seen(root: Path, file: str, old: str, new: str, words: str) -> None:
    replace(root / file, old, new)
    assert words in "\n".join(release.problems(root, MANIFEST))


def test_notes(root: Path) -> None:
    """A released version has notes and no fragments; one to be released has fragments."""
    publish(root, VERSION)
    assert release.changelog_problems(root, VERSION) == [
        f"{VERSION} is released, but a.yml waits",
        f"CHANGELOG.rst does not tell of v{VERSION}",
    ]
    (root / "changelogs" / "fragments" / "a.yml").unlink()
    (root / "CHANGELOG.rst").write_text(f"v{VERSION}\n======\n", encoding="utf-8")
    assert release.changelog_problems(root, VERSION) == []
    assert "has no notes for 9.9.9" in release.changelog_problems(root, "9.9.9")[0]


def test_changes_without_a_fragment(root: Path) -> None:
    """Before the first release and after it, with and without a fragment, with and without a change."""
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.com"]

    def run(*arguments: str) -> None:
        subprocess.run([*git, *arguments], cwd=root, check=True, stdout=subprocess.DEVNULL)

    run("init", "--quiet")
    assert fragments.problem(root) == ""
    (root / "changelogs" / "fragments" / "a.yml").unlink()
    assert "nothing was released" in fragments.problem(root)
    publish(root, VERSION)
    run("add", ".")
    run("commit", "--quiet", "-m", "x")
    assert fragments.problem(root) == "", "without a tag"
    run("tag", VERSION)
    assert fragments.problem(root) == ""
    (root / "README.md").write_text("x", encoding="utf-8")
    assert fragments.problem(root) == "", "nothing that users install"
    (root / "plugins" / "module_utils" / "_version.py").write_text("x", encoding="utf-8")
    assert "plugins/module_utils/_version.py" in fragments.problem(root)
    (root / "changelogs" / "fragments" / "b.yml").write_text("bugfixes: [y]\n", encoding="utf-8")
    assert fragments.problem(root) == ""
