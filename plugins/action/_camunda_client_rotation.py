# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action of roles for one client: created, delivered, and deleted again if it cannot be delivered."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible_collections.camunda.platform.plugins.action import (
    camunda_client,
    camunda_client_rotation,
    camunda_credentials_file,
    camunda_monitoring_client,
    camunda_token,
)
from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import HOLDS_SECRET, Result, failure
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError
from ansible_collections.camunda.platform.plugins.plugin_utils._client_delivery import Begun, ClientDelivery
from ansible_collections.camunda.platform.plugins.plugin_utils._delivery_places import (
    FILE_MODULE,
    Delivery,
    Files,
    is_file,
)
from ansible_collections.camunda.platform.plugins.plugin_utils._parts import Parts
from ansible_collections.camunda.platform.plugins.plugin_utils._role_action import RoleAction


def _whole(parts: Parts, options: Mapping[str, t.Any]) -> Result:
    client = options["client"]
    if client.get("state") != "absent" and not is_file(client["to"]):
        raise OptionError(f"Option 'client': {client['to'].get('backend')!r} is no place in a file. Nothing was done.")
    return _ended(ClientDelivery(parts, options["client"]).whole(Files(parts)))


def _begin(parts: Parts, options: Mapping[str, t.Any]) -> Result:
    """Create a client whose credentials other tasks deliver; what fails here is reported by the step end."""
    begun = ClientDelivery(parts, options["client"]).begin()
    has_secret = begun.environment is not None
    return {"begun": begun.facts(), "deliver": has_secret and not begun.error, HOLDS_SECRET: has_secret}


def _end(parts: Parts, options: Mapping[str, t.Any]) -> Result:
    written = options["written"]
    delivery = Delivery(written["outcome"], written["trouble"]) if written else None
    return _ended(ClientDelivery(parts, options["client"]).end(Begun(**options["begun"]), delivery))


def _finish(parts: Parts, options: Mapping[str, t.Any]) -> Result:
    """Delete the older dated clients of a client that was delivered, from the row of its delivery."""
    return _ended(ClientDelivery(parts, options["client"]).finished(options["client"]["delivered"]))


def _ended(row: dict[str, t.Any]) -> Result:
    return {"row": row, **(failure(CamundaError(row["error"], code="delivery_failed")) if "error" in row else {})}


class ActionModule(RoleAction):
    """A client of the roles deliver_credentials and rotate_clients."""

    actions: t.ClassVar = {
        "camunda_client": camunda_client.ActionModule,
        "camunda_client_rotation": camunda_client_rotation.ActionModule,
        "camunda_monitoring_client": camunda_monitoring_client.ActionModule,
        "camunda_token": camunda_token.ActionModule,
        FILE_MODULE: camunda_credentials_file.ActionModule,
    }
    shared: t.ClassVar = frozenset(CONNECTION)
    options: t.ClassVar = {
        "client": {"type": "dict", "required": True},
        "begun": {"type": "dict", "no_log": True},
        "written": {"type": "dict"},
    }
    steps: t.ClassVar = {"whole": _whole, "begin": _begin, "end": _end, "finish": _finish}
