# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Builds the documentation site into .cache/docs/html: all plugins and roles, the guides, README and changelog.

Needs no network. Every warning is an error. Run below tests/tools/run.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

import yaml

COLLECTION = "camunda.platform"
_LINK = re.compile(r"(!?)\[([^\]]*)\]\((?!https?:|#|mailto:)([^)#\s]+)(#[^)\s]*)?\)")
# Files outside of docs that are on the site, too.
_ON_SITE = {
    "README.md": "index.md",
    "CHANGELOG.rst": "changelog.rst",
    "CONTRIBUTING.md": "contributing.md",
    "tests/sandbox/README.md": "sandbox.md",
}
# Titles in the sidebar for pages whose own titles are long.
_SHORT = {
    "collection/index": "Modules, plugins and roles",
    "changelog": "Release notes",
    "contributing": "How to contribute",
}
# The sidebar, in the order in which people learn. Every guide has to be in it.
_GROUPS = {
    "Start": ["getting-started", "authentication", "from-terraform", "adopting", "sandbox"],
    "Tasks": ["ci", "secrets", "rotation", "access", "upgrade", "inventory", "awx", "self-managed"],
    "Reference": [
        *("collection/index", "behaviour", "limits", "troubleshooting", "operations", "performance", "changelog"),
    ],
    "Contributing": ["contributing", "architecture", "conventions"],
}
_TOC = """

```{{toctree}}
:caption: {caption}
:hidden:
:maxdepth: 1

{pages}
```
"""


def main() -> int:
    """Prepare the sources and run Sphinx; returns its status."""
    site = Path(os.environ["COLLECTION_CACHE"]) / "docs"
    source = site / "source"
    shutil.rmtree(site, ignore_errors=True)
    # antsibull-docs wants a directory that nobody else can write to.
    (source / "collection").mkdir(mode=0o700, parents=True)
    shutil.copy("docs/site/conf.py", source)
    shutil.copytree("docs/site/static", source / "static")
    shutil.copytree("docs/images", source / "images")
    plugins = ["antsibull-docs", "collection", "--use-current", "--squash-hierarchy", "--fail-on-error"]
    subprocess.run([*plugins, "--dest-dir", source / "collection", COLLECTION], check=True)
    pages = write_pages(source)
    with (source / "index.md").open("a", encoding="utf-8") as index:
        index.write(sidebar(pages))
    sphinx = [sys.executable, "-m", "sphinx", "-b", "html", "-W", "--keep-going", "-q", "-d", str(site / "doctrees")]
    status = subprocess.run([*sphinx, source, site / "html"], check=False).returncode
    if not status:
        print(f"{len(list((site / 'html').rglob('*.html')))} pages: {site / 'html' / 'index.html'}")
    return status


def write_pages(source: Path) -> set[str]:
    """Copy the guides and other pages with their links made to work on the site; returns their names."""
    places = {str(guide): guide.name for guide in Path("docs").glob("*.md")} | _ON_SITE
    for file, page in places.items():
        text = Path(file).read_text(encoding="utf-8") if file.endswith(".rst") else linked(Path(file))
        (source / page).write_text(text, encoding="utf-8")
    return {PurePosixPath(page).stem for page in places.values()} - {"index"}


def sidebar(pages: set[str]) -> str:
    """Return the tables of contents of the groups; a page that is in none of them is an error."""
    lost = pages - {name for names in _GROUPS.values() for name in names}
    if lost:
        raise ValueError(f"no group of the sidebar has {', '.join(sorted(lost))}")
    tables = []
    for caption, names in _GROUPS.items():
        there = [_entry(name) for name in names if name in pages or "/" in name]
        tables.append(_TOC.format(caption=caption, pages="\n".join(there)))
    return "".join(tables)


def _entry(page: str) -> str:
    return f"{_SHORT[page]} <{page}>" if page in _SHORT else page


def linked(file: Path) -> str:
    """Return the text of a Markdown file; links to files that are not on the site lead to the repository."""
    repository = yaml.safe_load(Path("galaxy.yml").read_text(encoding="utf-8"))["repository"]

    def target(match: re.Match[str]) -> str:
        image, text, link, anchor = match.groups(default="")
        path = PurePosixPath(os.path.normpath(file.parent / link))
        if not Path(path).exists():
            raise FileNotFoundError(f"{file}: a link to {link}, which does not exist")
        place = _ON_SITE.get(str(path))
        if path.parts[0] == "docs" and path.suffix in (".md", ".svg", ".png"):
            place = str(path.relative_to("docs"))
        return f"{image}[{text}]({place or f'{repository}/blob/main/{path}'}{anchor})"

    return _LINK.sub(target, file.read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(main())
