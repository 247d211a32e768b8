# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action of the role self_managed_application: an application in Keycloak, planned, carried out, and delivered."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible_collections.camunda.platform.plugins.action import camunda_token
from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import HOLDS_SECRET, Result
from ansible_collections.camunda.platform.plugins.module_utils._files.places import place_of
from ansible_collections.camunda.platform.plugins.plugin_utils._application import (
    Application,
    Plan,
    carry_out,
    delete,
    plan_of,
    secret_of,
)
from ansible_collections.camunda.platform.plugins.plugin_utils._application_values import FORMS
from ansible_collections.camunda.platform.plugins.plugin_utils._delivery_places import Held
from ansible_collections.camunda.platform.plugins.plugin_utils._keycloak import OPTIONS, Keycloak, environment
from ansible_collections.camunda.platform.plugins.plugin_utils._parts import PartFailed, Parts
from ansible_collections.camunda.platform.plugins.plugin_utils._role_action import RoleAction

Options = Mapping[str, t.Any]


def _values(parts: Parts, options: Options) -> Result:
    """Return the same application as configuration."""
    return {"configuration": FORMS[options["form"]](Application.of(options["application"]))}


def _plan(parts: Parts, options: Options) -> Result:
    """Return what has to be done, and where the credentials belong. Nothing is changed."""
    application = Application.of(options["application"])
    to = place_of(options["to"], str(options["keycloak"]["realm"]), application.client_id)
    return {"plan": plan_of(Keycloak(parts, options["keycloak"]), application).facts(), "to": to}


def _secret(parts: Parts, options: Options) -> Result:
    """Return the credentials, as variables that the modules of this collection read."""
    keycloak, client_id = options["keycloak"], options["application"]["client_id"]
    variables = {
        "CAMUNDA_PLATFORM": "self_managed",
        "CAMUNDA_CONSOLE_CLIENT_ID": client_id,
        "CAMUNDA_CONSOLE_CLIENT_SECRET": secret_of(Keycloak(parts, keycloak), client_id),
        "CAMUNDA_KEYCLOAK_URL": keycloak["url"],
        "CAMUNDA_KEYCLOAK_REALM": keycloak["realm"],
        "CAMUNDA_CONSOLE_BASE_URL": options["base_url"] or "",
    }
    return {"environment": environment(variables), HOLDS_SECRET: True}


def _apply(parts: Parts, options: Options) -> Result:
    """Carry out the plan, except in check mode; return whether the credentials have to be delivered."""
    application, plan = Application.of(options["application"]), Plan.given(options["plan"])
    held = Held.given(options["held"])
    is_new = plan.action == "create" or plan.new_secret
    # Where a place cannot be read, what was delivered there once is not delivered again.
    lost = plan.is_there and held.known and not held.is_current
    deliver = plan.action != "delete" and application.state != "absent" and (is_new or lost)
    changed = plan.action != "none" or deliver
    if plan.action != "none" and not parts.only_plans:
        carry_out(Keycloak(parts, options["keycloak"]), application, plan)
    return {
        "changed": changed,
        "action": plan.action if plan.action != "none" or not deliver else "update",
        "deliver": deliver,
        "new_secret": is_new,
        **({"diff": plan.diff(application, lost)} if changed else {}),
    }


def _take_back(parts: Parts, options: Options) -> Result:
    """Delete an application again whose credentials were not delivered, and fail."""
    client_id, plan = options["application"]["client_id"], Plan.given(options["plan"])
    stays = "The application has its secret, and the next run delivers it."
    if plan.new_secret:
        stays = "The old secret no longer works. Run the role again with self_managed_application_state: rotated."
    if not plan.is_there:
        try:
            delete(Keycloak(parts, options["keycloak"]), client_id)
            stays = "The new application was deleted again."
        except PartFailed as exc:
            stays = f"The new application still exists, because deleting it failed: {exc.message}"
    raise PartFailed(f"{client_id}: {options['error']} {stays}", code="delivery_failed")


class ActionModule(RoleAction):
    """The steps of the role self_managed_application."""

    actions: t.ClassVar = {"camunda_token": camunda_token.ActionModule}
    shared: t.ClassVar = frozenset(CONNECTION) - {"base_url"}
    options: t.ClassVar = {
        "keycloak": {"type": "dict", "options": OPTIONS},
        "application": {
            "type": "dict",
            "required": True,
            "options": {
                "client_id": {"type": "str", "required": True},
                "name": {"type": "str"},
                "version": {"type": "str"},
                "permissions": {"type": "list", "elements": "dict"},
                "state": {"type": "str", "choices": ["present", "absent", "rotated"], "default": "present"},
            },
        },
        "form": {"type": "str", "choices": list(FORMS)},
        "to": {"type": "dict"},
        "base_url": {"type": "str"},
        "plan": {"type": "dict"},
        "held": {"type": "dict"},
        "error": {"type": "str", "default": ""},
    }
    steps: t.ClassVar = {
        "values": _values,
        "plan": _plan,
        "secret": _secret,
        "apply": _apply,
        "take_back": _take_back,
    }
