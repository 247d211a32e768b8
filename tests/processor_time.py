# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of each file cost in time of processors, their processes included: .cache/report/cpu.tsv."""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

_OUTPUT = "processor_time"
_TICKS = os.sysconf("SC_CLK_TCK")


class ProcessorTime:
    """A plugin that adds up the time by file, in each worker of pytest-xdist and for all of them."""

    def __init__(self) -> None:
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._before: float | None = None

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(
        self, item: pytest.Item, nextitem: pytest.Item | None
    ) -> Generator[None, object, object]:
        """Look before the first and after the last test of a file: looking takes time itself."""
        if self._before is None:
            self._before = spent()
        result = yield
        if nextitem is None or nextitem.path != item.path:
            now = spent()
            self._seconds[item.path.name] += now - self._before
            self._before = now
        return result

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Add what a worker took."""
        for name, seconds in getattr(node, "workeroutput", {}).get(_OUTPUT, {}).items():
            self._seconds[name] += seconds

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Hand it on to who started the worker, or write the table."""
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output[_OUTPUT] = dict(self._seconds)
        elif self._seconds:
            directory = Path(os.environ.get("COLLECTION_CACHE", tempfile.gettempdir()), "report")
            directory.mkdir(exist_ok=True)
            costly = sorted(self._seconds.items(), key=lambda row: -row[1])
            lines = [f"{seconds:.2f}\t{name}\n" for name, seconds in costly]
            (directory / "cpu.tsv").write_text("".join(lines), encoding="utf-8")


def spent() -> float:
    """Return the seconds that this process and all below it took, those that have ended and were waited for too."""
    processes: dict[int, tuple[int, int]] = {}
    for entry in os.scandir("/proc") if os.path.isdir("/proc/self") else ():
        if entry.name.isdigit():
            try:
                fields = Path(entry.path, "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            processes[int(entry.name)] = int(fields[1]), sum(map(int, fields[11:15]))
    below = [os.getpid()]
    for parent in below:
        below.extend(number for number, (its_parent, _ticks) in processes.items() if its_parent == parent)
    return sum(processes[number][1] for number in below if number in processes) / _TICKS
