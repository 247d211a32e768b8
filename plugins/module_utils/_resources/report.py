# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A report on an organization: a page of HTML for people, and the same as JSON."""

from __future__ import annotations

import json
import time
import typing as t

from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Plan, View
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._files.secret_file import parse_mode
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources import _organization as organization
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect
from ansible_collections.camunda.platform.plugins.module_utils._resources._drift import drift_of
from ansible_collections.camunda.platform.plugins.module_utils._resources._files import Files
from ansible_collections.camunda.platform.plugins.module_utils._resources._report import Basis, Described, report_of
from ansible_collections.camunda.platform.plugins.module_utils._resources._report_page import page
from ansible_collections.camunda.platform.plugins.module_utils._times import iso_text, parse_time

ARGUMENTS: Arguments = {
    **organization.ARGUMENTS,
    "dest": {"type": "path"},
    "json_dest": {"type": "path"},
    "mode": {"type": "raw", "default": "0600"},
    "title": {"type": "str", "default": "Camunda organization"},
    "generated_at": {"type": "str"},
    "backup_max_age": {"type": "int", "default": 604800},
    "described_clusters": {"type": "list", "elements": "dict"},
    "described_members": {"type": "list", "elements": "str"},
    "described_secrets": {"type": "dict", "no_log": False},
    "planned_changes": {"type": "list", "elements": "dict", "default": []},
}
REQUIRED_ONE_OF = [("dest", "json_dest")]
_DESTS = ("dest", "json_dest")


class Report(Files):
    """The files as the options of a task describe them."""

    def __init__(self, context: Context) -> None:
        params = context.params
        self._context = context
        self._now = (
            time.time() if params["generated_at"] is None else parse_time("generated_at", params["generated_at"])
        )
        mode = parse_mode("mode", params["mode"])
        super().__init__({option: params[option] for option in _DESTS}, dict.fromkeys(_DESTS, mode))
        self._report: dict[str, t.Any] = {}

    def wanted(self, current: View | None) -> View | None:
        """Read the organization, and return what the files shall hold."""
        params = self._context.params
        found = organization.read_organization(
            connect(self._context), params["cluster_patterns"], organization.PARTS, params["parallel"]
        )
        basis = Basis(
            found, _described(params), drift_of(params["planned_changes"]), self._now, params["backup_max_age"]
        )
        when = iso_text(self._now)[:16].replace("T", " ") + " UTC"
        self._report = {"title": params["title"], "generated_at": when, **report_of(basis)}
        as_json = json.dumps(self._report, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        return self.holding({"dest": page(self._report), "json_dest": as_json})

    def result(self, plan: Plan) -> Result:
        """Return where the files are, the summary, and what needs attention."""
        shown = {name: self._report[name] for name in ("generated_at", "summary", "attention")}
        return {"report": {"path": self.path("dest"), "json_path": self.path("json_dest"), **shown}}


def _described(params: t.Mapping[str, t.Any]) -> Described:
    members = params["described_members"]
    return Described(
        params["described_clusters"],
        None if members is None else frozenset(email.casefold() for email in members),
        params["described_secrets"] or {},
    )


def run(context: Context) -> Result:
    """Write a report on the organization (camunda_report)."""
    return converge(context, Report(context))
