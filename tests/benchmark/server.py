# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The sandbox as a process of its own, so that it takes nothing from what is measured but its answers."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

CLIENT_ID, CLIENT_SECRET = "sandbox-client", "sandbox-secret"
_SANDBOX = Path(__file__).resolve().parent.parent / "sandbox"


class Server:
    """Calls of the sandbox."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._session = requests.Session()
        self._session.trust_env = False
        form = {
            "grant_type": "client_credentials",
            "audience": "api.cloud.camunda.io",
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
        }
        self.token = str(self._call("POST", "/oauth/token", data=form)["access_token"])
        self._session.headers["Authorization"] = f"Bearer {self.token}"

    def cluster_with_clients(self, count: int) -> str:
        """Create a cluster with clients named c0000 and so on; return its UUID."""
        parameters = self._call("GET", "/clusters/parameters")
        channel = next(entry for entry in parameters["channels"] if entry["name"] == "Stable")
        body = {
            "name": "benchmark",
            "planTypeId": parameters["clusterPlanTypes"][0]["uuid"],
            "channelId": channel["uuid"],
            "generationId": channel["defaultGeneration"]["uuid"],
            "regionId": parameters["regions"][0]["uuid"],
        }
        cluster = str(self._call("POST", "/clusters", json=body)["clusterId"])
        for index in range(count):
            self._call("POST", f"/clusters/{cluster}/clients", json={"clientName": f"c{index:04}"})
        return cluster

    def settings(self, **values: Any) -> None:
        """Change settings of the sandbox."""
        self._call("PATCH", "/_sandbox/settings", json=values)

    def reset(self) -> None:
        """Empty the organization."""
        self._call("POST", "/_sandbox/reset")

    def forget_requests(self) -> None:
        """Empty the list of requests."""
        self._call("DELETE", "/_sandbox/requests")

    def requests(self) -> list[dict[str, Any]]:
        """Return the requests since then, oldest first."""
        return list(self._call("GET", "/_sandbox/requests"))

    def _call(self, method: str, path: str, **options: Any) -> Any:
        answer = self._session.request(method, self.url + path, timeout=30, **options)
        answer.raise_for_status()
        return answer.json()


@contextmanager
def serving(directory: Path) -> Iterator[Server]:
    """Start a sandbox whose clusters are healthy at once; stop it in the end."""
    port_file = directory / "port"
    options = ["--port", "0", "--port-file", str(port_file), "--creation-seconds", "0"]
    environment = {**os.environ, "PYTHONPATH": str(_SANDBOX)}
    with (directory / "sandbox.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "camunda_sandbox", *options], env=environment, stdout=log, stderr=log
        )
    try:
        deadline = time.monotonic() + 30
        while not port_file.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("the sandbox did not start:\n" + (directory / "sandbox.log").read_text())
            time.sleep(0.05)
        yield Server(f"http://127.0.0.1:{port_file.read_text().strip()}")
    finally:
        process.terminate()
        process.wait(10)
