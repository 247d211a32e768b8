# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Places where the credentials of clients are delivered: whose credentials they hold, and files among them."""

from __future__ import annotations

import typing as t
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._files.places import place_key, place_of
from ansible_collections.camunda.platform.plugins.module_utils._paragraph import several
from ansible_collections.camunda.platform.plugins.module_utils._text import masked, printable
from ansible_collections.camunda.platform.plugins.plugin_utils._parts import PartFailed, Parts
from ansible_collections.camunda.platform.plugins.plugin_utils._role_files import role_options
from ansible_collections.camunda.platform.plugins.plugin_utils._validation import validation_messages

FILE_MODULE = "camunda_credentials_file"
# The backends that are files, with the format that each has if none is given.
_FORMATS = {"file": "env", "vault_file": "yaml"}
_CLIENT_IDS = ("ZEEBE_CLIENT_ID", "CAMUNDA_MONITORING_CLIENT_ID", "CAMUNDA_CONSOLE_CLIENT_ID")
_SECRETS = ("ZEEBE_CLIENT_SECRET", "CAMUNDA_MONITORING_PASSWORD", "CAMUNDA_CONSOLE_CLIENT_SECRET")

Client = Mapping[str, t.Any]


@dataclass(frozen=True)
class Held:
    """Whose credentials are at a place: nothing is known, those of a client, or those of no client."""

    known: bool = False
    client_id: str = ""
    cluster_uuid: str = ""
    # Whether they are the expected ones, secret and all; False if none are expected.
    is_current: bool = False

    @classmethod
    def of(cls, variables: Mapping[str, t.Any], expected: Mapping[str, t.Any] | None = None) -> Held:
        """Return whose credentials the variables at a place are."""
        is_current = bool(expected) and all(variables.get(name) == value for name, value in (expected or {}).items())
        return cls(True, _first(variables, _CLIENT_IDS), _first(variables, ("CAMUNDA_CLUSTER_ID",)), is_current)

    @classmethod
    def given(cls, held: Mapping[str, t.Any] | None) -> Held:
        """Return what a task has noted."""
        found = held or {}
        known, is_current = found.get("known") is True, found.get("is_current") is True
        return cls(known, str(found.get("client_id") or ""), str(found.get("cluster_uuid") or ""), is_current)

    def facts(self) -> dict[str, t.Any]:
        """Return it as a task notes it."""
        return asdict(self)


@dataclass(frozen=True)
class Delivery:
    """The outcome of a delivery; ``trouble`` is the reason if it may not be delivered."""

    outcome: t.Literal["delivered", "not delivered", "unknown"]
    trouble: str = ""

    def error(self, to: Mapping[str, t.Any]) -> str | None:
        """Return the error, None if the credentials were delivered."""
        if self.outcome == "delivered":
            return None
        return f"Delivering the credentials to {to.get('backend')} failed. {self.trouble}"


def judged(environment: Mapping[str, t.Any], held: Held, write_error: str = "", read_error: str = "") -> Delivery:
    """Return the outcome of a delivery, from the errors of writing and reading back, and from what was read.

    The answer to a write may be lost, and the write be done: what is there decides, where that can be read.
    """
    trouble = masked(write_error, [str(environment[name]) for name in _SECRETS if environment.get(name)])
    if read_error:
        return Delivery("unknown", trouble or f"they were written, and reading them back failed: {read_error}")
    is_there = held.client_id == _first(environment, _CLIENT_IDS) if held.known else not write_error
    if is_there:
        return Delivery("delivered")
    return Delivery("not delivered", trouble or "the place holds those of another client")


def is_file(to: Mapping[str, t.Any]) -> bool:
    """Return whether a place is a file."""
    return to.get("backend") in _FORMATS


