# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The encryption keys of a cluster that its owner holds (bring your own key), in the key management of AWS."""

from __future__ import annotations

import re
import typing as t
from collections.abc import Mapping

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import (
    Field,
    Plan,
    View,
    body_to_create,
    options_of,
    view_by,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import BaseResource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import WAIT, Verdict, Wait
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    ApiError,
    CamundaError,
    OptionError,
    WaitFailed,
)
from ansible_collections.camunda.platform.plugins.module_utils._names import snake_case
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._actions import (
    current_cluster,
    described,
    explained,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import cluster_result
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import Connection, connect
from ansible_collections.camunda.platform.plugins.module_utils._resources.parameters import read_parameters

Json = dict[str, t.Any]

READY = "Ready"
# EncryptionStatus of the contract: an end that only another key, or the same one sent again, can change.
_ENDED_BADLY = frozenset({"ProviderError", "CreationError"})
_NOT_SUPPLIED = "ExternalEncryptionKeyNotSupplied"
_REFUSALS = {
    403: ("not_available", "Customer-managed keys require the Enterprise plan and a cluster in an AWS region."),
    409: ("not_external", "Only a cluster that was created with the encryption type External accepts keys."),
}
_ARN = re.compile(
    r"arn:(?P<partition>aws(?:-[a-z]+)*):kms:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):"
    r"key/(?P<key>mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})",
    re.ASCII,
)
_AWS_REGION = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d+", re.ASCII)
_ID_IN_NAME = re.compile(r"\(([a-z0-9-]+)\)\s*$", re.ASCII)


def _same_status(current: str | None, wanted: str) -> bool:
    # A key that is becoming Ready only takes time.
    return current not in {*_ENDED_BADLY, _NOT_SUPPLIED}


def _key(name: str, create: str, read: str, required: bool = False) -> Field:
    option = {"type": "str", "no_log": False, **({"required": True} if required else {})}
    return Field(name, option=option, create=create, read=lambda encryption: encryption.get(read))


_KEYS = (
    _key("primary_key_arn", "primaryEncryptionKeyId", "primaryKeyArn", required=True),
    _key("secondary_key_arn", "secondaryEncryptionKeyId", "secondaryKeyArn"),
)
FIELDS = (*_KEYS, Field("status", same=_same_status, read=lambda encryption: encryption.get("status")))
ARGUMENTS: Arguments = {
    **CONNECTION,
    **WAIT,
    "cluster": {"type": "str", "required": True},
    **options_of(FIELDS),
}


class Encryption(BaseResource):
    """The keys as the options of a task describe them."""

    fields = FIELDS
    # The first reading may be that of the key before.
    confirmations = 2

    def __init__(self, context: Context) -> None:
        params = context.params
        self._context = context
        self._primary: str = params["primary_key_arn"]
        self._secondary: str | None = params["secondary_key_arn"]
        primary = key_region("primary_key_arn", self._primary)
        secondary = key_region("secondary_key_arn", self._secondary) if self._secondary is not None else None
        if self._secondary == self._primary:
            raise OptionError("Option 'secondary_key_arn': it must differ from the primary key.")
        self._wait = Wait.of(params)
        self._connection = connect(context)
        self._cluster = current_cluster(self._connection, params["cluster"])
        check_regions(self._connection, self._cluster, primary, secondary)

    def describe(self) -> str:
        """Return the cluster."""
        return f"The encryption of {described(self._cluster)}"

    def read(self) -> View | None:
        """Return the keys and their state (GetCluster); keys that are not shown are not set (Cluster.encryption)."""
        return view_by(FIELDS, self._encryption())

    def wanted(self, current: View | None) -> View | None:
        """Return the keys that are given, and their wanted state."""
        wanted = {"primary_key_arn": self._primary, "status": READY}
        return wanted if self._secondary is None else {**wanted, "secondary_key_arn": self._secondary}

    def check(self, plan: Plan) -> None:
        """Raise CamundaError for a cluster that takes no keys."""
        kind = self._encryption().get("type")
        if kind not in (None, "External"):
            reason, sentence = _REFUSALS[409]
            raise CamundaError(
                f"{self.describe()} is of the type {kind}. {sentence} The type cannot be changed.", reason=reason
            )

    def apply(self, plan: Plan) -> None:
        """Send the keys; the secondary one also if only the primary one changes, as both are set together."""
        body = body_to_create(FIELDS, {name: value for name, value in t.cast(View, plan.after).items() if value})
        try:
            self._cluster = {**self._cluster, **self._connection.api.update_encryption(self._cluster["uuid"], body)}
        except ApiError as exc:
            raise explained(exc, _REFUSALS) from exc

    def awaits(self, plan: Plan) -> str:
        """Return that the keys have to be Ready."""
        if not self._wait.enabled or (not plan.changed and self._encryption().get("status") == READY):
            return ""
        return f"the encryption keys of cluster {self._cluster['name']!r} to be Ready"

    def observe(self, plan: Plan) -> tuple[Verdict, str]:
        """Read the cluster."""
        self._cluster = self._connection.api.get_cluster(self._cluster["uuid"])
        return _judge(self._cluster), _status(self._cluster)

    def failed(self, exc: CamundaError, plan: Plan, applied: bool) -> CamundaError:
        """Return the error about a wait with what may be wrong with a key, and the cluster."""
        if not isinstance(exc, WaitFailed):
            return exc
        return exc.extended(
            "Camunda cannot use a key whose policy does not admit the cluster's tenant role, or that is disabled."
            " Correct the policy and run the task again, which sends the keys again.",
            cluster=cluster_result(self._cluster),
        )

    def result(self, plan: Plan) -> Result:
        """Return the encryption, planned or real."""
        after = t.cast(View, plan.after)
        arns = {field.name: after[field.name] for field in _KEYS}
        return {"encryption": {"type": None, "status": None, **snake_case(self._encryption()), **arns}}

    def _encryption(self) -> Mapping[str, t.Any]:
        return self._cluster.get("encryption") or {}


def key_region(option: str, arn: str) -> str:
    """Return the region of a key; raise OptionError for what is no ARN of a key (no alias) of AWS KMS."""
    match = _ARN.fullmatch(arn)
    if match and _AWS_REGION.fullmatch(match["region"]):
        return match["region"]
    raise OptionError(
        f"Option '{option}': {arn!r} is not the ARN of a key of AWS KMS. It looks like"
        " arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab, or key/mrk- and 32"
        " hexadecimal digits for a multi-region key. An alias cannot be used."
    )


def region_id(name: t.Any) -> str | None:
    """Return the provider's id out of the name of a region, such as 'Frankfurt, Europe (eu-central-1)'."""
    match = _ID_IN_NAME.search(str(name or ""))
    return match[1] if match else None


def check_regions(connection: Connection, cluster: Mapping[str, t.Any], primary: str, secondary: str | None) -> None:
    """Raise OptionError if a key is not where the cluster, or its backups, are; as far as names of regions show it."""
    own = region_id((cluster.get("region") or {}).get("name"))
    if own is not None and own != primary:
        raise OptionError(
            f"Option 'primary_key_arn': the key is in the region {primary}, and {described(cluster)} in {own}. A key"
            " has to be in the region of the cluster."
        )
    if secondary is None:
        return
    places = _backup_places(connection, cluster)
    if places and secondary not in places:
        raise OptionError(
            f"Option 'secondary_key_arn': the key is in the region {secondary}, and the backups of {described(cluster)}"
            f" are in {', '.join(sorted(places))}."
        )


def _backup_places(connection: Connection, cluster: Mapping[str, t.Any]) -> set[str]:
    """Return the ids of the AWS regions of a cluster's backups (GetParameters); nothing if they are not known."""
    wanted = (cluster.get("backupRegion") or {}).get("uuid")
    if wanted is None:
        return set()
    regions = read_parameters(connection).get("regions") or []
    backups = [backup for region in regions for backup in region.get("backups") or [] if backup.get("uuid") == wanted]
    ids = {str(place.get("id")) for backup in backups for place in backup.get("regions") or []}
    return ids if all(_AWS_REGION.fullmatch(place) for place in ids) else set()


def _status(cluster: Mapping[str, t.Any]) -> str:
    return str((cluster.get("encryption") or {}).get("status", "unknown"))


def _judge(cluster: Mapping[str, t.Any]) -> Verdict:
    if _status(cluster) in _ENDED_BADLY:
        return Verdict.FAILED
    return Verdict.DONE if _status(cluster) == READY else Verdict.PENDING


def run(context: Context) -> Result:
    """Set the encryption keys of a cluster (camunda_cluster_encryption)."""
    return converge(context, Encryption(context))
