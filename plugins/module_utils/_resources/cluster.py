# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A cluster: what it is compared by, and how it is read, created, updated, woken and deleted."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping
from contextlib import suppress

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import converge
from ansible_collections.camunda.platform.plugins.module_utils._engine.idempotent_create import (
    Outcome,
    idempotent_create,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import (
    UNKNOWN,
    Action,
    Field,
    OnChange,
    Plan,
    View,
    body_to_create,
    body_to_update,
    options_of,
    view_by,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.resource import BaseResource
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import WAIT, Verdict, Wait
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    CamundaError,
    NotFound,
    OptionError,
    Overtaken,
    valid_names,
)
from ansible_collections.camunda.platform.plugins.module_utils._names import (
    is_short_name,
    is_uuid,
    matching,
    name_of,
    pick,
    refers_to,
)
from ansible_collections.camunda.platform.plugins.module_utils._options import STATE, Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources import parameters
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import (
    GONE,
    PENDING,
    STAGES,
    ambiguous,
    cluster_result,
    creation_lock,
    find_cluster,
    judge_health,
    list_again,
    list_clusters,
    remember,
    stage_label_of,
    status_of,
    waits_for_key,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect

Json = dict[str, t.Any]

ENCRYPTION_TYPES = ("Software", "Hardware", "Provider", "External")
LONGEST_DESCRIPTION = 150
_NEW_CLUSTER = "Only a new cluster can have another value. Create one with another name and migrate to it."
_UPGRADE = "The API upgrades a cluster to the latest generation only; leave out generation to accept the current one."


def _same_reference(current: t.Any, wanted: t.Any) -> bool:
    wanted = wanted or {}
    return (current or {}).get("uuid") in wanted.get("ids", [wanted.get("uuid")])


def _uuid(reference: Mapping[str, t.Any]) -> t.Any:
    return reference["uuid"]


def _description(cluster: Mapping[str, t.Any]) -> str:
    # There is no other sign of a cluster without a description than the absence of the field.
    return cluster.get("description") or ""


def _stage_label(cluster: Mapping[str, t.Any]) -> t.Any:
    return UNKNOWN if cluster.get("labels") is None else stage_label_of(cluster)


def _reference(name: str, read: str, advice: str = _NEW_CLUSTER) -> Field:
    """Return the row of a part of GetParameters, which a cluster refers to."""
    return Field(
        name, OnChange.FORBID, _same_reference, name_of, advice,
        option={"type": "str"}, create=f"{read}Id", read=lambda cluster: cluster.get(read) or UNKNOWN, sent=_uuid,
        predicted=True,
    )  # fmt: skip


_TEXT, _SWITCH = {"type": "str"}, {"type": "bool"}
# All that is compared: to add a field of the API is a row here.
FIELDS = (
    Field("name", option=_TEXT, create="name", update="name", read="name", predicted=True),
    Field("description", option=_TEXT, create="description", update="description", read=_description, predicted=True),
    Field(
        "stage_label",
        option={"type": "str", "choices": list(STAGES)},
        create="stageLabel",
        update="stageLabel",
        read=_stage_label,
    ),
    # The API never shows it.
    Field("hardware_packages", option={"type": "int"}, create="hardwarePackages", update="numberOfAllocatedHwPackages"),
    Field("status", read=status_of),
    _reference("region", "region"),
    _reference("plan_type", "planType"),
    _reference("channel", "channel"),
    _reference("generation", "generation", _UPGRADE),
    _reference("backup_region", "backupRegion"),
    Field(
        "encryption_type",
        OnChange.FORBID,
        advice=_NEW_CLUSTER,
        option={"type": "str", "choices": list(ENCRYPTION_TYPES)},
        create="encryption",
        read="encryption.type",
    ),
    Field(
        "auto_update",
        OnChange.FORBID,
        advice="Change it in the Console: the API sets it only for a new cluster.",
        option=_SWITCH,
        create="autoUpdate",
        read="autoUpdate",
        predicted=True,
    ),
    # The API shows it nowhere, so it stands in the plan of a new cluster only.
    Field("authorizations", option=_SWITCH, create="identityBackendChecksEnabled"),
)
_REFERENCES = tuple(field.name for field in FIELDS if field.same is _same_reference)
# What a result can show before the cluster exists, or before it is changed.
_PREDICTED = {field.name for field in FIELDS if field.predicted}

ARGUMENTS: Arguments = {
    **CONNECTION,
    **WAIT,
    **options_of(FIELDS),
    **STATE,
    "uuid": {"type": "str"},
    "allow_rename": {"type": "bool", "default": False},
    "send_hardware_packages": {"type": "bool", "default": False},
    "wake": {"type": "bool", "default": False},
}


def view_of(cluster: Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Take out of a cluster what can be compared; what the API did not send stays unknown."""
    return view_by(FIELDS, cluster)


class Cluster(BaseResource):
    """A cluster as the options of a task describe it. It is never replaced, which would delete its data."""

    fields = FIELDS

    def __init__(self, context: Context, in_list: bool = False) -> None:
        self._context = context
        # Whether a poll lists all clusters in each round.
        self._in_list = in_list
        self.confirmations = 1 if context.params["state"] == "absent" else 2
        self._params = context.params
        check_options(context.params)
        self._wait = Wait.of(context.params)
        self._connection = connect(context)
        self._record: dict[str, t.Any] | None = None
        self._known: set[t.Any] = set()
        # Whether a wait has shown it.
        self._seen = False

    def describe(self) -> str:
        """Return the name, and the UUID if there is one."""
        name = self._params["name"] or (self._record or {}).get("name")
        uuid = (self._record or {}).get("uuid") or self._params["uuid"]
        return f"Cluster {name!r} ({uuid})" if name and uuid else f"Cluster {name or uuid!r}"

    def read(self) -> View | None:
        """Find the cluster by UUID, or by a name that only one has (GetClusters)."""
        uuid = self._params["uuid"]
        # Of the plan: by the time of the creation, others may have created it.
        self._known = {cluster.get("uuid") for cluster in list_clusters(self._connection)}
        self._record = find_cluster(self._connection, uuid or self._params["name"], "uuid" if uuid else "name")
        if self._record is None and uuid and self._params["state"] == "present":
            raise OptionError(
                f"Option 'uuid': there is no cluster {uuid}. To create a cluster, give its name without a UUID."
            )
        if self._record is None:
            return None
        self._refuse_other_name(self._record)
        view = view_of(self._record)
        if self._params["send_hardware_packages"]:
            # Unknown, and so different from any number: it is sent every time.
            view["hardware_packages"] = None
        return view

    def _refuse_other_name(self, record: Mapping[str, t.Any]) -> None:
        """Raise OptionError if the UUID is that of a cluster with another name than the given one."""
        uuid, name, deletes = self._params["uuid"], self._params["name"], self._params["state"] == "absent"
        if not uuid or name in (None, record.get("name")) or (self._params["allow_rename"] and not deletes):
            return
        way = (
            "To delete the cluster of this UUID, leave the name out."
            if deletes
            else "Set allow_rename to true to rename the cluster."
        )
        raise OptionError(
            f"Options 'uuid' and 'name' do not belong together: the cluster {uuid} is named {record.get('name')!r}, not"
            f" {name!r}. Correct one of them. {way}",
            code="uuid_of_another_name",
            uuid=uuid,
            name=record.get("name"),
        )

    def wanted(self, current: View | None) -> View | None:
        """Resolve the options; for a new cluster with the defaults of its channel (GetParameters)."""
        if self._params["state"] == "absent":
            return None
        own = (field.name for field in FIELDS if field.option is not None and field.name not in _REFERENCES)
        wanted = {name: self._params[name] for name in own if self._params[name] is not None}
        wanted.update(self._new_references() if current is None else self._compared_references(current))
        if current is not None:
            self._leave_out_unknown(wanted, current)
            if self._params["wake"] and current["status"] == "Suspended":
                wanted["status"] = "Healthy"
        return wanted

    def apply(self, plan: Plan) -> None:
        """Create, update and wake, or delete."""
        if plan.action is Action.CREATE:
            self._create(t.cast(View, plan.after))
        elif plan.action is Action.DELETE:
            self._delete()
        else:
            self._update(plan)

    def awaits(self, plan: Plan) -> str:
        """Return what has to be waited for before anything else is done in the cluster; an empty text for nothing."""
        if not self._wait.enabled or self._record is None:
            return ""
        name = self._record.get("name") or self._params["name"]
        if plan.action is Action.DELETE:
            return f"cluster {name!r} to be gone"
        awaited = plan.action is Action.CREATE or plan.wants("status") or self._pending()
        return f"cluster {name!r} to be Healthy" if awaited else ""

    def observe(self, plan: Plan) -> tuple[Verdict, str]:
        """Read the cluster again, or find it in the list as it was read last."""
        try:
            record = self._look(t.cast(Json, self._record)["uuid"])
        except NotFound:
            if plan.action is Action.DELETE:
                return Verdict.DONE, GONE
            # What was just created may be readable a little later; what was seen is gone.
            if self._seen and not self._in_list:
                raise
            return Verdict.PENDING, "not visible yet"
        if plan.action is Action.DELETE:
            return Verdict.PENDING, status_of(record)
        self._record, self._seen = record, True
        return judge_health(record), status_of(record)

    def finish(self, plan: Plan) -> None:
        """Read the cluster again where that was not done by waiting, and take note of how it is."""
        record = self._record
        if record is None:
            return
        if plan.action is Action.DELETE:
            self._record = None
        elif plan.changed and not self._seen:
            self._record = self._read_again(record)
        remember(self._connection, str(record["uuid"]), self._record)
        self._tell_state()

    def failed(self, exc: CamundaError, plan: Plan, applied: bool) -> CamundaError:
        """Return the error about a wait with the cluster."""
        if not applied or self._record is None:
            return exc
        return exc.extended(
            f"The cluster exists as {self._record.get('uuid')}; the next run continues from there.",
            cluster=cluster_result(self._record),
        )

    def result(self, plan: Plan) -> Result:
        """Return the cluster, as planned where the plan was not carried out."""
        if plan.after is None:
            return {"cluster": None}
        if self._record is None:
            planned = {name: plan.after[name] for name in _PREDICTED if name in plan.after}
            return {"cluster": {"uuid": None, **planned}}
        planned = {d.field.name: d.wanted for d in plan.differences if d.field.name in _PREDICTED}
        return {"cluster": {**cluster_result(self._record), **planned}}

    def _new_references(self) -> dict[str, t.Any]:
        params, connection = self._params, self._connection
        channel = parameters.choose_channel(connection, params["channel"])
        region = parameters.choose(connection, "region", "regions", params["region"])
        chosen = {
            "channel": channel,
            "region": region,
            "plan_type": parameters.choose(connection, "plan_type", "clusterPlanTypes", params["plan_type"]),
            "generation": parameters.choose_generation(channel, params["generation"]),
        }
        if params["backup_region"]:
            chosen["backup_region"] = parameters.choose_backup_region(region, params["backup_region"])
        return {name: {"uuid": entry.get("uuid"), "name": entry.get("name")} for name, entry in chosen.items()}

    def _compared_references(self, current: View) -> dict[str, t.Any]:
        """Resolve only what is not what the cluster has already: most runs need no parameters."""
        wanted: dict[str, t.Any] = {}
        for name in _REFERENCES:
            value = self._params[name]
            if value is None or name not in current:
                continue
            if name == "generation" and not self._pins_generation(current):
                self._warn_of_unknown_generation(value, current)
                continue
            if refers_to(value, current[name]) or (name == "region" and is_short_name(value, current[name])):
                wanted[name] = current[name]
            elif name == "backup_region" and "region" not in current:
                # Which backup regions there are depends on it.
                self._context.warn("The API does not return the region of this cluster: backup_region is not compared.")
            else:
                wanted[name] = self._resolve(name, value, current)
        return wanted

    def _pins_generation(self, current: View) -> bool:
        # Camunda renames generations and makes new ones of the same name, and moves a cluster with auto update on:
        # a name means the generation at creation, only a UUID means this very one.
        return is_uuid(self._params["generation"]) and not current.get("auto_update")

    def _warn_of_unknown_generation(self, value: str, current: View) -> None:
        """Warn if no channel has it: Camunda retires generations that a description may still contain."""
        if is_uuid(value) or refers_to(value, current["generation"]):
            return
        known = parameters.generations(self._connection)
        if not matching(value, known):
            names = [str(entry.get("name")) for entry in known]
            self._context.warn(
                f"Option 'generation': {value!r} is unknown. It has no effect on {self.describe()}, which exists; a new"
                f" cluster could not be created with it. {valid_names(value, names)}"
            )

    def _resolve(self, name: str, value: str, current: View) -> t.Any:
        if name == "channel":
            return parameters.choose_channel(self._connection, value)
        if name == "generation":
            return {"uuid": value, "name": None}
        if name == "backup_region":
            regions = parameters.read_parameters(self._connection).get("regions") or []
            return parameters.choose_backup_region(pick("region", current["region"]["uuid"], regions), value)
        key = {"region": "regions", "plan_type": "clusterPlanTypes"}[name]
        return parameters.choose(self._connection, name, key, value)

    def _leave_out_unknown(self, wanted: dict[str, t.Any], current: View) -> None:
        channel = name_of(current.get("channel"))
        if "auto_update" in wanted and channel != parameters.DEFAULT_CHANNEL:
            del wanted["auto_update"]
            self._context.warn(f"auto_update has no effect on the channel {channel}: Camunda ignores it there.")
        if "stage_label" in wanted and "stage_label" not in current:
            self._context.warn("The API does not return the labels of this cluster, so stage_label is not compared.")

    def _create(self, after: View) -> None:
        body = body_to_create(FIELDS, after)
        name = body["name"]

        def find_new() -> Json | None:
            now = list_again(self._connection)
            found = [c for c in now if c.get("uuid") not in self._known and c.get("name") == name]
            if len(found) > 1:
                raise ambiguous("name", name, found)
            return found[0] if found else None

        def create() -> Json:
            return {"uuid": self._connection.api.create_cluster(body), "name": name}

        with creation_lock(self._connection).lease() as lease:
            made, outcome = idempotent_create(
                find_new, create, f"cluster {name!r}", lease=lease, key="uuid", noted=("uuid", "name")
            )
        uuid = str(made["uuid"])
        if outcome is Outcome.OTHERS:
            message = (
                f"Cluster {name!r} was created by another process in the meantime, so the task did not create one."
            )
            self._context.warn(message)
            raise Overtaken(message, uuid=uuid)
        if outcome is Outcome.LOOKED_UP:
            self._context.warn(
                f"The answer to creating cluster {name!r} was lost. It exists as {uuid}; none was made twice."
            )
        self._record = {"uuid": uuid, "name": name}
        remember(self._connection, uuid, self._record)

    def _update(self, plan: Plan) -> None:
        uuid = t.cast(dict[str, t.Any], self._record)["uuid"]
        body = body_to_update(FIELDS, plan)
        if body:
            self._connection.api.update_cluster(uuid, body)
        if plan.wants("status"):
            self._connection.api.wake_cluster(uuid)

    def _delete(self) -> None:
        # Another process may be faster, or the first attempt of a repeated request may have succeeded.
        uuid = str(t.cast(Json, self._record)["uuid"])
        with suppress(NotFound):
            self._connection.api.delete_cluster(uuid)
        creation_lock(self._connection).forget(uuid)

    def _look(self, uuid: str) -> Json:
        # Only the cluster itself shows that it is gone, or there already.
        found = (
            next((c for c in list_clusters(self._connection) if c.get("uuid") == uuid), None) if self._in_list else None
        )
        return found or self._connection.api.get_cluster(uuid)

    def _read_again(self, record: dict[str, t.Any]) -> dict[str, t.Any]:
        try:
            return self._connection.api.get_cluster(record["uuid"])
        except NotFound:
            return record  # What was just created may be readable a little later.

    def _pending(self) -> bool:
        return status_of(self._record) in PENDING

    def _tell_state(self) -> None:
        status = status_of(self._record)
        if self._record is None or status == "Healthy" or status in PENDING:
            return
        if waits_for_key(self._record):
            self._context.warn(f"{self.describe()} waits for its encryption key.")
        else:
            advice = " Set wake to true to resume it." if status == "Suspended" else ""
            self._context.warn(f"{self.describe()} is {status}.{advice}")


def check_options(params: Mapping[str, t.Any]) -> None:
    """Raise OptionError for what no cluster can have, as far as that shows without a request."""
    if params["name"] is not None and not params["name"].strip():
        raise OptionError("Option 'name': a cluster needs a name that is not empty.")
    if params["uuid"] is not None and not is_uuid(params["uuid"]):
        raise OptionError(f"Option 'uuid': {params['uuid']!r} is not a UUID.")
    description = params["description"] or ""
    if len(description) > LONGEST_DESCRIPTION:
        raise OptionError(
            f"Option 'description': it has {len(description)} characters, at most {LONGEST_DESCRIPTION} are possible."
        )
    if params["hardware_packages"] is not None and params["hardware_packages"] < 1:
        raise OptionError(f"Option 'hardware_packages': {params['hardware_packages']} is less than 1.")
    if params["send_hardware_packages"] and params["hardware_packages"] is None:
        raise OptionError("Option 'send_hardware_packages' needs hardware_packages.")


def run(context: Context) -> Result:
    """Bring a cluster into the wanted state (camunda_cluster)."""
    return converge(context, Cluster(context))
