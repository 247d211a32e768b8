# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action of roles for places of credentials: proved before clients are created, written, and read back."""

from __future__ import annotations

import base64
import typing as t
from collections.abc import Mapping

from ansible_collections.camunda.platform.plugins.action import camunda_credentials_file
from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError
from ansible_collections.camunda.platform.plugins.plugin_utils._delivery_places import (
    FILE_MODULE,
    Files,
    Held,
    is_file,
    judged,
    probed,
    unfit,
    with_places,
)
from ansible_collections.camunda.platform.plugins.plugin_utils._parts import PartFailed, Parts
from ansible_collections.camunda.platform.plugins.plugin_utils._role_action import RoleAction
from ansible_collections.camunda.platform.plugins.plugin_utils._rotation import rotated_clients


def _plan(parts: Parts, options: Mapping[str, t.Any]) -> Result:
    """Find the place of each client, prove the files, and return the clients by who can deliver to them."""
    clients = options["clients"] or []
    if options["found"] is not None:
        clients = rotated_clients(options["found"], options)
    ready = probed(Files(parts), with_places(clients, options["variable"]))
    in_files = [client for client in ready if is_file(client["to"]) or client["state"] == "absent"]
    return {"in_files": in_files, "elsewhere": [client for client in ready if client not in in_files]}


def _probe(parts: Parts, options: Mapping[str, t.Any]) -> Result:
    try:
        return {"held": Files(parts).probe(options["to"], options["expected"]).facts()}
    except PartFailed as exc:
        raise PartFailed(unfit(options["to"], exc.message), exc.unreachable, code="delivery_failed") from exc


def _held(parts: Parts, options: Mapping[str, t.Any]) -> Result:
    """Return whose credentials the variables are that another module has found."""
    variables = {name: value for name, value in (options["variables"] or {}).items() if isinstance(value, str)}
    if options["encoded"]:
        variables = {name: _decoded(value) for name, value in variables.items()}
    return {"held": Held.of(variables, options["expected"]).facts()}


def _decoded(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode()
    except ValueError:
        return ""


def _write(parts: Parts, options: Mapping[str, t.Any]) -> Result:
    error = Files(parts).write(options["to"], options["environment"]).error(options["to"])
    if error:
        raise CamundaError(error)
    return {}


def _judge(parts: Parts, options: Mapping[str, t.Any]) -> Result:
    """Return what became of a delivery by another module."""
    errors = (options["write_error"] or "", options["read_error"] or "")
    delivery = judged(options["environment"], Held.given(options["held"]), *errors)
    error = delivery.error(options["to"]) or ""
    return {"delivery": {"outcome": delivery.outcome, "trouble": delivery.trouble, "error": error}}


class ActionModule(RoleAction):
    """The places of the roles deliver_credentials and rotate_clients."""

    actions: t.ClassVar = {FILE_MODULE: camunda_credentials_file.ActionModule}
    shared: t.ClassVar = frozenset(CONNECTION)
    options: t.ClassVar = {
        "clients": {"type": "list", "elements": "dict"},
        "variable": {"type": "str"},
        "found": {"type": "list", "elements": "dict"},
        "max_age_days": {"type": "int"},
        "force": {"type": "bool", "default": False},
        "verify": {"type": "bool", "default": False},
        "verify_retries": {"type": "int", "default": 0},
        "verify_delay": {"type": "int", "default": 0},
        "to": {"type": "dict"},
        "environment": {"type": "dict", "no_log": True},
        "expected": {"type": "dict", "no_log": True},
        "variables": {"type": "dict", "no_log": True},
        "encoded": {"type": "bool", "default": False},
        "held": {"type": "dict"},
        "write_error": {"type": "str"},
        "read_error": {"type": "str"},
    }
    steps: t.ClassVar = {"plan": _plan, "probe": _probe, "held": _held, "write": _write, "judge": _judge}
