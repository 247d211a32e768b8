# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be changed while the sandbox runs, and what each setting starts with."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from .backup_models import RestoreOutcome
from .models import EncryptionStatus

# Console, Hub as it is installed, Hub with its public API v2 enabled, and Hub without API v1.
ConsoleVersion = Literal["8.9", "8.10", "8.10-v2", "8.12"]

OrchestrationVersion = Literal["", "8.8", "8.9", "8.10"]


class Settings(BaseModel):
    """The behaviour that the command line starts with and PATCH /_sandbox/settings changes."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)

    token_rate: float = Field(default=1.0, ge=0, description="token requests a second and source; 0 = unlimited")
    token_lifetime: int = Field(default=86400, ge=0, description="seconds that a new token is valid")
    creation_seconds: float = Field(default=2.0, ge=0, description="Creating or Resuming -> Healthy")
    deletion_seconds: float = Field(default=0.0, ge=0, description="a deleted cluster stays readable that long")
    latency_ms: float = Field(default=0.0, ge=0, description="milliseconds before every answer")
    list_lag: int = Field(
        default=0,
        ge=0,
        description="readings of a list that do not show what was just created: clusters, clients, backups",
    )
    max_clients: int = Field(default=1000, ge=0, description="clients of one cluster; 403 beyond")
    max_clusters: int = Field(default=1000, ge=0, description="clusters of the organization; 400 beyond")
    auto_update_moves: bool = Field(default=False, description="autoUpdate clusters follow the channel's newest")
    extra_fields: bool = Field(default=False, description="answers carry fields that the contract does not have")
    ipallowlist_visible: bool | Literal["none", "new", "old", "both"] = Field(
        default=False,
        description="clusters are returned with ipallowlist (new, true), ipwhitelist (old), both, or none (false)",
    )
    max_secrets: int = Field(default=1000, ge=0, description="secrets of one cluster; 403 beyond")
    secret_change_seconds: float = Field(default=0.0, ge=0, description="a change of a secret keeps others out (409)")
    secret_deletion_seconds: float = Field(default=0.0, ge=0, description="a deleted secret stays listed that long")
    max_members: int = Field(default=1000, ge=0, description="members of the organization; 403 beyond")
    member_role_shown: bool = Field(default=False, description="every member is shown with the role member, too")
    csv_plain: bool = Field(default=False, description="the activity is sent as text/csv instead of a JSON string")

    backup_seconds: float = Field(default=1.0, ge=0, description="In progress -> Complete")
    max_backups: int = Field(default=3, ge=0, description="successful backups of one cluster; the oldest is dropped")
    failing_backups: int = Field(default=0, ge=0, description="so many of the next backups fail")
    backup_generation: Literal["known", "unknown", "absent"] = Field(
        default="known", description="what the next backups tell of their generation"
    )
    restore_seconds: float = Field(default=2.0, ge=0, description="PENDING -> COMPLETED")
    restore_outcome: RestoreOutcome = Field(default="COMPLETED", description="how the next restores end")

    upgrade_gate: str = Field(default="", description="text with which upgrades are refused (409)")
    encryption_outcome: EncryptionStatus = Field(default="Ready", description="what becomes of keys that are supplied")
    failover_outcome: Literal["ok", "backup_clone_fails", "restore_fails"] = Field(
        default="ok", description="what the next failovers report"
    )
    aws_everywhere: bool = Field(default=False, description="every region has what only those of AWS have")

    console_version: ConsoleVersion = Field(default="8.9", description="what serves a Self-Managed installation")
    console_context_path: str = Field(
        default="",
        pattern="^(/[^/?#]+)*$",
        description="what stands before all paths of Console or Hub, such as /console",
    )
    console_unknown: Literal["not_found", "page", "unauthorized"] = Field(
        default="not_found", description="what paths get that Console or Hub does not have: 404, its web page, or 401"
    )
    console_authentication: bool = Field(default=True, description="Console and Hub ask for a token")
    usage_right: bool = Field(
        default=True, description="callers may read the usage of clusters of Hub (SYSTEM:READ_USAGE_METRIC)"
    )
    console_token_lifetime: int = Field(default=300, ge=0, description="seconds that a new token of Keycloak is valid")

    cluster_address: str = Field(
        default="",
        description="what stands before the id of a cluster in its link zeebe; if empty, the host that Camunda has",
    )
    orchestration_lag: float = Field(default=0.0, ge=0, description="readings of a cluster's own API are that old")
    orchestration_rights_seconds: float = Field(
        default=0.0, ge=0, description="a right that is granted or taken away counts that much later"
    )
    orchestration_version: OrchestrationVersion = Field(
        default="", description="minor version of clusters, if not that of their generation (Self-Managed: 8.9)"
    )
    orchestration_authentication: Literal["oidc", "basic", "none"] = Field(
        default="oidc", description="what the cluster of the Self-Managed installation takes"
    )
    orchestration_groups_claim: bool = Field(
        default=False, description="groups come from a claim of tokens, so that clusters have no groups of their own"
    )

    def has_aws(self, provider: str) -> bool:
        """Tell whether a region of this provider has what only those of AWS have."""
        return self.aws_everywhere or provider == "AWS"

    def shows_allowlist(self, name: Literal["old", "new"]) -> bool:
        """Tell whether clusters are returned with their allowlist under the old or the new name."""
        return self.ipallowlist_visible in ("both", name) or (self.ipallowlist_visible is True and name == "new")

    def changed(self, values: dict[str, Any]) -> Settings:
        """Return a copy with these values; raises pydantic.ValidationError on an unknown name or a bad value."""
        return Settings.model_validate(self.model_dump() | values)
