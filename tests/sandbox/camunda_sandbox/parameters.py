# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The seed: channels, generations, plan types and regions that clusters can be made of (operation GetParameters)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from .models import BackupLocation, BackupRegion, Channel, Generation, Parameters, Reference, Region

ORGANIZATION_ID = "0b9f7b1e-5a0d-5c55-9d6e-8c1b0a7e4f10"
STABLE_CHANNEL_ID = "6bdf0d1c-3d5a-4df6-8d03-762682964d85"
ALPHA_CHANNEL_ID = "c767585c-eccc-4762-be78-3bfcd562ee1e"


def seed_uuid(kind: str, name: str) -> str:
    """Return a UUID that is the same in every run, so that a rehearsed playbook may name it."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"camunda-sandbox/{kind}/{name}"))


@dataclass(frozen=True)
class SeedRegion:
    """A region as Camunda's documentation lists it, with the short code that the links of its clusters carry."""

    name: str
    provider: str
    code: str
    backup_label: str
    backup_id: str
    uuid: str = ""

    @property
    def region_id(self) -> str:
        """Return the UUID by which clusters refer to the region."""
        return self.uuid or seed_uuid("region", self.name)

    @property
    def location(self) -> str:
        """Return the provider's own name of the region, which stands in brackets."""
        return self.name.rpartition("(")[2].rstrip(")")

    def paired(self) -> SeedRegion:
        """Return the region of the backups, to which clusters fail over even if none can be created there."""
        hidden = SeedRegion(
            name=self.backup_label,
            provider=self.provider,
            code=self.backup_id,
            backup_label=self.name,
            backup_id=self.location,
            uuid=seed_uuid("failover-region", self.name),
        )
        return next((region for region in REGIONS if region.location == self.backup_id), hidden)


# Only bru-2 and syd-1 are documented as the codes of these regions; the others are likely ones or made up.
REGIONS = (
    SeedRegion("Belgium, Europe (europe-west1)", "GCP", "bru-2", "Germany (europe-west3)", "europe-west3"),
    SeedRegion("Iowa, North America (us-central1)", "GCP", "dsm-1", "Salt Lake City (us-west1)", "us-west1"),
    SeedRegion("London, Europe (europe-west2)", "GCP", "lhr-1", "Germany (europe-west3)", "europe-west3"),
    SeedRegion(
        "Singapore, Asia (asia-southeast1)", "GCP", "sin-2", "Changhua County, Taiwan (asia-east1)", "asia-east1"
    ),
    SeedRegion("South Carolina, North America (us-east1)", "GCP", "jfk-1", "Iowa (us-central1)", "us-central1"),
    SeedRegion(
        "Sydney, Australia (australia-southeast1)",
        "GCP",
        "syd-1",
        "Melbourne (australia-southeast2)",
        "australia-southeast2",
        uuid="f5f90399-923c-47d2-beca-75fae2fa6229",
    ),
    SeedRegion(
        "Toronto, North America (northamerica-northeast2)",
        "GCP",
        "ont-1",
        "Montréal (northamerica-northeast1)",
        "northamerica-northeast1",
    ),
    SeedRegion("Frankfurt, Europe (eu-central-1)", "AWS", "fra-1", "Ireland (eu-west-1)", "eu-west-1"),
    SeedRegion("Paris, Europe (eu-west-3)", "AWS", "cdg-1", "Ireland (eu-west-1)", "eu-west-1"),
    SeedRegion("North America, Ohio (us-east-2)", "AWS", "cmh-1", "Oregon (us-west-2)", "us-west-2"),
    SeedRegion("North America, Virginia (us-east-1)", "AWS", "iad-1", "Oregon (us-west-2)", "us-west-2"),
    SeedRegion("Singapore, Asia (ap-southeast-1)", "AWS", "sin-3", "Jakarta (ap-southeast-3)", "ap-southeast-3"),
)
PLAN_TYPES = (
    "Trial Cluster",
    "Basic 1x",
    "Basic 2x",
    "Standard 1x",
    "Standard 2x",
    "Advanced 1x",
    "Advanced 2x",
    "Advanced 4x",
)
PLAN_TYPE_IDS = {"Trial Cluster": "37b564b6-3ce8-4f98-a64e-96a64b38d06b"}


