# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What passes the borders of a module: options in every form, their constraints, secrets, what Ansible adds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible_collections.camunda.platform.tests.integration.equivalence.family import Family, cluster
from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.unit.sandbox.support import ALPHA, Caller

SECRET = {"client_id": "sandbox-client", "client_secret": "sandbox-secret"}
INFO = "camunda_cluster_info"
NOBODY = "http://127.0.0.1:1"
DEFAULTS = {"group/camunda.platform.all": {"base_url": NOBODY, "retries": 0}}


def orders(**options: Any) -> Task:
    """Return a task about the cluster orders."""
    return cluster("orders", **options)


def client(name: str = "worker", **options: Any) -> Task:
    """Return a task about a client of the cluster orders."""
    return {"camunda_client": {"cluster": "orders", "name": name, **options}}


CASES: dict[str, Task] = {
    # Refused by the argument specification.
    "refused_bool": orders(wake="maybe"),
    "refused_int": orders(hardware_packages="two"),
    "refused_elements": client(permissions=[{"a": 1}]),
    "refused_choice": orders(stage_label="live"),
    "refused_unsupported": orders(colour="red", flavour="sweet"),
    "refused_several_faults": {"camunda_cluster": {"state": "gone", "colour": "red"}},
    "refused_required": {"camunda_client": {"permissions": ["Zeebe"]}},
    "refused_one_of": {"camunda_cluster": {}},
    "refused_required_by": client(owner="root"),
    # How options may come.
    "texts": orders(wait="no", wait_timeout="5", retries="2", wake="off", hardware_packages="3"),
    "refused_null": orders(description=None),
    "omitted": orders(region="{{ omit }}"),
    "numbers": orders(description=150),
    "key_values": {"camunda_cluster": "name=orders wait=false stage_label='test'"},
    "refused_from_environment": {INFO: {"retries": 0}, "environment": {"CAMUNDA_CONSOLE_BASE_URL": NOBODY}},
    "from_vault": {INFO: {"client_id": "sandbox-client", "client_secret": "{{ vaulted }}", "name": "old"}},
    "unsafe": orders(description="{{ untrusted }}"),
    "refused_undefined": cluster("{{ no_such_variable }}"),
    "refused_from_defaults": {INFO: {}, "module_defaults": DEFAULTS},
    "refused_short_name": {INFO: {"name": "old", "colour": "red"}, "collections": ["camunda.platform"]},
    # What may not be shown.
    "secret_in_result": orders(description="sandbox-secret, in a sentence", **SECRET),
    "secret_is_value": orders(description="sandbox-secret", **SECRET),
    "secret_is_short": {INFO: {"name": "old", "access_token": "{{ api_token }}", "client_secret": "t"}},
    "refused_secret_in_error": cluster("other", region="sandbox-secret", plan_type="Basic 1x", **SECRET),
    "refused_wrong_secret": {INFO: {**SECRET, "client_secret": "wrong-secret"}},
    "no_log": {**orders(), "no_log": True},
    "refused_no_log": {**orders(region="Mars"), "no_log": True},
    # What Ansible makes of results.
    "no_invocation": {INFO: {"name": "old"}, "vars": {"ansible_inject_invocation": False}},
    "warned": cluster("experiment", auto_update=True),
    "loop": {**client("{{ item }}"), "loop": ["a", "b", "a"]},
    "retried": {INFO: {"name": "old"}, "until": "retried is success", "retries": 2},
    # The wire.
    "refused_unreachable": {INFO: {"base_url": NOBODY, "retries": 0}},
}


def prepare(sandbox: Caller, _directory: Path) -> dict[str, Any]:
    """Make three clusters."""
    for name in ("old", "orders"):
        sandbox.create_cluster(name=name)
    sandbox.create_cluster(name="experiment", channelId=ALPHA.uuid, generationId=ALPHA.default_generation.uuid)
    return {}


FAMILY = Family(CASES, prepare, loops=frozenset({"loop"}), never_run=frozenset({"refused_undefined"}))
