# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The sidebar of the documentation site has every page, in the order in which people learn."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ansible_collections.camunda.platform.tests.tools import docs_site

ROOT = Path(__file__).parents[3]
PAGES = {guide.stem for guide in (ROOT / "docs").glob("*.md")} | {"changelog", "contributing", "sandbox"}


def test_every_guide_is_in_a_group() -> None:
    """In the order Start, Tasks, Reference, Contributing."""
    text = docs_site.sidebar(PAGES)
    assert re.findall(r"^:caption: (.*)$", text, re.MULTILINE) == ["Start", "Tasks", "Reference", "Contributing"]
    shown = re.findall(r"^(?:.*<)?([a-z-]+)>?$", text, re.MULTILINE)
    assert set(shown) >= PAGES
    assert (
        shown.index("getting-started") < shown.index("secrets") < shown.index("behaviour") < shown.index("architecture")
    )


def test_a_page_without_a_group_is_an_error() -> None:
    """A reader would not find it."""
    with pytest.raises(ValueError, match="new-page"):
        docs_site.sidebar({*PAGES, "new-page"})


@pytest.mark.parametrize("guide", sorted((ROOT / "docs").glob("*.md")), ids=lambda guide: guide.stem)
def test_titles_fit_into_the_sidebar(guide: Path) -> None:
    """They begin with the noun, and have a line at most."""
    [title] = re.findall(
        r"^# (.*)$", re.sub(r"^```.*?^```", "", guide.read_text(encoding="utf-8"), flags=re.M | re.S), re.M
    )
    assert len(title) <= 24, title
