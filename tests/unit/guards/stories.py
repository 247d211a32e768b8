# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What each module is asked for in the sandbox, so that its results can be compared with its documentation."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result, execute
from ansible_collections.camunda.platform.tests.unit.guards.collection import spec_of
from ansible_collections.camunda.platform.tests.unit.plugins.options import validated
from ansible_collections.camunda.platform.tests.unit.sandbox.support import CREDENTIALS, Caller, cluster_body

WAIT = {"wait_timeout": 10.0, "wait_interval": 0.01}
NEW = {"region": "Belgium, Europe (europe-west1)", "plan_type": "Basic 1x"}
ON_AWS = {**NEW, "region": "Frankfurt, Europe (eu-central-1)"}
_tasks = itertools.count()


@dataclass
class Narrator:
    """Runs modules as tasks of their own, in this process, and keeps what they return."""

    caller: Caller
    directory: Path
    results: dict[str, list[Result]] = field(default_factory=dict)

    def run(self, module: str, options: dict[str, Any], check: bool = False, fails: bool = False) -> Result:
        """Run a module as a task does; expects success or failure."""
        spec = spec_of(module)
        connection = {
            **CREDENTIALS,
            "base_url": self.caller.url,
            "oauth_url": f"{self.caller.url}/oauth/token",
            "token_cache_dir": str(self.directory),
            "retries": 0,
        }
        more = WAIT if "wait_timeout" in spec.arguments else {}
        params = validated(spec, {**connection, **more, **options})
        result = execute(spec, Context(params, check_mode=check, diff_mode=True, task=str(next(_tasks))))
        assert bool(result.get("failed")) is fails, result
        self.results.setdefault(module, []).append(result)
        return result

    def self_managed(self) -> dict[str, Any]:
        """Return the options that lead to the sandbox's Self-Managed installation."""
        token_url = f"{self.caller.url}/auth/realms/camunda-platform/protocol/openid-connect/token"
        return {"platform": "self_managed", "oauth_url": token_url}

    def both(self, module: str, **options: Any) -> Result:
        """Run a module in check mode, then in earnest."""
        self.run(module, options, check=True)
        return self.run(module, options)


def _token(story: Narrator) -> None:
    story.both("camunda_token")
    story.both("camunda_token", state="absent")


def _parameters(story: Narrator) -> None:
    story.both("camunda_parameters_info")


def _clusters(story: Narrator) -> None:
    story.both("camunda_cluster", name="invoices", description="x", stage_label="dev", auto_update=True, **NEW)
    story.both("camunda_cluster", name="invoices", description="y")
    story.both("camunda_cluster", name="invoices", description="y")
    story.both("camunda_cluster", name="invoices", state="absent")
    story.both("camunda_cluster_info")
    story.both("camunda_cluster_wait", clusters=["orders"])
    story.both("camunda_cluster_info", **story.self_managed())
    story.both("camunda_cluster_wait", **story.self_managed())


def _usage_metrics(story: Narrator) -> None:
    uuid = next(iter(story.caller.control("GET", "installation")))
    used = [{"at": 1795336200000, "process_instances": 3, "decision_instances": 2, "assignees": ["demo"]}]
    story.caller.control("PUT", f"installation/{uuid}/usage", used)
    options = {**story.self_managed(), "start": "2026-11-01", "end": "2026-11-30"}
    story.both("camunda_usage_metrics_info", **options, dest=str(story.directory / "usage.csv"))
    story.caller.settings(console_version="8.10-v2")
    story.both("camunda_usage_metrics_info", **options)


def _clients(story: Narrator) -> None:
    kept = str(story.directory / "client.env")
    story.both("camunda_client", cluster="orders", name="worker", permissions=["Zeebe"], dest=kept)
    story.both("camunda_client", cluster="orders", name="worker", permissions=["Zeebe"], dest=kept)
    story.both("camunda_client", cluster="orders", name="worker", allow_replace=True, permissions=["Operate"])
    story.both("camunda_client_info", cluster="orders", connection=True)
    story.both("camunda_client", cluster="orders", name="worker", state="absent")


