# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tables of a measurement as Markdown, on a terminal and in docs/performance.md."""

from __future__ import annotations

import datetime
import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path

import requests
from ansible.release import __version__ as core_version

PAGE = Path(os.environ.get("COLLECTION_CHECKOUT", ".")) / "docs" / "performance.md"
_BEGIN, _END = "<!-- measured: {} -->", "<!-- end -->"


def table(head: Sequence[str], lines: Iterable[Iterable[str]]) -> str:
    """Return a table."""
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def conditions(load: tuple[float, float, float], runs: int) -> str:
    """Return what the measurement was made on; ``load`` is the load average at its beginning."""
    today = datetime.datetime.now(tz=datetime.timezone.utc).date()
    return (
        f"Measured on {os.cpu_count()} cores, ansible-core {core_version}, Python {platform.python_version()},"
        f" requests {requests.__version__}, {today}. Load average at the start {load[0]:.1f}, {load[1]:.1f},"
        f" {load[2]:.1f}. Medians of {runs} runs."
    )


def put_into_page(name: str, text: str) -> None:
    """Replace what the page has between the marks of a measurement; raises ValueError if it has no such marks."""
    page = PAGE.read_text(encoding="utf-8")
    before, mark, rest = page.partition(_BEGIN.format(name))
    _old, end, after = rest.partition(_END)
    if not mark or not end:
        raise ValueError(f"{PAGE} has no place for {name!r}")
    PAGE.write_text(f"{before}{mark}\n\n{text}\n\n{end}{after}", encoding="utf-8")
