# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bodies of the Administration API, as the contract declares them (schema names are the contract's)."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema, PydanticCustomError

KnownStatus = Literal[
    "Creating", "Healthy", "Unhealthy", "Updating", "Resuming", "Suspended", "WaitingForInput", "Maintenance"
]
StageLabel = Literal["dev", "test", "stage", "prod"]
EncryptionType = Literal["Software", "Hardware", "Provider", "External"]
EncryptionStatus = Literal[
    "Ready",
    "ProviderError",
    "ExternalEncryptionKeyNotReady",
    "ExternalEncryptionKeyNotSupplied",
    "CreationError",
    "EncryptedStorageNotReady",
]
Permission = Literal["Zeebe", "Operate", "Tasklist", "Optimize", "Secrets"]
ALL_PERMISSIONS: tuple[Permission, ...] = get_args(Permission)

# Any text is let through, so that a test can show a client a status that Camunda has not invented yet.
StatusName = Annotated[str, WithJsonSchema({"type": "string", "enum": list(get_args(KnownStatus))})]


def iso_text(seconds: float) -> str:
    """Return seconds since the epoch as the live API writes a time: UTC, three decimals, Z."""
    moment = datetime.fromtimestamp(seconds, timezone.utc)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


# Times are seconds since the epoch inside.
Timestamp = Annotated[
    float,
    PlainSerializer(iso_text, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


def _short(value: float) -> float:
    """Return a whole number without a fraction, as JavaScript writes it."""
    return int(value) if value.is_integer() else value


Number = Annotated[float, PlainSerializer(_short), WithJsonSchema({"type": "number"})]


class ApiModel(BaseModel):
    """Base of every body: camelCase outside, closed, no silent conversion between types."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid", strict=True)

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe optional fields as the contract does: they may be absent, they are never null."""
        reference = handler(core_schema)
        properties = handler.resolve_ref_schema(reference).get("properties", {})
        for name, schema in properties.items():
            kinds = [kind for kind in schema.get("anyOf", []) if kind != {"type": "null"}]
            if len(kinds) == 1:
                properties[name] = kinds[0]
        return reference


class RequestModel(ApiModel):
    """Base of the request bodies: a field that is given must have a value."""

    @model_validator(mode="before")
    @classmethod
    def _refuse_null(cls, values: object) -> object:
        if isinstance(values, dict):
            nulls = sorted(str(name) for name, value in values.items() if value is None)
            if nulls:
                raise PydanticCustomError("null", "null is not allowed for {names}", {"names": ", ".join(nulls)})
        return values


class Reference(ApiModel):
    """A thing that is named by UUID and name."""

    uuid: str
    name: str


class ClusterStatus(ApiModel):
    """`status` of Cluster."""

    ready: StatusName
    zeebe_status: StatusName | None = None
    operate_status: StatusName | None = None
    tasklist_status: StatusName | None = None
    optimize_status: StatusName | None = None
    connectors_status: StatusName | None = None


class CreatedClientLinks(ApiModel):
    """`links` of CreatedClusterClient."""

    connectors: str | None = None
    console: str | None = None
    oauth: str | None = None
    operate: str | None = None
    optimize: str | None = None
    tasklist: str | None = None
    zeebe: str | None = None


class ClusterLinks(CreatedClientLinks):
    """`links` of Cluster."""

    identity: str | None = None


class IpRule(ApiModel):
    """One entry of `ipallowlist` and of the older `ipwhitelist`."""

    description: str
    ip: str


class Encryption(ApiModel):
    """`encryption` of Cluster."""

    type: EncryptionType
    status: EncryptionStatus | None = None
    primary_key_arn: str | None = None
    secondary_key_arn: str | None = None


class Cluster(ApiModel):
    """Answer of GetCluster, an item of GetClusters."""

    uuid: str
    name: str
    description: str | None = None
    owner_id: str
    created: Timestamp
    plan_type: Reference
    region: Reference
    backup_region: Reference | None = None
    generation: Reference
    channel: Reference
    auto_update: bool
    ipallowlist: list[IpRule] | None = None
    ipwhitelist: list[IpRule] | None = None
    labels: list[str] | None = None
    links: ClusterLinks
    status: ClusterStatus
    encryption: Encryption


class CreateClusterBody(RequestModel):
    """Request of CreateCluster."""

    name: str
    plan_type_id: str
    channel_id: str
    generation_id: str
    region_id: str
    auto_update: bool | None = None
    backup_region_id: str | None = None
    description: str | None = None
    encryption: EncryptionType | None = None
    hardware_packages: float | None = None
    stage_label: StageLabel | None = None
    identity_backend_checks_enabled: bool | None = None


class CreatedCluster(ApiModel):
    """Answer of CreateCluster."""

    cluster_id: str


class UpdateClusterBody(RequestModel):
    """Request of UpdateCluster."""

    name: str | None = None
    description: str | None = None
    stage_label: StageLabel | None = None
    # Not `hardwarePackages`, as CreateCluster calls it.
    number_of_allocated_hw_packages: float | None = None


class Generation(Reference):
    """An item of `allowedGenerations`."""

    classification: Literal["channel", "existingCluster", "orgUnlocked"] | None = None


class Channel(Reference):
    """An item of `channels`."""

    default_generation: Reference
    allowed_generations: list[Generation]


class BackupLocation(ApiModel):
    """A place within a backup region."""

    id: str
    label: str


class BackupRegion(ApiModel):
    """An item of `backups` of a region."""

    uuid: str
    regions: list[BackupLocation]


class Region(Reference):
    """An item of `regions`."""

    provider: str
    backups: list[BackupRegion] | None = None


class Parameters(ApiModel):
    """Answer of GetParameters."""

    channels: list[Channel]
    cluster_plan_types: list[Reference]
    regions: list[Region]


class CreateClusterClientBody(RequestModel):
    """Request of CreateClient."""

    client_name: str
    permissions: list[Permission] | None = None


class CreatedClusterClient(ApiModel):
    """Answer of CreateClient, the only one that holds the secret."""

    name: str
    uuid: str
    client_id: str
    client_secret: str
    # The contract declares plain strings here, unlike in ClusterClient.
    permissions: list[str]
    audience: str
    links: CreatedClientLinks | None = None


class ClusterClient(ApiModel):
    """An item of GetClients."""

    name: str
    client_id: str
    permissions: list[Permission]


class ClusterClientConnectionDetails(ApiModel):
    """Answer of GetClient."""

    name: str
    zeebe_address: str = Field(alias="ZEEBE_ADDRESS")
    zeebe_client_id: str = Field(alias="ZEEBE_CLIENT_ID")
    zeebe_authorization_server_url: str = Field(alias="ZEEBE_AUTHORIZATION_SERVER_URL")


class ClusterSecrets(ApiModel):
    """Answer of GetSecrets: any name with its value."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, str]


class CreateSecretBody(RequestModel):
    """Request of CreateSecret."""

    secret_name: str
    secret_value: str


class UpdateSecretBody(RequestModel):
    """Request of UpdateSecret."""

    secret_value: str


class IpAllowListBody(RequestModel):
    """Request of UpdateIpAllowlist."""

    ipallowlist: list[IpRule]


class IpWhiteListBody(RequestModel):
    """Request of UpdateIpWhitelist."""

    ipwhitelist: list[IpRule]
