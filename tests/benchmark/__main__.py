# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Measures what runs of the role provision and items of loops cost, and compares that with limits: `make benchmark`.

ARGS='--parts role --clusters 10 --latency 50 --rows nothing' chooses; ARGS=--write puts the tables into the docs.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

from ansible_collections.camunda.platform.tests.benchmark import access, bulk_secrets, loops, organization, report

PARTS = ("role", "access", "loops", "secrets")


def main() -> int:
    """Measure, and print tables; return 1 if a limit is missed or a list is read more than once."""
    options, load, started = _options(), os.getloadavg(), time.monotonic()
    tables, faults = {}, []
    if "role" in options.parts:
        rows = organization.measured(options.clusters, options.latency, options.rows, options.runs)
        tables["role"] = report.table(organization.HEAD, (row.cells() for row in rows))
        faults += [fault for row in rows for fault in row.faults]
    if "access" in options.parts:
        sizes = access.measured(options.clusters[-1:], options.latency, options.runs)
        tables["access"] = report.table(access.HEAD, (line for size in sizes for line in size.lines()))
        faults += [fault for size in sizes for fault in size.faults]
    if "loops" in options.parts:
        runs = loops.measured(options.items, options.slow_items, options.runs)
        tables["loops"] = report.table(loops.HEAD, loops.lines(runs))
        faults += loops.faults(runs)
    if "secrets" in options.parts:
        tables["secrets"] = report.table(bulk_secrets.HEAD, bulk_secrets.measured())
    conditions = report.conditions(load, options.runs)
    print(conditions)
    for name, table in tables.items():
        print(f"\n{table}")
        if options.write:
            report.put_into_page(name, f"{conditions}\n\n{table}")
    print(f"\nThat took {time.monotonic() - started:.0f} s.", file=sys.stderr)
    print("\n".join(f"MISSED: {fault}" for fault in faults) or "All limits are met.", file=sys.stderr)
    return 1 if faults else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python tests/benchmark", description=__doc__)
    rows = [key for key in organization.TITLES if key != organization.EMPTY]
    parser.add_argument("--parts", nargs="*", choices=PARTS, default=PARTS, help="what to measure (default: all)")
    parser.add_argument("--rows", nargs="*", choices=rows, default=rows, help="runs of the role (default: all)")
    parser.add_argument(
        "--clusters",
        type=int,
        nargs="*",
        default=[5, 10, 20, 40],
        help="organizations to provision, besides one cluster with 1 and with 200 clients (default: 5 10 20 40)",
    )
    parser.add_argument("--latency", type=int, nargs="*", default=[0, 50], metavar="MS", help="default: 0 50")
    parser.add_argument("--runs", type=int, default=5, help="the medians are of so many runs (default: %(default)s)")
    parser.add_argument("--items", type=int, default=200, help="items of the loops in process (default: %(default)s)")
    parser.add_argument("--slow-items", type=int, default=8, help="items of the slow ones (default: %(default)s)")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
