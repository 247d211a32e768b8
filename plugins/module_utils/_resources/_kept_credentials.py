# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The place where a client's secret is kept, as a part of the client's state."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping
from dataclasses import dataclass

from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Field, OnChange
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import VaultEncryption
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._files.credentials import FORMATS, Environment, parse
from ansible_collections.camunda.platform.plugins.module_utils._files.secret_file import (
    PendingFile,
    SecretFile,
    absolute_path,
    parse_mode,
)
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments

ARGUMENTS: Arguments = {
    "dest": {"type": "path", "no_log": False},
    "format": {"type": "str", "choices": list(FORMATS), "default": "env", "no_log": False},
    "mode": {"type": "raw", "default": "0600", "no_log": False},
    "owner": {"type": "str", "no_log": False},
    "group": {"type": "str", "no_log": False},
}
# Of the modules that return what was created.
OMIT: Arguments = {"omit_secret": {"type": "bool", "default": True, "no_log": False}}
REQUIRED_BY = {"owner": ["dest"], "group": ["dest"]}

_LOST = (
    "A secret is shown only once: another run created this client, or one that was interrupted before it wrote the"
    " file. Put the file back, or set allow_replace to true to create the client again with a new id and secret."
)


def _same_attributes(current: Mapping[str, t.Any], wanted: Mapping[str, t.Any]) -> bool:
    return all(current.get(name) == value for name, value in wanted.items())


FIELDS = (
    Field("credentials", OnChange.REPLACE, advice=_LOST),
    Field("credentials_file", OnChange.UPDATE, same=_same_attributes),
)


@dataclass(frozen=True)
class Names:
    """The variables of a file that identify the client of the secret."""

    client_id: str = "ZEEBE_CLIENT_ID"
    secret: str = "ZEEBE_CLIENT_SECRET"
    cluster: str = "CAMUNDA_CLUSTER_ID"


MONITORING = Names(client_id="CAMUNDA_MONITORING_CLIENT_ID", secret="CAMUNDA_MONITORING_PASSWORD")
# Of the Administration API itself.
ADMINISTRATION = Names(client_id="CAMUNDA_CONSOLE_CLIENT_ID", secret="CAMUNDA_CONSOLE_CLIENT_SECRET")


class KeptCredentials:
    """The file that the option dest names, read once."""

    def __init__(self, params: Mapping[str, t.Any], names: Names, vault: VaultEncryption | None = None) -> None:
        self._names = names
        self._vault = vault
        self._file = SecretFile(
            path=absolute_path("dest", params["dest"]),
            mode=parse_mode("mode", params["mode"]),
            owner=params["owner"],
            group=params["group"],
        )
        self._format = params["format"]
        text = self._file.read()
        self._encrypted = bool(text and vault and vault.is_encrypted(text))
        self._text = vault.decrypt(text, str(self._file.path)) if vault and text and self._encrypted else text
        found = parse(self._text, names.client_id) if self._text else None
        self._found_format, self.variables = found or ("none", Environment())

    @classmethod
    def of(cls, params: Mapping[str, t.Any], names: Names | None = None) -> KeptCredentials | None:
        """Return the place, None if the user names none; raises OptionError."""
        if params["dest"] == "":
            # Taken for 'not given', it would lose the secret: this is what a template with an unset variable becomes.
            raise OptionError("Option 'dest': it is empty. Leave it out if no file is wanted.")
        return cls(params, names or Names()) if params["dest"] else None

    @property
    def client_id(self) -> str | None:
        """Return the id of the client whose credentials are in the file."""
        return self.variables.get(self._names.client_id)

    @property
    def cluster_uuid(self) -> str | None:
        """Return the cluster of the client whose credentials are in the file."""
        return self.variables.get(self._names.cluster)

    @property
    def is_there(self) -> bool:
        """Return whether there is a file that is not empty."""
        return bool(self._text)

    def holds(self, client_id: str) -> bool:
        """Return whether the file has the id and a secret of that client."""
        return self.client_id == client_id and bool(self.variables.get(self._names.secret))

    def refuse_foreign_file(self) -> None:
        """Raise OptionError if the file is there and is not a credentials file, so that nothing is overwritten."""
        if self._text and not self.variables:
            raise self._in_use("is a file that holds no Camunda credentials")

    def refuse_living_client(self, whose: str) -> None:
        """Raise OptionError because writing would lose the secret of another client."""
        raise self._in_use(f"holds the credentials of {whose}, whose secret would be lost")

    def check(self) -> None:
        """Raise OptionError if the file could not be written."""
        self._file.check()

    def current(self, client_id: str) -> dict[str, t.Any]:
        """Return the state of the file as fields of the client's view."""
        if not self.holds(client_id):
            # The run that was to write it may have been killed.
            self._file.clear_up()
            return {"credentials": f"not in {self._file.path}"}
        mode, uid, gid = self._file.attributes() or (0, -1, -1)
        attributes: dict[str, t.Any] = {"format": self._found_format, "mode": f"{mode:04o}", "owner": uid, "group": gid}
        if self._vault:
            attributes["encrypted"] = self._encrypted
        return {"credentials": f"in {self._file.path}", "credentials_file": attributes}

    def wanted(self) -> dict[str, t.Any]:
        """Return the wanted state of the file as fields of the client's view."""
        uid, gid = self._file.ids()
        attributes: dict[str, t.Any] = {"format": self._format, "mode": f"{self._file.mode:04o}"}
        attributes |= {"owner": uid, "group": gid}
        if self._vault:
            attributes["encrypted"] = True
        given = {name: value for name, value in attributes.items() if value != -1}
        return {"credentials": f"in {self._file.path}", "credentials_file": given}

    def prove(self) -> PendingFile:
        """Prove that the file can be written; raises OptionError."""
        return self._file.prove()

    def render(self, variables: Environment) -> str:
        """Return the content of the file in the wanted format."""
        text = FORMATS[self._format](variables)
        return self._vault.encrypt(text) if self._vault else text

    def rewrite(self) -> None:
        """Write what the file holds again, with the wanted format, mode and owner; raises OptionError, CamundaError."""
        with self.prove() as pending:
            pending.commit(self.render(self.variables))

    def remove_if_of(self, client_id: str) -> None:
        """Delete the file if it keeps the secret of that client, which is gone."""
        if self.holds(client_id):
            self._file.remove()

    def _in_use(self, why: str) -> OptionError:
        return OptionError(
            f"Option 'dest': {str(self._file.path)!r} {why}. Nothing was done. Choose another path, or remove the file."
        )
