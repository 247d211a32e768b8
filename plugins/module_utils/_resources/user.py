# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A user of a cluster with users of its own; the password is written and never read."""

from __future__ import annotations

from ansible_collections.camunda.platform.plugins.module_utils._api.kinds import USERS
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Action, Plan, options_of
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._access import ClusterAccess
from ansible_collections.camunda.platform.plugins.module_utils._resources._access_items import (
    BASE,
    NAME,
    AccessItem,
    check_id,
    refuse_lockout,
    text_field,
)

FIELDS = (NAME, text_field("email", new=""))
ARGUMENTS: Arguments = {
    **BASE,
    "id": {"type": "str", "required": True, "aliases": ["username"]},
    **options_of(FIELDS),
    "password": {"type": "str", "no_log": True},
    "update_password": {"type": "str", "choices": ["always", "on_create"], "default": "on_create", "no_log": False},
    "allow_lockout": {"type": "bool", "default": False},
}


class User(AccessItem):
    """A user as a task describes it."""

    def check(self, plan: Plan) -> None:
        """Raise CamundaError for a new user without a password, and for deleting oneself."""
        if plan.action is Action.CREATE and not self.secret:
            raise OptionError(
                f"{self.describe()} does not exist, and a new user needs a password. Set the option password."
            )
        if plan.action is Action.DELETE and self._access.login.owner == ("USER", self._key):
            refuse_lockout(self._context, f"{self.describe()} would be deleted")


def run(context: Context) -> Result:
    """Bring a user into the wanted state (camunda_user)."""
    params = context.params
    user = User(context, ClusterAccess(context), USERS, FIELDS, check_id("id", params["id"]))
    if params["password"]:
        user.secret = {"password": params["password"]}
        user.always_sends_secret = params["update_password"] == "always"
    return converge(context, user)
