# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a run of the role cluster_access costs that has nothing to do, above an empty playbook of the same round.

Alone: ``tests/tools/run python tests/benchmark/access.py --clusters 40``.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import requests
import yaml

from ansible_collections.camunda.platform.tests.benchmark import estate
from ansible_collections.camunda.platform.tests.benchmark.organization import Cost, Runs
from ansible_collections.camunda.platform.tests.benchmark.server import Server, serving

ROLES, CLIENTS = 10, 20
# Seconds above the empty playbook, with 40 clusters at 50 ms.
LIMIT = 3.0
HEAD = (
    "clusters, 10 roles and 20 clients each",
    "latency, ms",
    "run",
    "s",
    "above empty",
    "limit",
    "s of CPU",
    "API",
    "tokens",
)
RIGHTS = [
    {"resource_type": "PROCESS_DEFINITION", "resource_id": "*", "permissions": ["READ_PROCESS_INSTANCE"]},
    {"resource_type": "USER_TASK", "resource_id": "*", "permissions": ["READ", "UPDATE"]},
]


class _Maker:
    """Makes clusters with clients."""

    def __init__(self, server: Server) -> None:
        self._url = server.url
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["Authorization"] = f"Bearer {server.token}"
        parameters = self._call("GET", "/clusters/parameters")
        channel = next(entry for entry in parameters["channels"] if entry["name"] == "Stable")
        self._cluster = {
            "planTypeId": parameters["clusterPlanTypes"][0]["uuid"],
            "channelId": channel["uuid"],
            "generationId": channel["defaultGeneration"]["uuid"],
            "regionId": parameters["regions"][0]["uuid"],
            "identityBackendChecksEnabled": True,
        }

    def described(self, number: int) -> dict[str, Any]:
        """Make a cluster with its clients; return its description, with roles that each have two of the clients."""
        name = f"cluster-{number:02}"
        uuid = self._call("POST", "/clusters", {**self._cluster, "name": name})["clusterId"]
        admin = self._client(uuid, "access-administrator")
        self._call("PUT", f"/_sandbox/access/{uuid}/roles/admin/clients/{admin['clientId']}")
        for index in range(CLIENTS):
            self._client(uuid, f"client-{index:02}")
        roles = [{"id": f"role-{index}", "name": f"Role {index}", "authorizations": RIGHTS} for index in range(ROLES)]
        return {
            "cluster": name,
            "cluster_client_id": admin["clientId"],
            "cluster_client_secret": admin["clientSecret"],
            "roles": roles,
            "clients": [{"name": f"client-{index:02}", "roles": [f"role-{index % ROLES}"]} for index in range(CLIENTS)],
        }

    def _client(self, uuid: str, name: str) -> Any:
        return self._call("POST", f"/clusters/{uuid}/clients", {"clientName": name, "permissions": ["Zeebe"]})

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        answer = self._session.request(method, self._url + path, json=body, timeout=30)
        answer.raise_for_status()
        return answer.json() if answer.content else None


def measured(numbers: Sequence[int], latency: int, runs: int) -> Iterator[tuple[int, list[tuple[Cost, Cost]], Cost]]:
    """Give for each number of clusters what the runs cost, with their empty playbooks, and the one that made it all."""
    for number in numbers:
        with tempfile.TemporaryDirectory() as name, serving(Path(name)) as server:
            directory = Path(name)
            play, empty = _playbooks(directory, server, number), estate.write(directory, "empty", None)
            one = Runs(directory, server)
            server.settings(latency_ms=latency)
            first = one.play(play)
            yield number, [(one.play(play), one.play(empty)) for _run in range(runs)], first


def _playbooks(directory: Path, server: Server, clusters: int) -> Path:
    server.settings(creation_seconds=0, token_rate=0, cluster_address=server.url)
    maker = _Maker(server)
    variables = {"cluster_access_clusters": [maker.described(number) for number in range(clusters)]}
    pruned = {"cluster_access_prune_members": True, "cluster_access_prune_authorizations": True}
    play = {"hosts": "localhost", "gather_facts": False, "vars": {**variables, **pruned}}
    path = directory / "access.yml"
    path.write_text(yaml.safe_dump([{**play, "roles": ["camunda.platform.cluster_access"]}]), encoding="utf-8")
    return path


def main() -> int:
    """Measure; return 1 if the limit is missed, or a token is requested twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clusters", type=int, nargs="*", default=[1, 10, 40])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--latency", type=int, default=50, metavar="MS")
    options = parser.parse_args()
    missed = False
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}")
    for number, costs, first in measured(options.clusters, options.latency, options.runs):
        above = statistics.median(cost.wall - empty.wall for cost, empty in costs)
        # The first run gets a token for each cluster and one for the Administration API; they last.
        missed |= above > LIMIT or first.tokens > number + 1 or any(cost.tokens for cost, _empty in costs)
        wall, cpu = (statistics.median(getattr(cost, name) for cost, _empty in costs) for name in ("wall", "cpu"))
        rows = [("first run", f"{first.wall:.2f}", "", "", f"{first.cpu:.2f}", str(first.requests), str(first.tokens))]
        rows.append(
            (
                "nothing to do",
                f"{wall:.2f}",
                f"{above:.2f}",
                f"{LIMIT:.2f}",
                f"{cpu:.2f}",
                str(costs[-1][0].requests),
                "0",
            )
        )
        for row in rows:
            print(f"| {' | '.join((str(number), str(options.latency), *row))} |", flush=True)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
