# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a run of the role cluster_access costs that has nothing to do, above an empty playbook of the same round."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import requests
import yaml

from ansible_collections.camunda.platform.tests.benchmark import estate
from ansible_collections.camunda.platform.tests.benchmark.plays import Runs
from ansible_collections.camunda.platform.tests.benchmark.server import Server, serving

ROLES, CLIENTS = 10, 20
# Seconds above the empty playbook, with 40 clusters at 50 ms.
LIMIT = 3.0
HEAD = ("clusters", "latency, ms", "run", "s", "above empty", "limit", "s of CPU", "requests", "tokens")
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


class Measurement:
    """What the runs on so many clusters cost, with their empty playbooks, and the run that made it all."""

    def __init__(self, clusters: int, latency: int, runs: int) -> None:
        self._clusters, self._latency = clusters, latency
        with tempfile.TemporaryDirectory() as name, serving(Path(name)) as server:
            directory = Path(name)
            play, empty = _playbook(directory, server, clusters), estate.write(directory, "empty", None)
            one = Runs(directory, server)
            server.settings(latency_ms=latency)
            self._first = one.play(play)
            self._costs = [(one.play(play), one.play(empty)) for _run in range(runs)]

    @property
    def _above(self) -> float:
        return statistics.median(cost.wall - empty.wall for cost, empty in self._costs)

    @property
    def faults(self) -> list[str]:
        """Return what is not as it has to be: time, requests, and a token for each cluster and lifetime."""
        found, name = [], f"access of {self._clusters} clusters"
        if self._above > LIMIT:
            found.append(f"{name}: {self._above:.2f} s above the empty playbook, at most {LIMIT:.2f}")
        expected = 1 + self._clusters * (3 + ROLES)
        counts = {cost.requests for cost, _empty in self._costs}
        if counts != {expected}:
            found.append(f"{name}: {sorted(counts)} requests instead of {expected}")
        if self._first.tokens != self._clusters + 1 or any(cost.tokens for cost, _empty in self._costs):
            found.append(f"{name}: more than one request for a token of a cluster")
        return found

    def lines(self) -> Iterator[tuple[str, ...]]:
        """Give the lines of the table."""
        about, first = (str(self._clusters), str(self._latency)), self._first
        yield (
            *about,
            "first run",
            f"{first.wall:.2f}",
            "",
            "",
            f"{first.cpu:.2f}",
            str(first.requests),
            str(first.tokens),
        )
        wall, cpu = (statistics.median(getattr(cost, name) for cost, _empty in self._costs) for name in ("wall", "cpu"))
        cost = self._costs[-1][0]
        figures = (
            f"{wall:.2f}",
            f"{self._above:.2f}",
            f"{LIMIT:.2f}",
            f"{cpu:.2f}",
            str(cost.requests),
            str(cost.tokens),
        )
        yield (*about, "nothing to do", *figures)


def measured(numbers: Sequence[int], latencies: Sequence[int], runs: int) -> list[Measurement]:
    """Measure organizations of so many clusters, at each latency."""
    return [Measurement(number, latency, runs) for number in numbers for latency in latencies if latency]


def _playbook(directory: Path, server: Server, clusters: int) -> Path:
    server.settings(creation_seconds=0, token_rate=0, cluster_address=server.url)
    maker = _Maker(server)
    variables = {"cluster_access_clusters": [maker.described(number) for number in range(clusters)]}
    pruned = {"cluster_access_prune_members": True, "cluster_access_prune_authorizations": True}
    play = {"hosts": "localhost", "gather_facts": False, "vars": {**variables, **pruned}}
    path = directory / "access.yml"
    path.write_text(yaml.safe_dump([{**play, "roles": ["camunda.platform.cluster_access"]}]), encoding="utf-8")
    return path
