# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs everything that a change has to pass, even if some of it fails, and ends with a table of what came of it.

Usage: python tests/tools/gate.py PART...

The parts of tests/tools/check run as many at a time as there are processors, the tests with Keycloak among them, which
start their server once. The output of each is printed when it ends. The unit and integration tests follow; the last
line is pytest's.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

TOOLS = Path(__file__).resolve().parent
RUN = str(TOOLS / "run")
KEYCLOAK = "keycloak"
AWX = "awx"
# What prepares tests is no check: without it they are skipped.
COMMANDS = {
    KEYCLOAK: [[str(TOOLS / "keycloak")], [str(TOOLS / "setup_awx")], [RUN, "pytest", "-q", "tests/keycloak"]],
    AWX: [[str(TOOLS / name)] for name in ("setup_awx", "setup_eda", "setup_sdk")],
}
TESTS = [RUN, "pytest", "-n", "auto", "--dist", "worksteal", "tests/unit", "tests/integration"]
# The longest first, so that no processor waits for the last part.
LONG = (KEYCLOAK, "sanity", "site", "ansible-lint", "docs", "mypy")
_SKIPPED = re.compile(r"^(?:SKIPPED (?P<tests>\[\d+\] .*)|(?P<part>.*will be skipped.*))$", re.MULTILINE)
_COLOR = re.compile(r"\x1b\[[\d;]*m")
_CLOSING = re.compile(r"(?:=+ )?(?P<counts>no tests ran|\d+ \w+(?:, \d+ \w+)*) in [\d.]+s.*")


@dataclass
class Outcome:
    """What came of a part."""

    name: str
    failed: bool
    output: str
    seconds: float
    processor: float
    closing: str = field(init=False)
    skipped: list[str] = field(init=False)

    def __post_init__(self) -> None:
        plain = _COLOR.sub("", self.output)
        found = [line for line in plain.splitlines() if _CLOSING.fullmatch(line)]
        self.closing = found[-1] if found else ""
        self.skipped = [match["tests"] or match["part"] for match in _SKIPPED.finditer(plain)]

    @property
    def result(self) -> str:
        """Return the result in a few words, with the number of tests if there are any."""
        word = "FAILED" if self.failed else "passed"
        counts = _CLOSING.fullmatch(self.closing)
        return f"{word}: {counts['counts']}" if counts else word


def main(parts: list[str]) -> int:
    """Run all; returns the exit status."""
    started = time.monotonic()
    outcomes = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        running = [pool.submit(run_part, name) for name in in_order([*COMMANDS, *parts])]
        for done in as_completed(running):
            outcomes.append(done.result())
            print_part(outcomes[-1])
    print("\n=== tests", flush=True)
    tests = run("tests", [TESTS], echo=True)
    print("\n".join(table([*outcomes, tests], time.monotonic() - started)))
    print(tests.closing or "The tests did not come to an end.", flush=True)
    return int(any(outcome.failed for outcome in [*outcomes, tests]))


def in_order(parts: Iterable[str]) -> list[str]:
    """Return the parts in the order in which they begin."""
    return sorted(parts, key=lambda part: LONG.index(part) if part in LONG else len(LONG))


def run_part(name: str) -> Outcome:
    """Run a part by its name; a name with + is of parts that need the one before."""
    return run(name, COMMANDS.get(name) or [[RUN, "tests/tools/check", *name.split("+")]])


def run(name: str, commands: list[list[str]], *, echo: bool = False) -> Outcome:
    """Run commands one after the other until one fails; ``echo`` prints all but pytest's last line at once."""
    started, processor, status, printed = time.monotonic(), 0.0, 0, []
    for command in commands:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert process.stdout
        for line in map(bytes.decode, process.stdout):
            printed.append(line)
            if echo and not _CLOSING.fullmatch(_COLOR.sub("", line.rstrip())):
                print(line, end="", flush=True)
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        processor += usage.ru_utime + usage.ru_stime
        if status:
            break
    return Outcome(name, bool(status), "".join(printed), time.monotonic() - started, processor)


def print_part(outcome: Outcome) -> None:
    """Print what a part printed."""
    print(f"\n=== {outcome.name}\n{outcome.output.rstrip()}".rstrip())
    print(f"--- {outcome.name}: {outcome.result}, {outcome.seconds:.0f} s", flush=True)


def table(outcomes: list[Outcome], seconds: float) -> list[str]:
    """Return a line for each part, and one for what was skipped."""
    rows = [("part", "seconds", "of CPU", "result")]
    rows += [(o.name, f"{o.seconds:.0f}", f"{o.processor:.0f}", o.result) for o in outcomes]
    rows.append(("all", f"{seconds:.0f}", f"{sum(o.processor for o in outcomes):.0f}", ""))
    width = max(len(row[0]) for row in rows)
    lines = ["", *(f"{name:<{width}} {wall:>8} {cpu:>8}  {result}".rstrip() for name, wall, cpu, result in rows), ""]
    skipped = [line for outcome in outcomes for line in outcome.skipped]
    return [*lines, "Skipped:" if skipped else "Nothing was skipped.", *(f"  {line}" for line in skipped), ""]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
