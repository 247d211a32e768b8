# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No file names a package registry or a place of the machine that it was written on."""

from __future__ import annotations

import re

from ansible_collections.camunda.platform.tests.unit.guards.collection import files, text_of

# Put together from parts, as this file must not name them either.
REGISTRIES = [
    "".join(parts)
    for parts in (
        ("py", "pi.org"),
        ("python", "hosted.org"),
        ("galaxy.", "ansible.com"),
        ("registry.", "npmjs.org"),
        ("npm", "js.com"),
        ("maven.", "apache.org"),
        ("maven", ".org"),
        ("cra", "tes.io"),
        ("ruby", "gems.org"),
        ("proxy.", "golang.org"),
        ("docker", ".io"),
        ("quay", ".io"),
        ("gh", "cr.io"),
    )
]
REGISTRY = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, REGISTRIES))})\b", re.IGNORECASE)
MACHINE = re.compile(r"(?<![\w.~}>-])/(?:root|work|home/\w+|Users/\w+|tmp/\w+)(?=[/\s'\"`,;:.)]|$)", re.MULTILINE)


def problems(text: str) -> list[str]:
    """Return the foreign names in a text."""
    return REGISTRY.findall(text) + MACHINE.findall(text)


def test_files() -> None:
    found = {
        name: problems(text_of(name)) for name in files() if not name.startswith("LICENSE") and name[-4:] != ".png"
    }
    assert {name: names for name, names in found.items() if names} == {}