def _channel(uuid_: str, name: str, default: str, generations: list[tuple[str, str]]) -> Channel:
    """Build a channel; generations are (name, classification), newest first."""
    return Channel(
        uuid=uuid_,
        name=name,
        default_generation=Reference(uuid=seed_uuid("generation", default), name=default),
        allowed_generations=[
            Generation.model_validate(
                {"uuid": seed_uuid("generation", generation), "name": generation, "classification": classification}
            )
            for generation, classification in generations
        ],
    )


def _region(region: SeedRegion) -> Region:
    """Build the region as GetParameters shows it."""
    location = BackupLocation(id=region.backup_id, label=region.backup_label)
    backup = BackupRegion(uuid=seed_uuid("backup-region", f"{region.name}/{region.backup_id}"), regions=[location])
    return Region(uuid=region.region_id, name=region.name, provider=region.provider, backups=[backup])


PARAMETERS = Parameters(
    channels=[
        # The default is not the newest, so that a test can tell the two apart.
        _channel(
            STABLE_CHANNEL_ID,
            "Stable",
            "Camunda 8.8+gen25",
            [
                ("Camunda 8.9+gen6", "channel"),
                ("Camunda 8.8+gen25", "channel"),
                ("Camunda 8.8+gen14", "existingCluster"),
                ("Camunda 8.7+gen31", "orgUnlocked"),
            ],
        ),
        _channel(
            ALPHA_CHANNEL_ID,
            "Alpha",
            "Camunda 8.10.0-alpha2+gen2",
            [("Camunda 8.10.0-alpha2+gen2", "channel"), ("Camunda 8.10.0-alpha1+gen3", "existingCluster")],
        ),
    ],
    cluster_plan_types=[
        Reference(uuid=PLAN_TYPE_IDS.get(name, seed_uuid("plan-type", name)), name=name) for name in PLAN_TYPES
    ],
    regions=[_region(region) for region in REGIONS],
)

PLAN_TYPE_BY_ID = {plan.uuid: plan for plan in PARAMETERS.cluster_plan_types}
PAIRED_REGIONS = {region.region_id: region.paired() for region in REGIONS}
SEED_BY_ID = {region.region_id: region for region in (*REGIONS, *PAIRED_REGIONS.values())}
OFFERED_REGION_IDS = frozenset(region.region_id for region in REGIONS)
REGION_BY_ID = {region_id: _region(region) for region_id, region in SEED_BY_ID.items()}
PAIRED_REGION_BY_ID = {region_id: REGION_BY_ID[region.region_id] for region_id, region in PAIRED_REGIONS.items()}
REGION_CODE_BY_ID = {region_id: region.code for region_id, region in SEED_BY_ID.items()}
CHANNEL_BY_ID = {channel.uuid: channel for channel in PARAMETERS.channels}
GENERATION_BY_ID = {
    generation.uuid: generation for channel in PARAMETERS.channels for generation in channel.allowed_generations
}


def location_of(region_id: str) -> str:
    """Return the provider's own name of a region, such as eu-central-1."""
    return SEED_BY_ID[region_id].location


def backup_region(region_id: str, wanted: str) -> BackupRegion | None:
    """Find a backup region of a region by its UUID or by the id of one of its places; None if there is none such.

    Which of the two `backupRegionId` of CreateCluster means is not documented, so both are accepted.
    """
    for backup in REGION_BY_ID[region_id].backups or []:
        if wanted == backup.uuid or wanted in [place.id for place in backup.regions]:
            return backup
    return None


def newest_generation(channel_id: str) -> Generation:
    """Return the newest generation of a channel: the seed lists them newest first."""
    return CHANNEL_BY_ID[channel_id].allowed_generations[0]


def next_generation(channel_id: str, generation_id: str) -> Generation | None:
    """Return what a cluster is upgraded to: the newest of its minor version, then the newest of the next one.

    Alpha clusters cannot be upgraded.
    """
    if channel_id == ALPHA_CHANNEL_ID:
        return None
    generations = CHANNEL_BY_ID[channel_id].allowed_generations
    position = [generation.uuid for generation in generations].index(generation_id)
    newer = generations[:position]
    same = [generation for generation in newer if _minor(generation) == _minor(generations[position])]
    candidates = same or [generation for generation in newer if _minor(generation) == _minor(newer[-1])]
    return candidates[0] if candidates else None


def _minor(generation: Generation) -> str:
    """Return "Camunda 8.9" of "Camunda 8.9+gen6"."""
    return generation.name.partition("+")[0]
