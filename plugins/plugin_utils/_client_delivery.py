# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A client whose credentials are delivered: created, verified, delivered, and deleted again if that fails."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from ansible_collections.camunda.platform.plugins.module_utils._clock import sleep
from ansible_collections.camunda.platform.plugins.module_utils._paragraph import paragraph
from ansible_collections.camunda.platform.plugins.module_utils._text import printable
from ansible_collections.camunda.platform.plugins.plugin_utils._delivery_places import (
    Client,
    Delivery,
    Files,
    Held,
    label_of,
)
from ansible_collections.camunda.platform.plugins.plugin_utils._parts import PartFailed, Parts

_SECRET_KEYS = ("client_secret", "password", "environment")
_OUTCOMES = {"none": "unchanged"}


@dataclass
class Begun:
    """The first step of a client: what the module has returned, and the credentials that have to be delivered."""

    step: dict[str, t.Any] = field(default_factory=dict)
    is_new: bool = False
    environment: dict[str, str] | None = None
    error: str = ""

    @classmethod
    def of(cls, result: Mapping[str, t.Any]) -> Begun:
        """Parse a module's result; without credentials if the module created nothing, as in check mode."""
        is_new = any(result.get(key) for key in ("client_secret", "password"))
        step = {name: value for name, value in result.items() if name not in _SECRET_KEYS}
        return cls(step, is_new, dict(result["environment"]) if is_new else None)

    def facts(self) -> dict[str, t.Any]:
        """Return it for a later task; it holds a secret if there are credentials to deliver."""
        return asdict(self)