def _rotations(story: Narrator) -> None:
    rotation = {"cluster": "orders", "name": "worker"}
    story.both("camunda_client_rotation", allow_create=True, **rotation)
    step = story.both("camunda_client_rotation", force=True, **rotation)
    assert story.run("camunda_client_rotation", {"max_age_days": 90, "delivered_client_id": "", **rotation}, check=True)
    story.both("camunda_client_rotation_info", cluster="orders")
    kept = {"dest": str(story.directory / "rotated.env"), "environment": step["environment"]}
    for _dummy in range(2):
        story.both("camunda_credentials_file", **kept)
        place = story.both("camunda_credentials_file", dest=kept["dest"], state="writable")
    assert place["held"]["client_id"] == step["client"]["client_id"]
    keep = {"keep": step["client"]["name"], "keep_client_id": step["client"]["client_id"]}
    story.both("camunda_client_rotation", state="finished", **keep, **rotation)
    story.both("camunda_client_rotation", delivered_client_id=place["held"]["client_id"], **rotation)
    story.both("camunda_client_rotation", state="absent", **rotation)


def _many_clients(story: Narrator) -> None:
    for names in (["a", "b"], ["a", "b"], ["b"]):
        clients = [{"name": name, "permissions": ["Zeebe"]} for name in names]
        story.both("camunda_clients", cluster="orders", clients=clients, prune=True)


def _secrets(story: Narrator) -> None:
    for value in ("one", "two", "two"):
        story.both("camunda_secret", cluster="orders", name="A", value=value)
    story.both("camunda_secret_info", cluster="orders")
    story.both("camunda_secret_info", cluster="orders", values=True)
    story.both("camunda_secret", cluster="orders", name="A", state="absent")
    for names in ("AB", "BC"):
        secrets = [{"name": name, "value": name * 3} for name in names]
        story.both("camunda_secrets", cluster="orders", secrets=secrets, prune=True)


def _allowlist(story: Narrator) -> None:
    story.caller.settings(ipallowlist_visible=True)
    for entries in (
        [{"ip": "203.0.113.0/24"}],
        [{"ip": "203.0.113.0/24"}],
        [{"ip": "198.51.100.1", "description": "x"}],
    ):
        story.both("camunda_ip_allowlist", cluster="orders", entries=entries)
    story.both("camunda_ip_ranges_info")


def _members(story: Narrator) -> None:
    story.both("camunda_member", email="a@example.com", roles=["admin"])
    story.both("camunda_member", email="a@example.com", roles=["analyst"])
    story.both("camunda_member_info")
    story.both("camunda_members", members=[{"email": "b@example.com", "roles": ["analyst"]}], prune=True)
    story.both("camunda_member", email="b@example.com", state="absent")


def _backups(story: Narrator) -> None:
    uuid = story.both("camunda_backup", cluster="orders")["backup"]["uuid"]
    story.both("camunda_backup", cluster="orders", max_age=3600)
    story.both("camunda_backup_info", cluster="orders")
    story.both("camunda_backup_restore", cluster="orders", backup=uuid, confirm="orders")
    story.both("camunda_backup", cluster="orders", uuid=uuid, state="absent")
    for schedule in ("0 3 * * *", "0 3 * * *", "0 4 * * *"):
        story.both("camunda_backup_schedule", cluster="orders", schedule=schedule)
    story.both("camunda_backup_schedule", cluster="orders", state="absent")
    for _dummy in range(2):
        story.both("camunda_backups", clusters=["orders"], keep=1)


def _monitoring(story: Narrator) -> None:
    story.both("camunda_monitoring", cluster="orders")
    for state in ("present", "present", "rotated"):
        story.both("camunda_monitoring_client", cluster="orders", username="prometheus", state=state)
    story.both("camunda_monitoring_info", cluster="orders")
    story.both("camunda_monitoring_client", cluster="orders", username="prometheus", state="absent")
    story.both("camunda_monitoring", cluster="orders", state="disabled")


def _connectivity(story: Narrator) -> None:
    story.run("camunda_cluster", {"name": "aws", **ON_AWS})
    options = {"allowed_principals": ["arn:aws:iam::123456789012:root"], "allowed_regions": ["eu-central-1"]}
    for _dummy in range(2):
        story.both("camunda_secure_connectivity", cluster="aws", **options)
    story.both("camunda_secure_connectivity_info", cluster="aws")
    story.both("camunda_secure_connectivity", cluster="aws", state="disabled")


