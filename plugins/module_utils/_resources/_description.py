# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole organization as variables describe it: everything that cannot be meant, or not be done, before any request.

The structure is known to be right (lists, dictionaries and choices), and nothing in it is null.
"""

from __future__ import annotations

import os
import typing as t
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError
from ansible_collections.camunda.platform.plugins.module_utils._files.secret_file import (
    SecretFile,
    absolute_path,
    parse_mode,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources import (
    _ip_rules,
    backup_schedule,
    client,
    cluster,
    member,
    secret,
    secure_connectivity,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._organization_access import (
    administrator_faults,
)

Entry = Mapping[str, t.Any]

CLUSTERS, SECRETS, MEMBERS = "clusters", "secrets", "members"
_CLIENT_LISTS = (("clients", "name"), ("monitoring_clients", "username"))


@dataclass
class Description:
    """The variables, whose names begin with a prefix, and what is wrong with them so far.

    ``directory`` is where relative paths of files begin; None if the files are on another machine.
    """

    variables: Entry
    directory: str | None
    prefix: str = ""
    found: list[str] = field(default_factory=list)

    def get(self, name: str) -> t.Any:
        """Return the value of a variable, None if it is not set."""
        return self.variables.get(self.prefix + name)

    @property
    def clusters(self) -> Sequence[Entry]:
        """Return the clusters."""
        return self.get(CLUSTERS) or []

    def present(self) -> Iterator[tuple[str, Entry]]:
        """Give the clusters that must exist, each with its path."""
        for index, entry in enumerate(self.clusters):
            if is_present(entry):
                yield f"{self.prefix}{CLUSTERS}[{index}]", entry

    def clients(self) -> Iterator[tuple[str, Entry, str, Entry]]:
        """Give path, cluster, name and description of all clients of clusters that must exist."""
        for path, entry in self.present():
            for key, name in _CLIENT_LISTS:
                for index, described in enumerate(entry.get(key) or []):
                    yield f"{path}.{key}[{index}]", entry, str(described.get(name)), described

    def secrets(self) -> Iterator[tuple[str, str, t.Any]]:
        """Give path, cluster and values of all connector secrets."""
        for owner, values in (self.get(SECRETS) or {}).items():
            yield f"{self.prefix}{SECRETS}.{owner}", str(owner), values
        for path, entry in self.present():
            if SECRETS in entry:
                yield f"{path}.{SECRETS}", str(entry["name"]), entry[SECRETS]

    def allows(self, variable: str) -> bool:
        """Return whether a switch is on."""
        return bool(self.get(variable))

    @contextmanager
    def noting(self, path: str = "") -> Iterator[None]:
        """Note an error, whose options begin with a path."""
        try:
            yield
        except CamundaError as exc:
            self.found.append(exc.message.replace("Option '", f"Option '{path}.", 1) if path else exc.message)


def is_present(entry: Entry) -> bool:
    """Return whether something must exist."""
    return bool(entry.get("state", "present") == "present")


def without_none(value: t.Any) -> t.Any:
    """Leave out what validation put in for options that were not given; what secrets are is left as it is."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {
            name: inner if name == SECRETS else without_none(inner)
            for name, inner in value.items()
            if inner is not None
        }
    return [without_none(inner) for inner in value] if isinstance(value, list) else value


def faults_of(variables: Entry, directory: str | None, prefix: str = "") -> list[str]:
    """Return all that is wrong with a description, in sentences that name the variable and the path in it."""
    description = Description(variables, directory, prefix)
    for check in (
        _nothing_twice,
        _clusters,
        _clients,
        _secrets,
        _members,
        _nothing_pruned_by_accident,
        _files,
        _access,
    ):
        check(description)
    return description.found


def _nothing_twice(description: Description) -> None:
    clusters = description.clusters
    _refuse_repetition(description, "name", [str(c["name"]) for c in clusters if "uuid" not in c])
    _refuse_repetition(description, "uuid", [str(c["uuid"]) for c in clusters if "uuid" in c], str.lower)
    for key, name in _CLIENT_LISTS:
        kind = "client" if key == "clients" else "monitoring client"
        for entry in clusters:
            _refuse_repetition(
                description, kind, [f"{entry['name']}/{described.get(name)}" for described in entry.get(key) or []]
            )
    places = [described["dest"] for *_path, described in description.clients() if _has_file(described)]
    _refuse_repetition(description, "dest", places, os.path.normpath)
    emails = [str(entry["email"]) for entry in description.get(MEMBERS) or []]
    _refuse_repetition(description, "member", emails, str.casefold, variable=MEMBERS)


def _refuse_repetition(
    description: Description,
    kind: str,
    values: Sequence[str],
    key: Callable[[str], str] = str,
    variable: str = CLUSTERS,
) -> None:
    seen: set[str] = set()
    twice = [value for value in values if key(value) in seen or seen.add(key(value))]  # type: ignore[func-returns-value]
    if twice:
        listed = ", ".join(dict.fromkeys(twice))
        description.found.append(
            f"Variable '{description.prefix}{variable}': this {kind} is described several times: {listed}"
        )