class ClientDelivery:
    """One client of a cluster or of its metrics endpoint, as an entry of a role describes it."""

    def __init__(self, parts: Parts, client: Client) -> None:
        self._parts, self._client = parts, client
        self._is_api = client.get("kind", "api") == "api"

    def whole(self, files: Files) -> dict[str, t.Any]:
        """Run all steps of a client that is delivered to a file; return its row."""
        begun = self.begin()
        written = None
        if begun.environment and not begun.error:
            written = files.write(self._client["to"], begun.environment)
        return self.end(begun, written)

    def begin(self) -> Begun:
        """Create or delete the client, and verify that a new one works; an error is part of what is returned."""
        begun = Begun()
        try:
            begun = Begun.of(self._create())
            if begun.environment and self._client.get("verify"):
                self._verify(begun)
        except PartFailed as exc:
            begun.error = exc.message
        return begun

    def end(self, begun: Begun, written: Delivery | None) -> dict[str, t.Any]:
        """Finish a client that is delivered, or delete one that is not; return its row."""
        error = begun.error or (written.error(self._client["to"]) if written else None)
        if error:
            left = self._left(begun, written) if begun.is_new else ""
            return self._failed(f"{label_of(self._client)}: {paragraph(error, 300)} {left}".rstrip())
        deleted: list[str] = []
        if self._client.get("finish", True) and begun.step.get("superseded"):
            try:
                deleted = self._finish(begun.step["client"])
            except PartFailed as exc:
                return self._unfinished(exc)
        return self._row(str(begun.step.get("action")), begun.step, deleted)

    def finished(self, delivered: Mapping[str, t.Any]) -> dict[str, t.Any]:
        """Delete the dated clients before the delivered one; return the row."""
        try:
            deleted = self._finish(delivered)
        except PartFailed as exc:
            return self._unfinished(exc)
        return self._row("delete", {}, deleted)

    def _finish(self, delivered: Mapping[str, t.Any]) -> list[str]:
        keep = {"keep": delivered["name"], "keep_client_id": delivered.get("client_id") or None}
        names = {**self._cluster(), "name": self._client["name"], "state": "finished"}
        return list(self._parts.run("camunda_client_rotation", {**names, **keep})["deleted"])

    def _unfinished(self, exc: PartFailed) -> dict[str, t.Any]:
        stay = "The new client is delivered, and the next run deletes the older ones."
        return self._failed(f"{label_of(self._client)}: {paragraph(exc.message, 300)} {stay}")

    def _create(self) -> dict[str, t.Any]:
        client, held = self._client, Held.given(self._client.get("held"))
        shared = {
            "cluster": client["cluster"],
            # Not given is not known.
            "delivered_client_id": held.client_id if held.known else None,
            "allow_missing_cluster": client.get("allow_missing_cluster"),
        }
        state = client.get("state", "present")
        if not self._is_api:
            own = {"username": client["name"], "state": state, "allow_rotate": client.get("allow_replace")}
            return self._parts.run("camunda_monitoring_client", {**shared, **own})
        own = {
            **self._cluster(),
            "name": client["name"],
            "state": "absent" if state == "absent" else "begun",
            "delivered_cluster_uuid": held.cluster_uuid or None,
            "permissions": client.get("permissions") or None,
            "allow_create": client.get("allow_create", True),
            **{name: client.get(name) for name in ("allow_replace", "max_age_days", "force")},
        }
        return self._parts.run("camunda_client_rotation", {**shared, **own})

    def _cluster(self) -> dict[str, t.Any]:
        """Return the options for the cluster of an API client, and its access administrator if there is one."""
        path = self._client.get("cluster_credentials_path")
        return {"cluster": self._client["cluster"], "cluster_credentials_path": path or None}

    def _verify(self, begun: Begun) -> None:
        """Get a token with the new client, so that what is delivered is known to work; raises PartFailed."""
        environment = begun.environment or {}
        options = {
            "client_id": environment["ZEEBE_CLIENT_ID"],
            "client_secret": environment["ZEEBE_CLIENT_SECRET"],
            "audience": begun.step["connection"]["audience"],
            "force": True,
        }
        retries, delay = (float(self._client["verify"].get(name) or 0) for name in ("retries", "delay"))
        while True:
            try:
                self._parts.run("camunda_token", options, counts=False)
            except PartFailed:
                if retries < 1:
                    raise
                retries -= 1
                sleep(delay)
            else:
                return

    def _left(self, begun: Begun, written: Delivery | None) -> str:
        """Delete the new client, unless it may be the delivered one; return what remains."""
        creates = begun.step.get("action") == "create"
        if not self._is_api and not creates:
            return "Its new password is lost. Run the task again with allow_replace, which sets another one."
        if written and written.outcome == "unknown" and not creates:
            return (
                f"The new client {begun.step['client']['name']} and the old one both exist, because it is unknown which"
                " one was delivered. Run the task again, which checks that."
            )
        try:
            self._take_back(begun)
        except PartFailed as exc:
            return (
                f"The new client still exists and its secret is lost. Deleting it failed: {paragraph(exc.message, 160)}"
            )
        rest = "" if creates else ", and the old one is unchanged"
        return f"The new client was deleted again{rest}."

    def _take_back(self, begun: Begun) -> None:
        options = {"cluster": self._client["cluster"], "state": "absent"}
        if self._is_api:
            self._parts.run("camunda_client", {**options, **self._cluster(), "name": begun.step["client"]["name"]})
        else:
            self._parts.run("camunda_monitoring_client", {**options, "username": self._client["name"]})

    def _failed(self, error: str) -> dict[str, t.Any]:
        row, shown = self._row("failed", {}, []), printable(error)
        return {**row, "error": shown, "result": {**row["result"], "error": shown}}

    def _row(self, action: str, step: Mapping[str, t.Any], deleted: list[str]) -> dict[str, t.Any]:
        client, known = self._client, step.get("client") or {}
        names = {"cluster": client["cluster"], "name": client["name"]}
        created = [str(name) for name in step.get("created") or []]
        others = [name for name in created or deleted if name != client["name"] or deleted]
        superseded = list(step.get("superseded") or [])
        own = {"name": known.get("name"), "client_id": known.get("client_id"), "superseded": superseded}
        return {
            **names,
            # For the step that deletes the older ones.
            "cluster_credentials_path": client.get("cluster_credentials_path"),
            # What the task prints of it, and what the role returns.
            "label": printable(f"{label_of(client)}: {_OUTCOMES.get(action, action)} {', '.join(others)}".rstrip()),
            "result": {**names, "kind": client.get("kind", "api"), "action": action},
            # What the tasks find that a user has run after a delivery.
            "delivered": {"cluster": client["cluster"], "base": client["name"], **own, "to": client.get("to")},
            "created": created,
            "deleted": [*(step.get("deleted") or []), *deleted],
            "superseded": superseded,
        }
