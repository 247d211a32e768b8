# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every file says whose it is and under which license, in itself or in REUSE.toml."""

from __future__ import annotations

import fnmatch
import sys
from typing import Any

import pytest

from ansible_collections.camunda.platform.tests.unit.guards.collection import files, text_of

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HEADER = (
    "Copyright: (c) 2026, camunda.platform contributors",
    "GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)",
    # In two parts, so that it is not taken for the license of this file.
    "SPDX-License-" + "Identifier: GPL-3.0-or-later",
)
# The license itself, as REUSE takes it.
LICENSES = ("LICENSE", "LICENSES/*")


def covered_by(annotations: list[dict[str, Any]]) -> list[str]:
    """Return the patterns of the files whose license REUSE.toml tells."""
    found: list[str] = []
    for annotation in annotations:
        if "SPDX-License-Identifier" in annotation:
            path = annotation["path"]
            found += [path] if isinstance(path, str) else path
    return found


COVERED = covered_by(tomllib.loads(text_of("REUSE.toml"))["annotations"])


def fits(name: str, pattern: str) -> bool:
    """Tell whether a pattern of REUSE.toml means a file: ** goes over directories, * does not."""
    if pattern.startswith("**"):
        return fnmatch.fnmatchcase(name, pattern[1:])
    return fnmatch.fnmatchcase(name, pattern) and name.count("/") == pattern.count("/")


def has_header(text: str) -> bool:
    """Tell whether the header is at the top, after a shebang line or the beginning of a comment if there is one."""
    lines = [line.strip(" #;%.*/") for line in text.splitlines()[:6]]
    return any(tuple(lines[start : start + 3]) == HEADER for start in range(4))


def test_files_have_the_header_or_are_covered() -> None:
    without = [
        name
        for name in files()
        if not any(fits(name, pattern) for pattern in (*LICENSES, *COVERED)) and not has_header(text_of(name))
    ]
    assert without == []


@pytest.mark.parametrize("pattern", COVERED)
def test_only_files_that_cannot_have_it_are_covered(pattern: str) -> None:
    assert not pattern.endswith((".py", ".yml", ".md", ".toml", ".txt", "*")), "these can hold a comment"


def test_patterns() -> None:
    assert fits("a/b.json", "**.json")
    assert fits("CHANGELOG.rst", "CHANGELOG.rst")
    assert not fits("docs/CHANGELOG.rst", "CHANGELOG.rst")
    assert not fits("LICENSES/a/b", "LICENSES/*")