class Files:
    """The places that are files."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def probe(self, to: Mapping[str, t.Any], expected: Mapping[str, t.Any] | None = None) -> Held:
        """Check that a file can be written, and return the client whose credentials it contains; raises PartFailed."""
        result = self._run(to, {"state": "writable"})
        is_current = bool(expected) and not self._run(to, {"environment": expected}, only_looks=True)["changed"]
        return Held.given({"known": True, "is_current": is_current, **(result.get("held") or {})})

    def write(self, to: Mapping[str, t.Any], environment: Mapping[str, t.Any]) -> Delivery:
        """Write a file, and return the outcome."""
        write_error = read_error = ""
        held = Held()
        try:
            self._run(to, {"environment": environment})
        except PartFailed as exc:
            write_error = exc.message
        try:
            held = self.probe(to)
        except PartFailed as exc:
            read_error = exc.message
        return judged(environment, held, write_error, read_error)

    def _run(
        self, to: Mapping[str, t.Any], arguments: Mapping[str, t.Any], only_looks: bool = False
    ) -> dict[str, t.Any]:
        backend = str(to["backend"])
        sealed = backend == "vault_file"
        options = {
            "dest": to.get("dest"),
            "format": to.get("format") or _FORMATS[backend],
            **{name: to.get(name) for name in ("mode", "owner", "group")},
            **({"vault": True, "vault_id": to.get("vault_id")} if sealed else {}),
        }
        # The vault secrets of the run are in the controller.
        given = {**options, **arguments}
        return self._parts.run(FILE_MODULE, given, in_controller=sealed, counts=False, only_looks=only_looks)


def label_of(client: Client) -> str:
    """Return the name of a client as people read it."""
    return printable(f"{client['cluster']}/{client['name']}")


def with_places(clients: Sequence[Client], variable: str) -> list[dict[str, t.Any]]:
    """Return the clients, each with its own place; raise OptionError if two are the same or have the same place."""
    placed = [
        {
            "kind": "api",
            "state": "present",
            **{name: value for name, value in client.items() if value is not None},
            "key": "/".join((client.get("kind") or "api", client["cluster"], client["name"])),
            "label": label_of(client),
            "to": place_of(client["to"], client["cluster"], client["name"]),
        }
        for client in clients
    ]
    faults = [*_without_fit_options(placed), *_named_twice(placed), *_with_one_place(placed)]
    if faults:
        raise OptionError(f"Variable {variable!r}: {' '.join(dict.fromkeys(faults))}")
    return placed


def probed(files: Files, clients: Sequence[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
    """Return the clients, each with the contents of its destination; raise PartFailed with all unusable ones."""
    found, faults = [], []
    for client in clients:
        held = Held()
        if client["state"] != "absent" and is_file(client["to"]):
            try:
                held = files.probe(client["to"])
            except PartFailed as exc:
                if exc.unreachable:
                    raise
                faults.append(f"{client['label']} ({client['to'].get('backend')}): {exc.message}")
        found.append({**client, "held": held.facts()})
    if faults:
        before = "Credentials cannot be delivered, so nothing was created."
        message = several(faults, before=before, rest="errors")
        raise PartFailed(message, result={"errors": faults}, code="delivery_failed")
    return found


def unfit(to: Mapping[str, t.Any], reason: str) -> str:
    """Return the error for a place that cannot be written."""
    return f"Credentials cannot be delivered to {to.get('backend')}, so nothing was created. {reason}"


def _first(variables: Mapping[str, t.Any], names: Sequence[str]) -> str:
    return next((str(variables[name]) for name in names if variables.get(name)), "")


def _without_fit_options(clients: Sequence[Client]) -> Iterator[str]:
    options = {"to": role_options("deliver_credentials", "probe")["deliver_credentials_to"]}
    for client in clients:
        for message in validation_messages(ArgumentSpecValidator(options).validate({"to": client["to"]})):
            yield printable(f"{client['label']}: {message.rstrip('.')}.")


def _named_twice(clients: Sequence[Client]) -> Iterator[str]:
    seen: set[tuple[str, ...]] = set()
    for client in clients:
        key = (client["kind"], str(client.get("cluster_uuid") or client["cluster"]), client["name"])
        if key in seen:
            yield f"Client {client['label']} is named more than once."
        seen.add(key)


def _with_one_place(clients: Sequence[Client]) -> Iterator[str]:
    seen: dict[str, Client] = {}
    for client in clients:
        # A task file finds the place of each client itself.
        if client["to"].get("backend") == "tasks":
            continue
        other = seen.setdefault(place_key(client["to"]), client)
        if other is not client:
            yield (
                f"{other['label']} and {client['label']}: two clients have the same place for their credentials."
                " Put {name}, and {cluster} if there are several, into the options of the place."
            )
