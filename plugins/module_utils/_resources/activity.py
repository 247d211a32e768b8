# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The activity log of the organization: entries to look at, and the API's CSV in a file."""

from __future__ import annotations

import typing as t
from pathlib import Path

from ansible_collections.camunda.platform.plugins.module_utils._arguments import CONNECTION, Arguments
from ansible_collections.camunda.platform.plugins.module_utils._connection import Connection, connect
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._plan import Field, Plan, View
from ansible_collections.camunda.platform.plugins.module_utils._resources import _activities as activities
from ansible_collections.camunda.platform.plugins.module_utils._run import converge, unchanged
from ansible_collections.camunda.platform.plugins.module_utils._secret_file import SecretFile, parse_mode
from ansible_collections.camunda.platform.plugins.module_utils._spec import Context, Result

INFO_ARGUMENTS: Arguments = {
    **CONNECTION,
    "since": {"type": "str"},
    "until": {"type": "str"},
    "entity": {"type": "str"},
    "entity_id": {"type": "str"},
    "user": {"type": "str"},
    "type": {"type": "list", "elements": "str", "choices": list(activities.TYPES)},
    "limit": {"type": "int"},
    "csv_dest": {"type": "path"},
    "csv_mode": {"type": "raw", "default": "0600"},
}
# Fields of AuditDto by option.
_TEXTS = {"entity": "entity", "entity_id": "entityId", "user": "userId"}

FIELDS = (Field("path"), Field("content", shown=str.splitlines), Field("mode"))


class CsvFile:
    """A file that shall hold the API's CSV of the whole log."""

    fields = FIELDS
    may_replace = False

    def __init__(self, context: Context) -> None:
        mode = parse_mode("csv_mode", context.params["csv_mode"])
        self._file = SecretFile(Path(context.params["csv_dest"]).absolute(), mode, option="csv_dest")
        self._connection = connect(context)

    def describe(self) -> str:
        """Return the name of the file."""
        return f"File {str(self._file.path)!r}"

    def read(self) -> View | None:
        """Read the file; raises OptionError."""
        content, attributes = self._file.read(), self._file.attributes()
        if content is None or attributes is None:
            return None
        return {"path": str(self._file.path), "content": content, "mode": f"{attributes[0]:04o}"}

    def wanted(self, current: View | None) -> View | None:
        """Return what the file shall hold (GetCsv)."""
        content = self._connection.api.get_activity_csv()
        return {"path": str(self._file.path), "content": content, "mode": f"{self._file.mode:04o}"}

    def check(self, plan: Plan) -> None:
        """Raise OptionError if the file could not be written, as far as that shows without writing."""
        if plan.changed:
            self._file.check()

    def apply(self, plan: Plan) -> None:
        """Write the file, whole or not at all."""
        with self._file.prove() as pending:
            pending.commit(t.cast(View, plan.after)["content"])

    def settle(self, plan: Plan) -> None:
        """A file is ready at once."""

    def result(self, plan: Plan) -> Result:
        """Return where the CSV is."""
        after = t.cast(View, plan.after)
        return {"csv": {"path": after["path"], "mode": after["mode"], "lines": len(after["content"].splitlines())}}


def run_info(context: Context) -> Result:
    """Return the entries of the log that pass all given filters, and write its CSV (camunda_activity_info)."""
    params = context.params
    wanted = _filter(context)
    if params["limit"] is not None and params["limit"] < 0:
        raise OptionError(f"Option 'limit': {params['limit']} is less than 0.")
    csv = CsvFile(context) if params["csv_dest"] else None
    written = converge(context, csv) if csv else unchanged()
    return {**written, "activities": _entries(context, connect(context), wanted)}


def _filter(context: Context) -> activities.Filter:
    params = context.params
    since = None if params["since"] is None else activities.parse_time("since", params["since"])
    until = None if params["until"] is None else activities.parse_time("until", params["until"], end=True)
    if since is not None and until is not None and since >= until:
        raise OptionError(f"Option 'until': {params['until']!r} is not after since, {params['since']!r}.")
    return activities.Filter(
        since=since,
        until=until,
        types=None if params["type"] is None else frozenset(activities.TYPES[name] for name in params["type"]),
        texts={name: params[option] for option, name in _TEXTS.items() if params[option] is not None},
    )


def _entries(context: Context, connection: Connection, wanted: activities.Filter) -> list[dict[str, t.Any]]:
    limit = context.params["limit"]
    if limit == 0:
        return []
    entries = connection.memo.get(("activity",), connection.api.get_activity)
    without_time = sum(activities.time_of(entry) is None for entry in entries)
    if without_time and (wanted.since, wanted.until) != (None, None):
        context.warn(
            f"{without_time} entries of the activity log have no time, so that since and until leave them out."
        )
    passing = [entry for entry in entries if wanted.lets_pass(entry)]
    return [activities.as_result(entry) for entry in activities.newest_first(passing)[:limit]]