def _encryption(story: Narrator) -> None:
    story.run("camunda_cluster", {"name": "aws", "encryption_type": "External", "backup_region": "eu-west-1", **ON_AWS})
    key = "arn:aws:kms:{}:123456789012:key/mrk-" + "0" * 32
    keys = {"primary_key_arn": key.format("eu-central-1"), "secondary_key_arn": key.format("eu-west-1")}
    for _dummy in range(2):
        story.both("camunda_cluster_encryption", cluster="aws", **keys)


def _upgrade(story: Narrator) -> None:
    for _dummy in range(2):
        story.both("camunda_cluster_upgrade", cluster="orders")
        story.both("camunda_cluster_upgrades", clusters=["orders"])


def _failover(story: Narrator) -> None:
    story.run("camunda_cluster", {"name": "dual", **NEW, "backup_region": "europe-west3"})
    backup = story.run("camunda_backup", {"cluster": "dual"})["backup"]["uuid"]
    source = story.run("camunda_cluster_info", {"name": "dual"})["clusters"][0]["uuid"]
    for _dummy in range(2):
        story.both("camunda_cluster_failover", cluster=source, confirm="dual", restore_backup=backup)


def _activity(story: Narrator) -> None:
    story.both("camunda_activity_info", dest=str(story.directory / "activity.csv"))


def _organization(story: Narrator) -> None:
    story.caller.settings(failing_backups=1)
    story.caller.settings(cluster_address=story.caller.url, orchestration_version="8.10")
    made = story.run("camunda_client", {"cluster": "orders", "name": "worker"})
    story.run("camunda_member", {"email": "ann@example.com", "roles": ["admin"]})
    story.both("camunda_organization_info")
    login = {"cluster_client_id": made["client"]["client_id"], "cluster_client_secret": made["client_secret"]}
    story.both("camunda_organization_info", cluster_access=[{"cluster": "orders", **login}])
    for force in (False, True):
        story.both(
            "camunda_export",
            dest=str(story.directory / "organization.yml"),
            secrets_dest=str(story.directory / "secrets.yml"),
            allow_overwrite=force,
        )


def _whole_organization(story: Narrator) -> None:
    for permissions, description in (("Zeebe", "x"), ("Zeebe", "y"), ("Operate", "y")):
        clients = [{"name": "worker", "permissions": [permissions], "allow_replace": True}]
        orders = {"name": "orders", "description": description, "clients": clients, "secrets": {"A": "hush-hush"}}
        story.both("camunda_organization", clusters=[orders, {"name": "new", **NEW}])
    story.caller.settings(cluster_address=story.caller.url)
    kept = str(story.directory / "administrator.env")
    open_to_all = {"name": "open", **NEW, "authorizations": False, "cluster_credentials_path": kept}
    administrator = {"name": "administrator", "dest": kept, "roles": ["admin"], "tenants": ["<default>"]}
    story.both("camunda_organization", clusters=[{**open_to_all, "roles": [{"id": "x"}], "clients": [administrator]}])
    gone = [{"name": "orders", "clients": []}, {"name": "new", "state": "absent"}]
    story.both("camunda_organization", clusters=gone, prune_clients=True, allow_empty=True)


