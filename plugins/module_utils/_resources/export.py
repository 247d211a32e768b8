# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An existing organization written to a file of variables for the role provision, and its secrets to another one."""

from __future__ import annotations

import typing as t
from contextlib import ExitStack
from pathlib import Path

from ansible_collections.camunda.platform.plugins.module_utils._arguments import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._connection import connect
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._plan import Field, Plan, View
from ansible_collections.camunda.platform.plugins.module_utils._resources import _organization as organization
from ansible_collections.camunda.platform.plugins.module_utils._resources._variables import Variables, variables_of
from ansible_collections.camunda.platform.plugins.module_utils._resources.secret import Hidden, hidden_field
from ansible_collections.camunda.platform.plugins.module_utils._run import converge
from ansible_collections.camunda.platform.plugins.module_utils._secret_file import SecretFile, parse_mode
from ansible_collections.camunda.platform.plugins.module_utils._spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._yaml import document

ARGUMENTS: Arguments = {
    **organization.ARGUMENTS,
    "dest": {"type": "path", "required": True},
    "mode": {"type": "raw", "default": "0600"},
    "secrets_dest": {"type": "path"},
    "force": {"type": "bool", "default": False},
}
# All that the role can set; backups are no state that it could bring about.
_PARTS = [part for part in organization.PARTS if part != "backups"]
_SECRETS_MODE = 0o600

_HEADER = (
    "Variables of the role camunda.platform.provision, exported from an existing organization:",
    "  ansible-playbook camunda.platform.provision -e @THIS_FILE --check --diff",
    "reports no change until somebody changes the organization, or this file.",
    "",
    "Not shown by the API, so never in here: the secrets of clients (without credentials_dest the role leaves them"
    " alone), hardware_packages, authorizations. What the organization does not have is not in here either: a cluster"
    " without backup_schedule has none.",
)
_SECRETS_HEADER = (
    "Connector secrets for the role camunda.platform.provision. These are the values in plain text: encrypt this file.",
    "  ansible-vault encrypt THIS_FILE",
)


FIELDS = (
    Field("path"),
    Field("content", shown=str.splitlines),
    Field("mode"),
    Field("secrets_path"),
    hidden_field("secrets"),
    Field("secrets_mode"),
)


class Export:
    """The files as the options of a task describe them."""

    fields = FIELDS
    may_replace = False

    def __init__(self, context: Context) -> None:
        params = context.params
        self._context = context
        self._force = bool(params["force"])
        mode = parse_mode("mode", params["mode"])
        # The fields of a view, and the file that they are about.
        self._files = {("path", "content", "mode"): _file(params["dest"], mode, "dest")}
        if params["secrets_dest"]:
            file = _file(params["secrets_dest"], _SECRETS_MODE, "secrets_dest")
            self._files[("secrets_path", "secrets", "secrets_mode")] = file
            if file.path == self._files[("path", "content", "mode")].path:
                raise OptionError("Option 'secrets_dest': it has to be another file than dest.")
        self._variables = Variables()

    def describe(self) -> str:
        """Return the names of the files."""
        return " and ".join(f"File {str(file.path)!r}" for file in self._files.values())

    def read(self) -> View | None:
        """Read the files; raises OptionError."""
        view: dict[str, t.Any] = {}
        for (path, content, mode), file in self._files.items():
            text, attributes = file.read(), file.attributes()
            if text is not None and attributes is not None:
                view.update({path: str(file.path), content: text, mode: f"{attributes[0]:04o}"})
        if not view:
            return None
        # If one of two files is there, the other one has to differ from something.
        view = {**{name: "" for names in self._files for name in names}, **view}
        return _hidden(view, "the current values, hidden")

    def wanted(self, current: View | None) -> View | None:
        """Read the organization, and return what the files shall hold."""
        params = self._context.params
        found = organization.read_organization(connect(self._context), params["clusters"], _PARTS, params["parallel"])
        self._variables = variables_of(found)
        texts = [_variables_file(self._variables), _secrets_file(self._variables)]
        view: dict[str, t.Any] = {}
        for ((path, content, mode), file), text in zip(self._files.items(), texts):
            view.update({path: str(file.path), content: text, mode: f"{file.mode:04o}"})
        return _hidden(view, "the new values, hidden")

    def check(self, plan: Plan) -> None:
        """Raise OptionError if a file could not be written, or would be written over without force."""
        for names, file in self._files.items():
            if not _concerns(plan, names):
                continue
            file.check()
            if not self._force and file.attributes() is not None and plan.wants(names[1]):
                raise OptionError(
                    f"Option '{file.option}': {str(file.path)!r} exists with other content, which may be the work of a"
                    " person. Set force to true to write over it; run with --check --diff and force to see before what"
                    " would change. Nothing was written."
                )

    def apply(self, plan: Plan) -> None:
        """Write the files, each whole or not at all, and none unless both can be written."""
        after = t.cast(View, plan.after)
        with ExitStack() as stack:
            pending = [
                (stack.enter_context(file.prove()), _text(after[names[1]]))
                for names, file in self._files.items()
                if _concerns(plan, names)
            ]
            for file, content in pending:
                file.commit(content)

    def settle(self, plan: Plan) -> None:
        """A file is ready at once."""

    def result(self, plan: Plan) -> Result:
        """Return where the files are, how much is in them, and what is not."""
        after, variables = t.cast(View, plan.after), self._variables
        clusters = [noted.value for noted in variables.clusters]
        export = {
            "path": after["path"],
            "secrets_path": after.get("secrets_path"),
            "clusters": len(clusters),
            "clients": sum(len(cluster.get("clients", [])) for cluster in clusters),
            "secrets": sum(map(len, variables.secrets.values())),
            "members": len(variables.members or []),
        }
        return {"export": export, "remarks": variables.remarks}


def _file(path: str, mode: int, option: str) -> SecretFile:
    return SecretFile(Path(path).absolute(), mode, option=option)


def _hidden(view: dict[str, t.Any], label: str) -> View:
    return {name: Hidden(value, label) if name == "secrets" else value for name, value in view.items()}


def _text(content: str | Hidden) -> str:
    return content.text if isinstance(content, Hidden) else content


def _concerns(plan: Plan, names: tuple[str, ...]) -> bool:
    """Tell whether a plan writes the file that has these fields."""
    return plan.before is None or any(plan.wants(name) for name in names)


def _variables_file(variables: Variables) -> str:
    described = {noted.value["name"] for noted in variables.clusters}
    missing = [r["message"] for r in variables.remarks if r["cluster"] not in described and r["part"] != "members"]
    if variables.members is None:
        missing += variables.remarks_about(None, "members")
    return document(variables.content(), [*_HEADER, *([""] if missing else []), *missing])


def _secrets_file(variables: Variables) -> str:
    return document({"provision_secrets": variables.secrets}, _SECRETS_HEADER)


def run(context: Context) -> Result:
    """Write an organization to a file of variables (camunda_export)."""
    return converge(context, Export(context))
