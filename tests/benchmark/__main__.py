# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Measures what an item of a loop and a run of the role provision cost: `make benchmark` (ARGS='--runs 9')."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from ansible.release import __version__ as core_version

from ansible_collections.camunda.platform.tests.benchmark import bulk_secrets, organization
from ansible_collections.camunda.platform.tests.benchmark.loops import Loop, Measured, above_empty, loops, run
from ansible_collections.camunda.platform.tests.benchmark.server import serving

# Milliseconds an item above an empty loop.
TARGET = 3.0
# The loops that the target is for.
TARGETED = ("existing", "missing")


def main() -> int:
    """Measure, print tables; return 1 if a limit is missed or a list is read more than once."""
    options = _options()
    with tempfile.TemporaryDirectory() as name, serving(Path(name)) as server:
        cluster = server.cluster_with_clients(options.items)
        measured = loops(server, cluster, options.items, options.slow_items)
        runs = []
        for number in range(options.runs):
            try:
                runs.append(run(Path(name), server, measured))
            except subprocess.CalledProcessError:
                print((Path(name) / "output.log").read_text(encoding="utf-8"), file=sys.stderr)
                raise
            print(f"run {number + 1} of {options.runs}: {_line(runs[-1])}", file=sys.stderr, flush=True)
    report = _report(measured, runs)
    _print(report)
    print()
    bulk_secrets.main()
    print()
    limits_met = organization.run(options.clusters, options.runs, options.latency)
    if options.json:
        Path(options.json).write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return 0 if report["target_met"] and report["one_list_a_loop"] and limits_met else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python tests/benchmark", description=__doc__)
    parser.add_argument("--items", type=int, default=200, help="items of the loops in process (default: %(default)s)")
    parser.add_argument("--slow-items", type=int, default=20, help="items of the slow ones (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=5, help="the medians are of so many runs (default: %(default)s)")
    parser.add_argument(
        "--clusters", type=int, nargs="*", default=[1, 5, 10, 20, 40], help="organizations to provision"
    )
    parser.add_argument("--latency", type=int, default=50, metavar="MS", help="of their server (default: %(default)s)")
    parser.add_argument("--json", metavar="FILE", help="write the figures to this file as well")
    return parser.parse_args()


def _line(measured: dict[str, Measured]) -> str:
    return ", ".join(f"{key} {one.ms:.1f}" for key, one in measured.items()) + " ms an item"


def _report(measured: list[Loop], runs: list[dict[str, Measured]]) -> dict[str, Any]:
    """Summarize: medians over the runs; differences and ratios are made within each run first."""
    rows: dict[str, dict[str, Any]] = {}
    for loop in measured:
        own = [one[loop.key].ms for one in runs]
        above = [above_empty(loop.key, one) for one in runs]
        rows[loop.key] = {
            "title": loop.title,
            "items": loop.items,
            "ms_an_item": statistics.median(own),
            "above_empty_ms": statistics.median(above),
            "above_empty_ms_lowest": min(above),
            "above_empty_ms_highest": max(above),
            "times_faster_than_uri": statistics.median(one["uri"].ms / one[loop.key].ms for one in runs),
            "requests": runs[-1][loop.key].requests,
            "tokens": runs[-1][loop.key].tokens,
        }
    return {
        "ansible_core": core_version,
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "load_average": os.getloadavg()[0],
        "runs": len(runs),
        "target_ms": TARGET,
        "target_met": all(rows[key]["above_empty_ms"] <= TARGET for key in TARGETED),
        "one_list_a_loop": all(sum(one[key].requests.values()) == 1 for one in runs for key in TARGETED),
        "loops": rows,
    }


def _print(report: dict[str, Any]) -> None:
    print(
        f"\nansible-core {report['ansible_core']}, Python {report['python']}, {report['processors']} processors, load"
        f" {report['load_average']:.1f}, medians of {report['runs']} runs\n"
    )
    head = (
        "loop (check mode)",
        "items",
        "ms/item",
        "above empty (range)",
        "faster than uri",
        "API",
        "tokens",
    )
    lines = [head]
    for row in report["loops"].values():
        spread = f"{row['above_empty_ms_lowest']:.1f} to {row['above_empty_ms_highest']:.1f}"
        ratio = f"{row['times_faster_than_uri']:.1f} x"
        figures = (f"{row['ms_an_item']:.1f}", f"{row['above_empty_ms']:.1f} ({spread})", ratio)
        requests = (str(sum(row["requests"].values())), str(row["tokens"]))
        lines.append((row["title"], str(row["items"]), *figures, *requests))
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
    met = "met" if report["target_met"] else "MISSED"
    print(f"\nTarget, at most {report['target_ms']:g} ms an item above the empty loop: {met}.")
    print(f"One list request a loop: {'yes' if report['one_list_a_loop'] else 'NO'}.")


if __name__ == "__main__":
    sys.exit(main())