def _access(story: Narrator) -> None:
    story.caller.settings(orchestration_authentication="none", orchestration_version="8.10")
    login = {"cluster_url": f"{story.caller.url}/orchestration", "cluster_auth": "none"}
    work = {"resource_type": "PROCESS_DEFINITION", "resource_id": "*", "permissions": ["UPDATE_PROCESS_INSTANCE"]}
    things: list[tuple[str, dict[str, Any]]] = [
        ("user", {"password": "hush-hush"}),
        ("mapping_rule", {"claim_name": "a", "claim_value": "b"}),
        ("group", {"clients": ["c"], "users": ["x"], "mapping_rules": ["x"]}),
        ("role", {"clients": ["c"], "users": ["x"], "groups": ["x"], "mapping_rules": ["x"]}),
        ("tenant", {"clients": ["c"], "users": ["x"], "groups": ["x"], "roles": ["x"], "mapping_rules": ["x"]}),
    ]
    for noun, options in things:
        story.both(f"camunda_{noun}", **login, id="x", **options)
    rights = {**login, "owner_type": "role", "owner": "x"}
    story.both("camunda_authorizations", **rights, authorizations=[work])
    by_name = {"resource_type": "USER_TASK", "resource_property": "assignee", "permissions": ["READ"]}
    story.both("camunda_authorizations", **rights, authorizations=[by_name], prune=True)
    story.both("camunda_access_info", **login, owner="c", wanted=[work, by_name])
    story.both("camunda_access_info", **login, wanted=[work])
    story.both("camunda_cluster_variables", **login, variables={"a": 1, "b": [True]})
    story.both("camunda_cluster_variables", **login, variables={"a": 2}, prune=True)
    described = {"roles": [{"id": "y", "authorizations": [work]}], "clients": [{"name": "c", "roles": ["x", "y"]}]}
    whole = {"allow_pending": True, "clusters": [{"tenants": [{"id": "y", "roles": ["y"]}], **described}]}
    story.both("camunda_cluster_access", **login, **whole)
    story.both("camunda_cluster_access", **login, **whole)
    gone = {"clusters": [{"roles": [{"id": "y", "state": "absent"}]}]}
    story.both("camunda_cluster_access", **login, **gone)
    story.caller.settings(orchestration_authentication="oidc")
    story.caller.control("PUT", "access/self-managed/enforcement", {"enabled": True})
    token_url = f"{story.caller.url}/auth/realms/camunda-platform/protocol/openid-connect/token"
    client = {"cluster_client_id": "sandbox-client", "cluster_client_secret": "sandbox-secret", "oauth_url": token_url}
    pending = {**client, "platform": "self_managed", "cluster_url": login["cluster_url"], **whole}
    assert story.both("camunda_cluster_access", **pending)["pending"]
    story.caller.settings(orchestration_authentication="none")
    for noun, _options in reversed(things):
        story.both(f"camunda_{noun}", **login, id="x", state="absent")


# A story prepares nothing but what its modules make; the cluster `orders` is there, empty and healthy.
STORIES: dict[tuple[str, ...], Callable[[Narrator], None]] = {
    ("camunda_token",): _token,
    ("camunda_parameters_info",): _parameters,
    ("camunda_cluster", "camunda_cluster_info", "camunda_cluster_wait"): _clusters,
    ("camunda_client", "camunda_client_info"): _clients,
    ("camunda_client_rotation", "camunda_client_rotation_info", "camunda_credentials_file"): _rotations,
    ("camunda_clients",): _many_clients,
    ("camunda_secret", "camunda_secret_info", "camunda_secrets"): _secrets,
    ("camunda_ip_allowlist", "camunda_ip_ranges_info"): _allowlist,
    ("camunda_member", "camunda_member_info", "camunda_members"): _members,
    (
        *("camunda_backup", "camunda_backups"),
        *("camunda_backup_info", "camunda_backup_restore", "camunda_backup_schedule"),
    ): _backups,
    ("camunda_monitoring", "camunda_monitoring_client", "camunda_monitoring_info"): _monitoring,
    ("camunda_secure_connectivity", "camunda_secure_connectivity_info"): _connectivity,
    ("camunda_cluster_encryption",): _encryption,
    ("camunda_cluster_upgrade", "camunda_cluster_upgrades"): _upgrade,
    ("camunda_cluster_failover",): _failover,
    ("camunda_activity_info",): _activity,
    ("camunda_organization",): _whole_organization,
    ("camunda_usage_metrics_info",): _usage_metrics,
    (
        *("camunda_role", "camunda_group", "camunda_tenant", "camunda_user", "camunda_mapping_rule"),
        *("camunda_authorizations", "camunda_access_info", "camunda_cluster_variables", "camunda_cluster_access"),
    ): _access,
    ("camunda_export", "camunda_organization_info"): _organization,
}


def modules_with_a_story() -> Iterator[str]:
    """Give the names of the modules that occur."""
    return itertools.chain.from_iterable(STORIES)


def tell(modules: tuple[str, ...], caller: Caller, directory: Path) -> dict[str, list[Result]]:
    """Tell a story in an empty sandbox; returns the results of each module."""
    caller.create_cluster(**cluster_body())
    story = Narrator(caller, directory)
    STORIES[modules](story)
    return story.results
