# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A sum of usage metrics of which a part is unknown is unknown, because a smaller one would be taken for the whole."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, execute
from ansible_collections.camunda.platform.plugins.modules.camunda_usage_metrics_info import SPEC
from ansible_collections.camunda.platform.tests.unit.plugins.options import validated

CLUSTERS = [{"uuid": name, "name": name, "type": "automation"} for name in ("one", "two")]
COUNTED = {"total": 2.0, "assignees": ["demo"]}
KINDS = ("processInstances", "decisionInstances", "taskUsers")


@contextmanager
def serving(unknown: dict[str, Any]) -> Iterator[str]:
    """Serve two clusters; the second one counts nothing of what is unknown."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer: Any = CLUSTERS
            if "usage-metrics" in self.path:
                answer = dict.fromkeys(KINDS, COUNTED) | (unknown if "id=two" in self.path else {})
            content = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments: Any) -> None:
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def totals(unknown: dict[str, Any]) -> dict[str, Any]:
    """Return the sums of the two clusters."""
    with serving(unknown) as url:
        options = {"base_url": url, "access_token": "x", "platform": "self_managed", "api": "admin_api", "last": "30d"}
        result = execute(SPEC, Context(params=validated(SPEC, options)))
    assert not result.get("failed"), result
    return {name: result["totals"][name] for name in ("process_instances", "decision_instances", "task_users")}


def test_a_sum_with_an_unknown_part_is_unknown() -> None:
    assert totals({}) == {"process_instances": 4, "decision_instances": 4, "task_users": 4}
    unknown = {"processInstances": {}, "decisionInstances": {"total": "many"}, "taskUsers": {"assignees": []}}
    assert totals(unknown) == dict.fromkeys(("process_instances", "decision_instances", "task_users"))