def _clusters(description: Description) -> None:
    nothing = dict.fromkeys(cluster.ARGUMENTS)
    for index, entry in enumerate(description.clusters):
        with description.noting(f"{description.prefix}{CLUSTERS}[{index}]"):
            cluster.check_options({**nothing, "send_hardware_packages": False, **entry})
    for path, entry in description.present():
        if "ip_allowlist" in entry:
            _allowlist(description, path, entry)
        if entry.get("backup_schedule"):
            with description.noting():
                backup_schedule.checked_schedule(str(entry["backup_schedule"]), f"{path}.backup_schedule")
        if entry.get("monitoring") is False and any(map(is_present, entry.get("monitoring_clients") or ())):
            description.found.append(
                f"Option '{path}.monitoring' is false, which deletes all monitoring clients, and"
                f" '{path}.monitoring_clients' describes some. Leave one of them out."
            )
        connection = entry.get("secure_connectivity")
        if connection is not None and connection.get("state", "enabled") == "enabled":
            with description.noting(f"{path}.secure_connectivity"):
                secure_connectivity.check_lists(dict.fromkeys(("allowed_principals", "allowed_regions")) | connection)


def _allowlist(description: Description, path: str, entry: Entry) -> None:
    rules = [{"description": None, **rule} for rule in entry["ip_allowlist"]]
    if not rules and entry.get("ip_allowlist_strategy", "replace") == "replace":
        description.found.append(
            f"Option '{path}.ip_allowlist': the list is empty, and an empty allowlist opens the cluster to every"
            " address."
        )
    with description.noting():
        _ip_rules.parse_rules(f"{path}.ip_allowlist", rules)


def _clients(description: Description) -> None:
    for path, _entry, name, described in description.clients():
        option = "username" if "username" in described else "name"
        with description.noting(path):
            client.check_client(option, name, described.get("permissions"))
        with description.noting(path):
            parse_mode("mode", described.get("mode", "0600"))


def _secrets(description: Description) -> None:
    allowed = description.allows("allow_empty_value")
    switch = f"{description.prefix}allow_empty_value"
    context = Context({})
    going = {str(entry["name"]) for entry in description.clusters if not is_present(entry)}
    staying = {str(entry["name"]) for _path, entry in description.present()}
    for place, owner, values in description.secrets():
        if owner in going - staying:
            description.found.append(f"Option '{place}': the cluster is described with state absent.")
        if not isinstance(values, Mapping):
            description.found.append(
                f"Option '{place}' is not a dictionary with the names and values of secrets. Leave the cluster out if"
                " it has none."
            )
            continue
        for name, value in values.items():
            path = f"{place}.{name}"
            with description.noting():
                secret.check_name(context, path, str(name))
            with description.noting():
                secret.check_value(path, value, allow_empty=allowed, switch=switch)


def _members(description: Description) -> None:
    for index, entry in enumerate(description.get(MEMBERS) or []):
        with description.noting():
            roles = entry.get("roles", []) if is_present(entry) else None
            member.check_entry(f"{description.prefix}{MEMBERS}[{index}].", str(entry["email"]), roles)


def _nothing_pruned_by_accident(description: Description) -> None:
    """An empty list is what a template with an unset variable becomes, and would delete everything."""
    if description.allows("allow_empty"):
        return
    prefix = description.prefix
    names = [prefix + name for name in (CLUSTERS, SECRETS, MEMBERS)]
    if not any(name in description.variables for name in names):
        way = " Name a file that sets them with -e @FILE." if prefix else ""
        description.found.append(
            f"Nothing is described: none of {names[0]}, {names[1]} and {names[2]} is set.{way} Set {prefix}allow_empty"
            " to true if nothing should be done."
        )
    empty = []
    if description.allows("prune_clients"):
        empty += [f"{path}.clients" for path, entry in description.present() if entry.get("clients") == []]
    if description.allows("prune_secrets"):
        empty += [path for path, _owner, values in description.secrets() if not values]
    if description.allows("prune_members") and not description.get(MEMBERS):
        empty.append(prefix + MEMBERS)
    description.found.extend(
        f"Option '{path}': it is empty, and prune would delete everything that exists. Set"
        f" {prefix}allow_empty to true if this is intended."
        for path in empty
    )


def _files(description: Description) -> None:
    if description.directory is None:
        return
    for path, _entry, _name, described in description.clients():
        if _has_file(described) and is_present(described):
            with description.noting(path):
                _check_file(described, description.directory)


def _access(description: Description) -> None:
    for path, entry in description.present():
        description.found.extend(administrator_faults(path, entry, description.directory))


def _has_file(described: Entry) -> bool:
    return "dest" in described and "to" not in described


def _check_file(described: Entry, directory: str) -> None:
    """Raise OptionError if the file that a client's credentials are kept in could not be written."""
    SecretFile(
        path=absolute_path("dest", described["dest"], directory),
        owner=described.get("owner"),
        group=described.get("group"),
    ).check()
