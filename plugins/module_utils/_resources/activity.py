# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The activity log of the organization: entries to look at, and the API's CSV in a file."""

from __future__ import annotations

import csv
import io
import typing as t

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge, unchanged
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources import _activities as activities
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import Connection, connect
from ansible_collections.camunda.platform.plugins.module_utils._resources._text_file import TextFile
from ansible_collections.camunda.platform.plugins.module_utils._text import harmless_cell
from ansible_collections.camunda.platform.plugins.module_utils._times import parse_time

INFO_ARGUMENTS: Arguments = {
    **CONNECTION,
    "since": {"type": "str"},
    "until": {"type": "str"},
    "entity": {"type": "str"},
    "entity_id": {"type": "str"},
    "user": {"type": "str"},
    "type": {"type": "list", "elements": "str", "choices": list(activities.TYPES)},
    "limit": {"type": "int"},
    "dest": {"type": "path"},
    "mode": {"type": "raw", "default": "0600"},
}
# Fields of AuditDto by option.
_TEXTS = {"entity": "entity", "entity_id": "entityId", "user": "userId"}


def run_info(context: Context) -> Result:
    """Return the entries of the log that pass all given filters, and write its CSV (camunda_activity_info)."""
    params = context.params
    wanted = _filter(context)
    if params["limit"] is not None and params["limit"] < 0:
        raise OptionError(f"Option 'limit': {params['limit']} is less than 0.")
    written = unchanged()
    if params["dest"]:
        table = TextFile(params, lambda: harmless_table(connect(context).api.get_activity_csv()))
        written = converge(context, table)
    return {**written, "activities": _entries(context, connect(context), wanted)}


def harmless_table(table: str) -> str:
    """Return the API's table without cells that a spreadsheet would run; a table without any stays as it is."""
    table = table.removeprefix("\ufeff")
    delimiter = max(",;\t", key=table.partition("\n")[0].count)
    try:
        rows = list(csv.reader(io.StringIO(table, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        # Not a table by the rules: each line is a cell.
        rows = [[line] for line in table.splitlines()]
    harmless = [[harmless_cell(cell) for cell in row] for row in rows]
    if harmless == rows:
        return table
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(harmless)
    return written.getvalue()


def _filter(context: Context) -> activities.Filter:
    params = context.params
    since = None if params["since"] is None else parse_time("since", params["since"])
    until = None if params["until"] is None else parse_time("until", params["until"], end=True)
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
            f"{without_time} entries of the activity log have no time, so since and until do not apply to them."
        )
    passing = [entry for entry in entries if wanted.lets_pass(entry)]
    return [activities.as_result(entry) for entry in activities.newest_first(passing)[:limit]]
