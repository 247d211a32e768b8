# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real browser without a window: what it makes of a page, and what the page looks like."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Shows the page in frames of given widths and writes down what it measures: chromium's own windows cannot be as narrow
# as a phone.
_MEASURE = """
addEventListener("load", () => {
  for (const frame of document.querySelectorAll("iframe")) {
    const page = frame.contentDocument, root = page.documentElement;
    const edge = root.clientWidth + 1;
    const wide = [...page.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > edge);
    const fetched = frame.contentWindow.performance.getEntriesByType("resource").length;
    const line = document.createElement("p");
    line.textContent = ["measured", frame.width, root.scrollWidth, wide.length, fetched, page.scripts.length].join(" ");
    document.body.append(line);
  }
});
"""


@dataclass(frozen=True)
class Measured:
    """What a browser measured of a page in a frame; lengths in pixels."""

    width: int
    scroll_width: int
    # Elements that reach over the right edge.
    overflowing: int
    # Requests of the page, and scripts in it.
    fetched: int
    scripts: int


class Browser:
    """Chromium or Chrome, if there is one on this machine."""

    def __init__(self, directory: Path) -> None:
        found = next(filter(None, map(shutil.which, _NAMES)), None)
        if found is None:
            pytest.skip(f"no browser: install one of {', '.join(_NAMES)} to look at the page with it")
        self._command = [
            *(found, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={directory / 'browser'}",
        ]
        self._directory = directory

    def measure(self, page: Path, *widths: int) -> list[Measured]:
        """Show a page at some widths and measure it."""
        content = html.escape(page.read_text(encoding="utf-8"))
        frames = "".join(f'<iframe width="{width}" height="900" srcdoc="{content}"></iframe>' for width in widths)
        wrapper = self._directory / "measure.html"
        wrapper.write_text(
            f'<!DOCTYPE html><meta charset="utf-8"><style>iframe{{border:0}}</style><script>{_MEASURE}</script>'
            f"<body>{frames}",
            encoding="utf-8",
        )
        seen = re.findall(r"<p>measured ([\d ]+)</p>", self._run("--dump-dom", wrapper))
        return [Measured(*map(int, line.split())) for line in seen]

    def screenshot(self, page: Path, dest: Path, width: int, height: int) -> None:
        """Take a picture of a page."""
        self._run(f"--window-size={width},{height}", f"--screenshot={dest}", page)

    def print(self, page: Path, dest: Path) -> None:
        """Print a page to PDF."""
        self._run("--no-pdf-header-footer", f"--print-to-pdf={dest}", page)

    def _run(self, *arguments: str | Path) -> str:
        *options, page = arguments
        command = [*self._command, *map(str, options), Path(page).as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout
